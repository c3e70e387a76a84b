package heliotrope.engine.cache;

import heliotrope.host.Charsets;
import heliotrope.host.CodeMemory;
import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.NativeView;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import heliotrope.host.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The folder of stored translations, one {@link Segment} per mapping of a file. Files appear by a rename, so that nobody
 * sees half of one; whatever is damaged, of another version, or possibly written by another user, is as if it were not
 * there; and whatever cannot be written is not kept. Guarded by the engine's lock.
 */
public final class TranslationStore {
    /** Most bytes by default. */
    public static final long DEFAULT_LIMIT = 512L << 20;

    /** What {@link #problem} says of a folder that is not there. */
    public static final String MISSING = Folder.MISSING;

    private static final String TEMPORARY = "new-";

    /** Seconds after which a temporary file belongs to nobody. */
    private static final int ABANDONED = 600;

    /** The last use is noted when the note is older than this, in seconds. */
    private static final int NOTE_USE_AFTER = 3600;

    /** A file that changed less than so many milliseconds ago may change once more without its times telling. */
    private static final int SETTLED = 50, SETTLED_COARSE = 2500;

    /** Bytes that are hashed at a time. */
    private static final int PART = 256 << 10;

    /** MADV_POPULATE_WRITE, since Linux 5.14. */
    private static final int POPULATE_WRITE = 23;

    private final Folder folder;
    private final HashMemo memo;
    private final byte[] build;
    private final int features;
    private final long limit;
    private final NativeView header;

    /** Bytes of files whose hash was not known. */
    public long hashedBytes;

    private TranslationStore(Folder folder, byte[] build, int features, long limit) {
        this.folder = folder;
        this.build = build;
        this.features = features;
        this.limit = limit;
        memo = new HashMemo(folder);
        header = new NativeView(NativeMemory.allocate(Segment.HEADER), Segment.HEADER);
    }

    /**
     * Opens a folder, which is made if need be.
     *
     * @param build see {@link BuildId}
     * @param features what code depends on besides
     * @param limit most bytes to be kept
     * @return null if there is no folder that can be used
     */
    public static @Nullable TranslationStore open(byte[] path, byte[] build, int features, long limit) {
        Folder folder = new Folder(path, true);
        if (!folder.isUsable()) {
            folder.close();
            return null;
        }
        return new TranslationStore(folder, build, features, limit);
    }

    // ---- keys ----

    /**
     * The key of a mapping's translations, or null if the file has changed just now.
     *
     * @param code tells where the code for hashing is
     * @param start guest address of the mapping, which is mapped from {@code offset} of the file
     */
    public @Nullable SegmentKey key(
            ContentHash.Code code, CodeFile file, Window window, long start, long length, long offset, int mode) {
        long[] identity = file.identity();
        long changed = identity[5] * 1000 + identity[6] / 1_000_000;
        boolean coarse = identity[4] == 0 && identity[6] == 0;
        if (System.currentTimeMillis() - changed < (coarse ? SETTLED_COARSE : SETTLED)) {
            return null;
        }
        byte[] hash = memo.find(identity, offset, length);
        if (hash == null) {
            hash = hash(code, window, start, length);
            memo.put(identity, offset, length, hash);
        }
        return new SegmentKey(build, hash, start, length, mode, features);
    }

    /**
     * Hash of guest memory as far as it can be read (a mapping may go beyond the end of its file), and of how much that is.
     */
    private byte[] hash(ContentHash.Code code, Window window, long start, long length) {
        long part = NativeMemory.allocate(PART);
        long total = 0;
        try (ContentHash hash = new ContentHash(code.hashCodeAddress())) {
            while (total < length) {
                long n = Math.min(PART, length - total);
                long host = window.host(start + total, n);
                int got = host == -1 ? 0 : (int) (n - Native.copy(part, host, n)) & -ContentHash.BLOCK;
                hash.addBlocks(part, got);
                total += got;
                if (got < n) {
                    break;
                }
            }
            hashedBytes += total;
            NativeMemory.view(part, 8).putLong(0, total);
            return hash.end(part, 8);
        } finally {
            NativeMemory.free(part, PART);
        }
    }

    // ---- loading ----

    /**
     * Loads a segment.
     *
     * @param memory where its code goes
     * @param at offset there, a multiple of the page size
     * @param room bytes there
     * @return null if there is none
     */
    public @Nullable Segment load(SegmentKey key, CodeMemory memory, int at, int room) {
        int file = folder.open(key.fileName, Sys.O_RDONLY);
        if (file < 0) {
            return null;
        }
        try {
            long size = folder.size();
            long used = folder.modified();
            if (!readHeader(file, key, size) || Segment.codeRoom(header.get32(Segment.AT_CODE)) > room) {
                return null;
            }
            Segment segment = readBody(file, memory, at);
            if (segment == null) {
                folder.delete(key.fileName); // its header is good enough to keep a whole one from being written
            }
            if (segment != null && System.currentTimeMillis() / 1000 - used > NOTE_USE_AFTER) {
                folder.touch(file);
            }
            return segment;
        } finally {
            Sys.close(file);
        }
    }

