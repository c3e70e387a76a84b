package heliotrope.engine.interp;

import heliotrope.engine.CpuState;
import heliotrope.host.Native;
import heliotrope.host.Window;
import heliotrope.ir.IrBlock;
import heliotrope.ir.Mode;
import heliotrope.ir.Nullable;
import heliotrope.ir.Op;
import java.lang.invoke.VarHandle;

/**
 * Loads, stores and load-linked pairs of the guest. Every access goes through the host's guarded primitives, at an
 * address that was checked to lie in the window. A fault is left in the state block with the guest's address.
 */
final class MemoryOps {
    private static final int SIGBUS = 7, SIGSEGV = 11;
    private static final int SEGV_MAPERR = 1, BUS_ADRALN = 1;
    private static final int ERROR_WRITE = 2; // bit of a page-fault error code

    @Nullable StoreLog log;
    /** Whether the last {@link #evaluate} faulted. */
    boolean faulted;

    private boolean bigEndian;
    private boolean address64;
    private long base;
    private long limit;

    /** Sets what holds for all accesses of a block. */
    void begin(IrBlock block, Window window) {
        bigEndian = (block.mode & Mode.BIG_ENDIAN) != 0;
        address64 = (block.mode & Mode.ADDR64) != 0;
        base = window.base();
        limit = window.size();
    }

    /**
     * Runs an operation of {@link Op#LD8U} .. {@link Op#FENCE}.
     *
     * @param pointer operand a
     * @param pointerType its type, {@link Op#I32} or {@link Op#I64}
     * @param value operand b of a store
     * @return the operation's result, 0 if it has none or {@link #faulted}
     */
    long evaluate(int op, long pointer, int pointerType, long displacement, long value, CpuState state) {
        faulted = false;
        long address = pointer + displacement;
        if (!address64 || pointerType == Op.I32) {
            address &= 0xffffffffL;
        }
        return switch (op) {
            case Op.LD8U, Op.LD16U, Op.LD64, Op.LDF32, Op.LDF64 -> load(address, size(op), state);
            case Op.LD8S -> (byte) load(address, 1, state);
            case Op.LD16S -> (short) load(address, 2, state);
            case Op.LD32 -> (int) load(address, 4, state);
            case Op.LDU32 -> (int) loadUnaligned(address, 4, state);
            case Op.LDU64 -> loadUnaligned(address, 8, state);
            case Op.ST8, Op.ST16, Op.ST32, Op.ST64, Op.STF32, Op.STF64 -> {
                store(address, size(op), value, state);
                yield 0;
            }
            case Op.LL32 -> (int) loadLinked(address, 4, state);
            case Op.LL64 -> loadLinked(address, 8, state);
            case Op.SC32 -> storeConditional(address, 4, value, state);
            case Op.SC64 -> storeConditional(address, 8, value, state);
            case Op.FENCE -> {
                VarHandle.fullFence();
                yield 0;
            }
            default -> throw new IllegalStateException("not a memory operation: " + op);
        };
    }

    private static int size(int op) {
        return switch (op) {
            case Op.LD8U, Op.ST8 -> 1;
            case Op.LD16U, Op.ST16 -> 2;
            case Op.LDF32, Op.ST32, Op.STF32 -> 4;
            default -> 8;
        };
    }

    /** The guest's value at an address, zero-extended. */
    private long load(long address, int size, CpuState state) {
        if (!reachable(address, size, 0, state)) {
            return 0;
        }
        long raw = Native.load(base + address, size, state.address);
        return hostFault(address, 0, state) ? 0 : swap(raw, size);
    }

    /** Byte by byte: the first that faults says where. */
    private long loadUnaligned(long address, int size, CpuState state) {
        long value = 0;
        for (int i = 0; i < size && !faulted; i++) {
            long at = address64 ? address + i : address + i & 0xffffffffL;
            value |= load(at, 1, state) << 8 * (bigEndian ? size - 1 - i : i);
        }
        return value;
    }

    private void store(long address, int size, long value, CpuState state) {
        if (!reachable(address, size, ERROR_WRITE, state)) {
            return;
        }
        StoreLog told = log;
        long old = 0;
        if (told != null) {
            old = Native.load(base + address, size, state.address);
            if (hostFault(address, ERROR_WRITE, state)) {
                return;
            }
        }
        long raw = swap(value, size);
        Native.store(base + address, raw, size, state.address);
        if (!hostFault(address, ERROR_WRITE, state) && told != null) {
            told.store(address, size, old, raw);
        }
    }

    private long loadLinked(long address, int size, CpuState state) {
        long value = load(address, size, state);
        if (!faulted) {
            state.put64(CpuState.LINK_ADDRESS, address);
            state.put64(CpuState.LINK_VALUE, value);
        }
        return value;
    }

    /** 1 if it stored. Without a link to this address memory is not touched. The link ends unless the access faults. */
    private long storeConditional(long address, int size, long value, CpuState state) {
        if (!reachable(address, size, ERROR_WRITE, state)) {
            return 0;
        }
        if (state.get64(CpuState.LINK_ADDRESS) != address) {
            state.put64(CpuState.LINK_ADDRESS, -1);
            return 0;
        }
        long expected = swap(state.get64(CpuState.LINK_VALUE), size);
        long raw = swap(value, size);
        long found = Native.cas(base + address, expected, raw, size, state.address);
        if (hostFault(address, ERROR_WRITE, state)) {
            return 0;
        }
        state.put64(CpuState.LINK_ADDRESS, -1);
        boolean stored = found == expected;
        StoreLog told = log;
        if (stored && told != null) {
            told.store(address, size, expected, raw);
        }
        return stored ? 1 : 0;
    }

    /** Between the guest's number and the little-endian one in memory; gives zero-extended values. */
    private long swap(long value, int size) {
        int unused = 64 - 8 * size;
        return bigEndian ? Long.reverseBytes(value) >>> unused : value << unused >>> unused;
    }

    /** Checks alignment and window; records the fault if bad. An aligned access never spans a page or wraps. */
    private boolean reachable(long address, int size, int error, CpuState state) {
        if ((address & size - 1) != 0) {
            fault(SIGBUS, BUS_ADRALN, address, error, state);
            return false;
        }
        if (Long.compareUnsigned(address, limit) >= 0) {
            fault(SIGSEGV, SEGV_MAPERR, address, error, state);
            return false;
        }
        return true;
    }

    /** Whether the host's primitive just faulted; signal and code are the host's then. */
    private boolean hostFault(long address, int error, CpuState state) {
        if (state.get32(CpuState.EXIT_REASON) == 0) {
            return false;
        }
        fault(state.get32(CpuState.FAULT_SIGNAL), state.get32(CpuState.FAULT_CODE), address, error, state);
        return true;
    }

    private void fault(int signal, int code, long address, int error, CpuState state) {
        faulted = true;
        state.put32(CpuState.FAULT_SIGNAL, signal);
        state.put32(CpuState.FAULT_CODE, code);
        state.put64(CpuState.FAULT_ADDRESS, address);
        state.put64(CpuState.FAULT_ERROR, error);
    }
}
