package heliotrope.app;

import heliotrope.engine.Engine;
import heliotrope.host.Charsets;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.Caller;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.Roots;
import java.util.List;

/**
 * One use of the command: the name it was called by, its words and environment, and whom it is for: this process
 * ({@link ProcessArguments}), or a client of the server.
 */
abstract class Invocation {
    /** Last component of the command's name. */
    final String name;

    Invocation(String name) {
        this.name = name;
    }

    /** The words behind the name as text: file names are UTF-8, whatever the locale says. */
    abstract String[] texts();

    /** Word {@code i} as bytes, without a NUL. */
    abstract byte[] word(int i);

    /** The environment as {@code NAME=value} bytes, in a list that may be changed. */
    abstract List<byte[]> environment();

    /** The value of an environment variable, or null. */
    abstract @Nullable String variable(String variable);

    /** Writes text to stdout (1) or stderr (2). */
    abstract void print(int fd, String text);

    /** Who the kernel works for; null: this process. */
    @Nullable Caller caller() {
        return null;
    }

    /** The engine to use; null: one for this program alone. */
    @Nullable Engine engine() {
        return null;
    }

    /** The program is about to be started; the command cannot be done anywhere else from now on. */
    void begins(Kernel kernel) {
        // Nobody has to know.
    }

    /** The environment, changed as {@code changes} says (NAME=value sets, NAME removes). */
    final List<byte[]> environment(List<String> changes) {
        List<byte[]> result = environment();
        for (String change : changes) {
            int equals = change.indexOf('=');
            byte[] bytes = change.getBytes(Charsets.UTF_8);
            int nameLength = equals < 0 ? bytes.length : equals;
            for (int i = result.size() - 1; i >= 0; i--) {
                if (names(result.get(i), bytes, nameLength)) {
                    result.remove(i);
                }
            }
            if (equals >= 0) {
                result.add(bytes);
            }
        }
        return result;
    }

    private static boolean names(byte[] variable, byte[] name, int length) {
        if (variable.length <= length || variable[length] != '=') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (variable[i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Roots for host names that are relative to the command's directory. */
    final Roots roots() {
        Caller c = caller();
        return c == null ? new Roots() : new Roots(c.directoryFd, c.directory);
    }

    /** Opens, in the command's directory, a file to write to. @return descriptor or -errno */
    final int create(byte[] path) {
        Caller c = caller();
        Scratch s = new Scratch();
        try {
            int flags = Sys.O_WRONLY | Sys.O_CREAT | Sys.O_TRUNC | Sys.O_CLOEXEC;
            return Sys.openat(s, c == null ? Sys.AT_FDCWD : c.directoryFd, path, flags, c == null ? 0666 : 0666 & ~c.umask);
        } finally {
            s.close();
        }
    }

    /** Whether there is a file of this name in the command's directory. */
    final boolean exists(String path) {
        Caller c = caller();
        if (c == null) {
            return new java.io.File(path).exists();
        }
        Scratch s = new Scratch();
        try {
            return Sys.faccessat(s, c.directoryFd, path.getBytes(Charsets.UTF_8), Sys.F_OK, 0) == 0;
        } finally {
            s.close();
        }
    }
}
