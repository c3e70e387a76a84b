package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.SigAction;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.SignalCalls;
import heliotrope.kernel.SignalMask;

/** Calls about signals; frames and contexts are in {@link SignalFrames}. */
final class IrixSignalCalls {
    private IrixSignalCalls() {}

    // spotless:off
    /** IRIX flag, the kernel's flag. */
    private static final int[] FLAGS = {
            1, SigAction.ONSTACK,  2, SigAction.RESETHAND,  4, SigAction.RESTART,  8, SigAction.SIGINFO,
            0x10, SigAction.NODEFER,  0x10000, SigAction.NOCLDWAIT,  0x20000, SigAction.NOCLDSTOP,
    };
    private static final int SIG_NOP = 0, SIG_BLOCK = 1, SIG_UNBLOCK = 2, SIG_SETMASK = 3, SIG_SETMASK32 = 256;
    private static final int P_PID = 0, P_PGID = 2, P_ALL = 7, POP_AND = 1, P_MYID = -1;
    // spotless:on

    /** Bytes of a struct sigaction behind its flags (padded to a pointer) and the handler: the mask and two reserved words. */
    private static final int ACTION_TAIL = 24;

    /** ksigaction: libc gives the address of its trampoline each time. */
    static long sigaction(IrixThread x, int signal, long set, long old, long trampoline) {
        AddressSpace m = x.memory();
        SigAction action = null;
        if (set != 0) {
            StructBuffer b = x.buffer.load(m, set, 2 * x.abi.word + ACTION_TAIL);
            int irixFlags = b.get32(0);
            int flags = 0;
            for (int i = 0; i < FLAGS.length; i += 2) {
                if ((irixFlags & FLAGS[i]) != 0) {
                    flags |= FLAGS[i + 1];
                }
            }
            action = new SigAction(b.getWord(x.abi, x.abi.word), flags, ProcessStructs.sigset(b, 2 * x.abi.word), irixFlags);
        }
        SigAction[] before = old != 0 ? new SigAction[1] : null;
        long result = SignalCalls.sigaction(x.thread, signal, action, before);
        if (result < 0) {
            return result;
        }
        if (set != 0 && trampoline != 0) {
            x.irixProcess().trampoline = trampoline;
        }
        if (before != null) {
            StructBuffer b = x.buffer.start(2 * x.abi.word + ACTION_TAIL);
            b.put32(0, (int) before[0].extra);
            b.putWord(x.abi, x.abi.word, before[0].handler);
            ProcessStructs.sigset(b, 2 * x.abi.word, before[0].mask);
            b.store(m, old);
        }
        return 0;
    }

    private static SignalMask load(IrixThread x, long address) {
        return ProcessStructs.sigset(x.buffer.load(x.memory(), address, ProcessStructs.SIGSET_SIZE), 0);
    }

    private static void store(IrixThread x, long address, SignalMask mask) {
        ProcessStructs.sigset(x.buffer.start(ProcessStructs.SIGSET_SIZE), 0, mask);
        x.buffer.store(x.memory(), address);
    }

    static long sigprocmask(IrixThread x, int how, long set, long old) {
        SignalMask wanted = set != 0 && how != SIG_NOP ? load(x, set) : null;
        SignalMask before = old != 0 ? new SignalMask() : null;
        int hostHow;
        switch (how) {
            case SIG_NOP, SIG_BLOCK -> hostHow = 0;
            case SIG_UNBLOCK -> hostHow = 1;
            case SIG_SETMASK -> hostHow = 2;
            case SIG_SETMASK32 -> {
                hostHow = 2;
                if (wanted != null) {
                    wanted.low = wanted.low & 0xffffffffL | x.thread.blocked.low & ~0xffffffffL;
                    wanted.high = x.thread.blocked.high;
                }
            }
            default -> {
                return -Errno.EINVAL;
            }
        }
        long result = SignalCalls.sigprocmask(x.thread, hostHow, wanted, before);
        if (result >= 0 && before != null) {
            store(x, old, before);
        }
        return result;
    }

    static long sigpending(IrixThread x, long set) {
        SignalMask pending = new SignalMask();
        long result = SignalCalls.sigpending(x.thread, pending);
        if (result >= 0) {
            store(x, set, pending);
        }
        return result;
    }

    static long sigsuspend(IrixThread x, long set) {
        return SignalCalls.sigsuspend(x.thread, load(x, set));
    }

    static long pause(IrixThread x) {
        return SignalCalls.pause(x.thread);
    }

    /** sigpoll: the sigwait family. */
    static long sigpoll(IrixThread x, long set, long info, long timeout) {
        SignalMask wanted = load(x, set);
        long nanos = -1;
        if (timeout != 0) {
            nanos = IrixTimeCalls.timespecNanos(x, timeout);
            if (nanos < 0) {
                return -Errno.EINVAL;
            }
        }
        @Nullable SigInfo out = info != 0 ? new SigInfo() : null;
        long signal = SignalCalls.sigtimedwait(x.thread, wanted, nanos, out);
        if (signal > 0 && out != null) {
            ProcessStructs.siginfo(x.buffer.start(ProcessStructs.SIGINFO_SIZE), x.abi, 0, out);
            x.buffer.store(x.memory(), info);
        }
        return signal;
    }

    static long kill(IrixThread x, int pid, int signal) {
        return SignalCalls.kill(x.thread, pid, signal);
    }

    static long sigqueue(IrixThread x, int pid, int signal, int code, long value) {
        return code > 0 ? -Errno.EINVAL : SignalCalls.sigqueue(x.thread, pid, signal, code, value);
    }

    /** sigsendset, in the form that sigsend makes: one set and everybody. */
    static long sigsendset(IrixThread x, long set, int signal) {
        StructBuffer b = x.buffer.load(x.memory(), set, 20);
        int type = b.get32(4);
        int id = b.get32(8);
        if (b.get32(0) != POP_AND) {
            return x.unsupported("sigsendset", "operation " + b.get32(0));
        }
        if (type == P_ALL) {
            type = b.get32(12);
            id = b.get32(16);
        } else if (b.get32(12) != P_ALL) {
            return x.unsupported("sigsendset", "types " + type + " and " + b.get32(12));
        }
        return switch (type) {
            case P_PID -> SignalCalls.kill(x.thread, id == P_MYID ? x.process().pid : id, signal);
            case P_PGID -> SignalCalls.kill(x.thread, id == P_MYID ? 0 : -id, signal);
            case P_ALL -> SignalCalls.kill(x.thread, -1, signal);
            default -> x.unsupported("sigsendset", "type " + type);
        };
    }
}
