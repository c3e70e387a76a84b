package heliotrope.mips;

import heliotrope.ir.FpModel;
import heliotrope.ir.GuestState;
import heliotrope.ir.Mode;

/**
 * Where the registers of a MIPS thread lie in its guest state, and the whole of the floating-point control and status
 * register, whose parts lie in several places.
 *
 * <p>General registers, HI and LO are 64-bit slots of which 32-bit guests use the low half. Floating-point register n
 * lies at {@code FPR + 8 * n} with Status.FR = 1. With FR = 0 it is the 32 bits at {@code FPR + 4 * n}: a pair is
 * then one little-endian 64-bit slot, its even register the low half, as the double in the pair wants it.
 */
public final class MipsState {
    private MipsState() {}

    public static final int
            GPR = 0, // 32 x u64
            HI = 256, // u64
            LO = 264, // u64
            FPR = 272, // 32 x u64, or 32 x u32 with FR = 0
            FCC = 528, // 8 x u32: condition codes, each 0 or 1
            FCSR = 560, // u32: without condition codes; sticky flags but that of invalid may be in the MXCSR only
            USERLOCAL = 568, // u64: what rdhwr $29 reads, set by the kernel for each thread; sign-extended in n32
            LAST_FP = GuestState.NOTES, // u32: last arithmetic FPU instruction, while the cause field is behind; else 0
            LAST_FP_X = LAST_FP + 8, // u64: its operands, in the low half if they have 32 bits
            LAST_FP_Y = LAST_FP + 16,
            LAST_FP_Z = LAST_FP + 24;
    /** End of a thread's registers. */
    private static final int END = 576;

    /** Bits of the FCSR. */
    public static final int
            FCSR_ROUNDING = 3,
            FCSR_FLAGS = 0x7c,
            FCSR_ENABLES = 0xf80,
            FCSR_CAUSE = 0x3f000,
            FCSR_UNIMPLEMENTED = 0x20000, // cause only
            FCSR_2008 = 0xc0000, // NAN2008 and ABS2008, read-only: encoding of NaNs, abs and neg as bit operations
            FCSR_FLUSH = 1 << 24,
            FCSR_CONDITIONS = 0xfe800000;
    /**
     * Position of the first of the five flags, enables and causes: inexact, underflow, overflow, division by zero,
     * invalid.
     */
    public static final int FLAGS_SHIFT = 2, ENABLES_SHIFT = 7, CAUSE_SHIFT = 12;

    private static final int UNDERFLOW = 2;

    private static final int FCSR_KEPT = FCSR_ROUNDING | FCSR_FLAGS | FCSR_ENABLES | FCSR_CAUSE | FCSR_FLUSH;

    private static final int MXCSR_FLAGS = 0x3f, MXCSR_MASKS = 0x1f80, MXCSR_FLUSH = 0x8000;

    /** General register n, by its number in the instruction set: 4 to 7 are a0 to a3, 29 is sp, 31 is ra. */
    public static int gpr(int n) {
        return GPR + 8 * n;
    }

    /** Floating-point register n as a word (single precision, {@code mtc1}). */
    public static int fprWord(int n, int mode) {
        return FPR + ((mode & Mode.FR) != 0 ? 8 : 4) * n;
    }

    /** Floating-point register n as a doubleword; n is even with FR = 0. */
    public static int fprDouble(int n, int mode) {
        return FPR + ((mode & Mode.FR) != 0 ? 8 * n : 4 * (n & ~1));
    }

    /** Floating-point condition code n. */
    public static int fcc(int n) {
        return FCC + 4 * n;
    }

    /** A thread's registers as a new program finds them: all 0, rounding to nearest, no exception enabled. */
    public static void initialise(GuestState state, int mode) {
        state.clear(0, END);
        state.mode(mode & ~Mode.FP_PRECISE);
        setFcsr(state, 0);
    }

