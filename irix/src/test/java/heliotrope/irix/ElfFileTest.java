package heliotrope.irix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ElfFileTest {
    private static final int[] CODE = {0x24020001, 0x0000000c, 0, 0};

    private static String read(byte[] file, ElfFile elf) {
        String wrong = elf.read(ElfImages.source(file));
        return wrong == null ? "" : wrong;
    }

    @Test
    void readsAProgram() {
        ElfFile elf = new ElfFile();
        assertNull(elf.read(ElfImages.source(ElfImages.program(CODE, "/usr/lib/libc.so.1"))));
        assertEquals("/usr/lib/libc.so.1", elf.interpreterName());
        assertEquals(ElfImages.TEXT + 0x1000, elf.entry);
        assertEquals(ElfImages.TEXT + 52, elf.programHeaderAddress());
        assertEquals(ElfImages.DATA + 0x2000, elf.breakStart());
    }

    @Test
    void staticProgramHasNoInterpreter() {
        ElfFile elf = new ElfFile();
        assertNull(elf.read(ElfImages.source(ElfImages.program(CODE, ""))));
        assertNull(elf.interpreter);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] file = ElfImages.program(CODE, "/usr/lib/libc.so.1");
        for (int n = 0; n < file.length; n += n < 200 ? 1 : 61) {
            assertNotNull(new ElfFile().read(ElfImages.source(Arrays.copyOf(file, n))), "cut at " + n);
        }
    }

    @Test
    void otherAbisAreNamed() {
        byte[] file = ElfImages.program(CODE, "");
        file[39] |= 0x20;
        assertEquals("n32 programs are not supported yet", read(file, new ElfFile()));
        file[39] &= ~0x20;
        file[4] = 2;
        assertEquals("64-bit (n64) programs are not supported yet", read(file, new ElfFile()));
    }

    /** Whatever the bytes are, the answer is a message or headers that keep all promises. */
    @Test
    void hostileHeaders() {
        SplittableRandom random = new SplittableRandom(20261122);
        byte[] good = ElfImages.program(CODE, "/usr/lib/libc.so.1");
        int[] edges = {0, 1, 3, 4, 0xfff, 0x1000, 0x200000, 0x7fff8000, 0x7fffffff, 0x80000000, -1, -4096, -2};
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] file = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            int changes = 1 + random.nextInt(6);
            for (int c = 0; c < changes && file.length > 4; c++) {
                int at = random.nextInt(Math.min(file.length - 3, 160));
                switch (random.nextInt(3)) {
                    case 0 -> file[at] = (byte) random.nextInt();
                    case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
                    default -> {
                        int value = edges[random.nextInt(edges.length)];
                        at &= ~3;
                        for (int k = 0; k < 4; k++) {
                            file[at + k] = (byte) (value >>> 24 - 8 * k);
                        }
                    }
                }
            }
            ElfFile elf = new ElfFile();
            if (elf.read(ElfImages.source(file)) == null) {
                accepted++;
                checkPromises(elf, file.length, i);
            }
        }
        assertTrue(accepted > 1000, "changes in unused fields are harmless: " + accepted);
    }

    private static void checkPromises(ElfFile elf, int size, int i) {
        long end = 0;
        for (int s = elf.nextLoad(0); s >= 0; s = elf.nextLoad(s + 1)) {
            assertTrue(elf.address[s] >= 4096 && elf.address[s] >= end, "order in input " + i);
            end = elf.address[s] + elf.memoryBytes[s];
            assertTrue(end <= IrixLayout.STACK_TOP - IrixLayout.STACK_RESERVE, "end in input " + i);
            assertTrue(elf.fileBytes[s] <= elf.memoryBytes[s], "sizes in input " + i);
            assertTrue(elf.offset[s] >= 0 && elf.offset[s] + elf.fileBytes[s] <= size, "file range in input " + i);
        }
        assertTrue(end > 0, "something to load in input " + i);
        assertTrue((elf.entry & 3) == 0 && elf.entry < end, "entry in input " + i);
    }
}
