package heliotrope.irix;

import heliotrope.host.Errno;

/** sysmp and prctl: processors and share groups, of which there is one each with one member. */
final class IrixSysmp {
    private IrixSysmp() {}

    // spotless:off
    static long sysmp(IrixThread x, int code) {
        switch (code) {
            case 1: case 2: return MachineIdentity.CPUS;
            case 13: case 19: case 20: case 30: case 31: return 0; // schedctl, mustrun, runanywhere
            case 14: return IrixLayout.PAGE_SIZE;
            case 42: return 1;
            case 4: case 5: case 16: case 17: case 18: case 22: case 23: case 24: case 25: case 26: case 28: case 33: case 45: case 46:
                return -Errno.EPERM;
            case 3: case 8: case 9: case 10: case 15: case 21: case 29: case 32: case 35: case 43: case 44: case 47: case 48: case 49:
                return -Errno.EINVAL;
            default:
                x.unsupported("sysmp", Integer.toString(code));
                return -Errno.EINVAL;
        }
    }

    static long prctl(IrixThread x, int operation) {
        switch (operation) {
            case 1: return x.thread.kernel.config.maxProcesses;
            case 2: return isSelf(x, x.i32(1)) ? 0 : -Errno.ESRCH;
            case 3: x.irixProcess().threadStackSize = x.ptr(1); return x.ptr(1);
            case 4: return stackSize(x);
            case 5: return MachineIdentity.CPUS;
            case 6: case 8: case 9: case 12: case 15: case 18: case 20: return 0;
            case 10: case 11: case 16: return -Errno.EINVAL;
            case 13: return isSelf(x, x.i32(1)) ? 0 : -Errno.EINVAL; // no share group: no mask
            case 14: return 0;
            case 17: case 21: return x.unsupported("prctl", operation + ", " + x.i32(1) + ", " + x.i32(2));
            case 22: return 1;
            default:
                x.unsupported("prctl", Integer.toString(operation));
                return -Errno.EINVAL;
        }
    }
    // spotless:on

    private static boolean isSelf(IrixThread x, int pid) {
        return pid == 0 || pid == x.process().pid;
    }

    private static long stackSize(IrixThread x) {
        long size = x.irixProcess().threadStackSize;
        return size != 0 ? size : Math.min(x.process().limits.soft(heliotrope.host.Sys.RLIMIT_STACK), IrixLayout.STACK_RESERVE);
    }
}
