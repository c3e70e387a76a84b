package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.PathCalls;

/** Calls on names. */
final class IrixPathCalls {
    private IrixPathCalls() {}

    private static final int EFF_ONLY = 8;

    static long link(IrixThread x, long old, long created, boolean follow) {
        byte[] from = x.path(old);
        byte[] to = x.path(created);
        return from == null || to == null ? -Errno.ENAMETOOLONG : PathCalls.link(x.thread, from, to, follow);
    }

    static long unlink(IrixThread x, long address) {
        byte[] path = x.path(address);
        return path == null ? -Errno.ENAMETOOLONG : PathCalls.unlink(x.thread, path);
    }

    static long rename(IrixThread x, long old, long created) {
        byte[] from = x.path(old);
        byte[] to = x.path(created);
        return from == null || to == null ? -Errno.ENAMETOOLONG : PathCalls.rename(x.thread, from, to);
    }

    static long symlink(IrixThread x, long target, long created) {
        byte[] text = x.path(target);
        byte[] path = x.path(created);
        return text == null || path == null ? -Errno.ENAMETOOLONG : PathCalls.symlink(x.thread, text, path);
    }

    static long readlink(IrixThread x, long address, long buffer, long n) {
        byte[] path = x.path(address);
        if (path == null) {
            return -Errno.ENAMETOOLONG;
        }
        return n == 0 ? -Errno.EINVAL : PathCalls.readlink(x.thread, path, buffer, n);
    }

    static long mkdir(IrixThread x, long address, int mode) {
        byte[] path = x.path(address);
        return path == null ? -Errno.ENAMETOOLONG : PathCalls.mkdir(x.thread, path, mode & 07777);
    }

    static long rmdir(IrixThread x, long address) {
        byte[] path = x.path(address);
        return path == null ? -Errno.ENAMETOOLONG : PathCalls.rmdir(x.thread, path);
    }

    static long xmknod(IrixThread x, int version, long address, int mode, int device) {
        byte[] path = x.path(address);
        if (path == null) {
            return -Errno.ENAMETOOLONG;
        }
        return version != 2 ? -Errno.EINVAL : PathCalls.mknod(x.thread, path, mode, FileStructs.hostDevice(device));
    }

    static long chdir(IrixThread x, long address) {
        byte[] path = x.path(address);
        return path == null ? -Errno.ENAMETOOLONG : PathCalls.chdir(x.thread, path);
    }

    static long fchdir(IrixThread x, int fd) {
        return PathCalls.fchdir(x.thread, fd);
    }

    static long chroot(IrixThread x, long address) {
        byte[] path = x.path(address);
        return path == null ? -Errno.ENAMETOOLONG : PathCalls.chroot(x.thread, path);
    }

    static long chmod(IrixThread x, long address, int mode) {
        byte[] path = x.path(address);
        return path == null ? -Errno.ENAMETOOLONG : PathCalls.chmod(x.thread, path, mode & 07777);
    }

    static long chown(IrixThread x, long address, int uid, int gid, boolean follow) {
        byte[] path = x.path(address);
        return path == null ? -Errno.ENAMETOOLONG : PathCalls.chown(x.thread, path, uid, gid, follow);
    }

    static long access(IrixThread x, long address, int mode) {
        byte[] path = x.path(address);
        if (path == null) {
            return -Errno.ENAMETOOLONG;
        }
        if ((mode & ~(7 | EFF_ONLY)) != 0) {
            return -Errno.EINVAL;
        }
        return PathCalls.access(x.thread, path, mode & 7, (mode & EFF_ONLY) != 0);
    }

    static long truncate(IrixThread x, long address, long length) {
        byte[] path = x.path(address);
        if (path == null) {
            return -Errno.ENAMETOOLONG;
        }
        return length < 0 ? -Errno.EINVAL : PathCalls.truncate(x.thread, path, length);
    }

    /** utime with whole seconds; no times: now. */
    static long utime(IrixThread x, long address, long times) {
        byte[] path = x.path(address);
        if (path == null) {
            return -Errno.ENAMETOOLONG;
        }
        if (times == 0) {
            return PathCalls.utimens(x.thread, path, 0, Sys.UTIME_NOW, 0, Sys.UTIME_NOW, true);
        }
        AddressSpace m = x.memory();
        return PathCalls.utimens(x.thread, path, m.s32(times), 0, m.s32(times + 4), 0, true);
    }

    /** utimets: two timevals. */
    static long utimets(IrixThread x, long address, long times) {
        byte[] path = x.path(address);
        if (path == null) {
            return -Errno.ENAMETOOLONG;
        }
        if (times == 0) {
            return PathCalls.utimens(x.thread, path, 0, Sys.UTIME_NOW, 0, Sys.UTIME_NOW, true);
        }
        long modify = times + ProcessStructs.timeSize(x.abi);
        long accessMicros = IrixTimeCalls.fraction(x, times, 1_000_000);
        long modifyMicros = IrixTimeCalls.fraction(x, modify, 1_000_000);
        if (accessMicros < 0 || modifyMicros < 0) {
            return -Errno.EINVAL;
        }
        return PathCalls.utimens(x.thread, path, IrixTimeCalls.timevalSeconds(x, times), accessMicros * 1000,
                IrixTimeCalls.timevalSeconds(x, modify), modifyMicros * 1000, true);
    }
}
