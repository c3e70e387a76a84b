package heliotrope.engine.x64;

import static heliotrope.engine.CpuState.FAULT_GPR;
import static heliotrope.engine.CpuState.FAULT_XMM;

import heliotrope.engine.CpuState;

/** The guest's state at one memory access of a block, in terms of the host registers there. */
public final class FaultRecord {
    /** Places other than a register (0..15 general, 16..31 SSE). */
    static final int CONSTANT = 32, MEMORY = 33;

    private final int[] offset = new int[128];
    private final int[] size = new int[128];
    private final int[] place = new int[128];
    private final long[] detail = new long[128];
    private int count;

    /** Whether the host address belongs to a memory access of the block; nothing else is valid if not. */
    public boolean found;
    /** Guest address of the instruction, or of the branch before it if it sits in a delay slot. */
    public long pc;
    public boolean delaySlot;
    /** Whether the access is a store. */
    public boolean write;
    /** Host register with the guest address, or -1. */
    int addressRegister;
    /** Constant part of the guest address. */
    long displacement;

    void clear() {
        count = 0;
        found = false;
    }

    void add(int stateOffset, int bytes, int where, long constantOrOffset) {
        int n = count++;
        offset[n] = stateOffset;
        size[n] = bytes;
        place[n] = where;
        detail[n] = constantOrOffset;
    }

    /** Writes the guest registers that lived in host registers at the fault to the state block. */
    public void apply(CpuState state) {
        for (int n = 0; n < count; n++) {
            int p = place[n];
            long value = p < Registers.XMM ? state.get64(FAULT_GPR + 8 * p)
                    : p < CONSTANT ? state.get64(FAULT_XMM + 16 * (p - Registers.XMM))
                    : p == CONSTANT ? detail[n] : state.get64((int) detail[n]);
            if (size[n] == 4) {
                state.put32(offset[n], (int) value);
            } else {
                state.put64(offset[n], value);
            }
        }
    }

    /** The guest address that was accessed, for guests with 32-bit addresses. */
    public long guestAddress(CpuState state) {
        long base = addressRegister < 0 ? 0 : state.get64(FAULT_GPR + 8 * addressRegister);
        return base + displacement & 0xffffffffL;
    }
}
