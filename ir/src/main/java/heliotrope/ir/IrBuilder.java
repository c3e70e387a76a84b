package heliotrope.ir;

import java.util.Arrays;

/**
 * Appends operations to an {@link IrBlock} for a translator. Folds constants, forwards guest registers within the block
 * (a GET after a PUT or GET of the same offset and type costs nothing) and moves constant parts of addresses into the
 * displacement. What it returns are row numbers.
 *
 * <p>Several guest blocks become one block, a <em>path</em>, between {@link #beginPath} and {@link #endPath}: each is
 * translated as ever, after {@link #follow} has said which block comes next. The end of a block that goes on there becomes
 * an exit to its other side or, for an indirect jump, EXIT_UNLESS; an end that leads there in any case becomes nothing.
 */
public final class IrBuilder {
    /** Largest magnitude of a displacement: windows have guard zones of 64 KiB on both sides. */
    private static final int MAX_DISPLACEMENT = 0x7fff;

    private static final int SLOTS = 128;

    public final IrBlock block;
    /** Rows with the 8 bytes of a slot, and with each 4 bytes, or -1. */
    private final int[] whole = new int[SLOTS];
    private final int[] half = new int[2 * SLOTS];
    /** Whether the half was written here since the whole was. */
    private final boolean[] written = new boolean[2 * SLOTS];
    /** The last JOINF64, or -1. */
    private int joined;
    private final Steps steps = new Steps();
    /** The constant that the last exit told a value to be behind it, or -1, and that value. */
    private int assumed = -1;

    private int assumedOf;

    public IrBuilder(IrBlock block) {
        this.block = block;
    }

    /** Whether the guest blocks that are translated become one block. */
    private boolean onPath;
    /** Whether the end of the current guest block is to go on at {@link #next}. */
    private boolean follows;
    private long next;
    private final int[] sunk = new int[2 * SLOTS];
    /** Whether it does. */
    private boolean goesOn;

    /** Starts a new block, or goes on with the next one of a path. */
    public void begin(long pc, int mode) {
        if (onPath) {
            if (goesOn) {
                block.parts++;
                goesOn = false;
            }
            return;
        }
        block.clear();
        block.pc = pc;
        block.mode = mode;
        joined = -1;
        steps.clear();
        forgetState();
    }

    /** Starts a path; to be ended by {@link #endPath}. */
    public void beginPath(long pc, int mode) {
        onPath = false;
        begin(pc, mode);
        onPath = true;
        follows = false;
        goesOn = false;
    }

    /** The guest block that is translated next is to go on at {@code pc}; without this call it ends the path. */
    public void follow(long pc) {
        follows = true;
        next = pc;
    }

    /** Whether the guest block translated last goes on along the path. If not it has ended it. */
    public boolean goesOn() {
        return goesOn;
    }

    public void endPath() {
        onPath = false;
        follows = false;
        goesOn = false;
    }

    /** Whether the current guest block is to go on at {@code target}. */
    public boolean goesTo(long target) {
        return follows && same(target, next);
    }

    private boolean same(long x, long y) {
        return (block.mode & Mode.ADDR64) != 0 ? x == y : (int) x == (int) y;
    }

    /** Marks the start of a guest instruction. */
    public void insn(long pc, boolean delaySlot) {
        block.add(Op.INSN, delaySlot ? 1 : 0, -1, -1, pc);
    }

    public int const32(int value) {
        return block.add(Op.CONST32, -1, -1, -1, value);
    }

    public int const64(long value) {
        return block.add(Op.CONST64, -1, -1, -1, value);
    }

    /** A floating-point constant by its bits; {@code op} is CONSTF32 or CONSTF64. */
    public int constF(int op, long bits) {
        return block.add(op, -1, -1, -1, bits);
    }

    public boolean isConst(int v) {
        int op = block.op[v];
        return op == Op.CONST32 || op == Op.CONST64;
    }

    public long constValue(int v) {
        return block.imm[v];
    }

