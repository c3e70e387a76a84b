package heliotrope.kernel;

import heliotrope.host.MemoryPool;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;

/**
 * Copies pages that are in memory: {@code mincore} tells (pages of anonymous memory that it does not know were never touched). With
 * swap space it cannot be trusted, and all pages that hold anything but zeros are copied. Not for use by two threads at a time.
 */
final class PageCopier {
    private static final int PAGE = AddressSpace.PAGE;
    /** Offset of totalswap in Linux' struct sysinfo. */
    private static final int SYSINFO_TOTALSWAP = 64;

    /** For the host's answers. */
    private static final MemoryPool BITS = new MemoryPool(PAGE, 8);

    private final boolean swap;
    private long bits;
    /** What the host has said of each page: a buffer's accesses are slow before they are compiled. */
    private byte[] told = new byte[256];

    private byte @Nullable [] buffer;

    PageCopier() {
        bits = BITS.take();
        swap = Sys.call(Sys.SYS_SYSINFO, bits, 0, 0) != 0 || !isZero(told(SYSINFO_TOTALSWAP + 8), SYSINFO_TOTALSWAP);
    }

    private byte[] told(int count) {
        if (told.length < count) {
            told = new byte[PAGE];
        }
        Native.copyIn(bits, told, 0, count);
        return told;
    }

    private static boolean isZero(byte[] bytes, int at) {
        for (int i = at; i < at + 8; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Number of pages of a host range that are in memory; stops counting when there are more than {@code most}. All, if the host
     * cannot tell.
     */
    int resident(long host, long length, int most) {
        if (swap) {
            return Integer.MAX_VALUE;
        }
        int n = 0;
        for (long at = 0; at < length && n <= most; at += (long) PAGE * PAGE) {
            int pages = (int) (Math.min(length - at, (long) PAGE * PAGE) / PAGE);
            if (Sys.call(Sys.SYS_MINCORE, host + at, (long) pages * PAGE, bits) != 0) {
                return Integer.MAX_VALUE;
            }
            byte[] in = told(pages);
            for (int i = 0; i < pages && n <= most; i++) {
                n += in[i] & 1;
            }
        }
        return n;
    }

    /**
     * Copies host pages to others, which hold zeros ({@code anonymous}) or the same file.
     *
     * @return false if a page could not be written
     */
    boolean copy(long to, long from, long length, boolean anonymous) {
        if (swap) {
            return copyNonZero(to, from, length, anonymous);
        }
        for (long at = 0; at < length; at += (long) PAGE * PAGE) {
            int pages = (int) (Math.min(length - at, (long) PAGE * PAGE) / PAGE);
            if (Sys.call(Sys.SYS_MINCORE, from + at, (long) pages * PAGE, bits) != 0) {
                if (!copyNonZero(to + at, from + at, (long) pages * PAGE, anonymous)) {
                    return false;
                }
                continue;
            }
            byte[] in = told(pages);
            int i = 0;
            while (i < pages) {
                if ((in[i] & 1) == 0) {
                    i++;
                    continue;
                }
                int first = i;
                while (i < pages && (in[i] & 1) != 0) {
                    i++;
                }
                long offset = at + (long) first * PAGE;
                if (!copyRun(to + offset, from + offset, (long) (i - first) * PAGE, anonymous)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean copyRun(long to, long from, long length, boolean anonymous) {
        long at = 0;
        while (at < length) {
            long left = Native.copy(to + at, from + at, length - at);
            if (left == 0) {
                return true;
            }
            if (anonymous) {
                return false;
            }
            // Behind the end of a mapped file there is nothing to copy: the child will fault there as well.
            at = (length - left & -PAGE) + PAGE;
        }
        return true;
    }

    private boolean copyNonZero(long to, long from, long length, boolean anonymous) {
        byte[] page = buffer;
        if (page == null) {
            page = new byte[PAGE];
            buffer = page;
        }
        for (long at = 0; at < length; at += PAGE) {
            if (Native.copyIn(from + at, page, 0, PAGE) == 0
                    && !(anonymous && isZero(page))
                    && Native.copyOut(to + at, page, 0, PAGE) != 0) {
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

    void close() {
        if (bits != 0) {
            BITS.give(bits);
            bits = 0;
        }
    }
}
