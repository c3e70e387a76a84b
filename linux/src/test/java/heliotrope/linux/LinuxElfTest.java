package heliotrope.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.ir.Mode;
import heliotrope.kernel.elf.ElfFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LinuxElfTest {
    private static final int NAME_AT = 200;

    /** The first bytes of an o32 program with one program header of a kind and, if named, an interpreter. */
    private static byte[] header(boolean bigEndian, int kind, String interpreter) {
        byte[] file = new byte[1024];
        ByteBuffer b = ByteBuffer.wrap(file).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        b.put(new byte[] {0x7f, 'E', 'L', 'F', 1, (byte) (bigEndian ? 2 : 1), 1});
        b.putShort(16, (short) 2).putShort(18, (short) 8).putInt(20, 1).putInt(28, 52);
        b.putShort(40, (short) 52).putShort(42, (short) 32).putShort(44, (short) 2);
        b.putInt(52, kind);
        if (!interpreter.isEmpty()) {
            byte[] name = (interpreter + "\0").getBytes(StandardCharsets.US_ASCII);
            b.putInt(84, ElfFile.PT_INTERP).putInt(84 + 4, NAME_AT).putInt(84 + 16, name.length);
            System.arraycopy(name, 0, file, NAME_AT, name.length);
        }
        return file;
    }

    private static boolean recognised(byte[] header) {
        return LinuxElf.recognises(header, header.length);
    }

    @Test
    void whoseProgram() {
        assertTrue(recognised(header(false, ElfFile.PT_LOAD, "")), "little-endian ones are Linux'");
        assertFalse(recognised(header(true, ElfFile.PT_LOAD, "")));
        assertTrue(recognised(header(true, ElfFile.PT_LOAD, "/lib/ld.so.1")));
        assertTrue(recognised(header(true, ElfFile.PT_LOAD, "/lib/ld-musl-mips.so.1")));
        assertFalse(recognised(header(true, ElfFile.PT_LOAD, "/usr/lib/libc.so.1")));
        assertFalse(recognised(header(true, ElfFile.PT_LOAD, "/usr/lib32/libc.so.1")));
        int[] gnu = {ElfFile.PT_NOTE, ElfFile.PT_GNU_STACK, ElfFile.PT_TLS, ElfFile.PT_MIPS_ABIFLAGS, ElfFile.PT_GNU_RELRO};
        for (int kind : gnu) {
            assertTrue(recognised(header(true, kind, "")), "static, with header 0x" + Integer.toHexString(kind));
        }
        byte[] marked = header(true, ElfFile.PT_LOAD, "");
        marked[7] = 3;
        assertTrue(recognised(marked));
        byte[] other = header(true, ElfFile.PT_NOTE, "");
        other[19] = 2;
        assertFalse(recognised(other), "another processor");
    }

    private static int mode(int flags, int fp, int interpreterFp) {
        ElfFile elf = new ElfFile();
        elf.bigEndian = true;
        elf.flags = flags;
        return LinuxElf.mode(elf, fp, interpreterFp);
    }

    @Test
    void floatingPointModes() {
        int pairs = Mode.MIPS_R2 | Mode.BIG_ENDIAN;
        int doubles = pairs | Mode.FR;
        assertEquals(pairs, mode(0x1000, LinuxElf.FP_UNKNOWN, LinuxElf.FP_ANY));
        assertEquals(pairs, mode(0x1000, LinuxElf.FP_DOUBLE, LinuxElf.FP_XX));
        assertEquals(pairs, mode(0x1000, LinuxElf.FP_XX, LinuxElf.FP_DOUBLE));
        assertEquals(doubles, mode(0x1000, LinuxElf.FP_XX, LinuxElf.FP_XX));
        assertEquals(doubles, mode(0x1000, LinuxElf.FP_64, LinuxElf.FP_XX));
        assertEquals(doubles, mode(0x1000, LinuxElf.FP_64A, LinuxElf.FP_ANY));
        assertEquals(-1, mode(0x1000, LinuxElf.FP_DOUBLE, LinuxElf.FP_64));
        assertEquals(pairs | Mode.NAN2008, mode(0x1400, LinuxElf.FP_DOUBLE, LinuxElf.FP_ANY));
        assertEquals(doubles | Mode.REGS64, mode(0x20, LinuxElf.FP_DOUBLE, LinuxElf.FP_ANY));
    }

    @Test
    void otherReleasesAreRefused() {
        byte[] header = header(true, ElfFile.PT_LOAD, "/lib/ld.so.1");
        header[36] = (byte) 0x90; // mips32r6
        String wrong = LinuxElf.read(new ElfFile(), new ElfFile.Source() {
            @Override
            public long read(long offset, byte[] buffer, int n) {
                int got = (int) Math.min(n, header.length - offset);
                System.arraycopy(header, (int) offset, buffer, 0, got);
                return got;
            }

            @Override
            public long size() {
                return header.length;
            }
        });
        assertEquals("code for release 6 of the instruction set is not supported", wrong);
    }
}
