package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.MemoryCalls;

/** Memory: mmap and its kin, brk, cache control. */
final class IrixMemoryCalls {
    private IrixMemoryCalls() {}

    // spotless:off
    private static final int
            MAP_SHARED = 1, MAP_PRIVATE = 2, MAP_COPY = 4, MAP_FIXED = 0x10, MAP_AUTOGROW = 0x40;
    private static final int MS_ASYNC = 1, MS_INVALIDATE = 2, MS_SYNC = 4;
    // spotless:on

    /**
     * mmap. Flags that say where memory comes from (AUTORESRV, TEXT, PRIMARY and so on) mean nothing here and are not handed to the host,
     * for which the same bits mean other things.
     */
    static long mmap(IrixThread x, long address, long length, int prot, int flags, int fd, long offset) {
        int sharing = flags & (MAP_SHARED | MAP_PRIVATE | MAP_COPY);
        if (length == 0 || offset < 0 || (offset & IrixLayout.PAGE_SIZE - 1) != 0 || sharing == 0) {
            return -Errno.EINVAL;
        }
        boolean shared = (sharing & MAP_SHARED) != 0;
        if (shared && sharing != MAP_SHARED) {
            return -Errno.EINVAL;
        }
        boolean fixed = (flags & MAP_FIXED) != 0;
        if (fixed && (address & IrixLayout.PAGE_SIZE - 1) != 0) {
            return -Errno.EINVAL;
        }
        if (!x.abi.isUser(address, length)) {
            return -Errno.ENOMEM;
        }
        if ((flags & MAP_AUTOGROW) != 0 && shared && (prot & Sys.PROT_WRITE) != 0) {
            long result = grow(x, fd, offset + length);
            if (result < 0) {
                return result;
            }
        }
        int hostFlags = (shared ? Sys.MAP_SHARED : Sys.MAP_PRIVATE) | (fixed ? Sys.MAP_FIXED : 0);
        long at = fixed ? address : address & -IrixLayout.PAGE_SIZE;
        return MemoryCalls.mmap(x.thread, at, length, prot & 7, hostFlags, fd, offset);
    }

    /**
     * MAP_AUTOGROW: stores behind the end of the file make it longer. The file gets all the room at once; who asks for this (the
     * linker) sets the true length with ftruncate when it is done.
     */
    private static long grow(IrixThread x, int fd, long size) {
        long result = FileCalls.fstat(x.thread, fd, x.stat);
        if (result < 0 || !x.stat.isRegular() || x.stat.size >= size) {
            return result;
        }
        return FileCalls.ftruncate(x.thread, fd, size);
    }

    static long munmap(IrixThread x, long address, long length) {
        if ((address & IrixLayout.PAGE_SIZE - 1) != 0 || length == 0 || !x.abi.isUser(address, length)) {
            return -Errno.EINVAL;
        }
        return x.memory().unmap(address, length);
    }

    static long mprotect(IrixThread x, long address, long length, int prot) {
        if ((address & IrixLayout.PAGE_SIZE - 1) != 0) {
            return -Errno.EINVAL;
        }
        if (!x.abi.isUser(address, length)) {
            return -Errno.ENOMEM;
        }
        return length == 0 ? 0 : x.memory().protect(address, length, prot & 7);
    }

    static long msync(IrixThread x, long address, long length, int flags) {
        if ((address & IrixLayout.PAGE_SIZE - 1) != 0) {
            return -Errno.EINVAL;
        }
        int host = (flags & MS_ASYNC) != 0 ? Sys.MS_ASYNC : (flags & MS_SYNC) != 0 || flags == 0 ? Sys.MS_SYNC : 0;
        return x.memory().sync(address, length, host | ((flags & MS_INVALIDATE) != 0 ? Sys.MS_INVALIDATE : 0));
    }

    /** brk: any alignment; addresses below the heap's start are refused by the kernel. */
    static long brk(IrixThread x, long end) {
        return x.memory().brk(end);
    }

    static long cacheflush(IrixThread x, long address, long length) {
        if (length != 0 && x.abi.isUser(address, 0)) {
            x.memory().flushCode(address, length > 0 ? Math.min(length, x.abi.userEnd - address) : x.abi.userEnd - address);
        }
        return 0;
    }
}
