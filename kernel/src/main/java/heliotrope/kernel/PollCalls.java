package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.util.Arrays;

/** poll and select, both by the host's ppoll. */
public final class PollCalls {
    private static final int POLLFD = 8;
    private static final int TIMESPEC = 16;

    private PollCalls() {}

    /**
     * poll with Linux event bits; negative descriptors are skipped.
     *
     * @param timeoutNanos negative: none
     * @return number of descriptors with events, -errno or a restart code
     */
    public static long poll(GuestThread t, int[] fds, int[] events, int[] revents, int n, long timeoutNanos) {
        Scratch s = t.scratch;
        if (n < 0 || n > (s.dataSize - TIMESPEC) / POLLFD) {
            return -Errno.EINVAL;
        }
        OpenFile[] files = new OpenFile[n];
        int invalid = 0;
        try {
            for (int i = 0; i < n; i++) {
                OpenFile file = fds[i] < 0 ? null : t.process.files.acquire(fds[i]);
                revents[i] = 0;
                if (file == null) {
                    if (fds[i] >= 0) {
                        revents[i] = Sys.POLLNVAL;
                        invalid++;
                    }
                    s.putInt(TIMESPEC + POLLFD * i, -1);
                } else {
                    files[i] = file;
                    s.putInt(TIMESPEC + POLLFD * i, file.hostFd);
                }
                s.putInt(TIMESPEC + POLLFD * i + 4, events[i] & 0xffff);
            }
            long deadline = 0;
            long wait = timeoutNanos;
            if (invalid > 0) {
                wait = 0;
            } else if (timeoutNanos > 0) {
                long now = System.nanoTime();
                deadline = t.restartDeadline != 0 ? t.restartDeadline : now + timeoutNanos;
                wait = Math.max(0, deadline - now);
            }
            long limit = 0;
            if (wait >= 0) {
                s.putLong(0, wait / 1_000_000_000);
                s.putLong(8, wait % 1_000_000_000);
                limit = s.data();
            }
            long result = t.blockingCall(Sys.SYS_PPOLL, s.data() + TIMESPEC, n, limit, 0, 8, 0);
            if (result == -Errno.EINTR) {
                t.restartDeadline = deadline;
                return Kernel.RESTART_NO_HANDLER;
            }
            if (result < 0) {
                return result;
            }
            for (int i = 0; i < n; i++) {
                if (files[i] != null) {
                    revents[i] = s.getInt(TIMESPEC + POLLFD * i + 4) >>> 16;
                }
            }
            return result + invalid;
        } finally {
            for (OpenFile file : files) {
                if (file != null) {
                    file.release();
                }
            }
        }
    }

    private static boolean bit(long @Nullable [] set, int fd) {
        return set != null && fd >> 6 < set.length && (set[fd >> 6] >>> fd & 1) != 0;
    }

    /**
     * select on bit sets (descriptor n is bit {@code n & 63} of element {@code n >> 6}), which hold the result afterwards.
     *
     * @return number of bits set, -errno or a restart code (the sets are unchanged then)
     */
    public static long select(
            GuestThread t, int n, long @Nullable [] read, long @Nullable [] write, long @Nullable [] except, long timeoutNanos) {
        if (n < 0 || n > 65536) {
            return -Errno.EINVAL;
        }
        int[] fds = new int[n];
        int[] events = new int[n];
        int count = 0;
        for (int fd = 0; fd < n; fd++) {
            int wanted = (bit(read, fd) ? Sys.POLLIN : 0) | (bit(write, fd) ? Sys.POLLOUT : 0) | (bit(except, fd) ? Sys.POLLPRI : 0);
            if (wanted != 0) {
                if (t.process.files.get(fd) == null) {
                    return -Errno.EBADF;
                }
                fds[count] = fd;
                events[count++] = wanted;
            }
        }
        int[] revents = new int[count];
        long result = poll(t, fds, events, revents, count, timeoutNanos);
        if (result < 0) {
            return result;
        }
        clear(read);
        clear(write);
        clear(except);
        long bits = 0;
        for (int i = 0; i < count; i++) {
            if ((revents[i] & Sys.POLLNVAL) != 0) {
                return -Errno.EBADF;
            }
            bits += set(read, fds[i], events[i] & Sys.POLLIN, revents[i] & (Sys.POLLIN | Sys.POLLHUP | Sys.POLLERR));
            bits += set(write, fds[i], events[i] & Sys.POLLOUT, revents[i] & (Sys.POLLOUT | Sys.POLLERR));
            bits += set(except, fds[i], events[i] & Sys.POLLPRI, revents[i] & Sys.POLLPRI);
        }
        return bits;
    }

    private static void clear(long @Nullable [] set) {
        if (set != null) {
            Arrays.fill(set, 0);
        }
    }

    private static int set(long @Nullable [] set, int fd, int wanted, int seen) {
        if (set == null || wanted == 0 || seen == 0) {
            return 0;
        }
        set[fd >> 6] |= 1L << fd;
        return 1;
    }
}
