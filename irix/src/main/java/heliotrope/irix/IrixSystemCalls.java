package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.kernel.FsStat;
import heliotrope.kernel.PathCalls;

/** The system and its names; sysmips, swapctl. */
final class IrixSystemCalls {
    private IrixSystemCalls() {}

    private static final int UTS_FIELD = 257, UTS_FIELDS = 13;

    static long sync(IrixThread x) {
        return x.thread.blockingCall(Sys.SYS_SYNC, 0, 0, 0, 0, 0, 0);
    }

    static long hostId() {
        return MachineIdentity.HOST_ID;
    }

    static long uname(IrixThread x, long address) {
        StructBuffer b = x.buffer.start(UTS_FIELD * UTS_FIELDS);
        String processor = MachineIdentity.processor(x.thread);
        String[] fields = {
            MachineIdentity.SYSTEM, MachineIdentity.hostName(x.thread), MachineIdentity.release(x.thread), MachineIdentity.VERSION,
            MachineIdentity.MACHINE, processor.substring(0, processor.indexOf(' ')), MachineIdentity.BASE_RELEASE,
        };
        for (int i = 0; i < fields.length; i++) {
            b.putString(i * UTS_FIELD, UTS_FIELD, fields[i]);
        }
        b.store(x.memory(), address);
        return 0;
    }

    /** utssys: uname and ustat under an old number. */
    static long utssys(IrixThread x, long buffer, int argument, int type) {
        switch (type) {
            case 0:
                return uname(x, buffer);
            case 2:
                return ustat(x, buffer, argument);
            default:
                return x.unsupported("utssys", "type " + type);
        }
    }

    /** ustat: of the file system on a device; only that of the working directory can be found by its number. */
    private static long ustat(IrixThread x, long buffer, int device) {
        byte[] here = {'.'};
        long result = PathCalls.stat(x.thread, here, true, x.stat);
        if (result < 0) {
            return result;
        }
        if (FileStructs.device(x.stat.dev) != device) {
            return -Errno.EINVAL;
        }
        FsStat fs = x.fsStat;
        result = PathCalls.statfs(x.thread, here, fs);
        if (result < 0) {
            return result;
        }
        StructBuffer b = x.buffer.start(x.abi.wide ? 32 : 20);
        b.putWord(x.abi, 0, Math.min(fs.blocksFree * (fs.blockSize / 512), Integer.MAX_VALUE));
        if (x.abi.wide) {
            b.put64(8, fs.filesFree);
        } else {
            b.put32(4, (int) Math.min(fs.filesFree, Integer.MAX_VALUE));
        }
        b.store(x.memory(), buffer);
        return 0;
    }

    /** sysinfo. @return length of the whole answer with its NUL, however much of it fits */
    static long sysinfo(IrixThread x, int command, long buffer, long n) {
        if (command >= 258 && command <= 266) {
            return -Errno.EPERM;
        }
        String text = MachineIdentity.sysinfo(x.thread, command);
        if (text == null) {
            return -Errno.EINVAL;
        }
        storeString(x, buffer, n, text);
        return text.length() + 1L;
    }

    /** Stores what fits of a string, always with a NUL. */
    static void storeString(IrixThread x, long buffer, long n, String text) {
        if (n <= 0) {
            return;
        }
        int room = (int) Math.min(n, text.length() + 1);
        x.buffer.start(room);
        x.buffer.putString(0, room, text);
        x.buffer.store(x.memory(), buffer);
    }

    static long gethostname(IrixThread x, long buffer, long n) {
        storeString(x, buffer, n, MachineIdentity.hostName(x.thread));
        return 0;
    }

    static long getdomainname(IrixThread x, long buffer, long n) {
        storeString(x, buffer, n, MachineIdentity.domainName(x.thread));
        return 0;
    }

    static long sysmips(IrixThread x, int command, int argument) {
        switch (command) {
            case 1: // SETNAME
                return -Errno.EPERM;
            case 3: // FLUSH_CACHE
                x.memory().flushCode(0, x.abi.userEnd);
                return 0;
            case 7: // MIPS_FIXADE
                x.irixProcess().fixUnaligned = argument != 0;
                return 0;
            case 10: // RDNVRAM
                return -Errno.EPERM;
            default:
                return x.unsupported("sysmips", command + ", " + argument);
        }
    }

    /** swapctl: a system without swap space. */
    static long swapctl(IrixThread x, int command, long argument) {
        switch (command) {
            case 2: // LIST
                x.memory().put32(argument, 0);
                return 0;
            case 4: // GETNSWP
                return 0;
            case 103, 104, 105, 106, 107, 108: // an off_t
                if (x.abi.wide) {
                    x.memory().put64(argument, 0);
                } else {
                    x.memory().put32(argument, 0);
                }
                return 0;
            default:
                return -Errno.EPERM;
        }
    }
}
