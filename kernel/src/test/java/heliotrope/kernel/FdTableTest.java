package heliotrope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import org.junit.jupiter.api.Test;

class FdTableTest {
    private static OpenFile file() {
        int fd = (int) Sys.fcntl(0, Sys.F_DUPFD_CLOEXEC, 3);
        return new OpenFile(fd, OpenFile.NULL, Sys.O_RDWR, null, Roots.HOST, 0, 0, false);
    }

    private static boolean isOpen(OpenFile f) {
        return Sys.fcntl(f.hostFd, Sys.F_GETFD, 0) >= 0;
    }

    private static OpenFile take(FdTable table) {
        OpenFile f = table.remove(0);
        if (f == null) {
            throw new AssertionError("descriptor 0 is not open");
        }
        return f;
    }

    @Test
    void lowestFreeNumberIsGiven() {
        FdTable table = new FdTable(100);
        OpenFile f = file();
        for (int i = 0; i < 70; i++) {
            f.retain();
            assertEquals(i, table.allocate(f, 0, false));
        }
        assertSame(f, table.remove(5));
        assertSame(f, table.remove(3));
        assertEquals(69, table.highest());
        assertEquals(3, table.allocate(f, 0, true));
        assertEquals(1, table.closeOnExec(3));
        assertEquals(0, table.closeOnExec(4));
        assertEquals(-1, table.closeOnExec(5));
        assertEquals(5, table.allocate(f, 4, false));
        assertEquals(70, table.allocate(f, 0, false));
        assertNull(table.get(-1));
        assertNull(table.get(1000));
        assertFalse(table.setCloseOnExec(99, true));
        Sys.close(f.hostFd);
    }

    @Test
    void limitIsKept() {
        FdTable table = new FdTable(4);
        OpenFile f = file();
        for (int i = 0; i < 4; i++) {
            assertEquals(i, table.allocate(f, 0, false));
        }
        assertEquals(-Errno.EMFILE, table.allocate(f, 0, false));
        assertEquals(-Errno.EINVAL, table.allocate(f, 4, false));
        assertEquals(-Errno.EINVAL, table.allocate(f, -1, false));
        Sys.close(f.hostFd);
    }

    @Test
    void lastReferenceClosesTheHostsDescriptor() {
        FdTable table = new FdTable(10);
        OpenFile f = file();
        table.allocate(f, 0, false);
        FdTable child = table.fork();
        OpenFile used = child.acquire(0);
        assertSame(f, used);
        assertEquals(0, take(table).release());
        assertTrue(isOpen(f));
        assertEquals(0, take(child).release());
        assertTrue(isOpen(f));
        assertEquals(0, f.release());
        assertFalse(isOpen(f));
        assertFalse(f.tryRetain());
    }
}
