package heliotrope.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import heliotrope.host.Window;
import heliotrope.ir.CodeSource;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kind of access at addresses that no program should use: compiled code does to guest memory and reports what
 * the interpreter does and reports, and reaches nothing outside of the window.
 */
class WildAddressesTest {
    private static final int CODE = 0x10000;
    private static final long SIZE = 1L << 40;
    private static final int PAGE = 0x10000, CANARIES = 2;
    private static final int[] OPS = {
        Op.LD8U, Op.LD8S, Op.LD16U, Op.LD16S, Op.LD32, Op.LD64, Op.LDF32, Op.LDF64, Op.ST8, Op.ST16, Op.ST32, Op.ST64,
        Op.STF32, Op.STF64, Op.LL32, Op.LL64, Op.SC32, Op.SC64
    };
    private static final int[] DISPLACEMENTS = {0, 8, -8, 16, 1, 32760, -32768, 0x7fff};
    private static final int[] WAYS = {0, 1, 3, 4};
    private static final int STEP = 4096;
    private static final int BASE = 8, RESULT = 16, VALUE = 24, COUNT = 32, FLOAT = 512;

    /** Where memory is, in the window of 2^40 bytes; the last three are left out of the smaller one. */
    private static final long[] MAPPED = {0, CODE, (1L << 31) - PAGE, 1L << 31, (1L << 32) - PAGE, SIZE - PAGE};

    /**
     * {@code kind << 24 | way << 16 | displacement & 0xffff}; way: 0 in a straight line, 1 in a loop, 2 constant, 3 and 4 in a
     * loop that goes forward or backward.
     */
    private static final class Accesses extends TestFrontend {
        long constant;

        @Override
        public void translate(CodeSource code, int mode, int maxInstructions, IrBuilder out) {
            boolean wide = (mode & Mode.ADDR64) != 0;
            int w = code.words[0];
            out.begin(code.pc, mode);
            out.block.guestBytes = 4;
            out.insn(code.pc, false);
            int way = w >> 16 & 0xff;
            if (way == 255) {
                out.syscall(0);
                return;
            }
            int op = OPS[w >>> 24];
            int d = (short) w;
            int at = way == 2 ? wide ? out.const64(constant) : out.const32((int) constant)
                    : out.get(wide ? Op.I64 : Op.I32, BASE);
            String operands = Op.OPERANDS[op];
            if (operands.length() == 1) {
                int v = out.load(op, at, d);
                out.put(Op.TYPE[op], Op.TYPE[op] >= Op.F32 ? FLOAT : RESULT, v);
            } else {
                int type = Op.type(operands.charAt(1));
                int v = out.get(type, type >= Op.F32 ? FLOAT : VALUE);
                int stored = out.store(op, at, d, v);
                if (op >= Op.SC32) {
                    out.put(Op.I32, RESULT, stored);
                }
            }
            if (way >= 3) {
                int step = way == 3 ? 8 : -STEP;
                out.put(wide ? Op.I64 : Op.I32, BASE,
                        wide ? out.op2(Op.ADD64, at, out.const64(step)) : out.op2(Op.ADD32, at, out.const32(step)));
            }
            if (way == 1 || way >= 3) {
                int left = out.op2(Op.ADD32, out.get(Op.I32, COUNT), out.const32(-1));
                out.put(Op.I32, COUNT, left);
                out.exitIf(left, code.pc);
            }
            out.exit(code.pc + 4);
        }
    }

    private static final class Outcome {
        int stop;
        long pc;
        String fault = "";
        long result;
        long real;
        long link;
        final long[] memory = new long[4];
    }

    private static final class Machine implements AutoCloseable, GuestMemoryMap {
        final Accesses frontend = new Accesses();
        final Engine engine;
        final Window window;
        final GuestCode code;
        final Cpu cpu;
        final long[] mapped;
        final long[] canary = new long[CANARIES];

        Machine(EngineKind kind, int mode) {
            long size = (mode & Mode.ADDR64) != 0 ? SIZE : 1L << 32;
            mapped = size == SIZE ? MAPPED : Arrays.copyOf(MAPPED, 5);
            engine = new Engine(frontend, kind, 1 << 20);
            window = Window.reserve(size);
            for (long at : mapped) {
                assertEquals(0, window.mapAnonymous(at, PAGE, Sys.PROT_READ | Sys.PROT_WRITE));
            }
            // Right behind the guard zones, if nobody else is there.
            for (int i = 0; i < CANARIES; i++) {
                long wanted = i == 0 ? window.base() - Window.GUARD - PAGE : window.base() + size + Window.GUARD;
                canary[i] = Sys.mmap(wanted, PAGE, Sys.PROT_READ | Sys.PROT_WRITE,
                        Sys.MAP_PRIVATE | Sys.MAP_ANONYMOUS, -1, 0);
                assertTrue(canary[i] > 0);
                Native.fill(canary[i], 0x5a, PAGE);
            }
            code = engine.newGuestCode(window, this);
            cpu = new Cpu(engine, code);
            cpu.state.mode(mode);
        }

