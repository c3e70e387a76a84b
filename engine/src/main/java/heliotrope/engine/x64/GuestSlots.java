package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.R15;

import heliotrope.host.asm.Assembler;
import heliotrope.ir.Op;

/**
 * Guest registers. A PUT only notes which value the 8-byte slot of the state block holds from now on; such
 * <em>dirty</em> slots are written where the block is left. Where an instruction may have to be interpreted anew after
 * some of its PUTs, the slots' former values are kept until it is over.
 *
 * <p>A pinned slot is dirty from the start, with the value that its host register brings, and is not written where the
 * block is left: its value is moved to the host register if it is elsewhere. Only where registers are scarce it is
 * written before, and loaded at the end.
 *
 * <p>The value of a slot of 64 bits may be an I32, a <em>narrow</em> value, which stands for its sign extension. It is made
 * only where the slot is written: a block that goes on, or is left elsewhere, does without it.
 */
abstract class GuestSlots extends Registers {
    /** Value of a dirty slot. */
    protected final int[] slotValue = new int[SLOTS];
    protected final int[] slotKeys = new int[SLOTS];
    protected long dirtyLow; // slots 0..63
    protected long dirtyHigh; // 64..127

    /** Number of the first of the values that pinned slots have at the start. */
    protected int firstPin;
    /** By slot: the host register in which a pinned or carried guest register is to be, or -1. */
    protected final int[] wantedHost = new int[SLOTS];

    protected final ParallelMoves moves = new ParallelMoves();

    private int undoCount;
    private final int[] undoSlot = new int[SLOTS];
    private final int[] undoValue = new int[SLOTS]; // -1: was not dirty
    private final int[] undoKey = new int[SLOTS];
    /** What is to be added to the value, which is the new one of a slot that went on by a constant. */
    private final int[] undoStep = new int[SLOTS];
    private long undoLow;
    private long undoHigh;
    /** A PUT whose slot has lost its former value, which was this much less, to the new one; or -1. */
    private int steppedPut = -1;

    private int steppedBy;
    /** Set when the state before the instruction was lost: it has to be interpreted from the start. */
    protected boolean undoLost;

    GuestSlots(PinnedRegisters pins) {
        super(pins);
    }

    /** The values that pinned slots have at the start are numbered from {@code firstPinned} on. */
    protected final void openSlots(int firstPinned) {
        dirtyLow = 0;
        dirtyHigh = 0;
        undoCount = 0;
        undoLow = 0;
        undoHigh = 0;
        undoLost = false;
        steppedPut = -1;
        firstPin = firstPinned;
        System.arraycopy(pins.host, 0, wantedHost, 0, SLOTS);
        for (int n = 0; n < pins.count; n++) {
            int slot = pins.slot[n];
            int v = firstPinned + n;
            next[v] = NEVER;
            refs[v] = 1;
            place(v, pins.host[slot]);
            slotValue[slot] = v;
            slotKeys[slot] = pinKey(slot);
            setDirty(slot, true);
        }
    }

    /** Slot key of a pinned slot as it is in its host register. */
    private int pinKey(int slot) {
        return slot << 5 | pinType;
    }

    private static boolean in(long low, long high, int slot) {
        return ((slot < 64 ? low : high) >>> slot & 1) != 0;
    }

    protected final boolean isDirty(int slot) {
        return in(dirtyLow, dirtyHigh, slot);
    }

