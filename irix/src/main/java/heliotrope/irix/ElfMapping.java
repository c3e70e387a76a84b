package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.GuestThread;
import heliotrope.kernel.OpenFile;

/** Maps the PT_LOAD segments of ELF files: programs and interpreters for exec, libraries for rld (syssgi SGI_ELFMAP). */
final class ElfMapping {
    private ElfMapping() {}

    private static final long PAGE = IrixLayout.PAGE_SIZE, PAGE_MASK = PAGE - 1;

    /** More segments than any library has. */
    private static final int MAX_SEGMENTS = 32;

    /** Reads an open file for {@link ElfFile}. */
    static final class Source implements ElfFile.Source {
        private final GuestThread thread;
        private final OpenFile file;
        private final long size;

        Source(GuestThread thread, OpenFile file, long size) {
            this.thread = thread;
            this.file = file;
            this.size = size;
        }

        @Override
        public long read(long offset, byte[] buffer, int n) {
            return FileCalls.readFully(thread, file, offset, buffer, 0, n);
        }

        @Override
        public long size() {
            return size;
        }
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
        byte[] table = x.memory().readBytes(headers, n * ElfFile.PROGRAM_HEADER_SIZE);
        elf.decode(table, n);
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
        if (elf.checkLoads(x.stat.size) != null) {
            return -Errno.ENOEXEC;
        }
        int first = elf.nextLoad(0);
        if (first < 0) {
            return -Errno.ENOEXEC;
        }
        long delta = place(elf, x.memory());
        if (delta == Long.MIN_VALUE) {
            return -Errno.ENOMEM;
        }
        result = map(x.memory(), elf, file, delta);
        return result < 0 ? result : elf.address[first] + delta;
    }

    /**
     * How far an image has to be moved: not at all if its own addresses are free.
     *
     * @return the distance, a multiple of the page size, or Long.MIN_VALUE if there is no room
     */
    static long place(ElfFile elf, AddressSpace space) {
        int first = elf.nextLoad(0);
        long start = elf.address[first] & ~PAGE_MASK;
        long end = start;
        boolean free = true;
        for (int i = first; i >= 0; i = elf.nextLoad(i + 1)) {
            long from = elf.address[i] & ~PAGE_MASK;
            end = elf.address[i] + elf.memoryBytes[i] + PAGE_MASK & ~PAGE_MASK;
            free &= space.isFree(from, end - from);
        }
        if (free) {
            return 0;
        }
        long at = space.findFree(end - start, IrixLayout.DSO_SHIFT_START, IrixLayout.DSO_SHIFT_END);
        if (at < 0) {
            at = space.findFree(end - start, IrixLayout.MMAP_START, IrixLayout.STACK_TOP - IrixLayout.STACK_RESERVE);
        }
        return at < 0 ? Long.MIN_VALUE : at - start;
    }

    /** Maps all segments, moved by {@code delta}. @return 0 or -errno */
    static long map(AddressSpace space, ElfFile elf, OpenFile file, long delta) {
        for (int i = elf.nextLoad(0); i >= 0; i = elf.nextLoad(i + 1)) {
            long result = mapSegment(space, file, elf.address[i] + delta, elf.offset[i], elf.fileBytes[i], elf.memoryBytes[i],
                    hostProtection(elf.protection[i]));
            if (result < 0) {
                return result;
            }
        }
        return 0;
    }

    private static long mapSegment(
            AddressSpace space, OpenFile file, long address, long offset, long fileBytes, long memoryBytes, int prot) {
        long start = address & ~PAGE_MASK;
        long fileEnd = address + fileBytes;
        long filePages = fileBytes == 0 ? start : fileEnd + PAGE_MASK & ~PAGE_MASK;
        long end = address + memoryBytes + PAGE_MASK & ~PAGE_MASK;
        int fixed = Sys.MAP_PRIVATE | Sys.MAP_FIXED;
        if (fileBytes != 0) {
            // the rest of the last page is bss and must be zero
            boolean tail = memoryBytes > fileBytes && fileEnd < filePages;
            int first = tail ? prot | Sys.PROT_WRITE : prot;
            long at = space.map(start, filePages - start, first, fixed, file, offset & ~PAGE_MASK);
            if (at < 0) {
                return at;
            }
            if (tail) {
                space.zero(fileEnd, filePages - fileEnd);
                if (first != prot) {
                    long result = space.protect(start, filePages - start, prot);
                    if (result < 0) {
                        return result;
                    }
                }
            }
        }
        if (end > filePages) {
            long at = space.map(filePages, end - filePages, prot, fixed | Sys.MAP_ANONYMOUS, null, 0);
            return Math.min(at, 0);
        }
        return 0;
    }

    private static int hostProtection(int flags) {
        return ((flags & ElfFile.PF_R) != 0 ? Sys.PROT_READ : 0)
                | ((flags & ElfFile.PF_W) != 0 ? Sys.PROT_WRITE : 0)
                | ((flags & ElfFile.PF_X) != 0 ? Sys.PROT_EXEC : 0);
    }
}
