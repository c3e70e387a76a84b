package heliotrope.mips;

import heliotrope.ir.Op;

/**
 * Shifts and rotations (manual: CPU instructions, computational, shifts). Counts use the low 5 or 6 bits, as the
 * operations of the IR do.
 */
final class Shifts {
    private Shifts() {}

    static void translate(Translation t, int id, int word) {
        int rs = Translation.rs(word);
        int rt = Translation.rt(word);
        int rd = Translation.rd(word);
        int sa = Translation.sa(word);
        if (rd == 0) { // nop and its like
            return;
        }
        switch (id) {
            case Insn.SLL -> t.setGpr32(rd, t.b.op2(Op.SHL32, t.gpr32(rt), t.b.const32(sa)));
            case Insn.SRL -> t.setGpr32(rd, t.b.op2(Op.SHR32, t.gpr32(rt), t.b.const32(sa)));
            case Insn.SRA -> t.setGpr32(rd, t.b.op2(Op.SAR32, t.gpr32(rt), t.b.const32(sa)));
            case Insn.SLLV -> t.setGpr32(rd, t.b.op2(Op.SHL32, t.gpr32(rt), t.gpr32(rs)));
            case Insn.SRLV -> t.setGpr32(rd, t.b.op2(Op.SHR32, t.gpr32(rt), t.gpr32(rs)));
            case Insn.SRAV -> t.setGpr32(rd, t.b.op2(Op.SAR32, t.gpr32(rt), t.gpr32(rs)));
            case Insn.ROR -> t.setGpr32(rd, t.b.op2(Op.ROR32, t.gpr32(rt), t.b.const32(sa)));
            case Insn.RORV -> t.setGpr32(rd, t.b.op2(Op.ROR32, t.gpr32(rt), t.gpr32(rs)));

            case Insn.DSLL -> t.setGpr64(rd, t.b.op2(Op.SHL64, t.gpr64(rt), t.b.const32(sa)));
            case Insn.DSRL -> t.setGpr64(rd, t.b.op2(Op.SHR64, t.gpr64(rt), t.b.const32(sa)));
            case Insn.DSRA -> t.setGpr64(rd, t.b.op2(Op.SAR64, t.gpr64(rt), t.b.const32(sa)));
            case Insn.DSLL32 -> t.setGpr64(rd, t.b.op2(Op.SHL64, t.gpr64(rt), t.b.const32(sa + 32)));
            case Insn.DSRL32 -> t.setGpr64(rd, t.b.op2(Op.SHR64, t.gpr64(rt), t.b.const32(sa + 32)));
            case Insn.DSRA32 -> t.setGpr64(rd, t.b.op2(Op.SAR64, t.gpr64(rt), t.b.const32(sa + 32)));
            case Insn.DSLLV -> t.setGpr64(rd, t.b.op2(Op.SHL64, t.gpr64(rt), t.gpr32(rs)));
            case Insn.DSRLV -> t.setGpr64(rd, t.b.op2(Op.SHR64, t.gpr64(rt), t.gpr32(rs)));
            case Insn.DSRAV -> t.setGpr64(rd, t.b.op2(Op.SAR64, t.gpr64(rt), t.gpr32(rs)));
            case Insn.DROR -> t.setGpr64(rd, t.b.op2(Op.ROR64, t.gpr64(rt), t.b.const32(sa)));
            case Insn.DROR32 -> t.setGpr64(rd, t.b.op2(Op.ROR64, t.gpr64(rt), t.b.const32(sa + 32)));
            case Insn.DRORV -> t.setGpr64(rd, t.b.op2(Op.ROR64, t.gpr64(rt), t.gpr32(rs)));
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        }
    }
}
