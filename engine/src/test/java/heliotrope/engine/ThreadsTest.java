package heliotrope.engine;

import static heliotrope.engine.TestFrontend.ADDI;
import static heliotrope.engine.TestFrontend.BNE;
import static heliotrope.engine.TestFrontend.FENCE;
import static heliotrope.engine.TestFrontend.J;
import static heliotrope.engine.TestFrontend.JR;
import static heliotrope.engine.TestFrontend.LL;
import static heliotrope.engine.TestFrontend.LW;
import static heliotrope.engine.TestFrontend.SC;
import static heliotrope.engine.TestFrontend.SW;
import static heliotrope.engine.TestFrontend.SYSCALL;
import static heliotrope.engine.TestFrontend.word;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several threads in one address space: code that changes or vanishes under them, interrupts, atomic accesses. */
@ParameterizedClass(name = "64-bit addresses: {0}")
@ValueSource(booleans = {false, true})
class ThreadsTest {
    private final boolean wide;
    private final long code;
    private final long data;

    ThreadsTest(boolean wide) {
        this.wide = wide;
        code = Guest.origin(wide) + Guest.CODE;
        data = Guest.origin(wide) + Guest.DATA;
    }
    private static final int NOP = word(ADDI, 63, 63, 0);
    /** What a thread may need to leave a loop, as a median. */
    private static final long PROMPT_NANOS = 10_000_000;

    private Guest guest(EngineKind kind) {
        return new Guest(new Engine(new TestFrontend(), kind, 1 << 20), wide);
    }

    /** A thread that runs guest code from a pc to its next stop. */
    private static final class Runner extends Thread implements AutoCloseable {
        final Cpu cpu;
        volatile int stop;
        volatile @Nullable Throwable failure;

        Runner(Guest g, long pc) {
            cpu = new Cpu(g.engine, g.code);
            cpu.state.mode(g.mode());
            cpu.state.pc(pc);
            setDaemon(true);
        }

        Runner r(int n, long value) {
            cpu.state.put64(8 * n, value);
            return this;
        }

        int r(int n) {
            return cpu.state.get32(8 * n);
        }

        Runner begin() {
            start();
            return this;
        }

        @Override
        public void run() {
            try {
                stop = cpu.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }

        /** Waits for the stop. */
        int end() throws InterruptedException {
            join(20_000);
            assertFalse(isAlive(), "still running");
            assertNull(failure);
            return stop;
        }

        @Override
        public void close() {
            cpu.close();
        }
    }

    /** Ways to spin for ever at code, r2 never being equal to r1, r5 = code. */
    private enum Loop {
        ONE_BLOCK, JUMP, INDIRECT, TWO_BLOCKS;

        int[] words() {
            return switch (this) {
                case ONE_BLOCK -> new int[] {word(ADDI, 1, 1, 2), word(BNE, 1, 2, -3), NOP};
                case JUMP -> new int[] {word(ADDI, 1, 1, 2), word(J, 0, 0, -3), NOP};
                case INDIRECT -> new int[] {word(ADDI, 1, 1, 2), word(JR, 5, 0, 0), NOP};
                case TWO_BLOCKS -> new int[] {word(ADDI, 1, 1, 2), word(J, 0, 0, 1), NOP, NOP, word(BNE, 1, 2, -6), NOP};
            };
        }
    }

    private Runner spin(Guest g) throws InterruptedException {
        Runner b = new Runner(g, code).r(1, 0).r(2, 1).r(5, code).begin();
        while (b.r(1) == 0) {
            Thread.sleep(0, 100_000);
        }
        return b;
    }