    /** @return whether it is the header of a whole file of that key (null: any) */
    private boolean readHeader(int file, @Nullable SegmentKey key, long size) {
        if (Sys.pread(file, header.address, Segment.HEADER, 0) != Segment.HEADER
                || header.get64(Segment.AT_MAGIC) != Segment.MAGIC
                || header.get64(Segment.AT_VERSION) != Segment.VERSION
                || header.get64(Segment.AT_HEADER_SUM) != SegmentImage.headerSum(header.address)) {
            return false;
        }
        if (key != null) {
            long[] words = new long[SegmentKey.WORDS];
            header.get64s(Segment.AT_KEY, words, words.length);
            if (!Arrays.equals(words, key.words)) {
                return false;
            }
        }
        long blocks = header.get32(Segment.AT_BLOCKS);
        long capacity = header.get32(Segment.AT_CAPACITY);
        long paths = header.get32(Segment.AT_PATHS);
        long code = header.get32(Segment.AT_CODE);
        return (blocks | capacity | paths | code) >= 0
                && Long.bitCount(capacity) == 1
                && header.get32(Segment.AT_ENTRIES) < capacity
                && size == Segment.codeAt(capacity, blocks, paths) + Segment.codeRoom(code);
    }

    private @Nullable Segment readBody(int file, CodeMemory memory, int at) {
        int blocks = header.get32(Segment.AT_BLOCKS);
        int capacity = header.get32(Segment.AT_CAPACITY);
        int paths = header.get32(Segment.AT_PATHS);
        int codeBytes = header.get32(Segment.AT_CODE);
        int codeAt = (int) Segment.codeAt(capacity, blocks, paths);
        int codeRoom = (int) Segment.codeRoom(codeBytes);
        int tableBytes = capacity * BlockTable.SLOT;
        int metaBytes = codeAt - Segment.HEADER;
        long meta = NativeMemory.allocate(metaBytes);
        populate(meta, metaBytes);
        // Executed in the file's own pages where that is allowed (not on a file system without execution).
        if (read(file, meta, metaBytes, Segment.HEADER)
                && Native.sum(meta, metaBytes) == header.get64(Segment.AT_META_SUM)
                && (memory.mapFile(at, codeRoom, file, codeAt) || readCode(file, memory.writable() + at, codeRoom, codeAt))
                && Native.sum(memory.executable() + at, codeRoom) == header.get64(Segment.AT_CODE_SUM)) {
            BlockTable table = new BlockTable(meta, capacity, header.get32(Segment.AT_ENTRIES), metaBytes);
            return new Segment(
                    table, blocks, codeBytes, header.get64(Segment.AT_INSTRUCTIONS), header.get64(Segment.AT_STAMP),
                    new NativeView(meta + tableBytes, metaBytes - tableBytes), paths);
        }
        memory.unmapFile(at, codeRoom);
        NativeMemory.free(meta, metaBytes);
        return null;
    }

    private static boolean readCode(int file, long address, int bytes, long offset) {
        populate(address, bytes);
        return read(file, address, bytes, offset);
    }

    /** Before all of it is written: all pages at once are cheaper than one fault for each. */
    private static void populate(long address, int bytes) {
        Sys.call(Sys.SYS_MADVISE, address, bytes, POPULATE_WRITE);
    }

    private static boolean read(int file, long address, int bytes, long offset) {
        int done = 0;
        while (done < bytes) {
            long n = Sys.pread(file, address + done, bytes - done, offset + done);
            if (n <= 0 && n != -Errno.EINTR) {
                return false;
            }
            done += n > 0 ? (int) n : 0;
        }
        return true;
    }

    // ---- saving ----

    /**
     * Whether another process has written a segment with at least so many blocks.
     *
     * @param stamp of the one that was loaded or written before, or 0
     */
    public boolean hasBetter(SegmentKey key, long stamp, int blocks) {
        int present = folder.open(key.fileName, Sys.O_RDONLY);
        if (present < 0) {
            return false;
        }
        boolean better = readHeader(present, key, folder.size())
                && header.get64(Segment.AT_STAMP) != stamp
                && header.get32(Segment.AT_BLOCKS) >= blocks;
        Sys.close(present);
        return better;
    }

