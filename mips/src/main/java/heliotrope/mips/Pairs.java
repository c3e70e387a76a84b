package heliotrope.mips;

import heliotrope.ir.Op;
import java.util.Arrays;

/**
 * The two instructions that compilers emit for an unaligned word or doubleword, translated as one: stores if they stand in a
 * row, loads also with other loads of the kind between, as copying makes them. All of it counts as part of the first
 * instruction; a fault then finds the registers as they were before it, and running all again does no harm.
 */
final class Pairs {
    private Pairs() {}

    /** Most loads that are translated as one instruction. */
    private static final int MOST = 24;

    /**
     * Translates the instructions from {@code words[n]}, at {@code t.pc}, on as one if they are such; none from {@code end} on.
     *
     * @return how many, or 0
     */
    static int translate(Translation t, int id, int[] words, int n, int end) {
        switch (id) {
            case Insn.LWL, Insn.LWR, Insn.LDL, Insn.LDR -> {
                return loads(t, id, words, n, end);
            }
            case Insn.SWL, Insn.SDL -> {
                return n + 1 < end && store(t, id, words[n], words[n + 1]) ? 2 : 0;
            }
            default -> {
                return 0;
            }
        }
    }

    /** The instruction for the other part, or -1. */
    private static int other(int id) {
        return switch (id) {
            case Insn.LWL -> Insn.LWR;
            case Insn.LWR -> Insn.LWL;
            case Insn.LDL -> Insn.LDR;
            case Insn.LDR -> Insn.LDL;
            case Insn.SWL -> Insn.SWR;
            case Insn.SDL -> Insn.SDR;
            default -> -1;
        };
    }

    /** Whether two instructions are the parts of one access. */
    private static boolean together(Translation t, int id, int word, int next) {
        if (MipsInstructions.decode(next, t.mode) != other(id) || (word ^ next) << 6 >>> 22 != 0) { // base and register
            return false;
        }
        boolean left = id != Insn.LWR && id != Insn.LDR;
        int size = id == Insn.LDL || id == Insn.LDR || id == Insn.SDL ? 8 : 4;
        int distance = left == t.bigEndian ? size - 1 : 1 - size;
        return Translation.simm(next) - Translation.simm(word) == distance;
    }

    // ---- loads ----

    private static int loads(Translation t, int id, int[] words, int n, int end) {
        int count = 0;
        int bases = 0;
        int targets = 0;
        while (n + count < end && count < MOST) {
            int word = words[n + count];
            int other = other(MipsInstructions.decode(word, t.mode));
            if (other != other(id) && other != id) {
                break;
            }
            bases |= 1 << Translation.rs(word);
            targets |= 1 << Translation.rt(word);
            if ((bases & targets) != 0) {
                break;
            }
            count++;
        }
        // By instruction: whether its access is made by a later one, and whether it makes that of an earlier one.
        boolean[] first = new boolean[count];
        boolean[] second = new boolean[count];
        int used = 0;
        for (int k = 0; k < count; k++) {
            int part = MipsInstructions.decode(words[n + k], t.mode);
            int j = k + 1;
            while (j < count && Translation.rt(words[n + j]) != Translation.rt(words[n + k])) {
                j++;
            }
            if (!second[k] && j < count && together(t, part, words[n + k], words[n + j])) {
                first[k] = true;
                second[j] = true;
                used = Math.max(used, j + 1);
            } else if (k == 0) {
                return 0;
            }
        }
        if (used > 0) {
            load(t, id, words, n, used, first, second);
        }
        return used;
    }

    private static void load(Translation t, int kind, int[] words, int n, int count, boolean[] first, boolean[] second) {
        boolean wide = kind == Insn.LDL || kind == Insn.LDR;
        int[] values = new int[32];
        Arrays.fill(values, -1);
        t.b.insn(t.pc, false);
        for (int k = 0; k < count; k++) {
            if (first[k]) {
                continue;
            }
            int word = words[n + k];
            int id = MipsInstructions.decode(word, t.mode);
            int rt = Translation.rt(word);
            if (second[k]) {
                boolean left = id == Insn.LWL || id == Insn.LDL;
                int back = left == t.bigEndian ? 0 : wide ? 7 : 3;
                values[rt] = t.b.load(wide ? Op.LDU64 : Op.LDU32, t.base(word), Translation.simm(word) - back);
            } else {
                int old = values[rt] >= 0 ? values[rt] : wide ? t.gpr64(rt) : t.gpr32(rt);
                values[rt] = UnalignedAccess.load(t, id, word, old);
            }
        }
        for (int rt = 1; rt < 32; rt++) {
            if (values[rt] >= 0 && wide) {
                t.setGpr64(rt, values[rt]);
            } else if (values[rt] >= 0) {
                t.setGpr32(rt, values[rt]);
            }
        }
    }

    // ---- stores ----

    private static boolean store(Translation t, int id, int word, int next) {
        if (!together(t, id, word, next)) {
            return false;
        }
        int start = Math.min(Translation.simm(word), Translation.simm(next));
        t.b.insn(t.pc, false);
        int base = t.base(word);
        int rt = Translation.rt(word);
        if (id == Insn.SWL) {
            store32(t, base, start, t.gpr32(rt));
        } else {
            store64(t, base, start, t.gpr64(rt));
        }
        t.b.insn(t.pc + 4, false);
        return true;
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
