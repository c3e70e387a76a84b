package heliotrope.linux;

import heliotrope.ir.Mode;
import heliotrope.ir.Nullable;
import heliotrope.kernel.elf.ElfFile;
import heliotrope.kernel.elf.ElfLimits;

/** What the ELF headers of a Linux program say: its ABI, its floating-point mode, and whether it is one of Linux at all. */
final class LinuxElf {
    private LinuxElf() {}

    /** e_flags. */
    private static final int EF_ABI2 = 0x20, EF_FP64 = 0x200, EF_NAN2008 = 0x400, EF_ABI = 0xf000, EF_ABI_O32 = 0x1000;

    private static final int ARCH_R6_32 = 0x9, ARCH_R6_64 = 0xa;
    private static final int OS_LINUX = 3;
    /** How the names of dynamic linkers of Linux begin. */
    private static final byte[] LINKER = {'/', 'l', 'd'};

    /** Values of fp_abi in .MIPS.abiflags; the first if there is none. */
    static final int FP_UNKNOWN = -1, FP_ANY = 0, FP_DOUBLE = 1, FP_SINGLE = 2, FP_SOFT = 3, FP_OLD_64 = 4,
            FP_XX = 5, FP_64 = 6, FP_64A = 7;

    /** Bytes of .MIPS.abiflags, and where fp_abi lies in it. */
    private static final int ABIFLAGS_SIZE = 24, ABIFLAGS_FP_ABI = 7;

    /**
     * Whether the first bytes of a file are those of a Linux program. Little-endian ones are; a big-endian one says so by its interpreter,
     * or by headers that only GNU tools make.
     */
    static boolean recognises(byte[] header, int length) {
        if (!ElfFile.isMips(header, length)) {
            return false;
        }
        if (header[5] == 1 || header[7] == OS_LINUX) {
            return true;
        }
        if (header[4] == 1 && !mayBeOfLinux(header, length)) {
            return false;
        }
        HeaderBytes bytes = new HeaderBytes(header, length);
        ElfFile elf = new ElfFile();
        if (elf.readHeader(bytes) != null) {
            return false;
        }
        int interpreter = elf.find(ElfFile.PT_INTERP);
        if (interpreter >= 0 && elf.offset[interpreter] + elf.fileBytes[interpreter] <= length) {
            return contains(header, length, elf.offset[interpreter], elf.fileBytes[interpreter], LINKER);
        }
        return elf.find(ElfFile.PT_NOTE) >= 0
                || elf.find(ElfFile.PT_GNU_STACK) >= 0
                || elf.find(ElfFile.PT_TLS) >= 0
                || elf.find(ElfFile.PT_MIPS_ABIFLAGS) >= 0
                || elf.find(ElfFile.PT_GNU_RELRO) >= 0;
    }

    /**
     * Whether a closer look at a big-endian file of class 32 could find a program of Linux. Every program of IRIX passes here, while Java
     * is interpreted.
     */
    private static boolean mayBeOfLinux(byte[] header, int length) {
        if (length < 52) {
            return true;
        }
        int at = word(header, 28);
        int count = word(header, 44) >>> 16;
        if (at < 0 || at > length - 32 * count) {
            return true;
        }
        boolean any = false;
        for (int i = 0; i < count; i++, at += 32) {
            switch (word(header, at)) {
                case ElfFile.PT_INTERP -> {
                    int offset = word(header, at + 4);
                    int bytes = word(header, at + 16);
                    return offset < 0 || bytes < 0 || bytes > length - offset || contains(header, length, offset, bytes, LINKER);
                }
                case ElfFile.PT_NOTE, ElfFile.PT_GNU_STACK, ElfFile.PT_TLS, ElfFile.PT_MIPS_ABIFLAGS, ElfFile.PT_GNU_RELRO -> any = true;
                default -> {}
            }
        }
        return any;
    }

