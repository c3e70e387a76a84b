package heliotrope.linux;

import heliotrope.engine.Cpu;
import heliotrope.host.Sys;
import heliotrope.ir.Nullable;
import heliotrope.ir.Trap;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.GuestFault;
import heliotrope.kernel.SigInfo;
import heliotrope.mips.MipsState;
import heliotrope.mips.MisalignedAccess;

/** From what stopped the processor to the signal that Linux sends for it. */
final class Faults {
    private Faults() {}

    /** Codes of break and trap instructions. */
    private static final int BRK_OVERFLOW = 6, BRK_DIVZERO = 7;

    private static final int FPE_FLTDIV = 3, FPE_FLTOVF = 4, FPE_FLTUND = 5, FPE_FLTRES = 6, FPE_FLTUNK = 14;

    static @Nullable SigInfo trap(LinuxThread x, int argument) {
        int code = Trap.code(argument);
        switch (Trap.kind(argument)) {
            case Trap.BREAK -> {
                if (code >= 0x400) { // assemblers put a small code into the upper half of the field
                    code = (code & 0x3ff) << 10 | code >>> 10;
                }
                return trapOrBreak(x, code, SigInfo.TRAP_BRKPT);
            }
            case Trap.CONDITIONAL -> {
                return trapOrBreak(x, code, SigInfo.SI_KERNEL);
            }
            case Trap.OVERFLOW -> {
                return SigInfo.fault(LinuxSignals.SIGFPE, SigInfo.FPE_INTOVF, faultPc(x), 0);
            }
            case Trap.FP -> {
                int fcsr = MipsState.fcsr(x.state);
                MipsState.setFcsr(x.state, fcsr & ~enabledCauses(fcsr));
                return SigInfo.fault(LinuxSignals.SIGFPE, fpCode(fcsr), faultPc(x), 0);
            }
            case Trap.FETCH -> {
                return fetch(x);
            }
            default -> {
                return new SigInfo(LinuxSignals.SIGILL, SigInfo.SI_KERNEL);
            }
        }
    }

    private static SigInfo trapOrBreak(LinuxThread x, int code, int otherwise) {
        if (code == BRK_OVERFLOW || code == BRK_DIVZERO) {
            int why = code == BRK_DIVZERO ? SigInfo.FPE_INTDIV : SigInfo.FPE_INTOVF;
            return SigInfo.fault(LinuxSignals.SIGFPE, why, faultPc(x), 0);
        }
        return SigInfo.fault(LinuxSignals.SIGTRAP, otherwise, faultPc(x), 0);
    }

    /** Cause bits of the FCSR whose exceptions are enabled, and that of an unimplemented operation, which always is. */
    static int enabledCauses(int fcsr) {
        int enables = fcsr & MipsState.FCSR_ENABLES;
        return fcsr & (enables << MipsState.CAUSE_SHIFT - MipsState.ENABLES_SHIFT | MipsState.FCSR_UNIMPLEMENTED);
    }

    /** Cause bits of the FCSR to si_code; the gravest counts. */
    private static int fpCode(int fcsr) {
        int cause = fcsr >>> MipsState.CAUSE_SHIFT & 0x1f;
        if ((cause & 0x10) != 0) {
            return SigInfo.FPE_FLTINV;
        }
        if ((cause & 8) != 0) {
            return FPE_FLTDIV;
        }
        if ((cause & 4) != 0) {
            return FPE_FLTOVF;
        }
        if ((cause & 2) != 0) {
            return FPE_FLTUND;
        }
        return (cause & 1) != 0 ? FPE_FLTRES : FPE_FLTUNK;
    }

    private static SigInfo fetch(LinuxThread x) {
        long pc = faultPc(x);
        return (pc & 3) != 0 ? new SigInfo(LinuxSignals.SIGBUS, SigInfo.SI_KERNEL) : missing(x, pc);
    }

    /** An access to memory that is not there, or not for this. */
    private static SigInfo missing(LinuxThread x, long address) {
        long kernel = x.abi.wide ? LinuxLayout.of(x.abi).userEnd : 1L << 31;
        if (address < 0 || address >= kernel) { // an address error, not a miss
            return new SigInfo(LinuxSignals.SIGBUS, SigInfo.SI_KERNEL);
        }
        boolean mapped = x.memory().isMapped(address, 1);
        return SigInfo.fault(LinuxSignals.SIGSEGV, mapped ? SigInfo.SEGV_ACCERR : SigInfo.SEGV_MAPERR, address, 0);
    }

    static @Nullable SigInfo fault(LinuxThread x) {
        Cpu cpu = x.thread.cpu;
        if (cpu.faultIsFetch() || (x.state.pc() & 3) != 0) {
            return fetch(x);
        }
        if (cpu.faultSignal() != Sys.SIGBUS) {
            return missing(x, cpu.faultAddress());
        }
        if (cpu.faultCode() != SigInfo.BUS_ADRALN) {
            return SigInfo.fault(LinuxSignals.SIGBUS, SigInfo.BUS_ADRERR, cpu.faultAddress(), 0);
        }
        return misaligned(x);
    }

    /** Unaligned accesses are done by the kernel unless the program asked for SIGBUS (sysmips MIPS_FIXADE). */
    private static @Nullable SigInfo misaligned(LinuxThread x) {
        if (!x.linuxProcess().fixUnaligned) {
            return new SigInfo(LinuxSignals.SIGBUS, SigInfo.SI_KERNEL);
        }
        try {
            int instruction = x.memory().s32(faultPc(x));
            int branch = x.thread.cpu.inDelaySlot() ? x.memory().s32(x.state.pc()) : 0;
            long next = MisalignedAccess.emulate(x.state, new Memory(x.memory()), x.state.pc(), instruction, branch);
            if (next == MisalignedAccess.NOT_EMULATED) {
                return new SigInfo(LinuxSignals.SIGBUS, SigInfo.SI_KERNEL);
            }
            x.state.pc(next);
            return null;
        } catch (GuestFault e) {
            return new SigInfo(LinuxSignals.SIGSEGV, SigInfo.SI_KERNEL);
        }
    }

    /** Where the guilty instruction lies: behind the pc if that is its branch. */
    private static long faultPc(LinuxThread x) {
        return x.thread.cpu.inDelaySlot() ? x.address(x.state.pc() + 4) : x.state.pc();
    }

    /** Memory for {@link MisalignedAccess}. */
    record Memory(AddressSpace space) implements MisalignedAccess.Memory {
        @Override
        public long load(long address, int bytes) {
            return switch (bytes) {
                case 2 -> space.u16(address);
                case 4 -> space.u32(address);
                default -> space.u64(address);
            };
        }

        @Override
        public void store(long address, int bytes, long value) {
            switch (bytes) {
                case 2 -> space.put16(address, (int) value);
                case 4 -> space.put32(address, (int) value);
                default -> space.put64(address, value);
            }
        }
    }
}
