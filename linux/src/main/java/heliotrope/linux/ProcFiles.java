package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.kernel.OpenFile;
import java.nio.charset.StandardCharsets;

/** The few names in /proc that tell of the process itself; those of the host would tell of the JVM. */
final class ProcFiles {
    private ProcFiles() {}

    static final long NOT_MINE = Long.MIN_VALUE + 1001;

    private static final byte[] SELF = bytes("/proc/self/"), EXE = bytes("exe"), FD = bytes("fd/"), CWD = bytes("cwd");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean startsWith(byte[] name, int at, byte[] prefix) {
        if (name.length - at < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (name[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Index behind {@code /proc/self/} or {@code /proc/<own pid>/}, 0 if the name does not begin with it. */
    private static int own(LinuxThread x, byte[] name) {
        if (startsWith(name, 0, SELF)) {
            return SELF.length;
        }
        if (name.length < 8 || name[1] != 'p' || name[2] != 'r') { // saves making the other name
            return 0;
        }
        byte[] numbered = bytes("/proc/" + x.process().pid + "/");
        return startsWith(name, 0, numbered) ? numbered.length : 0;
    }

    /** readlink of exe, cwd and fd/n. @return bytes stored, -errno or {@link #NOT_MINE} */
    static long readlink(LinuxThread x, byte[] name, long buffer, long n) {
        if (name.length < 9 || name[0] != '/') {
            return NOT_MINE;
        }
        int at = own(x, name);
        if (at == 0) {
            return NOT_MINE;
        }
        byte[] target = null;
        if (name.length == at + EXE.length && startsWith(name, at, EXE)) {
            target = executable(x);
        } else if (name.length == at + CWD.length && startsWith(name, at, CWD)) {
            target = heliotrope.kernel.PathCalls.getcwd(x.thread);
        } else if (startsWith(name, at, FD)) {
            int fd = number(name, at + FD.length);
            OpenFile file = fd < 0 ? null : x.process().files.get(fd);
            if (file == null) {
                return -Errno.ENOENT;
            }
            target = file.path != null ? file.path : hostLink(x, file);
        }
        if (target == null) {
            return NOT_MINE;
        }
        int length = (int) Math.min(target.length, n);
        x.memory().writeBytes(buffer, target, 0, length);
        return length;
    }

    /** What the host's /proc says of the descriptor: pipe:[1234] and the like. */
    private static byte[] hostLink(LinuxThread x, OpenFile file) {
        int n = heliotrope.host.Sys.readlinkat(x.thread.scratch, heliotrope.host.Sys.AT_FDCWD, bytes("/proc/self/fd/" + file.hostFd));
        byte[] target = new byte[Math.max(0, n)];
        x.thread.scratch.get(0, target, 0, target.length);
        return target;
    }

    /** Absolute name of the running program. */
    static byte[] executable(LinuxThread x) {
        byte[] path = x.process().execPath;
        if (path.length > 0 && path[0] == '/') {
            return path;
        }
        byte[] cwd = heliotrope.kernel.PathCalls.getcwd(x.thread);
        int skip = path.length > 1 && path[0] == '.' && path[1] == '/' ? 2 : 0;
        boolean slash = cwd.length > 1;
        byte[] full = java.util.Arrays.copyOf(cwd, cwd.length + (slash ? 1 : 0) + path.length - skip);
        if (slash) {
            full[cwd.length] = '/';
        }
        System.arraycopy(path, skip, full, full.length - path.length + skip, path.length - skip);
        return full;
    }

    private static int number(byte[] name, int at) {
        int n = at < name.length ? 0 : -1;
        for (int i = at; i < name.length; i++) {
            if (name[i] < '0' || name[i] > '9' || n > 100_000) {
                return -1;
            }
            n = 10 * n + name[i] - '0';
        }
        return n;
    }
}
