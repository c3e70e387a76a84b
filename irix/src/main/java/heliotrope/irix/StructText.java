package heliotrope.irix;

import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.SignalMask;

/** Structures in guest memory as text, for strace. */
final class StructText {
    private StructText() {}

    private static final int MAX_ENTRIES = 8;

    /**
     * A structure of a type of the call table (without {@code out}); an address for types that have no text.
     *
     * @param reference the argument that the type refers to, or the result
     */
    static String struct(AddressSpace m, String type, long at, long reference, long[] args, long result) {
        switch (type) {
            case "int":
                return "[" + m.s32(at) + "]";
            case "intpair":
                return "[" + m.s32(at) + ", " + m.s32(at + 4) + "]";
            case "timeval", "timespec":
                return time(m, at, type.equals("timeval"));
            case "timevals":
                return "[" + time(m, at, true) + ", " + time(m, at + 8, true) + "]";
            case "itimerval", "itimerspec":
                boolean micros = type.equals("itimerval");
                return "{interval=" + time(m, at, micros) + ", value=" + time(m, at + 8, micros) + "}";
            case "utimbuf":
                return "{actime=" + m.s32(at) + ", modtime=" + m.s32(at + 4) + "}";
            case "tms":
                return "{utime=" + m.s32(at) + ", stime=" + m.s32(at + 4) + ", cutime=" + m.s32(at + 8) + ", cstime="
                        + m.s32(at + 12) + "}";
            case "stat":
                return stat(m, at, reference == 3);
            case "statvfs", "statvfs64":
                return "{f_bsize=" + m.s32(at) + ", f_frsize=" + m.s32(at + 4) + ", f_blocks="
                        + (type.equals("statvfs") ? m.u32(at + 8) : m.u64(at + 8)) + ", ...}";
            case "statfs":
                return "{f_bsize=" + m.s32(at + 4) + ", f_blocks=" + m.u32(at + 12) + ", f_bfree=" + m.u32(at + 16) + "}";
            case "sigset":
                return IrixArgumentFormatter.signals(mask(m, at));
            case "sigaction":
                return "{" + handler(m.u32(at + 4)) + ", " + FlagNames.text("saflags", m.s32(at)) + ", "
                        + IrixArgumentFormatter.signals(mask(m, at + 8)) + "}";
            case "sigstack":
                return "{ss_sp=" + IrixArgumentFormatter.hex(m.u32(at)) + ", ss_size=" + m.u32(at + 4) + ", ss_flags="
                        + m.s32(at + 8) + "}";
            case "siginfo":
                return siginfo(m, at);
            case "procset":
                return "{" + m.s32(at) + ", " + m.s32(at + 4) + ", " + m.s32(at + 8) + ", " + m.s32(at + 12) + ", " + m.s32(at + 16) + "}";
            case "rusage":
                return "{utime=" + time(m, at, true) + ", stime=" + time(m, at + 8, true) + ", maxrss=" + m.s32(at + 16) + ", ...}";
            case "rlimit":
                return "{" + limit(m.u32(at), 0x7fffffffL) + ", " + limit(m.u32(at + 4), 0x7fffffffL) + "}";
            case "rlimit64":
                return "{" + limit(m.u64(at), Long.MAX_VALUE) + ", " + limit(m.u64(at + 8), Long.MAX_VALUE) + "}";
            case "flock", "flock64":
                return flock(m, at, type.equals("flock64"));
            case "winsize":
                return "{" + m.u16(at) + " rows, " + m.u16(at + 2) + " columns}";
            case "termio", "termios":
                return "{iflag=0" + octal(m, at) + ", oflag=0" + octal(m, at + 4) + ", cflag=0" + octal(m, at + 8) + ", lflag=0"
                        + octal(m, at + 12) + ", ...}";
            case "utsname":
                return "{" + IrixArgumentFormatter.string(m, at) + ", " + IrixArgumentFormatter.string(m, at + 257) + ", "
                        + IrixArgumentFormatter.string(m, at + 514) + ", ...}";
            case "iovec", "iniovec":
                return vectors(m, at, reference, type.equals("iniovec"));
            case "pollfds":
                return pollFds(m, at, reference);
            case "fdset":
                return fdSet(m, at, reference);
            case "sockaddr":
                return address(m, at);
            case "dirents", "dirents64":
                return entries(m, at, result, type.equals("dirents64") ? 18 : 10);
            default:
                return IrixArgumentFormatter.hex(at);
        }
    }

    private static SignalMask mask(AddressSpace m, long at) {
        return new SignalMask(m.u32(at) | m.u32(at + 4) << 32, m.u32(at + 8) | m.u32(at + 12) << 32);
    }

    private static String handler(long handler) {
        return handler == 0 ? "SIG_DFL" : handler == 1 ? "SIG_IGN" : handler == 2 ? "SIG_HOLD" : IrixArgumentFormatter.hex(handler);
    }

    private static String octal(AddressSpace m, long at) {
        return Integer.toOctalString(m.s32(at));
    }

