package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import java.util.Arrays;

/** Sending and delivering signals. Everything that looks at pending signals, masks and actions has the kernel lock. */
public final class Signals {
    private Signals() {}

    /** Actions of the first process: all default, except what the caller ignores (nohup). */
    static SigAction[] initialActions(Kernel kernel, Personality personality) {
        SigAction[] actions = new SigAction[personality.signals() + 1];
        Arrays.fill(actions, SigAction.DEFAULT_ACTION);
        long ignored = kernel.config.hostSignals ? kernel.caller.ignored : 0;
        for (int host = 1; ignored != 0 && host <= 64; host++) {
            int guest = (ignored >>> host - 1 & 1) != 0 ? personality.fromHostSignal(host) : 0;
            if (guest > 0) {
                actions[guest] = SigAction.IGNORE_ACTION;
            }
        }
        return actions;
    }

    /** What the first thread blocks, because the caller does. */
    static void initialMask(GuestThread t) {
        long blocked = t.kernel.caller.blocked;
        for (int host = 1; blocked != 0 && host <= 64; host++) {
            int guest = (blocked >>> host - 1 & 1) != 0 ? t.process.personality().fromHostSignal(host) : 0;
            if (guest > 0) {
                t.blocked.add(guest);
            }
        }
        clamp(t.process, t.blocked);
    }

    /** The twin of a signal of one process in the numbers of another; 0 if there is none. */
    static int translate(int signal, Process from, Process to) {
        return translate(signal, from.personality(), to.personality());
    }

    private static int translate(int signal, Personality from, Personality to) {
        return from.equals(to) || signal == 0 ? signal : to.fromHostSignal(from.toHostSignal(signal));
    }

    /**
     * Exec: handlers are gone, ignored signals stay ignored, what is blocked and pending stays so. Where the new program has another
     * personality, everything gets its numbers. The caller has the lock.
     */
    static void exec(GuestThread t, Personality now) {
        Process p = t.process;
        Personality before = p.personality();
        SigAction[] actions = new SigAction[now.signals() + 1];
        Arrays.fill(actions, SigAction.DEFAULT_ACTION);
        for (int i = 1; i < p.actions.length; i++) {
            int signal = p.actions[i].handler == SigAction.IGNORE ? translate(i, before, now) : 0;
            if (signal > 0) {
                actions[signal] = SigAction.IGNORE_ACTION;
            }
        }
        if (!before.equals(now)) {
            SignalMask blocked = new SignalMask();
            for (int i = 1; i < p.actions.length; i++) {
                int signal = t.blocked.has(i) ? translate(i, before, now) : 0;
                if (signal > 0) {
                    blocked.add(signal);
                }
            }
            t.blocked.set(blocked);
            renumber(t.pending, before, now);
            renumber(p.pending, before, now);
            p.personality(now);
        }
        p.actions = actions;
    }

    private static void renumber(PendingSignals pending, Personality before, Personality now) {
        PendingSignals moved = new PendingSignals();
        SigInfo info;
        while ((info = pending.takeAny()) != null) {
            info.signal = translate(info.signal, before, now);
            if (info.signal > 0) {
                moved.add(info, true);
            }
        }
        while ((info = moved.takeAny()) != null) {
            pending.add(info, true);
        }
    }

    /** Takes out of a mask what cannot be blocked. */
    static void clamp(Process p, SignalMask mask) {
        SignalNumbers numbers = p.signals();
        mask.remove(numbers.kill);
        mask.remove(numbers.stop);
    }

    private static boolean isStop(Process p, int signal) {
        return p.personality().defaultAction(signal) == Personality.ACTION_STOP;
    }

    // ---- sending ----

    /**
     * Sends a signal to a process.
     *
     * @return 0, or -EAGAIN if too many are queued
     */
    public static int post(Process p, SigInfo info) {
        return send(p, null, info, false);
    }

    /** Sends a signal to a thread. @return as {@link #post(Process, SigInfo)} */
    public static int post(GuestThread t, SigInfo info) {
        return send(t.process, t, info, false);
    }

    /** As sigqueue sends it: queued whatever its number. */
    static int queue(Process p, SigInfo info) {
        return send(p, null, info, true);
    }

    /** As {@link #queue(Process, SigInfo)}, to a thread. */
    static int queue(GuestThread t, SigInfo info) {
        return send(t.process, t, info, true);
    }

