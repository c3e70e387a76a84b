package heliotrope.engine.x64;

import heliotrope.host.MemoryPool;
import heliotrope.host.Native;
import heliotrope.host.NativeView;

/**
 * A thread's table of indirect jump targets in native memory, which translated code looks into: per entry the guest pc
 * and the host address of its code. A target has two places, neighbours, the second of which is tried after a miss in
 * the first. Written only by the thread itself while it is in Java.
 */
public final class JumpCache extends NativeView {
    private static final int BYTES = 16 * Exits.JUMP_CACHE_ENTRIES;

    /** Tables that nobody uses, emptied. */
    private static final MemoryPool POOL = new MemoryPool(BYTES, 8);
    /** So many places are remembered, so that they are emptied one by one. */
    private static final int MOST_NOTED = 1024;

    /** Places that have been filled; more than {@link #MOST_NOTED}: any. */
    private int filled;

    private final short[] noted = new short[MOST_NOTED];

    public JumpCache() {
        super(POOL.take(), BYTES);
        guardZero();
    }

    /** Index of a pc, as {@link Exits#exitRegister} has it; here, for a program with all its translations on disk needs no compiler. */
    private static int index(long pc) {
        return ((int) pc & Exits.JUMP_CACHE_MASK) >> 2;
    }

    /** Enters a target; what was in its place moves to the second choice. */
    public void put(long pc, long code) {
        int at = 16 * index(pc);
        long old = get64(at);
        if (old != 0 && old != pc) {
            int second = at ^ 16;
            put64(second + 8, get64(at + 8));
            put64(second, old);
        }
        put64(at + 8, code);
        put64(at, pc);
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
                put64(pair, 0);
                put64(pair + 8, 0);
                put64(pair + 16, 0);
                put64(pair + 24, 0);
            }
        }
        filled = 0;
        guardZero();
    }

    /** An entry of zeros would mean pc 0, which is looked for in two places only. */
    private void guardZero() {
        int at = 16 * index(0);
        put64(at, -1);
        put64(at ^ 16, -1);
    }

    public void close() {
        clear();
        POOL.give(address);
    }
}
