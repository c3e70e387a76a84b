package heliotrope.guests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.ClientBuilder;
import heliotrope.host.Nullable;
import heliotrope.host.ServerProtocol;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server in a JVM of its own, and programs run through the native client: what a user sees is what a program of the host does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ServerTest {
    private static final String BUILD = "the build of this test";

    private Path folder = Path.of("");
    private Path launcher = Path.of("");
    private Path client = Path.of("");
    private Path socket = Path.of("");
    private @Nullable Process server;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        launcher = folder.resolve("launcher");
        client = folder.resolve("client");
        socket = folder.resolve("socket");
        Files.writeString(launcher, "echo no server: \"$@\"\nexit 42\n");
        buildClient(client, BUILD);
        server = serve(socket);
    }

    @AfterAll
    void stop() throws Exception {
        Process p = server;
        if (p != null) {
            p.destroy();
            assertEquals(0, p.waitFor());
            assertFalse(Files.exists(socket), "the socket is taken away");
        }
    }

    private void buildClient(Path file, String build) throws IOException {
        ClientBuilder.main(new String[] {file.toString(), launcher.toString(), "server-test", build});
    }

    private Process serve(Path at) throws Exception {
        Process process = startServer(at);
        for (int i = 0; i < 1000 && !Files.exists(at); i++) {
            Thread.sleep(20);
            assertTrue(process.isAlive(), "the server ended");
        }
        return process;
    }

    private Process startServer(Path at) throws IOException {
        List<String> command = Heliotrope.command("-Dheliotrope.build=" + BUILD);
        command.addAll(List.of("serve", "--socket", at.toString(), "--log", at + ".log"));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("server.out").toFile()).start();
    }

    /** A script of sh in which $H runs a program through the client, and $B is where the programs are. */
    private ProcessBuilder script(String text) {
        ProcessBuilder b = new ProcessBuilder("/bin/sh", "-c", text).directory(folder.toFile());
        b.environment().put("HELIOTROPE_SERVER", socket.toString());
        b.environment().put("H", client + " run");
        b.environment().put("B", Heliotrope.PROGRAMS.toAbsolutePath().normalize().toString());
        b.environment().put("M", b.environment().get("B") + "/misuse");
        b.environment().keySet().removeAll(List.of("HELIOTROPE_JAVA_OPTS", "HELIOTROPE_REBUILD", "XDG_RUNTIME_DIR"));
        return b;
    }

    private String run(String text) throws Exception {
        return run(script(text));
    }

    private static String run(ProcessBuilder builder) throws Exception {
        Process p = builder.redirectErrorStream(true).start();
        p.getOutputStream().close();
        String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        p.waitFor();
        return out;
    }

    @Test
    void programsRun() throws Exception {
        assertEquals("hello, world\n", run("$H $B/hello"));
        assertEquals("argc 5\nargv[1] \"--plain\"\nargv[2] \"a b\"\nargv[3] \"\"\nargv[4] \"c\"\nargv ends with NULL\n",
                run("$H $B/args --plain 'a b' '' c | grep '^arg'"));
        assertEquals("7\n", run("$H $B/args --exit 7 >/dev/null; echo $?"));
    }

    @Test
    void environmentsAreTheClientsOwn() throws Exception {
        String out = run("env -i A=1 HELIOTROPE_SERVER=$HELIOTROPE_SERVER LAST=x $H $B/args | grep envp");
        assertEquals("envp[0] \"A=1\"\nenvp[1] \"HELIOTROPE_SERVER=" + socket + "\"\nenvp[2] \"LAST=x\"\n", out);
        String host = run("env -i A=1 HELIOTROPE_SERVER=$HELIOTROPE_SERVER $H $M exec /usr/bin/env");
        assertEquals("A=1\nHELIOTROPE_SERVER=" + socket + "\n", host);
    }

    @Test
    void directoryMaskAndDescriptors() throws Exception {
        assertEquals("0027\n" + folder.toRealPath().resolve("inner") + "\nseven\n", run(
                "mkdir -p inner; cd inner; umask 27; echo seven >seven; exec 7<seven; $H $M exec /bin/sh -c 'umask; pwd; cat <&7'"));
        assertEquals("misuse: write: error 9\n1\n", run("$H $M write 1 >&-; echo $?"));
        assertEquals("misuse: read: error 9\n1\n", run("$H $M read <&-; echo $?"));
        Path trace = folder.resolve("inner/trace");
        run("mkdir -p inner; cd inner; umask 77; $H -strace -D trace $B/hello");
        assertTrue(Files.readString(trace).contains("write(1, \"hello, world\\n\", 13) = 13"));
        assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(trace)));
    }

    @Test
    void statusesAndSignals() throws Exception {
        assertEquals("139\n135\n137\n134\n", run(
                "for i in null misaligned kill abort; do $H $B/faults $i >/dev/null 2>&1; echo $?; done 2>/dev/null"));
        int[] signals = {1, 2, 3, 10, 12, 14, 15, 24}; // HUP INT QUIT USR1 USR2 ALRM TERM XCPU
        for (int signal : signals) {
            Process p = script("exec $H $M sleep").start();
            assertEquals('r', p.getInputStream().read(), "running");
            run("kill -" + signal + " " + p.pid());
            assertEquals(128 + signal, p.waitFor());
        }
    }

    @Test
    void stopsAndContinues() throws Exception {
        Process p = script("exec $H $M stop").start();
        for (int i = 0; i < 500 && state(p.pid()) != 'T'; i++) {
            Thread.sleep(10);
        }
        assertEquals('T', state(p.pid()));
        run("kill -CONT " + p.pid());
        assertEquals("continued\n", new String(p.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        assertEquals(0, p.waitFor());
    }

    private static char state(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    @Test
    void bigPipes() throws Exception {
        byte[] data = new byte[3 << 20];
        new Random(1).nextBytes(data);
        Files.write(folder.resolve("data"), data);
        run("cat data | $H $M read | cat >copy");
        assertArrayEquals(data, Files.readAllBytes(folder.resolve("copy")));
        assertEquals("line 0 of a long output\n", run("$H $M write 100000 | head -1"));
    }

    @Test
    void errorsGoToTheClient() throws Exception {
        assertEquals("heliotrope: --bogus: no such option (heliotrope --help lists them)\n2\n", run("$H --bogus; echo $?"));
        assertEquals("heliotrope: ./nothing: no such file\n127\n", run("$H ./nothing; echo $?"));
        assertEquals("heliotrope version 0.1\n", run(client + " -version"));
    }

    @Test
    void aKilledClientKillsItsGuests() throws Exception {
        for (String mode : new String[] {"loop", "sleep", "children", "deaf"}) {
            Process p = script("exec $H $M " + mode).start();
            Thread.sleep(300);
            assertEquals("1", clients());
            p.destroyForcibly().waitFor();
            for (int i = 0; i < 200 && !clients().equals("0"); i++) {
                Thread.sleep(20);
            }
            assertEquals("0", clients(), mode);
        }
    }

    /** Clients that the server has now. */
    private String clients() throws Exception {
        String status = ask(ServerProtocol.STATUS);
        int end = status.indexOf(" now");
        return status.substring(status.lastIndexOf(' ', end - 1) + 1, end);
    }

    private String ask(int command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer request = ByteBuffer.allocate(ServerProtocol.SIZE).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            request.putLong(0, ServerProtocol.MAGIC).putInt(ServerProtocol.COMMAND, command);
            channel.write(request);
            ByteBuffer answer = ByteBuffer.allocate(4096);
            while (channel.read(answer) > 0) {
                // until its end
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aKilledServerIsSeen() throws Exception {
        Path other = folder.resolve("other");
        Process doomed = serve(other);
        ProcessBuilder b = script("$H $M sleep; echo $?");
        b.environment().put("HELIOTROPE_SERVER", other.toString());
        Process p = b.redirectErrorStream(true).start();
        Thread.sleep(500);
        doomed.destroyForcibly().waitFor();
        assertEquals("running\nheliotrope: the server ended before the program did\n" + ServerProtocol.STATUS_SERVER_DIED + "\n",
                new String(p.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        // Its socket is still there, and nobody listens.
        ProcessBuilder next = script("$H hello world");
        next.environment().put("HELIOTROPE_SERVER", other.toString());
        assertEquals("no server: --own-jvm " + client + " run hello world\n", run(next));
        Process heir = serve(other);
        for (int i = 0; i < 500; i++) {
            ProcessBuilder again = script("$H $B/hello");
            again.environment().put("HELIOTROPE_SERVER", other.toString());
            if (run(again).equals("hello, world\n")) {
                break;
            }
            assertTrue(heir.isAlive() && i < 499, "a stale socket is replaced");
            Thread.sleep(20);
        }
        Process second = startServer(other);
        assertTrue(second.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, second.exitValue(), "one server wins");
        heir.destroy();
        assertEquals(0, heir.waitFor());
    }

    @Test
    void withoutAServerTheLauncherRuns() throws Exception {
        assertEquals("no server: --own-jvm " + client + " run x\n", run("HELIOTROPE_SERVER=off $H x"));
        assertEquals("no server: --own-jvm " + client + " run x\n", run("HELIOTROPE_SERVER=/nowhere/at/all $H x"));
        assertEquals("no server: --own-jvm " + client + " run x\n", run("HELIOTROPE_JAVA_OPTS=-Xmx1g $H x"));
        assertEquals("no server: --own-jvm " + client + " syscalls\n", run(client + " syscalls"));
        assertEquals("no server: --own-jvm " + client + " run --engine interp x\n", run("$H --engine interp x"));
        assertEquals("no server: --own-jvm " + client + " run x\n", run("ulimit -f 100; $H x"));
        assertEquals("no server: --own-jvm qemu-irix x\n", run("HELIOTROPE_SERVER=off " + client + " --called qemu-irix x"));
        assertEquals("hello, world\n", run(client + " --called qemu-irix -silent $B/hello"));
        assertEquals("hello, world\n", run(client + " $B/hello"));
    }

    @Test
    void anotherBuildIsNotServed() throws Exception {
        Path other = folder.resolve("retiring");
        Process retiring = serve(other);
        Path stranger = folder.resolve("stranger");
        buildClient(stranger, "another build");
        ProcessBuilder b = script(stranger + " run x");
        b.environment().put("HELIOTROPE_SERVER", other.toString());
        assertEquals("no server: --own-jvm " + stranger + " run x\n", run(b));
        assertTrue(retiring.waitFor(60, TimeUnit.SECONDS), "the old server ends when it is idle");
        assertFalse(Files.exists(other));
    }

    @Test
    void garbageIsRefused() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(600)];
            random.nextBytes(bytes);
            ByteBuffer request = ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            if (bytes.length >= ServerProtocol.SIZE && i % 3 != 0) {
                request.putLong(0, ServerProtocol.MAGIC).putInt(ServerProtocol.COMMAND, ServerProtocol.RUN);
            }
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(socket));
                channel.write(request);
            } catch (IOException e) {
                // The server has hung up already.
            }
        }
        try (SocketChannel half = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            half.connect(UnixDomainSocketAddress.of(socket));
            half.write(ByteBuffer.wrap(new byte[3]));
            assertEquals("hello, world\n", run("$H $B/hello"), "one that says nothing holds up nobody");
        }
    }

    @Test
    void manyAtATime() throws Exception {
        String loops = "for i in 1 2 3 4 5 6 7 8 9 10; do for j in 1 2 3 4; do $H $B/hello & done; done";
        assertEquals("40\n", run(loops + " | grep -c '^hello, world$'"));
        List<Process> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(script("exec $H $M read").start());
        }
        for (int i = 0; i < all.size(); i++) {
            all.get(i).getOutputStream().write(("number " + i).getBytes(StandardCharsets.US_ASCII));
            all.get(i).getOutputStream().close();
        }
        for (int i = 0; i < all.size(); i++) {
            assertEquals("number " + i, new String(all.get(i).getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            assertEquals(0, all.get(i).waitFor());
        }
    }
}
