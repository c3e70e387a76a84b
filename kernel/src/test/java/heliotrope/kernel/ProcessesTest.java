package heliotrope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** fork, exec, wait, exit, process groups, host programs. */
@Timeout(30)
class ProcessesTest {
    private static final long DATA = TestPersonality.DATA;

    @TempDir
    Path folder;

    private Guests guests;
    private final Map<String, Long> seen = new ConcurrentHashMap<>();

    @BeforeEach
    void open() {
        guests = new Guests(folder);
    }

    @AfterEach
    void close() {
        guests.close();
    }

    private static long waitAll(GuestThread t, WaitResult out) {
        return ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED, out);
    }

    /** Steps for parent and child after a fork: the child runs {@code child} and ends with its result, the parent goes on. */
    private static Program fork(Program p, Program.Step child) {
        p.step(ProcessFork::fork);
        int next = p.steps.size() + 1;
        return p.step(t -> {
            if (Program.result(t) == 0) {
                long result = child.run(t);
                return result == Kernel.NO_RESULT || result == Kernel.RESTART ? result : ProcessExit.exit(t, (int) result);
            }
            return Program.jump(t, next);
        });
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

    @Test
    void exitStatusIsReturned() {
        assertEquals(42 << 8, guests.run(new Program().step(t -> ProcessExit.exit(t, 42))));
    }

    @Test
    void firstProcessHasTheJvmsNumbers() {
        guests.run(new Program()
                .step(see("pid", t -> t.process.pid))
                .step(see("group", t -> ProcessGroups.getpgid(t, 0)))
                .step(see("session", t -> ProcessGroups.getsid(t, 0)))
                .step(see("parent", t -> t.process.parentPid())));
        assertEquals(Sys.getpid(), saw("pid"));
        assertEquals(Sys.call(Sys.SYS_GETPGID, 0, 0, 0), saw("group"));
        assertEquals(Sys.call(Sys.SYS_GETSID, 0, 0, 0), saw("session"));
        assertEquals(Sys.call(Sys.SYS_GETPPID, 0, 0, 0), saw("parent"));
    }

    @Test
    void childIsACopy() {
        WaitResult w = new WaitResult();
        Program p = new Program().step(t -> {
            t.memory().put32(DATA, 5);
            return 0;
        });
        fork(p, t -> {
            seen.put("child", (long) t.process.pid);
            seen.put("tid", (long) Sys.gettid());
            seen.put("ppid", (long) t.process.parentPid());
            long value = t.memory().u32(DATA);
            t.memory().put32(DATA, 6);
            return value + 2;
        });
        p.step(t -> waitAll(t, w)).step(see("memory", t -> t.memory().u32(DATA))).step(see("none", t -> waitAll(t, new WaitResult())));
        guests.run(p);
        assertEquals(saw("child"), w.pid);
        assertEquals(saw("tid"), w.pid);
        assertEquals(Sys.getpid(), saw("ppid"));
        assertEquals(7, w.status);
        assertEquals(7 << 8, w.word);
        assertEquals(SigInfo.CLD_EXITED, w.code);
        assertEquals(5, saw("memory"));
        assertEquals(-Errno.ECHILD, saw("none"));
    }

    @Test
    void pipesEndWhenTheChildDoes() {
        Program p = new Program().step(t -> {
            long pair = FileCalls.pipe(t, 0);
            assertEquals(3L | 4L << 32, pair);
            return pair;
        });
        fork(p, t -> {
            t.memory().writeBytes(DATA, Guests.bytes("from child"));
            FileCalls.write(t, 4, DATA, 10);
            return 0;
        });
        p.step(t -> FileCalls.close(t, 4))
                .step(see("first", t -> FileCalls.read(t, 3, DATA, 100)))
                .step(see("second", t -> FileCalls.read(t, 3, DATA, 100)));
        guests.run(p);
        assertEquals(10, saw("first"));
        assertEquals(0, saw("second"));
    }

    @Test
    void waitOptions() {
        WaitResult w = new WaitResult();
        Program p = new Program().step(t -> FileCalls.pipe(t, 0));
        fork(p, t -> {
            long n = FileCalls.read(t, 3, DATA, 1);
            return n == Kernel.RESTART ? n : 3;
        });
        p.step(see("busy", t -> ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED | Sys.WNOHANG, w)))
                .step(see("wrong group", t -> ProcessWait.wait(t, Sys.P_PGID, 12345678, Sys.WEXITED, w)))
                .step(see("wrong", t -> ProcessWait.wait(t, Sys.P_PID, 1, Sys.WEXITED, w)))
                .step(see("bad", t -> ProcessWait.wait(t, Sys.P_ALL, 0, 0, w)))
                .step(t -> FileCalls.write(t, 4, DATA, 1))
                .step(see("keep", t -> ProcessWait.wait(t, Sys.P_PGID, 0, Sys.WEXITED | Sys.WNOWAIT, w)))
                .step(see("take", t -> ProcessWait.wait(t, Sys.P_PID, (int) saw("keep"), Sys.WEXITED, w)))
                .step(see("gone", t -> ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED, w)));
        guests.run(p);
        assertEquals(0, saw("busy"));
        assertEquals(-Errno.ECHILD, saw("wrong group"));
        assertEquals(-Errno.ECHILD, saw("wrong"));
        assertEquals(-Errno.EINVAL, saw("bad"));
        assertEquals(saw("keep"), saw("take"));
        assertEquals(-Errno.ECHILD, saw("gone"));
        assertEquals(0, guests.kernel.processes().length - 1, "only the first process is left in the table");
    }

    @Test
    void execRunsAnotherProgramInTheSameProcess() {
        Path second = guests.program("second", new Program()
                .step(see("pid", t -> t.process.pid))
                .step(see("argc", t -> t.process.argv.length))
                .step(see("closed", t -> FileCalls.getDescriptorFlags(t, 5)))
                .step(see("open", t -> FileCalls.getDescriptorFlags(t, 6)))
                .step(see("handler", t -> t.process.actions[Sys.SIGUSR1].handler))
                .step(see("ignored", t -> t.process.actions[Sys.SIGUSR2].handler))
                .step(see("blocked", t -> t.blocked.has(Sys.SIGHUP) ? 1 : 0))
                .step(see("memory", t -> t.memory().u32(DATA)))
                .step(t -> ProcessExit.exit(t, 9)));
        SignalMask hup = new SignalMask();
        hup.add(Sys.SIGHUP);
        Program p = new Program()
                .step(t -> FileCalls.dup(t, 0, 5, true))
                .step(t -> FileCalls.dup(t, 0, 6, false))
                .step(t -> SignalCalls.sigaction(t, Sys.SIGUSR1, new SigAction(TestPersonality.HANDLER, 0, hup, 0), null))
                .step(t -> SignalCalls.sigaction(t, Sys.SIGUSR2, new SigAction(SigAction.IGNORE, 0, hup, 0), null))
                .step(t -> SignalCalls.sigprocmask(t, 0, hup, null))
                .step(t -> {
                    t.memory().put32(DATA, 77);
                    return 0;
                })
                .step(see("missing", t -> ProcessExec.exec(t, Guests.bytes(folder + "/none"), new byte[0][], new byte[0][])))
                .step(see("directory", t -> ProcessExec.exec(t, Guests.bytes(folder), new byte[0][], new byte[0][])))
                .step(see("intact", t -> t.memory().u32(DATA)))
                .step(t -> ProcessExec.exec(t, Guests.bytes(second), new byte[][] {{'a'}, {'b'}}, new byte[0][]));
        assertEquals(9 << 8, guests.run(p));
        assertEquals(-Errno.ENOENT, saw("missing"));
        assertEquals(-Errno.EACCES, saw("directory"));
        assertEquals(77, saw("intact"));
        assertEquals(Sys.getpid(), saw("pid"));
        assertEquals(2, saw("argc"));
        assertEquals(-Errno.EBADF, saw("closed"));
        assertEquals(0, saw("open"));
        assertEquals(SigAction.DEFAULT, saw("handler"));
        assertEquals(SigAction.IGNORE, saw("ignored"));
        assertEquals(1, saw("blocked"));
        assertEquals(0, saw("memory"));
    }

    private long execErrno(String name, String contents) {
        Path file = guests.executable(name, contents);
        guests.run(new Program().step(see(name, t -> ProcessExec.exec(t, Guests.bytes(file), new byte[][] {{'x'}}, new byte[0][]))));
        return saw(name);
    }

    @Test
    void filesThatAreNoPrograms() {
        assertEquals(-Errno.ENOEXEC, execErrno("empty", ""));
        guests = new Guests(folder);
        assertEquals(-Errno.ENOEXEC, execErrno("text", "hello"));
        guests = new Guests(folder);
        assertEquals(-Errno.ENOEXEC, execErrno("hash", "#!\n"));
        guests = new Guests(folder);
        assertEquals(-Errno.ENOENT, execErrno("nobody", "#! /heliotrope/nobody\n"));
        guests = new Guests(folder);
        assertEquals(-Errno.ELOOP, execErrno("loop", "#!" + folder.resolve("loop") + "\n"));
        guests = new Guests(folder);
        assertEquals(-Errno.ENOEXEC, execErrno("half-elf", "\177ELF"));
    }

    @Test
    void scriptsGetInterpreterArgumentAndName() {
        Path inner = guests.program("inner", new Program().step(t -> {
            String all = "";
            for (byte[] a : t.process.argv) {
                all += Guests.text(a) + "|";
            }
            seen.put(all, 1L);
            return ProcessExit.exit(t, 0);
        }));
        Path script = guests.executable("script", "#! " + inner + "  -x y \nrest\n");
        guests.run(new Program()
                .step(t -> ProcessExec.exec(t, Guests.bytes(script), new byte[][] {{'s'}, {'1'}, {'2'}}, new byte[0][])));
        assertEquals(Map.of(inner + "|-x y|" + script + "|1|2|", 1L), seen);
    }

    @Test
    void hostProgramsRunWithTheGuestsDescriptors() throws IOException {
        Path out = folder.resolve("out");
        Program p = new Program()
                .step(t -> PathCalls.chdir(t, Guests.bytes(folder)))
                .step(t -> PathCalls.umask(t, 027))
                .step(t -> PathCalls.open(t, Guests.bytes(out), Sys.O_WRONLY | Sys.O_CREAT, 0666))
                .step(t -> FileCalls.dup2(t, 3, 1))
                .step(t -> FileCalls.dup(t, 3, 7, true));
        WaitResult w = new WaitResult();
        fork(p, t -> ProcessExec.exec(
                t,
                Guests.bytes("/bin/sh"),
                new byte[][] {Guests.bytes("sh"), Guests.bytes("-c"),
                    Guests.bytes("pwd; echo $X; umask; (true >&7) 2>/dev/null || echo closed; touch made; exit 6")},
                new byte[][] {Guests.bytes("X=hello"), Guests.bytes("PATH=/usr/bin:/bin")}));
        p.step(t -> waitAll(t, w));
        guests.run(p);
        assertEquals(6, w.status);
        String text = Files.readString(out);
        assertTrue(text.startsWith(folder + "\nhello\n0027\nclosed\n"), text);
        assertEquals(0640, (int) Files.getAttribute(folder.resolve("made"), "unix:mode") & 0777);
    }

    @Test
    void hostProgramsAreSignalled() {
        WaitResult w = new WaitResult();
        WaitResult stopped = new WaitResult();
        Program p = new Program();
        fork(p, t -> ProcessExec.exec(t, Guests.bytes("/bin/sleep"), new byte[][] {Guests.bytes("sleep"), {'2', '0'}}, new byte[0][]));
        p.step(see("child", Program::result))
                .step(t -> TimeCalls.sleep(t, 200_000_000, null))
                .step(t -> SignalCalls.kill(t, (int) saw("child0"), Sys.SIGSTOP))
                .step(t -> ProcessWait.wait(t, Sys.P_ALL, 0, Sys.WEXITED | Sys.WSTOPPED, stopped))
                .step(t -> SignalCalls.kill(t, (int) saw("child0"), Sys.SIGCONT))
                .step(t -> SignalCalls.kill(t, (int) saw("child0"), Sys.SIGTERM))
                .step(t -> waitAll(t, w));
        p.steps.set(0, see("child0", p.steps.get(0)));
        guests.run(p);
        assertEquals(SigInfo.CLD_STOPPED, stopped.code);
        assertEquals(Sys.SIGSTOP, stopped.status);
        assertEquals(SigInfo.CLD_KILLED, w.code);
        assertEquals(Sys.SIGTERM, w.status);
    }

    @Test
    void firstProgramMayBeTheHosts() {
        assertEquals(3 << 8, guests.kernel.run(Guests.bytes("/bin/sh"),
                new byte[][] {Guests.bytes("sh"), Guests.bytes("-c"), Guests.bytes("exit 3")}, new byte[0][]));
    }

    @Test
    void missingProgramIsReported() {
        assertEquals(-Errno.ENOENT, guests.kernel.run(Guests.bytes("/heliotrope/none"), new byte[0][], new byte[0][]));
        assertTrue(guests.kernel.awaitOthers(1000));
    }

    @Test
    void orphansHaveNoParent() {
        Program p = new Program();
        fork(p, t -> {
            long pid = ProcessFork.fork(t);
            return pid < 0 ? 1 : 0;
        });
        // The grandchild goes on at the step behind its fork, too: with result 0, which ends it as its parent's child.
        p.step(t -> waitAll(t, new WaitResult())).step(see("none", t -> waitAll(t, new WaitResult())));
        guests.run(p);
        assertEquals(-Errno.ECHILD, saw("none"));
        assertEquals(1, guests.kernel.processes().length);
    }

    @Test
    void groupsAndSessions() {
        Program p = new Program();
        fork(p, t -> {
            seen.put("own group", ProcessGroups.setpgid(t, 0, 0));
            seen.put("leader", ProcessGroups.setsid(t));
            seen.put("group", ProcessGroups.getpgid(t, 0) - t.process.pid);
            seen.put("foreign", ProcessGroups.setpgid(t, 0, 12345678));
            return 0;
        });
        p.step(t -> waitAll(t, new WaitResult()));
        fork(p, t -> {
            seen.put("session", ProcessGroups.setsid(t) - t.process.pid);
            seen.put("again", ProcessGroups.setsid(t));
            seen.put("get", ProcessGroups.getsid(t, 0) - t.process.pid);
            return 0;
        });
        p.step(t -> waitAll(t, new WaitResult()));
        guests.run(p);
        assertEquals(0, saw("own group"));
        assertEquals(-Errno.EPERM, saw("leader"));
        assertEquals(0, saw("group"));
        assertEquals(-Errno.EPERM, saw("foreign"));
        assertEquals(0, saw("session"));
        assertEquals(-Errno.EPERM, saw("again"));
        assertEquals(0, saw("get"));
    }

    @Test
    void nothingIsLeftBehind() {
        Path second = guests.program("second", new Program().step(t -> ProcessExit.exit(t, 0)));
        Program p = new Program().step(t -> t.process.umask);
        p.step(ProcessFork::fork)
                .step(t -> Program.result(t) == 0
                        ? ProcessExec.exec(t, Guests.bytes(second), new byte[][] {{'s'}}, new byte[0][])
                        : waitAll(t, new WaitResult()))
                .step(t -> {
                    long n = t.memory().u32(DATA) + 1;
                    t.memory().put32(DATA, (int) n);
                    return n < 150 ? Program.jump(t, 1) : 0;
                });
        long before = openFiles();
        guests.run(p);
        assertEquals(1, guests.kernel.processes().length);
        assertTrue(openFiles() - before < 4, () -> before + " descriptors before, now " + openFiles());
    }

    private static long openFiles() {
        long n = 0;
        for (int fd = 0; fd < 1000; fd++) {
            if (Sys.fcntl(fd, Sys.F_GETFD, 0) >= 0) {
                n++;
            }
        }
        return n;
    }

    @Test
    void tooManyProcessesAreEagain() {
        guests.config.maxProcesses = 3;
        Program p = new Program()
                .step(t -> FileCalls.pipe(t, 0));
        fork(p, t -> FileCalls.read(t, 3, DATA, 1));
        fork(p, t -> FileCalls.read(t, 3, DATA, 1));
        p.step(see("third", ProcessFork::fork))
                .step(t -> FileCalls.write(t, 4, DATA, 2))
                .step(t -> waitAll(t, new WaitResult()))
                .step(t -> waitAll(t, new WaitResult()))
                .step(see("again", ProcessFork::fork));
        guests.run(p);
        assertEquals(-Errno.EAGAIN, saw("third"));
    }
}
