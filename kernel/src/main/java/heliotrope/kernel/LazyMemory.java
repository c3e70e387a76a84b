package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import heliotrope.host.Window;
import java.util.ArrayList;

/**
 * The part of an address space that fork has not copied. The child has no access to it and gets it piece by piece when it needs it; the
 * parent cannot write it, and before it does the piece is kept for every child that still lacks it.
 *
 * <p>A space may have a link to its parent ({@code source}), links to children, and ranges that it may not write for their sake
 * ({@code readOnly}, a superset of what its children lack; given up piece by piece at writes, also when no child is left). A space that
 * is given up while children need it lingers: its memory stays.
 *
 * <p>One lock per family (a space, what it was forked from, what was forked from it), the last of all: with it held only memory is
 * copied and protected. A space whose link lacks anything has one thread only; nobody else writes into its window.
 */
final class LazyMemory {
    /** Pieces are at least so large and so aligned. */
    private static final long PIECE = 64 << 10;
    /** Neighbours that are needed one after the other come in ever larger pieces. */
    static final long LARGEST_PIECE = 2 << 20;

    private final AddressSpace space;
    private final Window window;
    final Family family;

    private final RangeSet readOnly = new RangeSet();
    private final ArrayList<ForkLink> children = new ArrayList<>(0);
    private @Nullable ForkLink source;
    /** Whether the host's protection may differ from what the guest asked for; may be asked without a lock. */
    volatile boolean active;

    private boolean lingers;
    private long lastEnd;
    private long lastPiece = PIECE;

    /** What all spaces of a family share; also their lock. */
    static final class Family {
        private @Nullable PageCopier copier;
        private int members;

        PageCopier copier() {
            PageCopier c = copier;
            if (c == null) {
                c = new PageCopier();
                copier = c;
            }
            return c;
        }

        private void leave() {
            PageCopier c = copier;
            if (--members == 0 && c != null) {
                c.close();
                copier = null;
            }
        }
    }

    /** @param parent the family to belong to, null: a new one */
    LazyMemory(AddressSpace space, @Nullable LazyMemory parent) {
        this.space = space;
        window = space.window;
        family = parent == null ? new Family() : parent.family;
        synchronized (family) {
            family.members++;
        }
    }

    /** From here on others ask for {@link #prepare}: to be called before it is looked at what they write just now. */
    void activate() {
        active = true;
    }

    private void deactivate() {
        ForkLink s = source;
        active = !readOnly.isEmpty() || s != null && !s.missing.isEmpty();
    }

    // ---- fork; the family's lock is held ----

    /** The link to a new child. It belongs to the child from now on. */
    ForkLink newLink(LazyMemory child) {
        ForkLink link = new ForkLink(this, child);
        children.add(link);
        child.source = link;
        child.active = true;
        return link;
    }

    /** Leaves a range, where the child has no access, to be copied later. @return false if the host refuses */
    boolean leave(ForkLink link, long start, long end) {
        active = true;
        long at = start;
        while (readOnly.nextGap(at, end)) {
            at = readOnly.end;
            if (!forbidWriting(readOnly.start, at)) {
                return false;
            }
        }
        link.missing.add(start, end);
        return true;
    }

    private boolean forbidWriting(long start, long end) {
        ForkLink s = source;
        long at = start;
        while (at < end) {
            long from = at;
            long to = end;
            if (s != null) {
                // What this space lacks itself it cannot write anyway.
                if (!s.missing.nextGap(at, end)) {
                    return true;
                }
                from = s.missing.start;
                to = s.missing.end;
            }
            if (window.protect(from, to - from, Sys.PROT_READ) != 0) {
                return false;
            }
            readOnly.add(from, to);
            at = to;
        }
        return true;
    }

    /** Whether a part of a range is still to be copied from this space's own parent. */
    boolean lacks(long start, long end) {
        ForkLink s = source;
        return s != null && s.missing.intersects(start, end);
    }

    /** The fork is over. */
    void forked() {
        deactivate();
    }

    // ---- access ----

    /**
     * Makes everything in a range accessible as the guest asked for it. The caller has the monitor of the address space.
     *
     * @return false if the host has no memory for it
     */
    boolean prepare(long start, long end, boolean write) {
        if (!active) {
            return true;
        }
        synchronized (family) {
            return fill(start, end) && (!write || give(start, end, true));
        }
    }

    /** Whether {@link #prepare} would have anything to do. */
    boolean concerns(long address, boolean write) {
        if (!active) {
            return false;
        }
        synchronized (family) {
            ForkLink s = source;
            return write && readOnly.intersects(address, address + 1) || s != null && s.missing.intersects(address, address + 1);
        }
    }

    /** An access of the guest faulted at a place that {@link #concerns}: prepares a piece around it. Likewise. */
    boolean prepareAround(long address, boolean write) {
        synchronized (family) {
            ForkLink s = source;
            boolean missing = s != null && s.missing.around(address);
            long piece = address >= lastEnd && address < lastEnd + PIECE ? Math.min(2 * lastPiece, LARGEST_PIECE) : PIECE;
            if (!missing && children.isEmpty()) {
                piece = LARGEST_PIECE; // nothing is copied
            }
            long start = address & -(piece == LARGEST_PIECE && !missing ? LARGEST_PIECE : PIECE);
            long end = Math.min(start + piece, window.size());
            if (missing && s != null) {
                start = Math.max(start, s.missing.start);
                end = Math.min(end, s.missing.end);
            }
            lastEnd = end;
            lastPiece = piece;
            return fill(start, end) && (!write || give(start, end, true));
        }
    }

