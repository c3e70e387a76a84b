package heliotrope.linux;

import heliotrope.ir.Nullable;
import heliotrope.kernel.Support;
import heliotrope.kernel.SyscallRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Every Linux/MIPS system call, declared once: strace, the compatibility page and the coverage test read these rows. Dispatch itself
 * is an integer switch ({@link LinuxDispatch}) and never touches this class, so that a run without tracing does not parse it.
 *
 * <p>A row is {@code name|o32|n64|n32|arguments|result|support|note}; the numbers are without the ABI's base, or "-". Arguments are
 * {@code type name} pairs parted by commas; the types are those of {@link LinuxArgumentFormatter}. A type that starts with {@code off64}
 * or {@code u64} takes one register in n32 and n64 and an even-aligned pair of slots in o32. Support: F full, P partial (the note says
 * what is missing), N none (ENOSYS and a line on stderr), O a number that Linux has given up (ENOSYS).
 */
public final class LinuxSyscallTable {
    private LinuxSyscallTable() {}

    /** One call. The row's number is that of {@link LinuxCall}. */
    public record Entry(SyscallRow row, int o32, int n64, int n32) {
        /** Number in an ABI, without its base; -1 if it has none. */
        public int number(LinuxAbi abi) {
            return switch (abi) {
                case O32 -> o32;
                case N32 -> n32;
                case N64 -> n64;
            };
        }
    }

    private static volatile Entry @Nullable [] entries;

    /** All calls, by their numbers in {@link LinuxCall}. */
    public static Entry[] entries() {
        Entry[] all = entries;
        if (all == null) {
            List<Entry> list = new ArrayList<>();
            parse(ProcessRows.TEXT, list);
            parse(FileRows.TEXT, list);
            list.sort((a, b) -> Integer.compare(a.row.number(), b.row.number()));
            all = list.toArray(new Entry[0]);
            entries = all;
        }
        return all;
    }

    /** The row of a number (with its base), or null. */
    public static @Nullable SyscallRow row(LinuxAbi abi, int number) {
        for (Entry e : entries()) {
            if (e.number(abi) == number - abi.callBase) {
                return e.row;
            }
        }
        return null;
    }

    /** A row for a number that nobody has heard of. */
    static SyscallRow unknown(int number) {
        return new SyscallRow(number, "syscall " + number, new String[] {"hex a0", "hex a1", "hex a2", "hex a3"}, "long",
                Support.NONE, "");
    }

    private static void parse(String text, List<Entry> into) {
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String[] field = split(text.substring(at, end), '|');
            int o32 = number(field[1]);
            int n64 = number(field[2]);
            SyscallRow row = new SyscallRow(o32 >= 0 ? o32 : 1000 + n64, field[0],
                    field[4].isEmpty() ? new String[0] : split(field[4], ','), field[5], support(field[6]), field[7]);
            into.add(new Entry(row, o32, n64, number(field[3])));
            at = end + 1;
        }
    }

    private static int number(String field) {
        return field.equals("-") ? -1 : Integer.parseInt(field);
    }

    private static Support support(String letter) {
        return switch (letter.charAt(0)) {
            case 'F' -> Support.FULL;
            case 'P' -> Support.PARTIAL;
            case 'N' -> Support.NONE;
            case 'O' -> Support.OBSOLETE;
            default -> throw new IllegalStateException("support level " + letter);
        };
    }

    /** Fields between separators, without surrounding blanks. */
    static String[] split(String line, char separator) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        for (int i = 0; i <= line.length(); i++) {
            if (i == line.length() || line.charAt(i) == separator) {
                fields.add(line.substring(at, i).trim());
                at = i + 1;
            }
        }
        return fields.toArray(new String[0]);
    }

    /**
     * The typed arguments of a row out of raw slots: in o32, 64-bit types are put together from an even-aligned pair. Signed types are
     * sign-extended, pointers of 32 bits zero-extended.
     */
    static long[] arguments(SyscallRow row, long[] slots, LinuxAbi abi, boolean bigEndian) {
        String[] types = row.arguments();
        long[] values = new long[types.length];
        int slot = 0;
        for (int i = 0; i < types.length; i++) {
            if (abi == LinuxAbi.O32 && (types[i].startsWith("off64 ") || types[i].startsWith("u64 "))) {
                slot += slot & 1;
                long a = slots[slot] & 0xffffffffL;
                long b = slots[slot + 1] & 0xffffffffL;
                values[i] = bigEndian ? a << 32 | b : b << 32 | a;
                slot += 2;
            } else {
                values[i] = value(types[i], slots[slot], abi);
                slot++;
            }
        }
        return values;
    }

    private static long value(String typed, long raw, LinuxAbi abi) {
        switch (typed.substring(0, typed.indexOf(' '))) {
            case "int", "fd", "pid", "id", "signal":
                return (int) raw;
            case "long", "off", "off64", "u64":
                return abi.wideRegisters ? raw : (int) raw;
            case "time":
                return abi.wide ? raw : (int) raw;
            default:
                return abi.wide ? raw : raw & 0xffffffffL;
        }
    }
}
