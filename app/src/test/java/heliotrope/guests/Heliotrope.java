package heliotrope.guests;

import heliotrope.host.BridgeBuilder;
import heliotrope.host.Nullable;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the command in a JVM of its own, as a user does. */
public final class Heliotrope {
    public static final Path ROOT = Path.of(System.getProperty("heliotrope.root", ".."));
    public static final Path PROGRAMS = ROOT.resolve("guests/bin/o32");
    private static final int TIMEOUT_SECONDS = 300;
    private static @Nullable Path bridge;

    private Heliotrope() {}

    /** @param status as a shell has it: 128 + signal if a signal ended the command */
    public record Result(int status, byte[] out, String err) {
        public String text() {
            return new String(out, StandardCharsets.ISO_8859_1);
        }
    }

    public static Result run(String... arguments) throws IOException, InterruptedException {
        return run(ROOT.toFile(), arguments);
    }

    public static Result run(File directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = command();
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("heliotrope", ".out");
        Path err = Files.createTempFile("heliotrope", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putIfAbsent("HELIOTROPE_CACHE", "off");
            Process process = builder
                    .directory(directory)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", arguments) + ": still running after " + TIMEOUT_SECONDS + " s");
            }
            return new Result(process.exitValue(), Files.readAllBytes(out), Files.readString(err, StandardCharsets.ISO_8859_1));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** The beginning of a command line: all but the words of {@code heliotrope} itself. */
    public static List<String> command(String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xrs", "-XX:+DisableAttachMechanism",
                "-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
        command.add("-Dheliotrope.home=" + ROOT.toAbsolutePath());
        command.add("-Dheliotrope.bridge=" + bridge());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "heliotrope.app.Main"));
        return command;
    }

    private static synchronized Path bridge() throws IOException {
        Path file = bridge;
        if (file == null) {
            Path directory = Files.createTempDirectory("heliotrope");
            file = directory.resolve("libheliotrope.so");
            BridgeBuilder.main(new String[] {file.toString()});
            bridge = file;
            directory.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
        }
        return file;
    }
}
