package heliotrope.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library file, and how it is found. */
class BridgeBuilderTest {
    @TempDir
    Path directory;

    private record Result(int status, String text) {}

    private static Result run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), text);
    }

    private Result java(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                TestCode.classPath()));
        command.addAll(List.of(options));
        command.add(Main.class.getName());
        return run(command);
    }

    /** Loads the bridge in a JVM of its own. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            try {
                System.out.println("pid is " + (Sys.getpid() == ProcessHandle.current().pid()));
            } catch (ExceptionInInitializerError e) {
                System.out.println(e.getCause());
            }
        }
    }

    @Test
    void writesACleanLibrary() throws Exception {
        Path file = directory.resolve("sub/libheliotrope.so");
        BridgeBuilder.main(new String[] {file.toString()});
        assertArrayEquals(BridgeBuilder.build(), Files.readAllBytes(file));
        try (var files = Files.list(file.getParent())) {
            assertEquals(1, files.count());
        }
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/readelf")), "readelf (binutils) is not installed");
        Result result = run(List.of("/usr/bin/readelf", "-aW", "--lint", file.toString()));
        assertEquals(0, result.status);
        assertFalse(result.text.toLowerCase(Locale.ROOT).contains("warning"), result.text);
        assertFalse(result.text.toLowerCase(Locale.ROOT).contains("error"), result.text);
        assertTrue(result.text.contains("Library soname: [libheliotrope.so]"), result.text);
        assertTrue(result.text.contains("There are no relocations in this file."), result.text);
        assertTrue(result.text.contains("Java_heliotrope_host_Native_enter"), result.text);
        assertFalse(result.text.contains("RWE"), result.text);
    }

    @Test
    void isLoadedFromAFileOrAnywhere() throws Exception {
        Path file = directory.resolve("bridge.so");
        BridgeBuilder.main(new String[] {file.toString()});
        assertEquals("pid is true\n", java("-Dheliotrope.bridge=" + file).text);
        assertEquals("pid is true\n", java().text);
        // An unusable temporary directory: one of the others will do.
        String elsewhere = java("-Djava.io.tmpdir=/nonexistent").text;
        assertTrue(elsewhere.endsWith("pid is true\n"), elsewhere);
        // A file that cannot be loaded (a file system without execution): a temporary one will do.
        assertEquals("pid is true\n", java("-Dheliotrope.bridge=/nonexistent.so").text);
    }

    @Test
    void refusesAnotherVersion() throws Exception {
        Path file = directory.resolve("old.so");
        byte[] library = BridgeBuilder.build();
        // mov eax, VERSION; ret
        int at = 0;
        while (library[at] != (byte) 0xB8 || library[at + 1] != BridgeData.VERSION || library[at + 5] != (byte) 0xC3) {
            at++;
        }
        library[at + 1]--;
        Files.write(file, library);
        String old = java("-Dheliotrope.bridge=" + file).text;
        String problem = "has version " + (BridgeData.VERSION - 1) + ", but version " + BridgeData.VERSION + " is needed";
        assertTrue(old.contains(problem), old);
    }
}
