package heliotrope.ir;

/** Properties of the guest processor that a translation depends on, as bits; part of every translation's key. */
public final class Mode {
    private Mode() {}

    public static final int
            BIG_ENDIAN = 1, // byte order of guest memory
            REGS64 = 2, // general registers have 64 bits (n32, n64)
            ADDR64 = 4, // addresses have 64 bits (n64)
            FR = 8, // 32 floating-point registers of 64 bits (MIPS Status.FR)
            FP_PRECISE = 16, // some floating-point exception is enabled: every FP operation is interpreted
            NAN2008 = 32, // NaN encoding of IEEE 754-2008 instead of the legacy MIPS one
            MIPS_R2 = 64; // MIPS32/64 release 1 and 2 instructions are present
}
