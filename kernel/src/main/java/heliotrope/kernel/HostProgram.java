package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Spawn;
import heliotrope.host.Sys;

/**
 * A host program that a guest process has become by exec: a real child of the JVM, for which the guest's thread waits. Signals sent to
 * the guest process go to it, its stops and its end become the guest's.
 */
final class HostProgram {
    private final int hostPid;

    private HostProgram(int hostPid) {
        this.hostPid = hostPid;
    }

    /** Starts it with the caller's descriptors, directory, mask and signals. @return as {@link ProcessExec#exec} */
    static long exec(GuestThread t, byte[] hostName, byte[] path, byte[][] argv, byte[][] envp) {
        Process p = t.process;
        long pid = Spawn.run(script(t, hostName, argv, envp, true));
        if (pid == -Errno.ENOSYS || pid == -Errno.EPERM) {
            // An old kernel or a container without close_range; then only what is not close-on-exec in the JVM stays open.
            pid = Spawn.run(script(t, hostName, argv, envp, false));
        }
        if (pid < 0) {
            return pid;
        }
        synchronized (t.kernel.lock) {
            p.hostPid = (int) pid;
        }
        if (!ProcessExec.commit(t, p.personality(), path, argv)) {
            Sys.call(Sys.SYS_KILL, pid, Sys.SIGKILL, 0);
            Sys.wait4(t.scratch, (int) pid, 0);
            forget(t);
            return Kernel.NO_RESULT;
        }
        // Its copies are open in the host process: the ends of pipes must not stay open here.
        FdTable files = p.files;
        p.files = new FdTable(files.limit());
        files.release(t.kernel.locks, p);
        p.releaseMemory();
        ProcessFork.releaseParent(p);
        t.hostProgram = new HostProgram((int) pid);
        return Kernel.NO_RESULT;
    }

    private static Spawn.Script script(GuestThread t, byte[] hostName, byte[][] argv, byte[][] envp, boolean closeRange) {
        Process p = t.process;
        Personality personality = p.personality();
        Spawn.Script s = new Spawn.Script();
        FdTable files = p.files;
        int end = files.highest();
        // First out of the way of the guest's numbers, then to them.
        int away = Math.max(end + 1, 64);
        for (int fd = 0; fd <= end; fd++) {
            OpenFile file = files.get(fd);
            if (file != null && files.closeOnExec(fd) == 0) {
                away = Math.max(away, file.hostFd + 1);
            }
        }
        away = Math.max(away, p.cwd.hostFd + 1);
        s.fchdir(p.cwd.hostFd);
        for (int fd = 0; fd <= end; fd++) {
            OpenFile file = files.get(fd);
            if (file != null && files.closeOnExec(fd) == 0) {
                s.dup3(file.hostFd, away + fd, Sys.O_CLOEXEC);
            }
        }
        for (int fd = 0; fd <= end; fd++) {
            OpenFile file = files.get(fd);
            if (file != null && files.closeOnExec(fd) == 0) {
                s.dup(away + fd, fd);
            } else if (closeRange) {
                s.closeRange(fd, fd, 0);
            }
        }
        if (closeRange) {
            s.closeRange(end + 1, -1, 0);
        }
        s.umask(p.umask);
        long ignored = 0;
        for (int signal = 1; signal < p.actions.length; signal++) {
            int host = personality.toHostSignal(signal);
            if (host > 0 && p.actions[signal].handler == SigAction.IGNORE) {
                ignored |= 1L << host - 1;
            }
        }
        long blocked = 0;
        for (int signal = 1; signal < p.actions.length; signal++) {
            int host = personality.toHostSignal(signal);
            if (host > 0 && t.blocked.has(signal)) {
                blocked |= 1L << host - 1;
            }
        }
        s.signals(ignored);
        s.sigprocmask(blocked);
        s.execve(hostName, argv, envp);
        return s;
    }

    /** Waits for the program's end. */
    void run(GuestThread t) {
        while (true) {
            long data = t.scratch.data();
            // waitid leaves the child waitable, so that its number stays ours until nobody sends signals to it any more.
            long r = t.blockingCall(
                    Sys.SYS_WAITID,
                    Sys.P_PID,
                    hostPid,
                    data,
                    Sys.WEXITED | Sys.WSTOPPED | Sys.WCONTINUED | Sys.WNOWAIT,
                    0,
                    0);
            if (r == -Errno.EINTR) {
                interrupted(t);
                continue;
            }
            if (r < 0) {
                forget(t);
                ProcessExit.end(t, 127 << 8); // somebody else has waited for it
                return;
            }
            int code = t.scratch.getInt(8); // si_code
            int status = t.scratch.getInt(24); // si_status
            if (code == SigInfo.CLD_STOPPED || code == SigInfo.CLD_TRAPPED || code == SigInfo.CLD_CONTINUED) {
                stopOrContinue(t, code, status);
                continue;
            }
            forget(t);
            ended(t, code, status);
            return;
        }
    }

    private void interrupted(GuestThread t) {
        synchronized (t.kernel.lock) {
            t.attention = false;
            t.cpu.clearInterrupt();
            if (t.ending) {
                Sys.call(Sys.SYS_KILL, hostPid, Sys.SIGKILL, 0);
            }
        }
    }

    private static void forget(GuestThread t) {
        synchronized (t.kernel.lock) {
            t.process.hostPid = 0;
        }
    }

    private void stopOrContinue(GuestThread t, int code, int hostSignal) {
        // Takes the report that waitid has left.
        Native.syscall(
                Sys.SYS_WAITID, Sys.P_PID, hostPid, t.scratch.data(), Sys.WSTOPPED | Sys.WCONTINUED | Sys.WNOHANG, 0, 0);
        synchronized (t.kernel.lock) {
            if (code == SigInfo.CLD_CONTINUED) {
                Signals.resume(t.process, true);
            } else {
                Signals.stop(t.process, t.process.personality().fromHostSignal(hostSignal));
            }
            t.attention = false;
            t.cpu.clearInterrupt();
        }
        if (code != SigInfo.CLD_CONTINUED) {
            Signals.stopHostIfFirst(t.process);
        }
    }

    private void ended(GuestThread t, int code, int status) {
        int pid = Sys.wait4(t.scratch, hostPid, 0);
        Rusage used = new Rusage();
        if (pid == hostPid) {
            Accounting.load(t.scratch, 16, used);
        }
        synchronized (t.kernel.lock) {
            t.process.rusage.add(used);
        }
        if (code == SigInfo.CLD_EXITED) {
            ProcessExit.end(t, (status & 0xff) << 8);
            return;
        }
        int guest = t.process.personality().fromHostSignal(status);
        ProcessExit.end(t, guest == 0 ? t.process.signals().kill : guest);
    }
}
