package heliotrope.irix;

import heliotrope.engine.Cpu;
import heliotrope.ir.Nullable;
import heliotrope.ir.Trap;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.GuestFault;
import heliotrope.kernel.SigInfo;
import heliotrope.mips.MipsState;
import heliotrope.mips.MisalignedAccess;

/** From what stopped the processor to the signal that IRIX sends for it. */
final class Faults {
    private Faults() {}

    /** Second argument of a handler without SA_SIGINFO for memory faults. */
    private static final int EFAULT = 14, EACCES = 13, ENXIO = 6;

    /** Codes of break instructions that ask the kernel for something and are no traps. */
    private static final int BRK_CACHE_SYNC = 0x80, BRK_LAST_SWASH = 0x82;

    /** CP0 Cause: exception codes, and the bit for "in a delay slot". */
    private static final int
            EXC_LOAD_MISS = 2, EXC_STORE_MISS = 3, EXC_LOAD_ADDRESS = 4, EXC_STORE_ADDRESS = 5, EXC_BREAK = 9, EXC_RESERVED = 10,
            EXC_COPROCESSOR = 11, EXC_OVERFLOW = 12, EXC_TRAP = 13, EXC_FP = 15, CAUSE_BD = 0x80000000;

    private static final int ILL_ILLOPC = 1, ILL_COPROC = 7, FPE_FLTDIV = 3, FPE_FLTOVF = 4, FPE_FLTUND = 5, FPE_FLTRES = 6;

    static @Nullable SigInfo trap(IrixThread x, int argument) {
        Cpu cpu = x.thread.cpu;
        int code = Trap.code(argument);
        switch (Trap.kind(argument)) {
            case Trap.BREAK -> {
                if (code >= 0x400) { // assemblers put a small code into the upper half of the field
                    code >>>= 10;
                }
                if (code >= BRK_CACHE_SYNC && code <= BRK_LAST_SWASH && !cpu.inDelaySlot()) {
                    x.memory().flushCode(0, x.abi.userEnd);
                    x.state.pc(x.nextPc());
                    return null;
                }
                return info(x, IrixSignals.SIGTRAP, SigInfo.TRAP_BRKPT, faultPc(x), code, EXC_BREAK);
            }
            case Trap.CONDITIONAL -> {
                return info(x, IrixSignals.SIGTRAP, SigInfo.TRAP_BRKPT, faultPc(x), code, EXC_TRAP);
            }
            case Trap.OVERFLOW -> {
                return info(x, IrixSignals.SIGFPE, SigInfo.FPE_INTOVF, faultPc(x), 6, EXC_OVERFLOW);
            }
            case Trap.COPROCESSOR -> {
                return info(x, IrixSignals.SIGILL, ILL_COPROC, faultPc(x), 0, EXC_COPROCESSOR);
            }
            case Trap.FP -> {
                return info(x, IrixSignals.SIGFPE, fpCode(MipsState.fcsr(x.state)), faultPc(x), 0, EXC_FP);
            }
            case Trap.FETCH -> {
                return fetch(x);
            }
            default -> {
                return info(x, IrixSignals.SIGILL, ILL_ILLOPC, faultPc(x), 0, EXC_RESERVED);
            }
        }
    }

    private static SigInfo fetch(IrixThread x) {
        long pc = faultPc(x);
        if ((pc & 3) != 0) {
            return info(x, IrixSignals.SIGBUS, SigInfo.BUS_ADRALN, pc, EFAULT, EXC_LOAD_ADDRESS);
        }
        boolean mapped = x.abi.isUser(pc, 4) && x.memory().isMapped(pc, 4);
        return mapped
                ? info(x, IrixSignals.SIGSEGV, SigInfo.SEGV_ACCERR, pc, EACCES, EXC_LOAD_MISS)
                : info(x, IrixSignals.SIGSEGV, SigInfo.SEGV_MAPERR, pc, EFAULT, EXC_LOAD_MISS);
    }

