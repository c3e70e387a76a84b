package heliotrope.engine;

import heliotrope.engine.x64.TableLookup;
import heliotrope.host.Sys;
import heliotrope.host.Window;
import java.util.Arrays;

/**
 * The executable memory of one guest address space: finds or makes the translation for a guest address and drops
 * translations whose memory changes. Pages that the guest may write are write-protected on the host while blocks lie
 * in them.
 *
 * <p>Locking: the public methods take the engine's lock, and the kernel may hold locks of its own when it calls them;
 * the engine calls the kernel back ({@link GuestMemoryMap#codeMapping}) without its lock. A thread waits here only in
 * {@link Cpu#run}, where it holds no lock of the kernel's: for translations to be dropped, and for a change to be over.
 */
public final class GuestCode {
    /** Results of {@link #block} that are not block numbers. */
    static final int NO_MAPPING = -1, NOT_READABLE = -2, DELAY_SLOT_NOT_READABLE = -3;

    private static final int SIGSEGV = 11, SEGV_ACCERR = 2;

    /**
     * After so many writes to a page with code it is no longer protected; its blocks are compared with memory instead.
     */
    private static final int MAX_FLIPS = 16;

    private final Engine engine;
    final Window window;
    private final GuestMemoryMap map;
    private final TranslationMap privateCode;
    private final CodePages pages = new CodePages();

    // Known mappings with code, unordered; the last one found is tried first.
    private int mappings;
    private CodeMapping[] mapping = new CodeMapping[8];
    private TranslationMap[] translations = new TranslationMap[8];
    private int last;
    private int generation;
    /** Changes when threads have to forget their tables of indirect targets. */
    volatile int epoch;
    /** Number of changes announced or done: what the kernel said before one of them may be wrong. */
    private int changes;
    /** What is just changing: see {@link #changing(long, long)}. */
    private int changing;
    private long[] changingStart = new long[4];
    private long[] changingEnd = new long[4];
    final HostWrites hostWrites = new HostWrites();
    /** Whether no more than one thread runs here. */
    private volatile boolean alone = true;

    GuestCode(Engine engine, Window window, GuestMemoryMap map) {
        this.engine = engine;
        this.window = window;
        this.map = map;
        generation = engine.generation;
        privateCode = new TranslationMap(engine.blocks, generation);
    }

    // ---- finding ----

    /**
     * The block at a pc, translated if need be; or one of the negative constants, {@link #NO_MAPPING} also if the
     * mapping is not known yet: see {@link #learnMapping}. The engine's lock is held.
     */
    int block(long pc, int mode) {
        engine.awaitTranslations();
        synchronizeWithCache();
        int m = knownMapping(pc);
        if (m < 0) {
            return NO_MAPPING;
        }
        TranslationMap t = translations[m];
        t.synchronize(generation);
        SharedCode shared = t.shared;
        if (shared != null && shared.isNew()) {
            if (engine.cacheIsFull()) {
                engine.dropAll();
                return block(pc, mode);
            }
            shared.open(engine, window, mode);
            engine.tablesChanged();
        }
        int b = t.find(pc, mode);
        Blocks blocks = engine.blocks;
        if (b >= 0 && !blocks.dead[b] && (!blocks.checked[b] || engine.isUnchanged(window, b))) {
            return b;
        }
        return translate(pc, mode, m, b);
    }

    /**
     * Asks the kernel about the memory at a pc. The engine's lock is not held. @return false if nothing can be
     * executed there
     */
    boolean learnMapping(long pc) {
        while (true) {
            int before;
            synchronized (engine.lock) {
                before = changes;
            }
            CodeMapping found = map.codeMapping(pc);
            synchronized (engine.lock) {
                if (before != changes) {
                    continue;
                }
                if (found == null || pc < found.start() || pc >= found.end()) {
                    if (awaitChange(pc, pc + 1)) {
                        continue;
                    }
                    return false;
                }
                if (awaitChange(found.start(), found.end())) {
                    continue;
                }
                enter(found);
                return true;
            }
        }
    }

    private void synchronizeWithCache() {
        int now = engine.generation;
        if (generation != now) {
            generation = now;
            pages.forgetBlocks();
            privateCode.synchronize(now);
        }
    }

