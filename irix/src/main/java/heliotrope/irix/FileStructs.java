package heliotrope.irix;

import heliotrope.kernel.FileLock;
import heliotrope.kernel.FileStat;
import heliotrope.kernel.FsStat;

/** Structures about files, as o32 programs see them. Those for 64-bit offsets are also n32's own. */
final class FileStructs {
    private FileStructs() {}

    static final int STAT_SIZE = 136, STAT64_SIZE = 152, STATVFS_SIZE = 156, STATVFS64_SIZE = 184, STATFS_SIZE = 40;
    static final int FLOCK_SIZE = 36, FLOCK64_SIZE = 48;

    /** File systems are called by the name of IRIX' own. */
    static final String FS_TYPE = "xfs";

    private static final int S_IFMT = 0xf000;

    /** IRIX device number (14 bits major, 18 bits minor) of a Linux one. */
    static int device(long linux) {
        return FileStat.major(linux) << 18 | FileStat.minor(linux) & 0x3ffff;
    }

    /** Linux device number of an IRIX one. */
    static long hostDevice(int device) {
        return FileStat.device(device >>> 18, device & 0x3ffff);
    }

    /**
     * struct stat, version 2: 32-bit sizes and inodes.
     *
     * @return false if the size does not fit (EOVERFLOW). Inode numbers are folded instead: programs only compare them
     */
    static boolean stat(StructBuffer b, FileStat s) {
        b.start(STAT_SIZE);
        if (s.size > Integer.MAX_VALUE && (s.mode & S_IFMT) == 0x8000) {
            return false;
        }
        b.put32(0, device(s.dev));
        b.put32(16, foldInode(s.ino));
        b.put32(20, s.mode);
        b.put32(24, (int) s.nlink);
        b.put32(28, s.uid);
        b.put32(32, s.gid);
        b.put32(36, device(s.rdev));
        b.put32(48, (int) Math.min(s.size, Integer.MAX_VALUE));
        putTimes(b, 56, s);
        b.put32(80, (int) s.blockSize);
        b.put32(84, (int) Math.min(s.blocks, Integer.MAX_VALUE));
        b.putString(88, 16, FS_TYPE);
        return true;
    }

    /** struct stat64, version 3. */
    static void stat64(StructBuffer b, FileStat s) {
        b.start(STAT64_SIZE);
        b.put32(0, device(s.dev));
        b.put64(16, s.ino);
        b.put32(24, s.mode);
        b.put32(28, (int) s.nlink);
        b.put32(32, s.uid);
        b.put32(36, s.gid);
        b.put32(40, device(s.rdev));
        b.put64(56, s.size);
        putTimes(b, 68, s);
        b.put32(92, (int) s.blockSize);
        b.put64(96, s.blocks);
        b.putString(104, 16, FS_TYPE);
    }

    private static void putTimes(StructBuffer b, int at, FileStat s) {
        b.put32(at, (int) s.accessSeconds);
        b.put32(at + 4, s.accessNanos);
        b.put32(at + 8, (int) s.modifySeconds);
        b.put32(at + 12, s.modifyNanos);
        b.put32(at + 16, (int) s.changeSeconds);
        b.put32(at + 20, s.changeNanos);
    }

    /** A 32-bit inode number: the same for small ones, never 0 (which means "no entry" in directories). */
    static int foldInode(long ino) {
        int folded = (int) (ino ^ ino >>> 32);
        return folded == 0 ? 1 : folded;
    }

    /** struct statvfs; figures that do not fit are cut off at the largest that does. */
    static void statvfs(StructBuffer b, FsStat s) {
        b.start(STATVFS_SIZE);
        b.put32(0, (int) s.blockSize);
        b.put32(4, (int) fragment(s));
        b.put32(8, clamp(s.blocks));
        b.put32(12, clamp(s.blocksFree));
        b.put32(16, clamp(s.blocksAvailable));
        b.put32(20, clamp(s.files));
        b.put32(24, clamp(s.filesFree));
        b.put32(28, clamp(s.filesFree));
        b.put32(32, (int) s.fsid);
        b.putString(36, 16, FS_TYPE);
        b.put32(52, flags(s));
        b.put32(56, (int) s.nameMax);
    }

    /** struct statvfs64. */
    static void statvfs64(StructBuffer b, FsStat s) {
        b.start(STATVFS64_SIZE);
        b.put32(0, (int) s.blockSize);
        b.put32(4, (int) fragment(s));
        b.put64(8, s.blocks);
        b.put64(16, s.blocksFree);
        b.put64(24, s.blocksAvailable);
        b.put64(32, s.files);
        b.put64(40, s.filesFree);
        b.put64(48, s.filesFree);
        b.put32(56, (int) s.fsid);
        b.putString(60, 16, FS_TYPE);
        b.put32(76, flags(s));
        b.put32(80, (int) s.nameMax);
    }

    /** struct statfs: f_frsize 0, so counts are in blocks of 512 bytes. */
    static void statfs(StructBuffer b, FsStat s) {
        b.start(STATFS_SIZE);
        long sectors = Math.max(1, fragment(s) / 512);
        b.put16(0, FS_INDEX);
        b.put32(4, (int) s.blockSize);
        b.put32(12, clamp(s.blocks * sectors));
        b.put32(16, clamp(s.blocksFree * sectors));
        b.put32(20, clamp(s.files));
        b.put32(24, clamp(s.filesFree));
    }

    /** Index of {@link #FS_TYPE} in the table of sysfs. */
    static final int FS_INDEX = 1;

    private static long fragment(FsStat s) {
        return s.fragmentSize != 0 ? s.fragmentSize : s.blockSize;
    }

    private static int flags(FsStat s) {
        return (int) s.flags & 3 | 4; // ST_RDONLY, ST_NOSUID; long names are refused, not cut
    }

    private static int clamp(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    /** struct flock into {@code lock}; false: unknown type. IRIX counts its types from 1. */
    static boolean readFlock(StructBuffer b, FileLock lock, boolean wide) {
        int type = b.get16(0);
        lock.type = type - 1;
        lock.whence = b.get16(2);
        lock.start = wide ? b.get64(8) : b.get32(4);
        lock.length = wide ? b.get64(16) : b.get32(8);
        return type >= 1 && type <= 3;
    }

    /** The answer to F_GETLK: only type, whence and pid change when nothing is in the way. */
    static void writeFlock(StructBuffer b, FileLock lock, boolean wide) {
        b.put16(0, lock.type + 1);
        if (lock.type == FileLock.UNLOCK) {
            return;
        }
        b.put16(2, lock.whence);
        if (wide) {
            b.put64(8, lock.start);
            b.put64(16, lock.length);
            b.put32(24, 0);
            b.put32(28, lock.pid);
        } else {
            b.put32(4, (int) lock.start);
            b.put32(8, (int) lock.length);
            b.put32(12, 0);
            b.put32(16, lock.pid);
        }
    }
}
