package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/**
 * System calls on open files. Descriptors are the guest's, addresses guest addresses; data goes straight between host file and guest
 * memory. Results as described in {@link Personality}.
 */
public final class FileCalls {
    /** Most bytes that one call moves, as on Linux. */
    private static final long MOST_BYTES = 0x7ffff000L;
    /** Most buffers of readv and writev. */
    private static final int MOST_VECTORS = 1024;

    private FileCalls() {}

    /** System call numbers and a flag that only {@link #atOnce} needs. */
    private static final int SYS_PREADV2 = 327, SYS_PWRITEV2 = 328, RWF_NOWAIT = 8;

    /** The file behind a descriptor, or null; it stays open until the caller's system call ends, even if another thread closes it. */
    public static @Nullable OpenFile file(GuestThread t, int fd) {
        if (!t.process.threaded) {
            return t.process.files.get(fd);
        }
        OpenFile file = t.process.files.acquire(fd);
        if (file != null) {
            t.borrow(file);
        }
        return file;
    }

    /** A host result as a guest's: interrupted calls may be made again. */
    static long restartable(long result) {
        return result == -Errno.EINTR ? Kernel.RESTART : result;
    }

    /** The result of a write: SIGPIPE comes with EPIPE. */
    static long written(GuestThread t, long result) {
        if (result == -Errno.EPIPE) {
            Signals.post(t, SigInfo.from(t.process.signals().pipe, SigInfo.SI_KERNEL, t.process));
        }
        return restartable(result);
    }

    // ---- reading and writing ----

    /** read into guest memory. */
    public static long read(GuestThread t, int fd, long address, long length) {
        return transfer(t, Sys.SYS_READ, fd, address, length, 0);
    }

    /** pread. */
    public static long pread(GuestThread t, int fd, long address, long length, long offset) {
        return transfer(t, Sys.SYS_PREAD64, fd, address, length, offset);
    }

    /** write from guest memory; EPIPE comes with SIGPIPE. */
    public static long write(GuestThread t, int fd, long address, long length) {
        return transfer(t, Sys.SYS_WRITE, fd, address, length, 0);
    }

    /** pwrite. */
    public static long pwrite(GuestThread t, int fd, long address, long length, long offset) {
        return transfer(t, Sys.SYS_PWRITE64, fd, address, length, offset);
    }

