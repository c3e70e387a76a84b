package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.HostSignals;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/**
 * The host process that a kernel works for: whoever looks from outside takes it for the first guest process. That is the JVM itself, or
 * the client of a server. What it has (descriptors, directory, file mode mask, terminal, numbers) becomes the first guest's.
 */
public class Caller {
    /** Host signals whose being ignored the JVM's caller wants its programs to inherit; the others' actions are the JVM's own. */
    private static final int[] INHERITED = {Sys.SIGHUP, Sys.SIGINT, Sys.SIGTERM, Sys.SIGTSTP, Sys.SIGTTIN, Sys.SIGTTOU};

    private static final byte[] DEV_TTY = {'/', 'd', 'e', 'v', '/', 't', 't', 'y'};

    public int pid;
    public int parentPid;
    public int group;
    public int session;
    public int umask;
    /** Host signals that it ignores: bit signal - 1. */
    public long ignored;
    /** Host signals that it blocks. */
    public long blocked;
    /** Host descriptor of each of its descriptors, -1 where there is none. The kernel takes them over. */
    public int[] files = new int[0];
    /** Its directory (O_PATH), which the kernel takes over; -1: none. */
    public int directoryFd = -1;
    /** Its directory's name; empty if it has none any more. */
    public byte[] directory = PathNames.EMPTY;
    /** Its controlling terminal, which stays its own; -1: none. */
    public int terminalFd = -1;
    /** Where lines for its user go; stays its own. */
    public int errorFd = 2;

    protected Caller() {}

    /** The JVM itself. */
    static Caller ofThisProcess() {
        Caller c = new Caller();
        c.pid = Sys.getpid();
        c.parentPid = (int) Sys.call(Sys.SYS_GETPPID, 0, 0, 0);
        c.group = (int) Sys.call(Sys.SYS_GETPGID, 0, 0, 0);
        c.session = (int) Sys.call(Sys.SYS_GETSID, 0, 0, 0);
        for (int signal : INHERITED) {
            if (HostSignals.isIgnored(signal)) {
                c.ignored |= 1L << signal - 1;
            }
        }
        return c;
    }

    /** Whether it is the JVM itself. */
    public boolean isThisProcess() {
        return true;
    }

    /** Opens what the JVM itself lends to the first guest; others come with theirs open. */
    void open(Scratch s) {
        if (!isThisProcess()) {
            return;
        }
        umask = (int) Sys.call(Sys.SYS_UMASK, 0, 0, 0);
        files = new int[3];
        for (int fd = 0; fd < files.length; fd++) {
            files[fd] = (int) Math.max(-1, Sys.fcntl(fd, Sys.F_DUPFD_CLOEXEC, 3));
        }
        byte[] here = {'.'};
        directoryFd = Sys.open(s, here, Sys.O_PATH | Sys.O_DIRECTORY | Sys.O_CLOEXEC, 0);
        if (directoryFd < 0) {
            directoryFd = Sys.open(s, PathNames.ROOT, Sys.O_PATH | Sys.O_DIRECTORY | Sys.O_CLOEXEC, 0);
        }
        int n = Sys.getcwd(s);
        if (n > 1) {
            directory = new byte[n - 1];
            s.get(0, directory, 0, n - 1);
        }
        terminalFd = Sys.open(s, DEV_TTY, Sys.O_RDWR | Sys.O_NOCTTY | Sys.O_CLOEXEC | Sys.O_NONBLOCK, 0);
    }

    /** The kernel has taken over what it takes over. */
    void taken() {
        files = new int[0];
        directoryFd = -1;
        if (isThisProcess() && terminalFd >= 0) {
            Sys.close(terminalFd);
            terminalFd = -1;
        }
    }

    /** Text for its user, in one piece. */
    public void print(byte[] text) {
        write(errorFd, text);
    }

    /** The first process has stopped: whoever waits for this one is to see that its job has. No lock is held. */
    public void stopped(int hostSignal) {
        Sys.call(Sys.SYS_KILL, Sys.getpid(), Sys.SIGSTOP, 0);
    }

    /**
     * Whether the shell runs this process as a background job of a terminal that is its controlling one. No lock is held.
     *
     * @param hostFd the terminal
     */
    public boolean inBackground(int hostFd, Scratch s) {
        return Sys.ioctl(hostFd, Sys.TIOCGPGRP, s.data()) == 0 && s.getInt(0) != (int) Sys.call(Sys.SYS_GETPGID, 0, 0, 0);
    }


    /**
     * All guests have ended and closed their files; what is left to do is to give back memory. No lock is held.
     *
     * @param status as {@link Kernel#run} returns it
     */
    public void ended(int status) {
        // The JVM itself says it by its own end.
    }

    /** Writes to a descriptor, as one piece if the host takes it so. */
    public static void write(int hostFd, byte[] text) {
        long memory = NativeMemory.allocate(text.length + 1);
        try {
            NativeMemory.view(memory, text.length + 1).put(0, text);
            int done = 0;
            while (done < text.length) {
                long n = Native.syscall(Sys.SYS_WRITE, hostFd, memory + done, text.length - done, 0, 0, 0);
                if (n <= 0 && n != -Errno.EINTR) {
                    return;
                }
                done += (int) Math.max(n, 0);
            }
        } finally {
            NativeMemory.free(memory, text.length + 1);
        }
    }
}
