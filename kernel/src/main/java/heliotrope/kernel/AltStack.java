package heliotrope.kernel;

/** Alternate signal stack of a thread, as the personality understands it. */
public final class AltStack {
    public long base;
    public long size;
    public boolean enabled;
    /** For the personality: how {@link #base} is meant. */
    public int convention;
    /** The thread runs a handler on it. */
    public boolean active;

    void set(AltStack o) {
        base = o.base;
        size = o.size;
        enabled = o.enabled;
        convention = o.convention;
        active = o.active;
    }

    void clear() {
        base = 0;
        size = 0;
        enabled = false;
        convention = 0;
        active = false;
    }
}
