package heliotrope.kernel;

/** exec. */
public final class ProcessExec {
    private ProcessExec() {}

    /** Runs a program in this process. @return {@link Kernel#NO_RESULT} when the new program's registers are set, or -errno */
    public static long exec(GuestThread t, byte[] path, byte[][] argv, byte[][] envp) {
        throw new UnsupportedOperationException();
    }
}
