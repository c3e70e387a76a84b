package heliotrope.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House rules about source files that neither compiler nor Spotless knows. */
class SourceRulesTest {
    /** The aim is 120; a table row or a signature may be a little wider before it is broken up. */
    private static final int COLUMNS = 140;

    private static final int LINES = 700;

    private static final Path ROOT = Path.of(System.getProperty("heliotrope.root", "..")).normalize();

    @Test
    void linesAndFilesAreShort() throws IOException {
        List<Path> files = sources();
        assertTrue(files.size() > 20, "no sources below " + ROOT);
        List<String> broken = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() > LINES) {
                broken.add(ROOT.relativize(file) + ": " + lines.size() + " lines, at most " + LINES);
            }
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() > COLUMNS) {
                    broken.add(ROOT.relativize(file) + ":" + (i + 1) + ": wider than " + COLUMNS + " columns");
                }
            }
        }
        assertEquals("", String.join("\n", broken));
    }

    private static List<Path> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path module : children(ROOT)) {
            Path source = module.resolve("src");
            if (Files.isRegularFile(module.resolve("pom.xml")) && Files.isDirectory(source)) {
                try (Stream<Path> walk = Files.walk(source)) {
                    walk.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                }
            }
        }
        return files;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(Files::isDirectory).toList();
        }
    }
}