    /** The index of the known mapping around a pc, or -1. */
    private int knownMapping(long pc) {
        int i = last;
        if (i < mappings && pc >= mapping[i].start() && pc < mapping[i].end()) {
            return i;
        }
        for (i = 0; i < mappings; i++) {
            if (pc >= mapping[i].start() && pc < mapping[i].end()) {
                last = i;
                return i;
            }
        }
        return -1;
    }

    private void enter(CodeMapping found) {
        // A mapping that grew replaces what was known of it.
        int kept = 0;
        for (int i = 0; i < mappings; i++) {
            if (mapping[i].end() <= found.start() || mapping[i].start() >= found.end()) {
                mapping[kept] = mapping[i];
                translations[kept++] = translations[i];
            } else {
                leave(translations[i]);
            }
        }
        if (kept == mapping.length) {
            mapping = Arrays.copyOf(mapping, 2 * kept);
            translations = Arrays.copyOf(translations, 2 * kept);
        }
        mapping[kept] = found;
        translations[kept] = found.file() == null ? privateCode : engine.sharedMap(found);
        SharedCode shared = translations[kept].shared;
        if (shared != null) {
            shared.enter(found.file());
            engine.tablesChanged();
        }
        last = kept;
        mappings = kept + 1;
    }

    private static void leave(TranslationMap t) {
        if (t.shared != null) {
            t.shared.leave();
        }
    }

    /**
     * Writes the tables of the file mappings, for a mode, to a thread's state block. The engine's lock is held, and
     * {@link #block} was called. @return whether there are any
     */
    boolean tables(CpuState state, int mode) {
        int n = 0;
        for (int i = 0; i < mappings && n < CpuState.MOST_TABLES - 1; i++) {
            SharedCode shared = translations[i].shared;
            if (shared != null && shared.mode() == mode && translations[i].isOf(generation)) {
                long base = engine.cache().executable() + shared.base();
                TableLookup.entry(state, n++, mapping[i].start(), mapping[i].end(), shared.table(), base);
            }
        }
        TableLookup.end(state, n);
        return n > 0;
    }

    private int translate(long pc, int mode, int m, int old) {
        CodeMapping where = mapping[m];
        TranslationMap t = translations[m];
        if (engine.cacheIsFull()) {
            engine.dropAll();
            return block(pc, mode); // the lock was released: nothing known before is sure
        }
        long start = System.nanoTime();
        boolean isPrivate = t == privateCode;
        // Protected before it is read: a write by another thread after this is noticed.
        boolean watched = isPrivate && where.writable();
        long guessedEnd = Math.min(where.end(), pc + 4L * (Translator.MAX_INSTRUCTIONS + 2));
        boolean checked = watched && !protect(pc, guessedEnd);
        Translator translator = engine.translator();
        int n = translator.translate(window, pc, where.end(), mode, Translator.MAX_INSTRUCTIONS);
        if (n == 0) {
            return NOT_READABLE;
        }
        if (translator.fetchFails()) {
            return DELAY_SLOT_NOT_READABLE;
        }
        int b = engine.add(t, checked, start);
        if (isPrivate) {
            enterPages(pc, pc + translator.block.guestBytes, b);
        }
        if (old >= 0) {
            engine.replace(old, b);
        }
        if (t.put(b)) {
            engine.tablesChanged();
        }
        return b;
    }

    /** Notes in which pages a block of private code lies. */
    private void enterPages(long pc, long end, int b) {
        for (long page = pc >>> CodePages.SHIFT; page << CodePages.SHIFT < end; page++) {
            pages.add(pages.enter(page), b);
        }
    }

    /**
     * Makes a trace that was just compiled the translation of its start. The lock is held, and nothing has changed since
     * its path was recorded. @return false if there is no room
     */
    boolean install(TraceRequest q, Translator translator, int bytes) {
        int b = engine.addTrace(q, translator, bytes);
        if (b < 0) {
            return false;
        }
        if (q.owner == privateCode) {
            for (int k = 0; k < q.path.length(); k++) {
                long pc = q.path.pc[k];
                enterPages(pc, pc + 4L * q.path.words[k], b);
            }
        }
        engine.replace(q.blocks[0], b);
        q.owner.put(b);
        return true;
    }

    // ---- write protection ----

