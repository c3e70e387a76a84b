package heliotrope.kernel;

/** What a process does on a signal. Immutable once installed: replaced as a whole. */
public final class SigAction {
    /** Values of {@link #handler} that are not addresses. */
    public static final long DEFAULT = 0, IGNORE = 1;

    /** {@link #flags} (Linux values). */
    public static final int
            NOCLDSTOP = 1,
            NOCLDWAIT = 2,
            SIGINFO = 4,
            ONSTACK = 0x08000000,
            RESTART = 0x10000000,
            NODEFER = 0x40000000,
            RESETHAND = 0x80000000;

    static final SigAction DEFAULT_ACTION = new SigAction(DEFAULT, 0, new SignalMask(), 0);
    static final SigAction IGNORE_ACTION = new SigAction(IGNORE, 0, new SignalMask(), 0);

    public final long handler;
    public final int flags;
    /** Blocked while the handler runs. */
    public final SignalMask mask;
    /** For the personality: flags of its own, trampoline address and the like. */
    public final long extra;

    public SigAction(long handler, int flags, SignalMask mask, long extra) {
        this.handler = handler;
        this.flags = flags;
        this.mask = mask.copy();
        this.extra = extra;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Whether a function of the guest is called. */
    public boolean isHandler() {
        return handler != DEFAULT && handler != IGNORE;
    }
}
