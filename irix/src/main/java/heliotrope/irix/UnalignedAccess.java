package heliotrope.irix;

import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.GuestFault;
import heliotrope.mips.MipsState;

/** Loads and stores at unaligned addresses, done by the kernel for programs that asked for it (sysmips MIPS_FIXADE). */
final class UnalignedAccess {
    private UnalignedAccess() {}

    // spotless:off
    private static final int
            LH = 0x21, LW = 0x23, LHU = 0x25, LWU = 0x27, SH = 0x29, SW = 0x2b, LWC1 = 0x31, LDC1 = 0x35, LD = 0x37, SWC1 = 0x39,
            SDC1 = 0x3d, SD = 0x3f, COP1X = 0x13;
    /** Functions of COP1X that access memory. */
    private static final int LWXC1 = 0, LDXC1 = 1, SWXC1 = 8, SDXC1 = 9;
    // spotless:on

    /** Effective address of a load or store. */
    static long address(IrixThread x, int instruction) {
        long base = x.gpr(instruction >>> 21 & 31);
        long offset = instruction >>> 26 == COP1X ? x.gpr(instruction >>> 16 & 31) : (short) instruction;
        return base + offset & x.abi.addressMask;
    }

    static boolean isStore(int instruction) {
        int op = instruction >>> 26;
        return op == COP1X ? (instruction & 8) != 0 : op >= 0x28 && op <= 0x2e || op >= 0x38;
    }

    /**
     * Does the access and steps the pc behind the instruction (and its branch).
     *
     * @return false if it is none of those that are emulated, or the memory is not there: the signal is sent
     */
    static boolean emulate(IrixThread x, int instruction) {
        long next = x.nextPc();
        try {
            if (x.thread.cpu.inDelaySlot()) {
                next = branchTarget(x, x.memory().s32(x.state.pc()));
                if (next == NOT_A_BRANCH) {
                    return false;
                }
            }
            if (!access(x, instruction)) {
                return false;
            }
        } catch (GuestFault e) {
            return false;
        }
        x.state.pc(next);
        return true;
    }

    private static boolean access(IrixThread x, int instruction) {
        AddressSpace m = x.memory();
        int target = instruction >>> 16 & 31;
        long address = address(x, instruction);
        int mode = x.state.mode();
        switch (instruction >>> 26) {
            case LH -> load(x, target, (short) m.u16(address));
            case LHU -> load(x, target, m.u16(address));
            case LW -> load(x, target, m.s32(address));
            case LWU -> load(x, target, m.u32(address));
            case LD -> load(x, target, m.u64(address));
            case SH -> m.put16(address, (int) x.gpr(target));
            case SW -> m.put32(address, (int) x.gpr(target));
            case SD -> m.put64(address, x.gpr(target));
            case LWC1 -> x.state.put32(MipsState.fprWord(target, mode), m.s32(address));
            case SWC1 -> m.put32(address, x.state.get32(MipsState.fprWord(target, mode)));
            case LDC1 -> x.state.put64(MipsState.fprDouble(target, mode), m.u64(address));
            case SDC1 -> m.put64(address, x.state.get64(MipsState.fprDouble(target, mode)));
            case COP1X -> {
                return indexed(x, instruction, address);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean indexed(IrixThread x, int instruction, long address) {
        AddressSpace m = x.memory();
        int mode = x.state.mode();
        int load = instruction >>> 6 & 31;
        int store = instruction >>> 11 & 31;
        switch (instruction & 63) {
            case LWXC1 -> x.state.put32(MipsState.fprWord(load, mode), m.s32(address));
            case LDXC1 -> x.state.put64(MipsState.fprDouble(load, mode), m.u64(address));
            case SWXC1 -> m.put32(address, x.state.get32(MipsState.fprWord(store, mode)));
            case SDXC1 -> m.put64(address, x.state.get64(MipsState.fprDouble(store, mode)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void load(IrixThread x, int register, long value) {
        if (register != 0) {
            x.wholeGpr(register, value);
        }
    }

    private static final long NOT_A_BRANCH = 1;

    /** Where a branch at the pc goes, with the link register set; {@link #NOT_A_BRANCH} if it is not understood. */
    private static long branchTarget(IrixThread x, int branch) {
        long pc = x.state.pc();
        long taken = pc + 4 + ((short) branch << 2) & x.abi.addressMask;
        long past = pc + 8 & x.abi.addressMask;
        long rs = x.gpr(branch >>> 21 & 31);
        long rt = x.gpr(branch >>> 16 & 31);
        switch (branch >>> 26) {
            case 0 -> {
                int function = branch & 63;
                if (function == 9 && (branch >>> 11 & 31) != 0) {
                    x.gpr(branch >>> 11 & 31, past);
                }
                return function == 8 || function == 9 ? rs & x.abi.addressMask : NOT_A_BRANCH;
            }
            case 1 -> {
                int kind = branch >>> 16 & 31;
                if ((kind & 0x10) != 0) {
                    x.gpr(31, past);
                }
                return (kind & 1) != 0 == rs >= 0 ? taken : past;
            }
            case 2, 3 -> {
                if (branch >>> 26 == 3) {
                    x.gpr(31, past);
                }
                return (pc + 4 & ~0xfffffffL) | (branch & 0x3ffffffL) << 2;
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
                    return NOT_A_BRANCH;
                }
                int condition = x.state.get32(MipsState.fcc(branch >>> 18 & 7));
                return condition == (branch >>> 16 & 1) ? taken : past;
            }
            default -> {
                return NOT_A_BRANCH;
            }
        }
    }
}
