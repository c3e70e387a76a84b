package heliotrope.kernel;

import heliotrope.engine.CodeMapping;
import heliotrope.engine.GuestCode;
import heliotrope.engine.GuestMemoryMap;
import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.host.Window;

/**
 * The memory map of a guest process. Addresses are the guest's, lengths are in bytes, PROT_ and MAP_ values are Linux'. Changes are
 * made under the object's monitor; the table of mappings is replaced as a whole, so that looking something up takes no lock (the
 * engine does so while it holds its own). Results are 0 or an address, or -errno.
 */
public final class AddressSpace extends GuestMemory implements GuestMemoryMap {
    /** Page of guests and of the host. */
    public static final int PAGE = 4096;

    static final int READ = Sys.PROT_READ;
    static final int WRITE = Sys.PROT_WRITE;
    static final int EXEC = Sys.PROT_EXEC;

    static final int MADV_FREE = 8, MADV_REMOVE = 9;
    private static final int MAP_SHARED_VALIDATE = 3, MAP_FIXED_NOREPLACE = 0x100000;

    private static final int MOST_MAPPINGS = 8192;
    private static final String NO_COPY = "the host has no memory to copy what was shared after a fork";
    /** The stack grows by at least this much at a time. */
    private static final long STACK_STEP = 64 << 10;
    /** Unmapped bytes kept below the stack. */
    private static final long STACK_GAP = 64 << 10;

    private final GuestCode code;
    private final VmaTable table = new VmaTable();
    final HostMappings host;
    /** What a fork has not copied yet. */
    final LazyMemory lazy;

    private int users = 1;
    private boolean closed;
    /** See {@link #spoil}. */
    private boolean spoilt;

    private long layoutLow;
    private long layoutHigh;
    private long breakStart;
    private long breakEnd;
    private volatile long stackTop;
    /** Lowest mapped address of the stack, and the lowest that it may reach. */
    private volatile long stackLow;

    private volatile long stackFloor;
    /** Most bytes that may be mapped (RLIMIT_AS). */
    private long mappedLimit = Long.MAX_VALUE;
    private final MapSources sources = new MapSources();

    /** @throws OutOfMemoryError if the host has no room for the window */
    AddressSpace(Kernel kernel, long size, boolean bigEndian) {
        this(kernel, size, bigEndian, 0, 0);
    }

    /** For a program that is this file. */
    AddressSpace(Kernel kernel, long size, boolean bigEndian, long dev, long ino) {
        this(kernel, SpareWindows.take(size, dev, ino), bigEndian, null);
    }

    private AddressSpace(Kernel kernel, SpareWindow spare, boolean bigEndian, @Nullable AddressSpace parent) {
        super(spare.window, bigEndian);
        host = new HostMappings(spare, table);
        lazy = new LazyMemory(this, parent == null ? null : parent.lazy);
        layoutLow = PAGE;
        layoutHigh = size();
        code = kernel.engine.newGuestCode(window, this);
    }

    @Override
    GuestCode guestCode() {
        return code;
    }

    // ---- layout ----

    /** Where mappings without a wish go: the lowest free range in {@code [low, high)}. */
    public synchronized void setLayout(long low, long high) {
        layoutLow = low;
        layoutHigh = Math.min(high, size());
    }

    /** Limit on the bytes mapped. */
    synchronized void setLimit(long bytes) {
        mappedLimit = bytes;
    }

    /** Sets start and present end of the heap. */
    public synchronized void setBreakStart(long start) {
        breakStart = start;
        breakEnd = start;
    }

    /** Present end of the heap. */
    public synchronized long breakEnd() {
        return breakEnd;
    }

