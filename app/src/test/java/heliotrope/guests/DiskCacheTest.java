package heliotrope.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole programs with a disk cache. */
class DiskCacheTest {
    @TempDir
    Path temporary;

    private Heliotrope.Result hello(String cache) throws IOException, InterruptedException {
        return Heliotrope.run("run", "-d", "stats", "--cache", cache, Heliotrope.PROGRAMS.resolve("hello").toAbsolutePath().toString());
    }

    @Test
    void theSecondRunTranslatesNothing() throws IOException, InterruptedException {
        String folder = temporary.resolve("translations").toString();
        Heliotrope.Result first = hello(folder);
        assertEquals("hello, world\n", first.text(), first.err());
        assertFalse(first.err().contains("translated 0 blocks"), first.err());
        Heliotrope.Result second = hello(folder);
        assertEquals("hello, world\n", second.text());
        assertTrue(second.err().contains("translated 0 blocks, 0 guest instructions"), second.err());
    }

    @Test
    void withoutAFolderEverythingWorks() throws IOException, InterruptedException {
        Path file = Files.createFile(temporary.resolve("file"));
        for (String folder : new String[] {"off", file.toString(), file + "/below", "/proc/nowhere/x", "/dev/null"}) {
            Heliotrope.Result r = hello(folder);
            assertEquals("hello, world\n", r.text());
            assertTrue(r.err().contains("saved 0 files"), r.err());
        }
    }

    @Test
    void twoAtOnceLeaveAWholeFile() throws Exception {
        String folder = temporary.resolve("translations").toString();
        Thread other = new Thread(() -> {
            try {
                hello(folder);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        assertEquals("hello, world\n", hello(folder).text());
        other.join();
        assertTrue(hello(folder).err().contains("translated 0 blocks"));
    }
}
