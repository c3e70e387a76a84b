package heliotrope.host;

import java.nio.ByteBuffer;

/**
 * Native memory that Java reads and writes in small pieces, by offset, little-endian.
 *
 * <p>A buffer is the way that compiles to one instruction. But an access through it is twenty calls within the JDK, and in a
 * short program all of them are interpreted: they would be a fifth of its CPU time. So the first accesses of the JVM are
 * native calls.
 */
public class NativeView {
    // Each accessor has the same test in it, of both ends of the memory at once: a method for it would be one more call.
    /** Accesses by native call before the buffers take over. Threads may count wrong, it does not matter. */
    private static int cold = 100_000;

    /** Host address of the first byte. */
    public final long address;

    private final int size;

    /** Made when first needed: a buffer costs ten times what an object does, and the first one the setup of its classes. */
    private volatile @Nullable ByteBuffer buffer;

    /** A view of {@code size} bytes at {@code address}, a multiple of 8, that stay mapped as long as this is used. */
    public NativeView(long address, int size) {
        this.address = address;
        this.size = size;
    }

    /** The memory, little-endian. */
    public final ByteBuffer buffer() {
        ByteBuffer b = buffer;
        if (b == null) {
            b = NativeMemory.view(address, size);
            buffer = b;
        }
        return b;
    }

    /** Copies bytes out of the memory. */
    public final void copyTo(int offset, byte[] to, int at, int length) {
        if (cold > 0 && (offset | length | size - length - offset) >= 0) {
            cold--;
            Native.copyIn(address + offset, to, at, length);
        } else {
            buffer().get(offset, to, at, length);
        }
    }

    /** Copies bytes into the memory. */
    public final void copyFrom(int offset, byte[] from, int at, int length) {
        if (cold > 0 && (offset | length | size - length - offset) >= 0) {
            cold--;
            Native.copyOut(address + offset, from, at, length);
        } else {
            buffer().put(offset, from, at, length);
        }
    }

    /** The longs from {@code offset} on. */
    public final void get64s(int offset, long[] to, int count) {
        if (cold > 0 && (offset | count | (size - offset >> 3) - count | to.length - count) >= 0) {
            cold--;
            Native.longsIn0(address + offset, to, 0, 8 * count);
        } else {
            ByteBuffer b = buffer();
            for (int i = 0; i < count; i++) {
                to[i] = b.getLong(offset + 8 * i);
            }
        }
    }

    /** Sets the longs from {@code offset} on. */
    public final void put64s(int offset, long... from) {
        int count = from.length;
        if (cold > 0 && (offset | (size - offset >> 3) - count) >= 0) {
            cold--;
            Native.longsOut0(address + offset, from, 0, 8 * count);
        } else {
            ByteBuffer b = buffer();
            for (int i = 0; i < count; i++) {
                b.putLong(offset + 8 * i, from[i]);
            }
        }
    }

    /** The int at {@code offset}. */
    public final int get32(int offset) {
        if (cold > 0 && (offset | size - 4 - offset) >= 0) {
            cold--;
            return Native.peek32(address + offset);
        }
        return buffer().getInt(offset);
    }

    /** Sets the int at {@code offset}. */
    public final void put32(int offset, int value) {
        if (cold > 0 && (offset | size - 4 - offset) >= 0) {
            cold--;
            Native.poke32(address + offset, value);
        } else {
            buffer().putInt(offset, value);
        }
    }

    /** The long at {@code offset}. */
    public final long get64(int offset) {
        if (cold > 0 && (offset | size - 8 - offset) >= 0) {
            cold--;
            return Native.peek64(address + offset);
        }
        return buffer().getLong(offset);
    }

    /** Sets the long at {@code offset}. */
    public final void put64(int offset, long value) {
        if (cold > 0 && (offset | size - 8 - offset) >= 0) {
            cold--;
            Native.poke64(address + offset, value);
        } else {
            buffer().putLong(offset, value);
        }
    }
}
