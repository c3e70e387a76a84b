package heliotrope.kernel;

import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.util.Arrays;

/**
 * Reading position of an open directory. The host's own positions may be 64-bit hashes, which guests with 32-bit offsets cannot hold; so
 * guests get small cookies, the number of entries read, and the host's positions are kept here.
 */
final class DirStream {
    private static final int BUFFER = 32 << 10;

    private final int hostFd;
    private byte[] buffer = PathNames.EMPTY;
    private int end;
    private int at;
    /** Entries before the next one. */
    private int position;
    /** Host position behind entry i. */
    private long[] after = new long[64];

    private int before;

    DirStream(int hostFd) {
        this.hostFd = hostFd;
    }

    /** @return 1, 0 at the end, or -errno */
    long next(Scratch s, DirEntry out) {
        if (at >= end) {
            int n = Sys.getdents64(s, hostFd, BUFFER);
            if (n <= 0) {
                return n;
            }
            if (buffer.length < n) {
                buffer = new byte[BUFFER];
            }
            s.get(0, buffer, 0, n);
            end = n;
            at = 0;
        }
        before = at;
        out.ino = getLong(at + Sys.DIRENT_INO);
        long offset = getLong(at + Sys.DIRENT_OFF);
        int length = buffer[at + Sys.DIRENT_RECLEN] & 0xff | (buffer[at + Sys.DIRENT_RECLEN + 1] & 0xff) << 8;
        out.type = buffer[at + Sys.DIRENT_TYPE] & 0xff;
        int n = 0;
        while (n < 255 && buffer[at + Sys.DIRENT_NAME + n] != 0) {
            out.name[n] = buffer[at + Sys.DIRENT_NAME + n];
            n++;
        }
        out.length = n;
        at += length;
        if (position == after.length) {
            after = Arrays.copyOf(after, 2 * position);
        }
        after[position++] = offset;
        out.cookie = position;
        return 1;
    }

    private long getLong(int from) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | buffer[from + i] & 0xff;
        }
        return value;
    }

    /** The entry read last will be read again. */
    void unread() {
        if (at > before) {
            at = before;
            position--;
        }
    }

    int position() {
        return position;
    }

    /** @return the new position or -errno */
    long seek(int cookie) {
        if (cookie == position) {
            return cookie;
        }
        int known = Math.min(cookie, after.length);
        long result = Sys.lseek(hostFd, known == 0 ? 0 : after[known - 1], Sys.SEEK_SET);
        if (result < 0) {
            return result;
        }
        end = 0;
        at = 0;
        before = 0;
        position = known;
        return cookie;
    }
}
