package heliotrope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads of one process, what happens to all of them, vfork, futexes. */
@Timeout(30)
class ThreadsTest {
    private static final long DATA = TestPersonality.DATA;
    private static final long TID = DATA + 0x100, WORD = DATA + 0x200, FLAG = DATA + 0x300;
    private static final int THREAD = CloneArguments.VM | CloneArguments.FS | CloneArguments.FILES | CloneArguments.SIGHAND
            | CloneArguments.THREAD | CloneArguments.SYSVSEM;
    private static final int WITH_IDS = THREAD | CloneArguments.PARENT_SETTID | CloneArguments.CHILD_CLEARTID;

    @TempDir
    Path folder;

    private Guests guests;
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final CountDownLatch childIsUp = new CountDownLatch(1);

    @BeforeEach
    void open() {
        guests = new Guests(folder);
    }

    @AfterEach
    void close() {
        guests.close();
    }

    private static Program.Step cloning(int flags) {
        return t -> ProcessThreads.clone(t, new CloneArguments(flags, 0, 0, 0, TID, TID));
    }

    /** The new thread runs {@code child} (again while it asks for that), then {@code after}; the caller goes on behind both. */
    private static Program thread(Program p, int flags, Program.Step child, Program.Step after) {
        p.step(cloning(flags));
        int next = p.steps.size() + 3;
        return p.step(t -> Program.result(t) == 0 ? 0 : Program.jump(t, next)).step(child).step(after);
    }

    private static Program thread(Program p, Program.Step child) {
        return thread(p, WITH_IDS, child, t -> ProcessThreads.exit(t, 0));
    }

    private Program.Step see(String name, Program.Step s) {
        return t -> {
            long result = s.run(t);
            if (result != Kernel.RESTART && result != Kernel.RESTART_NO_HANDLER) {
                seen.put(name, result);
            }
            return result;
        };
    }

    private long saw(String name) {
        Long value = seen.get(name);
        assertTrue(value != null, () -> name + " not seen: " + seen);
        return value == null ? 0 : value;
    }

    private static Program.Step exit(int status) {
        return t -> ProcessExit.exit(t, status);
    }

    /** As pthread_join: until the word with the thread's id is 0. */
    private static long join(GuestThread t) {
        int id = t.memory().s32(TID);
        if (id == 0) {
            return 0;
        }
        FutexCalls.futex(t, TID, FutexCalls.WAIT, id, FutexCalls.FOREVER, 0, 0, 0);
        return Kernel.RESTART;
    }

    private static Program.Step await(CountDownLatch latch) {
        return t -> latch.await(20, TimeUnit.SECONDS) ? 0 : -1;
    }

    private Program.Step up(Program.Step blocking) {
        return t -> {
            childIsUp.countDown();
            return blocking.run(t);
        };
    }

    @Test
    void threadSharesEverythingAndIsJoined() {
        Program p = new Program();
        thread(p, t -> {
            t.memory().put32(DATA, 77);
            seen.put("pid", (long) t.process.pid);
            seen.put("id", (long) t.id());
            seen.put("cleared", (long) t.memory().s32(TID));
            return 0;
        });
        p.step(ThreadsTest::join).step(see("data", t -> t.memory().s32(DATA))).step(see("own", t -> t.id())).step(exit(3));
        assertEquals(3 << 8, guests.run(p));
        assertEquals(77, saw("data"));
        assertEquals(saw("own"), saw("pid"));
        assertNotEquals(saw("own"), saw("id"));
        assertEquals(saw("id"), saw("cleared"), "the id is there before the thread runs");
    }

    @Test
    void lastThreadOutEndsTheProcessWithTheLeadersStatus() {
        Program p = new Program();
        thread(p, WITH_IDS, await(childIsUp), t -> ProcessThreads.exit(t, 9));
        p.step(t -> {
            childIsUp.countDown();
            return ProcessThreads.exit(t, 5);
        });
        assertEquals(5 << 8, guests.run(p));
    }

    private void endsWhileBlockedIn(Program.Step blocking) {
        Program p = new Program();
        thread(p, WITH_IDS, up(blocking), exit(1));
        p.step(await(childIsUp)).step(t -> TimeCalls.sleep(t, 20_000_000, null)).step(exit(6));
        assertEquals(6 << 8, guests.run(p));
    }

