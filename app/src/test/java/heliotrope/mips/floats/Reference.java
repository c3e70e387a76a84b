package heliotrope.mips.floats;

import java.math.BigInteger;

/**
 * The instructions of a MIPS FPU in exact arithmetic on integers of any size: what a processor computes, written down once
 * more from the manuals (MIPS IV Instruction Set 3.2; MIPS64 volumes I and II; R4000 User's Manual, chapter 7), without anything of
 * the emulator's. Slow, and meant to be read.
 */
final class Reference {
    /** Bits of cause, flags and enables. */
    static final int INEXACT = 1, UNDERFLOW = 2, OVERFLOW = 4, DIVZERO = 8, INVALID = 16;

    /** Rounding modes as the FCSR has them. */
    static final int NEAREST = 0, ZERO = 1, UP = 2, DOWN = 3;

    private static final BigInteger ONE = BigInteger.ONE, NONE = BigInteger.ZERO;

    private final boolean nan2008;
    private int rounding;
    private boolean flush;

    /** What the instruction raised. */
    int cause;
    /** It gave a denormal number without loss, which is an underflow where that traps. */
    boolean tiny;
    /** The instruction is no arithmetic one: cause and flags stay as they are. */
    boolean silent;

    Reference(boolean nan2008) {
        this.nan2008 = nan2008;
    }

    /** Takes rounding mode and flush bit from a value of the FCSR. */
    void control(int fcsr) {
        rounding = fcsr & 3;
        flush = (fcsr >> 24 & 1) != 0;
    }

    /**
     * Runs an instruction.
     *
     * @param name as the assembler has it
     * @param x fs, a single or word in the low half
     * @param y ft
     * @param z fr
     * @return the result, the low half of it counts if it is a single or word; of a comparison 1 or 0
     */
    long run(String name, long x, long y, long z) {
        cause = 0;
        tiny = false;
        silent = false;
        String[] part = name.split("\\.", -1);
        boolean wide = part[part.length - 1].equals("d");
        switch (part[0]) {
            case "add":
                return add(wide, x, y);
            case "sub":
                return subtract(wide, x, y);
            case "mul":
                return multiply(wide, x, y);
            case "div":
                return divide(wide, x, y);
            case "sqrt":
                return root(wide, x);
            case "recip":
                return divide(wide, wide ? 0x3ff0000000000000L : 0x3f800000L, x);
            case "rsqrt":
                return divide(wide, wide ? 0x3ff0000000000000L : 0x3f800000L, root(wide, x));
            case "abs":
                return sign(wide, x, x & ~signBit(wide));
            case "neg":
                return sign(wide, x, x ^ signBit(wide));
            case "madd":
                return add(wide, multiply(wide, x, y), z);
            case "msub":
                return subtract(wide, multiply(wide, x, y), z);
            case "nmadd":
                return negated(wide, add(wide, multiply(wide, x, y), z));
            case "nmsub":
                return negated(wide, subtract(wide, multiply(wide, x, y), z));
            case "c":
                return compare(wide, part[1], x, y);
            case "round":
                return toInteger(wide, part[1].equals("l"), x, NEAREST);
            case "trunc":
                return toInteger(wide, part[1].equals("l"), x, ZERO);
            case "ceil":
                return toInteger(wide, part[1].equals("l"), x, UP);
            case "floor":
                return toInteger(wide, part[1].equals("l"), x, DOWN);
            case "cvt":
                return convert(part[1], part[2], x);
            default:
                throw new IllegalArgumentException(name);
        }
    }

    // Formats.

    private static int precision(boolean wide) {
        return wide ? 53 : 24;
    }

    private static int largestExponent(boolean wide) {
        return wide ? 1023 : 127;
    }

    private static long signBit(boolean wide) {
        return wide ? Long.MIN_VALUE : 0x80000000L;
    }

    private static long infinity(boolean wide) {
        return wide ? 0x7ff0000000000000L : 0x7f800000L;
    }

    private static long withoutSign(boolean wide, long x) {
        return wide ? x & Long.MAX_VALUE : x & 0x7fffffffL;
    }

    private static boolean negative(boolean wide, long x) {
        return (x & signBit(wide)) != 0;
    }

