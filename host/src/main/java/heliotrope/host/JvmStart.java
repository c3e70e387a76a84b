package heliotrope.host;

import static heliotrope.host.asm.Assembler.ADD;
import static heliotrope.host.asm.Assembler.AND;
import static heliotrope.host.asm.Assembler.CC_AE;
import static heliotrope.host.asm.Assembler.CC_E;
import static heliotrope.host.asm.Assembler.CC_NE;
import static heliotrope.host.asm.Assembler.CMP;
import static heliotrope.host.asm.Assembler.R10;
import static heliotrope.host.asm.Assembler.R12;
import static heliotrope.host.asm.Assembler.R13;
import static heliotrope.host.asm.Assembler.R14;
import static heliotrope.host.asm.Assembler.R15;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RBP;
import static heliotrope.host.asm.Assembler.RBX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDI;
import static heliotrope.host.asm.Assembler.RDX;
import static heliotrope.host.asm.Assembler.RSI;
import static heliotrope.host.asm.Assembler.RSP;
import static heliotrope.host.asm.Assembler.SHR;
import static heliotrope.host.asm.Assembler.SUB;
import static heliotrope.host.asm.Assembler.XOR;

import heliotrope.host.asm.Assembler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The program around the bridge: an executable that makes the JVM in its first thread and calls {@code main}, in place of {@code bin/java}.
 * It loads two libraries and a class less, starts a thread less, and the bridge is there already.
 *
 * <p>{@code PROGRAM OPTION... CLASS WORD...}: the options are those of the JVM itself, not of {@code bin/java} ({@code
 * -Djava.class.path=}, not {@code -cp}); the class with slashes. Words that are not ASCII reach {@code main} as U+FFFD: who needs them
 * reads /proc/self/cmdline. Exit status 1 if there is no JVM, or {@code main} ends by an exception.
 */
final class JvmStart {
    /** With a smaller stack for the first thread {@code bin/java} is executed, which makes a thread of the usual size. */
    private static final int LEAST_STACK = 1 << 20;

    private static final int JNI_VERSION = 0x00010008;
    // Offsets in JNI's function table (JNI specification, chapter 4: 8 * index).
    private static final int FIND_CLASS = 8 * 6, EXCEPTION_DESCRIBE = 8 * 16, DELETE_LOCAL_REF = 8 * 23;
    private static final int GET_STATIC_METHOD_ID = 8 * 113, CALL_STATIC_VOID_METHOD_A = 8 * 143;
    private static final int NEW_STRING_UTF = 8 * 167, NEW_OBJECT_ARRAY = 8 * 172, SET_OBJECT_ARRAY_ELEMENT = 8 * 174;

    // The frame, at rbp: what calls store into.
    private static final int LIMIT = 0, VM = 16, ENV = 24, ARGUMENTS = 32, METHOD = 56, FRAME = 64;

    private record Text(int label, String text) {}

    private final Assembler a;
    private final List<Text> texts = new ArrayList<>();
    private final int failed;

    JvmStart(Assembler a) {
        this.a = a;
        failed = a.newLabel();
    }

    /**
     * @param createJavaVm label of the address of JNI_CreateJavaVM
     * @param onLoad label of {@link BridgeStart}
     * @param java path of bin/java
     */
    void emit(int createJavaVm, int onLoad, String java) {
        a.mov(64, R12, RSP);
        a.aluImm(SUB, 64, RSP, FRAME);
        a.aluImm(AND, 64, RSP, -16);
        a.mov(64, RBP, RSP);
        leaveSmallStack(java);
        createJvm(createJavaVm);
        a.load(64, RDI, RBP, VM);
        a.alu(XOR, 32, RSI, RSI);
        a.call(onLoad);
        a.load(64, RBX, RBP, ENV);
        callMain();
        a.bind(failed);
        jni(EXCEPTION_DESCRIBE);
        exit(1);
        for (Text t : texts) {
            a.bind(t.label);
            for (byte b : t.text.getBytes(StandardCharsets.UTF_8)) {
                a.emit8(b);
            }
            a.emit8(0);
        }
    }

    private void leaveSmallStack(String java) {
        int enough = a.newLabel();
        a.alu(XOR, 32, RDI, RDI);
        a.movImm32(RSI, Sys.RLIMIT_STACK);
        a.alu(XOR, 32, RDX, RDX);
        a.lea(64, R10, RBP, LIMIT);
        sys(Sys.SYS_PRLIMIT64);
        a.test(64, RAX, RAX);
        a.jcc(CC_NE, enough);
        a.aluMemImm(CMP, 64, RBP, LIMIT, LEAST_STACK);
        a.jcc(CC_AE, enough);
        a.leaRip(RDI, text(java));
        a.lea(64, RSI, R12, 8);
        a.load(64, RAX, R12, 0);
        a.leaX(64, RDX, RSI, RAX, 8, 8);
        sys(Sys.SYS_EXECVE);
        exit(1);
        a.bind(enough);
    }

