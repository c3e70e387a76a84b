package heliotrope.kernel;

import heliotrope.host.Charsets;
import heliotrope.host.Sys;

/**
 * Names of host files by which a process means itself: its descriptors, its terminal, /proc/self. The host would take them for the
 * JVM's.
 */
final class OwnNames {
    private static final byte[] SELF = bytes("/proc/self"), DEV_FD = bytes("/dev/fd/"), SELF_FD = bytes("/proc/self/fd/");
    private static final byte[][] STANDARD = {bytes("/dev/stdin"), bytes("/dev/stdout"), bytes("/dev/stderr")};
    private static final byte[] TERMINAL = bytes("/dev/tty");

    private OwnNames() {}

    private static byte[] bytes(String s) {
        return s.getBytes(Charsets.ISO_8859_1);
    }

    /** Whether a name may be one of these at all. */
    static boolean maybe(byte[] name) {
        return name.length > 7 && name[0] == '/' && (name[1] == 'd' && name[2] == 'e' || name[1] == 'p' && name[2] == 'r');
    }

    /** The host's name of what the guest means by an absolute name. */
    static byte[] translate(GuestThread t, byte[] name) {
        int fd = descriptor(name);
        if (fd >= 0) {
            OpenFile file = t.process.files.get(fd);
            // By number: "self" would be this again.
            return bytes("/proc/" + Sys.getpid() + "/fd/" + (file == null ? "none" : Integer.toString(file.hostFd)));
        }
        Caller caller = t.kernel.caller;
        if (caller.isThisProcess()) {
            return name;
        }
        if (is(name, TERMINAL)) {
            return t.process.session.terminal == 0 ? name : terminal(caller, t);
        }
        if (startsWith(name, SELF) && (name.length == SELF.length || name[SELF.length] == '/')) {
            byte[] now = bytes("/proc/" + caller.pid);
            return PathNames.join(now, java.util.Arrays.copyOfRange(name, Math.min(name.length, SELF.length + 1), name.length));
        }
        return name;
    }

    private static byte[] terminal(Caller caller, GuestThread t) {
        long device = TerminalCalls.device(t.scratch, caller.terminalFd);
        int major = FileStat.major(device);
        int minor = FileStat.minor(device);
        int firstPts = 136;
        if (major >= firstPts && major < firstPts + 8) {
            return bytes("/dev/pts/" + ((major - firstPts << 8) + minor));
        }
        return major == 4 ? bytes((minor < 64 ? "/dev/tty" : "/dev/ttyS") + (minor < 64 ? minor : minor - 64)) : TERMINAL;
    }

    private static int descriptor(byte[] name) {
        for (int i = 0; i < STANDARD.length; i++) {
            if (is(name, STANDARD[i])) {
                return i;
            }
        }
        if (startsWith(name, DEV_FD)) {
            return number(name, DEV_FD.length);
        }
        return startsWith(name, SELF_FD) ? number(name, SELF_FD.length) : -1;
    }

    private static int number(byte[] name, int from) {
        int n = name.length == from ? -1 : 0;
        for (int i = from; i < name.length; i++) {
            if (name[i] < '0' || name[i] > '9' || n > 100_000) {
                return -1;
            }
            n = 10 * n + name[i] - '0';
        }
        return n;
    }

    private static boolean is(byte[] name, byte[] other) {
        return name.length == other.length && startsWith(name, other);
    }

    private static boolean startsWith(byte[] name, byte[] start) {
        if (name.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (name[i] != start[i]) {
                return false;
            }
        }
        return true;
    }
}
