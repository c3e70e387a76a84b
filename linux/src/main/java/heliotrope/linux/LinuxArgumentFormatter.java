package heliotrope.linux;

import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.GuestFault;
import heliotrope.kernel.GuestThread;

/**
 * Arguments and results of system calls as text, by the types of {@link LinuxSyscallTable}. Types that start with {@code out} are
 * written by the call and shown when it has returned. {@code name:n} refers to argument n (its length or count), and {@code out:r}
 * to the result. Whatever the guest passes, formatting never fails: what cannot be read is shown as an address.
 */
public final class LinuxArgumentFormatter {
    private LinuxArgumentFormatter() {}

    /** Bytes of a buffer, entries of an array and characters of a name that are shown. */
    static final int MAX_BYTES = 32, MAX_ENTRIES = 8, MAX_NAME = 4096;

    private static final int AT_FDCWD = -100, FUTEX_FLAGS = 0x180, FUTEX_PRIVATE = 0x80, SOCK_FLAGS = 0x80080;

    /** Name of the error behind a negative result's positive number ({@code result == -linuxErrno}). */
    public static String errnoName(int linuxErrno) {
        int own = LinuxErrno.fromHost(linuxErrno);
        String name = LinuxErrno.name(own);
        return name != null ? name : "errno " + own;
    }

    /** Name of a signal with SIG. */
    public static String signalName(int signal) {
        return LinuxSignals.name(signal);
    }

    /**
     * A value as text.
     *
     * @param type its type in the row, or the row's result type
     * @param args all arguments of the call, as in the row
     * @param result what the call returned, if {@code after}
     */
    public static String format(GuestThread t, String type, long value, long[] args, long result, boolean after) {
        try {
            return text(t, type, value, args, result, after);
        } catch (GuestFault e) {
            return hex(value);
        }
    }

    private static String text(GuestThread t, String type, long value, long[] args, long result, boolean after) {
        int colon = type.indexOf(':');
        String name = colon < 0 ? type : type.substring(0, colon);
        int reference = -1;
        if (colon >= 0 && type.charAt(colon + 1) != 'r') {
            reference = Integer.parseInt(type.substring(colon + 1));
        }
        String plain = plain(name, value);
        if (plain != null) {
            return plain;
        }
        if (value == 0) {
            return "NULL";
        }
        boolean output = name.startsWith("out");
        if (output && (!after || result < 0)) {
            return hex(value);
        }
        LinuxThread x = LinuxThread.of(t);
        AddressSpace m = t.process.memory;
        String pointed = output && name.length() > 3 ? name.substring(3) : name;
        switch (pointed) {
            case "path", "str":
                return string(m, value);
            case "argv":
                return strings(x, value, true);
            case "envp":
                return strings(x, value, false);
            case "in":
                return bytes(m, value, argument(args, reference));
            case "out":
                return bytes(m, value, reference < 0 ? result : argument(args, reference));
            default:
                return StructText.struct(x, pointed, value, reference < 0 ? result : argument(args, reference));
        }
    }

    private static long argument(long[] args, int i) {
        return i >= 0 && i < args.length ? args[i] : 0;
    }

    /** Values that are no pointers, or null. */
    private static @Nullable String plain(String type, long value) {
        int v = (int) value;
        switch (type) {
            case "int", "id", "pid", "time", "none", "off", "long", "size", "off64", "u64":
                return Long.toString(value);
            case "fd":
                return v == AT_FDCWD ? "AT_FDCWD" : Integer.toString(v);
            case "mode":
                return "0" + Integer.toOctalString(v);
            case "hex", "ptr":
                return value == 0 ? "0" : hex(value);
            case "dev":
                return (v >>> 8 & 0xfff) + ":" + (v & 0xff | v >>> 12 & 0xfff00);
            case "signal":
                return LinuxSignals.name(v);
            case "ioctl":
                return FlagNames.text(type, v & 0xffffffffL);
            case "cloneflags":
                int exit = v & 0xff;
                return FlagNames.text(type, v & ~0xff) + (exit != 0 ? "|" + LinuxSignals.name(exit) : "");
            case "futexop":
                return FlagNames.text("futex", v & ~FUTEX_FLAGS) + ((v & FUTEX_PRIVATE) != 0 ? "|FUTEX_PRIVATE_FLAG" : "")
                        + ((v & FUTEX_FLAGS & ~FUTEX_PRIVATE) != 0 ? "|FUTEX_CLOCK_REALTIME" : "");
            case "socktype":
                return FlagNames.text(type, v & ~SOCK_FLAGS) + ((v & 0x80) != 0 ? "|SOCK_NONBLOCK" : "")
                        + ((v & 0x80000) != 0 ? "|SOCK_CLOEXEC" : "");
            default:
                return FlagNames.text(type, value);
        }
    }

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private static String string(AddressSpace m, long address) {
        byte[] text = m.readCString(address, MAX_NAME);
        return text == null ? hex(address) : quote(text, text.length, false);
    }

    private static String bytes(AddressSpace m, long address, long length) {
        int n = (int) Math.max(0, Math.min(length, MAX_BYTES));
        return quote(m.readBytes(address, n), n, length > n);
    }

    private static String strings(LinuxThread x, long array, boolean contents) {
        StringBuilder s = new StringBuilder("[");
        AddressSpace m = x.memory();
        int n = 0;
        while (true) {
            long at = array + (long) n * x.abi.word;
            long address = x.abi.wide ? m.u64(at) : m.u32(at);
            if (address == 0) {
                break;
            }
            if (contents && n < MAX_ENTRIES) {
                s.append(n > 0 ? ", " : "").append(string(m, address));
            }
            n++;
        }
        if (!contents) {
            return s.append(n).append(" variables]").toString();
        }
        return s.append(n > MAX_ENTRIES ? ", ...]" : "]").toString();
    }

    /** Bytes in quotes, other than printable ASCII escaped in octal as C has them. */
    static String quote(byte[] bytes, int length, boolean more) {
        StringBuilder s = new StringBuilder(length + 2).append('"');
        for (int i = 0; i < length; i++) {
            int c = bytes[i] & 0xff;
            switch (c) {
                case '\n' -> s.append("\\n");
                case '\t' -> s.append("\\t");
                case '\r' -> s.append("\\r");
                case '"', '\\' -> s.append('\\').append((char) c);
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        s.append((char) c);
                    } else {
                        s.append('\\').append((char) ('0' + (c >> 6))).append((char) ('0' + (c >> 3 & 7))).append((char) ('0' + (c & 7)));
                    }
                }
            }
        }
        return s.append(more ? "\"..." : "\"").toString();
    }
}
