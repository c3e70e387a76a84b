package heliotrope.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** System calls on files, directories, pipes, sockets and locks, made by a thread that runs no program. */
class FilesTest {
    private static final long BUFFER = TestPersonality.DATA;

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

    private int open(String name, int flags) {
        long fd = PathCalls.open(t, Guests.bytes(folder.resolve(name)), flags, 0666);
        assertTrue(fd >= 0, () -> name + ": " + fd);
        return (int) fd;
    }

    private void put(String text) {
        t.memory().writeBytes(BUFFER, Guests.bytes(text));
    }

    private String got(long n) {
        assertTrue(n >= 0, () -> "errno " + -n);
        return Guests.text(t.memory().readBytes(BUFFER, (int) n));
    }

    @Test
    void dataGoesBetweenFileAndGuestMemory() {
        int fd = open("f", Sys.O_RDWR | Sys.O_CREAT);
        put("hello, world");
        assertEquals(12, FileCalls.write(t, fd, BUFFER, 12));
        assertEquals(7, FileCalls.lseek(t, fd, 7, Sys.SEEK_SET));
        assertEquals("world", got(FileCalls.read(t, fd, BUFFER, 100)));
        assertEquals("hell", got(FileCalls.pread(t, fd, BUFFER, 4, 0)));
        assertEquals(2, FileCalls.pwrite(t, fd, BUFFER, 2, 100));
        FileStat s = new FileStat();
        assertEquals(0, FileCalls.fstat(t, fd, s));
        assertEquals(102, s.size);
        assertTrue(s.isRegular());
        assertEquals(0, FileCalls.ftruncate(t, fd, 5));
        assertEquals(3, FileCalls.readv(t, fd, new long[] {BUFFER, BUFFER + 1}, new long[] {1, 2}, 2) + 3);
        FileCalls.lseek(t, fd, 0, Sys.SEEK_SET);
        assertEquals(5, FileCalls.readv(t, fd, new long[] {BUFFER + 3, BUFFER}, new long[] {3, 5}, 2));
        assertEquals("lolhel", got(6));
        assertEquals(6, FileCalls.writev(t, fd, new long[] {BUFFER, BUFFER}, new long[] {3, 3}, 2));
        assertEquals(0, FileCalls.close(t, fd));
        assertEquals(-Errno.EBADF, FileCalls.close(t, fd));
    }

    @Test
    void badBuffersAreEfault() {
        int fd = open("f", Sys.O_RDWR | Sys.O_CREAT);
        put("x".repeat(4096));
        FileCalls.write(t, fd, BUFFER, 4096);
        FileCalls.lseek(t, fd, 0, Sys.SEEK_SET);
        assertEquals(-Errno.EFAULT, FileCalls.read(t, fd, 0x1000, 10));
        assertEquals(-Errno.EFAULT, FileCalls.write(t, fd, 0x1000, 10));
        assertThrows(GuestFault.class, () -> FileCalls.read(t, fd, -1, 10));
        assertThrows(GuestFault.class, () -> FileCalls.read(t, fd, 0xffff_ffffL, 10));
        assertEquals(-Errno.EINVAL, FileCalls.read(t, fd, BUFFER, -1));
        assertEquals(-Errno.EBADF, FileCalls.read(t, 77, BUFFER, 1));
        assertEquals(-Errno.EINVAL, FileCalls.readv(t, fd, new long[1], new long[] {-1}, 1));
        assertEquals(-Errno.EINVAL, FileCalls.readv(t, fd, new long[1], new long[1], 5000));
    }

    @Test
    void umaskIsThePrograms() throws IOException {
        assertEquals(t.process.umask, (int) PathCalls.umask(t, 027));
        FileCalls.close(t, open("f", Sys.O_RDWR | Sys.O_CREAT));
        PathCalls.mkdir(t, Guests.bytes(folder.resolve("d")), 0777);
        PathCalls.mknod(t, Guests.bytes(folder.resolve("p")), Sys.S_IFIFO | 0666, 0);
        assertEquals(0640, (int) Files.getAttribute(folder.resolve("f"), "unix:mode") & 0777);
        assertEquals(0750, (int) Files.getAttribute(folder.resolve("d"), "unix:mode") & 0777);
        assertEquals(0640, (int) Files.getAttribute(folder.resolve("p"), "unix:mode") & 0777);
        assertEquals(027, PathCalls.umask(t, 0));
    }

