package heliotrope.kernel;

import heliotrope.host.Nullable;
import heliotrope.host.Sys;

/**
 * Gives the child of a fork the mappings of its parent. Shared ones stay shared. Of private ones the pages that are in memory are copied;
 * where there are many of them they are only left to be copied when somebody needs them ({@link LazyMemory}). The caller has the monitor of
 * the parent's address space and the lock of the family.
 */
final class SpaceCopy {
    /** Mappings that are smaller, or have fewer pages in memory, are copied at once: that is less work. */
    private static final long LAZY_BYTES = 256 << 10;

    private static final int LAZY_PAGES = 48;

    private final AddressSpace from;
    private final AddressSpace to;
    private final LazyMemory memory;
    private final PageCopier copier;
    /** What the host is writing just now for other threads of the parent: it must stay writable. */
    private final RangeSet busy = new RangeSet();

    private @Nullable ForkLink link;

    SpaceCopy(AddressSpace from, AddressSpace to) {
        this.from = from;
        this.to = to;
        memory = from.lazy;
        copier = memory.family.copier();
        memory.activate();
        long[] writes = from.guestCode().hostWrites();
        for (int i = 0; i < writes.length; i += 2) {
            busy.add(writes[i] & -AddressSpace.PAGE, AddressSpace.roundUp(writes[i + 1]));
        }
    }

    /** @param hostProt protection that the host gives it @return false if the host refuses */
    boolean copy(Vma v, int hostProt) {
        OpenFile file = v.file;
        boolean same = v.isShared() || (v.flags & Vma.EVER_WRITABLE) == 0;
        if (!same && isLazy(v, hostProt)) {
            return copyLater(v, hostProt);
        }
        int prot = same ? hostProt : Sys.PROT_READ | Sys.PROT_WRITE;
        boolean plain = v.isMemory();
        int error = file == null || plain
                ? to.host.open(v.start, v.length(), prot)
                : to.host.mapFile(v.start, v.length(), prot, v.isShared(), file, v.offset, v.identity);
        return error == 0 && (same || copyNow(v.start, v.end, plain, hostProt));
    }

    private boolean isLazy(Vma v, int hostProt) {
        if (v.file != null || (hostProt & Sys.PROT_READ) == 0 || v.length() < LAZY_BYTES) {
            return false;
        }
        return memory.lacks(v.start, v.end)
                || copier.resident(from.window.host(v.start, v.length()), v.length(), LAZY_PAGES) > LAZY_PAGES;
    }

    private boolean copyLater(Vma v, int hostProt) {
        if (!to.host.unprepare(v.start, v.end)) {
            return false;
        }
        ForkLink l = link;
        if (l == null) {
            l = memory.newLink(to.lazy);
            link = l;
        }
        long at = v.start;
        while (busy.nextGap(at, v.end)) {
            at = busy.end;
            if (!memory.leave(l, busy.start, at)) {
                return false;
            }
        }
        at = v.start;
        while (busy.next(at, v.end)) {
            long start = busy.start;
            at = busy.end;
            if (to.host.open(start, at - start, Sys.PROT_READ | Sys.PROT_WRITE) != 0 || !copyNow(start, at, true, hostProt)) {
                return false;
            }
        }
        return true;
    }

    /** The child's range is mapped and may be written. */
    private boolean copyNow(long start, long end, boolean anonymous, int hostProt) {
        long length = end - start;
        if (!memory.prepare(start, end, false)) {
            return false;
        }
        if ((hostProt & Sys.PROT_READ) == 0) {
            from.window.protect(start, length, Sys.PROT_READ);
        }
        boolean ok = copier.copy(to.window.host(start, length), from.window.host(start, length), length, anonymous);
        if ((hostProt & Sys.PROT_READ) == 0) {
            from.window.protect(start, length, hostProt);
        }
        return ok && ((hostProt & Sys.PROT_WRITE) != 0 || to.window.protect(start, length, hostProt) == 0);
    }
}
