package heliotrope.linux;

import heliotrope.kernel.SyscallRow;

/** The list of system calls and how far they are supported, for people: plain text or Markdown. */
public final class SupportPage {
    private SupportPage() {}

    /** The whole page. */
    public static String text(boolean markdown) {
        StringBuilder s = new StringBuilder(64 * 1024);
        if (markdown) {
            s.append("# Linux/MIPS system calls\n\nMade by `heliotrope syscalls linux --markdown` from the table in the sources.\n");
            s.append("Numbers of o32, n64, n32 are without 4000, 5000, 6000.\n\n");
        } else {
            s.append("Linux/MIPS system calls\n\n");
        }
        LinuxSyscallTable.Entry[] entries = LinuxSyscallTable.entries();
        summary(s, entries);
        if (markdown) {
            s.append("| o32 | n64 | n32 | Name | Arguments | Support | Note |\n|---|---|---|---|---|---|---|\n");
        }
        for (LinuxSyscallTable.Entry e : entries) {
            SyscallRow row = e.row();
            if (row.name().startsWith("unused") || row.name().startsWith("reserved")) {
                continue;
            }
            String support = switch (row.support()) {
                case FULL -> "full";
                case PARTIAL -> "partial";
                case NONE -> "no";
                case OBSOLETE -> "obsolete";
            };
            if (markdown) {
                s.append("| ").append(number(e.o32())).append(" | ").append(number(e.n64())).append(" | ").append(number(e.n32()));
                s.append(" | ").append(row.name()).append(" | ").append(arguments(row)).append(" | ").append(support);
                s.append(" | ").append(row.note()).append(" |\n");
            } else {
                pad(s, number(e.o32()), 5);
                pad(s, number(e.n64()), 5);
                pad(s, number(e.n32()), 5);
                pad(s, row.name(), 32);
                pad(s, support, 9);
                s.append(row.note()).append('\n');
            }
        }
        return s.toString();
    }

    private static void summary(StringBuilder s, LinuxSyscallTable.Entry[] entries) {
        int[] counts = new int[4];
        for (LinuxSyscallTable.Entry e : entries) {
            counts[e.row().support().ordinal()]++;
        }
        s.append(counts[0]).append(" full, ").append(counts[1]).append(" partial, ").append(counts[2]).append(" not supported, ");
        s.append(counts[3]).append(" never implemented or given up by Linux.\n\n");
    }

    private static String number(int n) {
        return n < 0 ? "–" : Integer.toString(n);
    }

    private static String arguments(SyscallRow row) {
        StringBuilder s = new StringBuilder();
        for (String argument : row.arguments()) {
            s.append(s.isEmpty() ? "" : ", ").append(argument, argument.indexOf(' ') + 1, argument.length());
        }
        return s.toString();
    }

    private static void pad(StringBuilder s, String text, int width) {
        s.append(text);
        for (int i = text.length(); i < width || i == text.length(); i++) {
            s.append(' ');
        }
    }
}
