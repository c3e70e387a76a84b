package heliotrope.host;

import static heliotrope.host.asm.Assembler.ADD;
import static heliotrope.host.asm.Assembler.AND;
import static heliotrope.host.asm.Assembler.CC_AE;
import static heliotrope.host.asm.Assembler.CC_E;
import static heliotrope.host.asm.Assembler.CC_G;
import static heliotrope.host.asm.Assembler.CC_NE;
import static heliotrope.host.asm.Assembler.CMP;
import static heliotrope.host.asm.Assembler.OR;
import static heliotrope.host.asm.Assembler.R10;
import static heliotrope.host.asm.Assembler.R11;
import static heliotrope.host.asm.Assembler.R12;
import static heliotrope.host.asm.Assembler.R13;
import static heliotrope.host.asm.Assembler.R14;
import static heliotrope.host.asm.Assembler.R15;
import static heliotrope.host.asm.Assembler.R8;
import static heliotrope.host.asm.Assembler.R9;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RBP;
import static heliotrope.host.asm.Assembler.RBX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDI;
import static heliotrope.host.asm.Assembler.RDX;
import static heliotrope.host.asm.Assembler.ROL;
import static heliotrope.host.asm.Assembler.RSI;
import static heliotrope.host.asm.Assembler.RSP;
import static heliotrope.host.asm.Assembler.SHR;
import static heliotrope.host.asm.Assembler.SUB;
import static heliotrope.host.asm.Assembler.XOR;

import heliotrope.host.asm.Assembler;

/**
 * The native methods of {@link Native}. On entry rdi is the JNI environment, rsi the class, then rdx, rcx, r8, r9 and
 * [rsp + 8] .. the Java arguments; rsp is 8 modulo 16.
 */
final class BridgeCalls {
    // Offsets in the JNI function table (JNI specification, chapter 4: 8 * index).
    private static final int GET_PRIMITIVE_ARRAY_CRITICAL = 8 * 222;
    private static final int RELEASE_PRIMITIVE_ARRAY_CRITICAL = 8 * 223;
    private static final int NEW_DIRECT_BYTE_BUFFER = 8 * 229;
    private static final int JNI_ABORT = 2;

    private static final int[] SAVED_BY_ENTER = {RBX, RBP, R12, R13, R14, R15};
    private static final int[] SAVED_BY_COPY = {RBX, RBP, R12, R13, R14};

    private final BridgeBuilder bridge;
    private final Assembler a;

    BridgeCalls(BridgeBuilder bridge) {
        this.bridge = bridge;
        a = bridge.a;
    }

    void emit() {
        systemCalls();
        enterAndExit();
        call();
        buffer();
        copyArray("copyIn0", true, false, 0);
        copyArray("copyOut0", false, false, 1);
        copyArray("stringIn0", true, true, 5);
        copyArray("stringOut0", false, true, 6);
        copyArray("longsIn0", true, false, 7);
        copyArray("longsOut0", false, false, 8);
        copy();
        fill();
        sum();
        load();
        store();
        cas();
        exchange();
        peekAndPoke();
        callEnds();
        newer();
        cpuid();
        spawn();
    }

    private void push(int[] registers) {
        for (int r : registers) {
            a.push(r);
        }
    }

    private void popAndReturn(int[] registers) {
        for (int i = registers.length - 1; i >= 0; i--) {
            a.pop(registers[i]);
        }
        a.ret();
    }

