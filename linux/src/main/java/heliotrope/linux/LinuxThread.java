package heliotrope.linux;

import heliotrope.engine.CpuState;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.FileStat;
import heliotrope.kernel.FsStat;
import heliotrope.kernel.GuestThread;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.Process;
import heliotrope.mips.MipsState;

/**
 * A guest thread in its role as the caller of a system call: fetches arguments by its ABI's convention, carries the second result, and
 * owns the objects that calls use over and over. Hangs on {@code GuestThread.extension}; used by its own thread only.
 *
 * <p>Argument <i>slots</i> are those of the ABI: 32 bits each in o32 (the first four in registers, the others on the stack), registers of
 * 64 bits in n32 and n64.
 */
final class LinuxThread {
    private static final int V0 = MipsState.gpr(2), V1 = MipsState.gpr(3), A0 = MipsState.gpr(4), A3 = MipsState.gpr(7);
    private static final int SP = MipsState.gpr(29);
    private static final int INDIRECT = 4000;

    /** Longest name, with its NUL. */
    static final int PATH_MAX = 4096;

    final GuestThread thread;
    final CpuState state;
    final LinuxAbi abi;
    final StructBuffer buffer;
    final FileStat stat = new FileStat();
    final FsStat fsStat = new FsStat();
    private final LinuxProcess process;

    /** Number of the call that is being made, with the ABI's base. */
    int number;
    /** Slots before the first argument: 1 for an indirect call. */
    private int shift;
    private boolean secondResult;
    private long second;

    LinuxThread(GuestThread thread, LinuxProcess process) {
        this.thread = thread;
        this.state = thread.state;
        this.process = process;
        this.abi = process.abi;
        this.buffer = new StructBuffer(process.abi, process.bigEndian);
    }

    /** The state of a thread that runs a program of this personality. */
    static LinuxThread of(GuestThread thread) {
        Object extension = thread.extension;
        if (extension instanceof LinuxThread x) {
            return x;
        }
        throw new IllegalStateException("not a thread of this personality");
    }

    LinuxProcess linuxProcess() {
        return process;
    }

    Process process() {
        return thread.process;
    }

    AddressSpace memory() {
        return thread.process.memory;
    }

    /** Whether pointers and longs have 8 bytes in memory. */
    boolean wide() {
        return abi.wide;
    }

    /** Begins the call at the pc (the number of an indirect one is its first argument). @return its name in {@link LinuxCall}, or -1 */
    int begin() {
        secondResult = false;
        shift = 0;
        number = state.get32(V0);
        if (number == INDIRECT && abi == LinuxAbi.O32) {
            number = state.get32(A0);
            shift = 1;
            if (number == INDIRECT) { // indirect once only
                number = -1;
            }
        }
        return LinuxNumbers.call(abi, number);
    }

    /** The low 32 bits of slot {@code i}: an int. */
    int i32(int i) {
        int slot = i + shift;
        return slot < (abi.wideRegisters ? 8 : 4)
                ? state.get32(A0 + 8 * slot)
                : memory().s32((state.get32(SP) & 0xffffffffL) + 4L * slot);
    }

    /** A pointer, size or unsigned long. */
    long ptr(int i) {
        return abi.wide ? state.get64(A0 + 8 * i) : i32(i) & 0xffffffffL;
    }

    /** A signed long: 32 bits in o32, the whole register in n32 and n64 (of which an n32 program fills both halves). */
    long word(int i) {
        return abi.wideRegisters ? state.get64(A0 + 8 * i) : i32(i);
    }

    /** A 64-bit argument: in o32 in the slots {@code pair} (even) and {@code pair + 1}, else in register {@code register}. */
    long i64(int pair, int register) {
        if (abi.wideRegisters) {
            return state.get64(A0 + 8 * register);
        }
        long first = i32(pair) & 0xffffffffL;
        long next = i32(pair + 1) & 0xffffffffL;
        return process.bigEndian ? first << 32 | next : next << 32 | first;
    }

    /** An int: in o32 in slot {@code narrow}, else in register {@code register}; for what follows a 64-bit argument. */
    int i32(int narrow, int register) {
        return i32(abi.wideRegisters ? register : narrow);
    }

    /** The name at an address, or null if it is too long. Throws GuestFault. */
    byte @Nullable [] path(long address) {
        byte[] name = memory().readCString(address, PATH_MAX - 1);
        return name == null ? null : ProcFiles.translate(this, name);
    }

    /** As {@link #path}, but names of the process' own files in /proc stay what they are. */
    byte @Nullable [] plainPath(long address) {
        return memory().readCString(address, PATH_MAX - 1);
    }

    /** A second result, in v1. */
    void second(long value) {
        second = value;
        secondResult = true;
    }

    /** Raw argument slots for tracing; slots of the stack that cannot be read are 0. */
    long[] slots(int n) {
        long[] slots = new long[n];
        for (int i = 0; i < n; i++) {
            if (abi.wideRegisters) {
                slots[i] = i < 8 ? state.get64(A0 + 8 * i) : 0;
            } else {
                long at = (state.get32(SP) & 0xffffffffL) + 4L * (i + shift);
                slots[i] = i + shift < 4 || memory().isMapped(at, 4) ? i32(i) & 0xffffffffL : 0;
            }
        }
        return slots;
    }

    /** Writes the results of a call that has one, and goes on behind it. */
    void finish(long result) {
        if (result < 0 && result >= -LAST_ERROR) {
            state.put64(V0, LinuxErrno.fromHost((int) -result));
            state.put64(A3, 1);
        } else {
            state.put64(V0, abi.wideRegisters ? result : (int) result);
            state.put64(A3, 0);
            if (secondResult) {
                state.put64(V1, second);
            }
        }
        state.pc(address(state.pc() + 4));
    }

    /** Results below this are no errors. */
    private static final int LAST_ERROR = 4095;

    /** An address as pc or pointer: 32 bits wrap. */
    long address(long value) {
        return abi.wide ? value : value & 0xffffffffL;
    }

    /** General register {@code n}, sign-extended from 32 bits in o32. */
    long gpr(int n) {
        return abi.wideRegisters ? state.get64(MipsState.gpr(n)) : state.get32(MipsState.gpr(n));
    }

    /** General register {@code n} as an address. */
    long pointer(int n) {
        return address(gpr(n));
    }

    /** Sets a general register; 32-bit values are kept sign-extended. */
    void gpr(int n, long value) {
        state.put64(MipsState.gpr(n), abi.wideRegisters ? value : (int) value);
    }

    /** Sets a general register to an address: sign-extended from 32 bits but in n64. */
    void pointer(int n, long value) {
        state.put64(MipsState.gpr(n), abi.wide ? value : (int) value);
    }

    /** What rdhwr 29 reads. */
    void threadPointer(long value) {
        state.put64(MipsState.USERLOCAL, abi.wide ? value : (int) value);
    }

    /** Says on stderr what the program wanted and did not get. */
    long unsupported(String call, String arguments) {
        thread.kernel.unsupported(thread, call, arguments);
        return -ENOSYS;
    }

    /** Of the whole kernel, for what is the same for all. */
    Kernel kernel() {
        return thread.kernel;
    }

    private static final long ENOSYS = 38;
}
