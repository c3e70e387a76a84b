package heliotrope.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wrappers, on a real directory. */
class SysTest {
    @TempDir
    Path directory;

    private byte[] path(String name) {
        return directory.resolve(name).toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void files() throws Exception {
        try (Scratch s = new Scratch()) {
            int fd = Sys.open(s, path("a"), Sys.O_CREAT | Sys.O_RDWR | Sys.O_CLOEXEC, 0640);
            assertTrue(fd > 2);
            s.put(0, "some text".getBytes(StandardCharsets.UTF_8), 0, 9);
            assertEquals(9, Sys.write(fd, s.data(), 9));
            assertEquals(4, Sys.pread(fd, s.data(), 4, 5));
            assertEquals(5, Sys.lseek(fd, 5, Sys.SEEK_SET));
            assertEquals(0, Sys.fstat(s, fd));
            assertEquals(9, s.getLong(Sys.STAT_FILE_SIZE));
            assertEquals(Sys.S_IFREG, s.getInt(Sys.STAT_MODE) & Sys.S_IFMT);
            assertEquals(Sys.FD_CLOEXEC, Sys.fcntl(fd, Sys.F_GETFD, 0));
            assertEquals(0, Sys.ftruncate(fd, 100));
            assertEquals(0, Sys.close(fd));
            assertEquals(-Errno.EBADF, Sys.close(fd));

            assertEquals(0, Sys.symlinkat(s, "a".getBytes(StandardCharsets.UTF_8), Sys.AT_FDCWD, path("link")));
            assertEquals(1, Sys.readlinkat(s, Sys.AT_FDCWD, path("link")));
            assertEquals('a', s.buffer().get(Scratch.DATA));
            assertEquals(0, Sys.fstatat(s, Sys.AT_FDCWD, path("link"), Sys.AT_SYMLINK_NOFOLLOW));
            assertEquals(Sys.S_IFLNK, s.getInt(Sys.STAT_MODE) & Sys.S_IFMT);
            assertEquals(0, Sys.fstatat(s, Sys.AT_FDCWD, path("link"), 0));
            assertEquals(100, s.getLong(Sys.STAT_FILE_SIZE));
            assertEquals(0, Sys.linkat(s, Sys.AT_FDCWD, path("a"), Sys.AT_FDCWD, path("b"), 0));
            assertEquals(0, Sys.mkdirat(s, Sys.AT_FDCWD, path("dir"), 0755));
            assertEquals(0, Sys.renameat(s, Sys.AT_FDCWD, path("b"), Sys.AT_FDCWD, path("dir/c"), 0));
            int noReplace = Sys.renameat(
                    s, Sys.AT_FDCWD, path("a"), Sys.AT_FDCWD, path("dir/c"), Sys.RENAME_NOREPLACE);
            assertEquals(-Errno.EEXIST, noReplace);
            assertEquals(0, Sys.faccessat(s, Sys.AT_FDCWD, path("dir/c"), Sys.R_OK, Sys.AT_EACCESS));
            assertEquals(-Errno.ENOENT, Sys.faccessat(s, Sys.AT_FDCWD, path("x"), Sys.F_OK, 0));
            assertEquals(0, Sys.fchmodat(s, Sys.AT_FDCWD, path("a"), 0600));
            assertEquals(0, Sys.utimensat(s, Sys.AT_FDCWD, path("a"), 1, 2, 3, 4, 0));
            assertEquals(0, Sys.fstatat(s, Sys.AT_FDCWD, path("a"), 0));
            assertEquals(3, s.getLong(Sys.STAT_MTIME));
            assertEquals(4, s.getLong(Sys.STAT_MTIME + 8));
            assertEquals(0600, s.getInt(Sys.STAT_MODE) & 0777);
            assertEquals(0, Sys.truncate(s, path("a"), 5));
            assertEquals(5, Files.size(directory.resolve("a")));
            assertEquals(0, Sys.statfs(s, path("a")));
            assertTrue(s.getLong(Sys.STATFS_BLOCKS) > 0);
            assertEquals(0, Sys.mknodat(s, Sys.AT_FDCWD, path("fifo"), Sys.S_IFIFO | 0600, 0));

            int dir = Sys.open(s, path(""), Sys.O_DIRECTORY | Sys.O_CLOEXEC, 0);
            int bytes = Sys.getdents64(s, dir, 4096);
            int entries = 0;
            for (int at = 0; at < bytes; entries++) {
                at += s.buffer().getShort(Scratch.DATA + at + Sys.DIRENT_RECLEN);
            }
            assertEquals(6, entries); // . .. a link dir fifo
            assertEquals(0, Sys.getdents64(s, dir, 4096));
            assertEquals(-Errno.EISDIR, Sys.unlinkat(s, dir, "dir".getBytes(StandardCharsets.UTF_8), 0));
            Sys.close(dir);
        }
    }

    @Test
    void badPathsAreNotPassed() {
        try (Scratch s = new Scratch()) {
            byte[] longPath = new byte[5000];
            Arrays.fill(longPath, (byte) 'x');
            byte[] withNul = {'/', 't', 0, 'm'};
            assertEquals(-Errno.ENAMETOOLONG, Sys.open(s, longPath, 0, 0));
            assertEquals(-Errno.EINVAL, Sys.open(s, withNul, 0, 0));
            assertEquals(-Errno.EINVAL, Sys.linkat(s, Sys.AT_FDCWD, withNul, Sys.AT_FDCWD, path("y"), 0));
            assertEquals(-Errno.ENAMETOOLONG, Sys.symlinkat(s, path("y"), Sys.AT_FDCWD, longPath));
            assertEquals(-Errno.ENOENT, Sys.open(s, new byte[0], 0, 0));
        }
    }

    @Test
    void time() {
        try (Scratch s = new Scratch()) {
            long first = Sys.clockNanos(s, Sys.CLOCK_MONOTONIC);
            assertTrue(Sys.clockNanos(s, Sys.CLOCK_MONOTONIC) >= first);
            long seconds = Sys.clockNanos(s, Sys.CLOCK_REALTIME) / 1_000_000_000L;
            assertTrue(Math.abs(seconds - System.currentTimeMillis() / 1000) < 5);
            assertEquals(-Errno.EINVAL, Sys.clockNanos(s, 9999));
        }
    }
}
