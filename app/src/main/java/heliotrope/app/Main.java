package heliotrope.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The command {@code heliotrope}, also under the names {@code qemu-irix} and its kin: picks the subcommand. */
public final class Main {
    static final String VERSION = "0.1";

    private Main() {}

    public static void main(String[] args) {
        int status;
        try {
            status = command(args);
        } catch (CommandError e) {
            print(2, "heliotrope: " + e.getMessage() + "\n");
            status = e.status;
        } catch (IllegalStateException e) {
            status = cannotStart(e);
        } catch (ExceptionInInitializerError e) {
            status = cannotStart(e.getCause() == null ? e : e.getCause());
        }
        // No shutdown of the JVM in good order: there is nothing left to do, and it takes milliseconds. (RunCommand leaves by itself.)
        Runtime.getRuntime().halt(status);
    }

    /** This machine does not let us: no bridge, no memory for code. One line says why. */
    private static int cannotStart(Throwable e) {
        if (System.getenv("HELIOTROPE_DEBUG") != null) {
            e.printStackTrace();
        }
        print(2, "heliotrope: " + e.getMessage() + "\n");
        return CommandError.CANNOT_EXECUTE;
    }

    static int command(String[] args) {
        String name = System.getProperty("heliotrope.argv0", "heliotrope");
        if (name.startsWith("qemu-mips")) {
            return RunCommand.runLinux(args);
        }
        if (name.startsWith("qemu-") || args.length > 0 && args[0].startsWith("-")) {
            return RunCommand.run(args, 0);
        }
        if (args.length == 0) {
            print(2, HelpText.SHORT);
            return CommandError.USAGE;
        }
        switch (args[0]) {
            case "run" -> {
                return RunCommand.run(args, 1);
            }
            case "demo" -> {
                return DemoCommand.run(args);
            }
            case "syscalls" -> {
                return SyscallsCommand.run(args);
            }
            case "disasm" -> {
                return DisasmCommand.run(args);
            }
            case "help" -> {
                print(1, HelpText.full());
                return 0;
            }
            default -> {
                if (args[0].indexOf('/') < 0 && !new java.io.File(args[0]).exists()) {
                    throw new CommandError(
                            CommandError.NOT_FOUND,
                            args[0] + ": neither a command of heliotrope (run, demo, syscalls, disasm, help) nor a program here");
                }
                return RunCommand.run(args, 0);
            }
        }
    }

    /** Writes text to stdout (1) or stderr (2) without the machinery of {@code System.out}. */
    static void print(int fd, String text) {
        try (FileOutputStream out = new Unclosed(fd == 1 ? FileDescriptor.out : FileDescriptor.err)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
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
