package heliotrope.engine;

import heliotrope.ir.GuestState;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;
import heliotrope.ir.Trap;
import java.util.Random;

/** Random IR blocks that use every operation, with values that matter. */
final class RandomIr {
    static final int DATA = 0x10000, DATA_BYTES = 0x2000;
    /** Another place for the data of guests with 64-bit addresses. */
    static final long FAR_DATA = 0xff_fff0_0000L;

    /** Where the data is. */
    long data = DATA;

    private static final long[] INTERESTING = {
        0, 1, 2, 3, 4, 7, 8, 31, 32, 63, 64, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffffL, 0x80000000L,
        0xffffffffL, 0x100000000L,
        -1, -2, -128, -32768, Integer.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, 0x123456789abcdef0L,
        0xff00ff00ff00ff00L
    };
    private static final double[] DOUBLES = {
        0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 1e10, -1e10, 2147483647.0, 2147483648.0, -2147483648.0,
        -2147483649.0, 9.3e18, 1e300, 1e-300,
        Double.MIN_VALUE, 4.9e-310, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN,
        Math.PI, 1.0 / 3
    };

    private final Random random;
    final IrBlock block = new IrBlock();
    private final IrBuilder b = new IrBuilder(block);
    private final int[][] values = new int[5][4096];
    private final int[] counts = new int[5];
    /** Chance in percent that a floating-point value is not an ordinary number. */
    int oddFloats = 5;

    RandomIr(long seed) {
        random = new Random(seed);
    }

    long integer() {
        return switch (random.nextInt(4)) {
            case 0 -> INTERESTING[random.nextInt(INTERESTING.length)];
            case 1 -> random.nextInt(256) - 128;
            case 2 -> random.nextInt();
            default -> random.nextLong();
        };
    }

    long bits64() {
        if (random.nextInt(100) < oddFloats) {
            return random.nextBoolean() ? random.nextLong()
                    : Double.doubleToRawLongBits(DOUBLES[random.nextInt(DOUBLES.length)]);
        }
        return Double.doubleToRawLongBits(random.nextInt(4) == 0 ? random.nextInt(100) : random.nextGaussian() * 1000);
    }

    long bits32() {
        if (random.nextInt(100) < oddFloats) {
            return random.nextBoolean() ? random.nextInt() & 0xffffffffL
                    : Float.floatToRawIntBits((float) DOUBLES[random.nextInt(DOUBLES.length)]) & 0xffffffffL;
        }
        return Float.floatToRawIntBits((float) (random.nextInt(4) == 0 ? random.nextInt(100)
                : random.nextGaussian() * 1000)) & 0xffffffffL;
    }

    /** State offset of a register of a type: integers in slots 0..39, floating point, in halves too, in 40..71. */
    private int offset(int type) {
        if (type <= Op.I64) {
            if (narrow && random.nextInt(16) != 0) {
                return 8 * random.nextInt(pressure);
            }
            return 8 * random.nextInt(pressure) + (type == Op.I32 && random.nextInt(16) == 0 ? 4 : 0);
        }
        return 320 + 8 * random.nextInt(Math.min(pressure, 32)) + (type == Op.F32 && random.nextInt(4) == 0 ? 4 : 0);
    }

    private int pressure = 40;

    /** State offset of the counter of {@link #loop} blocks, which nothing else uses. */
    static final int COUNTER = 640;

    /** Whether blocks end in a jump to their start as long as their counter is not 0. */
    boolean loop;

    /** Whether most 64-bit values are sign extensions of 32 bits, as those of programs are that seldom use more. */
    boolean narrow;

    private int define(int type, int row) {
        values[type][counts[type]++ & 4095] = row;
        return row;
    }