    private void systemCalls() {
        bridge.function("syscall");
        a.mov(64, RAX, RDX);
        a.mov(64, RDI, RCX);
        a.mov(64, RSI, R8);
        a.mov(64, RDX, R9);
        a.load(64, R10, RSP, 8);
        a.load(64, R8, RSP, 16);
        a.load(64, R9, RSP, 24);
        a.syscall();
        a.ret();

        bridge.function("syscallInterruptible");
        a.mov(64, R11, RDX);
        a.mov(64, RAX, RCX);
        a.mov(64, RDI, R8);
        a.mov(64, RSI, R9);
        a.load(64, RDX, RSP, 8);
        a.load(64, R10, RSP, 16);
        a.load(64, R8, RSP, 24);
        a.load(64, R9, RSP, 32);
        // A kick while the instruction pointer is from here to the system call instruction moves it to "interrupted".
        // Once the call has begun, the kick ends it with EINTR; a call that the kernel would restart by itself has
        // the instruction pointer on the system call instruction again when the handler runs.
        a.bind(bridge.checkStart);
        a.aluMemImm(CMP, 32, R11, StateBlock.INTERRUPT, 0);
        a.jccShort(CC_NE, bridge.interrupted);
        a.syscall();
        a.bind(bridge.checkEnd);
        a.ret();
        a.bind(bridge.interrupted);
        a.movImm(RAX, -Errno.EINTR);
        a.ret();
    }

    private void enterAndExit() {
        bridge.function("enter");
        push(SAVED_BY_ENTER);
        a.aluImm(SUB, 64, RSP, 8); // rsp is 0 modulo 16 in translated code
        a.stmxcsr(RDX, StateBlock.MXCSR_HOST);
        a.store(64, RDX, StateBlock.SAVED_RSP, RSP);
        a.mov(64, R15, RDX);
        a.load(64, R14, RDX, StateBlock.WINDOW_BASE);
        a.load(32, RAX, RDX, StateBlock.MXCSR_GUEST);
        a.store(32, RDX, StateBlock.MXCSR_BEFORE, RAX);
        a.ldmxcsr(RDX, StateBlock.MXCSR_GUEST);
        a.mov(64, RAX, R8);
        a.pushfq();
        a.aluMemImm(OR, 32, RSP, 0, BridgeBuilder.AC);
        a.popfq();
        a.jmpReg(RCX);

        bridge.fragment(bridge.exit);
        bridge.clearAc();
        a.stmxcsr(R15, StateBlock.MXCSR_GUEST);
        a.ldmxcsr(R15, StateBlock.MXCSR_HOST);
        a.load(64, RSP, R15, StateBlock.SAVED_RSP);
        a.load(32, RAX, R15, StateBlock.EXIT_REASON);
        a.aluImm(ADD, 64, RSP, 8);
        popAndReturn(SAVED_BY_ENTER);
    }

    private void call() {
        bridge.function("call");
        a.aluImm(SUB, 64, RSP, 24);
        a.stmxcsr(RSP, 0);
        a.mov(64, RAX, RDX);
        a.mov(64, RDI, RCX);
        a.mov(64, RSI, R8);
        a.mov(64, RDX, R9);
        a.load(64, RCX, RSP, 24 + 8);
        a.load(64, R8, RSP, 24 + 16);
        a.load(64, R9, RSP, 24 + 24);
        a.callReg(RAX);
        bridge.clearAc();
        a.ldmxcsr(RSP, 0);
        a.aluImm(ADD, 64, RSP, 24);
        a.ret();
    }

    private void buffer() {
        bridge.function("buffer");
        a.mov(64, RSI, RDX);
        a.mov(64, RDX, RCX);
        a.load(64, RAX, RDI, 0);
        a.jmpMem(RAX, NEW_DIRECT_BYTE_BUFFER);
    }

