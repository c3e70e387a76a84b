package heliotrope.ir;

/**
 * 64-bit logic and comparisons of values that were 32 bits wide before: they are done on these, and only the result of logic is
 * widened, which falls away where it is overwritten before anybody looks at all of it.
 */
final class Widths {
    private static final long LOW = 0xffffffffL;

    private Widths() {}

    /** Row of AND64, OR64 or XOR64 of two values, widened from 32 bits, or -1. */
    static int logic(IrBuilder b, int op, int x, int y) {
        if (b.isConst(x) || b.isConst(y) && op == Op.AND64) {
            return -1; // a mask: see below
        }
        int kindX = b.block.op[x];
        int kindY = b.block.op[y];
        if (kindX == Op.ZEXT && kindY == Op.ZEXT) {
            return b.op1(Op.ZEXT, b.op2(narrow(op), b.block.a[x], b.block.a[y]));
        }
        if (kindX != Op.SEXT && kindY != Op.SEXT) {
            return -1;
        }
        int lowX = signed(b, x);
        int lowY = lowX < 0 ? -1 : signed(b, y);
        return lowY < 0 ? -1 : b.op1(Op.SEXT, b.op2(narrow(op), lowX, lowY));
    }

    /** Row of a comparison of two values that are sign extensions of 32 bits, or -1. */
    static int comparison(IrBuilder b, int op, int x, int y) {
        if (b.isConst(x) && b.isConst(y)) {
            return -1;
        }
        int lowX = signed(b, x);
        int lowY = lowX < 0 ? -1 : signed(b, y);
        return lowY < 0 ? -1 : b.op2(op - Op.EQ64 + Op.EQ32, lowX, lowY);
    }

    private static int narrow(int op) {
        return op == Op.AND64 ? Op.AND32 : op == Op.OR64 ? Op.OR32 : Op.XOR32;
    }

    /** The I32 whose sign extension the value is, or -1. */
    private static int signed(IrBuilder b, int v) {
        int kind = b.block.op[v];
        if (kind == Op.CONST64) {
            long value = b.block.imm[v];
            return value == (int) value ? b.const32((int) value) : -1;
        }
        if (kind == Op.SEXT) {
            return b.block.a[v];
        }
        return kind == Op.ZEXT && b.possibleBits(b.block.a[v]) >= 0 ? b.block.a[v] : -1;
    }

    /** Row of a value, an I64, of which only the bits of {@code mask} are left, or -1. */
    static int mask(IrBuilder b, int v, long mask) {
        int kind = b.block.op[v];
        if (kind == Op.ZEXT && (b.possibleBits(b.block.a[v]) & LOW & ~mask) == 0) {
            return v;
        }
        int from = v;
        int shift = 0;
        if (kind == Op.SHR64 && b.isConst(b.block.b[v])) {
            shift = (int) b.block.imm[b.block.b[v]] & 63;
            if (shift != 0 && mask == -1L >>> shift) {
                return v;
            }
            if (shift < 32 && mask >= 0 && mask <= LOW >>> shift) {
                from = b.block.a[v];
            } else {
                shift = 0;
            }
        }
        if (mask < 0 || mask > LOW) {
            return -1;
        }
        int low = b.op1(Op.TRUNC, from);
        if (shift != 0) {
            low = b.op2(Op.SHR32, low, b.const32(shift));
        }
        return b.op1(Op.ZEXT, b.op2(Op.AND32, low, b.const32((int) mask)));
    }
}
