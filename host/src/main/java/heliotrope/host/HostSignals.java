package heliotrope.host;

/**
 * Host signals: the handlers are machine code in the bridge, because managed code must not run in them.
 *
 * <ul>
 *   <li>{@link #install()} takes SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGTRAP: faults of translated code end
 *       {@link Native#enter} with exit reason 7, faults of guarded accesses are reported by these, everything else
 * goes       to the JVM's handler (or, if there was none, has the default effect). Signals that were <em>sent</em>
 * (si_code       not positive) are never taken for faults.   <li>{@link #kick} stops a thread's {@link
 * Native#syscallInterruptible}.   <li>{@link #catchSignal} collects asynchronous signals for {@link #awaitPending}.
 * </ul>
 */
public final class HostSignals {
    /** The signal that {@link #kick} sends; a real-time signal that neither glibc nor HotSpot uses. */
    public static final int KICK = 40;

    private static final int HIGHEST_WRAPPED = 31;
    private static final long FAULTS = bit(Sys.SIGSEGV) | bit(Sys.SIGBUS) | bit(Sys.SIGFPE) | bit(Sys.SIGILL)
            | bit(Sys.SIGTRAP);
    private static final long UNCATCHABLE = bit(Sys.SIGKILL) | bit(Sys.SIGSTOP);

    /**
     * Blocked while any handler runs: a kick must find the instruction pointer of the thread, not that of a handler
     * which will return to just before the system call.
     */
    private static final long MASK = bit(KICK);

    private static final long SIG_DFL = 0;
    private static final long SIG_IGN = 1;

    // Native scratch: struct sigaction to set at 0, the old one at 32, a u64 at 64.
    private static final long MEMORY = NativeMemory.allocate(NativeMemory.PAGE);
    private static final NativeView VIEW = new NativeView(MEMORY, NativeMemory.PAGE);
    private static final int OLD = BridgeData.ACTION_SIZE;
    private static final int VALUE = 64;

    private static boolean installed;
    private static int eventFd = -1;

    private HostSignals() {}

    private static long bit(int signal) {
        return 1L << (signal - 1);
    }

    /** Installs the handlers of faults and kicks; harmless when repeated. Call before guarded accesses and enter. */
    public static synchronized void install() {
        if (installed) {
            return;
        }
        NativeView data = Native.data();
        long[] old = new long[BridgeData.ACTION_SIZE / 8];
        for (int signal = 1; signal <= HIGHEST_WRAPPED; signal++) {
            if ((UNCATCHABLE & bit(signal)) != 0) {
                continue;
            }
            boolean fault = (FAULTS & bit(signal)) != 0;
            readOld(signal);
            long oldHandler = VIEW.get64(OLD);
            boolean handled = oldHandler != SIG_DFL && oldHandler != SIG_IGN;
            if (!fault && !handled) {
                continue;
            }
            // The JVM's handlers may run while the guest's AC flag is set: wrap them all.
            int action = BridgeData.ACTIONS + signal * BridgeData.ACTION_SIZE;
            VIEW.get64s(OLD, old, old.length);
            data.put64s(action, old);
            long flags = Sys.SA_SIGINFO | Sys.SA_ONSTACK | Sys.SA_RESTORER;
            if (handled) {
                flags |= old[1];
            }
            long mask = MASK | (handled ? old[3] : 0);
            int handler = fault ? BridgeData.ADDRESS_FAULT_HANDLER : BridgeData.ADDRESS_CHAIN_HANDLER;
            setAction(signal, Native.address(handler), flags, mask);
        }
        // No SA_RESTART: the interrupted call must return.
        setAction(
                KICK,
                Native.address(BridgeData.ADDRESS_KICK_HANDLER),
                Sys.SA_SIGINFO | Sys.SA_ONSTACK | Sys.SA_RESTORER,
                MASK);
        installed = true;
    }

    /**
     * Ends the interruptible system call that thread {@code tid} of this process is in or about to make; the caller
     * has set the interrupt flag of its state block before. @return 0 or -errno (-ESRCH: no such thread)
     */
    public static int kick(int tid) {
        return (int) Sys.call(Sys.SYS_TGKILL, Sys.getpid(), tid, KICK);
    }

