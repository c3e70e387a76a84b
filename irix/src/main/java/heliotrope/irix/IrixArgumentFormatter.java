package heliotrope.irix;

import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.GuestFault;
import heliotrope.kernel.GuestThread;
import heliotrope.kernel.SignalMask;

/**
 * Arguments and results of system calls as text, by the types of {@link IrixSyscallTable}. Types that start with {@code out} are
 * written by the call and shown when it has returned. {@code name:n} refers to argument n (its length, version or count), and
 * {@code out:r} to the result. Whatever the guest passes, formatting never fails: what cannot be read is shown as an address.
 */
public final class IrixArgumentFormatter {
    private IrixArgumentFormatter() {}

    /** Bytes of a buffer, entries of an array and characters of a name that are shown. */
    private static final int MAX_BYTES = 32, MAX_ENTRIES = 8, MAX_NAME = 1024;

    /**
     * A value as text.
     *
     * @param type its type in the row, or the row's result type
     * @param args all arguments of the call, as in the row
     * @param result what the call returned, if {@code after}
     */
    public static String format(GuestThread t, String type, long value, long[] args, long result, boolean after) {
        return text(t, type, value, args, result, after);
    }

    /** Name of the error behind a negative result's positive number ({@code result == -linuxErrno}). */
    public static String errnoName(int linuxErrno) {
        int own = IrixErrno.fromLinux(linuxErrno);
        String name = IrixErrno.name(own);
        return name != null ? name : "errno " + own;
    }

    /** Name of a signal with SIG. */
    public static String signalName(int signal) {
        return IrixSignals.name(signal);
    }

    static String text(GuestThread t, String type, long value, long[] args, long result, boolean after) {
        try {
            return unsafeText(t, type, value, args, result, after);
        } catch (GuestFault e) {
            return hex(value);
        }
    }

    private static String unsafeText(GuestThread t, String type, long value, long[] args, long result, boolean after) {
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
        AddressSpace m = t.process.memory;
        IrixAbi abi = abi(t);
        String pointed = name.startsWith("out") && name.length() > 3 ? name.substring(3) : name;
        switch (pointed) {
            case "path", "str":
                return string(m, value);
            case "argv":
                return strings(m, abi, value, true);
            case "envp":
                return strings(m, abi, value, false);
            case "in":
                return bytes(m, value, argument(args, reference));
            case "out":
                return bytes(m, value, outLength(type, args, reference, result));
            default:
                return StructText.struct(m, abi, pointed, value, reference < 0 ? result : argument(args, reference), args, result);
        }
    }

    /** The ABI of the program that a thread runs. */
    private static IrixAbi abi(GuestThread t) {
        return t.extension instanceof IrixThread x ? x.abi : IrixAbi.O32;
    }

    /** A pointer, or an unsigned long. */
    static long word(AddressSpace m, IrixAbi abi, long address) {
        return abi.pointers64 ? m.u64(address) : m.u32(address);
    }

    private static long argument(long[] args, int i) {
        return i >= 0 && i < args.length ? args[i] : 0;
    }

    /** out:r is as long as the result says, out:n as argument n (or the number itself where there is no such argument). */
    private static long outLength(String type, long[] args, int reference, long result) {
        if (reference < 0) {
            return type.endsWith("r") ? result : 0;
        }
        return reference < args.length ? args[reference] : reference;
    }

    /** Values that are no pointers, or null. */
    private static @Nullable String plain(String type, long value) {
        int v = (int) value;
        switch (type) {
            case "int", "id", "pid", "whence", "time", "ticks", "none", "off", "long":
                return type.equals("whence") ? whence(v) : Long.toString(value);
            case "fd":
                return Integer.toString(v);
            case "size", "off64", "u64":
                return Long.toString(value);
            case "mode":
                return "0" + Integer.toOctalString(v);
            case "hex", "ptr":
                return value == 0 ? "0" : hex(value);
            case "dev":
                return (v >>> 18) + ":" + (v & 0x3ffff);
            case "signal":
                return IrixSignals.name(v);
            case "syssgi", "sysmp", "prctl", "fcntl", "ioctl", "sysconf", "pathconf", "sysinfo", "sysmips":
                String code = IrixSubcodes.name(type, v);
                return code != null ? code : type.equals("ioctl") ? hex(value) : Integer.toString(v);
            default:
                return FlagNames.text(type, v);
        }
    }

    private static String whence(int v) {
        return switch (v) {
            case 0 -> "SEEK_SET";
            case 1 -> "SEEK_CUR";
            case 2 -> "SEEK_END";
            default -> Integer.toString(v);
        };
    }

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    static String string(AddressSpace m, long address) {
        byte[] text = m.readCString(address, MAX_NAME);
        return text == null ? hex(address) : quote(text, 0, text.length);
    }

    /** The strings of an array; only their number for an environment. */
    private static String strings(AddressSpace m, IrixAbi abi, long array, boolean show) {
        StringBuilder s = new StringBuilder("[");
        int n = 0;
        while (n < 4096) {
            long address = word(m, abi, array + (long) abi.word * n);
            if (address == 0) {
                break;
            }
            if (show && n < 4 * MAX_ENTRIES) {
                s.append(n == 0 ? "" : ", ").append(string(m, address));
            }
            n++;
        }
        if (!show) {
            return "[" + n + " variables]";
        }
        return s.append(n > 4 * MAX_ENTRIES ? ", ...]" : "]").toString();
    }

    static String bytes(AddressSpace m, long address, long length) {
        int n = (int) Math.max(0, Math.min(length, MAX_BYTES));
        return quote(m.readBytes(address, n), 0, n) + (length > n ? "..." : "");
    }

    static String quote(byte[] bytes, int at, int n) {
        StringBuilder s = new StringBuilder(n + 2).append('"');
        for (int i = at; i < at + n; i++) {
            int b = bytes[i] & 0xff;
            switch (b) {
                case '\n' -> s.append("\\n");
                case '\t' -> s.append("\\t");
                case '\r' -> s.append("\\r");
                case '"' -> s.append("\\\"");
                case '\\' -> s.append("\\\\");
                default -> {
                    if (b >= 32 && b < 127) {
                        s.append((char) b);
                    } else {
                        String octal = Integer.toOctalString(b);
                        s.append('\\').append("000", 0, 3 - octal.length()).append(octal);
                    }
                }
            }
        }
        return s.append('"').toString();
    }

    /** Signals of a set. */
    static String signals(SignalMask mask) {
        StringBuilder s = new StringBuilder("[");
        for (int i = 1; i <= IrixSignals.COUNT; i++) {
            if (mask.has(i)) {
                s.append(s.length() == 1 ? "" : " ").append(IrixSignals.name(i).replace("SIG", ""));
            }
        }
        return s.append(']').toString();
    }
}