    private int value(int type) {
        if (narrow && random.nextInt(3) != 0) {
            if (type == Op.I64) {
                return define(type, random.nextInt(4) == 0 ? b.get(Op.I64, offset(Op.I64))
                        : random.nextInt(8) == 0 ? b.op1(Op.ZEXT, b.op2(Op.AND32, value(Op.I32), b.const32(random.nextInt(256))))
                        : b.op1(Op.SEXT, value(Op.I32)));
            }
            if (type == Op.I32) {
                return define(type, b.op1(Op.TRUNC, b.get(Op.I64, offset(Op.I64))));
            }
        }
        int n = counts[type];
        int choice = random.nextInt(10);
        if (n == 0 || choice == 0) {
            if (random.nextBoolean()) {
                return define(type, switch (type) {
                    case Op.I32 -> b.const32((int) integer());
                    case Op.I64 -> b.const64(integer());
                    case Op.F32 -> b.constF(Op.CONSTF32, bits32());
                    default -> b.constF(Op.CONSTF64, bits64());
                });
            }
            return define(type, random.nextInt(3) == 0 ? block.add(Op.GET32 + type - Op.I32, -1, -1, -1, offset(type))
                    : b.get(type, offset(type)));
        }
        int window = random.nextInt(3) == 0 ? n : Math.min(n, 6);
        return values[type][n - 1 - random.nextInt(window)];
    }

    /** An address operand that is mostly good for an access of {@code bytes}. */
    private int address(int bytes) {
        if ((block.mode & Mode.ADDR64) != 0) {
            return wideAddress(bytes);
        }
        if (random.nextInt(60) == 0) {
            return value(Op.I32);
        }
        if (random.nextInt(4) == 0) {
            return define(Op.I32, b.const32(DATA + (random.nextInt(DATA_BYTES - 512) & -bytes)));
        }
        int v = b.op2(Op.AND32, value(Op.I32), b.const32(DATA_BYTES / 2 - 1 & -bytes));
        return define(Op.I32, random.nextBoolean() ? b.op2(Op.ADD32, v, b.const32(DATA)) : b.op2(Op.OR32, v,
                b.const32(DATA)));
    }

    private int wideAddress(int bytes) {
        switch (random.nextInt(64)) {
            case 0 -> {
                return value(Op.I64);
            }
            case 1 -> {
                return b.const64(WILD[random.nextInt(WILD.length)] + random.nextInt(3) * 8L - 8);
            }
            case 2 -> {
                return data == DATA ? value(Op.I32) : value(Op.I64);
            }
            default -> {}
        }
        if (random.nextInt(4) == 0) {
            return define(Op.I64, b.const64(data + (random.nextInt(DATA_BYTES - 512) & -bytes)));
        }
        int v = b.op2(Op.AND64, value(Op.I64), b.const64(DATA_BYTES / 2 - 1 & -bytes));
        return define(Op.I64, b.op2(random.nextBoolean() ? Op.ADD64 : Op.OR64, v, b.const64(data)));
    }

    private static final long[] WILD = {
        -8, -16, 1L << 31, -1L << 31, 1L << 32, 1L << 40, 1L << 47, -1L << 40, -1L << 47, 1L << 63, 0xffff_ffff_8000_0000L
    };

    private int displacement(int bytes) {
        int d = random.nextInt(3) == 0 ? 0 : random.nextInt(256);
        return random.nextInt(80) == 0 ? d : d & -bytes;
    }

