package heliotrope.kernel.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** ELF files made for tests. */
final class ElfImages {
    private ElfImages() {}

    static final long TEXT = 0x400000, DATA = 0x10001000L;
    private static final int CODE_AT = 0x1000, CODE_BYTES = 16, DATA_AT = 0x2000, NAME_AT = 0x800;

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
     * A program with four instructions at {@link #TEXT} + 0x1000 (with the headers in the same segment at {@link #TEXT}), 16 bytes of
     * data and 0x2000 bytes of bss at {@link #DATA}, and an interpreter if one is named.
     */
    static byte[] program(boolean wide, boolean bigEndian, String interpreter) {
        byte[] file = new byte[DATA_AT + 16];
        ByteBuffer b = ByteBuffer.wrap(file).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        b.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (bigEndian ? 2 : 1), 1});
        b.putShort(16, (short) 2).putShort(18, (short) 8).putInt(20, 1);
        int at = wide ? 64 : 52;
        int size = wide ? 56 : 32;
        if (wide) {
            b.putLong(24, TEXT + CODE_AT).putLong(32, at).putInt(48, 0x80000005);
        } else {
            b.putInt(24, (int) TEXT + CODE_AT).putInt(28, at).putInt(36, 0x10000005);
        }
        int sizes = wide ? 52 : 40;
        b.putShort(sizes, (short) at).putShort(sizes + 2, (short) size).putShort(sizes + 4, (short) (interpreter.isEmpty() ? 2 : 3));
        if (!interpreter.isEmpty()) {
            byte[] name = (interpreter + "\0").getBytes(StandardCharsets.US_ASCII);
            header(b, wide, at, ElfFile.PT_INTERP, NAME_AT, TEXT + NAME_AT, name.length, name.length, 4);
            System.arraycopy(name, 0, file, NAME_AT, name.length);
            at += size;
        }
        header(b, wide, at, ElfFile.PT_LOAD, 0, TEXT, CODE_AT + CODE_BYTES, CODE_AT + CODE_BYTES, 5);
        header(b, wide, at + size, ElfFile.PT_LOAD, DATA_AT, DATA, 16, 0x2000, 6);
        Arrays.fill(file, DATA_AT, DATA_AT + 16, (byte) 0xd4);
        return file;
    }

    private static void header(ByteBuffer b, boolean wide, int at, int type, long offset, long address, int inFile, int inMemory,
            int flags) {
        if (wide) {
            b.putInt(at, type).putInt(at + 4, flags).putLong(at + 8, offset).putLong(at + 16, address).putLong(at + 24, address);
            b.putLong(at + 32, inFile).putLong(at + 40, inMemory).putLong(at + 48, 0x1000);
        } else {
            b.putInt(at, type).putInt(at + 4, (int) offset).putInt(at + 8, (int) address).putInt(at + 12, (int) address);
            b.putInt(at + 16, inFile).putInt(at + 20, inMemory).putInt(at + 24, flags).putInt(at + 28, 0x1000);
        }
    }
}
