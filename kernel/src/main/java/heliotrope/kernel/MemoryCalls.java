package heliotrope.kernel;

/** mmap and its kin on a process' memory. */
public final class MemoryCalls {
    private MemoryCalls() {}

    /** mmap with Linux PROT_ and MAP_ flags. @return address or -errno */
    public static long mmap(GuestThread t, long address, long length, int prot, int flags, int fd, long offset) {
        throw new UnsupportedOperationException();
    }
}