        @Override
        public @Nullable CodeMapping codeMapping(long address) {
            return address >= CODE && address < CODE + PAGE ? new CodeMapping(CODE, CODE + PAGE, null, 0, false) : null;
        }

        void fill() {
            byte[] b = new byte[PAGE];
            for (int i = 0; i < b.length; i++) {
                b[i] = (byte) (i * 7 + (i >> 8));
            }
            for (long at : mapped) {
                if (at != CODE) {
                    assertTrue(window.copyOut(at, b, 0, b.length));
                }
            }
        }

        Outcome run(int pc, long base, long linked, long seen) {
            CpuState s = cpu.state;
            s.pc(pc);
            s.put64(BASE, base);
            s.put64(RESULT, 0);
            s.put64(VALUE, 0x0123456789abcdefL);
            s.put64(FLOAT, 0x4012345678765432L);
            s.put64(COUNT, 3);
            s.put64(CpuState.LINK_ADDRESS, linked);
            s.put64(CpuState.LINK_VALUE, 0);
            Outcome o = new Outcome();
            o.stop = cpu.run();
            o.pc = s.pc();
            if (o.stop == Cpu.STOP_FAULT) {
                o.fault = "signal " + cpu.faultSignal() + " code " + cpu.faultCode() + " at "
                        + Long.toHexString(cpu.faultAddress()) + (cpu.faultIsWrite() ? " write" : " read")
                        + (cpu.faultIsFetch() ? " fetch" : "");
            }
            o.result = s.get64(RESULT);
            o.real = s.get64(FLOAT);
            o.link = s.get64(CpuState.LINK_ADDRESS);
            byte[] b = new byte[32];
            if (window.copyIn(seen - 8 & -8, b, 0, 32)) {
                for (int i = 0; i < 32; i++) {
                    o.memory[i >> 3] = o.memory[i >> 3] << 8 | b[i] & 0xff;
                }
            }
            return o;
        }

        byte[] memory() {
            byte[] all = new byte[mapped.length * PAGE];
            for (int i = 0; i < mapped.length; i++) {
                assertTrue(window.copyIn(mapped[i], all, i * PAGE, PAGE));
            }
            return all;
        }

        void checkCanaries() {
            byte[] b = new byte[PAGE];
            for (long c : canary) {
                assertEquals(0, Native.copyIn(c, b, 0, PAGE));
                for (byte x : b) {
                    assertEquals(0x5a, x);
                }
            }
        }

        @Override
        public void close() {
            cpu.close();
            code.close();
            window.close();
            engine.close();
            for (long c : canary) {
                Sys.munmap(c, PAGE);
            }
        }
    }

