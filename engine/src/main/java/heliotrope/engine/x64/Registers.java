package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.R15;

import heliotrope.engine.CpuState;
import heliotrope.host.asm.Assembler;
import heliotrope.ir.Op;
import java.util.Arrays;

/**
 * Host registers: values are brought in on demand, and leave when they are dead or when a register is needed and their
 * next use is the farthest. A value may have a home in the state block (a guest register read that was not overwritten
 * there yet), where it is loaded from again; others go to spill slots. I32 values in general registers are always
 * zero-extended to 64 bits.
 */
abstract class Registers extends Liveness {
    /** Number of xmm0 in the common numbering: 0..15 general registers in hardware order, 16..31 SSE registers. */
    protected static final int XMM = 16;

    /** All but rsp, r14 (window) and r15 (state). */
    private static final int GENERAL = 0x3fef;
    private static final int SSE = 0xffff << XMM;

    /** The main line. */
    protected final Assembler asm = new Assembler(1 << 14);
    /** What is rarely run: appended to the main line at the end. */
    protected final Assembler cold = new Assembler(1 << 14);

    /** Host register by value, or -1. */
    protected int[] reg = new int[256];
    /**
     * Number of guest slots (and undo entries) that hold a value and are not written to the state block yet, by value.
     */
    protected int[] refs = new int[256];
    private int[] spill = new int[256];
    /** Whether the state block still holds the value of a GET row. */
    protected boolean[] home = new boolean[256];

    /** Value by host register, or -1; of no meaning for free registers. */
    private final int[] content = new int[32];
    private int free;
    /** Registers that must stay what they are until the end of the row, as bits. */
    private int pinned;
    private long freeSpill;
    /** Set when there were not enough spill slots: the block has to end earlier. */
    protected boolean outOfSpills;

    /** Number of unread values with a home, by guest slot. */
    protected final int[] homes = new int[SLOTS];

    protected final void openRegisters(int size) {
        if (reg.length < size) {
            int n = op.length;
            reg = new int[n];
            refs = new int[n];
            spill = new int[n];
            home = new boolean[n];
        }
        Arrays.fill(reg, 0, size, -1);
        Arrays.fill(refs, 0, size, 0);
        Arrays.fill(spill, 0, size, -1);
        Arrays.fill(home, 0, size, false);
        Arrays.fill(content, -1);
        Arrays.fill(homes, 0);
        free = GENERAL | SSE;
        pinned = 0;
        freeSpill = -1L;
        outOfSpills = false;
    }

    // ---- rows ----

    /** Starts the work on a row: its operands are counted as used and those in registers stay there. */
    protected final void begin(int i) {
        pinned = 0;
        int f = i * OPERANDS;
        if ((marks[i] & FUSED) != 0) {
            int compare = left[i];
            take(left[compare], f + 3);
            take(right[compare], f + 4);
        } else if (left[i] >= 0) {
            take(left[i], f);
        }
        if (right[i] >= 0) {
            take(right[i], f + 1);
        }
        if (third[i] >= 0) {
            take(third[i], f + 2);
        }
    }

    private void take(int v, int f) {
        next[v] = following[f];
        int r = reg[v];
        if (r >= 0) {
            pinned |= 1 << r;
        }
    }

    /** Ends the work on a row: operands that are dead give their places free. */
    protected final void end(int i) {
        if ((marks[i] & FUSED) != 0) {
            int compare = left[i];
            releaseIfDead(left[compare]);
            releaseIfDead(right[compare]);
        } else if (left[i] >= 0) {
            releaseIfDead(left[i]);
        }
        if (right[i] >= 0) {
            releaseIfDead(right[i]);
        }
        if (third[i] >= 0) {
            releaseIfDead(third[i]);
        }
    }

    /** Whether nobody needs the value after the current row. */
    protected final boolean dies(int v) {
        return next[v] == NEVER && refs[v] == 0;
    }

    protected final void releaseIfDead(int v) {
        if (next[v] == NEVER && refs[v] == 0) {
            int r = reg[v];
            if (r >= 0) {
                free |= 1 << r;
                reg[v] = -1;
            }
            if (spill[v] >= 0) {
                freeSpill |= 1L << spill[v];
                spill[v] = -1;
            }
            dropHome(v);
        }
    }

