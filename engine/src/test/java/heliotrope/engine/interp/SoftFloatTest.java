package heliotrope.engine.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heliotrope.host.CodeMemory;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.asm.Assembler;
import heliotrope.ir.FpModel;
import heliotrope.ir.SoftFloat;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The arithmetic against Java's, against exact numbers, and against this machine's SSE. */
class SoftFloatTest {
    private static final int ADD = 0, SUB = 1, MUL = 2, DIV = 3, SQRT = 4, CONVERT = 5, FROM_INTEGER = 6, TO_INT = 7;
    private static final int OPERATIONS = 9; // the last converts to 64 bits

    private final SoftFloat soft = new SoftFloat();

    private static int mxcsr(int rounding) {
        int rc = rounding == SoftFloat.NEAREST ? 0 : rounding == SoftFloat.DOWN ? 1 : rounding == SoftFloat.UP ? 2 : 3;
        return 0x1f80 | rc << 13;
    }

    private long run(int operation, boolean is64, long a, long b) {
        return switch (operation) {
            case ADD -> soft.add(is64, a, b, false);
            case SUB -> soft.add(is64, a, b, true);
            case MUL -> soft.multiply(is64, a, b);
            case DIV -> soft.divide(is64, a, b);
            case SQRT -> soft.squareRoot(is64, a);
            case CONVERT -> soft.convert(is64, a);
            case FROM_INTEGER -> soft.fromInteger(is64, a);
            case TO_INT -> soft.toInteger(is64, a, false, soft.rounding());
            default -> soft.toInteger(is64, a, true, soft.rounding());
        };
    }

    private static double asDouble(boolean is64, long bits) {
        return is64 ? Double.longBitsToDouble(bits) : Float.intBitsToFloat((int) bits);
    }

    private static long asBits(boolean is64, double value) {
        return is64 ? Double.doubleToRawLongBits(value) : Float.floatToRawIntBits((float) value) & 0xffffffffL;
    }

    @Test
    void nearestAgreesWithJava() {
        FloatSamples samples = new FloatSamples(2);
        for (int i = 0; i < 200_000; i++) {
            boolean is64 = (i & 1) != 0;
            long a = samples.bits(is64);
            long b = samples.partner(is64, a);
            double x = asDouble(is64, a);
            double y = asDouble(is64, b);
            if (Double.isNaN(x) || Double.isNaN(y)) {
                continue;
            }
            for (int operation = ADD; operation <= CONVERT; operation++) {
                // With binary32 operands, rounding the double result once more is known to be exact for these.
                double want = switch (operation) {
                    case ADD -> x + y;
                    case SUB -> x - y;
                    case MUL -> x * y;
                    case DIV -> x / y;
                    case SQRT -> Math.sqrt(x);
                    default -> x;
                };
                soft.environment(0x1f80);
                long got = run(operation, is64, a, b);
                if (Double.isNaN(want)) {
                    assertEquals(FpModel.INVALID, soft.flags);
                } else {
                    long bits = asBits(operation == CONVERT ? !is64 : is64, want);
                    assertEquals(bits, got, operation + " of " + x + ", " + y);
                }
            }
        }
    }

