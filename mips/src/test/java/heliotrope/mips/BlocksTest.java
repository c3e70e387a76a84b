package heliotrope.mips;

import static org.junit.jupiter.api.Assertions.assertEquals;

import heliotrope.ir.CodeSource;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.IrVerifier;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;
import heliotrope.ir.Trap;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where blocks begin and end, and that any words whatever make a valid block. */
class BlocksTest {
    private static final int BEQ = 0x10850003, NOP = 0, ADDIU = 0x24840001, SYSCALL = 0xc, CFC1 = 0x4442f800;

    private final MipsFrontend frontend = new MipsFrontend();
    private final IrBlock block = new IrBlock();
    private final IrBuilder builder = new IrBuilder(block);

    private void translate(int mode, int max, int... words) {
        CodeSource code = new CodeSource(words.length);
        System.arraycopy(words, 0, code.words, 0, words.length);
        code.count = words.length;
        code.pc = 0x400000;
        frontend.translate(code, mode, max, builder);
        IrVerifier.verify(block);
        assertEquals(0x400000, block.pc);
        assertEquals(mode, block.mode);
    }

    private void expectEnd(int bytes, int op, long imm) {
        assertEquals(bytes, block.guestBytes);
        assertEquals(Op.NAME[op], Op.NAME[block.op[block.size - 1]]);
        assertEquals(imm, block.imm[block.size - 1]);
    }

    @Test
    void endsAfterTheDelaySlot() {
        translate(0, 64, ADDIU, BEQ, NOP, ADDIU);
        expectEnd(12, Op.EXIT, 0x40000c);
    }

    @Test
    void aBranchWithoutItsDelaySlotIsLeftOut() {
        translate(0, 64, ADDIU, BEQ);
        expectEnd(4, Op.EXIT, 0x400004);
        translate(0, 64, BEQ);
        expectEnd(0, Op.TRAP, Trap.of(Trap.FETCH, 0));
        translate(0, 64);
        expectEnd(0, Op.TRAP, Trap.of(Trap.FETCH, 0));
    }

    @Test
    void asManyInstructionsAsWanted() {
        translate(0, 2, ADDIU, ADDIU, ADDIU, SYSCALL);
        expectEnd(8, Op.EXIT, 0x400008);
        translate(0, 1, BEQ, NOP, NOP);
        expectEnd(8, Op.EXIT, 0x400008);
        translate(0, 64, ADDIU, ADDIU);
        expectEnd(8, Op.EXIT, 0x400008);
    }

    @Test
    void systemCallsAndControlRegistersEndBlocks() {
        translate(0, 64, ADDIU, SYSCALL, ADDIU);
        expectEnd(8, Op.SYSCALL, 0);
        translate(0, 64, CFC1, ADDIU, ADDIU);
        expectEnd(4, Op.EXIT, 0x400004);
    }

    @Test
    void targetsWrapWithTheAddressWidth() {
        translate(Mode.REGS64 | Mode.FR, 64, 0x1000f000, NOP); // beq zero,zero
        expectEnd(8, Op.EXIT, 0x3fc004);
        translate(Mode.REGS64 | Mode.FR, 64, 0x10008000, NOP);
        expectEnd(8, Op.EXIT, 0x3e0004);
    }

    @Test
    void anyWordsMakeAValidBlock() {
        Random random = new Random(3);
        int[] modes = {
            Mode.BIG_ENDIAN, Mode.BIG_ENDIAN | Mode.FR, Mode.REGS64 | Mode.FR, Mode.REGS64 | Mode.ADDR64,
            Mode.REGS64 | Mode.ADDR64 | Mode.FR | Mode.MIPS_R2 | Mode.BIG_ENDIAN,
        };
        int[] words = new int[16];
        for (int i = 0; i < 100_000; i++) {
            for (int j = 0; j < words.length; j++) {
                int id = 1 + random.nextInt(Insn.COUNT - 1);
                words[j] = MipsInstructions.match(id) | random.nextInt() & ~MipsInstructions.mask(id);
            }
            words[random.nextInt(words.length)] = random.nextInt();
            translate(modes[i % modes.length], 1 + random.nextInt(20), words);
        }
    }
}
