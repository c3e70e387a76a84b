package heliotrope.kernel;

/** fork. */
public final class ProcessFork {
    private ProcessFork() {}

    /** Makes a child process. @return its pid (in the parent; the child starts in {@link Personality#forked}) or -errno */
    public static long fork(GuestThread t) {
        throw new UnsupportedOperationException();
    }
}
