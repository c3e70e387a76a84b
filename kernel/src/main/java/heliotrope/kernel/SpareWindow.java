package heliotrope.kernel;

import heliotrope.host.MemoryPool;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import heliotrope.host.Window;
import java.util.Arrays;

/**
 * A window that no process has. Nothing in it is accessible; where no file is mapped everything is zero. Pages of private memory that the
 * last process touched are still there, and so are the mappings of files that it could not write.
 */
final class SpareWindow {
    private static final Vma[] NO_FILES = new Vma[0];

    /** Pages of anonymous memory that are kept at most, all in all. */
    private static final int MOST_PAGES = 512;
    /** A process that had more mappings has left the host's in too many pieces. */
    private static final int MOST_MAPPINGS = 48;

    private static final int MOST_FILES = 16;

    private static final int PAGE = AddressSpace.PAGE;

    /** So few pages are zeroed without asking the host which of them are there: all processes of the JVM wait at its lock of the map. */
    private static final int NOT_ASKED = 8;

    /** For the host's answers. */
    private static final MemoryPool BITS = new MemoryPool(NativeMemory.PAGE, 2);

    final Window window;
    /** What is mapped of files, none of which was ever writable there. They have no reference to the file. */
    final Vma[] files;

    private SpareWindow(Window window, Vma[] files) {
        this.window = window;
        this.files = files;
    }

    /** A new window. */
    static SpareWindow reserve(long size) {
        return new SpareWindow(Window.reserve(size), NO_FILES);
    }

    /** Whether a part of this file is mapped. */
    boolean has(long dev, long ino) {
        for (Vma v : files) {
            FileIdentity identity = v.identity;
            if (identity != null && identity.isOf(dev, ino)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes the window of a process that has ended; {@code window} is closed.
     *
     * @param mappings everything that is mapped, in the order of addresses
     * @param unused what was mapped of files before the process, and it had no use for; not accessible
     * @return null if the host refuses something, or it is not worth keeping
     */
    static @Nullable SpareWindow of(Window window, Vma[] mappings, Vma[] unused) {
        Vma[] files = new Vma[MOST_FILES];
        int count = mappings.length <= MOST_MAPPINGS ? clean(window, mappings, files) : -1;
        for (int i = 0; i < unused.length && count >= 0; i++) {
            if (count < MOST_FILES) {
                files[count++] = unused[i];
            } else if (window.unmap(unused[i].start, unused[i].length()) != 0) {
                count = -1;
            }
        }
        if (count < 0) {
            window.close();
            return null;
        }
        return new SpareWindow(window.renew(), Arrays.copyOf(files, count));
    }

    /** Zeroes memory or gives it back, and makes everything inaccessible. @return number of files that stay mapped, or -1 */
    private static int clean(Window window, Vma[] mappings, Vma[] files) {
        int count = 0;
        int pages = MOST_PAGES;
        for (Vma v : mappings) {
            if (v.isMemory()) {
                int kept = zero(window, v.start, v.end, pages);
                if (kept < 0 && window.protect(v.start, v.length(), Sys.PROT_READ | Sys.PROT_WRITE) == 0) {
                    // The engine or the guest had protected it.
                    kept = zero(window, v.start, v.end, pages);
                }
                if (kept < 0) {
                    return -1;
                }
                pages -= kept;
            } else if (v.identity != null && (v.flags & (Vma.SHARED | Vma.EVER_WRITABLE)) == 0 && count < MOST_FILES) {
                files[count++] = v;
            } else if (window.unmap(v.start, v.length()) != 0) {
                return -1;
            }
        }
        if (mappings.length > 0) {
            long start = mappings[0].start;
            return window.protect(start, mappings[mappings.length - 1].end - start, Sys.PROT_NONE) == 0 ? count : -1;
        }
        return count;
    }

    /**
     * Zeroes the first {@code most} pages of private memory as far as the host says that they are there, and gives back all others,
     * whatever the host says of them.
     *
     * @return number of pages kept, or -1
     */
    private static int zero(Window window, long start, long end, int most) {
        if (end - start <= (long) Math.min(NOT_ASKED, most) * PAGE) {
            return window.fill(start, 0, end - start) ? (int) ((end - start) / PAGE) : -1;
        }
        byte[] there = new byte[(int) Math.min(MOST_PAGES, (end - start) / PAGE)];
        long at = start;
        int kept = 0;
        if (resident(window.host(start, (long) there.length * PAGE), there)) {
            int i = 0;
            while (i < there.length && kept < most) {
                int first = i;
                while (i < there.length && kept < most && (there[i] & 1) != 0) {
                    i++;
                    kept++;
                }
                if (i > first && !window.fill(start + (long) first * PAGE, 0, (long) (i - first) * PAGE)) {
                    return -1;
                }
                first = i;
                while (i < there.length && (there[i] & 1) == 0) {
                    i++;
                }
                if (giveBack(window, start + (long) first * PAGE, start + (long) i * PAGE) != 0) {
                    return -1;
                }
            }
            at = start + (long) i * PAGE;
        }
        return giveBack(window, at, end) == 0 ? kept : -1;
    }

    private static int giveBack(Window window, long start, long end) {
        return start == end ? 0 : window.advise(start, end - start, Sys.MADV_DONTNEED);
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
