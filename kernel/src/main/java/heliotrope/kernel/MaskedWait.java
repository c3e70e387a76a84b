package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/** Waiting with another signal mask (ppoll, pselect, epoll_pwait), and the wait of epoll. */
public final class MaskedWait {
    private static final long MILLION = 1_000_000;

    private MaskedWait() {}

    /** The mask is {@code mask} until {@link #end}. */
    public static void begin(GuestThread t, SignalMask mask) {
        synchronized (t.kernel.lock) {
            if (!t.restoreMask) { // a call that is made again has not been through end
                t.savedMask.set(t.blocked);
                t.restoreMask = true;
            }
            t.blocked.set(mask);
            Signals.clamp(t.process, t.blocked);
            Signals.recheck(t);
            if (t.attention) {
                t.wake(); // a signal that was blocked so far ends the wait
            }
        }
    }

    /**
     * After the wait. When a signal has ended it, the mask stays until a handler has been set up, as with sigsuspend; else it is put back
     * at once.
     */
    public static void end(GuestThread t, long result) {
        if (result == -Errno.EINTR || result == Kernel.RESTART || result == Kernel.RESTART_NO_HANDLER) {
            return;
        }
        synchronized (t.kernel.lock) {
            t.restoreMask = false;
            t.blocked.set(t.savedMask);
            Signals.recheck(t);
        }
    }

    /**
     * epoll_wait: the host's events are in the data area afterwards, 12 bytes each.
     *
     * @param timeoutNanos negative: none
     * @return number of events, -errno or a restart code
     */
    public static long epoll(GuestThread t, int fd, int most, long timeoutNanos) {
        Scratch s = t.scratch;
        long deadline = 0;
        long millis = -1;
        if (timeoutNanos >= 0) {
            long now = System.nanoTime();
            deadline = t.restartDeadline != 0 ? t.restartDeadline : now + timeoutNanos;
            millis = Math.min(Math.max(0, (deadline - now + MILLION - 1) / MILLION), Integer.MAX_VALUE);
            if (timeoutNanos == 0) {
                millis = 0;
            }
        }
        long result = HostCalls.onFile(t, Sys.SYS_EPOLL_WAIT, fd, s.data(), most, millis, 0, 0);
        if (result == Kernel.RESTART) {
            t.restartDeadline = deadline;
            return Kernel.RESTART_NO_HANDLER;
        }
        return result;
    }
}
