package heliotrope.engine;

/** Compiled code and the interpreter disagree about a block; the message tells about what. */
public final class LockstepMismatch extends RuntimeException {
    LockstepMismatch(String message) {
        super(message);
    }
}
