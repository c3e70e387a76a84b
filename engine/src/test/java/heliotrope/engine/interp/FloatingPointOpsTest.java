package heliotrope.engine.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.engine.CpuState;
import heliotrope.ir.FpModel;
import heliotrope.ir.Op;
import heliotrope.ir.Trap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Floating-point operations in blocks: results, NaNs, flags, exceptions. */
class FloatingPointOpsTest {
    private static final long QUIET64 = 0x7ff8000000000001L, SIGNALLING64 = 0x7ff0000000000001L;
    private static final int QUIET32 = 0x7fc00001, SIGNALLING32 = 0x7f800001;

    private final Machine machine = new Machine();
    private final CpuState state = machine.state;

    @AfterEach
    void close() {
        machine.close();
    }

    private long binary64(String op, double a, double b) {
        return binary64(op, Double.doubleToRawLongBits(a), Double.doubleToRawLongBits(b));
    }

    private long binary64(String op, long a, long b) {
        state.put64(8, a);
        state.put64(16, b);
        return machine.result("%1 = getf64 8\n%2 = getf64 16\n%3 = " + op + " %1, %2\nputf64 %3, 0");
    }

    private long binary32(String op, int a, int b) {
        state.put32(8, a);
        state.put32(16, b);
        return machine.result("%1 = getf32 8\n%2 = getf32 16\n%3 = " + op + " %1, %2\nputf32 %3, 0");
    }

    /** A conversion or another operation with one operand, by the operand's bits. */
    private long unary(String op, long a) {
        state.put64(8, a);
        int code = 0;
        while (!op.startsWith(Op.NAME[code]) || !(op + " ").startsWith(Op.NAME[code] + " ")) {
            code++;
        }
        char letter = Op.OPERANDS[code].charAt(0);
        String get = letter == 'i' ? "get32" : letter == 'l' ? "get64" : letter == 'f' ? "getf32" : "getf64";
        String put = switch (Op.TYPE[code]) {
            case Op.I32 -> "put32";
            case Op.I64 -> "put64";
            case Op.F32 -> "putf32";
            default -> "putf64";
        };
        String imm = op.indexOf(' ') < 0 ? "" : "," + op.substring(op.indexOf(' '));
        return machine.result("%1 = " + get + " 8\n%2 = " + Op.NAME[code] + " %1" + imm + "\n" + put + " %2, 0");
    }

    private void flags(int expected) {
        assertEquals(expected, machine.frontend.raised);
        machine.frontend.raised = -1;
    }

    private static long bits(double x) {
        return Double.doubleToRawLongBits(x);
    }

    private static int bits(float x) {
        return Float.floatToRawIntBits(x);
    }

    @Test
    void arithmetic() {
        assertEquals(bits(3.75), binary64("fadd64", 1.5, 2.25));
        flags(0);
        assertEquals(bits(-0.75), binary64("fsub64", 1.5, 2.25));
        assertEquals(bits(3.375), binary64("fmul64", 1.5, 2.25));
        assertEquals(bits(1 / 3.0), binary64("fdiv64", 1, 3));
        flags(FpModel.INEXACT);
        assertEquals(bits(Double.POSITIVE_INFINITY), binary64("fdiv64", 1, 0.0));
        flags(FpModel.DIVZERO);
        assertEquals(bits(Double.NEGATIVE_INFINITY), binary64("fmul64", 1e300, -1e300));
        flags(FpModel.OVERFLOW | FpModel.INEXACT);
        assertEquals(0, binary64("fmul64", 1e-300, 1e-300));
        flags(FpModel.UNDERFLOW | FpModel.INEXACT);
        assertEquals(bits(3.75f), binary32("fadd32", bits(1.5f), bits(2.25f)));
        assertEquals(bits(-0.75f) & 0xffffffffL, binary32("fsub32", bits(1.5f), bits(2.25f)));
        assertEquals(bits(3.375f), binary32("fmul32", bits(1.5f), bits(2.25f)));
        assertEquals(bits(1 / 3f), binary32("fdiv32", bits(1f), bits(3f)));
        assertEquals(bits(Math.sqrt(2)), unary("fsqrt64", bits(2.0)));
        assertEquals(bits((float) Math.sqrt(2)), unary("fsqrt32", bits(2f)));
    }

    @Test
    void signsNeedNoEnvironment() {
        assertEquals(SIGNALLING64, unary("fabs64", SIGNALLING64 | Long.MIN_VALUE));
        assertEquals(SIGNALLING64 | Long.MIN_VALUE, unary("fneg64", SIGNALLING64));
        assertEquals(SIGNALLING32, unary("fabs32", SIGNALLING32 | 0x80000000L));
        assertEquals(0x80000000L, unary("fneg32", 0));
        assertEquals(0xffffffff80000001L, unary("f64bits", 0xffffffff80000001L));
        flags(-1);
    }

