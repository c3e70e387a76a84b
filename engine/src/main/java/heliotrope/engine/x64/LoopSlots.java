package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.R15;

import heliotrope.host.asm.Assembler;
import heliotrope.ir.Op;
import java.util.Arrays;

/**
 * Guest registers over the jump back of a loop. Those that the loop carries are treated there as pinned ones are: in
 * each round the same host register holds their value at the loop's head, and they are dirty throughout, so that they
 * are written only where the loop is left. What the loop only reads stays in its host register. Of some it is known that they
 * are sign extensions of 32 bits throughout ({@link NarrowLoop}); their values are narrow, at the head too.
 */
abstract class LoopSlots extends GuestSlots {
    /** Dirty notes that wait until the loop is left, as bits of slots 64 and on. */
    private long pendingNotes;
    /** Pinned slots that are in memory instead throughout the loop, as bits. */
    private long inMemory;

    /** The slots that are narrow throughout the loop, as bits. */
    protected long narrowSlots;

    /** Jumps that are taken if such a slot is none at the start. */
    private int checkCount;

    private final int[] checks = new int[64];

    private int carried;
    private final int[] carriedSlot = new int[MOST_CARRIED];
    private final int[] carriedKeys = new int[MOST_CARRIED];
    private final int[] carriedHost = new int[MOST_CARRIED];
    /** Whether its value at the jump back comes from memory. */
    private final boolean[] carriedLoad = new boolean[MOST_CARRIED];

    /** The slot whose former value is overwritten by the load at hand, or -1. */
    private int replaced = -1;

    private int kept;
    private final int[] keptRow = new int[MOST_CARRIED];
    private final int[] keptHost = new int[MOST_CARRIED];

    /** Host registers that have a meaning at the head, and general ones that have none, as bits. */
    private int hosts;
    private int others;

    LoopSlots(PinnedRegisters pins) {
        super(pins);
    }

    /** A block that is no loop, or not known to be one yet. */
    protected final void openLoop() {
        pendingNotes = 0;
        inMemory = 0;
        narrowSlots = 0;
        checkCount = 0;
        carried = 0;
        kept = 0;
    }

    /** Has pinned slots that {@code unused} has as bits wait in memory while a loop needs their host registers. */
    protected final void makeRoom(long unused, int wanted) {
        for (int n = pins.count - 1; n >= 0 && Integer.bitCount(freeGpr()) < wanted; n--) {
            int slot = pins.slot[n];
            int v = slotValue[slot];
            if ((unused >>> slot & 1) != 0 && isDirty(slot) && v >= firstPin) {
                store(asm, slotKeys[slot], v, -1);
                forgetSlot(slot);
            }
        }
    }

    private boolean isNarrowThroughout(int slot) {
        return slot < 64 && (narrowSlots >>> slot & 1) != 0;
    }

    /** Checks that the slots that are to be narrow are sign extensions; the loop is not entered otherwise. */
    protected final void checkNarrow() {
        for (long m = narrowSlots; m != 0; m &= m - 1) {
            int slot = Long.numberOfTrailingZeros(m);
            unlockAll();
            int t = allocTemporary();
            int v = isDirty(slot) ? slotValue[slot] : -1;
            if (v >= 0 && reg[v] >= 0) {
                asm.movSx(32, 64, t, reg[v]);
                asm.alu(Assembler.CMP, 64, t, reg[v]);
            } else {
                asm.loadSx(32, 64, t, R15, 8 * slot);
                asm.aluMem(Assembler.CMP, 64, t, R15, 8 * slot);
            }
            freeTemp(t);
            asm.jccRel(Assembler.CC_NE, 0);
            checks[checkCount++] = asm.pos - 4;
        }
        for (int slot : pins.slot) {
            if (isNarrowThroughout(slot) && isDirty(slot)) {
                int v = slotValue[slot];
                op[v] = Op.GET32;
                asm.mov(32, reg[v], reg[v]);
            }
        }
        unlockAll();
    }

    /** Whether the loop is not always entered: then the block follows once more, without it. */
    protected final boolean hasChecks() {
        return checkCount > 0;
    }

