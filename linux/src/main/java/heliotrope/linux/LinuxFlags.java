package heliotrope.linux;

/**
 * Flag words whose bits are elsewhere on MIPS than on the host: open, mmap, socket types, fcntl, ioctl numbers. Numbers from the
 * kernel's exported headers ({@code asm/fcntl.h}, {@code asm/mman.h}, {@code asm/socket.h}, {@code asm/ioctl.h}). Clone, wait, AT_,
 * EPOLL, MSG_ and futex flags are the same everywhere.
 */
public final class LinuxFlags {
    private LinuxFlags() {}

    // ---- open ----

    public static final int
            O_ACCMODE = 3,
            O_APPEND = 0x8,
            O_DSYNC = 0x10,
            O_NONBLOCK = 0x80,
            O_CREAT = 0x100,
            O_TRUNC = 0x200,
            O_EXCL = 0x400,
            O_NOCTTY = 0x800,
            O_ASYNC = 0x1000,
            O_LARGEFILE = 0x2000,
            O_SYNC = 0x4010,
            O_DIRECT = 0x8000,
            O_DIRECTORY = 0x10000,
            O_NOFOLLOW = 0x20000,
            O_NOATIME = 0x40000,
            O_CLOEXEC = 0x80000,
            O_PATH = 0x200000,
            O_TMPFILE = 0x410000;

    // spotless:off
    /** Guest bit, host bit; those that both have alike are in {@link #OPEN_SAME}. */
    private static final int[] OPEN = {
            O_APPEND, 0x400,   O_DSYNC, 0x1000,   O_NONBLOCK, 0x800,   O_CREAT, 0x40,        O_EXCL, 0x80,
            O_NOCTTY, 0x100,   O_ASYNC, 0x2000,   O_DIRECT, 0x4000,    0x4000, 0x100000,     O_LARGEFILE, 0x8000,
    };
    // spotless:on

    /** O_ACCMODE, O_TRUNC, O_DIRECTORY, O_NOFOLLOW, O_NOATIME, O_CLOEXEC, O_PATH, the bit of O_TMPFILE. */
    private static final int OPEN_SAME = 0x6f0203;

    /** Host O_ flags of guest ones; unknown bits vanish, as they do in the host kernel. */
    public static int openToHost(int flags) {
        return map(OPEN, flags, 0) | flags & OPEN_SAME;
    }

    /** Guest O_ flags of host ones. */
    public static int openFromHost(int flags) {
        return map(OPEN, flags, 1) | flags & OPEN_SAME;
    }

