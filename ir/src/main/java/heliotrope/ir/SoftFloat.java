package heliotrope.ir;

/**
 * IEEE 754 arithmetic on binary32 and binary64 in integers, with all rounding modes and exact flags, agreeing bit for
 * bit with SSE on an x86 (tininess is detected after rounding; bits FZ and DAZ of the MXCSR work). NaN operands are the
 * caller's business: only conversions to integers take them. An invalid operation sets {@link FpModel#INVALID} and its
 * result has no meaning.
 *
 * <p>Values are raw bits, a binary32 in the low half. A finite number is taken apart to {@code (-1)^sign * significand
 * * 2^exponent} with an integral significand. Significands with more bits than the result needs carry in bit 0 whether
 * anything non-zero was lost below it ("sticky"), which is enough to round correctly.
 */
public final class SoftFloat {
    /** Rounding modes as the IR numbers them. */
    public static final int NEAREST = 0, TO_ZERO = 1, UP = 2, DOWN = 3;

    private static final int MXCSR_DAZ = 1 << 6, MXCSR_RC_SHIFT = 13, MXCSR_FZ = 1 << 15;

    /** {@link FpModel} flags raised since {@link #environment}. */
    public int flags;

    private int rounding;
    private boolean flushResults;
    private boolean flushOperands;
    private boolean flushAway;

    /** Takes rounding and flush bits from an MXCSR and clears {@link #flags}. */
    public void environment(int mxcsr) {
        environment(mxcsr, false);
    }

    /**
     * The same.
     *
     * @param flushByRounding what a flushed result becomes: zero, as on an x86 (false), or the least normal number when
     *     the rounding mode leads away from zero on its side
     */
    public void environment(int mxcsr, boolean flushByRounding) {
        flags = 0;
        flushAway = flushByRounding;
        int rc = mxcsr >> MXCSR_RC_SHIFT & 3;
        rounding = rc == 0 ? NEAREST : rc == 1 ? DOWN : rc == 2 ? UP : TO_ZERO;
        flushResults = (mxcsr & MXCSR_FZ) != 0;
        flushOperands = (mxcsr & MXCSR_DAZ) != 0;
    }

    public int rounding() {
        return rounding;
    }

    // Formats.

    /** Bits of a significand, the hidden one included. */
    private static int precision(boolean is64) {
        return is64 ? 53 : 24;
    }

    /** Exponent of the largest power of two; the smallest normal number has exponent {@code 1 - maxExponent}. */
    private static int maxExponent(boolean is64) {
        return is64 ? 1023 : 127;
    }

    private static long infinity(boolean is64) {
        return is64 ? 0x7ff0000000000000L : 0x7f800000L;
    }

    private static long signBit(boolean is64, boolean negative) {
        return !negative ? 0 : is64 ? Long.MIN_VALUE : 0x80000000L;
    }

    private static boolean negative(boolean is64, long bits) {
        return (bits >>> (is64 ? 63 : 31) & 1) != 0;
    }

    private static long magnitude(boolean is64, long bits) {
        return bits & (is64 ? Long.MAX_VALUE : 0x7fffffffL);
    }

    public static boolean isNaN(boolean is64, long bits) {
        return magnitude(is64, bits) > infinity(is64);
    }

    private static boolean isInfinite(boolean is64, long bits) {
        return magnitude(is64, bits) == infinity(is64);
    }

    private static boolean isZero(boolean is64, long bits) {
        return magnitude(is64, bits) == 0;
    }

    /** An operand as the operation sees it: denormal numbers may count as zeros. */
    private long operand(boolean is64, long bits) {
        long m = magnitude(is64, bits);
        return flushOperands && m >>> precision(is64) - 1 == 0 ? bits ^ m : bits;
    }

    /** Significand of a finite number; 0 for a zero. */
    private static long significand(boolean is64, long bits) {
        int fraction = precision(is64) - 1;
        long m = magnitude(is64, bits);
        long hidden = 1L << fraction;
        return m < hidden ? m : m & hidden - 1 | hidden;
    }

    /** Exponent that goes with {@link #significand}. */
    private static int exponent(boolean is64, long bits) {
        int fraction = precision(is64) - 1;
        int biased = (int) (magnitude(is64, bits) >>> fraction);
        return Math.max(biased, 1) - maxExponent(is64) - fraction;
    }

    // Rounding.

    /** Shifts right by at least 0, keeping in bit 0 whether a one was lost. */
    private static long shiftRightSticky(long x, int count) {
        if (count == 0) {
            return x;
        }
        if (count > 63) {
            return x != 0 ? 1 : 0;
        }
        return x >>> count | (x << 64 - count != 0 ? 1 : 0);
    }

    /** {@code x / 2^drop} rounded to an integer; {@code x} is not negative and {@code drop} at most 62. */
    private static long round(long x, int drop, boolean negative, int mode) {
        long kept = x >>> drop;
        long lost = x & (1L << drop) - 1;
        if (lost == 0) {
            return kept;
        }
        boolean away = switch (mode) {
            case NEAREST -> {
                long half = 1L << drop - 1;
                yield lost > half || lost == half && (kept & 1) != 0;
            }
            case UP -> !negative;
            case DOWN -> negative;
            default -> false;
        };
        return away ? kept + 1 : kept;
    }