    /** Sets the end of the heap, any byte address. */
    public synchronized long brk(long end) {
        if (breakStart == 0 || end < breakStart || end > size() - PAGE) {
            return -Errno.ENOMEM;
        }
        long oldTop = roundUp(breakEnd);
        long newTop = roundUp(end);
        if (newTop > oldTop) {
            if (!isFree(oldTop, newTop - oldTop) || overLimit(newTop - oldTop)) {
                return -Errno.ENOMEM;
            }
            int error = host.open(oldTop, newTop - oldTop, READ | WRITE);
            if (error != 0) {
                return error;
            }
            window.make(oldTop, newTop - oldTop);
            table.replace(oldTop, newTop, new Vma(oldTop, newTop, READ | WRITE, 0, null, 0, null));
            code.changed(oldTop, newTop);
        } else if (newTop < oldTop) {
            long error = unmap(newTop, oldTop - newTop);
            if (error != 0) {
                return error;
            }
        }
        breakEnd = end;
        return 0;
    }

    /** Maps a stack below {@code top}: {@code initial} bytes now; it grows on demand down to {@code limit} bytes. */
    public synchronized long mapStack(long top, long initial, long limit) {
        long start = top - roundUp(initial);
        if ((top & PAGE - 1) != 0 || initial <= 0 || start < 0 || top > size() || !isFree(start, top - start)) {
            return -Errno.ENOMEM;
        }
        int error = host.open(start, top - start, READ | WRITE);
        if (error != 0) {
            return error;
        }
        table.replace(start, top, new Vma(start, top, READ | WRITE, Vma.STACK, null, 0, null));
        stackTop = top;
        stackLow = start;
        stackFloor = Math.max(PAGE, top - Math.max(roundUp(Math.min(limit, size())), top - start));
        return 0;
    }

    /** Changes how far the stack may grow (RLIMIT_STACK). */
    public synchronized void setStackLimit(long limit) {
        if (stackTop != 0) {
            stackFloor = Math.min(stackLow, Math.max(PAGE, stackTop - roundUp(Math.min(limit, size()))));
        }
    }

    /** Lowest mapped address of the stack. */
    public long stackLow() {
        return stackLow;
    }

    /** First address above the stack. */
    public long stackTop() {
        return stackTop;
    }

    @Override
    boolean touchesStackGrowth(long address, long length) {
        long low = stackLow;
        return address < low && address >= stackFloor && address + length > stackFloor;
    }

    @Override
    synchronized boolean growStack(long address) {
        if (address >= stackLow) {
            return address < stackTop;
        }
        if (address < stackFloor) {
            return false;
        }
        long wanted = address & -PAGE;
        long from = Math.max(stackFloor, Math.min(wanted, stackLow - STACK_STEP));
        if (!isFree(from, stackLow - from)) {
            from = wanted;
        }
        long gap = Math.max(0, from - STACK_GAP);
        if (!isFree(gap, stackLow - gap) || overLimit(stackLow - from)) {
            return false;
        }
        if (host.open(from, stackLow - from, READ | WRITE) != 0) {
            return false;
        }
        table.replace(from, stackLow, new Vma(from, stackLow, READ | WRITE, Vma.STACK, null, 0, null));
        stackLow = from;
        return true;
    }

    // ---- looking up ----

    @Nullable Vma find(long address) {
        return table.find(address);
    }

    /** The mappings, lowest first. */
    Vma[] mappings() {
        return table.all();
    }

    /** Whether nothing is mapped in the range, and all of it lies in the address space. */
    public boolean isFree(long address, long length) {
        return length > 0 && window.contains(address, length) && table.isFree(address, address + length);
    }

    @Override
    public boolean isMapped(long address, long length) {
        return length >= 0 && window.contains(address, length) && table.isMapped(address, address + length);
    }

    /** Protection (PROT_ bits) of an address, or -1 if nothing is mapped there. */
    public int protection(long address) {
        Vma v = find(address);
        return v == null ? -1 : v.prot;
    }

    /** Lowest free range of {@code length} bytes in {@code [low, high)} that the stack does not need, or -ENOMEM. */
    public synchronized long findFree(long length, long low, long high) {
        long need = roundUp(length);
        if (length <= 0 || need <= 0) {
            return -Errno.ENOMEM;
        }
        long found = table.findFree(need, Math.max(PAGE, roundUp(low)), Math.min(high, size()), stackFloor, stackTop);
        return found < 0 ? -Errno.ENOMEM : found;
    }

