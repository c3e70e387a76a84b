package heliotrope.host;

/**
 * Linux x86-64 system calls: numbers ({@code SYS_*}), constants, structure layouts, and thin wrappers for those that
 * take paths or structures. Paths are bytes without NUL. Every wrapper returns the kernel's result, -errno for
 * errors; structures are left in the data area of the {@link Scratch}. A call whose path is too long is not made.
 */
public final class Sys extends SysConstants {
    private static final int PID = (int) Native.syscall(SYS_GETPID, 0, 0, 0, 0, 0, 0);

    private Sys() {}

    // ---- calls without structures ----

    /** A call with up to three arguments. */
    public static long call(int nr, long a, long b, long c) {
        return Native.syscall(nr, a, b, c, 0, 0, 0);
    }

    /** close. Never repeat it: the descriptor is gone even after EINTR. */
    public static int close(int fd) {
        return (int) call(SYS_CLOSE, fd, 0, 0);
    }

    /** read to a host address. */
    public static long read(int fd, long address, long length) {
        return call(SYS_READ, fd, address, length);
    }

    /** write from a host address. */
    public static long write(int fd, long address, long length) {
        return call(SYS_WRITE, fd, address, length);
    }

    /** pread64 to a host address. */
    public static long pread(int fd, long address, long length, long offset) {
        return Native.syscall(SYS_PREAD64, fd, address, length, offset, 0, 0);
    }

    /** pwrite64 from a host address. */
    public static long pwrite(int fd, long address, long length, long offset) {
        return Native.syscall(SYS_PWRITE64, fd, address, length, offset, 0, 0);
    }

    /** lseek. */
    public static long lseek(int fd, long offset, int whence) {
        return call(SYS_LSEEK, fd, offset, whence);
    }

    /** dup3 (O_CLOEXEC or 0). */
    public static int dup3(int from, int to, int flags) {
        return (int) call(SYS_DUP3, from, to, flags);
    }

    /** fcntl with an integer or an address. */
    public static long fcntl(int fd, int command, long arg) {
        return call(SYS_FCNTL, fd, command, arg);
    }

    /** ioctl with an integer or an address. */
    public static long ioctl(int fd, long request, long arg) {
        return call(SYS_IOCTL, fd, request, arg);
    }

    /** ftruncate. */
    public static long ftruncate(int fd, long length) {
        return call(SYS_FTRUNCATE, fd, length, 0);
    }

    /** Process id of the JVM. */
    public static int getpid() {
        return PID;
    }

    /** Kernel's id of the calling thread: what {@link HostSignals#kick} takes. */
    public static int gettid() {
        return (int) call(SYS_GETTID, 0, 0, 0);
    }

    /** mmap; the result is an address or -errno. */
    public static long mmap(long address, long length, int prot, int flags, int fd, long offset) {
        return Native.syscall(SYS_MMAP, address, length, prot, flags, fd, offset);
    }

    /** munmap. */
    public static long munmap(long address, long length) {
        return call(SYS_MUNMAP, address, length, 0);
    }

    /** mprotect. */
    public static long mprotect(long address, long length, int prot) {
        return call(SYS_MPROTECT, address, length, prot);
    }

    // ---- calls with one path ----

    /** A call whose first argument is a path. */
    public static long pathCall(Scratch s, int nr, byte[] path, long b, long c) {
        long p = s.path(path);
        return p < 0 ? p : Native.syscall(nr, p, b, c, 0, 0, 0);
    }

    /** A call whose first two arguments are a directory descriptor and a path. */
    public static long pathCallAt(Scratch s, int nr, int dirFd, byte[] path, long c, long d, long e) {
        long p = s.path(path);
        return p < 0 ? p : Native.syscall(nr, dirFd, p, c, d, e, 0);
    }

    /** openat; give O_CLOEXEC for every descriptor a host program must not inherit. */
    public static int openat(Scratch s, int dirFd, byte[] path, int flags, int mode) {
        return (int) pathCallAt(s, SYS_OPENAT, dirFd, path, flags, mode, 0);
    }

    /** openat relative to the JVM's working directory. */
    public static int open(Scratch s, byte[] path, int flags, int mode) {
        return openat(s, AT_FDCWD, path, flags, mode);
    }

    /** newfstatat; the struct stat (STAT_*) is in the data area. Flags: AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH. */
    public static int fstatat(Scratch s, int dirFd, byte[] path, int flags) {
        return (int) pathCallAt(s, SYS_NEWFSTATAT, dirFd, path, s.data(), flags, 0);
    }

    /** fstat; the struct stat is in the data area. */
    public static int fstat(Scratch s, int fd) {
        return (int) call(SYS_FSTAT, fd, s.data(), 0);
    }

    /** readlinkat; the target's bytes (their number is the result) are in the data area. */
    public static int readlinkat(Scratch s, int dirFd, byte[] path) {
        return (int) pathCallAt(s, SYS_READLINKAT, dirFd, path, s.data(), Scratch.MAX_PATH + 1, 0);
    }

    /** faccessat2 (AT_EACCESS, AT_SYMLINK_NOFOLLOW); before Linux 5.8 without flags. */
    public static int faccessat(Scratch s, int dirFd, byte[] path, int mode, int flags) {
        int result = (int) pathCallAt(s, SYS_FACCESSAT2, dirFd, path, mode, flags, 0);
        if (result == -Errno.ENOSYS) {
            result = (int) pathCallAt(s, SYS_FACCESSAT, dirFd, path, mode, 0, 0);
        }
        return result;
    }