    /** Reads guest state; {@code type} is one of {@link Op#I32} .. {@link Op#F64}. */
    public int get(int type, int offset) {
        int known = isWide(type) ? whole(offset >>> 3) : half(offset >>> 2);
        int v = known >= 0 ? as(type, known) : block.add(Op.GET32 + type - Op.I32, -1, -1, -1, offset);
        if (isWide(type)) {
            whole[offset >>> 3] = v;
        } else {
            half[offset >>> 2] = v;
        }
        return v;
    }

    private static boolean isWide(int type) {
        return type == Op.I64 || type == Op.F64;
    }

    /** Row with the 8 bytes of a slot if it, or part of it, is known; else -1. */
    private int whole(int slot) {
        if (whole[slot] < 0 && (written[2 * slot] || written[2 * slot + 1])) {
            // Memory would have to put together what was stored to it in pieces, for which it needs long.
            int low = get(Op.I32, 8 * slot);
            whole[slot] = join(low, get(Op.I32, 8 * slot + 4));
        }
        return whole[slot];
    }

    /** Row with the 4 bytes of half a slot if they are known, or -1. */
    private int half(int n) {
        int w = whole[n >>> 1];
        if (half[n] < 0 && w >= 0 && block.op[w] != Op.GET64 && block.op[w] != Op.GETF64) {
            int bits = as(Op.I64, w);
            half[n] = op1(Op.TRUNC, (n & 1) == 0 ? bits : op2(Op.SHR64, bits, const32(32)));
        }
        return half[n];
    }

    /** The same bits as a value of another type of their size. */
    private int as(int type, int v) {
        if (Op.TYPE[block.op[v]] == type) {
            return v;
        }
        return op1(switch (type) {
            case Op.I32 -> Op.F32BITS;
            case Op.I64 -> Op.F64BITS;
            case Op.F32 -> Op.BITSF32;
            default -> Op.BITSF64;
        }, v);
    }

    /** An I64 made from two I32. */
    public int join(int low, int high) {
        return op2(Op.OR64, op2(Op.SHL64, op1(Op.ZEXT, high), const32(32)), op1(Op.ZEXT, low));
    }

    /** An F64 made from two I32. */
    private int joinFloat(int low, int high) {
        if (isConst(low) && isConst(high)) {
            return op1(Op.BITSF64, join(low, high));
        }
        boolean again = joined >= 0 && joined < block.size && block.a[joined] == low && block.b[joined] == high;
        joined = again ? joined : block.add(Op.JOINF64, low, high, -1, 0);
        return joined;
    }

    /** Writes guest state. */
    public void put(int type, int offset, int value) {
        block.add(Op.PUT32 + type - Op.I32, value, -1, -1, offset);
        int slot = offset >>> 3;
        if (isWide(type)) {
            steps.note(block, whole[slot], value);
            whole[slot] = value;
            forgetHalves(slot);
        } else {
            steps.note(block, half[offset >>> 2], value);
            whole[slot] = -1;
            half[offset >>> 2] = value;
            written[offset >>> 2] = true;
        }
    }

    private void forgetHalves(int slot) {
        for (int n = 2 * slot; n <= 2 * slot + 1; n++) {
            half[n] = -1;
            written[n] = false;
        }
    }

    /** The same for half a floating-point register; if the other half was written before it writes both, as a double. */
    public void putHalf(int type, int offset, int value) {
        int n = offset >>> 2;
        if (!written[n ^ 1]) {
            put(type, offset, value);
            return;
        }
        int other = half[n ^ 1];
        int mine = as(Op.I32, value);
        int theirs = as(Op.I32, other);
        put(Op.F64, offset & ~7, (n & 1) == 0 ? joinFloat(mine, theirs) : joinFloat(theirs, mine));
        half[n] = value;
        half[n ^ 1] = other;
    }

    /** Forgets what is known of guest registers, because a helper may have changed them. */
    public void forgetState() {
        Arrays.fill(whole, -1);
        Arrays.fill(half, -1);
        Arrays.fill(written, false);
    }

