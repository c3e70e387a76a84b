package heliotrope.engine.cache;

import heliotrope.host.Nullable;
import java.nio.ByteBuffer;

/**
 * The stored translations of one mapping, loaded: code, which lies in the code cache now, the table of blocks by pc, and a
 * record per block, ascending by its code.
 *
 * <p>The file, all numbers little-endian: {@link #HEADER} bytes of header, the slots of the {@link BlockTable}, records,
 * paths, code. A record is u32 distance of the block's code from the start of all code, u32 guest pc as words from the
 * start of the mapping, u16 guest words, u16 distance of its stub for the time when it is invalid in units of 8 bytes,
 * u32 flags and path: bit 31 set if nobody enters the block any more; the rest is 0, or 1 + offset in the paths.
 */
public final class Segment {
    /** Changes with the format. */
    static final int VERSION = 1;

    static final long MAGIC = 0x0a31_746f_6c65_4801L; // 01 H e l o t 1 \n
    static final int HEADER = 512;

    // Offsets in the header.
    static final int
            AT_MAGIC = 0,
            AT_VERSION = 8, // u32
            AT_HEADER_SUM = 12, // u32 CRC of the rest of the header
            AT_BODY_SUM = 16, // u32 CRC of everything behind the header
            AT_BLOCKS = 20, // u32
            AT_CAPACITY = 24, // u32 slots of the table
            AT_ENTRIES = 28, // u32 of them used
            AT_PATHS = 32, // u32 bytes
            AT_CODE = 36, // u32 bytes
            AT_INSTRUCTIONS = 40, // u64 guest instructions
            AT_STAMP = 48, // u64 that another file of the same name does not have
            AT_KEY = 64,
            AT_NAME = 256, // the guest's name of the file, for lists; ends at a zero
            NAME_ROOM = HEADER - AT_NAME - 1;

    static final int RECORD = 16;

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

    final ByteBuffer records;
    final ByteBuffer paths;

    Segment(
            BlockTable table, int blocks, int codeBytes, long instructions, long stamp, ByteBuffer records,
            ByteBuffer paths) {
        this.table = table;
        this.blocks = blocks;
        this.codeBytes = codeBytes;
        this.instructions = instructions;
        this.stamp = stamp;
        this.records = records;
        this.paths = paths;
    }

    /** Distance of a block's code from the start of the segment's. */
    public int distance(int record) {
        return records.getInt(RECORD * record);
    }

    /** Guest pc of a block, in words from the start of the mapping. */
    public int word(int record) {
        return records.getInt(RECORD * record + 4);
    }

    /** Guest words that a block was made from. */
    public int words(int record) {
        return records.getShort(RECORD * record + 8) & 0xffff;
    }

    /** Offset of a block's stub for the time when it is invalid. */
    public int miss(int record) {
        return (records.getShort(RECORD * record + 10) & 0xffff) << 3;
    }

    /** Whether nobody enters the block any more. */
    public boolean isDead(int record) {
        return records.getInt(RECORD * record + 12) < 0;
    }

    /** Path of a block, in integers as it was given to {@link SegmentImage#block}, or null. */
    public int @Nullable [] path(int record) {
        int at = (records.getInt(RECORD * record + 12) & ~DEAD) - 1;
        if (at < 0) {
            return null;
        }
        int[] path = new int[paths.getInt(at)];
        for (int i = 0; i < path.length; i++) {
            path[i] = paths.getInt(at + 4 + 4 * i);
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
