package heliotrope.engine.interp;

import java.util.Random;

/** Operands that reach the corners of floating point more often than uniform bits would. */
final class FloatSamples {
    private final Random random;

    FloatSamples(long seed) {
        random = new Random(seed);
    }

    long bits(boolean is64) {
        return is64 ? bits64() : bits32();
    }

    private long bits64() {
        long r = random.nextLong();
        long signAndFraction = r & 0x800fffffffffffffL;
        return switch (random.nextInt(14)) {
            case 0 -> r;
            case 1 -> signAndFraction; // denormal
            case 2 -> r & Long.MIN_VALUE;
            case 3 -> r & Long.MIN_VALUE | 0x7ff0000000000000L;
            case 4 -> signAndFraction | (long) random.nextInt(60) << 52;
            case 5 -> signAndFraction | (long) (2046 - random.nextInt(60)) << 52;
            case 6 -> r & 0x8000000000000003L | (r & 4) << 50; // around the least denormal and normal numbers
            case 7 -> r & Long.MIN_VALUE | 0x7fefffffffffffffL;
            case 8 -> Double.doubleToRawLongBits((double) (r >> random.nextInt(64)));
            case 9 -> Double.doubleToRawLongBits((int) r + 0.5);
            case 10 -> signAndFraction & -1L << 29 | (long) (1023 - 126 + random.nextInt(4) - 30) << 52; // near floats
            case 11 -> signAndFraction | (long) (1023 - 140 + random.nextInt(30)) << 52; // denormal as floats
            default -> signAndFraction & -1L << random.nextInt(53) | (long) (959 + random.nextInt(128)) << 52;
        };
    }

    private long bits32() {
        long r = random.nextLong();
        long signAndFraction = r & 0x807fffffL;
        return switch (random.nextInt(12)) {
            case 0 -> r & 0xffffffffL;
            case 1 -> signAndFraction;
            case 2 -> r & 0x80000000L;
            case 3 -> r & 0x80000000L | 0x7f800000L;
            case 4 -> signAndFraction | (long) random.nextInt(30) << 23;
            case 5 -> signAndFraction | (long) (254 - random.nextInt(30)) << 23;
            case 6 -> r & 0x80000003L | (r & 4) << 21;
            case 7 -> r & 0x80000000L | 0x7f7fffffL;
            case 8 -> Float.floatToRawIntBits((float) (r >> random.nextInt(64))) & 0xffffffffL;
            case 9 -> Float.floatToRawIntBits(((int) r >> random.nextInt(32)) + 0.5f) & 0xffffffffL;
            default -> signAndFraction & -1L << random.nextInt(24) | (long) (87 + random.nextInt(80)) << 23;
        };
    }

    /** A second operand: often one that nearly cancels the first. */
    long partner(boolean is64, long bits) {
        long sign = is64 ? Long.MIN_VALUE : 0x80000000L;
        return switch (random.nextInt(8)) {
            case 0 -> bits ^ sign;
            case 1 -> bits + random.nextInt(5) - 2 & (is64 ? -1 : 0xffffffffL);
            default -> bits(is64);
        };
    }

    long integer() {
        return random.nextLong() >> random.nextInt(64);
    }

    /** A number whose exponent lies between -48 and 47. */
    long moderate(boolean is64) {
        long r = random.nextLong();
        int exponent = random.nextInt(96) - 48;
        return is64
                ? r & 0x800fffffffffffffL & -1L << random.nextInt(53) | (long) (1023 + exponent) << 52
                : r & 0x807fffffL & -1L << random.nextInt(24) | (long) (127 + exponent) << 23;
    }
}
