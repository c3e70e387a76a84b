package heliotrope.host;

/** What the host CPU can do, from CPUID. */
public final class CpuFeatures {
    private static final int EAX = 0;
    private static final int EBX = 1;
    private static final int ECX = 2;

    private static final int LEAF1_ECX = Native.cpuid(1, 0, ECX);
    private static final int LEAF7_EBX = Native.cpuid(0, 0, EAX) >= 7 ? Native.cpuid(7, 0, EBX) : 0;
    private static final int EXTENDED1_ECX =
            Native.cpuid(0x80000000, 0, EAX) <= 0x80000000 ? 0 : Native.cpuid(0x80000001, 0, ECX);

    /** movbe: byte-reversing loads and stores. Required. */
    public static final boolean MOVBE = (LEAF1_ECX & 1 << 22) != 0;

    /** SSE4.1 (roundss). Required. */
    public static final boolean SSE41 = (LEAF1_ECX & 1 << 19) != 0;

    /** BMI2 (shlx). Required. */
    public static final boolean BMI2 = (LEAF7_EBX & 1 << 8) != 0;

    /** BMI1 (tzcnt, andn). */
    public static final boolean BMI1 = (LEAF7_EBX & 1 << 3) != 0;

    /** popcnt. */
    public static final boolean POPCNT = (LEAF1_ECX & 1 << 23) != 0;

    /** lzcnt: without it, the instruction runs as bsr and gives wrong results. */
    public static final boolean LZCNT = (EXTENDED1_ECX & 1 << 5) != 0;

    /** AVX, and an operating system that saves its registers. */
    public static final boolean AVX = (LEAF1_ECX & 3 << 27) == 3 << 27;

    private CpuFeatures() {}

    /** The required features that this CPU lacks, in words, separated by commas; empty if none. */
    public static String missing() {
        String text = "";
        if (!MOVBE) {
            text += ", MOVBE";
        }
        if (!BMI2) {
            text += ", BMI2";
        }
        if (!SSE41) {
            text += ", SSE4.1";
        }
        return text.isEmpty() ? text : text.substring(2);
    }

    /** One bit per feature that generated code may depend on: part of the key of stored translations. */
    public static int signature() {
        return (MOVBE ? 1 : 0)
                | (SSE41 ? 2 : 0)
                | (BMI2 ? 4 : 0)
                | (BMI1 ? 8 : 0)
                | (POPCNT ? 16 : 0)
                | (LZCNT ? 32 : 0)
                | (AVX ? 64 : 0);
    }
}
