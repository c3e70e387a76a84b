package heliotrope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private mappings that may be written, which are copies for the host, behave as mappings of their file. */
class CopiedFilesTest {
    private static final int RW = 3, MAYMOVE = 1, PAGE = 4096;
    private static final int FIXED = Sys.MAP_PRIVATE | Sys.MAP_FIXED;
    private static final int MADV_FREE = 8;
    private static final long AT = 0x5000_0000L;
    /** The last page has a hundred bytes of the file. */
    private static final int PAGES = 6;

    @TempDir
    Path folder;

    private Guests guests;
    private Scratch scratch;
    private AddressSpace space;
    private OpenFile file;

    @BeforeEach
    void open() throws IOException {
        guests = new Guests(folder);
        scratch = new Scratch();
        space = new AddressSpace(guests.kernel, 1L << 32, true);
        space.setLayout(0x4000_0000L, 1L << 31);
        byte[] contents = new byte[(PAGES - 1) * PAGE + 100];
        for (int i = 0; i < contents.length; i++) {
            contents[i] = (byte) ('a' + i / PAGE);
        }
        Path path = folder.resolve("file");
        Files.write(path, contents);
        int fd = Sys.open(scratch, Guests.bytes(path), Sys.O_RDWR | Sys.O_CLOEXEC, 0);
        assertEquals(0, Sys.fstat(scratch, fd));
        FileStat s = new FileStat();
        s.load(scratch);
        file = new OpenFile(fd, OpenFile.REGULAR, Sys.O_RDWR, null, Roots.HOST, s.dev, s.ino, false);
        assertEquals(AT, space.map(AT, PAGES * PAGE, RW, FIXED, file, 0));
    }

    @AfterEach
    void close() {
        space.release();
        file.release();
        scratch.close();
        guests.close();
    }

    private static void assertPages(AddressSpace space, long at, String pages) {
        for (int i = 0; i < pages.length(); i++) {
            assertEquals(pages.charAt(i), (char) space.u8(at + (long) i * PAGE), "page " + i);
        }
    }

    @Test
    void writesAreNotInTheFile() throws IOException {
        Vma v = space.find(AT);
        assertTrue(v != null && v.isMemory(), "or nothing is tested here");
        space.put8(AT + PAGE, 'X');
        assertPages(space, AT, "aXcdef");
        assertEquals(0, space.u8(AT + 5 * PAGE + 100), "zeros behind the end of the file");
        assertEquals('b', Files.readAllBytes(folder.resolve("file"))[PAGE]);
    }

    @Test
    void contentsGivenUpAreTheFilesAgain() {
        space.put8(AT + PAGE, 'X');
        space.put8(AT + 2 * PAGE, 'Y');
        space.put8(AT + 3 * PAGE, 'Z');
        assertEquals(-Errno.EINVAL, space.advise(AT + 2 * PAGE, PAGE, MADV_FREE));
        assertEquals(0, space.advise(AT + 2 * PAGE, PAGE, Sys.MADV_DONTNEED));
        assertPages(space, AT, "aXcZef");
        space.put8(AT + 2 * PAGE, 'W');
        assertPages(space, AT, "aXWZef");
    }

    @Test
    void pagesBehindTheFileFault() {
        assertEquals(AT, space.map(AT, (PAGES + 1) * PAGE, RW, FIXED, file, 0));
        assertPages(space, AT, "abcdef");
        assertThrows(GuestFault.class, () -> space.u8(AT + PAGES * PAGE));
    }

    @Test
    void theChildOfAForkHasWhatWasWritten() {
        space.put8(AT + PAGE, 'X');
        AddressSpace child = space.fork(guests.kernel);
        space.put8(AT + 2 * PAGE, 'Y');
        child.put8(AT + 3 * PAGE, 'Z');
        assertPages(child, AT, "aXcZef");
        assertPages(space, AT, "aXYdef");
        assertEquals(0, child.advise(AT, PAGES * PAGE, Sys.MADV_DONTNEED));
        assertPages(child, AT, "abcdef");
        child.release();
    }

    @Test
    void movesAndGrows() {
        long parts = 0x6000_0000L;
        assertEquals(parts, space.map(parts, 2 * PAGE, RW, FIXED, file, PAGE));
        assertEquals(parts + 2 * PAGE, space.map(parts + 2 * PAGE, PAGE, RW, FIXED | Sys.MAP_ANONYMOUS, null, 0));
        space.put8(parts, 'X');
        long to = space.remap(parts, 2 * PAGE, 4 * PAGE, MAYMOVE, 0);
        assertTrue(to > 0 && to != parts);
        assertPages(space, to, "Xcde");
        space.put8(to + 3 * PAGE, 'Y');
        assertEquals(0, space.advise(to, 4 * PAGE, Sys.MADV_DONTNEED));
        assertPages(space, to, "bcde");
    }
}
