package heliotrope.mips.exec;

import heliotrope.ir.CodeSource;
import heliotrope.ir.FloatingPoint;
import heliotrope.ir.FpModel;
import heliotrope.ir.Frontend;
import heliotrope.ir.GuestState;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.IrVerifier;
import heliotrope.ir.Nullable;
import heliotrope.ir.Op;
import heliotrope.ir.Trap;
import heliotrope.mips.MipsFrontend;
import heliotrope.mips.MipsState;

/**
 * The MIPS front end, except for what qemu 7.2 does otherwise than the manual says, so that the rest can be compared
 * to the last bit. How often that made a difference is counted, case by case: see {@link Deviations}. For the
 * interpreter it also counts which blocks are executed.
 */
final class QemuModel implements Frontend, FpModel {
    /** Number of the helper that is put before each block that is counted. */
    private static final int COUNT = 1000;

    /** Number of the front end's helper that runs a multiply-add or the like where exceptions are exact. */
    private static final int RUN = 4;

    /** State from here on notes the last arithmetic FPU instruction, for the cause field. */
    private static final int NOTES = MipsState.LAST_FP;

    private static final int FLUSH = 0x8000; // of the MXCSR
    private static final int UNDERFLOW_ENABLE = 0x100; // of the FCSR
    private static final long ONE32 = 0x3f800000L, ONE64 = 0x3ff0000000000000L;
    private static final int LEGACY32 = 0x7fbfffff;
    private static final long LEGACY64 = 0x7ff7ffffffffffffL;

    private final boolean nan2008;
    private final MipsFrontend mips;
    private final FpModel model;
    private final FloatingPoint exact = new FloatingPoint(this);
    private final @Nullable ExecutionCounts counts;
    private final Deviations deviations;

    QemuModel(boolean nan2008, Deviations deviations) {
        this(nan2008, deviations, null);
    }

    /** With {@code counts}, only for an engine that interprets. */
    QemuModel(boolean nan2008, Deviations deviations, @Nullable ExecutionCounts counts) {
        this.nan2008 = nan2008;
        this.deviations = deviations;
        this.counts = counts;
        mips = new MipsFrontend(nan2008);
        model = mips.fpModel();
    }

    @Override
    public long nanResult(int op, long a, long b) {
        long own = model.nanResult(op, a, b);
        if (nan2008) {
            return own;
        }
        long qemu = Op.TYPE[op] == Op.F64 ? LEGACY64 : LEGACY32;
        if (own != qemu) {
            deviations.count(Deviations.QUIET_NAN);
        }
        return qemu;
    }

    @Override
    public long invalidInteger(int op, long a) {
        return model.invalidInteger(op, a);
    }

    @Override
    public boolean signalling(boolean is64, long bits) {
        return model.signalling(is64, bits);
    }

    @Override
    public boolean raise(GuestState state, int flags) {
        int seen = flags & ~TINY;
        if (seen != flags && (state.get32(MipsState.FCSR) & UNDERFLOW_ENABLE) != 0) {
            deviations.count(Deviations.TINY_TRAP);
        }
        return model.raise(state, seen);
    }

    @Override
    public void translate(CodeSource code, int mode, int maxInstructions, IrBuilder out) {
        mips.translate(code, mode, maxInstructions, out);
        if (!out.goesOn()) {
            IrVerifier.verify(out.block);
        }
        if (!nan2008) {
            signsAsBits(code, out.block);
        }
        ExecutionCounts c = counts;
        if (c != null) {
            c.translated(code, out.block.guestBytes);
            countFirst(out.block, code.pc);
        }
    }

    /** Makes abs and neg, and the negation of multiply-adds, operations on bits that raise nothing. */
    private static void signsAsBits(CodeSource code, IrBlock block) {
        boolean sign = false;
        for (int i = 0; i < block.size; i++) {
            int op = block.op[i];
            if (op == Op.INSN) {
                long at = block.imm[i] - code.pc >> 2;
                int word = at >= 0 && at < code.count ? code.words[(int) at] : 0; // else of a block earlier on the path
                int function = word & 63;
                sign = word >>> 26 == 0x11 && (word >> 25 & 1) != 0 && (function == 5 || function == 7);
            } else if (op >= Op.FABSA32 && op <= Op.FNEGA32) {
                block.op[i] = (short) (op == Op.FABSA32 ? Op.FABS32 : Op.FNEG32);
            } else if (op >= Op.FABSA64 && op <= Op.FNEGA64) {
                block.op[i] = (short) (op == Op.FABSA64 ? Op.FABS64 : Op.FNEG64);
            } else if (sign && op >= Op.PUT32 && op <= Op.PUTF64 && block.imm[i] >= NOTES) {
                row(block, i, Op.CONST32, -1, 0);
            }
        }
    }

