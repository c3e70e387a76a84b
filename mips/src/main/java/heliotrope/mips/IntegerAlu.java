package heliotrope.mips;

import heliotrope.ir.Op;
import heliotrope.ir.Trap;

/** Arithmetic and logic (manual: CPU instructions, computational, ALU; and conditional moves). */
final class IntegerAlu {
    private IntegerAlu() {}

    static void translate(Translation t, int id, int word) {
        int rs = Translation.rs(word);
        int rt = Translation.rt(word);
        int rd = Translation.rd(word);
        switch (id) {
            case Insn.ADD -> trapping32(t, rd, Op.ADDOV32, Op.ADD32, t.gpr32(rs), t.gpr32(rt));
            case Insn.ADDU -> addu(t, rd, rs, rt);
            case Insn.SUB -> trapping32(t, rd, Op.SUBOV32, Op.SUB32, t.gpr32(rs), t.gpr32(rt));
            case Insn.SUBU -> t.setGpr32(rd, t.b.op2(Op.SUB32, t.gpr32(rs), t.gpr32(rt)));
            case Insn.AND -> t.setGpr(rd, t.op2(Op.AND32, Op.AND64, t.gpr(rs), t.gpr(rt)));
            case Insn.OR -> or(t, rd, rs, rt);
            case Insn.XOR -> t.setGpr(rd, t.op2(Op.XOR32, Op.XOR64, t.gpr(rs), t.gpr(rt)));
            case Insn.NOR -> nor(t, rd, rs, rt);
            case Insn.SLT -> t.setGprUnsigned(rd, t.op2(Op.LTS32, Op.LTS64, t.gpr(rs), t.gpr(rt)));
            case Insn.SLTU -> t.setGprUnsigned(rd, t.op2(Op.LTU32, Op.LTU64, t.gpr(rs), t.gpr(rt)));
            case Insn.DADD -> trapping64(t, rd, Op.ADDOV64, Op.ADD64, t.gpr64(rs), t.gpr64(rt));
            case Insn.DADDU -> t.setGpr64(rd, t.b.op2(Op.ADD64, t.gpr64(rs), t.gpr64(rt)));
            case Insn.DSUB -> trapping64(t, rd, Op.SUBOV64, Op.SUB64, t.gpr64(rs), t.gpr64(rt));
            case Insn.DSUBU -> t.setGpr64(rd, t.b.op2(Op.SUB64, t.gpr64(rs), t.gpr64(rt)));

            case Insn.ADDI -> trapping32(t, rt, Op.ADDOV32, Op.ADD32, t.gpr32(rs), t.b.const32(Translation.simm(word)));
            case Insn.ADDIU -> t.setGpr32(rt, t.b.op2(Op.ADD32, t.gpr32(rs), t.b.const32(Translation.simm(word))));
            case Insn.SLTI -> t.setGprUnsigned(
                    rt, t.op2(Op.LTS32, Op.LTS64, t.gpr(rs), t.constant(Translation.simm(word))));
            case Insn.SLTIU -> t.setGprUnsigned( // sign-extended, then compared as unsigned
                    rt, t.op2(Op.LTU32, Op.LTU64, t.gpr(rs), t.constant(Translation.simm(word))));
            case Insn.ANDI -> t.setGpr(rt, t.op2(Op.AND32, Op.AND64, t.gpr(rs), t.constant(Translation.uimm(word))));
            case Insn.ORI -> t.setGpr(rt, t.op2(Op.OR32, Op.OR64, t.gpr(rs), t.constant(Translation.uimm(word))));
            case Insn.XORI -> t.setGpr(rt, t.op2(Op.XOR32, Op.XOR64, t.gpr(rs), t.constant(Translation.uimm(word))));
            case Insn.LUI -> t.setGpr32(rt, t.b.const32(word << 16));
            case Insn.DADDI -> trapping64(
                    t, rt, Op.ADDOV64, Op.ADD64, t.gpr64(rs), t.b.const64(Translation.simm(word)));
            case Insn.DADDIU -> t.setGpr64(rt, t.b.op2(Op.ADD64, t.gpr64(rs), t.b.const64(Translation.simm(word))));

            case Insn.MOVZ -> moveIf(t, rd, t.op2(Op.EQ32, Op.EQ64, t.gpr(rt), t.constant(0)), rs);
            case Insn.MOVN -> moveIf(t, rd, t.op2(Op.NE32, Op.NE64, t.gpr(rt), t.constant(0)), rs);
            case Insn.MOVF -> moveIf(t, rd, t.b.op2(Op.EQ32, condition(t, word), t.b.const32(0)), rs);
            case Insn.MOVT -> moveIf(t, rd, condition(t, word), rs);

            case Insn.CLZ -> t.setGpr32(rd, t.b.op1(Op.CLZ32, t.gpr32(rs)));
            case Insn.CLO -> t.setGpr32(rd, t.b.op1(Op.CLZ32, t.b.op1(Op.NOT32, t.gpr32(rs))));
            case Insn.DCLZ -> t.setGpr32(rd, t.b.op1(Op.CLZ64, t.gpr64(rs)));
            case Insn.DCLO -> t.setGpr32(rd, t.b.op1(Op.CLZ64, t.b.op1(Op.NOT64, t.gpr64(rs))));
            case Insn.SEB -> t.setGpr32(rd, t.b.op1(Op.EXT8S, t.gpr32(rt)));
            case Insn.SEH -> t.setGpr32(rd, t.b.op1(Op.EXT16S, t.gpr32(rt)));
            case Insn.WSBH -> wsbh(t, rd, rt);
            case Insn.DSBH -> dsbh(t, rd, rt);
            case Insn.DSHD -> dshd(t, rd, rt);
            default -> bitField(t, id, word);
        }
    }

