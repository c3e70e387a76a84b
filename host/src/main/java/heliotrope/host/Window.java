package heliotrope.host;

/**
 * The address space of one guest process: a reserved range of host addresses with guard zones on both sides. Guest
 * addresses are offsets in it. Every method checks its range without overflow: nothing outside the window can be
 * reached, whatever the arguments. Not synchronised; the owner serialises changes of the map.
 */
public final class Window implements AutoCloseable {
    /** Most bytes of {@link #make} that are not left to page faults. */
    private static final int MADE_AT_ONCE = 1 << 20;

    /** Inaccessible bytes below and above the window. */
    public static final int GUARD = 65536;

    private static final int RESERVED = Sys.MAP_PRIVATE | Sys.MAP_ANONYMOUS | Sys.MAP_NORESERVE;

    private final long base;
    private final long size;
    /** Another process had it: most pages that this one will touch are there already. */
    private final boolean used;

    private boolean closed;

    private Window(long base, long size, boolean used) {
        this.base = base;
        this.size = size;
        this.used = used;
    }

    /**
     * Reserves a window of {@code size} bytes (a positive multiple of the host page); nothing in it is accessible.
     *
     * @throws OutOfMemoryError if the kernel refuses (a limit on address space, for instance)
     */
    public static Window reserve(long size) {
        if (size <= 0 || (size & NativeMemory.PAGE - 1) != 0 || size > Long.MAX_VALUE - 2 * GUARD) {
            throw new IllegalArgumentException("window size");
        }
        long start = Sys.mmap(0, size + 2 * GUARD, Sys.PROT_NONE, RESERVED, -1, 0);
        if (Errno.isError(start)) {
            throw new OutOfMemoryError("cannot reserve " + size + " bytes of address space: errno " + -start
                    + " (is there a limit, as with ulimit -v?)");
        }
        return new Window(start + GUARD, size, false);
    }

    /** Host address of guest address 0. */
    public long base() {
        return base;
    }

    /** Bytes in the window. */
    public long size() {
        return size;
    }

    /** True if {@code length} bytes at {@code guest} lie in the window; false for negative values. */
    public boolean contains(long guest, long length) {
        return guest >= 0 && length >= 0 && guest <= size && length <= size - guest;
    }

    /** Host address of a guest range, or -1 if it does not lie in the window. */
    public long host(long guest, long length) {
        // As contains() has it, without the call: each access comes by here, and by mappable() each change.
        return guest >= 0 && length >= 0 && guest <= size && length <= size - guest && !closed ? base + guest : -1;
    }

    private boolean mappable(long guest, long length) {
        return !closed && length > 0 && guest >= 0 && guest <= size && length <= size - guest && (guest & NativeMemory.PAGE - 1) == 0;
    }

    /** Maps zeroed private memory, replacing what is there. @return 0 or -errno */
    public int mapAnonymous(long guest, long length, int prot) {
        return map(guest, length, prot, Sys.MAP_PRIVATE | Sys.MAP_ANONYMOUS | Sys.MAP_NORESERVE, -1, 0);
    }

    /**
     * Makes reserved addresses accessible, where nothing is mapped: like {@link #mapAnonymous}, but several times cheaper for the host,
     * which only moves a border between two mappings.
     *
     * @return 0 or -errno
     */
    public int open(long guest, long length, int prot) {
        if (!mappable(guest, length)) {
            return -Errno.EINVAL;
        }
        long result = Sys.mprotect(base + guest, length, prot & ~Sys.PROT_EXEC);
        return result == 0 ? 0 : mapAnonymous(guest, length, prot);
    }

    /**
     * Has a little of accessible memory made at once that is about to be written: cheaper than by a fault for each page. Hosts that
     * do not know how (before Linux 5.14) leave it to the faults, as we do where an earlier process has left its pages.
     */
    public void make(long guest, long length) {
        if (!used && length <= MADE_AT_ONCE) {
            advise(guest, length, Sys.MADV_POPULATE_WRITE);
        }
    }

    /** Maps a file range, shared or private, replacing what is there. @return 0 or -errno */
    public int mapFile(long guest, long length, int prot, boolean shared, int fd, long offset) {
        return map(guest, length, prot, shared ? Sys.MAP_SHARED : Sys.MAP_PRIVATE | Sys.MAP_NORESERVE, fd, offset);
    }