    /** The file that is mapped at an address, or null; for naming addresses in reports. */
    public @Nullable OpenFile mappedFile(long address) {
        Vma v = find(address);
        return v == null ? null : v.file;
    }

    /** Offset in {@link #mappedFile} of the byte at an address. */
    public long mappedFileOffset(long address) {
        Vma v = find(address);
        return v == null ? 0 : v.offset + address - v.start;
    }

    @Override
    public @Nullable CodeMapping codeMapping(long address) {
        Vma v = find(address);
        return v == null || v.prot == 0 ? null : v.codeMapping();
    }

    // ---- what a fork has not copied ----

    @Override
    void prepare(long start, long end, boolean write) {
        if (lazy.active) {
            prepareLazy(start & -PAGE, roundUp(end), write);
        }
    }

    private synchronized void prepareLazy(long start, long end, boolean write) {
        boolean ok;
        if (write) {
            code.changing(start, end); // withdraws the engine's write protection there
            ok = lazy.prepare(start, end, true);
            code.changed(start, end);
        } else {
            ok = lazy.prepare(start, end, false);
        }
        if (!ok) {
            throw new OutOfMemoryError(NO_COPY);
        }
    }

    /** Copies everything that is left to be copied from the parent: for several threads at a time it could not be done. */
    void copyAll() {
        prepare(0, size(), false);
    }

    @Override
    public int protect(Window w, long start, long length, int prot) {
        return lazy.protect(start, length, prot);
    }

    // ---- changing ----

    static long roundUp(long n) {
        return n + PAGE - 1 & -PAGE;
    }

    static int hostProt(int prot) {
        // Guests of this kind have no execute-only or write-only memory.
        return prot == 0 ? 0 : prot & WRITE | READ;
    }

    boolean overLimit(long more) {
        return more > mappedLimit - table.mapped() || table.all().length >= MOST_MAPPINGS;
    }

    /**
     * mmap.
     *
     * @return the address, or -errno
     */
    public long map(long address, long length, int prot, int flags, @Nullable OpenFile file, long offset) {
        if (length <= 0 || offset < 0 || (offset & PAGE - 1) != 0) {
            return -Errno.EINVAL;
        }
        if (length > size()) {
            return -Errno.ENOMEM;
        }
        if (offset > Long.MAX_VALUE - length - PAGE) {
            return -Errno.EOVERFLOW;
        }
        int kind = flags & (Sys.MAP_SHARED | Sys.MAP_PRIVATE);
        boolean shared = kind == Sys.MAP_SHARED || kind == MAP_SHARED_VALIDATE;
        if (!shared && kind != Sys.MAP_PRIVATE) {
            return -Errno.EINVAL;
        }
        OpenFile source = (flags & Sys.MAP_ANONYMOUS) != 0 || file != null && file.kind == OpenFile.ZERO ? null : file;
        FileIdentity identity = null;
        if (source != null) {
            if (source.kind == OpenFile.DIRECTORY || source.kind == OpenFile.PIPE || source.kind == OpenFile.SOCKET) {
                return -Errno.ENODEV;
            }
            if (!source.readable() || shared && (prot & WRITE) != 0 && (!source.writable() || source.readOnlyMount)) {
                return -Errno.EACCES;
            }
            if (source.kind == OpenFile.REGULAR && !shared) {
                synchronized (this) {
                    identity = sources.identity(source);
                }
            }
        } else if (file == null && (flags & Sys.MAP_ANONYMOUS) == 0) {
            return -Errno.EBADF;
        }
        OpenFile sharedMemory = null;
        if (source == null && shared) {
            sharedMemory = sharedMemory(roundUp(length));
            if (sharedMemory == null) {
                return -Errno.ENOMEM;
            }
            source = sharedMemory;
        }
        long result = mapChecked(address, roundUp(length), prot, flags, source, sharedMemory != null ? 0 : offset, identity);
        if (sharedMemory != null) {
            sharedMemory.release(); // the mapping has its own reference, if it came about
        }
        return result;
    }

