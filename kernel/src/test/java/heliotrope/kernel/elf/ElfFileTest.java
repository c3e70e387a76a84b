package heliotrope.kernel.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ElfFileTest {
    private static final long HIGHEST = 0x7bff8000L, RESERVED = 0x200000;
    private static final ElfLimits LIMITS = new ElfLimits(4096, HIGHEST, RESERVED, RESERVED + 4096, "the reserved page");
    private static final String LD_SO = "/lib/ld.so.1";

    @Test
    void readsPrograms() {
        for (int form = 0; form < 4; form++) {
            boolean wide = (form & 1) != 0;
            boolean big = (form & 2) != 0;
            ElfFile elf = new ElfFile();
            assertNull(elf.read(ElfImages.source(ElfImages.program(wide, big, LD_SO)), LIMITS));
            assertEquals(LD_SO, elf.interpreterName());
            assertEquals(wide, elf.wide);
            assertEquals(big, elf.bigEndian);
            assertEquals(wide ? 0x80000005 : 0x10000005, elf.flags);
            assertEquals(ElfImages.TEXT + 0x1000, elf.entry);
            assertEquals(ElfImages.TEXT + (wide ? 64 : 52), elf.programHeaderAddress());
            assertEquals(ElfImages.DATA + 0x2000, elf.breakStart());
            assertEquals(ElfImages.DATA + 0x2000, elf.end());
        }
    }

    @Test
    void staticProgramHasNoInterpreter() {
        ElfFile elf = new ElfFile();
        assertNull(elf.read(ElfImages.source(ElfImages.program(true, false, "")), LIMITS));
        assertNull(elf.interpreter);
    }

    @Test
    void everyTruncationIsRefused() {
        for (int form = 0; form < 4; form++) {
            byte[] file = ElfImages.program((form & 1) != 0, (form & 2) != 0, LD_SO);
            for (int n = 0; n < file.length; n += n < 256 ? 1 : 61) {
                assertNotNull(new ElfFile().read(ElfImages.source(Arrays.copyOf(file, n)), LIMITS), "cut at " + n);
            }
        }
    }

    /** Whatever the bytes are, the answer is a message or headers that keep all promises. */
    @Test
    void hostileHeaders() {
        SplittableRandom random = new SplittableRandom(20261122);
        long[] edges = {
            0, 1, 3, 4, 0xfff, 0x1000, 0x200000, 0x7fff8000L, 0x7fffffffL, 0x80000000L, -1, -4096, -2,
            Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40, 0xffffffff00400000L,
        };
        int[] accepted = new int[4];
        for (int i = 0; i < 200_000; i++) {
            boolean wide = (i & 1) != 0;
            boolean big = (i & 2) != 0;
            byte[] good = ElfImages.program(wide, big, LD_SO);
            byte[] file = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good;
            int changes = 1 + random.nextInt(6);
            for (int c = 0; c < changes && file.length > 8; c++) {
                int at = random.nextInt(Math.min(file.length - 7, wide ? 232 : 160));
                switch (random.nextInt(3)) {
                    case 0 -> file[at] = (byte) random.nextInt();
                    case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
                    default -> {
                        long value = edges[random.nextInt(edges.length)];
                        int n = wide && random.nextBoolean() ? 8 : 4;
                        at &= -n;
                        for (int k = 0; k < n; k++) {
                            file[at + k] = (byte) (value >>> 8 * (big ? n - 1 - k : k));
                        }
                    }
                }
            }
            ElfFile elf = new ElfFile();
            if (elf.read(ElfImages.source(file), LIMITS) == null) {
                accepted[i & 3]++;
                checkPromises(elf, file.length, i);
            }
        }
        for (int n : accepted) {
            assertTrue(n > 500, "changes in unused fields are harmless: " + Arrays.toString(accepted));
        }
    }

    private static void checkPromises(ElfFile elf, int size, int i) {
        long end = 0;
        for (int s = elf.nextLoad(0); s >= 0; s = elf.nextLoad(s + 1)) {
            assertTrue(elf.address[s] >= 4096 && elf.address[s] >= end, "order in input " + i);
            end = elf.address[s] + elf.memoryBytes[s];
            assertTrue(end <= HIGHEST, "end in input " + i);
            assertTrue(end <= RESERVED || elf.address[s] >= RESERVED + 4096, "reserved page in input " + i);
            assertTrue(elf.fileBytes[s] <= elf.memoryBytes[s], "sizes in input " + i);
            assertTrue(elf.offset[s] >= 0 && elf.offset[s] + elf.fileBytes[s] <= size, "file range in input " + i);
        }
        assertTrue(end > 0, "something to load in input " + i);
        assertTrue((elf.entry & 3) == 0 && elf.entry > 0 && elf.entry < end, "entry in input " + i);
    }
}