    /** Here begins the block without its loop: all is as it was before the checks. */
    protected final void bindChecks() {
        for (int n = 0; n < checkCount; n++) {
            asm.patch32(checks[n], asm.pos - (checks[n] + 4));
        }
    }

    /** Loads a guest register that the loop writes; it is dirty from now on. */
    protected final void carry(int key) {
        int slot = key >>> 5;
        int type = key & 3;
        int v = firstPin + pins.count + carried;
        op[v] = (short) (isNarrowThroughout(slot) ? Op.GET32 : Op.GET32 + type);
        int offset = key >>> 2;
        imm[v] = offset;
        next[v] = NEVER;
        refs[v] = 1;
        int r = load(v, type >= 2);
        wantedHost[slot] = r < XMM ? r : -1;
        slotValue[slot] = v;
        slotKeys[slot] = key;
        setDirty(slot, true);
        carriedSlot[carried] = slot;
        carriedKeys[carried] = key;
        carriedHost[carried++] = r;
    }

    /** Loads the guest register that GET row {@code g} reads and nobody writes. */
    protected final int keepThroughout(int g) {
        get(g);
        int r = load(g, Op.TYPE[op[g]] >= Op.F32);
        keptRow[kept] = g;
        keptHost[kept++] = r;
        return r;
    }

    private int load(int v, boolean isFloat) {
        int r = isFloat ? allocXmm() : allocForLoop();
        loadFromState(r, v);
        bind(v, r);
        return r;
    }

    /** Loads the slot that a GET row, or one behind the rows, names. */
    private void loadFromState(int r, int v) {
        if (r >= XMM) {
            asm.sseLoad(sizeOf(v), r - XMM, R15, (int) imm[v]);
        } else {
            asm.load(sizeOf(v), r, R15, (int) imm[v]);
        }
    }

    /** Everything is where it is to be at the loop's head. */
    protected final void settleHead() {
        hosts = 0;
        for (int slot : pins.slot) {
            if (isDirty(slot)) {
                hosts |= 1 << pins.host[slot];
            } else {
                inMemory |= 1L << slot;
            }
        }
        for (int k = 0; k < carried; k++) {
            hosts |= 1 << carriedHost[k];
        }
        for (int k = 0; k < kept; k++) {
            hosts |= 1 << keptHost[k];
        }
        others = freeGpr();
    }

    /** Tells which results the loop's end, row {@code end}, wants where: the last values of slots in SSE registers. */
    protected final void wantResults(int end) {
        Arrays.fill(wantedXmm, 0, end, -1);
        for (int k = 0; k < carried; k++) {
            int i = end - 1;
            while (carriedHost[k] >= XMM && i >= 0 && !isPutTo(i, carriedSlot[k])) {
                i--;
            }
            if (carriedHost[k] >= XMM && i >= 0 && slotKey(op[i], imm[i]) == carriedKeys[k] && wantedXmm[left[i]] < 0) {
                wantedXmm[left[i]] = carriedHost[k];
                wantedXmms |= 1 << carriedHost[k];
            }
        }
    }

    private boolean isPutTo(int i, int slot) {
        return op[i] >= Op.PUT32 && op[i] <= Op.PUTF64 && (int) imm[i] >>> 3 == slot;
    }

    /**
     * The SSE register for what row {@code i} loads: the one in which the loop wants it, even if the slot that the next row puts
     * it to has its former value there, which is then needed only for a fault at the load.
     */
    protected final int allocLoaded(int i) {
        int h = wantedXmms != 0 ? wantedXmm[i] : -1;
        if (h >= 0 && i + 1 < rows && left[i + 1] == i && (marks[i + 1] & SLOW_LATER) == 0) {
            int v = contentOf(h);
            int slot = (int) imm[i + 1] >>> 3;
            if (v >= 0 && isPutTo(i + 1, slot) && dirtyValue(slot, slotKey(op[i + 1], imm[i + 1])) == v && dies(v, 1)) {
                replaced = slot;
                return h;
            }
        }
        return allocXmm(i);
    }

