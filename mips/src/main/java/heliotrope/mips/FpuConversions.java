package heliotrope.mips;

import heliotrope.ir.Op;

/** FPU conversions (manual: FPU, conversion). */
final class FpuConversions {
    private FpuConversions() {}

    /** Rounding modes of the IR's conversions to integers. */
    private static final int NEAREST = 0, ZERO = 1, UP = 2, DOWN = 3, CURRENT = 4;

    static void translate(Translation t, int id, int word) {
        int fd = Translation.sa(word);
        int fs = Translation.rd(word);
        switch (id) {
            case Insn.ROUND_W_S -> singleToWord(t, fd, fs, NEAREST);
            case Insn.TRUNC_W_S -> singleToWord(t, fd, fs, ZERO);
            case Insn.CEIL_W_S -> singleToWord(t, fd, fs, UP);
            case Insn.FLOOR_W_S -> singleToWord(t, fd, fs, DOWN);
            case Insn.CVT_W_S -> singleToWord(t, fd, fs, CURRENT);
            case Insn.ROUND_W_D -> doubleToWord(t, fd, fs, NEAREST);
            case Insn.TRUNC_W_D -> doubleToWord(t, fd, fs, ZERO);
            case Insn.CEIL_W_D -> doubleToWord(t, fd, fs, UP);
            case Insn.FLOOR_W_D -> doubleToWord(t, fd, fs, DOWN);
            case Insn.CVT_W_D -> doubleToWord(t, fd, fs, CURRENT);

            case Insn.ROUND_L_S -> singleToLong(t, fd, fs, NEAREST);
            case Insn.TRUNC_L_S -> singleToLong(t, fd, fs, ZERO);
            case Insn.CEIL_L_S -> singleToLong(t, fd, fs, UP);
            case Insn.FLOOR_L_S -> singleToLong(t, fd, fs, DOWN);
            case Insn.CVT_L_S -> singleToLong(t, fd, fs, CURRENT);
            case Insn.ROUND_L_D -> doubleToLong(t, fd, fs, NEAREST);
            case Insn.TRUNC_L_D -> doubleToLong(t, fd, fs, ZERO);
            case Insn.CEIL_L_D -> doubleToLong(t, fd, fs, UP);
            case Insn.FLOOR_L_D -> doubleToLong(t, fd, fs, DOWN);
            case Insn.CVT_L_D -> doubleToLong(t, fd, fs, CURRENT);

            case Insn.CVT_S_W -> FpuMoves.setSingle(t, fd, t.b.op1(Op.I32TOF32, FpuMoves.word(t, fs)));
            case Insn.CVT_S_L -> FpuMoves.setSingle(t, fd, t.b.op1(Op.I64TOF32, longValue(t, fs)));
            case Insn.CVT_S_D -> {
                if (!FpuMoves.oddDouble(t, fs)) {
                    FpuMoves.setSingle(t, fd, t.b.op1(Op.F64TOF32, FpuMoves.doubleValue(t, fs)));
                }
            }
            case Insn.CVT_D_W -> setDouble(t, fd, Op.I32TOF64, FpuMoves.word(t, fs));
            case Insn.CVT_D_L -> setDouble(t, fd, Op.I64TOF64, longValue(t, fs));
            case Insn.CVT_D_S -> setDouble(t, fd, Op.F32TOF64, FpuMoves.single(t, fs));
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        }
    }

    private static void setDouble(Translation t, int fd, int op, int source) {
        if (!FpuMoves.oddDouble(t, fd)) {
            FpuMoves.setDouble(t, fd, t.b.op1(op, source));
        }
    }

    private static void singleToWord(Translation t, int fd, int fs, int rounding) {
        FpuMoves.setWord(t, fd, t.b.opImm(Op.F32TOI32, FpuMoves.single(t, fs), -1, rounding));
    }

    private static void doubleToWord(Translation t, int fd, int fs, int rounding) {
        if (!FpuMoves.oddDouble(t, fs)) {
            FpuMoves.setWord(t, fd, t.b.opImm(Op.F64TOI32, FpuMoves.doubleValue(t, fs), -1, rounding));
        }
    }

    // Integers of 64 bits are there with Status.FR = 1 only: no register is odd.

    private static void singleToLong(Translation t, int fd, int fs, int rounding) {
        setLong(t, fd, t.b.opImm(Op.F32TOI64, FpuMoves.single(t, fs), -1, rounding));
    }

    private static void doubleToLong(Translation t, int fd, int fs, int rounding) {
        setLong(t, fd, t.b.opImm(Op.F64TOI64, FpuMoves.doubleValue(t, fs), -1, rounding));
    }

    private static int longValue(Translation t, int n) {
        return t.b.get(Op.I64, MipsState.fprDouble(n, t.mode));
    }

    private static void setLong(Translation t, int n, int value) {
        t.b.put(Op.I64, MipsState.fprDouble(n, t.mode), value);
    }
}
