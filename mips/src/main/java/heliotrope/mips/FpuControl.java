package heliotrope.mips;

import heliotrope.ir.GuestState;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;
import heliotrope.ir.Trap;

/**
 * The control registers of the FPU: CFC1 and CTC1. Their parts lie in several places ({@link MipsState}) and a write
 * may change the translation mode, so both are helpers and end the block.
 */
final class FpuControl {
    private FpuControl() {}

    /** Helper numbers: read register a; write b to register a. */
    static final int READ = 1, WRITE = 2;

    /**
     * What the implementation register says: an R10000; with MIPS32 and MIPS64 the FPU of a 24Kf, with single, double, word, long,
     * and 64-bit registers, without paired single and MIPS-3D.
     */
    private static final int FIR = 0x0900, FIR_R2 = 0x00739300, FIR_HAS_2008 = 1 << 23;

    private static final int FIR_NUMBER = 0, FCCR = 25, FEXR = 26, FENR = 28, FCSR = 31;

    static void cfc1(Translation t, int word) {
        int value = t.b.helper(Op.HELPER32, READ, t.b.const32(Translation.rd(word)), -1);
        t.setGpr32(Translation.rt(word), value);
        leave(t);
    }

    static void ctc1(Translation t, int word) {
        int value = t.gpr32(Translation.rt(word));
        t.b.helper(Op.HELPER, WRITE, t.b.const32(Translation.rd(word)), value);
        leave(t);
    }

    private static void leave(Translation t) {
        if (!t.delaySlot) { // else the branch ends the block
            t.b.exit(t.codeAddress(t.pc + 4));
            t.ended = true;
        }
    }

    /**
     * Runs CFC1, or CTC1 of the FCSR without a trap: most programs need no other instruction interpreted, and do without the interpreter
     * and the tables of instructions, which take milliseconds to set up.
     *
     * @return false if the word is something else; nothing was done
     */
    static boolean step(GuestState state, int word) {
        int rt = word >>> 16 & 31; // without the class Translation, which it is the only one to need
        int register = word >>> 11 & 31;
        switch (word & 0xffe007ff) {
            case 0x44400000 -> {
                int value = read(state, register);
                if (rt != 0 && (state.mode() & Mode.REGS64) != 0) {
                    state.put64(MipsState.gpr(rt), value);
                } else if (rt != 0) {
                    state.put32(MipsState.gpr(rt), value);
                }
                return true;
            }
            case 0x44c00000 -> {
                int value = rt == 0 ? 0 : state.get32(MipsState.gpr(rt));
                if (register != FCSR || MipsState.fcsrTraps(value)) {
                    return false;
                }
                MipsState.setFcsr(state, value);
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    /** What CFC1 reads. Registers other than 0 and 31 are views of the latter, from MIPS32 on; else they read as 0. */
    static int read(GuestState state, int register) {
        if (register == FIR_NUMBER) {
            int mode = state.mode();
            return (mode & Mode.MIPS_R2) == 0 ? FIR : (mode & Mode.NAN2008) == 0 ? FIR_R2 : FIR_R2 | FIR_HAS_2008;
        }
        int value = MipsState.fcsr(state);
        if (register == FCSR) {
            return value;
        }
        if ((state.mode() & Mode.MIPS_R2) == 0) {
            return 0;
        }
        return switch (register) {
            case FCCR -> value >>> 24 & 0xfe | value >>> 23 & 1;
            case FEXR -> value & (MipsState.FCSR_CAUSE | MipsState.FCSR_FLAGS);
            case FENR -> value & (MipsState.FCSR_ENABLES | MipsState.FCSR_ROUNDING) | value >>> 22 & 4;
            default -> 0;
        };
    }

    /**
     * What CTC1 does; leaves a trap if a cause and its enable bit come together. The register is written all the
     * same.
     */
    static long write(GuestState state, int register, int value, int[] trap) {
        int fcsr;
        if (register == FCSR) {
            fcsr = value;
        } else if ((state.mode() & Mode.MIPS_R2) == 0) {
            return 0;
        } else {
            int old = MipsState.fcsr(state);
            switch (register) {
                case FCCR -> fcsr = old & ~MipsState.FCSR_CONDITIONS | (value & 0xfe) << 24 | (value & 1) << 23;
                case FEXR -> {
                    int bits = MipsState.FCSR_CAUSE | MipsState.FCSR_FLAGS;
                    fcsr = old & ~bits | value & bits;
                }
                case FENR -> {
                    int bits = MipsState.FCSR_ENABLES | MipsState.FCSR_ROUNDING;
                    fcsr = old & ~(bits | MipsState.FCSR_FLUSH) | value & bits | (value & 4) << 22;
                }
                default -> {
                    return 0;
                }
            }
        }
        MipsState.setFcsr(state, fcsr);
        if (MipsState.fcsrTraps(fcsr)) {
            trap[0] = Trap.of(Trap.FP, 0);
        }
        return 0;
    }
}
