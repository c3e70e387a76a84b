package heliotrope.mips;

import heliotrope.ir.Op;

/**
 * HI and LO (manual: CPU instructions, computational, multiply and divide). What a division by 0 leaves is undefined
 * in the manual; here the divisor then counts as 1.
 */
final class MultiplyDivide {
    private MultiplyDivide() {}

    static void translate(Translation t, int id, int word) {
        int rs = Translation.rs(word);
        int rt = Translation.rt(word);
        int rd = Translation.rd(word);
        switch (id) {
            case Insn.MFHI -> t.setGpr(rd, special(t, MipsState.HI));
            case Insn.MFLO -> t.setGpr(rd, special(t, MipsState.LO));
            case Insn.MTHI -> t.b.put(t.regs64 ? Op.I64 : Op.I32, MipsState.HI, t.gpr(rs));
            case Insn.MTLO -> t.b.put(t.regs64 ? Op.I64 : Op.I32, MipsState.LO, t.gpr(rs));

            case Insn.MULT -> setProduct(t, product(t, Op.SEXT, rs, rt));
            case Insn.MULTU -> setProduct(t, product(t, Op.ZEXT, rs, rt));
            case Insn.MADD -> setProduct(t, t.b.op2(Op.ADD64, accumulator(t), product(t, Op.SEXT, rs, rt)));
            case Insn.MADDU -> setProduct(t, t.b.op2(Op.ADD64, accumulator(t), product(t, Op.ZEXT, rs, rt)));
            case Insn.MSUB -> setProduct(t, t.b.op2(Op.SUB64, accumulator(t), product(t, Op.SEXT, rs, rt)));
            case Insn.MSUBU -> setProduct(t, t.b.op2(Op.SUB64, accumulator(t), product(t, Op.ZEXT, rs, rt)));
            case Insn.MUL -> t.setGpr32(rd, t.b.op2(Op.MUL32, t.gpr32(rs), t.gpr32(rt)));
            case Insn.DIV -> divide32(t, Op.DIVS32, Op.REMS32, t.gpr32(rs), t.gpr32(rt));
            case Insn.DIVU -> divide32(t, Op.DIVU32, Op.REMU32, t.gpr32(rs), t.gpr32(rt));

            case Insn.DMULT -> multiply64(t, Op.MULHS64, t.gpr64(rs), t.gpr64(rt));
            case Insn.DMULTU -> multiply64(t, Op.MULHU64, t.gpr64(rs), t.gpr64(rt));
            case Insn.DDIV -> divide64(t, Op.DIVS64, Op.REMS64, t.gpr64(rs), t.gpr64(rt));
            case Insn.DDIVU -> divide64(t, Op.DIVU64, Op.REMU64, t.gpr64(rs), t.gpr64(rt));
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        }
    }

    /** HI or LO in the registers' width. */
    private static int special(Translation t, int offset) {
        return t.b.get(t.regs64 ? Op.I64 : Op.I32, offset);
    }

    /** The 64-bit product of two words; {@code extend} is SEXT or ZEXT. */
    private static int product(Translation t, int extend, int rs, int rt) {
        return t.b.op2(Op.MUL64, t.b.op1(extend, t.gpr32(rs)), t.b.op1(extend, t.gpr32(rt)));
    }

    /** HI || LO of two words. */
    private static int accumulator(Translation t) {
        int high = special(t, MipsState.HI);
        int low = special(t, MipsState.LO);
        int high64 = t.regs64 ? high : t.b.op1(Op.ZEXT, high);
        int low64 = t.b.op1(Op.ZEXT, t.regs64 ? t.b.op1(Op.TRUNC, low) : low);
        return t.b.op2(Op.OR64, t.b.op2(Op.SHL64, high64, t.b.const32(32)), low64);
    }

    private static void setProduct(Translation t, int product) {
        t.setSlot32(MipsState.LO, t.b.op1(Op.TRUNC, product));
        t.setSlot32(MipsState.HI, t.b.op1(Op.TRUNC, t.b.op2(Op.SHR64, product, t.b.const32(32))));
    }

    private static void divide32(Translation t, int quotient, int remainder, int x, int y) {
        t.setSlot32(MipsState.LO, t.b.op2(quotient, x, y));
        t.setSlot32(MipsState.HI, t.b.op2(remainder, x, y));
    }

    private static void multiply64(Translation t, int high, int x, int y) {
        t.b.put(Op.I64, MipsState.LO, t.b.op2(Op.MUL64, x, y));
        t.b.put(Op.I64, MipsState.HI, t.b.op2(high, x, y));
    }

    private static void divide64(Translation t, int quotient, int remainder, int x, int y) {
        t.b.put(Op.I64, MipsState.LO, t.b.op2(quotient, x, y));
        t.b.put(Op.I64, MipsState.HI, t.b.op2(remainder, x, y));
    }
}
