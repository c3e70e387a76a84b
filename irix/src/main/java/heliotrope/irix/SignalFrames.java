package heliotrope.irix;

import heliotrope.engine.CpuState;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.AltStack;
import heliotrope.kernel.GuestFault;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.SigAction;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.SignalCalls;
import heliotrope.kernel.SignalMask;
import heliotrope.mips.MipsState;

/**
 * Signal frames and contexts of o32. A handler is not entered directly: the kernel pushes a sigcontext, or a ucontext and a siginfo,
 * and enters the trampoline that libc gave with sigaction; that calls the handler and then sigreturn.
 */
final class SignalFrames {
    private SignalFrames() {}

    static final int SIGCONTEXT_SIZE = 856, UCONTEXT_SIZE = 512;

    // spotless:off
    private static final int // struct sigcontext
            SC_REGMASK = 0, SC_PC = 8, SC_REGS = 16, SC_FPREGS = 272, SC_OWNEDFP = 528, SC_FPC_CSR = 532, SC_SSFLAGS = 540,
            SC_MDHI = 544, SC_MDLO = 552, SC_CAUSE = 560, SC_BADVADDR = 568, SC_SIGSET = 584;
    private static final int // ucontext
            UC_FLAGS = 0, UC_SIGMASK = 8, UC_STACK = 24, UC_GREGS = 40, UC_FPREGS = 184, UC_FP_CSR = 312,
            GREG_MDLO = 32, GREG_MDHI = 33, GREG_CAUSE = 34, GREG_EPC = 35;
    /** Bits of uc_flags: what of the context is valid. */
    private static final int FLAG_SIGMASK = 1, FLAG_STACK = 2, FLAG_CPU = 4, FLAG_FPU = 8, FLAG_ALL = 15;
    // spotless:on

