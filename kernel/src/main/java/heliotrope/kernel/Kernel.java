package heliotrope.kernel;

import heliotrope.engine.Cpu;
import heliotrope.engine.Engine;
import heliotrope.host.Charsets;
import heliotrope.host.Errno;
import heliotrope.host.HostSignals;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.util.ArrayList;
import java.util.HashSet;

/** The Unix kernel: one guest process tree. Several may live in one JVM. */
public final class Kernel {
    /** Result of a system call after which registers and pc are already final. */
    public static final long NO_RESULT = Long.MIN_VALUE;
    /** A signal ended the call: it is made again unless a handler without SA_RESTART runs. */
    public static final long RESTART = -512;
    /** A signal ended the call: it is made again unless a handler runs. */
    public static final long RESTART_NO_HANDLER = -514;

    /** A guest that tries the same in vain for ever does not fill the disk. */
    private static final int MOST_LINES = 200;

    public final Engine engine;
    public final Roots roots;
    private final Personality[] personalities;
    public final KernelConfig config;
    /** Guards the process tree, signals and waits. Nothing that blocks happens while it is held. */
    public final Object lock = new Object();

    final Caller caller;

    /** The JVM's own working directory; empty if names are not to be relative to it. */
    byte[] hostDirectory = PathNames.EMPTY;

    /** Of each personality. */
    private final SignalNumbers[] signals;

    /** Those that somebody may be waiting at; under the lock. */
    final ArrayList<SignalFile> signalFiles = new ArrayList<>(0);

    final LockTable locks = new LockTable();
    final TimerThread timers = new TimerThread(this);
    final SharedSegments segments = new SharedSegments();
    private final ArrayList<Process> processes = new ArrayList<>();
    private final ArrayList<ProcessGroup> groups = new ArrayList<>();
    /** The process that {@link #run} started; null before. */
    @Nullable Process first;

    /** Why the kernel itself could not start the first program, in words to put behind its name; null if nothing is known. */
    @Nullable String problem;

    private int liveThreads;
    /** Those of them that still have files, or children to tell. */
    private int busyThreads;

    private boolean started;
    private volatile boolean ending;
    /** Signals of the host that came before there was a process: bit signal - 1. */
    private long early;
    /** Lines on stderr that are not to be repeated. */
    private final HashSet<String> shown = new HashSet<>();

    /** @param personalities at least one; the first that recognises a program runs it */
    public Kernel(Engine engine, Roots roots, Personality[] personalities, KernelConfig config) {
        this.engine = engine;
        this.roots = roots;
        this.personalities = personalities.clone();
        this.config = config;
        Caller given = config.caller;
        this.caller = given != null ? given : Caller.ofThisProcess();
        this.signals = new SignalNumbers[personalities.length];
        for (int i = 0; i < signals.length; i++) {
            signals[i] = new SignalNumbers(personalities[i]);
        }
    }

