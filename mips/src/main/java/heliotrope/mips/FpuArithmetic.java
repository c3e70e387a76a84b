package heliotrope.mips;

import heliotrope.ir.Op;

/**
 * FPU arithmetic and comparison (manual: FPU, arithmetic). RECIP and RSQRT, which hardware may round less well, are
 * exact divisions; ABS and NEG change the sign bit of NaNs too and raise nothing.
 */
final class FpuArithmetic {
    private FpuArithmetic() {}

    static final long ONE_SINGLE = 0x3f800000L, ONE_DOUBLE = 0x3ff0000000000000L;

    static void translate(Translation t, int id, int word) {
        int fd = Translation.sa(word);
        int fs = Translation.rd(word);
        int ft = Translation.rt(word);
        if (id >= Insn.ADD_D) {
            if (!FpuMoves.oddDouble(t, fs | ft | fd)) { // ft is 0 where it is not used
                FpuMoves.setDouble(t, fd, resultDouble(t, id, fs, ft));
            }
        } else {
            FpuMoves.setSingle(t, fd, resultSingle(t, id, fs, ft));
        }
    }

    private static int resultSingle(Translation t, int id, int fs, int ft) {
        int x = FpuMoves.single(t, fs);
        return switch (id) {
            case Insn.ADD_S -> t.b.op2(Op.FADD32, x, FpuMoves.single(t, ft));
            case Insn.SUB_S -> t.b.op2(Op.FSUB32, x, FpuMoves.single(t, ft));
            case Insn.MUL_S -> t.b.op2(Op.FMUL32, x, FpuMoves.single(t, ft));
            case Insn.DIV_S -> t.b.op2(Op.FDIV32, x, FpuMoves.single(t, ft));
            case Insn.SQRT_S -> t.b.op1(Op.FSQRT32, x);
            case Insn.ABS_S -> t.b.op1(Op.FABS32, x);
            case Insn.NEG_S -> t.b.op1(Op.FNEG32, x);
            case Insn.RECIP_S -> t.b.op2(Op.FDIV32, t.b.constF(Op.CONSTF32, ONE_SINGLE), x);
            case Insn.RSQRT_S -> t.b.op2(Op.FDIV32, t.b.constF(Op.CONSTF32, ONE_SINGLE), t.b.op1(Op.FSQRT32, x));
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        };
    }

    private static int resultDouble(Translation t, int id, int fs, int ft) {
        int x = FpuMoves.doubleValue(t, fs);
        return switch (id) {
            case Insn.ADD_D -> t.b.op2(Op.FADD64, x, FpuMoves.doubleValue(t, ft));
            case Insn.SUB_D -> t.b.op2(Op.FSUB64, x, FpuMoves.doubleValue(t, ft));
            case Insn.MUL_D -> t.b.op2(Op.FMUL64, x, FpuMoves.doubleValue(t, ft));
            case Insn.DIV_D -> t.b.op2(Op.FDIV64, x, FpuMoves.doubleValue(t, ft));
            case Insn.SQRT_D -> t.b.op1(Op.FSQRT64, x);
            case Insn.ABS_D -> t.b.op1(Op.FABS64, x);
            case Insn.NEG_D -> t.b.op1(Op.FNEG64, x);
            case Insn.RECIP_D -> t.b.op2(Op.FDIV64, t.b.constF(Op.CONSTF64, ONE_DOUBLE), x);
            case Insn.RSQRT_D -> t.b.op2(Op.FDIV64, t.b.constF(Op.CONSTF64, ONE_DOUBLE), t.b.op1(Op.FSQRT64, x));
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        };
    }

    /** C.cond: the low bits of the function code are unordered, equal, less and signalling, as in the IR. */
    static void compare(Translation t, int id, int word) {
        int fs = Translation.rd(word);
        int ft = Translation.rt(word);
        int condition = word & 15;
        int result;
        if (id >= Insn.C_F_D) {
            if (FpuMoves.oddDouble(t, fs | ft)) {
                return;
            }
            result = t.b.opImm(Op.FCMP64, FpuMoves.doubleValue(t, fs), FpuMoves.doubleValue(t, ft), condition);
        } else {
            result = t.b.opImm(Op.FCMP32, FpuMoves.single(t, fs), FpuMoves.single(t, ft), condition);
        }
        t.b.put(Op.I32, MipsState.fcc(word >> 8 & 7), result);
    }
}
