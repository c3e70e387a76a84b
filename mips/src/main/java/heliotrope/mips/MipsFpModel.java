package heliotrope.mips;

import heliotrope.ir.FpModel;
import heliotrope.ir.GuestState;
import heliotrope.ir.Op;

/**
 * Where MIPS floating point differs from the host's. In the legacy NaN encoding a quiet NaN has the top bit of its
 * fraction clear. A signalling operand then gives the default NaN, for there is no quiet NaN near it; else the first
 * NaN operand is the result. In the encoding of IEEE 754-2008 the first signalling operand is made quiet, else the
 * first NaN operand is the result.
 *
 * <p>Exceptions: while none is enabled, all flags but that of an invalid operation collect in the MXCSR, for compiled
 * code keeps no more than that, and {@link FpuCause} knows the cause; while one is enabled, each operation sets both.
 */
final class MipsFpModel implements FpModel {
    private static final int
            EXPONENT32 = 0x7f800000, FRACTION32 = 0x007fffff, TOP32 = 0x00400000,
            DEFAULT32 = 0x7fbfffff, DEFAULT32_2008 = 0x7fc00000;
    private static final long
            EXPONENT64 = 0x7ff0000000000000L, FRACTION64 = 0x000fffffffffffffL, TOP64 = 0x0008000000000000L,
            DEFAULT64 = 0x7ff7ffffffffffffL, DEFAULT64_2008 = 0x7ff8000000000000L;
    private static final long SIGN64 = 1L << 63;

    private final boolean nan2008;

    MipsFpModel(boolean nan2008) {
        this.nan2008 = nan2008;
    }

    @Override
    public long nanResult(int op, long a, long b) {
        if (op == Op.F32TOF64) {
            return widen((int) a);
        }
        if (op == Op.F64TOF32) {
            return narrow(a);
        }
        return Op.TYPE[op] == Op.F64 ? result64(a, b) : result32((int) a, (int) b) & 0xffffffffL;
    }

    private int result32(int a, int b) {
        boolean signalA = signalling32(a);
        if (signalA || signalling32(b)) {
            return nan2008 ? (signalA ? a : b) | TOP32 : DEFAULT32;
        }
        return isNan32(a) ? a : isNan32(b) ? b : default32();
    }

    private long result64(long a, long b) {
        boolean signalA = signalling64(a);
        if (signalA || signalling64(b)) {
            return nan2008 ? (signalA ? a : b) | TOP64 : DEFAULT64;
        }
        return isNan64(a) ? a : isNan64(b) ? b : default64();
    }

    private int default32() {
        return nan2008 ? DEFAULT32_2008 : DEFAULT32;
    }

    private long default64() {
        return nan2008 ? DEFAULT64_2008 : DEFAULT64;
    }

    /** The NaN as a double: sign and leading bits of the fraction stay. */
    private long widen(int a) {
        if (signalling32(a) && !nan2008) {
            return DEFAULT64;
        }
        long wide = (long) a << 32 & SIGN64 | EXPONENT64 | (long) (a & FRACTION32) << 29;
        return nan2008 ? wide | TOP64 : wide;
    }

    /** The NaN as a single: sign and leading bits of the fraction stay, unless none of these is set. */
    private long narrow(long a) {
        if (signalling64(a) && !nan2008) {
            return DEFAULT32;
        }
        int fraction = (int) (a >>> 29) & FRACTION32 | (nan2008 ? TOP32 : 0);
        if (fraction == 0) {
            return DEFAULT32;
        }
        return (int) (a >>> 32 & 0x80000000L) & 0xffffffffL | EXPONENT32 | fraction;
    }

    @Override
    public long invalidInteger(int op, long a) {
        boolean wide = op == Op.F32TOI64 || op == Op.F64TOI64;
        if (nan2008) {
            boolean single = op == Op.F32TOI32 || op == Op.F32TOI64;
            if (single ? isNan32((int) a) : isNan64(a)) {
                return 0;
            }
            if (single ? (int) a < 0 : a < 0) {
                return wide ? Long.MIN_VALUE : Integer.MIN_VALUE;
            }
        }
        return wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
    }

    @Override
    public boolean signalling(boolean is64, long bits) {
        return is64 ? signalling64(bits) : signalling32((int) bits);
    }

    private boolean signalling32(int a) {
        return isNan32(a) && (a & TOP32) != 0 != nan2008;
    }

    private boolean signalling64(long a) {
        return isNan64(a) && (a & TOP64) != 0 != nan2008;
    }

    private static boolean isNan32(int a) {
        return (a & EXPONENT32) == EXPONENT32 && (a & FRACTION32) != 0;
    }

    private static boolean isNan64(long a) {
        return (a & EXPONENT64) == EXPONENT64 && (a & FRACTION64) != 0;
    }

    @Override
    public boolean raise(GuestState state, int flags) {
        return MipsState.raise(state, flags);
    }

    @Override
    public boolean flushesByRounding() {
        return true; // R4000 User's Manual, table 7-1
    }
}
