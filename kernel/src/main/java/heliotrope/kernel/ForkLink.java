package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Sys;

/** What a child has not yet got of the memory that its parent had at the fork. Guarded by the family's lock. */
final class ForkLink {
    final LazyMemory parent;
    final LazyMemory child;
    /** What the child lacks: there it has no access. */
    final RangeSet missing = new RangeSet();
    /** The part of it that the parent has changed since; as it was, it lies in the store, at the same distances. */
    final RangeSet stored = new RangeSet();

    private long store;
    private long storeStart;
    private long storeBytes;

    ForkLink(LazyMemory parent, LazyMemory child) {
        this.parent = parent;
        this.child = child;
    }

    /** Host address where the store has what belongs at a guest address. */
    long storeAddress(long guest) {
        return store + (guest - storeStart);
    }

    /** Makes room in the store, zeroed. @return false if the host has no memory */
    boolean reserve(long start, long end) {
        if (store == 0) {
            // All that is missing, from the lowest to the highest address.
            if (!missing.next(0, Long.MAX_VALUE)) {
                return true;
            }
            long low = missing.start;
            long high = missing.highest();
            int flags = Sys.MAP_PRIVATE | Sys.MAP_ANONYMOUS | Sys.MAP_NORESERVE;
            long at = Sys.mmap(0, high - low, Sys.PROT_NONE, flags, -1, 0);
            if (Errno.isError(at)) {
                return false;
            }
            store = at;
            storeStart = low;
            storeBytes = high - low;
        }
        return Sys.mprotect(storeAddress(start), end - start, Sys.PROT_READ | Sys.PROT_WRITE) == 0;
    }

    /** The child has a range, or needs it no more. */
    void forget(long start, long end) {
        missing.remove(start, end);
        while (stored.next(start, end)) {
            long from = stored.start;
            long to = stored.end;
            Sys.call(Sys.SYS_MADVISE, storeAddress(from), to - from, Sys.MADV_DONTNEED);
            stored.remove(from, to);
        }
    }

    /** Gives the store back. */
    void close() {
        if (store != 0) {
            Sys.munmap(store, storeBytes);
            store = 0;
        }
    }
}
