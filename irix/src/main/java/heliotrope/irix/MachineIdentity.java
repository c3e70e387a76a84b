package heliotrope.irix;

import heliotrope.host.Charsets;
import heliotrope.host.Sys;
import heliotrope.ir.Nullable;
import heliotrope.kernel.GuestThread;

/**
 * The machine that guests are told they run on: an Origin 300 class machine (IP35) with one R16000 under 64-bit IRIX 6.5, as qemu-irix
 * says too. uname, sysinfo and the hardware inventory all take it from here.
 */
final class MachineIdentity {
    private MachineIdentity() {}

    static final String
            SYSTEM = "IRIX64", RELEASE = "6.5", RELEASE_NAME = "6.5.30m", VERSION = "07202013", MACHINE = "IP35", ARCHITECTURE = "mips",
            VENDOR = "Silicon Graphics, Inc.", PROCESSOR = "R16000 2.1", BASE_RELEASE = "6.5";

    static final int HOST_ID = 0x7f000001;

    /** CP0 PRId of an R16000, and its clock. */
    static final int PROCESSOR_ID = 0x0f21, MEGAHERTZ = 700;

    static final int CPUS = 1;

    /** Main memory in MiB. */
    static final int MEMORY_MIB = 1024;

    /** Offsets in the host's struct utsname. */
    private static final int UTS_NODE = 65, UTS_DOMAIN = 325, UTS_SIZE = 390, UTS_FIELD = 65;

    static String release(GuestThread t) {
        String wanted = t.kernel.config.unameRelease;
        return wanted != null ? wanted : RELEASE;
    }

    /** Processor's name; one given on the command line counts if it is a name that SGI used (R4000, R10000 and so on). */
    static String processor(GuestThread t) {
        String wanted = t.kernel.config.cpu;
        return wanted != null && wanted.startsWith("R") ? wanted + " 2.1" : PROCESSOR;
    }

    static String hostName(GuestThread t) {
        return hostField(t, UTS_NODE, "irix");
    }

    /** Domain of the host, empty if it has none. */
    static String domainName(GuestThread t) {
        String name = hostField(t, UTS_DOMAIN, "");
        return name.equals("(none)") ? "" : name;
    }

    private static String hostField(GuestThread t, int offset, String otherwise) {
        if (Sys.call(Sys.SYS_UNAME, t.scratch.data(), 0, 0) < 0) {
            return otherwise;
        }
        byte[] field = new byte[UTS_FIELD];
        t.scratch.get(Math.min(offset, UTS_SIZE - UTS_FIELD), field, 0, UTS_FIELD);
        int n = 0;
        while (n < field.length && field[n] != 0) {
            n++;
        }
        return new String(field, 0, n, Charsets.ISO_8859_1);
    }

    /** Answer to a sysinfo command, or null. */
    static @Nullable String sysinfo(GuestThread t, int command) {
        return switch (command) {
            case 1 -> SYSTEM;
            case 2 -> hostName(t);
            case 3 -> release(t);
            case 4 -> VERSION;
            case 5 -> MACHINE;
            case 6, 103 -> command == 6 ? ARCHITECTURE : MACHINE;
            case 7, 111 -> Integer.toString(HOST_ID);
            case 8 -> "Silicon Graphics Inc.";
            case 9 -> domainName(t);
            case 10 -> "/etc/inittab";
            case 100, 101 -> VENDOR;
            case 102 -> "IRIX";
            case 104, 110 -> Integer.toString(CPUS);
            case 105 -> Integer.toHexString(HOST_ID);
            case 106 -> "06";
            case 107 -> "05";
            case 108 -> "30";
            case 109 -> processor(t);
            default -> null;
        };
    }
}
