package heliotrope.engine;

import heliotrope.engine.cache.TranslationStore;
import heliotrope.engine.x64.BlockCompiler;
import heliotrope.engine.x64.ExitStubs;
import heliotrope.engine.x64.PinnedRegisters;
import heliotrope.host.CodeMemory;
import heliotrope.host.CpuFeatures;
import heliotrope.host.HostSignals;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Window;
import heliotrope.ir.Frontend;
import heliotrope.ir.Mode;
import java.util.Arrays;
import java.util.HashMap;

/**
 * The execution engine of a JVM: translations of all guests and the code cache they live in.
 *
 * <p>One lock guards translations. Translated code itself takes none: what it may run is changed by atomic stores, and
 * the memory of translations is reused only when every guest thread is out of translated code ({@link #dropAll}).
 */
public final class Engine {
    /** Default of the command line. */
    public static final int DEFAULT_CODE_CACHE_BYTES = 64 << 20;

    /** Room that every block is sure to fit in: 64 instructions with all their stubs. */
    private static final int LARGEST_BLOCK = 192 << 10;

    final Object lock = new Object();
    final Frontend frontend;
    final EngineKind kind;
    final Blocks blocks;
    final EngineStatistics statistics = new EngineStatistics();
    private @Nullable Translator translator;
    private @Nullable TranslationStore store;
    /** Changes when threads have to tell translated code of other tables of file mappings: {@link GuestCode#tables}. */
    int tables;
    private final @Nullable CodeCache cache;
    private final PinnedRegisters pins;
    private final HashMap<CodeMapping, TranslationMap> shared = new HashMap<>();
    volatile int generation;

    private static final int OFTEN = 8;
    /** How often code was left by a jump that is not patched, by the piece of the code cache that patching it would copy. */
    private byte[] left = new byte[0];

    private Cpu[] cpus = new Cpu[4];
    private int cpuCount;
    /** While set, no thread may enter translated code. */
    volatile boolean stopped;

    /** {@code -Dheliotrope.traces=}: not at all, of hot code, or of everything (for tests). */
    static final String TRACES_OFF = "off", TRACES_ON = "on", TRACES_EAGER = "eager";

    /** Whether hot code is looked for, and whether every block becomes the start of a trace when it is first entered from Java. */
    private final boolean tracing;
    final boolean eager;
    private @Nullable Traces traces;
    volatile @Nullable TraceThread traceThread;

    /**
     * An engine; there may be only one that compiles.
     *
     * @param kind falls back to {@link EngineKind#INTERP}, with one line on standard error, if the host's CPU lacks
     * what compiled code needs
     * @param codeCacheBytes size of the code cache; at least 1 MiB, rounded up to pages
     */
    public Engine(Frontend frontend, EngineKind kind, int codeCacheBytes) {
        this(frontend, kind, codeCacheBytes, System.getProperty("heliotrope.traces", TRACES_ON));
    }

    /** The same with one of the TRACES constants. */
    Engine(Frontend frontend, EngineKind kind, int codeCacheBytes, String traces) {
        this.frontend = frontend;
        pins = new PinnedRegisters(frontend.pinnedRegisters());
        EngineKind usable = kind;
        if (kind != EngineKind.INTERP && !CpuFeatures.missing().isEmpty()) {
            System.err.println("heliotrope: this CPU has no " + CpuFeatures.missing()
                    + "; guest code is interpreted, which is slow");
            usable = EngineKind.INTERP;
        }
        this.kind = usable;
        eager = usable != EngineKind.INTERP && traces.equals(TRACES_EAGER);
        tracing = usable == EngineKind.JIT && traces.equals(TRACES_ON);
        HostSignals.install();
        blocks = new Blocks(usable != EngineKind.JIT);
        if (usable == EngineKind.INTERP) {
            cache = null;
        } else {
            CodeCache c = new CodeCache(Math.max(codeCacheBytes, 1 << 20) + 4095 & -4096, pins, System.getProperty("heliotrope.stubs"));
            cache = c;
            Native.init(c.executable(), c.executable() + c.size());
        }
    }