    /**
     * int copyX0(long address, byte[] array, int off, int len): what is left. A string is copied up to and including a NUL, which
     * counts as left; -1: a fault. Behind one that is copied out there is a NUL.
     */
    private void copyArray(String name, boolean in, boolean string, int range) {
        int noArray = a.newLabel();
        bridge.function(name);
        push(SAVED_BY_COPY); // rsp is 0 modulo 16
        a.mov(64, RBX, RDI);
        a.mov(64, RBP, RDX);
        a.mov(64, R12, RCX);
        a.movSx(32, 64, R13, R8);
        a.movSx(32, 64, R14, R9);
        a.mov(64, RSI, RCX);
        a.alu(XOR, 32, RDX, RDX);
        a.load(64, RAX, RDI, 0);
        a.callMem(RAX, GET_PRIMITIVE_ARRAY_CRITICAL);
        a.test(64, RAX, RAX);
        a.jccShort(CC_E, noArray); // an OutOfMemoryError is pending
        a.mov(64, RCX, R14);
        a.leaX(64, in ? RDI : RSI, RAX, R13, 1, 0);
        a.mov(64, in ? RSI : RDI, RBP);
        a.mov(64, RBP, RAX);
        if (string) {
            copyString(in, range);
        } else {
            a.bind(bridge.copyStart[range]);
            a.repMovsb();
            a.bind(bridge.copyEnd[range]);
        }
        // After a fault rcx is what remains: string instructions are precise.
        a.mov(64, R14, RCX);
        a.mov(64, RDI, RBX);
        a.mov(64, RSI, R12);
        a.mov(64, RDX, RBP);
        a.movImm32(RCX, in ? 0 : JNI_ABORT);
        a.load(64, RAX, RBX, 0);
        a.callMem(RAX, RELEASE_PRIMITIVE_ARRAY_CRITICAL);
        a.bind(noArray);
        a.mov(32, RAX, R14);
        popAndReturn(SAVED_BY_COPY);
    }

    /** Copies up to rcx bytes (in: at least 1) from rsi to rdi; rcx is then what is left, or -1. */
    private void copyString(boolean in, int range) {
        int loop = a.newLabel();
        int found = a.newLabel();
        a.bind(bridge.copyStart[range]);
        if (!in) {
            a.alu(XOR, 32, RAX, RAX);
            a.storeX(8, RDI, RCX, 1, 0, RAX);
            a.test(64, RCX, RCX);
            a.jccShort(CC_E, found);
        }
        a.bind(loop);
        a.load(8, RAX, RSI, 0);
        a.store(8, RDI, 0, RAX);
        a.test(32, RAX, RAX);
        a.jccShort(CC_E, found);
        a.aluImm(ADD, 64, RSI, 1);
        a.aluImm(ADD, 64, RDI, 1);
        a.aluImm(SUB, 64, RCX, 1);
        a.jccShort(CC_NE, loop);
        a.bind(bridge.copyEnd[range]);
        a.test(64, RCX, RCX);
        a.jccShort(CC_E, found);
        a.movImm(RCX, -1); // a fault
        a.bind(found);
    }

    private void copy() {
        bridge.function("copy");
        a.mov(64, RDI, RDX);
        a.mov(64, RSI, RCX);
        a.mov(64, RCX, R8);
        a.bind(bridge.copyStart[2]);
        a.repMovsb();
        a.bind(bridge.copyEnd[2]);
        a.mov(64, RAX, RCX);
        a.ret();
    }

    private void fill() {
        bridge.function("fill");
        a.mov(64, RDI, RDX);
        a.mov(32, RAX, RCX);
        a.mov(64, RCX, R8);
        a.bind(bridge.copyStart[3]);
        a.repStosb();
        a.bind(bridge.copyEnd[3]);
        a.mov(64, RAX, RCX);
        a.ret();
    }

