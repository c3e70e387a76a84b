package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.OpenFile;
import heliotrope.kernel.elf.ElfFile;
import heliotrope.kernel.elf.ElfLimits;
import heliotrope.kernel.elf.ElfMapping;

/** What IRIX asks of ELF files and where it puts them: programs and interpreters for exec, libraries for rld (syssgi SGI_ELFMAP). */
final class IrixElf {
    private IrixElf() {}

    /** More segments than any library has. */
    private static final int MAX_SEGMENTS = 32;

    static ElfLimits limits(IrixAbi abi) {
        return new ElfLimits(IrixLayout.PAGE_SIZE, abi.mmapEnd(), IrixLayout.PRDA, IrixLayout.PRDA + IrixLayout.PAGE_SIZE,
                "the process data area");
    }

    /** The ABI of a file whose header has been read. */
    static IrixAbi abi(ElfFile elf) {
        return IrixAbi.of(elf.wide ? 2 : 1, elf.flags);
    }

    /** Reads and checks; null if all is well, else what is wrong, to be printed behind the file's name. */
    static @Nullable String read(ElfFile elf, ElfFile.Source source) {
        String wrong = elf.readHeader(source);
        if (wrong != null) {
            return wrong;
        }
        if (!elf.bigEndian) {
            return "little-endian MIPS programs are not IRIX programs";
        }
        return elf.check(source, limits(abi(elf)));
    }

    /** {@link #read} for a library that has to go with a program. */
    static @Nullable String readFor(IrixAbi abi, ElfFile elf, ElfFile.Source source) {
        String wrong = read(elf, source);
        return wrong != null || abi.equals(abi(elf)) ? wrong : "of the ABI " + abi(elf) + ", the program is of " + abi;
    }

    /**
     * syssgi(SGI_ELFMAP): maps the segments whose program headers lie at {@code headers}.
     *
     * @return address of the first segment
     */
    static long elfmap(IrixThread x, int fd, long headers, int n) {
        OpenFile file = x.process().files.get(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        if (n <= 0 || n > MAX_SEGMENTS) {
            return -Errno.EINVAL;
        }
        ElfFile elf = new ElfFile();
        elf.bigEndian = true;
        elf.wide = x.abi.pointers64;
        elf.decode(x.memory().readBytes(headers, n * elf.programHeaderSize()), n);
        int loads = 0;
        while (loads < n && elf.kind[loads] == ElfFile.PT_LOAD) {
            loads++;
        }
        elf.count = loads;
        if (loads == 0) {
            return -Errno.ENOEXEC;
        }
        long result = FileCalls.fstat(x.thread, fd, x.stat);
        if (result < 0) {
            return result;
        }
        if (!x.stat.isRegular()) {
            return -Errno.ENODEV;
        }
        if (elf.checkLoads(x.stat.size, limits(x.abi)) != null) {
            return -Errno.ENOEXEC;
        }
        int first = elf.nextLoad(0);
        if (first < 0) {
            return -Errno.ENOEXEC;
        }
        long delta = place(x.abi, elf, x.memory());
        if (delta == ElfMapping.NO_PLACE) {
            return -Errno.ENOMEM;
        }
        result = ElfMapping.map(x.memory(), elf, file, delta);
        return result < 0 ? result : elf.address[first] + delta;
    }

    /** How far an image has to be moved: not at all if its own addresses are free. @return the distance, or {@link ElfMapping#NO_PLACE} */
    static long place(IrixAbi abi, ElfFile elf, AddressSpace space) {
        if (ElfMapping.ownPlaceIsFree(elf, space)) {
            return 0;
        }
        long delta = ElfMapping.findPlace(elf, space, IrixLayout.DSO_SHIFT_START, IrixLayout.DSO_SHIFT_END);
        return delta != ElfMapping.NO_PLACE
                ? delta
                : ElfMapping.findPlace(elf, space, abi.mmapStart, abi.mmapEnd());
    }
}
