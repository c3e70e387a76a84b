package heliotrope.mips;

import heliotrope.ir.Op;
import heliotrope.ir.Trap;

/**
 * System calls, breakpoints, conditional traps, serialisation, prefetch, and what user programs may not do (manual:
 * CPU instructions, miscellaneous, coprocessor).
 */
final class Exceptions {
    private Exceptions() {}

    /** Number of the helper that reads the cycle counter. */
    static final int CYCLES = 3;

    /** Bytes between the addresses that SYNCI has to name, and the resolution of the cycle counter. */
    private static final int SYNCI_STEP = 32, NANOSECONDS_PER_CYCLE = 2;

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
            case Insn.RDHWR -> readHardware(t, Translation.rd(word), Translation.rt(word));
            default -> t.trap(Trap.COPROCESSOR, 0); // the system's
        }
    }

    /** What a kernel lets user programs see, as Linux does; the other hardware registers are reserved. */
    private static void readHardware(Translation t, int register, int rt) {
        switch (register) {
            case 0 -> t.setGpr32(rt, t.b.const32(0)); // number of the processor
            case 1 -> t.setGpr32(rt, t.b.const32(SYNCI_STEP));
            case 2 -> t.setGpr32(rt, t.b.helper(Op.HELPER32, CYCLES, -1, -1));
            case 3 -> t.setGpr32(rt, t.b.const32(NANOSECONDS_PER_CYCLE));
            case 29 -> {
                if (rt != 0) {
                    t.setGpr(rt, t.b.get(t.regs64 ? Op.I64 : Op.I32, MipsState.USERLOCAL));
                }
            }
            default -> t.reserved();
        }
    }

    /** The cycle counter: it runs as one of a processor of 1 GHz that counts every second cycle. */
    static long cycles() {
        return (int) (System.nanoTime() / NANOSECONDS_PER_CYCLE);
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