    private static int send(Process p, @Nullable GuestThread only, SigInfo info, boolean queued) {
        Kernel kernel = p.kernel;
        int signal = info.signal;
        synchronized (kernel.lock) {
            if (p.state >= Process.EXITING || signal <= 0 || signal >= p.actions.length) {
                return 0;
            }
            if (signal == p.signals().cont) {
                dropStops(p);
                if (p.state == Process.STOPPED) {
                    resume(p, true);
                }
            } else if (isStop(p, signal)) {
                dropEverywhere(p, p.signals().cont);
            } else if (signal == p.signals().kill && p.state == Process.STOPPED) {
                resume(p, false);
            }
            if (p.hostPid != 0) {
                toHostProgram(p, info);
                return 0;
            }
            if (isIgnored(p, signal) && !isWanted(p, only, signal)) {
                if (info.source != null) {
                    info.source.taken();
                }
                return 0;
            }
            boolean queueable = queued || signal >= p.personality().firstRealTimeSignal();
            PendingSignals target = only != null ? only.pending : p.pending;
            if (!target.add(info, queueable)) {
                return -Errno.EAGAIN;
            }
            wakeFor(p, only, signal);
            if (!kernel.signalFiles.isEmpty()) {
                SignalFile.sent(kernel, signal);
            }
            return 0;
        }
    }

    /** Whether the present action does nothing. */
    static boolean isIgnored(Process p, int signal) {
        SigAction action = p.actions[signal];
        if (action.handler == SigAction.IGNORE) {
            return true;
        }
        if (action.handler != SigAction.DEFAULT) {
            return false;
        }
        int byDefault = p.personality().defaultAction(signal);
        return byDefault == Personality.ACTION_IGNORE || byDefault == Personality.ACTION_CONT;
    }

    /** Ignored signals are kept for threads that block them (they may be waited for, or the action may change). */
    private static boolean isWanted(Process p, @Nullable GuestThread only, int signal) {
        for (int i = 0; i < p.threads.size(); i++) {
            GuestThread t = p.threads.get(i);
            if ((only == null || only == t) && (t.blocked.has(signal) || t.waitingFor.has(signal))) {
                return true;
            }
        }
        return false;
    }

    private static void wakeFor(Process p, @Nullable GuestThread only, int signal) {
        GuestThread chosen = null;
        for (int i = 0; i < p.threads.size(); i++) {
            GuestThread t = p.threads.get(i);
            if ((only == null || only == t) && !t.ending && (!t.blocked.has(signal) || t.waitingFor.has(signal))) {
                chosen = t;
                break;
            }
        }
        if (chosen != null) {
            chosen.wake();
        }
        p.kernel.lock.notifyAll();
    }

    private static void toHostProgram(Process p, SigInfo info) {
        int host = p.personality().toHostSignal(info.signal);
        // The program is in the JVM's group and has got itself what a terminal sends there.
        if (host != 0 && !(info.fromHostTerminal && p.kernel.caller.isThisProcess())) {
            Sys.call(Sys.SYS_KILL, p.hostPid, host, 0);
        }
    }

    private static void dropEverywhere(Process p, int signal) {
        if (signal != 0) {
            p.pending.remove(signal);
            for (int i = 0; i < p.threads.size(); i++) {
                p.threads.get(i).pending.remove(signal);
            }
        }
    }

    private static void dropStops(Process p) {
        SignalNumbers n = p.signals();
        dropEverywhere(p, n.stop);
        dropEverywhere(p, n.tstp);
        dropEverywhere(p, n.ttin);
        dropEverywhere(p, n.ttou);
    }

    // ---- stopping ----

    /** Stops a process: each of its threads waits at its next delivery point. */
    static void stop(Process p, int signal) {
        if (p.state != Process.RUNNING) {
            return;
        }
        p.state = Process.STOPPED;
        p.stopSignal = signal;
        p.stopReport = true;
        p.continueReport = false;
        for (int i = 0; i < p.threads.size(); i++) {
            p.threads.get(i).wake();
        }
        Process parent = p.parent;
        if (parent != null && !parent.actions[parent.signals().chld].has(SigAction.NOCLDSTOP)) {
            post(parent, childInfo(p, parent, SigInfo.CLD_STOPPED, translate(signal, p, parent)));
        }
        p.kernel.lock.notifyAll();
    }

