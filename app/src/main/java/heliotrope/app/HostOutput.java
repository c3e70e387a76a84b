package heliotrope.app;

import heliotrope.host.Errno;
import heliotrope.host.NativeMemory;
import heliotrope.host.Sys;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A stream to a host descriptor, which is closed with it only if it was opened for it. */
final class HostOutput extends OutputStream {
    private static final int ROOM = 16 << 10;

    private final int fd;
    private final boolean owned;
    private final long memory = NativeMemory.allocate(ROOM);
    private final ByteBuffer view = NativeMemory.view(memory, ROOM);
    private boolean closed;

    HostOutput(int fd, boolean owned) {
        this.fd = fd;
        this.owned = owned;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) throws IOException {
        int at = from;
        while (at < from + count && !closed) {
            int n = Math.min(ROOM, from + count - at);
            view.put(0, bytes, at, n);
            long written = Sys.write(fd, memory, n);
            if (written < 0 && written != -Errno.EINTR) {
                throw new IOException(reason((int) -written));
            }
            at += (int) Math.max(0, written);
        }
    }

    private static String reason(int errno) {
        return switch (errno) {
            case Errno.EBADF -> "Bad file descriptor";
            case Errno.ENOSPC -> "No space left on device";
            case Errno.EPIPE -> "Broken pipe";
            default -> "errno " + errno;
        };
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            NativeMemory.free(memory, ROOM);
            if (owned) {
                Sys.close(fd);
            }
        }
    }
}
