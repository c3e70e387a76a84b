package heliotrope.kernel;

import heliotrope.host.Sys;

/** Guest numbers of the signals that the kernel knows; 0 where the guest has none. */
final class SignalNumbers {
    final Personality personality;
    final int hup;
    final int kill;
    final int segv;
    final int pipe;
    final int alrm;
    final int chld;
    final int cont;
    final int stop;
    final int tstp;
    final int ttin;
    final int ttou;
    final int vtalrm;
    final int prof;
    final int abrt;

    SignalNumbers(Personality p) {
        personality = p;
        hup = p.fromHostSignal(Sys.SIGHUP);
        kill = p.fromHostSignal(Sys.SIGKILL);
        segv = p.fromHostSignal(Sys.SIGSEGV);
        pipe = p.fromHostSignal(Sys.SIGPIPE);
        alrm = p.fromHostSignal(Sys.SIGALRM);
        chld = p.fromHostSignal(Sys.SIGCHLD);
        cont = p.fromHostSignal(Sys.SIGCONT);
        stop = p.fromHostSignal(Sys.SIGSTOP);
        tstp = p.fromHostSignal(Sys.SIGTSTP);
        ttin = p.fromHostSignal(Sys.SIGTTIN);
        ttou = p.fromHostSignal(Sys.SIGTTOU);
        vtalrm = p.fromHostSignal(Sys.SIGVTALRM);
        prof = p.fromHostSignal(Sys.SIGPROF);
        abrt = p.fromHostSignal(Sys.SIGABRT);
    }
}
