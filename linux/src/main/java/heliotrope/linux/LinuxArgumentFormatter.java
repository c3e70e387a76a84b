package heliotrope.linux;

import heliotrope.kernel.GuestThread;

/** Arguments and results of system calls as text, by the types of {@link LinuxSyscallTable}. */
public final class LinuxArgumentFormatter {
    private LinuxArgumentFormatter() {}

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
        return switch (type) {
            case "int", "id", "pid", "fd", "size", "long", "off", "off64", "none", "time" -> Long.toString(value);
            default -> value == 0 ? "0" : "0x" + Long.toHexString(value);
        };
    }
}
