package heliotrope.app;

import heliotrope.host.Nullable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command's words and environment as the bytes that the host passed. Java decodes words by the locale and loses bytes that are not
 * text there; where that happened they are read again from /proc, as the environment always is if it is there.
 */
final class ProcessArguments extends Invocation {
    private final String[] words;
    private final Charset charset;
    private byte @Nullable [] @Nullable [] rawWords;
    private @Nullable List<byte[]> environment;

    ProcessArguments(String[] words) {
        super(System.getProperty("heliotrope.argv0", "heliotrope"));
        this.words = words;
        String name = System.getProperty("sun.jnu.encoding");
        this.charset = name != null && name.equals("UTF-8") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    }

    @Override
    String[] texts() {
        String[] texts = words.clone();
        for (int i = 0; i < texts.length; i++) {
            if (!intact(texts[i])) {
                texts[i] = new String(word(i), StandardCharsets.UTF_8);
            }
        }
        return texts;
    }

    @Override
    byte[] word(int i) {
        if (intact(words[i])) {
            return words[i].getBytes(charset);
        }
        if (rawWords == null) {
            List<byte[]> all = split(read("/proc/self/cmdline"));
            if (all.size() < words.length) {
                String why = " is not text in this locale (try LC_ALL=C.UTF-8), and /proc/self/cmdline cannot be read";
                throw new CommandError(CommandError.USAGE, "argument " + (i + 1) + why);
            }
            rawWords = all.subList(all.size() - words.length, all.size()).toArray(new byte[0][]);
        }
        byte[][] raw = rawWords;
        return raw[i];
    }

    @Override
    List<byte[]> environment() {
        return new ArrayList<>(entries());
    }

    private List<byte[]> entries() {
        List<byte[]> result = environment;
        if (result == null) {
            result = readEnvironment();
            environment = result;
        }
        return result;
    }

    private List<byte[]> readEnvironment() {
        // The bytes and the order that the host passed; it is also faster than Java's own view of the environment.
        List<byte[]> result = split(read("/proc/self/environ"));
        if (result.isEmpty()) {
            for (Map.Entry<String, String> e : System.getenv().entrySet()) {
                result.add((e.getKey() + "=" + e.getValue()).getBytes(charset));
            }
        }
        return result;
    }

    @Override
    @Nullable String variable(String name) {
        for (byte[] entry : entries()) {
            int length = name.length();
            if (entry.length > length && entry[length] == '=' && new String(entry, 0, length, charset).equals(name)) {
                return new String(entry, length + 1, entry.length - length - 1, charset);
            }
        }
        return null;
    }

    @Override
    void print(int fd, String text) {
        Main.print(fd, text);
    }

    /** Whether decoding kept every byte: in a locale that is not UTF-8, only ASCII is sure to be. */
    private boolean intact(String s) {
        boolean utf8 = charset.equals(StandardCharsets.UTF_8);
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\ufffd' || c >= 128 && !utf8) {
                return false;
            }
        }
        return true;
    }

    private static byte[] read(String path) {
        try (FileInputStream in = new FileInputStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static List<byte[]> split(byte[] block) {
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
}
