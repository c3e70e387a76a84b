package heliotrope.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next process finds in the window of one that has ended: nothing. */
class SpareWindowsTest {
    private static final int FIXED = Sys.MAP_PRIVATE | Sys.MAP_FIXED;
    private static final int ANON = FIXED | Sys.MAP_ANONYMOUS;
    private static final int R = 1;
    private static final int RW = 3;
    private static final long SIZE = 1L << 32;

    private static final long TEXT = 0x40_0000, DATA = 0x1000_0000, HEAP = 0x1010_0000, STACK = 0x7fff_8000;

    @TempDir
    Path folder;

    private Guests guests;
    private Scratch scratch;
    private long dev;
    private long ino;

    @BeforeEach
    void open() {
        SpareWindows.clear();
        guests = new Guests(folder);
        scratch = new Scratch();
    }

    @AfterEach
    void close() {
        scratch.close();
        guests.close();
        SpareWindows.clear();
    }

    private OpenFile file(String name, String contents) throws IOException {
        Path path = folder.resolve(name);
        Files.writeString(path, contents);
        int fd = Sys.open(scratch, Guests.bytes(path), Sys.O_RDWR | Sys.O_CLOEXEC, 0);
        assertEquals(0, Sys.fstat(scratch, fd));
        FileStat s = new FileStat();
        s.load(scratch);
        dev = s.dev;
        ino = s.ino;
        return new OpenFile(fd, OpenFile.REGULAR, Sys.O_RDWR, null, Roots.HOST, s.dev, s.ino, false);
    }

    private AddressSpace next() {
        assertTrue(SpareWindows.has(dev, ino));
        return new AddressSpace(guests.kernel, SIZE, true, dev, ino);
    }

    private static void assertNothing(AddressSpace space, long at) {
        assertThrows(GuestFault.class, () -> space.u8(at));
        assertThrows(GuestFault.class, () -> space.put8(at, 1));
        byte[] one = new byte[1];
        assertFalse(space.window.copyIn(at, one, 0, 1), "the host itself must refuse");
    }

    private static void assertZero(AddressSpace space, long at, int length) {
        assertArrayEquals(new byte[length], space.readBytes(at, length));
    }

    private static String text(AddressSpace space, long at, int length) {
        return new String(space.readBytes(at, length), StandardCharsets.US_ASCII);
    }

    @Test
    void memoryOfTheLastProcessIsGone() throws IOException {
        OpenFile f = file("program", "text".repeat(2000));
        AddressSpace space = new AddressSpace(guests.kernel, SIZE, true);
        assertEquals(TEXT, space.map(TEXT, 8000, R, FIXED, f, 0));
        assertEquals(DATA, space.map(DATA, 8000, RW, FIXED, f, 0));
        space.put8(DATA, 'X');
        space.setBreakStart(HEAP);
        assertEquals(0, space.brk(HEAP + (8 << 20)));
        for (long at = 0; at < 8 << 20; at += 12288) { // more pages than are kept
            space.put64(HEAP + at, -1);
        }
        assertEquals(0, space.mapStack(STACK, 0x4000, 1 << 20));
        space.put64(STACK - 0x20000, -1);
        long shared = 0x2000_0000;
        assertEquals(shared, space.map(shared, 4096, RW, Sys.MAP_SHARED | Sys.MAP_FIXED | Sys.MAP_ANONYMOUS, null, 0));
        space.put64(shared, -1);
        long hidden = 0x3000_0000;
        assertEquals(hidden, space.map(hidden, 8192, RW, ANON, null, 0));
        space.put64(hidden, -1);
        assertEquals(0, space.protect(hidden, 4096, 0));
        long base = space.window.base();
        space.release();

        AddressSpace other = next();
        assertEquals(base, other.window.base(), "the same window");
        for (long at : new long[] {TEXT, DATA, HEAP, HEAP + 12288, STACK - 8, STACK - 0x20000, shared, hidden}) {
            assertNothing(other, at);
        }
        other.setBreakStart(HEAP);
        assertEquals(0, other.brk(HEAP + (8 << 20)));
        assertZero(other, HEAP, 8 << 20);
        assertNothing(other, HEAP + (8 << 20));
        assertEquals(0, other.mapStack(STACK, 0x40000, 1 << 20));
        assertZero(other, STACK - 0x40000, 0x40000);
        assertEquals(shared, other.map(shared, 4096, RW, ANON, null, 0));
        assertZero(other, shared, 4096);
        assertEquals(hidden, other.map(hidden, 8192, RW, ANON, null, 0));
        assertZero(other, hidden, 8192);
        assertEquals(DATA, other.map(DATA, 8000, RW, FIXED, f, 0));
        assertEquals("text", text(other, DATA, 4));
        other.release();
        f.release();
    }

