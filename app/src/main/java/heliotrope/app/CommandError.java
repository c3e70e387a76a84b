package heliotrope.app;

/** Ends the command with one line on stderr and an exit status. */
final class CommandError extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Exit statuses of the command itself; a guest's own status or 128 + signal is passed through. */
    static final int USAGE = 2, CANNOT_EXECUTE = 126, NOT_FOUND = 127;

    final int status;

    CommandError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }
}
