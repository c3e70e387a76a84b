package heliotrope.kernel;

/** Where guest names lead to on the host: overlay roots, mappings, and the host's own files behind them. */
public final class Roots {
    public Roots() {}

    /** Adds an overlay root behind those before. @return 0 or -errno */
    public long addRoot(byte[] hostDirectory) {
        throw new UnsupportedOperationException();
    }

    /** Maps an absolute guest name to a host file or directory. @return 0 or -errno */
    public long addMapping(byte[] guestPath, byte[] hostPath, boolean readOnly) {
        throw new UnsupportedOperationException();
    }
}
