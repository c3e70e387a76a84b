package heliotrope.kernel;

import heliotrope.host.Charsets;
import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import java.util.Arrays;

/**
 * exec: programs of the personality, {@code #!} scripts, and host programs. Until a program has been loaded as a whole into an address
 * space of its own nothing of the old one is touched, so every error can be returned.
 */
public final class ProcessExec {
    /** Scripts whose interpreter is a script, and so on. */
    private static final int MOST_SCRIPTS = 4;
    /** Longest {@code #!} line that is looked at, and what a personality sees of a file. */
    public static final int HEADER = 1024;
    /** Most bytes of arguments and environment. */
    private static final long MOST_ARGUMENTS = 2 << 20;

    private ProcessExec() {}

    /**
     * Runs a program in the caller's process.
     *
     * @return {@link Kernel#NO_RESULT} when the new program's registers are set, or -errno
     */
    public static long exec(GuestThread t, byte[] path, byte[][] argv, byte[][] envp) {
        return exec(t, path, argv, envp, null);
    }

    /** For the first program: {@code t.process.memory} is new and empty. */
    static long start(GuestThread t, byte[] path, byte[][] argv, byte[][] envp) {
        return exec(t, path, argv, envp, t.process.memory);
    }

    private static long exec(GuestThread t, byte[] path, byte[][] argv, byte[][] envp, @Nullable AddressSpace fresh) {
        t.kernel.problem = null;
        if (bytes(argv) + bytes(envp) > MOST_ARGUMENTS) {
            return because(t, fresh, "the arguments and the environment are too long", Errno.E2BIG);
        }
        byte[] name = path;
        byte[][] arguments = argv;
        byte[] header = new byte[HEADER];
        byte[] script = null; // host name of the outermost script
        for (int depth = 0; ; depth++) {
            FileStat stat = new FileStat();
            long opened = open(t, name, stat);
            if (opened == -Errno.EACCES && depth == 0 && isHostSecret(t, stat)) {
                long started = HostProgram.exec(t, hostName(t, name), path, arguments, envp);
                String why = "it cannot be read, and the host cannot run it";
                return started < 0 && started != Kernel.NO_RESULT ? because(t, fresh, why, Errno.EACCES) : started;
            }
            if (opened < 0) {
                return because(t, fresh, whyNotOpened((int) -opened, stat, depth == 0 ? null : name), (int) -opened);
            }
            OpenFile file =
                    new OpenFile((int) opened, OpenFile.REGULAR, Sys.O_RDONLY, name, t.resolved.mount, stat.dev, stat.ino, false);
            try {
                long n = FileCalls.readFully(t, file, 0, header, 0, HEADER);
                if (n < 0) {
                    return n;
                }
                int length = (int) n;
                if (length > 2 && header[0] == '#' && header[1] == '!') {
                    if (depth == MOST_SCRIPTS) {
                        return because(t, fresh, "too many scripts that are interpreters of scripts", Errno.ELOOP);
                    }
                    if (script == null) {
                        script = hostName(t, name);
                    }
                    byte[][] line = interpreter(header, length);
                    if (line == null) {
                        return because(t, fresh, "names no interpreter behind #!", Errno.ENOEXEC);
                    }
                    arguments = scriptArguments(line, name, arguments);
                    name = line[0];
                    continue;
                }
                Personality personality = t.kernel.personalityFor(header, length);
                if (personality != null) {
                    ExecImage image = new ExecImage(name, file, stat, header, length, arguments, envp);
                    return load(t, image, personality, path, fresh);
                }
                if (!isElf(header, length)) {
                    return because(
                            t,
                            fresh,
                            length == 0 ? "is empty" : "neither a program (ELF) nor a script that begins with #!",
                            Errno.ENOEXEC);
                }
                byte[] hostName = hostName(t, name);
                if (script != null) {
                    arguments = withScript(arguments, argv, script);
                }
                long started = HostProgram.exec(t, hostName, path, arguments, envp);
                if (started < 0 && started != Kernel.NO_RESULT) {
                    boolean big = header[5] == 2;
                    int machine = (header[big ? 18 : 19] & 0xff) << 8 | header[big ? 19 : 18] & 0xff;
                    String why = "a program for another processor (ELF machine " + machine + "), which the host cannot run either";
                    return because(t, fresh, why, (int) -started);
                }
                return started;
            } finally {
                file.release();
            }
        }
    }

