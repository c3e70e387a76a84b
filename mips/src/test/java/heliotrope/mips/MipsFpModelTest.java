package heliotrope.mips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.ir.Op;
import org.junit.jupiter.api.Test;

/** NaNs in both encodings. */
class MipsFpModelTest {
    private static final long ONE = 0x3f800000L, QUIET = 0x7f800123L, SIGNALLING = 0xffc00123L, DEFAULT = 0x7fbfffffL;
    private static final long ONE64 = 0x3ff0000000000000L, QUIET64 = 0xfff0000123456789L,
            SIGNALLING64 = 0x7ff8000000000001L, DEFAULT64 = 0x7ff7ffffffffffffL;

    private final MipsFpModel legacy = new MipsFpModel(false);
    private final MipsFpModel modern = new MipsFpModel(true);

    @Test
    void legacySignallingIsTheHostsQuiet() {
        assertFalse(legacy.signalling(false, QUIET));
        assertTrue(legacy.signalling(false, SIGNALLING));
        assertFalse(legacy.signalling(true, QUIET64));
        assertTrue(legacy.signalling(true, SIGNALLING64));
        assertFalse(legacy.signalling(false, ONE));
        assertFalse(legacy.signalling(false, 0x7f800000L));
        assertTrue(modern.signalling(false, QUIET));
        assertFalse(modern.signalling(false, SIGNALLING));
    }

    @Test
    void legacyArithmetic() {
        assertEquals(DEFAULT, legacy.nanResult(Op.FSUB32, 0x7f800000L, 0x7f800000L));
        assertEquals(QUIET, legacy.nanResult(Op.FADD32, QUIET, ONE));
        assertEquals(QUIET, legacy.nanResult(Op.FADD32, ONE, QUIET));
        assertEquals(0x7f800001L, legacy.nanResult(Op.FADD32, 0x7f800001L, QUIET));
        assertEquals(DEFAULT, legacy.nanResult(Op.FADD32, QUIET, SIGNALLING));
        assertEquals(DEFAULT64, legacy.nanResult(Op.FSQRT64, 0xbff0000000000000L, 0));
        assertEquals(QUIET64, legacy.nanResult(Op.FMUL64, ONE64, QUIET64));
        assertEquals(DEFAULT64, legacy.nanResult(Op.FMUL64, SIGNALLING64, QUIET64));
    }

    @Test
    void legacyConversions() {
        assertEquals(0xfff0246000000000L, legacy.nanResult(Op.F32TOF64, 0xff812300L, 0));
        assertEquals(0xff812300L, legacy.nanResult(Op.F64TOF32, 0xfff0246000000000L, 0));
        assertEquals(DEFAULT, legacy.nanResult(Op.F64TOF32, 0xfff0000000000001L, 0)); // would be infinity
        assertEquals(DEFAULT64, legacy.nanResult(Op.F32TOF64, SIGNALLING, 0));
        assertEquals(DEFAULT, legacy.nanResult(Op.F64TOF32, SIGNALLING64, 0));
        assertEquals(0x7fffffffL, legacy.invalidInteger(Op.F64TOI32, 0xc3e0000000000001L));
        assertEquals(Long.MAX_VALUE, legacy.invalidInteger(Op.F32TOI64, QUIET));
    }

    @Test
    void modernEncoding() {
        assertEquals(0x7fc00123L, modern.nanResult(Op.FADD32, ONE, QUIET));
        assertEquals(0x7ff8000000000000L, modern.nanResult(Op.FSUB64, 0x7ff0000000000000L, 0x7ff0000000000000L));
        assertEquals(0xfff8000123456789L, modern.nanResult(Op.FADD64, SIGNALLING64, QUIET64));
        assertEquals(0x7ff8246000000000L, modern.nanResult(Op.F32TOF64, 0x7f812300L, 0));
        assertEquals(0x7fc00000L, modern.nanResult(Op.F64TOF32, 0x7ff0000000000001L, 0));
        assertEquals(0, modern.invalidInteger(Op.F32TOI32, QUIET));
        assertEquals(Integer.MIN_VALUE, modern.invalidInteger(Op.F32TOI32, 0xff800000L));
        assertEquals(Integer.MAX_VALUE, modern.invalidInteger(Op.F64TOI32, 0x7ff0000000000000L));
        assertEquals(Long.MIN_VALUE, modern.invalidInteger(Op.F64TOI64, 0xfff0000000000000L));
    }
}
