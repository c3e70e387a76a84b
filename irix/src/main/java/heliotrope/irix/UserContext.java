package heliotrope.irix;

import heliotrope.engine.CpuState;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.SignalCalls;
import heliotrope.kernel.SignalMask;
import heliotrope.mips.MipsState;

/**
 * ucontext: what handlers with SA_SIGINFO get, and what getcontext and setcontext save and load. General registers are words of 32 bits
 * in o32, of 64 in n32 and n64; so are floating-point registers.
 */
final class UserContext {
    private UserContext() {}

    // spotless:off
    /** Bits of uc_flags: what of the context is valid. */
    private static final int FLAG_SIGMASK = 1, FLAG_STACK = 2, FLAG_CPU = 4, FLAG_FPU = 8, FLAG_ALL = 15;

    private static final int GREG_MDLO = 32, GREG_MDHI = 33, GREG_CAUSE = 34, GREG_EPC = 35;

    /** Offsets by ABI. */
    private static final int[]
            SIZE = {512, 792, 992}, SIGMASK = {8, 8, 16}, STACK = {24, 24, 32}, GREGS = {40, 40, 48}, FPREGS = {184, 336, 344},
            FP_CSR = {312, 592, 600};
    // spotless:on

    static int size(IrixAbi abi) {
        return SIZE[abi.column];
    }

    private static void putGreg(StructBuffer b, IrixAbi abi, int gregs, int n, long value) {
        if (abi.wide) {
            b.put64(gregs + 8 * n, value);
        } else {
            b.put32(gregs + 4 * n, (int) value);
        }
    }

    private static long greg(StructBuffer b, IrixAbi abi, int n) {
        int gregs = GREGS[abi.column];
        return abi.wide ? b.get64(gregs + 8 * n) : b.get32(gregs + 4 * n);
    }

    /** A ucontext at {@code at} with the registers as they are. */
    static void put(IrixThread x, StructBuffer b, int at, SignalMask mask, boolean onAlternate, int cause) {
        CpuState s = x.state;
        IrixAbi abi = x.abi;
        int mode = s.mode();
        b.putWord(abi, at, FLAG_ALL);
        ProcessStructs.sigset(b, at + SIGMASK[abi.column], mask);
        SignalStack.store(b, abi, at + STACK[abi.column], x.thread.altStack, onAlternate);
        int gregs = at + GREGS[abi.column];
        for (int i = 1; i < 32; i++) {
            putGreg(b, abi, gregs, i, x.gpr(i));
        }
        putGreg(b, abi, gregs, GREG_MDLO, s.get64(MipsState.LO));
        putGreg(b, abi, gregs, GREG_MDHI, s.get64(MipsState.HI));
        putGreg(b, abi, gregs, GREG_CAUSE, cause);
        putGreg(b, abi, gregs, GREG_EPC, s.pc());
        int fpregs = at + FPREGS[abi.column];
        for (int i = 0; i < 32; i++) {
            if (abi.wide) {
                b.put64(fpregs + 8 * i, s.get64(MipsState.fprDouble(i, mode)));
            } else {
                b.put32(fpregs + 4 * i, s.get32(MipsState.fprWord(i, mode)));
            }
        }
        b.put32(at + FP_CSR[abi.column], MipsState.fcsr(s));
    }

    /** setcontext, and sigreturn from a handler with SA_SIGINFO. */
    static long set(IrixThread x, long address) {
        IrixAbi abi = x.abi;
        StructBuffer b = x.buffer.load(x.memory(), address, size(abi));
        int flags = (int) b.getWord(abi, 0);
        CpuState s = x.state;
        int mode = s.mode();
        if ((flags & FLAG_CPU) != 0) {
            for (int i = 1; i < 32; i++) {
                x.wholeGpr(i, greg(b, abi, i));
            }
            s.put64(MipsState.LO, greg(b, abi, GREG_MDLO));
            s.put64(MipsState.HI, greg(b, abi, GREG_MDHI));
            s.pc(greg(b, abi, GREG_EPC) & abi.addressMask);
        } else {
            s.pc(x.nextPc());
        }
        if ((flags & FLAG_FPU) != 0) {
            int fpregs = FPREGS[abi.column];
            for (int i = 0; i < 32; i++) {
                if (abi.wide) {
                    s.put64(MipsState.fprDouble(i, mode), b.get64(fpregs + 8 * i));
                } else {
                    s.put32(MipsState.fprWord(i, mode), b.get32(fpregs + 4 * i));
                }
            }
            MipsState.setFcsr(s, b.get32(FP_CSR[abi.column]));
        }
        if ((flags & FLAG_STACK) != 0) {
            SignalStack.restore(b, STACK[abi.column], x);
        }
        if ((flags & FLAG_SIGMASK) != 0) {
            SignalCalls.setMask(x.thread, ProcessStructs.sigset(b, SIGMASK[abi.column]));
        }
        return Kernel.NO_RESULT;
    }

    /** getcontext: as if it had just returned 0. */
    static long get(IrixThread x, long address) {
        IrixAbi abi = x.abi;
        boolean onAlternate = SignalStack.isActive(x.thread.altStack, x.stackPointer());
        StructBuffer b = x.buffer.start(size(abi));
        put(x, b, 0, x.thread.blocked, onAlternate, 0);
        int gregs = GREGS[abi.column];
        putGreg(b, abi, gregs, 2, 0);
        putGreg(b, abi, gregs, 7, 0);
        putGreg(b, abi, gregs, GREG_EPC, x.nextPc());
        // uc_link and the fill belong to the program
        AddressSpace m = x.memory();
        int from = SIGMASK[abi.column];
        x.putWord(address, FLAG_ALL);
        m.writeBytes(address + from, b.bytes, from, FP_CSR[abi.column] + 8 - from);
        return 0;
    }
}