    /** To be called behind the load, before its result is bound. */
    protected final void loaded(int h) {
        if (replaced >= 0) {
            forgetSlot(replaced);
            reserveXmm(h);
            replaced = -1;
        }
    }

    /**
     * The value whose register is as the head wants it in the slot's: {@code v}, but for a constant of 64 bits in a narrow
     * slot, which there has the low half only.
     */
    private int atHead(int slot, int v) {
        return v >= 0 && isConst(v) && isNarrowThroughout(slot) ? -1 : v;
    }

    private int carriedValue(int k) {
        return dirtyValue(carriedSlot[k], carriedKeys[k]);
    }

    /** Whether a carried slot's value gets to its host register without memory. */
    private boolean isAtHand(int k) {
        int v = carriedValue(k);
        return v >= 0 && (reg[v] >= 0 || isConst(v) && carriedHost[k] < XMM);
    }

    /**
     * The jump back: brings everything to where it is at the head, and writes other dirty slots. Operands of the current
     * row stay in registers.
     *
     * @param later notes that need not be right before the loop is left at its end, as bits of slots 64 and on
     */
    protected final void writeBackToHead(long later) {
        for (int slot : pins.slot) {
            if ((inMemory >>> slot & 1) == 0) {
                clear(pins.host[slot], atHead(slot, pinnedValue(slot, false)));
            }
        }
        for (int k = 0; k < carried; k++) {
            clear(carriedHost[k], atHead(carriedSlot[k], carriedValue(k)));
        }
        for (int k = 0; k < kept; k++) {
            clear(keptHost[k], keptRow[k]);
        }
        long elsewhere = dirtyLow & ~inPlace(inMemory);
        int scratch = needScratch(elsewhere, dirtyHigh) || hasNarrow(elsewhere) ? allocGpr(others) : -1;
        long low = dirtyLow & ~inPlace(inMemory);
        long high = dirtyHigh;
        for (int k = 0; k < carried; k++) {
            carriedLoad[k] = !isAtHand(k);
            if (!carriedLoad[k]) {
                int slot = carriedSlot[k];
                low &= slot < 64 ? ~(1L << slot) : -1;
                high &= slot < 64 ? -1 : ~(1L << slot);
            }
        }
        pendingNotes = notesForLater(high & later);
        high &= ~pendingNotes;
        for (long m = low; m != 0; m &= m - 1) {
            int slot = Long.numberOfTrailingZeros(m);
            int v = slotValue[slot];
            if (reg[v] >= 0 && isNarrow(slotKeys[slot], v)) {
                store(asm, slotKeys[slot], v, scratch);
                low &= ~(1L << slot);
            }
        }
        writeDirty(asm, low, high, -1);
        moves.clear();
        addPinned(false, inMemory);
        for (int k = 0; k < carried; k++) {
            int v = atHead(carriedSlot[k], carriedValue(k));
            if (v >= 0 && reg[v] >= 0) {
                moves.add(carriedHost[k], reg[v]);
            }
        }
        for (int k = 0; k < kept; k++) {
            if (reg[keptRow[k]] >= 0) {
                moves.add(keptHost[k], reg[keptRow[k]]);
            }
        }
        moves.emit(asm);
        if (scratch >= 0) {
            writeDirty(asm, low, high, scratch);
            freeTemp(scratch);
        }
        loadPinned(asm, false, inMemory, narrowSlots);
        loadCarried();
        settlePinned(inMemory, narrowSlots);
        settleCarried();
    }

    /** Whether one of the slots, which the loop does not carry, has a narrow value, to be extended somewhere. */
    private boolean hasNarrow(long low) {
        for (long m = low; m != 0; m &= m - 1) {
            int slot = Long.numberOfTrailingZeros(m);
            if (wantedHost[slot] < 0 && isNarrow(slotKeys[slot], slotValue[slot])) {
                return true;
            }
        }
        return (low & narrowSlots & inMemory) != 0;
    }

    /** Has an operand of the current row leave host register {@code h} unless that is where its value stays. */
    private void clear(int h, int v) {
        if (h < XMM && (v < 0 || reg[v] != h)) {
            rescueOperand(h, others);
        }
    }

