package heliotrope.host;

/**
 * A small piece of native memory in which one thread passes paths and structures to the kernel: room for two paths
 * and, behind them at index {@link #DATA}, a data area of at least 48 KiB at {@link #data()}. Not for use by two threads at a time.
 * What it contains at first is unspecified.
 */
public final class Scratch extends NativeView implements AutoCloseable {
    /** Longest path in bytes, without the final NUL. */
    public static final int MAX_PATH = 4095;

    private static final int PATH_ROOM = 8192;

    /** Offset of the data area in the memory. */
    public static final int DATA = 2 * PATH_ROOM;

    private static final int DEFAULT_SIZE = 65536;

    private static final MemoryPool POOL = new MemoryPool(DEFAULT_SIZE, 8);

    /** Size of the data area in bytes. */
    public final int dataSize;

    private boolean closed;

    /** With a data area of 48 KiB. */
    public Scratch() {
        this(DEFAULT_SIZE - DATA);
    }

    /** With a data area of {@code dataSize} bytes, rounded up to pages. */
    public Scratch(int dataSize) {
        int size = DATA + (dataSize + NativeMemory.PAGE - 1 & -NativeMemory.PAGE);
        super(size == DEFAULT_SIZE ? POOL.take() : NativeMemory.allocate(size), size);
        this.dataSize = size - DATA;
    }

    /** Host address of the data area. */
    public long data() {
        return address + DATA;
    }

    /**
     * Places a path (bytes without NUL) in the first path area.
     *
     * @return its host address, or -ENAMETOOLONG or, if it contains a NUL, -EINVAL: the kernel takes neither as an
     *     address, see {@link Sys}
     */
    public long path(byte[] path) {
        return place(path, 0);
    }

    /** The same in the second path area. */
    public long path2(byte[] path) {
        return place(path, PATH_ROOM);
    }

    private long place(byte[] path, int at) {
        if (path.length > MAX_PATH) {
            return -Errno.ENAMETOOLONG;
        }
        // By native code, for this is what system calls of a short program do most.
        return Native.stringOut0(address + at, path, 0, path.length) == 0 ? address + at : -Errno.EINVAL;
    }

    /** An int in the data area. */
    public int getInt(int offset) {
        return get32(DATA + offset);
    }

    /** A long in the data area. */
    public long getLong(int offset) {
        return get64(DATA + offset);
    }

    /** Sets an int in the data area. */
    public void putInt(int offset, int value) {
        put32(DATA + offset, value);
    }

    /** Sets a long in the data area. */
    public void putLong(int offset, long value) {
        put64(DATA + offset, value);
    }

    /** Sets the longs from {@code offset} in the data area on. */
    public void putLongs(int offset, long... values) {
        put64s(DATA + offset, values);
    }

    /** Copies bytes out of the data area. */
    public void get(int offset, byte[] dst, int off, int len) {
        copyTo(DATA + offset, dst, off, len);
    }

    /** Copies bytes into the data area. */
    public void put(int offset, byte[] src, int off, int len) {
        copyFrom(DATA + offset, src, off, len);
    }

    /** Frees the memory; the buffer must not be used any more. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            long size = (long) DATA + dataSize;
            if (size == DEFAULT_SIZE) {
                POOL.give(address);
            } else {
                NativeMemory.free(address, size);
            }
        }
    }
}
