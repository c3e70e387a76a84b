package heliotrope.engine;

import heliotrope.engine.cache.BlockTable;
import heliotrope.engine.cache.CodeFile;
import heliotrope.engine.cache.Segment;
import heliotrope.engine.cache.SegmentImage;
import heliotrope.engine.cache.SegmentKey;
import heliotrope.engine.cache.TranslationStore;
import heliotrope.host.Nullable;
import heliotrope.host.Window;
import java.util.Arrays;

/**
 * The translations of file pages, which all processes share that map them at the same place: in a table that translated
 * code itself looks into, and, if there is a store, loaded from it at the first execution and saved later. Of what was
 * loaded a block becomes a row of {@link Blocks} only when Java has to do with it. Translations for another mode than that
 * of the first execution are not kept. Guarded by the engine's lock.
 */
final class SharedCode {
    /** Links alone are worth saving from so many on. */
    private static final int MANY_LINKS = 200;

    private final Blocks blocks;
    private final TranslationMap map;
    private final CodeMapping mapping;
    /** Mode of all blocks here; -1: nothing was executed yet. */
    private int mode = -1;
    private BlockTable table = new BlockTable();
    /** Code-cache offset that distances count from. */
    private int base;
    private @Nullable Segment segment;
    private @Nullable SegmentKey key;
    private long stamp;

    /** The file, kept open, or null. */
    private @Nullable CodeFile file;
    /** Number of address spaces that have the mapping. */
    private int users;

    /** Rows + 1 of the segment's blocks. */
    private int[] row = new int[0];
    /** Rows of blocks that are not in the segment. */
    private int[] fresh = new int[64];
    private int freshCount;
    private int freshSaved;
    /** Patched jumps: site, row that it lies in, row that it leads to. */
    private int[] links = new int[192];
    private int linkCount;
    private int linksSaved;
    /** Rows that nobody enters any more. */
    private int[] dead = new int[16];
    private int deadCount;
    /** Whether the last image has all code in it. */
    private boolean complete;

    SharedCode(Blocks blocks, TranslationMap map, CodeMapping mapping) {
        this.blocks = blocks;
        this.map = map;
        this.mapping = mapping;
    }

    // ---- life ----

    /** One more address space has the mapping; {@code identity} is what it knows the file by. */
    void enter(@Nullable Object identity) {
        users++;
        if (file == null && identity instanceof CodeFile f && f.retain()) {
            file = f;
        }
    }

    /** An address space less. */
    void leave() {
        if (--users == 0 && !hasNews()) {
            release();
        }
    }

    private void release() {
        CodeFile f = file;
        if (f != null) {
            file = null;
            f.release();
        }
    }

    /** Whether nothing was executed yet. */
    boolean isNew() {
        return mode == -1;
    }

    /** The first execution. */
    void open(Engine engine, Window window, int firstMode) {
        mode = firstMode;
        CodeCache cache = engine.cache();
        TranslationStore store = engine.store();
        CodeFile f = file;
        if (store == null || f == null) {
            base = cache.top();
            return;
        }
        long start = System.nanoTime();
        long length = mapping.end() - mapping.start();
        SegmentKey k = store.key(cache, f, window, mapping.start(), length, mapping.fileOffset(), mode);
        key = k;
        if (k != null) {
            cache.startPage();
        }
        base = cache.top();
        Segment s = k == null ? null : store.load(k, cache.memory(), base, cache.room() / 2);
        EngineStatistics statistics = engine.statistics;
        if (s != null) {
            segment = s;
            stamp = s.stamp;
            table.close();
            table = s.table;
            row = new int[s.blocks];
            cache.reserve(s.codeBytes);
            cache.startPage();
            blocks.addLoaded(this);
            statistics.loadedBlocks += s.blocks;
            statistics.loadedInstructions += s.instructions;
            statistics.loadedBytes += s.codeBytes;
        }
        statistics.loadNanos += System.nanoTime() - start;
    }

    /** All translations were dropped; no thread looks into the table. */
    void reset() {
        table.close();
        table = new BlockTable();
        mode = -1;
        segment = null;
        key = null;
        row = new int[0];
        freshCount = 0;
        freshSaved = 0;
        linkCount = 0;
        linksSaved = 0;
        deadCount = 0;
    }

    // ---- blocks ----

    int mode() {
        return mode;
    }

    long start() {
        return mapping.start();
    }

    long end() {
        return mapping.end();
    }

    BlockTable table() {
        return table;
    }

    int base() {
        return base;
    }

    /** The row of the loaded block at a pc, or -1. */
    int find(long pc) {
        long found = table.find(pc);
        int record = (int) (found >>> 32);
        return found == -1 || record == -1 ? -1 : rowOf(record);
    }

    private int rowOf(int record) {
        int b = row[record] - 1;
        Segment s = segment;
        if (b < 0 && s != null) {
            int entry = base + s.distance(record);
            long pc = mapping.start() + 4L * (s.word(record) & 0xffffffffL);
            b = blocks.addStored(pc, mode, s.words(record), map);
            blocks.entry[b] = entry;
            blocks.miss[b] = entry + s.miss(record);
            blocks.bytes[b] = (record + 1 < s.blocks ? s.distance(record + 1) : s.codeBytes) - s.distance(record);
            blocks.dead[b] = s.isDead(record);
            int[] path = s.path(record);
            if (path != null) {
                blocks.path[b] = TracePath.of(path, mapping.start());
                blocks.loop[b] = path[0] != 0;
            }
            row[record] = b + 1;
        }
        return b;
    }

