package heliotrope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signals of guests, seen from programs. */
@Timeout(30)
class SignalsTest {
    private static final long DATA = TestPersonality.DATA;

    @TempDir
    Path folder;

    private Guests guests;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() {
        guests = new Guests(folder);
    }

    @AfterEach
    void close() {
        guests.close();
    }

    private static SignalMask mask(int... signals) {
        SignalMask m = new SignalMask();
        for (int s : signals) {
            m.add(s);
        }
        return m;
    }

    private static Program.Step action(int signal, long handler, int flags, int... blocked) {
        return t -> SignalCalls.sigaction(t, signal, new SigAction(handler, flags, mask(blocked), 0), null);
    }

    private static Program.Step self(int signal) {
        return t -> SignalCalls.kill(t, t.process.pid, signal);
    }

    private Program.Step note(Program.Step s) {
        return t -> {
            long result = s.run(t);
            if (result != Kernel.RESTART && result != Kernel.RESTART_NO_HANDLER) {
                log.add(Long.toString(result));
            }
            return result;
        };
    }

    private Program.Step noteResult() {
        return t -> {
            log.add("result " + Program.result(t));
            return 0;
        };
    }

    private Program handled() {
        return new Program().onSignal(t -> {
            log.add("signal " + TestPersonality.of(t).signal);
            return 0;
        });
    }

    @Test
    void defaultActionsEndTheProcess() {
        assertEquals(Sys.SIGTERM, guests.run(new Program().step(self(Sys.SIGTERM))));
        guests = new Guests(folder);
        assertEquals(Sys.SIGKILL, guests.run(new Program().step(action(Sys.SIGKILL, 1, 0)).step(self(Sys.SIGKILL))));
        guests = new Guests(folder);
        assertEquals(0, guests.run(new Program().step(self(Sys.SIGCHLD)).step(self(Sys.SIGCONT)).step(self(0))));
    }

    @Test
    void crashesAreReported() {
        guests.config.crashReporter = (t, signal, info) -> log.add("crash " + signal + " " + info.address);
        Program p = new Program()
                .step(t -> {
                    t.state.put64(SyscallFrontend.REGISTER, 0x1234);
                    return 0;
                })
                .instruction(SyscallFrontend.STORE);
        assertEquals(Sys.SIGSEGV, guests.run(p));
        assertEquals(List.of("crash 11 " + 0x1234), log);
    }

    @Test
    void stackGrowsUnderGuestStores() {
        Program p = new Program()
                .step(t -> {
                    t.state.put64(SyscallFrontend.REGISTER, TestPersonality.STACK - 0x80000);
                    return 0;
                })
                .instruction(SyscallFrontend.STORE)
                .step(note(t -> t.memory().u32(TestPersonality.STACK - 0x80000)));
        assertEquals(0, guests.run(p));
        assertEquals(List.of("7"), log);
    }

    @Test
    void blockedOrIgnoredFaultsKill() {
        Program p = new Program()
                .step(action(Sys.SIGSEGV, SigAction.IGNORE, 0))
                .step(t -> {
                    t.state.put64(SyscallFrontend.REGISTER, 0x1234);
                    return 0;
                })
                .instruction(SyscallFrontend.STORE);
        assertEquals(Sys.SIGSEGV, guests.run(p));
    }

    @Test
    void handlersRunAndReturn() {
        Program p = handled()
                .step(action(Sys.SIGUSR1, TestPersonality.HANDLER, 0))
                .step(self(Sys.SIGUSR1))
                .step(noteResult())
                .step(action(Sys.SIGUSR1, TestPersonality.HANDLER, SigAction.RESETHAND))
                .step(self(Sys.SIGUSR1))
                .step(self(Sys.SIGUSR1));
        assertEquals(Sys.SIGUSR1, guests.run(p));
        assertEquals(List.of("signal 10", "result 0", "signal 10"), log);
    }

