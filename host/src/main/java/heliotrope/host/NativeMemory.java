package heliotrope.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Page-granular native memory. */
public final class NativeMemory {
    /** Size of a host page in bytes. */
    public static final int PAGE = 4096;

    private NativeMemory() {}

    /**
     * Zeroed, readable and writable memory on a page boundary; {@code size} is rounded up to pages.
     *
     * @throws OutOfMemoryError if the kernel refuses
     */
    public static long allocate(long size) {
        long result = Native.syscall(
                Sys.SYS_MMAP,
                0,
                size,
                Sys.PROT_READ | Sys.PROT_WRITE,
                Sys.MAP_PRIVATE | Sys.MAP_ANONYMOUS,
                -1,
                0);
        if (Errno.isError(result)) {
            throw new OutOfMemoryError("mmap of " + size + " bytes: errno " + -result);
        }
        return result;
    }

    /** Frees what {@link #allocate} returned. */
    public static void free(long address, long size) {
        Native.syscall(Sys.SYS_MUNMAP, address, size, 0, 0, 0, 0);
    }

    /** A little-endian view of native memory that must stay mapped as long as the buffer is used. */
    public static ByteBuffer view(long address, long size) {
        return Native.buffer(address, size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