    protected final void dropHome(int v) {
        if (home[v]) {
            home[v] = false;
            homes[(int) imm[v] >>> 3]--;
        }
    }

    // ---- what a value is ----

    protected final boolean isConst(int v) {
        int o = op[v];
        return o >= Op.CONST32 && o <= Op.CONSTF64;
    }

    /** Whether the value is an integer constant that fits an immediate operand (for 64 bits: sign-extended). */
    protected final boolean isImmediate(int v) {
        int o = op[v];
        return o == Op.CONST32 || o == Op.CONST64 && imm[v] == (int) imm[v];
    }

    /** Offset in the state block of a value that is in memory only, or -1. */
    protected final int memory(int v) {
        return reg[v] >= 0 ? -1 : spill[v] >= 0 ? CpuState.SPILL + 8 * spill[v] : home[v] ? (int) imm[v] : -1;
    }

    /** The same if a memory operand is the best way to use the value: nobody needs it in a register later. */
    protected final int foldable(int v) {
        return next[v] == NEVER ? memory(v) : -1;
    }

    /** Spill slot offset of a value that has one, or -1. */
    protected final int spillOffset(int v) {
        return spill[v] >= 0 ? CpuState.SPILL + 8 * spill[v] : -1;
    }

    /** 32 or 64. */
    protected final int sizeOf(int v) {
        int type = Op.TYPE[op[v]];
        return type == Op.I32 || type == Op.F32 ? 32 : 64;
    }

    // ---- allocation ----

    /** A general register for the rest of the row (or, once bound, for a value). */
    protected final int allocGpr() {
        int m = free & GENERAL;
        if (m == 0) {
            evict(GENERAL);
            m = free & GENERAL;
        }
        int r = Integer.numberOfTrailingZeros(m);
        free &= ~(1 << r);
        pinned |= 1 << r;
        content[r] = -1;
        return r;
    }

    /** An SSE register, in the common numbering. */
    protected final int allocXmm() {
        int m = free & SSE;
        if (m == 0) {
            evict(SSE);
            m = free & SSE;
        }
        int r = Integer.numberOfTrailingZeros(m);
        free &= ~(1 << r);
        pinned |= 1 << r;
        content[r] = -1;
        return r;
    }

    /** Gives a register without a value free. */
    protected final void freeTemp(int r) {
        free |= 1 << r;
    }

    /** Makes the register the place of the value. */
    protected final void bind(int v, int r) {
        reg[v] = r;
        content[r] = v;
    }

    /** Binds a row's result; gives the register free again if nobody wants it. */
    protected final void result(int i, int r) {
        if (next[i] == NEVER) {
            free |= 1 << r;
        } else {
            reg[i] = r;
            content[r] = i;
            pinned |= 1 << r;
        }
    }

    /** Takes the register of a value that dies in this row. */
    protected final int steal(int v) {
        int r = reg[v];
        reg[v] = -1;
        content[r] = -1;
        pinned |= 1 << r;
        return r;
    }

    private void evict(int bank) {
        int candidates = bank & ~free & ~pinned;
        int best = -1;
        int bestScore = -1;
        for (int m = candidates; m != 0; m &= m - 1) {
            int r = Integer.numberOfTrailingZeros(m);
            int v = content[r];
            int score = Math.min(next[v], 1 << 20) + (isCheap(v) ? 16 : 0);
            if (score > bestScore) {
                bestScore = score;
                best = r;
            }
        }
        if (best < 0) {
            throw new IllegalStateException("no register left");
        }
        putAway(best);
        free |= 1 << best;
    }

    /** Whether a value can leave its register without a store. */
    private boolean isCheap(int v) {
        return isConst(v) || spill[v] >= 0 || home[v] && refs[v] == 0;
    }

    /** Ends the stay of a value in its register. */
    private void putAway(int r) {
        int v = content[r];
        if (!isCheap(v)) {
            if (next[v] == NEVER && refs[v] == 1 && writeBackEarly(v)) {
                return;
            }
            spillOut(v, r);
        }
        reg[v] = -1;
        content[r] = -1;
    }