    /** Base values; {@code window} is where the window under test lies on the host, for those that aim at something. */
    private static long[] bases(Window window, long[] canaries, boolean wide) {
        Random random = new Random(42);
        List<Long> list = new ArrayList<>();
        for (int bit = 15; bit < 64; bit++) {
            for (int d = -16; d <= 8; d += 8) {
                list.add((1L << bit) + d);
                list.add(-(1L << bit) + d);
            }
        }
        for (long x : new long[] {0, 8, -8, -16, -32760, -32768, 3, -3, 0xffff_ffff_8000_0000L, 0x7fff_ffff_ffff_fff8L,
            SIZE - 8, SIZE, SIZE + 8, SIZE + 32768, SIZE + 32760, SIZE + Window.GUARD, -Window.GUARD}) {
            list.add(x);
        }
        for (long c : canaries) {
            list.add(c - window.base()); // what would reach the canary
            list.add(c);
        }
        list.add(-window.base());
        list.add(NativeMemory.PAGE - window.base());
        for (int i = 0; i < 50; i++) {
            list.add(random.nextLong());
            list.add(random.nextLong() >>> random.nextInt(64) & -8);
        }
        long[] all = new long[list.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = wide ? list.get(i) : (int) (long) list.get(i);
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {Mode.REGS64 | Mode.ADDR64, Mode.REGS64 | Mode.ADDR64 | Mode.BIG_ENDIAN,
        Mode.REGS64 | Mode.BIG_ENDIAN, 0})
    void everyAccessIsAsTheInterpreterDoesIt(int mode) {
        boolean wide = (mode & Mode.ADDR64) != 0;
        try (Machine interpreter = new Machine(EngineKind.INTERP, mode); Machine jit = new Machine(EngineKind.JIT, mode)) {
            int cases = OPS.length * DISPLACEMENTS.length;
            for (Machine m : new Machine[] {interpreter, jit}) {
                byte[] words = new byte[32 * cases];
                boolean big = (mode & Mode.BIG_ENDIAN) != 0;
                for (int c = 0; c < cases; c++) {
                    for (int way = 0; way < WAYS.length; way++) {
                        int w = c / DISPLACEMENTS.length << 24 | WAYS[way] << 16
                                | DISPLACEMENTS[c % DISPLACEMENTS.length] & 0xffff;
                        put(words, 32 * c + 8 * way, w, big);
                        put(words, 32 * c + 8 * way + 4, 255 << 16, big);
                    }
                }
                m.fill();
                assertTrue(m.window.copyOut(CODE, words, 0, words.length));
            }
            int faults = 0;
            int good = 0;
            for (long base : bases(jit.window, jit.canary, wide)) {
                for (int c = 0; c < cases; c++) {
                    long address = base + DISPLACEMENTS[c % DISPLACEMENTS.length];
                    if (!wide) {
                        address &= 0xffffffffL;
                    }
                    if (address >= CODE - 3 * STEP && address < CODE + PAGE + 3 * STEP) {
                        continue;
                    }
                    for (int way = 0; way < WAYS.length; way++) {
                        int pc = CODE + 32 * c + 8 * way;
                        boolean linked = (base >>> 3 & 1) == 0;
                        Outcome e = interpreter.run(pc, base, linked ? address : 8, address);
                        Outcome o = jit.run(pc, base, linked ? address : 8, address);
                        String what = Op.NAME[OPS[c / DISPLACEMENTS.length]] + " " + Long.toHexString(base) + " + "
                                + DISPLACEMENTS[c % DISPLACEMENTS.length] + (way > 0 ? " in a loop, " + way : "");
                        assertEquals(e.stop, o.stop, what);
                        assertEquals(e.pc, o.pc, what);
                        assertEquals(e.fault, o.fault, what);
                        assertEquals(e.result, o.result, what);
                        assertEquals(e.real, o.real, what);
                        assertEquals(e.link, o.link, what);
                        assertArrayEquals(e.memory, o.memory, what);
                        if (e.stop == Cpu.STOP_FAULT) {
                            faults++;
                        } else {
                            good++;
                        }
                    }
                }
            }
            assertArrayEquals(interpreter.memory(), jit.memory());
            jit.checkCanaries();
            assertTrue(faults > 10_000, "faults " + faults);
            assertTrue(good > 500, "good " + good);
        }
    }

    private static void put(byte[] b, int at, int word, boolean big) {
        for (int i = 0; i < 4; i++) {
            b[at + i] = (byte) (word >>> (big ? 24 - 8 * i : 8 * i));
        }
    }

    /** Addresses that are known when the block is compiled. */
    @ParameterizedTest
    @ValueSource(ints = {Mode.REGS64 | Mode.ADDR64, Mode.BIG_ENDIAN})
    void constants(int mode) {
        boolean wide = (mode & Mode.ADDR64) != 0;
        try (Machine interpreter = new Machine(EngineKind.INTERP, mode); Machine jit = new Machine(EngineKind.JIT, mode)) {
            interpreter.fill();
            jit.fill();
            byte[] words = new byte[8];
            boolean big = (mode & Mode.BIG_ENDIAN) != 0;
            put(words, 4, 255 << 16, big);
            int n = 0;
            for (long base : bases(jit.window, jit.canary, wide)) {
                int kind = n++ % OPS.length;
                int d = DISPLACEMENTS[n / 3 % DISPLACEMENTS.length];
                long address = wide ? base + d : base + d & 0xffffffffL;
                if (address >= CODE - 16 && address < CODE + PAGE) {
                    continue;
                }
                put(words, 0, kind << 24 | 2 << 16 | d & 0xffff, big);
                Outcome[] both = new Outcome[2];
                for (Machine m : new Machine[] {interpreter, jit}) {
                    m.frontend.constant = base;
                    m.code.changed(CODE, CODE + PAGE);
                    // Each at a place of its own: the same words at the same place mean the same elsewhere.
                    assertTrue(m.window.copyOut(CODE + 8L * n, words, 0, words.length));
                    both[m == jit ? 1 : 0] = m.run(CODE + 8 * n, 0, address, address);
                }
                String what = Op.NAME[OPS[kind]] + " " + Long.toHexString(base) + " + " + d;
                assertEquals(both[0].stop, both[1].stop, what);
                assertEquals(both[0].fault, both[1].fault, what);
                assertEquals(both[0].result, both[1].result, what);
                assertEquals(both[0].real, both[1].real, what);
                assertEquals(both[0].link, both[1].link, what);
                assertArrayEquals(both[0].memory, both[1].memory, what);
            }
            assertArrayEquals(interpreter.memory(), jit.memory());
            jit.checkCanaries();
        }
    }
}