    @Test
    void blockedSignalsWait() {
        SignalMask pending = new SignalMask();
        Program p = handled()
                .step(action(Sys.SIGUSR1, TestPersonality.HANDLER, 0))
                .step(action(35, TestPersonality.HANDLER, 0))
                .step(t -> SignalCalls.sigprocmask(t, 0, mask(Sys.SIGUSR1, 35, Sys.SIGKILL), null))
                .step(self(Sys.SIGUSR1))
                .step(self(Sys.SIGUSR1))
                .step(self(35))
                .step(self(35))
                .step(t -> SignalCalls.sigpending(t, pending))
                .step(t -> {
                    log.add("pending " + pending.has(Sys.SIGUSR1) + pending.has(35) + t.blocked.has(Sys.SIGKILL));
                    return 0;
                })
                .step(t -> SignalCalls.sigprocmask(t, 1, mask(Sys.SIGUSR1, 35), null));
        assertEquals(0, guests.run(p));
        assertEquals(4, log.size(), log.toString());
        assertEquals("pending truetruefalse", log.get(0));
        assertEquals(1, Collections.frequency(log, "signal 10"));
        assertEquals(2, Collections.frequency(log, "signal 35"));
    }

    @Test
    void handlersMaskSignals() {
        Program p = new Program()
                .onSignal(t -> {
                    int signal = TestPersonality.of(t).signal;
                    log.add("in " + signal + " " + t.blocked.has(Sys.SIGUSR1) + t.blocked.has(Sys.SIGUSR2));
                    if (signal == Sys.SIGUSR1) {
                        SignalCalls.kill(t, t.process.pid, Sys.SIGUSR2);
                    }
                    return 0;
                })
                .step(action(Sys.SIGUSR1, TestPersonality.HANDLER, 0, Sys.SIGUSR2))
                .step(action(Sys.SIGUSR2, TestPersonality.HANDLER, SigAction.NODEFER))
                .step(self(Sys.SIGUSR1))
                .step(note(t -> t.blocked.isEmpty() ? 1 : 0));
        assertEquals(0, guests.run(p));
        assertEquals(List.of("in 10 truetrue", "in 12 falsefalse", "1"), log);
    }

    /** A child that sends the parent a signal after a while, then writes into the pipe 3, 4. */
    private static Program disturbed(Program p, int signal) {
        return p.step(t -> FileCalls.pipe(t, 0)).step(ProcessFork::fork).step(t -> {
            if (Program.result(t) != 0) {
                return 0;
            }
            long parent = t.process.parentPid();
            TimeCalls.sleep(t, 100_000_000, null);
            SignalCalls.kill(t, (int) parent, signal);
            TimeCalls.sleep(t, 100_000_000, null);
            FileCalls.write(t, 4, DATA, 1);
            return ProcessExit.exit(t, 0);
        });
    }

    private List<String> readDisturbedBy(int signal, long handler, int flags) {
        Program p = handled().step(action(signal, handler, flags));
        disturbed(p, signal).step(t -> FileCalls.read(t, 3, DATA, 1)).step(noteResult());
        assertEquals(0, guests.run(p));
        return log;
    }

    @Test
    void callsAreInterrupted() {
        assertEquals(
                List.of("signal 10", "result " + -Errno.EINTR), readDisturbedBy(Sys.SIGUSR1, TestPersonality.HANDLER, 0));
    }

    /** A host call that ends with EINTR for no reason of the guest's leaves no restart behind for a later signal. */
    @Test
    void onlyTheCallThatTheSignalEndedIsRestarted() {
        int[] calls = {0};
        Program p = handled()
                .step(action(Sys.SIGUSR1, TestPersonality.HANDLER, 0))
                .step(t -> calls[0]++ == 0 ? Kernel.RESTART : 7)
                .step(t -> {
                    long result = Program.result(t);
                    SignalCalls.kill(t, t.process.pid, Sys.SIGUSR1);
                    return result;
                })
                .step(noteResult());
        assertEquals(0, guests.run(p));
        assertEquals(List.of("signal 10", "result 7"), log);
    }

    @Test
    void callsAreRestarted() {
        assertEquals(
                List.of("signal 10", "result 1"),
                readDisturbedBy(Sys.SIGUSR1, TestPersonality.HANDLER, SigAction.RESTART));
    }

