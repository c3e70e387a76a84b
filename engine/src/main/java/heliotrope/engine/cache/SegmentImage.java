package heliotrope.engine.cache;

import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.NativeView;
import heliotrope.host.Nullable;
import java.nio.ByteBuffer;

/**
 * A segment's file while it is put together in memory: what was loaded (or nothing), and blocks that were translated
 * since, behind it. See {@link Segment} for the format.
 */
public final class SegmentImage implements AutoCloseable {
    final SegmentKey key;
    final long address;
    final long bytes;
    final ByteBuffer file;

    private final int blocks;
    private final int tableMask;
    private final int tableAt = Segment.HEADER;
    private final int recordsAt;
    private final int pathsAt;
    private final int codeAt;
    private final NativeView slots;
    private int record;
    private int path;

    /**
     * @param base what was loaded, or null
     * @param table all blocks that can be entered; the code of new ones may still lie elsewhere
     * @param newBlocks number of blocks to be added
     * @param newPaths integers in their paths, and one more for each path
     * @param codeBytes of all code
     */
    public SegmentImage(
            SegmentKey key, @Nullable Segment base, BlockTable table, int newBlocks, int newPaths, int codeBytes) {
        this.key = key;
        int oldBlocks = base == null ? 0 : base.blocks;
        int oldPaths = base == null ? 0 : base.pathBytes;
        blocks = oldBlocks + newBlocks;
        int capacity = table.capacity();
        boolean sameTable = 8L * table.size() <= 5L * capacity;
        if (!sameTable) {
            capacity *= 2;
        }
        tableMask = (capacity - 1) * BlockTable.SLOT;
        int pathBytes = oldPaths + 4 * newPaths;
        recordsAt = tableAt + capacity * BlockTable.SLOT;
        pathsAt = recordsAt + blocks * Segment.RECORD;
        codeAt = (int) Segment.codeAt(capacity, blocks, pathBytes);
        bytes = codeAt + Segment.codeRoom(codeBytes);
        address = NativeMemory.allocate(bytes);
        file = NativeMemory.view(address, bytes);
        slots = new NativeView(address + tableAt, capacity * BlockTable.SLOT);
        ByteBuffer old = table.slots();
        if (sameTable) {
            slots.buffer().put(0, old, 0, old.capacity());
        } else {
            for (int at = 0; at < old.capacity(); at += BlockTable.SLOT) {
                long pc = old.getLong(at);
                if (pc != 0) {
                    int to = BlockTable.slot(slots, tableMask, pc ^ 1);
                    slots.put64(to, pc);
                    slots.put64(to + 8, old.getLong(at + 8));
                }
            }
        }
        if (base != null) {
            int records = base.blocks * Segment.RECORD;
            file.put(recordsAt, base.records.buffer(), 0, records);
            file.put(pathsAt, base.records.buffer(), records, oldPaths);
        }
        record = oldBlocks;
        path = oldPaths;
        file.putLong(Segment.AT_MAGIC, Segment.MAGIC);
        file.putLong(Segment.AT_VERSION, Segment.VERSION);
        file.putInt(Segment.AT_BLOCKS, blocks);
        file.putInt(Segment.AT_CAPACITY, capacity);
        file.putInt(Segment.AT_ENTRIES, table.size());
        file.putInt(Segment.AT_PATHS, pathBytes);
        file.putInt(Segment.AT_CODE, codeBytes);
        file.putLong(Segment.AT_INSTRUCTIONS, base == null ? 0 : base.instructions);
        for (int i = 0; i < SegmentKey.WORDS; i++) {
            file.putLong(Segment.AT_KEY + 8 * i, key.words[i]);
        }
    }

    /** The guest's name of the file, for lists. */
    public void name(byte[] name) {
        file.put(Segment.AT_NAME, name, 0, Math.min(name.length, Segment.NAME_ROOM));
    }

    /** Copies code from a host address. @return false if it cannot be read: the image is of no use then */
    public boolean code(long from, int count, int distance) {
        return Native.copy(address + codeAt + distance, from, count) == 0;
    }

    /**
     * Adds the next block, in the order of code.
     *
     * @param pc its guest address if it is the one to be entered there, else -1
     * @param word its guest address in words from the start of the mapping
     * @param words number of guest words of a block without a path
     */
    public void block(long pc, int word, int words, int distance, int miss, int @Nullable [] blockPath) {
        int at = recordsAt + record * Segment.RECORD;
        int flags = 0;
        if (blockPath != null) {
            flags = path + 1;
            int to = pathsAt + path;
            file.putInt(to, blockPath.length);
            for (int i = 0; i < blockPath.length; i++) {
                file.putInt(to + 4 + 4 * i, blockPath[i]);
            }
            path += 4 * (blockPath.length + 1);
        }
        if (pc == -1) {
            flags |= Segment.DEAD;
        } else {
            int slot = BlockTable.slot(slots, tableMask, pc);
            slots.put64(slot, pc | 1);
            slots.put64(slot + 8, distance & 0xffffffffL | (long) record << 32);
        }
        file.putInt(at, distance);
        file.putInt(at + 4, word);
        file.putShort(at + 8, (short) words);
        file.putShort(at + 10, (short) (miss >>> 3));
        file.putInt(at + 12, flags);
        file.putLong(Segment.AT_INSTRUCTIONS, file.getLong(Segment.AT_INSTRUCTIONS) + words);
        record++;
    }

    /** A block of the base is not entered any more. */
    public void kill(int baseRecord) {
        int at = recordsAt + baseRecord * Segment.RECORD + 12;
        file.putInt(at, file.getInt(at) | Segment.DEAD);
    }

    /** Has the jump whose distance is at {@code site} lead to {@code target}; both from the start of the code. */
    public void link(int site, int target) {
        file.putInt(codeAt + site, target - (site + 4));
    }

    /** Writes the sums. */
    void seal(long stamp) {
        file.putLong(Segment.AT_STAMP, stamp);
        file.putLong(Segment.AT_META_SUM, Native.sum(address + Segment.HEADER, codeAt - Segment.HEADER));
        file.putLong(Segment.AT_CODE_SUM, Native.sum(address + codeAt, bytes - codeAt));
        file.putLong(Segment.AT_HEADER_SUM, headerSum(address));
    }

    /** Sum of a header behind the place where it stands; in front of that are constants. */
    static long headerSum(long header) {
        return Native.sum(header + Segment.AT_META_SUM, Segment.HEADER - Segment.AT_META_SUM);
    }

    @Override
    public void close() {
        NativeMemory.free(address, bytes);
    }
}
