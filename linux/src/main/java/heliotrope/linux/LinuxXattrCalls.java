package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AtCalls;
import heliotrope.kernel.HostCalls;

/** Extended attributes, as the host's file systems have them. */
final class LinuxXattrCalls {
    private LinuxXattrCalls() {}

    private static final int NAME_MAX = 255, SIZE_MAX = 65536;

    /** Puts an attribute's name into the second path area; the first gets the file's. @return its host address or -errno */
    private static long name(LinuxThread x, long address) {
        byte[] name = x.memory().readCString(address, NAME_MAX);
        return name == null || name.length == 0 ? -Errno.ERANGE : x.thread.scratch.path2(name);
    }

    /** Any of the calls on a name (with {@code path}) or a descriptor (path null). */
    private static long call(LinuxThread x, int nr, byte @Nullable [] path, int fd, boolean follow, boolean changes, long b, long c,
            long d, long e) {
        return path == null
                ? HostCalls.onFile(x.thread, nr, fd, b, c, d, e, 0)
                : AtCalls.byHostName(x.thread, nr, path, follow, changes, b, c, d, e);
    }

    /** setxattr, lsetxattr, fsetxattr (with 0 for {@code path}). */
    static long set(LinuxThread x, int nr, long path, int fd, boolean follow, long name, long value, long size, int flags) {
        byte[] file = null;
        if (nr != Sys.SYS_FSETXATTR) {
            file = x.path(path);
            if (file == null) {
                return -Errno.ENAMETOOLONG;
            }
        }
        if ((flags & ~3) != 0) {
            return -Errno.EINVAL;
        }
        long attribute = name(x, name);
        if (attribute < 0) {
            return attribute;
        }
        if (size > SIZE_MAX || size < 0) {
            return -Errno.E2BIG;
        }
        long host = size == 0 ? 0 : x.memory().hostForRead(value, size);
        return call(x, nr, file, fd, follow, true, attribute, host, size, flags);
    }

    /** getxattr and its kin. */
    static long get(LinuxThread x, int nr, long path, int fd, boolean follow, long name, long value, long size) {
        byte[] file = null;
        if (nr != Sys.SYS_FGETXATTR) {
            file = x.path(path);
            if (file == null) {
                return -Errno.ENAMETOOLONG;
            }
        }
        long attribute = name(x, name);
        if (attribute < 0) {
            return attribute;
        }
        long room = Math.min(Math.max(size, 0), SIZE_MAX);
        long host = room == 0 ? 0 : x.memory().hostForWrite(value, room);
        return call(x, nr, file, fd, follow, false, attribute, host, room, 0);
    }

    /** listxattr and its kin. */
    static long list(LinuxThread x, int nr, long path, int fd, boolean follow, long list, long size) {
        byte[] file = null;
        if (nr != Sys.SYS_FLISTXATTR) {
            file = x.path(path);
            if (file == null) {
                return -Errno.ENAMETOOLONG;
            }
        }
        long room = Math.min(Math.max(size, 0), SIZE_MAX);
        long host = room == 0 ? 0 : x.memory().hostForWrite(list, room);
        return call(x, nr, file, fd, follow, false, host, room, 0, 0);
    }

    /** removexattr and its kin. */
    static long remove(LinuxThread x, int nr, long path, int fd, boolean follow, long name) {
        byte[] file = null;
        if (nr != Sys.SYS_FREMOVEXATTR) {
            file = x.path(path);
            if (file == null) {
                return -Errno.ENAMETOOLONG;
            }
        }
        long attribute = name(x, name);
        return attribute < 0 ? attribute : call(x, nr, file, fd, follow, true, attribute, 0, 0, 0);
    }
}
