package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.AtCalls;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.FileStat;
import heliotrope.kernel.FsStat;
import heliotrope.kernel.PathCalls;

/** Attributes of files and file systems. */
final class LinuxStatCalls {
    private LinuxStatCalls() {}

    private static final int STAT_FLAGS = Sys.AT_SYMLINK_NOFOLLOW | 0x800 | Sys.AT_EMPTY_PATH;

    /** stat, lstat, fstatat; {@code old}: o32's struct stat with 32-bit sizes. */
    static long stat(LinuxThread x, int directory, long path, long out, int flags, boolean old) {
        if ((flags & ~STAT_FLAGS) != 0) {
            return -Errno.EINVAL;
        }
        byte[] name = (flags & Sys.AT_SYMLINK_NOFOLLOW) == 0 ? x.path(path) : ProcFiles.link(x, x.plainPath(path));
        if (name == null) {
            return -Errno.ENAMETOOLONG;
        }
        long result = AtCalls.stat(x.thread, directory, name, flags, x.stat);
        return result != 0 ? result : old ? storeOld(x, out) : store(x, out);
    }

    static long fstat(LinuxThread x, int fd, long out, boolean old) {
        long result = FileCalls.fstat(x.thread, fd, x.stat);
        return result != 0 ? result : old ? storeOld(x, out) : store(x, out);
    }

    /** A device number as the kernel writes it into 32 bits. */
    private static int device(long dev) {
        int major = FileStat.major(dev);
        int minor = FileStat.minor(dev);
        return minor & 0xff | major << 8 | (minor & ~0xff) << 12;
    }

    /** o32's struct stat64, which is also the only struct stat of n32 and n64. */
    private static long store(LinuxThread x, long out) {
        FileStat s = x.stat;
        StructBuffer b = x.buffer.start(104);
        b.put32(0, device(s.dev));
        b.put64(16, s.ino);
        b.put32(24, s.mode);
        b.put32(28, (int) s.nlink);
        b.put32(32, s.uid);
        b.put32(36, s.gid);
        b.put32(40, device(s.rdev));
        b.put64(56, s.size);
        b.put32(64, (int) s.accessSeconds);
        b.put32(68, s.accessNanos);
        b.put32(72, (int) s.modifySeconds);
        b.put32(76, s.modifyNanos);
        b.put32(80, (int) s.changeSeconds);
        b.put32(84, s.changeNanos);
        b.put32(88, (int) s.blockSize);
        b.put64(96, s.blocks);
        b.store(x.memory(), out);
        return 0;
    }

    private static long storeOld(LinuxThread x, long out) {
        FileStat s = x.stat;
        if (s.size > Integer.MAX_VALUE || s.ino >>> 32 != 0) {
            return -Errno.EOVERFLOW;
        }
        StructBuffer b = x.buffer.start(144);
        b.put32(0, device(s.dev));
        b.put32(16, (int) s.ino);
        b.put32(20, s.mode);
        b.put32(24, (int) s.nlink);
        b.put32(28, s.uid);
        b.put32(32, s.gid);
        b.put32(36, device(s.rdev));
        b.put32(48, (int) s.size);
        b.put32(56, (int) s.accessSeconds);
        b.put32(60, s.accessNanos);
        b.put32(64, (int) s.modifySeconds);
        b.put32(68, s.modifyNanos);
        b.put32(72, (int) s.changeSeconds);
        b.put32(76, s.changeNanos);
        b.put32(80, (int) s.blockSize);
        b.put32(84, (int) s.blocks);
        b.store(x.memory(), out);
        return 0;
    }

    // spotless:off
    /** Offset and size of the numbers in struct statx; the layout is the same everywhere. */
    private static final int[] STATX = {
            0, 4, 4, 4, 8, 8, 16, 4, 20, 4, 24, 4, 28, 2, 32, 8, 40, 8, 48, 8, 56, 8,
            64, 8, 72, 4, 80, 8, 88, 4, 96, 8, 104, 4, 112, 8, 120, 4,
            128, 4, 132, 4, 136, 4, 140, 4, 144, 8, 152, 4, 156, 4, 160, 8, 168, 4, 172, 4, 176, 4,
    };
    // spotless:on
    private static final int STATX_SIZE = 256;