    /**
     * Catches an asynchronous signal from now on: it will be reported by {@link #awaitPending}. Replaces the JVM's
     * handler, if it has one; system calls of JVM threads are restarted. Not for the signals of faults.
     *
     * @return 0 or -errno
     */
    public static synchronized int catchSignal(int signal) {
        if (!changeable(signal)) {
            return -Errno.EINVAL;
        }
        int error = openEventFd();
        if (error < 0) {
            return error;
        }
        long flags = Sys.SA_SIGINFO | Sys.SA_ONSTACK | Sys.SA_RESTORER | Sys.SA_RESTART;
        return setAction(signal, Native.address(BridgeData.ADDRESS_ASYNC_HANDLER), flags, MASK);
    }

    /** Ignores a signal. @return 0 or -errno */
    public static synchronized int ignore(int signal) {
        return changeable(signal) ? setAction(signal, SIG_IGN, Sys.SA_RESTORER, 0) : -Errno.EINVAL;
    }

    /** Gives a signal its default effect (on the whole JVM). @return 0 or -errno */
    public static synchronized int restoreDefault(int signal) {
        return changeable(signal) ? setAction(signal, SIG_DFL, Sys.SA_RESTORER, 0) : -Errno.EINVAL;
    }

    /** True if the signal is ignored, as it may be from the start (nohup). */
    public static synchronized boolean isIgnored(int signal) {
        readOld(signal);
        return VIEW.get64(OLD) == SIG_IGN;
    }

    private static boolean changeable(int signal) {
        return signal >= 1
                && signal <= 64
                && signal != KICK
                && signal != 32 // glibc's SIGCANCEL and SIGSETXID
                && signal != 33
                && ((FAULTS | UNCATCHABLE) & bit(signal)) == 0;
    }

    /**
     * Waits until at least one caught signal arrived since the last call.
     *
     * @return bit {@code signal - 1} for each (never 0), or -errno if nothing was ever caught (-EBADF)
     */
    public static long awaitPending() {
        int fd;
        synchronized (HostSignals.class) {
            fd = eventFd;
        }
        if (fd < 0) {
            return -Errno.EBADF;
        }
        long pending = Native.address(BridgeData.ADDRESS_DATA) + BridgeData.PENDING;
        while (true) {
            // The address is only ever written with a count that nobody looks at, so that threads may share it.
            long result = Sys.read(fd, MEMORY + VALUE, 8);
            if (result < 0 && result != -Errno.EINTR) {
                return result;
            }
            long taken = Native.exchange(pending, 0);
            if (taken != 0) {
                return taken;
            }
        }
    }

    /**
     * Blocks, in the calling thread, every signal that {@link #catchSignal} can catch apart from the kick and those
     * the JVM sends to single threads (SIGUSR2, SIGQUIT), so that they interrupt other threads instead.
     */
    public static void blockAsyncInThisThread() {
        long keep = FAULTS | UNCATCHABLE | bit(KICK) | bit(Sys.SIGUSR2) | bit(Sys.SIGQUIT) | bit(32) | bit(33);
        long address = MEMORY + VALUE + 8;
        VIEW.put64(VALUE + 8, ~keep);
        Native.syscall(Sys.SYS_RT_SIGPROCMASK, Sys.SIG_BLOCK, address, 0, 8, 0, 0);
    }

    private static int openEventFd() {
        if (eventFd < 0) {
            int fd = (int) Sys.call(Sys.SYS_EVENTFD2, 0, Sys.EFD_CLOEXEC, 0);
            if (fd < 0) {
                return fd;
            }
            Native.data().put32(BridgeData.EVENT_FD, fd);
            eventFd = fd;
        }
        return 0;
    }

    private static void readOld(int signal) {
        Native.syscall(Sys.SYS_RT_SIGACTION, signal, 0, MEMORY + OLD, 8, 0, 0);
    }

    private static int setAction(int signal, long handler, long flags, long mask) {
        VIEW.put64s(0, handler, flags, Native.address(BridgeData.ADDRESS_RESTORER), mask);
        return (int) Native.syscall(Sys.SYS_RT_SIGACTION, signal, MEMORY, 0, 8, 0, 0);
    }
}
