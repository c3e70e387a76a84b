package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.ADD;
import static heliotrope.host.asm.Assembler.AND;
import static heliotrope.host.asm.Assembler.CC_A;
import static heliotrope.host.asm.Assembler.CC_AE;
import static heliotrope.host.asm.Assembler.CC_B;
import static heliotrope.host.asm.Assembler.CC_BE;
import static heliotrope.host.asm.Assembler.CC_E;
import static heliotrope.host.asm.Assembler.CC_G;
import static heliotrope.host.asm.Assembler.CC_GE;
import static heliotrope.host.asm.Assembler.CC_L;
import static heliotrope.host.asm.Assembler.CC_LE;
import static heliotrope.host.asm.Assembler.CC_NE;
import static heliotrope.host.asm.Assembler.CC_O;
import static heliotrope.host.asm.Assembler.CMP;
import static heliotrope.host.asm.Assembler.R15;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDX;
import static heliotrope.host.asm.Assembler.SUB;

import heliotrope.host.CpuFeatures;
import heliotrope.host.asm.Assembler;
import heliotrope.ir.Op;

/** Integer operations. */
abstract class IntegerCompiler extends Exits {
    private final boolean lzcnt = CpuFeatures.LZCNT;

    IntegerCompiler(PinnedRegisters pins) {
        super(pins);
    }

    /** add, sub, and, or, xor. */
    protected final void alu(int i, int operation, int size) {
        int x = left[i];
        int y = right[i];
        begin(i);
        aim(i);
        if ((marks[i] & FUSED) != 0) {
            scaledAdd(i, size);
            return;
        }
        if (operation == SUB) {
            if (x != y) {
                keepOperand(y);
            }
        } else if (isBetterFirst(y, x)) {
            int t = x;
            x = y;
            y = t;
        }
        int d;
        if (isImmediate(y)) {
            int value = (int) imm[y];
            int rx = reg[x];
            if (operation == AND && (value == 0xff || value == 0xffff) && rx >= 0) {
                d = resultFrom(x);
                asm.movZx(value == 0xff ? 8 : 16, d, rx);
                end(i);
                result(i, d);
                return;
            }
            if ((operation == ADD || operation == SUB && value != Integer.MIN_VALUE) && rx >= 0 && !isTaken(x)) {
                d = allocResult();
                asm.lea(size, d, rx, operation == ADD ? value : -value);
            } else {
                d = copyGpr(x);
                asm.aluImm(operation, size, d, value);
            }
        } else {
            int m = foldable(y);
            if (m >= 0) {
                d = copyGpr(x);
                asm.aluMem(operation, size, d, R15, m);
            } else {
                int ry = toGpr(y);
                if (operation == ADD && reg[x] >= 0 && !isTaken(x)) {
                    d = allocResult();
                    asm.leaX(size, d, reg[x], ry, 1, 0);
                } else {
                    d = copyGpr(x);
                    asm.alu(operation, size, d, ry);
                }
            }
        }
        end(i);
        result(i, d);
    }

    /** An addition whose first operand is a value shifted up by 1 to 3 bits. */
    private void scaledAdd(int i, int size) {
        int shift = left[i];
        int scale = 1 << (int) imm[right[shift]];
        int y = right[i];
        int rx = toGpr(left[shift]);
        int ry = isImmediate(y) ? -1 : toGpr(y);
        int d = allocResult();
        if (ry < 0) {
            asm.leaX(size, d, -1, rx, scale, (int) imm[y]);
        } else {
            asm.leaX(size, d, ry, rx, scale, 0);
        }
        end(i);
        result(i, d);
    }

    /** Whether y rather than x should be the operand whose register becomes the result's. */
    private boolean isBetterFirst(int y, int x) {
        if (isImmediate(y)) {
            return false;
        }
        if (aim >= 0 && reg[x] != reg[y]) {
            if (reg[y] == aim) {
                return true;
            }
            if (reg[x] == aim) {
                return false;
            }
        }
        return isConst(x) || !stealable(x) && stealable(y);
    }

    private boolean stealable(int v) {
        return reg[v] >= 0 && dies(v);
    }

    /** Whether the register of an operand becomes that of the result. */
    private boolean isTaken(int v) {
        return aim >= 0 ? reg[v] == aim : dies(v);
    }

    /** A register for the result of an instruction that only reads its operand {@code v}, which has one. */
    private int resultFrom(int v) {
        return aim >= 0 ? allocResult() : dies(v) ? steal(v) : allocGpr();
    }

