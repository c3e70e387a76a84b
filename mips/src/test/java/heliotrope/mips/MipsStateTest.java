package heliotrope.mips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.ir.FpModel;
import heliotrope.ir.Mode;
import heliotrope.ir.Trap;
import org.junit.jupiter.api.Test;

/** Register layout, FCSR and its way to the host's MXCSR. */
class MipsStateTest {
    private final FakeState state = new FakeState();

    @Test
    void pairsAreOneSlot() {
        assertEquals(MipsState.fprWord(4, 0), MipsState.fprDouble(4, 0));
        assertEquals(MipsState.fprWord(5, 0), MipsState.fprDouble(4, 0) + 4);
        for (int n = 0; n < 32; n += 2) {
            assertEquals(0, MipsState.fprDouble(n, 0) & 7);
        }
        assertEquals(MipsState.FPR + 8 * 31, MipsState.fprDouble(31, Mode.FR));
        assertTrue(MipsState.fprDouble(31, Mode.FR) + 8 <= MipsState.FCC);
    }

    @Test
    void everyBitOfTheFcsrIsKept() {
        MipsState.initialise(state, Mode.BIG_ENDIAN);
        assertEquals(0, MipsState.fcsr(state));
        int all = 0xff83ffff;
        for (int bit = 1; bit != 0; bit <<= 1) {
            MipsState.setFcsr(state, bit);
            assertEquals(bit & all, MipsState.fcsr(state));
        }
        MipsState.setFcsr(state, -1);
        assertEquals(all & ~(1 << 18), MipsState.fcsr(state));
    }

    @Test
    void roundingFlushAndPreciseMode() {
        MipsState.initialise(state, Mode.BIG_ENDIAN);
        int[] host = {0, 3, 2, 1}; // nearest, zero, up, down
        for (int rounding = 0; rounding < 4; rounding++) {
            MipsState.setFcsr(state, rounding);
            assertEquals(0x1f80 | host[rounding] << 13, state.mxcsr());
        }
        MipsState.setFcsr(state, MipsState.FCSR_FLUSH);
        assertEquals(0x9f80, state.mxcsr());
        assertEquals(Mode.BIG_ENDIAN, state.mode());
        MipsState.setFcsr(state, 1 << MipsState.ENABLES_SHIFT);
        assertEquals(Mode.BIG_ENDIAN | Mode.FP_PRECISE, state.mode());
        MipsState.setFcsr(state, 0);
        assertEquals(Mode.BIG_ENDIAN, state.mode());
        MipsState.setFcsr(state, MipsState.FCSR_FLUSH | 3); // flushes to other than zero
        assertEquals(Mode.BIG_ENDIAN | Mode.FP_PRECISE, state.mode());
        assertFalse(MipsState.raise(state, FpModel.UNDERFLOW | FpModel.INEXACT));
        assertEquals(MipsState.FCSR_FLUSH | 3 | 3 << MipsState.CAUSE_SHIFT | 3 << MipsState.FLAGS_SHIFT, MipsState.fcsr(state));
    }