    protected final void setDirty(int slot, boolean on) {
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
            int v = slotValue[slot];
            if (v >= firstPin && (slotKey(op[i], imm[i]) == slotKeys[slot] || op[i] == Op.GET32 && isNarrow(slotKeys[slot], v))) {
                rename(v, i);
                slotValue[slot] = i;
                return;
            }
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
            keepFormer(n, i, slot, v);
        }
        int old = isDirty(slot) ? slotValue[slot] : -1;
        // A value that lives in the state block only must be read before another slot's write-back can overwrite it.
        if (reg[v] < 0 && spillOffset(v) < 0 && !isConst(v)) {
            int type = key & 3;
            if (type >= 2) {
                toXmm(v);
            } else {
                int h = wantedHost[slot];
                if (h >= 0 && old >= 0 && reg[old] == h && dies(old, 1)) {
                    forgetSlot(slot);
                    old = -1;
                }
                toGpr(v, h);
            }
        }
        slotValue[slot] = v;
        slotKeys[slot] = key;
        setDirty(slot, true);
        if (old >= 0) {
            drop(old);
        }
    }

    /** Notes what slot {@code slot} has before PUT row {@code i} as undo entry {@code n}. */
    private void keepFormer(int n, int i, int slot, int v) {
        int old = isDirty(slot) ? slotValue[slot] : -1;
        undoStep[n] = 0;
        undoStep[n] = i == steppedPut && old < 0 ? -steppedBy : -step(v, old, slotKey(op[i], imm[i]), slotKeys[slot]);
        undoValue[n] = undoStep[n] != 0 ? v : old;
        if (undoValue[n] >= 0) {
            hold(undoValue[n]);
        }
    }

    /**
     * What the sum {@code v} adds to the former value of its slot, if the new one tells it all, or 0. Then the former one need not
     * be kept.
     */
    private int step(int v, int old, int key, int oldKey) {
        boolean sum = op[v] == Op.ADD64 || op[v] == Op.ADD32;
        if (old < 0 || key != oldKey || !sum || left[v] != old || !isImmediate(right[v])
                || op[v] == Op.ADD32 && (key & 1) != 0 && !isNarrow(old)) {
            return 0;
        }
        for (int n = 0; n < undoCount; n++) {
            if (undoStep[n] != 0 && undoValue[n] == v) {
                return 0;
            }
        }
        return imm[right[v]] == Integer.MIN_VALUE ? 0 : (int) imm[right[v]];
    }

    /** Where the state before is restored: brings slots that went on by constants back, in their places. */
    private void stepBack(Assembler out) {
        for (int n = 0; n < undoCount; n++) {
            int v = undoValue[n];
            if (undoStep[n] != 0) {
                int size = sizeOf(v);
                if (reg[v] >= 0) {
                    out.lea(size, reg[v], reg[v], undoStep[n]);
                } else {
                    out.aluMemImm(Assembler.ADD, size, R15, spillOffset(v), undoStep[n]);
                }
            }
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

    @Override
    protected final void forgetSlot(int slot) {
        setDirty(slot, false);
        drop(slotValue[slot]);
    }

    /**
     * Has the result of row {@code i} made in the host register of the pinned or carried slot that it is put to, if nothing in
     * between may look at the slot.
     */
    protected final void aim(int i) {
        int put = putRow[i];
        if (put < 0 || put >= rows) {
            return;
        }
        int slot = (int) imm[put] >>> 3;
        int key = slotKey(op[put], imm[put]);
        if (wantedHost[slot] < 0 || isDirty(slot) && slotKeys[slot] != key) {
            return;
        }
        int step = 0;
        if ((marks[put] & SLOW_LATER) != 0 && !in(undoLow, undoHigh, slot)) {
            step = left[put] == i && isDirty(slot) ? step(i, slotValue[slot], key, slotKeys[slot]) : 0;
            if (step == 0) {
                return;
            }
        }
        for (int k = i + 1; k <= put; k++) {
            int o = op[k];
            if ((marks[k] & SETTLE) != 0 || k < put && (marks[k] & DEAD) == 0
                    && ((Op.FLAGS[o] & (Op.MAY_FAULT | Op.MAY_LEAVE | Op.END | Op.FP_ENV)) != 0
                            || o >= Op.GET32 && o <= Op.PUTF64 && (int) imm[k] >>> 3 == slot)) {
                return;
            }
        }
        if (step != 0) {
            steppedPut = put;
            steppedBy = step;
        }
        aimAt(wantedHost[slot], slot, isDirty(slot) ? slotValue[slot] : -1);
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
        boolean narrow = isNarrow(slotKeys[slot], v);
        if (narrow) {
            toGpr(v); // stays where it is while another register is looked for
        }
        if (narrow || needsScratch(slotKeys[slot], v)) {
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
                unlockAll();
            }
        }
    }

    @Override
    protected final boolean writeBackEarly(int v) {
        for (int half = 0; half < 2; half++) {
            for (long m = half == 0 ? dirtyLow : dirtyHigh; m != 0; m &= m - 1) {
                int slot = Long.numberOfTrailingZeros(m) + 64 * half;
                if (slotValue[slot] == v) {
                    boolean used = next[v] != NEVER;
                    if (homes[slot] > 0 || in(undoLow, undoHigh, slot)
                            || used && (op[v] < Op.GET32 || op[v] > Op.GETF64
                                    || slotKey(op[v], imm[v]) != slotKeys[slot])) {
                        return false;
                    }
                    if (isNarrow(slotKeys[slot], v)) {
                        if (used) {
                            return false;
                        }
                        asm.movSx(32, 64, reg[v], reg[v]);
                    }
                    store(asm, slotKeys[slot], v, -1);
                    if (used) {
                        home[v] = true;
                        homes[slot]++;
                    }
                    forgetSlot(slot);
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Stores a value to a slot.
     *
     * @param scratch a register to overwrite, or -1: then a narrow value has been extended in its register
     */
    protected final void store(Assembler out, int key, int v, int scratch) {
        int offset = key >> 2;
        int type = key & 3;
        int size = (type & 1) == 0 ? 32 : 64;
        int r = reg[v];
        if (r >= XMM) {
            out.sseStore(size, R15, offset, r - XMM);
        } else if (r >= 0) {
            if (scratch >= 0 && isNarrow(key, v)) {
                out.movSx(32, 64, scratch, r);
                r = scratch;
            }
            out.store(size, R15, offset, r);
        } else if (isConst(v)) {
            if (scratch < 0) {
                out.storeImm(size, R15, offset, (int) imm[v]);
            } else {
                out.movImm(scratch, imm[v]);
                out.store(size, R15, offset, scratch);
            }
        } else {
            loadSpilled(out, key, scratch, v);
            out.store(size, R15, offset, scratch);
        }
    }

    /** Loads the value of a slot from its spill slot, all of it. */
    private void loadSpilled(Assembler out, int key, int r, int v) {
        if (isNarrow(key, v)) {
            out.loadSx(32, 64, r, R15, spillOffset(v));
        } else {
            out.load((key & 1) == 0 ? 32 : 64, r, R15, spillOffset(v));
        }
    }

    /** Whether a slot's value is narrow: an I32 that stands for 64 bits. */
    protected final boolean isNarrow(int key, int v) {
        return (key & 3) == 1 && isNarrow(v);
    }

    /**
     * Whether storing a value takes a scratch register: one in memory, or a constant that no instruction stores in one piece,
     * as who reads it soon after needs it.
     */
    protected final boolean needsScratch(int key, int v) {
        return reg[v] < 0 && (!isConst(v) || (key & 1) != 0 && imm[v] != (int) imm[v]);
    }

    /**
     * Extends narrow values of dirty slots in their registers, now or before the current instruction. Operations on 32 bits are
     * not disturbed by that, but addresses are.
     */
    private void extendNarrow(Assembler out, boolean before) {
        if (pinType == 0) {
            return;
        }
        int done = 0;
        for (long m = before ? dirtyLow & ~undoLow : dirtyLow; m != 0; m &= m - 1) {
            int slot = Long.numberOfTrailingZeros(m);
            done = extend(out, slotKeys[slot], slotValue[slot], done);
        }
        for (int n = 0; before && n < undoCount; n++) {
            if (undoValue[n] >= 0) {
                done = extend(out, undoKey[n], undoValue[n], done);
            }
        }
    }

    private int extend(Assembler out, int key, int v, int done) {
        int r = reg[v];
        if (r < 0 || !isNarrow(key, v) || (done >>> r & 1) != 0) {
            return done;
        }
        out.movSx(32, 64, r, r);
        return done | 1 << r;
    }

    /**
     * Emits the stores of all dirty slots where the block is left for good: any register may be overwritten
     * afterwards.
     */
    protected final void writeBack(Assembler out) {
        extendNarrow(out, false);
        long low = dirtyLow & ~inPlace(0);
        boolean more = writeDirty(out, low, dirtyHigh, -1);
        movePinned(out, false);
        if (more) {
            writeDirty(out, low, dirtyHigh, Assembler.RAX);
        }
        loadPinned(out, false, 0, 0);
    }

    /** The pinned slots whose values go to their host registers, as bits, but for those that {@code stay} in memory. */
    protected final long inPlace(long stay) {
        long in = 0;
        for (int slot : pins.slot) {
            if ((dirtyLow >>> slot & 1) != 0 && slotKeys[slot] == pinKey(slot)) {
                in |= 1L << slot;
            }
        }
        return in & ~stay;
    }

    /**
     * What a pinned slot holds: now or before the current instruction.
     *
     * @return -1 if it is in memory
     */
    protected final int pinnedValue(int slot, boolean before) {
        if (before && in(undoLow, undoHigh, slot)) {
            int n = 0;
            while (undoSlot[n] != slot) {
                n++;
            }
            return undoValue[n] >= 0 && undoKey[n] == pinKey(slot) ? undoValue[n] : -1;
        }
        return isDirty(slot) && slotKeys[slot] == pinKey(slot) ? slotValue[slot] : -1;
    }

    /** Emits the moves of pinned slots' values to their host registers from others. */
    private void movePinned(Assembler out, boolean before) {
        moves.clear();
        addPinned(before, 0);
        moves.emit(out);
    }

    /** Adds these moves, but for the slots that {@code stay} in memory. */
    protected final void addPinned(boolean before, long stay) {
        for (int slot : pins.slot) {
            int v = (stay >>> slot & 1) != 0 ? -1 : pinnedValue(slot, before);
            if (v >= 0 && reg[v] >= 0) {
                moves.add(pins.host[slot], reg[v]);
            }
        }
    }

    /**
     * Emits the loads of those whose values are in no register; of those of {@code narrow} their low halves. Flags stay as they
     * are.
     */
    protected final void loadPinned(Assembler out, boolean before, long stay, long narrow) {
        for (int slot : pins.slot) {
            if ((stay >>> slot & 1) != 0) {
                continue;
            }
            int size = pinType == 0 || (narrow >>> slot & 1) != 0 ? 32 : 64;
            int h = pins.host[slot];
            int v = pinnedValue(slot, before);
            if (v < 0) {
                out.load(size, h, R15, 8 * slot);
            } else if (isConst(v)) {
                out.movImm(h, size == 32 ? imm[v] & 0xffffffffL : imm[v]);
            } else if (reg[v] < 0) {
                if (size == 32) {
                    out.load(32, h, R15, spillOffset(v));
                } else {
                    loadSpilled(out, pinKey(slot), h, v);
                }
            }
        }
    }

    /** The same in the main line; registers that are locked keep their contents, though these may move. */
    protected final void writeBackKeeping() {
        for (int slot : pins.slot) {
            int h = pins.host[slot];
            int v = pinnedValue(slot, false);
            if (v < 0 || reg[v] != h) {
                rescueOperand(h, temporaries);
            }
        }
        int scratch = needScratch(dirtyLow & ~inPlace(0), dirtyHigh) ? allocTemporary() : -1;
        extendNarrow(asm, false);
        long low = dirtyLow & ~inPlace(0); // to have a scratch register may have taken a write-back of its own
        writeDirty(asm, low, dirtyHigh, -1);
        movePinned(asm, false);
        if (scratch >= 0) {
            writeDirty(asm, low, dirtyHigh, scratch);
            freeTemp(scratch);
        }
        loadPinned(asm, false, 0, 0);
        settlePinned(0, 0);
    }

    /** Whether writing one of the slots, which are dirty, takes a scratch register. */
    protected final boolean needScratch(long low, long high) {
        for (int half = 0; half < 2; half++) {
            for (long m = half == 0 ? low : high; m != 0; m &= m - 1) {
                int slot = Long.numberOfTrailingZeros(m) + 64 * half;
                if (needsScratch(slotKeys[slot], slotValue[slot])) {
                    return true;
                }
            }
        }
        return false;
    }

    /** After pinned slots' values were brought to their host registers: notes what lives there and what no longer. */
    protected final void settlePinned(long stay, long narrow) {
        for (int slot : pins.slot) {
            int h = pins.host[slot];
            int v = settledValue(slot, narrow);
            int w = contentOf(h);
            if ((stay >>> slot & 1) == 0 && w >= 0 && w != v) {
                reg[w] = -1;
            }
        }
        for (int slot : pins.slot) {
            int v = settledValue(slot, narrow);
            if ((stay >>> slot & 1) == 0 && v >= 0) {
                place(v, pins.host[slot]);
            }
        }
    }

    /** What a pinned slot's register holds now; -1 too for the low half of a constant. */
    private int settledValue(int slot, long narrow) {
        int v = pinnedValue(slot, false);
        return v >= 0 && (narrow >>> slot & 1) != 0 && isConst(v) ? -1 : v;
    }

    /** Emits the stores of the state before the current instruction (before the branch if in a delay slot). */
    protected final void writeBackBefore(Assembler out) {
        stepBack(out);
        extendNarrow(out, true);
        long low = dirtyLow & ~undoLow & ~inPlace(0);
        boolean more = writeDirty(out, low, dirtyHigh & ~undoHigh, -1);
        for (int n = 0; n < undoCount; n++) {
            int v = undoInMemory(n);
            if (v >= 0) {
                if (needsScratch(undoKey[n], v)) {
                    more = true;
                } else {
                    store(out, undoKey[n], v, -1);
                }
            }
        }
        movePinned(out, true);
        if (more) {
            writeDirty(out, low, dirtyHigh & ~undoHigh, Assembler.RAX);
            for (int n = 0; n < undoCount; n++) {
                int v = undoInMemory(n);
                if (v >= 0 && needsScratch(undoKey[n], v)) {
                    store(out, undoKey[n], v, Assembler.RAX);
                }
            }
        }
        loadPinned(out, true, 0, 0);
    }

    /** The value that has to be stored to restore a slot, or -1. */
    private int undoInMemory(int n) {
        int slot = undoSlot[n];
        return pins.host[slot] >= 0 && undoKey[n] == pinKey(slot) ? -1 : undoValue[n];
    }

    /**
     * Stores the slots whose values need no scratch register ({@code scratch} -1) or those which do.
     *
     * @return whether some were left out because they need one
     */
    protected final boolean writeDirty(Assembler out, long low, long high, int scratch) {
        boolean left = false;
        for (int half = 0; half < 2; half++) {
            for (long m = half == 0 ? low : high; m != 0; m &= m - 1) {
                int slot = Long.numberOfTrailingZeros(m) + 64 * half;
                int v = slotValue[slot];
                if (needsScratch(slotKeys[slot], v)) {
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
        recordSlots(record, dirtyLow, dirtyHigh);
    }

    /** The same for the state before the current instruction or stretch. */
    protected final void recordBefore(FaultRecord record) {
        recordSlots(record, dirtyLow & ~undoLow, dirtyHigh & ~undoHigh);
        for (int n = 0; n < undoCount; n++) {
            if (undoValue[n] >= 0) {
                recordSlot(record, undoKey[n], undoValue[n], undoStep[n]);
            }
        }
    }

    private void recordSlots(FaultRecord record, long low, long high) {
        for (int half = 0; half < 2; half++) {
            for (long m = half == 0 ? low : high; m != 0; m &= m - 1) {
                int slot = Long.numberOfTrailingZeros(m) + 64 * half;
                recordSlot(record, slotKeys[slot], slotValue[slot], 0);
            }
        }
    }

    private void recordSlot(FaultRecord record, int key, int v, int more) {
        int size = (key & 1) == 0 ? 4 : isNarrow(key, v) ? FaultRecord.EXTENDED : 8;
        if (reg[v] >= 0) {
            record.add(key >> 2, size, reg[v], 0, more);
        } else if (isConst(v)) {
            record.add(key >> 2, size, FaultRecord.CONSTANT, imm[v], 0);
        } else {
            record.add(key >> 2, size, FaultRecord.MEMORY, spillOffset(v), more);
        }
    }
}
