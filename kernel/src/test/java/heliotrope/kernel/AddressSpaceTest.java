package heliotrope.kernel;

import static heliotrope.host.Sys.MAP_ANONYMOUS;
import static heliotrope.host.Sys.MAP_FIXED;
import static heliotrope.host.Sys.MAP_PRIVATE;
import static heliotrope.host.Sys.MAP_SHARED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.engine.CodeMapping;
import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressSpaceTest {
    private static final int ANON = MAP_PRIVATE | MAP_ANONYMOUS;
    private static final int RW = 3;

    @TempDir
    Path folder;

    private Guests guests;
    private AddressSpace space;
    private Scratch scratch;

    @BeforeEach
    void open() {
        guests = new Guests(folder);
        space = new AddressSpace(guests.kernel, 1L << 32, false);
        space.setLayout(0x4000_0000L, 0x7000_0000L);
        scratch = new Scratch();
    }

    @AfterEach
    void close() {
        space.release();
        scratch.close();
        guests.close();
    }

    private OpenFile file(String contents, int mode) throws IOException {
        Path path = Files.writeString(folder.resolve("mapped"), contents);
        int fd = Sys.open(scratch, Guests.bytes(path), mode | Sys.O_CLOEXEC, 0);
        return new OpenFile(fd, OpenFile.REGULAR, mode, null, Roots.HOST, 1, 1, false);
    }

    private void assertFault(long address) {
        assertThrows(GuestFault.class, () -> space.u8(address));
    }

    @Test
    void numbersAreReadAndWritten() {
        long a = space.map(0, 8192, RW, ANON, null, 0);
        assertEquals(0x4000_0000L, a);
        space.put64(a + 4092, 0x0102030405060708L);
        assertEquals(0x08, space.u8(a + 4092));
        assertEquals(0x0708, space.u16(a + 4092));
        assertEquals(0x05060708, space.s32(a + 4092));
        assertEquals(0x05060708L, space.u32(a + 4092));
        space.put32(a, -1);
        assertEquals(0xffffffffL, space.u32(a));
        assertEquals(-1, space.s32(a));
        space.put16(a + 8, 0x1234);
        space.put8(a + 10, 0x99);
        assertEquals(0x991234, space.u32(a + 8));
        space.zero(a, 16);
        assertEquals(0, space.u64(a + 8));
    }

    @Test
    void nothingOutsideMappingsIsAccessible() {
        long a = space.map(0, 4096, RW, ANON, null, 0);
        assertFault(a - 1);
        assertFault(a + 4096);
        assertFault(-1);
        assertFault(1L << 32);
        assertFault(Long.MAX_VALUE);
        assertFault(Long.MIN_VALUE);
        assertThrows(GuestFault.class, () -> space.put32(a + 4094, 1));
        assertThrows(GuestFault.class, () -> space.readBytes(a, Integer.MAX_VALUE));
        assertThrows(GuestFault.class, () -> space.readBytes(a, -1));
        assertThrows(GuestFault.class, () -> space.hostForRead(a, Long.MAX_VALUE));
        assertThrows(GuestFault.class, () -> space.hostForWrite(0xffff_f000L, 8192));
        assertEquals(0, space.protect(a, 4096, 0));
        assertFault(a);
        assertEquals(0, space.protect(a, 4096, 1));
        assertEquals(0, space.u8(a));
        assertThrows(GuestFault.class, () -> space.put8(a, 1));
    }

    @Test
    void stringsEndAtTheirNul() {
        long a = space.map(0, 8192, RW, ANON, null, 0);
        space.unmap(a + 4096, 4096);
        space.writeBytes(a + 4090, Guests.bytes("hello\0"));
        assertArrayEquals(Guests.bytes("hello"), space.readCString(a + 4090, 100));
        assertNull(space.readCString(a + 4090, 3));
        space.put8(a + 4095, 'x');
        assertThrows(GuestFault.class, () -> space.readCString(a + 4090, 100));
        assertThrows(GuestFault.class, () -> space.readCString(-5, 100));
    }

    @Test
    void hostileArgumentsAreRefused() {
        long[] odd = {0, 1, -1, 4096, -4096, 1L << 31, 1L << 32, (1L << 32) - 4096, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 4095};
        for (long address : odd) {
            for (long length : odd) {
                for (int flags : new int[] {ANON, ANON | MAP_FIXED, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, 0, 3, -1}) {
                    long at = space.map(address, length, RW, flags, null, 0);
                    assertTrue(at < 0 || at + length <= 1L << 32 && length > 0, () -> address + " " + length);
                    if (at >= 0) {
                        assertEquals(0, space.unmap(at, length));
                    }
                }
                space.unmap(address, length);
                space.protect(address, length, RW);
                space.protect(address, length, 99);
                space.sync(address, length, Sys.MS_SYNC);
                space.findFree(length, address, 1L << 32);
                space.flushCode(address, length);
                assertFalse(space.isFree(address, length) && length <= 0);
            }
            space.brk(address);
        }
        assertEquals(-Errno.EINVAL, space.map(0, 4096, RW, ANON, null, 1));
        assertEquals(-Errno.EINVAL, space.map(0, 4096, RW, ANON, null, -4096));
        assertEquals(-Errno.EINVAL, space.map(1, 4096, RW, ANON | MAP_FIXED, null, 0));
        assertEquals(-Errno.ENOMEM, space.protect(0x5000_0000L, 4096, RW));
    }

    @Test
    void fixedMappingsReplace() {
        long a = space.map(0, 5 * 4096, RW, ANON, null, 0);
        space.zero(a, 5 * 4096);
        space.put32(a + 4096, 1);
        space.put32(a + 2 * 4096, 2);
        space.put32(a + 3 * 4096, 3);
        assertEquals(a + 2 * 4096, space.map(a + 2 * 4096, 4096, 1, ANON | MAP_FIXED, null, 0));
        assertEquals(1, space.u32(a + 4096));
        assertEquals(0, space.u32(a + 2 * 4096));
        assertEquals(3, space.u32(a + 3 * 4096));
        assertEquals(3, space.mappings().length);
        assertEquals(0, space.protect(a + 2 * 4096, 4096, RW));
        assertTrue(space.isMapped(a, 5 * 4096));
        assertEquals(0, space.unmap(a + 4096, 4096));
        assertFalse(space.isMapped(a, 5 * 4096));
        assertTrue(space.isFree(a + 4096, 4096));
        assertEquals(a + 4096, space.map(0, 4096, RW, ANON, null, 0));
        assertEquals(a + 4096, space.map(a + 4096, 1, RW, ANON | MAP_FIXED, null, 0));
    }

    @Test
    void wishesAreHonouredIfFree() {
        assertEquals(0x5000_0000L, space.map(0x5000_0000L, 4096, RW, ANON, null, 0));
        assertEquals(0x4000_0000L, space.map(0x5000_0000L, 4096, RW, ANON, null, 0));
    }

    @Test
    void heapGrowsAndShrinks() {
        space.setBreakStart(0x1000_0123);
        assertEquals(0, space.brk(0x1000_0124));
        assertFault(0x1000_0fff);
        assertEquals(0, space.brk(0x1000_5001));
        space.put32(0x1000_5ffc, 5);
        assertEquals(0, space.brk(0x1000_2000));
        assertFault(0x1000_2000);
        assertEquals(0, space.brk(0x1000_6000));
        assertEquals(0, space.u32(0x1000_5ffc));
        assertEquals(-Errno.ENOMEM, space.brk(0x1000_0000));
        space.map(0x1001_0000, 4096, RW, ANON | MAP_FIXED, null, 0);
        assertEquals(-Errno.ENOMEM, space.brk(0x1002_0000));
        assertEquals(0, space.brk(0x1001_0000));
    }

    @Test
    void stackGrowsToItsLimit() {
        assertEquals(0, space.mapStack(0x7fff_8000L, 0x4000, 1 << 20));
        long floor = 0x7fff_8000L - (1 << 20);
        assertTrue(space.resolveFault(0x7fff_0000L, true));
        space.put32(0x7fff_0000L - 0x20000, 1); // by a system call
        assertEquals(1, space.u32(0x7fff_0000L - 0x20000));
        assertTrue(space.resolveFault(floor, true));
        assertFalse(space.resolveFault(floor - 1, true));
        assertFault(floor - 1);
        assertEquals(0, space.u8(floor));
        // Nothing is put where it may grow to.
        AddressSpace other = new AddressSpace(guests.kernel, 1L << 32, false);
        other.mapStack(0x7fff_8000L, 0x4000, 1 << 20);
        long at = other.findFree(0xf8000, 0x7fe0_0000L, 0x8000_0000L);
        assertEquals(0x7fe0_0000L, at);
        assertEquals(-Errno.ENOMEM, other.findFree(0xf9000, 0x7fe0_0000L, 0x8000_0000L));
        other.map(0x7ff8_0000L, 4096, 0, ANON | MAP_FIXED, null, 0);
        assertFalse(other.resolveFault(0x7ff8_2000L, true), "too close to another mapping");
        other.release();
    }

    @Test
    void forkCopiesPrivateAndSharesShared() throws IOException {
        OpenFile f = file("file contents".repeat(1000), Sys.O_RDWR);
        long a = space.map(0, 64 << 20, RW, ANON, null, 0);
        long s = space.map(0, 8192, RW, MAP_SHARED | MAP_ANONYMOUS, null, 0);
        long p = space.map(0, 8192, RW, MAP_PRIVATE, f, 0);
        long q = space.map(0, 8192, RW, MAP_SHARED, f, 4096);
        long none = space.map(0, 4096, RW, ANON, null, 0);
        f.release();
        space.put32(a + (40 << 20), 11);
        space.put32(s, 12);
        space.put8(p + 1, 'X');
        space.put32(none, 13);
        assertEquals(0, space.protect(none, 4096, 0));
        assertEquals(0, space.protect(p, 8192, 1));
        AddressSpace child = space.fork(guests.kernel);
        assertEquals(11, child.u32(a + (40 << 20)));
        assertEquals(0, child.u32(a));
        assertEquals('X', child.u8(p + 1));
        assertThrows(GuestFault.class, () -> child.put8(p, 1));
        assertThrows(GuestFault.class, () -> child.u32(none));
        assertEquals(0, child.protect(none, 4096, 1));
        assertEquals(13, child.u32(none));
        child.put32(a, 1);
        child.put32(s + 4, 2);
        child.put8(q, 'Q');
        assertEquals(0, space.u32(a));
        assertEquals(2, space.u32(s + 4));
        assertEquals('Q', space.u8(q));
        space.put32(a + (40 << 20), 99);
        assertEquals(11, child.u32(a + (40 << 20)));
        child.release();
        assertEquals(12, space.u32(s));
        assertEquals('Q', Files.readAllBytes(folder.resolve("mapped"))[4096]);
    }

    @Test
    void beyondTheEndOfAFileIsAFault() throws IOException {
        OpenFile f = file("short", Sys.O_RDONLY);
        long a = space.map(0, 8192, 1, MAP_PRIVATE, f, 0);
        assertEquals('s', space.u8(a));
        assertEquals(0, space.u8(a + 4095));
        assertFault(a + 4096);
        long w = space.map(0, 8192, RW, MAP_PRIVATE, f, 0);
        space.put8(w, 'x');
        AddressSpace child = space.fork(guests.kernel);
        assertEquals('x', child.u8(w));
        child.release();
        assertEquals(-Errno.EACCES, space.map(0, 4096, RW, MAP_SHARED, f, 0));
        long shared = space.map(0, 4096, 1, MAP_SHARED, f, 0);
        assertEquals(-Errno.EACCES, space.protect(shared, 4096, RW));
        f.release();
    }

    @Test
    void onlyUntouchedFilePagesHaveAnIdentity() throws IOException {
        OpenFile f = file("x".repeat(9000), Sys.O_RDWR);
        long a = space.map(0, 8192, 5, MAP_PRIVATE, f, 0);
        long b = space.map(0, 8192, 5, MAP_PRIVATE, f, 4096);
        CodeMapping first = space.codeMapping(a + 100);
        assertNotNull(first);
        assertNotNull(first.file());
        CodeMapping second = space.codeMapping(b + 5000);
        assertNotNull(second);
        assertEquals(first.file(), second.file());
        assertEquals(4096, second.fileOffset());
        assertEquals(0, space.protect(a, 4096, RW));
        CodeMapping written = space.codeMapping(a);
        assertNotNull(written);
        assertNull(written.file());
        assertTrue(written.writable());
        assertEquals(0, space.protect(a, 4096, 5));
        CodeMapping again = space.codeMapping(a);
        assertNotNull(again);
        assertNull(again.file(), "it may differ from the file for ever");
        CodeMapping rest = space.codeMapping(a + 4096);
        assertNotNull(rest);
        assertEquals(first.file(), rest.file());
        assertEquals(4096, rest.fileOffset());
        assertNull(space.codeMapping(0x1234));
        f.release();
    }

    /** Random calls against a model with one byte of protection per page. */
    @Test
    void agreesWithAModel() {
        long base = 0x4000_0000L;
        int pages = 64;
        int[] model = new int[pages];
        java.util.Arrays.fill(model, -1);
        long seed = 20261122;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3000; i++) {
            int from = random.nextInt(pages);
            int n = 1 + random.nextInt(pages - from);
            int prot = random.nextInt(4);
            long at = base + 4096L * from;
            switch (random.nextInt(3)) {
                case 0 -> {
                    assertEquals(at, space.map(at, 4096L * n, prot, ANON | MAP_FIXED, null, 0));
                    java.util.Arrays.fill(model, from, from + n, prot);
                }
                case 1 -> {
                    assertEquals(0, space.unmap(at, 4096L * n));
                    java.util.Arrays.fill(model, from, from + n, -1);
                }
                default -> {
                    boolean mapped = true;
                    for (int k = from; k < from + n; k++) {
                        mapped &= model[k] >= 0;
                    }
                    assertEquals(mapped ? 0 : -Errno.ENOMEM, space.protect(at, 4096L * n, prot));
                    if (mapped) {
                        java.util.Arrays.fill(model, from, from + n, prot);
                    }
                }
            }
            for (int k = 0; k < pages; k++) {
                assertEquals(model[k], space.protection(base + 4096L * k), "page " + k + " after call " + i + ", seed " + seed);
            }
            long probe = base + 4096L * random.nextInt(pages);
            int expected = model[(int) (probe - base >> 12)];
            if (expected <= 0) {
                assertFault(probe);
            } else {
                assertEquals(0, space.u8(probe));
            }
        }
    }
}
