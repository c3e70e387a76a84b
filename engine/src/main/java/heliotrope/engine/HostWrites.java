package heliotrope.engine;

import java.util.Arrays;

/**
 * Guest memory that threads in system calls are just having the host write to, and which is not to be write-protected
 * therefore. Guarded by the engine's lock.
 */
final class HostWrites {
    private int count;
    private long[] first = new long[8]; // pages
    private long[] behind = new long[8];
    private long[] thread = new long[8];
    /** Whether there are any; may be read without the lock by a thread that only asks for its own. */
    volatile boolean any;

    /** The calling thread has [start, end) written. */
    void add(long start, long end) {
        int n = count++;
        if (n == first.length) {
            first = Arrays.copyOf(first, 2 * n);
            behind = Arrays.copyOf(behind, 2 * n);
            thread = Arrays.copyOf(thread, 2 * n);
        }
        first[n] = start >>> CodePages.SHIFT;
        behind[n] = end + (1 << CodePages.SHIFT) - 1 >>> CodePages.SHIFT;
        thread[n] = Thread.currentThread().threadId();
        any = true;
    }

    /** The calling thread's are over. */
    void end() {
        long self = Thread.currentThread().threadId();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (thread[i] != self) {
                first[kept] = first[i];
                behind[kept] = behind[i];
                thread[kept++] = thread[i];
            }
        }
        count = kept;
        any = kept != 0;
    }

    /** Start and end of each range. */
    long[] ranges() {
        long[] all = new long[2 * count];
        for (int i = 0; i < count; i++) {
            all[2 * i] = first[i] << CodePages.SHIFT;
            all[2 * i + 1] = behind[i] << CodePages.SHIFT;
        }
        return all;
    }

    boolean contain(long page) {
        for (int i = 0; i < count; i++) {
            if (page >= first[i] && page < behind[i]) {
                return true;
            }
        }
        return false;
    }
}
