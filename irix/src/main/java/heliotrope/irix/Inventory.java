package heliotrope.irix;

import heliotrope.host.Errno;

/** The hardware inventory (syssgi SGI_INVENT, behind getinvent, hinv and inst). */
final class Inventory {
    private Inventory() {}

    // spotless:off
    /** class, type, controller, unit, state of each entry. */
    private static final int[] ENTRIES = {
            1,  1, MachineIdentity.MEGAHERTZ, -1, 35, // processor board: IP35
            1,  2, 0, 0, MachineIdentity.PROCESSOR_ID, // processor chip
            1,  3, 0, 0, MachineIdentity.PROCESSOR_ID, // floating-point unit
            3,  1, 0, 0, MachineIdentity.MEMORY_MIB << 20, // main memory
            3,  3, 0, 0, 32 << 10, // data cache
            3,  4, 0, 0, 32 << 10, // instruction cache
            3,  8, 0, 0, 8 << 20, // secondary cache
            2,  1, 0, 13, 2, // SCSI controller
            2,  2, 0, 1, 0, // disk
            8,  0, 0, 0, 1, // Ethernet
    };
    // spotless:on

    /** Operation 1: size of an entry; 2: copies whole entries and says how many bytes. */
    static long inventory(IrixThread x, int operation, long buffer, long n) {
        int fields = x.abi.word; // behind a pointer that nobody looks at
        int size = x.abi.pointers64 ? 32 : 24;
        if (operation == 1) {
            return size;
        }
        if (operation != 2) {
            return -Errno.EINVAL;
        }
        int entries = (int) Math.min(n / size, ENTRIES.length / 5);
        StructBuffer b = x.buffer.start(entries * size);
        for (int i = 0; i < entries; i++) {
            for (int field = 0; field < 5; field++) {
                b.put32(i * size + fields + 4 * field, ENTRIES[5 * i + field]);
            }
        }
        b.store(x.memory(), buffer);
        return (long) entries * size;
    }
}
