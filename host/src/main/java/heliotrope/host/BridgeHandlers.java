package heliotrope.host;

import static heliotrope.host.asm.Assembler.ADD;
import static heliotrope.host.asm.Assembler.AND;
import static heliotrope.host.asm.Assembler.CC_A;
import static heliotrope.host.asm.Assembler.CC_AE;
import static heliotrope.host.asm.Assembler.CC_B;
import static heliotrope.host.asm.Assembler.CC_LE;
import static heliotrope.host.asm.Assembler.CMP;
import static heliotrope.host.asm.Assembler.OR;
import static heliotrope.host.asm.Assembler.R10;
import static heliotrope.host.asm.Assembler.R8;
import static heliotrope.host.asm.Assembler.R9;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDI;
import static heliotrope.host.asm.Assembler.RDX;
import static heliotrope.host.asm.Assembler.RSI;
import static heliotrope.host.asm.Assembler.SHL;
import static heliotrope.host.asm.Assembler.XOR;

import heliotrope.host.asm.Assembler;

/**
 * The signal handlers. On entry edi is the signal, rsi the siginfo, rdx the ucontext; rsp is 8 modulo 16. They may
 * change every register, as the kernel restores all of them, except for rdi, rsi, rdx and rsp before they jump to the
 * JVM's handler.
 */
final class BridgeHandlers {
    // struct siginfo
    private static final int SI_CODE = 8;
    private static final int SI_ADDR = 16;

    // struct ucontext (asm/ucontext.h, asm/sigcontext.h)
    private static final int UC_R11 = 64;
    private static final int UC_R15 = 96;
    private static final int UC_RIP = 168;
    private static final int UC_EFLAGS = 176;
    private static final int UC_ERR = 192;
    private static final int UC_FPSTATE = 224;
    /** Offsets of the general registers in hardware order. */
    private static final int[] UC_GPR = {144, 152, 136, 128, 160, 120, 112, 104, 40, 48, 56, 64, 72, 80, 88, 96};

    /** Offset of xmm0 in the FXSAVE area. */
    private static final int FX_XMM = 160;

    private final BridgeBuilder bridge;
    private final Assembler a;
    private final int chain;

    BridgeHandlers(BridgeBuilder bridge) {
        this.bridge = bridge;
        a = bridge.a;
        chain = a.newLabel();
    }

    void emit() {
        faultHandler();
        chainHandler();
        kickHandler();
        asyncHandler();
        bridge.fragment(bridge.restorer);
        a.movImm32(RAX, Sys.SYS_RT_SIGRETURN);
        a.syscall();
        a.ud2();
    }

    private void faultHandler() {
        int notCode = a.newLabel();
        bridge.fragment(bridge.faultHandler);
        bridge.clearAc();
        // Only the kernel's own signals (si_code > 0) are faults; others were sent by somebody.
        a.aluMemImm(CMP, 32, RSI, SI_CODE, 0);
        a.jcc(CC_LE, chain);
        a.load(64, RAX, RDX, UC_RIP);
        a.aluMemRip(CMP, 64, RAX, bridge.codeStart);
        a.jcc(CC_B, notCode);
        a.aluMemRip(CMP, 64, RAX, bridge.codeEnd);
        a.jcc(CC_AE, notCode);

        a.load(64, RCX, RDX, UC_R15);
        for (int i = 0; i < 16; i++) {
            a.load(64, R8, RDX, UC_GPR[i]);
            a.store(64, RCX, StateBlock.FAULT_GPR + 8 * i, R8);
        }
        a.load(64, R9, RDX, UC_FPSTATE);
        for (int i = 0; i < 16; i++) {
            a.movupsLoad(0, R9, FX_XMM + 16 * i);
            a.movupsStore(RCX, StateBlock.FAULT_XMM + 16 * i, 0);
        }
        report();
        a.aluMemImm(AND, 32, RDX, UC_EFLAGS, ~BridgeBuilder.AC);
        resumeAt(bridge.exit);

        a.bind(notCode);
        int next = a.newLabel();
        skipUnlessIn(bridge.accessStart, bridge.accessEnd, next);
        a.load(64, RCX, RDX, UC_R11);
        report();
        resumeAt(bridge.accessFailed);
        a.bind(next);
        for (int i = 0; i < bridge.copyStart.length; i++) {
            next = a.newLabel();
            skipUnlessIn(bridge.copyStart[i], bridge.copyEnd[i], next);
            resumeAt(bridge.copyEnd[i]);
            a.bind(next);
        }
        chainTail();
    }