    private static void addu(Translation t, int rd, int rs, int rt) {
        // With register 0 it is a move; in 64-bit mode it still sign-extends.
        t.setGpr32(rd, rs == 0 ? t.gpr32(rt) : t.b.op2(Op.ADD32, t.gpr32(rs), t.gpr32(rt)));
    }

    private static void or(Translation t, int rd, int rs, int rt) {
        t.setGpr(rd, rs == 0 ? t.gpr(rt) : t.op2(Op.OR32, Op.OR64, t.gpr(rs), t.gpr(rt)));
    }

    private static void nor(Translation t, int rd, int rs, int rt) {
        int either = rs == 0 ? t.gpr(rt) : t.op2(Op.OR32, Op.OR64, t.gpr(rs), t.gpr(rt));
        t.setGpr(rd, t.b.op1(t.regs64 ? Op.NOT64 : Op.NOT32, either));
    }

    private static void trapping32(Translation t, int rd, int overflows, int op, int x, int y) {
        t.b.trapIf(t.b.op2(overflows, x, y), Trap.of(Trap.OVERFLOW, 0));
        t.setGpr32(rd, t.b.op2(op, x, y));
    }

    private static void trapping64(Translation t, int rd, int overflows, int op, int x, int y) {
        t.b.trapIf(t.b.op2(overflows, x, y), Trap.of(Trap.OVERFLOW, 0));
        t.setGpr64(rd, t.b.op2(op, x, y));
    }

    /** The floating-point condition code in bits 20:18. */
    static int condition(Translation t, int word) {
        return t.b.get(Op.I32, MipsState.fcc(word >> 18 & 7));
    }

    private static void moveIf(Translation t, int rd, int condition, int rs) {
        if (rd != 0) {
            t.setGpr(rd, t.b.op3(t.regs64 ? Op.SEL64 : Op.SEL32, condition, t.gpr(rs), t.gpr(rd)));
        }
    }

    private static void wsbh(Translation t, int rd, int rt) {
        int x = t.b.op1(Op.BSWAP32, t.gpr32(rt));
        t.setGpr32(rd, t.b.op2(Op.ROR32, x, t.b.const32(16)));
    }