    /** mkdirat. */
    public static int mkdirat(Scratch s, int dirFd, byte[] path, int mode) {
        return (int) pathCallAt(s, SYS_MKDIRAT, dirFd, path, mode, 0, 0);
    }

    /** mknodat. */
    public static int mknodat(Scratch s, int dirFd, byte[] path, int mode, long device) {
        return (int) pathCallAt(s, SYS_MKNODAT, dirFd, path, mode, device, 0);
    }

    /** unlinkat (AT_REMOVEDIR). */
    public static int unlinkat(Scratch s, int dirFd, byte[] path, int flags) {
        return (int) pathCallAt(s, SYS_UNLINKAT, dirFd, path, flags, 0, 0);
    }

    /** fchmodat; follows symbolic links. */
    public static int fchmodat(Scratch s, int dirFd, byte[] path, int mode) {
        return (int) pathCallAt(s, SYS_FCHMODAT, dirFd, path, mode, 0, 0);
    }

    /** fchownat (AT_SYMLINK_NOFOLLOW). */
    public static int fchownat(Scratch s, int dirFd, byte[] path, int uid, int gid, int flags) {
        return (int) pathCallAt(s, SYS_FCHOWNAT, dirFd, path, uid, gid, flags);
    }

    /** utimensat with seconds and nanoseconds (UTIME_NOW, UTIME_OMIT) of access and modification. */
    public static int utimensat(
            Scratch s, int dirFd, byte[] path, long aSec, long aNano, long mSec, long mNano, int flags) {
        s.putLongs(0, aSec, aNano, mSec, mNano);
        return (int) pathCallAt(s, SYS_UTIMENSAT, dirFd, path, s.data(), flags, 0);
    }

    /** truncate. */
    public static int truncate(Scratch s, byte[] path, long length) {
        return (int) pathCall(s, SYS_TRUNCATE, path, length, 0);
    }

    /** statfs; the struct statfs (STATFS_*) is in the data area. */
    public static int statfs(Scratch s, byte[] path) {
        return (int) pathCall(s, SYS_STATFS, path, s.data(), 0);
    }

    /** fstatfs; the struct statfs is in the data area. */
    public static int fstatfs(Scratch s, int fd) {
        return (int) call(SYS_FSTATFS, fd, s.data(), 0);
    }

    // ---- calls with two paths ----

    private static int twoPaths(Scratch s, int nr, int dirFd1, byte[] path1, int dirFd2, byte[] path2, int flags) {
        long p = s.path(path1);
        long q = s.path2(path2);
        if (p < 0 || q < 0) {
            return (int) Math.min(p, q);
        }
        return (int) Native.syscall(nr, dirFd1, p, dirFd2, q, flags, 0);
    }

    /** renameat2 (RENAME_NOREPLACE); renameat without flags. */
    public static int renameat(Scratch s, int fromFd, byte[] from, int toFd, byte[] to, int flags) {
        return twoPaths(s, flags == 0 ? SYS_RENAMEAT : SYS_RENAMEAT2, fromFd, from, toFd, to, flags);
    }

    /** linkat (AT_SYMLINK_FOLLOW). */
    public static int linkat(Scratch s, int fromFd, byte[] from, int toFd, byte[] to, int flags) {
        return twoPaths(s, SYS_LINKAT, fromFd, from, toFd, to, flags);
    }

    /** symlinkat: {@code path} becomes a link with the text {@code target}. */
    public static int symlinkat(Scratch s, byte[] target, int dirFd, byte[] path) {
        long p = s.path(target);
        long q = s.path2(path);
        if (p < 0 || q < 0) {
            return (int) Math.min(p, q);
        }
        return (int) Native.syscall(SYS_SYMLINKAT, p, dirFd, q, 0, 0, 0);
    }

    // ---- calls with structures ----

    /** getdents64 into the data area (DIRENT_*). @return bytes there, 0 at the end of the directory, -errno */
    public static int getdents64(Scratch s, int fd, int size) {
        return (int) call(SYS_GETDENTS64, fd, s.data(), Math.min(size, s.dataSize));
    }

    /** pipe2. @return read end in the low, write end in the high 32 bits, or -errno */
    public static long pipe2(Scratch s, int flags) {
        long result = call(SYS_PIPE2, s.data(), flags, 0);
        return result < 0 ? result : s.getLong(0);
    }

    /** getcwd: the path is in the data area. @return its length including NUL, or -errno */
    public static int getcwd(Scratch s) {
        return (int) call(SYS_GETCWD, s.data(), Scratch.MAX_PATH + 1, 0);
    }

    /** clock_gettime. @return nanoseconds, or -errno for an unknown clock */
    public static long clockNanos(Scratch s, int clock) {
        long result = call(SYS_CLOCK_GETTIME, clock, s.data(), 0);
        return result < 0 ? result : s.getLong(0) * 1_000_000_000L + s.getLong(8);
    }

    /** wait4: the status is an int at data offset 0, the struct rusage at 16. @return pid, 0 or -errno */
    public static int wait4(Scratch s, int pid, int options) {
        return (int) Native.syscall(SYS_WAIT4, pid, s.data(), options, s.data() + 16, 0, 0);
    }

    /** Ends the JVM at once, without shutdown hooks. */
    public static void exitGroup(int status) {
        call(SYS_EXIT_GROUP, status, 0, 0);
    }
}
