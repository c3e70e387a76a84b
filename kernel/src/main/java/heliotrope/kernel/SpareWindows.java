package heliotrope.kernel;

import heliotrope.host.Nullable;
import heliotrope.host.Window;

/**
 * Windows of processes that ended, for the next ones. The next process runs the same program, maps the same files and touches the same
 * addresses: a page that is there already costs it nothing, where the host takes microseconds to give one.
 */
public final class SpareWindows {
    /** Windows with 32-bit addresses; others are not kept. */
    private static final long SIZE = 1L << 32;

    /** So many are kept. */
    private static final int MOST = 12;

    /** The one that was given back last is the last. */
    private static final @Nullable SpareWindow[] SPARE = new SpareWindow[MOST];

    private static int count;

    private SpareWindows() {}

    /**
     * A window for a process, one that knows the file if there is one, else a new one or the oldest.
     *
     * @throws OutOfMemoryError if the host has no room
     */
    static SpareWindow take(long size, long dev, long ino) {
        SpareWindow w = size == SIZE ? find(dev, ino) : null;
        return w != null ? w : SpareWindow.reserve(size);
    }

    /** Likewise for the child of a process with these mappings. */
    static SpareWindow takeForCopy(long size, Vma[] mappings) {
        for (Vma v : mappings) {
            FileIdentity identity = v.identity;
            if (identity != null) {
                return take(size, identity.dev(), identity.ino());
            }
        }
        return take(size, 0, 0);
    }

    private static synchronized @Nullable SpareWindow find(long dev, long ino) {
        int found = indexOf(dev, ino);
        if (found < 0 && count == MOST) {
            found = 0;
        }
        SpareWindow w = found < 0 ? null : SPARE[found];
        if (w != null) {
            System.arraycopy(SPARE, found + 1, SPARE, found, --count - found);
            SPARE[count] = null;
        }
        return w;
    }

    /** Whether there is a window that knows this file. */
    static synchronized boolean has(long dev, long ino) {
        return indexOf(dev, ino) >= 0;
    }

    private static int indexOf(long dev, long ino) {
        for (int i = count - 1; i >= 0; i--) {
            SpareWindow w = SPARE[i];
            if (w != null && w.has(dev, ino)) {
                return i;
            }
        }
        return -1;
    }

    /** Takes the window of a process that has ended: see {@link SpareWindow#of}. No thread uses it any more. */
    static void give(Window window, Vma[] mappings, Vma[] unused) {
        if (window.size() != SIZE) {
            window.close();
            return;
        }
        SpareWindow spare = SpareWindow.of(window, mappings, unused);
        if (spare == null) {
            return;
        }
        SpareWindow oldest = null;
        synchronized (SpareWindows.class) {
            if (count == MOST) {
                oldest = SPARE[0];
                System.arraycopy(SPARE, 1, SPARE, 0, --count);
            }
            SPARE[count++] = spare;
        }
        if (oldest != null) {
            oldest.window.close();
        }
    }

    /** Gives all to the host: their memory, and the files that are mapped. */
    public static void clear() {
        while (true) {
            SpareWindow w;
            synchronized (SpareWindows.class) {
                if (count == 0) {
                    return;
                }
                w = SPARE[--count];
                SPARE[count] = null;
            }
            if (w != null) {
                w.window.close();
            }
        }
    }
}
