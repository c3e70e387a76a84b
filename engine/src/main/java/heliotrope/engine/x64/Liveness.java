package heliotrope.engine.x64;

import heliotrope.ir.IrBlock;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;
import java.util.Arrays;

/**
 * The backward pass: which rows are dead, and for every operand the row that uses the same value next. A comparison
 * whose consumer is an exit, a trap or a selection is computed there, so its operands count as used there too.
 */
abstract class Liveness {
    /** "No use": greater than every row. */
    protected static final int NEVER = Integer.MAX_VALUE;

    /** Operands of a row in {@link #following}: a, b, c and the two operands of a fused comparison. */
    protected static final int OPERANDS = 5;

    /** Bits of {@link #marks}. */
    protected static final int
            DEAD = 1, // emits nothing
            SLOW_LATER = 2, // a PUT before an operation that may have the same instruction interpreted anew
            FUSED = 4, // computes its first operand itself: a comparison, or the shift of an address
            WAITS = 8, // arithmetic whose result is looked at for NaNs later
            SETTLE = 16; // before it what waits is looked at

    protected static final int SLOTS = 128;

    /** Most guest registers that a loop keeps in host registers beside pinned ones. */
    protected static final int MOST_CARRIED = 20;

    protected short[] op = new short[0];
    /** Operands: the block's own, or in a copy of it values with more bits than the operation looks at. */
    protected int[] left = new int[0];
    protected int[] right = new int[0];
    protected int[] third = new int[0];
    protected long[] imm = new long[0];

    /** Row that uses a value next, by value; {@link #NEVER} when nothing will. */
    protected int[] next = new int[256];
    /** What {@link #next} becomes once an operand has been used, by row and operand. */
    protected int[] following = new int[256 * OPERANDS];
    protected byte[] marks = new byte[256];
    /** By value: the first PUT of it to a guest register that is pinned or carried by the loop, or -1. */
    protected int[] putRow = new int[256];

    protected final PinnedRegisters pins;
    /** Slot key without the offset of a pinned guest register as it lives in its host register. */
    protected int pinType;
    /** Number of rows that are compiled. */
    protected int rows;

    /** By slot: slot key of a register that a loop carries in a general host register, else -1. */
    protected final int[] carryKey = new int[SLOTS];

    /** GET rows that a loop needs at its end. */
    private int keptCount;
    private final int[] kept = new int[32];

    private final int[] putEpoch = new int[SLOTS];
    private final int[] putKey = new int[SLOTS];
    private int epoch;

    /** Whether {@code operation} is a comparison (or overflow test) whose result may live in the flags. */
    protected static boolean isCompare(int operation) {
        return operation >= Op.ADDOV32 && operation <= Op.LEU32 || operation >= Op.ADDOV64 && operation <= Op.LEU64;
    }

    /** Offset and type of a guest register access as one number. */
    protected static int slotKey(int operation, long offset) {
        int type = operation - (operation >= Op.PUT32 ? Op.PUT32 : Op.GET32);
        return (int) offset << 2 | type;
    }

    Liveness(PinnedRegisters pins) {
        this.pins = pins;
        Arrays.fill(carryKey, -1);
    }

