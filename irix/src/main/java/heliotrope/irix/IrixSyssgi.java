package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.kernel.CredentialCalls;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.PathCalls;
import heliotrope.kernel.ProcessGroups;
import heliotrope.kernel.SocketCalls;
import heliotrope.kernel.TimeCalls;

/** syssgi: everything that SGI added. */
final class IrixSyssgi {
    private IrixSyssgi() {}

    private static final int ENOPKG = 65;

    // spotless:off
    static long syssgi(IrixThread x, int code) {
        switch (code) {
            case 1: return sysid(x, x.ptr(1));
            case 5: return Inventory.inventory(x, x.i32(1), x.ptr(2), x.ptr(3));
            case 6: return readName(x, x.i32(1), x.ptr(2), x.ptr(3));
            case 15: return IrixSignalCalls.sigaction(x, x.i32(1), x.ptr(2), x.ptr(3), x.ptr(4));
            case 16: return IrixSignalCalls.sigpending(x, x.ptr(1));
            case 17: return IrixSignalCalls.sigprocmask(x, x.i32(1), x.ptr(2), x.ptr(3));
            case 18: return IrixSignalCalls.sigsuspend(x, x.ptr(1));
            case 20: return ProcessGroups.setsid(x.thread);
            case 21: return ProcessGroups.setpgid(x.thread, x.i32(1), x.i32(2));
            case 22: return IrixConfiguration.sysconf(x, x.i32(1));
            case 23: case 24: return IrixConfiguration.pathconf(x, x.ptr(1), x.i32(2), x.i32(3));
            case 30: return blocks(x, false);
            case 31: return blocks(x, true);
            case 41: return IrixProcessCalls.getgroups(x, x.i32(1), x.ptr(2));
            case 40: return setGroups(x, x.i32(1), x.ptr(2));
            case 56: return IrixTimeCalls.getrusage(x, x.i32(1), x.ptr(2));
            case 57: return SignalStack.sigstack(x, x.ptr(1), x.ptr(2));
            case 60: return SignalStack.sigaltstack(x, x.ptr(1), x.ptr(2), SignalStack.NATIVE);
            case 62: return IrixSystemCalls.sync(x);
            case 64: return ProcessGroups.getpgid(x.thread, x.i32(1));
            case 65: return ProcessGroups.getsid(x.thread, x.i32(1));
            case 68: return IrixElf.elfmap(x, x.i32(1), x.ptr(2), x.i32(3));
            case 105: return streamPipe(x, x.ptr(1));
            case 109: return x.process().files.highest() + 1L;
            case 130: return unadjustedTime(x, x.ptr(1), x.ptr(2));
            case 139: return uuid(x, x.ptr(1));
            case 165: return 64;
            case 188: return releaseName(x, x.ptr(1), x.ptr(2));
            default: return constant(x, code);
        }
    }

    /** Codes with the same answer each time. */
    private static long constant(IrixThread x, int code) {
        switch (code) {
            case 7: case 53: case 55: case 59: case 61: case 85: case 86: case 92: case 98: case 99:
            case 107: case 108: case 110: case 111: case 112: case 116: case 117: case 118: case 119: case 129:
            case 131: case 140: case 141: case 155: case 156: case 158: case 160: case 161: case 162: case 163:
            case 164: case 189: case 200: case 222: case 223: case 224:
            case 300: case 301: case 1054:
                return 0;
            case 54: case 157: case 159: return 0; // get a value of zeros: what is there stays
            case 10: case 52: case 74: case 75: case 76: case 320: case 321: case 600:
                return -Errno.EPERM;
            case 8: case 9: case 12: case 13: case 58: case 63: case 66: case 67: case 69: case 102: case 103: case 104: case 106:
            case 166: case 167: case 175: case 176: case 179: case 180: case 181: case 182: case 183: case 184: case 185: case 187:
            case 190: case 191: case 192: case 201: case 210: case 211: case 221: case 225: case 226:
                return -Errno.EINVAL;
            case 174: return -Errno.ENODEV;
            case 1210: case 1211: case 1212: case 1214: case 1215: case 1216: case 1217: case 1218: case 1219: case 1220:
                return -ENOPKG;
            default: return unknown(x, code);
        }
    }
    // spotless:on