    @Test
    void arithmeticSigns() {
        assertEquals(QUIET64 | Long.MIN_VALUE, unary("fabsa64", QUIET64 | Long.MIN_VALUE));
        flags(0);
        assertEquals(QUIET32, unary("fnega32", QUIET32));
        flags(0);
        assertEquals(QUIET64, unary("fnega64", SIGNALLING64));
        flags(FpModel.INVALID);
        assertEquals(QUIET32, unary("fabsa32", SIGNALLING32));
        flags(FpModel.INVALID);
        assertEquals(bits(-2.0), unary("fnega64", bits(2.0)));
        assertEquals(bits(2f), unary("fabsa32", bits(-2f) & 0xffffffffL));
        state.mxcsr(0x1f80 | 1 << 15);
        assertEquals(0x80000001L, unary("fnega32", 1)); // is not flushed
        flags(0);
    }

    @Test
    void nans() {
        assertEquals(QUIET64, binary64("fadd64", QUIET64, bits(1.0)));
        flags(0);
        assertEquals(QUIET64 | 2, binary64("fmul64", bits(0.0), QUIET64 | 2));
        flags(0);
        assertEquals(QUIET64, binary64("fsub64", SIGNALLING64, QUIET64 | 6));
        flags(FpModel.INVALID);
        assertEquals(QUIET64 | 6, binary64("fdiv64", QUIET64 | 6, SIGNALLING64));
        flags(FpModel.INVALID);
        assertEquals(0xfff8000000000000L, binary64("fdiv64", 0.0, -0.0));
        flags(FpModel.INVALID);
        assertEquals(QUIET64, binary64("fdiv64", QUIET64, bits(0.0)));
        flags(0);
        assertEquals(QUIET32, binary32("fadd32", SIGNALLING32, 0));
        flags(FpModel.INVALID);
        assertEquals(0xffc00000L, binary32("fsub32", 0x7f800000, 0x7f800000));
        flags(FpModel.INVALID);
        assertEquals(0xffc00000L, unary("fsqrt32", bits(-1f) & 0xffffffffL));
        flags(FpModel.INVALID);
        assertEquals(0x7ff8000020000000L, unary("f32tof64", SIGNALLING32));
        flags(FpModel.INVALID);
        assertEquals(0x7ffL << 52 | 1L << 51, unary("f32tof64", 0x7fc00000));
        flags(0);
        assertEquals(0xffc00000L, unary("f64tof32", 0xfff0000000000001L));
        flags(FpModel.INVALID);
        assertEquals(0, state.mxcsr() & FpModel.INVALID, "INVALID is the model's business");
    }

    @Test
    void conversions() {
        assertEquals(bits(1.1f), unary("f64tof32", bits(1.1)));
        flags(FpModel.INEXACT);
        assertEquals(bits((double) 1.1f), unary("f32tof64", bits(1.1f)));
        flags(0);
        assertEquals(bits(-7f) & 0xffffffffL, unary("i32tof32", 0x1234_0000_0000L | -7 & 0xffffffffL));
        assertEquals(bits(-7.0), unary("i32tof64", -7));
        assertEquals(bits((float) Integer.MAX_VALUE), unary("i32tof32", Integer.MAX_VALUE));
        flags(FpModel.INEXACT);
        assertEquals(bits((float) (Long.MAX_VALUE - 5)), unary("i64tof32", Long.MAX_VALUE - 5));
        assertEquals(bits(-0x1p63), unary("i64tof64", Long.MIN_VALUE));
        flags(0);
        long[] expected = {-2, -2, -2, -3, -2}; // of -2.5: nearest, to zero, up, down, the current one
        for (int mode = 0; mode <= 4; mode++) {
            assertEquals(expected[mode] & 0xffffffffL, unary("f64toi32 " + mode, bits(-2.5)));
            flags(FpModel.INEXACT);
            assertEquals(expected[mode] & 0xffffffffL, unary("f32toi32 " + mode, bits(-2.5f)));
            assertEquals(expected[mode], unary("f64toi64 " + mode, bits(-2.5)));
            assertEquals(expected[mode], unary("f32toi64 " + mode, bits(-2.5f)));
        }
        state.mxcsr(0x3f80); // downwards
        assertEquals(-3, unary("f64toi64 4", bits(-2.5)));
        assertEquals(-2, unary("f64toi64 0", bits(-2.5)));
        state.mxcsr(0x5f80);
        assertEquals(3, unary("f32toi64 4", bits(2.5f)));
        flags(FpModel.INEXACT);
        long[] bad = {bits(Double.NaN), bits(Double.POSITIVE_INFINITY), bits(0x1p63), bits(-0x1p63) + 1};
        for (long x : bad) {
            assertEquals(Long.MIN_VALUE, unary("f64toi64 1", x));
            flags(FpModel.INVALID);
            assertEquals(0x80000000L, unary("f64toi32 1", x));
            flags(FpModel.INVALID);
        }
        assertEquals(Long.MIN_VALUE, unary("f64toi64 1", bits(-0x1p63)));
        flags(0);
        assertEquals(0x7fffffff, unary("f64toi32 1", bits(2147483647.9)));
        flags(FpModel.INEXACT);
        assertEquals(0x80000000L, unary("f64toi32 2", bits(2147483647.9)));
        flags(FpModel.INVALID);
    }

