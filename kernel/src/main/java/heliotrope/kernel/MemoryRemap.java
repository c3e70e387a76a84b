package heliotrope.kernel;

import heliotrope.engine.GuestCode;
import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;

/** mremap. The caller has the monitor of the address space. */
final class MemoryRemap {
    static final int MAYMOVE = 1, FIXED = 2, DONTUNMAP = 4;

    private static final long PAGE = AddressSpace.PAGE;

    private final AddressSpace space;
    private final VmaTable table;

    MemoryRemap(AddressSpace space, VmaTable table) {
        this.space = space;
        this.table = table;
    }

    /** Lengths are not rounded yet. @return the address, or -errno */
    long remap(long old, long oldBytes, long newBytes, int flags, long wish) {
        boolean fixed = (flags & FIXED) != 0;
        if ((flags & ~(MAYMOVE | FIXED)) != 0
                || fixed && (flags & MAYMOVE) == 0
                || (old & PAGE - 1) != 0
                || oldBytes < 0
                || newBytes <= 0
                || newBytes > space.size()
                || oldBytes > space.size()) {
            return -Errno.EINVAL;
        }
        long oldLength = AddressSpace.roundUp(oldBytes);
        long length = AddressSpace.roundUp(newBytes);
        Vma v = table.find(old);
        if (v == null || oldLength > v.end - old) {
            return -Errno.EFAULT;
        }
        if (oldLength == 0 && (!v.isShared() || (flags & MAYMOVE) == 0)) {
            return -Errno.EINVAL;
        }
        if (fixed) {
            if ((wish & PAGE - 1) != 0
                    || !space.window.contains(wish, length)
                    || wish < old + oldLength && old < wish + length) {
                return -Errno.EINVAL;
            }
        } else if (oldLength != 0 && length <= oldLength) {
            if (length < oldLength) {
                long error = space.unmap(old + length, oldLength - length);
                return error != 0 ? error : old;
            }
            return old;
        }
        if (space.overLimit(Math.max(0, length - oldLength)) || !space.lazy.prepare(old, old + oldLength, true)) {
            return -Errno.ENOMEM;
        }
        if (!fixed && oldLength != 0 && space.isFree(old + oldLength, length - oldLength)) {
            long error = extend(v, old, old + oldLength, length - oldLength);
            return error != 0 ? error : old;
        }
        if ((flags & MAYMOVE) == 0) {
            return -Errno.ENOMEM;
        }
        long to = fixed ? wish : space.placeFor(length);
        return to < 0 ? to : move(v, old, oldLength, to, length);
    }

    /** Maps more of what {@code v} maps at {@code at}, as if {@code v} began for it at {@code from}. */
    private long extend(Vma v, long from, long at, long length) {
        OpenFile file = v.file;
        long offset = file == null ? 0 : v.offset + (from - v.start) + (at - from);
        return put(v, at, length, file, offset);
    }

    private long put(Vma v, long at, long length, @Nullable OpenFile file, long offset) {
        int prot = AddressSpace.hostProt(v.prot);
        space.guestCode().changing(at, at + length);
        int error = !space.lazy.prepare(at, at + length, true) ? -Errno.ENOMEM
                : file == null
                ? space.host.mapAnonymous(at, length, prot)
                : space.host.mapFile(at, length, v.prot, v.isShared(), file, offset, null);
        if (error != 0) {
            space.spoil();
            space.guestCode().changed(at, at + length);
            return error;
        }
        enter(v, at, at + length, v.flags & ~(Vma.STACK | Vma.COPIED), file, offset);
        space.guestCode().changed(at, at + length);
        return 0;
    }

    private long move(Vma v, long old, long oldLength, long to, long length) {
        OpenFile file = v.file;
        long offset = file == null ? 0 : v.offset + (old - v.start);
        if (oldLength != 0 && !v.isShared() && movePages(v, old, oldLength, to, length, file, offset)) {
            long error = space.unmap(old, oldLength);
            return error != 0 ? error : to;
        }
        long error = put(v, to, length, file, offset);
        if (error != 0) {
            return error;
        }
        if (oldLength == 0) {
            return to;
        }
        boolean copied = v.isShared() || (v.flags & Vma.EVER_WRITABLE) == 0 || copyBytes(v, old, to, Math.min(oldLength, length));
        if (!copied) {
            long undone = space.unmap(to, length);
            return undone != 0 ? undone : -Errno.ENOMEM;
        }
        error = space.unmap(old, oldLength);
        return error != 0 ? error : to;
    }

    /**
     * Moves pages at once, so that other threads see at {@code to} what was there before or what comes; false if the host cannot (the
     * mapping is in several parts for it), and nothing is changed then but what was mapped at {@code to}.
     */
    private boolean movePages(Vma v, long old, long oldLength, long to, long length, @Nullable OpenFile file, long offset) {
        int prot = AddressSpace.hostProt(v.prot);
        long moved = Math.min(oldLength, length);
        GuestCode code = space.guestCode();
        // The engine's write protection would leave the host with several parts.
        code.changing(old, old + oldLength);
        code.changing(to, to + length);
        boolean done = space.lazy.prepare(to, to + length, true)
                && space.host.unprepare(to, to + length)
                && space.window.protect(old, moved, prot) == 0;
        if (done && length > moved) {
            int rest = file == null
                    ? space.window.mapAnonymous(to + moved, length - moved, prot)
                    : space.window.mapFile(to + moved, length - moved, prot, false, file.hostFd, offset + moved);
            done = rest == 0;
        }
        done = done && space.window.move(old, to, moved) == 0;
        if (done) {
            int flags = v.flags & ~Vma.STACK;
            // Of a copied file the pages are memory still, the rest is not.
            long border = to + ((flags & Vma.COPIED) != 0 ? moved : length);
            enter(v, to, border, flags, file, offset);
            if (border < to + length) {
                enter(v, border, to + length, flags & ~Vma.COPIED, file, offset + moved);
            }
        }
        if (!done) {
            space.spoil();
        }
        code.changed(to, to + length);
        code.changed(old, old + oldLength);
        return done;
    }

    private void enter(Vma like, long start, long end, int flags, @Nullable OpenFile file, long offset) {
        if (file != null) {
            file.retain();
        }
        table.replace(start, end, new Vma(start, end, like.prot, flags, file, offset, like.identity));
    }

    /** Copies what is in pages. */
    private boolean copyBytes(Vma v, long old, long to, long length) {
        int prot = AddressSpace.hostProt(v.prot);
        if (v.prot == 0) {
            space.window.protect(old, length, Sys.PROT_READ);
        }
        space.window.protect(to, length, Sys.PROT_READ | Sys.PROT_WRITE);
        boolean anonymous = v.file == null;
        byte[] page = new byte[(int) PAGE];
        for (long at = 0; at < length; at += PAGE) {
            if (!space.window.copyIn(old + at, page, 0, page.length)) {
                break; // behind the end of the file
            }
            if (!anonymous || !PageCopier.isZero(page)) {
                Native.copyOut(space.window.host(to + at, PAGE), page, 0, page.length);
            }
        }
        return space.window.protect(to, length, prot) == 0;
    }
}
