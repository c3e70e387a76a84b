package heliotrope.kernel.elf;

import heliotrope.host.Sys;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.GuestThread;
import heliotrope.kernel.OpenFile;

/** Maps the PT_LOAD segments of ELF files that have been checked. */
public final class ElfMapping {
    private ElfMapping() {}

    /** There is no room. */
    public static final long NO_PLACE = Long.MIN_VALUE;

    private static final long PAGE_MASK = AddressSpace.PAGE - 1;
    /** Alignment beyond this is not honoured: no processor needs it. */
    private static final long MAX_ALIGNMENT = 1 << 24;

    /** Reads an open file for {@link ElfFile}. */
    public static final class Source implements ElfFile.Source {
        private final GuestThread thread;
        private final OpenFile file;
        private final long size;

        public Source(GuestThread thread, OpenFile file, long size) {
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

    /** Whether the image can lie at its own addresses. */
    public static boolean ownPlaceIsFree(ElfFile elf, AddressSpace space) {
        boolean free = true;
        for (int i = elf.nextLoad(0); i >= 0; i = elf.nextLoad(i + 1)) {
            long from = elf.address[i] & ~PAGE_MASK;
            free &= space.isFree(from, roundUp(elf.address[i] + elf.memoryBytes[i]) - from);
        }
        return free;
    }

    /**
     * How far an image has to be moved to lie, as a whole, in free memory between {@code low} and {@code high}.
     *
     * @return the distance, a multiple of the page size and of the segments' alignment, or {@link #NO_PLACE}
     */
    public static long findPlace(ElfFile elf, AddressSpace space, long low, long high) {
        long align = AddressSpace.PAGE;
        for (int i = elf.nextLoad(0); i >= 0; i = elf.nextLoad(i + 1)) {
            long a = elf.alignment[i];
            if (a > align && a <= MAX_ALIGNMENT && (a & a - 1) == 0) {
                align = a;
            }
        }
        long start = elf.address[elf.nextLoad(0)] & -align;
        long at = space.findFree(roundUp(elf.end()) - start + align - AddressSpace.PAGE, low, high);
        return at < 0 ? NO_PLACE : (at + align - 1 & -align) - start;
    }

    /** Maps all segments, moved by {@code delta}. @return 0 or -errno */
    public static long map(AddressSpace space, ElfFile elf, OpenFile file, long delta) {
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
        long filePages = fileBytes == 0 ? start : roundUp(fileEnd);
        long end = roundUp(address + memoryBytes);
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

    private static long roundUp(long address) {
        return address + PAGE_MASK & ~PAGE_MASK;
    }

    private static int hostProtection(int flags) {
        return ((flags & ElfFile.PF_R) != 0 ? Sys.PROT_READ : 0)
                | ((flags & ElfFile.PF_W) != 0 ? Sys.PROT_WRITE : 0)
                | ((flags & ElfFile.PF_X) != 0 ? Sys.PROT_EXEC : 0);
    }
}
