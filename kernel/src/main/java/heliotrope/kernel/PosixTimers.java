package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.util.ArrayList;

/**
 * The timers of timer_create. Clocks are the host's: CLOCK_REALTIME 0, CLOCK_MONOTONIC 1, CLOCK_PROCESS_CPUTIME_ID 2,
 * CLOCK_THREAD_CPUTIME_ID 3 (as the process' here), CLOCK_BOOTTIME 7. Times are in nanoseconds. Children do not inherit them, exec deletes
 * them.
 */
public final class PosixTimers {
    /** How a timer tells that it is due: Linux' SIGEV_ values. SIGEV_THREAD is made of THREAD_ID by C libraries. */
    public static final int SIGNAL = 0, NONE = 1, THREAD_ID = 4;

    private static final int CLOCK_PROCESS = 2, CLOCK_THREAD = 3, CLOCK_BOOTTIME = 7;
    private static final int MOST = 1024;
    /** Least time between two looks at a CPU clock. */
    private static final long LEAST_WAIT = 1_000_000;

    private final Process process;
    private final ArrayList<PosixTimer> timers = new ArrayList<>(0);
    private int nextId;

    PosixTimers(Process process) {
        this.process = process;
    }

    /**
     * timer_create.
     *
     * @param notify SIGNAL, NONE or THREAD_ID
     * @param signal guest number
     * @param value what the signal carries
     * @param threadId with THREAD_ID: a thread of the process
     * @return the timer's number, which is also what {@link SigInfo#timer} says of its signals, or -errno
     */
    public static long create(GuestThread t, int clock, int notify, int signal, long value, int threadId) {
        if (clock != Sys.CLOCK_REALTIME && clock != Sys.CLOCK_MONOTONIC && clock != CLOCK_PROCESS && clock != CLOCK_THREAD
                && clock != CLOCK_BOOTTIME) {
            return -Errno.EINVAL;
        }
        Process p = t.process;
        synchronized (t.kernel.lock) {
            if (notify != NONE && (signal <= 0 || signal >= p.actions.length)) {
                return -Errno.EINVAL;
            }
            GuestThread to = null;
            if (notify == THREAD_ID) {
                to = ProcessThreads.find(p, threadId);
                if (to == null) {
                    return -Errno.EINVAL;
                }
            } else if (notify != NONE && notify != SIGNAL) {
                return -Errno.EINVAL;
            }
            PosixTimers all = p.posixTimers;
            if (all.timers.size() >= MOST) {
                return -Errno.EAGAIN;
            }
            PosixTimer timer = new PosixTimer(all.nextId++, clock, notify == NONE ? 0 : signal, to, value);
            all.timers.add(timer);
            return timer.id;
        }
    }

    private PosixTimer find(int id) {
        for (int i = 0; i < timers.size(); i++) {
            if (timers.get(i).id == id) {
                return timers.get(i);
            }
        }
        throw new NoSuchTimer();
    }

    /** Stackless: no timer has the number. */
    private static final class NoSuchTimer extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoSuchTimer() {
            super(null, null, false, false);
        }
    }

    /**
     * timer_settime.
     *
     * @param absolute whether {@code value} is a time on the timer's clock, not from now
     * @param value nanoseconds; 0: off
     * @param old gets what was left and the interval before; may have no elements
     */
    public static long set(GuestThread t, int id, boolean absolute, long value, long interval, long[] old) {
        if (value < 0 || interval < 0) {
            return -Errno.EINVAL;
        }
        try {
            synchronized (t.kernel.lock) {
                PosixTimer timer = t.process.posixTimers.find(id);
                long now = t.process.posixTimers.now(t.scratch, timer);
                if (old.length > 0) {
                    left(timer, now, old);
                }
                timer.interval = interval;
                timer.missed = 0;
                timer.overrun = 0;
                if (value == 0) {
                    timer.due = 0;
                    return 0;
                }
                long end = absolute ? value : value > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + value;
                timer.due = Math.max(1, end);
                t.kernel.timers.look();
                return 0;
            }
        } catch (NoSuchTimer e) {
            return -Errno.EINVAL;
        }
    }

    /** timer_gettime: {@code out} gets the nanoseconds left (0: off) and the interval. */
    public static long get(GuestThread t, int id, long[] out) {
        try {
            synchronized (t.kernel.lock) {
                PosixTimer timer = t.process.posixTimers.find(id);
                left(timer, t.process.posixTimers.now(t.scratch, timer), out);
                return 0;
            }
        } catch (NoSuchTimer e) {
            return -Errno.EINVAL;
        }
    }

    /** timer_getoverrun: how often it was due, besides the once for which a signal was delivered last. */
    public static long overrun(GuestThread t, int id) {
        try {
            synchronized (t.kernel.lock) {
                return t.process.posixTimers.find(id).overrun;
            }
        } catch (NoSuchTimer e) {
            return -Errno.EINVAL;
        }
    }

    /** timer_delete. */
    public static long delete(GuestThread t, int id) {
        try {
            synchronized (t.kernel.lock) {
                PosixTimers all = t.process.posixTimers;
                all.timers.remove(all.find(id));
                return 0;
            }
        } catch (NoSuchTimer e) {
            return -Errno.EINVAL;
        }
    }

    private static void left(PosixTimer timer, long now, long[] out) {
        long due = timer.due;
        if (due != 0 && due <= now && timer.interval > 0) {
            due += ((now - due) / timer.interval + 1) * timer.interval;
        }
        out[0] = due == 0 ? 0 : Math.max(1, due - now);
        out[1] = timer.interval;
    }

    private long now(Scratch s, PosixTimer timer) {
        boolean cpu = timer.clock == CLOCK_PROCESS || timer.clock == CLOCK_THREAD;
        return cpu ? process.timers.cpuNanos(s) : Sys.clockNanos(s, timer.clock);
    }

    void deleteAll() {
        timers.clear();
    }

    /** Sends what is due. @return nanoseconds until the next look, Long.MAX_VALUE if no timer runs. The caller has the lock. */
    long check(Scratch s) {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < timers.size(); i++) {
            PosixTimer timer = timers.get(i);
            if (timer.due == 0) {
                continue;
            }
            long now = now(s, timer);
            long left = timer.due - now;
            if (left <= 0) {
                long times = timer.interval == 0 ? 1 : -left / timer.interval + 1;
                fire(timer, times);
                if (timer.interval == 0) {
                    timer.due = 0;
                    continue;
                }
                timer.due += times * timer.interval;
                left = timer.due - now;
            }
            boolean cpu = timer.clock == CLOCK_PROCESS || timer.clock == CLOCK_THREAD;
            next = Math.min(next, cpu ? Math.max(left, LEAST_WAIT) : left);
        }
        return next;
    }

    private void fire(PosixTimer timer, long times) {
        if (timer.signal == 0) {
            return;
        }
        if (timer.queued) {
            timer.missed += times;
            return;
        }
        timer.missed += times - 1;
        SigInfo info = new SigInfo(timer.signal, SigInfo.SI_TIMER);
        info.value = timer.value;
        info.timer = timer.id;
        info.source = timer;
        timer.queued = true;
        GuestThread to = timer.thread;
        int error = to != null ? to.ending ? 0 : Signals.queue(to, info) : Signals.queue(process, info);
        if (error != 0) {
            timer.taken();
        }
    }
}
