package heliotrope.host;

import static heliotrope.host.asm.Assembler.R15;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RCX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.asm.Assembler;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kicks, caught signals, and faults of translated code next to the JVM's own. */
@Timeout(120)
class HostSignalsTest {
    private static final AtomicReference<Throwable> FAILURE = new AtomicReference<>();

    private static Thread start(Runnable body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (Throwable e) {
                FAILURE.compareAndSet(null, e);
            }
        });
        thread.start();
        return thread;
    }

    private static long readPipe(TestCode.State state, int fd, long buffer) {
        return Native.syscallInterruptible(state.address, Sys.SYS_READ, fd, buffer, 1, 0, 0, 0);
    }

    @Test
    void interruptFlagStopsTheCall() {
        HostSignals.install();
        try (TestCode.State state = new TestCode.State();
                Scratch s = new Scratch()) {
            long pipe = Sys.pipe2(s, Sys.O_CLOEXEC);
            state.view.putInt(StateBlock.INTERRUPT, 1);
            assertEquals(-Errno.EINTR, readPipe(state, (int) pipe, s.data()));
            state.view.putInt(StateBlock.INTERRUPT, 0);
            assertEquals(1, Sys.write((int) (pipe >>> 32), s.data(), 1));
            assertEquals(1, readPipe(state, (int) pipe, s.data()));
            Sys.close((int) pipe);
            Sys.close((int) (pipe >>> 32));
        }
    }

    /** No kick is lost, wherever the thread is at that moment, also while other signals arrive. */
    @Test
    void kickEndsABlockedCall() throws Exception {
        HostSignals.install();
        assertEquals(0, HostSignals.catchSignal(Sys.SIGURG));
        FAILURE.set(null);
        try (TestCode.State state = new TestCode.State();
                Scratch s = new Scratch()) {
            long pipe = Sys.pipe2(s, Sys.O_CLOEXEC);
            AtomicInteger tid = new AtomicInteger();
            AtomicInteger turn = new AtomicInteger();
            int rounds = 20_000;
            long end = System.nanoTime() + 3_000_000_000L;
            AtomicInteger last = new AtomicInteger(rounds);
            Thread reader = start(() -> {
                tid.set(Sys.gettid());
                for (int i = 1; i <= last.get(); i++) {
                    state.view.putInt(StateBlock.INTERRUPT, 0);
                    turn.set(i);
                    long result = readPipe(state, (int) pipe, s.data());
                    while (result == -Errno.EINTR && state.view.getInt(StateBlock.INTERRUPT) == 0) {
                        result = readPipe(state, (int) pipe, s.data());
                    }
                    assertEquals(-Errno.EINTR, result);
                    while (turn.get() == i) {
                        Thread.onSpinWait();
                    }
                }
            });
            for (int i = 1; i <= last.get(); i++) {
                if (System.nanoTime() > end) {
                    last.set(i);
                }
                while (turn.get() != i && FAILURE.get() == null) {
                    Thread.onSpinWait();
                }
                for (int spin = 0; spin < i % 300; spin++) {
                    Thread.onSpinWait();
                }
                if (i % 3 == 0) {
                    Sys.call(Sys.SYS_TGKILL, Sys.getpid(), tid.get(), Sys.SIGURG);
                }
                state.view.putInt(StateBlock.INTERRUPT, 1);
                assertEquals(0, HostSignals.kick(tid.get()));
                turn.set(-i); // the reader may go on
            }
            reader.join();
            assertNull(FAILURE.get());
            Sys.close((int) pipe);
            Sys.close((int) (pipe >>> 32));
        }
        HostSignals.restoreDefault(Sys.SIGURG);
        assertEquals(-Errno.ESRCH, HostSignals.kick(Integer.MAX_VALUE));
    }

    @Test
    void collectsSignals() {
        HostSignals.install();
        assertEquals(0, HostSignals.catchSignal(Sys.SIGUSR1));
        assertEquals(0, HostSignals.catchSignal(Sys.SIGWINCH));
        Sys.call(Sys.SYS_KILL, Sys.getpid(), Sys.SIGUSR1, 0);
        Sys.call(Sys.SYS_KILL, Sys.getpid(), Sys.SIGWINCH, 0);
        long want = 1L << Sys.SIGUSR1 - 1 | 1L << Sys.SIGWINCH - 1;
        long got = 0;
        while (got != want) {
            long taken = HostSignals.awaitPending();
            assertTrue(taken > 0, "taken " + taken);
            got |= taken & want; // other tests catch others
        }
        assertEquals(0, HostSignals.ignore(Sys.SIGUSR1));
        assertTrue(HostSignals.isIgnored(Sys.SIGUSR1));
        Sys.call(Sys.SYS_KILL, Sys.getpid(), Sys.SIGUSR1, 0);
        assertEquals(0, HostSignals.restoreDefault(Sys.SIGUSR1));
        assertFalse(HostSignals.isIgnored(Sys.SIGUSR1));
        assertEquals(0, HostSignals.restoreDefault(Sys.SIGWINCH));
        for (int signal : new int[] {0, 65, Sys.SIGSEGV, Sys.SIGKILL, Sys.SIGSTOP, 32, HostSignals.KICK}) {
            assertEquals(-Errno.EINVAL, HostSignals.catchSignal(signal));
        }
    }

    private static long workLoop() {
        // Works on memory with AC set until asked to stop by the interrupt flag.
        Assembler a = new Assembler();
        int loop = a.here();
        int done = a.newLabel();
        a.aluImm(Assembler.ADD, 64, RAX, 1);
        a.store(64, R15, 0, RAX);
        a.aluMemImm(Assembler.CMP, 32, R15, StateBlock.INTERRUPT, 0);
        a.jcc(Assembler.CC_NE, done);
        a.jmp(loop);
        a.bind(done);
        TestCode.exit(a, 6);
        return TestCode.add(a);
    }

    /** Faults, misaligned accesses, garbage collection, implicit null checks, and signals on all threads at once. */
    @Test
    void manyThreads() throws Exception {
        HostSignals.install();
        assertEquals(0, HostSignals.catchSignal(Sys.SIGURG));
        FAILURE.set(null);
        Assembler a = new Assembler();
        a.movImm(RCX, 0x5000);
        a.load(32, RAX, RCX, 0x10);
        a.ud2();
        long segv = TestCode.add(a);
        a.reset();
        a.loadBe(32, RAX, R15, 2);
        a.ud2();
        long bus = TestCode.add(a);
        long work = workLoop();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong faults = new AtomicLong();
        AtomicLong nulls = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        List<TestCode.State> states = new ArrayList<>();
        AtomicInteger[] tids = new AtomicInteger[8];
        for (int t = 0; t < 8; t++) {
            int kind = t;
            TestCode.State state = new TestCode.State();
            states.add(state);
            AtomicInteger tid = new AtomicInteger();
            tids[t] = tid;
            threads.add(start(() -> {
                tid.set(Sys.gettid());
                byte[] small = new byte[64];
                List<byte[]> garbage = new ArrayList<>();
                while (!stop.get()) {
                    if (kind < 4) {
                        boolean misaligned = (kind & 1) != 0;
                        assertEquals(StateBlock.EXIT_FAULT, state.enter(misaligned ? bus : segv));
                        int signal = state.getInt(StateBlock.FAULT_SIGNAL);
                        assertEquals(misaligned ? Sys.SIGBUS : Sys.SIGSEGV, signal);
                        assertEquals(misaligned ? 0 : 0x5010, state.getLong(StateBlock.FAULT_ADDRESS));
                        assertEquals(64, Native.copyIn(0x1000, small, 0, 64));
                        faults.incrementAndGet();
                    } else if (kind < 6) {
                        state.view.putInt(StateBlock.INTERRUPT, 0);
                        assertEquals(6, state.enter(work));
                    }
                    nulls.addAndGet(nullChecks());
                    garbage.add(new byte[1000]);
                    if (garbage.size() > 1000) {
                        garbage.clear();
                    }
                }
            }));
        }
        long end = System.nanoTime() + 4_000_000_000L;
        for (int i = 0; System.nanoTime() < end && FAILURE.get() == null; i++) {
            if (i % 50 == 0) {
                System.gc();
            }
            int tid = tids[i % 8].get();
            if (tid != 0) {
                // SIGUSR2 is the JVM's own: its handler is wrapped.
                Sys.call(Sys.SYS_TGKILL, Sys.getpid(), tid, i % 2 == 0 ? Sys.SIGUSR2 : Sys.SIGURG);
                states.get(i % 8).view.putInt(StateBlock.INTERRUPT, 1);
                HostSignals.kick(tid);
            }
        }
        stop.set(true);
        while (threads.stream().anyMatch(Thread::isAlive)) {
            for (TestCode.State state : states) {
                state.view.putInt(StateBlock.INTERRUPT, 1);
            }
            Thread.sleep(1);
        }
        Throwable failure = FAILURE.get();
        if (failure != null) {
            throw new AssertionError(failure);
        }
        assertTrue(faults.get() > 1000, "faults: " + faults.get());
        assertTrue(nulls.get() > 1000, "null checks: " + nulls.get());
        HostSignals.restoreDefault(Sys.SIGURG);
        states.forEach(TestCode.State::close);
    }

    @SuppressWarnings("NullAway") // the JVM's implicit null check is what is wanted
    private static int nullChecks() {
        int caught = 0;
        for (int i = 0; i < 10; i++) {
            int[] array = i % 2 == 0 ? null : new int[1];
            try {
                caught += array[0];
            } catch (NullPointerException e) {
                caught++;
            }
        }
        return caught;
    }

    private int depth;

    private void recurse(int limit) {
        depth++;
        if (depth < limit) {
            recurse(limit);
        }
    }

    @Test
    void theJvmStillFindsItsStackOverflows() {
        HostSignals.install();
        for (int i = 0; i < 20; i++) {
            depth = 0;
            assertThrows(StackOverflowError.class, () -> recurse(Integer.MAX_VALUE));
            assertTrue(depth > 100);
        }
    }

    /** What is nobody's fault ends the JVM as it would without us. */
    @Test
    void unknownFaultsAreTheJvms() throws Exception {
        assertEquals(128 + Sys.SIGTRAP, child("int3"));
        assertEquals(1, child("segv")); // the JVM's crash report; without a core dump its status is 1
        assertEquals(128 + Sys.SIGTRAP, child("sent"));
        assertEquals(0, child("none"));
    }

    private static int child(String what) throws Exception {
        String java = System.getProperty("java.home") + "/bin/java";
        String log = System.getProperty("java.io.tmpdir") + "/heliotrope-expected-crash.log";
        List<String> command = List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + log,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                TestCode.classPath(),
                Crash.class.getName(),
                what);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        new File(log).delete();
        assertEquals(status == 1, output.contains("# A fatal error has been detected"), output);
        return status;
    }

    /** The child's main class. */
    static final class Crash {
        private Crash() {}

        public static void main(String[] args) throws InterruptedException {
            HostSignals.install();
            CodeMemory elsewhere = CodeMemory.allocate(4096);
            Assembler a = new Assembler();
            switch (args[0]) {
                case "int3" -> a.int3();
                case "segv" -> {
                    a.movImm(RAX, 0x1000);
                    a.load(32, RCX, RAX, 0);
                }
                case "sent" -> {
                    Sys.call(Sys.SYS_KILL, Sys.getpid(), Sys.SIGTRAP, 0);
                    Thread.sleep(10_000); // another thread may have got it, and be slower than this one at ending the process
                }
                default -> a.alu(Assembler.XOR, 32, RAX, RAX);
            }
            a.ret();
            elsewhere.buffer().put(0, a.toByteArray());
            System.exit((int) Native.call(elsewhere.executable(), 0, 0, 0, 0, 0, 0));
        }
    }
}
