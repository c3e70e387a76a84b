package heliotrope.engine.cache;

import heliotrope.host.Charsets;
import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder that is this user's alone. What another user could have written is not opened: the folder and its files have
 * to belong to the effective user and must not be writable by others; symbolic links are not followed.
 */
final class Folder {
    static final String MISSING = "does not exist";
    private static final int F_OK = 0;
    private static final int OTHERS_MAY_WRITE = 0022;

    private final byte[] path;
    private final int user;
    private final Scratch scratch = new Scratch();
    private int fd = -1;

    /** Why there is no folder to use, or null. */
    @Nullable String problem;

    /** @param create whether it is to be made if it is missing */
    Folder(byte[] path, boolean create) {
        this.path = path;
        user = (int) Sys.call(Sys.SYS_GETEUID, 0, 0, 0);
        if (!open() && create) {
            makeParents();
            open();
        }
    }

    private boolean open() {
        int found = Sys.open(scratch, path, Sys.O_RDONLY | Sys.O_DIRECTORY | Sys.O_NOFOLLOW | Sys.O_CLOEXEC, 0);
        if (found < 0) {
            problem = found == -Errno.ENOENT ? MISSING : "cannot be opened, errno " + -found;
            return false;
        }
        if (Sys.fstat(scratch, found) != 0 || scratch.getInt(Sys.STAT_UID) != user) {
            problem = "belongs to another user";
        } else if ((scratch.getInt(Sys.STAT_MODE) & OTHERS_MAY_WRITE) != 0) {
            problem = "can be written by other users";
        } else {
            problem = null;
            fd = found;
            return true;
        }
        Sys.close(found);
        return false;
    }

    private void makeParents() {
        for (int i = 1; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                byte[] part = new byte[i];
                System.arraycopy(path, 0, part, 0, i);
                if (Sys.faccessat(scratch, Sys.AT_FDCWD, part, F_OK, 0) != 0) {
                    Sys.mkdirat(scratch, Sys.AT_FDCWD, part, 0700);
                }
            }
        }
    }

    boolean isUsable() {
        return fd >= 0;
    }

    static byte[] ascii(String name) {
        return name.getBytes(Charsets.ISO_8859_1);
    }

    /** Opens a file that is there. @return the descriptor, or -1 if there is none that can be trusted */
    int open(String name, int access) {
        int file = Sys.openat(
                scratch, fd, ascii(name), access | Sys.O_NOFOLLOW | Sys.O_NONBLOCK | Sys.O_CLOEXEC, 0);
        if (file < 0) {
            return -1;
        }
        if (Sys.fstat(scratch, file) == 0) {
            int mode = scratch.getInt(Sys.STAT_MODE);
            if ((mode & Sys.S_IFMT) == Sys.S_IFREG
                    && (mode & OTHERS_MAY_WRITE) == 0
                    && scratch.getInt(Sys.STAT_UID) == user) {
                return file;
            }
        }
        Sys.close(file);
        return -1;
    }

    /** Size of the file that {@link #open(String, int)} just opened. */
    long size() {
        return scratch.getLong(Sys.STAT_FILE_SIZE);
    }

    /** Seconds of the last modification of the file just opened. */
    long modified() {
        return scratch.getLong(Sys.STAT_MTIME);
    }

    /** Makes a file that was not there. @return the descriptor, or -errno */
    int create(String name) {
        int flags = Sys.O_RDWR | Sys.O_CREAT | Sys.O_EXCL | Sys.O_NOFOLLOW | Sys.O_CLOEXEC;
        return Sys.openat(scratch, fd, ascii(name), flags, 0600);
    }

    boolean rename(String from, String to) {
        return Sys.renameat(scratch, fd, ascii(from), fd, ascii(to), 0) == 0;
    }

    boolean delete(String name) {
        return Sys.unlinkat(scratch, fd, ascii(name), 0) == 0;
    }

    /** Makes now the modification time of an open file. */
    void touch(int file) {
        Sys.call(Sys.SYS_UTIMENSAT, file, 0, 0);
    }

    /** A file in the list. */
    static final class Entry {
        final String name;
        final long size;
        /** Seconds since 1970. */
        final long used;

        Entry(String name, long size, long used) {
            this.name = name;
            this.size = size;
            this.used = used;
        }
    }

    /** The regular files of this user. */
    List<Entry> list() {
        List<Entry> result = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Sys.lseek(fd, 0, 0);
        while (true) {
            int n = Sys.getdents64(scratch, fd, scratch.dataSize);
            if (n <= 0) {
                break;
            }
            for (int at = 0; at < n; ) {
                int length = scratch.buffer().getShort(Scratch.DATA + at + Sys.DIRENT_RECLEN) & 0xffff;
                StringBuilder name = new StringBuilder();
                for (int i = at + Sys.DIRENT_NAME; i < at + length; i++) {
                    byte c = scratch.buffer().get(Scratch.DATA + i);
                    if (c == 0) {
                        break;
                    }
                    name.append((char) (c & 0xff));
                }
                names.add(name.toString());
                at += length;
            }
        }
        for (String name : names) {
            if (Sys.fstatat(scratch, fd, ascii(name), Sys.AT_SYMLINK_NOFOLLOW) == 0
                    && (scratch.getInt(Sys.STAT_MODE) & Sys.S_IFMT) == Sys.S_IFREG
                    && scratch.getInt(Sys.STAT_UID) == user) {
                result.add(new Entry(name, scratch.getLong(Sys.STAT_FILE_SIZE), scratch.getLong(Sys.STAT_MTIME)));
            }
        }
        return result;
    }

    void close() {
        if (fd >= 0) {
            Sys.close(fd);
            fd = -1;
        }
        scratch.close();
    }
}
