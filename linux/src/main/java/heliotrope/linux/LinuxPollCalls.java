package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.ir.Nullable;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.HostCalls;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.MaskedWait;
import heliotrope.kernel.PollCalls;
import heliotrope.kernel.SignalMask;

/** poll, select and epoll, plain and with a signal mask. */
final class LinuxPollCalls {
    private LinuxPollCalls() {}

    private static final int MAX_FDS = 4096;
    /** A timeout that is no valid time. */
    static final long INVALID = Long.MIN_VALUE;

    private static final long BILLION = 1_000_000_000L;
    /** What is longer is for ever. */
    private static final long MOST_SECONDS = Long.MAX_VALUE / BILLION / 2;

    // ---- times and masks ----

    /** Nanoseconds of a struct timespec; -1 for a null address, {@link #INVALID} if it is none. {@code wide}: of 64-bit numbers. */
    static long timespec(LinuxThread x, long address, boolean wide) {
        if (address == 0) {
            return -1;
        }
        StructBuffer b = x.buffer.load(x.memory(), address, wide ? 16 : 8);
        long seconds = wide ? b.get64(0) : b.get32(0);
        long nanos = wide ? b.get64(8) : b.get32(4);
        if (wide && !x.abi.wide) {
            nanos &= 0xffffffffL; // the upper half is padding
        }
        if (seconds < 0 || nanos < 0 || nanos >= BILLION) {
            return INVALID;
        }
        return Math.min(seconds, MOST_SECONDS) * BILLION + nanos;
    }

    /** Writes what is left of a timeout, as Linux does; a bad address is forgiven. */
    private static void storeLeft(LinuxThread x, long address, long nanos, boolean wide, int unit) {
        StructBuffer b = x.buffer.start(wide ? 16 : 8);
        if (wide) {
            b.put64(0, nanos / BILLION);
            b.put64(8, nanos % BILLION / unit);
        } else {
            b.put32(0, (int) Math.min(nanos / BILLION, Integer.MAX_VALUE));
            b.put32(4, (int) (nanos % BILLION / unit));
        }
        try {
            b.store(x.memory(), address);
        } catch (heliotrope.kernel.GuestFault e) {
            return; // in read-only memory, say: the call has been made
        }
    }

    /** A signal set in memory: words of the ABI, the lowest signals first. */
    static SignalMask mask(LinuxThread x, long address) {
        StructBuffer b = x.buffer.load(x.memory(), address, LinuxSignals.SET_BYTES);
        SignalMask mask = new SignalMask();
        if (x.abi.wide) {
            mask.low = b.get64(0);
            mask.high = b.get64(8);
        } else {
            mask.low = b.getU32(0) | b.getU32(4) << 32;
            mask.high = b.getU32(8) | b.getU32(12) << 32;
        }
        return mask;
    }

    /** Whether a mask's size is right; null addresses may have any. */
    private static boolean badSize(long mask, long size) {
        return mask != 0 && size != LinuxSignals.SET_BYTES;
    }

    // ---- poll ----

    static long poll(LinuxThread x, long address, int n, int milliseconds) {
        return poll(x, address, n, milliseconds < 0 ? -1 : milliseconds * 1_000_000L);
    }

    private static long poll(LinuxThread x, long address, int n, long nanos) {
        if (n < 0 || n > Math.min(MAX_FDS, Math.max(x.process().files.limit(), 0))) {
            return -Errno.EINVAL;
        }
        int[] fds = new int[n];
        int[] events = new int[n];
        int[] found = new int[n];
        StructBuffer b = x.buffer.load(x.memory(), address, 8 * n);
        for (int i = 0; i < n; i++) {
            fds[i] = b.get32(8 * i);
            events[i] = eventsToHost(b.get16(8 * i + 4));
        }
        long ready = PollCalls.poll(x.thread, fds, events, found, n, nanos);
        if (ready >= 0 && n > 0) {
            b.load(x.memory(), address, 8 * n);
            for (int i = 0; i < n; i++) {
                b.put16(8 * i + 6, eventsFromHost(found[i]));
            }
            b.store(x.memory(), address);
        }
        return ready;
    }

