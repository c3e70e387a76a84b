package heliotrope.kernel;

/** Reading directories. */
public final class DirCalls {
    private DirCalls() {}

    /** Next entry of a directory. @return 1, 0 at the end, or -errno */
    public static long next(GuestThread t, int fd, DirEntry out) {
        throw new UnsupportedOperationException();
    }

    /** Gives the entry just read back, because it does not fit into the guest's buffer. */
    public static void unread(GuestThread t, int fd) {
        throw new UnsupportedOperationException();
    }
}
