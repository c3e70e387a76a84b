package heliotrope.mips;

import heliotrope.ir.Op;

/**
 * Two instructions in a row that compilers emit as one operation, translated as one: the halves of an unaligned word or
 * doubleword. All of it counts as part of the first instruction; a fault then finds the registers as they were before it, and running both again does
 * no harm.
 */
final class Pairs {
    private Pairs() {}

    /** Translates the instruction at {@code t.pc} and the one after it if they are a pair; else does nothing. */
    static boolean translate(Translation t, int id, int word, int next) {
        return switch (id) {
            case Insn.LWL, Insn.SWL -> unaligned(t, id, word, next, 4);
            case Insn.LDL, Insn.SDL -> unaligned(t, id, word, next, 8);
            default -> false;
        };
    }

    // ---- unaligned words ----

    /** The "left" instruction is followed by its "right" one for the same register and the same bytes. */
    private static boolean unaligned(Translation t, int id, int word, int next, int size) {
        int right = MipsInstructions.decode(next, t.mode);
        int rightOfLeft = id == Insn.LWL ? Insn.LWR : id == Insn.SWL ? Insn.SWR : id == Insn.LDL ? Insn.LDR : Insn.SDR;
        int distance = t.bigEndian ? size - 1 : 1 - size;
        boolean load = id == Insn.LWL || id == Insn.LDL;
        if (right != rightOfLeft
                || (word ^ next) << 6 >>> 22 != 0 // base and register
                || Translation.simm(next) - Translation.simm(word) != distance
                || load && Translation.rs(word) == Translation.rt(word)) {
            return false;
        }
        int start = Math.min(Translation.simm(word), Translation.simm(next));
        t.b.insn(t.pc, false);
        int base = t.base(word);
        int rt = Translation.rt(word);
        switch (id) {
            case Insn.LWL -> t.setGpr32(rt, load32(t, base, start));
            case Insn.LDL -> t.setGpr64(rt, load64(t, base, start));
            case Insn.SWL -> store32(t, base, start, t.gpr32(rt));
            default -> store64(t, base, start, t.gpr64(rt));
        }
        t.b.insn(t.pc + 4, false);
        return true;
    }

    private static int load32(Translation t, int base, int start) {
        int value = -1;
        for (int i = 0; i < 4; i++) {
            int part = t.b.load(Op.LD8U, base, start + i);
            int shift = t.bigEndian ? 24 - 8 * i : 8 * i;
            int moved = t.b.op2(Op.SHL32, part, t.b.const32(shift));
            value = value < 0 ? moved : t.b.op2(Op.OR32, value, moved);
        }
        return value;
    }

    private static int load64(Translation t, int base, int start) {
        int first = load32(t, base, start);
        int second = load32(t, base, start + 4);
        return t.b.join(t.bigEndian ? second : first, t.bigEndian ? first : second);
    }

    private static void store32(Translation t, int base, int start, int value) {
        for (int i = 0; i < 4; i++) {
            int shift = t.bigEndian ? 24 - 8 * i : 8 * i;
            t.b.store(Op.ST8, base, start + i, t.b.op2(Op.SHR32, value, t.b.const32(shift)));
        }
    }

    private static void store64(Translation t, int base, int start, int value) {
        int low = t.b.op1(Op.TRUNC, value);
        int high = t.b.op1(Op.TRUNC, t.b.op2(Op.SHR64, value, t.b.const32(32)));
        store32(t, base, start, t.bigEndian ? high : low);
        store32(t, base, start + 4, t.bigEndian ? low : high);
    }
}