    @Test
    void everyRoundingModeIsExact() {
        FloatSamples samples = new FloatSamples(3);
        MathContext digits = new MathContext(400, RoundingMode.DOWN);
        for (int i = 0; i < 20_000; i++) {
            boolean is64 = (i & 1) != 0;
            int operation = i / 2 % 6;
            int rounding = i / 12 % 4;
            long a = samples.moderate(is64);
            long b = i % 7 == 0 ? samples.partner(is64, a) : samples.moderate(is64);
            double x = asDouble(is64, a);
            double y = asDouble(is64, b);
            if (operation == SQRT) {
                x = Math.abs(x);
                a = asBits(is64, x);
            }
            if (Double.isNaN(y) || Double.isInfinite(y) || Math.abs(y) < 1e-14 || Math.abs(y) > 1e14) {
                continue;
            }
            BigDecimal p = new BigDecimal(x);
            BigDecimal q = new BigDecimal(y);
            BigDecimal exact = switch (operation) {
                case ADD -> p.add(q);
                case SUB -> p.subtract(q);
                case MUL -> p.multiply(q);
                case DIV -> p.divide(q, digits);
                case SQRT -> p.sqrt(digits);
                default -> p;
            };
            boolean to64 = operation == CONVERT ? !is64 : is64;
            soft.environment(mxcsr(rounding));
            double got = asDouble(to64, run(operation, is64, a, b));
            String what = operation + " of " + x + ", " + y + " rounded " + rounding + " gives " + got;
            int order = new BigDecimal(got).compareTo(exact);
            assertEquals(order == 0 ? 0 : FpModel.INEXACT, soft.flags, what);
            if (order == 0) {
                continue;
            }
            double below = order < 0 ? got : to64 ? Math.nextDown(got) : Math.nextDown((float) got);
            double above = order > 0 ? got : to64 ? Math.nextUp(got) : Math.nextUp((float) got);
            assertTrue(new BigDecimal(below).compareTo(exact) < 0 && new BigDecimal(above).compareTo(exact) > 0, what);
            int nearer = exact.subtract(new BigDecimal(below)).compareTo(new BigDecimal(above).subtract(exact));
            boolean evenBelow = (asBits(to64, below) & 1) == 0;
            boolean up = switch (rounding) {
                case SoftFloat.NEAREST -> nearer > 0 || nearer == 0 && !evenBelow;
                case SoftFloat.UP -> true;
                case SoftFloat.DOWN -> false;
                default -> exact.signum() < 0;
            };
            assertEquals(up ? above : below, got, what);
        }
    }

    @Test
    void integersRoundAsBigDecimalDoes() {
        FloatSamples samples = new FloatSamples(4);
        RoundingMode[] modes = {RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.CEILING, RoundingMode.FLOOR};
        for (int i = 0; i < 100_000; i++) {
            boolean is64 = (i & 1) != 0;
            boolean to64 = (i & 2) != 0;
            int mode = i >> 2 & 3;
            long a = samples.bits(is64);
            double x = asDouble(is64, a);
            soft.environment(0x1f80);
            long got = soft.toInteger(is64, a, to64, mode);
            if (Double.isNaN(x) || Double.isInfinite(x)) {
                assertEquals(FpModel.INVALID, soft.flags);
                continue;
            }
            BigDecimal exact = new BigDecimal(x);
            BigDecimal want = exact.setScale(0, modes[mode]);
            if (want.toBigInteger().bitLength() >= (to64 ? 64 : 32)) {
                assertEquals(FpModel.INVALID, soft.flags, () -> "to integer of " + x);
            } else {
                assertEquals(want.longValueExact(), got, () -> "to integer of " + x + " mode " + mode);
                assertEquals(want.compareTo(exact) == 0 ? 0 : FpModel.INEXACT, soft.flags);
            }
        }
    }

