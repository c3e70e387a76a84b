package heliotrope.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes a static ELF64 executable for Linux x86-64: code at a fixed address, and zeroed memory (System V gABI, chapters 4 and 5). */
final class ElfExecutable {
    /** Where the file's first byte, and where the zeroed memory is mapped. */
    private static final int IMAGE = 0x400000;

    static final int ZEROES = 0x600000;

    private static final int PAGE = 0x1000, EHDR = 64, PHDR = 56, SEGMENTS = 3;

    private ElfExecutable() {}

    /** The file; it starts at the code's first byte. */
    static byte[] of(byte[] text, int zeroes) {
        int textAt = EHDR + SEGMENTS * PHDR + 63 & ~63;
        ByteBuffer b = ByteBuffer.allocate(textAt + text.length).order(ByteOrder.LITTLE_ENDIAN);
        b.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0); // ELFCLASS64, little-endian, version 1, SYSV
        b.putShort((short) 2).putShort((short) 62).putInt(1); // ET_EXEC, EM_X86_64
        b.putLong(IMAGE + textAt).putLong(EHDR).putLong(0).putInt(0); // no sections
        b.putShort((short) EHDR).putShort((short) PHDR).putShort((short) SEGMENTS);
        b.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        segment(b, 1, 5, IMAGE, textAt + text.length, textAt + text.length); // PT_LOAD, R X
        segment(b, 1, 6, ZEROES, 0, zeroes); // PT_LOAD, RW
        segment(b, 0x6474E551, 6, 0, 0, 0); // PT_GNU_STACK, RW
        b.position(textAt);
        b.put(text);
        return b.array();
    }

    private static void segment(ByteBuffer b, int type, int flags, int address, int fileSize, int size) {
        b.putInt(type).putInt(flags).putLong(0).putLong(address).putLong(address).putLong(fileSize).putLong(size).putLong(PAGE);
    }
}
