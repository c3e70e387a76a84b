package heliotrope.mips;

import heliotrope.ir.Mode;
import heliotrope.ir.Op;

/**
 * FPU loads, stores and moves (manual: FPU, data transfer and formatted operand value move). Words that travel
 * between general and floating-point registers are I32 values, as are the results of conversions to integers: such a
 * pair then needs no memory.
 */
final class FpuMoves {
    private FpuMoves() {}

    static void translate(Translation t, int id, int word) {
        int rt = Translation.rt(word); // general register, or ft of a load or store
        int fs = Translation.rd(word);
        int fd = Translation.sa(word);
        switch (id) {
            case Insn.LWC1 -> loadSingle(t, rt, word);
            case Insn.SWC1 -> LoadsStores.store(t, Op.STF32, word, single(t, rt));
            case Insn.LDC1 -> setDouble(t, rt, LoadsStores.load(t, Op.LDF64, word));
            case Insn.SDC1 -> LoadsStores.store(t, Op.STF64, word, doubleValue(t, rt));

            case Insn.MFC1 -> t.setGpr32(rt, word(t, fs));
            case Insn.MTC1 -> t.b.putHalf(Op.I32, MipsState.fprWord(fs, t.mode), t.gpr32(rt));
            case Insn.DMFC1 -> t.setGpr64(rt, t.b.get(Op.I64, MipsState.fprDouble(fs, t.mode)));
            case Insn.DMTC1 -> t.b.put(Op.I64, MipsState.fprDouble(fs, t.mode), t.gpr64(rt));
            case Insn.MFHC1 -> t.setGpr32(rt, t.b.get(Op.I32, MipsState.fprDouble(fs, t.mode) + 4));
            case Insn.MTHC1 -> t.b.putHalf(Op.I32, MipsState.fprDouble(fs, t.mode) + 4, t.gpr32(rt));
            case Insn.CFC1 -> FpuControl.cfc1(t, word);
            case Insn.CTC1 -> FpuControl.ctc1(t, word);

            case Insn.MOV_S -> setSingle(t, fd, single(t, fs));
            case Insn.MOVZ_S -> moveSingleIf(t, fd, isZero(t, rt), fs);
            case Insn.MOVN_S -> moveSingleIf(t, fd, isNotZero(t, rt), fs);
            case Insn.MOVF_S -> moveSingleIf(t, fd, isFalse(t, word), fs);
            case Insn.MOVT_S -> moveSingleIf(t, fd, IntegerAlu.condition(t, word), fs);
            default -> moveDouble(t, id, word);
        }
    }

    /** With paired registers it may be half of a double. */
    private static void loadSingle(Translation t, int rt, int word) {
        if ((t.mode & Mode.FR) != 0) {
            setSingle(t, rt, LoadsStores.load(t, Op.LDF32, word));
        } else {
            int single = t.b.op1(Op.BITSF32, LoadsStores.load(t, Op.LD32, word));
            t.b.putHalf(Op.F32, MipsState.fprWord(rt, t.mode), single);
        }
    }

    private static void moveDouble(Translation t, int id, int word) {
        int rt = Translation.rt(word);
        int fs = Translation.rd(word);
        int fd = Translation.sa(word);
        if (oddDouble(t, fs | fd)) {
            return;
        }
        switch (id) {
            case Insn.MOV_D -> setDouble(t, fd, doubleValue(t, fs));
            case Insn.MOVZ_D -> moveDoubleIf(t, fd, isZero(t, rt), fs);
            case Insn.MOVN_D -> moveDoubleIf(t, fd, isNotZero(t, rt), fs);
            case Insn.MOVF_D -> moveDoubleIf(t, fd, isFalse(t, word), fs);
            case Insn.MOVT_D -> moveDoubleIf(t, fd, IntegerAlu.condition(t, word), fs);
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        }
    }

    private static int isZero(Translation t, int rt) {
        return t.op2(Op.EQ32, Op.EQ64, t.gpr(rt), t.constant(0));
    }

    private static int isNotZero(Translation t, int rt) {
        return t.op2(Op.NE32, Op.NE64, t.gpr(rt), t.constant(0));
    }

    private static int isFalse(Translation t, int word) {
        return t.b.op2(Op.EQ32, IntegerAlu.condition(t, word), t.b.const32(0));
    }

    private static void moveSingleIf(Translation t, int fd, int condition, int fs) {
        setSingle(t, fd, t.b.op3(Op.SELF32, condition, single(t, fs), single(t, fd)));
    }

    private static void moveDoubleIf(Translation t, int fd, int condition, int fs) {
        setDouble(t, fd, t.b.op3(Op.SELF64, condition, doubleValue(t, fs), doubleValue(t, fd)));
    }

    // Floating-point registers as values, for all chapters of the FPU.

    /**
     * Makes the instruction a reserved one, and says so, if it names an odd register for a 64-bit value while
     * registers are paired.
     *
     * @param registers the register numbers, or-ed together
     */
    static boolean oddDouble(Translation t, int registers) {
        if ((registers & 1) != 0 && (t.mode & Mode.FR) == 0) {
            t.reserved();
            return true;
        }
        return false;
    }

    static int single(Translation t, int n) {
        return t.b.get(Op.F32, MipsState.fprWord(n, t.mode));
    }

    static void setSingle(Translation t, int n, int value) {
        t.b.put(Op.F32, MipsState.fprWord(n, t.mode), value);
    }

    static int doubleValue(Translation t, int n) {
        return t.b.get(Op.F64, MipsState.fprDouble(n, t.mode));
    }

    static void setDouble(Translation t, int n, int value) {
        t.b.put(Op.F64, MipsState.fprDouble(n, t.mode), value);
    }

    /** A register as a double or a single. */
    static int value(Translation t, int n, boolean wide) {
        return wide ? doubleValue(t, n) : single(t, n);
    }

    static void setValue(Translation t, int n, boolean wide, int value) {
        if (wide) {
            setDouble(t, n, value);
        } else {
            setSingle(t, n, value);
        }
    }

    /** A register as a 32-bit integer. */
    static int word(Translation t, int n) {
        return t.b.get(Op.I32, MipsState.fprWord(n, t.mode));
    }

    static void setWord(Translation t, int n, int value) {
        t.b.put(Op.I32, MipsState.fprWord(n, t.mode), value);
    }
}
