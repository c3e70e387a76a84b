package heliotrope.ir;

/**
 * What a guest's floating point does where it differs from the host's SSE: NaNs, invalid conversions, exceptions. The interpreter
 * calls it; compiled code leaves to the interpreter in these cases. Values are raw bits (an F32 in the low 32 bits).
 */
public interface FpModel {
    /** IEEE exception flags, as the x86 MXCSR has them. */
    int INVALID = 1, DENORMAL = 2, DIVZERO = 4, OVERFLOW = 8, UNDERFLOW = 16, INEXACT = 32;

    /** Beside the flags: the result is denormal but exact, which counts as underflow only where that traps. */
    int TINY = 64;

    /**
     * The result of an arithmetic operation or FP to FP conversion that is a NaN on the host.
     *
     * @param op an {@link Op} with the FP_ENV property and a floating-point result
     * @param a first operand, bits
     * @param b second operand, bits, 0 if there is none
     */
    long nanResult(int op, long a, long b);

    /** The result of a conversion to an integer whose operand is a NaN or out of range. */
    long invalidInteger(int op, long a);

    /** Whether the bits are a NaN that signals in the guest's encoding. */
    boolean signalling(boolean is64, long bits);

    /**
     * Called by the interpreter once per FP_ENV operation with the exact flags that it raised (of the list above, DENORMAL
     * never; perhaps {@link #TINY}); records them where the guest sees them (sticky flags may stay in the MXCSR).
     *
     * @return true if the guest has enabled one of these exceptions: the result is not written and a {@link Trap#FP} follows
     */
    boolean raise(GuestState state, int flags);

    /**
     * Whether flushing makes a tiny result the least normal number where the rounding mode leads away from zero, and zero
     * else. The host makes it always zero, so such a guest has {@link Mode#FP_PRECISE} set with these rounding modes.
     */
    default boolean flushesByRounding() {
        return false;
    }
}
