package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.kernel.Itimer;
import heliotrope.kernel.Rusage;
import heliotrope.kernel.TimeCalls;

/** Clocks, sleeping, interval timers, CPU times. */
final class IrixTimeCalls {
    private IrixTimeCalls() {}

    private static final long NANOS = 1_000_000_000L, TICK_NANOS = NANOS / ProcessStructs.HZ;

    static long time(IrixThread x) {
        return TimeCalls.clockNanos(x.thread, Sys.CLOCK_REALTIME) / NANOS & 0x7fffffffL;
    }

    static long gettimeofday(IrixThread x, long time) {
        long micros = TimeCalls.clockNanos(x.thread, Sys.CLOCK_REALTIME) / 1000;
        if (time != 0) {
            storeTimeval(x, time, micros);
        }
        return 0;
    }

    static void storeTimeval(IrixThread x, long address, long micros) {
        ProcessStructs.timeval(x.buffer.start(ProcessStructs.timeSize(x.abi)), x.abi, 0, micros);
        x.buffer.store(x.memory(), address);
    }

    /** The second field of a timeval or timespec, a long; -1 if it is not in {@code [0, limit)}. */
    static long fraction(IrixThread x, long address, long limit) {
        long value = x.abi.pointers64 ? x.memory().u64(address + 8) : x.memory().s32(address + 4);
        return value < 0 || value >= limit ? -1 : value;
    }

    /** Seconds of a timeval, which n64 has behind padding. */
    static int timevalSeconds(IrixThread x, long address) {
        return x.memory().s32(x.abi.pointers64 ? address + 4 : address);
    }

    /** Nanoseconds of a struct timespec, -1 if it is none. */
    static long timespecNanos(IrixThread x, long address) {
        long seconds = x.memory().s32(address);
        long nanos = fraction(x, address, NANOS);
        return seconds < 0 || nanos < 0 ? -1 : seconds * NANOS + nanos;
    }

    /** Microseconds of a struct timeval, -1 if it is none. */
    static long timevalMicros(IrixThread x, long address) {
        long seconds = timevalSeconds(x, address);
        long micros = fraction(x, address, 1_000_000);
        return seconds < 0 || micros < 0 ? -1 : seconds * 1_000_000 + micros;
    }

    static void storeTimespec(IrixThread x, long address, long nanos) {
        ProcessStructs.timespec(x.buffer.start(ProcessStructs.timeSize(x.abi)), x.abi, 0, nanos);
        x.buffer.store(x.memory(), address);
    }

    static long times(IrixThread x, long buffer) {
        long[] micros = new long[4];
        long now = TimeCalls.times(x.thread, micros);
        if (buffer != 0) {
            x.buffer.start(16);
            for (int i = 0; i < 4; i++) {
                x.buffer.put32(4 * i, ProcessStructs.ticks(micros[i]));
            }
            x.buffer.store(x.memory(), buffer);
        }
        return now / (TICK_NANOS / 1000) & 0x7fffffffL;
    }

    static long alarm(IrixThread x, long seconds) {
        return TimeCalls.alarm(x.thread, seconds);
    }

    static long nanosleep(IrixThread x, long request, long remainder) {
        long nanos = timespecNanos(x, request);
        if (nanos < 0) {
            return -Errno.EINVAL;
        }
        long[] left = new long[1];
        long result = TimeCalls.sleep(x.thread, nanos, left);
        if (result == -Errno.EINTR && remainder != 0) {
            storeTimespec(x, remainder, left[0]);
        }
        return result;
    }

    /** sginap: sleeps a number of clock ticks, or gives the processor away for 0. @return ticks left when a signal came */
    static long sginap(IrixThread x, int ticks) {
        if (ticks <= 0) {
            return ticks < 0 ? -Errno.EINVAL : yieldProcessor();
        }
        long[] left = new long[1];
        long result = TimeCalls.sleep(x.thread, ticks * TICK_NANOS, left);
        return result == -Errno.EINTR ? (left[0] + TICK_NANOS - 1) / TICK_NANOS : result;
    }

    static long yieldProcessor() {
        return Sys.call(Sys.SYS_SCHED_YIELD, 0, 0, 0);
    }

    static long getitimer(IrixThread x, int which, long value) {
        Itimer timer = new Itimer();
        long result = TimeCalls.getitimer(x.thread, which, timer);
        if (result >= 0) {
            storeItimer(x, value, timer);
        }
        return result;
    }

    static long setitimer(IrixThread x, int which, long value, long old) {
        Itimer set = null;
        if (value != 0) {
            set = new Itimer();
            set.intervalMicros = timevalMicros(x, value);
            set.valueMicros = timevalMicros(x, value + ProcessStructs.timeSize(x.abi));
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

    private static void storeItimer(IrixThread x, long address, Itimer timer) {
        int size = ProcessStructs.timeSize(x.abi);
        x.buffer.start(2 * size);
        ProcessStructs.timeval(x.buffer, x.abi, 0, timer.intervalMicros);
        ProcessStructs.timeval(x.buffer, x.abi, size, timer.valueMicros);
        x.buffer.store(x.memory(), address);
    }

    static long getrusage(IrixThread x, int who, long usage) {
        Rusage r = new Rusage();
        long result = TimeCalls.getrusage(x.thread, who, r);
        if (result >= 0) {
            ProcessStructs.rusage(x.buffer.start(ProcessStructs.rusageSize(x.abi)), x.abi, 0, r);
            x.buffer.store(x.memory(), usage);
        }
        return result;
    }

    static long roundRobinInterval(IrixThread x, long interval) {
        storeTimespec(x, interval, TICK_NANOS);
        return 0;
    }

    static long schedulingParameter(IrixThread x, long parameter) {
        x.memory().put32(parameter, 0);
        return 0;
    }
}
