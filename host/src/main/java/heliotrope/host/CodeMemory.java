package heliotrope.host;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Memory for generated code: one memory file mapped twice, writable at one place and executable at another, so that
 * no address is ever both.
 */
public final class CodeMemory implements AutoCloseable {
    /** Pages that are made this memory's own together. */
    private static final int OWNED_AT_A_TIME = 16;

    /** Bytes of those. */
    public static final int PIECE = OWNED_AT_A_TIME * NativeMemory.PAGE;

    /** An instruction that faults, in each of its bytes. */
    private static final int HLT = 0xf4;

    private final long writable;
    private final long executable;
    private final int size;
    /** The memory file, or -1: its pages can be mapped at their place again. */
    private final int file;
    /** By page: what is executed there is another file's. Null as long as nothing is. */
    private boolean @Nullable [] foreign;
    private @Nullable ByteBuffer buffer;
    private boolean closed;

    private CodeMemory(long writable, long executable, int size, int file) {
        this.writable = writable;
        this.executable = executable;
        this.size = size;
        this.file = file;
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
                if (memory != null) {
                    return memory;
                }
                Sys.close((int) fd);
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
        byte[] dir = directory.getBytes(Charsets.UTF_8);
        int fd = Sys.open(s, dir, Sys.O_TMPFILE | Sys.O_RDWR | Sys.O_CLOEXEC, 0600);
        if (fd >= 0) {
            return fd;
        }
        byte[] path = (directory + "/heliotrope-" + Sys.getpid() + "-" + System.nanoTime())
                .getBytes(Charsets.UTF_8);
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
                return new CodeMemory(rw, rx, size, -1);
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
        return new CodeMemory(rw, rx, size, fd);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(Charsets.ISO_8859_1);
    }

    /** Where code is written: little-endian, index = offset in the code memory. */
    public ByteBuffer buffer() {
        ByteBuffer b = buffer;
        if (b == null) {
            b = NativeMemory.view(writable, size);
            buffer = b;
        }
        return b;
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

    // ---- code of other files ----

    /**
     * Has pages of another file executed in a part of this memory, without a copy: no page is touched that is not run.
     * What is written there is unspecified until {@link #own}.
     *
     * @param at a multiple of the page size, as the offset in the file is
     * @return false if that is not possible: the memory is as it was
     */
    public boolean mapFile(int at, int length, int other, long offset) {
        if (file < 0) {
            return false;
        }
        int flags = Sys.MAP_PRIVATE | Sys.MAP_FIXED | Sys.MAP_POPULATE;
        if (Errno.isError(Sys.mmap(executable + at, length, Sys.PROT_READ | Sys.PROT_EXEC, flags, other, offset))) {
            show(at, length); // some errors come after the old pages are gone
            return false;
        }
        boolean[] f = foreign;
        if (f == null) {
            f = new boolean[size / NativeMemory.PAGE];
            foreign = f;
        }
        Arrays.fill(f, at / NativeMemory.PAGE, (at + length + NativeMemory.PAGE - 1) / NativeMemory.PAGE, true);
        return true;
    }

    /** Undoes {@link #mapFile}; nothing of it may have been executed. */
    public void unmapFile(int at, int length) {
        boolean[] f = foreign;
        if (f != null) {
            show(at, length);
            Arrays.fill(f, at / NativeMemory.PAGE, (at + length + NativeMemory.PAGE - 1) / NativeMemory.PAGE, false);
        }
    }

    /** Whether {@link #own} of a byte would have something to do. */
    public boolean isForeign(int at) {
        boolean[] f = foreign;
        return f != null && f[at / NativeMemory.PAGE];
    }

    /**
     * Before a write to a byte: makes sure that what is written there is what is executed. Threads that are just executing it do not
     * notice.
     */
    public void own(int at) {
        boolean[] f = foreign;
        if (f == null || !f[at / NativeMemory.PAGE]) {
            return;
        }
        int first = at / NativeMemory.PAGE & -OWNED_AT_A_TIME;
        int behind = Math.min(first + OWNED_AT_A_TIME, f.length);
        for (int page = first; page < behind; page++) {
            int start = page;
            while (page < behind && f[page]) {
                page++;
            }
            if (page > start) {
                int offset = start * NativeMemory.PAGE;
                int length = (page - start) * NativeMemory.PAGE;
                long missing = Native.copy(writable + offset, executable + offset, length);
                // The other file has become shorter: what cannot be read must not become code that does something.
                Native.fill(writable + offset + length - missing, HLT, missing);
                show(offset, length);
                Arrays.fill(f, start, page, false);
            }
        }
    }

    /** Has this memory's own contents executed everywhere again. No thread may be running what was mapped. */
    public void ownAll() {
        if (foreign != null) {
            show(0, size);
            foreign = null;
        }
    }

    private void show(int offset, int length) {
        int flags = Sys.MAP_SHARED | Sys.MAP_FIXED;
        long result = Sys.mmap(executable + offset, length, Sys.PROT_READ | Sys.PROT_EXEC, flags, file, offset);
        if (Errno.isError(result)) {
            throw new OutOfMemoryError("mapping of translated code: errno " + -result);
        }
    }

    /** Unmaps both views. No thread may be running the code. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Sys.munmap(writable, size);
            Sys.munmap(executable, size);
            if (file >= 0) {
                Sys.close(file);
            }
        }
    }
}
