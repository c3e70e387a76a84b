package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.CredentialCalls;
import heliotrope.kernel.Credentials;
import heliotrope.kernel.ProcessExec;
import heliotrope.kernel.ProcessExit;
import heliotrope.kernel.ProcessFork;
import heliotrope.kernel.ProcessGroups;
import heliotrope.kernel.ProcessWait;
import heliotrope.kernel.WaitResult;
import java.util.Arrays;

/** fork, exec, exit, wait, ids, process groups. */
final class IrixProcessCalls {
    private IrixProcessCalls() {}

    private static final byte[][] NO_STRINGS = {};

    /** Bytes of arguments and environment together, with their pointers. */
    static final int ARG_MAX = 1 << 20;

    private static final int P_PID = 0, P_PGID = 2, P_ALL = 7;
    private static final int WEXITED = 1, WTRAPPED = 2, WUNTRACED = 4, WCONTINUED = 8, WNOHANG = 0x40, WNOWAIT = 0x80;

    static long exit(IrixThread x, int status) {
        return ProcessExit.exit(x.thread, status & 0xff);
    }

    static long fork(IrixThread x) {
        long pid = ProcessFork.fork(x.thread);
        x.second(0);
        return pid;
    }

    /** execve; {@code envp} 0: an empty environment (execv). */
    static long exec(IrixThread x, long path, long argv, long envp) {
        byte[] name = x.path(path);
        if (name == null) {
            return -Errno.ENAMETOOLONG;
        }
        byte[][] arguments = strings(x, argv, ARG_MAX);
        if (arguments == null) {
            return -Errno.E2BIG;
        }
        byte[][] environment = strings(x, envp, ARG_MAX - size(x.abi, arguments));
        if (environment == null) {
            return -Errno.E2BIG;
        }
        return ProcessExec.exec(x.thread, name, arguments, environment);
    }

    /** Bytes. */
    private static final int MANY_POINTERS = 256;

    /** The strings of a NULL-terminated array, or null if they need more than {@code max} bytes. Throws GuestFault. */
    private static byte @Nullable [][] strings(IrixThread x, long array, int max) {
        if (array == 0) {
            return NO_STRINGS;
        }
        byte[][] list = new byte[32][];
        AddressSpace memory = x.memory();
        StructBuffer pointers = x.buffer;
        int known = 0; // bytes of pointers that were read and not used: many at a time, but never from a page that may not be needed
        int left = max;
        int n = 0;
        while (true) {
            if (known == 0) {
                long at = array + (long) x.abi.word * n;
                int toPageEnd = (int) (AddressSpace.PAGE - (at & AddressSpace.PAGE - 1)) & -x.abi.word;
                known = Math.max(x.abi.word, Math.min(MANY_POINTERS, toPageEnd));
                pointers.load(memory, at, known);
            }
            long address = pointers.getWord(x.abi, pointers.size - known);
            known -= x.abi.word;
            if (address == 0) {
                return Arrays.copyOf(list, n);
            }
            left -= x.abi.word;
            byte[] text = left > 0 ? memory.readCString(address, left) : null;
            if (text == null) {
                return null;
            }
            left -= text.length + 1;
            if (n == list.length) {
                list = Arrays.copyOf(list, 2 * n);
            }
            list[n++] = text;
        }
    }

    private static int size(IrixAbi abi, byte[][] list) {
        int size = 0;
        for (byte[] text : list) {
            size += text.length + 1 + abi.word;
        }
        return size;
    }

    /** waitsys: what happened to a child is told in a siginfo; nothing (WNOHANG) is one of zeros. */
    static long waitsys(IrixThread x, int idType, int id, long info, int options, long usage) {
        int hostType;
        switch (idType) {
            case P_PID -> hostType = Sys.P_PID;
            case P_PGID -> hostType = Sys.P_PGID;
            case P_ALL -> hostType = Sys.P_ALL;
            default -> {
                return -Errno.EINVAL;
            }
        }
        if ((options & ~(WEXITED | WTRAPPED | WUNTRACED | WCONTINUED | WNOHANG | WNOWAIT)) != 0) {
            return -Errno.EINVAL;
        }
        int hostOptions = ((options & WEXITED) != 0 ? Sys.WEXITED : 0)
                | ((options & WUNTRACED) != 0 ? Sys.WSTOPPED : 0)
                | ((options & WCONTINUED) != 0 ? Sys.WCONTINUED : 0)
                | ((options & WNOHANG) != 0 ? Sys.WNOHANG : 0)
                | ((options & WNOWAIT) != 0 ? Sys.WNOWAIT : 0);
        WaitResult r = new WaitResult();
        long result = ProcessWait.wait(x.thread, hostType, id, hostOptions, r);
        if (result < 0) {
            return result;
        }
        if (info != 0) {
            ProcessStructs.childInfo(x.buffer, x.abi, r);
            x.buffer.store(x.memory(), info);
        }
        if (usage != 0) {
            x.buffer.start(ProcessStructs.rusageSize(x.abi));
            ProcessStructs.rusage(x.buffer, x.abi, 0, r.rusage);
            x.buffer.store(x.memory(), usage);
        }
        return 0;
    }

    static long getpid(IrixThread x) {
        x.second(x.process().parentPid());
        return x.process().pid;
    }

    static long getuid(IrixThread x) {
        Credentials c = x.process().credentials;
        x.second(c.euid);
        x.narrow();
        return c.uid & 0xffffffffL;
    }

    static long getgid(IrixThread x) {
        Credentials c = x.process().credentials;
        x.second(c.egid);
        x.narrow();
        return c.gid & 0xffffffffL;
    }

    static long setuid(IrixThread x, int uid) {
        return CredentialCalls.setuid(x.thread, uid);
    }

    static long setgid(IrixThread x, int gid) {
        return CredentialCalls.setgid(x.thread, gid);
    }

    static long setreuid(IrixThread x, int real, int effective) {
        return CredentialCalls.setreuid(x.thread, real, effective);
    }

    static long setregid(IrixThread x, int real, int effective) {
        return CredentialCalls.setregid(x.thread, real, effective);
    }

    static long getgroups(IrixThread x, int n, long address) {
        int[] groups = CredentialCalls.getgroups(x.thread);
        if (n == 0) {
            return groups.length;
        }
        if (n < groups.length) {
            return -Errno.EINVAL;
        }
        for (int i = 0; i < groups.length; i++) {
            x.memory().put32(address + 4L * i, groups[i]);
        }
        return groups.length;
    }

    static long umask(IrixThread x, int mask) {
        int old = x.process().umask;
        x.process().umask = mask & 0777;
        return old;
    }

    /** pgrpsys: getpgrp, or System V's setpgrp, which is setsid unless the caller leads its group already. */
    static long pgrpsys(IrixThread x, int operation) {
        switch (operation) {
            case 0:
                return x.process().groupId();
            case 1:
                if (x.process().groupId() == x.process().pid) {
                    return x.process().pid;
                }
                return ProcessGroups.setsid(x.thread);
            default:
                return -Errno.EINVAL;
        }
    }

    static long getpgid(IrixThread x, int pid) {
        return ProcessGroups.getpgid(x.thread, pid);
    }

    /** BSD's setpgrp; a process that puts itself into group 0 leaves its session. */
    static long bsdSetpgrp(IrixThread x, int pid, int group) {
        if (group == 0 && (pid == 0 || pid == x.process().pid)) {
            long sid = ProcessGroups.setsid(x.thread);
            return sid == -Errno.EPERM ? 0 : Math.min(sid, 0);
        }
        return ProcessGroups.setpgid(x.thread, pid, group);
    }
}