    @Test
    void descriptorsAreDuplicated() {
        int fd = open("f", Sys.O_RDWR | Sys.O_CREAT);
        put("abc");
        int copy = (int) FileCalls.dup(t, fd, 10, true);
        assertEquals(10, copy);
        assertEquals(1, FileCalls.getDescriptorFlags(t, copy));
        assertEquals(20, FileCalls.dup2(t, fd, 20));
        assertEquals(20, FileCalls.dup2(t, 20, 20));
        assertEquals(-Errno.EBADF, FileCalls.dup2(t, 99, 20));
        assertEquals(-Errno.EBADF, FileCalls.dup2(t, fd, 1_000_000));
        FileCalls.write(t, fd, BUFFER, 3);
        assertEquals(3, FileCalls.lseek(t, copy, 0, Sys.SEEK_CUR));
        FileCalls.close(t, fd);
        assertEquals(3, FileCalls.write(t, 20, BUFFER, 3));
        assertEquals(0, FileCalls.setStatusFlags(t, 20, Sys.O_APPEND | Sys.O_NONBLOCK));
        assertEquals(Sys.O_RDWR | Sys.O_APPEND | Sys.O_NONBLOCK, FileCalls.getStatusFlags(t, copy));
    }

    @Test
    void directoriesHaveSmallCookies() throws IOException {
        Set<String> names = new HashSet<>(Set.of(".", ".."));
        for (int i = 0; i < 300; i++) {
            String name = "file with a rather long name to fill buffers sooner " + "x".repeat(100) + i;
            Files.createFile(folder.resolve(name));
            names.add(name);
        }
        int fd = (int) PathCalls.open(t, Guests.bytes(folder), Sys.O_RDONLY, 0);
        DirEntry e = new DirEntry();
        List<String> found = new ArrayList<>();
        while (DirCalls.next(t, fd, e) == 1) {
            found.add(new String(e.name, 0, e.length, java.nio.charset.StandardCharsets.UTF_8));
            assertEquals(found.size(), e.cookie);
            if (found.size() % 7 == 0) {
                DirCalls.unread(t, fd);
                assertEquals(1, DirCalls.next(t, fd, e));
                assertEquals(found.size(), e.cookie);
            }
        }
        assertEquals(names, new HashSet<>(found));
        assertEquals(names.size(), found.size());
        for (int cookie : new int[] {250, 3, 0, 299}) {
            assertEquals(cookie, FileCalls.lseek(t, fd, cookie, Sys.SEEK_SET));
            assertEquals(1, DirCalls.next(t, fd, e));
            assertEquals(found.get(cookie), new String(e.name, 0, e.length, java.nio.charset.StandardCharsets.UTF_8));
        }
        assertEquals(-Errno.EINVAL, FileCalls.lseek(t, fd, -1, Sys.SEEK_SET));
        assertEquals(-Errno.ENOTDIR, DirCalls.next(t, open("g", Sys.O_CREAT | Sys.O_RDWR), e));
        assertEquals(-Errno.EISDIR, FileCalls.read(t, fd, BUFFER, 10));
    }

    @Test
    void pipesAndPolling() {
        long pair = FileCalls.pipe(t, 0);
        int in = (int) pair;
        int out = (int) (pair >>> 32);
        int[] revents = new int[3];
        int[] fds = {in, out, 99};
        assertEquals(2, PollCalls.poll(t, fds, new int[] {Sys.POLLIN, Sys.POLLOUT, 1}, revents, 3, -1));
        assertArrayEquals(new int[] {0, Sys.POLLOUT, Sys.POLLNVAL}, revents);
        assertEquals(0, PollCalls.poll(t, fds, new int[] {Sys.POLLIN}, revents, 1, 1_000_000));
        put("pq");
        assertEquals(2, FileCalls.write(t, out, BUFFER, 2));
        long[] read = {1L << in | 1L << out};
        long[] write = {1L << out};
        assertEquals(2, PollCalls.select(t, out + 1, read, write, null, 0));
        assertEquals(1L << in, read[0]);
        assertEquals(1L << out, write[0]);
        assertEquals(-Errno.EBADF, PollCalls.select(t, 64, new long[] {-1}, null, null, 0));
        FileCalls.close(t, in);
        assertEquals(-Errno.EPIPE, FileCalls.write(t, out, BUFFER, 2));
        assertTrue(t.pending.set.has(Sys.SIGPIPE));
    }

    @Test
    void socketsPassDataAndDescriptors() {
        long pair = SocketCalls.socketpair(t, Sys.AF_UNIX, Sys.SOCK_STREAM, 0);
        int a = (int) pair;
        int b = (int) (pair >>> 32);
        int file = open("f", Sys.O_CREAT | Sys.O_RDWR);
        put("with rights");
        SocketMessage m = new SocketMessage();
        m.bases = new long[] {BUFFER};
        m.lengths = new long[] {11};
        m.vectors = 1;
        m.rights = new int[] {file};
        assertEquals(11, SocketCalls.sendmsg(t, a, m, 0));
        m.rights = null;
        m.maxRights = 4;
        m.lengths[0] = 100;
        assertEquals(11, SocketCalls.recvmsg(t, b, m, 0));
        int[] rights = m.rights;
        assertNotNull(rights);
        assertEquals(1, rights.length);
        FileCalls.write(t, rights[0], BUFFER, 11);
        assertEquals(11, FileCalls.lseek(t, file, 0, Sys.SEEK_CUR));
        assertEquals(4, SocketCalls.send(t, b, BUFFER, 4, 0, null));
        assertEquals("with", got(SocketCalls.recv(t, a, BUFFER, 100, 0, null)));
        byte[] value = new byte[4];
        assertEquals(4, SocketCalls.getsockopt(t, a, Sys.SOL_SOCKET, Sys.SO_TYPE, value));
        assertEquals(Sys.SOCK_STREAM, value[0]);
        FileCalls.close(t, b);
        assertEquals(-Errno.EPIPE, SocketCalls.send(t, a, BUFFER, 4, 0, null));
    }