    /** The FCSR as a program reads it; by the thread itself. */
    public static int fcsr(GuestState state) {
        if (state.get32(LAST_FP) != 0) {
            int causes = fromHostFlags(FpuCause.last(state)) << CAUSE_SHIFT;
            state.put32(FCSR, state.get32(FCSR) & ~FCSR_CAUSE | causes);
            state.put32(LAST_FP, 0);
        }
        int value = state.get32(FCSR) | fromHostFlags(state.mxcsr()) << FLAGS_SHIFT;
        if ((state.mode() & Mode.NAN2008) != 0) {
            value |= FCSR_2008;
        }
        int conditions = 0;
        for (int n = 0; n < 8; n += 2) { // two at a time
            long two = state.get64(FCC + 4 * n);
            conditions |= ((int) two | (int) (two >>> 32) << 1) << n;
        }
        return value | (conditions & 1) << 23 | (conditions & 0xfe) << 24;
    }

    /**
     * Sets the FCSR, with all that depends on it: condition codes, the host's rounding mode and flush bit, and the precise
     * mode while an exception is enabled or tiny numbers are flushed to other than zero. Does not trap if a cause bit comes
     * with its enable bit: see {@link #fcsrTraps}.
     */
    public static void setFcsr(GuestState state, int value) {
        int conditions = value >>> 23 & 1 | value >>> 24 & 0xfe;
        for (int n = 0; n < 8; n += 2) { // two at a time
            state.put64(FCC + 4 * n, conditions >>> n & 1 | (long) (conditions >>> n + 1 & 1) << 32);
        }
        state.put32(FCSR, value & FCSR_KEPT);
        state.put32(LAST_FP, 0);
        int rounding = value & FCSR_ROUNDING; // 0 nearest, 1 to zero, 2 up, 3 down; the host has 1 down and 3 to zero
        int host = rounding == 0 || rounding == 2 ? rounding : 4 - rounding;
        state.mxcsr(MXCSR_MASKS | host << 13 | ((value & FCSR_FLUSH) != 0 ? MXCSR_FLUSH : 0));
        int mode = state.mode();
        boolean precise = (value & FCSR_ENABLES) != 0 || (value & FCSR_FLUSH) != 0 && rounding >= 2;
        int wanted = precise ? mode | Mode.FP_PRECISE : mode & ~Mode.FP_PRECISE;
        if (wanted != mode) {
            state.mode(wanted);
        }
    }

    /** Whether writing this value to the FCSR makes a floating-point exception. */
    public static boolean fcsrTraps(int value) {
        int causes = (value & FCSR_CAUSE) >>> CAUSE_SHIFT;
        int enables = (value & FCSR_ENABLES) >>> ENABLES_SHIFT | FCSR_UNIMPLEMENTED >>> CAUSE_SHIFT;
        return (causes & enables) != 0;
    }

    /** Records the causes of one operation, and its flags unless it traps. Flags are those of {@link FpModel}. */
    static boolean raise(GuestState state, int flags) {
        int bits = fromHostFlags(flags);
        if ((state.mode() & Mode.FP_PRECISE) == 0) { // as compiled code has it: flags but that of invalid in the MXCSR
            if ((flags & FpModel.INVALID) != 0) {
                state.put32(FCSR, state.get32(FCSR) | bits << FLAGS_SHIFT);
            } else if (flags != 0) {
                state.mxcsr(state.mxcsr() | flags & MXCSR_FLAGS);
            }
            return false;
        }
        int enables = state.get32(FCSR) & FCSR_ENABLES;
        if ((flags & FpModel.TINY) != 0 && (enables & UNDERFLOW << ENABLES_SHIFT) != 0) {
            bits |= UNDERFLOW; // where it traps, loss of accuracy does not matter
        }
        int fcsr = state.get32(FCSR) & ~FCSR_CAUSE | bits << CAUSE_SHIFT;
        boolean trap = (bits << ENABLES_SHIFT & enables) != 0;
        state.put32(FCSR, trap ? fcsr : fcsr | bits << FLAGS_SHIFT);
        return trap;
    }

    /** Exception flags in the order of the FCSR (bit 0 inexact .. bit 4 invalid) from those of the MXCSR. */
    private static int fromHostFlags(int flags) {
        return (flags & FpModel.INEXACT) >> 5 | (flags & FpModel.UNDERFLOW) >> 3 | (flags & FpModel.OVERFLOW) >> 1
                | (flags & FpModel.DIVZERO) << 1 | (flags & FpModel.INVALID) << 4;
    }
}
