package heliotrope.mips.exec;

import heliotrope.ir.Mode;

/** A kind of MIPS program that both qemu and we can run, with the facts of its Linux ABI. */
enum Variant {
    O32("qemu-mips", "24Kf", Mode.BIG_ENDIAN | Mode.MIPS_R2, 0x1007, Abi.O32),
    O32_LITTLE("qemu-mipsel", "24Kf", Mode.MIPS_R2, 0x1007, Abi.O32),
    O32_FR("qemu-mips", "24Kf", Mode.BIG_ENDIAN | Mode.FR | Mode.MIPS_R2, 0x1007, Abi.O32),
    O32_FR_LITTLE("qemu-mipsel", "24Kf", Mode.FR | Mode.MIPS_R2, 0x1007, Abi.O32),
    O32_NAN2008("qemu-mips", "P5600", Mode.BIG_ENDIAN | Mode.FR | Mode.MIPS_R2 | Mode.NAN2008, 0x1407, Abi.O32),
    O32_NAN2008_LITTLE("qemu-mipsel", "P5600", Mode.FR | Mode.MIPS_R2 | Mode.NAN2008, 0x1407, Abi.O32),
    N32("qemu-mipsn32", "MIPS64R2-generic",
            Mode.BIG_ENDIAN | Mode.REGS64 | Mode.FR | Mode.MIPS_R2, 0x80000027, Abi.N32),
    N32_LITTLE("qemu-mipsn32el", "MIPS64R2-generic", Mode.REGS64 | Mode.FR | Mode.MIPS_R2, 0x80000027, Abi.N32),
    /** A processor of MIPS IV and no more. */
    N32_MIPS4("qemu-mipsn32", "VR5432", Mode.BIG_ENDIAN | Mode.REGS64 | Mode.FR, 0x30000027, Abi.N32),
    N64("qemu-mips64", "MIPS64R2-generic",
            Mode.BIG_ENDIAN | Mode.REGS64 | Mode.ADDR64 | Mode.FR | Mode.MIPS_R2, 0x80000007, Abi.N64),
    N64_LITTLE("qemu-mips64el", "MIPS64R2-generic",
            Mode.REGS64 | Mode.ADDR64 | Mode.FR | Mode.MIPS_R2, 0x80000007, Abi.N64);

    /** System calls by number, and where the kernel puts the pc into the context that it hands a signal handler. */
    enum Abi {
        O32("o32", 4004, 4246, 4194, 4206, 4162, 4283, 24 + 8),
        N32("n32", 6001, 6205, 6013, 6129, 6023, 6246, 24 + 576),
        N64("n64", 5001, 5205, 5013, 5129, 5023, 5242, 40 + 576);

        final String text;
        final int write;
        final int exitGroup;
        final int sigaction;
        final int sigaltstack;
        final int schedYield;
        final int setThreadArea;
        final int contextPc;

        Abi(String text, int write, int exitGroup, int sigaction, int sigaltstack, int schedYield, int setThreadArea,
                int contextPc) {
            this.text = text;
            this.write = write;
            this.exitGroup = exitGroup;
            this.sigaction = sigaction;
            this.sigaltstack = sigaltstack;
            this.schedYield = schedYield;
            this.setThreadArea = setThreadArea;
            this.contextPc = contextPc;
        }
    }

    final String qemu;
    final String cpu;
    final int mode;
    final int elfFlags;
    final Abi abi;

    Variant(String qemu, String cpu, int mode, int elfFlags, Abi abi) {
        this.qemu = qemu;
        this.cpu = cpu;
        this.mode = mode;
        this.elfFlags = elfFlags;
        this.abi = abi;
    }

    boolean is(int modeBit) {
        return (mode & modeBit) != 0;
    }

    /** ABI and what sets it apart, for tables. */
    String text() {
        String text = abi.text;
        if (abi == Abi.O32) {
            text += is(Mode.FR) ? " FR=1" : " FR=0";
        }
        if (is(Mode.NAN2008)) {
            text += " nan2008";
        }
        return is(Mode.MIPS_R2) ? text : text + " MIPS IV";
    }

    String byteOrder() {
        return is(Mode.BIG_ENDIAN) ? "big" : "little";
    }
}
