package heliotrope.kernel;

import heliotrope.host.Sys;

/** exit, and what is left to do when the last thread of a process has gone. */
public final class ProcessExit {
    private ProcessExit() {}

    /** Ends the process with status 0 to 255. @return {@link Kernel#NO_RESULT} */
    public static long exit(GuestThread t, int status) {
        end(t, (status & 0xff) << 8);
        return Kernel.NO_RESULT;
    }

    /**
     * Ends the process of the calling thread.
     *
     * @param status Linux wait status with the guest's signal number
     */
    static void end(GuestThread t, int status) {
        Process p = t.process;
        synchronized (t.kernel.lock) {
            if (p.state < Process.EXITING) {
                p.state = Process.EXITING;
                p.exitStatus = status;
                endOthers(t);
            }
            t.ending = true;
        }
    }

    /** Tells the other threads of the process to end. The caller has the lock. */
    static void endOthers(GuestThread t) {
        Process p = t.process;
        for (int i = 0; i < p.threads.size(); i++) {
            GuestThread other = p.threads.get(i);
            if (other != t) {
                other.ending = true;
                other.wake();
            }
        }
        if (p.threads.size() > 1) {
            t.kernel.lock.notifyAll();
        }
    }

    /** Last thing that a guest thread does. */
    static void threadEnded(GuestThread t) {
        Kernel kernel = t.kernel;
        Process p = t.process;
        ProcessThreads.leaveMemory(t);
        Rusage used = new Rusage();
        Accounting.add(t, used);
        boolean last;
        synchronized (kernel.lock) {
            p.rusage.add(used);
            p.threads.remove(t);
            Signals.retarget(p);
            last = p.threads.isEmpty();
            if (!last) {
                kernel.lock.notifyAll();
            }
        }
        if (last) {
            // Files first: whoever waits for the end of a pipe or for this process finds them closed.
            p.files.release(kernel.locks, p);
            kernel.locks.ended(p);
            p.leaveDirectories();
            boolean reaped = becomeZombie(p);
            ProcessFork.releaseParent(p);
            SyscallTracer tracer = kernel.config.tracer;
            if (tracer != null) {
                tracer.exited(p, p.exitStatus);
            }
            if (reaped) {
                p.extension = null;
            }
        }
        kernel.threadDone();
        // Nobody waits for the rest.
        t.resolved.release();
        t.resolved2.release();
        t.cpu.close();
        t.scratch.close();
        if (last) {
            p.releaseMemory();
        }
        kernel.threadGone();
    }

    private static boolean becomeZombie(Process p) {
        Kernel kernel = p.kernel;
        synchronized (kernel.lock) {
            p.timers.cancelAll();
            p.posixTimers.deleteAll();
            p.state = Process.ZOMBIE;
            leaveSession(p);
            orphanChildren(p);
            ProcessGroup group = p.group;
            Process parent = p.parent;
            boolean reap = parent == null && p != kernel.first;
            if (parent != null) {
                reap = tellParent(p, parent);
            }
            if (reap) {
                reap(p);
            }
            hangUpIfOrphaned(group, kernel);
            kernel.lock.notifyAll();
            return reap;
        }
    }

    /** @return whether the parent does not want to wait for its children */
    private static boolean tellParent(Process p, Process parent) {
        int chld = parent.signals().chld;
        int signal = Signals.translate(p.exitSignal, p, parent);
        if (signal == 0) {
            return false;
        }
        SigAction action = parent.actions[chld];
        boolean killed = (p.exitStatus & 0x7f) != 0;
        SigInfo info = Signals.childInfo(
                p,
                parent,
                killed ? SigInfo.CLD_KILLED : SigInfo.CLD_EXITED,
                killed ? Signals.translate(p.exitStatus & 0x7f, p, parent) : p.exitStatus >> 8);
        info.signal = signal;
        Signals.post(parent, info);
        return signal == chld && (action.handler == SigAction.IGNORE || action.has(SigAction.NOCLDWAIT));
    }

    /** Children lose their parent (nobody adopts them: a parent would wait for children that it does not know). */
    private static void orphanChildren(Process p) {
        Process[] children = p.children.toArray(new Process[0]);
        p.children.clear();
        for (Process child : children) {
            child.parent = null;
            child.hostParentPid = 1;
            if (child.state == Process.ZOMBIE) {
                reap(child);
            } else if (child.group != p.group) {
                hangUpIfOrphaned(child.group, p.kernel);
            }
        }
    }

    /** The end of a session leader takes the terminal away from its session. */
    private static void leaveSession(Process p) {
        Session session = p.session;
        if (session.id != p.pid || session.terminal == 0) {
            return;
        }
        session.terminal = 0;
        ProcessGroup foreground = p.kernel.findGroup(session.foreground);
        if (foreground != null) {
            postToGroup(foreground, Sys.SIGHUP);
        }
    }

    /** POSIX: a group that becomes orphaned with stopped members gets SIGHUP and SIGCONT. */
    private static void hangUpIfOrphaned(ProcessGroup group, Kernel kernel) {
        boolean stopped = false;
        for (int i = 0; i < group.members.size(); i++) {
            stopped |= group.members.get(i).state == Process.STOPPED;
        }
        if (stopped && ProcessGroups.isOrphaned(group, kernel)) {
            postToGroup(group, Sys.SIGHUP);
            postToGroup(group, Sys.SIGCONT);
        }
    }

    /** Sends a signal (host number) to every member. The caller has the lock. */
    static void postToGroup(ProcessGroup group, int hostSignal) {
        for (Process member : group.members.toArray(new Process[0])) {
            Signals.post(member, new SigInfo(member.personality().fromHostSignal(hostSignal), SigInfo.SI_KERNEL));
        }
    }

    /** Forgets a zombie. The caller has the lock. */
    static void reap(Process p) {
        p.state = Process.REAPED;
        Process parent = p.parent;
        if (parent != null) {
            parent.childrenRusage.add(p.rusage);
            parent.childrenRusage.add(p.childrenRusage);
            parent.children.remove(p);
        }
        p.kernel.remove(p);
    }
}
