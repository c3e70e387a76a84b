package heliotrope.mips;

import heliotrope.ir.Op;

/**
 * Loads, stores and atomic updates (manual: CPU instructions, load and store). A load into register 0 still happens:
 * it may fault.
 */
final class LoadsStores {
    private LoadsStores() {}

    static void translate(Translation t, int id, int word) {
        int rt = Translation.rt(word);
        switch (id) {
            case Insn.LB -> t.setGpr32(rt, load(t, Op.LD8S, word));
            case Insn.LBU -> t.setGprUnsigned(rt, load(t, Op.LD8U, word));
            case Insn.LH -> t.setGpr32(rt, load(t, Op.LD16S, word));
            case Insn.LHU -> t.setGprUnsigned(rt, load(t, Op.LD16U, word));
            case Insn.LW -> t.setGpr32(rt, load(t, Op.LD32, word));
            case Insn.LWU -> t.setGpr64(rt, t.b.op1(Op.ZEXT, load(t, Op.LD32, word)));
            case Insn.LD -> t.setGpr64(rt, load(t, Op.LD64, word));
            case Insn.LL -> t.setGpr32(rt, load(t, Op.LL32, word));
            case Insn.LLD -> t.setGpr64(rt, load(t, Op.LL64, word));

            case Insn.SB -> store(t, Op.ST8, word, t.gpr32(rt));
            case Insn.SH -> store(t, Op.ST16, word, t.gpr32(rt));
            case Insn.SW -> store(t, Op.ST32, word, t.gpr32(rt));
            case Insn.SD -> store(t, Op.ST64, word, t.gpr64(rt));
            case Insn.SC -> t.setGprUnsigned(rt, store(t, Op.SC32, word, t.gpr32(rt)));
            case Insn.SCD -> t.setGprUnsigned(rt, store(t, Op.SC64, word, t.gpr64(rt)));
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        }
    }

    /** Loads from base + offset. */
    static int load(Translation t, int op, int word) {
        return t.b.load(op, t.base(word), Translation.simm(word));
    }

    /** Stores to base + offset; what a store conditional gives. */
    static int store(Translation t, int op, int word, int value) {
        return t.b.store(op, t.base(word), Translation.simm(word), value);
    }
}
