package heliotrope.kernel;

import static heliotrope.host.Sys.MAP_ANONYMOUS;
import static heliotrope.host.Sys.MAP_FIXED;
import static heliotrope.host.Sys.MAP_PRIVATE;
import static heliotrope.host.Sys.MAP_SHARED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** mremap, madvise, mincore, mappings that must not replace others, windows of 2^40 bytes. */
class RemapTest {
    private static final int ANON = MAP_PRIVATE | MAP_ANONYMOUS;
    private static final int RW = 3, MAYMOVE = 1, FIXED = 2;
    private static final int MAP_FIXED_NOREPLACE = 0x100000;
    private static final long AT = 0x5000_0000L;

    @TempDir
    Path folder;

    private Guests guests;
    private AddressSpace space;

    @BeforeEach
    void open() {
        guests = new Guests(folder);
        space = new AddressSpace(guests.kernel, 1L << 40, true);
        space.setLayout(0x4000_0000L, 1L << 39);
    }

    @AfterEach
    void close() {
        space.release();
        guests.close();
    }

    private void map(long at, int pages, int flags) {
        assertEquals(at, space.map(at, 4096L * pages, RW, flags | MAP_FIXED, null, 0));
        for (int i = 0; i < pages; i++) {
            space.put32(at + 4096L * i, i + 1);
        }
    }

    private void assertPages(long at, int pages) {
        for (int i = 0; i < pages; i++) {
            assertEquals(i + 1, space.s32(at + 4096L * i), "page " + i);
        }
    }

    @Test
    void shrinksAndGrowsInPlace() {
        map(AT, 4, ANON);
        assertEquals(AT, space.remap(AT, 4 * 4096, 2 * 4096, 0, 0));
        assertFalse(space.isMapped(AT + 2 * 4096, 1));
        assertEquals(AT, space.remap(AT, 2 * 4096, 6 * 4096, 0, 0));
        assertPages(AT, 2);
        assertEquals(0, space.s32(AT + 5 * 4096));
        map(AT + 6 * 4096, 1, ANON);
        assertEquals(-Errno.ENOMEM, space.remap(AT, 6 * 4096, 7 * 4096, 0, 0));
    }

    @Test
    void movesWithContents() {
        map(AT, 4, ANON);
        map(AT + 4 * 4096, 1, ANON);
        long to = space.remap(AT, 4 * 4096, 8 * 4096, MAYMOVE, 0);
        assertTrue(to > 0 && to != AT);
        assertPages(to, 4);
        assertEquals(0, space.s32(to + 7 * 4096));
        assertFalse(space.isMapped(AT, 1));
        assertTrue(space.isFree(AT, 4 * 4096));
        // To a place of the caller's, in place of what is there; with pages of several host mappings.
        map(AT, 8, ANON);
        assertEquals(0, space.protect(to + 4096, 4096, 1));
        assertEquals(0, space.protect(to + 4096, 4096, RW));
        assertEquals(AT, space.remap(to, 8 * 4096, 8 * 4096, MAYMOVE | FIXED, AT));
        assertPages(AT, 4);
        assertEquals(0, space.s32(AT + 5 * 4096));
    }

    @Test
    void sharedMemoryMovesAndDoubles() {
        map(AT, 3, MAP_SHARED | MAP_ANONYMOUS);
        long to = space.remap(AT, 3 * 4096, 3 * 4096, MAYMOVE | FIXED, AT + 0x100000);
        assertEquals(AT + 0x100000, to);
        assertPages(to, 3);
        long twin = space.remap(to, 0, 3 * 4096, MAYMOVE, 0);
        space.put32(twin, 77);
        assertEquals(77, space.s32(to));
    }

