package heliotrope.kernel;

import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/**
 * An open file: a host descriptor (always close-on-exec) and what the kernel knows of it. Shared by the descriptors that dup and fork
 * make, by the mappings of the file, and, for the time of a call, by the threads that use it; the last release closes the host's.
 */
public final class OpenFile {
    /** Values of {@link #kind}. */
    public static final int
            REGULAR = 1,
            DIRECTORY = 2,
            PIPE = 3,
            CHARACTER = 4,
            BLOCK = 5,
            SOCKET = 6,
            ZERO = 7, // /dev/zero: mapping it gives anonymous memory
            NULL = 8,
            TERMINAL = 9,
            OTHER = 10;

    public final int hostFd;
    public final int kind;
    /** Access mode (Linux O_ACCMODE bits) it was opened with. */
    public final int accessMode;
    /** Absolute guest name it was opened by (it may contain symbolic links), or null. */
    public final byte @Nullable [] path;
    /** Mount that it lies in, see {@link Roots}. */
    final int mount;
    public final long dev;
    public final long ino;
    /** In a read-only mapping of the roots. */
    public final boolean readOnlyMount;
    /** Directories: reading position and cookies, made when first needed; guarded by itself. */
    @Nullable DirStream directory;
    /** Something that a personality hangs on the file (a pseudo device of its own, say). */
    public volatile @Nullable Object extension;

    /** Guarded by this object's monitor: one call where an atomic number is five while Java is interpreted. */
    private int references = 1;

    OpenFile(
            int hostFd, int kind, int accessMode, byte @Nullable [] path, int mount, long dev, long ino, boolean readOnlyMount) {
        this.hostFd = hostFd;
        this.kind = kind;
        this.accessMode = accessMode;
        this.path = path;
        this.mount = mount;
        this.dev = dev;
        this.ino = ino;
        this.readOnlyMount = readOnlyMount;
    }

    /** Kind of a file from its attributes; terminals are told from other devices by an ioctl into the scratch area. */
    static int kindOf(FileStat stat, int hostFd, Scratch scratch) {
        switch (stat.mode & Sys.S_IFMT) {
            case Sys.S_IFREG:
                return REGULAR;
            case Sys.S_IFDIR:
                return DIRECTORY;
            case Sys.S_IFIFO:
                return PIPE;
            case Sys.S_IFSOCK:
                return SOCKET;
            case Sys.S_IFBLK:
                return BLOCK;
            case Sys.S_IFCHR:
                if (FileStat.major(stat.rdev) == 1) {
                    return switch (FileStat.minor(stat.rdev)) {
                        case 3 -> NULL;
                        case 5 -> ZERO;
                        default -> CHARACTER;
                    };
                }
                return Sys.ioctl(hostFd, Sys.TCGETS, scratch.data()) == 0 ? TERMINAL : CHARACTER;
            default:
                return OTHER;
        }
    }

    public boolean readable() {
        return accessMode != Sys.O_WRONLY;
    }

    public boolean writable() {
        return accessMode != Sys.O_RDONLY;
    }

    /** One more user. */
    synchronized void retain() {
        references++;
    }

    /** One more user, unless the last one is gone already. */
    synchronized boolean tryRetain() {
        if (references == 0) {
            return false;
        }
        references++;
        return true;
    }

    /** One user less. @return result of close, 0 while there are users */
    synchronized int references() {
        return references;
    }

    public int release() {
        synchronized (this) {
            if (--references != 0) {
                return 0;
            }
        }
        return Sys.close(hostFd);
    }
}