    /**
     * The number of the format nearest to {@code significand * 2^exponent} in the current rounding mode, with the flags
     * that go with it. The significand is not zero and counts as unsigned; its bit 0 may be sticky if it has 56 bits or
     * more.
     */
    private long pack(boolean is64, boolean negative, int exponent, long significand) {
        int shift = Long.numberOfLeadingZeros(significand) - 1;
        long m = shift >= 0 ? significand << shift : shiftRightSticky(significand, 1);
        int precision = precision(is64);
        int drop = 63 - precision; // m has 63 bits
        int max = maxExponent(is64);
        int min = 1 - max;
        int e = exponent - shift + 62; // of the leading bit
        long sign = signBit(is64, negative);
        long r = round(m, drop, negative, rounding);
        if (e < min) {
            boolean tiny = e < min - 1 || r >>> precision == 0;
            if (tiny && flushResults) {
                flags |= FpModel.UNDERFLOW | FpModel.INEXACT;
                return flushAway && rounding == (negative ? DOWN : UP) ? sign | 1L << precision - 1 : sign;
            }
            m = shiftRightSticky(m, min - e);
            if ((m & (1L << drop) - 1) != 0) {
                flags |= tiny ? FpModel.UNDERFLOW | FpModel.INEXACT : FpModel.INEXACT;
            } else if (tiny) {
                flags |= FpModel.TINY;
            }
            return sign | round(m, drop, negative, rounding); // may carry into the smallest normal number
        }
        if (r >>> precision != 0) {
            r >>>= 1;
            e++;
        }
        if (e > max) {
            flags |= FpModel.OVERFLOW | FpModel.INEXACT;
            boolean toInfinity = rounding == NEAREST || rounding == (negative ? DOWN : UP);
            return sign | (toInfinity ? infinity(is64) : infinity(is64) - 1);
        }
        if ((m & (1L << drop) - 1) != 0) {
            flags |= FpModel.INEXACT;
        }
        long hidden = 1L << precision - 1;
        return sign | (long) (e + max) << precision - 1 | r & hidden - 1;
    }

    private long invalid() {
        flags |= FpModel.INVALID;
        return 0;
    }

    // Operations.

    /** {@code x + y}, or {@code x - y}. */
    public long add(boolean is64, long x, long y, boolean subtract) {
        long a = operand(is64, x);
        long b = operand(is64, y) ^ signBit(is64, subtract);
        boolean negativeA = negative(is64, a);
        boolean negativeB = negative(is64, b);
        if (isInfinite(is64, a)) {
            return isInfinite(is64, b) && negativeA != negativeB ? invalid() : a;
        }
        if (isInfinite(is64, b)) {
            return b;
        }
        if (isZero(is64, a) && isZero(is64, b)) {
            return negativeA == negativeB ? a : signBit(is64, rounding == DOWN);
        }
        if (isZero(is64, b)) {
            return pack(is64, negativeA, exponent(is64, a), significand(is64, a));
        }
        if (isZero(is64, a)) {
            return pack(is64, negativeB, exponent(is64, b), significand(is64, b));
        }
        // Both with 62 bits, so that eight bits or more lie below the last of the operands and a sum does not overflow.
        long ma = significand(is64, a);
        int shiftA = Long.numberOfLeadingZeros(ma) - 2;
        ma <<= shiftA;
        int ea = exponent(is64, a) - shiftA;
        long mb = significand(is64, b);
        int shiftB = Long.numberOfLeadingZeros(mb) - 2;
        mb <<= shiftB;
        int eb = exponent(is64, b) - shiftB;
        int e = Math.max(ea, eb);
        ma = shiftRightSticky(ma, e - ea);
        mb = shiftRightSticky(mb, e - eb);
        if (negativeA == negativeB) {
            return pack(is64, negativeA, e, ma + mb);
        }
        long difference = ma - mb;
        if (difference == 0) {
            return signBit(is64, rounding == DOWN);
        }
        return difference > 0
                ? pack(is64, negativeA, e, difference)
                : pack(is64, negativeB, e, -difference);
    }

    public long multiply(boolean is64, long x, long y) {
        long a = operand(is64, x);
        long b = operand(is64, y);
        boolean negative = negative(is64, a) != negative(is64, b);
        boolean zero = isZero(is64, a) || isZero(is64, b);
        if (isInfinite(is64, a) || isInfinite(is64, b)) {
            return zero ? invalid() : signBit(is64, negative) | infinity(is64);
        }
        if (zero) {
            return signBit(is64, negative);
        }
        long ma = significand(is64, a);
        long mb = significand(is64, b);
        int shiftA = Long.numberOfLeadingZeros(ma) - 1;
        int shiftB = Long.numberOfLeadingZeros(mb) - 1;
        ma <<= shiftA;
        mb <<= shiftB;
        // The high half of the product has 61 or 62 bits.
        long m = Math.multiplyHigh(ma, mb) | (ma * mb != 0 ? 1 : 0);
        return pack(is64, negative, exponent(is64, a) - shiftA + exponent(is64, b) - shiftB + 64, m);
    }

