package heliotrope.kernel;

/**
 * Sees what guests do; all methods are called in the thread that does it, without locks held. Personalities call enter and leave around
 * a system call (leave also with {@link Kernel#NO_RESULT} and the restart codes), the kernel calls the rest.
 */
public interface SyscallTracer {
    void enter(GuestThread thread, SyscallRow row, long[] args);

    /** @param result as {@link Personality#syscall} returns it */
    void leave(GuestThread thread, SyscallRow row, long[] args, long result);

    /** A signal is about to be delivered (handler or default action). */
    void signal(GuestThread thread, int signal, SigInfo info);

    /** A process has ended with this Linux wait status (with guest signal numbers). */
    void exited(Process process, int status);

    /** A process runs a new program. */
    void exec(GuestThread thread, byte[] path, byte[][] argv);
}
