package heliotrope.linux;

import heliotrope.kernel.SyscallRow;

/**
 * From the name of a system call to the method that does it. The switches are parted by what the calls are about ({@link ProcessDispatch},
 * {@link FileDispatch}), and methods take their arguments typed, with 64-bit values put together. Every call whose row in {@link
 * LinuxSyscallTable} promises something has a case in one of them, and no other (a test sees to it).
 */
final class LinuxDispatch {
    private LinuxDispatch() {}

    /** What a dispatcher returns for a call that it does not have. */
    static final long NOT_MINE = Long.MIN_VALUE + 1000;

    /** Makes a call. @return see {@link heliotrope.kernel.Personality#syscall}. Throws GuestFault. */
    static long dispatch(LinuxThread x, int call) {
        long result = FileDispatch.dispatch(x, call);
        if (result == NOT_MINE) {
            result = ProcessDispatch.dispatch(x, call);
        }
        return result != NOT_MINE ? result : notDispatched(x);
    }

    private static long notDispatched(LinuxThread x) {
        SyscallRow row = LinuxSyscallTable.row(x.abi, x.number);
        if (row == null) {
            row = LinuxSyscallTable.unknown(x.number);
        }
        String arguments = "";
        long[] values = LinuxSyscallTable.arguments(row, x.slots(8), x.abi, x.linuxProcess().bigEndian);
        for (int i = 0; i < values.length; i++) {
            String type = row.arguments()[i].substring(0, row.arguments()[i].indexOf(' '));
            arguments += (i == 0 ? "" : ", ") + LinuxArgumentFormatter.format(x.thread, type, values[i], values, 0, false);
        }
        return x.unsupported(row.name(), arguments);
    }
}
