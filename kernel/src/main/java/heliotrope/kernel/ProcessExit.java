package heliotrope.kernel;

/** exit. */
public final class ProcessExit {
    private ProcessExit() {}

    /** Ends the process with status 0 to 255. @return {@link Kernel#NO_RESULT} */
    public static long exit(GuestThread t, int status) {
        throw new UnsupportedOperationException();
    }
}