    public long divide(boolean is64, long x, long y) {
        long a = operand(is64, x);
        long b = operand(is64, y);
        boolean negative = negative(is64, a) != negative(is64, b);
        if (isInfinite(is64, a)) {
            return isInfinite(is64, b) ? invalid() : signBit(is64, negative) | infinity(is64);
        }
        if (isInfinite(is64, b)) {
            return signBit(is64, negative);
        }
        if (isZero(is64, b)) {
            if (isZero(is64, a)) {
                return invalid();
            }
            flags |= FpModel.DIVZERO;
            return signBit(is64, negative) | infinity(is64);
        }
        if (isZero(is64, a)) {
            return signBit(is64, negative);
        }
        long ma = significand(is64, a);
        long mb = significand(is64, b);
        int shiftA = Long.numberOfLeadingZeros(ma) - 2;
        int shiftB = Long.numberOfLeadingZeros(mb) - 2;
        long rest = ma << shiftA;
        long divisor = mb << shiftB;
        // Long division, bit by bit: rest < 2 * divisor < 2^63. Sixty bits also for binary32, as pack() asks for.
        long quotient = 0;
        for (int i = 0; i < 60; i++) {
            quotient <<= 1;
            if (rest >= divisor) {
                rest -= divisor;
                quotient |= 1;
            }
            rest <<= 1;
        }
        if (rest != 0) {
            quotient |= 1;
        }
        return pack(is64, negative, exponent(is64, a) - shiftA - (exponent(is64, b) - shiftB) - 59, quotient);
    }

    public long squareRoot(boolean is64, long x) {
        long a = operand(is64, x);
        if (isZero(is64, a)) {
            return a;
        }
        if (negative(is64, a)) {
            return invalid();
        }
        if (isInfinite(is64, a)) {
            return a;
        }
        long m = significand(is64, a);
        int e = exponent(is64, a);
        int shift = Long.numberOfLeadingZeros(m);
        m <<= shift;
        e -= shift;
        if ((e & 1) != 0) {
            m >>>= 1; // no bit is lost: the significand had 53 bits
            e++;
        }
        // Digit by digit: the root of m * 2^(2n - 64) is an integer of n bits; rest stays below 2^(n + 2).
        int n = 58;
        long root = 0;
        long rest = 0;
        for (int i = 0; i < n; i++) {
            rest = rest << 2 | m >>> 62;
            m <<= 2;
            long trial = root << 2 | 1;
            root <<= 1;
            if (rest >= trial) {
                rest -= trial;
                root |= 1;
            }
        }
        if (rest != 0) {
            root |= 1;
        }
        return pack(is64, false, (e - (2 * n - 64)) / 2, root);
    }

    /** Converts to the other format. */
    public long convert(boolean from64, long x) {
        long a = operand(from64, x);
        boolean negative = negative(from64, a);
        if (isInfinite(from64, a)) {
            return signBit(!from64, negative) | infinity(!from64);
        }
        if (isZero(from64, a)) {
            return signBit(!from64, negative);
        }
        return pack(!from64, negative, exponent(from64, a), significand(from64, a));
    }

    public long fromInteger(boolean is64, long x) {
        return x == 0 ? 0 : pack(is64, x < 0, 0, Math.abs(x));
    }

    /** Converts to a signed integer of 32 or 64 bits; a NaN and a rounded value that does not fit are invalid. */
    public long toInteger(boolean from64, long x, boolean to64, int mode) {
        long a = operand(from64, x);
        if (magnitude(from64, a) >= infinity(from64)) {
            return invalid();
        }
        if (isZero(from64, a)) {
            return 0;
        }
        boolean negative = negative(from64, a);
        long m = significand(from64, a);
        int e = exponent(from64, a);
        if (e > 64 - precision(from64)) {
            return invalid(); // 2^64 or more
        }
        boolean inexact = false;
        if (e >= 0) {
            m <<= e;
        } else if (e < -62) {
            m = round(1, 2, negative, mode); // below one half all are alike
            inexact = true;
        } else {
            inexact = (m & (1L << -e) - 1) != 0;
            m = round(m, -e, negative, mode);
        }
        long limit = to64 ? Long.MIN_VALUE : 1L << 31; // magnitude of the least integer, unsigned
        if (Long.compareUnsigned(m, negative ? limit : limit - 1) > 0) {
            return invalid();
        }
        if (inexact) {
            flags |= FpModel.INEXACT;
        }
        return negative ? -m : m;
    }

    /** Sign of {@code x - y}; zeros are equal. */
    public int compare(boolean is64, long x, long y) {
        long a = operand(is64, x);
        long b = operand(is64, y);
        long orderedA = negative(is64, a) ? -magnitude(is64, a) : magnitude(is64, a);
        long orderedB = negative(is64, b) ? -magnitude(is64, b) : magnitude(is64, b);
        return Long.compare(orderedA, orderedB);
    }
}