    private int map(long guest, long length, int prot, int flags, int fd, long offset) {
        if (!mappable(guest, length)) {
            return -Errno.EINVAL;
        }
        // The kernel rounds the length up to pages; size is a multiple of pages, so the end stays inside. Execute
        // permission is never given: guest code is data for the host.
        long result = Sys.mmap(base + guest, length, prot & ~Sys.PROT_EXEC, flags | Sys.MAP_FIXED, fd, offset);
        return Errno.isError(result) ? (int) result : 0;
    }

    /** Changes the protection (PROT_READ, PROT_WRITE; PROT_EXEC is dropped). @return 0 or -errno */
    public int protect(long guest, long length, int prot) {
        if (!mappable(guest, length)) {
            return -Errno.EINVAL;
        }
        return (int) Sys.mprotect(base + guest, length, prot & ~Sys.PROT_EXEC);
    }

    /** Makes the range inaccessible and gives its memory back; the addresses stay reserved. @return 0 or -errno */
    public int unmap(long guest, long length) {
        return map(guest, length, Sys.PROT_NONE, RESERVED, -1, 0);
    }

    /**
     * Moves the pages of a mapping that is one piece for the host; where they were, an empty mapping stays, so that the range remains
     * reserved. @return 0 or -errno (-EINVAL before Linux 5.7)
     */
    public int move(long guest, long toGuest, long length) {
        if (!mappable(guest, length) || !mappable(toGuest, length)) {
            return -Errno.EINVAL;
        }
        long result = Native.syscall(
                Sys.SYS_MREMAP,
                base + guest,
                length,
                length,
                Sys.MREMAP_MAYMOVE | Sys.MREMAP_FIXED | Sys.MREMAP_DONTUNMAP,
                base + toGuest,
                0);
        return Errno.isError(result) ? (int) result : 0;
    }

    /** msync. @return 0 or -errno */
    public int sync(long guest, long length, int flags) {
        if (!mappable(guest, length)) {
            return -Errno.EINVAL;
        }
        return (int) Sys.call(Sys.SYS_MSYNC, base + guest, length, flags);
    }

    /** madvise (MADV_DONTNEED, MADV_NOHUGEPAGE ..). @return 0 or -errno */
    public int advise(long guest, long length, int advice) {
        if (!mappable(guest, length)) {
            return -Errno.EINVAL;
        }
        return (int) Sys.call(Sys.SYS_MADVISE, base + guest, length, advice);
    }

    // ---- guarded access ----

    /** Copies guest memory into an array. @return false if any byte was not accessible */
    public boolean copyIn(long guest, byte[] dst, int off, int len) {
        long address = host(guest, len);
        return address != -1 && Native.copyIn(address, dst, off, len) == 0;
    }

    /**
     * Copies an array into guest memory. @return false if any byte was not accessible (those before it are written)
     */
    public boolean copyOut(long guest, byte[] src, int off, int len) {
        long address = host(guest, len);
        return address != -1 && Native.copyOut(address, src, off, len) == 0;
    }

    /**
     * Copies a string, or the {@code len} (not 0) first bytes of it, into an array, with its NUL.
     *
     * @return the number of bytes not copied, among which the NUL counts (0: there is none); -1 after a fault
     */
    public int copyInString(long guest, byte[] dst, int off, int len) {
        long address = host(guest, len);
        if ((off | len | dst.length - off | dst.length - off - len) < 0) {
            throw new IndexOutOfBoundsException();
        }
        return address == -1 ? -1 : Native.stringIn0(address, dst, off, len);
    }

    /** Copies between windows (or within one, upwards). @return false if any byte was not accessible */
    public boolean copyFrom(Window source, long sourceGuest, long guest, long len) {
        long from = source.host(sourceGuest, len);
        long to = host(guest, len);
        return from != -1 && to != -1 && Native.copy(to, from, len) == 0;
    }

    /** Fills guest memory. @return false if any byte was not accessible */
    public boolean fill(long guest, int value, long len) {
        long address = host(guest, len);
        return address != -1 && Native.fill(address, value, len) == 0;
    }

    /**
     * The same addresses for another process, which takes over what is there: the caller has seen to it that nothing is accessible
     * and that all memory there holds zeros. This window is closed.
     */
    public Window renew() {
        if (closed) {
            throw new IllegalStateException("window is closed");
        }
        closed = true;
        return new Window(base, size, true);
    }

    /** Releases the address space. No thread may be using the window. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Sys.munmap(base - GUARD, size + 2 * GUARD);
        }
    }
}
