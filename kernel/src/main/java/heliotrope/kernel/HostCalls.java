package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;

/**
 * Host calls on the files behind guest descriptors, for what needs nothing of the kernel but the descriptor's translation. Other arguments
 * go to the host as they are: numbers in the host's sense, host addresses.
 */
public final class HostCalls {
    private HostCalls() {}

    /** A call whose first argument is a descriptor. @return the host's result, -EBADF, or a restart code */
    public static long onFile(GuestThread t, int nr, int fd, long b, long c, long d, long e, long f) {
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            return FileCalls.restartable(t.blockingCall(nr, file.hostFd, b, c, d, e, f));
        } finally {
            file.release();
        }
    }

    /** As {@link #onFile}, with the signal that a write to a pipe without reader brings. */
    public static long write(GuestThread t, int nr, int fd, long b, long c, long d, long e, long f) {
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            return FileCalls.written(t, t.blockingCall(nr, file.hostFd, b, c, d, e, f));
        } finally {
            file.release();
        }
    }

    /**
     * A call with two descriptors: the first argument, and the one at index {@code at} (1 to 3), where {@code b}, {@code c} or {@code d}
     * holds the guest's number. EPIPE comes with SIGPIPE.
     */
    public static long onFiles(GuestThread t, int nr, int fd, int at, long b, long c, long d, long e, long f) {
        OpenFile first = t.process.files.acquire(fd);
        if (first == null) {
            return -Errno.EBADF;
        }
        try {
            OpenFile second = t.process.files.acquire((int) (at == 1 ? b : at == 2 ? c : d));
            if (second == null) {
                return -Errno.EBADF;
            }
            try {
                int host = second.hostFd;
                return FileCalls.written(t,
                        t.blockingCall(nr, first.hostFd, at == 1 ? host : b, at == 2 ? host : c, at == 3 ? host : d, e, f));
            } finally {
                second.release();
            }
        } finally {
            first.release();
        }
    }

    /**
     * Gives a descriptor that the host has just made a guest number.
     *
     * @param hostFd the host's, close-on-exec, or -errno, which is returned
     * @param extension what a personality wants to remember of the file, or null
     * @return descriptor or -errno
     */
    public static long adopt(GuestThread t, long hostFd, boolean closeOnExec, @Nullable Object extension) {
        if (hostFd < 0) {
            return FileCalls.restartable(hostFd);
        }
        long flags = Sys.fcntl((int) hostFd, Sys.F_GETFL, 0);
        int mode = flags < 0 ? Sys.O_RDWR : (int) flags & Sys.O_ACCMODE;
        OpenFile file = PathCalls.adopt(t, (int) hostFd, mode, null, Roots.HOST, false);
        file.extension = extension;
        int fd = t.process.files.allocate(file, 0, closeOnExec);
        if (fd < 0) {
            file.release();
        }
        return fd;
    }

    /** dup3 with Linux O_CLOEXEC or 0. */
    public static long dup3(GuestThread t, int from, int to, int flags) {
        if ((flags & ~Sys.O_CLOEXEC) != 0 || from == to) {
            return -Errno.EINVAL;
        }
        long result = FileCalls.dup2(t, from, to);
        if (result >= 0 && flags != 0) {
            t.process.files.setCloseOnExec(to, true);
        }
        return result;
    }

    /** close_range; {@code mark}: only mark them close-on-exec. */
    public static long closeRange(GuestThread t, long first, long last, boolean mark) {
        if (first > last) {
            return -Errno.EINVAL;
        }
        FdTable files = t.process.files;
        long end = Math.min(last, files.highest());
        for (long fd = first; fd <= end; fd++) {
            if (mark) {
                files.setCloseOnExec((int) fd, true);
            } else {
                FileCalls.close(t, (int) fd);
            }
        }
        return 0;
    }
}
