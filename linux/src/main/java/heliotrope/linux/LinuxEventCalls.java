package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.AtCalls;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.HostCalls;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.SignalFile;
import heliotrope.kernel.SignalMask;

/** Files that are none: event counters, timers, watches, memory. The host has them all; only numbers are turned round. */
final class LinuxEventCalls {
    private LinuxEventCalls() {}

    private static final int EFD_SEMAPHORE = 1, TFD_FLAGS = 3, MFD_CLOEXEC = 1, IN_DONT_FOLLOW = 0x02000000;
    private static final int MEMFD_NAME_MAX = 249;

    /** Host flags of guest ones, which may be O_CLOEXEC, O_NONBLOCK and {@code more}; -1 if there are others. */
    private static int flags(int flags, int more) {
        return (flags & ~(LinuxFlags.O_CLOEXEC | LinuxFlags.O_NONBLOCK | more)) != 0 ? -1 : LinuxFlags.nonblockToHost(flags);
    }

    static long eventfd(LinuxThread x, int value, int guestFlags) {
        int flags = flags(guestFlags, EFD_SEMAPHORE);
        if (flags < 0) {
            return -Errno.EINVAL;
        }
        long fd = Sys.call(Sys.SYS_EVENTFD2, value & 0xffffffffL, flags | Sys.O_CLOEXEC, 0);
        return HostCalls.adopt(x.thread, fd, (flags & Sys.O_CLOEXEC) != 0, EventFile.OF_COUNTER);
    }

    // ---- timers ----

    static long timerCreate(LinuxThread x, int clock, int guestFlags) {
        int flags = flags(guestFlags, 0);
        if (flags < 0) {
            return -Errno.EINVAL;
        }
        long fd = Sys.call(Sys.SYS_TIMERFD_CREATE, clock, flags | Sys.O_CLOEXEC, 0);
        return HostCalls.adopt(x.thread, fd, (flags & Sys.O_CLOEXEC) != 0, EventFile.OF_COUNTER);
    }

    /** Reads struct itimerspec into the data area. */
    private static void load(LinuxThread x, long address, boolean wide) {
        StructBuffer b = x.buffer.load(x.memory(), address, wide ? 32 : 16);
        for (int i = 0; i < 4; i++) {
            long value = wide ? b.get64(8 * i) : b.get32(4 * i);
            x.thread.scratch.putLong(8 * i, wide && !x.abi.wide && (i & 1) != 0 ? (int) value : value);
        }
    }

    private static void store(LinuxThread x, int at, long address, boolean wide) {
        Scratch s = x.thread.scratch;
        StructBuffer b = x.buffer.start(wide ? 32 : 16);
        for (int i = 0; i < 4; i++) {
            if (wide) {
                b.put64(8 * i, s.getLong(at + 8 * i));
            } else {
                b.put32(4 * i, (int) s.getLong(at + 8 * i));
            }
        }
        b.store(x.memory(), address);
    }

    static long timerSet(LinuxThread x, int fd, int flags, long value, long old, boolean wide) {
        if ((flags & ~TFD_FLAGS) != 0) {
            return -Errno.EINVAL;
        }
        load(x, value, wide);
        Scratch s = x.thread.scratch;
        long result = HostCalls.onFile(x.thread, Sys.SYS_TIMERFD_SETTIME, fd, flags, s.data(), s.data() + 32, 0, 0);
        if (result == 0 && old != 0) {
            store(x, 32, old, wide);
        }
        return result;
    }

    static long timerGet(LinuxThread x, int fd, long value, boolean wide) {
        long result = HostCalls.onFile(x.thread, Sys.SYS_TIMERFD_GETTIME, fd, x.thread.scratch.data(), 0, 0, 0, 0);
        if (result == 0) {
            store(x, 0, value, wide);
        }
        return result;
    }

    // ---- watches ----

