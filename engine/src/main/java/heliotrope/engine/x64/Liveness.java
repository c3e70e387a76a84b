package heliotrope.engine.x64;

import heliotrope.ir.IrBlock;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;
import java.util.Arrays;

/**
 * The backward pass: which rows are dead, and for every operand the row that uses the same value next. A comparison
 * whose consumer is an exit, a trap or a selection is computed there, so its operands count as used there too.
 */
abstract class Liveness extends Columns {
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

    /** Row that uses a value next, by value; {@link #NEVER} when nothing will. */
    protected int[] next = new int[256];
    /** What {@link #next} becomes once an operand has been used, by row and operand. */
    protected int[] following = new int[256 * OPERANDS];
    protected byte[] marks = new byte[256];
    /** By value: the first PUT of it to a guest register that is pinned or carried by the loop, or -1. */
    protected int[] putRow = new int[256];

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
        super(pins);
        Arrays.fill(carryKey, -1);
    }

    @Override
    protected final void open(IrBlock block) {
        super.open(block);
        if (next.length < op.length) {
            next = new int[op.length];
            following = new int[op.length * OPERANDS];
            marks = new byte[op.length];
            putRow = new int[op.length];
        }
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
