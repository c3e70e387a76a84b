package heliotrope.irix;

import heliotrope.kernel.SyscallRow;
import java.util.List;

/** The list of system calls and how far they are supported, for people: plain text or Markdown. */
public final class SupportPage {
    private SupportPage() {}

    private static final int[] MULTIPLEXED = {1040, 1056, 1130, 1062, 1054};
    private static final String[] TITLES = {
        "syssgi (1040)", "sysmp (1056)", "prctl (1130)", "fcntl (1062)", "ioctl (1054)",
    };

    /** The whole page. */
    public static String text(boolean markdown) {
        StringBuilder s = new StringBuilder(64 * 1024);
        if (markdown) {
            s.append("# IRIX system calls\n\nMade by `heliotrope syscalls irix --markdown` from the table in the sources.\n\n");
        } else {
            s.append("IRIX system calls\n\n");
        }
        SyscallRow[] rows = IrixSyscallTable.rows();
        summary(s, rows);
        table(s, List.of(rows), markdown, false);
        for (int i = 0; i < MULTIPLEXED.length; i++) {
            s.append('\n').append(markdown ? "## " : "").append(TITLES[i]).append("\n\n");
            table(s, IrixSubcodes.rows(MULTIPLEXED[i]), markdown, true);
        }
        return s.toString();
    }

    private static void summary(StringBuilder s, SyscallRow[] rows) {
        int[] counts = new int[4];
        for (SyscallRow row : rows) {
            counts[row.support().ordinal()]++;
        }
        s.append(counts[0]).append(" full, ").append(counts[1]).append(" partial, ").append(counts[2]).append(" not supported, ");
        s.append(counts[3]).append(" never assigned or given up by IRIX.\n\n");
    }

    private static void table(StringBuilder s, List<SyscallRow> rows, boolean markdown, boolean codes) {
        if (markdown) {
            s.append("| No. | Name | Arguments | Support | Note |\n|---|---|---|---|---|\n");
        }
        for (SyscallRow row : rows) {
            if (row.name().equals("-")) {
                continue;
            }
            String number = row.number() >= 0x1000 || row.number() < 0
                    ? "0x" + Integer.toHexString(row.number())
                    : Integer.toString(row.number());
            String arguments = arguments(row, codes);
            String support = switch (row.support()) {
                case FULL -> "full";
                case PARTIAL -> "partial";
                case NONE -> "no";
                case OBSOLETE -> "obsolete";
            };
            if (markdown) {
                s.append("| ").append(number).append(" | ").append(row.name()).append(" | ").append(arguments).append(" | ");
                s.append(support).append(" | ").append(row.note()).append(" |\n");
            } else {
                pad(s, number, 11);
                pad(s, row.name(), 32);
                pad(s, support, 9);
                s.append(row.note()).append('\n');
            }
        }
    }

    /** Names of the arguments, without the code that the row stands for. */
    private static String arguments(SyscallRow row, boolean codes) {
        StringBuilder s = new StringBuilder();
        for (String argument : row.arguments()) {
            int blank = argument.indexOf(' ');
            String type = argument.substring(0, blank);
            if (codes && (type.equals("syssgi") || type.equals("sysmp") || type.equals("prctl") || type.equals("fcntl")
                    || type.equals("ioctl"))) {
                continue;
            }
            s.append(s.isEmpty() ? "" : ", ").append(argument, blank + 1, argument.length());
        }
        return s.toString();
    }

    private static void pad(StringBuilder s, String text, int width) {
        s.append(text);
        for (int i = text.length(); i < width; i++) {
            s.append(' ');
        }
        if (text.length() >= width) {
            s.append(' ');
        }
    }
}