    static void resume(Process p, boolean report) {
        if (p.state != Process.STOPPED) {
            return;
        }
        p.state = Process.RUNNING;
        p.stopReport = false;
        p.continueReport = report;
        Process parent = p.parent;
        if (report && parent != null && !parent.actions[parent.signals().chld].has(SigAction.NOCLDSTOP)) {
            post(parent, childInfo(p, parent, SigInfo.CLD_CONTINUED, parent.signals().cont));
        }
        p.kernel.lock.notifyAll();
    }

    static SigInfo childInfo(Process child, Process parent, int code, int status) {
        SigInfo info = SigInfo.from(parent.signals().chld, code, child);
        info.status = status;
        info.userMicros = child.rusage.userMicros;
        info.systemMicros = child.rusage.systemMicros;
        return info;
    }

    // ---- delivering ----

    /** Whether the thread has something to do that ends a wait. */
    static boolean interrupts(GuestThread t) {
        synchronized (t.kernel.lock) {
            return t.ending || t.process.state == Process.STOPPED || t.forced != null || next(t) != 0;
        }
    }

    /** Whether a handler of the guest is about to run: a call that a signal has ended reports EINTR then, whatever SA_RESTART says. */
    static boolean handlerPending(GuestThread t) {
        synchronized (t.kernel.lock) {
            long low = (t.pending.set.low | t.process.pending.set.low) & ~t.blocked.low;
            long high = (t.pending.set.high | t.process.pending.set.high) & ~t.blocked.high;
            for (int signal = 1; signal < t.process.actions.length; signal++) {
                boolean pending = signal <= 64 ? (low >>> signal - 1 & 1) != 0 : (high >>> signal - 65 & 1) != 0;
                if (pending && t.process.actions[signal].isHandler()) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Whether a signal that will end the process is pending. The caller has the lock. */
    static boolean fatalPending(GuestThread t) {
        Process p = t.process;
        for (int signal = 1; signal < p.actions.length; signal++) {
            if ((t.pending.set.has(signal) || p.pending.set.has(signal))
                    && !t.blocked.has(signal)
                    && p.actions[signal].handler == SigAction.DEFAULT) {
                int action = p.personality().defaultAction(signal);
                if (action == Personality.ACTION_TERM || action == Personality.ACTION_CORE) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int next(GuestThread t) {
        SignalMask own = t.pending.set;
        SignalMask shared = t.process.pending.set;
        return SignalMask.lowest((own.low | shared.low) & ~t.blocked.low, (own.high | shared.high) & ~t.blocked.high);
    }

    /** Looks again after a change of mask or actions. */
    static void recheck(GuestThread t) {
        if (next(t) != 0) {
            t.attention = true;
        }
    }

    /**
     * What was sent to the process and perhaps meant for this thread, which has blocked it now or ends, is for another one. The caller
     * has the lock.
     */
    static void retarget(Process p) {
        if (p.threads.size() > 1 && !p.pending.set.isEmpty()) {
            for (int signal = 1; signal < p.actions.length; signal++) {
                if (p.pending.set.has(signal)) {
                    wakeFor(p, null, signal);
                }
            }
        }
    }

    static void clearInterrupt(GuestThread t) {
        synchronized (t.kernel.lock) {
            if (!t.attention) {
                t.cpu.clearInterrupt();
            }
        }
    }

    /** A signal that the thread's own instruction raised; if it is blocked or ignored, it ends the process. */
    public static void force(GuestThread t, SigInfo info) {
        synchronized (t.kernel.lock) {
            Process p = t.process;
            if (t.blocked.has(info.signal) || p.actions[info.signal].handler == SigAction.IGNORE) {
                t.blocked.remove(info.signal);
                p.actions = p.actions.clone();
                p.actions[info.signal] = SigAction.DEFAULT_ACTION;
            }
            info.synchronous = true;
            t.forced = info;
            t.attention = true;
        }
    }

    /** Delivers what is pending for the calling thread, which waits here while its process is stopped. */
    static void deliver(GuestThread t) {
        Kernel kernel = t.kernel;
        Process p = t.process;
        while (true) {
            SigInfo info;
            SigAction action;
            boolean stopped = false;
            synchronized (kernel.lock) {
                t.attention = false;
                t.cpu.clearInterrupt();
                waitWhileStopped(t);
                if (t.ending) {
                    return;
                }
                info = takeNext(t);
                if (info == null) {
                    if (t.restoreMask) {
                        t.restoreMask = false;
                        t.blocked.set(t.savedMask);
                        recheck(t);
                        if (t.attention) {
                            continue;
                        }
                    }
                    t.restart = 0;
                    return;
                }
                action = p.actions[info.signal];
                p.rusage.signals++;
                if (!info.synchronous && isIgnored(p, info.signal)) {
                    continue;
                }
                if (action.handler == SigAction.DEFAULT && isStop(p, info.signal)) {
                    if (info.signal != p.signals().stop && ProcessGroups.isOrphaned(p.group, kernel)) {
                        continue;
                    }
                    stop(p, info.signal);
                    stopped = true;
                } else if (action.has(SigAction.RESETHAND) && action.isHandler()) {
                    p.actions = p.actions.clone();
                    p.actions[info.signal] = SigAction.DEFAULT_ACTION;
                }
            }
            SyscallTracer tracer = kernel.config.tracer;
            if (tracer != null) {
                tracer.signal(t, info.signal, info);
            }
            if (stopped) {
                stopHostIfFirst(p);
            }
            if (action.isHandler()) {
                handle(t, info, action);
            } else if (!isStop(p, info.signal)) {
                die(t, info);
                return;
            }
        }
    }

    /** Whoever waits for the caller is to see that its job has stopped; SIGCONT brings it back. No lock is held. */
    static void stopHostIfFirst(Process p) {
        if (p == p.kernel.first && p.kernel.config.hostSignals) {
            p.kernel.caller.stopped(Math.max(0, p.personality().toHostSignal(p.stopSignal)));
        }
    }

    private static void waitWhileStopped(GuestThread t) {
        while (t.process.state == Process.STOPPED && !t.ending) {
            waitOnLock(t, 0);
        }
    }

    /** Waits on the kernel lock, which the caller has, for {@code nanos} or, if that is 0, without limit. */
    @SuppressWarnings("WaitNotInLoop") // callers look at what they wait for again
    static void waitOnLock(GuestThread t, long nanos) {
        try {
            if (nanos <= 0) {
                t.kernel.lock.wait();
            } else {
                t.kernel.lock.wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
            }
        } catch (InterruptedException e) {
            // Nobody interrupts guest threads; should an embedding program do so, the thread goes on waiting.
            t.interrupted = true;
        }
    }

    private static @Nullable SigInfo takeNext(GuestThread t) {
        SigInfo forced = t.forced;
        if (forced != null) {
            t.forced = null;
            return forced;
        }
        int signal = t.pending.set.has(t.process.signals().kill) || t.process.pending.set.has(t.process.signals().kill)
                ? t.process.signals().kill
                : next(t);
        if (signal == 0) {
            return null;
        }
        return t.pending.set.has(signal) ? t.pending.take(signal) : t.process.pending.take(signal);
    }

    private static void handle(GuestThread t, SigInfo info, SigAction action) {
        Kernel kernel = t.kernel;
        if (t.restart != 0) {
            boolean again = t.restart == Kernel.RESTART && action.has(SigAction.RESTART);
            t.restart = 0;
            t.restartDeadline = 0;
            if (!again) {
                t.process.personality().syscallResult(t, -Errno.EINTR);
            }
        }
        t.frameMask.set(t.restoreMask ? t.savedMask : t.blocked);
        boolean pushed;
        try {
            pushed = t.process.personality().pushSignalFrame(t, info.signal, info, action);
        } catch (GuestFault e) {
            pushed = false;
        }
        if (!pushed) {
            die(t, SigInfo.fault(t.process.signals().segv, SigInfo.SEGV_MAPERR, 0, 0));
            return;
        }
        synchronized (kernel.lock) {
            t.restoreMask = false;
            t.blocked.addAll(action.mask);
            if (!action.has(SigAction.NODEFER)) {
                t.blocked.add(info.signal);
            }
            clamp(t.process, t.blocked);
            retarget(t.process);
        }
    }

    private static void die(GuestThread t, SigInfo info) {
        CrashReporter reporter = t.kernel.config.crashReporter;
        // Of a signal from elsewhere (SIGQUIT by the keyboard) the place where it found the program tells nothing.
        boolean foreign = !info.synchronous
                && (info.code == SigInfo.SI_KERNEL || info.code <= 0 && info.pid != t.process.pid);
        if (reporter != null && !foreign && t.process.personality().defaultAction(info.signal) == Personality.ACTION_CORE) {
            try {
                reporter.report(t, info.signal, info);
            } catch (RuntimeException e) {
                t.kernel.internalError(t, "crash report", e);
            }
        }
        ProcessExit.end(t, info.signal);
    }
}
