package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.ir.Nullable;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.HostCalls;
import heliotrope.kernel.OpenFile;

/**
 * What is read from or written to a descriptor of an event counter, a timer or a watch: numbers, which for big-endian guests are turned
 * round. Hangs on {@code OpenFile.extension}.
 */
final class EventFile {
    /** Values of {@link #kind}: a 64-bit counter (eventfd, timerfd), or struct inotify_event. */
    static final int COUNTER = 1, WATCH = 2;

    private static final int WATCH_HEADER = 16;

    static final EventFile OF_COUNTER = new EventFile(COUNTER), OF_WATCH = new EventFile(WATCH);

    private final int kind;

    private EventFile(int kind) {
        this.kind = kind;
    }

    /** Null: an ordinary file. */
    static @Nullable EventFile of(LinuxThread x, int fd) {
        OpenFile file = FileCalls.file(x.thread, fd);
        return file != null && file.extension instanceof EventFile events ? events : null;
    }

    long read(LinuxThread x, int fd, long address, long n) {
        Scratch s = x.thread.scratch;
        int room = (int) Math.min(Math.max(0, n), s.dataSize);
        long got = HostCalls.onFile(x.thread, Sys.SYS_READ, fd, s.data(), room, 0, 0, 0);
        if (got <= 0) {
            return got;
        }
        StructBuffer b = x.buffer.start((int) got);
        if (kind == COUNTER) {
            b.put64(0, s.getLong(0));
        } else {
            int at = 0;
            while (at + WATCH_HEADER <= got) {
                int name = s.getInt(at + 12);
                for (int i = 0; i < WATCH_HEADER; i += 4) {
                    b.put32(at + i, s.getInt(at + i));
                }
                s.get(at + WATCH_HEADER, b.bytes, at + WATCH_HEADER, name);
                at += WATCH_HEADER + name;
            }
        }
        b.store(x.memory(), address);
        return got;
    }

    long write(LinuxThread x, int fd, long address, long n) {
        if (kind != COUNTER || n < 8) {
            return kind == COUNTER ? -Errno.EINVAL : FileCalls.write(x.thread, fd, address, n);
        }
        x.thread.scratch.putLong(0, x.memory().u64(address));
        return HostCalls.write(x.thread, Sys.SYS_WRITE, fd, x.thread.scratch.data(), n, 0, 0, 0);
    }
}