    private static void dsbh(Translation t, int rd, int rt) {
        int x = t.gpr64(rt);
        int mask = t.b.const64(0x00ff00ff00ff00ffL);
        int eight = t.b.const32(8);
        int high = t.b.op2(Op.SHL64, t.b.op2(Op.AND64, x, mask), eight);
        int low = t.b.op2(Op.AND64, t.b.op2(Op.SHR64, x, eight), mask);
        t.setGpr64(rd, t.b.op2(Op.OR64, high, low));
    }

    private static void dshd(Translation t, int rd, int rt) {
        int x = t.b.op2(Op.ROR64, t.gpr64(rt), t.b.const32(32));
        int mask = t.b.const64(0x0000ffff0000ffffL);
        int sixteen = t.b.const32(16);
        int high = t.b.op2(Op.SHL64, t.b.op2(Op.AND64, x, mask), sixteen);
        int low = t.b.op2(Op.AND64, t.b.op2(Op.SHR64, x, sixteen), mask);
        t.setGpr64(rd, t.b.op2(Op.OR64, high, low));
    }

    /** EXT, INS and their 64-bit kin: a field of {@code size} bits from bit {@code pos} on. */
    private static void bitField(Translation t, int id, int word) {
        int lsb = Translation.sa(word);
        int msb = Translation.rd(word); // for EXT: size - 1
        switch (id) {
            case Insn.EXT -> extract32(t, word, lsb, msb + 1);
            case Insn.DEXT -> extract64(t, word, lsb, msb + 1);
            case Insn.DEXTM -> extract64(t, word, lsb, msb + 33);
            case Insn.DEXTU -> extract64(t, word, lsb + 32, msb + 1);
            case Insn.INS -> insert32(t, word, lsb, msb - lsb + 1);
            case Insn.DINS -> insert64(t, word, lsb, msb - lsb + 1);
            case Insn.DINSM -> insert64(t, word, lsb, msb - lsb + 33);
            case Insn.DINSU -> insert64(t, word, lsb + 32, msb - lsb + 1);
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        }
    }

    private static void extract32(Translation t, int word, int pos, int size) {
        if (pos + size > 32) { // undefined by the manual
            t.reserved();
            return;
        }
        int x = t.b.op2(Op.SHR32, t.gpr32(Translation.rs(word)), t.b.const32(pos));
        t.setGpr32(Translation.rt(word), t.b.op2(Op.AND32, x, t.b.const32(-1 >>> 32 - size)));
    }

    private static void extract64(Translation t, int word, int pos, int size) {
        if (pos + size > 64) {
            t.reserved();
            return;
        }
        int x = t.b.op2(Op.SHR64, t.gpr64(Translation.rs(word)), t.b.const32(pos));
        t.setGpr64(Translation.rt(word), t.b.op2(Op.AND64, x, t.b.const64(-1L >>> 64 - size)));
    }

    private static void insert32(Translation t, int word, int pos, int size) {
        if (size <= 0) {
            t.reserved();
            return;
        }
        int mask = -1 >>> 32 - size;
        int field = t.b.op2(Op.AND32, t.gpr32(Translation.rs(word)), t.b.const32(mask));
        int kept = t.b.op2(Op.AND32, t.gpr32(Translation.rt(word)), t.b.const32(~(mask << pos)));
        t.setGpr32(Translation.rt(word), t.b.op2(Op.OR32, kept, t.b.op2(Op.SHL32, field, t.b.const32(pos))));
    }

    private static void insert64(Translation t, int word, int pos, int size) {
        if (size <= 0 || pos + size > 64) {
            t.reserved();
            return;
        }
        long mask = -1L >>> 64 - size;
        int field = t.b.op2(Op.AND64, t.gpr64(Translation.rs(word)), t.b.const64(mask));
        int kept = t.b.op2(Op.AND64, t.gpr64(Translation.rt(word)), t.b.const64(~(mask << pos)));
        t.setGpr64(Translation.rt(word), t.b.op2(Op.OR64, kept, t.b.op2(Op.SHL64, field, t.b.const32(pos))));
    }
}
