package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.NativeMemory;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/**
 * POSIX record locks of guest processes. Among guests this table decides. Against host processes the union of what guests hold is held as
 * well, as open-file-description locks on descriptors that are kept for the purpose: one that was opened for reading and one for
 * writing per file, whichever guests brought. (The JVM's own POSIX locks would not do: they belong to the JVM as a whole, and any close
 * of any descriptor of the file would drop them.) Guarded by its monitor, which may be taken with the kernel lock held, never before it.
 */
final class LockTable {
    /** End of a range to the end of the file. */
    static final long END = Long.MAX_VALUE;

    private static final class Range {
        final Process owner;
        final boolean write;
        final long start;
        final long end; // exclusive

        Range(Process owner, boolean write, long start, long end) {
            this.owner = owner;
            this.write = write;
            this.start = start;
            this.end = end;
        }

        boolean overlaps(long from, long to) {
            return start < to && from < end;
        }
    }

    private static final class LockedFile {
        final long dev;
        final long ino;
        final ArrayList<Range> ranges = new ArrayList<>();
        @Nullable OpenFile reader;
        @Nullable OpenFile writer;

        LockedFile(long dev, long ino) {
            this.dev = dev;
            this.ino = ino;
        }
    }

    private static final class Waiter {
        final Process process;
        final Process blocker;

        Waiter(Process process, Process blocker) {
            this.process = process;
            this.blocker = blocker;
        }
    }

    private final ArrayList<LockedFile> files = new ArrayList<>();
    private final ArrayList<Waiter> waiters = new ArrayList<>();
    private @Nullable ByteBuffer flock;
    private long flockAddress;

    private @Nullable LockedFile find(OpenFile file) {
        for (int i = 0; i < files.size(); i++) {
            LockedFile f = files.get(i);
            if (f.ino == file.ino && f.dev == file.dev) {
                return f;
            }
        }
        return null;
    }

    private static @Nullable Range conflict(LockedFile f, Process p, boolean write, long start, long end) {
        for (int i = 0; i < f.ranges.size(); i++) {
            Range r = f.ranges.get(i);
            if (r.owner != p && (write || r.write) && r.overlaps(start, end)) {
                return r;
            }
        }
        return null;
    }

    /** F_GETLK: fills {@code out} with a lock in the way, or sets its type to UNLOCK. @return 0 or -errno */
    synchronized long get(Process p, OpenFile file, boolean write, long start, long end, FileLock out) {
        LockedFile f = find(file);
        Range r = f == null ? null : conflict(f, p, write, start, end);
        if (r != null) {
            out.type = r.write ? FileLock.WRITE : FileLock.READ;
            out.whence = 0;
            out.start = r.start;
            out.length = r.end == END ? 0 : r.end - r.start;
            out.pid = r.owner.pid;
            return 0;
        }
        OpenFile asker = f == null ? file : holder(f, file);
        ByteBuffer b = structure(write ? Sys.F_WRLCK : Sys.F_RDLCK, start, end);
        long result = Sys.fcntl(asker.hostFd, Sys.F_OFD_GETLK, flockAddress);
        if (result < 0) {
            return result;
        }
        int type = b.getShort(Sys.FLOCK_TYPE);
        out.type = type == Sys.F_UNLCK ? FileLock.UNLOCK : type == Sys.F_WRLCK ? FileLock.WRITE : FileLock.READ;
        if (type != Sys.F_UNLCK) {
            out.whence = 0;
            out.start = b.getLong(Sys.FLOCK_START);
            out.length = b.getLong(Sys.FLOCK_LEN);
            out.pid = b.getInt(Sys.FLOCK_PID);
        }
        return 0;
    }

    /**
     * Sets a lock without waiting.
     *
     * @param wait whether the caller is going to wait: then a deadlock is looked for
     * @return 0, -EAGAIN if another guest or a host process is in the way, -EDEADLK, or another -errno
     */
    synchronized long set(Process p, OpenFile file, boolean write, long start, long end, boolean wait) {
        forget(p);
        LockedFile f = find(file);
        if (f == null) {
            f = new LockedFile(file.dev, file.ino);
            files.add(f);
        }
        Range r = conflict(f, p, write, start, end);
        if (r != null) {
            if (wait) {
                if (waitsFor(r.owner, p)) {
                    return -Errno.EDEADLK;
                }
                waiters.add(new Waiter(p, r.owner));
            }
            return -Errno.EAGAIN;
        }
        if (f.reader == null && file.readable()) {
            file.retain();
            f.reader = file;
        }
        if (f.writer == null && file.writable()) {
            file.retain();
            f.writer = file;
        }
        ArrayList<Range> before = new ArrayList<>(f.ranges);
        cut(f, p, start, end);
        f.ranges.add(new Range(p, write, start, end));
        long result = project(f, start, end);
        if (result < 0) {
            f.ranges.clear();
            f.ranges.addAll(before);
            project(f, start, end);
            dropIfUnused(f);
            return result == -Errno.EACCES ? -Errno.EAGAIN : result;
        }
        p.mayHoldLocks = true;
        notifyAll(); // a write lock may have become a read lock
        return 0;
    }

