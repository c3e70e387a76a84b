package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.SigAction;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.SignalCalls;
import heliotrope.kernel.SignalMask;

/** Calls about signals; frames and contexts are in {@link SignalFrames}. */
final class LinuxSignalCalls {
    private LinuxSignalCalls() {}

    // spotless:off
    /** Our flag, the kernel's flag. */
    private static final int[] FLAGS = {
            LinuxSignals.SA_NOCLDSTOP, SigAction.NOCLDSTOP,  LinuxSignals.SA_SIGINFO, SigAction.SIGINFO,
            LinuxSignals.SA_NOCLDWAIT, SigAction.NOCLDWAIT,  LinuxSignals.SA_ONSTACK, SigAction.ONSTACK,
            LinuxSignals.SA_RESTART, SigAction.RESTART,  LinuxSignals.SA_NODEFER, SigAction.NODEFER,
            LinuxSignals.SA_RESETHAND, SigAction.RESETHAND,
    };
    // spotless:on

    /** struct sigaction {flags, handler, mask}; in n64 the handler is aligned. */
    private static int maskAt(StructBuffer b) {
        return 2 * b.word;
    }

    private static SigAction action(long handler, int own, SignalMask mask) {
        int flags = 0;
        for (int i = 0; i < FLAGS.length; i += 2) {
            if ((own & FLAGS[i]) != 0) {
                flags |= FLAGS[i + 1];
            }
        }
        return new SigAction(handler, flags, mask, own);
    }

    /** rt_sigaction; the old sigaction ({@code rt} false) has a mask of one word. */
    static long sigaction(LinuxThread x, int signal, long set, long old, boolean rt) {
        AddressSpace m = x.memory();
        StructBuffer b = x.buffer;
        int maskAt = maskAt(b);
        SigAction action = null;
        if (set != 0) {
            b.load(m, set, maskAt + (rt ? LinuxSignals.SET_BYTES : b.word));
            SignalMask mask = rt ? SignalStructs.sigset(b, maskAt) : new SignalMask(b.getPointer(maskAt), 0);
            action = action(b.getPointer(b.word), b.get32(0), mask);
        }
        SigAction[] before = old != 0 ? new SigAction[1] : null;
        long result = SignalCalls.sigaction(x.thread, signal, action, before);
        if (result >= 0 && before != null) {
            b.start(maskAt + LinuxSignals.SET_BYTES);
            b.put32(0, (int) before[0].extra);
            b.putWord(b.word, before[0].handler);
            SignalStructs.sigset(b, maskAt, rt ? before[0].mask : new SignalMask(before[0].mask.low & 0xffffffffL, 0));
            b.store(m, old);
        }
        return result;
    }

    /** signal of System V: once, and not blocked meanwhile. */
    static long signal(LinuxThread x, int signal, long handler) {
        SigAction[] before = new SigAction[1];
        SigAction action = action(handler, LinuxSignals.SA_RESETHAND | LinuxSignals.SA_NODEFER, new SignalMask());
        long result = SignalCalls.sigaction(x.thread, signal, action, before);
        return result < 0 ? result : before[0].handler;
    }

    /** The set at an address; null: another size than the kernel's. Throws GuestFault. */
    private static @Nullable SignalMask load(LinuxThread x, long address, long size) {
        return size != LinuxSignals.SET_BYTES ? null : SignalStructs.sigset(x.buffer.load(x.memory(), address, LinuxSignals.SET_BYTES), 0);
    }

    private static void store(LinuxThread x, long address, SignalMask mask, int bytes) {
        SignalStructs.sigset(x.buffer.start(LinuxSignals.SET_BYTES), 0, mask);
        x.buffer.size = bytes;
        x.buffer.store(x.memory(), address);
    }

    static long rtSigaction(LinuxThread x, int signal, long set, long old, long size) {
        return size != LinuxSignals.SET_BYTES ? -Errno.EINVAL : sigaction(x, signal, set, old, true);
    }

    static long rtSigprocmask(LinuxThread x, int how, long set, long old, long size) {
        if (size != LinuxSignals.SET_BYTES) {
            return -Errno.EINVAL;
        }
        return change(x, how, set != 0 ? load(x, set, size) : null, old, LinuxSignals.SET_BYTES);
    }