    private synchronized long mapChecked(
            long wish, long length, int prot, int flags, @Nullable OpenFile file, long offset, @Nullable FileIdentity identity) {
        if (closed) {
            return -Errno.ENOMEM;
        }
        long at;
        if ((flags & (Sys.MAP_FIXED | MAP_FIXED_NOREPLACE)) != 0) {
            if ((wish & PAGE - 1) != 0) {
                return -Errno.EINVAL;
            }
            if (!window.contains(wish, length)) {
                return -Errno.ENOMEM;
            }
            if ((flags & MAP_FIXED_NOREPLACE) != 0 && !isFree(wish, length)) {
                return -Errno.EEXIST;
            }
            at = wish;
        } else {
            long hint = wish & -PAGE;
            at = hint != 0 && isFree(hint, length) ? hint : placeFor(length);
            if (at < 0) {
                return at;
            }
        }
        if (overLimit(length)) {
            return -Errno.ENOMEM;
        }
        boolean shared = (flags & Sys.MAP_SHARED) != 0; // also of MAP_SHARED_VALIDATE
        code.changing(at, at + length);
        // A file may be refused: then everything has to be as before.
        int error = !(file == null ? lazy.abandon(at, at + length) : lazy.prepare(at, at + length, true)) ? -Errno.ENOMEM : 0;
        boolean copied = error == 0 && file != null && host.copyFile(at, length, prot, shared, file, offset, identity);
        if (error == 0 && !copied) {
            error = file == null
                    ? host.mapAnonymous(at, length, hostProt(prot))
                    : host.mapFile(at, length, prot, shared, file, offset, identity);
        }
        if (error != 0) {
            spoilt = true;
            code.changed(at, at + length);
            return error;
        }
        if (file != null) {
            file.retain();
        }
        int access = prot & (READ | WRITE | EXEC);
        int kind = shared ? Vma.SHARED : copied ? Vma.COPIED : 0;
        table.replace(at, at + length, new Vma(at, at + length, access, kind, file, offset, identity));
        code.changed(at, at + length);
        return at;
    }

    /**
     * No other process is to have this window later: the host may have mapped what the table does not know of (it refused a part of a
     * change), or somebody may read its pages afterwards (a pipe that they were put into).
     */
    public synchronized void spoil() {
        spoilt = true;
    }

    /** Where a mapping without a wish goes, or -ENOMEM. */
    synchronized long placeFor(long length) {
        return findFree(length, layoutLow, layoutHigh);
    }

    /** Memory that stays shared over fork: a file without a name. */
    synchronized @Nullable OpenFile sharedMemory(long length) {
        return sources.sharedMemory(length);
    }

    /** munmap. */
    public synchronized long unmap(long address, long length) {
        if ((address & PAGE - 1) != 0 || length <= 0 || !window.contains(address, length)) {
            return -Errno.EINVAL;
        }
        long end = address + roundUp(length);
        if (isFree(address, end - address)) {
            return 0;
        }
        code.changing(address, end);
        int error = lazy.abandon(address, end) && host.unprepare(address, end) ? window.unmap(address, end - address) : -Errno.ENOMEM;
        if (error == 0) {
            table.replace(address, end, null);
        }
        code.changed(address, end);
        return error;
    }

