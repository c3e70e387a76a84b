package heliotrope.app;

import heliotrope.host.Charsets;
import heliotrope.host.Nullable;
import java.util.List;

/**
 * The command's words and environment as the bytes that the host passed. Java decodes words by the locale and loses bytes that are not
 * text there; where that happened they are read again from /proc.
 */
final class ProcessArguments extends Invocation {
    private final String[] words;
    private final boolean utf8;
    private byte @Nullable [] @Nullable [] rawWords;

    ProcessArguments(String[] words) {
        super(System.getProperty("heliotrope.argv0", "heliotrope"));
        this.words = words;
        String name = System.getProperty("sun.jnu.encoding");
        utf8 = name != null && name.equals("UTF-8");
    }

    @Override
    String[] texts() {
        String[] texts = words.clone();
        for (int i = 0; i < texts.length; i++) {
            if (!intact(texts[i])) {
                texts[i] = new String(word(i), Charsets.UTF_8);
            }
        }
        return texts;
    }

    @Override
    byte[] word(int i) {
        if (intact(words[i])) {
            return words[i].getBytes(utf8 ? Charsets.UTF_8 : Charsets.ISO_8859_1);
        }
        if (rawWords == null) {
            List<byte[]> all = HostEnvironment.strings("/proc/self/cmdline");
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
        return HostEnvironment.entries();
    }

    @Override
    @Nullable String variable(String name) {
        return HostEnvironment.get(name);
    }

    @Override
    void print(int fd, String text) {
        Main.print(fd, text);
    }

    /** Whether decoding kept every byte: in a locale that is not UTF-8, only ASCII is sure to be. */
    private boolean intact(String s) {
        return utf8
                ? s.indexOf('\ufffd') < 0
                : s.getBytes(Charsets.UTF_8).length == s.length(); // no loop over characters, each of which is five calls
    }
}
