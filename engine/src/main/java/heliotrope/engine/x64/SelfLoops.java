package heliotrope.engine.x64;

import heliotrope.ir.GuestState;
import heliotrope.ir.Op;

/**
 * Blocks that jump back to their own start keep guest registers in host registers from one round to the next: pinned
 * ones where they are anyway, and what else they use is loaded once before the loop's head ({@link LoopSlots}). Slots for
 * which there are not enough registers are written in each round. Notes ({@link heliotrope.ir.GuestState#NOTES}) that each
 * round makes anew before it may leave the loop wait until the loop is left at its end.
 */
abstract class SelfLoops extends FloatCompiler {
    /** Most guest registers carried, pinned ones included: the rest of the host registers is for everything else. */
    private static final int MOST_GENERAL = 9, MOST_SSE = 11, TEMPORARIES = 4;

    /** Largest step of advancing addresses: with two displacements of at most NEAR it is less than a guard zone. */
    private static final int STEP = 4096;

    /** What is known of the use of a slot in the loop, beside {@link #stamp} in the upper bits. */
    private static final int READ = 1, WRITTEN = 2, MIXED = 4, FLAGS = 8;

    /** Whether such blocks may go round without leaving the block at all; off where every round has to be seen. */
    protected boolean loopsAllowed = true;

    private int head;
    /** Row of the jump back, or -1. */
    private int tail;
    /** The notes that wait, as bits of slots 64 and on. */
    private long later;

    // By slot, in the order in which they are met.
    private int met;
    private final int[] order = new int[SLOTS];
    private final int[] use = new int[SLOTS];
    private final int[] keys = new int[SLOTS];
    private final int[] firstRow = new int[SLOTS];
    private int stamp;

    /** Slot keys of what is written and carried, rows of what is only read. */
    private int carriedCount;
    private final int[] carriedKey = new int[MOST_CARRIED];
    private int keptCount;
    private final int[] keptRow = new int[MOST_CARRIED];

    /** SSE registers that the loop is not to carry what it only writes in, because it has too few for the rest. */
    private int fewer;

    /** How many carry such. */
    private int onlyWritten;

    private final NarrowLoop narrowLoop = new NarrowLoop();

    private int general;
    private int sse;
    /** Pinned registers that the loop does not use, as bits. */
    private long unused;

    SelfLoops(PinnedRegisters pins) {
        super(pins);
    }

    /**
     * Looks for a loop in the first {@code limit} rows and marks what it keeps as used at its end. To be called before
     * the analysis.
     */
    protected final void findLoop(int limit, long pc) {
        int end = loopsAllowed ? jumpBack(limit, pc) : -1;
        if (end < 0) {
            noLoop(limit);
            return;
        }
        forgetLoop();
        tail = end;
        look();
        unused = 0;
        general = MOST_GENERAL;
        sse = MOST_SSE;
        onlyWritten = 0;
        for (int slot : pins.slot) {
            if (isMet(slot)) {
                general--;
            } else {
                unused |= 1L << slot;
            }
        }
        choose(READ, 0);
        sse = Math.max(sse - fewer, 0);
        choose(0, 0);
        choose(0, GuestState.NOTES);
        narrow(limit);
    }

    /** Before rows are compiled for the first time. */
    protected final void carryAll() {
        fewer = 0;
    }

    /** Whether compiling the loop again is worth it, with fewer slots in SSE registers. */
    protected final boolean carriesTooMuch() {
        if (tail < 0 || fewer > 0 || onlyWritten == 0) {
            return false;
        }
        fewer = Math.min(sseEvictions, onlyWritten);
        return fewer > 0;
    }

    private void forgetLoop() {
        for (int k = 0; k < carriedCount; k++) {
            carryKey[carriedKey[k] >>> 5] = -1;
        }
        carriedCount = 0;
        keptCount = 0;
        keepNothing();
        openLoop();
        tail = -1;
    }

    /** Takes the first {@code limit} rows for what they are without a loop. To be called before the analysis. */
    protected final void noLoop(int limit) {
        forgetLoop();
        narrowPuts(limit, 0);
    }