    private static long signed(boolean wide, boolean negative, long magnitude) {
        return negative ? magnitude | signBit(wide) : magnitude;
    }

    private static boolean isNan(boolean wide, long x) {
        return withoutSign(wide, x) > infinity(wide);
    }

    private static boolean isInfinite(boolean wide, long x) {
        return withoutSign(wide, x) == infinity(wide);
    }

    private static boolean isZero(boolean wide, long x) {
        return withoutSign(wide, x) == 0;
    }

    /** A finite number is {@code integer * 2^exponent}: this is the integer, with its sign. */
    private static BigInteger integer(boolean wide, long x) {
        int fraction = precision(wide) - 1;
        long magnitude = withoutSign(wide, x);
        long low = magnitude & (1L << fraction) - 1;
        BigInteger m = BigInteger.valueOf(magnitude >> fraction == 0 ? low : low | 1L << fraction);
        return negative(wide, x) ? m.negate() : m;
    }

    private static int exponent(boolean wide, long x) {
        int fraction = precision(wide) - 1;
        long field = withoutSign(wide, x) >> fraction;
        return (int) (field == 0 ? 1 : field) - largestExponent(wide) - fraction;
    }

    // NaNs.

    private boolean isSignalling(boolean wide, long x) {
        boolean top = (x >> precision(wide) - 2 & 1) != 0;
        return isNan(wide, x) && top != nan2008;
    }

    private long defaultNan(boolean wide) {
        return nan2008 ? wide ? 0x7ff8000000000000L : 0x7fc00000L : wide ? 0x7ff7ffffffffffffL : 0x7fbfffffL;
    }

    private long invalid(boolean wide) {
        cause |= INVALID;
        return defaultNan(wide);
    }

    /** Result of an operation of which an operand is a NaN. */
    private long nan(boolean wide, long x, long y) {
        for (long operand : new long[] {x, y}) {
            if (isSignalling(wide, operand)) {
                cause |= INVALID;
                return nan2008 ? operand | 1L << precision(wide) - 2 : defaultNan(wide);
            }
        }
        return isNan(wide, x) ? x : y;
    }

    // Rounding.

    /** {@code n / d} rounded to an integer, both positive; whether something was lost goes to {@link #lost}. */
    private BigInteger quotient(boolean negative, BigInteger n, BigInteger d, int mode) {
        BigInteger[] parts = n.divideAndRemainder(d);
        lost = parts[1].signum() != 0;
        int half = parts[1].shiftLeft(1).compareTo(d);
        boolean away = switch (mode) {
            case NEAREST -> half > 0 || half == 0 && parts[0].testBit(0);
            case UP -> lost && !negative;
            case DOWN -> lost && negative;
            default -> false;
        };
        return away ? parts[0].add(ONE) : parts[0];
    }

    private boolean lost;

    /** {@code n / d * 2^exponent} as a multiple of 2^unit. */
    private BigInteger multiple(boolean negative, BigInteger n, BigInteger d, int exponent, int unit) {
        int shift = exponent - unit;
        return shift >= 0
                ? quotient(negative, n.shiftLeft(shift), d, rounding)
                : quotient(negative, n, d.shiftLeft(-shift), rounding);
    }

    /** The number {@code n / d * 2^exponent}, n and d positive, in a format. */
    private long rounded(boolean wide, boolean negative, BigInteger n, BigInteger d, int exponent) {
        int p = precision(wide);
        int max = largestExponent(wide);
        int min = 1 - max;
        int log = n.bitLength() - d.bitLength();
        boolean less = log >= 0 ? n.compareTo(d.shiftLeft(log)) < 0 : n.shiftLeft(-log).compareTo(d) < 0;
        int leading = exponent + (less ? log - 1 : log); // the number lies in 2^leading .. 2^(leading + 1)
        BigInteger m = multiple(negative, n, d, exponent, leading - p + 1); // as if exponents had no bounds
        if (m.bitLength() > p) {
            leading++;
            m = m.shiftRight(1);
        }
        if (leading < min) { // tiny, after rounding
            if (flush) {
                cause |= UNDERFLOW | INEXACT;
                boolean away = rounding == (negative ? DOWN : UP);
                return signed(wide, negative, away ? 1L << p - 1 : 0);
            }
            m = multiple(negative, n, d, exponent, min - p + 1);
            if (lost) {
                cause |= UNDERFLOW | INEXACT;
            } else {
                tiny = true;
            }
            return signed(wide, negative, m.longValueExact());
        }
        if (leading > max) {
            cause |= OVERFLOW | INEXACT;
            boolean away = rounding == NEAREST || rounding == (negative ? DOWN : UP);
            return signed(wide, negative, away ? infinity(wide) : infinity(wide) - 1);
        }
        if (lost) {
            cause |= INEXACT;
        }
        long fraction = m.longValueExact() & (1L << p - 1) - 1;
        return signed(wide, negative, (long) (leading + max) << p - 1 | fraction);
    }