    /** Writes a segment. @return its stamp, or 0 if that was not possible */
    public long save(SegmentImage image) {
        long stamp = (System.nanoTime() ^ (long) Sys.getpid() << 40 ^ System.currentTimeMillis() << 20) | 1;
        image.seal(stamp);
        if (image.bytes > limit) {
            return 0;
        }
        String name = TEMPORARY + Sys.getpid() + "-" + System.nanoTime();
        int file = folder.create(name);
        if (file < 0) {
            return 0;
        }
        boolean written = write(file, image.address, image.bytes);
        Sys.close(file);
        if (written && folder.rename(name, image.key.fileName)) {
            return stamp;
        }
        folder.delete(name);
        return 0;
    }

    private static boolean write(int file, long address, long bytes) {
        long done = 0;
        while (done < bytes) {
            long n = Sys.write(file, address + done, bytes - done);
            if (n <= 0 && n != -Errno.EINTR) {
                return false;
            }
            done += Math.max(n, 0);
        }
        return true;
    }

    /** Deletes what was not used for longest until the rest keeps the limit, and what writers that died left. */
    public void evict() {
        List<Folder.Entry> files = folder.list();
        long now = System.currentTimeMillis() / 1000;
        long total = 0;
        int n = 0;
        Folder.Entry[] segments = new Folder.Entry[files.size()];
        for (Folder.Entry e : files) {
            if (e.name.endsWith(SegmentKey.SUFFIX)) {
                segments[n++] = e;
                total += e.size;
            } else if (e.name.startsWith(TEMPORARY) && now - e.used > ABANDONED) {
                folder.delete(e.name);
            }
        }
        while (total > limit) {
            int oldest = -1;
            for (int i = 0; i < n; i++) {
                if (segments[i] != null && (oldest < 0 || segments[i].used < segments[oldest].used)) {
                    oldest = i;
                }
            }
            if (oldest < 0) {
                break;
            }
            folder.delete(segments[oldest].name);
            total -= segments[oldest].size;
            segments[oldest] = null;
        }
    }

    // ---- for the user ----

    /** What is known of a stored segment. */
    public static final class Listed {
        /** The guest's name of the file. */
        public String program = "";

        public long fileBytes;
        public long codeBytes;
        public int blocks;
        public long instructions;
        /** Guest address of the mapping. */
        public long start;
        /** Seconds since 1970. */
        public long used;
        /** Made by this build for this CPU. */
        public boolean isCurrent;
    }

    /** Why a folder cannot be used, or null. */
    public static @Nullable String problem(byte[] path) {
        Folder folder = new Folder(path, false);
        String problem = folder.problem;
        folder.close();
        return problem;
    }

    /** The segments in the folder. */
    public List<Listed> list() {
        List<Listed> result = new ArrayList<>();
        for (Folder.Entry e : folder.list()) {
            int file = e.name.endsWith(SegmentKey.SUFFIX) ? folder.open(e.name, Sys.O_RDONLY) : -1;
            if (file >= 0) {
                if (readHeader(file, null, e.size)) {
                    result.add(listed(e));
                }
                Sys.close(file);
            }
        }
        return result;
    }

    private Listed listed(Folder.Entry e) {
        Listed l = new Listed();
        byte[] name = new byte[Segment.NAME_ROOM];
        header.copyTo(Segment.AT_NAME, name, 0, name.length);
        int n = 0;
        while (n < name.length && name[n] != 0) {
            n++;
        }
        l.program = new String(name, 0, n, Charsets.UTF_8);
        l.fileBytes = e.size;
        l.used = e.used;
        l.codeBytes = header.get32(Segment.AT_CODE);
        l.blocks = header.get32(Segment.AT_BLOCKS);
        l.instructions = header.get64(Segment.AT_INSTRUCTIONS);
        l.start = header.get64(Segment.AT_KEY + 8 * SegmentKey.START);
        l.isCurrent = header.get64(Segment.AT_KEY + 8 * SegmentKey.FEATURES) == features;
        for (int i = 0; i < BuildId.BYTES; i += 8) {
            l.isCurrent &= header.get64(Segment.AT_KEY + i) == SegmentKey.word(build, i);
        }
        return l;
    }

    /** Deletes everything. @return number of segments deleted */
    public int clear() {
        int n = 0;
        for (Folder.Entry e : folder.list()) {
            boolean segment = e.name.endsWith(SegmentKey.SUFFIX);
            if ((segment || e.name.startsWith(TEMPORARY) || e.name.equals(HashMemo.NAME)) && folder.delete(e.name)
                    && segment) {
                n++;
            }
        }
        return n;
    }

    public void close() {
        memo.close();
        folder.close();
        NativeMemory.free(header.address, Segment.HEADER);
    }
}
