package heliotrope.irix;

import heliotrope.kernel.elf.ElfFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** ELF files made for tests. */
final class ElfImages {
    private ElfImages() {}

    static final long TEXT = 0x400000, DATA = 0x10001000L;

    /** A source over an array. */
    static ElfFile.Source source(byte[] file) {
        return new ElfFile.Source() {
            @Override
            public long read(long offset, byte[] buffer, int n) {
                if (offset >= file.length) {
                    return 0;
                }
                int got = (int) Math.min(n, file.length - offset);
                System.arraycopy(file, (int) offset, buffer, 0, got);
                return got;
            }

            @Override
            public long size() {
                return file.length;
            }
        };
    }

    /**
     * A program of the given instructions at {@link #TEXT} + 0x1000 (with the headers in the same segment at {@link #TEXT}), 16 bytes of
     * data and 0x2000 bytes of bss at {@link #DATA}, and an interpreter if one is named.
     */
    static byte[] program(int[] instructions, String interpreter) {
        int textEnd = 0x1000 + 4 * instructions.length;
        int dataAt = (textEnd + 0xfff) & ~0xfff;
        byte[] file = new byte[dataAt + 16];
        ByteBuffer b = ByteBuffer.wrap(file);
        b.putInt(0x7f454c46).put(new byte[] {1, 2, 1});
        b.putShort(16, (short) 2).putShort(18, (short) 8).putInt(20, 1);
        b.putInt(24, (int) TEXT + 0x1000).putInt(28, 52).putInt(36, 0x10000005);
        b.putShort(40, (short) 52).putShort(42, (short) 32).putShort(44, (short) (interpreter.isEmpty() ? 2 : 3));
        int at = 52;
        if (!interpreter.isEmpty()) {
            byte[] name = (interpreter + "\0").getBytes(StandardCharsets.US_ASCII);
            header(b, at, ElfFile.PT_INTERP, 0x800, TEXT + 0x800, name.length, name.length, 4);
            System.arraycopy(name, 0, file, 0x800, name.length);
            at += 32;
        }
        header(b, at, ElfFile.PT_LOAD, 0, TEXT, textEnd, textEnd, 5);
        header(b, at + 32, ElfFile.PT_LOAD, dataAt, DATA, 16, 0x2000, 6);
        for (int i = 0; i < instructions.length; i++) {
            b.putInt(0x1000 + 4 * i, instructions[i]);
        }
        Arrays.fill(file, dataAt, dataAt + 16, (byte) 0xd4);
        return file;
    }

    private static void header(ByteBuffer b, int at, int type, long offset, long address, int inFile, int inMemory, int flags) {
        b.putInt(at, type).putInt(at + 4, (int) offset).putInt(at + 8, (int) address).putInt(at + 12, (int) address);
        b.putInt(at + 16, inFile).putInt(at + 20, inMemory).putInt(at + 24, flags).putInt(at + 28, 0x1000);
    }
}