    static long inotify(LinuxThread x, int guestFlags) {
        int flags = flags(guestFlags, 0);
        if (flags < 0) {
            return -Errno.EINVAL;
        }
        long fd = Sys.call(Sys.SYS_INOTIFY_INIT1, flags | Sys.O_CLOEXEC, 0, 0);
        return HostCalls.adopt(x.thread, fd, (flags & Sys.O_CLOEXEC) != 0, EventFile.OF_WATCH);
    }

    static long addWatch(LinuxThread x, int fd, long path, int mask) {
        byte[] name = x.path(path);
        return name == null
                ? -Errno.ENAMETOOLONG
                : AtCalls.byHostName(x.thread, Sys.SYS_INOTIFY_ADD_WATCH, fd, name, (mask & IN_DONT_FOLLOW) == 0, mask & 0xffffffffL);
    }

    // ---- signals ----

    private static final int SIGNAL_SIZE = 128, MOST_SIGNALS = 64;

    /** signalfd: a new file, or another mask for the old one. */
    static long signalfd(LinuxThread x, int fd, long maskAddress, long size, int guestFlags) {
        int flags = flags(guestFlags, 0);
        if (flags < 0 || size != LinuxSignals.SET_BYTES) {
            return -Errno.EINVAL;
        }
        SignalMask mask = LinuxPollCalls.mask(x, maskAddress);
        if (fd == -1) {
            return SignalFile.create(x.thread, mask, flags);
        }
        SignalFile signals = SignalFile.of(x.thread, fd);
        if (signals == null) {
            return FileCalls.file(x.thread, fd) == null ? -Errno.EBADF : -Errno.EINVAL;
        }
        signals.change(x.thread, mask);
        return fd;
    }

    /** Reads struct signalfd_siginfo, as many as fit. */
    static long readSignals(LinuxThread x, SignalFile signals, long address, long n) {
        if (n < SIGNAL_SIZE) {
            return -Errno.EINVAL;
        }
        SigInfo[] taken = new SigInfo[(int) Math.min(n / SIGNAL_SIZE, MOST_SIGNALS)];
        long got = signals.read(x.thread, taken);
        if (got <= 0) {
            return got;
        }
        StructBuffer b = x.buffer.start(SIGNAL_SIZE * (int) got);
        for (int i = 0; i < got; i++) {
            SigInfo info = taken[i];
            int at = SIGNAL_SIZE * i;
            int[] words = {
                info.signal, info.errno, signalCode(info.code), info.pid, info.uid, 0, info.timer, 0, info.overrun(), 0, info.status,
                (int) (x.abi.wide && x.linuxProcess().bigEndian ? info.value >>> 32 : info.value),
            };
            for (int k = 0; k < words.length; k++) {
                b.put32(at + 4 * k, words[k]);
            }
            b.put64(at + 48, info.value);
            b.put64(at + 56, info.userMicros / 10_000);
            b.put64(at + 64, info.systemMicros / 10_000);
            b.put64(at + 72, info.address);
        }
        b.store(x.memory(), address);
        return b.size;
    }

    /** Of the host's codes, those of timers, message queues and AIO differ. */
    private static int signalCode(int code) {
        return switch (code) {
            case -2 -> LinuxSignals.SI_TIMER;
            case -3 -> LinuxSignals.SI_MESGQ;
            case -4 -> LinuxSignals.SI_ASYNCIO;
            default -> code;
        };
    }

    // ---- memory ----

    static long memory(LinuxThread x, long address, int flags) {
        byte[] name = x.memory().readCString(address, MEMFD_NAME_MAX);
        if (name == null) {
            return -Errno.EINVAL;
        }
        long at = x.thread.scratch.path(name);
        long fd = Native.syscall(Sys.SYS_MEMFD_CREATE, at, (flags | MFD_CLOEXEC) & 0xffffffffL, 0, 0, 0, 0);
        return HostCalls.adopt(x.thread, fd, (flags & MFD_CLOEXEC) != 0, null);
    }
}
