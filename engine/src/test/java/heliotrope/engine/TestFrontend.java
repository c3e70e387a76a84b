package heliotrope.engine;

import heliotrope.ir.CodeSource;
import heliotrope.ir.FpModel;
import heliotrope.ir.Frontend;
import heliotrope.ir.GuestState;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;
import heliotrope.ir.Trap;

/**
 * A guest instruction set for tests of the engine, with 64 registers r at {@code 8 * r}, of 32 bits, or of 64 with
 * {@link Mode#ADDR64}. A word is {@code
 * op << 24 | a << 16 | b << 8 | c}; {@code s} is the signed low byte c.
 */
class TestFrontend implements Frontend, FpModel {
    static final int
            ADDI = 1, // a = b + s
            ADD = 2, // a = b + c
            LW = 3, // a = [b + s]
            SW = 4, // [b + s] = a
            BNE = 5, // if a != b go s instructions on from behind the delay slot, which follows
            JR = 6, // to a, with delay slot
            SYSCALL = 7, // code c
            LUI = 8, // a = (b << 8 | c) << 16
            ORI = 9, // a |= b << 8 | c
            HELPER = 10, // a = b * 2, by a helper
            J = 11, // s instructions on, with delay slot
            BREAK = 12,
            FADD = 13, // double a += double b, register a at 512 + 8 * a
            LL = 14, // a = [b + s]
            SC = 15, // [b + s] = a, a = success
            FENCE = 16;

    static int word(int op, int a, int b, int c) {
        return op << 24 | a << 16 | b << 8 | c & 0xff;
    }

    @Override
    public void translate(CodeSource code, int mode, int maxInstructions, IrBuilder out) {
        out.begin(code.pc, mode);
        int n = 0;
        boolean ended = false;
        while (!ended && n < code.count && n < maxInstructions) {
            int w = code.words[n];
            long pc = code.pc + 4L * n;
            int op = w >>> 24;
            int a = w >> 16 & 0xff;
            if (op == BNE || op == JR || op == J) {
                if (n + 1 >= code.count) {
                    break;
                }
                out.insn(pc, false);
                int condition = op == BNE ? out.op2(wide(out) ? Op.NE64 : Op.NE32, get(out, a), get(out, w >> 8 & 0xff)) : -1;
                int target = op == JR ? get(out, a) : -1;
                out.insn(pc + 4, true);
                simple(out, code.words[n + 1]);
                long to = pc + 8 + 4 * (byte) w;
                n += 2;
                if (op == BNE) {
                    out.exitIf(condition, to);
                    out.exit(pc + 8);
                } else if (op == J) {
                    out.exit(to);
                } else {
                    out.exitReg(target);
                }
                ended = true;
            } else {
                out.insn(pc, false);
                ended = simple(out, w);
                n++;
            }
        }
        if (!ended) {
            if (n == 0) {
                out.insn(code.pc, false);
                out.trap(Trap.of(Trap.FETCH, 0));
            } else {
                out.exit(code.pc + 4L * n);
            }
        }
        out.block.guestBytes = 4 * n;
    }

    private static boolean wide(IrBuilder out) {
        return (out.block.mode & Mode.ADDR64) != 0;
    }

    private static int get(IrBuilder out, int r) {
        if (wide(out)) {
            return r == 0 ? out.const64(0) : out.get(Op.I64, 8 * r);
        }
        return r == 0 ? out.const32(0) : out.get(Op.I32, 8 * r);
    }

    private static int get32(IrBuilder out, int r) {
        return wide(out) ? out.op1(Op.TRUNC, get(out, r)) : get(out, r);
    }

    private static int constant(IrBuilder out, int value) {
        return wide(out) ? out.const64(value) : out.const32(value);
    }

    private static void put(IrBuilder out, int r, int value) {
        out.put(wide(out) ? Op.I64 : Op.I32, 8 * r, value);
    }

    private static void put32(IrBuilder out, int r, int value) {
        put(out, r, wide(out) ? out.op1(Op.SEXT, value) : value);
    }

    private static boolean simple(IrBuilder out, int w) {
        int a = w >> 16 & 0xff;
        int b = w >> 8 & 0xff;
        int c = w & 0xff;
        int s = (byte) w;
        int add = wide(out) ? Op.ADD64 : Op.ADD32;
        switch (w >>> 24) {
            case ADDI -> put(out, a, out.op2(add, get(out, b), constant(out, s)));
            case ADD -> put(out, a, out.op2(add, get(out, b), get(out, c)));
            case LW -> put32(out, a, out.load(Op.LD32, get(out, b), s));
            case SW -> out.store(Op.ST32, get(out, b), s, get32(out, a));
            case SYSCALL -> {
                out.syscall(c);
                return true;
            }
            case LL -> put32(out, a, out.load(Op.LL32, get(out, b), s));
            case SC -> put32(out, a, out.store(Op.SC32, get(out, b), s, get32(out, a)));
            case FENCE -> out.fence();
            case LUI -> put(out, a, constant(out, (b << 8 | c) << 16));
            case ORI -> put(out, a, out.op2(wide(out) ? Op.OR64 : Op.OR32, get(out, a), constant(out, b << 8 | c)));
            case HELPER -> put32(out, a, out.helper(Op.HELPER32, 1, get32(out, b), -1));
            case BREAK -> {
                out.trap(Trap.of(Trap.BREAK, c));
                return true;
            }
            case FADD -> out.put(Op.F64, 512 + 8 * a, out.op2(Op.FADD64, out.get(Op.F64, 512 + 8 * a),
                    out.get(Op.F64, 512 + 8 * b)));
            default -> {
                out.trap(Trap.of(Trap.RESERVED, 0));
                return true;
            }
        }
        return false;
    }

    @Override
    public long helper(int id, GuestState state, long a, long b, int[] trap) {
        return a * 2;
    }

    @Override
    public FpModel fpModel() {
        return this;
    }

    @Override
    public String disassemble(int word, long pc) {
        return Integer.toHexString(word);
    }

    @Override
    public String registerName(int register) {
        return "r" + register;
    }

    @Override
    public int registerOffset(int register) {
        return 8 * register;
    }

    @Override
    public int registerCount() {
        return 64;
    }

    @Override
    public long nanResult(int op, long a, long b) {
        int type = Op.TYPE[op];
        return type == Op.F32 ? 0x7fbfffffL : 0x7ff7ffffffffffffL;
    }

    @Override
    public long invalidInteger(int op, long a) {
        return Op.TYPE[op] == Op.I32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
    }

    @Override
    public boolean signalling(boolean is64, long bits) {
        return is64 ? (bits & 1L << 51) != 0 : (bits & 1 << 22) != 0;
    }

    @Override
    public boolean raise(GuestState state, int flags) {
        return false;
    }
}
