package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;

/** Process groups and sessions. */
public final class ProcessGroups {
    private ProcessGroups() {}

    private static @Nullable Process target(GuestThread t, int pid) {
        return pid == 0 || pid == t.process.pid ? t.process : t.kernel.find(pid);
    }

    /** getpgid; 0 is the caller. */
    public static long getpgid(GuestThread t, int pid) {
        synchronized (t.kernel.lock) {
            Process p = target(t, pid);
            if (p != null) {
                return p.group.id;
            }
        }
        return pid < 0 ? -Errno.EINVAL : Sys.call(Sys.SYS_GETPGID, pid, 0, 0);
    }

    /** getsid; 0 is the caller. */
    public static long getsid(GuestThread t, int pid) {
        synchronized (t.kernel.lock) {
            Process p = target(t, pid);
            if (p != null) {
                return p.session.id;
            }
        }
        return pid < 0 ? -Errno.EINVAL : Sys.call(Sys.SYS_GETSID, pid, 0, 0);
    }

    /** setpgid. */
    public static long setpgid(GuestThread t, int pid, int group) {
        if (group < 0) {
            return -Errno.EINVAL;
        }
        Kernel kernel = t.kernel;
        synchronized (kernel.lock) {
            Process p = target(t, pid);
            if (p == null || p != t.process && p.parent != t.process) {
                return -Errno.ESRCH;
            }
            if (p.session != t.process.session || p.session.id == p.pid) {
                return -Errno.EPERM;
            }
            if (p != t.process && p.hasExeced) {
                return -Errno.EACCES;
            }
            int id = group == 0 ? p.pid : group;
            if (id == p.group.id) {
                return 0;
            }
            ProcessGroup g = kernel.findGroup(id);
            if (g == null ? id != p.pid : g.session != p.session) {
                return -Errno.EPERM;
            }
            kernel.leaveGroup(p);
            kernel.enterGroup(p, g == null ? new ProcessGroup(id, p.session) : g);
            return 0;
        }
    }

    /** setsid. @return the new session's id, or -EPERM for a group leader */
    public static long setsid(GuestThread t) {
        Kernel kernel = t.kernel;
        synchronized (kernel.lock) {
            Process p = t.process;
            if (kernel.findGroup(p.pid) != null) {
                return -Errno.EPERM;
            }
            kernel.leaveGroup(p);
            kernel.enterGroup(p, new ProcessGroup(p.pid, new Session(p.pid)));
            return p.pid;
        }
    }

    /** Whether no member's parent is in another group of the session: nobody would continue a stopped member. */
    static boolean isOrphaned(ProcessGroup group, Kernel kernel) {
        for (int i = 0; i < group.members.size(); i++) {
            Process p = group.members.get(i);
            if (p == kernel.first && p.state < Process.ZOMBIE) {
                return false; // its parent is the host's shell
            }
            Process parent = p.parent;
            if (parent != null && p.state < Process.ZOMBIE && parent.group != group && parent.session == group.session) {
                return false;
            }
        }
        return true;
    }
}
