package heliotrope.engine.interp;

import heliotrope.ir.CodeSource;
import heliotrope.ir.FpModel;
import heliotrope.ir.Frontend;
import heliotrope.ir.GuestState;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.Op;

/** A guest without instructions, whose floating point is that of an x86. */
final class TestFrontend implements Frontend, FpModel {
    /** Exceptions that trap. */
    int enabled;
    /** Flags of the last operation, -1 if raise was not called since this was set. */
    int raised = -1;
    /** How often raise was called. */
    int raises;

    static final int HELPER_ADD = 1, HELPER_TRAP = 2, HELPER_PUT = 3;

    @Override
    public void translate(CodeSource code, int mode, int maxInstructions, IrBuilder out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long helper(int id, GuestState state, long a, long b, int[] trap) {
        switch (id) {
            case HELPER_ADD -> {
                return a + b;
            }
            case HELPER_TRAP -> trap[0] = (int) a;
            case HELPER_PUT -> state.put64((int) a, b);
            default -> throw new IllegalArgumentException("helper " + id);
        }
        return 0;
    }

    @Override
    public FpModel fpModel() {
        return this;
    }

    @Override
    public String disassemble(int word, long pc) {
        return "";
    }

    @Override
    public String registerName(int register) {
        return "";
    }

    @Override
    public int registerOffset(int register) {
        return 0;
    }

    @Override
    public int registerCount() {
        return 0;
    }

    @Override
    public long nanResult(int op, long a, long b) {
        boolean operands64 = op == Op.F64TOF32 || Op.TYPE[op] == Op.F64 && op != Op.F32TOF64;
        boolean nanA = isNaN(operands64, a);
        boolean nanB = isNaN(operands64, b);
        if (op == Op.F32TOF64 && nanA) {
            return Double.doubleToRawLongBits(Float.intBitsToFloat((int) a)) | 0x0008000000000000L;
        }
        if (op == Op.F64TOF32 && nanA) {
            return a >>> 32 & 0x80000000L | 0x7fc00000L | a >>> 29 & 0x3fffff;
        }
        long quiet = operands64 ? 0x0008000000000000L : 0x00400000L;
        return nanA ? a | quiet : nanB ? b | quiet : operands64 ? 0xfff8000000000000L : 0xffc00000L;
    }

    private static boolean isNaN(boolean is64, long x) {
        return is64 ? Double.isNaN(Double.longBitsToDouble(x)) : Float.isNaN(Float.intBitsToFloat((int) x));
    }

    @Override
    public long invalidInteger(int op, long a) {
        return op == Op.F32TOI64 || op == Op.F64TOI64 ? Long.MIN_VALUE : Integer.MIN_VALUE;
    }

    @Override
    public boolean signalling(boolean is64, long bits) {
        return (bits & (is64 ? 0x0008000000000000L : 0x00400000L)) == 0;
    }

    @Override
    public boolean raise(GuestState state, int flags) {
        raised = flags;
        raises++;
        return (flags & enabled) != 0;
    }
}
