package heliotrope.host;

/** Builds the native bridge. */
public final class BridgeBuilder {
    private BridgeBuilder() {}

    /** The library's bytes. */
    public static byte[] build() {
        throw new UnsupportedOperationException("not implemented yet");
    }
}