    /** Whether a code-cache offset lies in loaded code. */
    boolean contains(int offset) {
        Segment s = segment;
        return s != null && offset >= base && offset < base + s.codeBytes;
    }

    /** The row of the loaded block whose code contains an offset. */
    int containing(int offset) {
        Segment s = segment;
        return s == null ? -1 : rowOf(s.containing(offset - base));
    }

    /** Enters a new block. @return whether the table is another one now */
    boolean put(int b) {
        if (blocks.mode[b] != mode) {
            return false;
        }
        if (freshCount == fresh.length) {
            fresh = Arrays.copyOf(fresh, 2 * freshCount);
        }
        fresh[freshCount++] = b;
        long before = table.address();
        table.put(blocks.pc[b], blocks.entry[b] - base, -1);
        return table.address() != before;
    }

    /** A jump was patched: its distance lies at {@code site} in the code of row {@code from}. */
    void linked(int site, int from, int to) {
        if (blocks.mode[from] != mode || blocks.mode[to] != mode) {
            return;
        }
        if (linkCount == links.length) {
            links = Arrays.copyOf(links, 2 * linkCount);
        }
        links[linkCount] = site;
        links[linkCount + 1] = from;
        links[linkCount + 2] = to;
        linkCount += 3;
    }

    /** The entry of a row leads to that of another one from now on. */
    void replaced(int old, int b) {
        linked(blocks.entry[old] + 1, old, b);
        if (blocks.mode[old] == mode) {
            if (deadCount == dead.length) {
                dead = Arrays.copyOf(dead, 2 * deadCount);
            }
            dead[deadCount++] = old;
        }
    }

    // ---- saving ----

    private boolean hasNews() {
        return key != null && (freshCount > freshSaved || linkCount - linksSaved >= 3 * MANY_LINKS);
    }

    /** Writes a segment if there is something new. @return whether it did */
    boolean save(TranslationStore store, CodeCache cache) {
        CodeFile f = file;
        SegmentKey k = key;
        boolean saved = false;
        if (f == null) {
            return false;
        }
        int all = (segment == null ? 0 : segment.blocks) + freshCount;
        if (hasNews() && k != null && f.isUnchanged() && !store.hasBetter(k, stamp, all)) {
            try (SegmentImage image = image(k, f, cache)) {
                long written = complete ? store.save(image) : 0;
                if (written != 0) {
                    stamp = written;
                    saved = true;
                }
            }
        }
        freshSaved = freshCount;
        linksSaved = linkCount;
        if (users == 0) {
            release();
        }
        return saved;
    }

    private SegmentImage image(SegmentKey k, CodeFile f, CodeCache cache) {
        Segment s = segment;
        int loaded = s == null ? 0 : s.codeBytes;
        int codeBytes = loaded;
        int paths = 0;
        for (int i = 0; i < freshCount; i++) {
            codeBytes += CodeCache.aligned(blocks.bytes[fresh[i]]);
            TracePath path = blocks.path[fresh[i]];
            paths += path == null ? 0 : 2 + 2 * path.length();
        }
        SegmentImage image = new SegmentImage(k, s, table, freshCount, paths, codeBytes);
        byte[] name = f.name();
        if (name != null) {
            image.name(name);
        }
        // From where it is executed: there everything is that was loaded.
        long code = cache.executable();
        complete = image.code(code + base, loaded, 0);
        int[] distance = new int[blocks.count];
        int at = loaded;
        int i = 0;
        while (i < freshCount) {
            // Blocks that are neighbours in the code cache are copied together.
            int from = blocks.entry[fresh[i]];
            int end = from;
            int to = at;
            do {
                int b = fresh[i++];
                int bytes = CodeCache.aligned(blocks.bytes[b]);
                long pc = blocks.pc[b];
                TracePath path = blocks.path[b];
                image.block(
                        blocks.dead[b] ? -1 : pc, (int) (pc - mapping.start() >>> 2), blocks.wordCount[b], at,
                        blocks.miss[b] - blocks.entry[b],
                        path == null ? null : path.stored(mapping.start(), blocks.loop[b]));
                distance[b] = at;
                at += bytes;
                end += bytes;
            } while (i < freshCount && blocks.entry[fresh[i]] == end);
            complete &= image.code(code + from, end - from, to);
        }
        for (int n = 0; n < linkCount; n += 3) {
            int from = links[n + 1];
            int inBlock = links[n] - blocks.entry[from];
            image.link(distance(from, loaded, distance) + inBlock, distance(links[n + 2], loaded, distance));
        }
        for (int n = 0; n < deadCount && s != null; n++) {
            int offset = blocks.entry[dead[n]];
            if (contains(offset)) {
                image.kill(s.containing(offset - base));
            }
        }
        return image;
    }

    private int distance(int b, int loaded, int[] distance) {
        int live = blocks.entry[b] - base;
        return live < loaded ? live : distance[b];
    }

    /** The engine ends. */
    void close() {
        release();
        table.close();
    }
}