    /**
     * long sum(long address, long len): four lanes, each of which takes every fourth word by a step that can be undone (exclusive
     * or, rotate, multiply by an odd number), and which are then taken together by the same step.
     */
    private void sum() {
        int[] lanes = {R8, R9, R10, R11};
        int loop = a.newLabel();
        int tail = a.newLabel();
        int rest = a.newLabel();
        int done = a.newLabel();
        bridge.function("sum");
        a.mov(64, RDI, RDX);
        a.mov(64, RDX, RCX);
        a.shiftImm(SHR, 64, RCX, 5);
        a.aluImm(AND, 64, RDX, 24);
        a.movImm(RSI, 0x9e3779b97f4a7c15L);
        for (int i = 0; i < 4; i++) {
            a.movImm32(lanes[i], i);
        }
        a.movImm32(RAX, 4);
        a.bind(bridge.copyStart[4]);
        a.test(64, RCX, RCX);
        a.jccShort(CC_E, rest);
        a.bind(loop);
        for (int i = 0; i < 4; i++) {
            a.aluMem(XOR, 64, lanes[i], RDI, 8 * i);
            a.shiftImm(ROL, 64, lanes[i], 29);
            a.imul(64, lanes[i], RSI);
        }
        a.aluImm(ADD, 64, RDI, 32);
        a.aluImm(SUB, 64, RCX, 1);
        a.jccShort(CC_NE, loop);
        a.bind(rest);
        a.test(64, RDX, RDX);
        a.jccShort(CC_E, done);
        a.bind(tail);
        a.aluMem(XOR, 64, RAX, RDI, 0);
        a.shiftImm(ROL, 64, RAX, 29);
        a.imul(64, RAX, RSI);
        a.aluImm(ADD, 64, RDI, 8);
        a.aluImm(SUB, 64, RDX, 8);
        a.jccShort(CC_NE, tail);
        a.bind(done);
        a.bind(bridge.copyEnd[4]);
        int failed = a.newLabel();
        a.alu(OR, 64, RCX, RDX); // what a fault has left
        a.jccShort(CC_NE, failed);
        for (int lane : lanes) {
            a.alu(XOR, 64, RAX, lane);
            a.shiftImm(ROL, 64, RAX, 29);
            a.imul(64, RAX, RSI);
        }
        a.aluImm(OR, 64, RAX, 1);
        a.ret();
        a.bind(failed);
        a.alu(XOR, 32, RAX, RAX);
        a.ret();
    }

    /**
     * Branches to one of four places by the operand size in bytes: labels for 1, 2, 8; 4 (and others) fall through.
     */
    private void bySize(int sizeRegister, int one, int two, int eight) {
        a.aluImm(CMP, 32, sizeRegister, 4);
        int four = a.newLabel();
        a.jccShort(CC_E, four);
        a.aluImm(CMP, 32, sizeRegister, 1);
        a.jccShort(CC_E, one);
        a.aluImm(CMP, 32, sizeRegister, 2);
        a.jccShort(CC_E, two);
        a.aluImm(CMP, 32, sizeRegister, 8);
        a.jccShort(CC_E, eight);
        a.bind(four);
    }

    /** long load(long address rdx, int size ecx, long state r8); the guarded range starts here and ends after cas. */
    private void load() {
        int one = a.newLabel();
        int two = a.newLabel();
        int eight = a.newLabel();
        bridge.function("load");
        a.mov(64, R11, R8);
        a.storeImm(32, R11, StateBlock.EXIT_REASON, 0);
        bySize(RCX, one, two, eight);
        a.bind(bridge.accessStart);
        a.load(32, RAX, RDX, 0);
        a.ret();
        a.bind(one);
        a.load(8, RAX, RDX, 0);
        a.ret();
        a.bind(two);
        a.load(16, RAX, RDX, 0);
        a.ret();
        a.bind(eight);
        a.load(64, RAX, RDX, 0);
        a.ret();
    }

    /** void store(long address rdx, long value rcx, int size r8d, long state r9). */
    private void store() {
        int one = a.newLabel();
        int two = a.newLabel();
        int eight = a.newLabel();
        bridge.function("store");
        a.mov(64, R11, R9);
        a.storeImm(32, R11, StateBlock.EXIT_REASON, 0);
        bySize(R8, one, two, eight);
        a.store(32, RDX, 0, RCX);
        a.ret();
        a.bind(one);
        a.store(8, RDX, 0, RCX);
        a.ret();
        a.bind(two);
        a.store(16, RDX, 0, RCX);
        a.ret();
        a.bind(eight);
        a.store(64, RDX, 0, RCX);
        a.ret();
    }

