package heliotrope.irix;

import heliotrope.kernel.AddressSpace;

/** Bytes of one guest structure, big-endian, on their way into or out of guest memory. One per guest thread, used over and over. */
final class StructBuffer {
    private static final byte[] ZEROES = new byte[4096];

    byte[] bytes = new byte[4096];
    int size;

    /** Starts a structure of {@code n} zero bytes. */
    StructBuffer start(int n) {
        if (n > ZEROES.length) {
            bytes = new byte[n];
        } else {
            System.arraycopy(ZEROES, 0, bytes, 0, n); // not by a loop, which is slow while Java is interpreted
        }
        size = n;
        return this;
    }

    /** Reads {@code n} bytes of guest memory. */
    StructBuffer load(AddressSpace space, long address, int n) {
        if (n > bytes.length) {
            bytes = new byte[n];
        }
        space.readBytes(address, bytes, 0, n);
        size = n;
        return this;
    }

    /** Writes the structure to guest memory. */
    void store(AddressSpace space, long address) {
        space.writeBytes(address, bytes, 0, size);
    }

    void put8(int at, int value) {
        bytes[at] = (byte) value;
    }

    void put16(int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    void put32(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    void put64(int at, long value) {
        int high = (int) (value >>> 32);
        int low = (int) value;
        bytes[at] = (byte) (high >>> 24);
        bytes[at + 1] = (byte) (high >>> 16);
        bytes[at + 2] = (byte) (high >>> 8);
        bytes[at + 3] = (byte) high;
        bytes[at + 4] = (byte) (low >>> 24);
        bytes[at + 5] = (byte) (low >>> 16);
        bytes[at + 6] = (byte) (low >>> 8);
        bytes[at + 7] = (byte) low;
    }

    /** A pointer or long. */
    void putWord(IrixAbi abi, int at, long value) {
        if (abi.pointers64) {
            put64(at, value);
        } else {
            put32(at, (int) value);
        }
    }

    /** A pointer or an unsigned long. */
    long getWord(IrixAbi abi, int at) {
        return abi.pointers64 ? get64(at) : get32(at) & 0xffffffffL;
    }

    /** Bytes; what is behind them stays zero. */
    void putBytes(int at, byte[] text) {
        System.arraycopy(text, 0, bytes, at, text.length);
    }

    /** A string of at most {@code max - 1} ISO 8859-1 characters; the rest stays zero. */
    void putString(int at, int max, String text) {
        int n = Math.min(text.length(), max - 1);
        for (int i = 0; i < n; i++) {
            bytes[at + i] = (byte) text.charAt(i);
        }
    }

    int get8(int at) {
        return bytes[at] & 0xff;
    }

    int get16(int at) {
        return bytes[at] << 8 | bytes[at + 1] & 0xff;
    }

    int get32(int at) {
        return (bytes[at] & 0xff) << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }

    long getU32(int at) {
        return get32(at) & 0xffffffffL;
    }

    long get64(int at) {
        int high = (bytes[at] & 0xff) << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
        int low = (bytes[at + 4] & 0xff) << 24 | (bytes[at + 5] & 0xff) << 16 | (bytes[at + 6] & 0xff) << 8 | bytes[at + 7] & 0xff;
        return (long) high << 32 | low & 0xffffffffL;
    }
}