    /**
     * The engine sets the host's protection of a page with code. It holds its lock.
     *
     * @return 0 or -errno
     */
    int protect(long start, long length, int prot) {
        synchronized (family) {
            if (active && !(fill(start, start + length) && ((prot & Sys.PROT_WRITE) == 0 || give(start, start + length, false)))) {
                return -Errno.ENOMEM;
            }
            return window.protect(start, length, prot);
        }
    }

    /** The range is about to be mapped anew: what it holds is not needed here. The caller has the monitor of the address space. */
    boolean abandon(long start, long end) {
        if (!active) {
            return true;
        }
        synchronized (family) {
            if (!children.isEmpty() && !(fill(start, end) && give(start, end, false))) {
                return false;
            }
            ForkLink s = source;
            if (s != null) {
                s.forget(start, end);
                leaveIfComplete(s);
            }
            readOnly.remove(start, end);
            deactivate();
            return true;
        }
    }

    /** Gets what is missing in a range. */
    private boolean fill(long start, long end) {
        ForkLink s = source;
        if (s == null || !s.missing.intersects(start, end)) {
            return true;
        }
        while (s.missing.next(start, end)) {
            long from = s.missing.start;
            long to = s.missing.end;
            if (window.protect(from, to - from, Sys.PROT_READ | Sys.PROT_WRITE) != 0) {
                // Too many parts for the host: all at once is one part.
                s.missing.around(from);
                from = s.missing.start;
                to = s.missing.end;
                if (window.protect(from, to - from, Sys.PROT_READ | Sys.PROT_WRITE) != 0) {
                    return false;
                }
            }
            if (!copyFrom(s, from, to, window.host(from, to - from))) {
                window.protect(from, to - from, Sys.PROT_NONE);
                return false;
            }
            s.forget(from, to);
            if (s.parent.lingers && s.parent.children.size() == 1) {
                s.parent.window.advise(from, to - from, Sys.MADV_DONTNEED);
            }
            if (!children.isEmpty()) {
                readOnly.add(from, to);
            }
            restore(from, to, children.isEmpty());
        }
        leaveIfComplete(s);
        deactivate();
        return true;
    }

    /** Copies what a link's parent had at the fork to a host address. */
    private boolean copyFrom(ForkLink link, long start, long end, long host) {
        PageCopier copier = family.copier();
        LazyMemory parent = link.parent;
        ForkLink above = parent.source;
        long at = start;
        while (at < end) {
            long to = end;
            boolean done;
            if (link.stored.next(at, end) && link.stored.start == at) {
                to = link.stored.end;
                done = copier.copy(host + (at - start), link.storeAddress(at), to - at, true);
            } else {
                if (link.stored.next(at, end)) {
                    to = link.stored.start;
                }
                if (above != null && above.missing.next(at, to) && above.missing.start == at) {
                    to = above.missing.end;
                    done = copyFrom(above, at, to, host + (at - start));
                } else {
                    if (above != null && above.missing.next(at, to)) {
                        to = above.missing.start;
                    }
                    done = copier.copy(host + (at - start), parent.window.host(at, to - at), to - at, true);
                }
            }
            if (!done) {
                return false;
            }
            at = to;
        }
        return true;
    }

    /**
     * Keeps a range for all children that lack it; nothing of it is missing here.
     *
     * @param open whether it becomes writable, too
     */
    private boolean give(long start, long end, boolean open) {
        while (readOnly.next(start, end)) {
            long from = readOnly.start;
            long to = readOnly.end;
            for (int i = 0; i < children.size(); i++) {
                if (!keep(children.get(i), from, to)) {
                    return false;
                }
            }
            if (open && !restore(from, to, true)) {
                return false;
            }
            readOnly.remove(from, to);
        }
        deactivate();
        return true;
    }

    private boolean keep(ForkLink link, long start, long end) {
        long at = start;
        while (link.missing.next(at, end)) {
            long to = link.missing.end;
            at = link.missing.start;
            while (link.stored.nextGap(at, to)) {
                long from = link.stored.start;
                long part = link.stored.end;
                if (!link.reserve(from, part)
                        || !family.copier().copy(link.storeAddress(from), window.host(from, part - from), part - from, true)) {
                    return false;
                }
                link.stored.add(from, part);
                at = part;
            }
            at = to;
        }
        return true;
    }

    /** Gives a range the protection that the guest asked for, or that without writing. */
    private boolean restore(long start, long end, boolean write) {
        Vma[] all = space.mappings();
        boolean ok = true;
        for (int i = VmaTable.indexOf(all, start); i < all.length && all[i].start < end; i++) {
            long from = Math.max(start, all[i].start);
            long to = Math.min(end, all[i].end);
            int prot = AddressSpace.hostProt(all[i].prot);
            ok &= window.protect(from, to - from, write ? prot : prot & ~Sys.PROT_WRITE) == 0;
        }
        return ok;
    }

    // ---- the end ----

    private void leaveIfComplete(ForkLink link) {
        if (link.missing.isEmpty()) {
            link.close();
            link.parent.children.remove(link);
            source = null;
            if (link.parent.lingers) {
                link.parent.finish();
            }
        }
    }

    /** The space is given up. @return whether its window is the caller's now; if not it is closed when the last child has what it needs */
    boolean close() {
        synchronized (family) {
            if (!children.isEmpty()) {
                lingers = true;
                return false;
            }
            leave();
            return true;
        }
    }

    /** The last child of a space that was given up has what it needs. */
    private void finish() {
        if (children.isEmpty() && lingers) {
            lingers = false;
            leave();
            window.close();
        }
    }

    private void leave() {
        ForkLink s = source;
        if (s != null) {
            s.missing.remove(0, Long.MAX_VALUE);
            leaveIfComplete(s);
        }
        active = false;
        family.leave();
    }
}
