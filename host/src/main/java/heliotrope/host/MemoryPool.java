package heliotrope.host;

/** Blocks of native memory of one size that are used again: a few are kept, what is more goes back to the host. */
public final class MemoryPool {
    private final long size;
    private final long[] free;
    private int count;

    /** Keeps at most {@code most} blocks of {@code size} bytes. */
    public MemoryPool(long size, int most) {
        this.size = size;
        this.free = new long[most];
    }

    /**
     * A block on a page boundary: a new one of zeros, or with the contents it had when it was given back.
     *
     * @throws OutOfMemoryError if the host refuses
     */
    public long take() {
        synchronized (this) {
            if (count > 0) {
                return free[--count];
            }
        }
        return NativeMemory.allocate(size);
    }

    /** Takes a block back that nobody uses any more. */
    public void give(long address) {
        synchronized (this) {
            if (count < free.length) {
                free[count++] = address;
                return;
            }
        }
        NativeMemory.free(address, size);
    }
}
