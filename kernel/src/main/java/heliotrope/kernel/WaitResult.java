package heliotrope.kernel;

/** What a wait found. */
public final class WaitResult {
    /** 0: nothing (WNOHANG). */
    public int pid;
    public int uid;
    /** {@code SigInfo.CLD_*}. */
    public int code;
    /** Exit status 0 to 255, or the guest's signal number. */
    public int status;
    /** The same as a Linux wait status word with the guest's signal numbers. */
    public int word;
    public final Rusage rusage = new Rusage();
}