    /**
     * Protects the pages of a range. @return false if one of them is not to be protected because it is written too
     * often
     */
    private boolean protect(long start, long end) {
        boolean all = true;
        for (long page = start >>> CodePages.SHIFT; page << CodePages.SHIFT < end; page++) {
            int i = pages.enter(page);
            int state = pages.state(i);
            if (state == CodePages.CHECKED || hostWrites.contain(page)) {
                all = false;
            } else if (state == CodePages.PLAIN) {
                // Fails for a page that is not mapped: then no block will lie there either.
                if (map.protect(window, page << CodePages.SHIFT, 1 << CodePages.SHIFT, Sys.PROT_READ) == 0) {
                    pages.state(i, CodePages.PROTECTED);
                }
            }
        }
        return all;
    }

    /** Makes a protected page writable and drops its blocks. */
    private void unprotect(int i) {
        dropBlocks(i);
        pages.state(i, pages.flip(i) >= MAX_FLIPS ? CodePages.CHECKED : CodePages.PLAIN);
        map.protect(window, pages.number(i) << CodePages.SHIFT, 1 << CodePages.SHIFT, Sys.PROT_READ | Sys.PROT_WRITE);
    }

    private void dropBlocks(int i) {
        int first = pages.first(i);
        if (first < 0) {
            return;
        }
        for (int node = first; node >= 0; node = pages.next(node)) {
            engine.invalidate(pages.block(node));
        }
        pages.clear(i);
        // A loop within one block does not pass the block's entry.
        engine.leaveTranslatedCode(this);
    }

    /**
     * A write of the guest to {@code address} faulted on the host.
     *
     * @return true if that was because of our protection: the page is writable now, and the instruction is to be
     * interpreted
     */
    boolean resolveWrite(long address, int signal, int code) {
        if (signal != SIGSEGV || code != SEGV_ACCERR) {
            return false;
        }
        synchronized (engine.lock) {
            synchronizeWithCache();
            int i = pages.find(address >>> CodePages.SHIFT);
            if (i < 0) {
                return false;
            }
            if (pages.state(i) == CodePages.PROTECTED) {
                engine.statistics.codeWrites++;
                unprotect(i);
                return true;
            }
        }
        // Another thread resolved it meanwhile, or the kernel had us forget a protection that was still there.
        long page = address & -1L << CodePages.SHIFT;
        while (true) {
            int before;
            synchronized (engine.lock) {
                before = changes;
            }
            CodeMapping now = map.codeMapping(address);
            synchronized (engine.lock) {
                if (before != changes || awaitChange(page, page + 1)) {
                    continue;
                }
                if (now == null || !now.writable()) {
                    return false;
                }
                int i = pages.find(address >>> CodePages.SHIFT);
                if (i >= 0 && pages.state(i) == CodePages.PROTECTED) {
                    unprotect(i);
                    return true;
                }
                return map.protect(window, page, 1 << CodePages.SHIFT, Sys.PROT_READ | Sys.PROT_WRITE) == 0;
            }
        }
    }

    // ---- what the kernel tells ----

    /**
     * Mapping, protection or contents of a range are about to change: drops the translations there, withdraws write
     * protection there, and keeps other threads from making new translations or protections until {@link #changed} of
     * the same range, which must follow in any case. Without this call a protection that another thread sets in that
     * moment might meet the new mapping.
     */
    public void changing(long start, long end) {
        synchronized (engine.lock) {
            forgetRange(start, end, true);
            if (changing == changingStart.length) {
                changingStart = Arrays.copyOf(changingStart, 2 * changing);
                changingEnd = Arrays.copyOf(changingEnd, 2 * changing);
            }
            changingStart[changing] = start;
            changingEnd[changing++] = end;
        }
    }

    /**
     * Mapping, protection or contents of a range changed (mmap, munmap, mprotect, a cache flush): drops the
     * translations there and forgets write protection there; the kernel sets the host's protection itself.
     */
    public void changed(long start, long end) {
        synchronized (engine.lock) {
            forgetRange(start, end, false);
            for (int i = 0; i < changing; i++) {
                if (changingStart[i] == start && changingEnd[i] == end) {
                    changingStart[i] = changingStart[--changing];
                    changingEnd[i] = changingEnd[changing];
                    engine.lock.notifyAll();
                    break;
                }
            }
        }
    }

