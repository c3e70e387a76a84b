package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Sys;

/** The wait family. */
public final class ProcessWait {
    private static final int WALL = 0x40000000, WCLONE = 0x80000000;

    private ProcessWait() {}

    /**
     * waitid.
     *
     * @param idType Linux P_ALL 0, P_PID 1, P_PGID 2 (id 0: the caller's own group)
     * @param options Linux WNOHANG 1, WSTOPPED 2, WEXITED 4, WCONTINUED 8, WNOWAIT 0x1000000, and,
     *     about children whose end is not told by SIGCHLD, __WCLONE 0x80000000 (only these), __WALL 0x40000000 (all)
     * @return the child's pid, 0 with WNOHANG if there is nothing to report ({@code out.pid} is 0 too), -ECHILD, -EINVAL, or a
     *     restart code
     */
    public static long wait(GuestThread t, int idType, int id, int options, WaitResult out) {
        Kernel kernel = t.kernel;
        Process p = t.process;
        out.pid = 0;
        if (idType < Sys.P_ALL || idType > Sys.P_PGID || (options & (Sys.WEXITED | Sys.WSTOPPED | Sys.WCONTINUED)) == 0) {
            return -Errno.EINVAL;
        }
        synchronized (kernel.lock) {
            while (true) {
                boolean any = false;
                for (int i = 0; i < p.children.size(); i++) {
                    Process child = p.children.get(i);
                    if (matches(child, p, idType, id) && isMeant(child, options)) {
                        any = true;
                        if (report(child, p, options, out)) {
                            return child.pid;
                        }
                    }
                }
                if (!any) {
                    return -Errno.ECHILD;
                }
                if ((options & Sys.WNOHANG) != 0) {
                    return 0;
                }
                if (Signals.interrupts(t)) {
                    t.attention = true;
                    return Kernel.RESTART;
                }
                Signals.waitOnLock(t, 0);
            }
        }
    }

    private static boolean matches(Process child, Process parent, int idType, int id) {
        return switch (idType) {
            case Sys.P_PID -> child.pid == id;
            case Sys.P_PGID -> child.group.id == (id == 0 ? parent.group.id : id);
            default -> true;
        };
    }

    private static boolean isMeant(Process child, int options) {
        boolean plain = child.exitSignal == child.signals().chld;
        return (options & WALL) != 0 || plain == ((options & WCLONE) == 0);
    }

    private static boolean report(Process child, Process waiter, int options, WaitResult out) {
        boolean keep = (options & Sys.WNOWAIT) != 0;
        if (child.state == Process.ZOMBIE && (options & Sys.WEXITED) != 0) {
            int signal = Signals.translate(child.exitStatus & 0x7f, child, waiter);
            fill(
                    child,
                    out,
                    signal != 0 ? SigInfo.CLD_KILLED : SigInfo.CLD_EXITED,
                    signal != 0 ? signal : child.exitStatus >> 8 & 0xff,
                    signal != 0 ? child.exitStatus & ~0x7f | signal : child.exitStatus);
            if (!keep) {
                ProcessExit.reap(child);
            }
            return true;
        }
        if (child.state == Process.STOPPED && child.stopReport && (options & Sys.WSTOPPED) != 0) {
            int signal = Signals.translate(child.stopSignal, child, waiter);
            fill(child, out, SigInfo.CLD_STOPPED, signal, signal << 8 | 0x7f);
            child.stopReport = keep;
            return true;
        }
        if (child.continueReport && (options & Sys.WCONTINUED) != 0) {
            fill(child, out, SigInfo.CLD_CONTINUED, waiter.signals().cont, 0xffff);
            child.continueReport = keep;
            return true;
        }
        return false;
    }

    private static void fill(Process child, WaitResult out, int code, int status, int word) {
        out.pid = child.pid;
        out.uid = child.credentials.uid;
        out.code = code;
        out.status = status;
        out.word = word;
        out.rusage.set(child.rusage);
        out.rusage.add(child.childrenRusage);
    }
}
