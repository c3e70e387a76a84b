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

    /** {@link #program(IrixAbi, int[], String)} for o32. */
    static byte[] program(int[] instructions, String interpreter) {
        return program(IrixAbi.O32, instructions, interpreter);
    }

    /**
     * A program of the given instructions at {@link #TEXT} + 0x1000 (with the headers in the same segment at {@link #TEXT}), 16 bytes of
     * data and 0x2000 bytes of bss at {@link #DATA}, and an interpreter if one is named.
     */
    static byte[] program(IrixAbi abi, int[] instructions, String interpreter) {
        int textEnd = 0x1000 + 4 * instructions.length;
        int dataAt = (textEnd + 0xfff) & ~0xfff;
        boolean wide = abi.pointers64;
        byte[] file = new byte[dataAt + 16];
        ByteBuffer b = ByteBuffer.wrap(file);
        b.putInt(0x7f454c46).put(new byte[] {(byte) (wide ? 2 : 1), 2, 1});
        b.putShort(16, (short) 2).putShort(18, (short) 8).putInt(20, 1);
        int size = wide ? 64 : 52;
        int flags = abi.wide ? 0x20000000 | (wide ? 0 : 0x20) : 0x10000005;
        if (wide) {
            b.putLong(24, TEXT + 0x1000).putLong(32, size).putInt(48, flags);
        } else {
            b.putInt(24, (int) TEXT + 0x1000).putInt(28, size).putInt(36, flags);
        }
        b.putShort(size - 12, (short) size).putShort(size - 10, (short) headerSize(abi));
        b.putShort(size - 8, (short) (interpreter.isEmpty() ? 2 : 3));
        int at = size;
        if (!interpreter.isEmpty()) {
            byte[] name = (interpreter + "\0").getBytes(StandardCharsets.US_ASCII);
            header(abi, b, at, ElfFile.PT_INTERP, 0x800, TEXT + 0x800, name.length, name.length, 4);
            System.arraycopy(name, 0, file, 0x800, name.length);
            at += headerSize(abi);
        }
        header(abi, b, at, ElfFile.PT_LOAD, 0, TEXT, textEnd, textEnd, 5);
        header(abi, b, at + headerSize(abi), ElfFile.PT_LOAD, dataAt, DATA, 16, 0x2000, 6);
        for (int i = 0; i < instructions.length; i++) {
            b.putInt(0x1000 + 4 * i, instructions[i]);
        }
        Arrays.fill(file, dataAt, dataAt + 16, (byte) 0xd4);
        return file;
    }

    private static int headerSize(IrixAbi abi) {
        return abi.pointers64 ? 56 : 32;
    }

    private static void header(
            IrixAbi abi, ByteBuffer b, int at, int type, long offset, long address, int inFile, int inMemory, int flags) {
        if (abi.pointers64) {
            b.putInt(at, type).putInt(at + 4, flags).putLong(at + 8, offset).putLong(at + 16, address).putLong(at + 24, address);
            b.putLong(at + 32, inFile).putLong(at + 40, inMemory).putLong(at + 48, 0x1000);
        } else {
            b.putInt(at, type).putInt(at + 4, (int) offset).putInt(at + 8, (int) address).putInt(at + 12, (int) address);
            b.putInt(at + 16, inFile).putInt(at + 20, inMemory).putInt(at + 24, flags).putInt(at + 28, 0x1000);
        }
    }
}
