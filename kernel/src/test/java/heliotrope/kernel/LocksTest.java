package heliotrope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Record locks. A lock on a descriptor that no guest knows stands for another process of the host. */
class LocksTest {
    private static final boolean READ = false, WRITE = true;

    @TempDir
    Path folder;

    private Guests first;
    private Guests second;
    private Process p;
    private Process q;
    private OpenFile file;
    private OpenFile reader;
    private Scratch s;
    private LockTable table;

    @BeforeEach
    void open() {
        first = new Guests(folder);
        second = new Guests(folder);
        p = first.idleThread().process;
        q = second.idleThread().process;
        s = new Scratch();
        file = openFile(Sys.O_RDWR | Sys.O_CREAT);
        reader = openFile(Sys.O_RDONLY);
        table = new LockTable();
    }

    @AfterEach
    void close() {
        file.release();
        reader.release();
        table.close();
        s.close();
        first.close();
        second.close();
    }

    private OpenFile openFile(int flags) {
        int fd = Sys.open(s, Guests.bytes(folder.resolve("locked")), flags | Sys.O_CLOEXEC, 0666);
        return new OpenFile(fd, OpenFile.REGULAR, flags & 3, null, Roots.HOST, 1, 7, false);
    }

    private long set(Process who, OpenFile f, boolean write, long start, long end) {
        return table.set(who, f, write, start, end, false);
    }

    /** What another process of the host would be told. */
    private long outside(boolean write, long start, long length) {
        OpenFile other = openFile(Sys.O_RDWR);
        s.putLong(0, write ? Sys.F_WRLCK : Sys.F_RDLCK);
        s.putLong(Sys.FLOCK_START, start);
        s.putLong(Sys.FLOCK_LEN, length);
        s.putLong(Sys.FLOCK_PID, 0);
        long result = Sys.fcntl(other.hostFd, Sys.F_OFD_SETLK, s.data());
        other.release();
        return result;
    }

    @Test
    void guestsExcludeEachOther() {
        assertEquals(0, set(p, file, WRITE, 10, 20));
        assertEquals(-Errno.EAGAIN, set(q, file, READ, 19, 30));
        assertEquals(-Errno.EAGAIN, set(q, reader, READ, 0, LockTable.END));
        assertEquals(0, set(q, file, WRITE, 20, 30));
        assertEquals(0, set(p, file, READ, 10, 15));
        assertEquals(0, set(q, reader, READ, 5, 15));
        assertEquals(-Errno.EAGAIN, set(q, reader, READ, 5, 16));
        FileLock out = new FileLock();
        assertEquals(0, table.get(q, file, WRITE, 0, 12, out));
        assertEquals(FileLock.READ, out.type);
        assertEquals(10, out.start);
        assertEquals(5, out.length);
        assertEquals(p.pid, out.pid);
        table.unlock(p, file, 0, LockTable.END);
        assertEquals(0, set(q, file, WRITE, 0, LockTable.END));
        assertEquals(0, table.get(q, file, WRITE, 0, 12, out));
        assertEquals(FileLock.UNLOCK, out.type);
    }

    @Test
    void theHostSeesTheUnion() {
        assertEquals(0, outside(true, 0, 0));
        assertEquals(0, set(p, file, READ, 0, 10));
        assertEquals(0, set(q, file, READ, 5, 15));
        assertEquals(0, outside(false, 0, 0));
        assertEquals(-Errno.EAGAIN, outside(true, 12, 1));
        table.unlock(q, file, 0, LockTable.END);
        assertEquals(0, outside(true, 12, 1));
        assertEquals(-Errno.EAGAIN, outside(true, 9, 1));
        table.unlock(p, file, 3, 10);
        assertEquals(0, outside(true, 3, 0));
        assertEquals(-Errno.EAGAIN, outside(true, 2, 1));
        assertEquals(0, set(p, file, WRITE, 0, 3));
        assertEquals(-Errno.EAGAIN, outside(false, 2, 1));
        table.ended(p);
        assertEquals(0, outside(true, 0, 0));
    }

    @Test
    void readersAndWritersOnDifferentDescriptors() {
        assertEquals(0, set(p, reader, READ, 0, 10));
        assertEquals(-Errno.EAGAIN, outside(true, 0, 1));
        assertEquals(0, set(p, file, WRITE, 0, 5));
        assertEquals(-Errno.EAGAIN, outside(false, 0, 1));
        assertEquals(0, outside(false, 5, 1));
        assertEquals(-Errno.EAGAIN, outside(true, 5, 1));
        assertEquals(0, set(p, reader, READ, 0, 5));
        assertEquals(0, outside(false, 0, 0));
        table.closed(p, reader);
        assertEquals(0, outside(true, 0, 0));
    }

    @Test
    void hostProcessesAreInTheWay() {
        OpenFile other = openFile(Sys.O_RDWR);
        s.putLong(0, Sys.F_WRLCK);
        s.putLong(Sys.FLOCK_START, 0);
        s.putLong(Sys.FLOCK_LEN, 10);
        s.putLong(Sys.FLOCK_PID, 0);
        assertEquals(0, Sys.fcntl(other.hostFd, Sys.F_OFD_SETLK, s.data()));
        assertEquals(-Errno.EAGAIN, set(p, file, READ, 5, 20));
        FileLock out = new FileLock();
        assertEquals(0, table.get(p, file, READ, 5, 20, out));
        assertEquals(FileLock.WRITE, out.type);
        assertEquals(0, set(p, file, READ, 10, 20));
        other.release();
        assertEquals(0, set(p, file, READ, 5, 20));
    }

    @Test
    void deadlocksAreFound() {
        assertEquals(0, set(p, file, WRITE, 0, 1));
        assertEquals(0, set(q, file, WRITE, 1, 2));
        assertEquals(-Errno.EAGAIN, table.set(p, file, WRITE, 1, 2, true));
        assertEquals(-Errno.EDEADLK, table.set(q, file, WRITE, 0, 1, true));
        table.forget(p);
        assertEquals(-Errno.EAGAIN, table.set(q, file, WRITE, 0, 1, true));
        assertTrue(p.mayHoldLocks);
    }
}
