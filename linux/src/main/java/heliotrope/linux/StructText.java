package heliotrope.linux;

import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.SignalMask;

/** Structures in guest memory as text, for strace. */
final class StructText {
    private StructText() {}

    private static final int MAX_ENTRIES = 8;
    private static final int AF_UNIX = 1, AF_INET = 2, AF_INET6 = 10, SUN_PATH = 108;

    /**
     * A structure of a type of the call table (without {@code out}); an address for types that have no text.
     *
     * @param reference the argument that the type refers to, or the result
     */
    static String struct(LinuxThread x, String type, long at, long reference) {
        int word = x.abi.word;
        switch (type) {
            case "timespec", "timespec64":
                return time(x, at, type.equals("timespec64"), "ns");
            case "timeval":
                return time(x, at, false, "us");
            case "itimerval":
                return "{interval=" + time(x, at, false, "us") + ", value=" + time(x, at + 2L * word, false, "us") + "}";
            case "sigset":
                return signals(mask(x, at));
            case "sigaction":
                return "{" + handler(word(x, at + word)) + ", " + FlagNames.text("saflags", x.memory().s32(at)) + ", "
                        + signals(mask(x, at + 2L * word)) + "}";
            case "rlimit":
                return "{" + limit(x, word(x, at), x.abi.wide) + ", " + limit(x, word(x, at + word), x.abi.wide) + "}";
            case "rlimit64":
                return "{" + limit(x, x.memory().u64(at), true) + ", " + limit(x, x.memory().u64(at + 8), true) + "}";
            case "utsname":
                return "{" + string(x, at) + ", " + string(x, at + 65) + ", " + string(x, at + 130) + ", ...}";
            case "pollfds":
                return pollFds(x.memory(), at, reference);
            case "sockaddr":
                return address(x, at);
            default:
                return LinuxArgumentFormatter.hex(at);
        }
    }

    private static long word(LinuxThread x, long at) {
        return x.abi.wide ? x.memory().u64(at) : x.memory().u32(at);
    }

    private static String time(LinuxThread x, long at, boolean wide, String unit) {
        AddressSpace m = x.memory();
        boolean eight = wide || x.abi.wide;
        long seconds = eight ? m.u64(at) : m.s32(at);
        long rest = eight ? m.u64(at + 8) : m.s32(at + 4);
        return "{" + seconds + " s, " + rest + " " + unit + "}";
    }

    private static SignalMask mask(LinuxThread x, long at) {
        AddressSpace m = x.memory();
        if (x.abi.wide) {
            return new SignalMask(m.u64(at), m.u64(at + 8));
        }
        return new SignalMask(m.u32(at) | m.u32(at + 4) << 32, m.u32(at + 8) | m.u32(at + 12) << 32);
    }

    private static String signals(SignalMask mask) {
        int members = Long.bitCount(mask.low) + Long.bitCount(mask.high);
        boolean most = members > LinuxSignals.COUNT / 2;
        StringBuilder s = new StringBuilder(most ? "~[" : "[");
        for (int i = 1; i <= LinuxSignals.COUNT; i++) {
            if (mask.has(i) != most) {
                s.append(s.charAt(s.length() - 1) == '[' ? "" : " ").append(LinuxSignals.name(i).substring(3));
            }
        }
        return s.append(']').toString();
    }

    private static String handler(long address) {
        return address == 0 ? "SIG_DFL" : address == 1 ? "SIG_IGN" : LinuxArgumentFormatter.hex(address);
    }

    private static String limit(LinuxThread x, long value, boolean wide) {
        long infinity = wide ? -1 : x.abi == LinuxAbi.O32 || x.abi == LinuxAbi.N32 ? 0x7fffffffL : -1;
        return value == infinity || value == Long.MAX_VALUE ? "RLIM_INFINITY" : Long.toString(value);
    }

    private static String string(LinuxThread x, long at) {
        byte[] text = x.memory().readCString(at, 64);
        return text == null ? LinuxArgumentFormatter.hex(at) : LinuxArgumentFormatter.quote(text, text.length, false);
    }

    private static String pollFds(AddressSpace m, long at, long n) {
        StringBuilder s = new StringBuilder("[");
        for (int i = 0; i < n && i < MAX_ENTRIES; i++) {
            long each = at + 8L * i;
            int returned = m.u16(each + 6);
            s.append(i > 0 ? ", {" : "{").append(m.s32(each)).append(", ").append(FlagNames.text("pollevents", m.u16(each + 4)));
            s.append(returned != 0 ? ", is " + FlagNames.text("pollevents", returned) + "}" : "}");
        }
        return s.append(n > MAX_ENTRIES ? ", ...]" : "]").toString();
    }

    private static String address(LinuxThread x, long at) {
        AddressSpace m = x.memory();
        int family = m.u16(at);
        int port = m.u8(at + 2) << 8 | m.u8(at + 3);
        switch (family) {
            case AF_UNIX: {
                byte[] path = m.u8(at + 2) == 0 ? null : m.readCString(at + 2, SUN_PATH);
                return "{AF_UNIX, " + (path == null ? "abstract" : LinuxArgumentFormatter.quote(path, path.length, false)) + "}";
            }
            case AF_INET:
                return "{AF_INET, " + m.u8(at + 4) + "." + m.u8(at + 5) + "." + m.u8(at + 6) + "." + m.u8(at + 7) + ":" + port + "}";
            case AF_INET6:
                return "{AF_INET6, port " + port + "}";
            default:
                return "{" + FlagNames.text("family", family) + "}";
        }
    }
}
