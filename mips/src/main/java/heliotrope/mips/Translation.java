package heliotrope.mips;

import heliotrope.ir.IrBuilder;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;
import heliotrope.ir.Trap;

/**
 * The block that is being translated: builder, mode, the instruction at hand, and guest registers as values.
 * Everything in it is for the chapters' translators, which read their operands first, then do what may fault, and
 * write registers last.
 */
final class Translation {
    final IrBuilder b;
    final int mode;
    /** General registers have 64 bits. */
    final boolean regs64;
    /** Addresses have 64 bits. */
    final boolean addr64;
    /** Guest memory is big-endian. */
    final boolean bigEndian;
    /** Address of the instruction. */
    long pc;
    /** Whether it sits in a delay slot. */
    boolean delaySlot;
    /** Set by an instruction that has ended the block. */
    boolean ended;
    /** Word of an FPU instruction that is to be noted in the guest's state, or 0, and its operands: {@link FpuCause}. */
    int lastFp;
    int lastFpX;
    int lastFpY;
    int lastFpZ;

    Translation(IrBuilder b, int mode) {
        this.b = b;
        this.mode = mode;
        regs64 = (mode & Mode.REGS64) != 0;
        addr64 = (mode & Mode.ADDR64) != 0;
        bigEndian = (mode & Mode.BIG_ENDIAN) != 0;
    }

    // Fields of an instruction word.

    static int rs(int word) {
        return word >> 21 & 31;
    }

    static int rt(int word) {
        return word >> 16 & 31;
    }

    static int rd(int word) {
        return word >> 11 & 31;
    }

    static int sa(int word) {
        return word >> 6 & 31;
    }

    /** The immediate, sign-extended. */
    static int simm(int word) {
        return (short) word;
    }

    /** The immediate, zero-extended. */
    static int uimm(int word) {
        return word & 0xffff;
    }

    // Registers.

    /** Low 32 bits of general register n, an I32. */
    int gpr32(int n) {
        if (n == 0) {
            return b.const32(0);
        }
        return regs64 ? b.op1(Op.TRUNC, b.get(Op.I64, MipsState.gpr(n))) : b.get(Op.I32, MipsState.gpr(n));
    }

    /** General register n, an I64; only with {@link Mode#REGS64}. */
    int gpr64(int n) {
        return n == 0 ? b.const64(0) : b.get(Op.I64, MipsState.gpr(n));
    }

    /** General register n in its full width, an I32 or I64 after the mode. */
    int gpr(int n) {
        return regs64 ? gpr64(n) : gpr32(n);
    }

    /** Writes an I32 to general register n, sign-extended where registers are wider. */
    void setGpr32(int n, int value) {
        if (n != 0) {
            setSlot32(MipsState.gpr(n), value);
        }
    }

    /** Writes an I64 to general register n; only with {@link Mode#REGS64}. */
    void setGpr64(int n, int value) {
        if (n != 0) {
            b.put(Op.I64, MipsState.gpr(n), value);
        }
    }

    /** Writes a value of the registers' width. */
    void setGpr(int n, int value) {
        if (n != 0) {
            b.put(regs64 ? Op.I64 : Op.I32, MipsState.gpr(n), value);
        }
    }

    /** Writes an I32 below 2^31 (a condition, a byte) to general register n: zero extension is cheap. */
    void setGprUnsigned(int n, int value) {
        if (n != 0) {
            if (regs64) {
                b.put(Op.I64, MipsState.gpr(n), b.op1(Op.ZEXT, value));
            } else {
                b.put(Op.I32, MipsState.gpr(n), value);
            }
        }
    }

    /** Writes an I32 to the slot of a general register, HI or LO. */
    void setSlot32(int offset, int value) {
        if (regs64) {
            b.put(Op.I64, offset, b.op1(Op.SEXT, value));
        } else {
            b.put(Op.I32, offset, value);
        }
    }

    /** A constant of the registers' width. */
    int constant(long value) {
        return regs64 ? b.const64(value) : b.const32((int) value);
    }

    // Operations that come in both widths: the 64-bit kind of the integer operations with registers of 64 bits.

    /** {@code op32} or {@code op64}, after the registers' width. */
    int op2(int op32, int op64, int x, int y) {
        return b.op2(regs64 ? op64 : op32, x, y);
    }

    // Addresses.

    /** The base register of a load or store as an address. */
    int base(int word) {
        int n = rs(word);
        return addr64 ? gpr64(n) : gpr32(n);
    }

    /** A general register as an address to go to. */
    int target(int n) {
        return addr64 ? gpr64(n) : gpr32(n);
    }

    /** An address of code as the guest's address width has it, zero-extended. */
    long codeAddress(long address) {
        return addr64 ? address : address & 0xffffffffL;
    }

    // Ends of blocks.

    /** The instruction does not exist here, or not for user programs. */
    void reserved() {
        trap(Trap.RESERVED, 0);
    }

    void trap(int kind, int code) {
        FpuCause.write(this);
        b.trap(Trap.of(kind, code));
        ended = true;
    }
}
