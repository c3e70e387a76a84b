package heliotrope.debug;

import heliotrope.kernel.GuestThread;

/** How a personality's values look in a trace. */
public interface ArgumentFormatter {
    /**
     * An argument or a result as text.
     *
     * @param type the type in its {@link heliotrope.kernel.SyscallRow}
     * @param args all arguments of the call
     * @param result the call's result, if {@code after}
     * @param after whether the call has returned, so that what it wrote may be shown
     */
    String format(GuestThread thread, String type, long value, long[] args, long result, boolean after);

    /** Guest name of a host errno, {@code ENOENT} for instance. */
    String errnoName(GuestThread thread, int linuxErrno);

    /** Name of a guest signal, {@code SIGSEGV} for instance. */
    String signalName(GuestThread thread, int guestSignal);
}
