package heliotrope.host;

import static heliotrope.host.asm.Assembler.CC_E;
import static heliotrope.host.asm.Assembler.CC_NE;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RBP;
import static heliotrope.host.asm.Assembler.RBX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDI;
import static heliotrope.host.asm.Assembler.RDX;
import static heliotrope.host.asm.Assembler.RSI;
import static heliotrope.host.asm.Assembler.RSP;

import heliotrope.host.asm.Assembler;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;

/**
 * What the JVM calls when it has loaded the bridge: tells it where the native methods are. Without that it would look for each at its first
 * call, by Java code that is interpreted: 20 microseconds, of which a short program needs two dozen.
 */
final class BridgeStart {
    /** Its name, which is no method of {@link Native}. */
    static final String NAME = "JNI_OnLoad";

    private static final int JNI_VERSION = 0x00010008;
    // Offsets in JNI's function tables (JNI specification, chapters 4 and 5: 8 * index).
    private static final int GET_ENV = 8 * 6;
    private static final int FIND_CLASS = 8 * 6, EXCEPTION_CLEAR = 8 * 17, REGISTER_NATIVES = 8 * 215;

    private final Assembler a;

    BridgeStart(Assembler a) {
        this.a = a;
    }

    /** @param functions names of native methods, and labels of their code */
    void emit(String[] functions, int[] labels, int count) {
        int failed = a.newLabel();
        int registered = a.newLabel();
        int className = a.newLabel();
        int[] name = new int[count];
        int[] signature = new int[count];
        int table = 16;
        int frame = table + 24 * count;
        frame += 8 - frame & 15; // with the two registers pushed, rsp is 0 modulo 16
        a.push(RBX);
        a.push(RBP);
        a.aluImm(Assembler.SUB, 64, RSP, frame);
        a.lea(64, RSI, RSP, 0);
        a.movImm32(RDX, JNI_VERSION);
        a.load(64, RAX, RDI, 0);
        a.callMem(RAX, GET_ENV);
        a.test(32, RAX, RAX);
        a.jcc(CC_NE, registered);
        a.load(64, RBX, RSP, 0);
        a.mov(64, RDI, RBX);
        a.leaRip(RSI, className);
        a.load(64, RAX, RBX, 0);
        a.callMem(RAX, FIND_CLASS);
        a.test(64, RAX, RAX);
        a.jcc(CC_E, failed);
        a.mov(64, RBP, RAX);
        for (int i = 0; i < count; i++) {
            name[i] = a.newLabel();
            signature[i] = a.newLabel();
            int[] row = {name[i], signature[i], labels[i]};
            for (int k = 0; k < 3; k++) {
                a.leaRip(RAX, row[k]);
                a.store(64, RSP, table + 24 * i + 8 * k, RAX);
            }
        }
        a.mov(64, RDI, RBX);
        a.mov(64, RSI, RBP);
        a.lea(64, RDX, RSP, table);
        a.movImm32(RCX, count);
        a.load(64, RAX, RBX, 0);
        a.callMem(RAX, REGISTER_NATIVES);
        a.test(32, RAX, RAX);
        a.jcc(CC_E, registered);
        a.bind(failed); // a bridge of another version: the JVM looks for each by its name, and the version tells
        a.mov(64, RDI, RBX);
        a.load(64, RAX, RBX, 0);
        a.callMem(RAX, EXCEPTION_CLEAR);
        a.bind(registered);
        a.movImm32(RAX, JNI_VERSION);
        a.aluImm(Assembler.ADD, 64, RSP, frame);
        a.pop(RBP);
        a.pop(RBX);
        a.ret();
        text(className, "heliotrope/host/Native");
        for (int i = 0; i < count; i++) {
            text(name[i], functions[i]);
            text(signature[i], signature(functions[i]));
        }
    }

    private void text(int label, String text) {
        a.bind(label);
        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            a.emit8(b);
        }
        a.emit8(0);
    }

    private static String signature(String name) {
        for (Method m : Native.class.getDeclaredMethods()) {
            if (m.getName().equals(name) && Modifier.isNative(m.getModifiers())) {
                return MethodType.methodType(m.getReturnType(), m.getParameterTypes()).descriptorString();
            }
        }
        throw new IllegalStateException("no native method " + name);
    }
}
