package heliotrope.engine.cache;

import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.NativeView;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;

/**
 * Remembers the hashes of files' contents by what changes when a file does, so that 5 MB of programs are not read at each
 * start. A file of {@link #SLOTS} slots; a newer entry replaces an older one in the same slot, and an entry that was half
 * written does not have the right sum.
 */
final class HashMemo {
    static final String NAME = "hashes";

    /** u64 sum of the rest, identity, offset and length of the part, hash, zeros. */
    private static final int SLOT = 128;

    private static final int SLOTS = 8192;
    private static final int AT_HASH = 8 + 8 * (CodeFile.IDENTITY + 2);

    private final Folder folder;
    private final NativeView slot = new NativeView(NativeMemory.allocate(SLOT), SLOT);
    private int file = -1;
    private boolean tried;

    HashMemo(Folder folder) {
        this.folder = folder;
    }

    private static long part(int i, long[] identity, long offset, long length) {
        return i < CodeFile.IDENTITY ? identity[i] : i == CodeFile.IDENTITY ? offset : length;
    }

    /** Offset of the slot in the file. */
    private static long place(long[] identity, long offset, long length) {
        long mix = 0;
        for (int i = 0; i < CodeFile.IDENTITY + 2; i++) {
            mix = (mix ^ part(i, identity, offset, length)) * 0x9e3779b97f4a7c15L;
            mix ^= mix >>> 32;
        }
        return (mix & SLOTS - 1) * SLOT;
    }

    private long sum() {
        return Native.sum(slot.address + 8, SLOT - 8);
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
        if (file < 0 || Sys.pread(file, slot.address, SLOT, place(identity, offset, length)) != SLOT) {
            return null;
        }
        for (int i = 0; i < CodeFile.IDENTITY + 2; i++) {
            if (slot.get64(8 + 8 * i) != part(i, identity, offset, length)) {
                return null;
            }
        }
        if (slot.get64(0) != sum()) {
            return null;
        }
        byte[] hash = new byte[ContentHash.BYTES];
        slot.copyTo(AT_HASH, hash, 0, hash.length);
        return hash;
    }

    void put(long[] identity, long offset, long length, byte[] hash) {
        if (file < 0) {
            int created = folder.create(NAME);
            file = created >= 0 ? created : folder.open(NAME, Sys.O_RDWR);
            if (file < 0) {
                return;
            }
        }
        Native.fill(slot.address, 0, SLOT);
        for (int i = 0; i < CodeFile.IDENTITY + 2; i++) {
            slot.put64(8 + 8 * i, part(i, identity, offset, length));
        }
        slot.copyFrom(AT_HASH, hash, 0, hash.length);
        slot.put64(0, sum());
        Sys.pwrite(file, slot.address, SLOT, place(identity, offset, length));
    }

    void close() {
        if (file >= 0) {
            Sys.close(file);
            file = -1;
        }
        NativeMemory.free(slot.address, SLOT);
    }
}
