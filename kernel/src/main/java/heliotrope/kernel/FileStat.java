package heliotrope.kernel;

import heliotrope.host.NativeView;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/** A host file's attributes, with Linux mode bits; times in seconds and nanoseconds, blocks of 512 bytes. */
public final class FileStat {
    public long dev;
    public long ino;
    public int mode;
    public long nlink;
    public int uid;
    public int gid;
    public long rdev;
    public long size;
    public long blockSize;
    public long blocks;
    public long accessSeconds;
    public int accessNanos;
    public long modifySeconds;
    public int modifyNanos;
    public long changeSeconds;
    public int changeNanos;

    private final long[] raw = new long[Sys.STAT_CTIME / 8 + 2];

    /** Reads the struct stat that a call left in the data area. */
    void load(Scratch s) {
        load(s, Scratch.DATA);
    }

    /** Reads a struct stat from little-endian memory. */
    void load(NativeView s, int at) {
        long[] r = raw;
        s.get64s(at, r, r.length);
        dev = r[Sys.STAT_DEV / 8];
        ino = r[Sys.STAT_INO / 8];
        nlink = r[Sys.STAT_NLINK / 8];
        mode = (int) r[Sys.STAT_MODE / 8];
        uid = (int) (r[Sys.STAT_UID / 8] >>> 32);
        gid = (int) r[Sys.STAT_GID / 8];
        rdev = r[Sys.STAT_RDEV / 8];
        size = r[Sys.STAT_FILE_SIZE / 8];
        blockSize = r[Sys.STAT_BLKSIZE / 8];
        blocks = r[Sys.STAT_BLOCKS / 8];
        accessSeconds = r[Sys.STAT_ATIME / 8];
        accessNanos = (int) r[Sys.STAT_ATIME / 8 + 1];
        modifySeconds = r[Sys.STAT_MTIME / 8];
        modifyNanos = (int) r[Sys.STAT_MTIME / 8 + 1];
        changeSeconds = r[Sys.STAT_CTIME / 8];
        changeNanos = (int) r[Sys.STAT_CTIME / 8 + 1];
    }

    /** Major number of a Linux device number. */
    public static int major(long dev) {
        return (int) (dev >>> 8 & 0xfff | dev >>> 32 & ~0xfff);
    }

    /** Minor number of a Linux device number. */
    public static int minor(long dev) {
        return (int) (dev & 0xff | dev >>> 12 & ~0xff);
    }

    /** The Linux device number of a pair. */
    public static long device(int major, int minor) {
        return minor & 0xffL | (major & 0xfffL) << 8 | (minor & ~0xffL) << 12 | (major & ~0xfffL) << 32;
    }

    public boolean isRegular() {
        return (mode & Sys.S_IFMT) == Sys.S_IFREG;
    }

    public boolean isDirectory() {
        return (mode & Sys.S_IFMT) == Sys.S_IFDIR;
    }
}
