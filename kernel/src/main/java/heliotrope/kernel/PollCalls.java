package heliotrope.kernel;

import heliotrope.host.Nullable;

/** poll and select. */
public final class PollCalls {
    private PollCalls() {}

    /** poll with Linux event bits; negative fds are skipped; a negative timeout is none. @return number of fds with events */
    public static long poll(GuestThread t, int[] fds, int[] events, int[] revents, int n, long timeoutNanos) {
        throw new UnsupportedOperationException();
    }

    /** select on bit sets (fd n is bit n &amp; 63 of element n &gt;&gt; 6), which hold the result afterwards. */
    public static long select(GuestThread t, int n, long @Nullable [] read, long @Nullable [] write, long @Nullable [] except, long timeoutNanos) {
        throw new UnsupportedOperationException();
    }
}