    /**
     * Makes the block's columns ours. Behind its rows stand as many GETs as there are pinned registers, for what these
     * hold at the start, and room for those of a loop.
     */
    protected final void open(IrBlock block) {
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
            useUntruncated(block.size);
        }
        if (next.length < op.length) {
            next = new int[op.length];
            following = new int[op.length * OPERANDS];
            marks = new byte[op.length];
            putRow = new int[op.length];
        }
    }

    /**
     * Has operations that look at the low 32 bits of an operand only take the 64-bit value instead of what TRUNC makes of
     * it, which is then most often used by nobody. The block keeps its own operands, since it may be interpreted too.
     */
    private void useUntruncated(int size) {
        boolean copied = false;
        for (int i = 0; i < size; i++) {
            int o = op[i];
            if (!looksAtLow(o)) {
                continue;
            }
            int a = o == Op.ST8 || o == Op.ST16 || o == Op.ST32 ? -1 : untruncated(left[i]);
            int b = right[i] >= 0 ? untruncated(right[i]) : -1;
            if (a >= 0 || b >= 0) {
                if (!copied) {
                    copied = true;
                    left = Arrays.copyOf(left, left.length);
                    right = Arrays.copyOf(right, right.length);
                }
                left[i] = a >= 0 ? a : left[i];
                right[i] = b >= 0 ? b : right[i];
            }
        }
    }

    /** The value whose low half row {@code v} is, or -1. */
    private int untruncated(int v) {
        if (op[v] != Op.TRUNC) {
            return -1;
        }
        int from = left[v];
        return op[from] == Op.CONST64 ? -1 : from;
    }

    /** Whether an operation takes its operands, or the value that it stores, from the low halves of registers. */
    private static boolean looksAtLow(int o) {
        return switch (o) {
            case Op.ADD32, Op.SUB32, Op.AND32, Op.OR32, Op.XOR32, Op.NOT32, Op.SHL32, Op.SHR32, Op.SAR32, Op.ROR32, Op.MUL32,
                    Op.EQ32, Op.NE32, Op.LTS32, Op.LTU32, Op.LES32, Op.LEU32, Op.EXT8S, Op.EXT16S, Op.SEXT, Op.ZEXT,
                    Op.BSWAP32, Op.ST8, Op.ST16, Op.ST32 -> true;
            default -> false;
        };
    }

    /**
     * The first row that cannot be compiled because its instruction must be interpreted (a helper, or floating point
     * in precise mode), or {@code size}.
     */
    protected final int firstSlow(int size, int mode) {
        int mask = (mode & Mode.FP_PRECISE) != 0 ? Op.FP_ENV : 0;
        short[] ops = op;
        for (int i = 0; i < size; i++) {
            int o = ops[i];
            if (o >= Op.HELPER && o <= Op.HELPER64 || (Op.FLAGS[o] & mask) != 0) {
                return i;
            }
        }
        return size;
    }

    /**
     * The INSN row at which execution goes on if row {@code i} is to be interpreted: its own, or the branch's before
     * its delay slot.
     */
    protected final int resumeRow(int i) {
        int r = i;
        while (r > 0 && (op[r] != Op.INSN || left[r] > 0)) {
            r--;
        }
        return r;
    }

    /** Forgets the GETs of the loop before. */
    protected final void keepNothing() {
        keptCount = 0;
    }

    /** Counts a GET as used behind the last row, in the coming analysis. */
    protected final void keep(int get) {
        kept[keptCount++] = get;
    }

    /** Analyses the first {@code size} rows. */
    protected final void analyse(int size) {
        int[] nextUse = next;
        short[] ops = op;
        byte[] mark = marks;
        Arrays.fill(nextUse, 0, size, NEVER);
        Arrays.fill(putRow, 0, size, -1);
        for (int k = 0; k < keptCount; k++) {
            nextUse[kept[k]] = size;
        }
        boolean slowLater = false;
        int now = epoch + 1;
        for (int i = size - 1; i >= 0; i--) {
            int o = ops[i];
            int flags = Op.FLAGS[o];
            mark[i] = 0;
            if (o <= Op.PUTF64) {
                if (o >= Op.PUT32) {
                    int slot = (int) imm[i] >>> 3;
                    int key = slotKey(o, imm[i]);
                    if (putEpoch[slot] == now && (putKey[slot] == key || (putKey[slot] & 1) != 0)) { // 64 bits cover all
                        mark[i] = DEAD;
                        continue;
                    }
                    putEpoch[slot] = now;
                    putKey[slot] = key;
                    if (slowLater) {
                        mark[i] = SLOW_LATER;
                    }
                    if (pins.host[slot] >= 0 && (key & 31) == pinType || carryKey[slot] == key) {
                        putRow[left[i]] = i;
                    }
                    use(left[i], i, 0);
                } else if (o == Op.INSN) {
                    if (slowLater && left[i] <= 0) {
                        slowLater = false;
                        now++; // the state here may be needed to start anew from
                    }
                } else if (nextUse[i] == NEVER) {
                    mark[i] = DEAD;
                } else if (o >= Op.GET32) {
                    putEpoch[(int) imm[i] >>> 3] = 0;
                }
                continue;
            }
            if ((flags & (Op.SIDE_EFFECT | Op.END)) == 0) {
                if (nextUse[i] == NEVER) {
                    mark[i] = DEAD;
                    continue;
                }
            } else if ((flags & (Op.MAY_FAULT | Op.MAY_LEAVE | Op.END | Op.FP_ENV)) != 0) {
                now++;
                slowLater |= (flags & Op.FP_ENV) != 0 || o == Op.SC32 || o == Op.SC64;
            }
            if (o == Op.ADD32 || o == Op.ADD64) {
                scaledFirst(i, nextUse);
            }
            int a = left[i];
            if (third[i] >= 0) {
                use(third[i], i, 2);
            }
            if (right[i] >= 0) {
                use(right[i], i, 1);
            }
            if (a >= 0) {
                boolean conditional = o == Op.EXIT_IF || o == Op.TRAP_IF || o == Op.SEL32 || o == Op.SEL64
                        || o == Op.SELF32 || o == Op.SELF64;
                if ((conditional && isCompare(ops[a]) || isScaling(i, a)) && nextUse[a] == NEVER) {
                    mark[i] = FUSED;
                    use(right[a], i, 4);
                    use(left[a], i, 3);
                } else {
                    if (o == Op.ZEXT && nextUse[a] == NEVER) {
                        putRow[a] = putRow[i]; // made where it is to be, it is widened there by nothing
                    }
                    use(a, i, 0);
                }
            }
        }
        epoch = now;
        if (now > 1 << 30) {
            Arrays.fill(putEpoch, 0);
            epoch = 0;
        }
    }

    /** Whether row {@code i} is an addition of what {@code shift} shifts up by 1 to 3 bits: one instruction. */
    private boolean isScaling(int i, int shift) {
        int o = op[shift];
        if (op[i] == Op.ADD32 ? o != Op.SHL32 : op[i] != Op.ADD64 || o != Op.SHL64) {
            return false;
        }
        int count = right[shift];
        return left[i] != right[i] && op[count] == Op.CONST32 && imm[count] >= 1 && imm[count] <= 3
                && op[left[shift]] != Op.CONST32 && op[left[shift]] != Op.CONST64;
    }

    /** Makes a shift by 1 to 3 bits that only the addition {@code i} uses its first operand. */
    private void scaledFirst(int i, int[] nextUse) {
        int x = left[i];
        int y = right[i];
        if (isScaling(i, y) && nextUse[y] == NEVER && !(isScaling(i, x) && nextUse[x] == NEVER)) {
            left[i] = y;
            right[i] = x;
        }
    }

    private void use(int value, int row, int operand) {
        following[row * OPERANDS + operand] = next[value];
        next[value] = row;
    }
}
