package heliotrope.kernel;

import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/**
 * Copies the mappings of a process that forks. Private pages are copied at once, but only those that are in memory: {@code mincore}
 * tells (pages of anonymous memory that it does not know were never touched). With swap space it cannot be trusted, and all pages
 * that hold anything but zeros are copied.
 */
final class SpaceCopy {
    private static final int PAGE = AddressSpace.PAGE;
    /** Offset of totalswap in Linux' struct sysinfo. */
    private static final int SYSINFO_TOTALSWAP = 64;

    private final AddressSpace from;
    private final AddressSpace to;
    private final Scratch scratch;
    private final boolean swap;
    private byte @Nullable [] buffer;

    SpaceCopy(AddressSpace from, AddressSpace to, Scratch scratch) {
        this.from = from;
        this.to = to;
        this.scratch = scratch;
        this.swap = Sys.call(Sys.SYS_SYSINFO, scratch.data(), 0, 0) != 0 || scratch.getLong(SYSINFO_TOTALSWAP) != 0;
    }

    /** @param hostProt protection that the host gives it @return false if the host refuses */
    boolean copy(Vma v, int hostProt) {
        OpenFile file = v.file;
        boolean same = v.isShared() || (v.flags & Vma.EVER_WRITABLE) == 0;
        int prot = same ? hostProt : Sys.PROT_READ | Sys.PROT_WRITE;
        int error = file == null
                ? to.window.mapAnonymous(v.start, v.length(), prot)
                : to.window.mapFile(v.start, v.length(), prot, v.isShared(), file.hostFd, v.offset);
        if (error != 0) {
            return false;
        }
        if (same) {
            return true;
        }
        if ((hostProt & Sys.PROT_READ) == 0) {
            from.window.protect(v.start, v.length(), Sys.PROT_READ);
        }
        boolean ok = swap ? copyNonZero(v) : copyResident(v);
        if ((hostProt & Sys.PROT_READ) == 0) {
            from.window.protect(v.start, v.length(), hostProt);
        }
        return ok && (prot == hostProt || to.window.protect(v.start, v.length(), hostProt) == 0);
    }

    private boolean copyResident(Vma v) {
        long most = (long) scratch.dataSize * PAGE;
        for (long at = v.start; at < v.end; at += most) {
            int pages = (int) (Math.min(most, v.end - at) / PAGE);
            long host = from.window.host(at, (long) pages * PAGE);
            if (Sys.call(Sys.SYS_MINCORE, host, (long) pages * PAGE, scratch.data()) != 0) {
                return copyNonZero(v);
            }
            int i = 0;
            while (i < pages) {
                if ((scratch.buffer.get(Scratch.DATA + i) & 1) == 0) {
                    i++;
                    continue;
                }
                int first = i;
                while (i < pages && (scratch.buffer.get(Scratch.DATA + i) & 1) != 0) {
                    i++;
                }
                copyPages(at + (long) first * PAGE, i - first);
            }
        }
        return true;
    }

    private void copyPages(long start, int count) {
        long end = start + (long) count * PAGE;
        long at = start;
        while (at < end) {
            long left = Native.copy(to.window.host(at, end - at), from.window.host(at, end - at), end - at);
            if (left == 0) {
                return;
            }
            // Behind the end of a mapped file there is nothing to copy: the child will fault there as well.
            at = (end - left & -PAGE) + PAGE;
        }
    }

    private boolean copyNonZero(Vma v) {
        byte[] page = buffer;
        if (page == null) {
            page = new byte[PAGE];
            buffer = page;
        }
        boolean anonymous = v.file == null;
        for (long at = v.start; at < v.end; at += PAGE) {
            if (from.window.copyIn(at, page, 0, PAGE) && !(anonymous && isZero(page)) && !to.window.copyOut(at, page, 0, PAGE)) {
                return false;
            }
        }
        return true;
    }

    static boolean isZero(byte[] page) {
        for (byte b : page) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