    /** Chooses what is kept as 32 bits, of the slots that are in host registers throughout. */
    private void narrow(int limit) {
        if (pinType == 0) {
            return;
        }
        long mayBe = 0;
        for (int slot : pins.slot) {
            if (isMet(slot) && (use[slot] & MIXED) == 0 && (keys[slot] & 3) == pinType) {
                mayBe |= 1L << slot;
            }
        }
        long inRegisters = pins.slots;
        for (int k = 0; k < carriedCount; k++) {
            inRegisters |= general(carriedKey[k]);
        }
        long kept = 0;
        for (int k = 0; k < keptCount; k++) {
            kept |= general(keys[(int) imm[keptRow[k]] >>> 3]);
        }
        findLive(limit);
        narrowLoop.find(this, limit, mayBe | inRegisters & ~pins.slots | kept, inRegisters);
        narrowSlots = narrowLoop.slots;
        if (narrowSlots != 0) {
            takeNarrow(limit);
        }
        narrowPuts(limit, -1L);
    }

    /** The slot of a general register in full width, as a bit, or 0. */
    private static long general(int key) {
        int slot = key >>> 5;
        return slot < 64 && (key & 3) == 1 ? 1L << slot : 0;
    }

    /** The row that ends a loop: a jump to the block's start, on a condition or not. */
    private int jumpBack(int limit, long pc) {
        int t = limit - 1;
        if (t < 1 || op[t] != Op.EXIT) {
            return -1;
        }
        if (op[t - 1] != Op.EXIT_IF || imm[t - 1] != pc) {
            return imm[t] == pc ? t : -1;
        }
        int c = op[left[t - 1]];
        // A test for overflow takes a register of its own.
        return c == Op.ADDOV32 || c == Op.SUBOV32 || c == Op.ADDOV64 || c == Op.SUBOV64 ? -1 : t - 1;
    }

    private boolean isMet(int slot) {
        return (use[slot] & -FLAGS) == stamp;
    }

    /** Finds out how the loop uses guest registers. */
    private void look() {
        stamp += FLAGS;
        met = 0;
        int leaves = tail;
        for (int i = 0; i < tail; i++) {
            int o = op[i];
            if (o < Op.GET32 || o > Op.PUTF64) {
                if (leaves == tail && mayLeave(o)) {
                    leaves = i;
                }
                continue;
            }
            int slot = (int) imm[i] >>> 3;
            int key = slotKey(o, imm[i]);
            boolean put = o >= Op.PUT32;
            if (!isMet(slot)) {
                use[slot] = stamp;
                keys[slot] = key;
                firstRow[slot] = i;
                order[met++] = slot;
            }
            use[slot] |= keys[slot] != key ? MIXED : put ? WRITTEN : (use[slot] & WRITTEN) != 0 ? 0 : READ;
        }
        later = 0;
        for (int n = 0; n < met; n++) {
            int slot = order[n];
            boolean anew = firstRow[slot] < leaves && (use[slot] & (READ | MIXED)) == 0;
            if (8 * slot >= GuestState.NOTES && (anew || leaves == tail && (use[slot] & READ) == 0)) {
                later |= 1L << slot;
            }
        }
    }

    /** Whether an operation may leave the loop, but for faults and what the interpreter runs anew. */
    private static boolean mayLeave(int o) {
        return o >= Op.LL32 && o < Op.FADD32 || o >= Op.HELPER && o <= Op.EXIT_UNLESS;
    }

    /** Chooses slots to be carried or kept, as long as there are registers: those read first, or only written. */
    private void choose(int read, int from) {
        for (int n = 0; n < met; n++) {
            int slot = order[n];
            int key = keys[slot];
            if ((use[slot] & (MIXED | READ)) != read || pins.host[slot] >= 0 || 8 * slot < from
                    || from == 0 && 8 * slot >= GuestState.NOTES) {
                continue;
            }
            boolean isFloat = (key & 3) >= 2;
            if ((later >>> slot & 1) != 0 && from > 0 || (isFloat ? sse == 0 : general <= 0 || from > 0)) {
                continue;
            }
            if (isFloat) {
                sse--;
                onlyWritten += read == 0 ? 1 : 0;
            } else {
                general--;
            }
            if ((use[slot] & WRITTEN) == 0) {
                keptRow[keptCount++] = firstRow[slot];
                keep(firstRow[slot]);
            } else {
                carriedKey[carriedCount++] = key;
                if (!isFloat) {
                    carryKey[slot] = key;
                }
            }
        }
    }

    /** Whether row {@code i} is the jump back of a loop. */
    protected final boolean isLoopEnd(int i) {
        return i == tail;
    }

