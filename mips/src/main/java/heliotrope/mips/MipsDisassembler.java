package heliotrope.mips;

/**
 * Instructions as text, in the syntax of GNU objdump with {@code -M no-aliases} and the register names of o32. The
 * names dextm, dextu, dinsm and dinsu are the manual's; objdump says dext and dins.
 */
final class MipsDisassembler {
    private MipsDisassembler() {}

    private static final String GPR_NAMES = "zeroat  v0  v1  a0  a1  a2  a3  t0  t1  t2  t3  t4  t5  t6  t7  "
            + "s0  s1  s2  s3  s4  s5  s6  s7  t8  t9  k0  k1  gp  sp  s8  ra  ";

    /** Name of a general register. */
    static String gprName(int n) {
        String name = GPR_NAMES.substring(4 * n, 4 * n + 4);
        int end = name.indexOf(' ');
        return end < 0 ? name : name.substring(0, end);
    }

    /** One instruction at {@code pc}: name, tab, operands; {@code .word} for what is none. */
    static String disassemble(int word, long pc) {
        int id = MipsInstructions.decode(word);
        if (id == Insn.NONE) {
            return ".word\t0x" + Integer.toHexString(word);
        }
        String name = MipsInstructions.name(id);
        String operands = MipsInstructions.operands(id);
        if (name.indexOf("sub") >= 0 && operands.equals("d,s,t") && (word >> 21 & 31) == 0) {
            name = name.replace("sub", "neg"); // the one alias that objdump does not give up
            operands = "d,t";
        }
        StringBuilder text = new StringBuilder(name);
        int nameEnd = text.length();
        boolean left = false; // whether an operand was left out, and its separator with it
        for (int i = 0; i < operands.length(); i++) {
            char c = operands.charAt(i);
            if (c == ',' || c == '(' || c == ')') {
                if (!(left && c == ',')) {
                    text.append(c);
                }
                left = false;
                continue;
            }
            int before = text.length();
            if (c == '+') {
                field(text, operands.charAt(++i), word, id);
            } else {
                operand(text, c, word, pc, id);
            }
            left = text.length() == before;
            if (left && before > nameEnd && text.charAt(before - 1) == ',') {
                text.setLength(before - 1);
            }
        }
        if (text.length() > nameEnd) {
            text.insert(nameEnd, '\t');
        }
        return text.toString();
    }

    private static void operand(StringBuilder text, char letter, int word, long pc, int id) {
        int rs = word >> 21 & 31;
        int rt = word >> 16 & 31;
        int rd = word >> 11 & 31;
        int sa = word >> 6 & 31;
        switch (letter) {
            case 'd' -> text.append(gprName(rd));
            case 's', 'b' -> text.append(gprName(rs));
            case 't' -> text.append(gprName(rt));
            case 'y' -> {
                if (rd != 31) {
                    text.append(gprName(rd));
                }
            }
            case 'z' -> text.append("zero");
            case 'D' -> text.append("$f").append(sa);
            case 'S' -> text.append("$f").append(rd);
            case 'T' -> text.append("$f").append(rt);
            case 'R' -> text.append("$f").append(rs);
            case 'Y', 'Z', 'K' -> text.append('$').append(rd);
            case 'E' -> text.append('$').append(rt);
            case 'G' -> {
                text.append('$').append(rd);
                if ((word & 7) != 0) {
                    text.append(',').append(word & 7);
                }
            }
            case 'x' -> {
                if (rt != 0) {
                    text.append(gprName(rt));
                }
            }
            case 'n' -> text.append("$fcc").append(word >> 18 & 7);
            case 'N' -> conditionCode(text, word >> 18 & 7);
            case 'M' -> conditionCode(text, word >> 8 & 7);
            case 'j', 'o' -> text.append((short) word);
            case 'i' -> hex(text, word & 0xffff);
            case 'p' -> hex(text, pc + 4 + ((long) (short) word << 2));
            case 'a' -> hex(text, pc + 4 & ~0xfffffffL | (word & 0x3ffffff) << 2);
            case '<' -> hex(text, sa);
            case 'h' -> hex(text, rt);
            case 'k' -> hex(text, rd);
            case 'c' -> breakCode(text, word);
            case 'B' -> nonZero(text, word >> 6 & 0xfffff);
            case 'q' -> nonZero(text, word >> 6 & 0x3ff);
            case '1' -> nonZero(text, sa);
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        }
    }

    private static void conditionCode(StringBuilder text, int n) {
        if (n != 0) {
            text.append("$fcc").append(n);
        }
    }

    private static void nonZero(StringBuilder text, int value) {
        if (value != 0) {
            hex(text, value);
        }
    }

    /** The upper ten bits are the code proper, the lower ten a second one that few use. */
    private static void breakCode(StringBuilder text, int word) {
        int first = word >> 16 & 0x3ff;
        int second = word >> 6 & 0x3ff;
        if (first != 0 || second != 0) {
            hex(text, first);
            if (second != 0) {
                text.append(',');
                hex(text, second);
            }
        }
    }

    /** Position and size of EXT and INS: where the fields mean more than they say. */
    private static void field(StringBuilder text, char letter, int word, int id) {
        int lsb = word >> 6 & 31;
        int msb = word >> 11 & 31;
        switch (letter) {
            case 'A' -> hex(text, lsb);
            case 'E' -> hex(text, lsb + 32);
            case 'B' -> hex(text, msb - lsb + 1 & 0xffffffffL); // less than 1 is undefined
            case 'C' -> hex(text, msb + 1);
            case 'F' -> hex(text, (id == Insn.DINSU ? msb - lsb + 1 : msb - lsb + 33) & 0xffffffffL);
            case 'G' -> hex(text, msb + 33);
            default -> throw new IllegalStateException(MipsInstructions.name(id));
        }
    }

    private static void hex(StringBuilder text, long value) {
        text.append("0x").append(Long.toHexString(value));
    }
}