    private static void prompt(long[] nanos, String what) {
        Arrays.sort(nanos);
        long median = nanos[nanos.length / 2];
        assertTrue(median < PROMPT_NANOS, what + ": " + median / 1000 + " us");
    }

    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = {"JIT", "INTERP"})
    void aStoreOfAnotherThreadReachesALoop(EngineKind kind) throws InterruptedException {
        for (Loop loop : Loop.values()) {
            // More often than the page is protected.
            long[] nanos = new long[25];
            try (Guest g = guest(kind)) {
                g.words(code + 0x3000, word(SW, 4, 5, 0), word(SYSCALL, 0, 0, 1));
                for (int round = 0; round < nanos.length; round++) {
                    g.words(code, loop.words());
                    try (Runner b = spin(g)) {
                        Thread.sleep(1);
                        g.r(4, word(SYSCALL, 0, 0, 9));
                        g.r(5, code + (round & 1) * 4L); // the loop's first or second instruction
                        long start = System.nanoTime();
                        assertEquals(Cpu.STOP_SYSCALL, g.run(code + 0x3000));
                        assertEquals(Cpu.STOP_SYSCALL, b.end());
                        nanos[round] = System.nanoTime() - start;
                        assertEquals(code + (round & 1) * 4L, b.cpu.state.pc());
                        assertEquals(9, b.cpu.trapArgument());
                    }
                }
            }
            prompt(nanos, kind + " " + loop);
        }
    }

    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = {"JIT", "INTERP"})
    void codeIsUnmappedUnderALoop(EngineKind kind) throws InterruptedException {
        for (boolean shared : new boolean[] {false, true}) {
            for (Loop loop : Loop.values()) {
                long[] nanos = new long[15];
                try (Guest g = guest(kind)) {
                    if (shared) {
                        g.file = "file";
                        g.writable = false;
                    }
                    for (int round = 0; round < nanos.length; round++) {
                        g.words(code, loop.words());
                        try (Runner b = spin(g)) {
                            long start = System.nanoTime();
                            g.code.changing(code, code + Guest.CODE_BYTES);
                            assertEquals(0, round % 2 == 0 ? g.window.unmap(code, Guest.CODE_BYTES)
                                    : g.window.protect(code, Guest.CODE_BYTES, Sys.PROT_NONE));
                            g.gone = true;
                            g.code.changed(code, code + Guest.CODE_BYTES);
                            assertEquals(Cpu.STOP_FAULT, b.end());
                            nanos[round] = System.nanoTime() - start;
                            assertTrue(b.cpu.faultIsFetch());
                            assertEquals(b.cpu.state.pc(), b.cpu.faultAddress());
                            byte[] none = new byte[4];
                            assertFalse(g.window.copyIn(code, none, 0, 4), "readable after it was unmapped");
                            g.code.changing(code, code + Guest.CODE_BYTES);
                            assertEquals(0, g.window.mapAnonymous(code, Guest.CODE_BYTES, Sys.PROT_READ | Sys.PROT_WRITE));
                            g.gone = false;
                            g.code.changed(code, code + Guest.CODE_BYTES);
                        }
                    }
                }
                prompt(nanos, kind + " " + loop + (shared ? " shared" : ""));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = {"JIT", "INTERP"})
    void interruptsReachLoops(EngineKind kind) throws InterruptedException {
        for (Loop loop : Loop.values()) {
            long[] nanos = new long[25];
            try (Guest g = guest(kind)) {
                for (int round = 0; round < nanos.length; round++) {
                    g.words(code, loop.words());
                    try (Runner b = spin(g)) {
                        long start = System.nanoTime();
                        b.cpu.interrupt();
                        assertEquals(Cpu.STOP_INTERRUPT, b.end());
                        nanos[round] = System.nanoTime() - start;
                    }
                }
            }
            prompt(nanos, kind + " " + loop);
        }
    }

    /** Interrupts are not lost among the engine's own demands to leave translated code. */
    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = {"JIT", "INTERP"})
    void noInterruptIsLost(EngineKind kind) throws InterruptedException {
        try (Guest g = guest(kind)) {
            g.words(code, Loop.ONE_BLOCK.words());
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger seen = new AtomicInteger();
            Cpu cpu = new Cpu(g.engine, g.code);
            cpu.state.mode(g.mode());
            cpu.state.pc(code);
            cpu.state.put32(16, 1);
            Thread runner = new Thread(() -> {
                while (!done.get()) {
                    cpu.run();
                    cpu.clearInterrupt();
                    seen.incrementAndGet();
                }
            });
            Thread changer = new Thread(() -> {
                while (!done.get()) {
                    g.code.changed(code, code + 4096);
                }
            });
            runner.start();
            changer.start();
            for (int i = 1; i <= 300; i++) {
                int before = seen.get();
                cpu.interrupt();
                long deadline = System.nanoTime() + 10_000_000_000L;
                while (seen.get() == before) {
                    Thread.onSpinWait();
                    assertTrue(System.nanoTime() < deadline, "interrupt " + i + " was lost");
                }
            }
            done.set(true);
            cpu.interrupt();
            runner.join(10_000);
            changer.join(10_000);
            assertFalse(runner.isAlive());
            cpu.close();
        }
    }

    /** One thread rewrites a function's constant upwards; others call it and never see it go down. */
    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = {"JIT", "INTERP"})
    void codeThatIsRewrittenWhileOthersCallIt(EngineKind kind) throws InterruptedException {
        int writes = kind == EngineKind.JIT ? 20_000 : 2000;
        try (Guest g = guest(kind)) {
            long function = code + 0x2000;
            // r1 = [function's constant]; the callers stop when it is negative.
            g.words(function, word(ADDI, 1, 0, 0), word(JR, 31, 0, 0), NOP);
            g.words(code, word(JR, 5, 0, 0), NOP, word(SYSCALL, 0, 0, 1));
            g.words(code + 0x3000, word(SW, 4, 5, 0), word(SYSCALL, 0, 0, 1));
            String[] problems = new String[3];
            Thread[] callers = new Thread[problems.length];
            for (int k = 0; k < callers.length; k++) {
                int id = k;
                callers[k] = new Thread(() -> {
                    Cpu cpu = new Cpu(g.engine, g.code);
                    cpu.state.mode(g.mode());
                    cpu.state.put64(40, function);
                    cpu.state.put64(8 * 31, code + 8);
                    int last = 0;
                    while (last < 127 && problems[id] == null) {
                        cpu.state.pc(code);
                        int stop = cpu.run();
                        int now = cpu.state.get32(8);
                        if (stop != Cpu.STOP_SYSCALL || now < last) {
                            problems[id] = "stop " + stop + ", " + now + " after " + last;
                        }
                        last = now;
                    }
                    cpu.close();
                });
                callers[k].start();
            }
            g.r(5, function);
            for (int i = 0; i <= writes; i++) {
                g.r(4, word(ADDI, 1, 0, (int) (127L * i / writes)));
                assertEquals(Cpu.STOP_SYSCALL, g.run(code + 0x3000));
            }
            for (Thread t : callers) {
                t.join(30_000);
                assertFalse(t.isAlive());
            }
            for (String p : problems) {
                assertNull(p);
            }
        }
    }

    /** What the kernel has the host write succeeds although others execute the page. */
    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = {"JIT", "INTERP"})
    void hostWritesBesideCodeThatRuns(EngineKind kind) throws InterruptedException {
        try (Guest g = guest(kind)) {
            g.words(code, Loop.INDIRECT.words());
            g.words(code + 0x1000, word(SYSCALL, 0, 0, 1));
            try (Runner b = spin(g)) {
                byte[] data = new byte[64];
                for (int i = 0; i < 20_000; i++) {
                    g.code.prepareWrite(code + 0x100, code + 0x140);
                    if (i % 4 == 0) {
                        Thread.onSpinWait();
                    }
                    data[0] = (byte) i;
                    assertTrue(g.window.copyOut(code + 0x100, data, 0, data.length), "write " + i);
                    if (i % 3 == 0) {
                        assertEquals(Cpu.STOP_SYSCALL, g.run(code + 0x1000));
                    }
                }
                assertTrue(b.isAlive());
                b.cpu.interrupt();
                assertEquals(Cpu.STOP_INTERRUPT, b.end());
            }
        }
    }

    /** A code cache that is too small for what four threads of one address space run. */
    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = "JIT")
    void theCacheIsDroppedUnderOthers(EngineKind kind) throws InterruptedException {
        try (Guest g = guest(kind)) {
            long at = code;
            int blocks = 0;
            while (at < code + Guest.CODE_BYTES - 64) {
                at = g.words(at, word(ADDI, 1, 1, 1), word(LW, 8, 9, 0), word(J, 0, 0, 0), NOP);
                blocks++;
            }
            g.words(at, word(SYSCALL, 0, 0, 0));
            Runner[] runners = new Runner[4];
            for (int round = 0; round < 4; round++) {
                for (int k = 0; k < runners.length; k++) {
                    runners[k] = new Runner(g, code).r(9, data).begin();
                }
                for (Runner r : runners) {
                    assertEquals(Cpu.STOP_SYSCALL, r.end());
                    assertEquals(blocks, r.r(1));
                    r.close();
                }
            }
            assertTrue(g.engine.statistics().cacheFlushes >= 2);
        }
    }

    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = {"JIT", "INTERP"})
    void linkedAccessesAreAtomic(EngineKind kind) throws InterruptedException {
        int n = kind == EngineKind.JIT ? 300_000 : 3000;
        try (Guest g = guest(kind)) {
            g.words(code,
                    word(LL, 1, 9, 4), word(ADDI, 1, 1, 1), word(SC, 1, 9, 4),
                    word(BNE, 1, 3, -5), NOP, // again unless it stored
                    word(ADDI, 2, 2, -1),
                    word(BNE, 2, 0, -8), NOP,
                    word(SYSCALL, 0, 0, 0));
            Runner[] runners = new Runner[3];
            for (int k = 0; k < runners.length; k++) {
                runners[k] = new Runner(g, code).r(9, data).r(2, n).r(3, 1).begin();
            }
            for (Runner r : runners) {
                assertEquals(Cpu.STOP_SYSCALL, r.end());
                r.close();
            }
            g.words(code + 0x3000, word(LW, 1, 9, 4), word(SYSCALL, 0, 0, 0));
            g.r(9, data);
            g.run(code + 0x3000);
            assertEquals(n * runners.length, g.r(1));
        }
    }

    /** Peterson's lock, which needs the fence, around an increment that is not atomic. */
    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = {"JIT", "INTERP"})
    void fencesOrderStoresBeforeLoads(EngineKind kind) throws InterruptedException {
        int n = kind == EngineKind.JIT ? 50_000 : 1000;
        try (Guest g = guest(kind)) {
            // r4: my flag, r5: the other's; r9: turn, behind it the counter; r6: my number, r7: the other's.
            g.words(code,
                    word(SW, 3, 4, 0), word(SW, 7, 9, 0), word(FENCE, 0, 0, 0),
                    word(LW, 10, 5, 0), word(BNE, 10, 3, 4), NOP, // he does not want it
                    word(LW, 11, 9, 0), word(BNE, 11, 6, -6), NOP, // his turn, and he wants it
                    NOP,
                    word(LW, 1, 9, 64), word(ADDI, 1, 1, 1), word(SW, 1, 9, 64),
                    word(SW, 0, 4, 0),
                    word(ADDI, 2, 2, -1),
                    word(BNE, 2, 0, -17), NOP,
                    word(SYSCALL, 0, 0, 0));
            Runner a = new Runner(g, code).r(9, data).r(2, n).r(3, 1).r(4, data + 128).r(5, data + 192).r(6, 1).r(7, 2);
            Runner b = new Runner(g, code).r(9, data).r(2, n).r(3, 1).r(4, data + 192).r(5, data + 128).r(6, 2).r(7, 1);
            a.begin();
            b.begin();
            assertEquals(Cpu.STOP_SYSCALL, a.end());
            assertEquals(Cpu.STOP_SYSCALL, b.end());
            a.close();
            b.close();
            g.words(code + 0x3000, word(LW, 1, 9, 64), word(SYSCALL, 0, 0, 0));
            g.r(9, data);
            g.run(code + 0x3000);
            assertEquals(2 * n, g.r(1));
        }
    }
}
