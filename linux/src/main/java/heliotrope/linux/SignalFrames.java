package heliotrope.linux;

import heliotrope.engine.CpuState;
import heliotrope.host.Errno;
import heliotrope.ir.Mode;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.AltStack;
import heliotrope.kernel.GuestFault;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.SigAction;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.SignalCalls;
import heliotrope.kernel.SignalMask;
import heliotrope.kernel.Signals;
import heliotrope.mips.MipsState;

/**
 * Signal frames, sigreturn and the alternate stack. In o32 a handler without SA_SIGINFO gets the short frame: argument area, sigcontext,
 * mask. All others get siginfo and ucontext. Handlers return to the kernel's own page ({@link LinuxLayout#trampolines}).
 */
final class SignalFrames {
    private SignalFrames() {}

    // spotless:off
    /** struct sigcontext of o32, with 64-bit registers, and that of n32 and n64. */
    private static final int
            O_PC = 8, O_REGS = 16, O_FPREGS = 272, O_FPC_CSR = 532, O_USED_MATH = 540, O_HI = 552, O_LO = 560, O_SIZE = 592;
    private static final int
            N_REGS = 0, N_FPREGS = 256, N_HI = 512, N_LO = 544, N_PC = 576, N_FPC_CSR = 584, N_USED_MATH = 588, N_SIZE = 600;
    // spotless:on

    /** Offsets in both frames: behind the argument area (4 words) and what was the return sequence (2 words). */
    private static final int SHORT_CONTEXT = 24, INFO = 24, UCONTEXT = INFO + SignalStructs.SIGINFO_SIZE;

    private static final int USED_FP = 1, USED_DOUBLES = 2;

    private static final int SS_DISABLE = 2, SS_ONSTACK = 1, SS_AUTODISARM = 0x80000000;

    /** Numbers of the calls that return, without the ABI's base. */
    private static final int O32_SIGRETURN = 119, O32_RT_SIGRETURN = 193, N64_RT_SIGRETURN = 211, N32_RT_SIGRETURN = 211;

    /** Offset in the page of the sequence for the long frame. */
    private static final int RT = 16;

    private static final int LI_V0 = 0x24020000, SYSCALL = 0xc;

    /** Room that the floating-point emulator of the real kernel may use. */
    private static final int BELOW_STACK = 32;

    /** Fills the page of return sequences. */
    static void putTrampolines(AddressSpace space, LinuxAbi abi, long page) {
        if (abi == LinuxAbi.O32) {
            space.put32(page, LI_V0 | abi.callBase + O32_SIGRETURN);
            space.put32(page + 4, SYSCALL);
        }
        int number = abi == LinuxAbi.O32 ? O32_RT_SIGRETURN : abi.wide ? N64_RT_SIGRETURN : N32_RT_SIGRETURN;
        space.put32(page + RT, LI_V0 | abi.callBase + number);
        space.put32(page + RT + 4, SYSCALL);
    }

    /** Offset of uc_mcontext in ucontext; also where flags, link and stack_t end. */
    private static int mcontext(LinuxAbi abi) {
        return abi.wide ? 40 : 24;
    }

    private static int contextSize(LinuxAbi abi) {
        return abi == LinuxAbi.O32 ? O_SIZE : N_SIZE;
    }

    private static int ucontextSize(LinuxAbi abi) {
        return mcontext(abi) + contextSize(abi) + LinuxSignals.SET_BYTES;
    }

