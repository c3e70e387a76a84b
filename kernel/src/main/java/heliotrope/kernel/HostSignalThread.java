package heliotrope.kernel;

import heliotrope.host.HostSignals;
import heliotrope.host.Sys;

/** Passes the signals that arrive at the JVM on to guests. */
final class HostSignalThread implements Runnable {
    private static final int[] CAUGHT = {
        Sys.SIGHUP, Sys.SIGINT, Sys.SIGQUIT, Sys.SIGTERM, Sys.SIGUSR1, Sys.SIGALRM, Sys.SIGTSTP, Sys.SIGTTIN, Sys.SIGTTOU, Sys.SIGCONT,
        Sys.SIGWINCH
    };

    private final Kernel kernel;

    private HostSignalThread(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Catches the signals and starts the thread. What the JVM's caller had ignored stays ignored. */
    static void start(Kernel kernel) {
        for (int signal : CAUGHT) {
            if (!HostSignals.isIgnored(signal)) {
                HostSignals.catchSignal(signal);
            }
        }
        Thread t = new Thread(null, new HostSignalThread(kernel), "host signals", 128 << 10);
        t.setDaemon(true);
        t.start();
    }

    @Override
    public void run() {
        while (true) {
            long pending = HostSignals.awaitPending();
            if (pending <= 0) {
                return;
            }
            for (int signal = 1; signal < 64; signal++) {
                if ((pending >>> signal - 1 & 1) != 0) {
                    kernel.hostSignal(signal);
                }
            }
        }
    }
}
