package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.FileLock;
import heliotrope.kernel.LockCalls;

/** fcntl. */
final class IrixFcntl {
    private IrixFcntl() {}

    private static final int FD_CLOEXEC = 1, O_NDELAY = 4, FASYNC = 0x1000;
    private static final int DIO_MIN = 512, DIO_MAX = 1 << 20;
    private static final int FALLOC_KEEP_SIZE = 1, FALLOC_PUNCH_HOLE = 2;

    // spotless:off
    static long fcntl(IrixThread x, int fd, int command, long address) {
        int argument = (int) address;
        switch (command) {
            case 0: return FileCalls.dup(x.thread, fd, argument, false);
            case 1: return FileCalls.getDescriptorFlags(x.thread, fd);
            case 2: return FileCalls.setDescriptorFlags(x.thread, fd, argument & FD_CLOEXEC);
            case 3: return getFlags(x, fd);
            case 4: return setFlags(x, fd, argument);
            case 5: case 14: return getLock(x, fd, address, false);
            case 33: return getLock(x, fd, address, true);
            case 6: return setLock(x, fd, address, false, false);
            case 7: return setLock(x, fd, address, false, true);
            case 34: return setLock(x, fd, address, true, false);
            case 35: return setLock(x, fd, address, true, true);
            case 8: return 0; // F_CHKFL
            case 10: return space(x, fd, address, false, true);
            case 11: return space(x, fd, address, false, false);
            case 36: return space(x, fd, address, true, true);
            case 37: return space(x, fd, address, true, false);
            case 12: return bsdLock(x, fd, address, false);
            case 13: return bsdLock(x, fd, address, true);
            case 23: return FileCalls.getDescriptorFlags(x.thread, fd) < 0 ? -Errno.EBADF : x.process().groupId();
            case 24: return setOwner(x, fd);
            case 30: return directInfo(x, fd, address);
            case 40: return reserve(x, fd, address, false, FALLOC_KEEP_SIZE);
            case 41: return reserve(x, fd, address, false, FALLOC_KEEP_SIZE | FALLOC_PUNCH_HOLE);
            case 42: return reserve(x, fd, address, true, FALLOC_KEEP_SIZE);
            case 43: return reserve(x, fd, address, true, FALLOC_KEEP_SIZE | FALLOC_PUNCH_HOLE);
            case 52: case 53: return FileCalls.fsync(x.thread, fd, false);
            default: return -Errno.EINVAL;
        }
    }
    // spotless:on

    private static long getFlags(IrixThread x, int fd) {
        long flags = FileCalls.getStatusFlags(x.thread, fd);
        return flags < 0 ? flags : IrixFileCalls.guestStatusFlags((int) flags, IrixFileCalls.isNoDelay(x, fd));
    }

    private static long setFlags(IrixThread x, int fd, int flags) {
        int host = IrixFileCalls.hostOpenFlags(flags) & (Sys.O_APPEND | Sys.O_NONBLOCK);
        if ((flags & FASYNC) != 0) {
            host |= IrixFileCalls.O_ASYNC;
        }
        long result = FileCalls.setStatusFlags(x.thread, fd, host);
        if (result >= 0) {
            IrixFileCalls.markNoDelay(x, fd, (flags & (O_NDELAY | 0x80)) == O_NDELAY);
        }
        return result;
    }

    private static StructBuffer loadFlock(IrixThread x, long address, boolean wide) {
        return x.buffer.load(x.memory(), address, FileStructs.flockSize(FileStructs.layout(x.abi, wide)));
    }

    private static long getLock(IrixThread x, int fd, long address, boolean wide) {
        FileLock lock = new FileLock();
        StructBuffer b = loadFlock(x, address, wide);
        if (!FileStructs.readFlock(b, FileStructs.layout(x.abi, wide), lock) || lock.type == FileLock.UNLOCK) {
            return -Errno.EINVAL;
        }
        long result = LockCalls.get(x.thread, fd, lock);
        if (result >= 0) {
            FileStructs.writeFlock(b, FileStructs.layout(x.abi, wide), lock);
            b.store(x.memory(), address);
        }
        return result;
    }

