package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.Itimer;
import heliotrope.kernel.PosixTimers;
import heliotrope.kernel.TimeCalls;

/** Clocks, sleeping, timers. {@code wide}: the call takes structures of 64-bit numbers. */
final class LinuxTimeCalls {
    private LinuxTimeCalls() {}

    // spotless:off
    private static final int
            CLOCK_PROCESS = 2, CLOCK_THREAD = 3, CLOCK_LAST = 11;
    /** Clocks of processes and threads: the complement of an id, shifted, a bit for threads, and what is counted (here: all time). */
    private static final int CLOCK_OF_THREAD = 4, CLOCK_KIND = 3, CLOCK_SCHED = 2;
    private static final int SIGEV_NONE = 1, SIGEV_THREAD_ID = 4, SIGEVENT_SIZE = 64;
    // spotless:on

    private static final int TIMER_ABSTIME = 1;

    static long time(LinuxThread x, long address) {
        long seconds = TimeCalls.clockNanos(x.thread, Sys.CLOCK_REALTIME) / TimeStructs.NANOS;
        if (address != 0) {
            x.buffer.start(x.abi.word).putWord(0, seconds);
            x.buffer.store(x.memory(), address);
        }
        return seconds;
    }

    static long gettimeofday(LinuxThread x, long time, long zone) {
        AddressSpace m = x.memory();
        if (time != 0) {
            TimeStructs.timeval(x.buffer.start(2 * x.abi.word), 0, TimeCalls.clockNanos(x.thread, Sys.CLOCK_REALTIME) / 1000);
            x.buffer.store(m, time);
        }
        if (zone != 0) {
            x.buffer.start(8).store(m, zone);
        }
        return 0;
    }

    static long times(LinuxThread x, long address) {
        long[] micros = new long[4];
        long now = TimeCalls.times(x.thread, micros);
        if (address != 0) {
            int word = x.abi.word;
            x.buffer.start(4 * word);
            for (int i = 0; i < 4; i++) {
                x.buffer.putWord(i * word, micros[i] / (1_000_000 / TimeStructs.CLOCK_TICKS));
            }
            x.buffer.store(x.memory(), address);
        }
        return now / (1_000_000 / TimeStructs.CLOCK_TICKS) & 0x7fffffffL;
    }

    /** Nanoseconds of a clock, or -errno. */
    private static long read(LinuxThread x, int clock) {
        if (clock < 0) {
            int id = ~(clock >> 3);
            if ((clock & CLOCK_KIND) > CLOCK_SCHED) {
                return -Errno.EINVAL;
            }
            if ((clock & CLOCK_OF_THREAD) != 0) {
                return TimeCalls.threadCpuNanos(x.thread, id);
            }
            return TimeCalls.processCpuNanos(x.thread, id);
        }
        switch (clock) {
            case CLOCK_PROCESS:
                return TimeCalls.processCpuNanos(x.thread);
            case CLOCK_THREAD:
                return TimeCalls.threadCpuNanos(x.thread, 0);
            default:
                return isHostClock(clock) ? TimeCalls.clockNanos(x.thread, clock) : -Errno.EINVAL;
        }
    }

    private static boolean isHostClock(int clock) {
        return clock >= 0 && clock <= CLOCK_LAST && clock != CLOCK_PROCESS && clock != CLOCK_THREAD && clock != 10;
    }

    static long gettime(LinuxThread x, int clock, long address, boolean wide) {
        long nanos = read(x, clock);
        if (nanos < 0) {
            return nanos;
        }
        TimeStructs.storeTimespec(x, address, nanos, wide);
        return 0;
    }

    static long getres(LinuxThread x, int clock, long address, boolean wide) {
        long nanos = 1;
        if (isHostClock(clock)) {
            long error = Sys.call(Sys.SYS_CLOCK_GETRES, clock, x.thread.scratch.data(), 0);
            if (error < 0) {
                return error;
            }
            nanos = x.thread.scratch.getLong(0) * TimeStructs.NANOS + x.thread.scratch.getLong(8);
        } else if (clock > CLOCK_THREAD || clock < 0 && (clock & CLOCK_KIND) > CLOCK_SCHED) {
            return -Errno.EINVAL;
        }
        if (address != 0) {
            TimeStructs.storeTimespec(x, address, nanos, wide);
        }
        return 0;
    }

    static long nanosleep(LinuxThread x, long request, long remainder, boolean wide) {
        long nanos = TimeStructs.nanos(x, request, wide);
        if (nanos < 0) {
            return -Errno.EINVAL;
        }
        long[] left = new long[1];
        long result = TimeCalls.sleep(x.thread, nanos, left);
        if (result == -Errno.EINTR && remainder != 0) {
            TimeStructs.storeTimespec(x, remainder, left[0], wide);
        }
        return result;
    }

