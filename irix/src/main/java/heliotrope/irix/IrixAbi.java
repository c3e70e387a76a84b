package heliotrope.irix;

import heliotrope.ir.Mode;

/**
 * One of the three ABIs: widths of registers, pointers and offsets, and where things lie in the address space. Layouts of structures
 * follow from these facts; the codecs ({@link FileStructs}, {@link ProcessStructs} and so on) take the ABI as a parameter.
 */
final class IrixAbi {
    // spotless:off
    static final IrixAbi
            O32 = new IrixAbi("o32", 0, 4, Mode.BIG_ENDIAN, "/lib/rld", "_RLD_PATH="),
            N32 = new IrixAbi("n32", 1, 4, Mode.BIG_ENDIAN | Mode.REGS64 | Mode.FR, "/lib32/rld", "_RLDN32_PATH="),
            N64 = new IrixAbi("n64", 2, 8, Mode.BIG_ENDIAN | Mode.REGS64 | Mode.ADDR64 | Mode.FR, "/lib64/rld", "_RLD64_PATH=");
    // spotless:on

    /** Flag in an ELF header of class 32: n32. */
    private static final int EF_ABI2 = 0x20;

    final String name;
    /** 0, 1, 2: column of this ABI in tables of offsets. */
    final int column;
    /** Bytes of a pointer, a long, a size_t. */
    final int word;
    /** Registers have 64 bits and arguments eight registers; file offsets, inode numbers and resource limits have 64 bits, too. */
    final boolean wide;
    /** Pointers have 64 bits. */
    final boolean pointers64;
    /** Registers that carry arguments. */
    final int argumentRegisters;
    /** The processor's mode at the start. */
    final int mode;
    /** Where this ABI's libc looks for the run-time linker, and the variable that makes it look elsewhere, with its {@code =}. */
    final String linker;

    final String linkerVariable;
    /** Bits of an address. */
    final long addressMask;
    /** First address that is not the user's. */
    final long userEnd;
    /** First address above the stack, which grows down. */
    final long stackTop;
    /** Automatic placement of mmap, upwards. */
    final long mmapStart;

    private IrixAbi(String name, int column, int word, int mode, String linker, String linkerVariable) {
        this.name = name;
        this.column = column;
        this.word = word;
        this.mode = mode;
        this.linker = linker;
        this.linkerVariable = linkerVariable;
        wide = column != 0;
        pointers64 = word == 8;
        argumentRegisters = wide ? 8 : 4;
        addressMask = pointers64 ? -1L : 0xffff_ffffL;
        userEnd = pointers64 ? 0x100_0000_0000L : 0x8000_0000L;
        stackTop = userEnd - IrixLayout.STACK_DISTANCE;
        mmapStart = pointers64 ? 0x40_0000_0000L : 0x4000_0000L;
    }

    /** The ABI of a file by the class (1 or 2) and the flags in its ELF header. */
    static IrixAbi of(int elfClass, int flags) {
        return elfClass == 2 ? N64 : (flags & EF_ABI2) != 0 ? N32 : O32;
    }

    /** Whether all of a range lies in the user's part of the address space. */
    boolean isUser(long address, long length) {
        return address >= 0 && length >= 0 && length <= userEnd && address <= userEnd - length;
    }

    /** End of automatic placement: below it lies the room that the stack may need. */
    long mmapEnd() {
        return stackTop - IrixLayout.STACK_RESERVE;
    }

    @Override
    public String toString() {
        return name;
    }
}
