package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;

/**
 * Reading directories, one entry at a time: the personality asks for the next, encodes it, and gives it back with {@link #unread} if the
 * guest's buffer is full. Of overlaid directories only the one that was found first is listed.
 */
public final class DirCalls {
    private DirCalls() {}

    private static @Nullable DirStream stream(OpenFile file) {
        if (file.kind != OpenFile.DIRECTORY) {
            return null;
        }
        DirStream s = file.directory;
        if (s == null) {
            s = new DirStream(file.hostFd);
            file.directory = s;
        }
        return s;
    }

    /** Next entry of a directory. @return 1, 0 at the end, or -errno */
    public static long next(GuestThread t, int fd, DirEntry out) {
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            synchronized (file) {
                DirStream s = stream(file);
                return s == null ? -Errno.ENOTDIR : s.next(t.scratch, out);
            }
        } finally {
            file.release();
        }
    }

    /** Gives the entry just read back, because it does not fit into the guest's buffer. */
    public static void unread(GuestThread t, int fd) {
        OpenFile file = FileCalls.file(t, fd);
        if (file != null) {
            synchronized (file) {
                DirStream s = stream(file);
                if (s != null) {
                    s.unread();
                }
            }
        }
    }

    static long seek(OpenFile file, long offset, int whence) {
        synchronized (file) {
            DirStream s = stream(file);
            if (s == null) {
                return -Errno.ENOTDIR;
            }
            long to = whence == Sys.SEEK_SET ? offset : whence == Sys.SEEK_CUR ? s.position() + offset : -1;
            return to < 0 || to > Integer.MAX_VALUE ? -Errno.EINVAL : s.seek((int) to);
        }
    }
}