    @Test
    void badRemapsAreRefused() {
        map(AT, 2, ANON);
        assertEquals(-Errno.EINVAL, space.remap(AT + 1, 4096, 4096, 0, 0));
        assertEquals(-Errno.EINVAL, space.remap(AT, 4096, 0, 0, 0));
        assertEquals(-Errno.EINVAL, space.remap(AT, 4096, 4096, FIXED, AT + 0x10000));
        assertEquals(-Errno.EINVAL, space.remap(AT, 8192, 8192, MAYMOVE | FIXED, AT + 4096));
        assertEquals(-Errno.EINVAL, space.remap(AT, 4096, 4096, MAYMOVE | FIXED, (1L << 40) - 2048));
        assertEquals(-Errno.EFAULT, space.remap(AT + 0x100000, 4096, 8192, MAYMOVE, 0));
        assertEquals(-Errno.EFAULT, space.remap(AT, 3 * 4096, 4 * 4096, MAYMOVE, 0));
        assertEquals(-Errno.EINVAL, space.remap(AT, 4096, Long.MAX_VALUE, MAYMOVE, 0));
        assertEquals(-Errno.EINVAL, space.remap(AT, 0, 4096, MAYMOVE, 0), "only shared mappings are doubled");
        assertPages(AT, 2);
    }

    @Test
    void adviceClearsPages() {
        map(AT, 3, ANON);
        assertEquals(0, space.advise(AT + 4096, 4096, Sys.MADV_DONTNEED));
        assertEquals(1, space.s32(AT));
        assertEquals(0, space.s32(AT + 4096));
        assertEquals(3, space.s32(AT + 8192));
        assertEquals(0, space.advise(AT, 4096, 3));
        assertEquals(-Errno.EINVAL, space.advise(AT, 4096, 99));
        assertEquals(-Errno.EINVAL, space.advise(AT + 1, 4096, Sys.MADV_DONTNEED));
        assertEquals(-Errno.ENOMEM, space.advise(AT, 5 * 4096, Sys.MADV_DONTNEED));
    }

    @Test
    void residentPagesAreTold() {
        assertEquals(AT, space.map(AT, 3 * 4096, RW, ANON | MAP_FIXED, null, 0));
        space.put32(AT + 4096, 1);
        byte[] pages = new byte[3];
        Scratch s = new Scratch();
        assertEquals(0, space.resident(s, AT, 3 * 4096, pages));
        assertEquals(1, pages[1] & 1);
        assertEquals(0, pages[0] & 1);
        assertEquals(-Errno.ENOMEM, space.resident(s, AT, 4 * 4096, new byte[4]));
        s.close();
    }

    @Test
    void fixedWithoutReplacing() {
        map(AT, 2, ANON);
        assertEquals(-Errno.EEXIST, space.map(AT + 4096, 8192, RW, ANON | MAP_FIXED_NOREPLACE, null, 0));
        assertEquals(AT + 8192, space.map(AT + 8192, 8192, RW, ANON | MAP_FIXED_NOREPLACE, null, 0));
        assertPages(AT, 2);
    }

    @Test
    void wideWindowIsUsableToItsEnd() {
        long high = (1L << 40) - 8192;
        map(high, 1, ANON);
        map(0xff_8000_0000L, 2, ANON);
        space.put64(high + 8, 0x1122334455667788L);
        assertEquals(0x11223344, space.s32(high + 8), "big-endian");
        long found = space.map(0, 1L << 34, 0, ANON | 0x4000, null, 0); // NORESERVE
        assertEquals(0x4000_0000L, found);
        long start = System.nanoTime();
        AddressSpace child = space.fork(guests.kernel);
        long took = System.nanoTime() - start;
        assertEquals(0x1122334455667788L, child.u64(high + 8));
        child.put64(high + 8, 1);
        assertEquals(0x1122334455667788L, space.u64(high + 8));
        assertEquals(1L << 40, child.size());
        child.release();
        assertTrue(took < 1_000_000_000L, "took " + took / 1_000_000 + " ms");
        assertEquals(-Errno.ENOMEM, space.map((1L << 40) - 4096, 8192, RW, ANON | MAP_FIXED, null, 0));
    }
}