    // POLLWRNORM is POLLOUT on MIPS, POLLWRBAND has POLLWRNORM's place.
    private static final int POLLOUT = 4, POLLWRBAND = 0x100, HOST_WRNORM = 0x100, HOST_WRBAND = 0x200, POLL_SAME = 0xfcff;

    private static int eventsToHost(int events) {
        return events & POLL_SAME | ((events & POLLWRBAND) != 0 ? HOST_WRBAND : 0) | ((events & POLLOUT) != 0 ? HOST_WRNORM : 0);
    }

    private static int eventsFromHost(int events) {
        return events & POLL_SAME | ((events & HOST_WRBAND) != 0 ? POLLWRBAND : 0) | ((events & HOST_WRNORM) != 0 ? POLLOUT : 0);
    }

    static long ppoll(LinuxThread x, long address, int n, long timeout, long mask, long size, boolean wide) {
        if (badSize(mask, size)) {
            return -Errno.EINVAL;
        }
        long nanos = timespec(x, timeout, wide);
        if (nanos == INVALID) {
            return -Errno.EINVAL;
        }
        long from = System.nanoTime();
        long result = -Errno.EFAULT;
        if (mask != 0) {
            MaskedWait.begin(x.thread, mask(x, mask));
            try {
                result = poll(x, address, n, nanos);
            } finally {
                MaskedWait.end(x.thread, result);
            }
        } else {
            result = poll(x, address, n, nanos);
        }
        if (timeout != 0 && result != Kernel.RESTART_NO_HANDLER) {
            storeLeft(x, timeout, Math.max(0, nanos - (System.nanoTime() - from)), wide, 1);
        }
        return result;
    }

    // ---- select ----

    /** select; a struct timeval as timeout. */
    static long select(LinuxThread x, int n, long read, long write, long except, long timeout) {
        long nanos = -1;
        if (timeout != 0) {
            int w = x.abi.word;
            StructBuffer b = x.buffer.load(x.memory(), timeout, 2 * w);
            long seconds = b.getWord(0);
            long micros = b.getWord(w);
            if (seconds < 0 || micros < 0) {
                return -Errno.EINVAL;
            }
            seconds += micros / 1_000_000;
            nanos = Math.min(seconds, MOST_SECONDS) * BILLION + micros % 1_000_000 * 1000;
        }
        long from = System.nanoTime();
        long result = await(x, n, read, write, except, nanos);
        if (timeout != 0 && result != Kernel.RESTART_NO_HANDLER) {
            storeLeft(x, timeout, Math.max(0, nanos - (System.nanoTime() - from)), x.abi.wide, 1000);
        }
        return result;
    }

    /** pselect6; the last argument points to a pointer to the mask and its size. */
    static long pselect(LinuxThread x, int n, long read, long write, long except, long timeout, long maskArgument, boolean wide) {
        long mask = 0;
        if (maskArgument != 0) {
            StructBuffer b = x.buffer.load(x.memory(), maskArgument, 2 * x.abi.word);
            mask = b.getPointer(0);
            if (badSize(mask, b.getPointer(x.abi.word))) {
                return -Errno.EINVAL;
            }
        }
        long nanos = timespec(x, timeout, wide);
        if (nanos == INVALID) {
            return -Errno.EINVAL;
        }
        long from = System.nanoTime();
        long result = -Errno.EFAULT;
        if (mask != 0) {
            MaskedWait.begin(x.thread, mask(x, mask));
            try {
                result = await(x, n, read, write, except, nanos);
            } finally {
                MaskedWait.end(x.thread, result);
            }
        } else {
            result = await(x, n, read, write, except, nanos);
        }
        if (timeout != 0 && result != Kernel.RESTART_NO_HANDLER) {
            storeLeft(x, timeout, Math.max(0, nanos - (System.nanoTime() - from)), wide, 1);
        }
        return result;
    }

    private static long await(LinuxThread x, int count, long read, long write, long except, long nanos) {
        if (count < 0) {
            return -Errno.EINVAL;
        }
        int n = Math.min(count, MAX_FDS);
        long[] readSet = load(x, read, n);
        long[] writeSet = load(x, write, n);
        long[] exceptSet = load(x, except, n);
        long ready = PollCalls.select(x.thread, n, readSet, writeSet, exceptSet, nanos);
        if (ready >= 0) {
            store(x, read, n, readSet);
            store(x, write, n, writeSet);
            store(x, except, n, exceptSet);
        }
        return ready;
    }

