package heliotrope.kernel;

import heliotrope.host.Nullable;

/** A timer made by timer_create. Guarded by the kernel lock. */
final class PosixTimer {
    final int id;
    /** Host clock it is set by. */
    final int clock;
    /** Signal it sends, 0 for none; to the thread if there is one, else to the process. */
    final int signal;

    final @Nullable GuestThread thread;
    final long value;
    /** Time in nanoseconds at which it is due, on its clock; 0: off. */
    long due;
    long interval;
    /** A signal of this timer is pending. */
    boolean queued;
    /** Expirations since the pending signal was sent, and those that the last delivered one had. */
    long missed;
    int overrun;

    PosixTimer(int id, int clock, int signal, @Nullable GuestThread thread, long value) {
        this.id = id;
        this.clock = clock;
        this.signal = signal;
        this.thread = thread;
        this.value = value;
    }

    /** Its signal has been taken for delivery, or dropped. */
    void taken() {
        queued = false;
        overrun = (int) Math.min(Integer.MAX_VALUE, missed);
        missed = 0;
    }
}