    private static long setLock(IrixThread x, int fd, long address, boolean wide, boolean wait) {
        FileLock lock = new FileLock();
        if (!FileStructs.readFlock(loadFlock(x, address, wide), FileStructs.layout(x.abi, wide), lock)) {
            return -Errno.EINVAL;
        }
        return LockCalls.set(x.thread, fd, lock, wait);
    }

    /** libc's flock: a whole-file lock that belongs to the open file. */
    private static long bsdLock(IrixThread x, int fd, long address, boolean wait) {
        FileLock lock = new FileLock();
        if (!FileStructs.readFlock(loadFlock(x, address, false), FileStructs.layout(x.abi, false), lock)) {
            return -Errno.EINVAL;
        }
        int operation = lock.type == FileLock.READ ? Sys.LOCK_SH : lock.type == FileLock.WRITE ? Sys.LOCK_EX : Sys.LOCK_UN;
        return LockCalls.flock(x.thread, fd, wait ? operation : operation | Sys.LOCK_NB);
    }

    /** Start of the range of a struct flock as a file offset, or -errno. */
    private static long start(IrixThread x, int fd, FileLock range) {
        long base = 0;
        if (range.whence == 1) {
            base = FileCalls.lseek(x.thread, fd, 0, 1);
        } else if (range.whence == 2) {
            base = FileCalls.fstat(x.thread, fd, x.stat);
            base = base < 0 ? base : x.stat.size;
        }
        if (base < 0) {
            return base;
        }
        long start = base + range.start;
        return start < 0 || range.whence < 0 || range.whence > 2 ? -Errno.EINVAL : start;
    }

    /** F_ALLOCSP makes the file reach at least to the start of the range; F_FREESP with length 0 cuts it off there. */
    private static long space(IrixThread x, int fd, long address, boolean wide, boolean allocate) {
        FileLock range = new FileLock();
        FileStructs.readFlock(loadFlock(x, address, wide), FileStructs.layout(x.abi, wide), range);
        long start = start(x, fd, range);
        if (start < 0) {
            return start;
        }
        if (allocate) {
            long result = FileCalls.fstat(x.thread, fd, x.stat);
            return result < 0 || x.stat.size >= start ? result : FileCalls.ftruncate(x.thread, fd, start);
        }
        return range.length != 0 ? -Errno.EINVAL : FileCalls.ftruncate(x.thread, fd, start);
    }

    /** F_RESVSP and F_UNRESVSP: blocks without a change of the file's size. */
    private static long reserve(IrixThread x, int fd, long address, boolean wide, int mode) {
        FileLock range = new FileLock();
        FileStructs.readFlock(loadFlock(x, address, wide), FileStructs.layout(x.abi, wide), range);
        long start = start(x, fd, range);
        if (start < 0) {
            return start;
        }
        heliotrope.kernel.OpenFile file = x.process().files.get(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        return x.thread.blockingCall(Sys.SYS_FALLOCATE, file.hostFd, mode, start, range.length, 0, 0);
    }

    /** Signals for a file go to whoever asks for them, which is all that one process tree needs. */
    private static long setOwner(IrixThread x, int fd) {
        return FileCalls.getDescriptorFlags(x.thread, fd) < 0 ? -Errno.EBADF : 0;
    }

    private static long directInfo(IrixThread x, int fd, long address) {
        long result = FileCalls.fstat(x.thread, fd, x.stat);
        if (result < 0) {
            return result;
        }
        if (!x.stat.isRegular()) {
            return -Errno.EINVAL;
        }
        x.buffer.start(12);
        x.buffer.put32(0, DIO_MIN);
        x.buffer.put32(4, DIO_MIN);
        x.buffer.put32(8, DIO_MAX);
        x.buffer.store(x.memory(), address);
        return 0;
    }
}
