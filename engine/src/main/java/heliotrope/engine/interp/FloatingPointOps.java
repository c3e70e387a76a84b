package heliotrope.engine.interp;

import heliotrope.engine.CpuState;
import heliotrope.ir.FloatingPoint;
import heliotrope.ir.FpModel;
import heliotrope.ir.Op;

/**
 * Floating-point operations of a thread: computed by {@link FloatingPoint} under the rounding and flush bits of its
 * MXCSR, exceptions told to the guest's {@link FpModel}.
 */
final class FloatingPointOps {
    private final FpModel model;
    private final FloatingPoint exact;
    /** Whether the last {@link #evaluate} raised an exception that the guest has enabled. */
    boolean trapped;

    FloatingPointOps(FpModel model) {
        this.model = model;
        exact = new FloatingPoint(model);
    }

    /**
     * Runs an operation of {@link Op#FADD32} .. {@link Op#BITSF64}.
     *
     * @return its result: I32 sign-extended, F32 zero-extended; of no meaning if {@link #trapped}
     */
    long evaluate(int op, long x, long y, int imm, CpuState state) {
        trapped = false;
        switch (op) {
            case Op.FABS32 -> {
                return x & 0x7fffffffL;
            }
            case Op.FNEG32 -> {
                return x ^ 0x80000000L;
            }
            case Op.FABS64 -> {
                return x & Long.MAX_VALUE;
            }
            case Op.FNEG64 -> {
                return x ^ Long.MIN_VALUE;
            }
            case Op.F32BITS -> {
                return (int) x;
            }
            case Op.BITSF32 -> {
                return x & 0xffffffffL;
            }
            case Op.F64BITS, Op.BITSF64 -> {
                return x;
            }
            default -> {}
        }
        long result = exact.evaluate(op, x, y, imm, state.mxcsr());
        int flags = exact.flags;
        if (model.raise(state, flags)) {
            trapped = true;
            return 0;
        }
        // INVALID is the model's to keep: compiled code finds out about it by the MXCSR bit being clear before.
        int sticky = flags & ~(FpModel.INVALID | FpModel.TINY);
        if (sticky != 0) {
            state.mxcsr(state.mxcsr() | sticky);
        }
        return result;
    }
}