    /** Loads what the loop carries; its head is behind that. */
    protected final void enterLoop() {
        if (tail < 0) {
            return;
        }
        checkNarrow();
        makeRoom(unused, MOST_GENERAL - Math.max(general, 0) - pinnedInUse() + TEMPORARIES);
        for (int k = 0; k < carriedCount; k++) {
            unlockAll();
            carry(carriedKey[k]);
        }
        for (int k = 0; k < keptCount; k++) {
            int g = keptRow[k];
            if ((marks[g] & DEAD) == 0) {
                unlockAll();
                int r = keepThroughout(g);
                marks[g] |= DEAD; // done
                if (wide && isAddress(g)) {
                    checkBeforeLoop(g, r);
                }
            }
        }
        unlockAll();
        if (wide) {
            checkPinned();
            checkAdvancing();
        }
        settleHead();
        wantResults(tail);
        head = asm.pos;
    }

    private int pinnedInUse() {
        return pins.count - Long.bitCount(unused);
    }

    /** Checks pinned registers that are addresses and do not change. */
    private void checkPinned() {
        for (int i = 0; i < tail; i++) {
            if (op[i] == Op.GET64 && (marks[i] & DEAD) == 0 && isAddress(i)) {
                int slot = (int) imm[i] >>> 3;
                if (pins.host[slot] >= 0 && pinType != 0 && (use[slot] & (WRITTEN | MIXED)) == 0) {
                    get(i);
                    marks[i] |= DEAD; // done
                    if (reg[i] >= 0) {
                        checkBeforeLoop(i, reg[i]);
                    }
                }
            }
        }
    }

    /**
     * Checks registers through which the loop goes forward or backward in small steps. Each round accesses memory through
     * them, so the next one's address is at most a step, and the two displacements, outside of the window: in a guard zone.
     */
    private void checkAdvancing() {
        for (int i = 0; i < tail; i++) {
            if (op[i] != Op.GET64 || (marks[i] & DEAD) != 0 || !isAddress(i)) {
                continue;
            }
            int slot = (int) imm[i] >>> 3;
            if (firstRow[slot] == i && (use[slot] & (WRITTEN | MIXED)) == WRITTEN && isDirty(slot) && advances(i, slot)) {
                int r = reg[slotValue[slot]];
                if (r >= 0 && r < XMM && slotKeys[slot] == slotKey(Op.GET64, imm[i])) {
                    checkBeforeLoop(i, r);
                }
            }
        }
    }

    /** Whether all that a round gives the slot that row {@code g} reads is small steps, and it accesses only what is near. */
    private boolean advances(int g, int slot) {
        boolean steps = false;
        boolean accesses = false;
        for (int i = g + 1; i < tail; i++) {
            int o = op[i];
            if (o == Op.PUT64 && (int) imm[i] >>> 3 == slot) {
                if (Math.abs(distance(left[i], g)) > STEP) {
                    return false;
                }
                steps = true;
            } else if (o >= Op.LD8U && o <= Op.STF64) {
                long distance = distance(left[i], g);
                if (left[i] == g && Math.abs(imm[i]) > NEAR) {
                    return false;
                }
                accesses |= Math.abs(distance + imm[i]) <= NEAR && (marks[i] & DEAD) == 0;
            }
        }
        return steps && accesses;
    }

    /** What constants added to row {@code g} give value {@code v}, or what is far. */
    private long distance(int v, int g) {
        long sum = 0;
        int at = v;
        while (at != g) {
            if (op[at] != Op.ADD64 || op[right[at]] != Op.CONST64 || Math.abs(imm[right[at]]) > NEAR || Math.abs(sum) > NEAR) {
                return 4L * NEAR;
            }
            sum += imm[right[at]];
            at = left[at];
        }
        return sum;
    }

    /** Whether an access to memory is to the address of row {@code g}. */
    private boolean isAddress(int g) {
        for (int i = g + 1; i < tail; i++) {
            if (left[i] == g && op[i] >= Op.LD8U && op[i] <= Op.STF64) {
                return true;
            }
        }
        return false;
    }

    /** The end of the loop on the condition of row {@code i}, whose operands are in registers. */
    protected final void closeLoop(int i, int temporary, long other) {
        writeBackToHead(later);
        if (outOfSpills) {
            return;
        }
        checkInterrupt(i, temporary, imm[i], other);
        int cc = condition(asm, i, temporary);
        asm.jccRel(cc, head - (asm.pos + 6));
        writeAfterLoop(asm);
        loadAfterLoop(asm);
        jump(other);
    }

    /** The end of a loop that is left only in its middle. */
    protected final void closeLoop() {
        unlockAll();
        writeBackToHead(later);
        if (!outOfSpills) {
            checkInterrupt();
            asm.jmpRel(head - (asm.pos + 5));
        }
    }
}
