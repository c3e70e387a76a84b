package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.HostCalls;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.OpenFile;
import heliotrope.kernel.SignalFile;

/** Open files: read, write, seek, copy, duplicate. */
final class LinuxFileCalls {
    private LinuxFileCalls() {}

    /** Most buffers of readv and its kin. */
    private static final int IOV_MAX = 1024;

    static long read(LinuxThread x, int fd, long address, long n) {
        OpenFile file = FileCalls.file(x.thread, fd);
        Object extension = file == null ? null : file.extension;
        if (extension instanceof SignalFile signals) {
            return LinuxEventCalls.readSignals(x, signals, address, n);
        }
        if (extension instanceof EventFile events && x.linuxProcess().bigEndian) {
            return events.read(x, fd, address, n);
        }
        return FileCalls.read(x.thread, fd, address, n);
    }

    static long write(LinuxThread x, int fd, long address, long n) {
        if (x.linuxProcess().bigEndian) {
            EventFile events = EventFile.of(x, fd);
            if (events != null) {
                return events.write(x, fd, address, n);
            }
        }
        return FileCalls.write(x.thread, fd, address, n);
    }

    static long pread(LinuxThread x, int fd, long address, long n, long offset) {
        return offset < 0 ? -Errno.EINVAL : FileCalls.pread(x.thread, fd, address, n, offset);
    }

    static long pwrite(LinuxThread x, int fd, long address, long n, long offset) {
        return offset < 0 ? -Errno.EINVAL : FileCalls.pwrite(x.thread, fd, address, n, offset);
    }

    /** Reads an array of struct iovec. @return 0 or -EINVAL */
    static long loadVector(LinuxThread x, long vector, int n, long[] bases, long[] lengths) {
        int word = x.abi.word;
        StructBuffer b = x.buffer.load(x.memory(), vector, 2 * word * n);
        for (int i = 0; i < n; i++) {
            bases[i] = b.getPointer(2 * word * i);
            lengths[i] = b.getWord(2 * word * i + word);
            if (lengths[i] < 0) {
                return -Errno.EINVAL;
            }
        }
        return 0;
    }

    private static long vector(LinuxThread x, int fd, long vector, long count, boolean in) {
        if (FileCalls.file(x.thread, fd) == null) {
            return -Errno.EBADF;
        }
        if (count < 0 || count > IOV_MAX) {
            return -Errno.EINVAL;
        }
        int n = (int) count;
        long[] bases = new long[n];
        long[] lengths = new long[n];
        long error = loadVector(x, vector, n, bases, lengths);
        if (error != 0) {
            return error;
        }
        return in ? FileCalls.readv(x.thread, fd, bases, lengths, n) : FileCalls.writev(x.thread, fd, bases, lengths, n);
    }

    static long readv(LinuxThread x, int fd, long vector, long count) {
        return vector(x, fd, vector, count, true);
    }

    static long writev(LinuxThread x, int fd, long vector, long count) {
        return vector(x, fd, vector, count, false);
    }

    /** preadv, pwritev and, with flags, their second forms, in which position -1 is the file's own. */
    static long positioned(LinuxThread x, int nr, int fd, long vector, long count, long offset, int flags) {
        boolean in = nr == Sys.SYS_PREADV || nr == Sys.SYS_PREADV2;
        boolean second = nr == Sys.SYS_PREADV2 || nr == Sys.SYS_PWRITEV2;
        if (offset < 0 && !(second && offset == -1)) {
            return -Errno.EINVAL;
        }
        if (FileCalls.file(x.thread, fd) == null) {
            return -Errno.EBADF;
        }
        if (count < 0 || count > IOV_MAX) {
            return -Errno.EINVAL;
        }
        int n = (int) count;
        long[] bases = new long[n];
        long[] lengths = new long[n];
        long error = loadVector(x, vector, n, bases, lengths);
        if (error != 0) {
            return error;
        }
        Scratch s = x.thread.scratch;
        putVector(x, bases, lengths, n, in);
        return HostCalls.write(x.thread, nr, fd, s.data(), n, offset, second && offset == -1 ? -1 : 0, flags);
    }

    /** Puts vectors with host addresses at the start of the data area. */
    private static void putVector(LinuxThread x, long[] bases, long[] lengths, int n, boolean in) {
        AddressSpace memory = x.memory();
        Scratch s = x.thread.scratch;
        for (int i = 0; i < n; i++) {
            s.putLong(16 * i, in ? memory.hostForWrite(bases[i], lengths[i]) : memory.hostForRead(bases[i], lengths[i]));
            s.putLong(16 * i + 8, lengths[i]);
        }
    }

    /** Position of preadv and its kin: one register in n64, else two of 32 bits, the low one first whatever the byte order. */
    static long position(LinuxThread x) {
        return x.abi.wide ? x.word(3) : x.i32(3) & 0xffffffffL | (long) x.i32(4) << 32;
    }

    static long lseek(LinuxThread x, int fd, long offset, int whence) {
        long result = FileCalls.lseek(x.thread, fd, offset, whence);
        return x.abi == LinuxAbi.O32 && result > Integer.MAX_VALUE ? -Errno.EOVERFLOW : result;
    }

    static long llseek(LinuxThread x, int fd, int high, int low, long address, int whence) {
        long result = FileCalls.lseek(x.thread, fd, (long) high << 32 | low & 0xffffffffL, whence);
        if (result >= 0) {
            x.memory().put64(address, result);
            return 0;
        }
        return result;
    }

    static long ftruncate(LinuxThread x, int fd, long length) {
        return length < 0 ? -Errno.EINVAL : FileCalls.ftruncate(x.thread, fd, length);
    }