    /** Cause bits of the FCSR to si_code; the gravest counts. */
    private static int fpCode(int fcsr) {
        int cause = fcsr >>> MipsState.CAUSE_SHIFT & 0x3f;
        if ((cause & 0x20) != 0 || (cause & 0x10) != 0) {
            return SigInfo.FPE_FLTINV;
        }
        if ((cause & 8) != 0) {
            return FPE_FLTDIV;
        }
        if ((cause & 4) != 0) {
            return FPE_FLTOVF;
        }
        return (cause & 2) != 0 ? FPE_FLTUND : FPE_FLTRES;
    }

    static @Nullable SigInfo fault(IrixThread x) {
        Cpu cpu = x.thread.cpu;
        if (cpu.faultIsFetch() || (x.state.pc() & 3) != 0) {
            return fetch(x);
        }
        boolean write = cpu.faultIsWrite();
        long address = cpu.faultAddress();
        if (cpu.faultSignal() == 7) { // SIGBUS
            if (cpu.faultCode() != SigInfo.BUS_ADRALN) {
                return info(x, IrixSignals.SIGBUS, SigInfo.BUS_ADRERR, address, ENXIO, write ? EXC_STORE_MISS : EXC_LOAD_MISS);
            }
            int instruction = instruction(x);
            if (x.irixProcess().fixUnaligned && emulate(x, instruction)) {
                return null;
            }
            return info(x, IrixSignals.SIGBUS, SigInfo.BUS_ADRALN, MisalignedAccess.address(x.state, instruction), EFAULT,
                    MisalignedAccess.isStore(instruction) ? EXC_STORE_ADDRESS : EXC_LOAD_ADDRESS);
        }
        int cause = write ? EXC_STORE_MISS : EXC_LOAD_MISS;
        if (!x.abi.isUser(address, 1) || !x.memory().isMapped(address, 1)) {
            return info(x, IrixSignals.SIGSEGV, SigInfo.SEGV_MAPERR, address, EFAULT, cause);
        }
        return info(x, IrixSignals.SIGSEGV, SigInfo.SEGV_ACCERR, address, EACCES, cause);
    }

    /** Does a misaligned access and moves the pc; false if it cannot be done, or memory is not there: the signal is sent. */
    private static boolean emulate(IrixThread x, int instruction) {
        try {
            int branch = x.thread.cpu.inDelaySlot() ? x.memory().s32(x.state.pc()) : 0;
            long next = MisalignedAccess.emulate(x.state, new Memory(x.memory()), x.state.pc(), instruction, branch);
            if (next == MisalignedAccess.NOT_EMULATED) {
                return false;
            }
            x.state.pc(next);
            return true;
        } catch (GuestFault e) {
            return false;
        }
    }

    private record Memory(AddressSpace memory) implements MisalignedAccess.Memory {
        @Override
        public long load(long address, int bytes) {
            return bytes == 2 ? memory.u16(address) : bytes == 4 ? memory.u32(address) : memory.u64(address);
        }

        @Override
        public void store(long address, int bytes, long value) {
            switch (bytes) {
                case 2 -> memory.put16(address, (int) value);
                case 4 -> memory.put32(address, (int) value);
                default -> memory.put64(address, value);
            }
        }
    }

    /** The instruction that stopped the processor, 0 if it cannot be read. */
    private static int instruction(IrixThread x) {
        try {
            AddressSpace memory = x.memory();
            return memory.s32(faultPc(x));
        } catch (GuestFault e) {
            return 0;
        }
    }

    /** Where the guilty instruction lies: behind the pc if that is its branch. */
    private static long faultPc(IrixThread x) {
        return x.thread.cpu.inDelaySlot() ? x.nextPc() : x.state.pc();
    }

    private static SigInfo info(IrixThread x, int signal, int code, long address, int detail, int cause) {
        SigInfo info = SigInfo.fault(signal, code, address, detail);
        x.lastFault = info;
        x.lastFaultCause = cause << 2 | (x.thread.cpu.inDelaySlot() ? CAUSE_BD : 0);
        return info;
    }
}
