package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/** Clocks, sleeping, interval timers, CPU time. */
public final class TimeCalls {
    private TimeCalls() {}

    /** Nanoseconds of a host clock (CLOCK_REALTIME 0, CLOCK_MONOTONIC 1). */
    public static long clockNanos(GuestThread t, int clock) {
        return Sys.clockNanos(t.scratch, clock);
    }

    /**
     * Sleeps. When a signal's handler ends it, the result is -EINTR and {@code remaining[0]} (if given) gets the nanoseconds left; other
     * signals give a restart code, and the call goes on to the time at which the first one would have ended.
     */
    public static long sleep(GuestThread t, long nanos, long @Nullable [] remaining) {
        if (nanos < 0) {
            return -Errno.EINVAL;
        }
        Scratch s = t.scratch;
        long end = t.restartDeadline;
        if (end == 0) {
            end = Sys.clockNanos(s, Sys.CLOCK_MONOTONIC) + nanos;
            if (end < 0) {
                end = Long.MAX_VALUE;
            }
        }
        s.putLong(0, end / 1_000_000_000);
        s.putLong(8, end % 1_000_000_000);
        long result = t.blockingCall(Sys.SYS_CLOCK_NANOSLEEP, Sys.CLOCK_MONOTONIC, Sys.TIMER_ABSTIME, s.data(), 0, 0, 0);
        if (result == -Errno.EINTR) {
            if (remaining != null) {
                remaining[0] = Math.max(0, end - Sys.clockNanos(s, Sys.CLOCK_MONOTONIC));
            }
            if (Signals.handlerPending(t)) {
                return -Errno.EINTR;
            }
            t.restartDeadline = end;
            return Kernel.RESTART_NO_HANDLER;
        }
        return result;
    }

    /**
     * clock_nanosleep to a point in time.
     *
     * @param clock host clock: CLOCK_REALTIME 0, CLOCK_MONOTONIC 1, CLOCK_PROCESS_CPUTIME_ID 2, CLOCK_BOOTTIME 7, CLOCK_TAI 11
     * @param nanos time on the clock
     */
    public static long sleepUntil(GuestThread t, int clock, long nanos) {
        if (nanos < 0) {
            return -Errno.EINVAL;
        }
        Scratch s = t.scratch;
        s.putLong(0, nanos / 1_000_000_000);
        s.putLong(8, nanos % 1_000_000_000);
        long result = t.blockingCall(Sys.SYS_CLOCK_NANOSLEEP, clock, Sys.TIMER_ABSTIME, s.data(), 0, 0, 0);
        return result == -Errno.EINTR ? Kernel.RESTART_NO_HANDLER : result;
    }

    /** CPU time of the caller's process in nanoseconds. */
    public static long processCpuNanos(GuestThread t) {
        return processCpuNanos(t, 0);
    }

    /** CPU time of a guest process ({@code pid} 0: the caller's) in nanoseconds, or -EINVAL. */
    public static long processCpuNanos(GuestThread t, int pid) {
        synchronized (t.kernel.lock) {
            Process p = pid == 0 ? t.process : t.kernel.find(pid);
            return p == null ? -Errno.EINVAL : p.timers.cpuNanos(t.scratch);
        }
    }

    /** CPU time of a thread of the caller's process ({@code id} 0: the caller) in nanoseconds, or -EINVAL. */
    public static long threadCpuNanos(GuestThread t, int id) {
        synchronized (t.kernel.lock) {
            GuestThread other = id == 0 ? t : ProcessThreads.find(t.process, id);
            return other == null ? -Errno.EINVAL : Math.max(0, Accounting.cpuNanos(t.scratch, other));
        }
    }

    /** alarm. @return seconds that were left of the last one, rounded up */
    public static long alarm(GuestThread t, long seconds) {
        Itimer value = new Itimer();
        value.valueMicros = Math.min(seconds, Integer.MAX_VALUE) * 1_000_000;
        Itimer old = new Itimer();
        setitimer(t, Itimer.REAL, value, old);
        return (old.valueMicros + 999_999) / 1_000_000;
    }

    /** setitimer; either of the two may be null. */
    public static long setitimer(GuestThread t, int which, @Nullable Itimer value, @Nullable Itimer old) {
        if (which < Itimer.REAL || which > Itimer.PROF || value != null && (value.valueMicros < 0 || value.intervalMicros < 0)) {
            return -Errno.EINVAL;
        }
        synchronized (t.kernel.lock) {
            ProcessTimers timers = t.process.timers;
            if (old != null) {
                timers.get(t.scratch, which, old);
            }
            if (value != null) {
                timers.set(t.scratch, which, value);
            }
            return 0;
        }
    }

    /** getitimer. */
    public static long getitimer(GuestThread t, int which, Itimer out) {
        return setitimer(t, which, null, out);
    }

    /** getrusage: Linux RUSAGE_SELF 0, RUSAGE_CHILDREN -1, RUSAGE_THREAD 1. */
    public static long getrusage(GuestThread t, int who, Rusage out) {
        if (who == Sys.RUSAGE_CHILDREN) {
            synchronized (t.kernel.lock) {
                out.set(t.process.childrenRusage);
            }
            return 0;
        }
        if (who == Sys.RUSAGE_THREAD) {
            out.set(new Rusage());
            Accounting.add(t, out);
            return 0;
        }
        if (who != Sys.RUSAGE_SELF) {
            return -Errno.EINVAL;
        }
        Accounting.process(t, out);
        return 0;
    }

    /**
     * times: sets {@code out} to user and system time of the process, then of its children, in microseconds.
     *
     * @return monotonic time in microseconds
     */
    public static long times(GuestThread t, long[] out) {
        Accounting.times(t, out);
        synchronized (t.kernel.lock) {
            out[2] = t.process.childrenRusage.userMicros;
            out[3] = t.process.childrenRusage.systemMicros;
        }
        return System.nanoTime() / 1000; // CLOCK_MONOTONIC
    }
}