    /** A block at pc, ready to run; {@code integersOnly} without floating point. */
    IrBlock next(long pc, int mode, boolean integersOnly, int length) {
        b.begin(pc, mode);
        java.util.Arrays.fill(counts, 0);
        pressure = random.nextInt(3) == 0 ? 40 : 6 + random.nextInt(20);
        long at = pc;
        int instructions = 1 + random.nextInt(length);
        for (int k = 0; k < instructions; k++) {
            b.insn(at, false);
            int n = 1 + random.nextInt(5);
            for (int j = 0; j < n; j++) {
                operation(integersOnly);
            }
            if (random.nextInt(30) == 0) {
                b.exitIf(condition(), target(pc));
            }
            if (random.nextInt(30) == 0) {
                exitUnless(target(pc));
            }
            if (random.nextInt(40) == 0) {
                b.trapIf(condition(), Trap.of(Trap.CONDITIONAL, random.nextInt(1024)));
            }
            at += 4;
        }
        b.insn(at, false);
        operation(integersOnly);
        int condition = random.nextBoolean() ? condition() : -1;
        if (random.nextBoolean()) {
            b.insn(at + 4, true);
            operation(integersOnly);
            operation(integersOnly);
        }
        block.guestBytes = (int) (at + 8 - pc);
        if (loop) {
            int left = b.op2(Op.ADD32, b.get(Op.I32, COUNTER), b.const32(-1));
            b.put(Op.I32, COUNTER, left);
            if (random.nextInt(4) == 0) { // left in its middle only
                b.exitIf(b.op2(Op.EQ32, left, b.const32(0)), target(pc));
                b.exit(pc);
                return block;
            }
            b.exitIf(random.nextBoolean() ? left : b.op2(Op.NE32, left, b.const32(0)), pc);
            b.exit(target(pc));
            return block;
        }
        switch (random.nextInt(8)) {
            case 0 -> b.exitReg((mode & Mode.ADDR64) != 0 ? b.op2(Op.AND64, value(Op.I64), b.const64(-4))
                    : b.op2(Op.AND32, value(Op.I32), b.const32(-4)));
            case 1 -> b.syscall(random.nextInt(100));
            case 2 -> b.trap(Trap.of(Trap.BREAK, random.nextInt(100)));
            default -> {
                if (condition >= 0) {
                    b.exitIf(condition, target(pc));
                }
                b.exit(target(pc));
            }
        }
        return block;
    }

    private long target(long pc) {
        int distance = random.nextInt(1000) - 500;
        return pc + 4L * (distance == 0 ? 1 : distance);
    }

    /** Goes on in half of the cases. */
    private void exitUnless(long expected) {
        boolean wide = (block.mode & Mode.ADDR64) != 0;
        int right = wide ? b.const64(expected) : b.const32((int) expected);
        int wrong = wide ? b.op2(Op.AND64, value(Op.I64), b.const64(-4))
                : b.op2(Op.AND32, value(Op.I32), b.const32(-4));
        int to = b.op3(wide ? Op.SEL64 : Op.SEL32, condition(), right, wrong);
        block.add(Op.EXIT_UNLESS, to, -1, -1, expected);
    }

    private int condition() {
        int c = random.nextInt(4);
        if (c == 0) {
            return value(Op.I32);
        }
        boolean wide = c == 1;
        int op = random.nextInt(6) == 0 ? (wide ? Op.ADDOV64 : Op.ADDOV32) + random.nextInt(2) : (wide ? Op.EQ64
                : Op.EQ32) + random.nextInt(6);
        int type = wide ? Op.I64 : Op.I32;
        int x = value(type);
        int y = random.nextInt(3) == 0 ? wide ? b.const64(0) : b.const32(0) : value(type);
        return random.nextBoolean() ? define(Op.I32, block.add(op, x, y, -1, 0)) : block.add(op, x, y, -1, 0);
    }

