package heliotrope.kernel;

/** System calls on open files. fd numbers are the guest's, addresses guest addresses, results as described in {@link Personality}. */
public final class FileCalls {
    private FileCalls() {}

    /** read into guest memory. */
    public static long read(GuestThread t, int fd, long address, long length) {
        throw new UnsupportedOperationException();
    }

    /** write from guest memory; EPIPE comes with SIGPIPE. */
    public static long write(GuestThread t, int fd, long address, long length) {
        throw new UnsupportedOperationException();
    }

    /** pread. */
    public static long pread(GuestThread t, int fd, long address, long length, long offset) {
        throw new UnsupportedOperationException();
    }

    /** pwrite. */
    public static long pwrite(GuestThread t, int fd, long address, long length, long offset) {
        throw new UnsupportedOperationException();
    }

    /** readv: n buffers of guest memory. */
    public static long readv(GuestThread t, int fd, long[] bases, long[] lengths, int n) {
        throw new UnsupportedOperationException();
    }

    /** writev. */
    public static long writev(GuestThread t, int fd, long[] bases, long[] lengths, int n) {
        throw new UnsupportedOperationException();
    }

    /** lseek with Linux whence values; on directories offsets are the cookies of {@link DirEntry}. */
    public static long lseek(GuestThread t, int fd, long offset, int whence) {
        throw new UnsupportedOperationException();
    }

    /** fstat. */
    public static long fstat(GuestThread t, int fd, FileStat out) {
        throw new UnsupportedOperationException();
    }

    /** fstatfs. */
    public static long fstatfs(GuestThread t, int fd, FsStat out) {
        throw new UnsupportedOperationException();
    }

    /** ftruncate. */
    public static long ftruncate(GuestThread t, int fd, long length) {
        throw new UnsupportedOperationException();
    }

    /** fsync, or fdatasync. */
    public static long fsync(GuestThread t, int fd, boolean dataOnly) {
        throw new UnsupportedOperationException();
    }

    /** fchmod. */
    public static long fchmod(GuestThread t, int fd, int mode) {
        throw new UnsupportedOperationException();
    }

    /** fchown; -1 leaves an id as it is. */
    public static long fchown(GuestThread t, int fd, int uid, int gid) {
        throw new UnsupportedOperationException();
    }

    /** futimens; nanoseconds may be UTIME_NOW or UTIME_OMIT. */
    public static long futimens(GuestThread t, int fd, long accessSeconds, long accessNanos, long modifySeconds, long modifyNanos) {
        throw new UnsupportedOperationException();
    }

    /** close. */
    public static long close(GuestThread t, int fd) {
        throw new UnsupportedOperationException();
    }

    /** dup and F_DUPFD: lowest free number from {@code min} on. */
    public static long dup(GuestThread t, int fd, int min, boolean closeOnExec) {
        throw new UnsupportedOperationException();
    }

    /** dup2. */
    public static long dup2(GuestThread t, int from, int to) {
        throw new UnsupportedOperationException();
    }

    /** pipe with Linux flags O_NONBLOCK and O_CLOEXEC. @return read end in the low, write end in the high 32 bits */
    public static long pipe(GuestThread t, int flags) {
        throw new UnsupportedOperationException();
    }

    /** F_GETFD: 1 if close-on-exec. */
    public static long getDescriptorFlags(GuestThread t, int fd) {
        throw new UnsupportedOperationException();
    }

    /** F_SETFD. */
    public static long setDescriptorFlags(GuestThread t, int fd, int flags) {
        throw new UnsupportedOperationException();
    }

    /** F_GETFL: Linux O_ flags. */
    public static long getStatusFlags(GuestThread t, int fd) {
        throw new UnsupportedOperationException();
    }

    /** F_SETFL: Linux O_APPEND, O_NONBLOCK. */
    public static long setStatusFlags(GuestThread t, int fd, int flags) {
        throw new UnsupportedOperationException();
    }

    /** Any host ioctl; {@code argument} is a value or a host address (of the scratch area, say). Terminals' process groups are in {@link TerminalCalls}. */
    public static long ioctl(GuestThread t, int fd, long hostRequest, long argument) {
        throw new UnsupportedOperationException();
    }

    /** Reads file contents for the kernel or a personality (program headers). @return bytes read, fewer at the end of the file, -errno */
    public static long readFully(GuestThread t, OpenFile file, long offset, byte[] into, int at, int length) {
        throw new UnsupportedOperationException();
    }
}
