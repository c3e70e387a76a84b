package heliotrope.mips;

import heliotrope.ir.GuestState;
import heliotrope.ir.Mode;

/**
 * Loads and stores at misaligned addresses, done by hand after the processor has refused them, as kernels do for programs that want it. The
 * load-linked pair is not done, and what is not aligned by itself (LWL, LUXC1) does not come here.
 */
public final class MisalignedAccess {
    private MisalignedAccess() {}

    /** Guest memory in the guest's byte order, at any alignment. May throw what the caller catches. */
    public interface Memory {
        /** Unsigned value of 2, 4 or 8 bytes. */
        long load(long address, int bytes);

        void store(long address, int bytes, long value);
    }

    /** Answer of {@link #emulate}: it is no instruction that can be done. */
    public static final long NOT_EMULATED = Long.MIN_VALUE;

    // spotless:off
    private static final int
            LH = 0x21, LW = 0x23, LHU = 0x25, LWU = 0x27, SH = 0x29, SW = 0x2b, LWC1 = 0x31, LDC1 = 0x35, LD = 0x37, SWC1 = 0x39,
            SDC1 = 0x3d, SD = 0x3f, COP1X = 0x13;
    private static final int LWXC1 = 0, LDXC1 = 1, SWXC1 = 8, SDXC1 = 9;
    // spotless:on

    /** Effective address of a load or store. */
    public static long address(GuestState s, int instruction) {
        long base = gpr(s, instruction >>> 21 & 31);
        long offset = instruction >>> 26 == COP1X ? gpr(s, instruction >>> 16 & 31) : (short) instruction;
        return narrowed(s, base + offset);
    }

    public static boolean isStore(int instruction) {
        int op = instruction >>> 26;
        return op == COP1X ? (instruction & 8) != 0 : op >= 0x28 && op <= 0x2e || op >= 0x38;
    }

    /**
     * Does the access.
     *
     * @param pc where the instruction lies or, if that is a delay slot, its branch
     * @param branch the branch in whose delay slot the instruction lies, 0 if it lies in none
     * @return the new pc: behind the instruction, or where its branch goes; {@link #NOT_EMULATED}
     */
    public static long emulate(GuestState s, Memory memory, long pc, int instruction, int branch) {
        long next = narrowed(s, pc + 4);
        if (branch != 0) {
            next = branchTarget(s, pc, branch);
            if (next == NOT_EMULATED) {
                return NOT_EMULATED;
            }
            link(s, pc, branch); // before the access, which may store the link register
        }
        return access(s, memory, instruction) ? next : NOT_EMULATED;
    }

    private static boolean access(GuestState s, Memory m, int instruction) {
        int target = instruction >>> 16 & 31;
        long at = address(s, instruction);
        int mode = s.mode();
        switch (instruction >>> 26) {
            case LH -> load(s, target, (short) m.load(at, 2));
            case LHU -> load(s, target, m.load(at, 2));
            case LW -> load(s, target, (int) m.load(at, 4));
            case LWU -> load(s, target, m.load(at, 4));
            case LD -> load(s, target, m.load(at, 8));
            case SH -> m.store(at, 2, gpr(s, target) & 0xffff);
            case SW -> m.store(at, 4, gpr(s, target) & 0xffffffffL);
            case SD -> m.store(at, 8, s.get64(MipsState.gpr(target)));
            case LWC1 -> s.put32(MipsState.fprWord(target, mode), (int) m.load(at, 4));
            case SWC1 -> m.store(at, 4, s.get32(MipsState.fprWord(target, mode)) & 0xffffffffL);
            case LDC1 -> s.put64(MipsState.fprDouble(target, mode), m.load(at, 8));
            case SDC1 -> m.store(at, 8, s.get64(MipsState.fprDouble(target, mode)));
            case COP1X -> {
                int fd = instruction >>> 6 & 31;
                int fs = instruction >>> 11 & 31;
                switch (instruction & 63) {
                    case LWXC1 -> s.put32(MipsState.fprWord(fd, mode), (int) m.load(at, 4));
                    case LDXC1 -> s.put64(MipsState.fprDouble(fd, mode), m.load(at, 8));
                    case SWXC1 -> m.store(at, 4, s.get32(MipsState.fprWord(fs, mode)) & 0xffffffffL);
                    case SDXC1 -> m.store(at, 8, s.get64(MipsState.fprDouble(fs, mode)));
                    default -> {
                        return false;
                    }
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void load(GuestState s, int register, long value) {
        if (register != 0) {
            s.put64(MipsState.gpr(register), value);
        }
    }

    /** A general register as the processor compares it: 64 bits, or 32 sign-extended. */
    private static long gpr(GuestState s, int n) {
        return (s.mode() & Mode.REGS64) != 0 ? s.get64(MipsState.gpr(n)) : s.get32(MipsState.gpr(n));
    }

    private static long narrowed(GuestState s, long address) {
        return (s.mode() & Mode.ADDR64) != 0 ? address : address & 0xffffffffL;
    }

    /** Where a branch at {@code pc} goes; {@link #NOT_EMULATED} if it is none that is understood. */
    private static long branchTarget(GuestState s, long pc, int branch) {
        long taken = narrowed(s, pc + 4 + ((short) branch << 2));
        long past = narrowed(s, pc + 8);
        long rs = gpr(s, branch >>> 21 & 31);
        long rt = gpr(s, branch >>> 16 & 31);
        switch (branch >>> 26) {
            case 0 -> {
                int function = branch & 63;
                return function == 8 || function == 9 ? narrowed(s, rs) : NOT_EMULATED;
            }
            case 1 -> {
                return (branch >>> 16 & 1) != 0 == rs >= 0 ? taken : past;
            }
            case 2, 3 -> {
                return narrowed(s, pc + 4) & ~0xfffffffL | (branch & 0x3ffffffL) << 2;
            }
            case 4, 20 -> {
                return rs == rt ? taken : past;
            }
            case 5, 21 -> {
                return rs != rt ? taken : past;
            }
            case 6, 22 -> {
                return rs <= 0 ? taken : past;
            }
            case 7, 23 -> {
                return rs > 0 ? taken : past;
            }
            case 17 -> {
                if ((branch >>> 21 & 31) != 8) {
                    return NOT_EMULATED;
                }
                int condition = s.get32(MipsState.fcc(branch >>> 18 & 7));
                return condition == (branch >>> 16 & 1) ? taken : past;
            }
            default -> {
                return NOT_EMULATED;
            }
        }
    }

    /** Sets the link register of a branch. */
    private static void link(GuestState s, long pc, int branch) {
        int register = switch (branch >>> 26) {
            case 0 -> (branch & 63) == 9 ? branch >>> 11 & 31 : 0;
            case 1 -> (branch >>> 16 & 0x10) != 0 ? 31 : 0;
            case 3 -> 31;
            default -> 0;
        };
        if (register != 0) {
            long past = pc + 8;
            s.put64(MipsState.gpr(register), (s.mode() & Mode.ADDR64) != 0 ? past : (int) past);
        }
    }
}