    @Test
    void exitEndsThreadsThatWaitForMemory() {
        endsWhileBlockedIn(t -> FutexCalls.futex(t, WORD, FutexCalls.WAIT, 0, FutexCalls.FOREVER, 0, 0, 0));
    }

    @Test
    void exitEndsThreadsThatWaitForSignals() {
        endsWhileBlockedIn(SignalCalls::pause);
    }

    @Test
    void exitEndsThreadsThatWaitForChildren() {
        Program p = new Program();
        p.step(ProcessFork::fork).step(t -> Program.jump(t, Program.result(t) == 0 ? 2 : 4));
        p.step(t -> TimeCalls.sleep(t, 300_000_000, null)).step(exit(0));
        thread(p, WITH_IDS, up(this::waitAll), exit(1));
        p.step(await(childIsUp)).step(t -> TimeCalls.sleep(t, 20_000_000, null)).step(exit(6));
        assertEquals(6 << 8, guests.run(p));
    }

    @Test
    void exitEndsThreadsThatSleep() {
        endsWhileBlockedIn(t -> TimeCalls.sleep(t, 100_000_000_000L, null));
    }

    @Test
    void exitEndsThreadsThatRun() {
        Program p = new Program();
        p.step(cloning(WITH_IDS)).step(t -> Program.jump(t, Program.result(t) == 0 ? 2 : 3)).instruction(SyscallFrontend.SPIN);
        p.step(t -> TimeCalls.sleep(t, 20_000_000, null)).step(exit(8));
        assertEquals(8 << 8, guests.run(p));
    }

    @Test
    void execByAThreadEndsTheOthers() {
        guests.program("next", new Program().step(t -> {
            seen.put("id", (long) t.id());
            seen.put("pid", (long) t.process.pid);
            seen.put("threads", (long) t.process.threads.size());
            return ProcessExit.exit(t, 11);
        }));
        byte[] next = Guests.bytes(folder.resolve("next"));
        Program p = new Program();
        thread(p, WITH_IDS, t -> ProcessExec.exec(t, next, new byte[][] {next}, new byte[0][]), exit(1));
        p.step(SignalCalls::pause);
        assertEquals(11 << 8, guests.run(p));
        assertEquals(saw("pid"), saw("id"));
        assertEquals(1, saw("threads"));
    }

    @Test
    void forkCopiesOnlyTheCaller() {
        Program p = new Program();
        thread(p, WITH_IDS, t -> FutexCalls.futex(t, WORD, FutexCalls.WAIT, 0, FutexCalls.FOREVER, 0, 0, 0), exit(1));
        p.step(ProcessFork::fork).step(t -> Program.result(t) == 0
                ? ProcessExit.exit(t, t.process.threads.size())
                : waitAll(t));
        p.step(exit(0));
        assertEquals(0, guests.run(p));
        assertEquals(1 << 8, saw("status"));
    }

