package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.R15;

import heliotrope.ir.GuestState;
import heliotrope.ir.Op;

/**
 * Blocks that jump back to their own start keep guest registers in host registers from one round to the next: pinned
 * ones where they are anyway, and what else they read is loaded once before the loop's head. At the jump back all
 * other dirty slots are still written to the state block, which costs little (nothing waits for these stores), so that
 * faults and exits need to know nothing of loops. Only notes ({@link heliotrope.ir.GuestState#NOTES}) may wait until the loop is left.
 */
abstract class SelfLoops extends FloatCompiler {
    /** Most guest registers carried, pinned ones included: the rest of the host registers is for everything else. */
    private static final int MOST_GENERAL = 9, MOST_SSE = 11, TEMPORARIES = 4;

    /** Whether such blocks may go round without leaving the block at all; off where every round has to be seen. */
    protected boolean loopsAllowed = true;

    private int carried;
    /**
     * GET row of a carried guest register, the host register that holds it at the head, whether the block writes it.
     */
    private final int[] row = new int[MOST_GENERAL + MOST_SSE];
    private final int[] place = new int[MOST_GENERAL + MOST_SSE];
    private final boolean[] written = new boolean[MOST_GENERAL + MOST_SSE];
    private int head;
    private int tail;
    /** Nothing within the loop reads notes, or leaves it except faults and operations that the interpreter runs anew. */
    private boolean closed;

    private final int[] seen = new int[SLOTS];
    private int stamp;

    /** Pinned registers that the loop does not use, as bits. */
    private long unused;

    private final ParallelMoves moves = new ParallelMoves();

    SelfLoops(PinnedRegisters pins) {
        super(pins);
    }

    /**
     * Looks for a loop in the first {@code limit} rows and marks what it carries as used at its end. To be called
     * before the analysis.
     */
    protected final void findLoop(int limit, long pc) {
        carried = 0;
        tail = -1;
        keptCount = 0;
        int t = limit - 2;
        if (!loopsAllowed || t < 0 || op[t] != Op.EXIT_IF || op[t + 1] != Op.EXIT || imm[t] != pc) {
            return;
        }
        tail = t;
        // Per slot: stamp when seen and not written, stamp + 1 when written.
        stamp += 2;
        int general = 0;
        int sse = 0;
        closed = true;
        for (int i = 0; i < t; i++) {
            int o = op[i];
            if (o < Op.GET32 || o > Op.PUTF64) {
                closed &= o < Op.LL32 || o >= Op.FADD32 && o < Op.HELPER;
                continue;
            }
            int slot = (int) imm[i] >>> 3;
            closed &= o >= Op.PUT32 || imm[i] < GuestState.NOTES;
            if (o >= Op.PUT32) {
                seen[slot] = stamp + 1;
            } else if (seen[slot] < stamp) {
                seen[slot] = stamp;
                boolean isFloat = o >= Op.GETF32;
                if (pins.host[slot] >= 0) {
                    continue;
                }
                if (isFloat ? sse < MOST_SSE : general < MOST_GENERAL) {
                    row[carried++] = i;
                    if (isFloat) {
                        sse++;
                    } else {
                        general++;
                    }
                }
            }
        }
        unused = 0;
        int pinned = 0;
        for (int slot : pins.slot) {
            if (seen[slot] < stamp) {
                unused |= 1L << slot;
            } else {
                pinned++;
            }
        }
        limitGeneral(MOST_GENERAL - pinned);
        for (int k = 0; k < carried; k++) {
            written[k] = seen[(int) imm[row[k]] >>> 3] == stamp + 1;
            if (!written[k]) {
                keep(row[k]);
            }
        }
    }

    /** Gives up carrying what exceeds a number of general registers. */
    private void limitGeneral(int most) {
        int n = 0;
        int general = 0;
        for (int k = 0; k < carried; k++) {
            if (op[row[k]] >= Op.GETF32 || general++ < most) {
                row[n++] = row[k];
            }
        }
        carried = n;
    }

    /** Whether row {@code i} is the jump back of a loop. */
    protected final boolean isLoopEnd(int i) {
        return i == tail;
    }

    /** Writes the state at the loop's end. */
    protected final void writeBackInLoop() {
        if (closed) {
            writeBackButNotes();
        } else {
            writeBackToHead();
        }
    }

    /** Loads what the loop carries; its head is behind that. */
    protected final void enterLoop() {
        if (tail < 0) {
            return;
        }
        unlockAll();
        int n = 0;
        for (int k = 0; k < carried; k++) {
            int g = row[k];
            if ((marks[g] & DEAD) != 0) {
                continue;
            }
            get(g);
            place[n] = Op.TYPE[op[g]] >= Op.F32 ? toXmm(g) + XMM : toGpr(g);
            row[n] = g;
            written[n++] = written[k];
            marks[g] |= DEAD; // done
            if (wide && !written[k] && isAddress(g)) {
                checkBeforeLoop(g, toGpr(g));
            }
        }
        carried = n;
        unlockAll();
        if (wide) {
            checkPinned();
        }
        makeRoom(unused, TEMPORARIES);
        head = asm.pos;
    }

    /** Checks pinned registers that are addresses and do not change. */
    private void checkPinned() {
        for (int i = 0; i < tail; i++) {
            if (op[i] == Op.GET64 && (marks[i] & DEAD) == 0 && isAddress(i)) {
                int slot = (int) imm[i] >>> 3;
                if (pins.host[slot] >= 0 && pinType != 0 && seen[slot] == stamp) {
                    get(i);
                    marks[i] |= DEAD; // done
                    if (reg[i] >= 0) {
                        checkBeforeLoop(i, reg[i]);
                    }
                }
            }
        }
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

    /** The end of the loop at row {@code i}: the state has been written, the condition's operands are in registers. */
    protected final void closeLoop(int i, int temporary, long other) {
        checkInterrupt(i, temporary, imm[i], other);
        moves.clear();
        boolean loads = false;
        for (int k = 0; k < carried; k++) {
            int from = source(k);
            if (from < 0) {
                loads = true;
            } else {
                moves.add(place[k], from);
            }
        }
        if (moves.isEmpty() && !loads) {
            int cc = condition(asm, i, temporary);
            asm.jccRel(cc, head - (asm.pos + 6));
            writeNotes(asm);
            loadAfterLoop(asm);
            jump(other);
            return;
        }
        if (notesPending || inMemoryAtHead != 0) {
            exitLoop(condition(asm, i, temporary) ^ 1, other);
        } else {
            conditionalJump(i, temporary, true, other);
        }
        moves.emit(asm);
        for (int k = 0; k < carried; k++) {
            if (source(k) < 0) {
                reload(k);
            }
        }
        asm.jmpRel(head - (asm.pos + 5));
    }

    /** Host register with the value that a carried register has at the loop's end, or -1 if it is to be loaded. */
    private int source(int k) {
        int g = row[k];
        if (!written[k]) {
            return reg[g];
        }
        int v = dirtyValue((int) imm[g] >>> 3, slotKey(op[g], imm[g]));
        return v < 0 ? -1 : reg[v];
    }

    /** Loads a carried register from the state block, which is up to date. */
    private void reload(int k) {
        int g = row[k];
        if (place[k] >= XMM) {
            asm.sseLoad(sizeOf(g), place[k] - XMM, R15, (int) imm[g]);
        } else {
            asm.load(sizeOf(g), place[k], R15, (int) imm[g]);
        }
    }
}
