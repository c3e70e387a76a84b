package heliotrope.linux;

import heliotrope.kernel.AddressSpace;

/**
 * Bytes of one guest structure in the guest's byte order, on their way into or out of guest memory. A <i>word</i> is the ABI's pointer or
 * long: 4 bytes, 8 in n64. One per guest thread, used over and over.
 */
final class StructBuffer {
    private static final byte[] ZEROES = new byte[4096];

    byte[] bytes = new byte[4096];
    int size;
    final boolean bigEndian;
    final boolean wide;
    /** Bytes of a word. */
    final int word;

    StructBuffer(LinuxAbi abi, boolean bigEndian) {
        this.bigEndian = bigEndian;
        this.wide = abi.wide;
        this.word = abi.word;
    }

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

    /** Reads {@code n} bytes of guest memory. Throws GuestFault. */
    StructBuffer load(AddressSpace space, long address, int n) {
        if (n > bytes.length) {
            bytes = new byte[n];
        }
        space.readBytes(address, bytes, 0, n);
        size = n;
        return this;
    }

    /** Writes the structure to guest memory. Throws GuestFault. */
    void store(AddressSpace space, long address) {
        space.writeBytes(address, bytes, 0, size);
    }

    void put8(int at, int value) {
        bytes[at] = (byte) value;
    }

    void put16(int at, int value) {
        if (bigEndian) {
            bytes[at] = (byte) (value >>> 8);
            bytes[at + 1] = (byte) value;
        } else {
            bytes[at] = (byte) value;
            bytes[at + 1] = (byte) (value >>> 8);
        }
    }

    void put32(int at, int value) {
        if (bigEndian) {
            put16(at, value >>> 16);
            put16(at + 2, value);
        } else {
            put16(at, value);
            put16(at + 2, value >>> 16);
        }
    }

    void put64(int at, long value) {
        put32(at, bigEndian ? (int) (value >>> 32) : (int) value);
        put32(at + 4, bigEndian ? (int) value : (int) (value >>> 32));
    }

    /** A pointer or long of the ABI. */
    void putWord(int at, long value) {
        if (wide) {
            put64(at, value);
        } else {
            put32(at, (int) value);
        }
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
        int a = bytes[at] & 0xff;
        int b = bytes[at + 1] & 0xff;
        return bigEndian ? a << 8 | b : b << 8 | a;
    }

    int get32(int at) {
        int a = get16(at);
        int b = get16(at + 2);
        return bigEndian ? a << 16 | b : b << 16 | a;
    }

    long getU32(int at) {
        return get32(at) & 0xffffffffL;
    }

    long get64(int at) {
        long a = getU32(at);
        long b = getU32(at + 4);
        return bigEndian ? a << 32 | b : b << 32 | a;
    }

    /** A long of the ABI, sign-extended. */
    long getWord(int at) {
        return wide ? get64(at) : get32(at);
    }

    /** A pointer or unsigned long of the ABI. */
    long getPointer(int at) {
        return wide ? get64(at) : getU32(at);
    }
}
