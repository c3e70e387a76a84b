package heliotrope.mips;

import heliotrope.ir.Mode;
import heliotrope.ir.Op;

/**
 * FPU arithmetic and comparison (manual: FPU, arithmetic). RECIP and RSQRT, which hardware may round less well, are
 * exact divisions; ABS and NEG are arithmetic in the legacy encoding of NaNs, which they leave alone: a signalling one is
 * invalid. In the encoding of 2008 they change the sign bit of NaNs too and raise nothing.
 */
final class FpuArithmetic {
    private FpuArithmetic() {}

    static void translate(Translation t, int id, int word) {
        int fd = Translation.sa(word);
        int fs = Translation.rd(word);
        int ft = Translation.rt(word);
        boolean wide = id >= Insn.ADD_D;
        if (wide && FpuMoves.oddDouble(t, fs | ft | fd)) { // ft is 0 where it is not used
            return;
        }
        boolean rsqrt = id == Insn.RSQRT_S || id == Insn.RSQRT_D;
        if (rsqrt && FpuCause.precisely(t, word)) {
            return;
        }
        int x = FpuMoves.value(t, fs, wide);
        int y = -1;
        int result;
        if (rsqrt) {
            int root = t.b.op1(wide ? Op.FSQRT64 : Op.FSQRT32, x);
            result = t.b.op2(wide ? Op.FDIV64 : Op.FDIV32, one(t, wide), root);
        } else {
            int op = FpuOperations.arithmetic(id, (t.mode & Mode.NAN2008) != 0);
            if (id == Insn.RECIP_S || id == Insn.RECIP_D) {
                result = t.b.op2(op, one(t, wide), x);
            } else if (Op.ARITY[op] == 1) {
                result = t.b.op1(op, x);
            } else {
                y = FpuMoves.value(t, ft, wide);
                result = t.b.op2(op, x, y);
            }
            if ((Op.FLAGS[op] & Op.FP_ENV) == 0) { // not arithmetic
                FpuMoves.setValue(t, fd, wide, result);
                return;
            }
        }
        FpuMoves.setValue(t, fd, wide, result);
        FpuCause.note(t, word, x, y, -1);
    }

    private static int one(Translation t, boolean wide) {
        return wide
                ? t.b.constF(Op.CONSTF64, FpuOperations.ONE_DOUBLE)
                : t.b.constF(Op.CONSTF32, FpuOperations.ONE_SINGLE);
    }

    /** C.cond: the low bits of the function code are unordered, equal, less and signalling, as in the IR. */
    static void compare(Translation t, int id, int word) {
        int fs = Translation.rd(word);
        int ft = Translation.rt(word);
        boolean wide = id >= Insn.C_F_D;
        if (wide && FpuMoves.oddDouble(t, fs | ft)) {
            return;
        }
        int x = FpuMoves.value(t, fs, wide);
        int y = FpuMoves.value(t, ft, wide);
        int result = t.b.opImm(wide ? Op.FCMP64 : Op.FCMP32, x, y, word & 15);
        t.b.put(Op.I32, MipsState.fcc(word >> 8 & 7), result);
        FpuCause.note(t, word, x, y, -1);
    }
}
