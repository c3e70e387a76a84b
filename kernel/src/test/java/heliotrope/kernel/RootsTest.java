package heliotrope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Name resolution, with openat2 and without. */
class RootsTest {
    private static final String PREFIX = "/heliotrope-test"; // not on the host

    @TempDir
    Path folder;

    private Guests guests;
    private GuestThread t;
    private Path a;
    private Path b;
    private Path host;

    @BeforeEach
    void open() throws IOException {
        guests = new Guests(folder);
        a = Files.createDirectories(folder.resolve("a"));
        b = Files.createDirectories(folder.resolve("b"));
        host = Files.createDirectories(folder.resolve("host"));
        write(a.resolve("h-etc/name"), "a");
        write(b.resolve("h-etc/name"), "b");
        write(b.resolve("h-etc/only"), "b only");
        write(b.resolve("h-usr/lib/libc"), "libc");
        write(host.resolve("file"), "host");
        Files.createSymbolicLink(b.resolve("h-lib"), Path.of("/h-usr/lib"));
        Files.createSymbolicLink(b.resolve("h-usr/up"), Path.of("../../../../h-etc/only"));
        Files.createSymbolicLink(b.resolve("h-etc/dangling"), Path.of("/h-etc/nothing"));
        Files.createSymbolicLink(b.resolve("h-etc/loop"), Path.of("loop"));
        Files.createSymbolicLink(b.resolve("h-etc/outside"), Path.of(host.resolve("file").toString()));
        guests.roots.addRoot(Guests.bytes(a));
        guests.roots.addRoot(Guests.bytes(b));
        t = guests.idleThread();
    }