    static long statx(LinuxThread x, int directory, long path, int flags, int mask, long out) {
        byte[] name = (flags & Sys.AT_SYMLINK_NOFOLLOW) == 0 ? x.path(path) : ProcFiles.link(x, x.plainPath(path));
        if (name == null) {
            return -Errno.ENAMETOOLONG;
        }
        long result = AtCalls.statx(x.thread, directory, name, flags, mask);
        if (result != 0) {
            return result;
        }
        Scratch s = x.thread.scratch;
        StructBuffer b = x.buffer.start(STATX_SIZE);
        for (int i = 0; i < STATX.length; i += 2) {
            int at = STATX[i];
            switch (STATX[i + 1]) {
                case 2 -> b.put16(at, s.getInt(at));
                case 4 -> b.put32(at, s.getInt(at));
                default -> b.put64(at, s.getLong(at));
            }
        }
        b.store(x.memory(), out);
        return 0;
    }

    // ---- file systems ----

    static long statfs(LinuxThread x, long path, long out) {
        byte[] name = x.path(path);
        if (name == null) {
            return -Errno.ENAMETOOLONG;
        }
        long result = PathCalls.statfs(x.thread, name, x.fsStat);
        return result != 0 ? result : store(x, out, x.fsStat);
    }

    static long fstatfs(LinuxThread x, int fd, long out) {
        long result = FileCalls.fstatfs(x.thread, fd, x.fsStat);
        return result != 0 ? result : store(x, out, x.fsStat);
    }

    /** struct statfs: words, but for the two halves of the identifier. */
    private static long store(LinuxThread x, long out, FsStat f) {
        long[] values = {f.type, f.blockSize, f.fragmentSize, f.blocks, f.blocksFree, f.files, f.filesFree, f.blocksAvailable};
        int w = x.abi.word;
        if (w == 4 && ((f.blocks | f.blocksFree | f.blocksAvailable) >>> 32 != 0
                || tooLarge(f.files) || tooLarge(f.filesFree))) {
            return -Errno.EOVERFLOW;
        }
        StructBuffer b = x.buffer.start(15 * w + 8);
        for (int i = 0; i < values.length; i++) {
            b.putWord(i * w, values[i]);
        }
        b.put32(8 * w, (int) f.fsid);
        b.put32(8 * w + 4, (int) (f.fsid >>> 32));
        b.putWord(8 * w + 8, f.nameMax);
        b.putWord(9 * w + 8, f.flags);
        b.store(x.memory(), out);
        return 0;
    }

    /** Numbers of files may be -1 for unknown. */
    private static boolean tooLarge(long files) {
        return files != -1 && files >>> 32 != 0;
    }

    private static final int STATFS64_SIZE = 96;

    static long statfs64(LinuxThread x, long path, long size, long out) {
        if (size != STATFS64_SIZE) {
            return -Errno.EINVAL;
        }
        byte[] name = x.path(path);
        if (name == null) {
            return -Errno.ENAMETOOLONG;
        }
        long result = PathCalls.statfs(x.thread, name, x.fsStat);
        return result != 0 ? result : store64(x, out, x.fsStat);
    }

    static long fstatfs64(LinuxThread x, int fd, long size, long out) {
        if (size != STATFS64_SIZE) {
            return -Errno.EINVAL;
        }
        long result = FileCalls.fstatfs(x.thread, fd, x.fsStat);
        return result != 0 ? result : store64(x, out, x.fsStat);
    }

    private static long store64(LinuxThread x, long out, FsStat f) {
        StructBuffer b = x.buffer.start(STATFS64_SIZE);
        b.put32(0, (int) f.type);
        b.put32(4, (int) f.blockSize);
        b.put32(8, (int) f.fragmentSize);
        b.put64(16, f.blocks);
        b.put64(24, f.blocksFree);
        b.put64(32, f.files);
        b.put64(40, f.filesFree);
        b.put64(48, f.blocksAvailable);
        b.put32(56, (int) f.fsid);
        b.put32(60, (int) (f.fsid >>> 32));
        b.put32(64, (int) f.nameMax);
        b.put32(68, (int) f.flags);
        b.store(x.memory(), out);
        return 0;
    }
}
