package heliotrope.kernel;

import heliotrope.ir.CodeSource;
import heliotrope.ir.FpModel;
import heliotrope.ir.Frontend;
import heliotrope.ir.GuestState;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.Op;

/** An instruction set with three instructions: 0 is a system call, 1 stores to the address in register 1, 2 jumps to itself. */
final class SyscallFrontend implements Frontend, FpModel {
    static final int STORE = 1, SPIN = 2;
    /** Offset of the register that holds results, and of the one that holds a signal number or a store's address. */
    static final int RESULT = 0, REGISTER = 8;

    @Override
    public void translate(CodeSource code, int mode, int maxInstructions, IrBuilder out) {
        out.begin(code.pc, mode);
        out.insn(code.pc, false);
        switch (code.words[0]) {
            case STORE -> {
                out.store(Op.ST32, out.get(Op.I32, REGISTER), 0, out.const32(7));
                out.exit(code.pc + 4);
            }
            case SPIN -> out.exit(code.pc);
            default -> out.syscall(0);
        }
        out.block.guestBytes = 4;
    }

    @Override
    public long helper(int id, GuestState state, long a, long b, int[] trap) {
        return 0;
    }

    @Override
    public FpModel fpModel() {
        return this;
    }

    @Override
    public String disassemble(int word, long pc) {
        return Integer.toString(word);
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
        return 2;
    }

    @Override
    public long nanResult(int op, long a, long b) {
        return 0;
    }

    @Override
    public long invalidInteger(int op, long a) {
        return 0;
    }

    @Override
    public boolean signalling(boolean is64, long bits) {
        return false;
    }

    @Override
    public boolean raise(GuestState state, int flags) {
        return false;
    }
}
