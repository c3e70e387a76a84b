package heliotrope.irix;

import heliotrope.host.Errno;

/** sysconf and pathconf. */
final class IrixConfiguration {
    private IrixConfiguration() {}

    // spotless:off
    /** A sysconf variable; options that IRIX has but programs here need not find are 0, unknown names EINVAL. */
    static long sysconf(IrixThread x, int name) {
        switch (name) {
            case 1: return IrixProcessCalls.ARG_MAX;
            case 2: return 150; // CHILD_MAX
            case 3: return ProcessStructs.HZ;
            case 4: return 16; // NGROUPS_MAX
            case 5: return x.process().files.limit();
            case 6: case 7: return 1; // job control, saved ids
            case 8: return 199506; // POSIX.1
            case 9: return 32; // PASS_MAX
            case 10: case 102: return 32; // LOGNAME_MAX
            case 11: return IrixLayout.PAGE_SIZE;
            case 12: return 4; // XPG4
            case 13: return 0;
            case 14: case 15: return MachineIdentity.CPUS;
            case 16: return 100; // STREAM_MAX
            case 17: return 255; // TZNAME_MAX
            case 20: return IrixSignals.SIGRTMAX - IrixSignals.SIGRTMIN + 1;
            case 21: return 1024; // SIGQUEUE_MAX
            case 23: return 1; // real-time signals
            case 31: return 64; // width of the kernel's pointers
            case 32: return 2147483647; // DELAYTIMER_MAX
            case 38: case 39: case 42: return 1; // fsync, mapped files, memory protection
            case 77: return 99;
            case 78: return 2048;
            case 79: return 99;
            case 80: return 1000;
            case 81: return 2;
            case 82: return 32;
            case 83: return 2048; // LINE_MAX
            case 84: return 255;
            case 93: return 199209;
            case 96: return 512; // IOV_MAX
            case 97: return 32;
            case 100: case 101: return 1024;
            case 107: return 32;
            case 117: return IrixLayout.PAGE_SIZE;
            case 119: case 120: case 121: return 1; // ILP32 with 32-bit and with 64-bit offsets, LP64
            default: return isKnown(name) ? 0 : -Errno.EINVAL;
        }
    }

    /** Whether IRIX has a variable of this number, as {@link IrixSubcodes} lists them. */
    static boolean isKnown(int name) {
        return name >= 1 && name <= 17 || name == 20 || name == 21 || name >= 23 && name <= 48 || name >= 64 && name <= 68
                || name >= 75 && name <= 124;
    }

    /**
     * A pathconf variable.
     *
     * @param how 1: {@code object} is the address of a name, 2: a descriptor
     */
    static long pathconf(IrixThread x, long object, int name, int how) {
        if (how != 1 && how != 2) {
            return -Errno.EINVAL;
        }
        long found = IrixSyssgi.exists(x, object, how == 2);
        if (found < 0) {
            return found;
        }
        switch (name) {
            case 1: return 32767; // LINK_MAX
            case 2: case 3: return 255; // MAX_CANON, MAX_INPUT
            case 4: return 255; // NAME_MAX
            case 5: return IrixThread.PATH_MAX;
            case 6: return 4096; // PIPE_BUF: the host's
            case 7: case 8: return 1; // chown restricted, no truncation of names
            case 9: return 0; // VDISABLE
            case 10: return 1; // SYNC_IO
            default: return 0;
        }
    }
    // spotless:on
}