    static boolean push(LinuxThread x, int signal, SigInfo info, SigAction action) {
        LinuxAbi abi = x.abi;
        boolean shortFrame = abi == LinuxAbi.O32 && !action.has(SigAction.SIGINFO);
        AltStack alt = x.thread.altStack;
        long sp = x.pointer(29);
        boolean wasOnAlternate = onAlternate(alt, sp);
        long top = sp - BELOW_STACK;
        if (action.has(SigAction.ONSTACK) && alt.enabled && !wasOnAlternate) {
            top = alt.base + alt.size;
        }
        int size = shortFrame ? SHORT_CONTEXT + O_SIZE + LinuxSignals.SET_BYTES : UCONTEXT + ucontextSize(abi);
        long frame = top - size & (abi.wideRegisters ? ~15L : ~7L);
        if (wasOnAlternate && !onAlternate(alt, frame) || frame < 0 || frame + size > LinuxLayout.of(abi).userEnd) {
            return false; // over the end of the alternate stack: better SIGSEGV than silent damage
        }
        StructBuffer b = x.buffer.start(size);
        int context;
        if (shortFrame) {
            context = SHORT_CONTEXT;
        } else {
            SignalStructs.siginfo(b, INFO, info);
            SignalStructs.stack(b, UCONTEXT + 2 * abi.word, alt, wasOnAlternate);
            context = UCONTEXT + mcontext(abi);
        }
        putContext(x, b, context);
        SignalStructs.sigset(b, context + contextSize(abi), x.thread.frameMask);
        try {
            b.store(x.memory(), frame);
        } catch (GuestFault e) {
            return false;
        }
        x.gpr(4, signal);
        x.pointer(5, shortFrame ? 0 : frame + INFO);
        x.pointer(6, frame + (shortFrame ? SHORT_CONTEXT : UCONTEXT));
        x.pointer(29, frame);
        x.pointer(31, x.linuxProcess().trampolines + (shortFrame ? 0 : RT));
        x.pointer(25, action.handler);
        x.state.pc(x.address(action.handler));
        if ((alt.convention & SS_AUTODISARM) != 0) {
            alt.enabled = false;
        }
        return true;
    }

    static boolean onAlternate(AltStack alt, long sp) {
        return alt.enabled && (alt.convention & SS_AUTODISARM) == 0 && sp > alt.base && sp - alt.base <= alt.size;
    }

    private static void putContext(LinuxThread x, StructBuffer b, int at) {
        CpuState s = x.state;
        boolean old = x.abi == LinuxAbi.O32;
        int regs = at + (old ? O_REGS : N_REGS);
        for (int i = 1; i < 32; i++) {
            b.put64(regs + 8 * i, x.gpr(i));
        }
        b.put64(at + (old ? O_PC : N_PC), x.abi.wide ? s.pc() : (int) s.pc());
        b.put64(at + (old ? O_HI : N_HI), old ? s.get32(MipsState.HI) : s.get64(MipsState.HI));
        b.put64(at + (old ? O_LO : N_LO), old ? s.get32(MipsState.LO) : s.get64(MipsState.LO));
        int mode = s.mode();
        int fpregs = at + (old ? O_FPREGS : N_FPREGS);
        int step = (mode & Mode.FR) != 0 ? 1 : 2;
        for (int i = 0; i < 32; i += step) {
            b.put64(fpregs + 8 * i, s.get64(MipsState.fprDouble(i, mode)));
        }
        b.put32(at + (old ? O_FPC_CSR : N_FPC_CSR), MipsState.fcsr(s));
        b.put32(at + (old ? O_USED_MATH : N_USED_MATH), step == 1 ? USED_FP | USED_DOUBLES : USED_FP);
    }

    /** Registers from the context, whatever the handler made of it. @return false if an enabled exception is pending in the FCSR */
    private static boolean restoreContext(LinuxThread x, StructBuffer b, int at) {
        CpuState s = x.state;
        boolean old = x.abi == LinuxAbi.O32;
        int regs = at + (old ? O_REGS : N_REGS);
        for (int i = 1; i < 32; i++) {
            x.gpr(i, b.get64(regs + 8 * i));
        }
        s.pc(x.address(b.get64(at + (old ? O_PC : N_PC))));
        long hi = b.get64(at + (old ? O_HI : N_HI));
        long lo = b.get64(at + (old ? O_LO : N_LO));
        s.put64(MipsState.HI, old ? (int) hi : hi);
        s.put64(MipsState.LO, old ? (int) lo : lo);
        if ((b.get32(at + (old ? O_USED_MATH : N_USED_MATH)) & USED_FP) == 0) {
            return true;
        }
        int mode = s.mode();
        int fpregs = at + (old ? O_FPREGS : N_FPREGS);
        int step = (mode & Mode.FR) != 0 ? 1 : 2;
        for (int i = 0; i < 32; i += step) {
            s.put64(MipsState.fprDouble(i, mode), b.get64(fpregs + 8 * i));
        }
        int fcsr = b.get32(at + (old ? O_FPC_CSR : N_FPC_CSR));
        MipsState.setFcsr(s, fcsr & ~Faults.enabledCauses(fcsr));
        return !MipsState.fcsrTraps(fcsr);
    }