    protected final void not(int i, int size) {
        begin(i);
        aim(i);
        int d = copyGpr(left[i]);
        asm.unary(Assembler.NOT, size, d);
        end(i);
        result(i, d);
    }

    protected final void shift(int i, int operation, int size) {
        int x = left[i];
        int y = right[i];
        begin(i);
        int d;
        if (isConst(y)) {
            int count = (int) imm[y] & size - 1;
            aim(i);
            d = copyGpr(x);
            if (count != 0) {
                asm.shiftImm(operation, size, d, count);
            }
        } else if (operation == Assembler.ROR) {
            int ry = toGpr(y);
            if (ry != RCX) {
                takeFixed(RCX);
                asm.mov(32, RCX, reg[y]);
                d = copyGpr(x);
                asm.shiftCl(operation, size, d);
                freeTemp(RCX);
            } else {
                d = x == y ? -1 : copyGpr(x);
                if (d < 0) {
                    d = allocGpr();
                    asm.mov(size, d, ry);
                }
                asm.shiftCl(operation, size, d);
            }
        } else {
            aim(i);
            int rx = toGpr(x);
            int ry = toGpr(y);
            d = resultFrom(x);
            asm.shiftVar(operation, size, d, rx, ry);
        }
        end(i);
        result(i, d);
    }

    protected final void multiply(int i, int size) {
        int x = left[i];
        int y = right[i];
        begin(i);
        aim(i);
        if (isBetterFirst(y, x)) {
            int t = x;
            x = y;
            y = t;
        }
        int d;
        if (isImmediate(y)) {
            int rx = toGpr(x);
            d = resultFrom(x);
            asm.imulImm(size, d, rx, (int) imm[y]);
        } else {
            int m = foldable(y);
            if (m >= 0) {
                d = copyGpr(x);
                asm.imulMem(size, d, R15, m);
            } else {
                int ry = toGpr(y);
                d = copyGpr(x);
                asm.imul(size, d, ry);
            }
        }
        end(i);
        result(i, d);
    }

    /** High half of a 64-bit product; {@code operation} is MUL or IMUL. */
    protected final void multiplyHigh(int i, int operation) {
        begin(i);
        int y = right[i];
        toGpr(y);
        dividend(left[i], y, 64);
        takeFixed(RDX);
        asm.unary(operation, 64, reg[y]);
        freeTemp(RAX);
        end(i);
        result(i, RDX);
    }

    /**
     * Loads operand x into rax, which then holds no value; the other operand, y, keeps its register or gets another
     * one.
     */
    private void dividend(int x, int y, int size) {
        if (reg[x] == RAX && x != y && dies(x)) {
            steal(x);
            return;
        }
        takeFixed(RAX);
        if (reg[x] >= 0) {
            asm.mov(size, RAX, reg[x]);
        } else {
            loadGpr(asm, RAX, x);
        }
    }

    /** Quotient or remainder; the other one too if a later row wants it. */
    protected final void divide(int i, boolean signed, int size) {
        int x = left[i];
        int y = right[i];
        int twin = twin(i);
        begin(i);
        toGpr(y);
        dividend(x, y, size);
        takeFixed(RDX);
        int divisor = reg[y];
        boolean checked = !isConst(y) || imm[y] == 0 || signed && imm[y] == -1;
        int special = -1;
        if (checked) {
            if (signed) { // 0 and -1
                asm.lea(size, RDX, divisor, 1);
                asm.aluImm(CMP, size, RDX, 1);
                special = jccOpen(CC_BE);
            } else {
                asm.test(size, divisor, divisor);
                special = jccOpen(CC_E);
            }
        }
        if (!signed) {
            asm.movImm32(RDX, 0);
            asm.unary(Assembler.DIV, size, divisor);
        } else {
            if (size == 32) {
                asm.cdq();
            } else {
                asm.cqo();
            }
            asm.unary(Assembler.IDIV, size, divisor);
        }
        if (checked) {
            bindCold(special);
            if (signed) {
                int zero = cold.newLabel();
                cold.test(size, divisor, divisor);
                cold.jccShort(CC_E, zero);
                cold.unary(Assembler.NEG, size, RAX);
                cold.bind(zero);
            }
            cold.movImm32(RDX, 0);
            coldToMain(asm.pos);
        }
        if (twin >= 0) {
            begin(twin);
            marks[twin] |= DEAD;
        }
        end(i);
        boolean quotient = op[i] == Op.DIVS32 || op[i] == Op.DIVU32 || op[i] == Op.DIVS64 || op[i] == Op.DIVU64;
        result(i, quotient ? RAX : RDX);
        if (twin >= 0) {
            result(twin, quotient ? RDX : RAX);
        } else {
            freeTemp(quotient ? RDX : RAX);
        }
    }

