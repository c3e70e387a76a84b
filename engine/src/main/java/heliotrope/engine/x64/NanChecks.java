package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.CC_P;

import heliotrope.ir.Op;

/**
 * When the results of arithmetic are looked at for NaNs, which are the interpreter's. A NaN goes through all arithmetic that
 * follows, so it is enough to look at the last results of a chain, two at a time, before something happens that cannot be
 * done again: a store, an exit. The instructions from the first result that was not looked at on are then a <em>stretch</em>
 * that is interpreted from its start if there is a NaN, or a fault, somewhere in it; the registers that it changed are
 * kept (see {@link GuestSlots}) until it is over.
 */
abstract class NanChecks extends MemoryCompiler {
    /** Most results that wait to be looked at, and instructions of a stretch. */
    private static final int MOST_WAITING = 10, LONGEST = 48;

    private final int[] waiting = new int[MOST_WAITING];

    /** By slot: number of the stretch in which it was last written, and with what key. */
    private final int[] writtenIn = new int[SLOTS];
    private final int[] writtenKey = new int[SLOTS];
    private int stretch;

    NanChecks(PinnedRegisters pins) {
        super(pins);
    }

    /**
     * Plans stretches in the first {@code size} rows: marks the results that wait, the rows before which those that wait are
     * looked at, and the PUTs in a stretch. To be called after the analysis.
     */
    protected final void planStretches(int size) {
        boolean open = false;
        waitingCount = 0;
        int instructions = 0;
        for (int i = 0; i < size; i++) {
            int o = op[i];
            if ((marks[i] & DEAD) != 0) {
                continue;
            }
            if (o == Op.INSN) {
                if (left[i] > 0) {
                    continue;
                }
                instructions++;
                if (waitingCount > 0 && (instructions > LONGEST || overlaps(i, size))) {
                    settleAt(i);
                }
                open = waitingCount > 0;
                continue;
            }
            if (o >= Op.PUT32 && o <= Op.PUTF64) {
                if (open) {
                    marks[i] |= SLOW_LATER;
                    int slot = (int) imm[i] >>> 3;
                    writtenIn[slot] = stretch;
                    writtenKey[slot] = slotKey(o, imm[i]);
                }
                continue;
            }
            boolean bits = o >= Op.F32BITS && o <= Op.BITSF64; // of a wrong NaN: could raise flags as an integer
            if (waitingCount > 0 && (isFinal(o) || bits && isWaiting(left[i]))) {
                settleAt(i);
            } else if (o >= Op.F32TOI32 && o <= Op.FCMP64) {
                looksAt(left[i]);
                looksAt(right[i]);
            } else if (passesNans(o) && !(isSign(o) && isArithmetic(op[left[i]]) && !isWaiting(left[i]))) {
                looksAt(left[i]);
                looksAt(right[i]);
                if (waitingCount == MOST_WAITING) {
                    settleAt(i);
                }
                waiting[waitingCount++] = i;
                marks[i] |= WAITS;
                if (!open) {
                    open = true;
                    instructions = 1;
                    stretch++;
                }
            }
        }
        waitingCount = 0;
    }

    private void settleAt(int row) {
        marks[row] |= SETTLE;
        waitingCount = 0;
    }

    /** Whether what an operation does cannot be done again. */
    private static boolean isFinal(int o) {
        return o >= Op.ST8 && o <= Op.FENCE || o >= Op.HELPER && o <= Op.EXIT_UNLESS;
    }

    /** Whether the instruction that begins at a row reads what the stretch wrote as something else, or writes part of it. */
    private boolean overlaps(int insn, int size) {
        for (int i = insn + 1; i < size && (op[i] != Op.INSN || left[i] > 0); i++) {
            int o = op[i];
            if (o >= Op.GET32 && o <= Op.PUTF64) {
                int slot = (int) imm[i] >>> 3;
                int key = slotKey(o, imm[i]);
                boolean all = o >= Op.PUT32 && (key & 1) != 0;
                if (writtenIn[slot] == stretch && writtenKey[slot] != key && !all) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether an operation on a NaN gives a NaN. */
    private static boolean passesNans(int o) {
        return isArithmetic(o) || o == Op.F32TOF64 || o == Op.F64TOF32 || isSign(o);
    }

    private static boolean isSign(int o) {
        return o >= Op.FABSA32 && o <= Op.FNEGA64;
    }

    /** Whether the result of an operation has been looked at for NaNs, or waits for it. */
    protected static boolean isArithmetic(int o) {
        return o >= Op.FADD32 && o <= Op.FSQRT32 || o >= Op.FADD64 && o <= Op.FSQRT64;
    }

    protected final boolean isWaiting(int v) {
        for (int n = 0; n < waitingCount; n++) {
            if (waiting[n] == v) {
                return true;
            }
        }
        return false;
    }

    /** The row at hand looks at a value, or its result is looked at in its place. @return whether it waited */
    private boolean looksAt(int v) {
        for (int n = 0; n < waitingCount; n++) {
            if (waiting[n] == v) {
                waiting[n] = waiting[--waitingCount];
                return true;
            }
        }
        return false;
    }

    // ---- compiling ----

    protected final void openStretches() {
        waitingCount = 0;
        inStretch = false;
    }

    /** A guest instruction begins that is not in a delay slot. */
    protected final void nextInstruction() {
        if (waitingCount == 0) {
            inStretch = false;
            forgetUndo();
        } else {
            stretchLength++;
        }
    }

    /** To be called after {@link #begin}: from here on row {@code i} answers for its operands. */
    protected final void answerFor(int i) {
        answerFor(left[i], right[i]);
    }

    private void answerFor(int x, int y) {
        if (looksAt(x)) {
            refs[x]--;
        }
        if (y >= 0 && looksAt(y)) {
            refs[y]--;
        }
    }

    /** Binds the result of row {@code i}, which is to be looked at later. */
    protected final void await(int i, int r) {
        bind(i, r);
        waiting[waitingCount++] = i;
        refs[i]++;
        if (!inStretch) {
            inStretch = true;
            stretchPc = faultPc();
            stretchLength = 1;
            storedInStretch = false;
        }
    }

    /** Looks at everything that waits. */
    protected final void settle() {
        if (waitingCount == 0) {
            return;
        }
        unlockAll();
        int[] sites = new int[MOST_WAITING];
        int count = 0;
        for (int n = 0; n < waitingCount; n++) {
            toXmm(waiting[n]);
        }
        for (int size = 32; size <= 64; size += 32) {
            int first = -1;
            for (int n = 0; n < waitingCount; n++) {
                int v = waiting[n];
                if (sizeOf(v) == size) {
                    if (first < 0) {
                        first = v;
                    } else {
                        asm.ucomis(size, toXmm(first), toXmm(v));
                        sites[count++] = jccOpen(CC_P);
                        first = -1;
                    }
                }
            }
            if (first >= 0) {
                asm.ucomis(size, toXmm(first), toXmm(first));
                sites[count++] = jccOpen(CC_P);
            }
        }
        for (int n = 0; n < count; n++) {
            bindCold(sites[n]);
        }
        emitSlow();
        int done = waitingCount;
        waitingCount = 0;
        for (int n = 0; n < done; n++) {
            refs[waiting[n]]--;
            releaseIfDead(waiting[n]);
        }
        unlockAll();
    }
}
