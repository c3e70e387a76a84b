package heliotrope.irix;

import heliotrope.kernel.Rusage;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.SignalMask;
import heliotrope.kernel.WaitResult;

/** Structures about processes, signals and time, as o32 (and n32) programs see them. */
final class ProcessStructs {
    private ProcessStructs() {}

    static final int SIGINFO_SIZE = 128, RUSAGE_SIZE = 72, SIGSET_SIZE = 16, SIGACTION_SIZE = 32, STACK_SIZE = 12;

    /** Clock ticks per second. */
    static final int HZ = 100;

    /** struct rusage at {@code at}. */
    static void rusage(StructBuffer b, int at, Rusage r) {
        timeval(b, at, r.userMicros);
        timeval(b, at + 8, r.systemMicros);
        b.put32(at + 16, (int) r.maxRss);
        b.put32(at + 32, (int) r.minorFaults);
        b.put32(at + 36, (int) r.majorFaults);
        b.put32(at + 44, (int) r.inBlocks);
        b.put32(at + 48, (int) r.outBlocks);
        b.put32(at + 60, (int) r.signals);
        b.put32(at + 64, (int) r.voluntarySwitches);
        b.put32(at + 68, (int) r.involuntarySwitches);
    }

    /** struct timeval of microseconds. */
    static void timeval(StructBuffer b, int at, long micros) {
        b.put32(at, (int) (micros / 1_000_000));
        b.put32(at + 4, (int) (micros % 1_000_000));
    }

    static int ticks(long micros) {
        return (int) (micros / (1_000_000 / HZ));
    }

    /** siginfo of a waited-for child; all zero if there was none. */
    static void childInfo(StructBuffer b, WaitResult r) {
        b.start(SIGINFO_SIZE);
        if (r.pid == 0) {
            return;
        }
        b.put32(0, IrixSignals.SIGCLD);
        b.put32(4, r.code);
        b.put32(12, r.pid);
        b.put32(16, ticks(r.rusage.userMicros));
        b.put32(20, r.status);
        b.put32(24, ticks(r.rusage.systemMicros));
    }

    /** siginfo of a signal. */
    static void siginfo(StructBuffer b, int at, SigInfo info) {
        b.put32(at, info.signal);
        b.put32(at + 4, code(info.code));
        b.put32(at + 8, info.errno == 0 ? 0 : IrixErrno.fromLinux(info.errno));
        switch (info.signal) {
            case IrixSignals.SIGILL, IrixSignals.SIGTRAP, IrixSignals.SIGFPE, IrixSignals.SIGBUS, IrixSignals.SIGSEGV -> {
                if (info.code > 0 && info.code != SigInfo.SI_KERNEL) {
                    b.put32(at + 12, (int) info.address);
                    return;
                }
            }
            case IrixSignals.SIGCLD -> {
                if (info.code > 0) {
                    b.put32(at + 12, info.pid);
                    b.put32(at + 16, ticks(info.userMicros));
                    b.put32(at + 20, info.status);
                    b.put32(at + 24, ticks(info.systemMicros));
                    return;
                }
            }
            default -> {}
        }
        b.put32(at + 12, info.pid);
        b.put32(at + 16, info.uid);
        if (info.code == SigInfo.SI_QUEUE || info.code == SigInfo.SI_TIMER) {
            b.put32(at + 12, (int) info.value); // where the pid of a kill is
            b.put32(at + 20, (int) info.value); // where other systems of the family have it
        }
    }

    /** SI_KERNEL is unknown to IRIX: such signals come from user 0. */
    private static int code(int code) {
        return code == SigInfo.SI_KERNEL ? SigInfo.SI_USER : code;
    }

    /** sigset_t: four words, signal n is bit (n-1) & 31 of word (n-1) >> 5. */
    static void sigset(StructBuffer b, int at, SignalMask m) {
        b.put32(at, (int) m.low);
        b.put32(at + 4, (int) (m.low >>> 32));
        b.put32(at + 8, (int) m.high);
        b.put32(at + 12, (int) (m.high >>> 32));
    }

    static SignalMask sigset(StructBuffer b, int at) {
        return new SignalMask(b.getU32(at) | (long) b.get32(at + 4) << 32, b.getU32(at + 8) | (long) b.get32(at + 12) << 32);
    }
}
