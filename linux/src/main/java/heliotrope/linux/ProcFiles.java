package heliotrope.linux;

import heliotrope.host.Charsets;
import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Sys;
import heliotrope.ir.Nullable;
import heliotrope.kernel.Credentials;
import heliotrope.kernel.GuestThread;
import heliotrope.kernel.HostCalls;
import heliotrope.kernel.MemoryListing;
import heliotrope.kernel.OpenFile;
import heliotrope.kernel.PathCalls;
import heliotrope.kernel.Process;
import java.util.Arrays;

/**
 * The names in /proc and /dev that tell of the process itself; those of the host would tell of the JVM. Descriptors and the program are
 * other names of files ({@link #translate}); texts about the process are made when they are opened.
 */
final class ProcFiles {
    private ProcFiles() {}

    static final long NOT_MINE = Long.MIN_VALUE + 1001;

    private static final String SELF = "/proc/self/", THREAD = "/proc/thread-self/", DEV_FD = "/dev/fd/";
    private static final String[] STANDARD = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};

    private static byte[] bytes(String text) {
        return text.getBytes(Charsets.ISO_8859_1);
    }

    private static boolean startsWith(byte[] name, String prefix) {
        if (name.length < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (name[i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** What follows {@code /proc/self/} and its like, or null. */
    private static @Nullable String own(LinuxThread x, byte[] name) {
        int at;
        if (startsWith(name, SELF)) {
            at = SELF.length();
        } else if (startsWith(name, THREAD)) {
            at = THREAD.length();
        } else {
            String numbered = "/proc/" + x.process().pid + "/";
            if (!startsWith(name, numbered)) {
                return null;
            }
            at = numbered.length();
        }
        return new String(name, at, name.length - at, Charsets.ISO_8859_1);
    }

    private static boolean maybeMine(byte[] name) {
        return name.length > 7 && name[0] == '/' && (name[1] == 'p' && name[2] == 'r' || name[1] == 'd' && name[2] == 'e');
    }

    /** The descriptor that a name means, or -1. */
    private static int descriptor(LinuxThread x, byte[] name) {
        for (int i = 0; i < STANDARD.length; i++) {
            if (name.length == STANDARD[i].length() && startsWith(name, STANDARD[i])) {
                return i;
            }
        }
        if (startsWith(name, DEV_FD)) {
            return number(new String(name, DEV_FD.length(), name.length - DEV_FD.length(), Charsets.ISO_8859_1));
        }
        String rest = own(x, name);
        return rest != null && rest.startsWith("fd/") ? number(rest.substring(3)) : -1;
    }

    private static int number(String text) {
        int n = text.isEmpty() ? -1 : 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || n > 100_000) {
                return -1;
            }
            n = 10 * n + c - '0';
        }
        return n;
    }

    /** The name to use for one that means something else for the guest than for the host: itself, mostly. */
    static byte[] translate(LinuxThread x, byte[] name) {
        if (!maybeMine(name)) {
            return name;
        }
        int fd = descriptor(x, name);
        if (fd >= 0) {
            OpenFile file = x.process().files.get(fd);
            // The number: "self" is the guest itself for the kernel, too.
            return bytes("/proc/" + Sys.getpid() + "/fd/" + (file == null ? "none" : Integer.toString(file.hostFd)));
        }
        String rest = name[1] == 'p' ? own(x, name) : null;
        if (rest == null) {
            return name;
        }
        if (rest.equals("exe")) {
            return executable(x);
        }
        boolean cwd = rest.equals("cwd") || rest.startsWith("cwd/");
        if (cwd || rest.equals("root") || rest.startsWith("root/")) {
            byte[] start = cwd ? PathCalls.getcwd(x.thread) : new byte[0];
            byte[] tail = bytes("/" + rest.substring(Math.min(rest.length(), cwd ? 4 : 5)));
            byte[] whole = Arrays.copyOf(start, start.length + tail.length);
            System.arraycopy(tail, 0, whole, start.length, tail.length);
            return whole;
        }
        return bytes(SELF + rest); // of the JVM, where nothing better is known
    }

    /** As {@link #translate} for a call that asks about a link itself: exe and cwd are links of the host, too. */
    static byte @Nullable [] link(LinuxThread x, byte @Nullable [] name) {
        return name != null && maybeMine(name) && descriptor(x, name) >= 0 && name[1] == 'p' ? translate(x, name) : name;
    }

    /** readlink of exe, cwd, root and fd/n. @return bytes stored, -errno or {@link #NOT_MINE} */
    static long readlink(LinuxThread x, byte[] name, long buffer, long n) {
        if (!maybeMine(name) || name[1] != 'p') {
            return NOT_MINE;
        }
        String rest = own(x, name);
        if (rest == null) {
            return NOT_MINE;
        }
        byte[] target;
        switch (rest) {
            case "exe" -> target = executable(x);
            case "cwd" -> target = PathCalls.getcwd(x.thread);
            case "root" -> target = bytes("/");
            default -> {
                int fd = rest.startsWith("fd/") ? number(rest.substring(3)) : -1;
                if (fd < 0) {
                    return NOT_MINE;
                }
                OpenFile file = x.process().files.get(fd);
                if (file == null) {
                    return -Errno.ENOENT;
                }
                target = file.path != null ? file.path : hostLink(x, file);
            }
        }
        int length = (int) Math.min(target.length, n);
        x.memory().writeBytes(buffer, target, 0, length);
        return length;
    }

    /** What the host's /proc says of the descriptor: pipe:[1234] and the like. */
    private static byte[] hostLink(LinuxThread x, OpenFile file) {
        int n = Sys.readlinkat(x.thread.scratch, Sys.AT_FDCWD, bytes("/proc/self/fd/" + file.hostFd));
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
        byte[] cwd = PathCalls.getcwd(x.thread);
        int skip = path.length > 1 && path[0] == '.' && path[1] == '/' ? 2 : 0;
        boolean slash = cwd.length > 1;
        byte[] full = Arrays.copyOf(cwd, cwd.length + (slash ? 1 : 0) + path.length - skip);
        if (slash) {
            full[cwd.length] = '/';
        }
        System.arraycopy(path, skip, full, full.length - path.length + skip, path.length - skip);
        return full;
    }

    // ---- texts ----

    /** Opens one of the texts. @return descriptor, -errno or {@link #NOT_MINE} */
    static long open(LinuxThread x, byte[] name, int hostFlags) {
        if (!maybeMine(name) || name[1] != 'p' || (hostFlags & (Sys.O_ACCMODE | Sys.O_DIRECTORY | Sys.O_PATH)) != 0) {
            return NOT_MINE;
        }
        String rest = own(x, name);
        if (rest == null) {
            return NOT_MINE;
        }
        byte[] text;
        switch (rest) {
            case "maps" -> text = bytes(MemoryListing.maps(x.memory()));
            case "cmdline" -> text = commandLine(x.process());
            case "comm" -> text = bytes(programName(x) + "\n");
            case "stat" -> text = bytes(stat(x));
            case "status" -> text = bytes(status(x));
            case "statm" -> {
                long pages = MemoryListing.size(x.memory()) >> 12;
                text = bytes(pages + " " + pages + " 0 0 0 " + pages + " 0\n");
            }
            default -> {
                return NOT_MINE;
            }
        }
        GuestThread t = x.thread;
        long hostFd = Native.syscall(Sys.SYS_MEMFD_CREATE, t.scratch.path(bytes(rest)), Sys.MFD_CLOEXEC, 0, 0, 0, 0);
        for (int done = 0; hostFd >= 0 && done < text.length;) {
            int n = Math.min(text.length - done, t.scratch.dataSize);
            t.scratch.put(0, text, done, n);
            if (Sys.pwrite((int) hostFd, t.scratch.data(), n, done) != n) {
                Sys.close((int) hostFd);
                return -Errno.ENOMEM;
            }
            done += n;
        }
        return HostCalls.adopt(t, hostFd, (hostFlags & Sys.O_CLOEXEC) != 0, null);
    }

    private static byte[] commandLine(Process p) {
        int size = 0;
        for (byte[] argument : p.argv) {
            size += argument.length + 1;
        }
        byte[] text = new byte[size];
        int at = 0;
        for (byte[] argument : p.argv) {
            System.arraycopy(argument, 0, text, at, argument.length);
            at += argument.length + 1;
        }
        return text;
    }

    private static String programName(LinuxThread x) {
        byte[] name = LinuxControlCalls.name(x);
        int n = 0;
        while (n < name.length && name[n] != 0) {
            n++;
        }
        return new String(name, 0, n, Charsets.ISO_8859_1);
    }

    private static String stat(LinuxThread x) {
        Process p = x.process();
        long session = heliotrope.kernel.ProcessGroups.getsid(x.thread, 0);
        return p.pid + " (" + programName(x) + ") R " + p.parentPid() + " " + p.groupId() + " " + session
                + " 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 0 " + MemoryListing.size(x.memory())
                + " 0 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
    }

    private static String status(LinuxThread x) {
        Process p = x.process();
        Credentials c = p.credentials;
        long kilobytes = MemoryListing.size(x.memory()) >> 10;
        StringBuilder groups = new StringBuilder();
        for (int group : c.groups) {
            groups.append(group & 0xffffffffL).append(' ');
        }
        return "Name:\t" + programName(x) + "\nUmask:\t" + octal(p.umask) + "\nState:\tR (running)\nTgid:\t" + p.pid + "\nPid:\t"
                + x.thread.tid + "\nPPid:\t" + p.parentPid() + "\nTracerPid:\t0\nUid:\t" + ids(c.uid, c.euid, c.suid) + "\nGid:\t"
                + ids(c.gid, c.egid, c.sgid) + "\nFDSize:\t" + (p.files.highest() + 64 & ~63) + "\nGroups:\t" + groups + "\nVmPeak:\t"
                + kilobytes + " kB\nVmSize:\t" + kilobytes + " kB\nVmRSS:\t" + kilobytes + " kB\nThreads:\t1\n";
    }

    private static String octal(int mask) {
        String text = Integer.toOctalString(mask);
        return "0000".substring(Math.min(4, text.length())) + text;
    }

    /** Real, effective, saved and file system id. */
    private static String ids(int real, int effective, int saved) {
        return (real & 0xffffffffL) + "\t" + (effective & 0xffffffffL) + "\t" + (saved & 0xffffffffL) + "\t" + (effective & 0xffffffffL);
    }
}
