package heliotrope.engine;

import static heliotrope.engine.TestFrontend.ADD;
import static heliotrope.engine.TestFrontend.ADDI;
import static heliotrope.engine.TestFrontend.BNE;
import static heliotrope.engine.TestFrontend.BREAK;
import static heliotrope.engine.TestFrontend.FADD;
import static heliotrope.engine.TestFrontend.HELPER;
import static heliotrope.engine.TestFrontend.J;
import static heliotrope.engine.TestFrontend.JR;
import static heliotrope.engine.TestFrontend.LUI;
import static heliotrope.engine.TestFrontend.LW;
import static heliotrope.engine.TestFrontend.ORI;
import static heliotrope.engine.TestFrontend.SW;
import static heliotrope.engine.TestFrontend.SYSCALL;
import static heliotrope.engine.TestFrontend.word;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Sys;
import heliotrope.ir.Mode;
import heliotrope.ir.Trap;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dispatch, linking, invalidation, protection, interrupts and a full code cache, with all kinds of engine. */
@ParameterizedClass(name = "64-bit addresses: {0}")
@ValueSource(booleans = {false, true})
class EngineTest {
    private final boolean wide;
    private final long code;
    private final long data;

    EngineTest(boolean wide) {
        this.wide = wide;
        code = Guest.origin(wide) + Guest.CODE;
        data = Guest.origin(wide) + Guest.DATA;
    }
    private static final int NOP = word(ADDI, 63, 63, 0);

    private Guest guest(EngineKind kind) {
        return new Guest(new Engine(new TestFrontend(), kind, 1 << 20), wide);
    }

