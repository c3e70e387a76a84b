package heliotrope.engine.cache;

import heliotrope.host.NativeMemory;
import heliotrope.host.NativeView;
import heliotrope.host.Nullable;

/**
 * The stored translations of one mapping, loaded: code, which lies in the code cache now, the table of blocks by pc, and a
 * record per block, ascending by its code.
 *
 * <p>The file, all numbers little-endian: {@link #HEADER} bytes of header, the slots of the {@link BlockTable}, records,
 * paths, and, on a page of its own so that it can be executed where it lies, code. A record is u32 distance of the block's
 * code from the start of all code, u32 guest pc as words from the start of the mapping, u16 guest words, u16 distance of its
 * stub for the time when it is invalid in units of 8 bytes, u32 flags and path: bit 31 set if nobody enters the block any
 * more; the rest is 0, or 1 + offset in the paths.
 */
public final class Segment {
    /** Changes with the format. */
    static final int VERSION = 2;

    static final long MAGIC = 0x0a31_746f_6c65_4801L; // 01 H e l o t 1 \n
    static final int HEADER = 512;

    // Offsets in the header.
    static final int
            AT_MAGIC = 0,
            AT_VERSION = 8, // u64
            AT_HEADER_SUM = 16, // u64 Native.sum of the rest of the header
            AT_META_SUM = 24, // u64 of what lies between header and code
            AT_CODE_SUM = 32, // u64 of the code, to the end of the file
            AT_BLOCKS = 40, // u32
            AT_CAPACITY = 44, // u32 slots of the table
            AT_ENTRIES = 48, // u32 of them used
            AT_PATHS = 52, // u32 bytes
            AT_CODE = 56, // u32 bytes
            AT_INSTRUCTIONS = 64, // u64 guest instructions
            AT_STAMP = 72, // u64 that another file of the same name does not have
            AT_KEY = 80,
            AT_NAME = 256, // the guest's name of the file, for lists; ends at a zero
            NAME_ROOM = HEADER - AT_NAME - 1;

    static final int RECORD = 16;

    private static final int CODE_UNIT = 32;

    /** Bit of a record: nobody enters the block any more. */
    static final int DEAD = 0x80000000;

    /** The blocks that can be entered. */
    public final BlockTable table;

    /** Number of records. */
    public final int blocks;

    /** Bytes of code. */
    public final int codeBytes;

    /** Guest instructions that the blocks stand for. */
    public final long instructions;

    /** Tells it from others of the same key. */
    public final long stamp;

    /** Records, and behind them the paths. */
    final NativeView records;

    final int pathBytes;

    Segment(
            BlockTable table, int blocks, int codeBytes, long instructions, long stamp, NativeView records, int pathBytes) {
        this.table = table;
        this.blocks = blocks;
        this.codeBytes = codeBytes;
        this.instructions = instructions;
        this.stamp = stamp;
        this.records = records;
        this.pathBytes = pathBytes;
    }

    /** Where code begins in the file. */
    static long codeAt(long capacity, long blocks, long paths) {
        long meta = HEADER + capacity * BlockTable.SLOT + blocks * RECORD + paths;
        return meta + NativeMemory.PAGE - 1 & -NativeMemory.PAGE;
    }

    /** Bytes that code takes in the file. */
    static long codeRoom(long codeBytes) {
        return codeBytes + CODE_UNIT - 1 & -CODE_UNIT;
    }

    /** Distance of a block's code from the start of the segment's. */
    public int distance(int record) {
        return records.get32(RECORD * record);
    }

    /** Guest pc of a block, in words from the start of the mapping. */
    public int word(int record) {
        return records.get32(RECORD * record + 4);
    }

    /** Guest words that a block was made from. */
    public int words(int record) {
        return records.get32(RECORD * record + 8) & 0xffff;
    }

    /** Offset of a block's stub for the time when it is invalid. */
    public int miss(int record) {
        return records.get32(RECORD * record + 8) >>> 16 << 3;
    }

    /** Whether nobody enters the block any more. */
    public boolean isDead(int record) {
        return records.get32(RECORD * record + 12) < 0;
    }

    /** Path of a block, in integers as it was given to {@link SegmentImage#block}, or null. */
    public int @Nullable [] path(int record) {
        int at = (records.get32(RECORD * record + 12) & ~DEAD) - 1;
        if (at < 0) {
            return null;
        }
        at += RECORD * blocks;
        int[] path = new int[records.get32(at)];
        for (int i = 0; i < path.length; i++) {
            path[i] = records.get32(at + 4 + 4 * i);
        }
        return path;
    }

    /** The block whose code contains a distance from the start of the segment's code. */
    public int containing(int distance) {
        int low = 0;
        int high = blocks - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (distance(middle) <= distance) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
