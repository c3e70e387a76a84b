package heliotrope.mips;

import heliotrope.ir.CodeSource;
import heliotrope.ir.FpModel;
import heliotrope.ir.Frontend;
import heliotrope.ir.GuestState;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.Mode;
import heliotrope.ir.Trap;

/**
 * MIPS I to IV (with {@link heliotrope.ir.Mode#MIPS_R2} MIPS32 and MIPS64 release 2) user programs, as IR. Stateless,
 * so that several threads may translate at a time.
 *
 * <p>What the manual leaves undefined: a jump or system call in a delay slot is a reserved instruction; with
 * Status.FR = 0 so is double precision arithmetic on an odd register, while ldc1 and sdc1 ignore the low bit of the
 * number; reserved fields must be 0.
 */
public final class MipsFrontend implements Frontend {
    private static final MipsFpModel MODERN = new MipsFpModel(true);

    private final MipsFpModel fpModel;

    /** The legacy NaN encoding of the processors of the time. */
    public MipsFrontend() {
        this(false);
    }

    /** Which NaN encoding: true for that of IEEE 754-2008; goes with {@link heliotrope.ir.Mode#NAN2008}. */
    public MipsFrontend(boolean nan2008) {
        fpModel = new MipsFpModel(nan2008);
    }

    @Override
    public void translate(CodeSource code, int mode, int maxInstructions, IrBuilder out) {
        long pc = code.pc;
        out.begin(pc, mode);
        Translation t = new Translation(out, mode);
        int[] words = code.words;
        int count = code.count;
        int limit = Math.max(1, maxInstructions);
        int n = 0;
        while (!t.ended) {
            if (n >= count || n >= limit) {
                leave(t, pc, n);
                break;
            }
            int word = words[n];
            int id = MipsInstructions.decode(word, mode);
            t.pc = pc + 4L * n;
            if (MipsInstructions.chapter(id) == 'J') {
                if (n + 1 >= count) {
                    leave(t, pc, n);
                } else {
                    Jumps.translate(t, id, word, words[n + 1]);
                    n += 2;
                }
                break;
            }
            FpuCause.writeBefore(t, id);
            int paired = Pairs.translate(t, id, words, n, Math.min(count, limit));
            if (paired > 0) {
                n += paired;
                continue;
            }
            out.insn(t.pc, false);
            instruction(t, id, word);
            n++;
        }
        out.block.guestBytes = 4 * n;
    }

    /** Ends a block after n instructions because there are no more words, or as many as wanted. */
    private static void leave(Translation t, long pc, int n) {
        if (n == 0) {
            t.b.insn(pc, false);
            t.trap(Trap.FETCH, 0);
        } else {
            FpuCause.write(t);
            t.b.exit(t.codeAddress(pc + 4L * n));
            t.ended = true;
        }
    }

    /** Translates one instruction that is no jump; a jump here is in a delay slot. */
    static void instruction(Translation t, int id, int word) {
        switch (MipsInstructions.chapter(id)) {
            case 'A' -> IntegerAlu.translate(t, id, word);
            case 'S' -> Shifts.translate(t, id, word);
            case 'M' -> MultiplyDivide.translate(t, id, word);
            case 'L' -> LoadsStores.translate(t, id, word);
            case 'U' -> UnalignedAccess.translate(t, id, word);
            case 'T' -> Exceptions.translate(t, id, word);
            case 'F' -> FpuMoves.translate(t, id, word);
            case 'G' -> FpuArithmetic.translate(t, id, word);
            case 'C' -> FpuArithmetic.compare(t, id, word);
            case 'V' -> FpuConversions.translate(t, id, word);
            case 'X' -> FpuIndexed.translate(t, id, word);
            default -> unknown(t, word);
        }
    }

    private static void unknown(Translation t, int word) {
        int opcode = word >>> 26;
        if (opcode == 0x10 || opcode == 0x12) {
            t.trap(Trap.COPROCESSOR, opcode & 3);
        } else {
            t.reserved();
        }
    }

    @Override
    public long helper(int id, GuestState state, long a, long b, int[] trap) {
        return switch (id) {
            case FpuControl.READ -> FpuControl.read(state, (int) a);
            case FpuControl.WRITE -> FpuControl.write(state, (int) a, (int) b, trap);
            case FpuCause.RUN -> {
                if (FpuCause.execute(state, (int) a)) {
                    trap[0] = Trap.of(Trap.FP, 0);
                }
                yield 0;
            }
            case Exceptions.CYCLES -> Exceptions.cycles();
            default -> throw new IllegalArgumentException("no helper " + id);
        };
    }

    @Override
    public boolean step(GuestState state, int word) {
        return FpuControl.step(state, word);
    }

    @Override
    public FpModel fpModel() {
        return fpModel;
    }

    @Override
    public FpModel fpModel(int mode) {
        return (mode & Mode.NAN2008) != 0 ? MODERN : fpModel;
    }

    @Override
    public String disassemble(int word, long pc) {
        return MipsDisassembler.disassemble(word, pc);
    }

    @Override
    public String registerName(int register) {
        return register < 32 ? MipsDisassembler.gprName(register) : register == 32 ? "hi" : "lo";
    }

    @Override
    public int registerOffset(int register) {
        return MipsState.GPR + 8 * register; // HI and LO follow
    }

    /** What compilers use in small loops and for calls: v0, a0, v1, a1, a2, sp, a3, s0. */
    private static final int[] PINNED = {
        MipsState.gpr(2), MipsState.gpr(4), MipsState.gpr(3), MipsState.gpr(5), MipsState.gpr(6), MipsState.gpr(29),
        MipsState.gpr(7), MipsState.gpr(16)
    };

    @Override
    public int[] pinnedRegisters() {
        return PINNED.clone();
    }

    @Override
    public int registerCount() {
        return 34;
    }
}
