package heliotrope.ir;

import java.util.Arrays;

/**
 * Appends operations to an {@link IrBlock} for a translator. Folds constants, forwards guest registers within the block
 * (a GET after a PUT or GET of the same offset and type costs nothing) and moves constant parts of addresses into the displacement.
 * What it returns are row numbers.
 */
public final class IrBuilder {
    /** Largest magnitude of a displacement: windows have guard zones of 64 KiB on both sides. */
    private static final int MAX_DISPLACEMENT = 0x7fff;

    private static final int SLOTS = 128;

    public final IrBlock block;
    private final int[] slotValue = new int[SLOTS];
    private final int[] slotKey = new int[SLOTS]; // offset << 3 | type, -1 when unknown

    public IrBuilder(IrBlock block) {
        this.block = block;
    }

    /** Starts a new block. */
    public void begin(long pc, int mode) {
        block.clear();
        block.pc = pc;
        block.mode = mode;
        Arrays.fill(slotKey, -1);
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
        int slot = offset >>> 3;
        int key = offset << 3 | type;
        if (slotKey[slot] == key) {
            return slotValue[slot];
        }
        int v = block.add(Op.GET32 + type - Op.I32, -1, -1, -1, offset);
        slotKey[slot] = key;
        slotValue[slot] = v;
        return v;
    }

    /** Writes guest state. */
    public void put(int type, int offset, int value) {
        block.add(Op.PUT32 + type - Op.I32, value, -1, -1, offset);
        int slot = offset >>> 3;
        slotKey[slot] = offset << 3 | type;
        slotValue[slot] = value;
    }

    /** Forgets what is known of guest registers, because a helper may have changed them. */
    public void forgetState() {
        Arrays.fill(slotKey, -1);
    }

    /** An operation with one operand. */
    public int op1(int op, int a) {
        int source = block.op[a];
        if (op == Op.TRUNC && (source == Op.SEXT || source == Op.ZEXT)) {
            return block.a[a];
        }
        if (source == Op.CONST32 || source == Op.CONST64) {
            long x = block.imm[a];
            switch (op) {
                case Op.TRUNC, Op.NOT32, Op.EXT8S, Op.EXT16S -> {
                    return const32(fold1(op, (int) x));
                }
                case Op.SEXT -> {
                    return const64((int) x);
                }
                case Op.ZEXT -> {
                    return const64(x & 0xffffffffL);
                }
                case Op.NOT64 -> {
                    return const64(~x);
                }
                default -> {}
            }
        }
        return block.add(op, a, -1, -1, 0);
    }

    private static int fold1(int op, int x) {
        return op == Op.NOT32 ? ~x : op == Op.EXT8S ? (byte) x : op == Op.EXT16S ? (short) x : x;
    }

    /** An operation with two operands. */
    public int op2(int op, int a, int b) {
        boolean constB = isConst(b);
        if (constB) {
            if (isConst(a)) {
                int folded = foldConstants(op, block.imm[a], block.imm[b]);
                if (folded >= 0) {
                    return folded;
                }
            }
            if (block.imm[b] == 0) {
                switch (op) {
                    case Op.ADD32, Op.SUB32, Op.OR32, Op.XOR32, Op.SHL32, Op.SHR32, Op.SAR32, Op.ADD64, Op.SUB64, Op.OR64, Op.XOR64,
                            Op.SHL64, Op.SHR64, Op.SAR64 -> {
                        return a;
                    }
                    case Op.AND32, Op.AND64 -> {
                        return b;
                    }
                    default -> {}
                }
            }
        } else if (isConst(a) && commutes(op)) {
            return op2(op, b, a);
        }
        return block.add(op, a, b, -1, 0);
    }

    private static boolean commutes(int op) {
        return switch (op) {
            case Op.ADD32, Op.AND32, Op.OR32, Op.XOR32, Op.MUL32, Op.EQ32, Op.NE32, Op.ADD64, Op.AND64, Op.OR64, Op.XOR64, Op.MUL64,
                    Op.EQ64, Op.NE64 -> true;
            default -> false;
        };
    }

    /** Row of the folded constant, or -1. */
    private int foldConstants(int op, long x, long y) {
        int i = (int) x;
        int j = (int) y;
        return switch (op) {
            case Op.ADD32 -> const32(i + j);
            case Op.SUB32 -> const32(i - j);
            case Op.AND32 -> const32(i & j);
            case Op.OR32 -> const32(i | j);
            case Op.XOR32 -> const32(i ^ j);
            case Op.SHL32 -> const32(i << j);
            case Op.SHR32 -> const32(i >>> j);
            case Op.SAR32 -> const32(i >> j);
            case Op.ADD64 -> const64(x + y);
            case Op.SUB64 -> const64(x - y);
            case Op.AND64 -> const64(x & y);
            case Op.OR64 -> const64(x | y);
            case Op.XOR64 -> const64(x ^ y);
            case Op.SHL64 -> const64(x << j);
            case Op.SHR64 -> const64(x >>> j);
            case Op.SAR64 -> const64(x >> j);
            case Op.EQ32 -> const32(i == j ? 1 : 0);
            case Op.NE32 -> const32(i != j ? 1 : 0);
            case Op.LTS32 -> const32(i < j ? 1 : 0);
            case Op.LTU32 -> const32(Integer.compareUnsigned(i, j) < 0 ? 1 : 0);
            default -> -1;
        };
    }

    /** An operation with three operands (the SEL family: condition, value if true, value if false). */
    public int op3(int op, int a, int b, int c) {
        return block.add(op, a, b, c, 0);
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
        if ((op == Op.ADD32 || op == Op.ADD64) && isConst(block.b[address])) {
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

    public void exitIf(int condition, long target) {
        block.add(Op.EXIT_IF, condition, -1, -1, target);
    }

    public void trapIf(int condition, int trap) {
        block.add(Op.TRAP_IF, condition, -1, -1, trap);
    }

    public void exit(long target) {
        block.add(Op.EXIT, -1, -1, -1, target);
    }

    public void exitReg(int target) {
        block.add(Op.EXIT_REG, target, -1, -1, 0);
    }

    public void syscall(int code) {
        block.add(Op.SYSCALL, -1, -1, -1, code);
    }

    public void trap(int trap) {
        block.add(Op.TRAP, -1, -1, -1, trap);
    }
}