    /** Loads what was in no register. */
    private void loadCarried() {
        for (int k = 0; k < carried; k++) {
            int h = carriedHost[k];
            int v = carriedValue(k);
            if (carriedLoad[k]) {
                loadFromState(h, firstPin + pins.count + k);
            } else if (atHead(carriedSlot[k], v) < 0) {
                asm.movImm(h, imm[v] & 0xffffffffL);
            } else if (reg[v] < 0) {
                asm.movImm(h, sizeOf(v) == 32 ? imm[v] & 0xffffffffL : imm[v]);
            }
        }
        for (int k = 0; k < kept; k++) {
            if (reg[keptRow[k]] < 0) {
                loadFromState(keptHost[k], keptRow[k]);
            }
        }
    }

    /** Notes where everything is. */
    private void settleCarried() {
        for (int k = 0; k < carried; k++) {
            forget(carriedHost[k], atHead(carriedSlot[k], carriedValue(k)));
        }
        for (int k = 0; k < kept; k++) {
            forget(keptHost[k], keptRow[k]);
        }
        for (int k = 0; k < carried; k++) {
            int v = atHead(carriedSlot[k], carriedValue(k));
            if (v >= 0 && reg[v] < 0) {
                place(v, carriedHost[k]);
            }
        }
    }

    /** A value other than {@code v} is no longer in host register {@code h}. */
    private void forget(int h, int v) {
        int w = contentOf(h);
        if (w >= 0 && w != v) {
            reg[w] = -1;
        }
    }

    /** Those of some dirty notes that can be written after everything else, with no register changed. */
    private long notesForLater(long some) {
        long notes = some;
        for (long m = notes; m != 0; m &= m - 1) {
            int slot = Long.numberOfTrailingZeros(m) + 64;
            int v = slotValue[slot];
            if (needsScratch(slotKeys[slot], v) || reg[v] >= 0 && (hosts >>> reg[v] & 1) != 0 && !stays(v) && !evade(v)) {
                notes &= ~(1L << slot);
            }
        }
        return notes;
    }

    /** Whether a value is where the head wants it. */
    private boolean stays(int v) {
        for (int k = 0; k < carried; k++) {
            if (carriedHost[k] == reg[v]) {
                return carriedValue(k) == v;
            }
        }
        for (int k = 0; k < kept; k++) {
            if (keptHost[k] == reg[v]) {
                return keptRow[k] == v;
            }
        }
        return false;
    }

    /** Moves a value from an SSE register that has another meaning at the head to one that has none. */
    private boolean evade(int v) {
        int r = reg[v];
        int free = freeXmm() & ~hosts;
        if (r < XMM || free == 0) {
            return false;
        }
        int to = Integer.numberOfTrailingZeros(free);
        asm.movaps(to - XMM, r - XMM);
        place(v, to);
        return true;
    }

    /** Emits the stores of what waits until the loop is left; flags and registers keep their contents. */
    protected final void writeAfterLoop(Assembler out) {
        writeDirty(out, 0, pendingNotes, -1);
        for (int k = 0; k < carried; k++) {
            int h = carriedHost[k];
            int offset = carriedKeys[k] >>> 2;
            int size = (carriedKeys[k] & 1) == 0 ? 32 : 64;
            if (h >= XMM) {
                out.sseStore(size, R15, offset, h - XMM);
            } else {
                if (isNarrowThroughout(carriedSlot[k])) {
                    out.movSx(32, 64, h, h);
                }
                out.store(size, R15, offset, h);
            }
        }
    }

    /**
     * Emits the loads of pinned slots that were in memory, and extends those that were narrow; flags stay, and registers that are
     * not pinned.
     */
    protected final void loadAfterLoop(Assembler out) {
        for (int slot : pins.slot) {
            if ((inMemory >>> slot & 1) != 0) {
                out.load(pinType == 0 ? 32 : 64, pins.host[slot], R15, 8 * slot);
            } else if (isNarrowThroughout(slot)) {
                out.movSx(32, 64, pins.host[slot], pins.host[slot]);
            }
        }
    }
}
