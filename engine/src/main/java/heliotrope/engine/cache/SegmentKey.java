package heliotrope.engine.cache;

import java.nio.ByteBuffer;

/**
 * What stored translations depend on: the words (a hash of the mapping's contents), where they are mapped, the mode, and
 * who made them (the build, the host CPU's features).
 */
public final class SegmentKey {
    /** Bytes of {@link #bytes}. */
    static final int BYTES = BuildId.BYTES + ContentHash.BYTES + 4 * 8;

    private static final String HEX = "0123456789abcdef";

    /** Ends every segment's file name. */
    static final String SUFFIX = ".code";

    final byte[] bytes = new byte[BYTES];
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
        ByteBuffer b = ByteBuffer.wrap(bytes);
        b.put(0, build, 0, BuildId.BYTES);
        b.put(BuildId.BYTES, content, 0, ContentHash.BYTES);
        int at = BuildId.BYTES + ContentHash.BYTES;
        b.putLong(at, start);
        b.putLong(at + 8, length);
        b.putLong(at + 16, mode);
        b.putLong(at + 24, features);
        // A name is only where to look: the whole key is in the file. Contents that differ have names that differ.
        long mix = 0;
        for (int i = 0; i < BYTES; i += 8) {
            mix = (mix ^ b.getLong(i)) * 0x9e3779b97f4a7c15L;
            mix ^= mix >>> 29;
        }
        char[] name = new char[32];
        hex(b.getLong(BuildId.BYTES), name, 0);
        hex(mix, name, 16);
        fileName = new String(name).concat(SUFFIX);
    }

    private static void hex(long value, char[] into, int at) {
        for (int i = 0; i < 16; i++) {
            into[at + i] = HEX.charAt((int) (value >>> 60 - 4 * i) & 15);
        }
    }
}