    /** Leaves r13 at the class among the words. */
    private void createJvm(int createJavaVm) {
        int next = a.newLabel();
        int counted = a.newLabel();
        int created = a.newLabel();
        a.load(64, RAX, R12, 0);
        a.shiftImm(Assembler.SHL, 64, RAX, 4);
        a.alu(SUB, 64, RSP, RAX);
        a.lea(64, R13, R12, 16);
        a.mov(64, RDI, RSP);
        a.bind(next);
        a.load(64, RAX, R13, 0);
        a.test(64, RAX, RAX);
        a.jcc(CC_E, counted);
        a.aluMemImm(CMP, 8, RAX, 0, '-');
        a.jcc(CC_NE, counted);
        a.store(64, RDI, 0, RAX); // a JavaVMOption: text, extra information
        a.storeImm(64, RDI, 8, 0);
        a.aluImm(ADD, 64, RDI, 16);
        a.aluImm(ADD, 64, R13, 8);
        a.jmp(next);
        a.bind(counted);
        a.leaRip(RAX, text("-Dheliotrope.bridge=" + Native.BUILT_IN)); // there is room: the program's name is no option
        a.store(64, RDI, 0, RAX);
        a.storeImm(64, RDI, 8, 0);
        a.aluImm(ADD, 64, RDI, 16);
        a.alu(SUB, 64, RDI, RSP);
        a.shiftImm(SHR, 64, RDI, 4);
        a.storeImm(32, RBP, ARGUMENTS, JNI_VERSION); // a JavaVMInitArgs
        a.store(32, RBP, ARGUMENTS + 4, RDI);
        a.store(64, RBP, ARGUMENTS + 8, RSP);
        a.storeImm(64, RBP, ARGUMENTS + 16, 0); // options that it does not know are errors
        a.lea(64, RDI, RBP, VM);
        a.lea(64, RSI, RBP, ENV);
        a.lea(64, RDX, RBP, ARGUMENTS);
        a.loadRip(64, RAX, createJavaVm);
        a.callReg(RAX);
        a.test(32, RAX, RAX);
        a.jcc(CC_E, created);
        exit(1);
        a.bind(created);
    }

    private void callMain() {
        int next = a.newLabel();
        int byteLoop = a.newLabel();
        int make = a.newLabel();
        int call = a.newLabel();
        a.load(64, RSI, R13, 0);
        jniOrFail(FIND_CLASS);
        a.mov(64, R14, RAX);
        a.mov(64, RSI, RAX);
        a.leaRip(RDX, text("main"));
        a.leaRip(RCX, text("([Ljava/lang/String;)V"));
        jniOrFail(GET_STATIC_METHOD_ID);
        a.store(64, RBP, METHOD, RAX);
        a.leaRip(RSI, text("java/lang/String"));
        jniOrFail(FIND_CLASS);
        a.mov(64, RDX, RAX);
        a.load(64, RSI, R12, 0);
        a.leaX(64, RSI, R12, RSI, 8, 0); // the last word, or the class
        a.alu(SUB, 64, RSI, R13);
        a.shiftImm(SHR, 64, RSI, 3);
        a.alu(XOR, 32, RCX, RCX);
        jniOrFail(NEW_OBJECT_ARRAY);
        a.mov(64, R15, RAX);
        a.alu(XOR, 32, R12, R12);

        a.bind(next);
        a.loadX(64, RSI, R13, R12, 8, 8);
        a.test(64, RSI, RSI);
        a.jcc(CC_E, call);
        a.mov(64, RAX, RSI);
        a.bind(byteLoop);
        a.load(8, RCX, RAX, 0);
        a.test(8, RCX, RCX);
        a.jcc(CC_E, make);
        a.aluImm(ADD, 64, RAX, 1);
        a.testImm(8, RCX, 0x80);
        a.jcc(CC_E, byteLoop);
        a.leaRip(RSI, text("\ufffd"));
        a.bind(make);
        jniOrFail(NEW_STRING_UTF);
        a.mov(64, RCX, RAX);
        a.store(64, RBP, LIMIT, RAX);
        a.mov(64, RSI, R15);
        a.mov(64, RDX, R12);
        jni(SET_OBJECT_ARRAY_ELEMENT);
        a.load(64, RSI, RBP, LIMIT);
        jni(DELETE_LOCAL_REF);
        a.aluImm(ADD, 64, R12, 1);
        a.jmp(next);

        a.bind(call);
        a.store(64, RBP, LIMIT, R15); // a jvalue
        a.mov(64, RSI, R14);
        a.load(64, RDX, RBP, METHOD);
        a.lea(64, RCX, RBP, LIMIT);
        jni(CALL_STATIC_VOID_METHOD_A);
    }

    /** A function of JNI; its arguments behind the environment are in place. */
    private void jni(int function) {
        a.mov(64, RDI, RBX);
        a.load(64, RAX, RBX, 0);
        a.callMem(RAX, function);
    }

    private void jniOrFail(int function) {
        jni(function);
        a.test(64, RAX, RAX);
        a.jcc(CC_E, failed);
    }

    private void sys(int number) {
        a.movImm32(RAX, number);
        a.syscall();
    }

    private void exit(int status) {
        a.movImm32(RDI, status);
        sys(Sys.SYS_EXIT_GROUP);
    }

    private int text(String text) {
        Text t = new Text(a.newLabel(), text);
        texts.add(t);
        return t.label;
    }
}
