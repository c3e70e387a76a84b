package heliotrope.kernel;

/** User and group ids. */
public final class CredentialCalls {
    private CredentialCalls() {}

    /** setuid. */
    public static long setuid(GuestThread t, int uid) {
        throw new UnsupportedOperationException();
    }

    /** setgid. */
    public static long setgid(GuestThread t, int gid) {
        throw new UnsupportedOperationException();
    }

    /** setreuid. */
    public static long setreuid(GuestThread t, int real, int effective) {
        throw new UnsupportedOperationException();
    }

    /** setregid. */
    public static long setregid(GuestThread t, int real, int effective) {
        throw new UnsupportedOperationException();
    }

    /** getgroups. */
    public static int[] getgroups(GuestThread t) {
        throw new UnsupportedOperationException();
    }

    /** setgroups. */
    public static long setgroups(GuestThread t, int[] groups) {
        throw new UnsupportedOperationException();
    }
}