    /** sigreturn of o32: the short frame. */
    static long sigreturn(LinuxThread x) {
        StructBuffer b;
        try {
            b = x.buffer.load(x.memory(), x.pointer(29), SHORT_CONTEXT + O_SIZE + LinuxSignals.SET_BYTES);
        } catch (GuestFault e) {
            return badFrame(x);
        }
        return finish(x, b, SHORT_CONTEXT);
    }

    static long rtSigreturn(LinuxThread x) {
        StructBuffer b;
        try {
            b = x.buffer.load(x.memory(), x.pointer(29), UCONTEXT + ucontextSize(x.abi));
        } catch (GuestFault e) {
            return badFrame(x);
        }
        int stack = UCONTEXT + 2 * x.abi.word;
        long base = b.getPointer(stack);
        long size = b.getPointer(stack + x.abi.word);
        int flags = b.get32(stack + 2 * x.abi.word);
        long result = finish(x, b, UCONTEXT + mcontext(x.abi));
        setAltStack(x, base, size, flags); // errors are ignored, as on Linux
        return result;
    }

    private static long finish(LinuxThread x, StructBuffer b, int context) {
        SignalMask mask = SignalStructs.sigset(b, context + contextSize(x.abi));
        boolean sound = restoreContext(x, b, context);
        SignalCalls.setMask(x.thread, mask);
        if (!sound) {
            Signals.force(x.thread, new SigInfo(LinuxSignals.SIGFPE, SigInfo.SI_KERNEL));
        }
        return Kernel.NO_RESULT;
    }

    private static long badFrame(LinuxThread x) {
        Signals.force(x.thread, new SigInfo(LinuxSignals.SIGSEGV, SigInfo.SI_KERNEL));
        return Kernel.NO_RESULT;
    }

    /** sigaltstack. */
    static long sigaltstack(LinuxThread x, long set, long old) {
        AddressSpace m = x.memory();
        AltStack alt = x.thread.altStack;
        StructBuffer b = x.buffer;
        int size = SignalStructs.stackSize(b);
        long newBase = 0;
        long newSize = 0;
        int flags = 0;
        if (set != 0) {
            b.load(m, set, size);
            newBase = b.getPointer(0);
            newSize = b.getPointer(b.word);
            flags = b.get32(2 * b.word);
        }
        b.start(size);
        SignalStructs.stack(b, 0, alt, onAlternate(alt, x.pointer(29)));
        long result = set != 0 ? setAltStack(x, newBase, newSize, flags) : 0;
        if (result == 0 && old != 0) {
            b.store(m, old);
        }
        return result;
    }

    private static final int MINSIGSTKSZ = 2048;

    private static long setAltStack(LinuxThread x, long base, long size, int flags) {
        AltStack alt = x.thread.altStack;
        if (onAlternate(alt, x.pointer(29))) {
            return -Errno.EPERM;
        }
        int mode = flags & ~SS_AUTODISARM;
        if (mode != 0 && mode != SS_DISABLE && mode != SS_ONSTACK) {
            return -Errno.EINVAL;
        }
        if (mode == SS_DISABLE) {
            alt.base = 0;
            alt.size = 0;
            alt.enabled = false;
        } else {
            if (size < MINSIGSTKSZ) {
                return -Errno.ENOMEM;
            }
            alt.base = base;
            alt.size = size;
            alt.enabled = true;
        }
        alt.convention = flags & SS_AUTODISARM;
        return 0;
    }
}
