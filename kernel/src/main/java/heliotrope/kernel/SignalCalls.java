package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;

/** System calls about signals; signal numbers are the guest's, everything else is Linux'. */
public final class SignalCalls {
    private SignalCalls() {}

    private static boolean valid(GuestThread t, int signal) {
        return signal >= 1 && signal < t.process.actions.length;
    }

    /** sigaction; {@code action} null: only ask; {@code old[0]}, if given, gets the action before. */
    public static long sigaction(GuestThread t, int signal, @Nullable SigAction action, SigAction @Nullable [] old) {
        Kernel kernel = t.kernel;
        if (!valid(t, signal)) {
            return -Errno.EINVAL;
        }
        Process p = t.process;
        synchronized (kernel.lock) {
            if (old != null) {
                old[0] = p.actions[signal];
            }
            if (action == null) {
                return 0;
            }
            SignalNumbers numbers = p.signals();
            if (signal == numbers.kill || signal == numbers.stop) {
                return -Errno.EINVAL;
            }
            Signals.clamp(p, action.mask);
            p.actions = p.actions.clone();
            p.actions[signal] = action;
            if (Signals.isIgnored(p, signal)) {
                p.pending.remove(signal);
                for (int i = 0; i < p.threads.size(); i++) {
                    p.threads.get(i).pending.remove(signal);
                }
            }
            return 0;
        }
    }

    /** sigprocmask with Linux how: 0 block, 1 unblock, 2 set. */
    public static long sigprocmask(GuestThread t, int how, @Nullable SignalMask set, @Nullable SignalMask old) {
        synchronized (t.kernel.lock) {
            SignalMask before = t.restoreMask ? t.savedMask : t.blocked;
            if (old != null) {
                old.set(before);
            }
            if (set == null) {
                return 0;
            }
            SignalMask mask = t.blocked.copy();
            switch (how) {
                case 0:
                    mask.addAll(set);
                    break;
                case 1:
                    mask.removeAll(set);
                    break;
                case 2:
                    mask.set(set);
                    break;
                default:
                    return -Errno.EINVAL;
            }
            setMask(t, mask);
            return 0;
        }
    }

    /** Sets the mask (sigreturn, setcontext). */
    public static void setMask(GuestThread t, SignalMask mask) {
        synchronized (t.kernel.lock) {
            t.blocked.set(mask);
            Signals.clamp(t.process, t.blocked);
            Signals.recheck(t);
            Signals.retarget(t.process);
        }
    }

    /** sigpending: what is blocked and pending. */
    public static long sigpending(GuestThread t, SignalMask out) {
        synchronized (t.kernel.lock) {
            out.set(t.pending.set);
            out.addAll(t.process.pending.set);
            out.low &= t.blocked.low;
            out.high &= t.blocked.high;
            return 0;
        }
    }

    /** sigsuspend: waits with another mask until a handler has run. */
    public static long sigsuspend(GuestThread t, SignalMask mask) {
        synchronized (t.kernel.lock) {
            t.savedMask.set(t.blocked);
            t.restoreMask = true;
            t.blocked.set(mask);
            Signals.clamp(t.process, t.blocked);
            return waitForSignal(t);
        }
    }

    /** pause. */
    public static long pause(GuestThread t) {
        synchronized (t.kernel.lock) {
            return waitForSignal(t);
        }
    }

    private static long waitForSignal(GuestThread t) {
        while (!Signals.interrupts(t)) {
            Signals.waitOnLock(t, 0);
        }
        t.attention = true;
        return Kernel.RESTART_NO_HANDLER;
    }

    /**
     * sigtimedwait: takes a pending signal of the set, waiting for one if need be.
     *
     * @param timeoutNanos negative: none
     * @return the signal, or -EAGAIN when the time is over, or -EINTR when another signal's handler is to run
     */
    public static long sigtimedwait(GuestThread t, SignalMask set, long timeoutNanos, @Nullable SigInfo out) {
        long end = timeoutNanos < 0 ? 0 : System.nanoTime() + timeoutNanos;
        synchronized (t.kernel.lock) {
            SignalMask wanted = set.copy();
            Signals.clamp(t.process, wanted);
            t.waitingFor.set(wanted);
            try {
                while (true) {
                    SigInfo info = take(t, wanted);
                    if (info != null) {
                        if (out != null) {
                            out.copyFrom(info);
                        }
                        return info.signal;
                    }
                    if (Signals.interrupts(t)) {
                        t.attention = true;
                        return -Errno.EINTR;
                    }
                    long left = timeoutNanos < 0 ? 0 : end - System.nanoTime();
                    if (timeoutNanos >= 0 && left <= 0) {
                        return -Errno.EAGAIN;
                    }
                    Signals.waitOnLock(t, left);
                }
            } finally {
                t.waitingFor.clear();
            }
        }
    }

