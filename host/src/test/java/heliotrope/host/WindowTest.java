package heliotrope.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows: mapping, guarded access, and arguments meant to escape. */
class WindowTest {
    private static final long SIZE = 1L << 32;
    private static final int RW = Sys.PROT_READ | Sys.PROT_WRITE;

    @TempDir
    Path directory;

    WindowTest() {
        HostSignals.install();
    }

    @Test
    void mapsAndUnmaps() throws Exception {
        byte[] one = new byte[1];
        try (Window w = Window.reserve(SIZE);
                Scratch s = new Scratch()) {
            assertFalse(w.copyIn(0x10000, one, 0, 1));
            assertEquals(0, w.mapAnonymous(0x10000, 0x2000, RW));
            byte[] text = "hello".getBytes(StandardCharsets.US_ASCII);
            assertTrue(w.copyOut(0x11FFB, text, 0, 5));
            assertFalse(w.copyOut(0x11FFC, text, 0, 5));
            byte[] back = new byte[5];
            assertTrue(w.copyIn(0x11FFB, back, 0, 5));
            assertArrayEquals(new byte[] {'h', 'h', 'e', 'l', 'l'}, back);
            assertEquals(0, w.copyInString(0x11FFB, back, 2, 3));
            assertArrayEquals(new byte[] {'h', 'h', 'h', 'h', 'e'}, back);
            assertEquals(-1, w.copyInString(0x11FFE, back, 0, 3));
            assertThrows(IndexOutOfBoundsException.class, () -> w.copyInString(0x11FFB, back, 4, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> w.copyInString(0x11FFB, back, Integer.MAX_VALUE, Integer.MAX_VALUE));

            assertEquals(0, w.protect(0x10000, 0x1000, Sys.PROT_READ));
            assertFalse(w.copyOut(0x10000, text, 0, 1));
            assertTrue(w.copyIn(0x10000, one, 0, 1));
            assertEquals(0, w.unmap(0x10000, 0x1000));
            assertFalse(w.copyIn(0x10000, one, 0, 1));
            assertTrue(w.copyIn(0x11000, one, 0, 1));

            Path file = directory.resolve("file");
            Files.write(file, new byte[10000]);
            byte[] path = file.toString().getBytes(StandardCharsets.UTF_8);
            int fd = Sys.open(s, path, Sys.O_RDWR | Sys.O_CLOEXEC, 0);
            assertEquals(0, w.mapFile(0x40000, 10000, RW, true, fd, 0));
            assertEquals(0, w.mapFile(0x50000, 4096, RW, false, fd, 4096));
            assertEquals(-Errno.EINVAL, w.mapFile(0x50000, 4096, RW, false, fd, 1));
            Sys.close(fd);
            assertTrue(w.copyOut(0x41000, text, 0, 5));
            assertTrue(w.copyOut(0x50003, text, 4, 1));
            byte[] content = Files.readAllBytes(file);
            assertEquals("hello", new String(content, 4096, 5, StandardCharsets.US_ASCII));
            // Mapped beyond the file's end: SIGBUS.
            assertEquals(0, w.mapFile(0x60000, 0x8000, RW, true, openAgain(s, path), 0));
            assertFalse(w.copyIn(0x64000, one, 0, 1));
        }
    }

    private static int openAgain(Scratch s, byte[] path) {
        return Sys.open(s, path, Sys.O_RDWR | Sys.O_CLOEXEC, 0);
    }

    @Test
    void windowsForWideGuests() {
        try (Window w = Window.reserve(1L << 40)) {
            long top = (1L << 40) - 4096;
            assertEquals(0, w.mapAnonymous(top, 4096, RW));
            assertTrue(w.fill(top, 1, 4096));
            assertEquals(0, w.advise(top, 4096, Sys.MADV_DONTNEED));
            byte[] page = new byte[4096];
            assertTrue(w.copyIn(top, page, 0, 4096));
            assertArrayEquals(new byte[4096], page);
            assertFalse(w.copyIn(top + 1, page, 0, 4096));
        }
    }

    @Test
    void copiesFromAnotherWindow() {
        try (Window a = Window.reserve(1 << 20);
                Window b = Window.reserve(1 << 20)) {
            assertEquals(0, b.mapAnonymous(0x8000, 0x2000, RW));
            assertTrue(b.fill(0x8100, 7, 0x1000));
            byte[] seen = new byte[1];
            assertEquals(0, a.mapAnonymous(0x10000, 0x1000, RW));
            assertTrue(a.copyFrom(b, 0x8100, 0x10000, 0x1000));
            assertFalse(a.copyFrom(b, 0x8100, 0x10001, 0x1000));
            assertTrue(a.copyIn(0x10FFF, seen, 0, 1));
            assertEquals(7, seen[0]);
        }
    }

    @Test
    void readsStrings() {
        try (Window w = Window.reserve(1 << 20)) {
            assertEquals(0, w.mapAnonymous(0x4000, 0x2000, RW));
            assertTrue(w.fill(0x4000, 'x', 0x2000));
            byte[] buffer = new byte[5000];
            assertEquals(0, w.copyInString(0x5F00, buffer, 0, 0x100), "no NUL");
            assertEquals(-1, w.copyInString(0x5F00, buffer, 0, 0x101));
            assertTrue(w.fill(0x5FFF, 0, 1));
            assertEquals(1, w.copyInString(0x5F00, buffer, 0, 0x100));
            assertEquals('x', buffer[0xFE]);
            assertEquals(0, buffer[0xFF]);
            assertEquals(0x101, w.copyInString(0x5F00, buffer, 0, 0x200), "what is behind the NUL is not looked at");
            assertEquals(1, w.copyInString(0x4E00, buffer, 7, 0x1200));
            assertEquals(0, w.copyInString(0x4000, buffer, 0, 5000));
            assertEquals(1, w.copyInString(0x5FFF, buffer, 0, 1));
            assertEquals(-1, w.copyInString(0, buffer, 0, 1));
            assertEquals(-1, w.copyInString(-1, buffer, 0, 1));
            assertEquals(-1, w.copyInString(Long.MAX_VALUE, buffer, 0, 1));
            assertEquals(-1, w.copyInString((1 << 20) - 1, buffer, 0, 1));
            assertEquals(-1, w.copyInString((1 << 20) - 1, buffer, 0, 2));
        }
    }

    /** Nothing next to the window changes, whatever is asked for. */
    @Test
    void cannotBeLeft() {
        long size = 1 << 20;
        Window w = Window.reserve(size);
        // Neighbours, if these places are free.
        long below = Sys.mmap(w.base() - Window.GUARD - 4096, 4096, RW, fixed(), -1, 0);
        long above = Sys.mmap(w.base() + size + Window.GUARD, 4096, RW, fixed(), -1, 0);
        byte[] data = new byte[64];
        byte[] zero = new byte[1];
        long[] hostile = {
            -1, -4096, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE & -4096, size, size - 1, size + 4096,
            -w.base(), 1L << 32, 1L << 63, -Window.GUARD, size + Window.GUARD, 0xFFFF_FFFF_FFFF_F000L,
        };
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            long at = i < hostile.length * 14 ? hostile[i % hostile.length] : random.nextLong() & -4096;
            long length = hostile[i / hostile.length % hostile.length];
            if (i > 1000) {
                at = random.nextLong() >> random.nextInt(64);
                length = random.nextLong() >> random.nextInt(64);
            }
            boolean inside = at >= 0 && length >= 0 && at <= size && size - at >= length;
            assertEquals(inside, w.contains(at, length));
            if (inside) {
                continue;
            }
            assertEquals(-1, w.host(at, length));
            assertEquals(-Errno.EINVAL, w.mapAnonymous(at, length, RW));
            assertEquals(-Errno.EINVAL, w.unmap(at, length));
            assertEquals(-Errno.EINVAL, w.protect(at, length, RW));
            assertEquals(-Errno.EINVAL, w.mapFile(at, length, RW, false, 0, 0));
            assertEquals(-Errno.EINVAL, w.sync(at, length, Sys.MS_SYNC));
            assertEquals(-Errno.EINVAL, w.advise(at, length, Sys.MADV_DONTNEED));
            assertFalse(w.fill(at, 1, length));
            assertFalse(w.copyFrom(w, 0, at, length));
            assertFalse(w.copyFrom(w, at, 0, length));
            if (length == (int) length) {
                assertFalse(w.copyIn(at, data, 0, (int) length));
                assertFalse(w.copyOut(at, data, 0, (int) length));
            }
        }
        assertEquals(-Errno.EINVAL, w.mapAnonymous(1, 4096, RW));
        assertEquals(-Errno.EINVAL, w.mapAnonymous(0, 0, RW));
        // The last page can be used, a length that is no multiple of a page stays inside, the guards are closed.
        assertEquals(0, w.mapAnonymous(size - 4096, 4095, RW));
        assertTrue(w.fill(size - 4096, 1, 4096));
        assertEquals(1, Native.copyIn(w.base() + size, zero, 0, 1));
        assertEquals(1, Native.copyIn(w.base() - 1, zero, 0, 1));
        for (long neighbour : new long[] {below, above}) {
            if (!Errno.isError(neighbour)) {
                byte[] page = new byte[4096];
                assertEquals(0, Native.copyIn(neighbour, page, 0, 4096));
                assertArrayEquals(new byte[4096], page);
            }
        }
        w.close();
        assertEquals(-1, w.host(0, 1));
        assertEquals(-Errno.EINVAL, w.mapAnonymous(0, 4096, RW));
        assertFalse(w.copyIn(size - 4096, zero, 0, 1));
        w.close();
        for (long neighbour : new long[] {below, above}) {
            if (!Errno.isError(neighbour)) {
                Sys.munmap(neighbour, 4096);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> Window.reserve(4095));
        assertThrows(IllegalArgumentException.class, () -> Window.reserve(-4096));
        assertThrows(OutOfMemoryError.class, () -> Window.reserve(1L << 60));
    }

    private static int fixed() {
        return Sys.MAP_PRIVATE | Sys.MAP_ANONYMOUS | Sys.MAP_FIXED_NOREPLACE;
    }

    @Test
    void codeIsNeverWritableAndExecutable() throws Exception {
        try (CodeMemory code = CodeMemory.allocate(1 << 16)) {
            code.buffer().put(0, (byte) 0xB8).putInt(1, 4711).put(5, (byte) 0xC3);
            assertEquals(4711, Native.call(code.executable(), 0, 0, 0, 0, 0, 0));
            assertEquals(1, Native.fill(code.executable(), 0, 1));
            Path maps = Path.of("/proc/self/maps");
            if (!Files.isReadable(maps)) {
                return;
            }
            int seen = 0;
            for (String line : Files.readAllLines(maps)) {
                String[] fields = line.split(" +", -1);
                String[] range = fields[0].split("-", -1);
                long from = Long.parseUnsignedLong(range[0], 16);
                if (from == code.writable()) {
                    assertEquals("rw-s", fields[1]);
                    seen++;
                } else if (from == code.executable()) {
                    assertEquals("r-xs", fields[1]);
                    seen++;
                }
                boolean ours = line.contains("heliotrope");
                assertFalse(ours && fields[1].startsWith("rwx"), line);
            }
            assertEquals(2, seen);
        }
        assertThrows(IllegalArgumentException.class, () -> CodeMemory.allocate(100));
    }
}
