package heliotrope.app;

import heliotrope.host.Charsets;
import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The environment of this process: the bytes and the order that the host passed, and faster than Java's own view of it, whose first use
 * takes a millisecond.
 */
final class HostEnvironment {
    private static final byte[][] ENTRIES = read().toArray(new byte[0][]);

    private HostEnvironment() {}

    /** {@code NAME=value} each. */
    static List<byte[]> entries() {
        return new ArrayList<>(Arrays.asList(ENTRIES));
    }

    /** The value of a variable, or null. */
    static @Nullable String get(String name) {
        int length = name.length();
        char first = name.charAt(0);
        for (byte[] entry : ENTRIES) {
            if (entry.length > length && entry[0] == first && entry[length] == '=' && text(entry, 0, length).equals(name)) {
                return text(entry, length + 1, entry.length - length - 1);
            }
        }
        return null;
    }

    /** The strings, each with a NUL behind it, that a file of /proc/self holds; none if it cannot be read. */
    static List<byte[]> strings(String path) {
        byte[] block = contents(path);
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

    /** All bytes of a file, without a stream, whose first use starts a thread; none if it cannot be read. */
    private static byte[] contents(String path) {
        byte[] bytes = {};
        try (Scratch s = new Scratch()) {
            int file = Sys.open(s, path.getBytes(Charsets.ISO_8859_1), Sys.O_RDONLY | Sys.O_CLOEXEC, 0);
            if (file < 0) {
                return bytes;
            }
            while (true) {
                int n = (int) Sys.read(file, s.data(), s.dataSize);
                if (n <= 0 && n != -Errno.EINTR) {
                    break;
                }
                int before = bytes.length;
                bytes = Arrays.copyOf(bytes, before + Math.max(n, 0));
                s.get(0, bytes, before, bytes.length - before);
            }
            Sys.close(file);
        }
        return bytes;
    }

    private static List<byte[]> read() {
        List<byte[]> result = strings("/proc/self/environ");
        if (result.isEmpty()) {
            for (Map.Entry<String, String> e : System.getenv().entrySet()) {
                result.add((e.getKey() + "=" + e.getValue()).getBytes(Charsets.UTF_8));
            }
        }
        return result;
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, Charsets.UTF_8);
    }
}
