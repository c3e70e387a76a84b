package heliotrope.mips;

import heliotrope.ir.Mode;
import heliotrope.ir.Op;

/**
 * FPU indexed loads and stores and multiply-add (manual: FPU, COP1X). The product is rounded before the addition, as
 * from the R10000 on. The negated kinds negate as NEG does.
 */
final class FpuIndexed {
    private FpuIndexed() {}

    static void translate(Translation t, int id, int word) {
        int fd = Translation.sa(word);
        int fs = Translation.rd(word);
        switch (id) {
            case Insn.LWXC1 -> FpuMoves.setSingle(t, fd, t.b.load(Op.LDF32, address(t, word), 0));
            case Insn.SWXC1 -> t.b.store(Op.STF32, address(t, word), 0, FpuMoves.single(t, fs));
            case Insn.LDXC1 -> {
                if (!FpuMoves.oddDouble(t, fd)) {
                    FpuMoves.setDouble(t, fd, t.b.load(Op.LDF64, address(t, word), 0));
                }
            }
            case Insn.SDXC1 -> {
                if (!FpuMoves.oddDouble(t, fs)) {
                    t.b.store(Op.STF64, address(t, word), 0, FpuMoves.doubleValue(t, fs));
                }
            }
            case Insn.LUXC1 -> FpuMoves.setDouble(t, fd, t.b.load(Op.LDF64, alignedAddress(t, word), 0));
            case Insn.SUXC1 -> t.b.store(Op.STF64, alignedAddress(t, word), 0, FpuMoves.doubleValue(t, fs));
            case Insn.PREFX -> {} // a hint

            default -> multiplyAdd(t, id, word);
        }
    }

    private static int address(Translation t, int word) {
        int base = t.base(word);
        int index = t.target(Translation.rt(word));
        return t.b.op2(t.addr64 ? Op.ADD64 : Op.ADD32, base, index);
    }

    private static int alignedAddress(Translation t, int word) {
        int address = address(t, word);
        return t.addr64 ? t.b.op2(Op.AND64, address, t.b.const64(~7L)) : t.b.op2(Op.AND32, address, t.b.const32(~7));
    }

    /** fs * ft + fr, or - fr, perhaps negated. */
    private static void multiplyAdd(Translation t, int id, int word) {
        int fd = Translation.sa(word);
        int fs = Translation.rd(word);
        int ft = Translation.rt(word);
        int fr = Translation.rs(word);
        boolean wide = (word & 1) != 0;
        if (wide && FpuMoves.oddDouble(t, fd | fs | ft | fr) || FpuCause.precisely(t, word)) {
            return;
        }
        int x = FpuMoves.value(t, fs, wide);
        int y = FpuMoves.value(t, ft, wide);
        int z = FpuMoves.value(t, fr, wide);
        int result = t.b.op2(FpuOperations.second(id), t.b.op2(wide ? Op.FMUL64 : Op.FMUL32, x, y), z);
        if (FpuOperations.negates(id)) {
            boolean nan2008 = (t.mode & Mode.NAN2008) != 0;
            int op = wide ? nan2008 ? Op.FNEG64 : Op.FNEGA64 : nan2008 ? Op.FNEG32 : Op.FNEGA32;
            result = t.b.op1(op, result);
        }
        FpuMoves.setValue(t, fd, wide, result);
        FpuCause.note(t, word, x, y, z);
    }
}
