package heliotrope.kernel;

/** A session. Guarded by the kernel lock. */
public final class Session {
    public final int id;
    /** Device number of the controlling terminal, 0 if there is none. */
    long terminal;
    /** Foreground process group of the terminal. */
    int foreground;

    Session(int id) {
        this.id = id;
    }
}
