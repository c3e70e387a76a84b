package heliotrope.kernel;

import heliotrope.host.Nullable;
import java.util.ArrayDeque;
import java.util.ArrayList;

/**
 * A guest process. The kernel lock guards the tree, state, signals and timers; memory, files and cwd have locks of their own and are
 * replaced only by the process' own threads.
 */
@SuppressWarnings("AvoidCommonTypeNames") // a Unix kernel has no better word for it
public final class Process {
    /** Values of {@link #state}. */
    static final int RUNNING = 0, STOPPED = 1, EXITING = 2, ZOMBIE = 3, REAPED = 4;

    private static final int MOST_LEFT_DIRECTORIES = 16;

    public final Kernel kernel;
    public final int pid;
    /** Null: the parent has ended, or it is no guest (then {@link #parentPid} is the host's number). */
    @Nullable Process parent;
    int hostParentPid = 1;
    ProcessGroup group;
    Session session;
    public final ArrayList<Process> children = new ArrayList<>(2);
    final ArrayList<GuestThread> threads = new ArrayList<>(1);

    public volatile AddressSpace memory;
    private boolean memoryReleased;
    public volatile FdTable files;
    volatile Cwd cwd;
    public volatile int umask;
    public Credentials credentials;
    public final Limits limits;

    private volatile Personality personality;
    private volatile SignalNumbers signals;
    /** By guest signal number; replaced as a whole on exec. */
    SigAction[] actions;
    final PendingSignals pending = new PendingSignals();

    /** Signal (own number) that the parent gets at its end; 0: none. */
    int exitSignal;
    /** The parent waits in vfork until this process has another memory. */
    volatile boolean holdsParent;

    /** It has had several threads. */
    volatile boolean threaded;
    /** The thread that copies memory: no other runs guest code meanwhile. Set under the kernel lock. */
    volatile @Nullable GuestThread freezer;

    int state;
    /** Linux wait status with the guest's signal numbers, once EXITING. */
    int exitStatus;
    /** Signal that stopped it. */
    int stopSignal;
    /** A stop or a continuation that the parent has not waited for. */
    boolean stopReport;
    boolean continueReport;
    /** Set by the first exec: setpgid by the parent is refused from then on. */
    boolean hasExeced;
    /** Record locks may be held. */
    volatile boolean mayHoldLocks;

    final Rusage rusage = new Rusage();
    final Rusage childrenRusage = new Rusage();
    final ProcessTimers timers = new ProcessTimers(this);
    final PosixTimers posixTimers = new PosixTimers(this);
    /** Directories left a moment ago, which another thread may still be using. */
    private final ArrayDeque<Cwd> leftDirectories = new ArrayDeque<>(0);

    /** Name of the program as exec got it, and its arguments. */
    public volatile byte[] execPath = new byte[0];
    public volatile byte[][] argv = new byte[0][];
    /** Host process of a host program that has been exec'ed, 0 if there is none. */
    volatile int hostPid;
    /** State of the personality; {@link Personality#forked} and load replace it. */
    public volatile @Nullable Object extension;

    Process(Kernel kernel, int pid, ProcessGroup group, AddressSpace memory, FdTable files, Cwd cwd,
            Credentials credentials, Limits limits, Personality personality, SigAction[] actions) {
        this.kernel = kernel;
        this.pid = pid;
        this.group = group;
        this.session = group.session;
        this.memory = memory;
        this.files = files;
        this.cwd = cwd;
        this.credentials = credentials;
        this.limits = limits;
        this.personality = personality;
        this.signals = kernel.signalsOf(personality);
        this.actions = actions;
    }

    /** Whose system calls it makes; exec may change it. */
    public Personality personality() {
        return personality;
    }

    /** Numbers of the signals that the kernel knows. */
    SignalNumbers signals() {
        return signals;
    }

    /** The program is another one now. The caller has the kernel lock. */
    void personality(Personality now) {
        personality = now;
        signals = kernel.signalsOf(now);
    }

    /** The process does not use its memory any more; harmless when repeated. No thread of it may run guest code. */
    void releaseMemory() {
        boolean now;
        synchronized (kernel.lock) {
            now = !memoryReleased;
            memoryReleased = true;
        }
        if (now) {
            memory.release();
        }
    }

    /** Another working directory. The one before stays open a little while if there are threads that may be using it. */
    void enter(Cwd now) {
        Cwd old;
        synchronized (kernel.lock) {
            old = cwd;
            cwd = now;
            if (threads.size() > 1) {
                leftDirectories.add(old);
                if (leftDirectories.size() <= MOST_LEFT_DIRECTORIES) {
                    return;
                }
                old = leftDirectories.remove();
            }
        }
        old.release();
    }

    /** The process has ended. */
    void leaveDirectories() {
        cwd.release();
        for (Cwd old : leftDirectories) {
            old.release();
        }
    }

    /** Pid of the parent; 1 if it has ended. */
    public int parentPid() {
        synchronized (kernel.lock) {
            Process p = parent;
            return p != null ? p.pid : hostParentPid;
        }
    }

    /** Id of its process group. */
    public int groupId() {
        synchronized (kernel.lock) {
            return group.id;
        }
    }
}
