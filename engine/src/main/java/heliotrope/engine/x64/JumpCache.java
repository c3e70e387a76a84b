package heliotrope.engine.x64;

import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import java.nio.ByteBuffer;

/**
 * A thread's table of indirect jump targets in native memory, which translated code looks into: per entry the guest pc and the host address
 * of its code. Written only by the thread itself while it is in Java.
 */
public final class JumpCache {
    private static final int BYTES = 16 * Exits.JUMP_CACHE_ENTRIES;

    /** Host address of the table. */
    public final long address = NativeMemory.allocate(BYTES);

    private final ByteBuffer buffer = NativeMemory.view(address, BYTES);
    private boolean empty;

    public JumpCache() {
        clear();
    }

    public void put(long pc, long code) {
        int at = 16 * Exits.jumpCacheIndex(pc);
        buffer.putLong(at + 8, code);
        buffer.putLong(at, pc);
        empty = false;
    }

    /** Forgets all targets. */
    public void clear() {
        if (!empty) {
            Native.fill(address, 0, BYTES);
            // An entry of zeros means pc 0, which is found here only.
            buffer.putLong(16 * Exits.jumpCacheIndex(0), -1);
            empty = true;
        }
    }

    public void close() {
        NativeMemory.free(address, BYTES);
    }
}