    @Test
    void namedSockets() throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        guests.roots.addRoot(Guests.bytes(root));
        Files.createDirectories(root.resolve("heliotrope-run"));
        byte[] name = Guests.bytes("\1\0/heliotrope-run/socket\0");
        int server = (int) SocketCalls.socket(t, Sys.AF_UNIX, Sys.SOCK_STREAM, 0);
        assertEquals(0, SocketCalls.bind(t, server, name));
        assertTrue(Files.exists(root.resolve("heliotrope-run/socket")));
        assertEquals(0, SocketCalls.listen(t, server, 1));
        int client = (int) SocketCalls.socket(t, Sys.AF_UNIX, Sys.SOCK_STREAM, 0);
        assertEquals(0, SocketCalls.connect(t, client, name));
        byte[][] peer = new byte[1][];
        long accepted = SocketCalls.accept(t, server, peer);
        assertTrue(accepted > client);
        assertEquals(0, SocketCalls.getpeername(t, (int) accepted, peer));
        assertEquals(-Errno.ECONNREFUSED, connectNew(Guests.bytes("\1\0" + folder.resolve("root/heliotrope-run/socket")), server));
    }

    private long connectNew(byte[] name, int server) {
        FileCalls.close(t, server);
        return SocketCalls.connect(t, (int) SocketCalls.socket(t, Sys.AF_UNIX, Sys.SOCK_STREAM, 0), name);
    }

    @Test
    void otherCallsOnNames() {
        byte[] f = Guests.bytes(folder.resolve("f"));
        FileCalls.close(t, open("f", Sys.O_CREAT | Sys.O_RDWR));
        assertEquals(0, PathCalls.truncate(t, f, 1000));
        assertEquals(0, PathCalls.chmod(t, f, 0600));
        assertEquals(0, PathCalls.utimens(t, f, 1000, 5, 2000, 6, true));
        assertEquals(0, PathCalls.chown(t, f, -1, -1, true));
        FileStat s = new FileStat();
        assertEquals(0, PathCalls.stat(t, f, true, s));
        assertEquals(1000, s.size);
        assertEquals(1000, s.accessSeconds);
        assertEquals(6, s.modifyNanos);
        assertEquals(0600, s.mode & 0777);
        FsStat fs = new FsStat();
        assertEquals(0, PathCalls.statfs(t, f, fs));
        assertTrue(fs.blockSize > 0);
        assertEquals(0, PathCalls.chroot(t, Guests.bytes("/")));
        assertEquals(-Errno.EPERM, PathCalls.chroot(t, Guests.bytes(folder)));
        assertEquals(-Errno.ENOTDIR, PathCalls.chroot(t, f));
        assertEquals(FileStat.device(259, 70000), FileStat.device(FileStat.major(FileStat.device(259, 70000)), 70000));
        assertEquals(70000, FileStat.minor(FileStat.device(259, 70000)));
    }

    @Test
    void descriptorLimitIsEmfile() {
        int last = -1;
        long fd = 0;
        while (fd >= 0) {
            fd = PathCalls.open(t, Guests.bytes("/dev/null"), Sys.O_RDONLY, 0);
            last = fd >= 0 ? (int) fd : last;
        }
        assertEquals(-Errno.EMFILE, fd);
        assertEquals(guests.config.maxFiles - 1, last);
        t.process.files.release(guests.kernel.locks, t.process);
    }

    @Test
    void devZeroIsMemory() {
        int zero = (int) PathCalls.open(t, Guests.bytes("/dev/zero"), Sys.O_RDWR, 0);
        long a = MemoryCalls.mmap(t, 0, 8192, 3, Sys.MAP_PRIVATE, zero, 0);
        long b = MemoryCalls.mmap(t, 0, 8192, 3, Sys.MAP_SHARED, zero, 0);
        assertEquals(-Errno.EBADF, MemoryCalls.mmap(t, 0, 8192, 3, Sys.MAP_SHARED, 99, 0));
        FileCalls.close(t, zero);
        t.memory().put32(a, 1);
        t.memory().put32(b, 2);
        AddressSpace child = t.memory().fork(guests.kernel);
        child.put32(a, 3);
        child.put32(b, 4);
        assertEquals(1, t.memory().u32(a));
        assertEquals(4, t.memory().u32(b));
        child.release();
    }
}