    /** The row that wants the other result of the same division, or -1. */
    private int twin(int i) {
        int wanted = switch (op[i]) {
            case Op.DIVS32 -> Op.REMS32;
            case Op.DIVU32 -> Op.REMU32;
            case Op.REMS32 -> Op.DIVS32;
            case Op.REMU32 -> Op.DIVU32;
            case Op.DIVS64 -> Op.REMS64;
            case Op.DIVU64 -> Op.REMU64;
            case Op.REMS64 -> Op.DIVS64;
            default -> Op.DIVU64;
        };
        int last = Math.min(i + 4, rows - 1);
        for (int k = i + 1; k <= last; k++) {
            if (op[k] == wanted && left[k] == left[i] && right[k] == right[i] && (marks[k] & DEAD) == 0) {
                // Its operands are counted as used here, which is right only if nothing between uses them.
                return usesBetween(i, k) ? -1 : k;
            }
        }
        return -1;
    }

    private boolean usesBetween(int i, int k) {
        int x = left[i];
        int y = right[i];
        for (int r = i + 1; r < k; r++) {
            if (left[r] == x || left[r] == y || right[r] == x || right[r] == y || third[r] == x || third[r] == y
                    || (marks[r] & FUSED) != 0) {
                return true;
            }
        }
        return false;
    }

    // ---- comparisons ----

    /** Condition code of a comparison whose operands are not swapped. */
    private static int conditionCode(int operation) {
        return switch (operation) {
            case Op.EQ32, Op.EQ64 -> CC_E;
            case Op.NE32, Op.NE64 -> CC_NE;
            case Op.LTS32, Op.LTS64 -> CC_L;
            case Op.LTU32, Op.LTU64 -> CC_B;
            case Op.LES32, Op.LES64 -> CC_LE;
            case Op.LEU32, Op.LEU64 -> CC_BE;
            default -> CC_O;
        };
    }

    private static int swapped(int cc) {
        return switch (cc) {
            case CC_L -> CC_G;
            case CC_B -> CC_A;
            case CC_LE -> CC_GE;
            case CC_BE -> CC_AE;
            default -> cc;
        };
    }

    protected static boolean isOverflow(int operation) {
        return operation == Op.ADDOV32 || operation == Op.SUBOV32 || operation == Op.ADDOV64 || operation == Op.SUBOV64;
    }

    /**
     * Emits the flags of comparison {@code c}. With {@code fold} operands may be taken from memory and loaded;
     * without, both are in registers (or immediate). {@code temporary} is a register to overwrite for overflow tests.
     *
     * @return condition code
     */
    protected final int flags(Assembler out, int c, boolean fold, int temporary) {
        int operation = op[c];
        int x = left[c];
        int y = right[c];
        int size = operation <= Op.LEU32 ? 32 : 64;
        int cc = conditionCode(operation);
        if (cc == CC_O) {
            int rx = toGpr(x);
            int ry = isImmediate(y) ? -1 : toGpr(y);
            out.mov(size, temporary, rx);
            int alu = operation == Op.ADDOV32 || operation == Op.ADDOV64 ? ADD : SUB;
            if (ry < 0) {
                out.aluImm(alu, size, temporary, (int) imm[y]);
            } else {
                out.alu(alu, size, temporary, ry);
            }
            return cc;
        }
        if (isImmediate(x) && !isImmediate(y)) {
            int t = x;
            x = y;
            y = t;
            cc = swapped(cc);
        }
        if (isImmediate(y)) {
            int value = (int) imm[y];
            int m = fold ? foldable(x) : -1;
            if (m >= 0) {
                out.aluMemImm(CMP, size, R15, m, value);
                return cc;
            }
            int rx = toGpr(x);
            if (value == 0) {
                out.test(size, rx, rx);
            } else {
                out.aluImm(CMP, size, rx, value);
            }
            return cc;
        }
        int rx = toGpr(x);
        int m = fold ? foldable(y) : -1;
        if (m >= 0) {
            out.aluMem(CMP, size, rx, R15, m);
        } else {
            out.alu(CMP, size, rx, toGpr(y));
        }
        return cc;
    }

