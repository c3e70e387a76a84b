package heliotrope.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.engine.x64.ExitStubs;
import heliotrope.engine.x64.PinnedRegisters;
import heliotrope.host.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shared ends of translated code, made or from a file: the same bytes at the same places; a file that is not good is not used. */
class StoredStubsTest {
    private static final PinnedRegisters PINS = new PinnedRegisters(new TestFrontend().pinnedRegisters());

    @TempDir
    Path folder;

    @Test
    void fromAFileTheyAreTheSame() throws IOException {
        Path file = folder.resolve("stubs");
        byte[] image = ExitStubs.image(PINS);
        Files.write(file, image);
        CodeCache made = new CodeCache(1 << 20, PINS, null);
        CodeCache stored = new CodeCache(1 << 20, PINS, file.toString());
        same(made, stored);
        Files.write(file, Arrays.copyOf(image, image.length - 1));
        CodeCache truncated = new CodeCache(1 << 20, PINS, file.toString());
        same(made, truncated);
        CodeCache missing = new CodeCache(1 << 20, PINS, folder.resolve("missing").toString());
        same(made, missing);
        made.close();
        stored.close();
        truncated.close();
        missing.close();
    }

    private static void same(CodeCache a, CodeCache b) {
        assertTrue(a.top() > 100);
        assertEquals(a.top(), b.top());
        assertArrayEquals(code(a), code(b));
        assertEquals(a.resume - a.executable(), b.resume - b.executable());
        assertEquals(a.resumeWide - a.executable(), b.resumeWide - b.executable());
    }

    private static byte[] code(CodeCache cache) {
        byte[] code = new byte[cache.top()];
        assertEquals(0, Native.copyIn(cache.executable(), code, 0, code.length));
        return code;
    }
}
