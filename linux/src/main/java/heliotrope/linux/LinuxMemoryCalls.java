package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.MemoryCalls;

/** Memory: mmap and its kin, brk, cache control. */
final class LinuxMemoryCalls {
    private LinuxMemoryCalls() {}

    private static final int PAGE = AddressSpace.PAGE;
    private static final int PROT_SEM = 0x10, PROT_GROWSDOWN = 0x0100_0000, PROT_GROWSUP = 0x0200_0000;
    private static final int MAP_FIXED_NOREPLACE = 0x10_0000;
    private static final int ICACHE = 1, DCACHE = 2, BCACHE = ICACHE | DCACHE;

    /** The new end of the heap, or the old one if that is not possible: brk never fails. */
    static long brk(LinuxThread x, long end) {
        if (end != 0) {
            x.memory().brk(end);
        }
        return x.memory().breakEnd();
    }

    /** mmap with an offset in bytes. Hints of what to do with the memory mean nothing here and are not handed to the host. */
    static long mmap(LinuxThread x, long address, long length, int prot, int flags, int fd, long offset) {
        int type = flags & LinuxFlags.MAP_TYPE;
        boolean shared = type == LinuxFlags.MAP_SHARED || type == LinuxFlags.MAP_SHARED_VALIDATE;
        if (length == 0 || (offset & PAGE - 1) != 0 || !shared && type != LinuxFlags.MAP_PRIVATE) {
            return -Errno.EINVAL;
        }
        LinuxLayout layout = LinuxLayout.of(x.abi);
        if (length < 0 || length > layout.userEnd) {
            return -Errno.ENOMEM;
        }
        boolean fixed = (flags & (LinuxFlags.MAP_FIXED | MAP_FIXED_NOREPLACE)) != 0;
        if (fixed) {
            if ((address & PAGE - 1) != 0) {
                return -Errno.EINVAL;
            }
            if (address < 0 || address > layout.userEnd - length) {
                return -Errno.ENOMEM;
            }
            if (address < PAGE) {
                return -Errno.EPERM;
            }
            if ((flags & MAP_FIXED_NOREPLACE) != 0 && !x.memory().isFree(address, length)) {
                return -Errno.EEXIST;
            }
        }
        boolean anonymous = (flags & LinuxFlags.MAP_ANONYMOUS) != 0;
        int hostFlags = (shared ? Sys.MAP_SHARED : Sys.MAP_PRIVATE) | (fixed ? Sys.MAP_FIXED : 0) | (anonymous ? Sys.MAP_ANONYMOUS : 0);
        long wish = address < 0 || address > layout.mmapEnd() - length ? fixed ? address : 0 : address;
        if (!fixed && wish < PAGE) {
            wish = 0;
        }
        return MemoryCalls.mmap(x.thread, wish, length, prot & 7, hostFlags, fd, anonymous ? 0 : offset);
    }

    /** mmap with an offset in pages. */
    static long mmap2(LinuxThread x, long address, long length, int prot, int flags, int fd, int pages) {
        return mmap(x, address, length, prot, flags, fd, (pages & 0xffffffffL) * PAGE);
    }

    static long munmap(LinuxThread x, long address, long length) {
        long end = LinuxLayout.of(x.abi).userEnd;
        if (address < 0 || length <= 0 || length > end || address > end - length) {
            return -Errno.EINVAL;
        }
        return x.memory().unmap(address, length);
    }

    /** mprotect; PROT_GROWSDOWN means the stack down to its end. */
    static long mprotect(LinuxThread x, long address, long length, int prot) {
        int rest = prot & ~(PROT_SEM | PROT_GROWSDOWN | PROT_GROWSUP);
        boolean down = (prot & PROT_GROWSDOWN) != 0;
        if ((rest & ~7) != 0 || down && (prot & PROT_GROWSUP) != 0) {
            return -Errno.EINVAL;
        }
        AddressSpace m = x.memory();
        long start = address;
        long bytes = length;
        if (down) {
            if (address < m.stackLow() || address >= m.stackTop()) {
                return -Errno.EINVAL;
            }
            start = m.stackLow();
            bytes += address - start;
        } else if ((prot & PROT_GROWSUP) != 0) {
            return -Errno.EINVAL;
        }
        if (bytes < 0) {
            return -Errno.ENOMEM;
        }
        long result = m.protect(start, bytes, rest);
        if (result == -Errno.ENOMEM && m.isMapped(start, PAGE)) { // what lies before a hole has been changed all the same
            long end = start + PAGE;
            while (end - start < bytes && m.isMapped(end, PAGE)) {
                end += PAGE;
            }
            m.protect(start, end - start, rest);
        }
        return result;
    }

    static long mremap(LinuxThread x, long old, long oldLength, long newLength, int flags, long wish) {
        return x.memory().remap(old, oldLength, newLength, flags, wish);
    }

    static long madvise(LinuxThread x, long address, long length, int advice) {
        return x.memory().advise(address, length, advice);
    }

    /** msync; the numbers are the host's. */
    static long msync(LinuxThread x, long address, long length, int flags) {
        int both = Sys.MS_ASYNC | Sys.MS_SYNC;
        if ((flags & ~(both | Sys.MS_INVALIDATE)) != 0 || (flags & both) == both) {
            return -Errno.EINVAL;
        }
        return x.memory().sync(address, length, flags);
    }

    static long mincore(LinuxThread x, long address, long length, long vector) {
        if ((address & PAGE - 1) != 0) {
            return -Errno.EINVAL;
        }
        if (length < 0 || length > LinuxLayout.of(x.abi).userEnd) {
            return -Errno.ENOMEM;
        }
        byte[] pages = new byte[(int) Math.min((length + PAGE - 1) / PAGE, Integer.MAX_VALUE - 16)];
        long result = x.memory().resident(x.thread.scratch, address, length, pages);
        if (result >= 0) {
            x.memory().writeBytes(vector, pages, 0, pages.length);
        }
        return result;
    }

    /** mlock and munlock: nothing is locked, but what is not mapped is noticed. */
    static long lock(LinuxThread x, long address, long length) {
        long start = address & -PAGE;
        long end = address + length + PAGE - 1 & -PAGE;
        return length == 0 || end > start && x.memory().isMapped(start, end - start) ? 0 : end < start ? -Errno.EINVAL : -Errno.ENOMEM;
    }

    static long cacheflush(LinuxThread x, long address, long length, int cache) {
        if ((cache & ~BCACHE) != 0) {
            return -Errno.EINVAL;
        }
        if (length != 0) {
            x.memory().flushCode(address, length);
        }
        return 0;
    }
}