    private static String limit(long value, long infinity) {
        return value == infinity ? "RLIM_INFINITY" : Long.toString(value);
    }

    private static String time(AddressSpace m, long at, boolean micros) {
        String fraction = Integer.toString(m.s32(at + 4));
        int digits = micros ? 6 : 9;
        return m.s32(at) + "." + "000000000".substring(0, Math.max(0, digits - fraction.length())) + fraction;
    }

    private static String stat(AddressSpace m, long at, boolean wide) {
        int mode = m.s32(at + (wide ? 24 : 20));
        String kind = switch (mode & 0170000) {
            case 0010000 -> "S_IFIFO";
            case 0020000 -> "S_IFCHR";
            case 0040000 -> "S_IFDIR";
            case 0060000 -> "S_IFBLK";
            case 0100000 -> "S_IFREG";
            case 0120000 -> "S_IFLNK";
            case 0140000 -> "S_IFSOCK";
            default -> "0" + Integer.toOctalString(mode & 0170000);
        };
        long size = wide ? m.u64(at + 56) : m.u32(at + 48);
        return "{" + kind + "|0" + Integer.toOctalString(mode & 07777) + ", size=" + size + ", ino="
                + (wide ? m.u64(at + 16) : m.u32(at + 16)) + ", ...}";
    }

    private static String siginfo(AddressSpace m, long at) {
        int signal = m.s32(at);
        if (signal == 0) {
            return "{}";
        }
        String start = "{" + IrixSignals.name(signal) + ", code=" + m.s32(at + 4);
        if (signal == IrixSignals.SIGCLD) {
            return start + ", pid=" + m.s32(at + 12) + ", status=" + m.s32(at + 20) + "}";
        }
        return start + ", " + IrixArgumentFormatter.hex(m.u32(at + 12)) + "}";
    }

    private static String flock(AddressSpace m, long at, boolean wide) {
        int type = m.u16(at);
        String name = type == 1 ? "F_RDLCK" : type == 2 ? "F_WRLCK" : type == 3 ? "F_UNLCK" : Integer.toString(type);
        long start = wide ? m.u64(at + 8) : m.s32(at + 4);
        long length = wide ? m.u64(at + 16) : m.s32(at + 8);
        return "{" + name + ", whence=" + m.u16(at + 2) + ", start=" + start + ", len=" + length + "}";
    }

    private static String vectors(AddressSpace m, long at, long n, boolean contents) {
        StringBuilder s = new StringBuilder("[");
        for (int i = 0; i < Math.min(n, MAX_ENTRIES); i++) {
            long base = m.u32(at + 8L * i);
            long length = m.u32(at + 8L * i + 4);
            s.append(i == 0 ? "{" : ", {");
            s.append(contents ? IrixArgumentFormatter.bytes(m, base, length) : IrixArgumentFormatter.hex(base));
            s.append(", ").append(length).append('}');
        }
        return s.append(n > MAX_ENTRIES ? ", ...]" : "]").toString();
    }

    private static String pollFds(AddressSpace m, long at, long n) {
        StringBuilder s = new StringBuilder("[");
        for (int i = 0; i < Math.min(n, MAX_ENTRIES); i++) {
            s.append(i == 0 ? "{" : ", {").append(m.s32(at + 8L * i)).append(", ");
            s.append(FlagNames.text("pollevents", m.u16(at + 8L * i + 4))).append('}');
        }
        return s.append(n > MAX_ENTRIES ? ", ...]" : "]").toString();
    }

    private static String fdSet(AddressSpace m, long at, long n) {
        StringBuilder s = new StringBuilder("[");
        for (int fd = 0; fd < Math.min(n, 1024); fd++) {
            if ((m.s32(at + 4L * (fd >> 5)) >>> (fd & 31) & 1) != 0) {
                s.append(s.length() == 1 ? "" : " ").append(fd);
            }
        }
        return s.append(']').toString();
    }

    private static String address(AddressSpace m, long at) {
        int family = m.u16(at);
        if (family == IrixSocketCalls.AF_UNIX) {
            return "{AF_UNIX, " + IrixArgumentFormatter.string(m, at + 2) + "}";
        }
        if (family == IrixSocketCalls.AF_INET) {
            return "{AF_INET, " + m.u8(at + 4) + "." + m.u8(at + 5) + "." + m.u8(at + 6) + "." + m.u8(at + 7) + ":" + m.u16(at + 2) + "}";
        }
        return "{family " + family + "}";
    }

    private static String entries(AddressSpace m, long at, long bytes, int nameAt) {
        StringBuilder s = new StringBuilder("[");
        int n = 0;
        for (long p = at; p + nameAt < at + bytes; n++) {
            int length = m.u16(p + nameAt - 2);
            if (length <= nameAt) {
                break;
            }
            if (n < MAX_ENTRIES) {
                s.append(n == 0 ? "" : ", ").append(IrixArgumentFormatter.string(m, p + nameAt));
            }
            p += length;
        }
        return s.append(n > MAX_ENTRIES ? ", ... " + n + " entries]" : "]").toString();
    }
}
