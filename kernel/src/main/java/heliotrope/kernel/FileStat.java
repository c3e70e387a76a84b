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

    /** Reads the struct stat that a call left in the data area. */
    void load(Scratch s) {
        load(s, Scratch.DATA);
    }

    /** Reads a struct stat from little-endian memory. */
    void load(NativeView s, int at) {
        dev = s.get64(at + Sys.STAT_DEV);
        ino = s.get64(at + Sys.STAT_INO);
        nlink = s.get64(at + Sys.STAT_NLINK);
        mode = s.get32(at + Sys.STAT_MODE);
        uid = s.get32(at + Sys.STAT_UID);
        gid = s.get32(at + Sys.STAT_GID);
        rdev = s.get64(at + Sys.STAT_RDEV);
        size = s.get64(at + Sys.STAT_FILE_SIZE);
        blockSize = s.get64(at + Sys.STAT_BLKSIZE);
        blocks = s.get64(at + Sys.STAT_BLOCKS);
        accessSeconds = s.get64(at + Sys.STAT_ATIME);
        accessNanos = (int) s.get64(at + Sys.STAT_ATIME + 8);
        modifySeconds = s.get64(at + Sys.STAT_MTIME);
        modifyNanos = (int) s.get64(at + Sys.STAT_MTIME + 8);
        changeSeconds = s.get64(at + Sys.STAT_CTIME);
        changeNanos = (int) s.get64(at + Sys.STAT_CTIME + 8);
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
