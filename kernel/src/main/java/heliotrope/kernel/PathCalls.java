package heliotrope.kernel;

/** System calls on names. Names are bytes without NUL as the guest gave them. */
public final class PathCalls {
    private PathCalls() {}

    /** open with Linux flags and a mode to which the umask is applied. @return fd or -errno */
    public static long open(GuestThread t, byte[] path, int flags, int mode) {
        throw new UnsupportedOperationException();
    }

    /** stat, or lstat when {@code follow} is false. */
    public static long stat(GuestThread t, byte[] path, boolean follow, FileStat out) {
        throw new UnsupportedOperationException();
    }

    /** access with Linux R_OK, W_OK, X_OK bits. */
    public static long access(GuestThread t, byte[] path, int mode, boolean effectiveIds) {
        throw new UnsupportedOperationException();
    }

    /** link; with {@code follow} a symbolic link as old name is followed. */
    public static long link(GuestThread t, byte[] from, byte[] to, boolean follow) {
        throw new UnsupportedOperationException();
    }

    /** unlink. */
    public static long unlink(GuestThread t, byte[] path) {
        throw new UnsupportedOperationException();
    }

    /** rename. */
    public static long rename(GuestThread t, byte[] from, byte[] to) {
        throw new UnsupportedOperationException();
    }

    /** mkdir. */
    public static long mkdir(GuestThread t, byte[] path, int mode) {
        throw new UnsupportedOperationException();
    }

    /** rmdir. */
    public static long rmdir(GuestThread t, byte[] path) {
        throw new UnsupportedOperationException();
    }

    /** symlink. */
    public static long symlink(GuestThread t, byte[] target, byte[] path) {
        throw new UnsupportedOperationException();
    }

    /** readlink into guest memory, not terminated. */
    public static long readlink(GuestThread t, byte[] path, long address, long length) {
        throw new UnsupportedOperationException();
    }

    /** mknod and mkfifo: Linux mode with type, Linux device number. */
    public static long mknod(GuestThread t, byte[] path, int mode, long device) {
        throw new UnsupportedOperationException();
    }

    /** chmod. */
    public static long chmod(GuestThread t, byte[] path, int mode) {
        throw new UnsupportedOperationException();
    }

    /** chown, or lchown; -1 leaves an id as it is. */
    public static long chown(GuestThread t, byte[] path, int uid, int gid, boolean follow) {
        throw new UnsupportedOperationException();
    }

    /** utimensat; nanoseconds may be UTIME_NOW or UTIME_OMIT. */
    public static long utimens(GuestThread t, byte[] path, long accessSeconds, long accessNanos, long modifySeconds, long modifyNanos, boolean follow) {
        throw new UnsupportedOperationException();
    }

    /** truncate. */
    public static long truncate(GuestThread t, byte[] path, long length) {
        throw new UnsupportedOperationException();
    }

    /** statfs. */
    public static long statfs(GuestThread t, byte[] path, FsStat out) {
        throw new UnsupportedOperationException();
    }

    /** chdir. */
    public static long chdir(GuestThread t, byte[] path) {
        throw new UnsupportedOperationException();
    }

    /** fchdir. */
    public static long fchdir(GuestThread t, int fd) {
        throw new UnsupportedOperationException();
    }

    /** Name of the working directory as the guest sees it. */
    public static byte[] getcwd(GuestThread t) {
        throw new UnsupportedOperationException();
    }

    /** chroot: EPERM, except to the root itself. */
    public static long chroot(GuestThread t, byte[] path) {
        throw new UnsupportedOperationException();
    }
}
