package heliotrope.irix;

import heliotrope.kernel.FileLock;
import heliotrope.kernel.FileStat;
import heliotrope.kernel.FsStat;

/**
 * Structures about files. They come in three layouts: o32's own, the one with 64-bit offsets and 32-bit longs (n32's own, and that of the
 * calls with 64 in their names in o32), and n64's.
 */
final class FileStructs {
    private FileStructs() {}

    /** Layouts, as columns of the tables. */
    static final int NARROW = 0, WIDE = 1, LONG = 2;

    // spotless:off
    private static final int[] STAT_SIZE = {136, 152, 240};
    /** dev ino mode nlink uid gid rdev size times blksize blocks fstype. */
    private static final int[][] STAT = {
            {0, 16, 20, 24, 28, 32, 36, 48, 56, 80, 84, 88},
            {0, 16, 24, 28, 32, 36, 40, 56, 68, 92, 96, 104},
            {0, 32, 40, 44, 48, 52, 56, 80, 96, 144, 152, 160},
    };
    private static final int[] STATVFS_SIZE = {156, 184, 264};
    /** frsize blocks bfree bavail files ffree favail fsid basetype flag namemax. */
    private static final int[][] STATVFS = {
            {4, 8, 12, 16, 20, 24, 28, 32, 36, 52, 56},
            {4, 8, 16, 24, 32, 40, 48, 56, 60, 76, 80},
            {8, 16, 24, 32, 40, 48, 56, 64, 72, 88, 96},
    };
    private static final int[] STATFS_SIZE = {40, 64, 72};
    /** bsize blocks bfree files ffree. */
    private static final int[][] STATFS = {
            {4, 12, 16, 20, 24},
            {4, 16, 24, 32, 40},
            {8, 24, 32, 40, 48},
    };
    private static final int[] FLOCK_SIZE = {36, 48, 72};
    /** start len sysid pid. */
    private static final int[][] FLOCK = {
            {4, 8, 12, 16},
            {8, 16, 24, 28},
            {8, 16, 24, 32},
    };
    // spotless:on

    /** File systems are called by the name of IRIX' own. */
    static final byte[] FS_TYPE = {'x', 'f', 's'};

    private static final int S_IFMT = 0xf000;

    /** The layout of an ABI, or of its calls with 64 in their names. */
    static int layout(IrixAbi abi, boolean wide) {
        return wide ? Math.max(abi.column, WIDE) : abi.column;
    }

    /** IRIX device number (14 bits major, 18 bits minor) of a Linux one. */
    static int device(long linux) {
        return FileStat.major(linux) << 18 | FileStat.minor(linux) & 0x3ffff;
    }

    /** Linux device number of an IRIX one. */
    static long hostDevice(int device) {
        return FileStat.device(device >>> 18, device & 0x3ffff);
    }

    /** An unsigned number of 32 or 64 bits, at most what fits. */
    private static void count(StructBuffer b, int layout, int at, long value) {
        if (layout == NARROW) {
            b.put32(at, value < Integer.MAX_VALUE ? (int) value : Integer.MAX_VALUE);
        } else {
            b.put64(at, value);
        }
    }

    /** A long. */
    private static void word(StructBuffer b, int layout, int at, long value) {
        if (layout == LONG) {
            b.put64(at, value);
        } else {
            b.put32(at, (int) value);
        }
    }

    /**
     * struct stat (version 2) or stat64 (version 3).
     *
     * @return false if the size does not fit (EOVERFLOW). Inode numbers are folded instead: programs only compare them
     */
    static boolean stat(StructBuffer b, int layout, FileStat s) {
        b.start(STAT_SIZE[layout]);
        int[] at = STAT[layout];
        if (layout == NARROW && s.size > Integer.MAX_VALUE && (s.mode & S_IFMT) == 0x8000) {
            return false;
        }
        b.put32(at[0], device(s.dev));
        if (layout == NARROW) {
            b.put32(at[1], foldInode(s.ino));
        } else {
            b.put64(at[1], s.ino);
        }
        b.put32(at[2], s.mode);
        b.put32(at[3], (int) s.nlink);
        b.put32(at[4], s.uid);
        b.put32(at[5], s.gid);
        b.put32(at[6], device(s.rdev));
        count(b, layout, at[7], s.size);
        int times = at[8];
        int step = layout == LONG ? 16 : 8;
        time(b, layout, times, s.accessSeconds, s.accessNanos);
        time(b, layout, times + step, s.modifySeconds, s.modifyNanos);
        time(b, layout, times + 2 * step, s.changeSeconds, s.changeNanos);
        word(b, layout, at[9], s.blockSize);
        count(b, layout, at[10], s.blocks);
        b.putBytes(at[11], FS_TYPE);
        return true;
    }