    @Test
    void ignoredSignalsDoNotDisturb() {
        assertEquals(List.of("result 1"), readDisturbedBy(Sys.SIGUSR1, SigAction.IGNORE, 0));
    }

    @Test
    void spinningGuestsAreInterrupted() {
        Program p = handled().step(action(Sys.SIGUSR1, TestPersonality.HANDLER, 0)).onSignal(t -> ProcessExit.exit(t, 5));
        disturbed(p, Sys.SIGUSR1).instruction(SyscallFrontend.SPIN);
        assertEquals(5 << 8, guests.run(p));
    }

    @Test
    void sigsuspendRestoresTheMask() {
        Program p = handled()
                .step(action(Sys.SIGUSR1, TestPersonality.HANDLER, 0))
                .step(t -> SignalCalls.sigprocmask(t, 2, mask(Sys.SIGUSR1), null))
                .step(self(Sys.SIGUSR1))
                .step(t -> SignalCalls.sigsuspend(t, mask(Sys.SIGUSR2)))
                .step(noteResult())
                .step(note(t -> (t.blocked.has(Sys.SIGUSR1) ? 1 : 0) + (t.blocked.has(Sys.SIGUSR2) ? 2 : 0)));
        assertEquals(0, guests.run(p));
        assertEquals(List.of("signal 10", "result " + -Errno.EINTR, "1"), log);
    }

    @Test
    void sigtimedwaitTakesSignals() {
        SigInfo info = new SigInfo();
        Program p = new Program()
                .step(t -> SignalCalls.sigprocmask(t, 2, mask(Sys.SIGUSR1, 36), null))
                .step(t -> SignalCalls.sigqueue(t, t.process.pid, 36, SigInfo.SI_QUEUE, 0x123456789L))
                .step(note(t -> SignalCalls.sigtimedwait(t, mask(36), -1, info)))
                .step(note(t -> info.value))
                .step(note(t -> SignalCalls.sigtimedwait(t, mask(36), 1_000_000, null)))
                .step(self(Sys.SIGUSR1))
                .step(note(t -> SignalCalls.sigtimedwait(t, mask(36, Sys.SIGUSR1), 0, info)))
                .step(note(t -> info.pid - t.process.pid));
        assertEquals(0, guests.run(p));
        assertEquals(List.of("36", Long.toString(0x123456789L), "-11", "10", "0"), log);
    }

