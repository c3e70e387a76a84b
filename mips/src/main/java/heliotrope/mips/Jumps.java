package heliotrope.mips;

import heliotrope.ir.Op;

/**
 * Jumps and branches with their delay slots (manual: CPU instructions, jump and branch; FPU, conditional branches).
 * Condition, target and link are evaluated before the delay slot; a branch likely that is not taken skips it.
 */
final class Jumps {
    private Jumps() {}

    /** Translates the jump at {@code t.pc} together with the instruction in its delay slot, which ends the block. */
    static void translate(Translation t, int id, int word, int delayWord) {
        long pc = t.pc;
        int delayed = MipsInstructions.decode(delayWord, t.mode);
        if (likely(id) || !FpuCause.notes(delayed)) {
            FpuCause.write(t);
        }
        t.b.insn(pc, false);
        switch (id) {
            case Insn.J -> jump(t, regionTarget(t, pc, word), delayWord);
            case Insn.JAL -> {
                link(t, 31, pc);
                jump(t, regionTarget(t, pc, word), delayWord);
            }
            case Insn.JR, Insn.JR_HB -> jumpRegister(t, t.target(Translation.rs(word)), delayWord);
            case Insn.JALR, Insn.JALR_HB -> {
                int target = t.target(Translation.rs(word));
                link(t, Translation.rd(word), pc);
                jumpRegister(t, target, delayWord);
            }
            default -> branch(t, id, word, delayWord);
        }
    }

    private static void branch(Translation t, int id, int word, int delayWord) {
        boolean links = id >= Insn.BLTZAL && id <= Insn.BGEZALL;
        long target = t.codeAddress(t.pc + 4 + ((long) (short) word << 2));
        long next = t.codeAddress(t.pc + 8);
        boolean likely = likely(id);
        if (likely && !links && t.b.goesTo(next) && t.pc != t.b.block.pc) {
            // A path that skips the delay slot: where it does not, the branch is run again, outside of the path.
            t.b.exitIf(condition(t, id, word, false), t.codeAddress(t.pc));
            t.b.exit(next);
            t.ended = true;
            return;
        }
        int condition = condition(t, id, word, likely);
        if (links) {
            link(t, 31, t.pc); // taken or not
        }
        if (t.b.isConst(condition)) {
            // The condition holds, or, for a branch likely, its opposite.
            boolean taken = t.b.constValue(condition) != 0 != likely;
            if (likely && !taken) {
                t.b.exit(next);
                t.ended = true;
            } else {
                jump(t, taken ? target : next, delayWord);
            }
            return;
        }
        if (likely) {
            t.b.exitIf(condition, next);
        }
        if (delaySlot(t, delayWord)) {
            if (!likely) {
                t.b.exitIf(condition, target);
            }
            t.b.exit(likely ? target : next);
            t.ended = true;
        }
    }

    private static boolean likely(int id) {
        return switch (id) {
            case Insn.BEQL, Insn.BNEL, Insn.BLEZL, Insn.BGTZL, Insn.BLTZL, Insn.BGEZL, Insn.BLTZALL, Insn.BGEZALL,
                    Insn.BC1FL, Insn.BC1TL -> true;
            default -> false;
        };
    }

    /** The condition of a branch, or its opposite. */
    private static int condition(Translation t, int id, int word, boolean opposite) {
        int rs = Translation.rs(word);
        return switch (id) {
            case Insn.BEQ, Insn.BEQL -> equal(t, rs, Translation.rt(word), !opposite);
            case Insn.BNE, Insn.BNEL -> equal(t, rs, Translation.rt(word), opposite);
            case Insn.BLTZ, Insn.BLTZL, Insn.BLTZAL, Insn.BLTZALL -> opposite ? notNegative(t, rs) : negative(t, rs);
            case Insn.BGEZ, Insn.BGEZL, Insn.BGEZAL, Insn.BGEZALL -> opposite ? negative(t, rs) : notNegative(t, rs);
            case Insn.BLEZ, Insn.BLEZL -> opposite ? positive(t, rs) : notPositive(t, rs);
            case Insn.BGTZ, Insn.BGTZL -> opposite ? notPositive(t, rs) : positive(t, rs);
            case Insn.BC1T, Insn.BC1TL -> fpCondition(t, word, !opposite);
            case Insn.BC1F, Insn.BC1FL -> fpCondition(t, word, opposite);
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        };
    }

    private static int equal(Translation t, int rs, int rt, boolean wanted) {
        if (rs == rt) {
            return t.b.const32(wanted ? 1 : 0);
        }
        return wanted
                ? t.op2(Op.EQ32, Op.EQ64, t.gpr(rs), t.gpr(rt))
                : t.op2(Op.NE32, Op.NE64, t.gpr(rs), t.gpr(rt));
    }

    private static int negative(Translation t, int rs) {
        return rs == 0 ? t.b.const32(0) : t.op2(Op.LTS32, Op.LTS64, t.gpr(rs), t.constant(0));
    }

    private static int notNegative(Translation t, int rs) {
        return rs == 0 ? t.b.const32(1) : t.op2(Op.LES32, Op.LES64, t.constant(0), t.gpr(rs));
    }

    private static int positive(Translation t, int rs) {
        return rs == 0 ? t.b.const32(0) : t.op2(Op.LTS32, Op.LTS64, t.constant(0), t.gpr(rs));
    }

    private static int notPositive(Translation t, int rs) {
        return rs == 0 ? t.b.const32(1) : t.op2(Op.LES32, Op.LES64, t.gpr(rs), t.constant(0));
    }

    private static int fpCondition(Translation t, int word, boolean wanted) {
        int code = IntegerAlu.condition(t, word);
        return wanted ? code : t.b.op2(Op.EQ32, code, t.b.const32(0));
    }

    private static void link(Translation t, int rd, long pc) {
        long address = pc + 8;
        t.setGpr(rd, t.constant(t.addr64 ? address : (int) address));
    }

    /** Target of J and JAL: within the 256 MiB region of the delay slot. */
    private static long regionTarget(Translation t, long pc, int word) {
        return t.codeAddress(pc + 4 & ~0xfffffffL | (word & 0x3ffffff) << 2);
    }

    private static void jump(Translation t, long target, int delayWord) {
        if (delaySlot(t, delayWord)) {
            t.b.exit(target);
            t.ended = true;
        }
    }

    private static void jumpRegister(Translation t, int target, int delayWord) {
        if (delaySlot(t, delayWord)) {
            t.b.exitReg(target);
            t.ended = true;
        }
    }

    /** Translates the delay slot; false if it has ended the block by itself (with an exception). */
    private static boolean delaySlot(Translation t, int word) {
        t.pc += 4;
        t.delaySlot = true;
        t.b.insn(t.pc, true);
        MipsFrontend.instruction(t, MipsInstructions.decode(word, t.mode), word);
        FpuCause.write(t);
        return !t.ended;
    }
}
