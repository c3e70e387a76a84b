package heliotrope.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets of AF_UNIX, and select. */
class SocketsTest {
    private static final int SOCK_STREAM = 1, SO_PASSCRED = 16;
    private static final long DATA = TestPersonality.DATA;

    @TempDir
    Path folder;

    private Guests guests;
    private GuestThread t;

    @BeforeEach
    void open() {
        guests = new Guests(folder);
        t = guests.idleThread();
    }

    @AfterEach
    void close() {
        guests.close();
    }

    private static byte[] address(String path) {
        byte[] name = Guests.bytes(path);
        byte[] address = new byte[name.length + 3];
        address[0] = Sys.AF_UNIX;
        System.arraycopy(name, 0, address, 2, name.length);
        return address;
    }

    private int socket() {
        int fd = (int) SocketCalls.socket(t, Sys.AF_UNIX, SOCK_STREAM, 0);
        assertTrue(fd >= 0);
        return fd;
    }

    @Test
    void namesGoThroughMappings() {
        Path real = folder.resolve("real");
        int server = socket();
        assertEquals(0, SocketCalls.bind(t, server, address(real.toString())));
        assertEquals(0, SocketCalls.listen(t, server, 5));
        assertEquals(0, guests.roots.addMapping(Guests.bytes("/service"), Guests.bytes(real), false));
        assertEquals(0, guests.roots.addMapping(Guests.bytes("/fixed"), Guests.bytes(folder), true));
        assertEquals(0, SocketCalls.connect(t, socket(), address("/service")));
        assertEquals(0, SocketCalls.connect(t, socket(), address("/fixed/real")));
        assertEquals(-Errno.EROFS, SocketCalls.bind(t, socket(), address("/fixed/other")));
    }

    private static SocketMessage message(int maxRights, int... rights) {
        SocketMessage m = new SocketMessage();
        m.bases = new long[] {DATA};
        m.lengths = new long[] {1};
        m.vectors = 1;
        m.maxRights = maxRights;
        m.rights = rights.length == 0 ? null : rights;
        return m;
    }

    @Test
    void descriptorsArriveBehindOtherControlMessages() {
        long pair = SocketCalls.socketpair(t, Sys.AF_UNIX, SOCK_STREAM, 0);
        int a = (int) pair;
        int b = (int) (pair >> 32);
        assertEquals(0, SocketCalls.setsockopt(t, b, Sys.SOL_SOCKET, SO_PASSCRED, new byte[] {1, 0, 0, 0}));
        assertEquals(1, SocketCalls.sendmsg(t, a, message(0, a), 0));
        SocketMessage got = message(4);
        assertEquals(1, SocketCalls.recvmsg(t, b, got, 0));
        int[] rights = got.rights;
        assertNotNull(rights);
        assertEquals(1, rights.length);
        assertNotNull(t.process.files.get(rights[0]));
    }

    @Test
    void selectWaitsForNothingElseThanAsked() {
        long pair = SocketCalls.socketpair(t, Sys.AF_UNIX, SOCK_STREAM, 0);
        int a = (int) pair;
        int b = (int) (pair >> 32);
        assertEquals(0, FileCalls.close(t, b));
        long[] except = {1L << a};
        long start = System.nanoTime();
        assertEquals(0, PollCalls.select(t, a + 1, null, null, except, 50_000_000));
        assertTrue(System.nanoTime() - start >= 50_000_000, "a hangup is no exception");
        assertArrayEquals(new long[] {0}, except);
        long[] read = {1L << a};
        long[] write = {1L << a};
        except = new long[] {1L << a};
        assertEquals(2, PollCalls.select(t, a + 1, read, write, except, -1));
        assertEquals("[" + (1L << a) + "]", Arrays.toString(read));
        assertEquals("[" + (1L << a) + "]", Arrays.toString(write));
        assertArrayEquals(new long[] {0}, except);
    }

    @Test
    void minusOneIsNobody() {
        assertEquals(-Errno.EINVAL, CredentialCalls.setuid(t, -1));
        assertEquals(-Errno.EINVAL, CredentialCalls.setgid(t, -1));
    }
}
