package heliotrope.app;

/** The command is not one for the server: the client has to do it in a JVM of its own. */
final class NotHere extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotHere() {
        super(null, null, false, false);
    }
}
