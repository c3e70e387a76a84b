package heliotrope.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Host programs started by scripts of system calls. */
class SpawnTest {
    private static byte[] bytes(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[][] strings(String... s) {
        byte[][] result = new byte[s.length][];
        for (int i = 0; i < s.length; i++) {
            result[i] = bytes(s[i]);
        }
        return result;
    }

    /** Runs a script that writes to {@code out}; returns what came out, and "status N" at the end. */
    private static String run(Scratch s, Spawn.Script script, int in, int out) {
        long pid = Spawn.run(script);
        Sys.close(out);
        assertTrue(pid > 0, "error " + pid);
        StringBuilder text = new StringBuilder();
        while (true) {
            int n = (int) Sys.read(in, s.data(), 4096);
            if (n <= 0) {
                break;
            }
            byte[] part = new byte[n];
            s.get(0, part, 0, n);
            text.append(new String(part, StandardCharsets.UTF_8));
        }
        Sys.close(in);
        assertEquals(pid, Sys.wait4(s, (int) pid, 0));
        return text + "status " + s.getInt(0);
    }

    @Test
    void runsEcho() {
        try (Scratch s = new Scratch()) {
            long pipe = Sys.pipe2(s, Sys.O_CLOEXEC);
            int out = (int) (pipe >>> 32);
            Spawn.Script script = new Spawn.Script()
                    .dup(out, 1)
                    .closeRange(3, -1, 0)
                    .signals(0)
                    .sigprocmask(0)
                    .execve(bytes("/bin/echo"), strings("echo", "one", "two three"), strings());
            assertEquals("one two three\nstatus 0", run(s, script, (int) pipe, out));
        }
    }

    @Test
    void setsTheChildUp() {
        try (Scratch s = new Scratch()) {
            long pipe = Sys.pipe2(s, Sys.O_CLOEXEC);
            int out = (int) (pipe >>> 32);
            String command = "pwd; umask; echo $A $B; test -r /proc/self/status && exec cat /proc/self/status; exit 0";
            Spawn.Script script = new Spawn.Script()
                    .dup(out, 1)
                    .chdir(bytes("/usr"))
                    .umask(027)
                    .setpgid(0, 0)
                    .signals(1L << Sys.SIGINT - 1)
                    .sigprocmask(1L << Sys.SIGUSR1 - 1)
                    .execve(bytes("/bin/sh"), strings("sh", "-c", command), strings("A=x", "B=y"));
            String text = run(s, script, (int) pipe, out);
            assertTrue(text.startsWith("/usr\n0027\nx y\n"), text);
            assertTrue(text.endsWith("status 0"), text);
            if (text.contains("SigBlk")) {
                assertTrue(text.contains("SigBlk:\t0000000000000200\n"), text);
                assertTrue(text.contains("SigIgn:\t0000000000000002\n"), text);
            }
            // Directory and mask of this process are untouched.
            assertTrue(Sys.getcwd(s) > 0);
            byte[] cwd = new byte[4];
            s.get(0, cwd, 0, 4);
            assertTrue(!"/usr".equals(new String(cwd, StandardCharsets.UTF_8)) || s.buffer().get(Scratch.DATA + 4) != 0);
        }
    }

    @Test
    void reportsTheStepThatFailed() {
        Spawn.Script missing = new Spawn.Script()
                .umask(0)
                .execve(bytes("/nonexistent/program"), strings("program"), strings());
        assertEquals(-Errno.ENOENT, Spawn.run(missing));
        assertEquals(1, missing.failedStep());
        Spawn.Script directory = new Spawn.Script().chdir(bytes("/nonexistent")).execve(bytes("/bin/true"), strings(),
                strings());
        assertEquals(-Errno.ENOENT, Spawn.run(directory));
        assertEquals(0, directory.failedStep());
        assertEquals(-Errno.ENOEXEC, Spawn.run(new Spawn.Script().umask(0)));
        try (Scratch s = new Scratch()) {
            assertEquals(-Errno.ECHILD, Sys.wait4(s, -1, Sys.WNOHANG), "a child was left behind");
        }
    }

    @Test
    void largeEnvironments() {
        byte[][] environment = new byte[3000][];
        for (int i = 0; i < environment.length; i++) {
            environment[i] = bytes("NAME" + i + "=some value that is not very short " + i);
        }
        try (Scratch s = new Scratch()) {
            long pipe = Sys.pipe2(s, Sys.O_CLOEXEC);
            int out = (int) (pipe >>> 32);
            Spawn.Script script = new Spawn.Script()
                    .dup(out, 1)
                    .execve(bytes("/bin/sh"), strings("sh", "-c", "echo $NAME2999"), environment);
            String expected = "some value that is not very short 2999\nstatus 0";
            assertEquals(expected, run(s, script, (int) pipe, out));
        }
    }
}