    /** Takes the first pending signal of the set. The caller has the lock. */
    static @Nullable SigInfo take(GuestThread t, SignalMask wanted) {
        SignalMask own = t.pending.set;
        int signal = SignalMask.lowest(own.low & wanted.low, own.high & wanted.high);
        if (signal != 0) {
            return t.pending.take(signal);
        }
        SignalMask shared = t.process.pending.set;
        signal = SignalMask.lowest(shared.low & wanted.low, shared.high & wanted.high);
        return signal == 0 ? null : t.process.pending.take(signal);
    }

    /** kill: a pid, 0 own group, -1 all but the caller, -group. */
    public static long kill(GuestThread t, int pid, int signal) {
        if (signal != 0 && !valid(t, signal)) {
            return -Errno.EINVAL;
        }
        Kernel kernel = t.kernel;
        synchronized (kernel.lock) {
            if (pid > 0) {
                Process p = kernel.find(pid);
                if (p != null) {
                    return send(t, p, signal);
                }
            } else {
                int group = pid == 0 ? t.process.group.id : -pid;
                if (pid == -1 || kernel.findGroup(group) != null) {
                    return toMany(t, pid, group, signal);
                }
            }
        }
        return killHost(t, pid, signal);
    }

    private static long toMany(GuestThread t, int pid, int group, int signal) {
        long result = -Errno.ESRCH;
        for (Process p : t.kernel.processes()) {
            if (pid == -1 ? p != t.process : p.group.id == group) {
                long one = send(t, p, signal);
                if (result != 0) {
                    result = one;
                }
            }
        }
        return result;
    }

    private static boolean mayKill(Process from, Process to, int signal) {
        Credentials a = from.credentials;
        Credentials b = to.credentials;
        return a.euid == 0
                || a.euid == b.uid
                || a.euid == b.suid
                || a.uid == b.uid
                || a.uid == b.suid
                || signal == from.signals().cont && from.session == to.session;
    }

    private static long send(GuestThread t, Process p, int signal) {
        if (!mayKill(t.process, p, signal)) {
            return -Errno.EPERM;
        }
        return signal == 0 ? 0 : Signals.post(p, SigInfo.from(Signals.translate(signal, t.process, p), SigInfo.SI_USER, t.process));
    }

    /** A process of the host, but never this JVM, of which a guest's number could be a thread. */
    private static long killHost(GuestThread t, int pid, int signal) {
        int host = signal == 0 ? 0 : t.process.personality().toHostSignal(signal);
        if (signal != 0 && host == 0) {
            return -Errno.EINVAL;
        }
        if (pid > 0 && Sys.call(Sys.SYS_TGKILL, Sys.getpid(), pid, 0) == 0) {
            return -Errno.ESRCH;
        }
        if (pid < 0 && -pid == Sys.call(Sys.SYS_GETPGID, 0, 0, 0)) {
            return -Errno.ESRCH;
        }
        return Sys.call(Sys.SYS_KILL, pid, host, 0);
    }

    /**
     * tgkill and tkill: a signal for one thread.
     *
     * @param pid its process, or -1: any
     * @param id the thread, as {@link GuestThread#id()}
     */
    public static long tgkill(GuestThread t, int pid, int id, int signal) {
        return toThread(t, pid, id, signal, SigInfo.SI_TKILL, 0, false);
    }

    /** rt_tgsigqueueinfo: a queued signal with a code and a value for one thread. */
    public static long tgsigqueue(GuestThread t, int pid, int id, int signal, int code, long value) {
        return toThread(t, pid, id, signal, code, value, true);
    }

    private static long toThread(GuestThread t, int pid, int id, int signal, int code, long value, boolean queued) {
        if (id <= 0 || pid == 0 || signal != 0 && !valid(t, signal)) {
            return -Errno.EINVAL;
        }
        synchronized (t.kernel.lock) {
            GuestThread to;
            if (pid == -1) {
                to = ProcessThreads.find(t.kernel, id);
            } else {
                Process p = t.kernel.find(pid);
                to = p == null ? null : ProcessThreads.find(p, id);
            }
            if (to == null) {
                return -Errno.ESRCH;
            }
            if (!mayKill(t.process, to.process, signal)) {
                return -Errno.EPERM;
            }
            if (signal == 0) {
                return 0;
            }
            SigInfo info = SigInfo.from(Signals.translate(signal, t.process, to.process), code, t.process);
            info.value = value;
            return queued ? Signals.queue(to, info) : Signals.post(to, info);
        }
    }

    /** sigqueue with a code and a value. */
    public static long sigqueue(GuestThread t, int pid, int signal, int code, long value) {
        if (signal != 0 && !valid(t, signal)) {
            return -Errno.EINVAL;
        }
        synchronized (t.kernel.lock) {
            Process p = t.kernel.find(pid);
            if (p == null) {
                return -Errno.ESRCH;
            }
            if (!mayKill(t.process, p, signal)) {
                return -Errno.EPERM;
            }
            if (signal == 0) {
                return 0;
            }
            SigInfo info = SigInfo.from(Signals.translate(signal, t.process, p), code, t.process);
            info.value = value;
            return Signals.queue(p, info);
        }
    }
}
