package heliotrope.host;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Memory for generated code: one memory file mapped twice, writable at one place and executable at another, so that
 * no address is ever both.
 */
public final class CodeMemory implements AutoCloseable {
    private final long writable;
    private final long executable;
    private final int size;
    private final ByteBuffer buffer;
    private boolean closed;

    private CodeMemory(long writable, long executable, int size) {
        this.writable = writable;
        this.executable = executable;
        this.size = size;
        buffer = NativeMemory.view(writable, size);
    }

    /**
     * Allocates {@code size} bytes (a multiple of the host page), zeroed.
     *
     * @throws IllegalStateException with a one-line reason if the machine allows no executable memory
     */
    public static CodeMemory allocate(int size) {
        if (size <= 0 || (size & NativeMemory.PAGE - 1) != 0) {
            throw new IllegalArgumentException("code memory size");
        }
        try (Scratch s = new Scratch()) {
            byte[] name = ascii("heliotrope-code");
            String why = "";
            for (int attempt = 0; attempt < 5; attempt++) {
                String what;
                long fd;
                // MFD_EXEC exists since Linux 6.3 and is needed where vm.memfd_noexec is 1.
                if (attempt < 2) {
                    what = attempt == 0 ? "memfd with exec" : "memfd";
                    int flags = Sys.MFD_CLOEXEC | (attempt == 0 ? Sys.MFD_EXEC : 0);
                    fd = Sys.call(Sys.SYS_MEMFD_CREATE, s.path(name), flags, 0);
                } else {
                    what = attempt == 2 ? "/dev/shm" : attempt == 3 ? System.getProperty("java.io.tmpdir") : "/var/tmp";
                    fd = unlinkedFile(s, what);
                }
                if (fd < 0) {
                    why += (why.isEmpty() ? "" : ", ") + what + ": errno " + -fd;
                    continue;
                }
                long resized = Sys.ftruncate((int) fd, size);
                CodeMemory memory = resized < 0 ? null : map((int) fd, size);
                Sys.close((int) fd);
                if (memory != null) {
                    return memory;
                }
                why += (why.isEmpty() ? "" : ", ") + what + (resized < 0 ? ": errno " + -resized : ": cannot map it executable");
            }
            CodeMemory memory = mapAnonymous(size);
            if (memory != null) {
                return memory;
            }
            throw new IllegalStateException("no executable memory for translated code (" + why + ")");
        }
    }

    private static long unlinkedFile(Scratch s, String directory) {
        byte[] dir = directory.getBytes(StandardCharsets.UTF_8);
        int fd = Sys.open(s, dir, Sys.O_TMPFILE | Sys.O_RDWR | Sys.O_CLOEXEC, 0600);
        if (fd >= 0) {
            return fd;
        }
        byte[] path = (directory + "/heliotrope-" + Sys.getpid() + "-" + System.nanoTime())
                .getBytes(StandardCharsets.UTF_8);
        fd = Sys.open(s, path, Sys.O_CREAT | Sys.O_EXCL | Sys.O_RDWR | Sys.O_CLOEXEC, 0600);
        if (fd >= 0) {
            Sys.unlinkat(s, Sys.AT_FDCWD, path, 0);
        }
        return fd;
    }

    /** Shared memory without a file: a limit of file sizes (ulimit -f) does not count for it. */
    private static @Nullable CodeMemory mapAnonymous(int size) {
        int protection = Sys.PROT_READ | Sys.PROT_WRITE;
        long rw = Sys.mmap(0, size, protection, Sys.MAP_SHARED | Sys.MAP_ANONYMOUS | Sys.MAP_NORESERVE, -1, 0);
        if (Errno.isError(rw)) {
            return null;
        }
        // An old size of 0: a second view of the same memory.
        long rx = Native.syscall(Sys.SYS_MREMAP, rw, 0, size, Sys.MREMAP_MAYMOVE, 0, 0);
        if (!Errno.isError(rx)) {
            if (Sys.mprotect(rx, size, Sys.PROT_READ | Sys.PROT_EXEC) == 0) {
                return new CodeMemory(rw, rx, size);
            }
            Sys.munmap(rx, size);
        }
        Sys.munmap(rw, size);
        return null;
    }

    private static @Nullable CodeMemory map(int fd, int size) {
        long rx = Sys.mmap(0, size, Sys.PROT_READ | Sys.PROT_EXEC, Sys.MAP_SHARED, fd, 0);
        if (Errno.isError(rx)) {
            return null;
        }
        long rw = Sys.mmap(0, size, Sys.PROT_READ | Sys.PROT_WRITE, Sys.MAP_SHARED, fd, 0);
        if (Errno.isError(rw)) {
            Sys.munmap(rx, size);
            return null;
        }
        return new CodeMemory(rw, rx, size);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where code is written: little-endian, index = offset in the code memory. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Host address of the writable view. */
    public long writable() {
        return writable;
    }

    /** Host address of the executable view. */
    public long executable() {
        return executable;
    }

    /** Bytes. */
    public int size() {
        return size;
    }

    /** Unmaps both views. No thread may be running the code. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Sys.munmap(writable, size);
            Sys.munmap(executable, size);
        }
    }
}
