package heliotrope.kernel.elf;

/** Where the segments of a file may lie: in {@code [lowest, highest)}, and not in {@code [reserved, reservedEnd)}, which may be empty. */
public final class ElfLimits {
    final long lowest;
    final long highest;
    final long reserved;
    final long reservedEnd;
    /** What lies in the reserved range, for messages. */
    final String reservedName;

    /** @param highest at most 2^62 */
    public ElfLimits(long lowest, long highest) {
        this(lowest, highest, 0, 0, "");
    }

    public ElfLimits(long lowest, long highest, long reserved, long reservedEnd, String reservedName) {
        this.lowest = lowest;
        this.highest = highest;
        this.reserved = reserved;
        this.reservedEnd = reservedEnd;
        this.reservedName = reservedName;
    }
}
