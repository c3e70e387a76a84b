package heliotrope.kernel;

/** Process groups and sessions. */
public final class ProcessGroups {
    private ProcessGroups() {}

    /** getpgid; 0 is the caller. */
    public static long getpgid(GuestThread t, int pid) {
        throw new UnsupportedOperationException();
    }

    /** setpgid. */
    public static long setpgid(GuestThread t, int pid, int group) {
        throw new UnsupportedOperationException();
    }

    /** getsid. */
    public static long getsid(GuestThread t, int pid) {
        throw new UnsupportedOperationException();
    }

    /** setsid. */
    public static long setsid(GuestThread t) {
        throw new UnsupportedOperationException();
    }
}
