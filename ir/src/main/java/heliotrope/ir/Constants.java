package heliotrope.ir;

/** Operations on constants, done while a block is built. */
final class Constants {
    private Constants() {}

    /** Row of the folded constant, or -1. */
    static int fold(IrBuilder b, int op, long x) {
        return switch (op) {
            case Op.TRUNC -> b.const32((int) x);
            case Op.NOT32 -> b.const32(~(int) x);
            case Op.EXT8S -> b.const32((byte) x);
            case Op.EXT16S -> b.const32((short) x);
            case Op.SEXT -> b.const64((int) x);
            case Op.ZEXT -> b.const64(x & 0xffffffffL);
            case Op.NOT64 -> b.const64(~x);
            case Op.BITSF32 -> b.constF(Op.CONSTF32, x & 0xffffffffL);
            case Op.BITSF64 -> b.constF(Op.CONSTF64, x);
            case Op.F32BITS -> b.const32((int) x);
            case Op.F64BITS -> b.const64(x);
            default -> -1;
        };
    }

    /** Row of the folded constant, or -1. */
    static int fold(IrBuilder b, int op, long x, long y) {
        int i = (int) x;
        int j = (int) y;
        return switch (op) {
            case Op.ADD32 -> b.const32(i + j);
            case Op.SUB32 -> b.const32(i - j);
            case Op.AND32 -> b.const32(i & j);
            case Op.OR32 -> b.const32(i | j);
            case Op.XOR32 -> b.const32(i ^ j);
            case Op.SHL32 -> b.const32(i << j);
            case Op.SHR32 -> b.const32(i >>> j);
            case Op.SAR32 -> b.const32(i >> j);
            case Op.ROR32 -> b.const32(Integer.rotateRight(i, j));
            case Op.MUL32 -> b.const32(i * j);
            case Op.ADDOV32 -> b.const32(((i ^ i + j) & (j ^ i + j)) >>> 31);
            case Op.SUBOV32 -> b.const32(((i ^ j) & (i ^ i - j)) >>> 31);
            case Op.ADD64 -> b.const64(x + y);
            case Op.SUB64 -> b.const64(x - y);
            case Op.AND64 -> b.const64(x & y);
            case Op.OR64 -> b.const64(x | y);
            case Op.XOR64 -> b.const64(x ^ y);
            case Op.SHL64 -> b.const64(x << j);
            case Op.SHR64 -> b.const64(x >>> j);
            case Op.SAR64 -> b.const64(x >> j);
            case Op.ROR64 -> b.const64(Long.rotateRight(x, j));
            case Op.MUL64 -> b.const64(x * y);
            // An I32 is kept sign-extended, which keeps its order, unsigned too.
            case Op.EQ32, Op.EQ64 -> condition(b, x == y);
            case Op.NE32, Op.NE64 -> condition(b, x != y);
            case Op.LTS32, Op.LTS64 -> condition(b, x < y);
            case Op.LES32, Op.LES64 -> condition(b, x <= y);
            case Op.LTU32, Op.LTU64 -> condition(b, Long.compareUnsigned(x, y) < 0);
            case Op.LEU32, Op.LEU64 -> condition(b, Long.compareUnsigned(x, y) <= 0);
            default -> -1;
        };
    }

    private static int condition(IrBuilder b, boolean value) {
        return b.const32(value ? 1 : 0);
    }
}