    @Test
    void agreesWithThisMachine() {
        assumeTrue(System.getProperty("os.arch").equals("amd64"));
        long memory = NativeMemory.allocate(NativeMemory.PAGE);
        ByteBuffer environment = NativeMemory.view(memory, 16);
        try (CodeMemory code = CodeMemory.allocate(NativeMemory.PAGE)) {
            int[] entry = new int[2 * OPERATIONS];
            Assembler asm = new Assembler(1024);
            for (int i = 0; i < entry.length; i++) {
                entry[i] = asm.pos;
                stub(asm, i >> 1, (i & 1) != 0);
            }
            code.buffer().put(0, asm.buf, 0, asm.pos);
            FloatSamples samples = new FloatSamples(5);
            for (int i = 0; i < 500_000; i++) {
                boolean is64 = (i & 1) != 0;
                int operation = i / 2 % OPERATIONS;
                long a = operation == FROM_INTEGER ? samples.integer() : samples.bits(is64);
                long b = samples.partner(is64, a);
                boolean nan = operation != FROM_INTEGER && SoftFloat.isNaN(is64, a)
                        || operation <= DIV && SoftFloat.isNaN(is64, b);
                if (nan && operation < FROM_INTEGER) {
                    continue;
                }
                // All rounding modes, with and without flushing of results and operands.
                int mxcsr = mxcsr(i / 7 & 3) | (i % 5 == 0 ? 1 << 15 : 0) | (i % 3 == 0 ? 1 << 6 : 0);
                environment.putInt(0, mxcsr);
                int stub = 2 * operation + (is64 ? 1 : 0);
                long want = Native.call(code.executable() + entry[stub], a, b, memory, 0, 0, 0);
                int flags = environment.getInt(4) & 0x3f & ~FpModel.DENORMAL;
                soft.environment(mxcsr);
                long got = run(operation, is64, a, b);
                String what = "operation " + stub + " of " + Long.toHexString(a) + ", " + Long.toHexString(b)
                        + " under " + Integer.toHexString(mxcsr);
                assertEquals(flags, soft.flags & ~FpModel.TINY, what);
                if ((flags & FpModel.INVALID) == 0) {
                    assertEquals(want, got, what);
                }
            }
        } finally {
            NativeMemory.free(memory, NativeMemory.PAGE);
        }
    }

    /** long f(long a, long b, struct {int mxcsr; int flagsAfter;} *environment). */
    private static void stub(Assembler asm, int operation, boolean is64) {
        int size = is64 ? 64 : 32;
        int other = is64 ? 32 : 64;
        asm.movToXmm(64, 0, Assembler.RDI);
        asm.movToXmm(64, 1, Assembler.RSI);
        asm.pxor(2, 2);
        asm.ldmxcsr(Assembler.RDX, 0);
        int resultSize = size;
        switch (operation) {
            case ADD -> asm.sse(Assembler.SSE_ADD, size, 0, 1);
            case SUB -> asm.sse(Assembler.SSE_SUB, size, 0, 1);
            case MUL -> asm.sse(Assembler.SSE_MUL, size, 0, 1);
            case DIV -> asm.sse(Assembler.SSE_DIV, size, 0, 1);
            case SQRT -> asm.sse(Assembler.SSE_SQRT, size, 0, 0);
            case CONVERT -> {
                asm.cvtFloat(size, 2, 0);
                asm.movaps(0, 2);
                resultSize = other;
            }
            case FROM_INTEGER -> {
                asm.cvtFromInt(size, 64, 2, Assembler.RDI);
                asm.movaps(0, 2);
            }
            case TO_INT -> {
                asm.cvtToInt(size, 32, Assembler.RAX, 0);
                asm.movSx(32, 64, Assembler.RAX, Assembler.RAX);
            }
            default -> asm.cvtToInt(size, 64, Assembler.RAX, 0);
        }
        if (operation < TO_INT) {
            asm.movFromXmm(resultSize, Assembler.RAX, 0);
        }
        asm.stmxcsr(Assembler.RDX, 4);
        asm.ret();
    }

    @Test
    void comparisonOrdersNumbers() {
        FloatSamples samples = new FloatSamples(6);
        for (int i = 0; i < 50_000; i++) {
            boolean is64 = (i & 1) != 0;
            long a = samples.bits(is64);
            long b = samples.partner(is64, a);
            double x = asDouble(is64, a);
            double y = asDouble(is64, b);
            if (!Double.isNaN(x) && !Double.isNaN(y)) {
                soft.environment(0x1f80);
                assertEquals(x < y ? -1 : x == y ? 0 : 1, soft.compare(is64, a, b));
                assertEquals(0, soft.flags);
            }
        }
    }
}
