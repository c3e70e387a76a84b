package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.PathCalls;

/** Open files: read, write, seek, duplicate. */
final class IrixFileCalls {
    private IrixFileCalls() {}

    /** Most buffers of readv and writev. */
    private static final int IOV_MAX = 512;

    private static final int O_NDELAY = 4, O_NONBLOCK = 0x80;

    // spotless:off
    /** IRIX bit, Linux bit. O_LARGEFILE, O_DIRECT (which would want aligned buffers) and O_BULK are without effect. */
    private static final int[] OPEN_FLAGS = {
            O_NDELAY, Sys.O_NONBLOCK,  8, Sys.O_APPEND,   0x10, Sys.O_SYNC,    0x20, Sys.O_DSYNC,  0x40, Sys.O_SYNC,
            O_NONBLOCK, Sys.O_NONBLOCK,  0x100, Sys.O_CREAT,  0x200, Sys.O_TRUNC,  0x400, Sys.O_EXCL,  0x800, Sys.O_NOCTTY,
    };
    // spotless:on

    static long read(IrixThread x, int fd, long address, long n) {
        long result = FileCalls.read(x.thread, fd, address, n);
        return result == -Errno.EAGAIN && saysNothing(x, fd) ? 0 : result;
    }

    /** Whether the descriptor was opened with O_NDELAY, under which an empty pipe or line reads as an end of file. */
    private static boolean saysNothing(IrixThread x, int fd) {
        heliotrope.kernel.OpenFile file = x.process().files.get(fd);
        return file != null && file.extension instanceof NoDelay;
    }

    /** Marks files in O_NDELAY mode (System V), to tell it from O_NONBLOCK (POSIX); the host knows only one. */
    private static final class NoDelay {
        static final NoDelay MARK = new NoDelay();
    }

    static long write(IrixThread x, int fd, long address, long n) {
        return FileCalls.write(x.thread, fd, address, n);
    }

    static long pread(IrixThread x, int fd, long address, long n, long offset) {
        return FileCalls.pread(x.thread, fd, address, n, offset);
    }

    static long pwrite(IrixThread x, int fd, long address, long n, long offset) {
        return FileCalls.pwrite(x.thread, fd, address, n, offset);
    }

    static long readv(IrixThread x, int fd, long vector, int n) {
        if (n < 1 || n > IOV_MAX) {
            return -Errno.EINVAL;
        }
        long[] bases = new long[n];
        long[] lengths = new long[n];
        loadVector(x, vector, n, bases, lengths);
        return FileCalls.readv(x.thread, fd, bases, lengths, n);
    }

    static long writev(IrixThread x, int fd, long vector, int n) {
        if (n < 1 || n > IOV_MAX) {
            return -Errno.EINVAL;
        }
        long[] bases = new long[n];
        long[] lengths = new long[n];
        loadVector(x, vector, n, bases, lengths);
        return FileCalls.writev(x.thread, fd, bases, lengths, n);
    }

    static void loadVector(IrixThread x, long vector, int n, long[] bases, long[] lengths) {
        for (int i = 0; i < n; i++) {
            bases[i] = x.word(vector + 2L * x.abi.word * i);
            lengths[i] = x.word(vector + 2L * x.abi.word * i + x.abi.word);
        }
    }

    static long open(IrixThread x, long address, int flags, int mode) {
        byte[] path = x.path(address);
        if (path == null) {
            return -Errno.ENAMETOOLONG;
        }
        if ((flags & 3) == 3) {
            return -Errno.EINVAL;
        }
        if ((flags & 3) == Sys.O_WRONLY && isConsole(path) && x.process().files.get(2) != null) {
            return FileCalls.dup(x.thread, 2, 0, false);
        }
        long fd = PathCalls.open(x.thread, path, hostOpenFlags(flags), mode & 07777);
        if (fd >= 0 && (flags & (O_NDELAY | O_NONBLOCK)) == O_NDELAY) {
            markNoDelay(x, (int) fd, true);
        }
        return fd;
    }

    /**
     * The system console, where rld complains when there is no terminal. The host's is none of a guest's business, and nobody would
     * read it there: stderr takes its place.
     */
    private static boolean isConsole(byte[] path) {
        if (path.length != CONSOLE.length()) {
            return false;
        }
        for (int i = 0; i < path.length; i++) {
            if (path[i] != CONSOLE.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static final String CONSOLE = "/dev/console";

    static void markNoDelay(IrixThread x, int fd, boolean on) {
        heliotrope.kernel.OpenFile file = x.process().files.get(fd);
        if (file != null && (on || file.extension instanceof NoDelay)) {
            file.extension = on ? NoDelay.MARK : null;
        }
    }

    static boolean isNoDelay(IrixThread x, int fd) {
        return saysNothing(x, fd);
    }

    static int hostOpenFlags(int flags) {
        int host = flags & 3;
        for (int i = 0; i < OPEN_FLAGS.length; i += 2) {
            if ((flags & OPEN_FLAGS[i]) != 0) {
                host |= OPEN_FLAGS[i + 1];
            }
        }
        return host;
    }

    /** Status flags as F_GETFL gives them. */
    static int guestStatusFlags(int host, boolean noDelay) {
        int flags = host & 3;
        flags |= (host & Sys.O_APPEND) != 0 ? 8 : 0;
        flags |= (host & Sys.O_NONBLOCK) != 0 ? noDelay ? O_NDELAY : O_NONBLOCK : 0;
        flags |= (host & Sys.O_SYNC) == Sys.O_SYNC ? 0x10 : (host & Sys.O_DSYNC) != 0 ? 0x20 : 0;
        flags |= (host & O_ASYNC) != 0 ? FASYNC : 0;
        return flags;
    }

    static final int O_ASYNC = 0x2000, FASYNC = 0x1000;

    static long creat(IrixThread x, long address, int mode) {
        return open(x, address, 1 | 0x100 | 0x200, mode);
    }

    static long close(IrixThread x, int fd) {
        return FileCalls.close(x.thread, fd);
    }

    static long lseek(IrixThread x, int fd, long offset, int whence) {
        if (whence < 0 || whence > 2) {
            return -Errno.EINVAL;
        }
        long at = FileCalls.lseek(x.thread, fd, offset, whence);
        return at > Integer.MAX_VALUE && !x.abi.wide ? -Errno.EOVERFLOW : at;
    }

    static long lseek64(IrixThread x, int fd, long offset, int whence) {
        if (whence < 0 || whence > 2) {
            return -Errno.EINVAL;
        }
        long at = FileCalls.lseek(x.thread, fd, offset, whence);
        if (at < 0 || x.abi.wide) {
            return at;
        }
        x.second((int) at);
        return at >>> 32;
    }

    static long dup(IrixThread x, int fd) {
        return FileCalls.dup(x.thread, fd, 0, false);
    }

    static long pipe(IrixThread x) {
        long pair = FileCalls.pipe(x.thread, 0);
        if (pair < 0) {
            return pair;
        }
        x.second((int) (pair >>> 32));
        return (int) pair;
    }

    static long ftruncate(IrixThread x, int fd, long length) {
        return length < 0 ? -Errno.EINVAL : FileCalls.ftruncate(x.thread, fd, length);
    }

    static long fsync(IrixThread x, int fd, boolean dataOnly) {
        return FileCalls.fsync(x.thread, fd, dataOnly);
    }

    static long fchown(IrixThread x, int fd, int uid, int gid) {
        return FileCalls.fchown(x.thread, fd, uid, gid);
    }

    static long fchmod(IrixThread x, int fd, int mode) {
        return FileCalls.fchmod(x.thread, fd, mode & 07777);
    }
}
