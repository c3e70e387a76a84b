package heliotrope.engine.x64;

import static heliotrope.engine.CpuState.FAULT_GPR;
import static heliotrope.engine.CpuState.FAULT_XMM;

import heliotrope.engine.CpuState;
import heliotrope.host.Window;

/** The guest's state at one memory access of a block, in terms of the host registers there. */
public final class FaultRecord {
    private static final int SIGBUS = 7, SEGV_MAPERR = 1, BUS_ADRALN = 1;

    /** Places other than a register (0..15 general, 16..31 SSE). */
    static final int CONSTANT = 32, MEMORY = 33;

    /** Size of what has 8 bytes in the state block and 4, of which it is the sign extension, where it is. */
    static final int EXTENDED = 12;

    private final int[] offset = new int[128];
    private final int[] size = new int[128];
    private final int[] place = new int[128];
    private final long[] detail = new long[128];
    /** To be added. */
    private final int[] step = new int[128];
    private int count;

    /** Whether the host address belongs to a memory access of the block; nothing else is valid if not. */
    public boolean found;
    /** Guest address of the instruction, or of the branch before it if it sits in a delay slot. */
    public long pc;
    public boolean delaySlot;
    /**
     * If not 0: the state is that before the instruction at {@link #pc}, and as many as this are to be interpreted to find the
     * fault.
     */
    public int stretch;
    /** Whether the access is a store. */
    public boolean write;
    /** Size of the access. */
    int bytes;
    /** Bits of a guest address. */
    long addressMask;
    /** Host register with the guest address, or -1. */
    int addressRegister;
    /** What the access was to; after {@link #explain}. */
    public long guestAddress;
    /** Constant part of the guest address. */
    long displacement;

    void clear() {
        count = 0;
        found = false;
        stretch = 0;
    }

    void add(int stateOffset, int bytes, int where, long constantOrOffset, int more) {
        int n = count++;
        offset[n] = stateOffset;
        size[n] = bytes;
        place[n] = where;
        detail[n] = constantOrOffset;
        step[n] = more;
    }

    /** Writes the guest registers that lived in host registers at the fault to the state block. */
    public void apply(CpuState state) {
        for (int n = 0; n < count; n++) {
            int p = place[n];
            long value = p < Registers.XMM ? state.get64(FAULT_GPR + 8 * p)
                    : p < CONSTANT ? state.get64(FAULT_XMM + 16 * (p - Registers.XMM))
                    : p == CONSTANT ? detail[n] : state.get64((int) detail[n]);
            value += step[n];
            if (size[n] == 4) {
                state.put32(offset[n], (int) value);
            } else {
                state.put64(offset[n], size[n] == EXTENDED ? (int) value : value);
            }
        }
    }

    /**
     * Finds the guest address of the access, and makes signal and code in the state block those that the guest is to
     * see.
     *
     * @return true if the guest is to see none, as the address is in the window after all: the sum of base and
     * displacement wraps there. The instruction is to be interpreted.
     */
    public boolean explain(CpuState state, Window window) {
        long address = state.get64(CpuState.FAULT_ADDRESS) - window.base();
        if (address >= 0 && address < window.size()) {
            guestAddress = address;
            return false;
        }
        // Misaligned accesses come without an address, and so do those that compiled code stopped itself because they
        // lead out of the window; others ended in a guard zone.
        long start = addressRegister < 0 ? 0 : state.get64(FAULT_GPR + 8 * addressRegister);
        address = start + displacement & addressMask;
        guestAddress = address;
        if ((address & bytes - 1) != 0) {
            state.put32(CpuState.FAULT_SIGNAL, SIGBUS);
            state.put32(CpuState.FAULT_CODE, BUS_ADRALN);
            return false;
        }
        state.put32(CpuState.FAULT_CODE, SEGV_MAPERR);
        return window.contains(address, bytes);
    }
}