    /** An operation with one operand. */
    public int op1(int op, int a) {
        int source = block.op[a];
        switch (op) {
            case Op.NOT64 -> {
                if (source == op) {
                    return block.a[a];
                }
                if (source == Op.SEXT) {
                    return op1(Op.SEXT, op1(Op.NOT32, block.a[a]));
                }
            }
            case Op.TRUNC -> {
                if (source == Op.SEXT || source == Op.ZEXT) {
                    return block.a[a];
                }
            }
            case Op.NOT32 -> {
                if (source == op) {
                    return block.a[a];
                }
            }
            case Op.EXT8S -> {
                if (source == Op.LD8S || source == Op.EXT8S) {
                    return a;
                }
            }
            case Op.EXT16S -> {
                if (source == Op.LD16S || source == Op.EXT16S
                        || source == Op.LD8S || source == Op.EXT8S || source == Op.LD8U) {
                    return a;
                }
            }
            case Op.F32BITS, Op.F64BITS, Op.BITSF32, Op.BITSF64 -> {
                int inverse = op == Op.F32BITS || op == Op.F64BITS ? op + 1 : op - 1;
                if (source == inverse) {
                    return block.a[a];
                }
                if (op == Op.F64BITS && source == Op.JOINF64) {
                    return join(block.a[a], block.b[a]);
                }
            }
            default -> {}
        }
        if (source == Op.CONST32 || source == Op.CONST64 || source == Op.CONSTF32 || source == Op.CONSTF64) {
            int folded = Constants.fold(this, op, block.imm[a]);
            if (folded >= 0) {
                return folded;
            }
        }
        return block.add(op, a, -1, -1, 0);
    }

    /** An operation with two operands. */
    public int op2(int op, int a, int b) {
        if (op >= Op.AND64 && op <= Op.XOR64 || op >= Op.EQ64 && op <= Op.LEU64) {
            int narrow = op <= Op.XOR64 ? Widths.logic(this, op, a, b) : Widths.comparison(this, op, a, b);
            if (narrow >= 0) {
                return narrow;
            }
        }
        if (isConst(b)) {
            int folded = isConst(a) ? Constants.fold(this, op, block.imm[a], block.imm[b]) : foldRight(op, a, b);
            if (folded >= 0) {
                return folded;
            }
        } else if (isConst(a)) {
            if (commutes(op)) {
                return op2(op, b, a);
            }
            if (block.imm[a] == 0 && (op == Op.LTU32 || op == Op.LTU64)) { // the MIPS way to ask for "not zero"
                return block.add(op == Op.LTU32 ? Op.NE32 : Op.NE64, b, a, -1, 0);
            }
        } else if (a == b) {
            int folded = foldSame(op, a);
            if (folded >= 0) {
                return folded;
            }
        }
        return block.add(op, a, b, -1, 0);
    }

    private static boolean commutes(int op) {
        return switch (op) {
            case Op.ADD32, Op.AND32, Op.OR32, Op.XOR32, Op.MUL32, Op.EQ32, Op.NE32 -> true;
            case Op.ADD64, Op.AND64, Op.OR64, Op.XOR64, Op.MUL64, Op.EQ64, Op.NE64 -> true;
            default -> false;
        };
    }