    /** Bytes of a set of n descriptors: whole words. */
    private static int setBytes(LinuxThread x, int n) {
        int bits = 8 * x.abi.word;
        return (n + bits - 1) / bits * x.abi.word;
    }

    private static long @Nullable [] load(LinuxThread x, long address, int n) {
        if (address == 0) {
            return null;
        }
        int bytes = setBytes(x, n);
        StructBuffer b = x.buffer.load(x.memory(), address, bytes);
        long[] set = new long[(n >> 6) + 1];
        for (int at = 0; at < bytes; at += x.abi.word) {
            long bits = b.getPointer(at);
            if (at >> 3 < set.length) {
                set[at >> 3] |= x.abi.wide ? bits : bits << 8 * (at & 4);
            }
        }
        if (n % 64 != 0) {
            set[n >> 6] &= (1L << n) - 1; // bits from n on in the last word are not looked at
        } else {
            set[n >> 6] = 0;
        }
        return set;
    }

    private static void store(LinuxThread x, long address, int n, long @Nullable [] set) {
        if (set == null) {
            return;
        }
        int bytes = setBytes(x, n);
        StructBuffer b = x.buffer.start(bytes);
        for (int at = 0; at < bytes; at += x.abi.word) {
            b.putWord(at, x.abi.wide ? set[at >> 3] : set[at >> 3] >>> 8 * (at & 4));
        }
        b.store(x.memory(), address);
    }

    // ---- epoll ----

    private static final int HOST_EVENT = 12, EVENT = 16, EPOLL_CTL_DEL = 2;

    static long epollCreate(LinuxThread x, int flags) {
        if ((flags & ~Sys.O_CLOEXEC) != 0) {
            return -Errno.EINVAL;
        }
        long fd = Sys.call(Sys.SYS_EPOLL_CREATE1, Sys.O_CLOEXEC, 0, 0);
        return HostCalls.adopt(x.thread, fd, flags != 0, null);
    }

    static long epollControl(LinuxThread x, int epoll, int operation, int fd, long event) {
        Scratch s = x.thread.scratch;
        if (operation != EPOLL_CTL_DEL) {
            StructBuffer b = x.buffer.load(x.memory(), event, EVENT);
            s.putInt(0, b.get32(0));
            s.putLong(4, b.get64(8));
        }
        return HostCalls.onFiles(x.thread, Sys.SYS_EPOLL_CTL, epoll, 2, operation, fd, s.data(), 0, 0);
    }

    /** epoll_wait, epoll_pwait, epoll_pwait2; negative {@code nanos}: for ever. */
    static long epollWait(LinuxThread x, int epoll, long events, int n, long nanos, long mask, long size) {
        if (n <= 0) {
            return -Errno.EINVAL;
        }
        if (nanos == INVALID || badSize(mask, size)) {
            return -Errno.EINVAL;
        }
        if (FileCalls.file(x.thread, epoll) == null) {
            return -Errno.EBADF;
        }
        Scratch s = x.thread.scratch;
        int most = Math.min(n, s.dataSize / HOST_EVENT);
        x.memory().hostForRead(events, (long) EVENT * n); // outside of the address space: EFAULT even if nothing comes
        long result = -Errno.EFAULT;
        if (mask != 0) {
            MaskedWait.begin(x.thread, mask(x, mask));
            try {
                result = MaskedWait.epoll(x.thread, epoll, most, nanos);
            } finally {
                MaskedWait.end(x.thread, result);
            }
        } else {
            result = MaskedWait.epoll(x.thread, epoll, most, nanos);
        }
        if (result > 0) {
            StructBuffer b = x.buffer.start(EVENT * (int) result);
            for (int i = 0; i < result; i++) {
                b.put32(EVENT * i, s.getInt(HOST_EVENT * i));
                b.put64(EVENT * i + 8, s.getLong(HOST_EVENT * i + 4));
            }
            b.store(x.memory(), events);
        }
        return result;
    }
}