    static long onFile(LinuxThread x, int nr, int fd, long b, long c, long d) {
        return HostCalls.onFile(x.thread, nr, fd, b, c, d, 0, 0);
    }

    // ---- between files ----

    /** An offset that the call reads and advances: put at an index of the data area, -1 for a null address. @return host address or 0 */
    private static long offsetIn(LinuxThread x, long address, int at, boolean wide) {
        if (address == 0) {
            return 0;
        }
        x.thread.scratch.putLong(at, wide ? x.memory().u64(address) : x.memory().s32(address));
        return x.thread.scratch.data() + at;
    }

    private static void offsetOut(LinuxThread x, long address, long value, boolean wide) {
        if (address == 0) {
            return;
        }
        if (wide) {
            x.memory().put64(address, value);
        } else {
            x.memory().put32(address, (int) value);
        }
    }

    /** sendfile; {@code wide}: the offset in memory has 64 bits. */
    static long sendfile(LinuxThread x, int out, int in, long offset, long n, boolean wide) {
        long at = offsetIn(x, offset, 0, wide);
        long result = HostCalls.onFiles(x.thread, Sys.SYS_SENDFILE, out, 1, in, at, n, 0, 0);
        if (result >= 0) {
            offsetOut(x, offset, x.thread.scratch.getLong(0), wide);
        }
        return result;
    }

    /** splice and copy_file_range. */
    static long copy(LinuxThread x, int nr, int in, long inOffset, int out, long outOffset, long n, int flags) {
        if (FileCalls.file(x.thread, in) == null || FileCalls.file(x.thread, out) == null) {
            return -Errno.EBADF;
        }
        long a = offsetIn(x, inOffset, 0, true);
        long b = offsetIn(x, outOffset, 8, true);
        long result = twoOffsets(x, nr, in, a, out, b, n, flags);
        if (result >= 0) {
            long first = x.thread.scratch.getLong(0);
            long second = x.thread.scratch.getLong(8);
            offsetOut(x, inOffset, first, true);
            offsetOut(x, outOffset, second, true);
        }
        return result;
    }

    private static long twoOffsets(LinuxThread x, int nr, int in, long a, int out, long b, long n, int flags) {
        return HostCalls.onFiles(x.thread, nr, in, 2, a, out, b, n, flags & 0xffffffffL);
    }

    static long tee(LinuxThread x, int in, int out, long n, int flags) {
        return HostCalls.onFiles(x.thread, Sys.SYS_TEE, in, 1, out, n, flags & 0xffffffffL, 0, 0);
    }

    static long vmsplice(LinuxThread x, int fd, long vector, long count, int flags) {
        OpenFile file = FileCalls.file(x.thread, fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        if (count < 0 || count > IOV_MAX) {
            return -Errno.EINVAL;
        }
        int n = (int) count;
        long[] bases = new long[n];
        long[] lengths = new long[n];
        long error = loadVector(x, vector, n, bases, lengths);
        if (error != 0) {
            return error;
        }
        putVector(x, bases, lengths, n, !file.writable());
        x.thread.memory().spoil(); // the pipe has its pages, not copies
        return HostCalls.write(x.thread, Sys.SYS_VMSPLICE, fd, x.thread.scratch.data(), n, flags & 0xffffffffL, 0, 0);
    }

    // ---- descriptors ----

    static long dup(LinuxThread x, int fd) {
        return FileCalls.dup(x.thread, fd, 0, false);
    }

    static long dup3(LinuxThread x, int from, int to, int flags) {
        return HostCalls.dup3(x.thread, from, to, LinuxFlags.openToHost(flags));
    }

    /** pipe: the two descriptors in v0 and v1. */
    static long pipe(LinuxThread x) {
        long pair = FileCalls.pipe(x.thread, 0);
        if (pair < 0) {
            return pair;
        }
        x.second(pair >>> 32);
        return pair & 0x7fffffffL;
    }

    static long pipe2(LinuxThread x, long address, int guestFlags) {
        int flags = LinuxFlags.openToHost(guestFlags);
        if ((flags & ~(Sys.O_CLOEXEC | Sys.O_NONBLOCK)) != 0 || LinuxFlags.openFromHost(flags) != guestFlags) {
            return -Errno.EINVAL;
        }
        long pair = FileCalls.pipe(x.thread, flags);
        return pair < 0 ? pair : storePair(x, pair, address);
    }

    /** Stores two new descriptors, or closes them if they cannot be stored. */
    static long storePair(LinuxThread x, long pair, long address) {
        try {
            x.memory().put32(address, (int) pair);
            x.memory().put32(address + 4, (int) (pair >>> 32));
        } catch (heliotrope.kernel.GuestFault e) {
            FileCalls.close(x.thread, (int) pair);
            FileCalls.close(x.thread, (int) (pair >>> 32));
            throw e;
        }
        return 0;
    }

    private static final int CLOSE_RANGE_UNSHARE = 2;

    static long closeRange(LinuxThread x, int first, int last, int flags) {
        if ((flags & ~(Sys.CLOSE_RANGE_CLOEXEC | CLOSE_RANGE_UNSHARE)) != 0) {
            return -Errno.EINVAL;
        }
        return HostCalls.closeRange(x.thread, first & 0xffffffffL, last & 0xffffffffL, (flags & Sys.CLOSE_RANGE_CLOEXEC) != 0);
    }

    /** sync: may take long, but is not interrupted. */
    static long sync(LinuxThread x) {
        long result;
        do {
            result = x.thread.blockingCall(Sys.SYS_SYNC, 0, 0, 0, 0, 0, 0);
        } while (result == -Errno.EINTR && !x.thread.signalPending());
        return result == -Errno.EINTR ? Kernel.RESTART : result;
    }
}