    private static int word(byte[] b, int at) {
        return b[at] << 24 | (b[at + 1] & 0xff) << 16 | (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff;
    }

    /** The first bytes of a file as if they were all of it. */
    private record HeaderBytes(byte[] bytes, int length) implements ElfFile.Source {
        @Override
        public long read(long offset, byte[] buffer, int n) {
            int got = (int) Math.min(n, Math.max(0, length - offset));
            System.arraycopy(bytes, (int) Math.min(offset, length), buffer, 0, got);
            return got;
        }

        @Override
        public long size() {
            return length;
        }
    }

    private static boolean contains(byte[] bytes, int length, long from, long n, byte[] text) {
        if (from < 0 || n <= 0 || from >= length) {
            return false;
        }
        int end = (int) Math.min(length, from + n) - text.length;
        for (int at = (int) from; at <= end; at++) {
            int i = 0;
            while (i < text.length && bytes[at + i] == text[i]) {
                i++;
            }
            if (i == text.length) {
                return true;
            }
        }
        return false;
    }

    /** Reads and checks; null if all is well, else what is wrong, to be printed behind the file's name. */
    static @Nullable String read(ElfFile elf, ElfFile.Source source) {
        String wrong = elf.readHeader(source);
        if (wrong != null) {
            return wrong;
        }
        int arch = elf.flags >>> 28;
        if (arch >= ARCH_R6_32 && arch <= ARCH_R6_64) {
            return "code for release 6 of the instruction set is not supported";
        }
        int abi = elf.flags & EF_ABI;
        if (!elf.wide && (elf.flags & EF_ABI2) == 0 && abi != 0 && abi != EF_ABI_O32) {
            return "unknown ABI 0x" + Integer.toHexString(abi);
        }
        LinuxLayout layout = LinuxLayout.of(abi(elf));
        long lowest = elf.type == ElfFile.ET_DYN ? 0 : LinuxLayout.PAGE_SIZE;
        return elf.check(source, new ElfLimits(lowest, layout.mmapEnd()));
    }

    static LinuxAbi abi(ElfFile elf) {
        if (elf.wide) {
            return LinuxAbi.N64;
        }
        return (elf.flags & EF_ABI2) != 0 ? LinuxAbi.N32 : LinuxAbi.O32;
    }

    /** Class of a program from its first bytes: whether it has 64-bit addresses. */
    static boolean isWide(byte[] header, int length) {
        return length > 4 && header[4] == 2;
    }

    /** fp_abi of a file: of .MIPS.abiflags, or else what the flags say. */
    static int fpAbi(ElfFile elf, ElfFile.Source source) {
        int i = elf.find(ElfFile.PT_MIPS_ABIFLAGS);
        if (i >= 0) {
            byte[] flags = new byte[ABIFLAGS_SIZE];
            if (elf.fileBytes[i] >= ABIFLAGS_SIZE && source.read(elf.offset[i], flags, flags.length) == flags.length) {
                return flags[ABIFLAGS_FP_ABI];
            }
        }
        return (elf.flags & EF_FP64) != 0 ? FP_OLD_64 : FP_UNKNOWN;
    }

    /**
     * The processor mode for a program and its interpreter.
     *
     * @param interpreterFp fp_abi of the interpreter, {@link #FP_ANY} if there is none
     * @return {@link Mode} bits, or -1 if the two do not go together
     */
    static int mode(ElfFile elf, int fp, int interpreterFp) {
        int mode = Mode.MIPS_R2 | (elf.bigEndian ? Mode.BIG_ENDIAN : 0) | ((elf.flags & EF_NAN2008) != 0 ? Mode.NAN2008 : 0);
        LinuxAbi abi = abi(elf);
        if (abi != LinuxAbi.O32) {
            return mode | Mode.REGS64 | Mode.FR | (abi == LinuxAbi.N64 ? Mode.ADDR64 : 0);
        }
        int both = registerModes(fp) & registerModes(interpreterFp);
        if (both == 0) {
            return -1;
        }
        return (both & DOUBLES) != 0 ? mode | Mode.FR : mode;
    }

    private static final int PAIRS = 1, DOUBLES = 2;

    /** With which register modes (Status.FR 0: pairs, 1: doubles) code of a kind can run. What can do with both gets doubles. */
    private static int registerModes(int fp) {
        return switch (fp) {
            case FP_UNKNOWN, FP_DOUBLE -> PAIRS;
            case FP_OLD_64, FP_64, FP_64A -> DOUBLES;
            default -> PAIRS | DOUBLES;
        };
    }

    /** Whether the interpreter reads NaNs as the program does. */
    static boolean sameNans(ElfFile program, ElfFile interpreter) {
        return (program.flags & EF_NAN2008) == (interpreter.flags & EF_NAN2008);
    }
}
