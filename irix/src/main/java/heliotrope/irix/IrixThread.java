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
 * A guest thread in its role as the caller of a system call: fetches arguments by the o32 convention, carries the second result, and
 * owns the objects that calls use over and over. Hangs on {@code GuestThread.extension}; used by its own thread only.
 */
final class IrixThread {
    private static final int V0 = MipsState.gpr(2), V1 = MipsState.gpr(3), A0 = MipsState.gpr(4), A3 = MipsState.gpr(7);
    private static final int SP = MipsState.gpr(29);

    /** Longest name, with its NUL. */
    static final int PATH_MAX = 1024;

    final GuestThread thread;
    final CpuState state;
    final StructBuffer buffer = new StructBuffer();
    final FileStat stat = new FileStat();
    final FsStat fsStat = new FsStat();
    private final IrixProcess process;

    /** Number of the call that is being made. */
    int number;
    /** Slots before the first argument: 1 for an indirect call. */
    private int shift;
    private boolean secondResult;
    private int second;
    /** The last fault or trap of this thread, and whether it happened in a delay slot. */
    @Nullable SigInfo lastFault;
    boolean lastFaultInDelaySlot;
    int lastFaultCause;

    IrixThread(GuestThread thread, IrixProcess process) {
        this.thread = thread;
        this.state = thread.state;
        this.process = process;
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
        shift = 0;
        number = state.get32(V0);
        if (number == 1000) {
            number = state.get32(A0);
            shift = 1;
            if (number == 1000) { // indirect once only
                number = -1;
            }
        }
        return number;
    }

    /** The argument in slot {@code i}, as 32 bits. */
    int i32(int i) {
        int slot = i + shift;
        return slot < 4 ? state.get32(A0 + 8 * slot) : memory().s32((state.get32(SP) & 0xffffffffL) + 4L * slot);
    }

    /** An address or an unsigned number. */
    long ptr(int i) {
        return i32(i) & 0xffffffffL;
    }

    /** A 64-bit argument in the slots {@code i} (even) and {@code i + 1}. */
    long i64(int i) {
        return (long) i32(i) << 32 | ptr(i + 1);
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

    /** Raw argument slots for tracing; slots of the stack that cannot be read are 0. */
    long[] slots(int n) {
        long[] slots = new long[n];
        for (int i = 0; i < n; i++) {
            long at = (state.get32(SP) & 0xffffffffL) + 4L * (i + shift);
            slots[i] = i + shift < 4 || memory().isMapped(at, 4) ? ptr(i) : 0;
        }
        return slots;
    }

    /** Writes the results of a call that has one, and goes on behind it. */
    void finish(long result) {
        if (result < 0) {
            put(V0, IrixErrno.fromLinux((int) -result));
            put(A3, 1);
        } else {
            put(V0, (int) result);
            put(A3, 0);
            if (secondResult) {
                put(V1, second);
            }
        }
        state.pc(state.pc() + 4 & 0xffffffffL);
    }

    void put(int offset, int value) {
        state.put64(offset, value);
    }

    /** General register {@code n}. */
    int gpr(int n) {
        return state.get32(MipsState.gpr(n));
    }

    void gpr(int n, int value) {
        state.put64(MipsState.gpr(n), value);
    }

    /** Says on stderr what the program wanted and did not get. */
    long unsupported(String call, String arguments) {
        thread.kernel.unsupported(thread, call, arguments);
        return -ENOSYS;
    }

    private static final long ENOSYS = 38;
}
