package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.R15;

import heliotrope.host.asm.Assembler;
import heliotrope.ir.GuestState;
import heliotrope.ir.Op;

/**
 * Guest registers. A PUT only notes which value the 8-byte slot of the state block holds from now on; such
 * <em>dirty</em> slots are written where the block is left. Where an instruction may have to be interpreted anew after
 * some of its PUTs, the slots' former values are kept until it is over.
 */
abstract class GuestSlots extends Registers {
    /** Value of a dirty slot. */
    private final int[] slotValue = new int[SLOTS];
    private final int[] slotKeys = new int[SLOTS];
    private long dirtyLow; // slots 0..63
    private long dirtyHigh; // 64..127

    /** The slots of {@link GuestState#NOTES} and on, all above 63. */
    private static final long NOTES = -1L << GuestState.NOTES / 8 - 64;

    /** Whether dirty notes were left out by {@link #writeBackButNotes}. */
    protected boolean notesPending;

    private int undoCount;
    private final int[] undoSlot = new int[SLOTS];
    private final int[] undoValue = new int[SLOTS]; // -1: was not dirty
    private final int[] undoKey = new int[SLOTS];
    private long undoLow;
    private long undoHigh;
    /** Set when the state before the instruction was lost: it has to be interpreted from the start. */
    protected boolean undoLost;

    protected final void openSlots() {
        dirtyLow = 0;
        dirtyHigh = 0;
        notesPending = false;
        undoCount = 0;
        undoLow = 0;
        undoHigh = 0;
        undoLost = false;
    }

    private static boolean in(long low, long high, int slot) {
        return ((slot < 64 ? low : high) >>> slot & 1) != 0;
    }

    private boolean isDirty(int slot) {
        return in(dirtyLow, dirtyHigh, slot);
    }

    private void setDirty(int slot, boolean on) {
        long bit = 1L << slot;
        if (slot < 64) {
            dirtyLow = on ? dirtyLow | bit : dirtyLow & ~bit;
        } else {
            dirtyHigh = on ? dirtyHigh | bit : dirtyHigh & ~bit;
        }
    }

    /** The value that a guest register (offset and type as a slot key) was given and that is still dirty, or -1. */
    protected final int dirtyValue(int slot, int key) {
        return isDirty(slot) && slotKeys[slot] == key ? slotValue[slot] : -1;
    }

    private void hold(int v) {
        refs[v]++;
    }

    private void drop(int v) {
        refs[v]--;
        releaseIfDead(v);
    }

    /** A guest register is read: nothing happens until the value is used. */
    protected final void get(int i) {
        int slot = (int) imm[i] >>> 3;
        if (isDirty(slot)) {
            begin(i);
            flush(slot);
        }
        home[i] = true;
        homes[slot]++;
    }

    protected final void put(int i) {
        int slot = (int) imm[i] >>> 3;
        int key = slotKey(op[i], imm[i]);
        int v = left[i];
        begin(i);
        hold(v);
        if (isDirty(slot) && slotKeys[slot] != key && (key & 1) == 0) {
            flush(slot); // only part of the slot is overwritten
        }
        if ((marks[i] & SLOW_LATER) != 0 && !in(undoLow, undoHigh, slot)) {
            int n = undoCount++;
            undoSlot[n] = slot;
            undoKey[n] = slotKeys[slot];
            if (slot < 64) {
                undoLow |= 1L << slot;
            } else {
                undoHigh |= 1L << slot;
            }
            if (isDirty(slot)) {
                undoValue[n] = slotValue[slot];
                hold(slotValue[slot]);
            } else {
                undoValue[n] = -1;
            }
        }
        // A value that lives in the state block only must be read before another slot's write-back can overwrite it.
        if (reg[v] < 0 && spillOffset(v) < 0 && !isConst(v)) {
            int type = key & 3;
            if (type >= 2) {
                toXmm(v);
            } else {
                toGpr(v);
            }
        }
        int old = isDirty(slot) ? slotValue[slot] : -1;
        slotValue[slot] = v;
        slotKeys[slot] = key;
        setDirty(slot, true);
        if (old >= 0) {
            drop(old);
        }
    }

    /** A new guest instruction begins: what its predecessor kept for being interpreted anew is given up. */
    protected final void forgetUndo() {
        for (int n = undoCount - 1; n >= 0; n--) {
            if (undoValue[n] >= 0) {
                drop(undoValue[n]);
            }
        }
        undoCount = 0;
        undoLow = 0;
        undoHigh = 0;
    }

    /** Writes a dirty slot in the middle of the block. */
    private void flush(int slot) {
        if (in(undoLow, undoHigh, slot)) {
            undoLost = true;
        }
        int v = slotValue[slot];
        if (homes[slot] > 0) {
            rescueHomes(slot);
        }
        int scratch = -1;
        if (reg[v] < 0 && !isConst(v)) {
            scratch = allocGpr();
        }
        store(asm, slotKeys[slot], v, scratch);
        if (scratch >= 0) {
            freeTemp(scratch);
        }
        setDirty(slot, false);
        drop(v);
    }

    /** Loads all values whose only place is a slot that is about to be overwritten. */
    private void rescueHomes(int slot) {
        for (int v = 0; homes[slot] > 0; v++) {
            if (home[v] && (int) imm[v] >>> 3 == slot) {
                if (reg[v] < 0 && spillOffset(v) < 0) {
                    if (Op.TYPE[op[v]] >= Op.F32) {
                        toXmm(v);
                    } else {
                        toGpr(v);
                    }
                }
                dropHome(v);
                unpinAll();
            }
        }
    }