    /**
     * Runs a program as the first process, in the calling thread, until it ends. Other guests may still run then, see
     * {@link #awaitOthers}. May be called once.
     *
     * @param path name of the program as a guest would give it: the roots are looked at first
     * @return Linux wait status with <em>host</em> signal numbers: exit status &lt;&lt; 8, or the signal; or -errno if the program
     *     could not be started
     */
    public int run(byte[] path, byte[][] argv, byte[][] envp) {
        HostSignals.install();
        GuestThread t;
        try {
            t = firstThread();
        } catch (OutOfMemoryError e) {
            return -Errno.ENOMEM;
        }
        Process p = t.process;
        byte[] argv0 = config.argv0;
        byte[][] arguments = argv;
        if (argv0 != null && argv.length > 0) {
            arguments = argv.clone();
            arguments[0] = argv0;
        }
        long result = ProcessExec.start(t, path, arguments, envp);
        if (result < 0 && result != NO_RESULT) {
            ProcessExit.end(t, 127 << 8);
            ProcessExit.threadEnded(t);
            return (int) result;
        }
        if (config.hostSignals && caller.isThisProcess()) {
            HostSignalThread.start(this);
        }
        synchronized (lock) {
            started = true;
            for (int signal = 1; early != 0 && signal <= 64; signal++) {
                if ((early >>> signal - 1 & 1) != 0) {
                    hostSignal(signal);
                }
            }
        }
        t.run();
        synchronized (lock) {
            boolean interrupted = false;
            while (p.state < Process.ZOMBIE) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return hostStatus(p);
    }

    private static int hostStatus(Process p) {
        int signal = p.exitStatus & 0x7f;
        if (signal == 0) {
            return p.exitStatus;
        }
        int host = p.personality().toHostSignal(signal);
        return host == 0 ? Sys.SIGTERM : host;
    }

    /** The personality for a file that starts with these bytes, or null. */
    @Nullable Personality personalityFor(byte[] header, int length) {
        for (Personality p : personalities) {
            if (p.recognises(header, length)) {
                return p;
            }
        }
        return null;
    }

    SignalNumbers signalsOf(Personality personality) {
        for (SignalNumbers s : signals) {
            if (s.personality.equals(personality)) {
                return s;
            }
        }
        throw new IllegalArgumentException("a personality that the kernel was not made with");
    }

    /** Why {@link #run} could not start the program, in words to put behind its name; null if the kernel knows no more than the errno. */
    public @Nullable String problem() {
        return problem;
    }

    /** Makes the first process, without a program, and its thread, which is the calling one. */
    GuestThread firstThread() {
        Scratch s = new Scratch();
        Process p;
        try {
            caller.open(s);
            Session session = new Session(caller.session);
            ProcessGroup g = new ProcessGroup(caller.group, session);
            TerminalCalls.adopt(session, caller, s);
            Limits limits = new Limits();
            limits.set(Sys.RLIMIT_STACK, config.stackLimit, Math.max(config.stackLimit, 512L << 20));
            limits.set(Sys.RLIMIT_NOFILE, config.maxFiles, config.maxFiles);
            Personality personality = personalities[0]; // until the first exec finds the right one
            SigAction[] actions = Signals.initialActions(this, personality);
            FdTable files = new FdTable(config.maxFiles);
            InitialFiles.adopt(files, caller, s);
            int pid = config.firstPid != 0 ? config.firstPid : caller.pid;
            Cwd cwd = new Cwd(caller.directoryFd, PathNames.join(PathNames.ROOT, caller.directory), Roots.HOST);
            p = new Process(this, pid, g, new AddressSpace(this, 1L << 32, true), files, cwd, Credentials.ofHost(s), limits,
                    personality, actions);
            if (caller.isThisProcess()) {
                hostDirectory = p.cwd.path;
            }
            p.umask = caller.umask;
            p.hostParentPid = caller.parentPid;
            caller.taken();
            synchronized (lock) {
                groups.add(g);
                g.members.add(p);
                processes.add(p);
                first = p;
            }
        } finally {
            s.close();
        }
        GuestThread t = new GuestThread(p, new Cpu(engine, p.memory.guestCode()));
        t.leader = true;
        t.enter(Sys.gettid());
        t.startAccounting();
        synchronized (lock) {
            p.exitSignal = p.signals().chld;
            Signals.initialMask(t);
            p.threads.add(t);
            threadStarted();
        }
        return t;
    }

    /**
     * Waits until every guest thread has ended and given back what it held.
     *
     * @param millis at most so long; 0: without limit
     * @return true if none is left
     */
    public boolean awaitOthers(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        synchronized (lock) {
            while (liveThreads > 0) {
                long left = millis == 0 ? 0 : (end - System.nanoTime()) / 1_000_000 + 1;
                if (millis != 0 && left <= 0) {
                    return false;
                }
                try {
                    lock.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return liveThreads == 0;
                }
            }
        }
        return true;
    }

    /**
     * A signal from outside. What a terminal sends (and SIGCONT) goes to the guests' foreground group, everything else to the first
     * process, or to all others if that has ended.
     *
     * @param signal host number
     */
    public void hostSignal(int signal) {
        synchronized (lock) {
            Process p = first;
            if (p == null || !started) {
                early |= 1L << signal - 1;
                return;
            }
            if (signal == Sys.SIGCONT) {
                for (Process each : processes()) {
                    if (each.session == p.session) {
                        Signals.post(each, new SigInfo(each.personality().fromHostSignal(signal), SigInfo.SI_KERNEL));
                    }
                }
                return;
            }
            boolean keyboard = switch (signal) {
                case Sys.SIGINT, Sys.SIGQUIT, Sys.SIGTSTP, Sys.SIGTTIN, Sys.SIGTTOU, Sys.SIGWINCH, Sys.SIGHUP -> true;
                default -> false;
            };
            ProcessGroup group = keyboard && p.session.terminal != 0 ? findGroup(p.session.foreground) : null;
            for (Process each : processes()) {
                boolean meant = group != null ? each.group == group : p.state < Process.ZOMBIE ? each == p : true;
                if (meant) {
                    SigInfo info = new SigInfo(each.personality().fromHostSignal(signal), SigInfo.SI_KERNEL);
                    info.fromHostTerminal = group != null;
                    Signals.post(each, info);
                }
            }
        }
    }

    /** Ends all guests, whatever they are doing; no process is made from now on. May be repeated until {@link #awaitOthers} says so. */
    public void killAll() {
        ending = true;
        synchronized (lock) {
            for (Process p : processes()) {
                Signals.post(p, new SigInfo(p.signals().kill, SigInfo.SI_KERNEL));
            }
        }
    }

    /** A process that the host names, as guests know it: what any of them did is on the host the JVM's doing. */
    public int guestPid(int hostPid) {
        return hostPid == Sys.getpid() ? caller.pid : hostPid;
    }

    // ---- table; callers have the lock ----

    /** The process with this pid, zombies included, or null. */
    public @Nullable Process find(int pid) {
        synchronized (lock) {
            for (int i = 0; i < processes.size(); i++) {
                if (processes.get(i).pid == pid) {
                    return processes.get(i);
                }
            }
            return null;
        }
    }

    /** A copy of the table, zombies included. */
    public Process[] processes() {
        synchronized (lock) {
            return processes.toArray(new Process[0]);
        }
    }

    @Nullable ProcessGroup findGroup(int id) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).id == id) {
                return groups.get(i);
            }
        }
        return null;
    }

    /** Whether a terminal is the controlling one of a session. */
    boolean isControlling(long device) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).session.terminal == device) {
                return true;
            }
        }
        return false;
    }

    /** Whether a new process must not have this number. */
    boolean isTaken(int pid) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).id == pid || groups.get(i).session.id == pid) {
                return true;
            }
        }
        return find(pid) != null;
    }

    /** Whether there may be another process. */
    boolean isFull() {
        return ending || processes.size() >= config.maxProcesses;
    }

    void add(Process p) {
        processes.add(p);
        p.group.members.add(p);
    }

    void remove(Process p) {
        processes.remove(p);
        leaveGroup(p);
    }

    void leaveGroup(Process p) {
        p.group.members.remove(p);
        if (p.group.members.isEmpty()) {
            groups.remove(p.group);
        }
    }

    void enterGroup(Process p, ProcessGroup g) {
        if (g.members.isEmpty()) {
            groups.add(g);
        }
        g.members.add(p);
        p.group = g;
        p.session = g.session;
    }

    void threadStarted() {
        liveThreads++;
        busyThreads++;
    }

    /** A thread has nothing left but memory. */
    void threadDone() {
        Process p;
        synchronized (lock) {
            p = --busyThreads == 0 && started ? first : null;
        }
        if (p != null) {
            caller.ended(hostStatus(p));
        }
    }

    void threadGone() {
        synchronized (lock) {
            if (--liveThreads == 0) {
                lock.notifyAll();
            }
        }
    }

    // ---- messages ----

    private boolean isNew(String text) {
        synchronized (shown) {
            return shown.size() < MOST_LINES && shown.add(text);
        }
    }

    /** One line on stderr about a call that is not supported, unless told to be silent; the same only once. */
    public void unsupported(GuestThread t, String call, String args) {
        notice(t, "unsupported system call " + call + "(" + args + ")");
    }

    /** One line on stderr about something that a guest cannot know or say, unless told to be silent; the same only once. */
    public void notice(GuestThread t, String text) {
        if (!config.silent && isNew(text)) {
            message(text + " [pid " + t.process.pid + "]");
        }
    }

    /** One line on stderr that is always shown. */
    public void message(String text) {
        print("heliotrope: " + printable(text) + "\n");
    }

    /** Text for the user's stderr, in one piece. */
    public void print(String text) {
        caller.print(text.getBytes(Charsets.UTF_8));
    }

    /** Text in which names that a guest made up cannot command the terminal. */
    public static String printable(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (Character.isISOControl(chars[i])) {
                chars[i] = '?';
            }
        }
        return new String(chars);
    }

    /** Something in Heliotrope itself went wrong. */
    void internalError(GuestThread t, String where, Throwable e) {
        if (!isNew(where + e)) {
            return;
        }
        message("internal error in " + where + " [pid " + t.process.pid + "]: " + e
                + (config.debug ? "" : " (a stack trace is shown with debugging on)"));
        if (config.debug) {
            e.printStackTrace();
        }
    }
}
