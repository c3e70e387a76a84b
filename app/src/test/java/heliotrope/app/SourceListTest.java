package heliotrope.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a build is still that of its sources. */
class SourceListTest {
    @TempDir
    private Path checkout;

    private void at(Path path, long millis) throws IOException {
        Files.setLastModifiedTime(path, FileTime.fromMillis(millis));
    }

    @Test
    void aNewerFileOrFolderIsNoticed() throws IOException {
        Path folder = Files.createDirectories(checkout.resolve("a/src"));
        Path other = Files.createDirectories(checkout.resolve("b/src"));
        Path file = Files.createFile(folder.resolve("One.java"));
        Files.createFile(folder.resolve("notes.txt"));
        Path build = Files.createFile(checkout.resolve("current"));
        Path list = checkout.resolve("sources");
        SourceList.main(new String[] {list.toString(), checkout.toString(), "./a/src", "./b/src"});
        for (Path path : new Path[] {folder, other, file}) {
            at(path, 1_000_000_100);
        }
        at(build, 1_000_000_100);
        assertFalse(newer(list, build));
        at(file, 1_000_000_101);
        assertTrue(newer(list, build));
        at(file, 999_999_999);
        assertFalse(newer(list, build));
        Files.createFile(other.resolve("Two.java"));
        assertTrue(newer(list, build));
        at(other, 1_000_000_100);
        assertFalse(newer(list, build));
        Files.delete(file); // the folder has changed
        assertTrue(newer(list, build));
        assertFalse(newer(checkout.resolve("missing"), build));
        assertFalse(newer(list, checkout.resolve("missing")));
    }

    private boolean newer(Path list, Path build) throws IOException {
        // As if the last look had been long ago.
        if (Files.exists(list)) {
            at(list, 1_000_000_000);
        }
        return soonNewer(list, build);
    }

    private boolean soonNewer(Path list, Path build) {
        return SourceList.isNewer(list.toString(), checkout.toString(), build.toString());
    }

    @Test
    void filesAreLookedAtOnceASecond() throws IOException {
        Path folder = Files.createDirectories(checkout.resolve("a/src"));
        Path file = Files.createFile(folder.resolve("One.java"));
        Path build = Files.createFile(checkout.resolve("current"));
        Path list = checkout.resolve("sources");
        SourceList.main(new String[] {list.toString(), checkout.toString(), "./a/src"});
        at(folder, 1_000_000_000);
        at(file, 1_000_000_000);
        at(build, 1_000_000_100);
        assertFalse(newer(list, build)); // from now on, for a second
        at(file, 1_000_000_200);
        at(list, System.currentTimeMillis());
        boolean looked = soonNewer(list, build);
        assertTrue(!looked || System.currentTimeMillis() - Files.getLastModifiedTime(list).toMillis() >= 1000);
        at(list, System.currentTimeMillis() - 1001);
        assertTrue(soonNewer(list, build));
        at(list, System.currentTimeMillis() + 5000); // somebody set the clock back
        assertTrue(soonNewer(list, build));
        at(file, 1_000_000_000);
        Files.createFile(folder.resolve("Two.java"));
        at(list, System.currentTimeMillis());
        assertTrue(soonNewer(list, build)); // folders always
    }
}
