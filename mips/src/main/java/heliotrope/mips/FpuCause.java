package heliotrope.mips;

import heliotrope.ir.FloatingPoint;
import heliotrope.ir.GuestState;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;

/**
 * The cause field of the FCSR while no exception is enabled. It tells of the last arithmetic instruction alone, which the
 * host's sticky flags do not. So translated code notes that instruction and its operands (the last of a block; a fault in
 * the middle of a block shows the one before), and whoever looks at the field computes once more what it raised.
 *
 * <p>The same computation is the instruction itself, for those that are two operations of the IR, where exceptions have
 * to be exact: they trap, and set the cause, once.
 */
final class FpuCause {
    /** Number of the helper that runs an instruction: a is its word. */
    static final int RUN = 4;

    private static final MipsFpModel LEGACY = new MipsFpModel(false), MODERN = new MipsFpModel(true);

    private final FloatingPoint exact;
    private final int mxcsr;
    private final boolean nan2008;

    /** Result of {@link #run}. */
    long result;
    /** What {@link #run} raised: flags of {@link heliotrope.ir.FpModel}. */
    int flags;

    FpuCause(GuestState state) {
        nan2008 = (state.mode() & Mode.NAN2008) != 0;
        exact = new FloatingPoint(nan2008 ? MODERN : LEGACY);
        mxcsr = state.mxcsr();
    }

    // Translation.

    /** Notes the instruction and the values of its operands, -1 for those that it does not have. */
    static void note(Translation t, int word, int x, int y, int z) {
        if ((t.mode & Mode.FP_PRECISE) == 0) { // else the cause is set by each instruction
            t.lastFp = word;
            t.lastFpX = x;
            t.lastFpY = y;
            t.lastFpZ = z;
        }
    }

    /** Writes what was noted to the guest's state, if it was not: something comes that may leave the block. */
    static void write(Translation t) {
        if (t.lastFp == 0) {
            return;
        }
        t.b.put(Op.I32, MipsState.LAST_FP, t.b.const32(t.lastFp));
        t.lastFp = 0;
        operand(t, MipsState.LAST_FP_X, t.lastFpX);
        if (t.lastFpY >= 0) {
            operand(t, MipsState.LAST_FP_Y, t.lastFpY);
        }
        if (t.lastFpZ >= 0) {
            operand(t, MipsState.LAST_FP_Z, t.lastFpZ);
        }
    }

    /**
     * The same unless the next instruction, which is no jump, cannot leave the block, but for faults, or makes a note of its
     * own.
     */
    static void writeBefore(Translation t, int id) {
        boolean needed = switch (MipsInstructions.chapter(id)) {
            case 'A' -> id == Insn.ADD || id == Insn.SUB || id == Insn.ADDI || id == Insn.DADD || id == Insn.DSUB
                    || id == Insn.DADDI;
            case 'S', 'M', 'L', 'U', 'G', 'C', 'V', 'X' -> false;
            case 'F' -> id == Insn.CFC1 || id == Insn.CTC1;
            default -> true;
        };
        if (needed) {
            write(t);
        }
    }

    /** Whether an instruction, if it does not trap, makes a note of its own. */
    static boolean notes(int id) {
        int chapter = MipsInstructions.chapter(id);
        return chapter == 'G' || chapter == 'C' || chapter == 'V' || id >= Insn.MADD_S;
    }

    private static void operand(Translation t, int offset, int value) {
        t.b.put(Op.TYPE[t.b.block.op[value]], offset, value);
    }

    /** An instruction of two operations in precise mode; false in the other. */
    static boolean precisely(Translation t, int word) {
        if ((t.mode & Mode.FP_PRECISE) == 0) {
            return false;
        }
        t.b.helper(Op.HELPER, RUN, t.b.const32(word), -1);
        if (!t.delaySlot) { // else the branch ends the block
            t.b.exit(t.codeAddress(t.pc + 4));
            t.ended = true;
        }
        return true;
    }

    // Execution.

