package heliotrope.engine.x64;

import heliotrope.ir.Op;

/**
 * Finds out which guest registers of 64 bits a loop can keep as 32 bits, of which they are the sign extensions, and rewrites
 * the loop's rows so that it does: what they have at the end of a round is a sign extension, and all that reads what they have
 * at its start looks at 32 bits, or is as well done with 32 bits (comparisons, logic). They are checked to be such numbers before
 * the loop.
 */
final class NarrowLoop {
    /** The registers that are kept as 32 bits, as bits of slots. */
    long slots;

    private long registers;
    /** Slots that the loop writes, and those that comparisons, logic and other narrow slots take as 32 bits. */
    private long written;
    private long used;

    /** By row: the value is the sign extension of an I32 that is there, or can be. */
    private boolean[] narrow = new boolean[0];
    /** By row: something looks at all its bits. */
    private boolean[] whole = new boolean[0];
    /** By row: a PUT that is not the last one of its slot, whose value is at no time in the loop's host register. */
    private boolean[] passing = new boolean[0];

    private boolean[] live = new boolean[0];
    private short[] op = new short[0];
    private int[] left = new int[0];
    private int[] right = new int[0];
    private int[] third = new int[0];
    private long[] imm = new long[0];

    /**
     * Looks at the first {@code limit} rows of a loop and rewrites them.
     *
     * @param mayBe the slots to choose from, as bits: those that have one place in the loop, in full width
     * @param registers the slots that are in host registers at the loop's head, as bits
     */
    void find(Columns columns, int limit, long mayBe, long registers) {
        op = columns.op;
        left = columns.left;
        right = columns.right;
        third = columns.third;
        imm = columns.imm;
        live = columns.live;
        this.registers = registers;
        if (narrow.length < limit) {
            narrow = new boolean[op.length];
            whole = new boolean[op.length];
            passing = new boolean[op.length];
        }
        long put = 0;
        for (int i = limit - 1; i >= 0; i--) {
            whole[i] = false;
            passing[i] = op[i] == Op.PUT64 && (put & bit(i)) != 0;
            put |= op[i] == Op.PUT64 ? bit(i) : 0;
        }
        slots = mayBe & ~readAgain(limit);
        long before;
        do {
            while (slots != 0 && isChanged(limit)) {}
            before = slots;
            slots &= written | used; // the rest would be checked for nothing
        } while (slots != before);
        if (slots != 0) {
            forward(limit);
            rewrite(limit);
        }
    }

    /** The slots that the loop reads after it has written them: these reads do not give what the head has. */
    private long readAgain(int limit) {
        long put = 0;
        long read = 0;
        for (int i = 0; i < limit; i++) {
            put |= op[i] == Op.PUT64 ? bit(i) : 0;
            read |= op[i] == Op.GET64 ? bit(i) & put : 0;
        }
        return read;
    }

    private boolean isChanged(int limit) {
        long before = slots;
        forward(limit);
        return lookAtUses(limit) || slots != before;
    }

    private long bit(int row) {
        return imm[row] < 8 * 64 ? 1L << (imm[row] >>> 3) : 0;
    }

    /** Which values are narrow. */
    private void forward(int limit) {
        written = 0;
        for (int i = 0; i < limit; i++) {
            narrow[i] = !whole[i] && switch (op[i]) {
                case Op.GET64 -> (slots & bit(i)) != 0;
                case Op.SEXT -> Op.TYPE[op[left[i]]] == Op.I32 || narrow[left[i]];
                case Op.ZEXT -> isSmall(left[i]);
                case Op.CONST64 -> imm[i] == (int) imm[i];
                case Op.AND64, Op.OR64, Op.XOR64 -> narrow[left[i]] && narrow[right[i]];
                case Op.NOT64 -> narrow[left[i]];
                default -> false;
            };
            if (op[i] == Op.PUT64 && !passing[i]) {
                written |= bit(i);
                if (!narrow[left[i]]) {
                    slots &= ~bit(i);
                }
            }
        }
    }

    /** Whether an I32 is certainly not negative. */
    private boolean isSmall(int v) {
        return switch (op[v]) {
            case Op.LD8U, Op.LD16U -> true;
            case Op.AND32 -> op[right[v]] == Op.CONST32 && imm[right[v]] >= 0;
            case Op.SHR32 -> op[right[v]] == Op.CONST32 && (imm[right[v]] & 31) != 0;
            default -> Liveness.isCompare(op[v]);
        };
    }

    /** Finds what needs all bits of a value. @return whether narrow ones turned out not to be */
    private boolean lookAtUses(int limit) {
        boolean changed = false;
        used = 0;
        for (int i = 0; i < limit; i++) {
            if (!live[i] || passing[i]) {
                continue; // needs nothing
            }
            int o = op[i];
            if (o >= Op.LD8U && o <= Op.STF64 && op[left[i]] == Op.TRUNC) {
                use(left[left[i]], true); // as an address it would be copied each time
            }
            if (o == Op.GET64 && whole[i]) {
                slots &= ~bit(i);
            } else if (isLogic(o) && narrow[i] || o == Op.PUT64 && (slots & bit(i)) != 0
                    || isCompare(o) && narrow[left[i]] && narrow[right[i]]) {
                use(left[i], o == Op.PUT64 || isLogic(o) || op[right[i]] != Op.CONST64);
                use(right[i], isLogic(o) || op[left[i]] != Op.CONST64);
            } else if (o != Op.TRUNC && (o != Op.PUT64 || (registers & bit(i)) != 0 || bit(i) == 0)) {
                boolean low = Columns.looksAtLow(o);
                changed |= !(low && !Columns.isStore(o)) && need(left[i]);
                changed |= !low && need(right[i]);
                changed |= need(third[i]);
            }
        }
        return changed;
    }

    private static boolean isLogic(int o) {
        return o >= Op.AND64 && o <= Op.NOT64;
    }

    private static boolean isCompare(int o) {
        return o >= Op.EQ64 && o <= Op.LEU64;
    }

    private void use(int v, boolean matters) {
        if (v < 0 || !matters) {
            return;
        }
        int from = op[v] == Op.SEXT ? left[v] : v;
        if (op[from] == Op.GET64) {
            used |= bit(from);
        }
    }

    /** All bits of a value are needed. @return whether that is new */
    private boolean need(int v) {
        if (v < 0 || whole[v] || op[v] != Op.GET64 && !isLogic(op[v])) {
            return false; // others are there in full as well
        }
        whole[v] = true;
        return narrow[v];
    }

    private void rewrite(int limit) {
        for (int i = 0; i < limit; i++) {
            int o = op[i];
            boolean takes = isLogic(o) && narrow[i] || isCompare(o) && narrow[left[i]] && narrow[right[i]];
            if (takes || o == Op.PUT64 && !passing[i] && (slots & bit(i)) != 0) {
                left[i] = low(left[i]);
                right[i] = right[i] < 0 ? -1 : low(right[i]);
            }
            if (takes) {
                op[i] = (short) (isCompare(o) ? o - Op.EQ64 + Op.EQ32 : o - Op.AND64 + Op.AND32);
            } else if (o == Op.GET64 && (slots & bit(i)) != 0) {
                op[i] = Op.GET32;
            }
        }
    }

    /** The I32 whose sign extension a narrow value is, or a constant. */
    private int low(int v) {
        return op[v] == Op.SEXT || op[v] == Op.ZEXT ? left[v] : v;
    }
}