    private static final int SS_ONSTACK = 1, SS_DISABLE = 2;

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
        long sp = x.gpr(29) & 0xffffffffL;
        boolean wasOnAlternate = onAlternate(alt, sp);
        if (action.has(SigAction.ONSTACK) && alt.enabled && !wasOnAlternate) {
            sp = altStackTop(alt);
        }
        StructBuffer b = x.buffer;
        long context;
        long second;
        if (withInfo) {
            context = sp - UCONTEXT_SIZE & ~15L;
            second = context - ProcessStructs.SIGINFO_SIZE;
            sp = second;
            b.start(ProcessStructs.SIGINFO_SIZE + UCONTEXT_SIZE);
            ProcessStructs.siginfo(b, 0, info);
            putContext(x, b, ProcessStructs.SIGINFO_SIZE, x.thread.frameMask, wasOnAlternate);
            b.put32(ProcessStructs.SIGINFO_SIZE + UC_GREGS + 4 * GREG_CAUSE, info == x.lastFault ? x.lastFaultCause : 0);
        } else {
            context = sp - SIGCONTEXT_SIZE & ~15L;
            second = info.detail;
            sp = context;
            b.start(SIGCONTEXT_SIZE);
            putSigcontext(x, b, x.thread.frameMask, wasOnAlternate);
            if (info == x.lastFault) {
                b.put64(SC_CAUSE, x.lastFaultCause);
                b.put64(SC_BADVADDR, (int) info.address);
            }
        }
        if (sp < 0 || sp >= IrixLayout.USER_END) {
            return false;
        }
        try {
            b.store(x.memory(), sp);
        } catch (GuestFault e) {
            return false;
        }
        CpuState s = x.state;
        x.gpr(4, withInfo ? signal | SIGINFO_STYLE : signal);
        x.gpr(5, (int) second);
        x.gpr(6, (int) context);
        x.gpr(7, (int) action.handler);
        x.gpr(29, (int) (sp - ARGUMENT_AREA));
        x.gpr(25, (int) trampoline);
        s.pc(trampoline);
        return true;
    }

    private static boolean onAlternate(AltStack alt, long sp) {
        if (!alt.enabled) {
            return false;
        }
        long top = altStackTop(alt);
        return sp <= top && sp > top - alt.size;
    }

    /**
     * Where the stack begins to grow down. The native call gives this address itself, the XPG4 one the low end; programs that hand the
     * low end of an array to the native call live on what lies below it, as on the real system.
     */
    static long altStackTop(AltStack alt) {
        return (alt.convention == NATIVE ? alt.base : alt.base + alt.size) & ~15L;
    }

    /** Values of {@link AltStack#convention}. */
    static final int NATIVE = 1, XPG4 = 0;

    private static void putSigcontext(IrixThread x, StructBuffer b, SignalMask mask, boolean onAlternate) {
        CpuState s = x.state;
        int mode = s.mode();
        b.put32(SC_REGMASK, ~1);
        b.put64(SC_PC, s.pc());
        for (int i = 1; i < 32; i++) {
            b.put64(SC_REGS + 8 * i, x.gpr(i));
        }
        for (int i = 0; i < 32; i++) {
            b.put32(SC_FPREGS + 8 * i + 4, s.get32(MipsState.fprWord(i, mode)));
        }
        b.put32(SC_OWNEDFP, 1);
        b.put32(SC_FPC_CSR, MipsState.fcsr(s));
        b.put32(SC_SSFLAGS, onAlternate ? SS_ONSTACK : 0);
        b.put64(SC_MDHI, s.get32(MipsState.HI));
        b.put64(SC_MDLO, s.get32(MipsState.LO));
        ProcessStructs.sigset(b, SC_SIGSET, mask);
    }

    /** A ucontext at {@code at} with the registers as they are. */
    private static void putContext(IrixThread x, StructBuffer b, int at, SignalMask mask, boolean onAlternate) {
        CpuState s = x.state;
        int mode = s.mode();
        b.put32(at + UC_FLAGS, FLAG_ALL);
        ProcessStructs.sigset(b, at + UC_SIGMASK, mask);
        AltStack alt = x.thread.altStack;
        b.put32(at + UC_STACK, (int) alt.base);
        b.put32(at + UC_STACK + 4, (int) alt.size);
        b.put32(at + UC_STACK + 8, alt.enabled ? onAlternate ? SS_ONSTACK : 0 : SS_DISABLE);
        int gregs = at + UC_GREGS;
        for (int i = 1; i < 32; i++) {
            b.put32(gregs + 4 * i, x.gpr(i));
        }
        b.put32(gregs + 4 * GREG_MDLO, s.get32(MipsState.LO));
        b.put32(gregs + 4 * GREG_MDHI, s.get32(MipsState.HI));
        b.put32(gregs + 4 * GREG_EPC, (int) s.pc());
        for (int i = 0; i < 32; i++) {
            b.put32(at + UC_FPREGS + 4 * i, s.get32(MipsState.fprWord(i, mode)));
        }
        b.put32(at + UC_FP_CSR, MipsState.fcsr(s));
    }

    /** sigreturn: registers, pc and mask from the context, whatever the handler made of it. */
    static long sigreturn(IrixThread x, long sigcontext, long context) {
        if (sigcontext == 0) {
            return setContext(x, context);
        }
        StructBuffer b = x.buffer.load(x.memory(), sigcontext, SIGCONTEXT_SIZE);
        CpuState s = x.state;
        int mode = s.mode();
        for (int i = 1; i < 32; i++) {
            x.gpr(i, b.get32(SC_REGS + 8 * i + 4));
        }
        s.put64(MipsState.HI, b.get32(SC_MDHI + 4));
        s.put64(MipsState.LO, b.get32(SC_MDLO + 4));
        if (b.get32(SC_OWNEDFP) != 0) {
            for (int i = 0; i < 32; i++) {
                s.put32(MipsState.fprWord(i, mode), b.get32(SC_FPREGS + 8 * i + 4));
            }
            MipsState.setFcsr(s, b.get32(SC_FPC_CSR));
        }
        s.pc(b.getU32(SC_PC + 4));
        SignalCalls.setMask(x.thread, ProcessStructs.sigset(b, SC_SIGSET));
        return Kernel.NO_RESULT;
    }

    /** setcontext. */
    static long setContext(IrixThread x, long address) {
        StructBuffer b = x.buffer.load(x.memory(), address, UCONTEXT_SIZE);
        int flags = b.get32(UC_FLAGS);
        CpuState s = x.state;
        int mode = s.mode();
        if ((flags & FLAG_CPU) != 0) {
            for (int i = 1; i < 32; i++) {
                x.gpr(i, b.get32(UC_GREGS + 4 * i));
            }
            s.put64(MipsState.LO, b.get32(UC_GREGS + 4 * GREG_MDLO));
            s.put64(MipsState.HI, b.get32(UC_GREGS + 4 * GREG_MDHI));
            s.pc(b.getU32(UC_GREGS + 4 * GREG_EPC));
        } else {
            s.pc(s.pc() + 4 & 0xffffffffL);
        }
        if ((flags & FLAG_FPU) != 0) {
            for (int i = 0; i < 32; i++) {
                s.put32(MipsState.fprWord(i, mode), b.get32(UC_FPREGS + 4 * i));
            }
            MipsState.setFcsr(s, b.get32(UC_FP_CSR));
        }
        if ((flags & FLAG_STACK) != 0) {
            setAltStack(x.thread.altStack, b.getU32(UC_STACK), b.getU32(UC_STACK + 4), b.get32(UC_STACK + 8), x);
        }
        if ((flags & FLAG_SIGMASK) != 0) {
            SignalCalls.setMask(x.thread, ProcessStructs.sigset(b, UC_SIGMASK));
        }
        return Kernel.NO_RESULT;
    }

    /** The stack part of a context says the same as sigaltstack said before, so the convention stays. */
    private static void setAltStack(AltStack alt, long base, long size, int flags, IrixThread x) {
        if (onAlternate(alt, x.gpr(29) & 0xffffffffL)) {
            return;
        }
        if ((flags & SS_DISABLE) != 0) {
            alt.enabled = false;
        } else if (size != 0) {
            alt.base = base;
            alt.size = size;
            alt.enabled = true;
        }
    }

    /** getcontext: as if it had just returned 0. */
    static long getContext(IrixThread x, long address) {
        AltStack alt = x.thread.altStack;
        boolean onAlternate = onAlternate(alt, x.gpr(29) & 0xffffffffL);
        StructBuffer b = x.buffer.start(UCONTEXT_SIZE);
        putContext(x, b, 0, x.thread.blocked, onAlternate);
        b.put32(UC_GREGS + 4 * 2, 0);
        b.put32(UC_GREGS + 4 * 7, 0);
        b.put32(UC_GREGS + 4 * GREG_EPC, (int) x.state.pc() + 4);
        // uc_link and the fill belong to the program
        AddressSpace m = x.memory();
        m.put32(address + UC_FLAGS, FLAG_ALL);
        m.writeBytes(address + UC_SIGMASK, b.bytes, UC_SIGMASK, UC_FP_CSR + 8 - UC_SIGMASK);
        return 0;
    }

    /** sigaltstack; {@code convention} is {@link #NATIVE} or {@link #XPG4}. */
    static long sigaltstack(IrixThread x, long set, long old, int convention) {
        AltStack alt = x.thread.altStack;
        boolean active = onAlternate(alt, x.gpr(29) & 0xffffffffL);
        AddressSpace m = x.memory();
        long base = 0;
        long size = 0;
        int flags = 0;
        if (set != 0) {
            base = m.u32(set);
            size = m.u32(set + 4);
            flags = m.s32(set + 8);
        }
        if (old != 0) {
            m.put32(old, (int) alt.base);
            m.put32(old + 4, (int) alt.size);
            m.put32(old + 8, alt.enabled ? active ? SS_ONSTACK : 0 : SS_DISABLE);
        }
        if (set == 0) {
            return 0;
        }
        if (active) {
            return -EPERM;
        }
        if ((flags & SS_DISABLE) != 0) {
            alt.enabled = false;
            return 0;
        }
        if ((flags & ~SS_DISABLE) != 0) {
            return -EINVAL;
        }
        if (size < MINSIGSTKSZ) {
            return -ENOMEM;
        }
        alt.base = base;
        alt.size = size;
        alt.convention = convention;
        alt.enabled = true;
        return 0;
    }

    private static final int EPERM = 1, ENOMEM = 12, EINVAL = 22, MINSIGSTKSZ = 512;

    /** sigstack of BSD: {top of the stack, whether on it}. */
    static long sigstack(IrixThread x, long set, long old) {
        AltStack alt = x.thread.altStack;
        AddressSpace m = x.memory();
        boolean active = onAlternate(alt, x.gpr(29) & 0xffffffffL);
        long base = set != 0 ? m.u32(set) : 0;
        if (old != 0) {
            m.put32(old, alt.enabled ? (int) altStackTop(alt) : 0);
            m.put32(old + 4, active ? 1 : 0);
        }
        if (set != 0) {
            alt.base = base;
            alt.size = 8192;
            alt.convention = NATIVE;
            alt.enabled = base != 0;
        }
        return 0;
    }
}
