package heliotrope.linux;

/** Signal numbers of Linux/MIPS ({@code asm/signal.h}), their default actions and their twins on the host. */
public final class LinuxSignals {
    private LinuxSignals() {}

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
            SIGCHLD = 18,
            SIGPWR = 19,
            SIGWINCH = 20,
            SIGURG = 21,
            SIGIO = 22,
            SIGSTOP = 23,
            SIGTSTP = 24,
            SIGCONT = 25,
            SIGTTIN = 26,
            SIGTTOU = 27,
            SIGVTALRM = 28,
            SIGPROF = 29,
            SIGXCPU = 30,
            SIGXFSZ = 31,
            SIGRTMIN = 32,
            SIGRTMAX = 128;

    /** Signals are 1 to {@value}. */
    public static final int COUNT = 128;

    /** Bytes of a signal set in memory; calls with another size get EINVAL. */
    public static final int SET_BYTES = COUNT / 8;

    /** Flags of sigaction; SA_SIGINFO and SA_NOCLDWAIT differ from the host's. There is no SA_RESTORER. */
    public static final int
            SA_NOCLDSTOP = 1,
            SA_SIGINFO = 8,
            SA_NOCLDWAIT = 0x10000,
            SA_ONSTACK = 0x0800_0000,
            SA_RESTART = 0x1000_0000,
            SA_NODEFER = 0x4000_0000,
            SA_RESETHAND = 0x8000_0000;

    /** How sigprocmask changes the mask; one more than the host's. */
    public static final int SIG_BLOCK = 1, SIG_UNBLOCK = 2, SIG_SETMASK = 3;

    /** Codes that differ from the host's (-2, -3, -4 there for timers, message queues and AIO). */
    public static final int SI_ASYNCIO = -2, SI_TIMER = -3, SI_MESGQ = -4;

    // spotless:off
    /** Host number of signals 1 to 31. */
    private static final byte[] HOST = {
            0, 1, 2, 3, 4, 5, 6, 0, 8, 9, 7, 11, 31, 13, 14, 15, 10, 12, 17, 30, 28, 23, 29, 19, 20, 18, 21, 22, 26, 27, 24, 25,
    };

    /** Default action of signals 0 to 31: t terminate, c core, i ignore, s stop, g go on. */
    private static final String ACTIONS =
            "i" + "tt" + "cccccc" + "t" + "ccc" + "ttt" + "tt" + "i" + "t" + "ii" + "t" + "ss" + "g" + "ss" + "tt" + "cc";

    private static final String NAMES = "HUP,INT,QUIT,ILL,TRAP,ABRT,EMT,FPE,KILL,BUS,SEGV,SYS,PIPE,ALRM,TERM,USR1,USR2,CHLD,PWR,WINCH,"
            + "URG,IO,STOP,TSTP,CONT,TTIN,TTOU,VTALRM,PROF,XCPU,XFSZ,";
    // spotless:on

    /** Most real-time signals that the host has, beginning at 32 in both. */
    private static final int HOST_LAST = 64;

    /** Host signal of a guest one, 0 if it has none (SIGEMT, those beyond the host's last). */
    public static int toHost(int signal) {
        if (signal > 0 && signal < HOST.length) {
            return HOST[signal];
        }
        return signal >= SIGRTMIN && signal <= HOST_LAST ? signal : 0;
    }

    /** Guest signal of a host one, 0 if it has none. */
    public static int fromHost(int hostSignal) {
        for (int i = 1; i < HOST.length; i++) {
            if (HOST[i] == hostSignal && hostSignal != 0) {
                return i;
            }
        }
        if (hostSignal == 16) { // SIGSTKFLT does not exist on MIPS
            return SIGTERM;
        }
        return hostSignal >= SIGRTMIN && hostSignal <= HOST_LAST ? hostSignal : 0;
    }

    /** One of {@code t c i s g}: terminate, terminate with core, ignore, stop, continue. */
    public static char action(int signal) {
        if (signal >= SIGRTMIN && signal <= COUNT) {
            return 't';
        }
        return signal > 0 && signal < ACTIONS.length() ? ACTIONS.charAt(signal) : 'i';
    }

    /** Name with SIG, or the number; real-time signals as libraries count them, which keep the first two for themselves. */
    public static String name(int signal) {
        if (signal < 1 || signal > COUNT) {
            return Integer.toString(signal);
        }
        if (signal >= SIGRTMIN) {
            return signal == SIGRTMIN ? "SIGRTMIN" : "SIGRT_" + (signal - SIGRTMIN);
        }
        int at = 0;
        for (int i = 1; i < signal; i++) {
            at = NAMES.indexOf(',', at) + 1;
        }
        return "SIG" + NAMES.substring(at, NAMES.indexOf(',', at));
    }
}
