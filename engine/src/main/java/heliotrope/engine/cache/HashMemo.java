package heliotrope.engine.cache;

import heliotrope.host.NativeMemory;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Remembers the hashes of files' contents by what changes when a file does, so that 5 MB of programs are not read at each
 * start. A file of {@link #SLOTS} slots; a newer entry replaces an older one in the same slot, and an entry that was half
 * written does not have the right sum.
 */
final class HashMemo {
    static final String NAME = "hashes";

    /** u32 sum of the rest, u32 0, identity, offset and length of the part, hash. */
    private static final int SLOT = 128;

    private static final int SLOTS = 8192;
    private static final int PARTS = 8 * (CodeFile.IDENTITY + 2);

    private final Folder folder;
    private final ByteBuffer slot = ByteBuffer.allocate(SLOT);
    private final long memory = NativeMemory.allocate(SLOT);
    private int file = -1;
    private boolean tried;

    HashMemo(Folder folder) {
        this.folder = folder;
    }

    /** Fills in the key. @return the offset of its slot in the file */
    private long prepare(long[] identity, long offset, long length) {
        Arrays.fill(slot.array(), (byte) 0);
        long mix = 0;
        for (int i = 0; i < CodeFile.IDENTITY + 2; i++) {
            long value = i < CodeFile.IDENTITY ? identity[i] : i == CodeFile.IDENTITY ? offset : length;
            slot.putLong(8 + 8 * i, value);
            mix = (mix ^ value) * 0x9e3779b97f4a7c15L;
            mix ^= mix >>> 32;
        }
        return (mix & SLOTS - 1) * SLOT;
    }

    private int sum() {
        CRC32 crc = new CRC32();
        crc.update(slot.array(), 4, SLOT - 4);
        return (int) crc.getValue();
    }

    /** @return the hash, or null */
    byte @Nullable [] find(long[] identity, long offset, long length) {
        if (!tried) {
            tried = true;
            file = folder.open(NAME, Sys.O_RDWR);
            if (file < 0) {
                file = folder.open(NAME, Sys.O_RDONLY);
            }
        }
        if (file < 0) {
            return null;
        }
        byte[] wanted = new byte[PARTS];
        long at = prepare(identity, offset, length);
        slot.get(8, wanted);
        if (Sys.pread(file, memory, SLOT, at) != SLOT) {
            return null;
        }
        NativeMemory.view(memory, SLOT).get(0, slot.array());
        byte[] found = slot.array();
        for (int i = 0; i < PARTS; i++) {
            if (found[8 + i] != wanted[i]) {
                return null;
            }
        }
        if (slot.getInt(0) != sum()) {
            return null;
        }
        return Arrays.copyOfRange(found, 8 + PARTS, 8 + PARTS + ContentHash.BYTES);
    }

    void put(long[] identity, long offset, long length, byte[] hash) {
        if (file < 0) {
            int created = folder.create(NAME);
            file = created >= 0 ? created : folder.open(NAME, Sys.O_RDWR);
            if (file < 0) {
                return;
            }
        }
        long at = prepare(identity, offset, length);
        slot.put(8 + PARTS, hash);
        slot.putInt(0, sum());
        NativeMemory.view(memory, SLOT).put(0, slot.array());
        Sys.pwrite(file, memory, SLOT, at);
    }

    void close() {
        if (file >= 0) {
            Sys.close(file);
            file = -1;
        }
        NativeMemory.free(memory, SLOT);
    }
}
