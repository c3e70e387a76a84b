package heliotrope.app;

import heliotrope.debug.LogSink;
import heliotrope.debug.Strace;
import heliotrope.engine.Engine;
import heliotrope.engine.EngineKind;
import heliotrope.engine.cache.TranslationStore;
import heliotrope.host.Charsets;
import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import heliotrope.irix.IrixPersonality;
import heliotrope.kernel.Caller;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.KernelConfig;
import heliotrope.kernel.Personality;
import heliotrope.kernel.Roots;
import heliotrope.linux.LinuxPersonality;
import heliotrope.mips.MipsFrontend;
import java.util.List;

/** {@code heliotrope run}: one program with its whole process tree, in this JVM. */
final class RunCommand {
    /** Added to the number of a signal that ended the program, where a status is returned. */
    static final int SIGNAL = 0x100;

    private static final String CPU_HELP = "help";

    private RunCommand() {}

    /** Under the name of qemu-mips and its kin: every program is one of Linux. */
    static int runLinux(Invocation inv) {
        RunOptions options = new RunOptions();
        options.personality = "linux";
        return run(inv, 0, options);
    }

    /** Parses options from word {@code from} on and runs. @return the exit status, or {@link #SIGNAL} + signal */
    static int run(Invocation inv, int from) {
        return run(inv, from, new RunOptions());
    }

    private static int run(Invocation inv, int from, RunOptions options) {
        String[] args = inv.texts();
        OptionTable.Outcome outcome = OptionTable.parse(inv, args, from, options); // not switched over: that takes one more class
        if (outcome == OptionTable.Outcome.HELP) {
            inv.print(1, HelpText.full());
            return 0;
        }
        if (outcome == OptionTable.Outcome.VERSION) {
            inv.print(1, "heliotrope version " + Main.VERSION + "\n");
            return 0;
        }
        if (CPU_HELP.equals(options.cpu)) {
            inv.print(1, "R3000\nR4000\nR4400\nR4600\nR5000\nR8000\nR10000\nR12000\nR14000\nR16000 (the default)\n");
            return 0;
        }
        if (options.program >= args.length) {
            throw new CommandError(CommandError.USAGE, "no program given\n" + HelpText.SHORT.stripTrailing());
        }
        byte[][] argv = new byte[args.length - options.program][];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = inv.word(options.program + i);
        }
        byte[] path = argv[0];
        if (options.argv0 != null) {
            argv[0] = bytes(options.argv0);
        }
        return run(inv, options, path, argv);
    }

    /** Runs a program. @return its exit status, or {@link #SIGNAL} + the signal that ended it */
    static int run(Invocation inv, RunOptions options, byte[] path, byte[][] argv) {
        List<byte[]> environment = inv.environment(options.environment);
        EngineKind kind =
                switch (options.engine) {
                    case "interp" -> EngineKind.INTERP;
                    case "lockstep" -> EngineKind.LOCKSTEP;
                    default -> EngineKind.JIT;
                };
        MipsFrontend mips = new MipsFrontend();
        Engine shared = inv.engine();
        if (shared != null && (kind != EngineKind.JIT || options.log != null || options.perfMap
                || options.codeCacheMiB != RunOptions.CODE_CACHE_MIB)) {
            throw new NotHere();
        }
        Engine engine = shared != null ? shared : new Engine(mips, kind, options.codeCacheMiB << 20);
        TranslationStore store = shared != null || engine.kind() != EngineKind.JIT ? null : DiskCache.open(options.cache);
        if (store != null) {
            engine.useStore(store);
        }
        Personality[] personalities = personalities(options.personality);
        HostOutput log = options.strace || options.log != null ? output(inv, options.logFile) : null;
        try {
            return run(inv, options, path, argv, environment, mips, engine, personalities, log);
        } finally {
            if (log != null) {
                log.close();
            }
        }
    }

    private static int run(Invocation inv, RunOptions options, byte[] path, byte[][] argv, List<byte[]> environment, MipsFrontend mips,
            Engine engine, Personality[] personalities, @Nullable HostOutput output) {
        LogSink sink = output == null ? null : new LogSink(output, options.logFile == null ? "stderr" : options.logFile, null);
        KernelConfig config = new KernelConfig();
        config.silent = options.silent;
        if (options.stackBytes != 0) {
            config.stackLimit = options.stackBytes;
            config.stackLimitGiven = true;
        }
        config.cpu = options.cpu;
        config.unameRelease = options.release;
        config.debug = inv.variable("HELIOTROPE_DEBUG") != null;
        config.caller = inv.caller();
        if (options.strace && sink != null) {
            config.tracer = new Strace(sink, new TraceFormatter());
        }
        config.crashReporter = new MipsCrashes(mips);
        EngineLog figures = options.log != null && sink != null ? new EngineLog(options.log, engine, sink) : null;
        Kernel kernel = new Kernel(engine, roots(inv, options), personalities, config);
        inv.begins(kernel);
        int status = kernel.run(path, argv, environment.toArray(new byte[0][]));
        if (status >= 0) {
            // Processes that the program left running live in this JVM: they are not cut off, the command lasts as long as they do.
            kernel.awaitOthers(0);
        }
        if (inv.engine() == null) {
            engine.saveTranslations();
        }
        if (figures != null) {
            figures.end();
        }
        if (options.perfMap) {
            PerfMap.write(engine);
        }
        if (status < 0) {
            String problem = kernel.problem();
            return notStarted(path, -status, problem != null ? problem : loadError(personalities));
        }
        return exitStatus(status);
    }

    /** What {@link #run} returns for a wait status. */
    static int exitStatus(int waitStatus) {
        int signal = waitStatus & 0x7f;
        return signal == 0 ? waitStatus >> 8 & 0xff : SIGNAL + signal;
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

    private static HostOutput output(Invocation inv, @Nullable String file) {
        Caller caller = inv.caller();
        if (file == null) {
            return new HostOutput(caller == null ? 2 : caller.errorFd, false);
        }
        String path = file.replace("%d", Integer.toString(caller == null ? Sys.getpid() : caller.pid));
        int fd = inv.create(bytes(path));
        if (fd < 0) {
            String why = switch (-fd) {
                case Errno.ENOENT -> "No such file or directory";
                case Errno.EACCES -> "Permission denied";
                case Errno.EISDIR -> "Is a directory";
                default -> "errno " + -fd;
            };
            throw new CommandError(1, "-D " + path + " (" + why + ")");
        }
        return new HostOutput(fd, true);
    }

    private static Roots roots(Invocation inv, RunOptions options) {
        Roots roots = inv.roots();
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
        throw new CommandError(status, Kernel.printable(new String(path, Charsets.UTF_8) + ": " + why));
    }

    private static byte[] bytes(String s) {
        return s.getBytes(Charsets.UTF_8);
    }
}
