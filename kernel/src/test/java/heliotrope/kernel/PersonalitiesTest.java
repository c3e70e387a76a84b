package heliotrope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.engine.Engine;
import heliotrope.engine.EngineKind;
import heliotrope.host.HostSignals;
import heliotrope.host.Sys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two personalities in one kernel: signals have other numbers in the second one, and its address space is wider. */
@Timeout(30)
class PersonalitiesTest {
    /** How much higher the other personality's signal numbers are. */
    private static final int SHIFT = 10;

    @TempDir
    Path folder;

    private final TestPersonality plain = new TestPersonality();
    private final TestPersonality shifted = new TestPersonality() {
        @Override
        public boolean recognises(byte[] header, int length) {
            return length > 5 && new String(header, 0, 5, StandardCharsets.US_ASCII).equals("WIDE ");
        }

        @Override
        public int addressBits(byte[] header, int length) {
            return 40;
        }

        @Override
        public boolean bigEndian(byte[] header, int length) {
            return true;
        }

        @Override
        public int fromHostSignal(int hostSignal) {
            return hostSignal + SHIFT;
        }

        @Override
        public int toHostSignal(int guestSignal) {
            return guestSignal > SHIFT ? guestSignal - SHIFT : 0;
        }

        @Override
        public int defaultAction(int signal) {
            return super.defaultAction(signal - SHIFT);
        }
    };
    private final Map<String, Long> seen = new ConcurrentHashMap<>();

    private byte[] program(TestPersonality personality, String name, Program p) {
        personality.programs.put(name, p);
        try {
            Path file = Files.writeString(folder.resolve(name), (personality.equals(plain) ? "PROG " : "WIDE ") + name + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return Guests.bytes(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private int run(byte[] program) {
        HostSignals.install();
        Engine engine = new Engine(new SyscallFrontend(), EngineKind.INTERP, 0);
        KernelConfig config = new KernelConfig();
        config.hostSignals = false;
        config.silent = true;
        Roots roots = new Roots();
        Kernel kernel = new Kernel(engine, roots, new Personality[] {plain, shifted}, config);
        int status = kernel.run(program, new byte[][] {program}, new byte[0][]);
        assertTrue(kernel.awaitOthers(20_000));
        roots.close();
        for (TestPersonality each : new TestPersonality[] {plain, shifted}) {
            if (each.failure != null) {
                throw new AssertionError("in the guest", each.failure);
            }
        }
        return status;
    }

    private static Program.Step exec(byte[] path) {
        return t -> ProcessExec.exec(t, path, new byte[][] {path}, new byte[0][]);
    }

    @Test
    void execChangesPersonalityAndBack() {
        byte[] last = program(plain, "last", new Program().step(t -> {
            seen.put("ignored", t.process.actions[Sys.SIGUSR1].handler);
            seen.put("blocked", t.blocked.has(Sys.SIGUSR2) ? 1L : 0L);
            seen.put("size", t.memory().size());
            return ProcessExit.exit(t, 12);
        }));
        byte[] wide = program(shifted, "wide", new Program().step(t -> {
            seen.put("wide ignored", t.process.actions[Sys.SIGUSR1 + SHIFT].handler);
            seen.put("wide blocked", t.blocked.has(Sys.SIGUSR2 + SHIFT) ? 1L : 0L);
            seen.put("wide size", t.memory().size());
            return 0;
        }).step(exec(last)));
        SignalMask mask = new SignalMask();
        mask.add(Sys.SIGUSR2);
        byte[] first = program(plain, "first", new Program()
                .step(t -> SignalCalls.sigaction(t, Sys.SIGUSR1, new SigAction(SigAction.IGNORE, 0, new SignalMask(), 0), null))
                .step(t -> SignalCalls.sigprocmask(t, 0, mask, null))
                .step(exec(wide)));
        assertEquals(12 << 8, run(first));
        assertEquals(
                Map.of("wide ignored", 1L, "wide blocked", 1L, "wide size", 1L << 40, "ignored", 1L, "blocked", 1L, "size", 1L << 32),
                seen);
    }

    @Test
    void signalsAndStatusesHaveTheReceiversNumbers() {
        byte[] child = program(shifted, "child", new Program()
                .step(t -> SignalCalls.kill(t, t.process.parentPid(), Sys.SIGUSR1 + SHIFT))
                .step(t -> SignalCalls.kill(t, t.process.pid, Sys.SIGTERM + SHIFT)));
        WaitResult r = new WaitResult();
        Program p = new Program();
        p.step(t -> SignalCalls.sigaction(
                t, Sys.SIGUSR1, new SigAction(TestPersonality.HANDLER, SigAction.RESTART, new SignalMask(), 0), null));
        p.onSignal(t -> {
            seen.put("signal", (long) TestPersonality.of(t).signal);
            return 0;
        });
        p.step(ProcessFork::fork).step(t -> Program.result(t) == 0 ? exec(child).run(t) : 0);
        p.step(t -> ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED, r)).step(t -> ProcessExit.exit(t, r.status));
        assertEquals(Sys.SIGTERM << 8, run(program(plain, "parent", p)));
        assertEquals(Sys.SIGTERM, r.word & 0x7f);
        assertEquals(SigInfo.CLD_KILLED, r.code);
        assertEquals(Map.of("signal", (long) Sys.SIGUSR1), seen);
    }

    @Test
    void endOfTheFirstProcessIsTheHostsSignal() {
        byte[] dies = program(shifted, "dies", new Program().step(t -> SignalCalls.kill(t, t.process.pid, Sys.SIGTERM + SHIFT)));
        assertEquals(Sys.SIGTERM, run(dies));
    }
}
