package heliotrope.kernel;

import heliotrope.host.MemoryPool;
import heliotrope.host.NativeView;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;

/** What an address space maps that is not plain memory: which contents a file has, and files for shared memory. Not synchronised. */
final class MapSources {
    private static final MemoryPool PAGES = new MemoryPool(AddressSpace.PAGE, 16);

    /** A page for structures that the host fills. */
    private @Nullable NativeView page;

    private long address;

    private NativeView page() {
        NativeView b = page;
        if (b == null) {
            address = PAGES.take();
            b = new NativeView(address, AddressSpace.PAGE);
            page = b;
        }
        return b;
    }

    @Nullable FileIdentity identity(OpenFile file) {
        NativeView b = page();
        if (Sys.call(Sys.SYS_FSTAT, file.hostFd, address, 0) != 0) {
            return null;
        }
        FileStat s = new FileStat();
        s.load(b, 0);
        return new FileIdentity(file, s);
    }

    /** Memory that stays shared over fork: a file without a name. */
    @Nullable OpenFile sharedMemory(long length) {
        page().put64(0, 0x74736575_67L); // the name "guest"
        int fd = (int) Sys.call(Sys.SYS_MEMFD_CREATE, address, Sys.MFD_CLOEXEC, 0);
        if (fd < 0) {
            return null;
        }
        if (Sys.ftruncate(fd, length) < 0) {
            Sys.close(fd);
            return null;
        }
        return new OpenFile(fd, OpenFile.OTHER, Sys.O_RDWR, null, Roots.HOST, 0, 0, false);
    }

    void close() {
        if (page != null) {
            page = null;
            PAGES.give(address);
        }
    }
}
