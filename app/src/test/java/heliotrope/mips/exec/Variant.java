package heliotrope.mips.exec;

import heliotrope.ir.Mode;

/** A kind of MIPS program that both qemu and we can run, with the facts of its Linux ABI. */
enum Variant {
    O32("qemu-mips", "24Kf", Mode.BIG_ENDIAN | Mode.MIPS_R2, 0x1007, 4004, 4001),
    O32_LITTLE("qemu-mipsel", "24Kf", Mode.MIPS_R2, 0x1007, 4004, 4001),
    O32_NAN2008("qemu-mips", "P5600", Mode.BIG_ENDIAN | Mode.FR | Mode.MIPS_R2 | Mode.NAN2008, 0x1407, 4004, 4001),
    N64("qemu-mips64", "MIPS64R2-generic",
            Mode.BIG_ENDIAN | Mode.REGS64 | Mode.ADDR64 | Mode.FR | Mode.MIPS_R2, 0x80000007, 5001, 5058),
    N64_LITTLE("qemu-mips64el", "MIPS64R2-generic",
            Mode.REGS64 | Mode.ADDR64 | Mode.FR | Mode.MIPS_R2, 0x80000007, 5001, 5058),
    N32("qemu-mipsn32", "MIPS64R2-generic",
            Mode.BIG_ENDIAN | Mode.REGS64 | Mode.FR | Mode.MIPS_R2, 0x80000027, 6001, 6058),
    N32_LITTLE("qemu-mipsn32el", "MIPS64R2-generic",
            Mode.REGS64 | Mode.FR | Mode.MIPS_R2, 0x80000027, 6001, 6058);

    final String qemu;
    final String cpu;
    final int mode;
    final int elfFlags;
    final int sysWrite;
    final int sysExit;

    Variant(String qemu, String cpu, int mode, int elfFlags, int sysWrite, int sysExit) {
        this.qemu = qemu;
        this.cpu = cpu;
        this.mode = mode;
        this.elfFlags = elfFlags;
        this.sysWrite = sysWrite;
        this.sysExit = sysExit;
    }

    boolean is(int modeBit) {
        return (mode & modeBit) != 0;
    }
}