    /** Waits if a part of the range is just changing. The lock is held. @return whether it was */
    private boolean awaitChange(long start, long end) {
        boolean waited = false;
        boolean interrupted = false;
        while (isChanging(start, end)) {
            waited = true;
            try {
                engine.lock.wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return waited;
    }

    private boolean isChanging(long start, long end) {
        for (int i = 0; i < changing; i++) {
            if (start < changingEnd[i] && end > changingStart[i]) {
                return true;
            }
        }
        return false;
    }

    private void forgetRange(long start, long end, boolean writable) {
        changes++;
        synchronizeWithCache();
        int kept = 0;
        boolean forgetTargets = false;
        for (int i = 0; i < mappings; i++) {
            CodeMapping m = mapping[i];
            if (m.end() <= start || m.start() >= end) {
                mapping[kept] = m;
                translations[kept++] = translations[i];
            } else {
                // Blocks of private code are redirected; those shared with other processes are left alone, but no
                // longer reached.
                forgetTargets |= translations[i] != privateCode;
                leave(translations[i]);
            }
        }
        mappings = kept;
        if (!pages.isEmpty()) {
            forgetPages(start >>> CodePages.SHIFT, end + (1 << CodePages.SHIFT) - 1 >>> CodePages.SHIFT, writable);
        }
        if (forgetTargets) {
            int next = epoch + 1; // the lock is held
            epoch = next;
            engine.leaveTranslatedCode(this);
        }
    }

    private void forgetPages(long first, long behind, boolean writable) {
        boolean few = behind - first < pages.capacity();
        for (long k = few ? first : 0; k < (few ? behind : pages.capacity()); k++) {
            forget(few ? pages.find(k) : pages.at((int) k, first, behind), writable);
        }
    }

    private void forget(int i, boolean writable) {
        if (i >= 0) {
            dropBlocks(i);
            if (pages.state(i) == CodePages.PROTECTED) {
                pages.state(i, CodePages.PLAIN);
                if (writable) {
                    map.protect(window, pages.number(i) << CodePages.SHIFT, 1 << CodePages.SHIFT,
                            Sys.PROT_READ | Sys.PROT_WRITE);
                }
            }
        }
    }

    /**
     * The kernel is about to write to guest memory: drops the translations of protected pages in the range and makes
     * these writable again. They stay so until the calling thread runs guest code again ({@link Cpu#run}), also if
     * other threads execute what is in them.
     *
     * @return whether there were any
     */
    public boolean prepareWrite(long start, long end) {
        if (alone && pages.isEmpty()) {
            return false;
        }
        synchronized (engine.lock) {
            synchronizeWithCache();
            if (!alone) {
                hostWrites.add(start, end);
            }
            boolean any = false;
            long first = start >>> CodePages.SHIFT;
            long behind = end + (1 << CodePages.SHIFT) - 1 >>> CodePages.SHIFT;
            boolean few = behind - first < pages.capacity();
            for (long k = few ? first : 0; k < (few ? behind : pages.capacity()); k++) {
                int i = few ? pages.find(k) : pages.at((int) k, first, behind);
                if (i >= 0 && pages.state(i) == CodePages.PROTECTED) {
                    unprotect(i);
                    any = true;
                }
            }
            return any;
        }
    }

    /** Start and end of each range that threads in system calls are just having the host write to. */
    public long[] hostWrites() {
        synchronized (engine.lock) {
            return hostWrites.ranges();
        }
    }

    /** The calling thread no longer has the host write what it said to {@link #prepareWrite}. */
    void hostWritesEnd() {
        if (hostWrites.any) {
            synchronized (engine.lock) {
                hostWrites.end();
            }
        }
    }

    /** Threads came or went. The engine's lock is held. */
    void threadsChanged() {
        alone = engine.threads(this) <= 1;
    }

    /** Whether the host's protection of the page is ours. */
    public boolean isWriteProtected(long address) {
        synchronized (engine.lock) {
            int i = pages.find(address >>> CodePages.SHIFT);
            return i >= 0 && pages.state(i) == CodePages.PROTECTED;
        }
    }

    /** The address space is gone; no thread runs in it any more. */
    public void close() {
        synchronized (engine.lock) {
            synchronizeWithCache();
            for (int i = 0; i < pages.capacity(); i++) {
                if (pages.number(i) >= 0) {
                    dropBlocks(i);
                }
            }
            for (int i = 0; i < mappings; i++) {
                leave(translations[i]);
            }
            mappings = 0;
        }
    }
}
