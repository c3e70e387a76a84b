package heliotrope.app;

import heliotrope.debug.CrashReport;
import heliotrope.debug.LogSink;
import heliotrope.debug.Strace;
import heliotrope.engine.Engine;
import heliotrope.engine.EngineKind;
import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import heliotrope.irix.IrixPersonality;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.KernelConfig;
import heliotrope.kernel.Personality;
import heliotrope.kernel.Roots;
import heliotrope.linux.LinuxPersonality;
import heliotrope.mips.MipsFrontend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code heliotrope run}: one program with its whole process tree, in this JVM. */
final class RunCommand {
    private static final String CPU_HELP = "help";

    private RunCommand() {}

    /** Under the name of qemu-mips and its kin: every program is one of Linux. */
    static int runLinux(String[] args) {
        RunOptions options = new RunOptions();
        options.personality = "linux";
        return run(args, 0, options);
    }

    /** Parses options from {@code args[from]} on and runs. @return the exit status */
    static int run(String[] args, int from) {
        return run(args, from, new RunOptions());
    }

    private static int run(String[] args, int from, RunOptions options) {
        ProcessArguments arguments = new ProcessArguments(args);
        switch (OptionTable.parse(arguments.texts(), from, options)) {
            case HELP -> {
                Main.print(1, HelpText.full());
                return 0;
            }
            case VERSION -> {
                Main.print(1, "heliotrope version " + Main.VERSION + "\n");
                return 0;
            }
            case RUN -> {
                if (CPU_HELP.equals(options.cpu)) {
                    Main.print(1, "R3000\nR4000\nR4400\nR4600\nR5000\nR8000\nR10000\nR12000\nR14000\nR16000 (the default)\n");
                    return 0;
                }
                if (options.program >= args.length) {
                    throw new CommandError(CommandError.USAGE, "no program given\n" + HelpText.SHORT.stripTrailing());
                }
            }
        }
        byte[][] argv = new byte[args.length - options.program][];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = arguments.word(options.program + i);
        }
        byte[] path = argv[0];
        if (options.argv0 != null) {
            argv[0] = bytes(options.argv0);
        }
        return run(options, path, argv, arguments.environment(options.environment));
    }

    /** Runs a program. @return its exit status; does not return if a signal ended it */
    static int run(RunOptions options, byte[] path, byte[][] argv, List<byte[]> environment) {
        EngineKind kind =
                switch (options.engine) {
                    case "interp" -> EngineKind.INTERP;
                    case "lockstep" -> EngineKind.LOCKSTEP;
                    default -> EngineKind.JIT;
                };
        MipsFrontend mips = new MipsFrontend();
        Engine engine = new Engine(mips, kind, options.codeCacheMiB << 20);
        Personality[] personalities = personalities(options.personality);
        LogSink sink = options.strace || options.log != null ? sink(options.logFile) : null;
        KernelConfig config = new KernelConfig();
        config.silent = options.silent;
        if (options.stackBytes != 0) {
            config.stackLimit = options.stackBytes;
            config.stackLimitGiven = true;
        }
        config.cpu = options.cpu;
        config.unameRelease = options.release;
        config.debug = System.getenv("HELIOTROPE_DEBUG") != null;
        TraceFormatter formatter = new TraceFormatter();
        if (options.strace && sink != null) {
            config.tracer = new Strace(sink, formatter);
        }
        config.crashReporter = new CrashReport(mips, formatter, new MipsCallers());
        EngineLog log = options.log != null && sink != null ? new EngineLog(options.log, engine, sink) : null;
        Kernel kernel = new Kernel(engine, roots(options), personalities, config);
        int status = kernel.run(path, argv, environment.toArray(new byte[0][]));
        if (status >= 0) {
            // Processes that the program left running live in this JVM: they are not cut off, the command lasts as long as they do.
            kernel.awaitOthers(0);
        }
        if (log != null) {
            log.end();
        }
        if (status < 0) {
            String problem = kernel.problem();
            return notStarted(path, -status, problem != null ? problem : loadError(personalities));
        }
        int signal = status & 0x7f;
        return signal == 0 ? leave(status >> 8 & 0xff) : dieBy(signal);
    }

    /** Linux' before that of IRIX, which takes every program for MIPS. */
    private static Personality[] personalities(@Nullable String only) {
        if (only == null) {
            return new Personality[] {new LinuxPersonality(false), new IrixPersonality()};
        }
        return new Personality[] {only.equals("linux") ? new LinuxPersonality(true) : new IrixPersonality()};
    }

    private static @Nullable String loadError(Personality[] personalities) {
        for (Personality p : personalities) {
            String error = p.loadError();
            if (error != null) {
                return error;
            }
        }
        return null;
    }

    private static LogSink sink(@Nullable String file) {
        try {
            return LogSink.open(file);
        } catch (IOException e) {
            throw new CommandError(1, "-D " + e.getMessage());
        }
    }

    private static Roots roots(RunOptions options) {
        Roots roots = new Roots();
        for (String root : options.roots) {
            if (roots.addRoot(bytes(root)) < 0) {
                throw new CommandError(CommandError.NOT_FOUND, "-L " + root + ": no such directory");
            }
        }
        for (String map : options.maps) {
            int equals = map.indexOf("=/");
            boolean readOnly = map.endsWith(":ro");
            String host = map.substring(equals + 1, readOnly ? map.length() - 3 : map.length());
            if (roots.addMapping(bytes(map.substring(0, equals)), bytes(host), readOnly) < 0) {
                throw new CommandError(CommandError.NOT_FOUND, "--map " + map + ": no such file on the host");
            }
        }
        return roots;
    }

    private static int notStarted(byte[] path, int errno, @Nullable String reason) {
        String why = reason;
        int status = CommandError.CANNOT_EXECUTE;
        switch (errno) {
            case Errno.ENOENT, Errno.ENOTDIR, Errno.ENAMETOOLONG -> {
                status = CommandError.NOT_FOUND;
                why = why == null ? "no such file" : why;
            }
            case Errno.ENOEXEC -> why = why == null ? "not a program that Heliotrope can run" : why;
            case Errno.ENOMEM ->
                why = why == null ? "not enough memory, or a limit (ulimit -v): a program takes 4 GiB of address space" : why;
            default -> why = why == null ? "cannot be started, errno " + errno : why;
        }
        throw new CommandError(status, Kernel.printable(new String(path, StandardCharsets.UTF_8) + ": " + why));
    }

    /**
     * Ends this process at once. Halting the JVM would wait 0.3 s for the thread that waits for host signals, because it is in native
     * code. The run that makes the cache of classes has to halt the JVM, which writes the cache then.
     */
    private static int leave(int status) {
        if (System.getProperty("heliotrope.training") == null) {
            Sys.exitGroup(status);
        }
        return status;
    }

    /** Ends this process by the signal that ended the guest, so that a shell says and returns what it would for the guest itself. */
    private static int dieBy(int signal) {
        int rlimitCore = 4; // a core of the JVM helps nobody
        // All zero: no core, and an action of SIG_DFL instead of the JVM's handler, which would report a crash of its own.
        long zeroes = NativeMemory.allocate(32);
        Native.syscall(Sys.SYS_SETRLIMIT, rlimitCore, zeroes, 0, 0, 0, 0);
        Native.syscall(Sys.SYS_RT_SIGACTION, signal, zeroes, 0, 8, 0, 0);
        Sys.call(Sys.SYS_KILL, Sys.getpid(), signal, 0);
        // Still here: the signal is blocked or is one that does not end a process.
        return 128 + signal;
    }

    private static byte[] bytes(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }
}
