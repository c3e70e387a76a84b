package heliotrope.kernel;

import heliotrope.host.Nullable;

/** Clocks, sleeping, interval timers, CPU time. */
public final class TimeCalls {
    private TimeCalls() {}

    /** Nanoseconds of a host clock (CLOCK_REALTIME 0, CLOCK_MONOTONIC 1). */
    public static long clockNanos(GuestThread t, int clock) {
        throw new UnsupportedOperationException();
    }

    /** Sleeps; {@code remaining[0]}, if given, gets the nanoseconds left when a signal ends it (EINTR). */
    public static long sleep(GuestThread t, long nanos, long @Nullable [] remaining) {
        throw new UnsupportedOperationException();
    }

    /** alarm. @return seconds that were left */
    public static long alarm(GuestThread t, long seconds) {
        throw new UnsupportedOperationException();
    }

    /** setitimer; either of the two may be null. */
    public static long setitimer(GuestThread t, int which, @Nullable Itimer value, @Nullable Itimer old) {
        throw new UnsupportedOperationException();
    }

    /** getitimer. */
    public static long getitimer(GuestThread t, int which, Itimer out) {
        throw new UnsupportedOperationException();
    }

    /** getrusage: Linux RUSAGE_SELF 0, RUSAGE_CHILDREN -1. */
    public static long getrusage(GuestThread t, int who, Rusage out) {
        throw new UnsupportedOperationException();
    }

    /** Sets {@code out} to user and system time of the process, then of its children, in microseconds. @return monotonic time in microseconds */
    public static long times(GuestThread t, long[] out) {
        throw new UnsupportedOperationException();
    }
}
