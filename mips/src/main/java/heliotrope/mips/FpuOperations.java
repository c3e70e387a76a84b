package heliotrope.mips;

import heliotrope.ir.Op;

/** Which operation of the IR computes an instruction of the FPU, for those instructions that are one operation. */
final class FpuOperations {
    private FpuOperations() {}

    /** Rounding modes of the IR's conversions to integers: nearest, to zero, up, down as MIPS numbers them, and the current one. */
    private static final int CURRENT = 4;

    static final long ONE_SINGLE = 0x3f800000L, ONE_DOUBLE = 0x3ff0000000000000L;

    /** Operation of an arithmetic instruction; ABS and NEG are arithmetic in the legacy encoding of NaNs only. */
    static int arithmetic(int id, boolean nan2008) {
        return switch (id) {
            case Insn.ADD_S -> Op.FADD32;
            case Insn.SUB_S -> Op.FSUB32;
            case Insn.MUL_S -> Op.FMUL32;
            case Insn.DIV_S, Insn.RECIP_S -> Op.FDIV32;
            case Insn.SQRT_S -> Op.FSQRT32;
            case Insn.ABS_S -> nan2008 ? Op.FABS32 : Op.FABSA32;
            case Insn.NEG_S -> nan2008 ? Op.FNEG32 : Op.FNEGA32;
            case Insn.ADD_D -> Op.FADD64;
            case Insn.SUB_D -> Op.FSUB64;
            case Insn.MUL_D -> Op.FMUL64;
            case Insn.DIV_D, Insn.RECIP_D -> Op.FDIV64;
            case Insn.SQRT_D -> Op.FSQRT64;
            case Insn.ABS_D -> nan2008 ? Op.FABS64 : Op.FABSA64;
            case Insn.NEG_D -> nan2008 ? Op.FNEG64 : Op.FNEGA64;
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        };
    }

    /** Operation of a conversion. */
    static int conversion(int id) {
        return switch (id) {
            case Insn.ROUND_W_S, Insn.TRUNC_W_S, Insn.CEIL_W_S, Insn.FLOOR_W_S, Insn.CVT_W_S -> Op.F32TOI32;
            case Insn.ROUND_W_D, Insn.TRUNC_W_D, Insn.CEIL_W_D, Insn.FLOOR_W_D, Insn.CVT_W_D -> Op.F64TOI32;
            case Insn.ROUND_L_S, Insn.TRUNC_L_S, Insn.CEIL_L_S, Insn.FLOOR_L_S, Insn.CVT_L_S -> Op.F32TOI64;
            case Insn.ROUND_L_D, Insn.TRUNC_L_D, Insn.CEIL_L_D, Insn.FLOOR_L_D, Insn.CVT_L_D -> Op.F64TOI64;
            case Insn.CVT_S_W -> Op.I32TOF32;
            case Insn.CVT_S_L -> Op.I64TOF32;
            case Insn.CVT_S_D -> Op.F64TOF32;
            case Insn.CVT_D_W -> Op.I32TOF64;
            case Insn.CVT_D_L -> Op.I64TOF64;
            case Insn.CVT_D_S -> Op.F32TOF64;
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        };
    }

    /** Rounding mode of a conversion to an integer: that of its name, or the current one. */
    static int rounding(int word) {
        return (word & 0x20) != 0 ? CURRENT : word & 3;
    }

    /** First operation of a multiply-add is FMUL32 or FMUL64; this is the second, whose result may be negated. */
    static int second(int id) {
        return switch (id) {
            case Insn.MADD_S, Insn.NMADD_S -> Op.FADD32;
            case Insn.MSUB_S, Insn.NMSUB_S -> Op.FSUB32;
            case Insn.MADD_D, Insn.NMADD_D -> Op.FADD64;
            case Insn.MSUB_D, Insn.NMSUB_D -> Op.FSUB64;
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        };
    }

    /** Whether a multiply-add negates its result. */
    static boolean negates(int id) {
        return id >= Insn.NMADD_S;
    }
}
