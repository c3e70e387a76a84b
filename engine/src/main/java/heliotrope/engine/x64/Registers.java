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
    /** Those that never hold a guest register from block to block: {@link PinnedRegisters}. */
    protected final int temporaries;
    private static final int SSE = 0xffff << XMM;

    /**
     * Where translated code for guests of the other byte order always has the numbers that pshufb reverses the low 8 bytes
     * with. (Memory would be read with each access to a double.)
     */
    protected static final int REVERSE64 = 15;

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

    /** By value: the SSE register that a loop is to have it in at its end, or -1; of no meaning outside of loops. */
    protected int[] wantedXmm = new int[256];
    /** These registers, as bits: for other values only where there are no others. */
    protected int wantedXmms;

    protected boolean bigEndian;
    /** How many values had to leave SSE registers for memory. */
    protected int sseEvictions;

    /** SSE registers for values. */
    private int sse;
    /** Registers that must stay what they are until the end of the row, as bits. */
    private int locked;
    private long freeSpill;
    private int size;
    /** Set when there were not enough spill slots: the block has to end earlier. */
    protected boolean outOfSpills;

    /** Number of unread values with a home, by guest slot. */
    protected final int[] homes = new int[SLOTS];

    Registers(PinnedRegisters pins) {
        super(pins);
        temporaries = GENERAL & ~pins.hosts;
    }

    /** {@code size} counts the rows and the values that are no rows. */
    protected final void openRegisters(int size) {
        if (reg.length < size) {
            int n = Math.max(op.length, size);
            reg = new int[n];
            refs = new int[n];
            spill = new int[n];
            home = new boolean[n];
            wantedXmm = new int[n];
        }
        this.size = size;
        Arrays.fill(reg, 0, size, -1);
        Arrays.fill(refs, 0, size, 0);
        Arrays.fill(spill, 0, size, -1);
        Arrays.fill(home, 0, size, false);
        Arrays.fill(content, -1);
        Arrays.fill(homes, 0);
        sse = bigEndian ? SSE & ~(1 << XMM + REVERSE64) : SSE;
        free = GENERAL | sse;
        locked = 0;
        freeSpill = -1L;
        outOfSpills = false;
        wantedXmms = 0;
        sseEvictions = 0;
    }

    // ---- rows ----

    /** Starts the work on a row: its operands are counted as used and those in registers stay there. */
    protected final void begin(int i) {
        locked = 0;
        endAim();
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
            locked |= 1 << r;
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

    /** Whether nobody but {@code slots} guest slots needs it. */
    protected final boolean dies(int v, int slots) {
        return next[v] == NEVER && refs[v] == slots;
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
        return allocGpr(GENERAL);
    }

    /** The same, one that no pinned guest register lives in between blocks. */
    protected final int allocTemporary() {
        return allocGpr(temporaries);
    }

    /** The same, one of {@code bank}. */
    protected final int allocGpr(int bank) {
        int m = free & bank;
        if (m == 0) {
            evict(bank);
            m = free & bank;
        } else if ((m & temporaries) != 0) {
            m &= temporaries;
        }
        int r = Integer.numberOfTrailingZeros(m);
        free &= ~(1 << r);
        locked |= 1 << r;
        content[r] = -1;
        return r;
    }

    /** A general register for as long as a loop runs: not one of those that some instructions need, if possible. */
    protected final int allocForLoop() {
        int m = free & GENERAL;
        if (m == 0) {
            return allocGpr();
        }
        int r = 31 - Integer.numberOfLeadingZeros(m);
        free &= ~(1 << r);
        locked |= 1 << r;
        content[r] = -1;
        return r;
    }

    /** An SSE register, in the common numbering. */
    protected final int allocXmm() {
        int m = free & SSE;
        if (m == 0) {
            evict(sse);
            m = free & SSE;
        } else if ((m & ~wantedXmms) != 0) {
            m &= ~wantedXmms;
        }
        int r = Integer.numberOfTrailingZeros(m);
        free &= ~(1 << r);
        locked |= 1 << r;
        content[r] = -1;
        return r;
    }

    /** Whether the loop wants the result of row {@code i} at its end in an SSE register that is free. */
    protected final boolean wantsXmm(int i) {
        return wantedXmms != 0 && wantedXmm[i] >= 0 && (free & 1 << wantedXmm[i]) != 0;
    }

    /** An SSE register for the result of row {@code i}. */
    protected final int allocXmm(int i) {
        if (!wantsXmm(i)) {
            return allocXmm();
        }
        reserveXmm(wantedXmm[i]);
        return wantedXmm[i];
    }

    /** Takes a register that is free. */
    protected final void reserveXmm(int r) {
        free &= ~(1 << r);
        locked |= 1 << r;
        content[r] = -1;
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
        if (r == aim) {
            aim = -1;
            if (aimOld >= 0) {
                if (reg[aimOld] == r) {
                    reg[aimOld] = -1;
                }
                forgetSlot(aimSlot);
            }
        } else {
            endAim();
        }
        if (next[i] == NEVER) {
            free |= 1 << r;
        } else {
            reg[i] = r;
            content[r] = i;
            locked |= 1 << r;
        }
    }

    /** Lets a value have another row's number: the first reading of a pinned guest register. */
    protected final void rename(int v, int i) {
        bind(i, reg[v]);
        refs[i] = refs[v];
        reg[v] = -1;
        refs[v] = 0;
    }

    /** Takes the register of a value that dies in this row. */
    protected final int steal(int v) {
        int r = reg[v];
        reg[v] = -1;
        content[r] = -1;
        locked |= 1 << r;
        return r;
    }

    private void evict(int bank) {
        int candidates = bank & ~free & ~locked;
        int best = -1;
        int bestScore = -1;
        for (int m = candidates; m != 0; m &= m - 1) {
            int r = Integer.numberOfTrailingZeros(m);
            int v = content[r];
            int score = Math.min(next[v], size) + (isCheap(v) ? 16 : 0);
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
            sseEvictions += r >= XMM ? 1 : 0;
            if (refs[v] == 1 && writeBackEarly(v)) {
                if (next[v] == NEVER) {
                    return;
                }
            } else {
                spillOut(v, r);
            }
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
     * Writes a value that one guest slot waits to be given to the state block; false if that is not possible now. Its
     * register is free afterwards unless it is used again, and then the slot is its home.
     */
    protected abstract boolean writeBackEarly(int v);

    /** Frees a certain general register for this row, moving what is in it. */
    protected final void takeFixed(int r) {
        if ((free & 1 << r) == 0) {
            boolean operand = (locked & 1 << r) != 0;
            if (operand || (free & GENERAL) != 0) {
                moveAway(r, allocGpr());
            } else {
                putAway(r);
            }
        }
        free &= ~(1 << r);
        locked |= 1 << r;
        content[r] = -1;
    }

    /** Moves the value in a register to another, which was allocated for it; the first holds no value then. */
    private void moveAway(int r, int to) {
        int v = content[r];
        asm.mov(64, to, r);
        bind(v, to);
        content[r] = -1;
        if ((locked & 1 << r) == 0) {
            locked &= ~(1 << to);
        }
    }

    // ---- results that go to a certain register ----

    /**
     * The pinned register that the current row's result is to be put to, or -1, and the value of its slot that it
     * replaces there, or -1.
     */
    protected int aim = -1;
    private int aimOld = -1;
    private int aimSlot;
    /** Whether the register aimed at was free before. */
    private boolean aimFree;

    /**
     * Has the result of the current row go to host register {@code h} if it can be made free, since guest slot
     * {@code slot}, which lives there between blocks, is given the result before anything else looks at it. {@code old}
     * is the value that the slot is to be given now, or -1.
     */
    protected final void aimAt(int h, int slot, int old) {
        int bit = 1 << h;
        if ((free & bit) == 0) {
            int v = content[h];
            if (v < 0) {
                return;
            }
            if (v != old || !dies(v, 1)) {
                if ((free & temporaries) == 0) {
                    return;
                }
                moveAway(h, allocTemporary());
                aimFree = true;
            } else {
                aimFree = false;
            }
        } else {
            aimFree = true;
            free &= ~bit;
            content[h] = -1;
        }
        locked |= bit;
        aim = h;
        aimSlot = slot;
        aimOld = old;
    }

    /** Gives up the aim if value {@code v}, which is still to be read after the result was begun, is there. */
    protected final void keepOperand(int v) {
        if (aim >= 0 && reg[v] == aim) {
            endAim();
        }
    }

    private void endAim() {
        if (aim >= 0 && aimFree) {
            free |= 1 << aim;
        }
        aim = -1;
    }

    /** The result was made in the register aimed at: its slot has no other value any more. */
    protected abstract void forgetSlot(int slot);

    /** A register for the result of a row, which may be written when all operands have been read. */
    protected final int allocResult() {
        return aim >= 0 ? aim : allocGpr();
    }

    /** General registers without a value, as bits. */
    protected final int freeGpr() {
        return free & GENERAL;
    }

    /** The same for SSE registers. */
    protected final int freeXmm() {
        return free & SSE;
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
        locked |= 1 << r;
        return r;
    }

    /** The same for a value in no register, preferably in register {@code wanted} unless that is -1. */
    protected final void toGpr(int v, int wanted) {
        if (wanted >= 0 && (free & 1 << wanted) != 0) {
            loadGpr(asm, wanted, v);
            place(v, wanted);
            locked |= 1 << wanted;
        } else {
            toGpr(v);
        }
    }

    /** Loads a value that is in no register. */
    protected final void loadGpr(Assembler out, int r, int v) {
        int o = op[v];
        if (o == Op.CONST32) {
            out.movImm32(r, (int) imm[v]);
        } else if (o == Op.CONST64) {
            out.movImm(r, imm[v]);
        } else {
            out.load(sizeOf(v), r, R15, memoryPlace(v));
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
        locked |= 1 << r;
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
            asm.sseLoad(sizeOf(v), x, R15, memoryPlace(v));
        }
    }

    private int memoryPlace(int v) {
        int m = memory(v);
        if (m < 0) {
            throw new IllegalStateException("value is nowhere");
        }
        return m;
    }

    /**
     * A register for the row's result that holds a copy of {@code v} and may be overwritten: that aimed at, or
     * {@code v}'s own if it dies here.
     */
    protected final int copyGpr(int v) {
        int r = reg[v];
        if (r >= 0 && (r == aim || aim < 0 && dies(v))) {
            return r == aim ? r : steal(v);
        }
        int d = allocResult();
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

    protected final void unlockAll() {
        locked = 0;
    }

    /** The value in a register, or -1 if there is none. */
    protected final int contentOf(int r) {
        int v = content[r];
        return v >= 0 && reg[v] == r ? v : -1;
    }

    /** Makes a register the place of a value from the start of the block on. */
    protected final void place(int v, int r) {
        free &= ~(1 << r);
        bind(v, r);
    }

    /** Moves an operand of the current row out of a register that is about to be overwritten, to one of {@code bank}. */
    protected final void rescueOperand(int r, int bank) {
        if ((locked & 1 << r) != 0 && contentOf(r) >= 0) {
            moveAway(r, allocGpr(bank));
        }
    }
}
