package heliotrope.irix;

/** Where things lie in the address space of a process, as far as it is the same in all three ABIs; the rest is in {@link IrixAbi}. */
public final class IrixLayout {
    private IrixLayout() {}

    public static final int PAGE_SIZE = 4096;

    /** The process data area: one private page per thread, always there. */
    public static final long PRDA = 0x0020_0000L;

    /** Offsets in the process data area. */
    static final int PRDA_PID = 0xe00, PRDA_PRID = 0xe10, PRDA_REAL_PID = 0xe40, PRDA_CPU = 0xe68;

    /** Where images go whose own addresses are taken. */
    public static final long DSO_SHIFT_START = 0x0400_0000L;

    public static final long DSO_SHIFT_END = 0x0c00_0000L;

    /** Mappings are placed here only on request (MAP_SGI_ANYADDR). */
    public static final long HOLE_START = 0x3000_0000L;

    /** From the first address above the stack to the end of the user's part of the address space. */
    public static final long STACK_DISTANCE = 0x8000L;

    /** What the stack may grow to at most; kept free of automatic placement and of programs' segments. */
    public static final long STACK_RESERVE = 0x0400_0000L;

    /** Mapped at the start; more pages come with faults. */
    public static final long STACK_INITIAL = 0x0002_0000L;
}
