package heliotrope.mips;

import heliotrope.ir.Op;
import heliotrope.ir.Trap;

/**
 * System calls, breakpoints, conditional traps, serialisation, prefetch, and what user programs may not do (manual:
 * CPU instructions, miscellaneous, coprocessor).
 */
final class Exceptions {
    private Exceptions() {}

    static void translate(Translation t, int id, int word) {
        int rs = t.gpr(Translation.rs(word));
        switch (id) {
            case Insn.SYSCALL -> syscall(t, word >> 6 & 0xfffff);
            case Insn.BREAK -> t.trap(Trap.BREAK, word >> 6 & 0xfffff);

            case Insn.TGE -> trapIf(t, t.op2(Op.LES32, Op.LES64, rt(t, word), rs), code(word));
            case Insn.TGEU -> trapIf(t, t.op2(Op.LEU32, Op.LEU64, rt(t, word), rs), code(word));
            case Insn.TLT -> trapIf(t, t.op2(Op.LTS32, Op.LTS64, rs, rt(t, word)), code(word));
            case Insn.TLTU -> trapIf(t, t.op2(Op.LTU32, Op.LTU64, rs, rt(t, word)), code(word));
            case Insn.TEQ -> trapIf(t, t.op2(Op.EQ32, Op.EQ64, rs, rt(t, word)), code(word));
            case Insn.TNE -> trapIf(t, t.op2(Op.NE32, Op.NE64, rs, rt(t, word)), code(word));

            case Insn.TGEI -> trapIf(t, t.op2(Op.LES32, Op.LES64, immediate(t, word), rs), 0);
            case Insn.TGEIU -> trapIf(t, t.op2(Op.LEU32, Op.LEU64, immediate(t, word), rs), 0);
            case Insn.TLTI -> trapIf(t, t.op2(Op.LTS32, Op.LTS64, rs, immediate(t, word)), 0);
            case Insn.TLTIU -> trapIf(t, t.op2(Op.LTU32, Op.LTU64, rs, immediate(t, word)), 0);
            case Insn.TEQI -> trapIf(t, t.op2(Op.EQ32, Op.EQ64, rs, immediate(t, word)), 0);
            case Insn.TNEI -> trapIf(t, t.op2(Op.NE32, Op.NE64, rs, immediate(t, word)), 0);

            case Insn.SYNC, Insn.SYNCI -> t.b.fence();
            case Insn.PREF -> {} // a hint
            case Insn.MFC2, Insn.MTC2, Insn.CFC2, Insn.CTC2, Insn.LWC2, Insn.SWC2, Insn.LDC2, Insn.SDC2 ->
                t.trap(Trap.COPROCESSOR, 2);
            case Insn.RDHWR -> t.reserved(); // no hardware register is open to user programs
            default -> t.trap(Trap.COPROCESSOR, 0); // the system's
        }
    }

    private static int rt(Translation t, int word) {
        return t.gpr(Translation.rt(word));
    }

    private static int immediate(Translation t, int word) {
        return t.constant(Translation.simm(word));
    }

    /** Code field of a conditional trap between registers. */
    private static int code(int word) {
        return word >> 6 & 0x3ff;
    }

    private static void trapIf(Translation t, int condition, int code) {
        if (t.b.isConst(condition)) {
            if (t.b.constValue(condition) != 0) {
                t.trap(Trap.CONDITIONAL, code);
            }
        } else {
            t.b.trapIf(condition, Trap.of(Trap.CONDITIONAL, code));
        }
    }

    private static void syscall(Translation t, int code) {
        if (t.delaySlot) { // the kernel could not tell where to go on
            t.reserved();
        } else {
            t.b.syscall(code);
            t.ended = true;
        }
    }
}
