package heliotrope.engine.cache;

import heliotrope.host.NativeMemory;
import heliotrope.host.NativeView;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Blocks by guest pc, as an open hash table in native memory: the same in files, in memory, and for translated code, which
 * looks into it by itself. A slot of 16 bytes: u64 pc | 1 (0: free), u32 distance of the code from the base, u32 number of
 * the block's record. Written under the engine's lock, read by translated code without one: the pc of a slot is
 * written last.
 */
public final class BlockTable {
    /** Bytes of a slot. */
    public static final int SLOT = 16;

    /** The hash of a pc is the low half of its product with this, shifted right by {@link #SHIFT}: bytes from the start. */
    public static final int FACTOR = 0x9e3779b1;

    public static final int SHIFT = 4;

    private long address;
    private NativeView slots;
    private int capacity;
    private int used;

    // What translated code may still look into.
    private int retired;
    private long[] retiredAddress = new long[4];
    private long[] retiredBytes = new long[4];

    /** An empty table. */
    public BlockTable() {
        this(256);
    }

    private BlockTable(int capacity) {
        this.capacity = capacity;
        address = NativeMemory.allocate((long) capacity * SLOT);
        slots = new NativeView(address, capacity * SLOT);
    }

    /** A table of {@code used} blocks as it was saved, in memory that the table owns from now on. */
    BlockTable(long address, int capacity, int used, long bytes) {
        this.address = address;
        this.capacity = capacity;
        this.used = used;
        slots = new NativeView(address, capacity * SLOT);
        retire(address, bytes);
    }

    /** Capacity that a table of so many blocks is saved with: room for half as many again before it has to grow. */
    static int capacityFor(int blocks) {
        return Integer.highestOneBit(Math.max(2 * blocks, 128) - 1) << 1;
    }

    /** Host address of the slots. */
    public long address() {
        return address;
    }

    /** What a hash is combined with (AND). */
    public int mask() {
        return (capacity - 1) * SLOT;
    }

    /** Number of blocks. */
    public int size() {
        return used;
    }

    int capacity() {
        return capacity;
    }

    ByteBuffer slots() {
        return slots.buffer();
    }

    /** Offset of the pc's slot, or of the free one where it belongs. */
    static int slot(NativeView slots, int mask, long pc) {
        long key = pc | 1;
        int at = (int) pc * FACTOR >>> SHIFT & mask;
        while (true) {
            long found = slots.get64(at);
            if (found == key || found == 0) {
                return at;
            }
            at = at + SLOT & mask;
        }
    }

    /** @return the distance of the code in the low, the number of the record in the high half; -1: no such block */
    public long find(long pc) {
        int at = slot(slots, mask(), pc);
        return slots.get64(at) == 0 ? -1 : slots.get64(at + 8);
    }

    /** Enters a block or replaces the one at the same pc. */
    public void put(long pc, int distance, int record) {
        int at = slot(slots, mask(), pc);
        boolean isNew = slots.get64(at) == 0;
        slots.put64(at + 8, distance & 0xffffffffL | (long) record << 32);
        if (isNew) {
            VarHandle.storeStoreFence();
            slots.put64(at, pc | 1);
            if (++used > capacity / 4 * 3) {
                grow();
            }
        }
    }

    private void grow() {
        BlockTable larger = new BlockTable(2 * capacity);
        for (int at = 0; at < capacity * SLOT; at += SLOT) {
            long key = slots.get64(at);
            if (key != 0) {
                int to = slot(larger.slots, larger.mask(), key ^ 1);
                larger.slots.put64(to + 8, slots.get64(at + 8));
                larger.slots.put64(to, key);
            }
        }
        retire(address, (long) capacity * SLOT);
        address = larger.address;
        slots = larger.slots;
        capacity = larger.capacity;
    }

    private void retire(long memory, long bytes) {
        for (int i = 0; i < retired; i++) {
            if (retiredAddress[i] == memory) {
                return;
            }
        }
        if (retired == retiredAddress.length) {
            retiredAddress = Arrays.copyOf(retiredAddress, 2 * retired);
            retiredBytes = Arrays.copyOf(retiredBytes, 2 * retired);
        }
        retiredAddress[retired] = memory;
        retiredBytes[retired++] = bytes;
    }

    /** Frees the memory. No thread looks into the table any more. */
    public void close() {
        retire(address, (long) capacity * SLOT);
        for (int i = 0; i < retired; i++) {
            NativeMemory.free(retiredAddress[i], retiredBytes[i]);
        }
        retired = 0;
        used = 0;
    }
}
