package heliotrope.app;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import heliotrope.engine.Engine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code -perfmap}: the file in which {@code perf} looks up names of code that no ELF file describes. */
final class PerfMap {
    private PerfMap() {}

    /** Writes /tmp/perf-PID.map: address, size and name of each translation (guest_PC_INSTRUCTIONS, trace_ and more of these). */
    static void write(Engine engine) {
        Path file = Path.of("/tmp/perf-" + ProcessHandle.current().pid() + ".map");
        StringBuilder lines = new StringBuilder(1 << 16);
        engine.visitCode((host, bytes, pc, words) -> {
            lines.append(Long.toHexString(host)).append(' ').append(Integer.toHexString(bytes));
            lines.append(pc.length > 1 ? " trace" : " guest");
            for (int i = 0; i < pc.length; i++) {
                lines.append('_').append(Long.toHexString(pc[i])).append('_').append(words[i]);
            }
            lines.append('\n');
        });
        try (BufferedWriter out = Files.newBufferedWriter(file, CREATE, TRUNCATE_EXISTING, WRITE, NOFOLLOW_LINKS)) {
            out.append(lines);
        } catch (IOException e) {
            System.err.println("heliotrope: " + file + ": " + e.getMessage());
        }
    }
}