    /** What the file named by the property heliotrope.stubs is to contain: it makes starting faster. */
    public static byte[] stubs(Frontend frontend) {
        return ExitStubs.image(new PinnedRegisters(frontend.pinnedRegisters()));
    }

    /** What executes guest code: may differ from what was asked for. */
    public EngineKind kind() {
        return kind;
    }

    /** Counters since the start. */
    public EngineStatistics statistics() {
        return statistics;
    }

    /** The code of a new address space. */
    public GuestCode newGuestCode(Window window, GuestMemoryMap map) {
        synchronized (lock) {
            return new GuestCode(this, window, map);
        }
    }

    // ---- the disk cache ----

    /** Has translations of files loaded from a store and, by {@link #saveTranslations}, saved there. Only if it compiles. */
    public void useStore(TranslationStore newStore) {
        synchronized (lock) {
            store = kind == EngineKind.JIT ? newStore : null;
        }
    }

    @Nullable TranslationStore store() {
        return store;
    }

    /** Saves what is new: to be called when a program, or a whole tree of them, has ended. */
    public void saveTranslations() {
        boolean any = false;
        TranslationMap[] all;
        synchronized (lock) {
            all = shared.values().toArray(new TranslationMap[0]);
        }
        for (TranslationMap t : all) {
            synchronized (lock) {
                SharedCode code = t.shared;
                TranslationStore s = store;
                if (s == null || cache == null || code == null) {
                    return;
                }
                long start = System.nanoTime();
                if (code.save(s, cache)) {
                    any = true;
                    statistics.savedSegments++;
                }
                statistics.saveNanos += System.nanoTime() - start;
            }
        }
        synchronized (lock) {
            TranslationStore s = store;
            if (any && s != null) {
                long start = System.nanoTime();
                s.evict();
                statistics.saveNanos += System.nanoTime() - start;
            }
        }
    }

    void tablesChanged() {
        tables++;
    }

    /** Made when first needed: with all translations from the disk that is never. The lock is held. */
    Translator translator() {
        Translator t = translator;
        if (t == null) {
            t = new Translator(frontend, kind == EngineKind.INTERP ? null : new BlockCompiler(pins));
            translator = t;
        }
        return t;
    }

    CodeCache cache() {
        CodeCache c = cache;
        if (c == null) {
            throw new IllegalStateException("this engine does not compile");
        }
        return c;
    }

    // ---- threads ----

    void register(Cpu cpu) {
        synchronized (lock) {
            if (cpuCount == cpus.length) {
                cpus = Arrays.copyOf(cpus, 2 * cpuCount);
            }
            cpus[cpuCount++] = cpu;
            cpu.code().threadsChanged();
        }
    }

    void unregister(Cpu cpu) {
        synchronized (lock) {
            for (int i = 0; i < cpuCount; i++) {
                if (cpus[i] == cpu) {
                    cpus[i] = cpus[--cpuCount];
                    cpu.code().threadsChanged();
                    return;
                }
            }
        }
    }

    /** Number of threads of an address space. The lock is held. */
    int threads(GuestCode code) {
        int n = 0;
        for (int i = 0; i < cpuCount; i++) {
            if (cpus[i].code() == code) {
                n++;
            }
        }
        return n;
    }

    /**
     * Has every thread of an address space leave translated code soon, and look at its {@link GuestCode#epoch} then.
     */
    void leaveTranslatedCode(GuestCode code) {
        for (int i = 0; i < cpuCount; i++) {
            if (cpus[i].code() == code) {
                cpus[i].poke();
            }
        }
    }

    // ---- traces ----

    Traces traces() {
        synchronized (lock) {
            Traces t = traces;
            if (t == null) {
                t = new Traces(this, new Translator(frontend, new BlockCompiler(pins)));
                traces = t;
            }
            return t;
        }
    }

    /** A guest thread is about to run. */
    void watch() {
        if (tracing && traceThread == null) {
            synchronized (lock) {
                if (traceThread == null && cpuCount > 0) {
                    TraceThread t = new TraceThread(this);
                    traceThread = t;
                    t.start();
                }
            }
        }
    }