    /** A comparison as a value. */
    protected final void compare(int i) {
        begin(i);
        int t = isOverflow(op[i]) ? allocGpr() : -1;
        if (t < 0) {
            aim(i);
        }
        int cc = flags(asm, i, true, t);
        end(i);
        int d = t >= 0 ? t : allocResult();
        asm.setcc(cc, d);
        asm.movZx(8, d, d);
        result(i, d);
    }

    /** Emits the condition of row {@code i} (an exit, trap or selection) in the main line; loads what it needs. */
    protected final int condition(int i) {
        int c = left[i];
        if ((marks[i] & FUSED) != 0) {
            int t = isOverflow(op[c]) ? allocGpr() : -1;
            int cc = flags(asm, c, true, t);
            if (t >= 0) {
                freeTemp(t);
            }
            return cc;
        }
        int m = foldable(c);
        if (m >= 0) {
            asm.aluMemImm(CMP, 32, R15, m, 0);
        } else {
            int r = toGpr(c);
            asm.test(32, r, r);
        }
        return CC_NE;
    }

    /** Brings what the condition of row {@code i} needs into registers. @return a temporary for overflow tests or -1 */
    protected final int prepareCondition(int i) {
        int c = left[i];
        if ((marks[i] & FUSED) == 0) {
            toGpr(c);
            return -1;
        }
        int x = left[c];
        int y = right[c];
        boolean overflow = isOverflow(op[c]);
        if (overflow || !isImmediate(x) || isImmediate(y)) {
            toGpr(x);
        }
        if (!isImmediate(y)) {
            toGpr(y);
        }
        return overflow ? allocTemporary() : -1;
    }

    @Override
    protected final int condition(Assembler out, int i, int temporary) {
        int c = left[i];
        if ((marks[i] & FUSED) != 0) {
            return flags(out, c, false, temporary);
        }
        int r = toGpr(c);
        out.test(32, r, r);
        return CC_NE;
    }

    protected final void select(int i, int size) {
        begin(i);
        aim(i);
        int cc = condition(i);
        int x = third[i];
        int y = right[i];
        if (aim >= 0 && reg[y] == aim && reg[x] != aim) {
            x = y;
            y = third[i];
            cc ^= 1;
        }
        int chosen = toGpr(y);
        int d = copyGpr(x);
        asm.cmov(cc, size, d, chosen);
        end(i);
        result(i, d);
    }

    // ---- one operand ----

    protected final void countLeadingZeros(int i, int size) {
        begin(i);
        int r = toGpr(left[i]);
        if (lzcnt) {
            aim(i);
        }
        int d = allocResult();
        if (lzcnt) {
            asm.lzcnt(size, d, r);
        } else {
            int t = allocGpr();
            asm.movImm32(t, 2 * size - 1);
            asm.bsr(size, d, r);
            asm.cmov(CC_E, 32, d, t);
            asm.aluImm(Assembler.XOR, 32, d, size - 1);
            freeTemp(t);
        }
        end(i);
        result(i, d);
    }

    protected final void byteSwap(int i, int size) {
        begin(i);
        aim(i);
        int d = copyGpr(left[i]);
        asm.bswap(size, d);
        end(i);
        result(i, d);
    }

    /** Sign extension of the low 8, 16 or 32 bits to 32 or 64. */
    protected final void signExtend(int i, int from, int to) {
        int x = left[i];
        begin(i);
        aim(i);
        int m = foldable(x);
        int d;
        if (m >= 0) {
            d = allocResult();
            asm.loadSx(from, to, d, R15, m);
        } else {
            int r = toGpr(x);
            d = resultFrom(x);
            asm.movSx(from, to, d, r);
        }
        end(i);
        result(i, d);
    }

    /** TRUNC and ZEXT: the low 32 bits, zero-extended. */
    protected final void low32(int i, boolean clean) {
        int x = left[i];
        begin(i);
        if (reg[x] >= 0 && dies(x) && isWhereWanted(x, i)) {
            int r = steal(x);
            if (!clean) {
                asm.mov(32, r, r);
            }
            end(i);
            result(i, r);
            return;
        }
        aim(i);
        int m = foldable(x);
        int d;
        if (m >= 0) {
            d = allocResult();
            asm.load(32, d, R15, m);
        } else {
            int r = toGpr(x);
            d = resultFrom(x);
            if (d != r || !clean) {
                asm.mov(32, d, r);
            }
        }
        end(i);
        result(i, d);
    }

    /** Whether the operand is in the register that the result of row {@code i} is to go to. */
    private boolean isWhereWanted(int x, int i) {
        int put = putRow[i];
        return put >= 0 && put < rows && reg[x] == wantedHost[(int) imm[put] >>> 3];
    }
}
