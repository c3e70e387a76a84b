package heliotrope.linux;

import heliotrope.kernel.AltStack;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.SignalMask;

/** Structures about signals. Where pointers and longs lie depends on the ABI; siginfo has code before errno, other than the host. */
final class SignalStructs {
    private SignalStructs() {}

    static final int SIGINFO_SIZE = 128;
    private static final int SS_ONSTACK = 1, SS_DISABLE = 2;

    /** siginfo at {@code at}. */
    static void siginfo(StructBuffer b, int at, SigInfo info) {
        b.put32(at, info.signal);
        b.put32(at + 4, info.code);
        b.put32(at + 8, info.errno == 0 ? 0 : LinuxErrno.fromHost(info.errno));
        int union = at + (b.wide ? 16 : 12);
        if (info.code > 0 && info.code != SigInfo.SI_KERNEL) {
            switch (info.signal) {
                case LinuxSignals.SIGILL, LinuxSignals.SIGTRAP, LinuxSignals.SIGFPE, LinuxSignals.SIGBUS, LinuxSignals.SIGSEGV -> {
                    b.putWord(union, info.address);
                    return;
                }
                case LinuxSignals.SIGCHLD -> {
                    child(b, union, info.pid, info.uid, info.status, info.userMicros, info.systemMicros);
                    return;
                }
                default -> {}
            }
        }
        if (info.code == SigInfo.SI_TIMER) {
            b.put32(union, info.timer);
            b.put32(union + 4, info.overrun());
            b.putWord(union + 8, info.value);
            return;
        }
        b.put32(union, info.pid);
        b.put32(union + 4, info.uid);
        if (info.code < 0) {
            b.putWord(union + 8, info.value);
        }
    }

    /** The part of a siginfo that tells of a child. */
    static void child(StructBuffer b, int union, int pid, int uid, int status, long userMicros, long systemMicros) {
        b.put32(union, pid);
        b.put32(union + 4, uid);
        b.put32(union + 8, status);
        int times = union + (b.wide ? 16 : 12);
        b.putWord(times, userMicros / 10_000);
        b.putWord(times + b.word, systemMicros / 10_000);
    }

    /** What a program gives to sigqueue: only code and value are its own to say. */
    static SigInfo queued(StructBuffer b) {
        SigInfo info = new SigInfo(b.get32(0), b.get32(4));
        info.value = b.getWord(b.wide ? 24 : 20);
        return info;
    }

    /** sigset_t: words of the ABI's size, signal 1 is the lowest bit of the first. */
    static void sigset(StructBuffer b, int at, SignalMask m) {
        if (b.wide) {
            b.put64(at, m.low);
            b.put64(at + 8, m.high);
        } else {
            b.put32(at, (int) m.low);
            b.put32(at + 4, (int) (m.low >>> 32));
            b.put32(at + 8, (int) m.high);
            b.put32(at + 12, (int) (m.high >>> 32));
        }
    }

    static SignalMask sigset(StructBuffer b, int at) {
        return b.wide
                ? new SignalMask(b.get64(at), b.get64(at + 8))
                : new SignalMask(b.getU32(at) | (long) b.get32(at + 4) << 32, b.getU32(at + 8) | (long) b.get32(at + 12) << 32);
    }

    /** Bytes of stack_t: address, size, flags. */
    static int stackSize(StructBuffer b) {
        return b.wide ? 24 : 12;
    }

    /** stack_t as it is now. */
    static void stack(StructBuffer b, int at, AltStack alt, boolean active) {
        b.putWord(at, alt.base);
        b.putWord(at + b.word, alt.size);
        b.put32(at + 2 * b.word, alt.enabled ? active ? SS_ONSTACK : 0 : SS_DISABLE);
    }
}
