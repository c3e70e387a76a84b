package heliotrope.mips;

import heliotrope.ir.Op;

/**
 * Loads and stores of the parts of an unaligned word or doubleword (manual: LWL, LWR, SWL, SWR, LDL, LDR, SDL, SDR).
 * "Left" moves the most significant part of the register, "right" the least. Stores go byte by byte, so that a
 * neighbour that another thread writes meanwhile is left alone: a byte beyond the part repeats the last byte of it.
 * An access never leaves the aligned (double)word.
 */
final class UnalignedAccess {
    private UnalignedAccess() {}

    static void translate(Translation t, int id, int word) {
        int ea = address(t, word);
        int low = t.addr64 ? t.b.op1(Op.TRUNC, ea) : ea;
        switch (id) {
            case Insn.LWL, Insn.LWR -> t.setGpr32(Translation.rt(word), load(t, id, word, t.gpr32(Translation.rt(word))));
            case Insn.LDL, Insn.LDR -> t.setGpr64(Translation.rt(word), load(t, id, word, t.gpr64(Translation.rt(word))));
            case Insn.SWL -> store(t, word, ea, low, 4, true);
            case Insn.SWR -> store(t, word, ea, low, 4, false);
            case Insn.SDL -> store(t, word, ea, low, 8, true);
            case Insn.SDR -> store(t, word, ea, low, 8, false);
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        }
    }

    private static int address(Translation t, int word) {
        int base = t.base(word);
        return t.addr64
                ? t.b.op2(Op.ADD64, base, t.b.const64(Translation.simm(word)))
                : t.b.op2(Op.ADD32, base, t.b.const32(Translation.simm(word)));
    }

    private static int aligned(Translation t, int ea, int mask) {
        return t.addr64 ? t.b.op2(Op.AND64, ea, t.b.const64(mask)) : t.b.op2(Op.AND32, ea, t.b.const32(mask));
    }

    /**
     * How far the part is from the end of the register that it does not reach, in bits: the low bits of a shift
     * count, which are all that a shift looks at.
     */
    private static int shift(Translation t, int low, boolean left) {
        int distance = left == t.bigEndian ? low : t.b.op1(Op.NOT32, low);
        return t.b.op2(Op.SHL32, distance, t.b.const32(3));
    }

    /** What a load makes of the register's value. */
    static int load(Translation t, int id, int word, int old) {
        int ea = address(t, word);
        int low = t.addr64 ? t.b.op1(Op.TRUNC, ea) : ea;
        boolean left = id == Insn.LWL || id == Insn.LDL;
        return id == Insn.LWL || id == Insn.LWR ? load32(t, ea, low, left, old) : load64(t, ea, low, left, old);
    }

    private static int load32(Translation t, int ea, int low, boolean left, int old) {
        int op = left ? Op.SHL32 : Op.SHR32;
        int memory = t.b.load(Op.LD32, aligned(t, ea, ~3), 0);
        int shift = shift(t, low, left);
        int keep = t.b.op1(Op.NOT32, t.b.op2(op, t.b.const32(-1), shift));
        return t.b.op2(Op.OR32, t.b.op2(op, memory, shift), t.b.op2(Op.AND32, old, keep));
    }

    private static int load64(Translation t, int ea, int low, boolean left, int old) {
        int op = left ? Op.SHL64 : Op.SHR64;
        int memory = t.b.load(Op.LD64, aligned(t, ea, ~7), 0);
        int shift = shift(t, low, left);
        int keep = t.b.op1(Op.NOT64, t.b.op2(op, t.b.const64(-1), shift));
        return t.b.op2(Op.OR64, t.b.op2(op, memory, shift), t.b.op2(Op.AND64, old, keep));
    }

    private static void store(Translation t, int word, int ea, int low, int size, boolean left) {
        boolean up = left == t.bigEndian; // towards higher addresses
        int last = t.b.op2(Op.AND32, up ? t.b.op1(Op.NOT32, low) : low, t.b.const32(size - 1));
        int value = size == 8 ? t.gpr64(Translation.rt(word)) : t.gpr32(Translation.rt(word));
        int step = t.b.const32(0);
        for (int i = 0; i < size; i++) {
            if (i > 0) { // step = min(i, last)
                step = t.b.op2(Op.ADD32, step, t.b.op2(Op.LEU32, t.b.const32(i), last));
            }
            int bits = t.b.op2(Op.SHL32, step, t.b.const32(3));
            int count = left ? t.b.op2(Op.XOR32, bits, t.b.const32(8 * (size - 1))) : bits;
            int shifted = size == 8
                    ? t.b.op1(Op.TRUNC, t.b.op2(Op.SHR64, value, count))
                    : t.b.op2(Op.SHR32, value, count);
            t.b.store(Op.ST8, move(t, ea, step, up), 0, shifted);
        }
    }

    private static int move(Translation t, int ea, int step, boolean up) {
        if (t.addr64) {
            return t.b.op2(up ? Op.ADD64 : Op.SUB64, ea, t.b.op1(Op.ZEXT, step));
        }
        return t.b.op2(up ? Op.ADD32 : Op.SUB32, ea, step);
    }
}
