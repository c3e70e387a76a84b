package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.ir.Nullable;
import heliotrope.kernel.PollCalls;

/** poll and select. */
final class IrixPollCalls {
    private IrixPollCalls() {}

    private static final int MAX_FDS = 4096;
    private static final int POLLOUT = 4, POLLWRBAND = 0x100, HOST_WRNORM = 0x100, HOST_WRBAND = 0x200;

    static long poll(IrixThread x, long address, int n, int milliseconds) {
        if (n < 0 || n > MAX_FDS) {
            return -Errno.EINVAL;
        }
        int[] fds = new int[n];
        int[] events = new int[n];
        int[] found = new int[n];
        StructBuffer b = x.buffer.load(x.memory(), address, 8 * n);
        for (int i = 0; i < n; i++) {
            fds[i] = b.get32(8 * i);
            int wanted = b.get16(8 * i + 4);
            events[i] = wanted & 0xff | ((wanted & POLLWRBAND) != 0 ? HOST_WRBAND : 0);
        }
        long ready = PollCalls.poll(x.thread, fds, events, found, n, milliseconds < 0 ? -1 : milliseconds * 1_000_000L);
        if (ready >= 0) {
            for (int i = 0; i < n; i++) {
                int host = found[i];
                int guest = host & 0xff | ((host & HOST_WRNORM) != 0 ? POLLOUT : 0) | ((host & HOST_WRBAND) != 0 ? POLLWRBAND : 0);
                x.memory().put16(address + 8L * i + 6, guest);
            }
        }
        return ready;
    }

    static long select(IrixThread x, int n, long read, long write, long except, long timeout) {
        if (n < 0 || n > MAX_FDS) {
            return -Errno.EINVAL;
        }
        long nanos = -1;
        if (timeout != 0) {
            long micros = IrixTimeCalls.timevalMicros(x, timeout);
            if (micros < 0) {
                return -Errno.EINVAL;
            }
            nanos = micros * 1000;
        }
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

    private static long @Nullable [] load(IrixThread x, long address, int n) {
        if (address == 0) {
            return null;
        }
        int words = n + 31 >> 5;
        long[] set = new long[(words + 1 >> 1) + 1];
        for (int i = 0; i < words; i++) {
            set[i >> 1] |= x.memory().u32(address + 4L * i) << 32 * (i & 1);
        }
        if (n % 32 != 0) {
            set[n >> 6] &= (1L << n) - 1; // bits from n on in the last word are not looked at
        }
        return set;
    }

    private static void store(IrixThread x, long address, int n, long @Nullable [] set) {
        if (set == null) {
            return;
        }
        int words = n + 31 >> 5;
        for (int i = 0; i < words; i++) {
            x.memory().put32(address + 4L * i, (int) (set[i >> 1] >>> 32 * (i & 1)));
        }
    }
}