    private void operation(boolean integersOnly) {
        if (random.nextInt(10) == 0) {
            step();
            return;
        }
        if (random.nextInt(3) == 0) {
            int type = 1 + random.nextInt(integersOnly ? 2 : 4);
            boolean note = random.nextInt(8) == 0;
            b.put(type, note ? GuestState.NOTES + 8 * random.nextInt(4) : offset(type), value(type));
            return;
        }
        int op;
        do {
            op = Op.ADD32 + random.nextInt(Op.SELF64 - Op.ADD32 + 2);
            op = op > Op.SELF64 ? Op.JOINF64 : op;
        } while (integersOnly && isFloat(op) || op == Op.FENCE && random.nextInt(10) != 0
                || narrow && isWideArithmetic(op) && random.nextInt(20) != 0);
        if (op >= Op.SEL32 && op <= Op.SEL32 || op == Op.SEL64 || op == Op.SELF32 || op == Op.SELF64) {
            int type = Op.TYPE[op];
            define(type, b.op3(op, condition(), value(type), value(type)));
            return;
        }
        if (op >= Op.LD8U && op <= Op.SC64) {
            memory(op);
            return;
        }
        if (op == Op.FENCE) {
            b.fence();
            return;
        }
        String operands = Op.OPERANDS[op];
        int type = Op.TYPE[op];
        int x = value(Op.type(operands.charAt(0)));
        if (operands.length() == 1) {
            if (op >= Op.F32TOI32 && op <= Op.F64TOI64) {
                define(type, b.opImm(op, x, -1, random.nextInt(5)));
            } else {
                define(type, b.op1(op, x));
            }
            return;
        }
        int y = value(Op.type(operands.charAt(1)));
        if (op == Op.FCMP32 || op == Op.FCMP64) {
            define(type, b.opImm(op, x, y, random.nextInt(16)));
        } else if (random.nextBoolean()) {
            define(type, b.op2(op, x, y));
        } else {
            define(type, block.add(op, x, y, -1, 0));
            if ((op == Op.DIVS32 || op == Op.DIVU32 || op == Op.DIVS64 || op == Op.DIVU64) && random.nextBoolean()) {
                define(type, block.add(op + 2, x, y, -1, 0));
            }
        }
    }

    /** A guest register goes on by a constant. */
    private void step() {
        int at = offset(Op.I64);
        int by = random.nextInt(4) == 0 ? (int) integer() : random.nextInt(65) - 32;
        if ((block.mode & Mode.REGS64) == 0) {
            b.put(Op.I32, at, b.op2(Op.ADD32, b.get(Op.I32, at), b.const32(by)));
        } else if (!narrow && random.nextBoolean()) {
            b.put(Op.I64, at, b.op2(Op.ADD64, b.get(Op.I64, at), b.const64(by)));
        } else {
            int low = b.op1(Op.TRUNC, b.get(Op.I64, at));
            b.put(Op.I64, at, b.op1(Op.SEXT, b.op2(Op.ADD32, low, b.const32(by))));
        }
    }

    private static boolean isWideArithmetic(int op) {
        return op == Op.ADD64 || op == Op.SUB64 || op >= Op.SHL64 && op <= Op.SUBOV64 || op >= Op.SEL64 && op <= Op.BSWAP64;
    }

    private static boolean isFloat(int op) {
        return op >= Op.FADD32 && op <= Op.SELF64 || op == Op.JOINF64 || op == Op.LDF32 || op == Op.LDF64 || op == Op.STF32
                || op == Op.STF64;
    }

    private void memory(int op) {
        int bytes = switch (op) {
            case Op.LD8U, Op.LD8S, Op.ST8 -> 1;
            case Op.LD16U, Op.LD16S, Op.ST16 -> 2;
            case Op.LD32, Op.LDF32, Op.ST32, Op.STF32, Op.LL32, Op.SC32 -> 4;
            default -> 8;
        };
        int where = address(bytes);
        int d = displacement(bytes);
        switch (op) {
            case Op.ST8, Op.ST16, Op.ST32 -> b.store(op, where, d, value(Op.I32));
            case Op.ST64 -> b.store(op, where, d, value(Op.I64));
            case Op.STF32 -> b.store(op, where, d, value(Op.F32));
            case Op.STF64 -> b.store(op, where, d, value(Op.F64));
            case Op.LL32, Op.LL64 -> {
                define(Op.TYPE[op], b.load(op, where, d));
                if (random.nextBoolean()) {
                    boolean wide = op == Op.LL64;
                    define(Op.I32, b.store(op + 2, where, d, value(wide ? Op.I64 : Op.I32)));
                }
            }
            case Op.SC32 -> define(Op.I32, b.store(op, where, d, value(Op.I32)));
            case Op.SC64 -> define(Op.I32, b.store(op, where, d, value(Op.I64)));
            default -> define(Op.TYPE[op], b.load(op, where, d));
        }
    }

    static int modes(Random random) {
        return (random.nextBoolean() ? Mode.BIG_ENDIAN : 0) | (random.nextBoolean() ? Mode.REGS64 : 0);
    }
}
