package heliotrope.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.asm.Assembler;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code that is executed in the pages of a file. */
class CodeMemoryTest {
    private static final int PAGE = NativeMemory.PAGE;
    private static final int PAGES = 40;

    @TempDir
    Path folder;

    /** A file of pages, each with a function that returns its number, and its descriptor. */
    private int file(Path path) throws IOException {
        byte[] bytes = new byte[PAGES * PAGE];
        for (int i = 0; i < PAGES; i++) {
            Assembler asm = new Assembler();
            asm.movImm32(Assembler.RAX, i);
            asm.ret();
            System.arraycopy(asm.buf, 0, bytes, i * PAGE, asm.pos);
        }
        Files.write(path, bytes);
        try (Scratch s = new Scratch()) {
            return Sys.open(s, path.toString().getBytes(StandardCharsets.UTF_8), Sys.O_RDONLY | Sys.O_CLOEXEC, 0);
        }
    }

    private static long call(CodeMemory memory, int page) {
        return Native.call(memory.executable() + (long) page * PAGE, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void codeOfAFileIsExecutedUntilItIsChanged() throws IOException {
        HostSignals.install();
        Path path = folder.resolve("code");
        int file = file(path);
        CodeMemory memory = CodeMemory.allocate(64 * PAGE);
        assertTrue(memory.mapFile(8 * PAGE, 2 * PAGE + 32, file, 3 * PAGE));
        memory.unmapFile(8 * PAGE, 2 * PAGE + 32);
        assertEquals(0, Native.peek32(memory.executable() + 10L * PAGE));
        assertTrue(memory.mapFile(8 * PAGE, (PAGES - 2) * PAGE, file, 2 * PAGE));
        Sys.close(file);
        for (int i = 2; i < PAGES; i++) {
            assertEquals(i, call(memory, i + 6));
        }
        // Page 20 of the file, and its neighbours.
        int at = 26 * PAGE;
        memory.own(at + 1);
        memory.buffer().putInt(at + 1, 1234);
        assertEquals(1234, call(memory, 26));
        for (int i = 2; i < PAGES; i++) {
            assertEquals(i == 20 ? 1234 : i, call(memory, i + 6));
        }
        byte[] unchanged = Files.readAllBytes(path);
        assertEquals(20, unchanged[20 * PAGE + 1]);
        // Afterwards the memory is what it is without files.
        memory.ownAll();
        memory.buffer().put(50 * PAGE, unchanged, 3 * PAGE, 16);
        assertEquals(3, call(memory, 50));
        assertEquals(0, Native.peek32(memory.executable() + 9L * PAGE));
        memory.own(at);
        memory.close();
    }

    @Test
    void whatTheFileNoLongerHasDoesNotBecomeCode() throws IOException {
        HostSignals.install();
        Path path = folder.resolve("code");
        int file = file(path);
        CodeMemory memory = CodeMemory.allocate(64 * PAGE);
        assertTrue(memory.mapFile(0, PAGES * PAGE, file, 0));
        Sys.close(file);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(5 * PAGE);
        }
        assertEquals(0, Native.sum(memory.executable(), PAGES * PAGE));
        memory.own(2 * PAGE);
        assertEquals(4, call(memory, 4));
        assertEquals(0xf4f4f4f4, Native.peek32(memory.executable() + 5L * PAGE));
        memory.close();
    }

    @Test
    void sumsTellContentsApart() {
        HostSignals.install();
        long memory = NativeMemory.allocate(2 * PAGE);
        Sys.mprotect(memory + PAGE, PAGE, Sys.PROT_NONE);
        for (int length = 0; length <= 104; length += 8) {
            long zero = Native.sum(memory, length);
            assertNotEquals(0, zero);
            for (int bit = 0; bit < 8 * length; bit++) {
                Native.fill(memory + bit / 8, 1 << bit % 8, 1);
                assertNotEquals(zero, Native.sum(memory, length));
                Native.fill(memory + bit / 8, 0, 1);
            }
            assertEquals(zero, Native.sum(memory, length));
            assertEquals(zero, Native.sum(memory + PAGE - length, length));
            assertEquals(0, Native.sum(memory + PAGE - length, length + 8));
        }
        NativeMemory.free(memory, 2 * PAGE);
    }
}