    /** sigprocmask of old: signals beyond the first word stay as they are. */
    static long sigprocmask(LinuxThread x, int how, long set, long old) {
        SignalMask wanted = null;
        if (set != 0) {
            wanted = new SignalMask(x.memory().u32(set), 0);
            if (how == LinuxSignals.SIG_SETMASK) {
                wanted.low |= x.thread.blocked.low & ~0xffffffffL;
                wanted.high = x.thread.blocked.high;
            }
        }
        return change(x, how, wanted, old, 4);
    }

    private static long change(LinuxThread x, int how, @Nullable SignalMask wanted, long old, int bytes) {
        if (wanted != null && (how < LinuxSignals.SIG_BLOCK || how > LinuxSignals.SIG_SETMASK)) {
            return -Errno.EINVAL;
        }
        SignalMask before = old != 0 ? new SignalMask() : null;
        long result = SignalCalls.sigprocmask(x.thread, wanted == null ? 0 : how - LinuxSignals.SIG_BLOCK, wanted, before);
        if (result >= 0 && before != null) {
            store(x, old, before, bytes);
        }
        return result;
    }

    /** rt_sigpending takes smaller sets too; {@code size} 4 is the old call. */
    static long sigpending(LinuxThread x, long set, long size) {
        if (size > LinuxSignals.SET_BYTES) {
            return -Errno.EINVAL;
        }
        SignalMask pending = new SignalMask();
        long result = SignalCalls.sigpending(x.thread, pending);
        if (result >= 0) {
            store(x, set, pending, (int) size);
        }
        return result;
    }

    static long sigsuspend(LinuxThread x, long set) {
        return SignalCalls.sigsuspend(x.thread, new SignalMask(x.memory().u32(set), 0));
    }

    static long rtSigsuspend(LinuxThread x, long set, long size) {
        SignalMask mask = load(x, set, size);
        return mask == null ? -Errno.EINVAL : SignalCalls.sigsuspend(x.thread, mask);
    }

    static long pause(LinuxThread x) {
        return SignalCalls.pause(x.thread);
    }

    static long rtSigtimedwait(LinuxThread x, long set, long info, long timeout, long size, boolean wide) {
        SignalMask wanted = load(x, set, size);
        if (wanted == null) {
            return -Errno.EINVAL;
        }
        long nanos = -1;
        if (timeout != 0) {
            nanos = TimeStructs.nanos(x, timeout, wide);
            if (nanos < 0) {
                return -Errno.EINVAL;
            }
        }
        SigInfo out = new SigInfo();
        long signal = SignalCalls.sigtimedwait(x.thread, wanted, nanos, out);
        if (signal > 0 && info != 0) {
            SignalStructs.siginfo(x.buffer.start(SignalStructs.SIGINFO_SIZE), 0, out);
            x.buffer.store(x.memory(), info);
        }
        return signal;
    }

    static long kill(LinuxThread x, int pid, int signal) {
        return SignalCalls.kill(x.thread, pid, signal);
    }

    static long tkill(LinuxThread x, int id, int signal) {
        return id <= 0 ? -Errno.EINVAL : SignalCalls.tgkill(x.thread, -1, id, signal);
    }

    static long tgkill(LinuxThread x, int pid, int id, int signal) {
        return pid <= 0 || id <= 0 ? -Errno.EINVAL : SignalCalls.tgkill(x.thread, pid, id, signal);
    }

    /** rt_sigqueueinfo: nobody may claim to be the kernel, or kill, towards others. */
    static long rtSigqueueinfo(LinuxThread x, int pid, int signal, long info) {
        SigInfo wanted = SignalStructs.queued(x.buffer.load(x.memory(), info, SignalStructs.SIGINFO_SIZE));
        if ((wanted.code >= 0 || wanted.code == SigInfo.SI_TKILL) && pid != x.process().pid) {
            return -Errno.EPERM;
        }
        return SignalCalls.sigqueue(x.thread, pid, signal, wanted.code, wanted.value);
    }

    static long rtTgsigqueueinfo(LinuxThread x, int pid, int id, int signal, long info) {
        SigInfo wanted = SignalStructs.queued(x.buffer.load(x.memory(), info, SignalStructs.SIGINFO_SIZE));
        if ((wanted.code >= 0 || wanted.code == SigInfo.SI_TKILL) && pid != x.process().pid) {
            return -Errno.EPERM;
        }
        return pid <= 0 || id <= 0
                ? -Errno.EINVAL
                : SignalCalls.tgsigqueue(x.thread, pid, id, signal, wanted.code, wanted.value);
    }
}