    /** long cas(long address rdx, long expected rcx, long value r8, int size r9d, long state [rsp + 8]). */
    private void cas() {
        int one = a.newLabel();
        int two = a.newLabel();
        int eight = a.newLabel();
        bridge.function("cas");
        a.load(64, R11, RSP, 8);
        a.storeImm(32, R11, StateBlock.EXIT_REASON, 0);
        a.mov(64, RAX, RCX);
        bySize(R9, one, two, eight);
        a.lockCmpxchg(32, RDX, 0, R8);
        a.mov(32, RAX, RAX);
        a.ret();
        a.bind(one);
        a.lockCmpxchg(8, RDX, 0, R8);
        a.movZx(8, RAX, RAX);
        a.ret();
        a.bind(two);
        a.lockCmpxchg(16, RDX, 0, R8);
        a.movZx(16, RAX, RAX);
        a.ret();
        a.bind(eight);
        a.lockCmpxchg(64, RDX, 0, R8);
        a.ret();
        a.bind(bridge.accessEnd);
        a.bind(bridge.accessFailed);
        a.alu(XOR, 32, RAX, RAX);
        a.ret();
    }

    private void exchange() {
        bridge.function("exchange");
        a.mov(64, RAX, RCX);
        a.xchgMem(64, RDX, 0, RAX);
        a.ret();
    }

    /** Address in rdx, value in rcx. */
    private void peekAndPoke() {
        bridge.function("peek32");
        a.load(32, RAX, RDX, 0);
        a.ret();
        bridge.function("peek64");
        a.load(64, RAX, RDX, 0);
        a.ret();
        bridge.function("poke32");
        a.store(32, RDX, 0, RCX);
        a.ret();
        bridge.function("poke64");
        a.store(64, RDX, 0, RCX);
        a.ret();
    }

    /** void callEnds(long state rdx, long at rcx, long value r8, long at2 r9, long value2 [rsp + 8], long mask [rsp + 16]). */
    private void callEnds() {
        bridge.function("callEnds");
        a.storeX(64, RDX, RCX, 1, 0, R8);
        a.load(64, RAX, RSP, 8);
        a.storeX(64, RDX, R9, 1, 0, RAX);
        a.load(64, RAX, RDX, StateBlock.PC);
        a.aluImm(ADD, 64, RAX, 4);
        a.aluMem(AND, 64, RAX, RSP, 16);
        a.store(64, RDX, StateBlock.PC, RAX);
        a.ret();
    }

    /** int newer(long folder rdx, long names rcx, long count r8, long stat r9, long seconds [rsp + 8], long nanos [rsp + 16]). */
    private void newer() {
        int loop = a.newLabel();
        int next = a.newLabel();
        int found = a.newLabel();
        int done = a.newLabel();
        int arguments = 8 * (SAVED_BY_COPY.length + 1);
        bridge.function("newer");
        push(SAVED_BY_COPY);
        a.mov(64, RBX, RDX);
        a.mov(64, RBP, RCX);
        a.mov(64, R12, R8);
        a.mov(64, R13, R9);
        a.load(64, R14, RSP, arguments);
        a.bind(loop);
        a.test(64, R12, R12);
        a.mov(64, RAX, R12);
        a.jccShort(CC_E, done);
        a.movImm32(RAX, Sys.SYS_NEWFSTATAT);
        a.mov(64, RDI, RBX);
        a.mov(64, RSI, RBP);
        a.mov(64, RDX, R13);
        a.alu(XOR, 32, R10, R10);
        a.syscall();
        a.test(64, RAX, RAX);
        a.jccShort(CC_NE, next);
        a.load(64, RAX, R13, Sys.STAT_MTIME);
        a.alu(CMP, 64, RAX, R14);
        a.jccShort(CC_G, found);
        a.jccShort(CC_NE, next);
        a.load(64, RAX, R13, Sys.STAT_MTIME + 8);
        a.aluMem(CMP, 64, RAX, RSP, arguments + 8);
        a.jccShort(CC_G, found);
        a.bind(next);
        a.aluImm(ADD, 64, RBP, Native.NAME_BYTES);
        a.aluImm(SUB, 64, R12, 1);
        a.jmpShort(loop);
        a.bind(found);
        a.movImm32(RAX, 1);
        a.bind(done);
        popAndReturn(SAVED_BY_COPY);
    }

