package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Sys;

/** mmap; the rest of memory management is {@link AddressSpace}'s own methods. */
public final class MemoryCalls {
    private MemoryCalls() {}

    /** mmap with Linux PROT_ and MAP_ flags; {@code fd} is not looked at with MAP_ANONYMOUS. @return address or -errno */
    public static long mmap(GuestThread t, long address, long length, int prot, int flags, int fd, long offset) {
        AddressSpace memory = t.memory();
        if ((flags & Sys.MAP_ANONYMOUS) != 0) {
            return memory.map(address, length, prot, flags, null, 0);
        }
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            return memory.map(address, length, prot, flags, file, offset);
        } finally {
            file.release();
        }
    }
}
