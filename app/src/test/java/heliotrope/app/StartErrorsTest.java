package heliotrope.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import heliotrope.guests.Heliotrope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever cannot be started: one clear line, and the exit status that {@code --help} promises. */
class StartErrorsTest {
    private static final int USAGE = 2, CANNOT_EXECUTE = 126, NOT_FOUND = 127;

    @TempDir
    private Path folder;

    private byte[] hello = new byte[0];

    @BeforeEach
    void readProgram() throws IOException {
        hello = Files.readAllBytes(Heliotrope.PROGRAMS.resolve("hello"));
    }

    private Path file(String name, byte[] contents) throws IOException {
        Path path = folder.resolve(name);
        Files.write(path, contents);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return path;
    }

    private Path script(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path changed(String name, Consumer<byte[]> change) throws IOException {
        byte[] copy = hello.clone();
        change.accept(copy);
        return file(name, copy);
    }

    private static void refused(int status, String message, String... arguments) {
        CommandError error = assertThrows(CommandError.class, () -> Main.command(new ProcessArguments(arguments)));
        assertEquals(message, error.getMessage());
        assertEquals(status, error.status);
    }

    private static void refusedProgram(int status, String why, Path program) {
        refused(status, program + ": " + why, "run", "--code-cache=1", program.toString());
    }

    @Test
    void notPrograms() throws IOException {
        refusedProgram(NOT_FOUND, "no such file", folder.resolve("missing"));
        refusedProgram(NOT_FOUND, "no such file", script("text", "hello\n").resolve("below"));
        refusedProgram(CANNOT_EXECUTE, "is a directory", folder);
        refusedProgram(CANNOT_EXECUTE, "is not a regular file", Path.of("/dev/null"));
        refusedProgram(CANNOT_EXECUTE, "is empty", script("empty", ""));
        refusedProgram(CANNOT_EXECUTE, "neither a program (ELF) nor a script that begins with #!", script("text", "hello\n"));
        Path plain = script("plain", "#!/bin/sh\n");
        Files.setPosixFilePermissions(plain, PosixFilePermissions.fromString("rw-r--r--"));
        refusedProgram(CANNOT_EXECUTE, "permission denied (it is not executable)", plain);
        refused(NOT_FOUND, ": no such file", "run", "");
    }

    @Test
    void damagedPrograms() throws IOException {
        refusedProgram(CANNOT_EXECUTE, "truncated ELF header", file("cut", Arrays.copyOf(hello, 30)));
        refusedProgram(CANNOT_EXECUTE, "program headers lie beyond the end of the file", file("cut", Arrays.copyOf(hello, 100)));
        refusedProgram(
                CANNOT_EXECUTE, "segment 0 lies beyond the end of the file (truncated?)", file("cut", Arrays.copyOf(hello, 3000)));
    }

    @Test
    void programsOfOtherKinds() throws IOException {
        refusedProgram(CANNOT_EXECUTE, "unknown ELF class 3", changed("class", b -> b[4] = 3));
        refusedProgram(CANNOT_EXECUTE, "no program headers", changed("n64", b -> b[4] = 2)); // its fields lie elsewhere
        refusedProgram(CANNOT_EXECUTE, "an object file, not a program", changed("object", b -> b[17] = 1));
        refusedProgram(CANNOT_EXECUTE, "ELF type 512 is not a program", changed("little", b -> {
            b[5] = 1;
            b[18] = 8;
            b[19] = 0;
        }));
        refusedProgram(
                CANNOT_EXECUTE,
                "a program for another processor (ELF machine 2), which the host cannot run either",
                changed("sparc", b -> b[19] = 2));
    }

    @Test
    void scripts() throws IOException {
        refusedProgram(
                NOT_FOUND, "its interpreter /no/such/program: no such file", script("lost", "#!/no/such/program -x\n"));
        refusedProgram(CANNOT_EXECUTE, "its interpreter /: is a directory", script("folder", "#!/\n"));
        refusedProgram(CANNOT_EXECUTE, "names no interpreter behind #!", script("none", "#! \n"));
        Path loop = folder.resolve("loop");
        refusedProgram(
                CANNOT_EXECUTE, "too many scripts that are interpreters of scripts", script("loop", "#!" + loop + "\n"));
    }

    @Test
    void namesCannotCommandTheTerminal() throws IOException {
        Path odd = changed("odd\u001b[31m", b -> b[17] = 1);
        refused(
                CANNOT_EXECUTE,
                folder + "/odd?[31m: an object file, not a program",
                "run",
                "--code-cache=1",
                odd.toString());
    }

    @Test
    void arguments() {
        String[] many = new String[300];
        Arrays.fill(many, "x".repeat(10_000));
        many[0] = Heliotrope.PROGRAMS.resolve("hello").toString();
        refused(CANNOT_EXECUTE, many[0] + ": the arguments and the environment are too long", many);
    }

    @Test
    void options() {
        refused(USAGE, "--nonsense: no such option (heliotrope --help lists them)", "--nonsense");
        refused(USAGE, "--engine: needs an argument (jit|interp)", "run", "--engine");
        refused(USAGE, "--engine=foo: jit or interp", "run", "--engine=foo", "x");
        refused(USAGE, "-s 12x: expected a number from 65536 to 536870912", "-s", "12x", "x");
        refused(USAGE, "-E x: expected NAME=value", "-E", "x", "x");
        refused(USAGE, "-g: gdb stub (not implemented)", "-g", "1234", "x");
        refused(NOT_FOUND, "-L /no/such/root: no such directory", "-L", "/no/such/root", "x");
        refused(NOT_FOUND, "--map /a=/no/such/file: no such file on the host", "--map", "/a=/no/such/file", "x");
    }
}
