package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import heliotrope.host.Window;

/** Has the host map memory and files in a window, where some may be mapped already. The caller has the monitor of the address space. */
final class HostMappings {
    /** Bytes of a file that are copied at most instead of mapped. */
    private static final long COPIED_BYTES = 256 << 10;

    private final Window window;
    private final VmaTable table;
    /** Mappings of files that an earlier process has left in the window, not accessible, where nothing is mapped now. */
    private Vma[] prepared;

    /** @param table what the address space maps */
    HostMappings(SpareWindow spare, VmaTable table) {
        window = spare.window;
        prepared = spare.files;
        this.table = table;
    }

    /** Has the host map memory of zeros. @return 0 or -errno */
    int mapAnonymous(long at, long length, int prot) {
        return table.isFree(at, at + length) ? open(at, length, prot)
                : unprepare(at, at + length) ? window.mapAnonymous(at, length, prot)
                : -Errno.ENOMEM;
    }

    /** The same where nothing is mapped. */
    int open(long at, long length, int prot) {
        return unprepare(at, at + length) ? window.open(at, length, prot) : -Errno.ENOMEM;
    }

    /**
     * Makes a private mapping that may be written as memory with a copy of the file, if all its pages are in the file and it is small.
     * Data segments are; most of their pages are read before they are written, and then the host has to copy each of them by a fault, and
     * to interrupt all processors where the JVM runs, as one of them may know the page that is replaced.
     *
     * @return false if that is not so, or not possible: the file is to be mapped
     */
    boolean copyFile(long at, long length, int prot, boolean shared, OpenFile file, long offset, @Nullable FileIdentity identity) {
        if (shared
                || (prot & Sys.PROT_WRITE) == 0
                || length > COPIED_BYTES
                || identity == null
                || offset + length - AddressSpace.PAGE >= identity.size()
                || mapAnonymous(at, length, Sys.PROT_READ | Sys.PROT_WRITE) != 0) {
            return false;
        }
        window.make(at, length);
        long wanted = Math.min(length, identity.size() - offset);
        long done = 0;
        while (done < wanted) {
            long n = Sys.pread(file.hostFd, window.host(at + done, wanted - done), wanted - done, offset + done);
            if (n <= 0) {
                if (table.isFree(at, at + length)) {
                    window.unmap(at, length); // the file may be refused as a mapping too
                }
                return false;
            }
            done += n;
        }
        int hostProt = AddressSpace.hostProt(prot);
        return hostProt == (Sys.PROT_READ | Sys.PROT_WRITE) || window.protect(at, length, hostProt) == 0;
    }

    /**
     * Before the host gives up contents: where a file is copied it is mapped instead, for that is what is to be seen afterwards.
     *
     * @param advice MADV_
     * @return 0 or -errno: advice that the host would refuse for a file is refused
     */
    int discardCopies(long start, long end, int advice) {
        for (Vma v : table.all()) {
            OpenFile file = v.file;
            long from = Math.max(v.start, start);
            long to = Math.min(v.end, end);
            if (from >= to || file == null || !v.isMemory()) {
                continue;
            }
            long offset = v.offset + (from - v.start);
            int error = advice != Sys.MADV_DONTNEED ? -Errno.EINVAL
                    : window.mapFile(from, to - from, AddressSpace.hostProt(v.prot), false, file.hostFd, offset);
            if (error != 0) {
                return error;
            }
            file.retain();
            table.replace(from, to, new Vma(from, to, v.prot, v.flags & ~Vma.COPIED, file, offset, v.identity));
        }
        return 0;
    }

    /** Has the host map a file. @return 0 or -errno */
    int mapFile(long at, long length, int prot, boolean shared, OpenFile file, long offset, @Nullable FileIdentity identity) {
        if (prepared.length > 0) {
            if (!shared && (prot & Sys.PROT_WRITE) == 0 && identity != null && usePrepared(at, at + length, offset, identity)) {
                return window.protect(at, length, AddressSpace.hostProt(prot));
            }
            if (!unprepare(at, at + length)) {
                return -Errno.ENOMEM;
            }
        }
        return window.mapFile(at, length, AddressSpace.hostProt(prot), shared, file.hostFd, offset);
    }

    private boolean usePrepared(long start, long end, long offset, FileIdentity identity) {
        for (int i = 0; i < prepared.length; i++) {
            Vma v = prepared[i];
            if (v.start == start && v.end == end && v.offset == offset && identity.equals(v.identity)) {
                forgetPrepared(i);
                return true;
            }
        }
        return false;
    }

    private void forgetPrepared(int i) {
        Vma[] rest = new Vma[prepared.length - 1];
        System.arraycopy(prepared, 0, rest, 0, i);
        System.arraycopy(prepared, i + 1, rest, i, rest.length - i);
        prepared = rest;
    }

    /** Something else is to be mapped in a range: what was prepared there goes, as a whole. @return false if the host refuses */
    boolean unprepare(long start, long end) {
        for (int i = prepared.length - 1; i >= 0; i--) {
            Vma v = prepared[i];
            if (v.start < end && v.end > start) {
                if (window.unmap(v.start, v.length()) != 0) {
                    return false;
                }
                forgetPrepared(i);
            }
        }
        return true;
    }

    /** The process has ended: keeps the window for another one, or closes it. */
    void giveUp(boolean spoilt) {
        if (spoilt) {
            window.close();
        } else {
            SpareWindows.give(window, table.all(), prepared);
        }
    }
}
