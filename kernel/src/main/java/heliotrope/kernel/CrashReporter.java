package heliotrope.kernel;

/** Told when a signal with a core-dumping default action is about to end a process; its registers and memory are still there. */
public interface CrashReporter {
    void report(GuestThread thread, int signal, SigInfo info);
}