    /** Facts of the fault at host pc rax into the state block at rcx. */
    private void report() {
        a.store(64, RCX, StateBlock.FAULT_HOST_PC, RAX);
        a.load(64, R8, RSI, SI_ADDR);
        a.store(64, RCX, StateBlock.FAULT_ADDRESS, R8);
        a.store(32, RCX, StateBlock.FAULT_SIGNAL, RDI);
        a.load(32, R8, RSI, SI_CODE);
        a.store(32, RCX, StateBlock.FAULT_CODE, R8);
        a.load(64, R8, RDX, UC_ERR);
        a.store(64, RCX, StateBlock.FAULT_ERROR, R8);
        a.storeImm(32, RCX, StateBlock.EXIT_REASON, StateBlock.EXIT_FAULT);
    }

    private void resumeAt(int label) {
        a.leaRip(RCX, label);
        a.store(64, RDX, UC_RIP, RCX);
        a.ret();
    }

    /** Jumps to the label unless rax lies in [from, to). */
    private void skipUnlessIn(int from, int to, int otherwise) {
        a.leaRip(RCX, from);
        a.alu(CMP, 64, RAX, RCX);
        a.jcc(CC_B, otherwise);
        a.leaRip(RCX, to);
        a.alu(CMP, 64, RAX, RCX);
        a.jcc(CC_AE, otherwise);
    }

    /** Jumps to the handler that was there before, or lets the signal have its default effect. */
    private void chainTail() {
        int real = a.newLabel();
        a.bind(chain);
        a.mov(32, RAX, RDI);
        a.shiftImm(SHL, 32, RAX, 5); // BridgeData.ACTION_SIZE
        a.leaRip(RCX, bridge.actions);
        a.alu(ADD, 64, RCX, RAX);
        a.load(64, RAX, RCX, 0);
        a.aluImm(CMP, 64, RAX, 1); // SIG_DFL 0, SIG_IGN 1
        a.jcc(CC_A, real);
        // Restore the action and send the signal once more: a return alone would not repeat int3 or a sent signal. It
        // is blocked until this handler returns.
        a.mov(32, R8, RDI);
        a.mov(64, RSI, RCX);
        a.alu(XOR, 32, RDX, RDX);
        a.movImm32(R10, 8);
        a.movImm32(RAX, Sys.SYS_RT_SIGACTION);
        a.syscall();
        a.movImm32(RAX, Sys.SYS_GETPID);
        a.syscall();
        a.mov(32, R9, RAX);
        a.movImm32(RAX, Sys.SYS_GETTID);
        a.syscall();
        a.mov(32, RDI, R9);
        a.mov(32, RSI, RAX);
        a.mov(32, RDX, R8);
        a.movImm32(RAX, Sys.SYS_TGKILL);
        a.syscall();
        a.ret();
        a.bind(real);
        a.jmpReg(RAX);
    }

    /** For the JVM's handlers of asynchronous signals, which must not run with the guest's AC flag. */
    private void chainHandler() {
        bridge.fragment(bridge.chainHandler);
        bridge.clearAc();
        a.jmp(chain);
    }

    private void kickHandler() {
        int done = a.newLabel();
        bridge.fragment(bridge.kickHandler);
        bridge.clearAc();
        a.load(64, RAX, RDX, UC_RIP);
        skipUnlessIn(bridge.checkStart, bridge.checkEnd, done);
        a.leaRip(RCX, bridge.interrupted);
        a.store(64, RDX, UC_RIP, RCX);
        a.bind(done);
        a.ret();
    }

    private void asyncHandler() {
        bridge.fragment(bridge.asyncHandler);
        bridge.clearAc();
        a.lea(32, RCX, RDI, -1);
        a.movImm32(RAX, 1);
        a.shiftCl(SHL, 64, RAX);
        a.lock();
        a.aluMemStoreRip(OR, 64, bridge.pending, RAX);
        a.leaRip(RSI, bridge.eventFd);
        a.loadSx(32, 64, RDI, RSI, 0);
        a.leaRip(RSI, bridge.one);
        a.movImm32(RDX, 8);
        a.movImm32(RAX, Sys.SYS_WRITE);
        a.syscall();
        a.ret();
    }
}