    /** Row of what an operation with the constant {@code b} on its right comes to, or -1. */
    private int foldRight(int op, int a, int b) {
        long y = block.imm[b];
        switch (op) {
            case Op.ADD32, Op.SUB32, Op.OR32, Op.XOR32, Op.ADD64, Op.SUB64, Op.OR64, Op.XOR64 -> {
                return y == 0 ? a : -1;
            }
            case Op.SHL32, Op.SHR32, Op.ROR32 -> {
                return (y & 31) == 0 ? a : -1;
            }
            case Op.SAR32 -> {
                if ((y & 31) == 0) {
                    return a;
                }
                // Shifting up and down again is how MIPS I extends signs.
                boolean narrow = y == 24 || y == 16;
                if (narrow && block.op[a] == Op.SHL32 && isConst(block.b[a]) && block.imm[block.b[a]] == y) {
                    return op1(y == 24 ? Op.EXT8S : Op.EXT16S, block.a[a]);
                }
            }
            case Op.SHL64, Op.SHR64, Op.SAR64, Op.ROR64 -> {
                return (y & 63) == 0 ? a : -1;
            }
            case Op.AND32 -> {
                if (y == 0) {
                    return b;
                }
                long bits = possibleBits(a);
                return (bits & ~y) == 0 ? a : -1;
            }
            case Op.AND64 -> {
                return y == 0 ? b : y == -1 ? a : Widths.mask(this, a, y);
            }
            case Op.NE32, Op.NE64 -> {
                return y == 0 ? conditionIn(a) : -1;
            }
            case Op.EQ32, Op.EQ64 -> {
                int condition = y == 0 ? conditionIn(a) : -1;
                return condition >= 0 && isComparison(condition) ? opposite(condition) : -1;
            }
            case Op.LTU32, Op.LTU64 -> {
                if (y == 1) { // the MIPS way to ask for "zero"
                    int zero = op == Op.LTU32 ? const32(0) : const64(0);
                    return block.add(op == Op.LTU32 ? Op.EQ32 : Op.EQ64, a, zero, -1, 0);
                }
                return y == 0 ? const32(0) : -1;
            }
            case Op.ADDOV32, Op.SUBOV32, Op.ADDOV64, Op.SUBOV64 -> {
                return y == 0 ? const32(0) : -1;
            }
            default -> {}
        }
        return -1;
    }

    /** The condition that an integer is, widened perhaps, or -1. */
    private int conditionIn(int v) {
        int inner = block.op[v] == Op.ZEXT || block.op[v] == Op.SEXT ? block.a[v] : v;
        return isCondition(inner) ? inner : -1;
    }

    /** The bits of an I32, sign-extended, that may be set. */
    long possibleBits(int v) {
        return switch (block.op[v]) {
            case Op.LD8U -> 0xff;
            case Op.LD16U -> 0xffff;
            case Op.AND32 -> isConst(block.b[v]) ? block.imm[block.b[v]] : -1;
            case Op.SHR32 -> isConst(block.b[v]) ? (int) (0xffffffffL >>> (block.imm[block.b[v]] & 31)) : -1;
            default -> isCondition(v) ? 1 : -1;
        };
    }

    /** Whether an I32 is 0 or 1. */
    private boolean isCondition(int v) {
        int op = block.op[v];
        return op >= Op.ADDOV32 && op <= Op.LEU32 || op >= Op.ADDOV64 && op <= Op.LEU64
                || op == Op.FCMP32 || op == Op.FCMP64 || op == Op.SC32 || op == Op.SC64;
    }

    /** Row of what an operation on twice the same value comes to, or -1. */
    private int foldSame(int op, int a) {
        return switch (op) {
            case Op.AND32, Op.OR32, Op.AND64, Op.OR64 -> a;
            case Op.XOR32, Op.SUB32, Op.NE32, Op.LTS32, Op.LTU32, Op.NE64, Op.LTS64, Op.LTU64 -> const32(0);
            case Op.XOR64, Op.SUB64 -> const64(0);
            case Op.EQ32, Op.LES32, Op.LEU32, Op.EQ64, Op.LES64, Op.LEU64 -> const32(1);
            default -> -1;
        };
    }

    /** An operation with three operands (the SEL family: condition, value if true, value if false). */
    public int op3(int op, int a, int b, int c) {
        if (b == c) {
            return b;
        }
        if (isConst(a)) {
            return block.imm[a] != 0 ? b : c;
        }
        return block.add(op, truth(a), b, c, 0);
    }

    /** A value that is zero when and only when the condition is: comparing with zero adds nothing. */
    private int truth(int condition) {
        if (block.op[condition] == Op.NE32) {
            int right = block.b[condition];
            if (isConst(right) && block.imm[right] == 0) {
                return block.a[condition];
            }
        }
        return condition;
    }

