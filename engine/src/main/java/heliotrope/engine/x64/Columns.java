package heliotrope.engine.x64;

import heliotrope.ir.IrBlock;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;
import java.util.Arrays;

/**
 * The columns of the block that is compiled. With registers of 64 bits they are a copy, in which the low half of a value
 * stands for all of it wherever that is enough, so that sign extensions, which those modes are full of, are made by
 * nobody: an operation that looks at 32 bits takes a 64-bit value as it is, and a PUT64 may be given an I32, a
 * <em>narrow</em> value, which is sign-extended where the slot is written ({@link GuestSlots}).
 */
abstract class Columns {
    protected static final int SLOTS = 128;

    /** Most guest registers that a loop keeps in host registers beside pinned ones. */
    protected static final int MOST_CARRIED = 20;

    protected short[] op = new short[0];
    /** Operands. */
    protected int[] left = new int[0];
    protected int[] right = new int[0];
    protected int[] third = new int[0];
    protected long[] imm = new long[0];

    // The copy.
    private short[] ownOp = new short[0];
    private int[] ownLeft = new int[0];
    private int[] ownRight = new int[0];
    private int[] ownThird = new int[0];
    /** By row: something comes of it. */
    protected boolean[] live = new boolean[0];
    /** By row: what uses it needs all 64 bits. */
    private boolean[] needed = new boolean[0];

    protected final PinnedRegisters pins;
    /** Slot key without the offset of a pinned guest register as it lives in its host register. */
    protected int pinType;

    Columns(PinnedRegisters pins) {
        this.pins = pins;
    }

    /**
     * Makes the block's columns ours. Behind its rows stand as many GETs as there are pinned registers, for what these
     * hold at the start, and room for those of a loop.
     */
    protected void open(IrBlock block) {
        boolean wideRegisters = (block.mode & Mode.REGS64) != 0;
        pinType = wideRegisters ? Op.PUT64 - Op.PUT32 : 0;
        block.reserve(pins.count + MOST_CARRIED);
        for (int n = 0; n < pins.count; n++) {
            block.op[block.size + n] = (short) (Op.GET32 + pinType);
            block.imm[block.size + n] = 8L * pins.slot[n];
        }
        op = block.op;
        left = block.a;
        right = block.b;
        third = block.c;
        imm = block.imm;
        if (wideRegisters) {
            copy(block.size);
            for (int i = 0; i < block.size; i++) {
                takeUntruncated(i);
            }
        }
    }

    /** The block keeps its own rows, since it may be interpreted, and compiled again. */
    private void copy(int size) {
        int room = op.length;
        if (ownOp.length < room) {
            ownOp = new short[room];
            ownLeft = new int[room];
            ownRight = new int[room];
            ownThird = new int[room];
            live = new boolean[room];
            needed = new boolean[room];
        }
        System.arraycopy(op, 0, ownOp, 0, size + pins.count);
        System.arraycopy(left, 0, ownLeft, 0, size);
        System.arraycopy(right, 0, ownRight, 0, size);
        System.arraycopy(third, 0, ownThird, 0, size);
        op = ownOp;
        left = ownLeft;
        right = ownRight;
        third = ownThird;
    }

    /**
     * Has an operation that looks at the low 32 bits of an operand only take the 64-bit value instead of what TRUNC makes of
     * it, which is then most often used by nobody; and any operation a value that has 32 bits instead of its TRUNC.
     */
    private void takeUntruncated(int i) {
        if (op[i] == Op.INSN) {
            return; // no value, what stands there
        }
        boolean low = looksAtLow(op[i]);
        left[i] = untruncated(left[i], low && !isStore(op[i]));
        right[i] = untruncated(right[i], low);
        third[i] = untruncated(third[i], false);
    }

    /** The value whose low half row {@code v} is, of 64 bits too if that is as good, or else {@code v}. */
    private int untruncated(int v, boolean low) {
        if (v < 0 || op[v] != Op.TRUNC) {
            return v;
        }
        int from = left[v];
        return isNarrow(from) || low && op[from] != Op.CONST64 ? from : v;
    }

    /** Whether an operation takes its operands, or the value that it stores, from the low halves of registers. */
    static boolean looksAtLow(int o) {
        return switch (o) {
            case Op.ADD32, Op.SUB32, Op.AND32, Op.OR32, Op.XOR32, Op.NOT32, Op.SHL32, Op.SHR32, Op.SAR32, Op.ROR32, Op.MUL32,
                    Op.EQ32, Op.NE32, Op.LTS32, Op.LTU32, Op.LES32, Op.LEU32, Op.EXT8S, Op.EXT16S, Op.SEXT, Op.ZEXT,
                    Op.BSWAP32, Op.ST8, Op.ST16, Op.ST32 -> true;
            default -> false;
        };
    }

    /** Of the operations that look at low halves: whether the first operand is an address. */
    static boolean isStore(int o) {
        return o >= Op.ST8 && o <= Op.ST32;
    }

    /** Whether a value has 32 bits. */
    protected final boolean isNarrow(int v) {
        return Op.TYPE[op[v]] == Op.I32;
    }

    // ---- narrow values ----

    /**
     * Has PUTs of sign extensions, among the first {@code limit} rows, put what is extended, unless the extension is made
     * anyway.
     *
     * @param whole slots whose last PUT has to be given all bits, as bits
     */
    protected final void narrowPuts(int limit, long whole) {
        if (pinType == 0) {
            return;
        }
        findLive(limit);
        Arrays.fill(needed, 0, limit, false);
        for (int i = 0; i < limit; i++) {
            if (live[i] && op[i] != Op.PUT64 && op[i] != Op.INSN) {
                mark(needed, i);
            }
        }
        long last = whole;
        for (int i = limit - 1; i >= 0; i--) {
            if (op[i] != Op.PUT64 || imm[i] >= 8 * 64) {
                continue;
            }
            long bit = 1L << (imm[i] >>> 3);
            int v = left[i];
            if ((last & bit) == 0 && op[v] == Op.SEXT && !needed[v] && isNarrow(left[v])) {
                left[i] = left[v];
            }
            last &= ~bit;
        }
    }

    /** Finds out which of the first {@code limit} rows something comes of: translators leave many that nobody uses. */
    protected final void findLive(int limit) {
        Arrays.fill(live, 0, limit, false);
        for (int i = limit - 1; i >= 0; i--) {
            if (op[i] != Op.INSN && (live[i] || (Op.FLAGS[op[i]] & (Op.SIDE_EFFECT | Op.END)) != 0)) {
                live[i] = true;
                mark(live, i);
            }
        }
    }

    private void mark(boolean[] rows, int user) {
        if (left[user] >= 0) {
            rows[left[user]] = true;
        }
        if (right[user] >= 0) {
            rows[right[user]] = true;
        }
        if (third[user] >= 0) {
            rows[third[user]] = true;
        }
    }

    /** Has the first {@code limit} rows, a loop, take values that have become narrow since as they are. */
    protected final void takeNarrow(int limit) {
        for (int i = 0; i < limit; i++) {
            takeUntruncated(i);
        }
    }
}