    /** Keeps the reason if it is the first program that cannot be started. @return -errno */
    private static long because(GuestThread t, @Nullable AddressSpace fresh, @Nullable String reason, int errno) {
        if (fresh != null) {
            t.kernel.problem = reason;
        }
        return -errno;
    }

    /** @param interpreter name of a script's interpreter, null if it is the program itself that cannot be opened */
    private static @Nullable String whyNotOpened(int errno, FileStat stat, byte @Nullable [] interpreter) {
        String why;
        switch (errno) {
            case Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP, Errno.ENAMETOOLONG:
                why = "no such file";
                break;
            case Errno.EACCES, Errno.EPERM:
                int kind = stat.mode & Sys.S_IFMT;
                why = kind == Sys.S_IFDIR ? "is a directory"
                        : kind != 0 && kind != Sys.S_IFREG ? "is not a regular file"
                        : kind != 0 ? "permission denied (it is not executable)"
                        : "permission denied (it cannot be read)";
                break;
            default:
                return null;
        }
        return interpreter == null ? why : "its interpreter " + text(interpreter) + ": " + why;
    }

    private static long bytes(byte[][] strings) {
        long sum = 0;
        for (byte[] s : strings) {
            sum += s.length + 1 + 8;
        }
        return sum;
    }

    /** Opens a program for reading. @return host descriptor or -errno */
    private static long open(GuestThread t, byte[] name, FileStat stat) {
        long error = t.kernel.roots.resolve(t, name, true, t.resolved);
        if (error < 0) {
            return error;
        }
        ResolvedPath r = t.resolved;
        long fd = r.open(t.scratch, Sys.O_RDONLY | Sys.O_NONBLOCK | Sys.O_NOCTTY | Sys.O_CLOEXEC, 0);
        if (fd < 0) {
            return fd;
        }
        int result = Sys.fstat(t.scratch, (int) fd);
        if (result == 0) {
            stat.load(t.scratch);
            result = stat.isRegular() ? mayExecute(t, r, stat) : -Errno.EACCES;
        }
        if (result < 0) {
            Sys.close((int) fd);
            return result;
        }
        return fd;
    }

    /**
     * Opens a file that a program needs, its interpreter for instance, while it is being loaded: not interrupted by signals, and without a
     * number for the guest.
     *
     * @param into gets the file, which the caller releases, as its only element
     * @return 0 or -errno
     */
    public static long openPart(GuestThread t, byte[] name, OpenFile[] into, FileStat stat) {
        long error = t.kernel.roots.resolve(t, name, true, t.resolved);
        if (error < 0) {
            return error;
        }
        ResolvedPath r = t.resolved;
        long fd = r.open(t.scratch, Sys.O_RDONLY | Sys.O_NONBLOCK | Sys.O_NOCTTY | Sys.O_CLOEXEC, 0);
        if (fd < 0) {
            return fd;
        }
        error = Sys.fstat(t.scratch, (int) fd);
        if (error < 0) {
            Sys.close((int) fd);
            return error;
        }
        stat.load(t.scratch);
        int kind = OpenFile.kindOf(stat, (int) fd, t.scratch);
        into[0] = new OpenFile((int) fd, kind, Sys.O_RDONLY, name, r.mount, stat.dev, stat.ino, false);
        return 0;
    }

    private static int mayExecute(GuestThread t, ResolvedPath r, FileStat stat) {
        if ((stat.mode & 0111) == 0) {
            return -Errno.EACCES;
        }
        return Sys.faccessat(t.scratch, r.dirFd, r.name, Sys.X_OK, Sys.AT_EACCESS);
    }

    /** Whether a program may be executed, but not read, as some of the host's are; guests' programs have to be read. */
    private static boolean isHostSecret(GuestThread t, FileStat stat) {
        ResolvedPath r = t.resolved;
        if (r.mount != Roots.HOST || Sys.fstatat(t.scratch, r.dirFd, r.name, 0) != 0) {
            return false;
        }
        stat.load(t.scratch);
        return stat.isRegular() && mayExecute(t, r, stat) == 0;
    }

    private static boolean isElf(byte[] header, int length) {
        return length >= 20 && header[0] == 0x7f && header[1] == 'E' && header[2] == 'L' && header[3] == 'F';
    }

    /** Name under which the host itself finds a file. */
    private static byte[] hostName(GuestThread t, byte[] name) {
        byte[] host = t.kernel.roots.hostName(t, name);
        return host == null ? name : host;
    }