    @Test
    void theCauseIsThatOfTheInstructionNotedLast() {
        MipsState.initialise(state, 0);
        MipsState.setFcsr(state, 0x10 << MipsState.CAUSE_SHIFT);
        assertEquals(0x10 << MipsState.CAUSE_SHIFT, MipsState.fcsr(state));
        state.put32(MipsState.LAST_FP, 0x46241003); // div.d f0, f2, f4
        state.put64(MipsState.LAST_FP_X, Double.doubleToRawLongBits(1));
        state.put64(MipsState.LAST_FP_Y, Double.doubleToRawLongBits(3));
        assertEquals(1 << MipsState.CAUSE_SHIFT, MipsState.fcsr(state));
        assertEquals(1 << MipsState.CAUSE_SHIFT, MipsState.fcsr(state));
        state.put32(MipsState.LAST_FP, 0x4c661021); // madd.d f0, f3, f2, f6: overflow, then infinity - infinity
        state.put64(MipsState.LAST_FP_X, Double.doubleToRawLongBits(1e300));
        state.put64(MipsState.LAST_FP_Y, Double.doubleToRawLongBits(1e300));
        state.put64(MipsState.LAST_FP_Z, Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY));
        assertEquals(0x15 << MipsState.CAUSE_SHIFT, MipsState.fcsr(state));
        state.put32(MipsState.LAST_FP, 0x46241003);
        MipsState.setFcsr(state, 0);
        assertEquals(0, MipsState.fcsr(state));
    }

    @Test
    void underflowWithoutLossTrapsWhereUnderflowDoes() {
        MipsState.initialise(state, 0);
        MipsState.setFcsr(state, 1 << MipsState.ENABLES_SHIFT);
        assertFalse(MipsState.raise(state, FpModel.TINY));
        assertEquals(1 << MipsState.ENABLES_SHIFT, MipsState.fcsr(state));
        MipsState.setFcsr(state, 2 << MipsState.ENABLES_SHIFT);
        assertTrue(MipsState.raise(state, FpModel.TINY));
        assertEquals(2 << MipsState.ENABLES_SHIFT | 2 << MipsState.CAUSE_SHIFT, MipsState.fcsr(state));
    }

    @Test
    void stickyFlagsOfTheHostAreTheGuests() {
        MipsState.initialise(state, 0);
        state.mxcsr(0x1f80 | FpModel.INEXACT | FpModel.OVERFLOW | FpModel.DENORMAL);
        assertEquals(5 << MipsState.FLAGS_SHIFT, MipsState.fcsr(state));
        MipsState.setFcsr(state, 0);
        assertEquals(0, MipsState.fcsr(state));
    }

    @Test
    void invalidStaysOutOfTheHostsRegister() {
        MipsState.initialise(state, 0);
        assertFalse(MipsState.raise(state, FpModel.INVALID | FpModel.INEXACT));
        assertEquals(0, state.mxcsr() & FpModel.INVALID);
        assertEquals(0x11 << MipsState.FLAGS_SHIFT, MipsState.fcsr(state));
    }

    @Test
    void enabledExceptionsTrapAndLeaveTheFlagAlone() {
        MipsState.initialise(state, 0);
        MipsState.setFcsr(state, 8 << MipsState.ENABLES_SHIFT);
        assertFalse(MipsState.raise(state, FpModel.INEXACT));
        int expected = 8 << MipsState.ENABLES_SHIFT | 1 << MipsState.CAUSE_SHIFT | 1 << MipsState.FLAGS_SHIFT;
        assertEquals(expected, MipsState.fcsr(state));
        assertTrue(MipsState.raise(state, FpModel.DIVZERO));
        expected = 8 << MipsState.ENABLES_SHIFT | 8 << MipsState.CAUSE_SHIFT | 1 << MipsState.FLAGS_SHIFT;
        assertEquals(expected, MipsState.fcsr(state));
        assertFalse(MipsState.raise(state, 0)); // clears the cause
        assertEquals(8 << MipsState.ENABLES_SHIFT | 1 << MipsState.FLAGS_SHIFT, MipsState.fcsr(state));
    }

    @Test
    void writingACauseWithItsEnableTraps() {
        MipsFrontend frontend = new MipsFrontend();
        MipsState.initialise(state, 0);
        int[] trap = new int[1];
        int value = 1 << MipsState.CAUSE_SHIFT | 2 << MipsState.ENABLES_SHIFT;
        frontend.helper(FpuControl.WRITE, state, 31, value, trap);
        assertEquals(0, trap[0]);
        value = 2 << MipsState.CAUSE_SHIFT | 2 << MipsState.ENABLES_SHIFT;
        frontend.helper(FpuControl.WRITE, state, 31, value, trap);
        assertEquals(Trap.of(Trap.FP, 0), trap[0]);
        assertEquals(value, frontend.helper(FpuControl.READ, state, 31, 0, trap));
        trap[0] = 0;
        frontend.helper(FpuControl.WRITE, state, 31, MipsState.FCSR_UNIMPLEMENTED, trap);
        assertEquals(Trap.of(Trap.FP, 0), trap[0]);
    }

    @Test
    void viewsOfTheFcsrExistFromMips32On() {
        MipsFrontend frontend = new MipsFrontend();
        int[] trap = new int[1];
        MipsState.initialise(state, 0);
        MipsState.setFcsr(state, 0xff83f07f & ~MipsState.FCSR_UNIMPLEMENTED);
        assertEquals(0, frontend.helper(FpuControl.READ, state, 25, 0, trap));
        state.mode(Mode.MIPS_R2);
        assertEquals(0xff, frontend.helper(FpuControl.READ, state, 25, 0, trap));
        assertEquals(0x1f07c, frontend.helper(FpuControl.READ, state, 26, 0, trap));
        assertEquals(7, frontend.helper(FpuControl.READ, state, 28, 0, trap));
        frontend.helper(FpuControl.WRITE, state, 25, 0x81, trap);
        frontend.helper(FpuControl.WRITE, state, 26, 0, trap);
        frontend.helper(FpuControl.WRITE, state, 28, 2, trap);
        assertEquals(0x80800002, MipsState.fcsr(state));
    }
}
