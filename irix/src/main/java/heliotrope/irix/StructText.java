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
    static String struct(AddressSpace m, IrixAbi abi, String type, long at, long reference, long[] args, long result) {
        int time = ProcessStructs.timeSize(abi);
        switch (type) {
            case "int":
                return "[" + m.s32(at) + "]";
            case "intpair":
                return "[" + m.s32(at) + ", " + m.s32(at + 4) + "]";
            case "timeval", "timespec":
                return time(m, abi, at, type.equals("timeval"));
            case "timevals":
                return "[" + time(m, abi, at, true) + ", " + time(m, abi, at + time, true) + "]";
            case "itimerval", "itimerspec":
                boolean micros = type.equals("itimerval");
                return "{interval=" + time(m, abi, at, micros) + ", value=" + time(m, abi, at + time, micros) + "}";
            case "utimbuf":
                return "{actime=" + m.s32(at) + ", modtime=" + m.s32(at + 4) + "}";
            case "tms":
                return "{utime=" + m.s32(at) + ", stime=" + m.s32(at + 4) + ", cutime=" + m.s32(at + 8) + ", cstime="
                        + m.s32(at + 12) + "}";
            case "stat":
                return stat(m, FileStructs.layout(abi, reference == 3), at);
            case "statvfs", "statvfs64":
                return "{f_bsize=" + word(m, abi, at) + ", f_frsize=" + word(m, abi, at + abi.word) + ", f_blocks="
                        + (abi.wide || type.equals("statvfs64") ? m.u64(at + 2L * abi.word) : m.u32(at + 8)) + ", ...}";
            case "statfs":
                return "{f_bsize=" + word(m, abi, at + abi.word) + ", ...}";
            case "sigset":
                return IrixArgumentFormatter.signals(mask(m, at));
            case "sigaction":
                return "{" + handler(word(m, abi, at + abi.word)) + ", " + FlagNames.text("saflags", m.s32(at)) + ", "
                        + IrixArgumentFormatter.signals(mask(m, at + 2L * abi.word)) + "}";
            case "sigstack":
                return "{ss_sp=" + IrixArgumentFormatter.hex(word(m, abi, at)) + ", ss_size=" + m.u32(at + abi.word) + ", ss_flags="
                        + m.s32(at + abi.word + 4) + "}";
            case "siginfo":
                return siginfo(m, abi, at);
            case "procset":
                return "{" + m.s32(at) + ", " + m.s32(at + 4) + ", " + m.s32(at + 8) + ", " + m.s32(at + 12) + ", " + m.s32(at + 16) + "}";
            case "rusage":
                return "{utime=" + time(m, abi, at, true) + ", stime=" + time(m, abi, at + time, true) + ", maxrss="
                        + word(m, abi, at + 2L * time) + ", ...}";
            case "rlimit":
                if (abi.wide) {
                    return struct(m, abi, "rlimit64", at, reference, args, result);
                }
                return "{" + limit(m.u32(at), 0x7fffffffL) + ", " + limit(m.u32(at + 4), 0x7fffffffL) + "}";
            case "rlimit64":
                return "{" + limit(m.u64(at), Long.MAX_VALUE) + ", " + limit(m.u64(at + 8), Long.MAX_VALUE) + "}";
            case "flock", "flock64":
                return flock(m, FileStructs.layout(abi, type.equals("flock64")), at);
            case "winsize":
                return "{" + m.u16(at) + " rows, " + m.u16(at + 2) + " columns}";
            case "termio", "termios":
                return "{iflag=0" + octal(m, at) + ", oflag=0" + octal(m, at + 4) + ", cflag=0" + octal(m, at + 8) + ", lflag=0"
                        + octal(m, at + 12) + ", ...}";
            case "utsname":
                return "{" + IrixArgumentFormatter.string(m, at) + ", " + IrixArgumentFormatter.string(m, at + 257) + ", "
                        + IrixArgumentFormatter.string(m, at + 514) + ", ...}";
            case "iovec", "iniovec":
                return vectors(m, abi, at, reference, type.equals("iniovec"));
            case "pollfds":
                return pollFds(m, at, reference);
            case "fdset":
                return fdSet(m, at, reference);
            case "sockaddr":
                return address(m, at);
            case "dirents", "dirents64":
                return entries(m, at, result, abi.wide || type.equals("dirents64") ? 18 : 10);
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

    private static long word(AddressSpace m, IrixAbi abi, long at) {
        return IrixArgumentFormatter.word(m, abi, at);
    }

    /** timeval or timespec; in n64 the 32 bits of seconds have their padding before or behind them. */
    private static String time(AddressSpace m, IrixAbi abi, long at, boolean micros) {
        String fraction = Integer.toString((int) word(m, abi, at + abi.word));
        int digits = micros ? 6 : 9;
        int seconds = m.s32(micros && abi.pointers64 ? at + 4 : at);
        return seconds + "." + "000000000".substring(0, Math.max(0, digits - fraction.length())) + fraction;
    }

    private static String stat(AddressSpace m, int layout, long at) {
        long inodeAt = at + (layout == FileStructs.LONG ? 32 : 16);
        boolean wide = layout != FileStructs.NARROW;
        int mode = m.s32(inodeAt + (wide ? 8 : 4));
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
        long size = wide ? m.u64(at + (layout == FileStructs.LONG ? 80 : 56)) : m.u32(at + 48);
        return "{" + kind + "|0" + Integer.toOctalString(mode & 07777) + ", size=" + size + ", ino="
                + (wide ? m.u64(inodeAt) : m.u32(inodeAt)) + ", ...}";
    }

    private static String siginfo(AddressSpace m, IrixAbi abi, long at) {
        int signal = m.s32(at);
        if (signal == 0) {
            return "{}";
        }
        String start = "{" + IrixSignals.name(signal) + ", code=" + m.s32(at + 4);
        long union = at + (abi.pointers64 ? 16 : 12);
        if (signal == IrixSignals.SIGCLD) {
            return start + ", pid=" + m.s32(union) + ", status=" + m.s32(union + 8) + "}";
        }
        return start + ", " + IrixArgumentFormatter.hex(word(m, abi, union)) + "}";
    }

    private static String flock(AddressSpace m, int layout, long at) {
        boolean wide = layout != FileStructs.NARROW;
        int type = m.u16(at);
        String name = type == 1 ? "F_RDLCK" : type == 2 ? "F_WRLCK" : type == 3 ? "F_UNLCK" : Integer.toString(type);
        long start = wide ? m.u64(at + 8) : m.s32(at + 4);
        long length = wide ? m.u64(at + 16) : m.s32(at + 8);
        return "{" + name + ", whence=" + m.u16(at + 2) + ", start=" + start + ", len=" + length + "}";
    }

    private static String vectors(AddressSpace m, IrixAbi abi, long at, long n, boolean contents) {
        StringBuilder s = new StringBuilder("[");
        for (int i = 0; i < Math.min(n, MAX_ENTRIES); i++) {
            long base = word(m, abi, at + 2L * abi.word * i);
            long length = word(m, abi, at + 2L * abi.word * i + abi.word);
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