    private long waitAll(GuestThread t) {
        WaitResult r = new WaitResult();
        long result = ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED, r);
        seen.put("status", (long) r.word);
        return result;
    }

    @Test
    void forksOfSeveralThreadsAtOnce() {
        Program p = new Program();
        for (int i = 0; i < 3; i++) {
            thread(p, THREAD, t -> {
                for (int n = 0; n < 10; n++) {
                    if (ProcessFork.fork(t) < 0) {
                        return ProcessExit.exit(t, 1);
                    }
                }
                return 0;
            }, t -> t.process == guests.kernel.first ? ProcessThreads.exit(t, 0) : ProcessExit.exit(t, 0));
        }
        p.step(t -> {
            long result = waitAll(t);
            return result >= 0 || t.process.threads.size() > 1 ? Kernel.RESTART : result;
        });
        p.step(exit(4));
        assertEquals(4 << 8, guests.run(p));
    }

    // ---- signals ----

    private static SignalMask mask(int signal) {
        SignalMask m = new SignalMask();
        m.add(signal);
        return m;
    }

    private static Program.Step handling(int signal, int flags) {
        return t -> SignalCalls.sigaction(t, signal, new SigAction(TestPersonality.HANDLER, flags, new SignalMask(), 0), null);
    }

    @Test
    void signalForAThreadRunsItsHandlerThere() {
        Program p = new Program();
        p.step(handling(Sys.SIGUSR1, 0));
        p.onSignal(see("handled by", t -> t.id()));
        thread(p, up(SignalCalls::pause));
        p.step(await(childIsUp));
        p.step(t -> SignalCalls.tgkill(t, t.process.pid, t.memory().s32(TID), Sys.SIGUSR1));
        p.step(see("id", t -> t.memory().s32(TID)));
        p.step(ThreadsTest::join).step(exit(0));
        assertEquals(0, guests.run(p));
        // Its id may have been cleared before it was read again; then the handler's thread is still not the first one.
        assertNotEquals(guests.kernel.first == null ? 0 : (long) guests.kernel.first.pid, saw("handled by"));
    }

    @Test
    void signalForTheProcessGoesToAThreadThatTakesIt() {
        Program p = new Program();
        p.step(handling(Sys.SIGUSR1, 0));
        p.onSignal(see("handled by", t -> t.id()));
        thread(p, up(SignalCalls::pause));
        p.step(await(childIsUp));
        p.step(t -> SignalCalls.sigprocmask(t, 0, mask(Sys.SIGUSR1), null));
        p.step(t -> SignalCalls.kill(t, t.process.pid, Sys.SIGUSR1));
        p.step(ThreadsTest::join).step(exit(0));
        assertEquals(0, guests.run(p));
        assertNotEquals(guests.kernel.first == null ? 0 : (long) guests.kernel.first.pid, saw("handled by"));
    }

    @Test
    void sigtimedwaitOfAThreadTakesASignalThatAllBlock() {
        Program p = new Program();
        p.step(t -> SignalCalls.sigprocmask(t, 0, mask(Sys.SIGUSR1), null));
        thread(p, up(see("got", t -> SignalCalls.sigtimedwait(t, mask(Sys.SIGUSR1), -1, null))));
        p.step(await(childIsUp));
        p.step(t -> SignalCalls.kill(t, t.process.pid, Sys.SIGUSR1));
        p.step(ThreadsTest::join).step(exit(0));
        assertEquals(0, guests.run(p));
        assertEquals(Sys.SIGUSR1, saw("got"));
    }

    @Test
    void tgkillKnowsWhoIsThere() {
        Program p = new Program();
        p.step(see("none", t -> SignalCalls.tgkill(t, t.process.pid, 0x3fffffff, 0)));
        p.step(see("other process", t -> SignalCalls.tgkill(t, 1, t.id(), 0)));
        p.step(see("bad", t -> SignalCalls.tgkill(t, t.process.pid, -1, 0)));
        p.step(see("self", t -> SignalCalls.tgkill(t, -1, t.id(), 0)));
        p.step(exit(0));
        assertEquals(0, guests.run(p));
        assertEquals(-Errno.ESRCH, saw("none"));
        assertEquals(-Errno.ESRCH, saw("other process"));
        assertEquals(-Errno.EINVAL, saw("bad"));
        assertEquals(0, saw("self"));
    }

    @Test
    void fatalSignalOfAThreadEndsTheProcess() {
        Program p = new Program();
        thread(p, t -> {
            t.state.put64(SyscallFrontend.REGISTER, 4);
            return Program.jump(t, 5);
        });
        assertEquals(4, p.steps.size());
        p.step(SignalCalls::pause).instruction(SyscallFrontend.STORE);
        assertEquals(Sys.SIGSEGV, guests.run(p));
    }

    @Test
    void stopAndContinueConcernAllThreads() {
        Program p = new Program();
        p.step(ProcessFork::fork);
        p.step(t -> Program.jump(t, Program.result(t) == 0 ? 2 : 7));
        // The child: a thread that sleeps for a while and then ends the process.
        p.step(cloning(WITH_IDS)).step(t -> Program.jump(t, Program.result(t) == 0 ? 4 : 6));
        p.step(t -> {
            childIsUp.countDown();
            return TimeCalls.sleep(t, 100_000_000, null);
        }).step(exit(21));
        p.step(SignalCalls::pause);
        // The parent.
        p.step(t -> {
            t.memory().put32(DATA, (int) Program.result(t));
            return 0;
        });
        p.step(await(childIsUp)).step(t -> SignalCalls.kill(t, t.memory().s32(DATA), Sys.SIGSTOP));
        WaitResult r = new WaitResult();
        p.step(see("stopped", t -> ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WSTOPPED, r)));
        p.step(t -> TimeCalls.sleep(t, 200_000_000, null));
        p.step(see("still there", t -> ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED | Sys.WNOHANG, r)));
        p.step(t -> SignalCalls.kill(t, t.memory().s32(DATA), Sys.SIGCONT)).step(this::waitAll).step(exit(0));
        assertEquals(0, guests.run(p));
        assertTrue(saw("stopped") > 0);
        assertEquals(0, saw("still there"));
        assertEquals(21 << 8, saw("status"));
    }

    // ---- vfork ----

    private static final int VFORK = CloneArguments.VM | CloneArguments.VFORK;

    private static Program.Step vfork() {
        return t -> ProcessThreads.clone(t, CloneArguments.vfork(Sys.SIGCHLD));
    }

    @Test
    void vforkedChildUsesTheCallersMemory() {
        assertEquals(VFORK, CloneArguments.vfork(0).flags);
        Program p = new Program();
        p.step(vfork()).step(t -> {
            if (Program.result(t) != 0) {
                return t.memory().s32(DATA);
            }
            TimeUnit.MILLISECONDS.sleep(50);
            t.memory().put32(DATA, 1234);
            return ProcessExit.exit(t, 2);
        });
        p.step(see("data", Program::result)).step(this::waitAll).step(t -> ProcessExit.exit(t, t.memory().s32(DATA) & 0xff));
        assertEquals((1234 & 0xff) << 8, guests.run(p));
        assertEquals(1234, saw("data"), "the caller waited");
        assertEquals(2 << 8, saw("status"));
    }

    @Test
    void vforkedChildExecutesAProgram() {
        guests.program("next", new Program().step(t -> {
            t.memory().put32(DATA, 99);
            return ProcessExit.exit(t, 7);
        }));
        byte[] next = Guests.bytes(folder.resolve("next"));
        byte[] none = Guests.bytes(folder.resolve("none"));
        Program p = new Program();
        p.step(vfork()).step(t -> {
            if (Program.result(t) != 0) {
                return Program.result(t);
            }
            // As posix_spawn does: the error of a failed exec is told through memory.
            t.memory().put32(DATA, (int) ProcessExec.exec(t, none, new byte[][] {none}, new byte[0][]));
            return ProcessExec.exec(t, next, new byte[][] {next}, new byte[0][]);
        });
        p.step(see("error", t -> t.memory().s32(DATA))).step(this::waitAll);
        p.step(see("data", t -> t.memory().s32(DATA))).step(exit(0));
        assertEquals(0, guests.run(p));
        assertEquals(-Errno.ENOENT, saw("error"));
        assertEquals(-Errno.ENOENT, saw("data"), "the program has memory of its own");
        assertEquals(7 << 8, saw("status"));
    }

    // ---- futexes ----

    @Test
    void futexTimesOutAndComparesInTheGuestsOrder() {
        Program p = new Program();
        p.step(t -> {
            t.memory().put32(WORD, 0x01020304);
            return 0;
        });
        p.step(see("differs", t -> FutexCalls.futex(t, WORD, FutexCalls.WAIT, 1, FutexCalls.FOREVER, 0, 0, 0)));
        p.step(see("late", t -> FutexCalls.futex(t, WORD, FutexCalls.WAIT, 0x01020304, 1_000_000, 0, 0, 0)));
        p.step(see("odd", t -> FutexCalls.futex(t, WORD + 1, FutexCalls.WAIT, 0, 1_000_000, 0, 0, 0)));
        p.step(see("pi", t -> FutexCalls.futex(t, WORD, FutexCalls.LOCK_PI, 0, 1_000_000, 0, 0, 0)));
        p.step(see("fault", t -> FutexCalls.futex(t, 0x70000000, FutexCalls.WAIT, 0, 1_000_000, 0, 0, 0)));
        // Adds 5 to FLAG and compares the old value with 0.
        p.step(see("op", t -> FutexCalls.futex(t, WORD, FutexCalls.WAKE_OP, 1, 0, 1, FLAG, 0x10005000)));
        p.step(see("flag", t -> t.memory().s32(FLAG)));
        p.step(exit(0));
        assertEquals(0, guests.run(p));
        assertEquals(-Errno.EAGAIN, saw("differs"));
        assertEquals(-Errno.ETIMEDOUT, saw("late"));
        assertEquals(-Errno.EINVAL, saw("odd"));
        assertEquals(-Errno.ENOSYS, saw("pi"));
        assertEquals(-Errno.EFAULT, saw("fault"));
        assertEquals(0, saw("op"));
        assertEquals(5, saw("flag"));
    }

    @Test
    void lockOfADeadThreadIsMarked() {
        long head = DATA + 0x400;
        long entry = DATA + 0x500;
        Program p = new Program();
        thread(p, t -> {
            AddressSpace m = t.memory();
            m.put32(head, (int) entry);
            m.put32(head + 4, -16); // the word lies before the entry
            m.put32(head + 8, 0);
            m.put32(entry, (int) head);
            m.put32(entry - 16, t.id() | 0x80000000);
            return RobustList.set(t, head, 12, false);
        });
        p.step(ThreadsTest::join).step(see("word", t -> t.memory().u32(entry - 16))).step(exit(0));
        assertEquals(0, guests.run(p));
        assertEquals(0xc0000000L, saw("word"));
    }

    // ---- timers ----

    @Test
    void timerTellsAThreadAndCountsWhatItMissed() {
        int signal = 40;
        Program p = new Program();
        p.step(t -> SignalCalls.sigprocmask(t, 0, mask(signal), null));
        p.step(t -> PosixTimers.create(t, Sys.CLOCK_MONOTONIC, PosixTimers.THREAD_ID, signal, 4711, t.id()));
        p.step(see("timer", t -> {
            long id = Program.result(t);
            long error = PosixTimers.set(t, (int) id, false, 1_000_000, 1_000_000, new long[0]);
            return error != 0 ? error : id;
        }));
        p.step(t -> TimeCalls.sleep(t, 30_000_000, null));
        p.step(see("left", t -> {
            long[] out = new long[2];
            PosixTimers.get(t, (int) saw("timer"), out);
            return out[0] > 0 && out[0] <= 1_000_000 ? out[1] : -1;
        }));
        SigInfo info = new SigInfo();
        p.step(see("got", t -> SignalCalls.sigtimedwait(t, mask(signal), 0, info)));
        p.step(see("value", t -> info.code == SigInfo.SI_TIMER ? info.value : -1));
        p.step(see("overrun", t -> PosixTimers.overrun(t, info.timer)));
        p.step(see("deleted", t -> PosixTimers.delete(t, info.timer)));
        p.step(see("gone", t -> PosixTimers.delete(t, info.timer)));
        p.step(see("bad clock", t -> PosixTimers.create(t, 77, PosixTimers.SIGNAL, signal, 0, 0)));
        p.step(see("bad thread", t -> PosixTimers.create(t, 1, PosixTimers.THREAD_ID, signal, 0, 1)));
        p.step(exit(0));
        assertEquals(0, guests.run(p));
        assertEquals(1_000_000, saw("left"));
        assertEquals(signal, saw("got"));
        assertEquals(4711, saw("value"));
        assertTrue(saw("overrun") >= 5, () -> "overrun " + seen);
        assertEquals(0, saw("deleted"));
        assertEquals(-Errno.EINVAL, saw("gone"));
        assertEquals(-Errno.EINVAL, saw("bad clock"));
        assertEquals(-Errno.EINVAL, saw("bad thread"));
    }

    // ---- refusals ----

    @Test
    void whatIsNotSupportedIsRefused() {
        Program p = new Program();
        p.step(see("half a thread", cloning(THREAD & ~CloneArguments.FILES)));
        p.step(see("namespace", cloning(CloneArguments.NEWPID)));
        p.step(see("shared directory", cloning(CloneArguments.FS)));
        p.step(exit(0));
        assertEquals(0, guests.run(p));
        assertEquals(-Errno.EINVAL, saw("half a thread"));
        assertEquals(-Errno.EINVAL, saw("namespace"));
        assertEquals(-Errno.EINVAL, saw("shared directory"));
    }
}
