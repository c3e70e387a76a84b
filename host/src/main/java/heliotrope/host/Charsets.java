package heliotrope.host;

import java.nio.charset.Charset;

/**
 * The charsets that are needed on the way to the guest. {@link java.nio.charset.StandardCharsets} has them, too; but whoever touches it
 * makes all those of UTF-16 and UTF-32, with their classes, which nothing else in a short program needs.
 */
public final class Charsets {
    public static final Charset UTF_8 = Charset.forName("UTF-8");
    public static final Charset ISO_8859_1 = Charset.forName("ISO-8859-1");

    private Charsets() {}
}
