package heliotrope.mips.exec;

import heliotrope.ir.CodeSource;
import heliotrope.ir.FpModel;
import heliotrope.ir.Frontend;
import heliotrope.ir.GuestState;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.IrVerifier;
import heliotrope.ir.Op;
import heliotrope.mips.MipsFrontend;

/**
 * The MIPS front end, except that in the legacy NaN encoding the result of an operation with a NaN operand is the
 * default NaN, as in qemu 7.2. The processors hand a quiet NaN on.
 */
final class QemuNans implements Frontend, FpModel {
    private final boolean nan2008;
    private final MipsFrontend mips;
    private final FpModel model;

    QemuNans(boolean nan2008) {
        this.nan2008 = nan2008;
        mips = new MipsFrontend(nan2008);
        model = mips.fpModel();
    }

    @Override
    public long nanResult(int op, long a, long b) {
        if (nan2008) {
            return model.nanResult(op, a, b);
        }
        return Op.TYPE[op] == Op.F64 ? 0x7ff7ffffffffffffL : 0x7fbfffffL;
    }

    @Override
    public long invalidInteger(int op, long a) {
        return model.invalidInteger(op, a);
    }

    @Override
    public boolean signalling(boolean is64, long bits) {
        return model.signalling(is64, bits);
    }

    @Override
    public boolean raise(GuestState state, int flags) {
        return model.raise(state, flags);
    }

    @Override
    public void translate(CodeSource code, int mode, int maxInstructions, IrBuilder out) {
        mips.translate(code, mode, maxInstructions, out);
        IrVerifier.verify(out.block);
    }

    @Override
    public long helper(int id, GuestState state, long a, long b, int[] trap) {
        return mips.helper(id, state, a, b, trap);
    }

    @Override
    public FpModel fpModel() {
        return this;
    }

    @Override
    public String disassemble(int word, long pc) {
        return mips.disassemble(word, pc);
    }

    @Override
    public String registerName(int register) {
        return mips.registerName(register);
    }

    @Override
    public int registerOffset(int register) {
        return mips.registerOffset(register);
    }

    @Override
    public int registerCount() {
        return mips.registerCount();
    }
}
