package heliotrope.irix;

import heliotrope.engine.CpuState;
import heliotrope.kernel.AltStack;
import heliotrope.kernel.GuestFault;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.SigAction;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.SignalCalls;
import heliotrope.kernel.SignalMask;
import heliotrope.mips.MipsState;

/**
 * Signal frames. A handler is not entered directly: the kernel pushes a sigcontext, or a ucontext and a siginfo, and enters the
 * trampoline that libc gave with sigaction; that calls the handler and then sigreturn. The sigcontext is the same in all ABIs, with slots
 * of 64 bits, of which o32 uses the low halves.
 */
final class SignalFrames {
    private SignalFrames() {}

    static final int SIGCONTEXT_SIZE = 856;

    // spotless:off
    private static final int // struct sigcontext
            SC_REGMASK = 0, SC_PC = 8, SC_REGS = 16, SC_FPREGS = 272, SC_OWNEDFP = 528, SC_FPC_CSR = 532, SC_SSFLAGS = 540,
            SC_MDHI = 544, SC_MDLO = 552, SC_CAUSE = 560, SC_BADVADDR = 568, SC_SIGSET = 584;
    // spotless:on

    /** Set in the first argument of the trampoline for handlers with SA_SIGINFO. */
    private static final int SIGINFO_STYLE = 0x80000000;

    /** Room that a callee may use above its stack pointer. */
    private static final int ARGUMENT_AREA = 16;

    static boolean push(IrixThread x, int signal, SigInfo info, SigAction action) {
        long trampoline = x.irixProcess().trampoline;
        if (trampoline == 0) { // the handler came without one: there is no way back
            return false;
        }
        boolean withInfo = action.has(SigAction.SIGINFO);
        AltStack alt = x.thread.altStack;
        long sp = x.stackPointer();
        boolean wasOnAlternate = SignalStack.isActive(alt, sp);
        if (action.has(SigAction.ONSTACK) && alt.enabled && !wasOnAlternate) {
            sp = SignalStack.top(alt);
        }
        StructBuffer b = x.buffer;
        int cause = info == x.lastFault ? x.lastFaultCause : 0;
        long context;
        long second;
        if (withInfo) {
            int size = UserContext.size(x.abi);
            context = sp - size & ~15L;
            second = context - ProcessStructs.SIGINFO_SIZE;
            sp = second;
            b.start(ProcessStructs.SIGINFO_SIZE + size);
            ProcessStructs.siginfo(b, x.abi, 0, info);
            UserContext.put(x, b, ProcessStructs.SIGINFO_SIZE, x.thread.frameMask, wasOnAlternate, cause);
        } else {
            context = sp - SIGCONTEXT_SIZE & ~15L;
            second = info.detail;
            sp = context;
            b.start(SIGCONTEXT_SIZE);
            putSigcontext(x, b, x.thread.frameMask, wasOnAlternate);
            if (info == x.lastFault) {
                b.put64(SC_CAUSE, cause);
                b.put64(SC_BADVADDR, x.abi.pointers64 ? info.address : (int) info.address);
            }
        }
        if (!x.abi.isUser(sp, b.size)) {
            return false;
        }
        try {
            b.store(x.memory(), sp);
        } catch (GuestFault e) {
            return false;
        }
        x.gpr(4, withInfo ? signal | SIGINFO_STYLE : signal);
        x.gpr(5, second);
        x.gpr(6, context);
        x.gpr(7, action.handler);
        x.gpr(29, sp - ARGUMENT_AREA);
        x.gpr(25, trampoline);
        x.state.pc(trampoline);
        return true;
    }

    private static void putSigcontext(IrixThread x, StructBuffer b, SignalMask mask, boolean onAlternate) {
        CpuState s = x.state;
        int mode = s.mode();
        b.put32(SC_REGMASK, ~1);
        b.put64(SC_PC, s.pc());
        for (int i = 1; i < 32; i++) {
            b.put64(SC_REGS + 8 * i, x.gpr(i));
        }
        for (int i = 0; i < 32; i++) {
            if (x.abi.wide) {
                b.put64(SC_FPREGS + 8 * i, s.get64(MipsState.fprDouble(i, mode)));
            } else {
                b.put32(SC_FPREGS + 8 * i + 4, s.get32(MipsState.fprWord(i, mode)));
            }
        }
        b.put32(SC_OWNEDFP, 1);
        b.put32(SC_FPC_CSR, MipsState.fcsr(s));
        b.put32(SC_SSFLAGS, onAlternate ? SignalStack.SS_ONSTACK : 0);
        b.put64(SC_MDHI, x.abi.wide ? s.get64(MipsState.HI) : s.get32(MipsState.HI));
        b.put64(SC_MDLO, x.abi.wide ? s.get64(MipsState.LO) : s.get32(MipsState.LO));
        ProcessStructs.sigset(b, SC_SIGSET, mask);
    }

    /** sigreturn: registers, pc and mask from the context, whatever the handler made of it. */
    static long sigreturn(IrixThread x, long sigcontext, long context) {
        if (sigcontext == 0) {
            return UserContext.set(x, context);
        }
        StructBuffer b = x.buffer.load(x.memory(), sigcontext, SIGCONTEXT_SIZE);
        CpuState s = x.state;
        int mode = s.mode();
        for (int i = 1; i < 32; i++) {
            x.wholeGpr(i, b.get64(SC_REGS + 8 * i));
        }
        s.put64(MipsState.HI, x.abi.wide ? b.get64(SC_MDHI) : b.get32(SC_MDHI + 4));
        s.put64(MipsState.LO, x.abi.wide ? b.get64(SC_MDLO) : b.get32(SC_MDLO + 4));
        if (b.get32(SC_OWNEDFP) != 0) {
            for (int i = 0; i < 32; i++) {
                if (x.abi.wide) {
                    s.put64(MipsState.fprDouble(i, mode), b.get64(SC_FPREGS + 8 * i));
                } else {
                    s.put32(MipsState.fprWord(i, mode), b.get32(SC_FPREGS + 8 * i + 4));
                }
            }
            MipsState.setFcsr(s, b.get32(SC_FPC_CSR));
        }
        s.pc(b.get64(SC_PC) & x.abi.addressMask);
        SignalCalls.setMask(x.thread, ProcessStructs.sigset(b, SC_SIGSET));
        return Kernel.NO_RESULT;
    }
}