    void traceThreadEnded(TraceThread thread) {
        synchronized (lock) {
            if (traceThread == thread) {
                traceThread = null;
            }
        }
    }

    /** Has all threads in translated code tell soon where they are. @return whether there are guest threads */
    boolean askAll() {
        synchronized (lock) {
            for (int i = 0; i < cpuCount; i++) {
                cpus[i].ask();
            }
            return cpuCount > 0;
        }
    }

    // ---- translations; the lock is held ----

    TranslationMap sharedMap(CodeMapping mapping) {
        TranslationMap t = shared.get(mapping);
        if (t == null) {
            t = kind == EngineKind.JIT
                    ? new TranslationMap(blocks, generation, mapping) : new TranslationMap(blocks, generation);
            shared.put(mapping, t);
        }
        return t;
    }

    boolean cacheIsFull() {
        return cache != null ? !cache.fits(LARGEST_BLOCK) : blocks.count >= 1 << 18;
    }

    /**
     * Drops all translations of all guests, once no thread runs any. The caller is in Java. The lock is released
     * meanwhile: a thread whose code faulted needs it to find out about the fault while its code still exists. Others
     * that want translations wait.
     */
    void dropAll() {
        stopped = true;
        boolean interrupted = false;
        try {
            while (pokeAll()) {
                try {
                    lock.wait(1);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            int next = generation + 1;
            generation = next;
            blocks.clear();
            if (cache != null) {
                cache.clear();
            }
            statistics.cacheFlushes++;
        } finally {
            stopped = false;
            lock.notifyAll();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits while another thread drops the translations. */
    void awaitTranslations() {
        boolean interrupted = false;
        while (stopped) {
            try {
                lock.wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has all threads leave translated code. @return whether one is still there */
    private boolean pokeAll() {
        boolean any = false;
        for (int i = 0; i < cpuCount; i++) {
            if (cpus[i].isInTranslatedCode()) {
                cpus[i].poke();
                any = true;
            }
        }
        return any;
    }

    /** Enters the translator's block into the tables, compiled unless this engine interprets. @return its number */
    int add(TranslationMap map, boolean checked, long startNanos) {
        long frontendDone = System.nanoTime();
        Translator t = translator();
        int n = t.block.guestBytes >>> 2;
        int b = blocks.add(t.block.pc, t.block.mode, t.words(), n, map);
        blocks.checked[b] = checked;
        CodeCache c = cache;
        if (c != null) {
            int entry = c.top();
            int bytes = t.compile(!checked);
            if (!c.fits(bytes)) {
                throw new IllegalStateException("block of " + bytes + " bytes does not fit the code cache");
            }
            c.append(t.compiler().code(), bytes);
            blocks.entry[b] = entry;
            blocks.miss[b] = entry + t.compiler().missOffset();
            blocks.bytes[b] = bytes;
            statistics.hostBytes += bytes;
        }
        if (kind != EngineKind.JIT) {
            blocks.ir[b] = t.block.copy();
        }
        long end = System.nanoTime();
        statistics.blocks++;
        statistics.guestInstructions += n;
        statistics.irOperations += t.block.size;
        statistics.frontendNanos += frontendDone - startNanos;
        statistics.compilerNanos += end - frontendDone;
        statistics.translationNanos += end - startNanos;
        return b;
    }

    /** Enters a compiled trace into the tables. @return its number, or -1 if the code cache has no room for it */
    int addTrace(TraceRequest q, Translator t, int bytes) {
        CodeCache c = cache();
        if (!c.fits(bytes)) {
            return -1;
        }
        int b = blocks.add(q.path.pc[0], q.mode, q.words, q.words.length, q.owner);
        blocks.path[b] = q.path;
        blocks.loop[b] = q.loop;
        blocks.bytes[b] = bytes;
        blocks.entry[b] = c.top();
        blocks.miss[b] = c.top() + t.compiler().missOffset();
        c.append(t.compiler().code(), bytes);
        if (kind != EngineKind.JIT) {
            blocks.ir[b] = t.block.copy();
        }
        statistics.hostBytes += bytes;
        return b;
    }

    /** Nobody enters the block from now on. */
    void invalidate(int b) {
        if (!blocks.dead[b]) {
            blocks.dead[b] = true;
            statistics.invalidations++;
            if (cache != null) {
                cache.redirect(blocks.entry[b], blocks.miss[b]);
            }
        }
    }

    /** Jumps that still lead to a former block of the same pc go on to the new one. */
    void replace(int old, int b) {
        invalidate(old);
        if (cache != null && !blocks.checked[b]) {
            cache.redirect(blocks.entry[old], blocks.entry[b]);
            TranslationMap owner = blocks.owner[b];
            if (owner != null && owner.shared != null) {
                owner.shared.replaced(old, b);
            }
        }
    }

    /** Patches the jump through which a block was left; {@code address} is its LINK_SITE. */
    void link(long address, int b) {
        if (address == 0 || cache == null || blocks.checked[b]) {
            return;
        }
        int site = (int) (address - cache.executable());
        if (cache.memory().isForeign(site) && !isOftenLeft(site)) {
            return;
        }
        int from = blocks.containing(site);
        TranslationMap owner = blocks.owner[b];
        if (from >= 0 && blocks.owner[from] == owner) {
            cache.link(site, blocks.entry[b]);
            if (owner != null && owner.shared != null) {
                owner.shared.linked(site, from, b);
            }
            statistics.links++;
        }
    }

    /**
     * Whether jumps in this piece of a file's pages were taken often enough to patch them, which copies the pages and costs as much as
     * leaving several times: programs that have all they need on disk come by a few such jumps, once or twice.
     */
    private boolean isOftenLeft(int site) {
        int piece = site / CodeMemory.PIECE;
        if (piece >= left.length) {
            left = Arrays.copyOf(left, piece + 16);
        }
        if (left[piece] < OFTEN) {
            left[piece]++;
        }
        return left[piece] == OFTEN;
    }

    /** Whether the words a block was made from are still in memory. */
    boolean isUnchanged(Window window, int b) {
        int n = blocks.wordCount[b];
        byte[] now = new byte[4 * n];
        if (!window.copyIn(blocks.pc[b], now, 0, now.length)) {
            return false;
        }
        boolean big = (blocks.mode[b] & Mode.BIG_ENDIAN) != 0;
        for (int i = 0; i < n; i++) {
            int k = 4 * i;
            int word = now[k] & 0xff | (now[k + 1] & 0xff) << 8 | (now[k + 2] & 0xff) << 16 | now[k + 3] << 24;
            if (blocks.words[blocks.wordsAt[b] + i] != (big ? Integer.reverseBytes(word) : word)) {
                return false;
            }
        }
        return true;
    }

    /** Where translated code lies: see {@link #visitCode}. */
    public interface CodeVisitor {
        /**
         * One translation.
         *
         * @param host address at which the host runs it
         * @param bytes size of its code
         * @param pc guest addresses of the pieces of guest code in it, in the order in which they run; a trace has several
         * @param words numbers of guest instructions of each
         */
        void block(long host, int bytes, long[] pc, int[] words);
    }

    /** Tells of every translation in the code cache, in the order of addresses. */
    public void visitCode(CodeVisitor visitor) {
        synchronized (lock) {
            CodeCache c = cache;
            for (int b = 0; c != null && b < blocks.count; b++) {
                TracePath p = blocks.path[b];
                long[] pc = p != null ? p.pc : new long[] {blocks.pc[b]};
                int[] words = p != null ? p.words : new int[] {blocks.wordCount[b]};
                visitor.block(c.executable() + blocks.entry[b], blocks.bytes[b], pc, words);
            }
        }
    }

    /** Frees the code cache. No guest thread may be left. */
    public void close() {
        TraceThread t = traceThread;
        if (t != null) {
            t.interrupt();
        }
        if (cache != null) {
            cache.close();
        }
    }
}
