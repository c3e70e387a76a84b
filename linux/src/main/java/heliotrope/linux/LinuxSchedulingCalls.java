package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.GuestThread;
import heliotrope.kernel.ProcessThreads;

/** Scheduling: priorities and affinity are the host's; there is no policy but time sharing. */
final class LinuxSchedulingCalls {
    private LinuxSchedulingCalls() {}

    private static final int SCHED_OTHER = 0, SCHED_FIFO = 1, SCHED_RR = 2, SCHED_BATCH = 3, SCHED_IDLE = 5, SCHED_DEADLINE = 6;
    private static final int RESET_ON_FORK = 0x4000_0000, MAX_REALTIME = 99;
    private static final int CPU_BYTES = 128, PRIO_PROCESS = 0;
    private static final long ROUND_ROBIN_NANOS = 100_000_000;

    static long yieldProcessor() {
        return Sys.call(Sys.SYS_SCHED_YIELD, 0, 0, 0);
    }

    /** Whether a number means a thread that we know; 0 is the caller. */
    private static boolean known(LinuxThread x, int id) {
        return id == 0 || id == x.thread.id() || x.kernel().find(id) != null || isThread(x, id);
    }

    private static boolean isThread(LinuxThread x, int id) {
        for (int each : ProcessThreads.ids(x.process())) {
            if (each == id) {
                return true;
            }
        }
        return false;
    }

    static long getscheduler(LinuxThread x, int id) {
        return id < 0 ? -Errno.EINVAL : known(x, id) ? SCHED_OTHER : -Errno.ESRCH;
    }

    static long setscheduler(LinuxThread x, int id, int policy, long parameter) {
        if (id < 0 || parameter == 0) {
            return -Errno.EINVAL;
        }
        int priority = x.memory().s32(parameter);
        if (!known(x, id)) {
            return -Errno.ESRCH;
        }
        return switch (policy & ~RESET_ON_FORK) {
            case SCHED_OTHER, SCHED_BATCH, SCHED_IDLE -> priority == 0 ? 0 : -Errno.EINVAL;
            case SCHED_FIFO, SCHED_RR -> priority < 1 || priority > MAX_REALTIME ? -Errno.EINVAL : -Errno.EPERM;
            default -> -Errno.EINVAL;
        };
    }

    static long getparam(LinuxThread x, int id, long parameter) {
        if (id < 0 || parameter == 0) {
            return -Errno.EINVAL;
        }
        if (!known(x, id)) {
            return -Errno.ESRCH;
        }
        x.memory().put32(parameter, 0);
        return 0;
    }

    static long setparam(LinuxThread x, int id, long parameter) {
        return setscheduler(x, id, SCHED_OTHER, parameter);
    }

    static long priority(int policy, boolean most) {
        return switch (policy) {
            case SCHED_FIFO, SCHED_RR -> most ? MAX_REALTIME : 1;
            case SCHED_OTHER, SCHED_BATCH, SCHED_IDLE, SCHED_DEADLINE -> 0;
            default -> -Errno.EINVAL;
        };
    }

    static long roundRobinInterval(LinuxThread x, int id, long interval, boolean wide) {
        if (id < 0) {
            return -Errno.EINVAL;
        }
        if (!known(x, id)) {
            return -Errno.ESRCH;
        }
        TimeStructs.storeTimespec(x, interval, ROUND_ROBIN_NANOS, wide);
        return 0;
    }

    /** The processors that the host lets us use, as words of the ABI. @return bytes written */
    static long getaffinity(LinuxThread x, int id, long size, long mask) {
        if (!known(x, id)) {
            return -Errno.ESRCH;
        }
        Scratch s = x.thread.scratch;
        int n = (int) Sys.call(Sys.SYS_SCHED_GETAFFINITY, 0, CPU_BYTES, s.data());
        if (n < 0) {
            return n;
        }
        int word = x.abi.word;
        if (size % word != 0 || size < n && isSet(s, (int) size, n)) {
            return -Errno.EINVAL;
        }
        n = (int) Math.min(n, size);
        StructBuffer b = x.buffer.start(n);
        for (int at = 0; at < n; at += word) {
            b.putWord(at, word == 8 ? s.getLong(at) : s.getInt(at));
        }
        b.store(x.memory(), mask);
        return n;
    }

    private static boolean isSet(Scratch s, int from, int to) {
        boolean any = false;
        for (int i = from; i < to; i++) {
            any |= s.buffer().get(Scratch.DATA + i) != 0;
        }
        return any;
    }

    /** Accepted if any bit is set; the host goes on to place threads as it likes. */
    static long setaffinity(LinuxThread x, int id, long size, long mask) {
        if (!known(x, id)) {
            return -Errno.ESRCH;
        }
        int n = (int) Math.min(size, CPU_BYTES);
        StructBuffer b = x.buffer.load(x.memory(), mask, n);
        for (int i = 0; i < n; i++) {
            if (b.get8(i) != 0) {
                return 0;
            }
        }
        return -Errno.EINVAL;
    }

    /** 20 less the niceness, so that it is no error. */
    static long getpriority(LinuxThread x, int which, int who) {
        return Sys.call(Sys.SYS_GETPRIORITY, which, host(x, which, who), 0);
    }

    static long setpriority(LinuxThread x, int which, int who, int priority) {
        return Sys.call(Sys.SYS_SETPRIORITY, which, host(x, which, who), priority);
    }

    static long nice(LinuxThread x, int increment) {
        long now = 20 - getpriority(x, PRIO_PROCESS, 0);
        long wanted = Math.max(-20, Math.min(19, now + increment));
        return setpriority(x, PRIO_PROCESS, 0, (int) wanted);
    }

    /** The first process' own number is that of the JVM, whose first thread is not the guest's. */
    private static int host(LinuxThread x, int which, int who) {
        GuestThread t = x.thread;
        return which == PRIO_PROCESS && (who == 0 || who == t.id() || who == t.process.pid) ? 0 : who;
    }
}
