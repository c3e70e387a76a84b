package heliotrope.irix;

import heliotrope.engine.CpuState;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.FileStat;
import heliotrope.kernel.FsStat;
import heliotrope.kernel.GuestThread;
import heliotrope.kernel.Process;
import heliotrope.kernel.SigInfo;
import heliotrope.mips.MipsState;

/**
 * A guest thread in its role as the caller of a system call: fetches arguments by its ABI's convention, carries the second result, and
 * owns the objects that calls use over and over. Hangs on {@code GuestThread.extension}; used by its own thread only.
 */
final class IrixThread {
    private static final int V0 = MipsState.gpr(2), V1 = MipsState.gpr(3), A3 = MipsState.gpr(7);

    /** Longest name, with its NUL. */
    static final int PATH_MAX = 1024;

    final GuestThread thread;
    final CpuState state;
    final IrixAbi abi;
    final StructBuffer buffer = new StructBuffer();
    final FileStat stat = new FileStat();
    final FsStat fsStat = new FsStat();
    private final IrixProcess process;

    /** Number of the call that is being made. */
    int number;
    /** Slots before the first argument: 1 for an indirect call. */
    private int shift;
    /** v0, v1 and the argument registers at the call that is being made. */
    private final long[] registers;

    private boolean secondResult;
    private int second;
    private boolean narrowResult;
    /** The last fault or trap of this thread, and whether it happened in a delay slot. */
    @Nullable SigInfo lastFault;
    boolean lastFaultInDelaySlot;
    int lastFaultCause;

    IrixThread(GuestThread thread, IrixProcess process) {
        this.thread = thread;
        this.state = thread.state;
        this.process = process;
        abi = process.abi;
        registers = new long[2 + abi.argumentRegisters];
    }

    /** The state of a thread that runs a program of this personality. */
    static IrixThread of(GuestThread thread) {
        Object extension = thread.extension;
        if (extension instanceof IrixThread x) {
            return x;
        }
        throw new IllegalStateException("not a thread of this personality");
    }

    IrixProcess irixProcess() {
        return process;
    }

    Process process() {
        return thread.process;
    }

    AddressSpace memory() {
        return thread.process.memory;
    }

    /** Reads the number of the call at the pc; the number of an indirect call is its first argument. */
    int begin() {
        secondResult = false;
        narrowResult = false;
        shift = 0;
        long[] r = registers;
        state.get64s(V0, r, r.length);
        number = (int) r[0];
        if (number == 1000) {
            number = (int) r[2];
            shift = 1;
            if (number == 1000) { // indirect once only
                number = -1;
            }
        }
        return number;
    }

    /** Argument {@code i} as 32 bits, where every argument before it takes one slot. */
    int i32(int i) {
        int slot = i + shift;
        if (slot < abi.argumentRegisters) {
            return (int) registers[2 + slot];
        }
        long at = stackArgument(slot);
        return abi.wide ? (int) memory().u64(at) : memory().s32(at);
    }

    /** Address of an argument that the caller passed on the stack; o32 keeps room there for those in registers, too. */
    private long stackArgument(int slot) {
        return abi.wide ? stackPointer() + 8L * (slot - abi.argumentRegisters) : stackPointer() + 4L * slot;
    }

    /** Argument {@code i} with all its bits: 64 in n32 and n64, sign-extended in o32. */
    private long whole(int i) {
        if (!abi.wide) {
            return i32(i);
        }
        int slot = i + shift;
        return slot < abi.argumentRegisters ? registers[2 + slot] : memory().u64(stackArgument(slot));
    }

    /** An address, a size, or another unsigned number as wide as a pointer. */
    long ptr(int i) {
        int slot = i + shift;
        if (slot < abi.argumentRegisters) { // as i32() and whole() have it, without the call: most arguments are such
            return abi.pointers64 ? registers[2 + slot] : registers[2 + slot] & 0xffffffffL;
        }
        return abi.pointers64 ? whole(i) : i32(i) & 0xffffffffL;
    }

    /** An unsigned number of 32 bits. */
    long u32(int i) {
        return i32(i) & 0xffffffffL;
    }

    /** A file offset (off_t): 32 bits in o32, 64 in n32 and n64. */
    long off(int i) {
        return whole(i);
    }

    /**
     * A 64-bit number, which in o32 takes two slots.
     *
     * @param slot in o32: the first slot, which is even, after padding
     * @param i position among the arguments, for n32 and n64
     */
    long i64(int slot, int i) {
        return abi.wide ? whole(i) : (long) i32(slot) << 32 | u32(slot + 1);
    }

    /** Argument {@code i} as 32 bits, which in o32 stands in {@code slot} because 64-bit arguments come before. */
    int i32(int slot, int i) {
        return i32(abi.wide ? i : slot);
    }

    /** The name at an address, or null if it is too long. Throws GuestFault. */
    byte @Nullable [] path(long address) {
        return memory().readCString(address, PATH_MAX - 1);
    }

    /** A second result, in v1. */
    void second(int value) {
        second = value;
        secondResult = true;
    }

    /** The result is an unsigned number of 32 bits (an id), which n32 and n64 have sign-extended in the register. */
    void narrow() {
        narrowResult = true;
    }

    /** Raw argument slots for tracing; slots of the stack that cannot be read are 0. */
    long[] slots(int n) {
        long[] slots = new long[n];
        for (int i = 0; i < n; i++) {
            slots[i] = i + shift < abi.argumentRegisters || memory().isMapped(stackArgument(i + shift), abi.wide ? 8 : 4) ? whole(i) : 0;
        }
        return slots;
    }

    /** Writes the results of a call that has one, and goes on behind it. */
    void finish(long result) {
        boolean failed = result < 0;
        long v0 = failed ? IrixErrno.fromLinux((int) -result) : abi.wide && !narrowResult ? result : (int) result;
        if (!failed && secondResult) {
            state.put64(V1, second);
        }
        state.callEnds(V0, v0, A3, failed ? 1 : 0, abi.addressMask);
    }

    /** Address of the instruction behind the one at the pc. */
    long nextPc() {
        return state.pc() + 4 & abi.addressMask;
    }

    /** General register {@code n} in its full width, sign-extended in o32. */
    long gpr(int n) {
        return abi.wide ? state.get64(MipsState.gpr(n)) : state.get32(MipsState.gpr(n));
    }

    /** General register {@code n} as an address. */
    long address(int n) {
        return abi.pointers64 ? state.get64(MipsState.gpr(n)) : state.get32(MipsState.gpr(n)) & 0xffffffffL;
    }

    long stackPointer() {
        return address(29);
    }

    /** Sets a register to a number, or to an address, which 32-bit ABIs keep sign-extended. */
    void gpr(int n, long value) {
        state.put64(MipsState.gpr(n), abi.pointers64 ? value : (int) value);
    }

    /** Sets a register with all its bits. */
    void wholeGpr(int n, long value) {
        state.put64(MipsState.gpr(n), abi.wide ? value : (int) value);
    }

    /** A pointer, long or size_t in memory, zero-extended. */
    long word(long address) {
        return abi.pointers64 ? memory().u64(address) : memory().u32(address);
    }

    void putWord(long address, long value) {
        if (abi.pointers64) {
            memory().put64(address, value);
        } else {
            memory().put32(address, (int) value);
        }
    }

    /** Says on stderr what the program wanted and did not get. */
    long unsupported(String call, String arguments) {
        thread.kernel.unsupported(thread, call, arguments);
        return -ENOSYS;
    }

    private static final long ENOSYS = 38;
}