    /** Interpreter and, if there is one, its argument; null if the line names none. */
    private static byte @Nullable [][] interpreter(byte[] header, int length) {
        int end = 2;
        while (end < length && header[end] != '\n') {
            end++;
        }
        while (end > 2 && blank(header[end - 1])) {
            end--;
        }
        int from = 2;
        while (from < end && blank(header[from])) {
            from++;
        }
        int to = from;
        while (to < end && !blank(header[to]) && header[to] != 0) {
            to++;
        }
        if (from == to) {
            return null;
        }
        int argument = to;
        while (argument < end && blank(header[argument])) {
            argument++;
        }
        byte[] program = Arrays.copyOfRange(header, from, to);
        return argument < end
                ? new byte[][] {program, Arrays.copyOfRange(header, argument, end)}
                : new byte[][] {program};
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    private static byte[][] scriptArguments(byte[][] line, byte[] script, byte[][] argv) {
        int rest = Math.max(0, argv.length - 1);
        byte[][] result = new byte[line.length + 1 + rest][];
        System.arraycopy(line, 0, result, 0, line.length);
        result[line.length] = script;
        if (rest > 0) {
            System.arraycopy(argv, 1, result, line.length + 1, rest);
        }
        return result;
    }

    /** The script's host name instead of the guest's, for an interpreter that is a host program. */
    private static byte[][] withScript(byte[][] arguments, byte[][] argv, byte[] script) {
        byte[][] result = arguments.clone();
        result[arguments.length - Math.max(0, argv.length - 1) - 1] = script;
        return result;
    }

    private static long load(
            GuestThread t, ExecImage image, Personality personality, byte[] path, @Nullable AddressSpace fresh) {
        Kernel kernel = t.kernel;
        long size = 1L << personality.addressBits(image.header, image.headerLength);
        boolean bigEndian = personality.bigEndian(image.header, image.headerLength);
        AddressSpace space;
        FileStat stat = image.stat;
        boolean own = fresh != null
                && fresh.size() == size
                && fresh.isBigEndian() == bigEndian
                && !SpareWindows.has(stat.dev, stat.ino);
        if (own && fresh != null) {
            space = fresh;
        } else {
            try {
                space = new AddressSpace(kernel, size, bigEndian, stat.dev, stat.ino);
            } catch (OutOfMemoryError e) {
                return -Errno.ENOMEM;
            }
        }
        space.setLimit(t.process.limits.soft(Sys.RLIMIT_AS));
        long result;
        try {
            result = personality.load(image, t, space);
        } catch (GuestFault e) {
            result = -Errno.ENOMEM; // the stack has no room for the arguments
        } catch (RuntimeException e) {
            kernel.internalError(t, "loading of " + text(image.path), e);
            result = -Errno.EIO;
        }
        if (result < 0) {
            if (!own) {
                space.release();
            }
            return result;
        }
        AddressSpace old = t.process.memory;
        if (!commit(t, personality, path, image.argv)) {
            if (!own) {
                space.release();
            }
            return Kernel.NO_RESULT;
        }
        t.process.memory = space;
        t.cpu.code(space.guestCode());
        if (!own) {
            old.release();
        }
        ProcessFork.releaseParent(t.process);
        return Kernel.NO_RESULT;
    }

    static String text(byte[] bytes) {
        return new String(bytes, Charsets.UTF_8);
    }

    /**
     * The point of no return: everything of the process that exec changes, apart from its memory.
     *
     * @return false if another thread has ended this one first
     */
    static boolean commit(GuestThread t, Personality personality, byte[] path, byte[][] argv) {
        Process p = t.process;
        Kernel kernel = t.kernel;
        synchronized (kernel.lock) {
            if (t.ending) {
                return false;
            }
            ProcessExit.endOthers(t);
            while (p.threads.size() > 1) {
                Signals.waitOnLock(t, 0);
            }
            if (p.state >= Process.EXITING) {
                t.ending = true;
                return false;
            }
            t.leader = true;
            t.name = null;
            p.exitSignal = personality.fromHostSignal(Sys.SIGCHLD);
            Signals.exec(t, personality);
            p.posixTimers.deleteAll();
            p.hasExeced = true;
        }
        ProcessThreads.leaveMemory(t);
        t.altStack.clear();
        if (p.files.isShared()) {
            FdTable files = p.files.fork();
            p.files.release(kernel.locks, p);
            p.files = files;
        }
        p.files.closeOnExec(kernel.locks, p);
        p.execPath = path;
        p.argv = argv;
        SyscallTracer tracer = kernel.config.tracer;
        if (tracer != null) {
            tracer.exec(t, path, argv);
        }
        return true;
    }
}
