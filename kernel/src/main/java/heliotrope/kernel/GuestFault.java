package heliotrope.kernel;

/**
 * A system call touched guest memory that is not there or not accessible; becomes EFAULT where the call was dispatched. One object
 * without a stack trace, because guests may provoke it millions of times.
 */
public final class GuestFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The only instance. */
    @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace
    public static final GuestFault INSTANCE = new GuestFault();

    private GuestFault() {
        super("bad guest address", null, false, false);
    }
}