    /** mprotect; ENOMEM if anything in the range is not mapped (nothing is changed then). */
    public synchronized long protect(long address, long length, int prot) {
        if ((address & PAGE - 1) != 0 || length < 0 || (prot & ~(READ | WRITE | EXEC)) != 0) {
            return -Errno.EINVAL;
        }
        if (length == 0) {
            return 0;
        }
        if (!window.contains(address, length) || !isMapped(address, roundUp(length)) || table.all().length >= MOST_MAPPINGS) {
            return -Errno.ENOMEM;
        }
        long end = address + roundUp(length);
        Vma[] all = table.all();
        int first = VmaTable.indexOf(all, address);
        for (int i = first; i < all.length && all[i].start < end; i++) {
            OpenFile file = all[i].file;
            if ((prot & WRITE) != 0 && all[i].isShared() && file != null && (!file.writable() || file.readOnlyMount)) {
                return -Errno.EACCES;
            }
        }
        code.changing(address, end);
        int error = lazy.prepare(address, end, true) ? window.protect(address, end - address, hostProt(prot)) : -Errno.ENOMEM;
        if (error != 0) {
            code.changed(address, end);
            return error;
        }
        for (int i = first; i < all.length && all[i].start < end; i++) {
            Vma v = all[i];
            long from = Math.max(v.start, address);
            long to = Math.min(v.end, end);
            if (v.prot != prot) {
                if (v.file != null) {
                    v.file.retain();
                }
                table.replace(from, to, v.slice(from, to, prot));
            }
        }
        code.changed(address, end);
        return 0;
    }

    /** mremap with Linux' flags; MREMAP_DONTUNMAP is refused (EINVAL). @return the address, or -errno */
    public synchronized long remap(long old, long oldLength, long newLength, int flags, long wish) {
        return closed ? -Errno.ENOMEM : new MemoryRemap(this, table).remap(old, oldLength, newLength, flags, wish);
    }

    /**
     * madvise with Linux' numbers. Advice that changes contents (DONTNEED, FREE, REMOVE) is the host's; mere hints, and what a child is
     * not to inherit (DONTFORK), are accepted and forgotten; others are refused.
     */
    public synchronized long advise(long address, long length, int advice) {
        if ((address & PAGE - 1) != 0 || length < 0) {
            return -Errno.EINVAL;
        }
        boolean contents = advice == Sys.MADV_DONTNEED || advice == MADV_FREE || advice == MADV_REMOVE;
        boolean hint = advice >= 0 && advice <= 3 || advice >= 10 && advice <= 17 || advice == 20 || advice == 21;
        if (!contents && !hint) {
            return -Errno.EINVAL;
        }
        if (length == 0) {
            return 0;
        }
        long end = address + roundUp(length);
        if (end < address || !isMapped(address, end - address)) {
            return -Errno.ENOMEM;
        }
        if (!contents) {
            return 0;
        }
        code.changing(address, end);
        long error = lazy.prepare(address, end, true) ? host.discardCopies(address, end, advice) : -Errno.ENOMEM;
        if (error == 0) {
            error = window.advise(address, end - address, advice);
        }
        code.changed(address, end);
        return error;
    }

    /** mincore: whether each page is in memory, as bytes for {@code into}; ENOMEM if anything is not mapped. */
    public synchronized long resident(Scratch s, long address, long length, byte[] into) {
        if ((address & PAGE - 1) != 0) {
            return -Errno.EINVAL;
        }
        if (length < 0 || !isMapped(address, roundUp(length))) {
            return -Errno.ENOMEM;
        }
        long step = (long) s.dataSize * PAGE;
        for (long at = 0; at < length; at += step) {
            long n = Math.min(step, roundUp(length - at));
            long error = Sys.call(Sys.SYS_MINCORE, window.host(address + at, n), n, s.data());
            if (error != 0) {
                return error;
            }
            for (int i = 0; i < n / PAGE; i++) {
                into[(int) (at / PAGE) + i] = s.buffer().get(Scratch.DATA + i);
            }
        }
        return 0;
    }

    /** msync with Linux MS_ flags. */
    public synchronized long sync(long address, long length, int flags) {
        if ((address & PAGE - 1) != 0 || length < 0) {
            return -Errno.EINVAL;
        }
        if (length == 0) {
            return 0;
        }
        if (!isMapped(address, roundUp(length))) {
            return -Errno.ENOMEM;
        }
        return window.sync(address, length, flags);
    }

