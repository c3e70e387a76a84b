package heliotrope.kernel;

/** Record locks between guest processes and against host processes. */
public final class LockCalls {
    private LockCalls() {}

    /** F_GETLK: {@code lock} becomes the first lock in the way, or its type UNLOCK. */
    public static long get(GuestThread t, int fd, FileLock lock) {
        throw new UnsupportedOperationException();
    }

    /** F_SETLK, or F_SETLKW with {@code wait}. */
    public static long set(GuestThread t, int fd, FileLock lock, boolean wait) {
        throw new UnsupportedOperationException();
    }

    /** BSD flock with Linux LOCK_ bits. */
    public static long flock(GuestThread t, int fd, int operation) {
        throw new UnsupportedOperationException();
    }
}