    static long clockNanosleep(LinuxThread x, int clock, int flags, long request, long remainder, boolean wide) {
        if (clock == CLOCK_THREAD || !isHostClock(clock) && clock != CLOCK_PROCESS) {
            return -Errno.EINVAL;
        }
        if (clock == CLOCK_PROCESS) { // would need the time of all threads of the guest
            return -Errno.EOPNOTSUPP;
        }
        if ((flags & TIMER_ABSTIME) == 0) {
            return nanosleep(x, request, remainder, wide);
        }
        long nanos = TimeStructs.nanos(x, request, wide);
        return nanos < 0 ? -Errno.EINVAL : TimeCalls.sleepUntil(x.thread, clock, nanos);
    }

    static long getitimer(LinuxThread x, int which, long value) {
        Itimer timer = new Itimer();
        long result = TimeCalls.getitimer(x.thread, which, timer);
        if (result >= 0) {
            storeItimer(x, value, timer);
        }
        return result;
    }

    static long setitimer(LinuxThread x, int which, long value, long old) {
        Itimer set = new Itimer(); // without a value the timer is stopped
        if (value != 0) {
            StructBuffer b = x.buffer.load(x.memory(), value, 4 * x.abi.word);
            set.intervalMicros = TimeStructs.micros(b, 0);
            set.valueMicros = TimeStructs.micros(b, 2 * b.word);
            if (set.intervalMicros < 0 || set.valueMicros < 0) {
                return -Errno.EINVAL;
            }
        }
        Itimer before = old != 0 ? new Itimer() : null;
        long result = TimeCalls.setitimer(x.thread, which, set, before);
        if (result >= 0 && before != null) {
            storeItimer(x, old, before);
        }
        return result;
    }

    private static void storeItimer(LinuxThread x, long address, Itimer timer) {
        StructBuffer b = x.buffer.start(4 * x.abi.word);
        TimeStructs.timeval(b, 0, timer.intervalMicros);
        TimeStructs.timeval(b, 2 * b.word, timer.valueMicros);
        b.store(x.memory(), address);
    }

    /** timer_create; without an event: SIGALRM with the timer's number. */
    static long timerCreate(LinuxThread x, int clock, long event, long id) {
        int own = clock;
        if (clock < 0) {
            int of = ~(clock >> 3);
            if (of != 0 && of != x.process().pid && of != x.thread.id()) {
                return -Errno.EINVAL;
            }
            own = (clock & CLOCK_OF_THREAD) != 0 ? CLOCK_THREAD : CLOCK_PROCESS;
        }
        int signal = LinuxSignals.SIGALRM;
        int notify = 0;
        long value = 0;
        int thread = 0;
        if (event != 0) {
            StructBuffer b = x.buffer.load(x.memory(), event, SIGEVENT_SIZE);
            value = b.getWord(0);
            signal = b.get32(b.word);
            notify = b.get32(b.word + 4);
            thread = b.get32(b.word + 8);
            if (notify != 0 && notify != SIGEV_NONE && notify != SIGEV_THREAD_ID) {
                return -Errno.EINVAL;
            }
        }
        int kind = notify == SIGEV_NONE ? PosixTimers.NONE : notify == SIGEV_THREAD_ID ? PosixTimers.THREAD_ID : PosixTimers.SIGNAL;
        long result = PosixTimers.create(x.thread, own, kind, signal, value, thread);
        if (result < 0) {
            return result;
        }
        x.memory().put32(id, (int) result);
        return 0;
    }

    static long timerSettime(LinuxThread x, int id, int flags, long value, long old, boolean wide) {
        if (value == 0) {
            return -Errno.EINVAL;
        }
        int size = TimeStructs.timespecSize(x.buffer, wide);
        StructBuffer b = x.buffer.load(x.memory(), value, 2 * size);
        long interval = TimeStructs.nanos(b, 0, wide);
        long first = TimeStructs.nanos(b, size, wide);
        if (interval < 0 || first < 0) {
            return -Errno.EINVAL;
        }
        long[] before = new long[old != 0 ? 2 : 0];
        long result = PosixTimers.set(x.thread, id, (flags & TIMER_ABSTIME) != 0, first, interval, before);
        if (result >= 0 && old != 0) {
            storeTimer(x, old, before, wide);
        }
        return result;
    }

    static long timerGettime(LinuxThread x, int id, long value, boolean wide) {
        long[] now = new long[2];
        long result = PosixTimers.get(x.thread, id, now);
        if (result >= 0) {
            storeTimer(x, value, now, wide);
        }
        return result;
    }

    /** struct itimerspec of {left, interval}. */
    private static void storeTimer(LinuxThread x, long address, long[] times, boolean wide) {
        int size = TimeStructs.timespecSize(x.buffer, wide);
        StructBuffer b = x.buffer.start(2 * size);
        TimeStructs.timespec(b, 0, times[1], wide);
        TimeStructs.timespec(b, size, times[0], wide);
        b.store(x.memory(), address);
    }
}
