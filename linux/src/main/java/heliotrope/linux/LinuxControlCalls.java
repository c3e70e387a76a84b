package heliotrope.linux;

import heliotrope.engine.CpuState;
import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Sys;
import heliotrope.ir.Mode;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.ProcessThreads;
import heliotrope.mips.MipsState;
import java.util.Arrays;

/** Odds and ends of a process: prctl, sysmips, personality, random bytes, memory barriers. */
final class LinuxControlCalls {
    private LinuxControlCalls() {}

    // spotless:off
    private static final int
            PR_SET_PDEATHSIG = 1, PR_GET_PDEATHSIG = 2, PR_GET_DUMPABLE = 3, PR_SET_DUMPABLE = 4, PR_GET_KEEPCAPS = 7, PR_SET_KEEPCAPS = 8,
            PR_SET_NAME = 15, PR_GET_NAME = 16, PR_GET_SECCOMP = 21, PR_CAPBSET_READ = 23, PR_SET_TIMERSLACK = 29, PR_GET_TIMERSLACK = 30,
            PR_SET_CHILD_SUBREAPER = 36, PR_GET_CHILD_SUBREAPER = 37, PR_SET_NO_NEW_PRIVS = 38, PR_GET_NO_NEW_PRIVS = 39,
            PR_SET_THP_DISABLE = 41, PR_GET_THP_DISABLE = 42, PR_SET_FP_MODE = 45, PR_GET_FP_MODE = 46;
    private static final int MIPS_ATOMIC_SET = 2001, FLUSH_CACHE = 3, MIPS_FIXADE = 7;
    // spotless:on

    private static final int NAME_BYTES = 16, FP_MODE_FR = 1, MOST_CAPABILITY = 40;
    private static final long TIMER_SLACK = 50_000;
    private static final int UNCHANGED = -1;

    static long prctl(LinuxThread x, int option, long a2) {
        switch (option) {
            case PR_SET_NAME:
                x.thread.name = shortName(x, a2);
                return 0;
            case PR_GET_NAME:
                x.memory().writeBytes(a2, Arrays.copyOf(name(x), NAME_BYTES));
                return 0;
            case PR_GET_FP_MODE:
                return (x.state.mode() & Mode.FR) != 0 ? FP_MODE_FR : 0;
            case PR_SET_FP_MODE:
                return setFpMode(x, a2);
            case PR_GET_DUMPABLE:
                return 1;
            case PR_GET_KEEPCAPS, PR_GET_SECCOMP, PR_GET_THP_DISABLE:
                return 0;
            case PR_SET_DUMPABLE, PR_SET_KEEPCAPS:
                return a2 == 0 || a2 == 1 ? 0 : -Errno.EINVAL;
            case PR_SET_TIMERSLACK, PR_SET_THP_DISABLE, PR_SET_CHILD_SUBREAPER:
                return 0;
            case PR_GET_TIMERSLACK:
                return TIMER_SLACK;
            case PR_CAPBSET_READ:
                return a2 < 0 || a2 > MOST_CAPABILITY ? -Errno.EINVAL : 1;
            case PR_SET_NO_NEW_PRIVS:
                if (a2 != 1) {
                    return -Errno.EINVAL;
                }
                x.linuxProcess().noNewPrivileges = true;
                return 0;
            case PR_GET_NO_NEW_PRIVS:
                return x.linuxProcess().noNewPrivileges ? 1 : 0;
            case PR_SET_PDEATHSIG:
                if (a2 < 0 || a2 > LinuxSignals.COUNT) {
                    return -Errno.EINVAL;
                }
                x.linuxProcess().parentDeathSignal = (int) a2;
                return 0;
            case PR_GET_PDEATHSIG:
                x.memory().put32(a2, x.linuxProcess().parentDeathSignal);
                return 0;
            case PR_GET_CHILD_SUBREAPER:
                x.memory().put32(a2, 0);
                return 0;
            default:
                return -Errno.EINVAL;
        }
    }

    /** Doubles in even registers keep their values, as with the real kernel. Only for a single thread, in o32. */
    private static long setFpMode(LinuxThread x, long wanted) {
        CpuState s = x.state;
        int mode = s.mode();
        int other = mode ^ Mode.FR;
        if (wanted == ((mode & Mode.FR) != 0 ? FP_MODE_FR : 0)) {
            return 0;
        }
        if ((wanted & ~FP_MODE_FR) != 0 || x.abi != LinuxAbi.O32 || ProcessThreads.ids(x.process()).length > 1) {
            return -Errno.EOPNOTSUPP;
        }
        long[] doubles = new long[32];
        for (int i = 0; i < 32; i += 2) {
            doubles[i] = s.get64(MipsState.fprDouble(i, mode));
        }
        s.mode(other);
        for (int i = 0; i < 32; i += 2) {
            s.put64(MipsState.fprDouble(i, other), doubles[i]);
        }
        return 0;
    }

    private static byte[] shortName(LinuxThread x, long address) {
        byte[] text = new byte[NAME_BYTES - 1];
        int n = 0;
        while (n < text.length) {
            int c = x.memory().u8(address + n);
            if (c == 0) {
                break;
            }
            text[n++] = (byte) c;
        }
        return Arrays.copyOf(text, n);
    }

    /** What the thread is called: as it said itself, or as its program's file. */
    static byte[] name(LinuxThread x) {
        byte[] own = x.thread.name;
        if (own != null) {
            return own;
        }
        byte[] path = x.process().execPath;
        int start = 0;
        for (int i = 0; i < path.length; i++) {
            if (path[i] == '/') {
                start = i + 1;
            }
        }
        return Arrays.copyOfRange(path, start, Math.min(path.length, start + NAME_BYTES - 1));
    }

    static long sysmips(LinuxThread x, int command, long a1, long a2) {
        switch (command) {
            case MIPS_ATOMIC_SET:
                return atomicSet(x, a1, (int) a2);
            case MIPS_FIXADE:
                if ((a1 & ~3L) != 0) {
                    return -Errno.EINVAL;
                }
                x.linuxProcess().fixUnaligned = (a1 & 1) != 0;
                return 0;
            case FLUSH_CACHE:
                x.memory().flushCode(0, LinuxLayout.of(x.abi).userEnd);
                return 0;
            default:
                return -Errno.EINVAL;
        }
    }

    /** The old value is the result even if it looks like an error. */
    private static long atomicSet(LinuxThread x, long address, int value) {
        if ((address & 3) != 0) {
            return -Errno.EFAULT;
        }
        AddressSpace m = x.memory();
        int old;
        do {
            old = m.s32(address);
        } while (!heliotrope.kernel.FutexCalls.compareAndSet(x.thread, address, old, value));
        x.finish(0);
        x.gpr(2, old);
        return Kernel.NO_RESULT;
    }

    /** personality: remembered, without consequences. */
    static long personality(LinuxThread x, int wanted) {
        int old = x.linuxProcess().personality;
        if (wanted != UNCHANGED) {
            x.linuxProcess().personality = wanted;
        }
        return old & 0xffffffffL;
    }

    static long getrandom(LinuxThread x, long address, long length, int flags) {
        long n = Math.min(length, 32 << 20);
        return x.thread.blockingCall(Sys.SYS_GETRANDOM, x.memory().hostForWrite(address, n), n, flags, 0, 0, 0);
    }

    /** The host's barrier reaches all threads of this JVM, which the guest's are among. */
    static long membarrier(int command, int flags, int cpu) {
        return Native.syscall(Sys.SYS_MEMBARRIER, command, flags, cpu, 0, 0, 0);
    }
}