    /** r1 = 0; do r1 += 1 while (r1 != r2). */
    private static int[] loop() {
        return new int[] {
            word(ADDI, 1, 0, 0),
            word(ADDI, 1, 1, 1),
            word(BNE, 1, 2, -3), NOP,
            word(SYSCALL, 0, 0, 7),
        };
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void loopRunsLinked(EngineKind kind) {
        try (Guest g = guest(kind)) {
            g.words(code, loop());
            g.r(2, kind == EngineKind.JIT ? 1_000_000_000 : 10_000);
            assertEquals(Cpu.STOP_SYSCALL, g.run(code));
            assertEquals(7, g.cpu.trapArgument());
            assertEquals(code + 16, g.cpu.state.pc());
            assertEquals(g.r(2), g.r(1));
            if (kind == EngineKind.JIT) {
                assertTrue(g.engine.statistics().links >= 1);
                assertTrue(g.engine.statistics().blocks <= 4);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void indirectJumpsGoThroughTheTable(EngineKind kind) {
        try (Guest g = guest(kind)) {
            // r1 counts down; calls a function through r5, which returns through r31.
            g.words(code,
                    word(JR, 5, 0, 0), word(ADDI, 1, 1, -1),
                    word(BNE, 1, 0, -4), NOP,
                    word(SYSCALL, 0, 0, 1));
            g.words(code + 0x5000, word(ADDI, 2, 2, 3), word(JR, 31, 0, 0), NOP);
            int n = kind == EngineKind.JIT ? 10_000_000 : 1000;
            g.r(1, n);
            g.r(5, code + 0x5000);
            g.r(31, code + 8);
            assertEquals(Cpu.STOP_SYSCALL, g.run(code));
            assertEquals(3 * n, g.r(2));
            if (kind == EngineKind.JIT) {
                assertTrue(g.engine.statistics().lookups < 20);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void faultsArePrecise(EngineKind kind) {
        try (Guest g = guest(kind)) {
            g.words(code,
                    word(ADDI, 1, 1, 5),
                    word(J, 0, 0, 4), word(SW, 1, 3, 8),
                    word(SYSCALL, 0, 0, 0));
            g.r(1, 10);
            g.r(3, 0x7000_0000);
            assertEquals(Cpu.STOP_FAULT, g.run(code));
            assertEquals(15, g.r(1));
            assertEquals(code + 4, g.cpu.state.pc());
            assertTrue(g.cpu.inDelaySlot());
            assertTrue(g.cpu.faultIsWrite());
            assertFalse(g.cpu.faultIsFetch());
            assertEquals(11, g.cpu.faultSignal());
            assertEquals(0x7000_0008L, g.cpu.faultAddress());

            g.r(3, data + 1);
            assertEquals(Cpu.STOP_FAULT, g.run(code));
            assertEquals(7, g.cpu.faultSignal());
            assertEquals(1, g.cpu.faultCode());
            assertEquals(data + 9, g.cpu.faultAddress());
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void fetchFaults(EngineKind kind) {
        try (Guest g = guest(kind)) {
            g.words(code, word(JR, 5, 0, 0), NOP);
            g.r(5, 0x12340000);
            assertEquals(Cpu.STOP_FAULT, g.run(code));
            assertTrue(g.cpu.faultIsFetch());
            assertEquals(0x12340000L, g.cpu.faultAddress());
            assertEquals(0x12340000L, g.cpu.state.pc());
            assertEquals(11, g.cpu.faultSignal());
            g.r(5, code + 2);
            assertEquals(Cpu.STOP_FAULT, g.run(code));
            assertEquals(7, g.cpu.faultSignal());
            // A branch in the last word of the mapping has no delay slot.
            long last = code + Guest.CODE_BYTES - 4;
            g.words(last, word(J, 0, 0, -4));
            assertEquals(Cpu.STOP_FAULT, g.run(last));
            assertEquals(last + 4, g.cpu.faultAddress());
            assertEquals(last, g.cpu.state.pc());
            assertTrue(g.cpu.inDelaySlot());
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void helpersAndNansAreInterpreted(EngineKind kind) {
        try (Guest g = guest(kind)) {
            g.words(code, word(ADDI, 1, 0, 21), word(HELPER, 2, 1, 0), word(FADD, 1, 2, 0), word(ADDI, 3, 2, 1),
                    word(BREAK, 0, 0, 9));
            g.cpu.state.put64(512 + 8, Double.doubleToLongBits(Double.POSITIVE_INFINITY));
            g.cpu.state.put64(512 + 16, Double.doubleToLongBits(Double.NEGATIVE_INFINITY));
            assertEquals(Cpu.STOP_TRAP, g.run(code));
            assertEquals(42, g.r(2));
            assertEquals(43, g.r(3));
            assertEquals(Trap.of(Trap.BREAK, 9), g.cpu.trapArgument());
            assertEquals(0x7ff7ffffffffffffL, g.cpu.state.get64(512 + 8));
            assertEquals(0, g.cpu.state.mxcsr() & 1);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void storeIntoTheNextInstruction(EngineKind kind) {
        try (Guest g = guest(kind)) {
            // Overwrites the instruction right behind the store, in the same block.
            g.words(code,
                    word(SW, 4, 5, 0),
                    word(ADDI, 1, 0, 1),
                    word(SYSCALL, 0, 0, 0));
            g.r(5, code + 4);
            g.r(4, word(ADDI, 1, 0, 2));
            assertEquals(Cpu.STOP_SYSCALL, g.run(code));
            assertEquals(2, g.r(1));
            g.r(4, word(ADDI, 1, 0, 3));
            assertEquals(Cpu.STOP_SYSCALL, g.run(code));
            assertEquals(3, g.r(1));
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void codeThatIsRewrittenOften(EngineKind kind) {
        try (Guest g = guest(kind)) {
            // A loop that patches the constant of a function and calls it, 500 times; sums in r2.
            long f = code + 0x3000;
            g.words(code,
                    word(ADDI, 4, 4, 1), // the function's instruction: addi r1, r0, n
                    word(SW, 4, 6, 0),
                    word(JR, 6, 0, 0), NOP,
                    word(ADD, 2, 2, 1),
                    word(BNE, 4, 5, -7), NOP,
                    word(SYSCALL, 0, 0, 0));
            g.words(f, word(ADDI, 1, 0, 0), word(JR, 31, 0, 0), NOP);
            g.r(31, code + 16);
            g.r(6, f);
            g.r(4, word(ADDI, 1, 0, 0));
            g.r(5, word(ADDI, 1, 0, 100));
            assertEquals(Cpu.STOP_SYSCALL, g.run(code));
            assertEquals(5050, g.r(2));
            // Data in the same page as code.
            g.words(f + 0x100, loop());
            g.r(2, 50);
            assertEquals(Cpu.STOP_SYSCALL, g.run(f + 0x100));
            assertEquals(50, g.r(1));
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void kernelWritesAndChanges(EngineKind kind) {
        try (Guest g = guest(kind)) {
            g.words(code, word(ADDI, 1, 0, 1), word(J, 0, 0, 2), NOP);
            g.words(code + 20, word(SYSCALL, 0, 0, 0));
            assertEquals(Cpu.STOP_SYSCALL, g.run(code));
            assertEquals(1, g.r(1));
            assertTrue(g.code.isWriteProtected(code));
            assertTrue(g.code.prepareWrite(code, code + 4));
            assertFalse(g.code.isWriteProtected(code));
            assertFalse(g.code.prepareWrite(code, code + 4));
            g.words(code, word(ADDI, 1, 0, 2));
            assertEquals(Cpu.STOP_SYSCALL, g.run(code));
            assertEquals(2, g.r(1));
            // The mapping is replaced.
            assertEquals(0, g.window.mapAnonymous(code, 4096, Sys.PROT_READ | Sys.PROT_WRITE));
            g.code.changed(code, code + 4096);
            assertFalse(g.code.isWriteProtected(code));
            g.words(code, word(ADDI, 1, 0, 3), word(SYSCALL, 0, 0, 1));
            assertEquals(Cpu.STOP_SYSCALL, g.run(code));
            assertEquals(3, g.r(1));
            // A protection that is left behind does not keep the guest from writing.
            g.words(code + 0x100, word(SW, 4, 5, 0), word(SYSCALL, 0, 0, 0));
            g.code.changed(code, code + 4096);
            g.window.protect(code, 4096, Sys.PROT_READ);
            g.r(4, word(ADDI, 1, 0, 4));
            g.r(5, code);
            assertEquals(Cpu.STOP_SYSCALL, g.run(code + 0x100));
            assertEquals(Cpu.STOP_SYSCALL, g.run(code));
            assertEquals(4, g.r(1));
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void fileCodeIsSharedAndLeftBehind(EngineKind kind) {
        Engine engine = new Engine(new TestFrontend(), kind, 1 << 20);
        Object file = "file";
        try (Guest g = new Guest(engine, wide); Guest h = new Guest(engine, wide)) {
            for (Guest x : new Guest[] {g, h}) {
                x.file = file;
                x.writable = false;
                x.words(code, loop());
                x.r(2, 1000);
            }
            assertEquals(Cpu.STOP_SYSCALL, g.run(code));
            long blocks = engine.statistics().blocks;
            assertEquals(Cpu.STOP_SYSCALL, h.run(code));
            assertEquals(1000, h.r(1));
            assertEquals(blocks, engine.statistics().blocks);
            assertFalse(g.code.isWriteProtected(code));
            // One process maps something else there: the other keeps its translations.
            h.file = null;
            h.words(code, word(ADDI, 1, 0, 55), word(SYSCALL, 0, 0, 0));
            h.code.changed(code, code + 4096);
            assertEquals(Cpu.STOP_SYSCALL, h.run(code));
            assertEquals(55, h.r(1));
            blocks = engine.statistics().blocks;
            assertEquals(Cpu.STOP_SYSCALL, g.run(code));
            assertEquals(1000, g.r(1));
            assertEquals(blocks, engine.statistics().blocks);
        }
    }

    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = "LOCKSTEP", mode = EnumSource.Mode.EXCLUDE)
    void interruptEndsAnEndlessLoop(EngineKind kind) throws InterruptedException {
        try (Guest g = guest(kind)) {
            g.words(code, word(J, 0, 0, -2), word(ADDI, 1, 1, 1));
            int[] stop = new int[1];
            Thread t = new Thread(() -> stop[0] = g.run(code));
            t.start();
            Thread.sleep(50);
            g.cpu.interrupt();
            t.join(5000);
            assertFalse(t.isAlive());
            assertEquals(Cpu.STOP_INTERRUPT, stop[0]);
            assertEquals(code, g.cpu.state.pc());
            int count = g.r(1);
            assertTrue(count > 100);
            assertEquals(Cpu.STOP_INTERRUPT, g.cpu.run());
            assertEquals(count, g.r(1));
            g.cpu.clearInterrupt();
            g.words(code, word(SYSCALL, 0, 0, 0));
            assertEquals(Cpu.STOP_SYSCALL, g.cpu.run());

            // The same in a loop of indirect jumps.
            g.words(code + 0x1000, word(JR, 5, 0, 0), word(ADDI, 1, 1, 1));
            g.r(5, code + 0x1000);
            Thread u = new Thread(() -> stop[0] = g.run(code + 0x1000));
            u.start();
            Thread.sleep(50);
            g.cpu.interrupt();
            u.join(5000);
            assertFalse(u.isAlive());
            assertEquals(Cpu.STOP_INTERRUPT, stop[0]);
            g.cpu.clearInterrupt();
        }
    }

    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = {"JIT", "LOCKSTEP"})
    void fullCodeCacheIsDropped(EngineKind kind) {
        try (Guest g = guest(kind)) {
            // More code than fits: many copies of a chain of blocks, run three times.
            long at = code;
            while (at < code + Guest.CODE_BYTES - 64) {
                at = g.words(at, word(LUI, 7, 1, 2), word(ORI, 7, 3, 4), word(LW, 8, 9, 0), word(SW, 8, 9, 4),
                        word(ADD, 1, 1, 10),
                        word(J, 0, 0, 0), word(ADDI, 2, 2, 1));
            }
            g.words(at, word(SYSCALL, 0, 0, 0));
            g.r(9, data);
            g.r(10, 3);
            int blocks = (int) ((at - code) / 28);
            for (int round = 1; round <= 3; round++) {
                assertEquals(Cpu.STOP_SYSCALL, g.run(code));
                assertEquals(3 * round * blocks, g.r(1));
                assertEquals(round * blocks, g.r(2));
            }
            assertTrue(g.engine.statistics().cacheFlushes >= 1);
        }
    }

    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = "JIT")
    void fullCodeCacheWithOtherThreadsRunning(EngineKind kind) throws InterruptedException {
        Engine engine = new Engine(new TestFrontend(), kind, 1 << 20);
        try (Guest g = new Guest(engine, wide); Guest h = new Guest(engine, wide)) {
            h.words(code, word(J, 0, 0, -2), word(ADDI, 1, 1, 1));
            Thread t = new Thread(() -> h.run(code));
            t.start();
            Thread.sleep(20);
            long at = code;
            while (at < code + Guest.CODE_BYTES - 64) {
                at = g.words(at, word(ADD, 1, 1, 10), word(J, 0, 0, 0), word(ADDI, 2, 2, 1));
            }
            g.words(at, word(SYSCALL, 0, 0, 0));
            for (int round = 1; round <= 5; round++) {
                assertEquals(Cpu.STOP_SYSCALL, g.run(code));
                assertEquals(round * (int) ((at - code) / 12), g.r(2));
            }
            assertTrue(engine.statistics().cacheFlushes >= 1);
            assertTrue(t.isAlive());
            int before = h.r(1);
            Thread.sleep(20);
            assertTrue(h.r(1) != before || !t.isAlive());
            h.cpu.interrupt();
            t.join(5000);
            assertFalse(t.isAlive());
        }
    }

    /** Four processes at a time in a code cache that is too small for them, all of which rewrite code now and then. */
    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = {"JIT", "INTERP"})
    void manyProcessesInASmallCache(EngineKind kind) throws InterruptedException {
        Engine engine = new Engine(new TestFrontend(), kind, 1 << 20);
        int rounds = kind == EngineKind.JIT ? 6 : 2;
        Thread[] threads = new Thread[4];
        String[] problems = new String[threads.length];
        for (int k = 0; k < threads.length; k++) {
            int id = k;
            threads[k] = new Thread(() -> {
                try (Guest g = new Guest(engine, wide)) {
                    long at = code;
                    while (at < code + Guest.CODE_BYTES / 2) {
                        // The first word of each block is rewritten by its predecessor every round: addi r1, r1, id.
                        at = g.words(at, word(ADDI, 1, 1, id), word(LW, 8, 9, 0), word(ADDI, 8, 8, 1), word(SW, 8, 9,
                                0), word(J, 0, 0, 0), NOP);
                    }
                    int blocks = (int) ((at - code) / 24);
                    g.words(at, word(SW, 6, 7, 0), word(SYSCALL, 0, 0, 0));
                    g.r(9, data);
                    g.r(6, word(ADDI, 1, 1, id));
                    int sum = 0;
                    for (int round = 1; round <= rounds; round++) {
                        g.r(7, code + 24L * (round * 7 % blocks));
                        int stop = g.run(code);
                        sum += id * blocks;
                        if (stop != Cpu.STOP_SYSCALL || g.r(1) != sum || g.r(8) != round * blocks) {
                            problems[id] = "round " + round + " stop " + stop + " sum " + g.r(1) + " instead of "
                                    + sum + " count " + g.r(8);
                            return;
                        }
                    }
                } catch (RuntimeException e) {
                    problems[id] = e.toString();
                }
            });
            threads[k].start();
        }
        for (Thread t : threads) {
            t.join(60_000);
            assertFalse(t.isAlive());
        }
        for (String p : problems) {
            assertNull(p);
        }
        if (kind == EngineKind.JIT) {
            assertTrue(engine.statistics().cacheFlushes >= 1);
            assertTrue(engine.statistics().codeWrites >= 2);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void precisePointModeIsInterpreted(EngineKind kind) {
        try (Guest g = guest(kind)) {
            g.words(code, word(FADD, 1, 2, 0), word(SYSCALL, 0, 0, 0));
            g.cpu.state.put64(512 + 8, Double.doubleToLongBits(1.5));
            g.cpu.state.put64(512 + 16, Double.doubleToLongBits(2.0));
            assertEquals(Cpu.STOP_SYSCALL, g.run(code));
            g.cpu.state.mode(g.mode() | Mode.FP_PRECISE);
            assertEquals(Cpu.STOP_SYSCALL, g.run(code));
            assertEquals(5.5, Double.longBitsToDouble(g.cpu.state.get64(512 + 8)));
            if (kind == EngineKind.JIT) {
                assertTrue(g.engine.statistics().slowExits >= 1);
            }
        }
    }
}
