package heliotrope.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IrVerifierTest {
    private static final String HEADER = "block 0x00400000 mode 0 bytes 8\ninsn 0x00400000\n";
    /** Rows 1 to 4 have a result of each type. */
    private static final String VALUES = "%1 = const32 1\n%2 = const64 2\n%3 = constf32 0x3\n%4 = constf64 0x4\n";

    /** A block with the operation and what else it needs. */
    private static IrBlock with(int op) {
        IrBlock block = IrText.parse(HEADER + VALUES);
        int[] operands = {-1, -1, -1};
        for (int i = 0; i < Op.ARITY[op]; i++) {
            char letter = Op.OPERANDS[op].charAt(i);
            operands[i] = letter == 'w' || letter == 'x' ? Op.I32 : Op.type(letter); // row numbers are types
        }
        long imm = switch (op) {
            case Op.INSN -> 0x400004;
            case Op.TRAP, Op.TRAP_IF -> Trap.of(Trap.BREAK, 5);
            default -> 0;
        };
        block.add(op, op == Op.INSN ? 0 : operands[0], operands[1], operands[2], imm);
        if ((Op.FLAGS[op] & Op.END) == 0) {
            block.add(Op.EXIT, -1, -1, -1, 0x400008);
        }
        return block;
    }

    @Test
    void acceptsEveryOperation() {
        for (int op = 0; op < Op.COUNT; op++) {
            IrVerifier.verify(with(op));
        }
        IrVerifier.verify(IrText.parse("block 0x00400000 mode 0 bytes 0\ntrap 0x7000000\n"));
    }

    @Test
    void rejectsWrongOperandsOfEveryOperation() {
        for (int op = 0; op < Op.COUNT; op++) {
            String letters = Op.OPERANDS[op];
            for (int i = 0; i < 3; i++) {
                if (op == Op.INSN && i == 0) {
                    continue;
                }
                char letter = i < letters.length() ? letters.charAt(i) : '-';
                for (int operand = -2; operand <= 7; operand++) {
                    boolean right = switch (letter) {
                        case '-' -> operand == -1;
                        case 'w' -> operand == Op.I32 || operand == Op.I64;
                        case 'x' -> operand == -1 || operand == Op.I32 || operand == Op.I64;
                        default -> operand == Op.type(letter);
                    };
                    IrBlock block = with(op);
                    (i == 0 ? block.a : i == 1 ? block.b : block.c)[5] = operand;
                    if (right) {
                        IrVerifier.verify(block);
                    } else {
                        String what = Op.NAME[op] + " operand " + i + " = " + operand;
                        InvalidIrException e = assertThrows(
                                InvalidIrException.class, () -> IrVerifier.verify(block), what);
                        assertEquals(5, e.row(), what);
                    }
                }
            }
        }
    }

    private static void rejected(int row, String reason, String text) {
        IrBlock block = IrText.parse(text);
        InvalidIrException e = assertThrows(InvalidIrException.class, () -> IrVerifier.verify(block), text);
        assertEquals(row, e.row(), text);
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }

    @Test
    void rejectsWrongShapes() {
        rejected(-1, "empty", "block 4 mode 0 bytes 4\n");
        rejected(0, "no end", HEADER);
        rejected(1, "goes on", HEADER + "exit 4\nexit 4\n");
        rejected(0, "not start", "block 4 mode 0 bytes 4\n%0 = const32 1\nexit 4\n");
        rejected(0, "not the block's pc", "block 4 mode 0 bytes 8\ninsn 8\nexit 4\n");
        rejected(0, "delay", "block 4 mode 0 bytes 8\ninsn 4 delay\nexit 4\n");
        rejected(1, "beyond", HEADER + "insn 0x00400008\nexit 4\n");
        rejected(1, "order", HEADER + "insn 0x00400000\nexit 4\n");
        rejected(2, "order", HEADER + "insn 0x00400004\ninsn 0x00400000\nexit 4\n");
        IrBlock block = with(Op.INSN);
        block.a[5] = 2;
        assertEquals(5, assertThrows(InvalidIrException.class, () -> IrVerifier.verify(block)).row());
        block.op[5] = Op.COUNT;
        assertEquals(5, assertThrows(InvalidIrException.class, () -> IrVerifier.verify(block)).row());
        block.op[5] = -1;
        assertEquals(5, assertThrows(InvalidIrException.class, () -> IrVerifier.verify(block)).row());
    }

    private static void constant(int op, boolean right, long imm) {
        IrBlock block = with(op);
        block.imm[5] = imm;
        String what = Op.NAME[op] + " " + imm;
        if (right) {
            IrVerifier.verify(block);
        } else {
            assertEquals(5, assertThrows(InvalidIrException.class, () -> IrVerifier.verify(block), what).row(), what);
        }
    }

    @Test
    void checksConstants() {
        long[] offsets32 = {0, 4, 1020};
        long[] notOffsets32 = {-4, 2, 1022, 1024, 1L << 32};
        int[] ops32 = {Op.GET32, Op.GETF32, Op.PUT32, Op.PUTF32};
        int[] ops64 = {Op.GET64, Op.GETF64, Op.PUT64, Op.PUTF64};
        for (int op : ops32) {
            each(op, true, offsets32);
            each(op, false, notOffsets32);
        }
        for (int op : ops64) {
            each(op, true, 0, 8, 1016);
            each(op, false, 4, 1020, 1024, -8);
        }
        for (int op = Op.LD8U; op <= Op.SC64; op++) {
            each(op, true, 0, 1, -1, 32767, -32768);
            each(op, false, 32768, -32769, 1L << 40);
        }
        each(Op.FENCE, false, 1);
        each(Op.ADD32, false, 1);
        each(Op.CONST32, true, -1, 0x7fffffff, -0x80000000L);
        each(Op.CONST32, false, 0x80000000L, 1L << 32);
        each(Op.CONSTF32, true, 0xffffffffL, -1);
        each(Op.CONSTF32, false, 1L << 32);
        each(Op.CONST64, true, Long.MIN_VALUE);
        each(Op.F32TOI32, true, 4);
        each(Op.F64TOI64, false, 5, -1);
        each(Op.FCMP32, true, 15);
        each(Op.FCMP64, false, 16, -1);
        each(Op.HELPER32, false, -1, 1L << 31);
        each(Op.TRAP_IF, false, 0, 5, Trap.of(8, 0), 1L << 40);
        each(Op.TRAP, true, Trap.of(Trap.FETCH, 0xffffff));
        each(Op.EXIT, true, 0xfffffffcL, -4);
        each(Op.EXIT_IF, false, 1L << 32);
        each(Op.EXIT_UNLESS, false, 1L << 32);
        IrBlock wide = with(Op.EXIT);
        wide.mode = Mode.ADDR64;
        wide.imm[5] = 1L << 32;
        IrVerifier.verify(wide);
    }

    private static void each(int op, boolean right, long... constants) {
        for (long constant : constants) {
            constant(op, right, constant);
        }
    }
}