    /** Flags of the instruction noted last, in the order of {@link heliotrope.ir.FpModel}. */
    static int last(GuestState state) {
        FpuCause c = new FpuCause(state);
        c.run(state.get32(MipsState.LAST_FP), state.get64(MipsState.LAST_FP_X), state.get64(MipsState.LAST_FP_Y),
                state.get64(MipsState.LAST_FP_Z));
        return c.flags;
    }

    /** What the helper does. @return whether it traps */
    static boolean execute(GuestState state, int word) {
        int id = MipsInstructions.decode(word);
        boolean wide = isDouble(word, id);
        FpuCause c = new FpuCause(state);
        if (MipsInstructions.chapter(id) == 'X') {
            c.run(word, read(state, Translation.rd(word), wide), read(state, Translation.rt(word), wide),
                    read(state, Translation.rs(word), wide));
        } else {
            c.run(word, read(state, Translation.rd(word), wide), 0, 0);
        }
        if (MipsState.raise(state, c.flags)) {
            return true;
        }
        int fd = Translation.sa(word);
        if (wide) {
            state.put64(MipsState.fprDouble(fd, state.mode()), c.result);
        } else {
            state.put32(MipsState.fprWord(fd, state.mode()), (int) c.result);
        }
        return false;
    }

    private static boolean isDouble(int word, int id) {
        return MipsInstructions.chapter(id) == 'X' ? (word & 7) == 1 : (word >> 21 & 31) == 17;
    }

    private static long read(GuestState state, int n, boolean wide) {
        int mode = state.mode();
        return wide
                ? state.get64(MipsState.fprDouble(n, mode))
                : state.get32(MipsState.fprWord(n, mode)) & 0xffffffffL;
    }

    /** Runs an arithmetic instruction, comparison or conversion on raw operands, of which it may use the low halves. */
    void run(int word, long x, long y, long z) {
        int id = MipsInstructions.decode(word);
        boolean wide = isDouble(word, id);
        flags = 0;
        switch (MipsInstructions.chapter(id)) {
            case 'G' -> arithmetic(id, wide, wide ? x : low(x), wide ? y : low(y));
            case 'C' -> result = step(wide ? Op.FCMP64 : Op.FCMP32, wide ? x : low(x), wide ? y : low(y), word & 15);
            case 'V' -> conversion(word, id, x);
            case 'X' -> multiplyAdd(id, wide, wide ? x : low(x), wide ? y : low(y), wide ? z : low(z));
            default -> {}
        }
    }

    private static long low(long x) {
        return x & 0xffffffffL;
    }

    private long step(int op, long x, long y, int imm) {
        long r = exact.evaluate(op, x, y, imm, mxcsr);
        flags |= exact.flags;
        return r;
    }

    private void arithmetic(int id, boolean wide, long x, long y) {
        long one = wide ? FpuOperations.ONE_DOUBLE : FpuOperations.ONE_SINGLE;
        if (id == Insn.RSQRT_S || id == Insn.RSQRT_D) {
            long root = step(wide ? Op.FSQRT64 : Op.FSQRT32, x, 0, 0);
            result = step(wide ? Op.FDIV64 : Op.FDIV32, one, root, 0);
        } else {
            int op = FpuOperations.arithmetic(id, nan2008);
            boolean reciprocal = id == Insn.RECIP_S || id == Insn.RECIP_D;
            result = reciprocal ? step(op, one, x, 0) : step(op, x, y, 0);
        }
    }

    private void conversion(int word, int id, long x) {
        int op = FpuOperations.conversion(id);
        char from = Op.OPERANDS[op].charAt(0);
        long operand = from == 'i' ? (int) x : from == 'f' ? low(x) : x;
        result = step(op, operand, 0, FpuOperations.rounding(word));
    }

    private void multiplyAdd(int id, boolean wide, long x, long y, long z) {
        long product = step(wide ? Op.FMUL64 : Op.FMUL32, x, y, 0);
        result = step(FpuOperations.second(id), product, z, 0);
        if (FpuOperations.negates(id)) {
            if (nan2008) {
                result ^= wide ? Long.MIN_VALUE : 0x80000000L;
            } else {
                result = step(wide ? Op.FNEGA64 : Op.FNEGA32, result, 0, 0);
            }
        }
    }
}