    // Arithmetic.

    private long subtract(boolean wide, long x, long y) {
        return isNan(wide, y) ? nan(wide, x, y) : add(wide, x, y ^ signBit(wide));
    }

    private long add(boolean wide, long x, long y) {
        if (isNan(wide, x) || isNan(wide, y)) {
            return nan(wide, x, y);
        }
        boolean sameSign = negative(wide, x) == negative(wide, y);
        if (isInfinite(wide, x) || isInfinite(wide, y)) {
            boolean both = isInfinite(wide, x) && isInfinite(wide, y);
            return both && !sameSign ? invalid(wide) : isInfinite(wide, x) ? x : y;
        }
        int e = Math.min(exponent(wide, x), exponent(wide, y));
        BigInteger sum = integer(wide, x).shiftLeft(exponent(wide, x) - e)
                .add(integer(wide, y).shiftLeft(exponent(wide, y) - e));
        if (sum.signum() == 0) {
            boolean minus = isZero(wide, x) && sameSign ? negative(wide, x) : rounding == DOWN;
            return signed(wide, minus, 0);
        }
        return rounded(wide, sum.signum() < 0, sum.abs(), ONE, e);
    }

    private long multiply(boolean wide, long x, long y) {
        if (isNan(wide, x) || isNan(wide, y)) {
            return nan(wide, x, y);
        }
        boolean minus = negative(wide, x) != negative(wide, y);
        boolean zero = isZero(wide, x) || isZero(wide, y);
        if (isInfinite(wide, x) || isInfinite(wide, y)) {
            return zero ? invalid(wide) : signed(wide, minus, infinity(wide));
        }
        return zero
                ? signed(wide, minus, 0)
                : rounded(wide, minus, integer(wide, x).multiply(integer(wide, y)).abs(), ONE,
                        exponent(wide, x) + exponent(wide, y));
    }

    private long divide(boolean wide, long x, long y) {
        if (isNan(wide, x) || isNan(wide, y)) {
            return nan(wide, x, y);
        }
        boolean minus = negative(wide, x) != negative(wide, y);
        if (isInfinite(wide, x)) {
            return isInfinite(wide, y) ? invalid(wide) : signed(wide, minus, infinity(wide));
        }
        if (isZero(wide, y)) {
            if (isZero(wide, x)) {
                return invalid(wide);
            }
            cause |= DIVZERO;
            return signed(wide, minus, infinity(wide));
        }
        if (isInfinite(wide, y) || isZero(wide, x)) {
            return signed(wide, minus, 0);
        }
        return rounded(wide, minus, integer(wide, x).abs(), integer(wide, y).abs(),
                exponent(wide, x) - exponent(wide, y));
    }

    private long root(boolean wide, long x) {
        if (isNan(wide, x)) {
            return nan(wide, x, x);
        }
        if (isZero(wide, x)) {
            return x;
        }
        if (negative(wide, x)) {
            return invalid(wide);
        }
        if (isInfinite(wide, x)) {
            return x;
        }
        // With 64 more bits than the result has, a last bit that says whether there is a rest rounds as the rest would.
        int e = exponent(wide, x);
        int shift = 256 + (e & 1);
        BigInteger[] root = integer(wide, x).shiftLeft(shift).sqrtAndRemainder();
        BigInteger m = root[0].shiftLeft(1);
        return rounded(wide, false, root[1].signum() != 0 ? m.add(ONE) : m, ONE, (e - shift) / 2 - 1);
    }

    // Signs.