    @Test
    void aFileThatIsMappedThereAgainIsTheFile() throws IOException {
        OpenFile g = file("other", "OTHER".repeat(2000));
        OpenFile f = file("program", "text".repeat(2000));
        AddressSpace space = new AddressSpace(guests.kernel, SIZE, true);
        assertEquals(TEXT, space.map(TEXT, 8000, R, FIXED, f, 0));
        assertEquals("text", text(space, TEXT, 4));
        space.release();

        AddressSpace same = next();
        assertNothing(same, TEXT);
        assertEquals(TEXT, same.map(TEXT, 8000, R, FIXED, f, 0));
        assertEquals("text", text(same, TEXT, 4));
        assertThrows(GuestFault.class, () -> same.put8(TEXT, 1));
        assertNothing(same, TEXT + 8192);
        same.release();

        AddressSpace another = next();
        assertEquals(TEXT, another.map(TEXT, 4096, R, FIXED, g, 0));
        assertEquals("OTHER", text(another, TEXT, 5));
        assertNothing(another, TEXT + 4096);
        another.release();
        f.release();
        g.release();
    }

    @Test
    void memoryInThePlaceOfAFileIsZero() throws IOException {
        OpenFile f = file("program", "text".repeat(4000));
        for (int way = 0; way < 4; way++) {
            AddressSpace space = new AddressSpace(guests.kernel, SIZE, true, dev, ino);
            assertEquals(TEXT, space.map(TEXT, 16000, R, FIXED, f, 0));
            assertEquals("text", text(space, TEXT + 4096, 4));
            space.release();

            AddressSpace other = next();
            switch (way) {
                case 0 -> assertEquals(TEXT, other.map(TEXT, 16384, RW, ANON, null, 0));
                case 1 -> {
                    other.setBreakStart(TEXT);
                    assertEquals(0, other.brk(TEXT + 16384));
                }
                case 2 -> assertEquals(0, other.mapStack(TEXT + 16384, 16384, 16384));
                default -> {
                    // Its middle only; the guest changes its mind.
                    assertEquals(TEXT + 4096, other.map(TEXT + 4096, 4096, RW, ANON, null, 0));
                    assertNothing(other, TEXT);
                    assertNothing(other, TEXT + 8192);
                    assertEquals(0, other.unmap(TEXT + 4096, 4096));
                    assertEquals(TEXT, other.map(TEXT, 16384, RW, ANON, null, 0));
                }
            }
            assertZero(other, TEXT, 16384);
            other.put8(TEXT, 1);
            other.release();
            SpareWindows.clear();
        }
        f.release();
    }

    @Test
    void aChildHasWhatItsParentHas() throws IOException {
        OpenFile f = file("program", "text".repeat(2000));
        AddressSpace first = new AddressSpace(guests.kernel, SIZE, true);
        first.map(TEXT, 8000, R, FIXED, f, 0);
        first.map(HEAP, 1 << 20, RW, ANON, null, 0);
        for (long at = 0; at < 1 << 20; at += 4096) {
            first.put64(HEAP + at, -1);
        }
        first.release();
        AddressSpace parent = new AddressSpace(guests.kernel, SIZE, true);
        parent.map(TEXT, 8000, R, FIXED, f, 0);
        parent.map(HEAP, 1 << 20, RW, ANON, null, 0);
        parent.put64(HEAP + 4096, 5);
        for (int i = 0; i < 3; i++) {
            AddressSpace child = parent.fork(guests.kernel);
            assertEquals("text", text(child, TEXT, 4));
            assertEquals(5, child.u64(HEAP + 4096));
            child.put64(HEAP + 4096, 0);
            assertZero(child, HEAP, 1 << 20);
            child.put64(HEAP + 8192, 7);
            child.release();
        }
        assertEquals(0, parent.u64(HEAP + 8192));
        parent.release();
        f.release();
    }

    @Test
    void aWindowWhosePagesSomebodyElseMayHoldIsNotUsedAgain() throws IOException {
        OpenFile f = file("program", "text".repeat(2000));
        AddressSpace space = new AddressSpace(guests.kernel, SIZE, true);
        space.map(TEXT, 8000, R, FIXED, f, 0);
        space.spoil();
        space.release();
        assertFalse(SpareWindows.has(dev, ino));
        f.release();
    }

    @Test
    void aChangedFileIsMappedAnew() throws IOException {
        OpenFile f = file("program", "text".repeat(2000));
        AddressSpace space = new AddressSpace(guests.kernel, SIZE, true);
        space.map(TEXT, 8000, R, FIXED, f, 0);
        space.release();
        f.release();
        Files.delete(folder.resolve("program"));
        OpenFile g = file("program", "TEXT".repeat(2000));
        AddressSpace other = new AddressSpace(guests.kernel, SIZE, true, dev, ino);
        assertEquals(TEXT, other.map(TEXT, 8000, R, FIXED, g, 0));
        assertEquals("TEXT", text(other, TEXT, 4));
        other.release();
        g.release();
    }
}
