package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.OpenFile;
import heliotrope.kernel.ProcessExec;
import heliotrope.kernel.ProcessExit;
import heliotrope.kernel.ProcessFork;
import heliotrope.kernel.ProcessThreads;
import heliotrope.kernel.ProcessWait;
import heliotrope.kernel.WaitResult;
import java.util.Arrays;

/** Processes: fork, exec, exit, wait. */
final class LinuxProcessCalls {
    private LinuxProcessCalls() {}

    private static final byte[][] NO_STRINGS = {};
    /** A program always has an argument, be it empty. */
    private static final byte[][] NO_ARGUMENTS = {{}};

    /** Longest single string of arguments or environment. */
    private static final int MAX_STRING = 128 * 1024;

    private static final int P_PIDFD = 3;

    /** Options of waitid, WEXITED and the like, and what wait4 takes. */
    private static final int WAIT_CLONES = 0xe000_0000, WAIT4_OPTIONS = Sys.WNOHANG | Sys.WSTOPPED | Sys.WCONTINUED | WAIT_CLONES;

    private static final int AT_EMPTY_PATH = 0x1000, AT_SYMLINK_NOFOLLOW = 0x100;

    /** Ends the calling thread; the process with the last one. */
    static long exit(LinuxThread x, int status) {
        return ProcessThreads.exit(x.thread, status & 0xff);
    }

    static long exitGroup(LinuxThread x, int status) {
        return ProcessExit.exit(x.thread, status & 0xff);
    }

    static long fork(LinuxThread x) {
        return ProcessFork.fork(x.thread);
    }

    static long execve(LinuxThread x, long path, long argv, long envp) {
        byte[] name = x.path(path);
        return name == null ? -Errno.ENAMETOOLONG : exec(x, name, argv, envp);
    }

    private static long exec(LinuxThread x, byte[] name, long argv, long envp) {
        byte[][] arguments = strings(x, argv, InitialStack.ARG_MAX);
        if (arguments == null) {
            return -Errno.E2BIG;
        }
        byte[][] environment = strings(x, envp, InitialStack.ARG_MAX - size(arguments));
        if (environment == null) {
            return -Errno.E2BIG;
        }
        return ProcessExec.exec(x.thread, name, arguments.length == 0 ? NO_ARGUMENTS : arguments, environment);
    }

    /** execveat: a name from the working directory, or a descriptor whose file has a name. */
    static long execveat(LinuxThread x, int directory, long path, long argv, long envp, int flags) {
        if ((flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW)) != 0) {
            return -Errno.EINVAL;
        }
        byte[] name = x.path(path);
        if (name == null) {
            return -Errno.ENAMETOOLONG;
        }
        boolean relative = name.length == 0 || name[0] != '/';
        if (relative && (directory != Sys.AT_FDCWD || name.length == 0)) {
            if (name.length == 0 && (flags & AT_EMPTY_PATH) == 0) {
                return -Errno.ENOENT;
            }
            OpenFile file = x.process().files.get(directory);
            if (file == null) {
                return -Errno.EBADF;
            }
            byte[] base = file.path;
            if (base == null) {
                return -Errno.ENOENT;
            }
            name = name.length == 0 ? base : join(base, name);
        }
        return exec(x, name, argv, envp);
    }

    private static byte[] join(byte[] directory, byte[] name) {
        byte[] joined = Arrays.copyOf(directory, directory.length + 1 + name.length);
        joined[directory.length] = '/';
        System.arraycopy(name, 0, joined, directory.length + 1, name.length);
        return joined;
    }

    /** The strings of a NULL-terminated array, or null if they need more than {@code max} bytes. Throws GuestFault. */
    private static byte @Nullable [][] strings(LinuxThread x, long array, int max) {
        if (array == 0) {
            return NO_STRINGS;
        }
        AddressSpace m = x.memory();
        int word = x.abi.word;
        byte[][] list = new byte[32][];
        int left = max;
        int n = 0;
        while (true) {
            long at = array + (long) word * n;
            long address = word == 8 ? m.u64(at) : m.u32(at);
            if (address == 0) {
                return Arrays.copyOf(list, n);
            }
            left -= word;
            byte[] text = left > 0 ? m.readCString(address, Math.min(left, MAX_STRING)) : null;
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

    private static int size(byte[][] list) {
        int size = 0;
        for (byte[] text : list) {
            size += text.length + 9;
        }
        return size;
    }

    static long wait4(LinuxThread x, int pid, long status, int options, long usage) {
        if ((options & ~WAIT4_OPTIONS) != 0) {
            return -Errno.EINVAL;
        }
        int type = pid == -1 ? Sys.P_ALL : pid > 0 ? Sys.P_PID : Sys.P_PGID;
        int id = pid == -1 || pid == 0 ? 0 : Math.abs(pid);
        if (pid == Integer.MIN_VALUE) {
            return -Errno.ESRCH;
        }
        WaitResult r = new WaitResult();
        long result = ProcessWait.wait(x.thread, type, id, options | Sys.WEXITED, r);
        if (result <= 0) {
            return result;
        }
        if (status != 0) {
            x.memory().put32(status, r.word);
        }
        storeUsage(x, usage, r);
        return result;
    }

    private static void storeUsage(LinuxThread x, long address, WaitResult r) {
        if (address != 0) {
            TimeStructs.rusage(x.buffer.start(TimeStructs.rusageSize(x.buffer)), 0, r.rusage);
            x.buffer.store(x.memory(), address);
        }
    }

    static long waitid(LinuxThread x, int type, int id, long info, int options, long usage) {
        if (type == P_PIDFD
                || (options & ~(WAIT4_OPTIONS | Sys.WEXITED | Sys.WNOWAIT)) != 0
                || type == Sys.P_PID && id <= 0
                || type == Sys.P_PGID && id < 0) {
            return -Errno.EINVAL;
        }
        WaitResult r = new WaitResult();
        long result = ProcessWait.wait(x.thread, type, id, options, r);
        if (result < 0) {
            return result;
        }
        if (r.pid != 0) {
            storeUsage(x, usage, r);
        }
        if (info != 0) {
            StructBuffer b = x.buffer.start(waitInfoSize(x));
            if (r.pid != 0) {
                b.put32(0, LinuxSignals.SIGCHLD);
                b.put32(4, r.code);
                int union = b.wide ? 16 : 12;
                b.put32(union, r.pid);
                b.put32(union + 4, r.uid);
                b.put32(union + 8, r.status);
            }
            b.store(x.memory(), info);
        }
        return 0;
    }

    /** What of a siginfo waitid writes: up to the status. */
    private static int waitInfoSize(LinuxThread x) {
        return x.abi.wide ? 28 : 24;
    }
}
