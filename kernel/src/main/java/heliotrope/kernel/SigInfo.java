package heliotrope.kernel;

import heliotrope.host.Nullable;

/** Why a signal was sent. Codes are the SVR4 ones, which Linux shares ({@code SI_USER} 0, {@code SEGV_MAPERR} 1 and so on). */
public final class SigInfo {
    public static final int
            SI_USER = 0, SI_QUEUE = -1, SI_TIMER = -3, SI_TKILL = -6,
            SI_KERNEL = 128, // Linux' "the kernel sent it"; personalities turn it into what theirs has
            ILL_ILLOPC = 1, FPE_INTDIV = 1, FPE_INTOVF = 2, FPE_FLTINV = 7,
            SEGV_MAPERR = 1, SEGV_ACCERR = 2, BUS_ADRALN = 1, BUS_ADRERR = 2, BUS_OBJERR = 3, TRAP_BRKPT = 1, TRAP_TRACE = 2,
            CLD_EXITED = 1, CLD_KILLED = 2, CLD_DUMPED = 3, CLD_TRAPPED = 4, CLD_STOPPED = 5, CLD_CONTINUED = 6;

    /** Guest signal number. */
    public int signal;
    public int code;
    public int errno;
    /** Sender, or the child of a SIGCHLD. */
    public int pid;
    public int uid;
    /** SIGCHLD: exit status or signal number. */
    public int status;
    /** SIGCHLD: CPU time of the child in microseconds. */
    public long userMicros;
    public long systemMicros;
    /** Faults: guest address. */
    public long address;
    /** Value of sigqueue. */
    public long value;
    /** SI_TIMER: number of the timer. */
    public int timer;
    /** SI_TIMER: whose; it is asked for overruns when the signal is delivered. */
    @Nullable PosixTimer source;
    /** For the personality: code of a trap or fault as its old handlers get it. */
    public int detail;
    /** Sent by the terminal or the host to the whole foreground group: host programs in it have it already. */
    boolean fromHostTerminal;
    /** Raised by the thread's own instruction: cannot be blocked or ignored. */
    boolean synchronous;

    @Nullable SigInfo next;

    public SigInfo() {}

    public SigInfo(int signal, int code) {
        this.signal = signal;
        this.code = code;
    }

    /** SI_TIMER: how often the timer was due besides; known when the signal is delivered. */
    public int overrun() {
        return source == null ? 0 : source.overrun;
    }

    /** A fault at an address. */
    public static SigInfo fault(int signal, int code, long address, int detail) {
        SigInfo info = new SigInfo(signal, code);
        info.address = address;
        info.detail = detail;
        return info;
    }

    /** Sent by a process. */
    public static SigInfo from(int signal, int code, Process sender) {
        SigInfo info = new SigInfo(signal, code);
        info.pid = sender.pid;
        info.uid = sender.credentials.uid;
        return info;
    }

    /** Copies everything but the queue link. */
    public void copyFrom(SigInfo o) {
        signal = o.signal;
        code = o.code;
        errno = o.errno;
        pid = o.pid;
        uid = o.uid;
        status = o.status;
        userMicros = o.userMicros;
        systemMicros = o.systemMicros;
        address = o.address;
        value = o.value;
        timer = o.timer;
        source = o.source;
        detail = o.detail;
        fromHostTerminal = o.fromHostTerminal;
        synchronous = o.synchronous;
    }
}
