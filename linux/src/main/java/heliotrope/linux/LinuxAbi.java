package heliotrope.linux;

/** The three ABIs of Linux/MIPS: how long words are in structures and registers, and where system call numbers begin. */
public enum LinuxAbi {
    /** 32-bit registers, four argument registers, 64-bit arguments in aligned pairs. */
    O32("o32", 4000, false, false),
    /** 32-bit pointers and longs in memory, 64-bit registers. */
    N32("n32", 6000, false, true),
    N64("n64", 5000, true, true);

    final String abiName;
    /** First system call number. */
    final int callBase;
    /** Pointers and longs have 8 bytes in memory. */
    final boolean wide;
    /** Registers have 64 bits; arguments lie in eight of them. */
    final boolean wideRegisters;
    /** Bytes of a pointer or long in memory. */
    final int word;

    LinuxAbi(String abiName, int callBase, boolean wide, boolean wideRegisters) {
        this.abiName = abiName;
        this.callBase = callBase;
        this.wide = wide;
        this.wideRegisters = wideRegisters;
        this.word = wide ? 8 : 4;
    }
}
