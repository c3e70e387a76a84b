package heliotrope.kernel;

/** The wait family. */
public final class ProcessWait {
    private ProcessWait() {}

    /** Options, Linux values. */
    public static long wait(GuestThread t, int idType, int id, int options, WaitResult out) {
        throw new UnsupportedOperationException();
    }
}
