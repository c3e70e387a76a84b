package heliotrope.mips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import heliotrope.ir.CodeSource;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.IrText;
import heliotrope.ir.IrVerifier;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;
import heliotrope.ir.Trap;
import org.junit.jupiter.api.Test;

/** What user programs may do in MIPS32 and MIPS64 release 2, in MIPS IV, and what they may not. */
class UserModeTest {
    private static final int N64 = Mode.BIG_ENDIAN | Mode.REGS64 | Mode.ADDR64 | Mode.FR | Mode.MIPS_R2;
    private static final int N32 = Mode.BIG_ENDIAN | Mode.REGS64 | Mode.FR | Mode.MIPS_R2;
    private static final int O32 = Mode.BIG_ENDIAN | Mode.MIPS_R2;
    private static final int IRIX = Mode.BIG_ENDIAN | Mode.REGS64 | Mode.FR;

    private final MipsFrontend frontend = new MipsFrontend();
    private final IrBlock block = new IrBlock();

    private void translate(int mode, int word) {
        CodeSource code = new CodeSource(2);
        code.words[0] = word;
        code.count = 2; // a jump has a nop in its delay slot
        code.pc = 0x400000;
        frontend.translate(code, mode, 1, new IrBuilder(block));
        IrVerifier.verify(block);
    }

    /** The trap that an instruction always makes, or -1. */
    private int trap(int mode, int word) {
        translate(mode, word);
        int last = block.size - 1;
        return block.op[last] == Op.TRAP ? (int) block.imm[last] : -1;
    }

    private void reserved(int word, int... modes) {
        for (int mode : modes) {
            assertEquals(Trap.of(Trap.RESERVED, 0), trap(mode, word), () -> Integer.toHexString(word));
        }
    }

    private void system(int word, int... modes) {
        for (int mode : modes) {
            assertEquals(Trap.of(Trap.COPROCESSOR, 0), trap(mode, word), () -> Integer.toHexString(word));
        }
    }

    @Test
    void everyRowIsTranslated() {
        for (int id = 1; id < Insn.COUNT; id++) {
            String name = MipsInstructions.name(id);
            int trap = trap(N64, MipsInstructions.match(id) | 0x00621000 & ~MipsInstructions.mask(id));
            boolean forbidden = switch (name) {
                case "break" -> true;
                case "cache", "mfc0", "dmfc0", "mtc0", "dmtc0", "tlbr", "tlbwi", "tlbwr", "tlbp", "eret", "wait", "di", "ei", "mfc2",
                        "mtc2", "cfc2", "ctc2", "lwc2", "swc2", "ldc2", "sdc2" -> {
                    assertEquals(Trap.COPROCESSOR, Trap.kind(trap), name);
                    yield true;
                }
                default -> false;
            };
            if (!forbidden) {
                assertEquals(-1, trap, name);
            }
        }
    }

    @Test
    void hardwareRegisters() {
        int rdhwr = 0x7c03003b; // v1
        for (int n = 0; n < 32; n++) {
            int word = rdhwr | n << 11;
            reserved(word, IRIX);
            if (n <= 3 || n == 29) {
                assertEquals(-1, trap(N32, word));
                assertEquals(-1, trap(O32, word));
            } else {
                reserved(word, N32, O32, N64);
            }
        }
        translate(O32, rdhwr | 29 << 11);
        assertEquals(true, IrText.print(block).contains("get32 " + MipsState.USERLOCAL));
        translate(N32, rdhwr | 29 << 11);
        assertEquals(true, IrText.print(block).contains("get64 " + MipsState.USERLOCAL));
        translate(O32, rdhwr | 29 << 11 & ~(31 << 16));
        int[] trap = new int[1];
        long before = frontend.helper(Exceptions.CYCLES, new FakeState(), 0, 0, trap);
        long after = before;
        while (after == before) {
            after = frontend.helper(Exceptions.CYCLES, new FakeState(), 0, 0, trap);
        }
        assertNotEquals(before, after);
    }

    @Test
    void hints() {
        for (int word : new int[] {0x00000040 /* ssnop */, 0x000000c0 /* ehb */, 0x00000140 /* pause */,
            0x0000000f /* sync */, 0x0000044f /* sync 17 */, 0x041f0000 /* synci */, 0xcc800000 /* pref */}) {
            assertEquals(-1, trap(O32, word));
            assertEquals(-1, trap(N64, word));
        }
        reserved(0x041f0000, IRIX);
    }

    @Test
    void whatIsNotThere() {
        reserved(0x7000003f, O32, N32, N64, IRIX); // sdbbp: for a debugger
        reserved(0x46c00000, O32, N32, N64); // add.ps: FIR.PS is 0
        reserved(0x4c00001e, O32, N64); // alnv.ps
        reserved(0x7c000010, O32, N64); // addu.qb, of the DSP extension
        reserved(0x45200000, O32, N64); // bc1any2f, of MIPS-3D
        reserved(0x74000000, O32, N64); // jalx
        system(0x4200001f, O32, N64, IRIX); // deret
        system(0x41400000, O32, N64); // rdpgpr
        system(0x41606000, O32, N64); // di
        system(0xbc800000, O32, N64, IRIX); // cache
        reserved(0x70000002, IRIX); // mul
        reserved(0x7c000000, IRIX); // ext
    }
}
