package heliotrope.mips.exec;

import java.util.Random;

/** Operands that find faults: mostly special ones. */
final class Values {
    private Values() {}

    private static final int[] SINGLES = {
        0, 0x80000000, 0x3f800000, 0xbf800000, 0x40000000, 0x3f000000, 0x7f800000, 0xff800000, // 0, 1, 2, 1/2, infinity
        0x7fbfffff, 0x7f800001, 0xffbfffff, 0x7fc00000, 0x7fffffff, 0xffc00001, // NaNs
        1, 0x80000001, 0x007fffff, 0x00800000, 0x80800000, 0x7f7fffff, 0xff7fffff, // limits
        0x4b000000, 0x4b7fffff, 0x4b800000, 0x4f000000, 0x4effffff, 0xcf000000, 0xcf000001, 0x5f000000, 0xdf000000,
        0x3fc00000, 0x40200000, 0xbfc00000, 0x34000000, 0x00ffffff, 0x1fffffff, 0x20000000,
    };

    private static final long[] DOUBLES = {
        0, Long.MIN_VALUE, 0x3ff0000000000000L, 0xbff0000000000000L, 0x4000000000000000L, 0x3fe0000000000000L,
        0x7ff0000000000000L, 0xfff0000000000000L,
        0x7ff7ffffffffffffL, 0x7ff0000000000001L, 0xfff7ffffffffffffL, 0x7ff8000000000000L, 0xffffffffffffffffL,
        0x7ff7ffffe0000000L,
        1, 0x8000000000000001L, 0x000fffffffffffffL, 0x0010000000000000L, 0x7fefffffffffffffL, 0xffefffffffffffffL,
        0x41dfffffffc00000L, 0x41dfffffffe00000L, 0x41e0000000000000L, 0xc1e0000000000000L, 0xc1e0000000200000L,
        0x43e0000000000000L, 0xc3e0000000000000L, 0x43dfffffffffffffL, 0x4330000000000000L, 0x3ff8000000000000L,
        0x4004000000000000L, 0xbff8000000000000L, 0x47efffffe0000000L, 0x47effffff0000000L, 0x47f0000000000000L,
        0x36a0000000000000L, 0x3690000000000000L, 0x3810000000000000L, 0x380fffffffffffffL, 0x3ca0000000000000L,
    };

    static long integer64(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(16) - 8;
            case 1 -> 1L << random.nextInt(64);
            case 2 -> (1L << random.nextInt(64)) - 1;
            case 3 -> random.nextLong();
            case 4 -> random.nextInt() & ~random.nextInt();
            default -> random.nextInt();
        };
    }

    private static int single(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Float.floatToRawIntBits(random.nextInt(2000) - 1000);
            case 1 -> Float.floatToRawIntBits((random.nextFloat() - 0.5f) * (1 << random.nextInt(30)));
            case 2 -> random.nextInt();
            default -> SINGLES[random.nextInt(SINGLES.length)];
        };
    }

    /** A register's worth: two singles or a double, or an integer. */
    static long floating(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> (long) single(random) << 32 | single(random) & 0xffffffffL;
            case 3 -> Double.doubleToRawLongBits(random.nextInt(2000) - 1000);
            case 4 -> Double.doubleToRawLongBits((random.nextDouble() - 0.5) * (1L << random.nextInt(63)));
            case 5 -> random.nextLong();
            default -> DOUBLES[random.nextInt(DOUBLES.length)];
        };
    }
}
