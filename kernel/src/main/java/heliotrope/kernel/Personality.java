package heliotrope.kernel;

import heliotrope.host.Nullable;

/**
 * What makes the kernel an IRIX or a Solaris: program format, system call convention, structures, signal numbers. Stateless apart from
 * what it hangs on {@link Process#extension} and {@link GuestThread#extension}; called by many guest threads at once.
 *
 * <p>Kernel operations take Linux constants and return a result or {@code -errno} with Linux numbers; personalities translate both at
 * the edge. They hand the restart codes {@link Kernel#RESTART} and {@link Kernel#RESTART_NO_HANDLER} through untouched.
 */
public interface Personality {
    /** Default actions. */
    int ACTION_TERM = 0, ACTION_CORE = 1, ACTION_IGNORE = 2, ACTION_STOP = 3, ACTION_CONT = 4;

    /** Whether a file that starts with these bytes (at most {@link ProcessExec#HEADER}) is a program for this personality. */
    boolean recognises(byte[] header, int length);

    /** Bits of an address of such a program: 32, or 40 for one with 64-bit addresses. */
    default int addressBits(byte[] header, int length) {
        return 32;
    }

    /** Byte order of such a program's memory. */
    boolean bigEndian(byte[] header, int length);

    /**
     * Maps program and interpreter into {@code space}, which is new and empty, builds the stack from {@code image.argv} and
     * {@code image.envp}, and, as the very last thing, sets the registers in {@code thread.state}. The old program is still
     * intact: on an error it gets the errno.
     *
     * @return 0 or -errno
     */
    long load(ExecImage image, GuestThread thread, AddressSpace space);

    /** Why the last program could not be loaded, in words to put behind its name; null if nothing is known. */
    default @Nullable String loadError() {
        return null;
    }

    /**
     * A child is about to run for the first time: {@code child.state} holds a copy of the parent's registers at its fork call; set
     * the results that the child sees and its pc, and copy what the personality keeps in extensions.
     */
    void forked(GuestThread child, GuestThread parent);

    /**
     * As {@link #forked}, for what {@link ProcessThreads#clone} has made: a thread of the same process ({@code child.process} is
     * {@code parent.process}; its {@link GuestThread#extension} is still to be made), or a process. Where {@code how} says so, the
     * child gets another stack pointer and thread pointer.
     */
    default void cloned(GuestThread child, GuestThread parent, CloneArguments how) {
        forked(child, parent);
    }

    /**
     * Runs the call at {@code state.pc()}. A {@link GuestFault} that it throws is EFAULT.
     *
     * @return the result, -errno, a restart code, or {@link Kernel#NO_RESULT}
     */
    long syscall(GuestThread thread);

    /** Writes a result (or -errno) into the registers and steps the pc behind the call. */
    void syscallResult(GuestThread thread, long result);

    /** Highest signal number, at most 128. */
    int signals();

    /** Signals from this one on are queued even when sent without sigqueue. */
    int firstRealTimeSignal();

    /** Guest number of a host signal, 0 if it has none. */
    int fromHostSignal(int hostSignal);

    /** Host number of a guest signal, 0 if it has none. */
    int toHostSignal(int guestSignal);

    /** One of the {@code ACTION_} constants. */
    int defaultAction(int guestSignal);

    /**
     * Saves the registers on the guest's stack (or its alternate one) and sets them so that the handler runs. The mask to be saved,
     * and restored by sigreturn through {@link SignalCalls#setMask}, is {@code thread.frameMask}; the kernel itself sets the mask
     * that is in force in the handler.
     *
     * @return false if the stack cannot be written: SIGSEGV ends the process
     */
    boolean pushSignalFrame(GuestThread thread, int signal, SigInfo info, SigAction action);

    /**
     * The signal for a trap ({@link heliotrope.ir.Trap}) at {@code state.pc()}.
     *
     * @return null if the personality has dealt with it and moved the pc
     */
    @Nullable SigInfo trapSignal(GuestThread thread, int trapArgument);

    /** The signal for a memory fault (see {@code thread.cpu}), or null if the access was emulated and the pc moved. */
    @Nullable SigInfo faultSignal(GuestThread thread);

    /** What is known of a system call, or null. */
    @Nullable SyscallRow row(int number);

    /** Name of the call at {@code state.pc()}, for messages. */
    String syscallName(GuestThread thread);
}
