package heliotrope.engine;

/** How guest code is executed. */
public enum EngineKind {
    /** Translated to x86-64 machine code. */
    JIT,
    /** The IR is interpreted: slow, portable, the oracle. */
    INTERP,
    /** Each block runs on both, and the first difference stops the guest with a {@link LockstepMismatch}. */
    LOCKSTEP
}
