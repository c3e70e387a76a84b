package heliotrope.ir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IrTextTest {
    @Test
    void readsAsDocumented() {
        String text = """
                block 0x00400120 mode big_endian,fr bytes 8
                insn 0x00400120
                %1 = get32 32
                %2 = ld32 %1, -8
                %3 = const64 -5
                %4 = constf64 0x3ff8000000000000
                insn 0x00400124 delay
                put32 %2, 16
                helper _, %3, 7
                %8 = fcmp64 %4, %4, 6
                %9 = self64 %8, %4, %4
                fence
                trap_if %8, 0x3000007
                exit_if %8, 0xffffffff80000000
                exit_reg %1
                """;
        IrBlock block = IrText.parse(text);
        assertEquals(text, IrText.print(block));
        assertEquals(0x400120, block.pc);
        assertEquals(Mode.BIG_ENDIAN | Mode.FR, block.mode);
        assertEquals(8, block.guestBytes);
        assertEquals(14, block.size);
        assertEquals(Op.LD32, block.op[2]);
        assertEquals(1, block.a[2]);
        assertEquals(-1, block.b[2]);
        assertEquals(-8, block.imm[2]);
        assertEquals(0x3ff8000000000000L, block.imm[4]);
        assertEquals(0, block.a[0]);
        assertEquals(1, block.a[5]);
        assertEquals(-1, block.a[7]);
        assertEquals(3, block.b[7]);
        assertEquals("%2 = ld32 %1, -8", IrText.printRow(block, 2));
    }

    @Test
    void roundTripOfEveryOperation() {
        long[] constants = {0, 1, -1, 127, -32768, 0x80000000L, Long.MAX_VALUE, Long.MIN_VALUE, 0x123456789abcdef0L};
        IrBlock block = new IrBlock();
        block.pc = 0xfffffffffff00000L;
        block.mode = 0x7f | 0x4000;
        block.guestBytes = 400;
        for (int op = 0; op < Op.COUNT; op++) {
            for (long constant : constants) {
                int arity = Op.ARITY[op];
                block.add(op, op == Op.INSN ? (int) (constant & 1) : arity > 0 ? op : -1, arity > 1 ? 2 * op : -1,
                        arity > 2 ? 3 : -1, Op.IMM[op] != 0 ? constant : 0);
            }
        }
        String text = IrText.print(block);
        IrBlock back = IrText.parse(text);
        assertEquals(text, IrText.print(back));
        assertEquals(block.size, back.size);
        assertEquals(block.pc, back.pc);
        assertEquals(block.mode, back.mode);
        assertEquals(block.guestBytes, back.guestBytes);
        int n = block.size;
        assertArrayEquals(Arrays.copyOf(block.op, n), Arrays.copyOf(back.op, n));
        assertArrayEquals(Arrays.copyOf(block.a, n), Arrays.copyOf(back.a, n));
        assertArrayEquals(Arrays.copyOf(block.b, n), Arrays.copyOf(back.b, n));
        assertArrayEquals(Arrays.copyOf(block.c, n), Arrays.copyOf(back.c, n));
        assertArrayEquals(Arrays.copyOf(block.imm, n), Arrays.copyOf(back.imm, n));
    }

    @Test
    void blanksAndComments() {
        IrBlock block = IrText.parse(
                "; a block\n\n  block 4 mode 0 bytes 4 ; here\r\n\tinsn 0x4\n %1=add32 %0 ,%0;x\nexit 8");
        assertEquals("block 0x00000004 mode 0 bytes 4\ninsn 0x00000004\n%1 = add32 %0, %0\nexit 0x00000008\n",
                IrText.print(block));
    }

    @Test
    void errorsNameTheLine() {
        String header = "block 4 mode 0 bytes 4\n";
        String[][] wrong = {
            {"", "no header"},
            {"insn 4\n", "line 1: 'block' expected"},
            {"block 4 mode odd bytes 4\n", "line 1: no such mode: odd"},
            {"block x mode 0 bytes 4\n", "line 1: number expected: x"},
            {header + "\nadd33 %1, %2", "line 3: no such operation: add33"},
            {header + "%1 = const32 4", "line 2: this is row 0"},
            {header + "const32 4", "line 2: const32 has a result"},
            {header + "%0 = exit 4", "line 2: exit has no result"},
            {header + "%0 add32 %1, %1", "line 2: '=' expected"},
            {header + "%0 = add32 %1", "line 2: ',' expected"},
            {header + "%0 = add32 1, %1", "line 2: operand expected"},
            {header + "%0 = const32", "line 2: number expected"},
            {header + "%0 = const32 0x", "line 2: number expected"},
            {header + "%0 = const32 12345678901234567890", "line 2: number expected"},
            {header + "%0 = const32 5 6", "line 2: end of line expected"},
            {header + "insn 4 slot", "line 2: 'delay' expected"},
            {header + "insn 4 delay 3", "line 2: end of line expected"},
        };
        for (String[] w : wrong) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> IrText.parse(w[0]), w[0]);
            assertTrue(String.valueOf(e.getMessage()).contains(w[1]), e.getMessage());
        }
    }
}
