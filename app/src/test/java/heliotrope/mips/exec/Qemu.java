package heliotrope.mips.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs outside of this JVM: under qemu's user-mode emulation, or under any other command. */
final class Qemu {
    private Qemu() {}

    private static final int LIMIT = 100;

    static boolean installed(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /** What the program writes. */
    static byte[] run(Program program) throws IOException, InterruptedException {
        return run(List.of(program.variant.qemu, "-cpu", program.variant.cpu), program);
    }

    /** What the program writes when a command runs it, whose last argument it becomes. */
    static byte[] run(List<String> command, Program program) throws IOException, InterruptedException {
        Path elf = Files.createTempFile("random", ".elf");
        Path out = Files.createTempFile("random", ".out");
        try {
            Files.write(elf, program.elf());
            if (!elf.toFile().setExecutable(true)) {
                throw new IOException("cannot make it executable: " + elf);
            }
            List<String> words = new ArrayList<>(command);
            words.add(elf.toString());
            Process process = new ProcessBuilder(words).redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!process.waitFor(LIMIT, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new IOException(command + " ends with status " + process.exitValue());
            }
            return Files.readAllBytes(out);
        } finally {
            Files.delete(elf);
            Files.delete(out);
        }
    }
}