    /** struct timespec: seconds have 32 bits everywhere. */
    private static void time(StructBuffer b, int layout, int at, long seconds, int nanos) {
        if (layout == LONG) {
            b.put32(at, (int) seconds);
            b.put64(at + 8, nanos);
        } else {
            b.put64(at, seconds << 32 | nanos);
        }
    }

    /** A 32-bit inode number: the same for small ones, never 0 (which means "no entry" in directories). */
    static int foldInode(long ino) {
        int folded = (int) (ino ^ ino >>> 32);
        return folded == 0 ? 1 : folded;
    }

    /** struct statvfs or statvfs64; figures that do not fit are cut off at the largest that does. */
    static void statvfs(StructBuffer b, int layout, FsStat s) {
        b.start(STATVFS_SIZE[layout]);
        int[] at = STATVFS[layout];
        word(b, layout, 0, s.blockSize);
        word(b, layout, at[0], fragment(s));
        count(b, layout, at[1], s.blocks);
        count(b, layout, at[2], s.blocksFree);
        count(b, layout, at[3], s.blocksAvailable);
        count(b, layout, at[4], s.files);
        count(b, layout, at[5], s.filesFree);
        count(b, layout, at[6], s.filesFree);
        word(b, layout, at[7], s.fsid & 0xffffffffL);
        b.putBytes(at[8], FS_TYPE);
        word(b, layout, at[9], flags(s));
        word(b, layout, at[10], s.nameMax);
    }

    /** struct statfs: f_frsize 0, so counts are in blocks of 512 bytes. */
    static void statfs(StructBuffer b, IrixAbi abi, FsStat s) {
        int layout = abi.column;
        b.start(STATFS_SIZE[layout]);
        int[] at = STATFS[layout];
        long sectors = Math.max(1, fragment(s) / 512);
        b.put16(0, FS_INDEX);
        word(b, layout, at[0], s.blockSize);
        count(b, layout, at[1], s.blocks * sectors);
        count(b, layout, at[2], s.blocksFree * sectors);
        count(b, layout, at[3], s.files);
        count(b, layout, at[4], s.filesFree);
    }

    /** Index of {@link #FS_TYPE} in the table of sysfs. */
    static final int FS_INDEX = 1;

    private static long fragment(FsStat s) {
        return s.fragmentSize != 0 ? s.fragmentSize : s.blockSize;
    }

    private static int flags(FsStat s) {
        return (int) s.flags & 3 | 4; // ST_RDONLY, ST_NOSUID; long names are refused, not cut
    }

    static int flockSize(int layout) {
        return FLOCK_SIZE[layout];
    }

    /** struct flock into {@code lock}; false: unknown type. IRIX counts its types from 1. */
    static boolean readFlock(StructBuffer b, int layout, FileLock lock) {
        int type = b.get16(0);
        lock.type = type - 1;
        lock.whence = b.get16(2);
        int start = FLOCK[layout][0];
        int length = FLOCK[layout][1];
        lock.start = layout == NARROW ? b.get32(start) : b.get64(start);
        lock.length = layout == NARROW ? b.get32(length) : b.get64(length);
        return type >= 1 && type <= 3;
    }

    /** The answer to F_GETLK: only type, whence and pid change when nothing is in the way. */
    static void writeFlock(StructBuffer b, int layout, FileLock lock) {
        b.put16(0, lock.type + 1);
        if (lock.type == FileLock.UNLOCK) {
            return;
        }
        b.put16(2, lock.whence);
        int[] at = FLOCK[layout];
        if (layout == NARROW) {
            b.put32(at[0], (int) lock.start);
            b.put32(at[1], (int) lock.length);
        } else {
            b.put64(at[0], lock.start);
            b.put64(at[1], lock.length);
        }
        word(b, layout, at[2], 0);
        b.put32(at[3], lock.pid);
    }
}
