package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import java.util.Arrays;

/**
 * Descriptors of a process (or of several threads that share them). Its own monitor guards it; that is taken last of all locks.
 */
public final class FdTable {
    private @Nullable OpenFile[] files = new OpenFile[16];
    private long[] closeOnExec = new long[1];
    private int limit;
    /** Processes that share the table. */
    private int users = 1;

    FdTable(int limit) {
        this.limit = limit;
    }

    /** The file behind a descriptor, or null. Valid as long as nobody closes it: other threads' use goes through {@link #acquire}. */
    public synchronized @Nullable OpenFile get(int fd) {
        return fd >= 0 && fd < files.length ? files[fd] : null;
    }

    /** The file with one more reference, which the caller releases, or null. */
    synchronized @Nullable OpenFile acquire(int fd) {
        OpenFile file = fd >= 0 && fd < files.length ? files[fd] : null;
        if (file != null) {
            file.retain();
        }
        return file;
    }

    /**
     * Gives the file, with the caller's reference, the lowest free descriptor that is at least {@code min}.
     *
     * @return the descriptor, or -EMFILE or -EINVAL (the reference stays the caller's)
     */
    public synchronized int allocate(OpenFile file, int min, boolean cloexec) {
        if (min < 0 || min >= limit) {
            return -Errno.EINVAL;
        }
        int fd = min;
        while (fd < files.length && files[fd] != null) {
            fd++;
        }
        if (fd >= limit) {
            return -Errno.EMFILE;
        }
        put(fd, file, cloexec);
        return fd;
    }

    /**
     * Puts the file at a certain descriptor (dup2, descriptors of the first process).
     *
     * @return the file that was there; its reference is the caller's now
     */
    synchronized @Nullable OpenFile replace(int fd, OpenFile file, boolean cloexec) {
        OpenFile old = fd < files.length ? files[fd] : null;
        put(fd, file, cloexec);
        return old;
    }

    private void put(int fd, OpenFile file, boolean cloexec) {
        if (fd >= files.length) {
            files = Arrays.copyOf(files, Math.max(fd + 1, 2 * files.length));
        }
        if (fd >> 6 >= closeOnExec.length) {
            closeOnExec = Arrays.copyOf(closeOnExec, Math.max((fd >> 6) + 1, 2 * closeOnExec.length));
        }
        files[fd] = file;
        setBit(fd, cloexec);
    }

    private void setBit(int fd, boolean cloexec) {
        if (cloexec) {
            closeOnExec[fd >> 6] |= 1L << fd;
        } else {
            closeOnExec[fd >> 6] &= ~(1L << fd);
        }
    }

    /** Takes the file out; its reference is the caller's now. Null if there was none. */
    synchronized @Nullable OpenFile remove(int fd) {
        OpenFile file = fd >= 0 && fd < files.length ? files[fd] : null;
        if (file != null) {
            files[fd] = null;
            setBit(fd, false);
        }
        return file;
    }

    /** -1 if there is no such descriptor, else 0 or 1. */
    public synchronized int closeOnExec(int fd) {
        if (fd < 0 || fd >= files.length || files[fd] == null) {
            return -1;
        }
        return (int) (closeOnExec[fd >> 6] >>> fd & 1);
    }

    /** @return false if there is no such descriptor */
    public synchronized boolean setCloseOnExec(int fd, boolean on) {
        if (fd < 0 || fd >= files.length || files[fd] == null) {
            return false;
        }
        setBit(fd, on);
        return true;
    }

    /** Highest open descriptor, -1 if there is none. */
    public synchronized int highest() {
        int fd = files.length - 1;
        while (fd >= 0 && files[fd] == null) {
            fd--;
        }
        return fd;
    }

    /** Number of the first descriptor that cannot be used (RLIMIT_NOFILE). */
    public synchronized int limit() {
        return limit;
    }

    /** Sets {@link #limit}; what is open above it stays open. */
    public synchronized void limit(int newLimit) {
        limit = newLimit;
    }

    /** Copy for a child: the same files. */
    synchronized FdTable fork() {
        FdTable copy = new FdTable(limit);
        copy.files = files.clone();
        copy.closeOnExec = closeOnExec.clone();
        for (OpenFile file : copy.files) {
            if (file != null) {
                file.retain();
            }
        }
        return copy;
    }

    synchronized void share() {
        users++;
    }

    /** Whether more than one process uses the table. */
    synchronized boolean isShared() {
        return users > 1;
    }

    /** A process leaves; with the last one everything is closed. */
    void release(LockTable locks, Process process) {
        synchronized (this) {
            if (--users > 0) {
                return;
            }
        }
        int end = highest();
        for (int fd = 0; fd <= end; fd++) {
            closeFile(remove(fd), locks, process);
        }
    }

    /** Closes what is marked close-on-exec. */
    void closeOnExec(LockTable locks, Process process) {
        int end = highest();
        for (int fd = 0; fd <= end; fd++) {
            if (closeOnExec(fd) == 1) {
                closeFile(remove(fd), locks, process);
            }
        }
    }

    private static void closeFile(@Nullable OpenFile file, LockTable locks, Process process) {
        if (file != null) {
            locks.closed(process, file);
            file.release();
        }
    }
}
