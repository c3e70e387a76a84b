package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/** poll and select. */
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
        OpenFile[] files = new OpenFile[n];
        int highest = -1;
        try {
            for (int fd = 0; fd < n; fd++) {
                if (bit(read, fd) || bit(write, fd) || bit(except, fd)) {
                    OpenFile file = t.process.files.acquire(fd);
                    if (file == null) {
                        return -Errno.EBADF;
                    }
                    files[fd] = file;
                    highest = Math.max(highest, file.hostFd);
                }
            }
            return select(t, files, highest, read, write, except, timeoutNanos);
        } finally {
            for (OpenFile file : files) {
                if (file != null) {
                    file.release();
                }
            }
        }
    }

    /**
     * By the host's select, not ppoll, which would return at once for what select does not count: the hangup of a descriptor that is
     * only waited for with exceptions, for instance.
     */
    private static long select(
            GuestThread t,
            OpenFile[] files,
            int highest,
            long @Nullable [] read,
            long @Nullable [] write,
            long @Nullable [] except,
            long timeoutNanos) {
        Scratch s = t.scratch;
        long[][] sets = {read, write, except};
        int words = (highest >> 6) + 1;
        if (TIMESPEC + 3 * 8 * words > s.dataSize) {
            return -Errno.EINVAL;
        }
        for (int i = 0; i < 3 * words; i++) {
            s.putLong(TIMESPEC + 8 * i, 0);
        }
        for (int k = 0; k < 3; k++) {
            for (int fd = 0; fd < files.length; fd++) {
                OpenFile file = files[fd];
                if (file != null && bit(sets[k], fd)) {
                    int at = word(k, words, file.hostFd);
                    s.putLong(at, s.getLong(at) | 1L << file.hostFd);
                }
            }
        }
        long deadline = 0;
        long limit = 0;
        if (timeoutNanos >= 0) {
            long now = System.nanoTime();
            deadline = t.restartDeadline != 0 ? t.restartDeadline : now + timeoutNanos;
            long wait = Math.max(0, deadline - now);
            s.putLong(0, wait / 1_000_000_000);
            s.putLong(8, wait % 1_000_000_000);
            limit = s.data();
        }
        long base = s.data() + TIMESPEC;
        long result = t.blockingCall(
                Sys.SYS_PSELECT6,
                highest + 1,
                read == null ? 0 : base,
                write == null ? 0 : base + 8L * words,
                except == null ? 0 : base + 16L * words,
                limit,
                0);
        if (result == -Errno.EINTR) {
            t.restartDeadline = deadline;
            return Kernel.RESTART_NO_HANDLER;
        }
        if (result < 0) {
            return result;
        }
        long bits = 0;
        for (int k = 0; k < 3; k++) {
            long[] set = sets[k];
            for (int fd = 0; set != null && fd < set.length * 64; fd++) {
                if (bit(set, fd)) {
                    OpenFile file = fd < files.length ? files[fd] : null;
                    if (file != null && (s.getLong(word(k, words, file.hostFd)) >>> file.hostFd & 1) != 0) {
                        bits++;
                    } else {
                        set[fd >> 6] &= ~(1L << fd);
                    }
                }
            }
        }
        return bits;
    }

    /** Where in the data area the word of set {@code k} lies that has the bit of a descriptor. */
    private static int word(int k, int words, int hostFd) {
        return TIMESPEC + 8 * (k * words + (hostFd >> 6));
    }
}
