package heliotrope.kernel;

import heliotrope.host.MemoryPool;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.Sys;
import heliotrope.host.Window;

/**
 * Windows of processes that ended, for the next ones: with the memory that was touched first there, as zeros. The next process runs
 * the same kind of program and touches the same addresses; a page that is there already costs it nothing, where the host takes
 * microseconds to give one. Every byte of a spare window is either zeroed here, or its page was given back to the host; nothing of it
 * is accessible.
 */
final class SpareWindows {
    /** Windows with 32-bit addresses; others are not kept. */
    private static final long SIZE = 1L << 32;

    /** So many are kept. */
    private static final int MOST = 8;
    /** Pages that a spare window may hold, all in all and in one mapping. */
    private static final int MOST_PAGES = 512;
    /** A process that had more mappings has left the host's in too many pieces. */
    private static final int MOST_MAPPINGS = 48;

    private static final int PAGE = AddressSpace.PAGE;

    /** For the host's answers. */
    private static final MemoryPool BITS = new MemoryPool(NativeMemory.PAGE, 2);

    private static final Window[] FREE = new Window[MOST];
    private static int count;

    private SpareWindows() {}

    /**
     * A window in which nothing is accessible and everything is zero.
     *
     * @throws OutOfMemoryError if the host has no room
     */
    static Window take(long size) {
        if (size == SIZE) {
            synchronized (SpareWindows.class) {
                if (count > 0) {
                    return FREE[--count];
                }
            }
        }
        return Window.reserve(size);
    }

    /** Takes the window of a process that has ended, where {@code mappings} is everything that is mapped. No thread uses it any more. */
    static void give(Window window, Vma[] mappings) {
        if (window.size() == SIZE && mappings.length <= MOST_MAPPINGS && !isFull() && clean(window, mappings)) {
            Window again = window.renew();
            synchronized (SpareWindows.class) {
                if (count < MOST) {
                    FREE[count++] = again;
                    return;
                }
            }
            again.close();
            return;
        }
        window.close();
    }

    private static synchronized boolean isFull() {
        return count == MOST;
    }

    /** @return false if the host refuses something */
    private static boolean clean(Window window, Vma[] mappings) {
        int pages = MOST_PAGES;
        int i = 0;
        while (i < mappings.length) {
            Vma v = mappings[i];
            if (v.file != null) {
                long end = v.end;
                while (++i < mappings.length && mappings[i].file != null && mappings[i].start == end) {
                    end = mappings[i].end;
                }
                if (window.unmap(v.start, end - v.start) != 0) {
                    return false;
                }
            } else {
                // The engine or the guest may have protected it.
                if (window.protect(v.start, v.length(), Sys.PROT_READ | Sys.PROT_WRITE) != 0) {
                    return false;
                }
                int kept = zero(window, v.start, v.end, pages);
                if (kept < 0) {
                    return false;
                }
                pages -= kept;
                i++;
            }
        }
        if (mappings.length == 0) {
            return true;
        }
        long start = mappings[0].start;
        return window.protect(start, mappings[mappings.length - 1].end - start, Sys.PROT_NONE) == 0;
    }

    /**
     * Zeroes the first {@code most} pages of private memory as far as the host says that they are there, and gives back all others,
     * whatever the host says of them.
     *
     * @return number of pages kept, or -1
     */
    private static int zero(Window window, long start, long end, int most) {
        long at = start;
        int kept = 0;
        int looked = (int) Math.min(MOST_PAGES, (end - start) / PAGE);
        byte[] there = new byte[looked];
        if (resident(window.host(start, (long) looked * PAGE), there)) {
            int i = 0;
            while (i < looked && kept < most) {
                int first = i;
                while (i < looked && kept + (i - first) < most && (there[i] & 1) != 0) {
                    i++;
                }
                if (i > first) {
                    if (!window.fill(start + (long) first * PAGE, 0, (long) (i - first) * PAGE)) {
                        return -1;
                    }
                    kept += i - first;
                    at = start + (long) i * PAGE;
                    continue;
                }
                while (i < looked && (there[i] & 1) == 0) {
                    i++;
                }
                at = giveBack(window, start + (long) first * PAGE, start + (long) i * PAGE);
                if (at < 0) {
                    return -1;
                }
            }
        }
        return giveBack(window, at, end) < 0 ? -1 : kept;
    }

    /** @return the end, or -1 */
    private static long giveBack(Window window, long start, long end) {
        return start == end || window.advise(start, end - start, Sys.MADV_DONTNEED) == 0 ? end : -1;
    }

    private static boolean resident(long host, byte[] there) {
        long bits = BITS.take();
        boolean known = Sys.call(Sys.SYS_MINCORE, host, (long) there.length * PAGE, bits) == 0;
        if (known) {
            Native.copyIn(bits, there, 0, there.length);
        }
        BITS.give(bits);
        return known;
    }
}
