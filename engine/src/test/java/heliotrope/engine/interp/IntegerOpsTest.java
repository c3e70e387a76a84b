package heliotrope.engine.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import heliotrope.ir.IrBlock;
import heliotrope.ir.Op;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every integer operation against the same in unbounded integers. */
class IntegerOpsTest {
    private static final long[] INTERESTING = {
        0, 1, 2, 3, 7, 8, 15, 16, 24, 31, 32, 33, 63, 64, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000,
        0x7fffffffL, 0x80000000L, 0x80000001L, 0xfffffffeL, 0xffffffffL, 0x100000000L, 0x123456789abcdef0L,
        -1, -2, -3, -128, -129, -32768, -32769, Integer.MIN_VALUE, Integer.MIN_VALUE - 1L,
        Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1,
    };

    @Test
    void agreesWithUnboundedIntegers() {
        Random random = new Random(1);
        try (Machine machine = new Machine()) {
            for (int op = Op.ADD32; op <= Op.ZEXT; op++) {
                for (long x : INTERESTING) {
                    for (long y : INTERESTING) {
                        check(machine, op, x, y, x ^ 5);
                    }
                }
                for (int i = 0; i < 300; i++) {
                    check(machine, op, random.nextLong() >> random.nextInt(64), random.nextLong() >> random.nextInt(64),
                            random.nextLong());
                }
            }
        }
    }

    private static void check(Machine machine, int op, long x, long y, long z) {
        machine.state.put64(8, x);
        machine.state.put64(16, y);
        machine.state.put64(24, z);
        IrBlock block = new IrBlock();
        block.pc = 0x400000;
        block.guestBytes = 4;
        block.add(Op.INSN, 0, -1, -1, block.pc);
        int arity = Op.ARITY[op];
        String operands = Op.OPERANDS[op];
        int a = get(block, operands.charAt(0), 8);
        int b = arity > 1 ? get(block, operands.charAt(1), 16) : -1;
        int c = arity > 2 ? get(block, operands.charAt(2), 24) : -1;
        int r = block.add(op, a, b, c, 0);
        block.add(Op.TYPE[op] == Op.I32 ? Op.PUT32 : Op.PUT64, r, -1, -1, 0);
        block.add(Op.EXIT, -1, -1, -1, 0x400004);
        machine.state.put64(0, 0);
        machine.run(block);
        long got = Op.TYPE[op] == Op.I32 ? machine.state.get32(0) : machine.state.get64(0);
        long want = expected(op, x, y, z);
        assertEquals(want, got, () -> Op.NAME[op] + " of " + x + ", " + y + ", " + z);
    }

    private static int get(IrBlock block, char letter, int offset) {
        return block.add(letter == 'i' ? Op.GET32 : Op.GET64, -1, -1, -1, offset);
    }

    private static BigInteger signed(long x, int width) {
        return BigInteger.valueOf(width == 32 ? (int) x : x);
    }

    private static BigInteger unsigned(long x, int width) {
        return signed(x, width).mod(BigInteger.ONE.shiftLeft(width));
    }

    private static long expected(int op, long x, long y, long z) {
        switch (op) {
            case Op.EXT8S -> {
                return x << 56 >> 56;
            }
            case Op.EXT16S -> {
                return x << 48 >> 48;
            }
            case Op.TRUNC, Op.SEXT -> {
                return signed(x, 32).longValue();
            }
            case Op.ZEXT -> {
                return unsigned(x, 32).longValue();
            }
            default -> {}
        }
        String name = Op.NAME[op];
        int w = name.endsWith("32") ? 32 : 64;
        BigInteger sx = signed(x, w);
        BigInteger sy = signed(y, w);
        BigInteger ux = unsigned(x, w);
        BigInteger uy = unsigned(y, w);
        BigInteger divisor = sy.signum() == 0 ? BigInteger.ONE : sy;
        BigInteger divisorU = uy.signum() == 0 ? BigInteger.ONE : uy;
        int count = (int) y & w - 1;
        BigInteger r = switch (name.substring(0, name.length() - 2)) {
            case "add" -> sx.add(sy);
            case "sub" -> sx.subtract(sy);
            case "and" -> sx.and(sy);
            case "or" -> sx.or(sy);
            case "xor" -> sx.xor(sy);
            case "not" -> sx.not();
            case "shl" -> sx.shiftLeft(count);
            case "shr" -> ux.shiftRight(count);
            case "sar" -> sx.shiftRight(count);
            case "ror" -> ux.shiftRight(count).or(ux.shiftLeft(w - count));
            case "mul" -> sx.multiply(sy);
            case "mulhs" -> sx.multiply(sy).shiftRight(w);
            case "mulhu" -> ux.multiply(uy).shiftRight(w);
            case "divs" -> sx.divide(divisor);
            case "divu" -> ux.divide(divisorU);
            case "rems" -> sx.remainder(divisor);
            case "remu" -> ux.remainder(divisorU);
            case "addov" -> bit(sx.add(sy).bitLength() >= w);
            case "subov" -> bit(sx.subtract(sy).bitLength() >= w);
            case "eq" -> bit(sx.equals(sy));
            case "ne" -> bit(!sx.equals(sy));
            case "lts" -> bit(sx.compareTo(sy) < 0);
            case "ltu" -> bit(ux.compareTo(uy) < 0);
            case "les" -> bit(sx.compareTo(sy) <= 0);
            case "leu" -> bit(ux.compareTo(uy) <= 0);
            case "sel" -> (int) x != 0 ? sy : BigInteger.valueOf(z);
            case "clz" -> BigInteger.valueOf(w - ux.bitLength());
            case "bswap" -> swapped(ux, w);
            default -> throw new AssertionError(name);
        };
        return Op.TYPE[op] == Op.I32 ? r.intValue() : r.longValue();
    }

    private static BigInteger bit(boolean b) {
        return b ? BigInteger.ONE : BigInteger.ZERO;
    }

    private static BigInteger swapped(BigInteger x, int width) {
        BigInteger r = BigInteger.ZERO;
        for (int i = 0; i < width; i += 8) {
            r = r.shiftLeft(8).or(x.shiftRight(i).and(BigInteger.valueOf(255)));
        }
        return r;
    }
}