    private static long transfer(GuestThread t, int nr, int fd, long address, long length, long offset) {
        if (length < 0) {
            return -Errno.EINVAL;
        }
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            boolean in = nr == Sys.SYS_READ || nr == Sys.SYS_PREAD64;
            if (file.kind == OpenFile.TERMINAL) {
                long stop = TerminalCalls.background(t, file, in);
                if (stop != 0) {
                    return stop;
                }
            }
            if (in && file.kind == OpenFile.DIRECTORY) {
                return -Errno.EISDIR; // some file systems say EINVAL
            }
            long n = Math.min(length, MOST_BYTES);
            long host = in ? t.memory().hostForWrite(address, n) : t.memory().hostForRead(address, n);
            long result = t.blockingCall(nr, file.hostFd, host, n, offset, 0, 0);
            if (result == -Errno.EINTR) {
                if (file.kind == OpenFile.REGULAR) {
                    result = Native.syscall(nr, file.hostFd, host, n, offset, 0, 0);
                } else if (nr == Sys.SYS_READ || nr == Sys.SYS_WRITE) {
                    t.scratch.putLong(0, host);
                    t.scratch.putLong(8, n);
                    result = atOnce(t, file, in, 1);
                }
            }
            return in ? restartable(result) : written(t, result);
        } finally {
            file.release();
        }
    }

    /**
     * Linux lets a signal end a transfer only while that waits; our call ends also when the signal came just before it. So what can be
     * moved without waiting is moved then: programs do not expect EINTR from a pipe with room, and lose what they wrote.
     *
     * @param n buffers described in the data area
     * @return as the transfer; -EINTR also where the host cannot tell whether it would wait
     */
    private static long atOnce(GuestThread t, OpenFile file, boolean in, int n) {
        int nr = in ? SYS_PREADV2 : SYS_PWRITEV2;
        long result = Native.syscall(nr, file.hostFd, t.scratch.data(), n, -1, 0, RWF_NOWAIT);
        boolean unknown = result == -Errno.EAGAIN || result == -Errno.EOPNOTSUPP || result == -Errno.ENOSYS || result == -Errno.EINVAL;
        return unknown ? -Errno.EINTR : result;
    }

    /** readv: n buffers of guest memory. */
    public static long readv(GuestThread t, int fd, long[] bases, long[] lengths, int n) {
        return vector(t, true, fd, bases, lengths, n);
    }

    /** writev. */
    public static long writev(GuestThread t, int fd, long[] bases, long[] lengths, int n) {
        return vector(t, false, fd, bases, lengths, n);
    }

    private static long vector(GuestThread t, boolean in, int fd, long[] bases, long[] lengths, int n) {
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            if (file.kind == OpenFile.TERMINAL) {
                long stop = TerminalCalls.background(t, file, in);
                if (stop != 0) {
                    return stop;
                }
            }
            long error = putVectors(t, in, bases, lengths, n, 0);
            if (error != 0) {
                return error;
            }
            int nr = in ? Sys.SYS_READV : Sys.SYS_WRITEV;
            long result = t.blockingCall(nr, file.hostFd, t.scratch.data(), n, 0, 0, 0);
            if (result == -Errno.EINTR) {
                result = file.kind == OpenFile.REGULAR
                        ? Native.syscall(nr, file.hostFd, t.scratch.data(), n, 0, 0, 0)
                        : atOnce(t, file, in, n);
            }
            return in ? restartable(result) : written(t, result);
        } finally {
            file.release();
        }
    }

    /** Writes struct iovec at an offset of the data area. @return 0 or -EINVAL */
    static long putVectors(GuestThread t, boolean in, long[] bases, long[] lengths, int n, int at) {
        if (n < 0 || n > MOST_VECTORS) {
            return -Errno.EINVAL;
        }
        AddressSpace memory = t.memory();
        long left = MOST_BYTES;
        for (int i = 0; i < n; i++) {
            if (lengths[i] < 0) {
                return -Errno.EINVAL;
            }
            long length = Math.min(lengths[i], left);
            left -= length;
            long host = in ? memory.hostForWrite(bases[i], length) : memory.hostForRead(bases[i], length);
            t.scratch.putLong(at + 16 * i, host);
            t.scratch.putLong(at + 16 * i + 8, length);
        }
        return 0;
    }

    /** lseek with Linux whence values; on directories offsets are the cookies of {@link DirEntry}. */
    public static long lseek(GuestThread t, int fd, long offset, int whence) {
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            return file.kind == OpenFile.DIRECTORY ? DirCalls.seek(file, offset, whence) : Sys.lseek(file.hostFd, offset, whence);
        } finally {
            file.release();
        }
    }

    /**
     * Reads file contents for the kernel or a personality (program headers, say).
     *
     * @return bytes read, fewer than wanted only at the end of the file, or -errno
     */
    public static long readFully(GuestThread t, OpenFile file, long offset, byte[] into, int at, int length) {
        Scratch s = t.scratch;
        int done = 0;
        while (done < length) {
            long n = Sys.pread(file.hostFd, s.data(), Math.min(length - done, s.dataSize), offset + done);
            if (n < 0) {
                if (n == -Errno.EINTR) {
                    continue;
                }
                return n;
            }
            if (n == 0) {
                break;
            }
            s.get(0, into, at + done, (int) n);
            done += (int) n;
        }
        return done;
    }

    // ---- attributes ----

    /** fstat. */
    public static long fstat(GuestThread t, int fd, FileStat out) {
        OpenFile file = file(t, fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        long result = Sys.fstat(t.scratch, file.hostFd);
        if (result == 0) {
            out.load(t.scratch);
        }
        return result;
    }

    /** fstatfs. */
    public static long fstatfs(GuestThread t, int fd, FsStat out) {
        OpenFile file = file(t, fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        long result = Sys.fstatfs(t.scratch, file.hostFd);
        if (result == 0) {
            out.load(t.scratch);
        }
        return result;
    }

    private static long simple(GuestThread t, int fd, int nr, long b, long c) {
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            if (file.readOnlyMount) {
                return -Errno.EROFS;
            }
            return restartable(t.blockingCall(nr, file.hostFd, b, c, 0, 0, 0));
        } finally {
            file.release();
        }
    }

    /** ftruncate. */
    public static long ftruncate(GuestThread t, int fd, long length) {
        return simple(t, fd, Sys.SYS_FTRUNCATE, length, 0);
    }

    /** fsync, or fdatasync. */
    public static long fsync(GuestThread t, int fd, boolean dataOnly) {
        return simple(t, fd, dataOnly ? Sys.SYS_FDATASYNC : Sys.SYS_FSYNC, 0, 0);
    }

    /** fchmod. */
    public static long fchmod(GuestThread t, int fd, int mode) {
        return simple(t, fd, Sys.SYS_FCHMOD, mode & 07777, 0);
    }

    /** fchown; -1 leaves an id as it is. */
    public static long fchown(GuestThread t, int fd, int uid, int gid) {
        return simple(t, fd, Sys.SYS_FCHOWN, uid, gid);
    }

    /** futimens; nanoseconds may be UTIME_NOW or UTIME_OMIT. */
    public static long futimens(
            GuestThread t, int fd, long accessSeconds, long accessNanos, long modifySeconds, long modifyNanos) {
        OpenFile file = file(t, fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        if (file.readOnlyMount) {
            return -Errno.EROFS;
        }
        Scratch s = t.scratch;
        s.putLong(0, accessSeconds);
        s.putLong(8, accessNanos);
        s.putLong(16, modifySeconds);
        s.putLong(24, modifyNanos);
        return Native.syscall(Sys.SYS_UTIMENSAT, file.hostFd, 0, s.data(), 0, 0, 0);
    }

    // ---- descriptors ----

    /** close. */
    public static long close(GuestThread t, int fd) {
        OpenFile file = t.process.files.remove(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        t.kernel.locks.closed(t.process, file);
        long result = file.release();
        return result == -Errno.EINTR ? 0 : result; // Linux has closed it nevertheless
    }

    /** dup and F_DUPFD: lowest free number from {@code min} on. */
    public static long dup(GuestThread t, int fd, int min, boolean closeOnExec) {
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        int copy = t.process.files.allocate(file, min, closeOnExec);
        if (copy < 0) {
            file.release();
        }
        return copy;
    }

    /** dup2. */
    public static long dup2(GuestThread t, int from, int to) {
        FdTable files = t.process.files;
        OpenFile file = files.acquire(from);
        if (file == null) {
            return -Errno.EBADF;
        }
        if (to < 0 || to >= files.limit()) {
            file.release();
            return -Errno.EBADF;
        }
        if (from == to) {
            file.release();
            return to;
        }
        OpenFile old = files.replace(to, file, false);
        if (old != null) {
            t.kernel.locks.closed(t.process, old);
            old.release();
        }
        return to;
    }

    /**
     * pipe with Linux flags O_NONBLOCK and O_CLOEXEC.
     *
     * @return read end in the low, write end in the high 32 bits, or -errno
     */
    public static long pipe(GuestThread t, int flags) {
        long pair = Sys.pipe2(t.scratch, flags & Sys.O_NONBLOCK | Sys.O_CLOEXEC);
        if (pair < 0) {
            return pair;
        }
        return pair(t, pair, OpenFile.PIPE, Sys.O_RDONLY, Sys.O_WRONLY, (flags & Sys.O_CLOEXEC) != 0);
    }

    /** Gives the two host descriptors in {@code hostPair} guest numbers. */
    static long pair(GuestThread t, long hostPair, int kind, int firstMode, int secondMode, boolean closeOnExec) {
        OpenFile first = new OpenFile((int) hostPair, kind, firstMode, null, Roots.HOST, 0, 0, false);
        OpenFile second = new OpenFile((int) (hostPair >>> 32), kind, secondMode, null, Roots.HOST, 0, 0, false);
        FdTable files = t.process.files;
        long a = files.allocate(first, 0, closeOnExec);
        long b = a < 0 ? a : files.allocate(second, 0, closeOnExec);
        if (b < 0) {
            if (a >= 0) {
                files.remove((int) a);
            }
            first.release();
            second.release();
            return b;
        }
        return b << 32 | a;
    }

    /** F_GETFD: 1 if close-on-exec. */
    public static long getDescriptorFlags(GuestThread t, int fd) {
        int on = t.process.files.closeOnExec(fd);
        return on < 0 ? -Errno.EBADF : on;
    }

    /** F_SETFD. */
    public static long setDescriptorFlags(GuestThread t, int fd, int flags) {
        return t.process.files.setCloseOnExec(fd, (flags & Sys.FD_CLOEXEC) != 0) ? 0 : -Errno.EBADF;
    }

    /** F_GETFL: Linux O_ flags. */
    public static long getStatusFlags(GuestThread t, int fd) {
        OpenFile file = file(t, fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        long flags = Sys.fcntl(file.hostFd, Sys.F_GETFL, 0);
        return flags < 0 ? flags : flags & (Sys.O_ACCMODE | Sys.O_APPEND | Sys.O_NONBLOCK | Sys.O_SYNC);
    }

    /** F_SETFL: Linux O_APPEND, O_NONBLOCK. */
    public static long setStatusFlags(GuestThread t, int fd, int flags) {
        OpenFile file = file(t, fd);
        return file == null ? -Errno.EBADF : Sys.fcntl(file.hostFd, Sys.F_SETFL, flags & (Sys.O_APPEND | Sys.O_NONBLOCK));
    }

    /**
     * Any host ioctl; {@code argument} is a value or a host address (of the scratch area, say). For terminals' process groups see
     * {@link TerminalCalls}.
     */
    public static long ioctl(GuestThread t, int fd, long hostRequest, long argument) {
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            return restartable(t.blockingCall(Sys.SYS_IOCTL, file.hostFd, hostRequest, argument, 0, 0, 0));
        } finally {
            file.release();
        }
    }
}