    /** The guest's cache-flush call: it may have changed instructions in the range. */
    public void flushCode(long address, long length) {
        if (length > 0 && window.contains(address, length)) {
            // Pages with translations are write-protected, so that changes are noticed without this call; but memory that is
            // shared with other processes may have been changed through another mapping.
            Vma v = find(address);
            if (v != null && (v.isShared() || address + length > v.end)) {
                synchronized (this) {
                    code.changing(address & -PAGE, roundUp(address + length));
                    code.changed(address & -PAGE, roundUp(address + length));
                }
            }
        }
    }

    /**
     * A guest access faulted.
     *
     * @return true if the access may be tried again: the stack has grown, or the host's protection of the page was stricter than
     *     the guest's (a race with another thread's mprotect, or a fork)
     * @throws OutOfMemoryError if the host has no memory for a copy
     */
    boolean resolveFault(long address, boolean write) {
        Vma v = find(address);
        if (v == null) {
            return address < stackLow && growStack(address);
        }
        if ((v.prot & (write ? WRITE : READ | WRITE | EXEC)) == 0) {
            return false;
        }
        repair(address, write);
        return true;
    }

    private synchronized void repair(long address, boolean write) {
        if (!lazy.concerns(address, write)) {
            restoreProtection(address & -PAGE, (address & -PAGE) + PAGE);
            return;
        }
        long start = address & -LazyMemory.LARGEST_PIECE;
        long end = Math.min(size(), start + LazyMemory.LARGEST_PIECE);
        if (write) {
            code.changing(start, end);
        }
        boolean ok = lazy.prepareAround(address, write);
        if (write) {
            code.changed(start, end);
        }
        if (!ok) {
            throw new OutOfMemoryError(NO_COPY);
        }
    }

    private synchronized void restoreProtection(long start, long end) {
        code.changing(start, end);
        lazy.prepare(start, end, true);
        Vma[] all = table.all();
        for (int i = VmaTable.indexOf(all, start); i < all.length && all[i].start < end; i++) {
            long from = Math.max(start, all[i].start);
            long to = Math.min(end, all[i].end);
            window.protect(from, to - from, hostProt(all[i].prot));
        }
        code.changed(start, end);
    }

    // ---- life ----

    /**
     * A copy for a child process: shared mappings stay shared, of private ones the pages that may differ are copied now or when needed.
     *
     * @throws OutOfMemoryError if the host has no room
     */
    AddressSpace fork(Kernel kernel) {
        AddressSpace child = new AddressSpace(kernel, SpareWindows.takeForCopy(size(), table.all()), isBigEndian(), this);
        boolean done = false;
        child.spoilt = true;
        try {
            synchronized (this) {
                child.layoutLow = layoutLow;
                child.layoutHigh = layoutHigh;
                child.breakStart = breakStart;
                child.breakEnd = breakEnd;
                child.stackTop = stackTop;
                child.stackLow = stackLow;
                child.stackFloor = stackFloor;
                child.mappedLimit = mappedLimit;
                SpaceCopy copy = new SpaceCopy(this, child);
                synchronized (lazy.family) {
                    try {
                        for (Vma v : table.all()) {
                            if (!copy.copy(v, hostProt(v.prot))) {
                                throw new OutOfMemoryError("fork");
                            }
                        }
                    } finally {
                        lazy.forked();
                    }
                }
                child.table.copyFrom(table);
                child.spoilt = false;
                done = true;
            }
        } finally {
            if (!done) {
                child.release();
            }
        }
        return child;
    }

    /** One more process uses this memory. */
    synchronized void share() {
        users++;
    }

    /** Whether more than one process uses it. */
    synchronized boolean isShared() {
        return users > 1;
    }

    /** A process leaves; with the last one everything is given back. No thread may use it any more. */
    synchronized void release() {
        if (--users > 0 || closed) {
            return;
        }
        closed = true;
        code.close();
        if (lazy.close()) {
            host.giveUp(spoilt);
        }
        table.clear();
        sources.close();
    }
}
