package heliotrope.kernel;

import heliotrope.host.Scratch;

/**
 * The three interval timers of a process. The real one counts on the monotonic clock; the other two on the CPU time of the process'
 * threads (user and system time together, for both), which the timer thread looks at now and then. Guarded by the kernel lock.
 */
final class ProcessTimers {
    private static final int COUNT = 3;
    /** Least time between two looks at a CPU clock. */
    private static final long LEAST_WAIT = 1_000_000;

    private final Process process;
    /** Time on its clock at which a timer is due, in nanoseconds; 0: off. */
    private final long[] due = new long[COUNT];

    private final long[] interval = new long[COUNT];

    ProcessTimers(Process process) {
        this.process = process;
    }

    private long now(Scratch s, int which) {
        return which == Itimer.REAL ? System.nanoTime() : cpuNanos(s);
    }

    /** CPU time of the process in nanoseconds. The caller has the lock. */
    long cpuNanos(Scratch s) {
        long sum = (process.rusage.userMicros + process.rusage.systemMicros) * 1000;
        for (int i = 0; i < process.threads.size(); i++) {
            sum += Math.max(0, Accounting.cpuNanos(s, process.threads.get(i)));
        }
        return sum;
    }

    void get(Scratch s, int which, Itimer out) {
        out.intervalMicros = interval[which] / 1000;
        out.valueMicros = due[which] == 0 ? 0 : Math.max(1, (due[which] - now(s, which)) / 1000);
    }

    void set(Scratch s, int which, Itimer value) {
        interval[which] = Math.min(value.intervalMicros, Long.MAX_VALUE / 4000) * 1000;
        if (value.valueMicros == 0) {
            due[which] = 0;
            return;
        }
        long at = now(s, which) + Math.min(value.valueMicros, Long.MAX_VALUE / 4000) * 1000;
        due[which] = at == 0 ? 1 : at;
        process.kernel.timers.look();
    }

    void cancelAll() {
        for (int i = 0; i < COUNT; i++) {
            due[i] = 0;
        }
    }

    /** Sends what is due. @return nanoseconds until the next look, Long.MAX_VALUE if no timer runs */
    long check(Scratch s) {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < COUNT; i++) {
            if (due[i] == 0) {
                continue;
            }
            long now = now(s, i);
            long left = due[i] - now;
            if (left <= 0) {
                fire(i);
                if (interval[i] == 0) {
                    due[i] = 0;
                    continue;
                }
                // Ticks that were missed are not made up for.
                due[i] += (-left / interval[i] + 1) * interval[i];
                left = due[i] - now;
            }
            next = Math.min(next, i == Itimer.REAL ? left : Math.max(left, LEAST_WAIT));
        }
        return next;
    }

    private void fire(int which) {
        SignalNumbers n = process.signals();
        int signal = which == Itimer.REAL ? n.alrm : which == Itimer.VIRTUAL ? n.vtalrm : n.prof;
        Signals.post(process, new SigInfo(signal, SigInfo.SI_KERNEL));
    }
}
