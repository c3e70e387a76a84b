package heliotrope.engine;

import heliotrope.host.Native;
import heliotrope.host.NativeView;
import heliotrope.host.Window;
import heliotrope.ir.GuestState;

/**
 * The state block of one guest thread: native memory outside every guest window, addressed by r15 in translated code
 * and through a buffer by Java. The guest's own registers lie at its start in a layout of the guest instruction set;
 * the rest is the engine's. The bridge knows the offsets marked *.
 */
public final class CpuState extends NativeView implements GuestState {
    /** Bytes of a state block. */
    public static final int SIZE = 16 * 1024;

    public static final int
            GUEST = 0, // guest registers, 1024 bytes
            WINDOW_BASE = 1024, // * u64 host address of guest address 0
            JUMP_CACHE = 1032, // u64 host address of the thread's table of indirect targets
            EXIT_STUB = 1040, // * u64 where translated code jumps to leave
            PC = 1048, // u64 guest pc at exit, zero-extended for 32-bit guests
            EXIT_REASON = 1056, // * u32 one of the REASON constants
            EXIT_ARG = 1060, // u32 trap argument, system call code
            INTERRUPT = 1064, // * u32 non-zero: leave translated code at the next check, do not block
            MXCSR_GUEST = 1068, // * u32
            MXCSR_HOST = 1072, // * u32
            MXCSR_BEFORE = 1076, // * u32 MXCSR_GUEST as it was when translated code was entered
            SAVED_RSP = 1080, // * u64
            LINK_SITE = 1088, // u64 host address of the distance of the jump through which a block was left, 0 = none
            FAULT_HOST_PC = 1096, // * u64
            FAULT_ADDRESS = 1104, // * u64 si_addr
            FAULT_SIGNAL = 1112, // * u32 host signal
            FAULT_CODE = 1116, // * u32 si_code
            FAULT_ERROR = 1120, // * u64 page-fault error code: bit 1 write, bit 4 instruction fetch
            LINK_ADDRESS = 1128, // u64 guest address of the last load linked, -1 = none
            LINK_VALUE = 1136, // u64 what it loaded
            EXIT_DELAY = 1144, // u32 non-zero after SYSCALL and TRAP of compiled code: it sits in a delay slot
            FAULT_GPR = 1152, // * 16 u64 host registers at a fault, hardware order
            FAULT_XMM = 1280, // * 16 x 16 bytes
            SPILL = 1536, // 64 u64 spill slots of translated code
            SPILL_COUNT = 64,
            FP_MASKS = 2048, // 4 x 16 bytes: what FABS32, FNEG32, FABS64, FNEG64 combine with
            ADDRESS_MASK = 2112, // u64 bits that no 64-bit address within the window has
            // Host addresses of the shared ends of translated code, see ExitStubs.
            STUB_LINK = 2120, STUB_SECOND_TRY = 2128, STUB_LOOKUP = 2136, STUB_SLOW = 2144, STUB_INTERRUPT = 2152,
            STUB_STOP = 2160,
            STUBS_WIDE = 64, // distance of those for 64-bit registers
            MASK32 = 2256, // 16 bytes: the low 4 of a vector
            MASK64 = 2272, // 16 bytes: the low 8
            REVERSE32 = 2288, // 16 bytes: what pshufb reverses the low 4 bytes with
            REVERSE64 = 2304, // 16 bytes: the low 8
            SLOW_COUNT = 2248, // u32 with REASON_SLOW: how many instructions to interpret, 0 is one
            EMPTY_TABLE = 8192, // 16 zero bytes
            TABLES = 8256, // tables of the address space's file mappings, see TableLookup
            MOST_TABLES = 32;

    /** Translation mode, see heliotrope.ir.Mode. Java alone has to do with it. */
    int mode;

    /** Why translated code was left; what {@link Native#enter} returns. */
    public static final int
            REASON_LINK = 1, // direct exit that is not chained yet
            REASON_LOOKUP = 2, // indirect target that the jump cache does not know
            REASON_SYSCALL = 3, // PC is the system call instruction
            REASON_TRAP = 4, // EXIT_ARG is a heliotrope.ir.Trap; PC is the instruction, or the branch before it
            REASON_SLOW = 5, // the instruction at PC (a branch with its delay slot) is to be interpreted
            REASON_INTERRUPT = 6, // INTERRUPT was seen; PC is where to go on
            REASON_FAULT = 7; // a host fault is recorded; PC is not set

    /**
     * A view of {@link #SIZE} zeroed bytes at {@code address}, 64-byte aligned, that live as long as this object is
     * used.
     */
    public CpuState(long address) {
        super(address, SIZE);
        put64s(FP_MASKS, 0x7fffffff7fffffffL, 0, 0x8000000080000000L, 0, Long.MAX_VALUE, 0, Long.MIN_VALUE, 0);
        put64s(MASK32, 0xffffffffL, 0);
        put64s(MASK64, -1, 0);
        put64s(REVERSE32, 0x80808080_00010203L, 0x80808080_80808080L);
        put64s(REVERSE64, 0x00010203_04050607L, 0x80808080_80808080L);
        put64(LINK_ADDRESS, -1);
    }

    /** Has translated code work in a window. */
    public void window(Window window) {
        put64(WINDOW_BASE, window.base());
        // Of a size that is no power of two only the lower part is reached without the interpreter.
        put64(ADDRESS_MASK, -Long.highestOneBit(window.size()));
    }

    @Override
    public void clear(int offset, int bytes) {
        if ((offset | bytes) < 0 || bytes > WINDOW_BASE - offset) {
            throw new IndexOutOfBoundsException();
        }
        Native.fill(address + offset, 0, bytes);
    }

    @Override
    public int mxcsr() {
        return get32(MXCSR_GUEST);
    }

    @Override
    public void mxcsr(int value) {
        put32(MXCSR_GUEST, value);
    }

    @Override
    public int mode() {
        return mode;
    }

    @Override
    public void mode(int value) {
        mode = value;
    }

    /** Stores two of the guest's registers, and goes on behind the instruction at the pc, within a mask. */
    public void callEnds(int register, long value, int register2, long value2, long mask) {
        if ((register | register2) < 0 || register >= WINDOW_BASE || register2 >= WINDOW_BASE) {
            throw new IndexOutOfBoundsException();
        }
        Native.callEnds(address, register, value, register2, value2, mask);
    }

    public long pc() {
        return get64(PC);
    }

    public void pc(long value) {
        put64(PC, value);
    }

    /** Copies the guest's registers, mode and FP control from another thread's block (fork). */
    public void copyGuestFrom(CpuState other) {
        Native.copy(address, other.address, WINDOW_BASE);
        put64(PC, other.get64(PC));
        put32(MXCSR_GUEST, other.get32(MXCSR_GUEST));
        mode = other.mode;
        put64(LINK_ADDRESS, -1);
    }
}