    private void spillOut(int v, int r) {
        if (freeSpill == 0) {
            outOfSpills = true; // what is compiled from here on is thrown away
            freeSpill = 1;
        }
        int s = Long.numberOfTrailingZeros(freeSpill);
        freeSpill &= freeSpill - 1;
        spill[v] = s;
        if (r >= XMM) {
            asm.sseStore(sizeOf(v), R15, CpuState.SPILL + 8 * s, r - XMM);
        } else {
            asm.store(sizeOf(v), R15, CpuState.SPILL + 8 * s, r);
        }
    }

    /**
     * Writes a value that only waits for the end of the block to the state block; false if that is not possible now.
     */
    protected abstract boolean writeBackEarly(int v);

    /** Frees a certain general register for this row, moving what is in it. */
    protected final void takeFixed(int r) {
        if ((free & 1 << r) == 0) {
            boolean operand = (pinned & 1 << r) != 0;
            if (operand || (free & GENERAL) != 0) {
                int v = content[r];
                int to = allocGpr();
                asm.mov(64, to, r);
                bind(v, to);
                if (!operand) {
                    pinned &= ~(1 << to);
                }
            } else {
                putAway(r);
            }
        }
        free &= ~(1 << r);
        pinned |= 1 << r;
        content[r] = -1;
    }

    // ---- loading ----

    /** The value in a general register that stays there for this row. */
    protected final int toGpr(int v) {
        int r = reg[v];
        if (r < 0) {
            r = allocGpr();
            loadGpr(asm, r, v);
            bind(v, r);
        }
        pinned |= 1 << r;
        return r;
    }

    /** Loads a value that is in no register. */
    protected final void loadGpr(Assembler out, int r, int v) {
        int o = op[v];
        if (o == Op.CONST32) {
            out.movImm32(r, (int) imm[v]);
        } else if (o == Op.CONST64) {
            out.movImm(r, imm[v]);
        } else {
            out.load(sizeOf(v), r, R15, place(v));
        }
    }

    /** The value in an SSE register (its hardware number) that stays there for this row. */
    protected final int toXmm(int v) {
        int r = reg[v];
        if (r < 0) {
            r = allocXmm();
            loadXmm(r - XMM, v);
            bind(v, r);
        }
        pinned |= 1 << r;
        return r - XMM;
    }

    private void loadXmm(int x, int v) {
        int o = op[v];
        if (o == Op.CONSTF32 || o == Op.CONSTF64) {
            if (imm[v] == 0) {
                asm.pxor(x, x);
            } else {
                int t = allocGpr();
                asm.movImm(t, o == Op.CONSTF32 ? imm[v] & 0xffffffffL : imm[v]);
                asm.movToXmm(o == Op.CONSTF32 ? 32 : 64, x, t);
                freeTemp(t);
            }
        } else {
            asm.sseLoad(sizeOf(v), x, R15, place(v));
        }
    }

    private int place(int v) {
        int m = memory(v);
        if (m < 0) {
            throw new IllegalStateException("value is nowhere");
        }
        return m;
    }

    /** A register that holds a copy of {@code v} and may be overwritten: its own if it dies here. */
    protected final int copyGpr(int v) {
        int r = reg[v];
        if (r >= 0 && dies(v)) {
            return steal(v);
        }
        int d = allocGpr();
        r = reg[v];
        if (r >= 0) {
            asm.mov(sizeOf(v), d, r);
        } else {
            loadGpr(asm, d, v);
        }
        return d;
    }

    /** The same for SSE registers; hardware number. */
    protected final int copyXmm(int v) {
        int r = reg[v];
        if (r >= 0 && dies(v)) {
            return steal(v) - XMM;
        }
        int d = allocXmm() - XMM;
        r = reg[v];
        if (r >= 0) {
            asm.movaps(d, r - XMM);
        } else {
            loadXmm(d, v);
        }
        return d;
    }

    /** The same, the register that the value has had, if any: the value moves to another if it is wanted later. */
    protected final int takeXmm(int v) {
        int r = reg[v];
        if (r < 0 || dies(v)) {
            return copyXmm(v);
        }
        int other = allocXmm();
        asm.movaps(other - XMM, r - XMM);
        bind(v, other);
        content[r] = -1;
        return r - XMM;
    }

    protected final void unpinAll() {
        pinned = 0;
    }
}
