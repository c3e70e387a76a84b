package heliotrope.kernel;

import heliotrope.host.Nullable;

/** System calls about signals; numbers are the guest's. */
public final class SignalCalls {
    private SignalCalls() {}

    /** sigaction; {@code old[0]}, if given, gets the action before. */
    public static long sigaction(GuestThread t, int signal, @Nullable SigAction action, SigAction @Nullable [] old) {
        throw new UnsupportedOperationException();
    }

    /** sigprocmask with Linux how (0 block, 1 unblock, 2 set). */
    public static long sigprocmask(GuestThread t, int how, @Nullable SignalMask set, @Nullable SignalMask old) {
        throw new UnsupportedOperationException();
    }

    /** Sets the mask (sigreturn, setcontext). */
    public static void setMask(GuestThread t, SignalMask mask) {
        throw new UnsupportedOperationException();
    }

    /** sigpending. */
    public static long sigpending(GuestThread t, SignalMask out) {
        throw new UnsupportedOperationException();
    }

    /** sigsuspend: EINTR after a handler ran. */
    public static long sigsuspend(GuestThread t, SignalMask mask) {
        throw new UnsupportedOperationException();
    }

    /** pause. */
    public static long pause(GuestThread t) {
        throw new UnsupportedOperationException();
    }

    /** sigtimedwait; negative timeout: none. @return signal number, or -EAGAIN, -EINTR */
    public static long sigtimedwait(GuestThread t, SignalMask set, long timeoutNanos, @Nullable SigInfo out) {
        throw new UnsupportedOperationException();
    }

    /** kill: pid, 0 own group, -1 all, -group. */
    public static long kill(GuestThread t, int pid, int signal) {
        throw new UnsupportedOperationException();
    }

    /** sigqueue with a code and a value. */
    public static long sigqueue(GuestThread t, int pid, int signal, int code, long value) {
        throw new UnsupportedOperationException();
    }
}
