package heliotrope.irix;

/** IRIX signal numbers, their default actions and their twins on the host. */
public final class IrixSignals {
    private IrixSignals() {}

    public static final int
            SIGHUP = 1,
            SIGINT = 2,
            SIGQUIT = 3,
            SIGILL = 4,
            SIGTRAP = 5,
            SIGABRT = 6,
            SIGEMT = 7,
            SIGFPE = 8,
            SIGKILL = 9,
            SIGBUS = 10,
            SIGSEGV = 11,
            SIGSYS = 12,
            SIGPIPE = 13,
            SIGALRM = 14,
            SIGTERM = 15,
            SIGUSR1 = 16,
            SIGUSR2 = 17,
            SIGCLD = 18,
            SIGPWR = 19,
            SIGWINCH = 20,
            SIGURG = 21,
            SIGPOLL = 22,
            SIGSTOP = 23,
            SIGTSTP = 24,
            SIGCONT = 25,
            SIGTTIN = 26,
            SIGTTOU = 27,
            SIGVTALRM = 28,
            SIGPROF = 29,
            SIGXCPU = 30,
            SIGXFSZ = 31,
            SIGK32 = 32,
            SIGCKPT = 33,
            SIGRESTART = 34,
            SIGUME = 35,
            SIGPTINTR = 47,
            SIGPTRESCHED = 48,
            SIGRTMIN = 49,
            SIGRTMAX = 64;

    /** Signals are 1 to {@value}. */
    public static final int COUNT = 64;

    // spotless:off
    /** Linux number of IRIX signals 1 to 31. */
    private static final byte[] LINUX = {
            0, 1, 2, 3, 4, 5, 6, 0, 8, 9, 7, 11, 31, 13, 14, 15, 10, 12, 17, 30, 28, 23, 29, 19, 20, 18, 21, 22, 26, 27, 24, 25,
    };

    /** Default action of signals 0 to 64: t terminate, c core, i ignore, s stop, g go on. */
    private static final String ACTIONS =
            "i" + "tt" + "cccccc" + "t" + "ccc" + "ttt" + "tt" + "iiii" + "t" + "ss" + "g" + "ss" + "tt" + "cc"
            + "t" + "ii" + "c" + "ttttttttttt" + "ti" + "tttttttttttttttt";

    private static final String NAMES = "HUP,INT,QUIT,ILL,TRAP,ABRT,EMT,FPE,KILL,BUS,SEGV,SYS,PIPE,ALRM,TERM,USR1,USR2,CLD,PWR,WINCH,"
            + "URG,POLL,STOP,TSTP,CONT,TTIN,TTOU,VTALRM,PROF,XCPU,XFSZ,K32,CKPT,RESTART,UME";
    // spotless:on

    /** Host signal of a guest one, 0 if it has none; real-time signals keep their distance from the first. */
    public static int toHost(int signal) {
        if (signal > 0 && signal < LINUX.length) {
            return LINUX[signal];
        }
        return signal >= SIGRTMIN && signal <= SIGRTMAX ? signal - SIGRTMIN + 34 : 0;
    }

    /** Guest signal of a host one, 0 if it has none. */
    public static int fromHost(int hostSignal) {
        for (int i = 1; i < LINUX.length; i++) {
            if (LINUX[i] == hostSignal && hostSignal != 0) {
                return i;
            }
        }
        if (hostSignal == 16) { // SIGSTKFLT exists on Linux only
            return SIGTERM;
        }
        int realTime = hostSignal - 34 + SIGRTMIN;
        return realTime >= SIGRTMIN && realTime <= SIGRTMAX ? realTime : 0;
    }

    /** One of {@code t c i s g}: terminate, terminate with core, ignore, stop, continue. */
    static char action(int signal) {
        return signal > 0 && signal <= COUNT ? ACTIONS.charAt(signal) : 'i';
    }

    /** Name with SIG, or the number. */
    public static String name(int signal) {
        String[] names = IrixSyscallTable.split(NAMES, ',');
        if (signal >= 1 && signal <= names.length) {
            return "SIG" + names[signal - 1];
        }
        if (signal == SIGPTINTR) {
            return "SIGPTINTR";
        }
        if (signal == SIGPTRESCHED) {
            return "SIGPTRESCHED";
        }
        if (signal >= SIGRTMIN && signal <= SIGRTMAX) {
            return signal == SIGRTMIN ? "SIGRTMIN" : "SIGRTMIN+" + (signal - SIGRTMIN);
        }
        return Integer.toString(signal);
    }
}
