package heliotrope.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The arrows between the modules: who may know whom. A new arrow is a decision; it is taken here and in the design. */
class ArrowsTest {
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            // @formatter:off
            "host",   Set.of(),
            "ir",     Set.of(),
            "engine", Set.of("ir", "host"),
            "mips",   Set.of("ir"),
            "kernel", Set.of("engine", "ir", "host"),
            "irix",   Set.of("kernel", "mips", "engine", "ir", "host"),
            "linux",  Set.of("kernel", "mips", "engine", "ir", "host"),
            "debug",  Set.of("kernel", "engine", "ir"),
            "app",    Set.of("debug", "irix", "linux", "kernel", "mips", "engine", "ir", "host"));
            // @formatter:on

    @Test
    void arrowsPointDownOnly() throws IOException {
        Map<String, Set<String>> found = found();
        assertEquals(new TreeSet<>(ALLOWED.keySet()), found.keySet());
        found.forEach((module, required) -> {
            Set<String> beyond = new TreeSet<>(required);
            beyond.removeAll(ALLOWED.getOrDefault(module, Set.of()));
            assertEquals(Set.of(), beyond, "heliotrope." + module + " must not require these");
        });
    }

    /** Module name without prefix → what it requires, without the prefix where it is ours. */
    private static Map<String, Set<String>> found() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        for (URL url : Collections.list(ArrowsTest.class.getClassLoader().getResources("module-info.class"))) {
            ModuleDescriptor descriptor;
            try (InputStream in = url.openStream()) {
                descriptor = ModuleDescriptor.read(in);
            }
            if (!descriptor.name().startsWith("heliotrope.")) {
                continue;
            }
            Set<String> required = new TreeSet<>();
            for (ModuleDescriptor.Requires requires : descriptor.requires()) {
                if (!requires.name().equals("java.base")) {
                    required.add(requires.name().replaceFirst("^heliotrope\\.", ""));
                }
            }
            found.put(descriptor.name().substring("heliotrope.".length()), required);
        }
        assertTrue(found.containsKey("app"), "the class path has no module of ours");
        return found;
    }
}
