package heliotrope.host;

import heliotrope.host.asm.Assembler;
import java.nio.ByteBuffer;

/** The one code cache of the test JVM, filled step by step. */
final class TestCode {
    private static final CodeMemory MEMORY = CodeMemory.allocate(1 << 20);
    private static int used;

    static {
        HostSignals.install();
        Native.init(MEMORY.executable(), MEMORY.executable() + MEMORY.size());
    }

    private TestCode() {}

    /** Class path for a JVM that runs a class of these tests. */
    static String classPath() {
        return where(Native.class) + ":" + where(TestCode.class);
    }

    private static String where(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    /** Adds code. @return its executable address */
    static synchronized long add(Assembler a) {
        byte[] code = a.toByteArray();
        int at = used;
        MEMORY.buffer().put(at, code);
        used = at + code.length + 15 & -16;
        return MEMORY.executable() + at;
    }

    /** Code that leaves with an exit reason. */
    static void exit(Assembler a, int reason) {
        a.storeImm(32, Assembler.R15, StateBlock.EXIT_REASON, reason);
        a.jmpMem(Assembler.R15, StateBlock.EXIT_STUB);
    }

    /** A state block with exit stub and the guest's MXCSR set. */
    static final class State implements AutoCloseable {
        final long address = NativeMemory.allocate(StateBlock.SIZE);
        final ByteBuffer view = NativeMemory.view(address, StateBlock.SIZE);

        State() {
            view.putLong(StateBlock.EXIT_STUB, Native.exitStub());
            view.putInt(StateBlock.MXCSR_GUEST, 0x1F80);
        }

        long enter(long code) {
            return Native.enter(address, code, 0);
        }

        int getInt(int offset) {
            return view.getInt(offset);
        }

        long getLong(int offset) {
            return view.getLong(offset);
        }

        @Override
        public void close() {
            NativeMemory.free(address, StateBlock.SIZE);
        }
    }
}
