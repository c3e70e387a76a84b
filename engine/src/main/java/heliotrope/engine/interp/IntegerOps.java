package heliotrope.engine.interp;

import heliotrope.ir.Op;

/** Integer operations of IR: pure functions. An I32 lies sign-extended in a long. */
final class IntegerOps {
    private IntegerOps() {}

    /** The result of an operation of {@link Op#ADD32} .. {@link Op#ZEXT}; operands that it lacks are ignored. */
    static long evaluate(int op, long x, long y, long z) {
        return op < Op.ADD64 ? evaluate32(op, (int) x, (int) y, (int) z) : evaluate64(op, x, y, z);
    }

    private static int evaluate32(int op, int x, int y, int z) {
        return switch (op) {
            case Op.ADD32 -> x + y;
            case Op.SUB32 -> x - y;
            case Op.AND32 -> x & y;
            case Op.OR32 -> x | y;
            case Op.XOR32 -> x ^ y;
            case Op.NOT32 -> ~x;
            case Op.SHL32 -> x << y;
            case Op.SHR32 -> x >>> y;
            case Op.SAR32 -> x >> y;
            case Op.ROR32 -> Integer.rotateRight(x, y);
            case Op.MUL32 -> x * y;
            case Op.DIVS32 -> y == 0 ? x : x / y;
            case Op.DIVU32 -> y == 0 ? x : Integer.divideUnsigned(x, y);
            case Op.REMS32 -> y == 0 ? 0 : x % y;
            case Op.REMU32 -> y == 0 ? 0 : Integer.remainderUnsigned(x, y);
            case Op.ADDOV32 -> ((x ^ x + y) & (y ^ x + y)) >>> 31;
            case Op.SUBOV32 -> ((x ^ y) & (x ^ x - y)) >>> 31;
            case Op.EQ32 -> bit(x == y);
            case Op.NE32 -> bit(x != y);
            case Op.LTS32 -> bit(x < y);
            case Op.LTU32 -> bit(Integer.compareUnsigned(x, y) < 0);
            case Op.LES32 -> bit(x <= y);
            case Op.LEU32 -> bit(Integer.compareUnsigned(x, y) <= 0);
            case Op.SEL32 -> x != 0 ? y : z;
            case Op.CLZ32 -> Integer.numberOfLeadingZeros(x);
            case Op.BSWAP32 -> Integer.reverseBytes(x);
            case Op.EXT8S -> (byte) x;
            case Op.EXT16S -> (short) x;
            default -> throw unknown(op);
        };
    }

    private static long evaluate64(int op, long x, long y, long z) {
        return switch (op) {
            case Op.ADD64 -> x + y;
            case Op.SUB64 -> x - y;
            case Op.AND64 -> x & y;
            case Op.OR64 -> x | y;
            case Op.XOR64 -> x ^ y;
            case Op.NOT64 -> ~x;
            case Op.SHL64 -> x << y;
            case Op.SHR64 -> x >>> y;
            case Op.SAR64 -> x >> y;
            case Op.ROR64 -> Long.rotateRight(x, (int) y);
            case Op.MUL64 -> x * y;
            case Op.MULHS64 -> Math.multiplyHigh(x, y);
            case Op.MULHU64 -> Math.unsignedMultiplyHigh(x, y);
            case Op.DIVS64 -> y == 0 ? x : x / y;
            case Op.DIVU64 -> y == 0 ? x : Long.divideUnsigned(x, y);
            case Op.REMS64 -> y == 0 ? 0 : x % y;
            case Op.REMU64 -> y == 0 ? 0 : Long.remainderUnsigned(x, y);
            case Op.ADDOV64 -> ((x ^ x + y) & (y ^ x + y)) >>> 63;
            case Op.SUBOV64 -> ((x ^ y) & (x ^ x - y)) >>> 63;
            case Op.EQ64 -> bit(x == y);
            case Op.NE64 -> bit(x != y);
            case Op.LTS64 -> bit(x < y);
            case Op.LTU64 -> bit(Long.compareUnsigned(x, y) < 0);
            case Op.LES64 -> bit(x <= y);
            case Op.LEU64 -> bit(Long.compareUnsigned(x, y) <= 0);
            case Op.SEL64 -> (int) x != 0 ? y : z;
            case Op.CLZ64 -> Long.numberOfLeadingZeros(x);
            case Op.BSWAP64 -> Long.reverseBytes(x);
            case Op.TRUNC, Op.SEXT -> (int) x;
            case Op.ZEXT -> x & 0xffffffffL;
            default -> throw unknown(op);
        };
    }

    private static int bit(boolean condition) {
        return condition ? 1 : 0;
    }

    private static IllegalStateException unknown(int op) {
        return new IllegalStateException("not an integer operation: " + op);
    }
}
