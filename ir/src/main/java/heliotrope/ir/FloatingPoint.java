package heliotrope.ir;

/**
 * Floating-point operations as a guest sees them: exact arithmetic of {@link SoftFloat} under the rounding and flush
 * bits of an MXCSR, NaNs and invalid conversions as the guest's {@link FpModel} has them. Touches no guest state.
 */
public final class FloatingPoint {
    /** Rounding mode operand of a conversion to integer: the current one. */
    private static final int CURRENT = 4;
    /** Bits of the constant of FCMP. */
    private static final int IF_UNORDERED = 1, IF_EQUAL = 2, IF_LESS = 4, SIGNALS_QUIET = 8;

    private final FpModel model;
    private final SoftFloat soft = new SoftFloat();

    /** What the last {@link #evaluate} raised: flags of {@link FpModel}, {@link FpModel#TINY} among them. */
    public int flags;

    public FloatingPoint(FpModel model) {
        this.model = model;
    }

    /**
     * Computes an operation with the FP_ENV property and sets {@link #flags}.
     *
     * @param imm the operation's constant
     * @param mxcsr rounding mode and flush bits
     * @return its result: I32 sign-extended, F32 zero-extended
     */
    public long evaluate(int op, long x, long y, int imm, int mxcsr) {
        soft.environment(mxcsr, model.flushesByRounding());
        long result = compute(op, x, y, imm);
        flags = soft.flags;
        return result;
    }

    private long compute(int op, long x, long y, int imm) {
        return switch (op) {
            case Op.FADD32, Op.FSUB32, Op.FMUL32, Op.FDIV32 -> arithmetic(op, false, x, y);
            case Op.FADD64, Op.FSUB64, Op.FMUL64, Op.FDIV64 -> arithmetic(op, true, x, y);
            case Op.FSQRT32, Op.F32TOF64 -> unary(op, false, x);
            case Op.FSQRT64, Op.F64TOF32 -> unary(op, true, x);
            case Op.I32TOF32, Op.I64TOF32 -> soft.fromInteger(false, x);
            case Op.I32TOF64, Op.I64TOF64 -> soft.fromInteger(true, x);
            case Op.F32TOI32, Op.F64TOI32, Op.F32TOI64, Op.F64TOI64 -> toInteger(op, x, imm);
            case Op.FABSA32 -> sign(op, false, x, x & 0x7fffffffL);
            case Op.FNEGA32 -> sign(op, false, x, x ^ 0x80000000L);
            case Op.FABSA64 -> sign(op, true, x, x & Long.MAX_VALUE);
            case Op.FNEGA64 -> sign(op, true, x, x ^ Long.MIN_VALUE);
            case Op.FCMP32 -> compare(false, x, y, imm);
            case Op.FCMP64 -> compare(true, x, y, imm);
            default -> throw new IllegalStateException("not a floating-point operation: " + op);
        };
    }

    private long arithmetic(int op, boolean is64, long x, long y) {
        if (SoftFloat.isNaN(is64, x) || SoftFloat.isNaN(is64, y)) {
            return nanOperand(op, is64, x, y);
        }
        long r = switch (op) {
            case Op.FADD32, Op.FADD64 -> soft.add(is64, x, y, false);
            case Op.FSUB32, Op.FSUB64 -> soft.add(is64, x, y, true);
            case Op.FMUL32, Op.FMUL64 -> soft.multiply(is64, x, y);
            default -> soft.divide(is64, x, y);
        };
        return (soft.flags & FpModel.INVALID) != 0 ? model.nanResult(op, x, y) : r;
    }

    private long unary(int op, boolean is64, long x) {
        if (SoftFloat.isNaN(is64, x)) {
            return nanOperand(op, is64, x, 0);
        }
        long r = op == Op.FSQRT32 || op == Op.FSQRT64 ? soft.squareRoot(is64, x) : soft.convert(is64, x);
        return (soft.flags & FpModel.INVALID) != 0 ? model.nanResult(op, x, 0) : r;
    }

    private long sign(int op, boolean is64, long x, long number) {
        return SoftFloat.isNaN(is64, x) ? nanOperand(op, is64, x, 0) : number;
    }

    private long nanOperand(int op, boolean is64, long x, long y) {
        if (signalling(is64, x) || signalling(is64, y)) {
            soft.flags |= FpModel.INVALID;
        }
        return model.nanResult(op, x, y);
    }

    private boolean signalling(boolean is64, long x) {
        return SoftFloat.isNaN(is64, x) && model.signalling(is64, x);
    }

    private long toInteger(int op, long x, int imm) {
        boolean from64 = op == Op.F64TOI32 || op == Op.F64TOI64;
        boolean to64 = op == Op.F32TOI64 || op == Op.F64TOI64;
        long r = soft.toInteger(from64, x, to64, imm == CURRENT ? soft.rounding() : imm);
        if ((soft.flags & FpModel.INVALID) != 0) {
            r = model.invalidInteger(op, x);
        }
        return to64 ? r : (int) r;
    }

    private long compare(boolean is64, long x, long y, int imm) {
        if (SoftFloat.isNaN(is64, x) || SoftFloat.isNaN(is64, y)) {
            if ((imm & SIGNALS_QUIET) != 0 || signalling(is64, x) || signalling(is64, y)) {
                soft.flags |= FpModel.INVALID;
            }
            return imm & IF_UNORDERED;
        }
        int order = soft.compare(is64, x, y);
        int wanted = order == 0 ? IF_EQUAL : order < 0 ? IF_LESS : 0;
        return (imm & wanted) != 0 ? 1 : 0;
    }
}