    /** Releases a range. */
    synchronized long unlock(Process p, OpenFile file, long start, long end) {
        LockedFile f = find(file);
        if (f != null) {
            cut(f, p, start, end);
            project(f, start, end);
            dropIfUnused(f);
            notifyAll();
        }
        return 0;
    }

    /** A descriptor of the file was closed by the process: all of its locks on the file are gone, whichever descriptor they came by. */
    void closed(Process p, OpenFile file) {
        if (p.mayHoldLocks && file.ino != 0) {
            unlock(p, file, 0, END);
        }
    }

    /** The process has ended. */
    synchronized void ended(Process p) {
        forget(p);
        if (!p.mayHoldLocks) {
            return;
        }
        for (int i = files.size() - 1; i >= 0; i--) {
            LockedFile f = files.get(i);
            cut(f, p, 0, END);
            project(f, 0, END);
            dropIfUnused(f);
        }
        notifyAll();
    }

    /** Waits until some lock has been released, at most so long. */
    @SuppressWarnings("WaitNotInLoop") // the caller tries to lock again whatever the reason
    synchronized void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void forget(Process p) {
        for (int i = waiters.size() - 1; i >= 0; i--) {
            if (waiters.get(i).process == p) {
                waiters.remove(i);
            }
        }
    }

    private boolean waitsFor(Process from, Process to) {
        Process at = from;
        for (int steps = 0; steps <= waiters.size(); steps++) {
            if (at == to) {
                return true;
            }
            Process next = null;
            for (int i = 0; i < waiters.size(); i++) {
                if (waiters.get(i).process == at) {
                    next = waiters.get(i).blocker;
                }
            }
            if (next == null) {
                return false;
            }
            at = next;
        }
        return false;
    }

    private static void cut(LockedFile f, Process p, long start, long end) {
        for (int i = f.ranges.size() - 1; i >= 0; i--) {
            Range r = f.ranges.get(i);
            if (r.owner == p && r.overlaps(start, end)) {
                f.ranges.remove(i);
                if (r.start < start) {
                    f.ranges.add(new Range(p, r.write, r.start, start));
                }
                if (r.end > end) {
                    f.ranges.add(new Range(p, r.write, end, r.end));
                }
            }
        }
    }

    private void dropIfUnused(LockedFile f) {
        if (f.ranges.isEmpty()) {
            files.remove(f);
            if (f.reader != null) {
                f.reader.release();
            }
            if (f.writer != null) {
                f.writer.release();
            }
        }
    }

    // ---- the host's side ----

    private static OpenFile holder(LockedFile f, OpenFile otherwise) {
        OpenFile held = f.writer != null ? f.writer : f.reader;
        return held != null ? held : otherwise;
    }

    private ByteBuffer structure(int type, long start, long end) {
        ByteBuffer b = flock;
        if (b == null) {
            flockAddress = NativeMemory.allocate(NativeMemory.PAGE);
            b = NativeMemory.view(flockAddress, NativeMemory.PAGE);
            flock = b;
        }
        b.putShort(Sys.FLOCK_TYPE, (short) type);
        b.putShort(Sys.FLOCK_WHENCE, (short) Sys.SEEK_SET);
        b.putLong(Sys.FLOCK_START, start);
        b.putLong(Sys.FLOCK_LEN, end == END ? 0 : end - start);
        b.putInt(Sys.FLOCK_PID, 0);
        return b;
    }

    private long host(@Nullable OpenFile file, int type, long start, long end) {
        if (file == null) {
            return 0;
        }
        structure(type, start, end);
        return Sys.fcntl(file.hostFd, Sys.F_OFD_SETLK, flockAddress);
    }

    /** Makes the host's locks in a range what the guests together hold there. @return 0 or the first error */
    private long project(LockedFile f, long start, long end) {
        long at = start;
        while (at < end) {
            long next = end;
            boolean read = false;
            boolean write = false;
            for (int i = 0; i < f.ranges.size(); i++) {
                Range r = f.ranges.get(i);
                if (r.start <= at && at < r.end) {
                    read |= !r.write;
                    write |= r.write;
                    next = Math.min(next, r.end);
                } else if (r.start > at) {
                    next = Math.min(next, r.start);
                }
            }
            // Both descriptors may be the same one; two different ones would be in each other's way.
            OpenFile other = f.reader == f.writer ? null : f.reader;
            long result;
            if (write) {
                host(other, Sys.F_UNLCK, at, next);
                result = host(f.writer, Sys.F_WRLCK, at, next);
            } else if (read) {
                if (other != null) {
                    host(f.writer, Sys.F_UNLCK, at, next);
                }
                result = host(f.reader, Sys.F_RDLCK, at, next);
            } else {
                host(other, Sys.F_UNLCK, at, next);
                result = host(f.writer != null ? f.writer : f.reader, Sys.F_UNLCK, at, next);
            }
            if (result < 0) {
                return result;
            }
            at = next;
        }
        return 0;
    }

    /** Gives the structure back. */
    synchronized void close() {
        if (flock != null) {
            flock = null;
            NativeMemory.free(flockAddress, NativeMemory.PAGE);
        }
    }
}