    /** An operation with a constant beside its operands (comparisons and conversions of floating point). */
    public int opImm(int op, int a, int b, long imm) {
        return block.add(op, a, b, -1, imm);
    }

    /** A load from {@code address + displacement}. */
    public int load(int op, int address, int displacement) {
        long folded = foldAddress(address, displacement);
        return block.add(op, (int) (folded >>> 32), -1, -1, (int) folded);
    }

    /** A store to {@code address + displacement}; SC32 and SC64 too, which give a result. */
    public int store(int op, int address, int displacement, int value) {
        long folded = foldAddress(address, displacement);
        return block.add(op, (int) (folded >>> 32), value, -1, (int) folded);
    }

    private long foldAddress(int address, int displacement) {
        int op = block.op[address];
        if ((op == Op.ADD32 || op == Op.ADD64) && isConst(block.b[address]) && !steps.contains(address)) {
            long sum = displacement + block.imm[block.b[address]];
            if (sum >= -MAX_DISPLACEMENT && sum <= MAX_DISPLACEMENT) {
                return (long) block.a[address] << 32 | (sum & 0xffffffffL);
            }
        }
        return (long) address << 32 | (displacement & 0xffffffffL);
    }

    public int helper(int op, int id, int a, int b) {
        int v = block.add(op, a, b, -1, id);
        forgetState();
        return v;
    }

    public void fence() {
        block.add(Op.FENCE, -1, -1, -1, 0);
    }

    /** Adds nothing if the condition is known to be false. */
    public void exitIf(int condition, long target) {
        leaveIf(Op.EXIT_IF, condition, target);
    }

    /** Adds nothing if the condition is known to be false. */
    public void trapIf(int condition, int trap) {
        leaveIf(Op.TRAP_IF, condition, trap);
    }

    private void leaveIf(int op, int condition, long imm) {
        if (!isConst(condition) || block.imm[condition] != 0) {
            int kind = block.op[condition];
            boolean tells = follows && (kind == Op.NE32 || kind == Op.NE64) && isConst(block.b[condition]);
            int truth = truth(condition);
            assumed = -1;
            if (tells) { // the constant comes before the exit, which may be turned yet
                assume(block.a[condition], block.imm[block.b[condition]]);
            }
            block.add(op, truth, -1, -1, imm);
        }
    }

    /** From here on a value is known, and so are the guest registers that hold it. */
    private void assume(int value, long is) {
        boolean wide = isWide(Op.TYPE[block.op[value]]);
        int[] known = wide ? whole : half;
        assumed = -1;
        assumedOf = value;
        for (int n = 0; n < known.length; n++) {
            if (known[n] == value) {
                if (assumed < 0) {
                    assumed = wide ? const64(is) : const32((int) is);
                }
                known[n] = assumed;
            }
        }
    }

    /** The exit just added is turned: what it said of a value does not hold. */
    private void assumeNothing() {
        if (assumed < 0) {
            return;
        }
        int[] known = isWide(Op.TYPE[block.op[assumed]]) ? whole : half;
        for (int n = 0; n < known.length; n++) {
            if (known[n] == assumed) {
                known[n] = assumedOf;
            }
        }
        assumed = -1;
    }

    public void exit(long target) {
        if (goesTo(target)) {
            sinkCondition();
            goOn();
            return;
        }
        int last = block.size - 1;
        if (onPath && last >= 0 && block.op[last] == Op.EXIT_IF) {
            long other = block.imm[last];
            boolean on = goesTo(other);
            // A path that is a loop ends as a block that is one does.
            boolean back = !follows && same(target, block.pc) && !same(other, block.pc);
            if (on || back) {
                int condition = block.a[last];
                block.size = last;
                assumeNothing();
                exitIf(opposite(condition), target);
                if (on) {
                    sinkCondition();
                    goOn();
                } else {
                    block.add(Op.EXIT, -1, -1, -1, other);
                }
                return;
            }
        }
        block.add(Op.EXIT, -1, -1, -1, target);
    }

