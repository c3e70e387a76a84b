package heliotrope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many processes that send each other signals, stop and continue each other, fork, wait, and read from one pipe. */
@Timeout(60)
class StressTest {
    private static final int CHILDREN = 6;
    private static final int ROUNDS = 600;

    @TempDir
    Path folder;

    private final AtomicInteger handled = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();

    private static void signalSomebody(GuestThread t, SplittableRandom random) {
        Process[] all = t.kernel.processes();
        Process to = all[random.nextInt(all.length)];
        if (to != t.kernel.first && to != t.process) {
            int signal = switch (random.nextInt(4)) {
                case 0 -> Sys.SIGSTOP;
                case 1 -> Sys.SIGCONT;
                default -> Sys.SIGUSR1;
            };
            SignalCalls.kill(t, to.pid, signal);
            SignalCalls.kill(t, to.pid, Sys.SIGCONT);
        }
    }

    @Test
    void nothingIsLostOrStuck() {
        try (Guests guests = new Guests(folder)) {
            Program p = new Program().onSignal(t -> handled.incrementAndGet());
            p.step(t -> SignalCalls.sigaction(
                            t, Sys.SIGUSR1, new SigAction(TestPersonality.HANDLER, SigAction.RESTART, new SignalMask(), 0), null))
                    .step(t -> FileCalls.pipe(t, 0));
            // 2: the parent makes children, which go on at 6; then it reads until all have ended.
            p.step(ProcessFork::fork)
                    .step(t -> {
                        if (Program.result(t) == 0) {
                            return Program.jump(t, 6);
                        }
                        int n = (int) t.memory().u32(TestPersonality.DATA) + 1;
                        t.memory().put32(TestPersonality.DATA, n);
                        if (n < CHILDREN) {
                            return Program.jump(t, 2);
                        }
                        return FileCalls.close(t, 4);
                    })
                    .step(t -> {
                        long n = FileCalls.read(t, 3, TestPersonality.DATA + 64, 100);
                        if (n > 0) {
                            read.addAndGet((int) n);
                        }
                        return n > 0 ? Program.jump(t, 4) : n;
                    })
                    .step(t -> {
                        long pid = ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED, new WaitResult());
                        return pid == -Errno.ECHILD ? ProcessExit.exit(t, 0) : pid > 0 ? Program.jump(t, 5) : pid;
                    });
            // 6: a round of a child
            p.step(t -> {
                        SplittableRandom random = new SplittableRandom(t.process.pid * 1000L + t.memory().u32(TestPersonality.DATA));
                        signalSomebody(t, random);
                        return 0;
                    })
                    .step(t -> {
                        long n = FileCalls.write(t, 4, TestPersonality.DATA, 1);
                        if (n == 1) {
                            written.incrementAndGet();
                        }
                        return n;
                    })
                    .step(t -> t.memory().u32(TestPersonality.DATA) % 10 == 0 ? ProcessFork.fork(t) : 1)
                    .step(t -> Program.result(t) == 0 ? ProcessExit.exit(t, 0) : 0)
                    .step(t -> t.memory().u32(TestPersonality.DATA) % 10 == 0
                            ? ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED, new WaitResult())
                            : 0)
                    .step(t -> {
                        int n = (int) t.memory().u32(TestPersonality.DATA) + 1;
                        t.memory().put32(TestPersonality.DATA, n);
                        return n < ROUNDS ? Program.jump(t, 6) : ProcessExit.exit(t, 0);
                    });
            assertEquals(0, guests.run(p));
            assertEquals(written.get(), read.get());
            assertTrue(handled.get() > 0);
            assertEquals(1, guests.kernel.processes().length);
        }
    }
}
