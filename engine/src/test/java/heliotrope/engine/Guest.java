package heliotrope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import heliotrope.host.Window;
import heliotrope.ir.Mode;

/** An address space with one code area and one data area, and one thread, for tests of the engine. */
final class Guest implements AutoCloseable, GuestMemoryMap {
    static final int CODE = 0x10000, CODE_BYTES = 0x40000, DATA = 0x80000, DATA_BYTES = 0x4000;

    final Engine engine;
    /** Whether guest addresses have 64 bits. Everything lies {@link #origin} higher then. */
    final boolean wide;
    final long origin;
    final Window window;
    final GuestCode code;
    final Cpu cpu;
    /** Identity of the code area's file; null for private memory. */
    @Nullable Object file;
    boolean writable = true;
    /** Whether the code area is unmapped for the moment. */
    volatile boolean gone;

    Guest(Engine engine, boolean wide) {
        this.engine = engine;
        this.wide = wide;
        origin = origin(wide);
        window = Window.reserve(1L << (wide ? 40 : 32));
        assertEquals(0, window.mapAnonymous(origin + CODE, CODE_BYTES, Sys.PROT_READ | Sys.PROT_WRITE));
        assertEquals(0, window.mapAnonymous(origin + DATA, DATA_BYTES, Sys.PROT_READ | Sys.PROT_WRITE));
        code = engine.newGuestCode(window, this);
        cpu = new Cpu(engine, code);
        cpu.state.mode(mode());
        cpu.state.pc(origin + CODE);
    }

    static long origin(boolean wide) {
        return wide ? 0x72_3456_0000L : 0;
    }

    int mode() {
        return Mode.BIG_ENDIAN | (wide ? Mode.REGS64 | Mode.ADDR64 : 0);
    }

    @Override
    public @Nullable CodeMapping codeMapping(long address) {
        long at = address - origin;
        if (at >= CODE && at < CODE + CODE_BYTES && !gone) {
            return new CodeMapping(origin + CODE, origin + CODE + CODE_BYTES, file, 0, writable);
        }
        if (at >= DATA && at < DATA + DATA_BYTES) {
            return new CodeMapping(origin + DATA, origin + DATA + DATA_BYTES, null, 0, true);
        }
        return null;
    }

    /** Places words in memory. @return the address behind them */
    long words(long at, int... words) {
        code.prepareWrite(at, at + 4L * words.length);
        byte[] b = new byte[4 * words.length];
        for (int i = 0; i < words.length; i++) {
            for (int j = 0; j < 4; j++) {
                b[4 * i + j] = (byte) (words[i] >>> 24 - 8 * j);
            }
        }
        assertTrue(window.copyOut(at, b, 0, b.length));
        return at + 4L * words.length;
    }

    int r(int n) {
        return cpu.state.get32(8 * n);
    }

    void r(int n, long value) {
        cpu.state.put64(8 * n, value);
    }

    int run(long pc) {
        cpu.state.pc(pc);
        return cpu.run();
    }

    @Override
    public void close() {
        cpu.close();
        code.close();
        window.close();
    }
}
