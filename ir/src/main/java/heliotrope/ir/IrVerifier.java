package heliotrope.ir;

/**
 * Checks that a block keeps the rules of {@link Op}:
 *
 * <ul>
 *   <li>operands are results of earlier rows and have the types that the operation's row in the table says; unused
 *       columns hold -1 (only helpers may lack operands), and {@code imm} is 0 where the operation has none;
 *   <li>constants are in range: state offsets aligned and inside the guest's 1024 bytes, displacements signed 16-bit
 *       numbers (windows have guard zones), rounding modes 0..4, comparison bits 0..15, guest addresses of 32 bits
 *       unless the mode has more;
 *   <li>the last row, and no other, ends the block;
 *   <li>the first row is the INSN of the block's pc and INSNs go upwards within the block's bytes, a delay slot not
 *       being the first (a block that could not be fetched is just a TRAP and has no bytes); those of a path lie
 *       anywhere.
 * </ul>
 */
public final class IrVerifier {
    private static final int STATE_BYTES = 1024;

    private IrVerifier() {}

    /** @throws InvalidIrException at the first rule that is broken */
    public static void verify(IrBlock block) {
        if (block.size == 0) {
            throw new InvalidIrException(-1, "empty block");
        }
        boolean unfetched = block.size == 1 && block.op[0] == Op.TRAP;
        long lastInsn = 0;
        boolean seenInsn = false;
        for (int row = 0; row < block.size; row++) {
            int op = block.op[row];
            if (op < 0 || op >= Op.COUNT) {
                throw new InvalidIrException(row, "row " + row + ": no such operation: " + op);
            }
            boolean last = row == block.size - 1;
            if ((Op.FLAGS[op] & Op.END) != 0 != last) {
                throw error(block, row, last ? "the block has no end" : "the block goes on after its end");
            }
            operands(block, row, op);
            constant(block, row, op);
            if (op == Op.INSN) {
                instruction(block, row, seenInsn, lastInsn);
                seenInsn = true;
                lastInsn = block.imm[row];
            } else if (!seenInsn && !unfetched) {
                throw error(block, row, "the block does not start with an instruction");
            }
        }
    }

    private static void instruction(IrBlock block, int row, boolean seen, long previous) {
        long pc = block.imm[row];
        if (block.a[row] != 0 && (block.a[row] != 1 || !seen)) {
            throw error(block, row, "delay slot is " + block.a[row]);
        }
        if (!seen && pc != block.pc) {
            throw error(block, row, "not the block's pc");
        }
        if (block.parts > 1) {
            return;
        }
        if (seen && pc - previous <= 0) {
            throw error(block, row, "instruction out of order");
        }
        if (pc != block.pc && Long.compareUnsigned(pc - block.pc, block.guestBytes) >= 0) {
            throw error(block, row, "instruction beyond the block's " + block.guestBytes + " bytes");
        }
    }

    private static void operands(IrBlock block, int row, int op) {
        String letters = Op.OPERANDS[op];
        int arity = Op.ARITY[op];
        if (op != Op.INSN) {
            operand(block, row, arity > 0 ? letters.charAt(0) : 0, block.a[row]);
        }
        operand(block, row, arity > 1 ? letters.charAt(1) : 0, block.b[row]);
        operand(block, row, arity > 2 ? letters.charAt(2) : 0, block.c[row]);
    }

    private static void operand(IrBlock block, int row, int letter, int operand) {
        if (operand == -1 && (letter == 0 || letter == 'x')) {
            return;
        }
        if (letter == 0) {
            throw error(block, row, "has operand " + operand + " too many");
        }
        if (operand < 0 || operand >= row) {
            throw error(block, row, "operand " + operand + " is no earlier row");
        }
        byte type = Op.TYPE[block.op[operand]];
        boolean right = letter == 'w' || letter == 'x'
                ? type == Op.I32 || type == Op.I64
                : type == Op.type((char) letter);
        if (!right) {
            throw error(block, row, "operand " + operand + " has the wrong type");
        }
    }

    private static void constant(IrBlock block, int row, int op) {
        long imm = block.imm[row];
        boolean right = switch (op) {
            case Op.CONST32, Op.SYSCALL -> imm == (int) imm;
            case Op.CONSTF32 -> imm == (int) imm || imm >>> 32 == 0;
            case Op.GET32, Op.GETF32, Op.PUT32, Op.PUTF32 -> stateOffset(imm, 4);
            case Op.GET64, Op.GETF64, Op.PUT64, Op.PUTF64 -> stateOffset(imm, 8);
            case Op.F32TOI32, Op.F64TOI32, Op.F32TOI64, Op.F64TOI64 -> imm >= 0 && imm <= 4;
            case Op.FCMP32, Op.FCMP64 -> imm >= 0 && imm <= 15;
            case Op.HELPER, Op.HELPER32, Op.HELPER64 -> imm >= 0 && imm == (int) imm;
            case Op.TRAP, Op.TRAP_IF -> imm == (int) imm && Trap.kind((int) imm) >= Trap.BREAK
                    && Trap.kind((int) imm) <= Trap.FETCH;
            case Op.INSN, Op.EXIT, Op.EXIT_IF, Op.EXIT_UNLESS -> (block.mode & Mode.ADDR64) != 0 || imm == (int) imm || imm >>> 32 == 0;
            default -> (Op.FLAGS[op] & Op.MAY_FAULT) != 0 ? imm == (short) imm : Op.IMM[op] != 0 || imm == 0;
        };
        if (!right) {
            throw error(block, row, "constant " + imm + " is not allowed");
        }
    }

    private static boolean stateOffset(long offset, int size) {
        return offset >= 0 && offset + size <= STATE_BYTES && (offset & size - 1) == 0;
    }

    private static InvalidIrException error(IrBlock block, int row, String what) {
        return new InvalidIrException(row, "row " + row + ", " + IrText.printRow(block, row) + ": " + what);
    }
}
