package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.kernel.Limits;

/** Resource limits. */
final class IrixLimitCalls {
    private IrixLimitCalls() {}

    /** No limit, in the 32-bit structure and in the 64-bit one. */
    private static final long INFINITY32 = 0x7fffffffL, INFINITY64 = Long.MAX_VALUE;

    // spotless:off
    /** Linux resource by IRIX resource; -1: there is none (threads). */
    private static final int[] RESOURCE = {
            Sys.RLIMIT_CPU, Sys.RLIMIT_FSIZE, Sys.RLIMIT_DATA, Sys.RLIMIT_STACK, Sys.RLIMIT_CORE, Sys.RLIMIT_NOFILE, Sys.RLIMIT_AS,
            Sys.RLIMIT_RSS, -1,
    };
    // spotless:on
    private static final int PTHREAD_MAX = 1024;

    static long getrlimit(IrixThread x, int resource, long address, boolean wide) {
        if (resource < 0 || resource >= RESOURCE.length) {
            return -Errno.EINVAL;
        }
        int host = RESOURCE[resource];
        Limits limits = x.process().limits;
        long soft = host < 0 ? PTHREAD_MAX : limits.soft(host);
        long hard = host < 0 ? PTHREAD_MAX : limits.hard(host);
        StructBuffer b = x.buffer;
        if (wide || x.abi.wide) {
            b.start(16);
            b.put64(0, soft == Limits.INFINITY ? INFINITY64 : soft);
            b.put64(8, hard == Limits.INFINITY ? INFINITY64 : hard);
        } else {
            b.start(8);
            b.put32(0, (int) Math.min(soft, INFINITY32));
            b.put32(4, (int) Math.min(hard, INFINITY32));
        }
        b.store(x.memory(), address);
        return 0;
    }

    static long setrlimit(IrixThread x, int resource, long address, boolean wide) {
        if (resource < 0 || resource >= RESOURCE.length) {
            return -Errno.EINVAL;
        }
        wide |= x.abi.wide;
        StructBuffer b = x.buffer.load(x.memory(), address, wide ? 16 : 8);
        long soft = wide ? b.get64(0) : b.getU32(0);
        long hard = wide ? b.get64(8) : b.getU32(4);
        long infinity = wide ? INFINITY64 : INFINITY32;
        soft = soft >= infinity || soft < 0 ? Limits.INFINITY : soft;
        hard = hard >= infinity || hard < 0 ? Limits.INFINITY : hard;
        if (RESOURCE[resource] < 0) {
            return 0;
        }
        return heliotrope.kernel.LimitCalls.setrlimit(x.thread, RESOURCE[resource], soft, hard);
    }

    /** ulimit; file sizes in units of 512 bytes. */
    static long ulimit(IrixThread x, int command, int argument) {
        Limits limits = x.process().limits;
        switch (command) {
            case 1: {
                long size = limits.soft(Sys.RLIMIT_FSIZE);
                return size == Limits.INFINITY ? INFINITY32 >> 9 : Math.min(size >> 9, INFINITY32 >> 9);
            }
            case 2: {
                if (argument < 0) {
                    return -Errno.EINVAL;
                }
                long size = argument >= INFINITY32 >> 9 ? Limits.INFINITY : (long) argument << 9;
                long result = heliotrope.kernel.LimitCalls.setrlimit(x.thread, Sys.RLIMIT_FSIZE, size, size);
                return result < 0 ? result : argument;
            }
            case 3: // highest break
                return x.abi.pointers64 ? x.abi.mmapStart : IrixLayout.HOLE_START;
            case 4:
                return x.process().files.limit();
            case 5: // where text starts
                return x.abi.wide ? 0x1000_0000 : 0x40_0000;
            default:
                return -Errno.EINVAL;
        }
    }
}
