package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.kernel.DirCalls;
import heliotrope.kernel.DirEntry;

/** Reading directories. */
final class IrixDirectoryCalls {
    private IrixDirectoryCalls() {}

    /** Names longer than this cannot be held by a guest's struct dirent. */
    private static final int NAME_MAX = 255;

    /**
     * getdents and its kin: as many whole entries as fit.
     *
     * @param eof where to store 1 if these were the last entries, else 0; 0: nowhere
     * @param wide entries with 64-bit inode and offset, which n32 and n64 always have
     */
    static long getdents(IrixThread x, int fd, long buffer, long n, long eof, boolean wide) {
        StructBuffer b = x.buffer;
        int room = n < 0 ? 64 * 1024 : (int) Math.min(n, 64 * 1024); // an unsigned size
        b.start(room);
        wide |= x.abi.wide;
        int nameAt = wide ? 18 : 10;
        int round = wide ? 7 : 3;
        DirEntry entry = new DirEntry();
        int used = 0;
        boolean end = false;
        while (true) {
            long got = DirCalls.next(x.thread, fd, entry);
            if (got < 0 && used == 0) {
                return got;
            }
            if (got <= 0) {
                end = true;
                break;
            }
            int length = Math.min(entry.length, NAME_MAX);
            int size = nameAt + length + 1 + round & ~round;
            if (used + size > room) {
                DirCalls.unread(x.thread, fd);
                if (used == 0) {
                    return -Errno.EINVAL;
                }
                break;
            }
            if (wide) {
                b.put64(used, entry.ino);
                b.put64(used + 8, entry.cookie);
                b.put16(used + 16, size);
            } else {
                b.put32(used, FileStructs.foldInode(entry.ino));
                b.put32(used + 4, entry.cookie);
                b.put16(used + 8, size);
            }
            System.arraycopy(entry.name, 0, b.bytes, used + nameAt, length);
            used += size;
        }
        if (used > 0) {
            x.memory().writeBytes(buffer, b.bytes, 0, used);
        }
        if (eof != 0) {
            x.memory().put32(eof, end ? 1 : 0);
        }
        return used;
    }
}