    /**
     * Which side was taken says what an exit's condition was. So guest registers that hold it are given a constant before
     * the exit and another one behind: most often the condition is then needed as a number nowhere.
     */
    private void sinkCondition() {
        int last = block.size - 1;
        int condition = block.op[last] == Op.EXIT_IF ? block.a[last] : -1;
        if (condition < 0 || !isCondition(condition)) {
            return;
        }
        long target = block.imm[last];
        block.size = last;
        int count = 0;
        for (int n = 0; n < 2 * SLOTS; n++) {
            int held = whole[n >> 1];
            if (held < 0) {
                held = half[n];
            } else {
                held = block.op[held] == Op.ZEXT && (n & 1) == 0 ? block.a[held] : -1;
            }
            if (held >= 0 && (held == condition || areOpposite(held, condition))) {
                sunk[count++] = held == condition ? n : ~n;
            }
        }
        for (int n = 0; n < count; n++) {
            putCondition(sunk[n], 1);
        }
        block.add(Op.EXIT_IF, condition, -1, -1, target);
        for (int n = 0; n < count; n++) {
            putCondition(sunk[n], 0);
        }
    }

    /** Gives half a slot, or the whole that begins there, a truth value; its opposite to the complement of the number. */
    private void putCondition(int which, int value) {
        int n = which < 0 ? ~which : which;
        int number = which < 0 ? 1 - value : value;
        if (whole[n >> 1] >= 0) {
            put(Op.I64, 4 * n, const64(number));
        } else {
            put(Op.I32, 4 * n, const32(number));
        }
    }

    private boolean isComparison(int v) {
        int op = block.op[v];
        return op >= Op.EQ32 && op <= Op.LEU32 || op >= Op.EQ64 && op <= Op.LEU64;
    }

    private void goOn() {
        goesOn = true;
        follows = false;
    }

    /** The condition that holds when this one does not. */
    private int opposite(int condition) {
        int op = block.op[condition];
        int x = block.a[condition];
        int y = block.b[condition];
        return switch (op) {
            case Op.EQ32, Op.EQ64 -> op2(op + 1, x, y);
            case Op.NE32, Op.NE64 -> op2(op - 1, x, y);
            case Op.LTS32, Op.LTS64, Op.LTU32, Op.LTU64 -> op2(op + 2, y, x);
            case Op.LES32, Op.LES64, Op.LEU32, Op.LEU64 -> op2(op - 2, y, x);
            default -> op2(Op.EQ32, condition, const32(0));
        };
    }

    /** Whether one condition holds exactly when the other does not, as far as {@link #opposite} makes them so. */
    private boolean areOpposite(int v, int w) {
        int x = block.a[w];
        int y = block.b[w];
        return switch (block.op[w]) {
            case Op.EQ32, Op.EQ64 -> is(v, block.op[w] + 1, x, y)
                    || is(w, Op.EQ32, v, y) && isCondition(v) && isConst(y) && block.imm[y] == 0;
            case Op.NE32, Op.NE64 -> is(v, block.op[w] - 1, x, y);
            case Op.LTS32, Op.LTS64, Op.LTU32, Op.LTU64 -> is(v, block.op[w] + 2, y, x);
            case Op.LES32, Op.LES64, Op.LEU32, Op.LEU64 -> is(v, block.op[w] - 2, y, x);
            default -> false;
        };
    }

    private boolean is(int v, int op, int x, int y) {
        return block.op[v] == op && block.a[v] == x && block.b[v] == y;
    }

    public void exitReg(int target) {
        if (follows && isConst(target)) {
            long address = constValue(target);
            exit((block.mode & Mode.ADDR64) != 0 ? address : address & 0xffffffffL);
        } else if (follows) {
            block.add(Op.EXIT_UNLESS, target, -1, -1, next);
            assume(target, next);
            goOn();
        } else {
            block.add(Op.EXIT_REG, target, -1, -1, 0);
        }
    }

    public void syscall(int code) {
        block.add(Op.SYSCALL, -1, -1, -1, code);
    }

    public void trap(int trap) {
        block.add(Op.TRAP, -1, -1, -1, trap);
    }
}