    @Test
    void childrenAnnounceTheirEnd() {
        Program p = handled()
                .step(action(Sys.SIGCHLD, TestPersonality.HANDLER, SigAction.RESTART))
                .step(ProcessFork::fork)
                .step(t -> Program.result(t) == 0
                        ? ProcessExit.exit(t, 1)
                        : ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED, new WaitResult()))
                .step(action(Sys.SIGCHLD, SigAction.IGNORE, 0))
                .step(ProcessFork::fork)
                .step(note(t -> Program.result(t) == 0
                        ? ProcessExit.exit(t, 1)
                        : ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED, new WaitResult())));
        assertEquals(0, guests.run(p));
        log.remove(Long.toString(Kernel.NO_RESULT));
        assertEquals(List.of("signal 17", Integer.toString(-Errno.ECHILD)), log);
    }

    @Test
    void stoppedProcessesAreReportedAndContinued() {
        WaitResult w = new WaitResult();
        long[] child = new long[1];
        Program p = new Program()
                .step(ProcessFork::fork)
                .step(t -> {
                    if (Program.result(t) == 0) {
                        return Program.jump(t, 9);
                    }
                    child[0] = Program.result(t);
                    return 0;
                })
                .step(note(t -> ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED | Sys.WSTOPPED, w) - child[0]))
                .step(note(t -> w.code * 100 + w.status))
                .step(t -> SignalCalls.kill(t, (int) child[0], Sys.SIGCONT))
                .step(note(t -> ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WCONTINUED, w) - child[0]))
                .step(t -> ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED, w))
                .step(note(t -> w.status))
                .step(t -> ProcessExit.exit(t, 0))
                .step(self(Sys.SIGSTOP))
                .step(t -> TimeCalls.sleep(t, 50_000_000, null))
                .step(t -> ProcessExit.exit(t, 8));
        assertEquals(0, guests.run(p));
        assertEquals(List.of("0", Integer.toString(SigInfo.CLD_STOPPED * 100 + Sys.SIGSTOP), "0", "8"), log);
    }

    @Test
    void stoppedProcessesCanBeKilled() {
        WaitResult w = new WaitResult();
        Program p = new Program()
                .step(ProcessFork::fork)
                .step(t -> Program.result(t) == 0
                        ? SignalCalls.kill(t, t.process.pid, Sys.SIGSTOP)
                        : ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WSTOPPED, w))
                .step(t -> SignalCalls.kill(t, w.pid, Sys.SIGKILL))
                .step(t -> ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED, w))
                .step(note(t -> w.status));
        assertEquals(0, guests.run(p));
        assertEquals(List.of("9"), log);
    }

    @Test
    void timersTick() {
        Program p = handled()
                .step(action(Sys.SIGALRM, TestPersonality.HANDLER, SigAction.RESTART))
                .step(t -> {
                    Itimer value = new Itimer();
                    value.valueMicros = 20_000;
                    value.intervalMicros = 20_000;
                    return TimeCalls.setitimer(t, Itimer.REAL, value, null);
                })
                .step(SignalCalls::pause)
                .step(SignalCalls::pause)
                .step(SignalCalls::pause)
                .step(noteResult())
                .step(t -> TimeCalls.setitimer(t, Itimer.REAL, new Itimer(), null))
                .step(note(t -> TimeCalls.alarm(t, 100)))
                .step(note(t -> TimeCalls.alarm(t, 0)));
        assertEquals(0, guests.run(p));
        assertEquals(List.of("signal 14", "signal 14", "signal 14", "result -4", "0", "100"), log);
    }

    @Test
    void cpuTimersCountCpuTime() {
        Program p = new Program()
                .onSignal(t -> ProcessExit.exit(t, TestPersonality.of(t).signal))
                .step(action(Sys.SIGPROF, TestPersonality.HANDLER, 0))
                .step(t -> {
                    Itimer value = new Itimer();
                    value.valueMicros = 30_000;
                    return TimeCalls.setitimer(t, Itimer.PROF, value, null);
                })
                .instruction(SyscallFrontend.SPIN);
        assertEquals(Sys.SIGPROF << 8, guests.run(p));
    }

    @Test
    void groupsAreSignalled() {
        WaitResult w = new WaitResult();
        Program p = new Program()
                .step(ProcessFork::fork)
                .step(t -> {
                    if (Program.result(t) == 0) {
                        return SignalCalls.pause(t);
                    }
                    ProcessGroups.setpgid(t, (int) Program.result(t), 0);
                    log.add("" + SignalCalls.kill(t, -(int) Program.result(t), Sys.SIGHUP));
                    return 0;
                })
                .step(t -> ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED, w))
                .step(note(t -> w.status))
                .step(note(t -> SignalCalls.kill(t, t.process.pid, 200)))
                .step(note(t -> SignalCalls.kill(t, -1, 0)))
                .step(note(t -> SignalCalls.kill(t, 0x7ffffff0, 0)));
        assertEquals(0, guests.run(p));
        assertEquals(List.of("0", "1", "-22", "-3", "-3"), log);
    }

    @Test
    void hostSignalsReachTheFirstProcess() {
        Program p = handled()
                .step(action(Sys.SIGTERM, TestPersonality.HANDLER, 0))
                .step(t -> {
                    guests.kernel.hostSignal(Sys.SIGTERM);
                    return 0;
                });
        assertEquals(0, guests.run(p));
        assertEquals(List.of("signal 15"), log);
        assertTrue(guests.kernel.awaitOthers(1000));
    }

    @Test
    void errorsOfOurOwnAreEio() {
        Program p = new Program()
                .step(t -> {
                    guests.personality.explode = true;
                    return 0;
                })
                .step(t -> 0)
                .step(noteResult());
        assertEquals(0, guests.run(p));
        assertEquals(List.of("result " + -Errno.EIO), log);
    }
}
