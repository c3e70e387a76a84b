package heliotrope.mips;

import heliotrope.ir.Mode;
import java.nio.charset.StandardCharsets;

/**
 * Decoder and properties of the instructions of {@link MipsTable}. Instructions have the numbers 1 to
 * {@link #COUNT} - 1; 0 is none.
 */
public final class MipsInstructions {
    private MipsInstructions() {}

    /** One more than the largest number of an instruction. */
    public static final int COUNT = Insn.COUNT;

    // Buckets of the decoder: a word belongs to one by its major opcode and the minor field that this selects.
    private static final int
            SPECIAL = 64, REGIMM = 128, SPECIAL2 = 192, SPECIAL3 = 256, COP1 = 320, COP1X = 384, COP1_FMT = 448;
    private static final int BUCKETS = COP1_FMT + 8 * 64;

    private static final int[] MATCH = new int[Insn.COUNT];
    private static final int[] MASK = new int[Insn.COUNT];
    /** What a mode must have: {@link Mode} bits, by instruction. */
    private static final byte[] NEEDS = new byte[Insn.COUNT];
    /** Chapter letter, by instruction. */
    private static final byte[] CHAPTER = new byte[Insn.COUNT];
    /** First instruction of a bucket, and the next one of the same bucket by instruction. */
    private static final short[] HEAD = new short[BUCKETS];
    private static final short[] NEXT = new short[Insn.COUNT];

    static {
        byte[] rows = MipsTable.ROWS.getBytes(StandardCharsets.ISO_8859_1);
        for (int id = 1, at = 0; id < Insn.COUNT; id++, at += MipsTable.ROW) {
            int match = hex(rows, at + MipsTable.MATCH);
            MATCH[id] = match;
            MASK[id] = hex(rows, at + MipsTable.MASK);
            int needs = rows[at + MipsTable.NEEDS];
            NEEDS[id] = (byte) ((needs == 'g' ? Mode.REGS64 : needs == 'f' ? Mode.FR : 0)
                    | (rows[at + MipsTable.LEVEL] > '4' ? Mode.MIPS_R2 : 0));
            CHAPTER[id] = rows[at + MipsTable.CHAPTER];
            int bucket = bucket(match);
            NEXT[id] = HEAD[bucket];
            HEAD[bucket] = (short) id;
        }
    }

    private static int hex(byte[] text, int at) {
        int value = 0;
        for (int i = at; i < at + 8; i++) {
            int c = text[i];
            value = value << 4 | (c & 15) + 9 * (c >> 6); // digits, and letters from a to f
        }
        return value;
    }

    private static int bucket(int word) {
        int opcode = word >>> 26;
        return switch (opcode) {
            case 0 -> SPECIAL + (word & 63);
            case 1 -> REGIMM + (word >> 16 & 31);
            case 0x11 -> (word >> 25 & 1) == 0
                    ? COP1 + (word >> 21 & 31)
                    : COP1_FMT + (word >> 21 & 7) * 64 + (word & 63);
            case 0x13 -> COP1X + (word & 63);
            case 0x1c -> SPECIAL2 + (word & 63);
            case 0x1f -> SPECIAL3 + (word & 63);
            default -> opcode;
        };
    }

    /** Number of the instruction that a word encodes, of any level; {@link Insn#NONE} if there is none. */
    public static int decode(int word) {
        int id = HEAD[bucket(word)];
        while (id != 0 && (word & MASK[id]) != MATCH[id]) {
            id = NEXT[id];
        }
        return id;
    }

    /** Number of the instruction that a word encodes, if it exists in a {@link Mode}; else {@link Insn#NONE}. */
    public static int decode(int word, int mode) {
        int id = decode(word);
        return (NEEDS[id] & ~mode) == 0 ? id : Insn.NONE;
    }

    /** Chapter letter, see {@link MipsTable}. */
    public static int chapter(int id) {
        return CHAPTER[id];
    }

    /** The bits that a word of the instruction must have. */
    public static int match(int id) {
        return MATCH[id];
    }

    /** Which bits {@link #match} speaks of. */
    public static int mask(int id) {
        return MASK[id];
    }

    /** Level, '1' to '8', see {@link MipsTable}. */
    public static char level(int id) {
        return MipsTable.ROWS.charAt((id - 1) * MipsTable.ROW + MipsTable.LEVEL);
    }

    /** What a mode must have for the instruction: {@link Mode} bits. */
    public static int needs(int id) {
        return NEEDS[id];
    }

    public static String name(int id) {
        return column(id, MipsTable.NAME);
    }

    /** Operand letters, empty if there are none. */
    public static String operands(int id) {
        String letters = column(id, MipsTable.OPERANDS);
        return letters.equals("-") ? "" : letters;
    }

    private static String column(int id, int column) {
        int start = (id - 1) * MipsTable.ROW + column;
        return MipsTable.ROWS.substring(start, MipsTable.ROWS.indexOf(' ', start));
    }
}
