package heliotrope.kernel;

/** Sending and delivering signals. */
public final class Signals {
    private Signals() {}

    /** Sends a signal to a process. */
    public static void post(Process p, SigInfo info) {
        throw new UnsupportedOperationException();
    }

    /** Sends a signal to a thread. */
    public static void post(GuestThread t, SigInfo info) {
        throw new UnsupportedOperationException();
    }

    static boolean interrupts(GuestThread t) {
        throw new UnsupportedOperationException();
    }
}
