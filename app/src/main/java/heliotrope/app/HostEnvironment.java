package heliotrope.app;

import heliotrope.host.Nullable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The environment of this process: the bytes and the order that the host passed, and faster than Java's own view of it, whose first use
 * takes a millisecond.
 */
final class HostEnvironment {
    private static final List<byte[]> ENTRIES = read();

    private HostEnvironment() {}

    /** {@code NAME=value} each; not to be changed. */
    static List<byte[]> entries() {
        return ENTRIES;
    }

    /** The value of a variable, or null. */
    static @Nullable String get(String name) {
        int length = name.length();
        for (byte[] entry : ENTRIES) {
            if (entry.length > length && entry[length] == '=' && text(entry, 0, length).equals(name)) {
                return text(entry, length + 1, entry.length - length - 1);
            }
        }
        return null;
    }

    /** The strings, each with a NUL behind it, that a file of /proc/self holds; none if it cannot be read. */
    static List<byte[]> strings(String path) {
        byte[] block;
        try (FileInputStream in = new FileInputStream(path)) {
            block = in.readAllBytes();
        } catch (IOException e) {
            block = new byte[0];
        }
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < block.length; i++) {
            if (block[i] == 0) {
                byte[] part = new byte[i - start];
                System.arraycopy(block, start, part, 0, part.length);
                parts.add(part);
                start = i + 1;
            }
        }
        return parts;
    }

    private static List<byte[]> read() {
        List<byte[]> result = strings("/proc/self/environ");
        if (result.isEmpty()) {
            for (Map.Entry<String, String> e : System.getenv().entrySet()) {
                result.add((e.getKey() + "=" + e.getValue()).getBytes(StandardCharsets.UTF_8));
            }
        }
        return result;
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
}