    @AfterEach
    void close() {
        guests.close();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String read(String name) {
        long fd = PathCalls.open(t, Guests.bytes(name), Sys.O_RDONLY, 0);
        if (fd < 0) {
            return "error " + -fd;
        }
        long n = FileCalls.read(t, (int) fd, TestPersonality.DATA, 4096);
        FileCalls.close(t, (int) fd);
        return n < 0 ? "error " + -n : new String(t.memory().readBytes(TestPersonality.DATA, (int) n), StandardCharsets.UTF_8);
    }

    private long create(String name, String text) {
        long fd = PathCalls.open(t, Guests.bytes(name), Sys.O_WRONLY | Sys.O_CREAT | Sys.O_TRUNC, 0666);
        if (fd < 0) {
            return fd;
        }
        t.memory().writeBytes(TestPersonality.DATA, Guests.bytes(text));
        FileCalls.write(t, (int) fd, TestPersonality.DATA, text.length());
        return FileCalls.close(t, (int) fd);
    }

    private int mode(String name, boolean follow) {
        FileStat s = new FileStat();
        long error = PathCalls.stat(t, Guests.bytes(name), follow, s);
        return error != 0 ? (int) error : s.mode & Sys.S_IFMT;
    }

    private String cwd() {
        return Guests.text(PathCalls.getcwd(t));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void firstRootThatHasTheNameWins(boolean openat2) {
        guests.roots.openat2 = openat2;
        assertEquals("a", read("/h-etc/name"));
        assertEquals("b only", read("/h-etc/only"));
        assertEquals("a", read("//h-etc/./name"));
        assertEquals("a", read("/h-etc/../../../h-etc/name"));
        assertEquals("host", read(host + "/file"));
        assertEquals("error " + Errno.ENOENT, read(PREFIX));
        assertEquals("error " + Errno.ENOENT, read(""));
        assertEquals("error " + Errno.ENAMETOOLONG, read("/" + "x".repeat(5000)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void absoluteLinksStayInTheirRoot(boolean openat2) {
        guests.roots.openat2 = openat2;
        assertEquals("libc", read("/h-lib/libc"));
        assertEquals("b only", read("/h-usr/up"));
        assertEquals(Sys.S_IFDIR, mode("/h-lib", true));
        assertEquals(Sys.S_IFLNK, mode("/h-lib", false));
        assertEquals(Sys.S_IFREG, mode("/h-lib/libc", false));
        assertEquals(Sys.S_IFLNK, mode("/h-etc/loop", false));
        assertTrue(read("/h-etc/loop").startsWith("error"));
        assertTrue(read("/h-etc/outside").startsWith("error"), "its target means a name in the root");
        assertEquals(10, PathCalls.readlink(t, Guests.bytes("/h-lib"), TestPersonality.DATA, 100));
        assertEquals(3, PathCalls.readlink(t, Guests.bytes("/h-lib"), TestPersonality.DATA, 3));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void workingDirectoryMayLieInARoot(boolean openat2) {
        guests.roots.openat2 = openat2;
        assertEquals(0, PathCalls.chdir(t, Guests.bytes("/h-lib")));
        assertEquals("/h-usr/lib", cwd());
        assertEquals("libc", read("libc"));
        assertEquals("b only", read("../../h-etc/only"));
        assertEquals("b only", read("../../../../../h-etc/only"));
        assertEquals(0, create("new", "made here"));
        assertTrue(Files.exists(b.resolve("h-usr/lib/new")));
        assertEquals(0, PathCalls.chdir(t, Guests.bytes("..")));
        assertEquals("/h-usr", cwd());
        assertEquals(0, PathCalls.chdir(t, Guests.bytes(host)));
        assertEquals(host.toString(), cwd());
        assertEquals("host", read("file"));
        assertEquals(-Errno.ENOTDIR, PathCalls.chdir(t, Guests.bytes("file")));
        assertEquals(-Errno.ENOENT, PathCalls.chdir(t, Guests.bytes("nowhere")));
        long fd = PathCalls.open(t, Guests.bytes("/h-lib"), Sys.O_RDONLY, 0);
        assertEquals(0, PathCalls.fchdir(t, (int) fd));
        assertEquals("libc", read("libc"));
        assertEquals(host.toString(), hostCwdOf(host));
    }

    private String hostCwdOf(Path p) {
        PathCalls.chdir(t, Guests.bytes(p + "/./../" + p.getFileName()));
        return cwd();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void newFilesGoWhereTheRulesSay(boolean openat2) throws IOException {
        guests.roots.openat2 = openat2;
        // Replaced where it is.
        assertEquals(0, create("/h-etc/only", "changed"));
        assertEquals("changed", Files.readString(b.resolve("h-etc/only")));
        // On the host if the directory exists there.
        assertEquals(0, create(host + "/fresh", "fresh"));
        assertEquals("fresh", Files.readString(host.resolve("fresh")));
        // Else in the first root that has the directory.
        Files.createDirectories(b.resolve(PREFIX.substring(1)));
        assertEquals(0, create(PREFIX + "/inside", "inside"));
        assertEquals("inside", Files.readString(b.resolve(PREFIX.substring(1)).resolve("inside")));
        assertEquals(0, PathCalls.mkdir(t, Guests.bytes(PREFIX + "/dir"), 0777));
        assertEquals(0, PathCalls.symlink(t, Guests.bytes("x"), Guests.bytes(PREFIX + "/dir/link")));
        assertEquals(0, PathCalls.rename(t, Guests.bytes(PREFIX + "/inside"), Guests.bytes(PREFIX + "/dir/moved")));
        assertEquals(0, PathCalls.link(t, Guests.bytes(PREFIX + "/dir/moved"), Guests.bytes(PREFIX + "/two"), false));
        assertEquals("inside", read(PREFIX + "/two"));
        assertEquals(0, PathCalls.unlink(t, Guests.bytes(PREFIX + "/two")));
        assertEquals(0, PathCalls.unlink(t, Guests.bytes(PREFIX + "/dir/link")));
        assertEquals(-Errno.ENOTEMPTY, PathCalls.rmdir(t, Guests.bytes(PREFIX + "/dir")));
        assertEquals(-Errno.ENOENT, create("/heliotrope-nowhere/file", ""));
        // Through a dangling link.
        assertEquals(0, create("/h-etc/dangling", "there"));
        assertEquals("there", Files.readString(b.resolve("h-etc/nothing")));
        assertEquals(-Errno.EEXIST, PathCalls.mkdir(t, Guests.bytes("/h-etc/name"), 0777));
        assertEquals(-Errno.EEXIST, PathCalls.open(t, Guests.bytes("/h-lib"), Sys.O_CREAT | Sys.O_EXCL | Sys.O_WRONLY, 0666));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mappingsComeFirst(boolean openat2) throws IOException {
        guests.roots.openat2 = openat2;
        Path data = Files.createDirectories(folder.resolve("data"));
        write(data.resolve("sub/x"), "mapped");
        Files.createSymbolicLink(data.resolve("abs"), Path.of("/h-etc/only"));
        Files.createSymbolicLink(data.resolve("rel"), Path.of("sub/x"));
        Files.createSymbolicLink(data.resolve("up"), Path.of("../../h-etc/only"));
        assertEquals(0, guests.roots.addMapping(Guests.bytes("/h-etc/name"), Guests.bytes(host.resolve("file")), true));
        assertEquals(0, guests.roots.addMapping(Guests.bytes("/m/data"), Guests.bytes(data), false));
        assertEquals(0, guests.roots.addMapping(Guests.bytes("/ro/"), Guests.bytes(data), true));
        assertEquals("host", read("/h-etc/name"));
        assertEquals("mapped", read("/m/data/sub/x"));
        assertEquals("mapped", read("/m/data/rel"));
        assertEquals("b only", read("/m/data/abs"));
        assertEquals("b only", read("/m/data/up"));
        assertEquals("mapped", read("/m/other/../data/sub/x"));
        assertEquals(0, create("/m/data/new", "n"));
        assertTrue(Files.exists(data.resolve("new")));
        assertEquals("mapped", read("/ro/sub/x"));
        assertEquals(-Errno.EROFS, create("/ro/sub/x", "n"));
        assertEquals(-Errno.EROFS, PathCalls.unlink(t, Guests.bytes("/ro/sub/x")));
        assertEquals(-Errno.EROFS, PathCalls.mkdir(t, Guests.bytes("/ro/d"), 0777));
        assertEquals(-Errno.EROFS, PathCalls.access(t, Guests.bytes("/ro/sub/x"), Sys.W_OK, false));
        assertEquals(-Errno.EROFS, create("/h-etc/name", "n"));
        assertEquals("error " + Errno.ENOTDIR, read("/h-etc/name/x"));
        assertEquals(0, PathCalls.chdir(t, Guests.bytes("/m/data/sub")));
        assertEquals("/m/data/sub", cwd());
        assertEquals("mapped", read("x"));
        assertEquals("mapped", read("../rel"));
        assertEquals("host", Files.readString(host.resolve("file")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutRootsNamesAreTheHosts(boolean openat2) {
        try (Guests plain = new Guests(folder)) {
            plain.roots.openat2 = openat2;
            t = plain.idleThread();
            assertEquals("host", read(host + "/file"));
            assertEquals(0, PathCalls.chdir(t, Guests.bytes(host)));
            assertEquals("host", read("file"));
            assertEquals("host", read("../host/file"));
            assertFalse(cwd().isEmpty());
        }
    }
}
