package heliotrope.mips.floats;

import java.util.SplittableRandom;

/** Operands that reach the corners: special numbers, neighbours of powers of two, partners that cancel or overflow. */
final class Operands {
    private final SplittableRandom random;

    Operands(long seed) {
        random = new SplittableRandom(seed);
    }

    private static final int[] SINGLES = {
        0, 1, 2, 3, 0x400000, 0x7ffffe, 0x7fffff, 0x800000, 0x800001, 0xffffff, 0x1000000, 0x1000001, // around the least
        0x3effffff, 0x3f000000, 0x3f000001, 0x3f7fffff, 0x3f800000, 0x3f800001, 0x3fc00000, 0x40000000, 0x40200000,
        0x4affffff, 0x4b000000, 0x4b000001, 0x4b7fffff, 0x4b800000, // 2^23, 2^24
        0x4effffff, 0x4f000000, 0x4f000001, 0x5effffff, 0x5f000000, 0x5f000001, 0x5f7fffff, 0x5f800000, // 2^31, 2^63, 2^64
        0x1fffffff, 0x20000000, 0x33800000, 0x34000000, 0x5fffffff, 0x60000000, 0x7e7fffff, 0x7e800000,
        0x7f000000, 0x7f7ffffe, 0x7f7fffff, 0x7f800000, // the greatest, infinity
        0x7f800001, 0x7f812345, 0x7fbfffff, 0x7fc00000, 0x7fc00001, 0x7fffffff, // NaNs
    };

    private static final long[] DOUBLES = {
        0, 1, 2, 3, 0x8000000000000L, 0xffffffffffffeL, 0xfffffffffffffL, 0x10000000000000L, 0x10000000000001L,
        0x1fffffffffffffL, 0x20000000000000L, 0x20000000000001L,
        0x3fdfffffffffffffL, 0x3fe0000000000000L, 0x3fe0000000000001L, 0x3fefffffffffffffL, 0x3ff0000000000000L,
        0x3ff0000000000001L, 0x3ff8000000000000L, 0x4000000000000000L, 0x4004000000000000L,
        0x432fffffffffffffL, 0x4330000000000000L, 0x4330000000000001L, 0x433fffffffffffffL, 0x4340000000000000L,
        0x41dfffffffbfffffL, 0x41dfffffffc00000L, 0x41dfffffffdfffffL, 0x41dfffffffe00000L, 0x41dfffffffffffffL,
        0x41e0000000000000L, 0x41e00000000fffffL, 0x41e0000000100000L, 0x41e0000000100001L, 0x41e0000000200000L, // 2^31
        0x43dfffffffffffffL, 0x43e0000000000000L, 0x43e0000000000001L, 0x43f0000000000000L, // 2^63, 2^64
        0x47efffffdfffffffL, 0x47efffffe0000000L, 0x47efffffe0000001L, 0x47efffffefffffffL, 0x47effffff0000000L, // singles
        0x47f0000000000000L, 0x380fffffffffffffL, 0x3810000000000000L, 0x380fffffe0000000L, 0x380fffffd0000000L,
        0x380ffffff0000000L, 0x36a0000000000000L, 0x3690000000000000L, 0x3690000000000001L, 0x368fffffffffffffL,
        0x1fffffffffffffffL, 0x2000000000000000L, 0x3ca0000000000000L, 0x5fffffffffffffffL, 0x6000000000000000L,
        0x7fdfffffffffffffL, 0x7fe0000000000000L, 0x7feffffffffffffeL, 0x7fefffffffffffffL, 0x7ff0000000000000L,
        0x7ff0000000000001L, 0x7ff0000020000000L, 0x7ff123456789abcdL, 0x7ff7ffffffffffffL, 0x7ff8000000000000L,
        0x7ff8000000000001L, 0x7fffffffffffffffL,
    };

    private static final long[] INTEGERS = {
        0, 1, 2, 0x7fffff, 0x800000, 0xffffff, 0x1000000, 0x1000001, 0x1000002, 0x1000003, 0x7fffffbf, 0x7fffffc0, 0x7fffffc1,
        0x7fffffff, 0x80000000L, 0xffffffffL, 0x100000000L, 0x1fffffffffffffL, 0x20000000000000L, 0x20000000000001L,
        0x20000000000003L, 0x7ffffffffffffdffL, 0x7ffffffffffffe00L, 0x7ffffffffffffe01L, 0x7fffffbfffffffffL,
        0x7fffffc000000000L, 0x7fffffc000000001L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, -2,
    };

