package heliotrope.engine.x64;

import heliotrope.host.MemoryPool;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import java.nio.ByteBuffer;

/**
 * A thread's table of indirect jump targets in native memory, which translated code looks into: per entry the guest pc
 * and the host address of its code. A target has two places, neighbours, the second of which is tried after a miss in
 * the first. Written only by the thread itself while it is in Java.
 */
public final class JumpCache {
    private static final int BYTES = 16 * Exits.JUMP_CACHE_ENTRIES;

    /** Tables that nobody uses, emptied. */
    private static final MemoryPool POOL = new MemoryPool(BYTES, 8);
    /** So many places are remembered, so that they are emptied one by one. */
    private static final int MOST_NOTED = 1024;

    /** Host address of the table. */
    public final long address = POOL.take();

    private final ByteBuffer buffer = NativeMemory.view(address, BYTES);
    /** Places that have been filled; more than {@link #MOST_NOTED}: any. */
    private int filled;

    private final short[] noted = new short[MOST_NOTED];

    public JumpCache() {
        guardZero();
    }

    /** Enters a target; what was in its place moves to the second choice. */
    public void put(long pc, long code) {
        int at = 16 * Exits.jumpCacheIndex(pc);
        long old = buffer.getLong(at);
        if (old != 0 && old != pc) {
            int second = at ^ 16;
            buffer.putLong(second + 8, buffer.getLong(at + 8));
            buffer.putLong(second, old);
        }
        buffer.putLong(at + 8, code);
        buffer.putLong(at, pc);
        if (filled < MOST_NOTED) {
            noted[filled] = (short) (at >> 5);
        }
        filled = Math.min(filled + 1, MOST_NOTED + 1);
    }

    /** Translated code is going to enter targets by itself. */
    public void opened() {
        filled = MOST_NOTED + 1;
    }

    /** Forgets all targets. */
    public void clear() {
        if (filled > MOST_NOTED) {
            Native.fill(address, 0, BYTES);
        } else {
            for (int i = 0; i < filled; i++) {
                int pair = (noted[i] & 0xffff) << 5;
                buffer.putLong(pair, 0);
                buffer.putLong(pair + 8, 0);
                buffer.putLong(pair + 16, 0);
                buffer.putLong(pair + 24, 0);
            }
        }
        filled = 0;
        guardZero();
    }

    /** An entry of zeros would mean pc 0, which is looked for in two places only. */
    private void guardZero() {
        int at = 16 * Exits.jumpCacheIndex(0);
        buffer.putLong(at, -1);
        buffer.putLong(at ^ 16, -1);
    }

    public void close() {
        clear();
        POOL.give(address);
    }
}
