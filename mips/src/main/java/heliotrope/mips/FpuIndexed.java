package heliotrope.mips;

import heliotrope.ir.Op;

/**
 * FPU indexed loads and stores and multiply-add (manual: FPU, COP1X). The product is rounded before the addition, as
 * from the R10000 on.
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

            case Insn.MADD_S -> FpuMoves.setSingle(t, fd, single(t, Op.FADD32, word));
            case Insn.MSUB_S -> FpuMoves.setSingle(t, fd, single(t, Op.FSUB32, word));
            case Insn.NMADD_S -> FpuMoves.setSingle(t, fd, t.b.op1(Op.FNEG32, single(t, Op.FADD32, word)));
            case Insn.NMSUB_S -> FpuMoves.setSingle(t, fd, t.b.op1(Op.FNEG32, single(t, Op.FSUB32, word)));
            default -> multiplyAddDouble(t, id, word);
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

    /** fs * ft + fr or fs * ft - fr. */
    private static int single(Translation t, int op, int word) {
        int product = t.b.op2(
                Op.FMUL32, FpuMoves.single(t, Translation.rd(word)), FpuMoves.single(t, Translation.rt(word)));
        return t.b.op2(op, product, FpuMoves.single(t, Translation.rs(word)));
    }

    private static void multiplyAddDouble(Translation t, int id, int word) {
        int fd = Translation.sa(word);
        if (FpuMoves.oddDouble(t, fd | Translation.rd(word) | Translation.rt(word) | Translation.rs(word))) {
            return;
        }
        int product = t.b.op2(
                Op.FMUL64,
                FpuMoves.doubleValue(t, Translation.rd(word)),
                FpuMoves.doubleValue(t, Translation.rt(word)));
        int addend = FpuMoves.doubleValue(t, Translation.rs(word));
        int result = switch (id) {
            case Insn.MADD_D -> t.b.op2(Op.FADD64, product, addend);
            case Insn.MSUB_D -> t.b.op2(Op.FSUB64, product, addend);
            case Insn.NMADD_D -> t.b.op1(Op.FNEG64, t.b.op2(Op.FADD64, product, addend));
            case Insn.NMSUB_D -> t.b.op1(Op.FNEG64, t.b.op2(Op.FSUB64, product, addend));
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        };
        FpuMoves.setDouble(t, fd, result);
    }
}