    private long sign(boolean wide, long x, long changed) {
        if (nan2008) {
            silent = true;
            return changed;
        }
        return isNan(wide, x) ? nan(wide, x, x) : changed;
    }

    private long negated(boolean wide, long x) {
        return isNan(wide, x) && !nan2008 ? x : x ^ signBit(wide);
    }

    // Comparison and conversion.

    private static final String CONDITIONS = "f un eq ueq olt ult ole ule sf ngle seq ngl lt nge le ngt ";

    private long compare(boolean wide, String condition, long x, long y) {
        int number = 0;
        for (String c : CONDITIONS.split(" ", -1)) {
            if (c.equals(condition)) {
                break;
            }
            number++;
        }
        if (isNan(wide, x) || isNan(wide, y)) {
            if (number >= 8 || isSignalling(wide, x) || isSignalling(wide, y)) {
                cause |= INVALID;
            }
            return number & 1;
        }
        int order = order(wide, x, y);
        return order < 0 ? number >> 2 & 1 : order == 0 ? number >> 1 & 1 : 0;
    }

    private static int order(boolean wide, long x, long y) {
        if (isInfinite(wide, x) || isInfinite(wide, y)) {
            return Integer.compare(infinite(wide, x), infinite(wide, y));
        }
        int e = Math.min(exponent(wide, x), exponent(wide, y));
        return integer(wide, x).shiftLeft(exponent(wide, x) - e)
                .compareTo(integer(wide, y).shiftLeft(exponent(wide, y) - e));
    }

    private static int infinite(boolean wide, long x) {
        return !isInfinite(wide, x) ? 0 : negative(wide, x) ? -1 : 1;
    }

    private long toInteger(boolean wide, boolean to64, long x, int mode) {
        long most = to64 ? Long.MAX_VALUE : Integer.MAX_VALUE;
        long least = to64 ? Long.MIN_VALUE : Integer.MIN_VALUE;
        if (isNan(wide, x)) {
            cause |= INVALID;
            return nan2008 ? 0 : most;
        }
        boolean minus = negative(wide, x);
        if (!isInfinite(wide, x)) {
            int e = exponent(wide, x);
            BigInteger m = integer(wide, x).abs();
            BigInteger r = m.signum() == 0 ? NONE
                    : e >= 0 ? quotient(minus, m.shiftLeft(e), ONE, mode) : quotient(minus, m, ONE.shiftLeft(-e), mode);
            BigInteger value = minus ? r.negate() : r;
            if (value.compareTo(BigInteger.valueOf(most)) <= 0 && value.compareTo(BigInteger.valueOf(least)) >= 0) {
                if (m.signum() != 0 && lost) {
                    cause |= INEXACT;
                }
                return value.longValueExact();
            }
        }
        cause |= INVALID;
        return nan2008 && minus ? least : most;
    }

    private long convert(String to, String from, long x) {
        boolean wide = to.equals("d");
        switch (to + from) {
            case "ws":
            case "wd":
            case "ls":
            case "ld":
                return toInteger(from.equals("d"), to.equals("l"), x, rounding);
            case "sw":
            case "dw":
                return fromInteger(wide, (int) x);
            case "sl":
            case "dl":
                return fromInteger(wide, x);
            default:
                return otherFormat(!wide, x);
        }
    }

    private long fromInteger(boolean wide, long x) {
        return x == 0 ? 0 : rounded(wide, x < 0, BigInteger.valueOf(x).abs(), ONE, 0);
    }

    private long otherFormat(boolean from, long x) {
        boolean to = !from;
        boolean minus = negative(from, x);
        if (isNan(from, x)) {
            long n = nan(from, x, x);
            if ((cause & INVALID) != 0 && !nan2008) {
                return defaultNan(to);
            }
            // The leading bits of the fraction stay.
            long fraction = n & (1L << precision(from) - 1) - 1;
            long moved = from ? fraction >> 29 : fraction << 29;
            return moved == 0 ? defaultNan(to) : signed(to, minus, infinity(to) | moved);
        }
        if (isInfinite(from, x)) {
            return signed(to, minus, infinity(to));
        }
        return isZero(from, x)
                ? signed(to, minus, 0)
                : rounded(to, minus, integer(from, x).abs(), ONE, exponent(from, x));
    }
}
