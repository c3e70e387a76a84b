package heliotrope.mips.exec;

/** Which bits of the FCSR are compared. */
final class Fcsr {
    private Fcsr() {}

    /** Whether the causes are exact while no exception is enabled. */
    private static final boolean CAUSES = !"false".equals(System.getProperty("heliotrope.mips.causes"));

    /** Bits that are not compared. */
    static final int ALWAYS = CAUSES ? 0 : Chunk.FCSR_CAUSES;

    /**
     * Bits that are not compared where the flush bit may have been set: underflow and inexact, which qemu does not
     * raise when it flushes a result.
     */
    static final int WITH_FLUSH = ALWAYS | 0x0000300c;
}
