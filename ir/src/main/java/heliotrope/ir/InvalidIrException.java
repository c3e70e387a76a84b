package heliotrope.ir;

/** A block breaks a rule of the IR: a defect of the translator that made it. */
public final class InvalidIrException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int row;

    InvalidIrException(int row, String message) {
        super(message);
        this.row = row;
    }

    /** Number of the row at fault, -1 if it is the block as a whole. */
    public int row() {
        return row;
    }
}
