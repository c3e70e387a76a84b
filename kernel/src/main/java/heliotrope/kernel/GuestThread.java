package heliotrope.kernel;

import heliotrope.engine.Cpu;
import heliotrope.engine.CpuState;
import heliotrope.host.HostSignals;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import java.util.Arrays;

/** A guest thread: one platform thread that runs guest code and, between runs, its system calls. */
public final class GuestThread implements Runnable {
    /** Java stack of a guest thread in bytes; guest code itself uses none of it. */
    static final long STACK_SIZE = 1 << 20;

    public final Kernel kernel;
    public final Process process;
    public final Cpu cpu;
    public final CpuState state;
    /** For passing paths and structures to the host; any kernel operation may overwrite it. */
    public final Scratch scratch;
    /** Host thread id; that of the first thread of a process (but not of the first process) is its pid. */
    public volatile int tid;

    /** Whether its id is that of the process: the first thread, or the one that executed the program. */
    volatile boolean leader;
    /** Name, at most 15 bytes; null: the program's. */
    public volatile byte @Nullable [] name;
    /** Guest address that gets 0 and a futex wake when the thread ends; 0: none. */
    long clearChildTid;
    /** Guest address of the {@link RobustList}; 0: none. */
    long robustList;

    boolean robustWide;

    /** Blocked signals; changed only by the thread itself, under the kernel lock. */
    public final SignalMask blocked = new SignalMask();
    /** Mask that {@link Personality#pushSignalFrame} saves. */
    public final SignalMask frameMask = new SignalMask();
    /** Signals sent to this thread; guarded by the kernel lock. */
    final PendingSignals pending = new PendingSignals();
    public final AltStack altStack = new AltStack();
    /** State of the personality. */
    public @Nullable Object extension;

    /** Something for the thread to look at before it goes back to guest code: signals, stop, exit. */
    volatile boolean attention;
    /** Running guest code, or about to; kept while {@link Process#threaded}. */
    volatile boolean inGuest;
    /** The thread is to end; set under the kernel lock. */
    volatile boolean ending;
    /** The mask to restore once a handler has been set up or none was (sigsuspend). */
    final SignalMask savedMask = new SignalMask();
    boolean restoreMask;
    /** Signal raised by the thread's own instruction, not yet delivered. */
    @Nullable SigInfo forced;
    /** Restart code of the call that a signal ended, until it is decided what becomes of it. */
    long restart;
    /** The Java thread was interrupted by an embedding program. */
    boolean interrupted;
    /** Signals that sigtimedwait is waiting for. */
    final SignalMask waitingFor = new SignalMask();
    /** Monotonic time at which a restarted call with a timeout ends, 0 if there is none. */
    long restartDeadline;
    /** Set by exec of a host program: what to run instead of guest code. */
    @Nullable HostProgram hostProgram;
    /** Where relative names start in the call that is being made (see {@link AtCalls}); null: at the working directory. */
    @Nullable Cwd base;

    private @Nullable OpenFile[] borrowed = new OpenFile[0];
    int borrowedCount;
    final ResolvedPath resolved = new ResolvedPath();
    final ResolvedPath resolved2 = new ResolvedPath();
    final FileStat stat = new FileStat();
    final Rusage startUsage = new Rusage();
    /** -errno of an operation that returned null. */
    long error;

    GuestThread(Process process, Cpu cpu) {
        this.kernel = process.kernel;
        this.process = process;
        this.cpu = cpu;
        this.state = cpu.state;
        this.scratch = new Scratch();
    }

    /** The number by which guests know it. */
    public int id() {
        return leader ? process.pid : tid;
    }

    /** Keeps a file, with the caller's reference, until the system call that the thread is in ends. */
    void borrow(OpenFile file) {
        if (borrowedCount == borrowed.length) {
            borrowed = Arrays.copyOf(borrowed, Math.max(4, 2 * borrowedCount));
        }
        borrowed[borrowedCount++] = file;
    }

    /** A system call has ended that has {@link #borrow borrowed} files. */
    void giveBack() {
        while (borrowedCount > 0) {
            OpenFile file = borrowed[--borrowedCount];
            borrowed[borrowedCount] = null;
            if (file != null) {
                file.release();
            }
        }
    }

    /** Memory of the process. */
    public AddressSpace memory() {
        return process.memory;
    }

    /** Where relative names start. */
    Cwd cwd() {
        Cwd at = base;
        return at != null ? at : process.cwd;
    }

    /**
     * A host system call that a signal for this thread ends.
     *
     * @return the host's result; -EINTR also when a signal was there before
     */
    public long blockingCall(long nr, long a, long b, long c, long d, long e, long f) {
        return Native.syscallInterruptible(state.address, nr, a, b, c, d, e, f);
    }

    /** Whether the thread has to leave what it is waiting in: a signal to deliver, a stop, its end. */
    public boolean signalPending() {
        return attention && Signals.interrupts(this);
    }

    /** Makes the thread look at what has changed: out of guest code, out of blocking host calls. Caller has the kernel lock. */
    void wake() {
        attention = true;
        cpu.interrupt();
    }

    @Override
    public void run() {
        new ThreadLoop(this).run();
    }

    /** Called first in the thread's own host thread. */
    void enter(int hostTid) {
        tid = hostTid;
        HostSignals.blockAsyncInThisThread();
    }

    /** CPU time that the host thread used before it became this guest thread does not count. */
    void startAccounting() {
        Accounting.threadUsage(scratch, startUsage);
    }
}
