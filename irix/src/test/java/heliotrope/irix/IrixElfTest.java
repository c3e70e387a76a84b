package heliotrope.irix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import heliotrope.kernel.elf.ElfFile;
import org.junit.jupiter.api.Test;

class IrixElfTest {
    private static final int[] CODE = {0x24020001, 0x0000000c, 0, 0};

    @Test
    void abis() {
        for (IrixAbi abi : new IrixAbi[] {IrixAbi.O32, IrixAbi.N32, IrixAbi.N64}) {
            byte[] file = ElfImages.program(abi, CODE, "");
            ElfFile elf = new ElfFile();
            assertNull(IrixElf.read(elf, ElfImages.source(file)));
            assertEquals(abi, IrixElf.abi(elf));
            IrixAbi other = abi.equals(IrixAbi.N32) ? IrixAbi.N64 : IrixAbi.N32;
            assertNull(IrixElf.readFor(abi, new ElfFile(), ElfImages.source(file)));
            String wrong = "of the ABI " + abi + ", the program is of " + other;
            assertEquals(wrong, IrixElf.readFor(other, new ElfFile(), ElfImages.source(file)));
        }
    }

    @Test
    void theProcessDataAreaIsReserved() {
        byte[] file = ElfImages.program(CODE, "");
        int second = 52 + 32;
        file[second + 9] = 0x20; // the data segment to 0x00201000
        file[second + 8] = 0;
        file[second + 10] = 0;
        assertEquals("segment 1 covers the process data area", IrixElf.read(new ElfFile(), ElfImages.source(file)));
    }
}