    /** Puts a call of the counter before a block. */
    private static void countFirst(IrBlock block, long pc) {
        block.add(Op.CONST64, -1, -1, -1, 0);
        block.add(Op.CONST64, -1, -1, -1, 0);
        for (int i = block.size - 1; i >= 2; i--) {
            int op = block.op[i - 2];
            block.op[i] = (short) op;
            block.a[i] = op == Op.INSN ? block.a[i - 2] : moved(block.a[i - 2]);
            block.b[i] = moved(block.b[i - 2]);
            block.c[i] = moved(block.c[i - 2]);
            block.imm[i] = block.imm[i - 2];
        }
        row(block, 0, Op.CONST64, -1, pc);
        row(block, 1, Op.HELPER, 0, COUNT);
    }

    private static int moved(int row) {
        return row < 0 ? row : row + 2;
    }

    private static void row(IrBlock block, int i, int op, int a, long imm) {
        block.op[i] = (short) op;
        block.a[i] = a;
        block.b[i] = -1;
        block.c[i] = -1;
        block.imm[i] = imm;
    }

    @Override
    public long helper(int id, GuestState state, long a, long b, int[] trap) {
        ExecutionCounts c = counts;
        if (id == COUNT && c != null) {
            c.entered(a);
            return 0;
        }
        if (id != RUN) {
            return mips.helper(id, state, a, b, trap);
        }
        int word = (int) a;
        int fd = register(state, word >> 6 & 31, word);
        long before = state.get64(fd & ~7);
        int fcsr = state.get32(MipsState.FCSR);
        int mxcsr = state.mxcsr();
        long result = mips.helper(id, state, a, b, trap);
        boolean wide = isDouble(word);
        long r = value(state, fd, wide);
        long exponent = wide ? 0x7ff0000000000000L : 0x7f800000L;
        boolean isNan = (r & exponent) == exponent && (r & (wide ? 0xfffffffffffffL : 0x7fffffL)) != 0;
        boolean rounds = (mxcsr & FLUSH) != 0 || (fcsr & UNDERFLOW_ENABLE) != 0;
        if (isNan && !nan2008 || rounds) { // once more, as qemu does it
            state.put64(fd & ~7, before);
            state.put32(MipsState.FCSR, fcsr);
            state.mxcsr(mxcsr);
            trap[0] = 0;
            run(state, word, trap);
            if (value(state, fd, wide) != r) {
                deviations.count(isNan ? Deviations.QUIET_NAN : Deviations.FLUSH_ROUNDING);
            }
        }
        return result;
    }

    private static boolean isDouble(int word) {
        return word >>> 26 == 0x13 ? (word & 7) == 1 : (word >> 21 & 31) == 17;
    }

    private static int register(GuestState state, int n, int word) {
        return isDouble(word) ? MipsState.fprDouble(n, state.mode()) : MipsState.fprWord(n, state.mode());
    }

    private static long value(GuestState state, int offset, boolean wide) {
        return wide ? state.get64(offset) : state.get32(offset) & 0xffffffffL;
    }

    /** A multiply-add or rsqrt. */
    private void run(GuestState state, int word, int[] trap) {
        boolean wide = isDouble(word);
        long x = value(state, register(state, word >> 11 & 31, word), wide);
        long second;
        int flags;
        if (word >>> 26 == 0x13) {
            long y = value(state, register(state, word >> 16 & 31, word), wide);
            long z = value(state, register(state, word >> 21 & 31, word), wide);
            long first = exact.evaluate(wide ? Op.FMUL64 : Op.FMUL32, x, y, 0, state.mxcsr());
            flags = exact.flags;
            boolean subtract = (word & 8) != 0;
            int op = wide ? subtract ? Op.FSUB64 : Op.FADD64 : subtract ? Op.FSUB32 : Op.FADD32;
            second = exact.evaluate(op, first, z, 0, state.mxcsr());
            second ^= (word & 16) == 0 ? 0 : wide ? Long.MIN_VALUE : 0x80000000L;
        } else {
            long first = exact.evaluate(wide ? Op.FSQRT64 : Op.FSQRT32, x, 0, 0, state.mxcsr());
            flags = exact.flags;
            second = exact.evaluate(wide ? Op.FDIV64 : Op.FDIV32, wide ? ONE64 : ONE32, first, 0, state.mxcsr());
        }
        flags |= exact.flags;
        if (raise(state, flags)) {
            trap[0] = Trap.of(Trap.FP, 0);
            return;
        }
        int fd = register(state, word >> 6 & 31, word);
        if (wide) {
            state.put64(fd, second);
        } else {
            state.put32(fd, (int) second);
        }
    }

    @Override
    public FpModel fpModel() {
        return this;
    }

    @Override
    public String disassemble(int word, long pc) {
        return mips.disassemble(word, pc);
    }

    @Override
    public String registerName(int register) {
        return mips.registerName(register);
    }

    @Override
    public int registerOffset(int register) {
        return mips.registerOffset(register);
    }

    @Override
    public int registerCount() {
        return mips.registerCount();
    }
}
