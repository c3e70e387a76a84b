package heliotrope.app;

import heliotrope.host.Charsets;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.Sys;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** The command {@code heliotrope}, also under the names {@code qemu-irix} and its kin: picks the subcommand. */
public final class Main {
    static final String VERSION = "0.1";

    private Main() {}

    public static void main(String[] args) {
        int status;
        try {
            ProcessArguments own = new ProcessArguments(args);
            String sources = System.getProperty("heliotrope.sources");
            if (sources != null) {
                rebuildIfNeeded(sources, own);
            }
            int command = command(own);
            status = command < 0 ? otherCommand(args) : leave(command);
        } catch (CommandError e) {
            print(2, "heliotrope: " + e.getMessage() + "\n");
            status = e.status;
        } catch (IllegalStateException e) {
            status = cannotStart(e);
        } catch (ExceptionInInitializerError e) {
            status = cannotStart(e.getCause() == null ? e : e.getCause());
        }
        // No shutdown of the JVM in good order: there is nothing left to do, and it takes milliseconds.
        Runtime.getRuntime().halt(status);
    }

    /** As the launcher asks, which does not look at the sources itself. */
    private static void rebuildIfNeeded(String sources, Invocation command) {
        String home = System.getProperty("heliotrope.home");
        String build = System.getProperty("heliotrope.current");
        if (home != null && build != null && SourceList.isNewer(sources, home, build)) {
            SourceList.buildFirst(home, command);
        }
    }

    /**
     * Ends this process as the program has ended, at once. Halting the JVM would wait 0.3 s for the thread that waits for host signals,
     * because it is in native code.
     */
    private static int leave(int status) {
        if (status >= RunCommand.SIGNAL) {
            return dieBy(status - RunCommand.SIGNAL);
        }
        Sys.exitGroup(status);
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

    /** This machine does not let us: no bridge, no memory for code. One line says why. */
    private static int cannotStart(Throwable e) {
        if (System.getenv("HELIOTROPE_DEBUG") != null) {
            e.printStackTrace();
        }
        print(2, "heliotrope: " + e.getMessage() + "\n");
        return CommandError.CANNOT_EXECUTE;
    }

    /** Runs a program, if that is what the command is for. @return as {@link RunCommand#run}, or -1: it is another command */
    static int command(Invocation inv) {
        String[] args = inv.texts();
        if (inv.name.startsWith("qemu-mips")) {
            return RunCommand.runLinux(inv);
        }
        if (inv.name.startsWith("qemu-") || args.length > 0 && args[0].startsWith("-")) {
            return RunCommand.run(inv, 0);
        }
        if (args.length == 0) {
            inv.print(2, HelpText.SHORT);
            return CommandError.USAGE;
        }
        switch (args[0]) {
            case "run" -> {
                return RunCommand.run(inv, 1);
            }
            case "demo" -> {
                return DemoCommand.run(inv);
            }
            case "syscalls", "disasm", "cache", "serve", "stop", "help" -> {
                return -1;
            }
            default -> {
                if (args[0].indexOf('/') < 0 && !inv.exists(args[0])) {
                    throw new CommandError(
                            CommandError.NOT_FOUND,
                            args[0]
                                    + ": neither a command of heliotrope (run, demo, serve, stop, syscalls, disasm, cache, help) "
                                    + "nor a program here");
                }
                return RunCommand.run(inv, 0);
            }
        }
    }

    private static int otherCommand(String[] args) {
        switch (args[0]) {
            case "syscalls" -> {
                return SyscallsCommand.run(args);
            }
            case "cache" -> {
                return CacheCommand.run(args);
            }
            case "disasm" -> {
                return DisasmCommand.run(args);
            }
            case "serve" -> {
                return ServeCommand.serve(args);
            }
            case "stop" -> {
                return ServeCommand.stop(args);
            }
            default -> {
                print(1, HelpText.full());
                return 0;
            }
        }
    }

    /** Writes text to stdout (1) or stderr (2) without the machinery of {@code System.out}. */
    static void print(int fd, String text) {
        try (FileOutputStream out = new Unclosed(fd == 1 ? FileDescriptor.out : FileDescriptor.err)) {
            out.write(text.getBytes(Charsets.UTF_8));
        } catch (IOException e) {
            // The reader went away or the disk is full: the exit status has to say it.
            Runtime.getRuntime().halt(1);
        }
    }

    /** A stream over a standard descriptor, which must stay open. */
    private static final class Unclosed extends FileOutputStream {
        Unclosed(FileDescriptor fd) {
            super(fd);
        }

        @Override
        public void close() {
            // Standard descriptors are not ours to close.
        }
    }
}