    private static int map(int[] pairs, int flags, int from) {
        int result = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if ((flags & pairs[i + from]) != 0) {
                result |= pairs[i + 1 - from];
            }
        }
        return result;
    }

    // ---- mmap ----

    public static final int
            MAP_SHARED = 1,
            MAP_PRIVATE = 2,
            MAP_SHARED_VALIDATE = 3,
            MAP_TYPE = 0xf,
            MAP_FIXED = 0x10,
            MAP_NORESERVE = 0x400,
            MAP_ANONYMOUS = 0x800,
            MAP_GROWSDOWN = 0x1000,
            MAP_DENYWRITE = 0x2000,
            MAP_EXECUTABLE = 0x4000,
            MAP_LOCKED = 0x8000,
            MAP_POPULATE = 0x10000,
            MAP_NONBLOCK = 0x20000,
            MAP_STACK = 0x40000,
            MAP_HUGETLB = 0x80000,
            MAP_FIXED_NOREPLACE = 0x100000;

    // spotless:off
    private static final int[] MMAP = {
            MAP_NORESERVE, 0x4000,   MAP_ANONYMOUS, 0x20,     MAP_GROWSDOWN, 0x100,   MAP_DENYWRITE, 0x800,   MAP_EXECUTABLE, 0x1000,
            MAP_LOCKED, 0x2000,      MAP_POPULATE, 0x8000,    MAP_NONBLOCK, 0x10000,  MAP_STACK, 0x20000,     MAP_HUGETLB, 0x40000,
    };
    // spotless:on

    /** MAP_TYPE, MAP_FIXED, MAP_FIXED_NOREPLACE. */
    private static final int MMAP_SAME = 0x10001f;

    /** Host MAP_ flags of guest ones. */
    public static int mmapToHost(int flags) {
        return map(MMAP, flags, 0) | flags & MMAP_SAME;
    }

    // ---- sockets ----

    /** Types: the first two are the other way round. SOCK_NONBLOCK is {@link #O_NONBLOCK}, SOCK_CLOEXEC {@link #O_CLOEXEC}. */
    public static final int SOCK_DGRAM = 1, SOCK_STREAM = 2, SOL_SOCKET = 0xffff;

    private static final int SOCK_TYPE_MASK = 0xf, HOST_NONBLOCK = 0x800;

    /** Host socket type with its flags; bits without meaning stay, so that the host refuses them. */
    public static int socketTypeToHost(int type) {
        int base = type & SOCK_TYPE_MASK;
        int swapped = base == SOCK_DGRAM ? 2 : base == SOCK_STREAM ? 1 : base;
        int rest = type & ~(SOCK_TYPE_MASK | O_NONBLOCK);
        return swapped | rest & ~HOST_NONBLOCK | ((rest & HOST_NONBLOCK) != 0 ? O_NONBLOCK : 0)
                | ((type & O_NONBLOCK) != 0 ? HOST_NONBLOCK : 0);
    }

    /** Guest type of a host one, without flags (SO_TYPE). */
    public static int socketTypeFromHost(int type) {
        return type == 1 ? SOCK_STREAM : type == 2 ? SOCK_DGRAM : type;
    }

    /** Flags of eventfd2, timerfd_create, signalfd4, inotify_init1, pipe2 and so on: only O_NONBLOCK is elsewhere. */
    public static int nonblockToHost(int flags) {
        return flags & ~(O_NONBLOCK | HOST_NONBLOCK) | ((flags & O_NONBLOCK) != 0 ? HOST_NONBLOCK : 0)
                | ((flags & HOST_NONBLOCK) != 0 ? O_NONBLOCK : 0);
    }

    // ---- fcntl ----

    public static final int
            F_DUPFD = 0,
            F_GETFD = 1,
            F_SETFD = 2,
            F_GETFL = 3,
            F_SETFL = 4,
            F_SETLK = 6,
            F_SETLKW = 7,
            F_SETSIG = 10,
            F_GETSIG = 11,
            F_GETLK = 14,
            F_SETOWN_EX = 15,
            F_GETOWN_EX = 16,
            F_GETOWN = 23,
            F_SETOWN = 24,
            F_GETLK64 = 33,
            F_SETLK64 = 34,
            F_SETLKW64 = 35,
            F_OFD_GETLK = 36,
            F_OFD_SETLK = 37,
            F_OFD_SETLKW = 38,
            F_SETLEASE = 1024,
            F_GETLEASE = 1025,
            F_NOTIFY = 1026,
            F_DUPFD_CLOEXEC = 1030,
            F_SETPIPE_SZ = 1031,
            F_GETPIPE_SZ = 1032,
            F_ADD_SEALS = 1033,
            F_GET_SEALS = 1034;

    // ---- ioctl numbers: direction in bits 31-29 (host 31-30), size in 28-16 (host 29-16) ----

    private static final int IOC_VOID = 0x2000_0000, IOC_READ = 0x4000_0000, IOC_WRITE = 0x8000_0000;
    private static final int HOST_IOC_READ = 0x8000_0000, HOST_IOC_WRITE = 0x4000_0000, HOST_IOC_SIZE = 0x3fff;

    /** Host number of a request made with _IO, _IOR, _IOW or _IOWR; others (0x54xx and so on) are as they are. */
    public static int ioctlToHost(int request) {
        int host = request & 0x1fff_ffff;
        if ((request & IOC_READ) != 0) {
            host |= HOST_IOC_READ;
        }
        if ((request & IOC_WRITE) != 0) {
            host |= HOST_IOC_WRITE;
        }
        return host;
    }

    /** Guest number of a host request; one without size and direction might also be a plain number, which _IO requests are here. */
    public static int ioctlFromHost(int request) {
        int guest = request & 0xffff | (request >>> 16 & HOST_IOC_SIZE & 0x1fff) << 16;
        int direction = ((request & HOST_IOC_READ) != 0 ? IOC_READ : 0) | ((request & HOST_IOC_WRITE) != 0 ? IOC_WRITE : 0);
        return guest | (direction != 0 ? direction : IOC_VOID);
    }

    // ---- resource limits ----

    /** Guest RLIMIT_ number by host number and the other way round; 5 to 9 are elsewhere. */
    private static final byte[] LIMIT_TO_HOST = {0, 1, 2, 3, 4, 7, 9, 5, 6, 8, 10, 11, 12, 13, 14, 15};

    /** Host RLIMIT_ number of a guest one, -1 if there is none. */
    public static int limitToHost(int resource) {
        return resource >= 0 && resource < LIMIT_TO_HOST.length ? LIMIT_TO_HOST[resource] : -1;
    }
}
