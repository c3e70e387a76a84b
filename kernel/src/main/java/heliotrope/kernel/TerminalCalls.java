package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/**
 * Process groups of terminals. The host knows one group for all guests, the JVM's; which guest group is in the foreground is kept here.
 * Everything else about terminals is an ioctl on the host's.
 */
public final class TerminalCalls {
    /** TIOCGDEV: device number of the real terminal behind /dev/tty and others. */
    private static final int TIOCGDEV = 0x80045432;

    private TerminalCalls() {}

    /** Makes the caller's controlling terminal, if it has one, that of the first session. */
    static void adopt(Session session, Caller caller, Scratch s) {
        if (caller.terminalFd >= 0) {
            session.terminal = device(s, caller.terminalFd);
            session.foreground = caller.group;
        }
    }

    /** 0 if it cannot be found out. */
    static long device(Scratch s, int hostFd) {
        return Sys.ioctl(hostFd, TIOCGDEV & 0xffffffffL, s.data()) == 0 ? s.getInt(0) & 0xffffffffL : 0;
    }

    /** Whether the file is a terminal. */
    public static boolean isTerminal(GuestThread t, int fd) {
        OpenFile file = FileCalls.file(t, fd);
        return file != null && file.kind == OpenFile.TERMINAL;
    }

    /** 0 if the file is the controlling terminal of the caller's session, else -errno. */
    private static long check(GuestThread t, int fd) {
        OpenFile file = FileCalls.file(t, fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        if (file.kind != OpenFile.TERMINAL) {
            return -Errno.ENOTTY;
        }
        long terminal = t.process.session.terminal;
        return terminal != 0 && device(t.scratch, file.hostFd) == terminal ? 0 : -Errno.ENOTTY;
    }

    /** TIOCGPGRP. */
    public static long getForeground(GuestThread t, int fd) {
        long error = check(t, fd);
        if (error != 0) {
            return error;
        }
        synchronized (t.kernel.lock) {
            return t.process.session.foreground;
        }
    }

    /** TIOCSPGRP. */
    public static long setForeground(GuestThread t, int fd, int group) {
        long error = check(t, fd);
        if (error != 0) {
            return error;
        }
        synchronized (t.kernel.lock) {
            Process p = t.process;
            ProcessGroup g = t.kernel.findGroup(group);
            if (group <= 0) {
                return -Errno.EINVAL;
            }
            if (g == null || g.session != p.session) {
                return -Errno.EPERM;
            }
            if (p.session.foreground != p.group.id && t.kernel.findGroup(p.session.foreground) != null) {
                long stop = stopGroup(t, t.process.signals().ttou, 0);
                if (stop != 0) {
                    return stop;
                }
            }
            p.session.foreground = group;
            return 0;
        }
    }

    /** TIOCGSID. */
    public static long getSession(GuestThread t, int fd) {
        long error = check(t, fd);
        return error != 0 ? error : t.process.session.id;
    }

    /** TIOCSCTTY. */
    public static long acquire(GuestThread t, int fd) {
        OpenFile file = FileCalls.file(t, fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        if (file.kind != OpenFile.TERMINAL) {
            return -Errno.ENOTTY;
        }
        long device = device(t.scratch, file.hostFd);
        synchronized (t.kernel.lock) {
            Process p = t.process;
            if (p.session.id != p.pid || p.session.terminal != 0) {
                return p.session.terminal == device && device != 0 ? 0 : -Errno.EPERM;
            }
            if (device != 0 && t.kernel.isControlling(device)) {
                return -Errno.EPERM; // it is another session's
            }
            p.session.terminal = device;
            p.session.foreground = p.group.id;
            return 0;
        }
    }

    /** TIOCNOTTY. */
    public static long detach(GuestThread t, int fd) {
        long error = check(t, fd);
        if (error != 0) {
            return error;
        }
        synchronized (t.kernel.lock) {
            Session session = t.process.session;
            if (session.id == t.process.pid) {
                session.terminal = 0;
                ProcessGroup foreground = t.kernel.findGroup(session.foreground);
                if (foreground != null) {
                    ProcessExit.postToGroup(foreground, Sys.SIGHUP);
                    ProcessExit.postToGroup(foreground, Sys.SIGCONT);
                }
            }
            return 0;
        }
    }

    /** Stops the caller's group if it is in the background of the terminal. @return 0 to go on, else the call's result */
    static long background(GuestThread t, OpenFile file, boolean reading) {
        Process p = t.process;
        boolean foreground;
        synchronized (t.kernel.lock) {
            Session session = p.session;
            if (session.terminal == 0) {
                return 0;
            }
            foreground = session.foreground == p.group.id || t.kernel.findGroup(session.foreground) == null;
        }
        if (!reading && !stopsOutput(t, file) || device(t.scratch, file.hostFd) != p.session.terminal) {
            return 0;
        }
        // The host would answer a read with EIO, because the thread blocks SIGTTIN.
        if (foreground && !(t.kernel.config.hostSignals && t.kernel.caller.inBackground(file.hostFd, t.scratch))) {
            return 0;
        }
        synchronized (t.kernel.lock) {
            return reading
                    ? stopGroup(t, t.process.signals().ttin, -Errno.EIO)
                    : stopGroup(t, t.process.signals().ttou, 0);
        }
    }

    /** TOSTOP of the terminal's local modes. */
    private static boolean stopsOutput(GuestThread t, OpenFile file) {
        return Sys.ioctl(file.hostFd, Sys.TCGETS, t.scratch.data()) == 0 && (t.scratch.getInt(12) & 0x100) != 0;
    }

    private static long stopGroup(GuestThread t, int signal, long ifIgnored) {
        Process p = t.process;
        if (t.blocked.has(signal) || p.actions[signal].handler == SigAction.IGNORE) {
            return ifIgnored;
        }
        if (ProcessGroups.isOrphaned(p.group, t.kernel)) {
            return -Errno.EIO;
        }
        for (Process member : p.group.members.toArray(new Process[0])) {
            Signals.post(member, new SigInfo(Signals.translate(signal, p, member), SigInfo.SI_KERNEL));
        }
        return Kernel.RESTART;
    }
}
