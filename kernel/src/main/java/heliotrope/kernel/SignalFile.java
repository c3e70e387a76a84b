package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.util.ArrayList;

/**
 * Files that signals are read from (signalfd). Behind one is a host event counter that is not 0 when there may be something to read, so
 * that poll sees it; the signals themselves are those pending for the reader. Hangs on {@link OpenFile#extension}; the kernel lock guards
 * everything here.
 */
public final class SignalFile {
    private static final int POLLIN = 1;

    private final SignalMask mask = new SignalMask();
    private @Nullable OpenFile file;

    private SignalFile() {}

    /** The signals behind a descriptor, or null if it is another file. */
    public static @Nullable SignalFile of(GuestThread t, int fd) {
        OpenFile file = FileCalls.file(t, fd);
        return file != null && file.extension instanceof SignalFile signals ? signals : null;
    }

    /** signalfd with a new file; host flags O_NONBLOCK and O_CLOEXEC. @return descriptor or -errno */
    public static long create(GuestThread t, SignalMask mask, int flags) {
        long hostFd = Sys.call(Sys.SYS_EVENTFD2, 0, flags & Sys.O_NONBLOCK | Sys.O_CLOEXEC, 0);
        SignalFile signals = new SignalFile();
        long fd = HostCalls.adopt(t, hostFd, (flags & Sys.O_CLOEXEC) != 0, signals);
        if (fd < 0) {
            return fd;
        }
        synchronized (t.kernel.lock) {
            signals.file = t.process.files.get((int) fd);
            t.kernel.signalFiles.add(signals);
            signals.change(t, mask);
        }
        return fd;
    }

    /** signalfd on a file that is there. */
    public void change(GuestThread t, SignalMask wanted) {
        synchronized (t.kernel.lock) {
            mask.set(wanted);
            Signals.clamp(t.process, mask);
            SignalMask pending = t.pending.set.copy();
            pending.addAll(t.process.pending.set);
            if ((pending.low & mask.low | pending.high & mask.high) != 0) {
                raise();
            }
        }
    }

    /** A signal has been sent to somebody: whoever reads it finds out whether it was for him. The caller has the lock. */
    static void sent(Kernel kernel, int signal) {
        ArrayList<SignalFile> files = kernel.signalFiles;
        for (int i = files.size() - 1; i >= 0; i--) {
            SignalFile f = files.get(i);
            if (f.mask.has(signal) && !f.raise()) {
                files.remove(i);
            }
        }
    }

    /** Makes the file readable. @return false if it has been closed */
    private boolean raise() {
        OpenFile open = file;
        if (open == null || !open.tryRetain()) {
            return false;
        }
        Scratch s = new Scratch(8);
        try {
            s.putLong(0, 1);
            Sys.write(open.hostFd, s.data(), 8);
        } finally {
            s.close();
            open.release();
        }
        return true;
    }

    /**
     * Takes signals that are pending for the caller, waiting for the first unless the file is non-blocking.
     *
     * @return how many are in {@code out}, -EAGAIN, or a restart code
     */
    public long read(GuestThread t, SigInfo[] out) {
        OpenFile open = file;
        if (open == null) {
            return -Errno.EBADF;
        }
        Scratch s = t.scratch;
        while (true) {
            int n = 0;
            synchronized (t.kernel.lock) {
                SigInfo info = null;
                while (n < out.length && (info = SignalCalls.take(t, mask)) != null) {
                    out[n++] = info;
                }
                if (info == null && readable(s, open, 0, t) > 0) { // nothing is left
                    Sys.read(open.hostFd, s.data(), 8);
                }
            }
            if (n > 0) {
                return n;
            }
            long flags = Sys.fcntl(open.hostFd, Sys.F_GETFL, 0);
            if ((flags & Sys.O_NONBLOCK) != 0) {
                return -Errno.EAGAIN;
            }
            long ready = readable(s, open, -1, t);
            if (ready < 0) {
                return FileCalls.restartable(ready);
            }
        }
    }

    /** poll for input; without a wait it is not ended by signals. */
    private static long readable(Scratch s, OpenFile open, int milliseconds, GuestThread t) {
        s.putInt(0, open.hostFd);
        s.putInt(4, POLLIN);
        return milliseconds == 0
                ? Sys.call(Sys.SYS_POLL, s.data(), 1, 0)
                : t.blockingCall(Sys.SYS_POLL, s.data(), 1, milliseconds, 0, 0, 0);
    }
}