    private static long unknown(IrixThread x, int code) {
        String name = IrixSubcodes.name("syssgi", code);
        return x.unsupported("syssgi", (name != null ? name : Integer.toString(code)) + ", 0x" + Long.toHexString(x.ptr(1)) + ", 0x"
                + Long.toHexString(x.ptr(2)) + ", 0x" + Long.toHexString(x.ptr(3)));
    }

    private static long sysid(IrixThread x, long buffer) {
        x.buffer.start(64);
        x.buffer.putString(0, 64, Integer.toString(MachineIdentity.HOST_ID));
        x.buffer.store(x.memory(), buffer);
        return 0;
    }

    /** Name of a process' program; known for the caller only. */
    private static long readName(IrixThread x, int pid, long buffer, long n) {
        if (pid != 0 && pid != x.process().pid) {
            return -Errno.ESRCH;
        }
        byte[] path = x.process().execPath;
        int at = path.length;
        while (at > 0 && path[at - 1] != '/') {
            at--;
        }
        int length = (int) Math.min(path.length - at, Math.max(n - 1, 0));
        x.memory().writeBytes(buffer, path, at, length);
        if (n > length) {
            x.memory().put8(buffer + length, 0);
        }
        return 0;
    }

    /** readb and writeb: blocks of 512 bytes. */
    private static long blocks(IrixThread x, boolean write) {
        int fd = x.i32(1);
        long buffer = x.ptr(2);
        long offset = x.ptr(3) * 512;
        long length = x.ptr(4) * 512;
        long result = write
                ? FileCalls.pwrite(x.thread, fd, buffer, length, offset)
                : FileCalls.pread(x.thread, fd, buffer, length, offset);
        return result < 0 ? result : result / 512;
    }

    private static long setGroups(IrixThread x, int n, long address) {
        if (n < 0 || n > 32) {
            return -Errno.EINVAL;
        }
        int[] groups = new int[n];
        for (int i = 0; i < n; i++) {
            groups[i] = x.memory().s32(address + 4L * i);
        }
        return CredentialCalls.setgroups(x.thread, groups);
    }

    private static long streamPipe(IrixThread x, long fds) {
        long pair = SocketCalls.socketpair(x.thread, Sys.AF_UNIX, Sys.SOCK_STREAM, 0);
        if (pair < 0) {
            return pair;
        }
        x.memory().put32(fds, (int) pair);
        x.memory().put32(fds + 4, (int) (pair >>> 32));
        return 0;
    }

    /** Unadjusted system time in nanoseconds, with the time of day of the same moment. */
    private static long unadjustedTime(IrixThread x, long nanoseconds, long time) {
        if (nanoseconds != 0) {
            x.memory().put64(nanoseconds, TimeCalls.clockNanos(x.thread, Sys.CLOCK_MONOTONIC));
        }
        if (time != 0) {
            IrixTimeCalls.storeTimeval(x, time, TimeCalls.clockNanos(x.thread, Sys.CLOCK_REALTIME) / 1000);
        }
        return 0;
    }

    /** A random UUID, version 4. */
    private static long uuid(IrixThread x, long address) {
        long got = Sys.call(Sys.SYS_GETRANDOM, x.thread.scratch.data(), 16, 0);
        if (got < 16) {
            return got < 0 ? got : -Errno.EAGAIN;
        }
        x.buffer.start(16);
        x.thread.scratch.get(0, x.buffer.bytes, 0, 16);
        x.buffer.put8(6, x.buffer.get8(6) & 0x0f | 0x40);
        x.buffer.put8(8, x.buffer.get8(8) & 0x3f | 0x80);
        x.buffer.store(x.memory(), address);
        return 0;
    }

    private static long releaseName(IrixThread x, long n, long buffer) {
        if (n <= MachineIdentity.RELEASE_NAME.length()) {
            return -Errno.EINVAL;
        }
        IrixSystemCalls.storeString(x, buffer, n, MachineIdentity.RELEASE_NAME);
        return 0;
    }

    /** Whether a name or descriptor is there, for pathconf. */
    static long exists(IrixThread x, long object, boolean descriptor) {
        if (descriptor) {
            return FileCalls.getDescriptorFlags(x.thread, (int) object);
        }
        byte[] path = x.path(object);
        return path == null ? -Errno.ENAMETOOLONG : PathCalls.stat(x.thread, path, true, x.stat);
    }
}
