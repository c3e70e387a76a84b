package heliotrope.kernel;

import heliotrope.engine.Engine;
import heliotrope.engine.EngineKind;
import heliotrope.host.HostSignals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A kernel for tests, without host signals. */
final class Guests implements AutoCloseable {
    final TestPersonality personality = new TestPersonality();
    final KernelConfig config = new KernelConfig();
    final Engine engine;
    final Roots roots = new Roots();
    final Kernel kernel;
    private final Path folder;

    Guests(Path folder) {
        HostSignals.install();
        this.folder = folder;
        engine = new Engine(new SyscallFrontend(), EngineKind.INTERP, 0);
        config.hostSignals = false;
        config.silent = true;
        kernel = new Kernel(engine, roots, new Personality[] {personality}, config);
    }

    static byte[] bytes(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(Path p) {
        return bytes(p.toString());
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Makes a program known, and a file with which it is run. */
    Path program(String name, Program p) {
        personality.programs.put(name, p);
        return executable(name, "PROG " + name + "\n");
    }

    Path executable(String name, String contents) {
        try {
            Path file = Files.writeString(folder.resolve(name), contents);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a program to its end, with all its children. @return wait status */
    int run(Program p, String... arguments) {
        Path file = program("main", p);
        byte[][] argv = new byte[arguments.length + 1][];
        argv[0] = bytes("main");
        for (int i = 0; i < arguments.length; i++) {
            argv[i + 1] = bytes(arguments[i]);
        }
        int status = kernel.run(bytes(file), argv, new byte[][] {bytes("PATH=/usr/bin:/bin")});
        if (!kernel.awaitOthers(20_000)) {
            throw new IllegalStateException("guests are left");
        }
        Throwable failure = personality.failure;
        if (failure != null) {
            throw new AssertionError("in the guest: " + failure, failure);
        }
        return status;
    }

    /** A thread of a process that does not run, to make calls with. */
    GuestThread idleThread() {
        GuestThread t = kernel.firstThread();
        t.memory().map(TestPersonality.DATA, 0x10000, 3, 0x32, null, 0);
        return t;
    }

    @Override
    public void close() {
        roots.close();
    }
}
