package heliotrope.engine.cache;

import heliotrope.host.Charsets;


/**
 * What stored translations depend on: the words (a hash of the mapping's contents), where they are mapped, the mode, and
 * who made them (the build, the host CPU's features).
 */
public final class SegmentKey {
    // Words, of those that are made of bytes the first byte is the most significant.
    static final int BUILD = 0, CONTENT = BuildId.BYTES / 8, START = CONTENT + ContentHash.BYTES / 8, FEATURES = START + 3,
            WORDS = FEATURES + 1;

    /** Ends every segment's file name. */
    static final String SUFFIX = ".code";

    final long[] words = new long[WORDS];
    final String fileName;

    /**
     * @param build see {@link BuildId}
     * @param content hash of what is mapped
     * @param start guest address of the mapping
     * @param length of the mapping, in bytes
     * @param mode of the translations ({@link heliotrope.ir.Mode})
     * @param features of the host CPU, and other options that code depends on
     */
    public SegmentKey(byte[] build, byte[] content, long start, long length, int mode, int features) {
        long[] w = words;
        w[BUILD] = word(build, 0);
        w[BUILD + 1] = word(build, 8);
        for (int i = 0; i < ContentHash.BYTES / 8; i++) {
            w[CONTENT + i] = word(content, 8 * i);
        }
        w[START] = start;
        w[START + 1] = length;
        w[START + 2] = mode;
        w[FEATURES] = features;
        // A name is only where to look: the whole key is in the file. Contents that differ have names that differ.
        long mix = 0;
        for (int i = 0; i < WORDS; i++) {
            mix = (mix ^ w[i]) * 0x9e3779b97f4a7c15L;
            mix ^= mix >>> 29;
        }
        byte[] name = new byte[32];
        hex(w[CONTENT], name, 0);
        hex(mix, name, 16);
        fileName = new String(name, Charsets.ISO_8859_1).concat(SUFFIX);
    }

    /** Eight bytes, the most significant one first. */
    static long word(byte[] bytes, int at) {
        long word = 0;
        for (int i = 0; i < 8; i++) {
            word = word << 8 | bytes[at + i] & 0xff;
        }
        return word;
    }

    private static void hex(long value, byte[] into, int at) {
        for (int i = 0; i < 16; i++) {
            int digit = (int) (value >>> 60 - 4 * i) & 15;
            into[at + i] = (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
        }
    }
}