    @Test
    void roundingModesAndFlushing() {
        long tiny = 0x0008000000000000L;
        assertEquals(tiny >> 1, binary64("fmul64", tiny, bits(0.5)));
        flags(FpModel.TINY);
        state.mxcsr(0x1f80 | 1 << 15);
        assertEquals(0, binary64("fmul64", tiny, bits(0.5)));
        flags(FpModel.UNDERFLOW | FpModel.INEXACT);
        state.mxcsr(0x1f80 | 1 << 6);
        assertEquals(0, binary64("fmul64", tiny, bits(8.0)));
        flags(0);
        state.mxcsr(0x5f80); // upwards
        assertEquals(bits(Math.nextUp(1.0)), binary64("fadd64", 1, 1e-30));
        state.mxcsr(0x7f80); // to zero
        assertEquals(bits(Math.nextDown(1.0)), binary64("fsub64", 1, 1e-30));
        assertEquals(bits(Double.MAX_VALUE), binary64("fadd64", Double.MAX_VALUE, Double.MAX_VALUE));
        flags(FpModel.OVERFLOW | FpModel.INEXACT);
        state.mxcsr(0x3f80); // downwards
        assertEquals(bits(-0.0), binary64("fsub64", 1, 1));
    }

    @Test
    void stickyFlagsGather() {
        binary64("fdiv64", 1, 3);
        assertEquals(0x1f80 | FpModel.INEXACT, state.mxcsr());
        binary64("fdiv64", 1, 0);
        binary64("fdiv64", 0, 0);
        binary64("fmul64", 1e300, 1e300);
        binary64("fmul64", 1e-300, 1e-300);
        assertEquals(0x1f80 | FpModel.INEXACT | FpModel.DIVZERO | FpModel.OVERFLOW | FpModel.UNDERFLOW, state.mxcsr());
        binary64("fadd64", 0x0008000000000000L, 0);
        assertEquals(0, state.mxcsr() & FpModel.DENORMAL);
    }

    @Test
    void enabledExceptionsTrapBeforeTheResult() {
        machine.frontend.enabled = FpModel.DIVZERO;
        state.put64(8, bits(1.0));
        state.put64(0, 55);
        int reason = machine.run(Machine.HEADER, """
                %1 = getf64 8
                %2 = constf64 0
                %3 = fdiv64 %1, %2
                putf64 %3, 0
                exit 0x00400004
                """);
        assertEquals(CpuState.REASON_TRAP, reason);
        assertEquals(Trap.FP, Trap.kind(state.get32(CpuState.EXIT_ARG)));
        assertEquals(0x400000, state.pc());
        assertEquals(55, state.get64(0));
        assertEquals(0x1f80, state.mxcsr());
        flags(FpModel.DIVZERO);
        binary64("fdiv64", 1, 3);
        flags(FpModel.INEXACT);
    }

    @Test
    void raiseIsCalledOncePerOperation() {
        binary64("fadd64", 1, 2);
        unary("f64toi32 1", bits(2.0));
        unary("i32tof64", 2);
        compare("fcmp64", bits(1.0), bits(2.0), 4);
        assertEquals(4, machine.frontend.raises);
    }

    private long compare(String op, long a, long b, int imm) {
        state.put64(8, a);
        state.put64(16, b);
        String get = op.equals("fcmp32") ? "getf32" : "getf64";
        String operands = "%1 = " + get + " 8\n%2 = " + get + " 16\n";
        return machine.result(operands + "%3 = " + op + " %1, %2, " + imm + "\nput32 %3, 0");
    }

    @Test
    void comparisons() {
        double[] values = {
            Double.NEGATIVE_INFINITY, -1, -0.0, 0.0, Double.MIN_VALUE, 1, 2, Double.POSITIVE_INFINITY, Double.NaN,
        };
        for (double a : values) {
            for (double b : values) {
                for (int imm = 0; imm < 16; imm++) {
                    boolean unordered = Double.isNaN(a) || Double.isNaN(b);
                    boolean want = (imm & 1) != 0 && unordered || (imm & 2) != 0 && a == b || (imm & 4) != 0 && a < b;
                    assertEquals(want ? 1 : 0, compare("fcmp64", bits(a), bits(b), imm), a + " " + b + " " + imm);
                    flags(unordered && imm >= 8 ? FpModel.INVALID : 0);
                    float c = (float) a;
                    float d = (float) b;
                    want = (imm & 1) != 0 && unordered || (imm & 2) != 0 && c == d || (imm & 4) != 0 && c < d;
                    assertEquals(want ? 1 : 0, compare("fcmp32", bits(c), bits(d), imm), c + " " + d + " " + imm);
                }
            }
        }
        assertEquals(1, compare("fcmp64", bits(1.0), SIGNALLING64, 1));
        flags(FpModel.INVALID);
        assertEquals(0, compare("fcmp32", SIGNALLING32, bits(1f), 6));
        flags(FpModel.INVALID);
        assertTrue(compare("fcmp32", QUIET32, bits(1f), 1) == 1);
        flags(0);
    }
}