    @Override
    protected final boolean writeBackEarly(int v) {
        for (int half = 0; half < 2; half++) {
            for (long m = half == 0 ? dirtyLow : dirtyHigh; m != 0; m &= m - 1) {
                int slot = Long.numberOfTrailingZeros(m) + 64 * half;
                if (slotValue[slot] == v) {
                    if (homes[slot] > 0 || in(undoLow, undoHigh, slot)) {
                        return false;
                    }
                    store(asm, slotKeys[slot], v, -1);
                    setDirty(slot, false);
                    drop(v);
                    return true;
                }
            }
        }
        return false;
    }

    private void store(Assembler out, int key, int v, int scratch) {
        int offset = key >> 2;
        int type = key & 3;
        int size = (type & 1) == 0 ? 32 : 64;
        int r = reg[v];
        if (r >= XMM) {
            out.sseStore(size, R15, offset, r - XMM);
        } else if (r >= 0) {
            out.store(size, R15, offset, r);
        } else if (isConst(v)) {
            long value = imm[v];
            if (size == 32 || value == (int) value) {
                out.storeImm(size, R15, offset, (int) value);
            } else {
                out.storeImm(32, R15, offset, (int) value);
                out.storeImm(32, R15, offset + 4, (int) (value >>> 32));
            }
        } else {
            out.load(size, scratch, R15, spillOffset(v));
            out.store(size, R15, offset, scratch);
        }
    }

    private boolean needsScratch(int v) {
        return reg[v] < 0 && !isConst(v);
    }

    /**
     * Emits the stores of all dirty slots where the block is left for good: any register may be overwritten
     * afterwards.
     */
    protected final void writeBack(Assembler out) {
        if (writeDirty(out, dirtyLow, dirtyHigh, -1)) {
            writeDirty(out, dirtyLow, dirtyHigh, Assembler.RAX);
        }
    }

    /** The same in the main line; registers that are pinned keep their contents. */
    protected final void writeBackKeeping() {
        writeBackKeeping(dirtyHigh);
    }

    /** The same without the notes, if these can be written later without a register for it. */
    protected final void writeBackButNotes() {
        long notes = dirtyHigh & NOTES;
        for (long m = notes; m != 0; m &= m - 1) {
            if (needsScratch(slotValue[Long.numberOfTrailingZeros(m) + 64])) {
                notes = 0;
                break;
            }
        }
        notesPending = notes != 0;
        writeBackKeeping(dirtyHigh & ~notes);
    }

    private void writeBackKeeping(long high) {
        int scratch = -1;
        for (int half = 0; half < 2 && scratch < 0; half++) {
            for (long m = half == 0 ? dirtyLow : high; m != 0; m &= m - 1) {
                if (needsScratch(slotValue[Long.numberOfTrailingZeros(m) + 64 * half])) {
                    scratch = allocGpr();
                    break;
                }
            }
        }
        // To have a scratch register may have taken a write-back of its own.
        writeDirty(asm, dirtyLow, high & dirtyHigh, -1);
        if (scratch >= 0) {
            writeDirty(asm, dirtyLow, high & dirtyHigh, scratch);
            freeTemp(scratch);
        }
    }

    /** Emits the stores of the notes that were left out; all registers and flags keep their contents. */
    protected final void writeNotes(Assembler out) {
        if (notesPending) {
            writeDirty(out, 0, dirtyHigh & NOTES, -1);
        }
    }

    /** Emits the stores of the state before the current instruction (before the branch if in a delay slot). */
    protected final void writeBackBefore(Assembler out) {
        boolean more = writeDirty(out, dirtyLow & ~undoLow, dirtyHigh & ~undoHigh, -1);
        for (int n = 0; n < undoCount; n++) {
            int v = undoValue[n];
            if (v >= 0) {
                if (needsScratch(v)) {
                    more = true;
                } else {
                    store(out, undoKey[n], v, -1);
                }
            }
        }
        if (more) {
            writeDirty(out, dirtyLow & ~undoLow, dirtyHigh & ~undoHigh, Assembler.RAX);
            for (int n = 0; n < undoCount; n++) {
                int v = undoValue[n];
                if (v >= 0 && needsScratch(v)) {
                    store(out, undoKey[n], v, Assembler.RAX);
                }
            }
        }
    }

    /**
     * Stores the slots whose values need no scratch register ({@code scratch} -1) or those which do.
     *
     * @return whether some were left out because they need one
     */
    private boolean writeDirty(Assembler out, long low, long high, int scratch) {
        boolean left = false;
        for (int half = 0; half < 2; half++) {
            for (long m = half == 0 ? low : high; m != 0; m &= m - 1) {
                int slot = Long.numberOfTrailingZeros(m) + 64 * half;
                int v = slotValue[slot];
                if (needsScratch(v)) {
                    if (scratch < 0) {
                        left = true;
                    } else {
                        store(out, slotKeys[slot], v, scratch);
                    }
                } else if (scratch < 0) {
                    store(out, slotKeys[slot], v, -1);
                }
            }
        }
        return left;
    }

    // ---- fault records ----

    /** Notes where the values of the dirty slots are. */
    protected final void recordSlots(FaultRecord record) {
        for (int half = 0; half < 2; half++) {
            for (long m = half == 0 ? dirtyLow : dirtyHigh; m != 0; m &= m - 1) {
                int slot = Long.numberOfTrailingZeros(m) + 64 * half;
                int v = slotValue[slot];
                int key = slotKeys[slot];
                int size = (key & 1) == 0 ? 4 : 8;
                if (reg[v] >= 0) {
                    record.add(key >> 2, size, reg[v], 0);
                } else if (isConst(v)) {
                    record.add(key >> 2, size, FaultRecord.CONSTANT, imm[v]);
                } else {
                    record.add(key >> 2, size, FaultRecord.MEMORY, spillOffset(v));
                }
            }
        }
    }
}
