package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Sys;

/** Record locks (see {@link LockTable}) and BSD locks of whole files. */
public final class LockCalls {
    /** While waiting the host is asked again at this interval: its processes do not tell when they unlock. */
    private static final long POLL_MILLIS = 20;

    private LockCalls() {}

    /** F_GETLK: {@code lock} becomes the first lock in the way, or its type UNLOCK. */
    public static long get(GuestThread t, int fd, FileLock lock) {
        return run(t, fd, lock, true, false);
    }

    /** F_SETLK, or F_SETLKW with {@code wait}. */
    public static long set(GuestThread t, int fd, FileLock lock, boolean wait) {
        return run(t, fd, lock, false, wait);
    }

    private static long run(GuestThread t, int fd, FileLock lock, boolean get, boolean wait) {
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            if (lock.type < FileLock.READ || lock.type > FileLock.UNLOCK || get && lock.type == FileLock.UNLOCK) {
                return -Errno.EINVAL;
            }
            if (file.ino == 0) {
                return -Errno.EINVAL; // pipes, sockets
            }
            long base = base(t, file, lock.whence);
            if (base < 0) {
                return base;
            }
            long start = base + lock.start;
            long end = lock.length == 0 ? LockTable.END : start + lock.length;
            if (lock.length < 0) {
                end = start;
                start += lock.length;
            }
            if (start < 0 || end <= start) {
                return start < 0 ? -Errno.EINVAL : -Errno.EOVERFLOW;
            }
            LockTable table = t.kernel.locks;
            boolean write = lock.type == FileLock.WRITE;
            if (get) {
                return table.get(t.process, file, write, start, end, lock);
            }
            if (lock.type == FileLock.UNLOCK) {
                return table.unlock(t.process, file, start, end);
            }
            if (write ? !file.writable() : !file.readable()) {
                return -Errno.EBADF;
            }
            while (true) {
                long result = table.set(t.process, file, write, start, end, wait);
                if (result != -Errno.EAGAIN || !wait) {
                    return result;
                }
                if (t.signalPending()) {
                    table.forget(t.process);
                    return Kernel.RESTART;
                }
                table.await(POLL_MILLIS);
            }
        } finally {
            file.release();
        }
    }

    private static long base(GuestThread t, OpenFile file, int whence) {
        switch (whence) {
            case Sys.SEEK_SET:
                return 0;
            case Sys.SEEK_CUR:
                return Sys.lseek(file.hostFd, 0, Sys.SEEK_CUR);
            case Sys.SEEK_END:
                FileStat stat = new FileStat();
                long error = Sys.fstat(t.scratch, file.hostFd);
                if (error != 0) {
                    return error;
                }
                stat.load(t.scratch);
                return stat.size;
            default:
                return -Errno.EINVAL;
        }
    }

    /** BSD flock with Linux LOCK_ bits: belongs to the open file, as on the host. */
    public static long flock(GuestThread t, int fd, int operation) {
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            return FileCalls.restartable(t.blockingCall(Sys.SYS_FLOCK, file.hostFd, operation, 0, 0, 0, 0));
        } finally {
            file.release();
        }
    }
}
