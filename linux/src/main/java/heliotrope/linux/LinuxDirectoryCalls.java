package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.kernel.DirCalls;
import heliotrope.kernel.DirEntry;

/** Reading directories. */
final class LinuxDirectoryCalls {
    private LinuxDirectoryCalls() {}

    /** Entries of 64 bits: u64 inode, s64 offset, u16 length, u8 type, name. */
    private static final int NAME64 = 19;

    /** getdents64, and getdents with entries of words, whose type is in the last byte. */
    static long getdents(LinuxThread x, int fd, long buffer, long n, boolean wide) {
        int room = (int) Math.min(n, 64 * 1024);
        if (room < 0) {
            return -Errno.EINVAL;
        }
        StructBuffer b = x.buffer.start(room);
        int word = wide ? 8 : x.abi.word;
        int nameAt = wide ? NAME64 : 2 * word + 2;
        DirEntry entry = new DirEntry();
        int used = 0;
        while (true) {
            long got = DirCalls.next(x.thread, fd, entry);
            if (got < 0 && used == 0) {
                return got;
            }
            if (got <= 0) {
                break;
            }
            int size = nameAt + entry.length + (wide ? 1 : 2) + word - 1 & -word;
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
                b.put8(used + 18, entry.type);
            } else {
                b.putWord(used, entry.ino);
                b.putWord(used + word, entry.cookie);
                b.put16(used + 2 * word, size);
                b.put8(used + size - 1, entry.type);
            }
            System.arraycopy(entry.name, 0, b.bytes, used + nameAt, entry.length);
            used += size;
        }
        x.memory().writeBytes(buffer, b.bytes, 0, used);
        return used;
    }
}