    /** int cpuid(int leaf edx, int subleaf ecx, int which r8d). */
    private void cpuid() {
        int done = a.newLabel();
        bridge.function("cpuid");
        a.push(RBX);
        a.mov(32, RAX, RDX);
        a.cpuid();
        a.aluImm(AND, 32, R8, 3);
        a.jccShort(CC_E, done);
        a.mov(32, RAX, RBX);
        a.aluImm(CMP, 32, R8, 1);
        a.jccShort(CC_E, done);
        a.mov(32, RAX, RCX);
        a.aluImm(CMP, 32, R8, 2);
        a.jccShort(CC_E, done);
        a.mov(32, RAX, RDX);
        a.bind(done);
        a.pop(RBX);
        a.ret();
    }

    /** long spawn(long script rdx, long count rcx, long stackTop r8, long result r9). */
    private void spawn() {
        int child = a.newLabel();
        int step = a.newLabel();
        int failed = a.newLabel();
        int noExec = a.newLabel();
        bridge.function("spawn");
        push(SAVED_BY_COPY);
        a.aluImm(SUB, 64, RSP, 16);
        a.mov(64, RBX, RDX);
        a.mov(64, RBP, RCX);
        a.mov(64, R12, R8);
        a.mov(64, R13, R9);
        signalMask(bridge.allOnes, true);

        a.movImm32(RAX, Sys.SYS_CLONE);
        a.movImm32(RDI, Sys.CLONE_VM | Sys.CLONE_VFORK | Sys.SIGCHLD);
        a.mov(64, RSI, R12);
        a.alu(XOR, 32, RDX, RDX);
        a.alu(XOR, 32, R10, R10);
        a.alu(XOR, 32, R8, R8);
        a.syscall();
        a.test(64, RAX, RAX);
        a.jcc(CC_E, child);

        a.mov(64, R14, RAX);
        signalMask(-1, false);
        a.mov(64, RAX, R14);
        a.aluImm(ADD, 64, RSP, 16);
        popAndReturn(SAVED_BY_COPY);

        // The child: registers are its own, memory is the parent's.
        a.bind(child);
        a.alu(XOR, 32, R14, R14);
        a.bind(step);
        a.alu(CMP, 64, R14, RBP);
        a.jccShort(CC_AE, noExec);
        a.load(64, RAX, RBX, 0);
        a.load(64, RDI, RBX, 8);
        a.load(64, RSI, RBX, 16);
        a.load(64, RDX, RBX, 24);
        a.load(64, R10, RBX, 32);
        a.load(64, R8, RBX, 40);
        a.load(64, R9, RBX, 48);
        a.syscall();
        a.aluImm(CMP, 64, RAX, -Errno.MAX);
        a.jccShort(CC_AE, failed);
        a.aluImm(ADD, 64, RBX, 56);
        a.aluImm(ADD, 64, R14, 1);
        a.jmpShort(step);
        a.bind(noExec);
        a.movImm(RAX, -Errno.ENOEXEC);
        a.bind(failed);
        a.store(64, R13, 0, R14);
        a.store(64, R13, 8, RAX);
        a.movImm32(RAX, Sys.SYS_EXIT_GROUP);
        a.movImm32(RDI, 127);
        a.syscall();
        a.ud2();
    }

    /** Sets the mask at the label and saves the old one at [rsp], or restores that. */
    private void signalMask(int label, boolean save) {
        a.movImm32(RAX, Sys.SYS_RT_SIGPROCMASK);
        a.movImm32(RDI, Sys.SIG_SETMASK);
        if (save) {
            a.leaRip(RSI, label);
            a.mov(64, RDX, RSP);
        } else {
            a.mov(64, RSI, RSP);
            a.alu(XOR, 32, RDX, RDX);
        }
        a.movImm32(R10, 8);
        a.syscall();
    }
}
