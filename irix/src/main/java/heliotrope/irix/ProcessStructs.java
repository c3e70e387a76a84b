package heliotrope.irix;

import heliotrope.kernel.Rusage;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.SignalMask;
import heliotrope.kernel.WaitResult;

/** Structures about processes, signals and time. Those of o32 and n32 are the same; n64's have wider longs and pointers. */
final class ProcessStructs {
    private ProcessStructs() {}

    static final int SIGINFO_SIZE = 128, SIGSET_SIZE = 16;

    /** Clock ticks per second. */
    static final int HZ = 100;

    /** Bytes of a struct timeval, and of a struct timespec. */
    static int timeSize(IrixAbi abi) {
        return 2 * abi.word;
    }

    static int rusageSize(IrixAbi abi) {
        return 18 * abi.word;
    }

    /** struct rusage at {@code at}. */
    static void rusage(StructBuffer b, IrixAbi abi, int at, Rusage r) {
        timeval(b, abi, at, r.userMicros);
        timeval(b, abi, at + timeSize(abi), r.systemMicros);
        int w = abi.word;
        int longs = at + 2 * timeSize(abi);
        b.putWord(abi, longs, r.maxRss);
        b.putWord(abi, longs + 4 * w, r.minorFaults);
        b.putWord(abi, longs + 5 * w, r.majorFaults);
        b.putWord(abi, longs + 7 * w, r.inBlocks);
        b.putWord(abi, longs + 8 * w, r.outBlocks);
        b.putWord(abi, longs + 11 * w, r.signals);
        b.putWord(abi, longs + 12 * w, r.voluntarySwitches);
        b.putWord(abi, longs + 13 * w, r.involuntarySwitches);
    }

    /** struct timeval of microseconds; seconds have 32 bits everywhere, and n64 has padding before them. */
    static void timeval(StructBuffer b, IrixAbi abi, int at, long micros) {
        b.put32(abi.pointers64 ? at + 4 : at, (int) (micros / 1_000_000));
        b.putWord(abi, at + abi.word, micros % 1_000_000);
    }

    /** struct timespec of nanoseconds; n64 has padding behind the 32 bits of seconds. */
    static void timespec(StructBuffer b, IrixAbi abi, int at, long nanos) {
        b.put32(at, (int) (nanos / 1_000_000_000));
        b.putWord(abi, at + abi.word, nanos % 1_000_000_000);
    }

    static int ticks(long micros) {
        return (int) (micros / (1_000_000 / HZ));
    }

    /** Where the part of a siginfo begins that depends on the signal. */
    private static int siginfoUnion(IrixAbi abi) {
        return abi.pointers64 ? 16 : 12;
    }

    /** siginfo of a waited-for child; all zero if there was none. */
    static void childInfo(StructBuffer b, IrixAbi abi, WaitResult r) {
        b.start(SIGINFO_SIZE);
        if (r.pid != 0) {
            b.put32(0, IrixSignals.SIGCLD);
            b.put32(4, r.code);
            child(b, siginfoUnion(abi), r.pid, r.status, r.rusage.userMicros, r.rusage.systemMicros);
        }
    }

    private static void child(StructBuffer b, int at, int pid, int status, long userMicros, long systemMicros) {
        b.put32(at, pid);
        b.put32(at + 4, ticks(userMicros));
        b.put32(at + 8, status);
        b.put32(at + 12, ticks(systemMicros));
    }

    /** siginfo of a signal. */
    static void siginfo(StructBuffer b, IrixAbi abi, int at, SigInfo info) {
        b.put32(at, info.signal);
        b.put32(at + 4, code(info.code));
        b.put32(at + 8, info.errno == 0 ? 0 : IrixErrno.fromLinux(info.errno));
        int union = at + siginfoUnion(abi);
        switch (info.signal) {
            case IrixSignals.SIGILL, IrixSignals.SIGTRAP, IrixSignals.SIGFPE, IrixSignals.SIGBUS, IrixSignals.SIGSEGV -> {
                if (info.code > 0 && info.code != SigInfo.SI_KERNEL) {
                    b.putWord(abi, union, info.address);
                    return;
                }
            }
            case IrixSignals.SIGCLD -> {
                if (info.code > 0) {
                    child(b, union, info.pid, info.status, info.userMicros, info.systemMicros);
                    return;
                }
            }
            default -> {}
        }
        b.put32(union, info.pid);
        b.put32(union + 4, info.uid);
        if (info.code == SigInfo.SI_QUEUE || info.code == SigInfo.SI_TIMER) {
            b.putWord(abi, union, info.value); // where the pid of a kill is
            b.putWord(abi, union + 8, info.value); // where other systems of the family have it
        }
    }

    /** SI_KERNEL is unknown to IRIX: such signals come from user 0. */
    private static int code(int code) {
        return code == SigInfo.SI_KERNEL ? SigInfo.SI_USER : code;
    }

    /** sigset_t: four words, signal n is bit (n-1) & 31 of word (n-1) >> 5. */
    static void sigset(StructBuffer b, int at, SignalMask m) {
        b.put64(at, m.low << 32 | m.low >>> 32);
        b.put64(at + 8, m.high << 32 | m.high >>> 32);
    }

    static SignalMask sigset(StructBuffer b, int at) {
        long low = b.get64(at);
        long high = b.get64(at + 8);
        return new SignalMask(low << 32 | low >>> 32, high << 32 | high >>> 32);
    }
}
