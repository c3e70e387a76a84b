package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.FileStat;
import heliotrope.kernel.PathCalls;
import java.util.Arrays;

/** Attributes of files and file systems. */
final class IrixStatCalls {
    private IrixStatCalls() {}

    private static final int VERSION_NATIVE = 2, VERSION_64 = 3;

    static long xstat(IrixThread x, int version, long address, long buffer, boolean follow) {
        byte[] path = x.path(address);
        if (path == null) {
            return -Errno.ENAMETOOLONG;
        }
        if (version != VERSION_NATIVE && version != VERSION_64) {
            return -Errno.EINVAL;
        }
        long result = PathCalls.stat(x.thread, path, follow, x.stat);
        return result < 0 ? result : store(x, version, x.stat, buffer);
    }

    static long fxstat(IrixThread x, int version, int fd, long buffer) {
        if (version != VERSION_NATIVE && version != VERSION_64) {
            return -Errno.EINVAL;
        }
        long result = FileCalls.fstat(x.thread, fd, x.stat);
        return result < 0 ? result : store(x, version, x.stat, buffer);
    }

    private static long store(IrixThread x, int version, FileStat stat, long buffer) {
        if (!FileStructs.stat(x.buffer, FileStructs.layout(x.abi, version == VERSION_64), stat)) {
            return -Errno.EOVERFLOW;
        }
        x.buffer.store(x.memory(), buffer);
        return 0;
    }

    static long statvfs(IrixThread x, long address, long buffer, boolean wide) {
        byte[] path = x.path(address);
        if (path == null) {
            return -Errno.ENAMETOOLONG;
        }
        long result = PathCalls.statfs(x.thread, path, x.fsStat);
        return result < 0 ? result : storeVfs(x, buffer, wide);
    }

    static long fstatvfs(IrixThread x, int fd, long buffer, boolean wide) {
        long result = FileCalls.fstatfs(x.thread, fd, x.fsStat);
        return result < 0 ? result : storeVfs(x, buffer, wide);
    }

    private static long storeVfs(IrixThread x, long buffer, boolean wide) {
        FileStructs.statvfs(x.buffer, FileStructs.layout(x.abi, wide), x.fsStat);
        x.buffer.store(x.memory(), buffer);
        return 0;
    }

    static long statfs(IrixThread x, long address, long buffer, int length) {
        byte[] path = x.path(address);
        if (path == null) {
            return -Errno.ENAMETOOLONG;
        }
        long result = PathCalls.statfs(x.thread, path, x.fsStat);
        return result < 0 ? result : storeFs(x, buffer, length);
    }

    static long fstatfs(IrixThread x, int fd, long buffer, int length) {
        long result = FileCalls.fstatfs(x.thread, fd, x.fsStat);
        return result < 0 ? result : storeFs(x, buffer, length);
    }

    private static long storeFs(IrixThread x, long buffer, int length) {
        if (length <= 0) {
            return -Errno.EINVAL;
        }
        FileStructs.statfs(x.buffer, x.abi, x.fsStat);
        x.memory().writeBytes(buffer, x.buffer.bytes, 0, Math.min(length, x.buffer.size));
        return 0;
    }

    /** sysfs: names and indices of file system types; there is one. */
    static long sysfs(IrixThread x, int operation, long a, long b) {
        switch (operation) {
            case 1: { // GETFSIND
                byte[] name = x.path(a);
                if (name == null) {
                    return -Errno.EINVAL;
                }
                return Arrays.equals(name, FileStructs.FS_TYPE) ? FileStructs.FS_INDEX : -Errno.EINVAL;
            }
            case 2: { // GETFSTYP
                if (a != FileStructs.FS_INDEX) {
                    return -Errno.EINVAL;
                }
                x.buffer.start(FileStructs.FS_TYPE.length + 1);
                x.buffer.putBytes(0, FileStructs.FS_TYPE);
                x.buffer.store(x.memory(), b);
                return 0;
            }
            case 3: // GETNFSTYP
                return 1;
            default:
                return -Errno.EINVAL;
        }
    }

    /** getmountid: something that is the same for all files of a file system. */
    static long getmountid(IrixThread x, long address, long id) {
        byte[] path = x.path(address);
        if (path == null) {
            return -Errno.ENAMETOOLONG;
        }
        long result = PathCalls.stat(x.thread, path, true, x.stat);
        if (result < 0) {
            return result;
        }
        x.buffer.start(16);
        x.buffer.put32(0, FileStructs.device(x.stat.dev));
        x.buffer.put64(8, x.stat.dev);
        x.buffer.store(x.memory(), id);
        return 0;
    }
}
