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

    /** What readelf says of a file that it has no complaint about. */
    private static String readelf(Path file) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/readelf")), "readelf (binutils) is not installed");
        Result result = run(List.of("/usr/bin/readelf", "-aW", "--lint", file.toString()));
        assertEquals(0, result.status);
        assertFalse(result.text.toLowerCase(Locale.ROOT).contains("warning"), result.text);
        assertFalse(result.text.toLowerCase(Locale.ROOT).contains("error"), result.text);
        assertFalse(result.text.contains("RWE"), result.text);
        return result.text;
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
        String text = readelf(file);
        assertTrue(text.contains("Library soname: [libheliotrope.so]"), text);
        assertTrue(text.contains("There are no relocations in this file."), text);
        assertTrue(text.contains("Java_heliotrope_host_Native_enter"), text);
    }

    /** The bridge in the executable, words, and how main may end. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            System.out.println("pid is " + (Sys.getpid() == ProcessHandle.current().pid()));
            for (String word : args) {
                if (word.equals("throw")) {
                    throw new IllegalStateException("thrown");
                }
                System.out.println(word.replace("\ufffd", "(not ASCII)"));
            }
            System.exit(args.length);
        }
    }

    private Path program() throws Exception {
        Path file = directory.resolve("program");
        BridgeBuilder.main(new String[] {file.toString(), System.getProperty("java.home")});
        return file;
    }

    private static List<String> command(Path program, String... words) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dheliotrope.bridge=/nonexistent.so",
                "-Djava.class.path=" + TestCode.classPath(),
                "heliotrope/host/BridgeBuilderTest$Program"));
        command.addAll(List.of(words));
        return command;
    }

    @Test
    void aProgramIsAJvm() throws Exception {
        Path program = program();
        assertEquals(new Result(0, "pid is true\n"), run(command(program)));
        String words = "pid is true\n-a\n\nb c\n(not ASCII)\n";
        assertEquals(new Result(4, words), run(command(program, "-a", "", "b c", "\u00fc")));
        Result thrown = run(command(program, "throw"));
        assertEquals(1, thrown.status);
        assertTrue(thrown.text.contains("IllegalStateException: thrown"), thrown.text);
    }

    @Test
    void aProgramRefusesWhatTheJvmRefuses() throws Exception {
        Path program = program();
        Result option = run(List.of(program.toString(), "-Xnonsense", "x/Y"));
        assertEquals(1, option.status);
        assertTrue(option.text.contains("-Xnonsense"), option.text);
        Result noClass = run(List.of(program.toString(), "-Xmx64m", "x/Y"));
        assertEquals(1, noClass.status);
        assertTrue(noClass.text.contains("x/Y") || noClass.text.contains("x.Y"), noClass.text);
    }

    @Test
    void aSmallStackIsLeftToJava() throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -s 64 && exec \"$@\"", "sh"));
        command.addAll(command(program()));
        assertEquals(new Result(0, "pid is true\n"), run(command));
    }

    @Test
    void writesACleanProgram() throws Exception {
        String text = readelf(program());
        assertTrue(text.contains("/lib/server/libjvm.so]"), text);
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
