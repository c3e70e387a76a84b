package heliotrope.host;

/**
 * Byte offsets in the native state block of a guest thread, as far as the bridge knows them. All values are
 * little-endian. Bytes 0 to 1023 belong to the guest's registers and 1536 upwards to the engine.
 */
public final class StateBlock {
    /** u64: host address of guest address 0. */
    public static final int WINDOW_BASE = 1024;

    /** u64: address of the table of indirect jump targets. */
    public static final int JUMP_CACHE = 1032;

    /** u64: where translated code jumps to leave; {@link Native#exitStub()}. */
    public static final int EXIT_STUB = 1040;

    /** u64: guest program counter at exit. */
    public static final int PC = 1048;

    /** u32: why translated code was left; the bridge itself stores only {@link #EXIT_FAULT} and 0. */
    public static final int EXIT_REASON = 1056;

    /** u32: detail of the exit reason. */
    public static final int EXIT_ARG = 1060;

    /** u32: non-zero asks translated code and interruptible system calls to stop. */
    public static final int INTERRUPT = 1064;

    /** u32: MXCSR of the guest while it does not run. */
    public static final int MXCSR_GUEST = 1068;

    /** u32: MXCSR of the host while the guest runs. */
    public static final int MXCSR_HOST = 1072;

    /** u32: MXCSR_GUEST as it was at the last entry. */
    public static final int MXCSR_BEFORE = 1076;

    /** u64: host stack pointer at entry. */
    public static final int SAVED_RSP = 1080;

    /** u64: host address of the distance of the jump taken. */
    public static final int LINK_SITE = 1088;

    /** u64: host program counter of a fault. */
    public static final int FAULT_HOST_PC = 1096;

    /** u64: si_addr of a fault (0 for misaligned accesses and general protection faults). */
    public static final int FAULT_ADDRESS = 1104;

    /** u32: host signal number of a fault. */
    public static final int FAULT_SIGNAL = 1112;

    /** u32: si_code of a fault. */
    public static final int FAULT_CODE = 1116;

    /** u64: page fault error code of the CPU: bit 1 write, bit 4 instruction fetch. */
    public static final int FAULT_ERROR = 1120;

    /** 16 x u64: general registers at a fault in translated code, in hardware order. */
    public static final int FAULT_GPR = 1152;

    /** 16 x 16 bytes: xmm registers at a fault in translated code. */
    public static final int FAULT_XMM = 1280;

    /** Size of a state block in bytes; it starts on a page boundary. */
    public static final int SIZE = 16384;

    /** Exit reason: a host fault was recorded. */
    public static final int EXIT_FAULT = 7;

    private StateBlock() {}
}