    /** How many special values there are of a kind: s, d, w or l; each comes with both signs. */
    static int specials(char kind) {
        return 2 * (kind == 's' ? SINGLES.length : kind == 'd' ? DOUBLES.length : INTEGERS.length);
    }

    static long special(char kind, int i) {
        boolean minus = (i & 1) != 0;
        return switch (kind) {
            case 's' -> SINGLES[i >> 1] & 0xffffffffL | (minus ? 0x80000000L : 0);
            case 'd' -> DOUBLES[i >> 1] | (minus ? Long.MIN_VALUE : 0);
            default -> minus ? -INTEGERS[i >> 1] : INTEGERS[i >> 1];
        };
    }

    /** An operand of a kind. */
    long any(char kind) {
        if (random.nextInt(4) == 0) {
            return special(kind, random.nextInt(specials(kind)));
        }
        long r = random.nextLong();
        return switch (kind) {
            case 's' -> floating(false, r);
            case 'd' -> floating(true, r);
            default -> r >> random.nextInt(64);
        };
    }

    private long floating(boolean wide, long r) {
        int fraction = wide ? 52 : 23;
        int bias = wide ? 1023 : 127;
        long mask = (1L << fraction) - 1;
        long sign = r < 0 ? 1L << (wide ? 63 : 31) : 0;
        long exponent = switch (random.nextInt(7)) {
            case 0 -> random.nextInt(2 * bias + 2);
            case 1 -> random.nextInt(3); // denormal and close to it
            case 2 -> 2L * bias - random.nextInt(4);
            case 3 -> bias + random.nextInt(66); // as large as integers
            case 4 -> wide ? 1023 - 126 - random.nextInt(30) : random.nextInt(30); // denormal as singles
            case 5 -> (bias >> 1) + random.nextInt(8) - 4; // whose squares are nearly denormal
            default -> bias + random.nextInt(12) - 6;
        };
        long bits = switch (random.nextInt(5)) {
            case 0 -> r & mask;
            case 1 -> r & mask & -1L << random.nextInt(fraction + 1); // few bits
            case 2 -> random.nextInt(4) - 2 & mask; // near a power of two
            case 3 -> mask >>> random.nextInt(fraction) ^ random.nextInt(3);
            default -> wide ? r & mask & -1L << 28 | random.nextInt(3) - 1 & mask : r & mask; // between two singles
        };
        return sign | exponent << fraction | bits & mask;
    }

    /** A second operand: often one that nearly cancels the first, or takes it to the end of the range. */
    long partner(char kind, long x) {
        if (kind != 's' && kind != 'd') {
            return any(kind);
        }
        boolean wide = kind == 'd';
        long sign = wide ? Long.MIN_VALUE : 0x80000000L;
        long all = wide ? -1 : 0xffffffffL;
        int fraction = wide ? 52 : 23;
        int bias = wide ? 1023 : 127;
        int e = (int) (x >>> fraction) & 2 * bias + 1;
        switch (random.nextInt(8)) {
            case 0:
                return x ^ sign;
            case 1:
                return x + random.nextInt(9) - 4 & all;
            case 2:
                return (x ^ sign) + random.nextInt(9) - 4 & all;
            case 3: // the product is nearly denormal
                return withExponent(any(kind), fraction, bias, 2 * bias - bias + 1 - e + random.nextInt(8) - 6);
            case 4: // the product is nearly too great
                return withExponent(any(kind), fraction, bias, 3 * bias - e + random.nextInt(4) - 1);
            case 5: // the quotient is at one end or the other
                return withExponent(any(kind), fraction, bias,
                        (random.nextBoolean() ? e + bias - 1 : e - bias) + random.nextInt(6) - 3);
            default:
                return any(kind);
        }
    }

    private static long withExponent(long x, int fraction, int bias, int exponent) {
        long field = 2L * bias + 1;
        long e = Math.max(0, Math.min(field - 1, exponent));
        return x & ~(field << fraction) | e << fraction;
    }

    int bits(int count) {
        return random.nextInt(1 << count);
    }
}
