package heliotrope.mips.exec;

import heliotrope.ir.Mode;
import heliotrope.mips.MipsInstructions;
import java.util.Random;

/**
 * Random operands of instructions. General registers t9 (the base of the memory that chunks use), k0 and k1 are never
 * written, nor are those of {@link #reserved}.
 */
final class Operands {
    private final Random random;
    private final Variant variant;
    /** Registers that are not to be written, as bits. */
    int reserved = 1 << Program.T9 | 1 << Program.K0 | 1 << Program.K1;

    Operands(Random random, Variant variant) {
        this.random = random;
        this.variant = variant;
    }

    /** Any offset into the memory of the test, aligned. */
    int offset(int align) {
        return (random.nextInt(2 * Chunk.REACH - 16) - Chunk.REACH + 8) / align * align;
    }

    int source() {
        return random.nextInt(8) == 0 ? 0 : random.nextInt(32);
    }

    int target() {
        int register;
        do {
            register = random.nextInt(32);
        } while ((reserved >> register & 1) != 0);
        return register;
    }

    private int floatRegister(boolean even) {
        return even ? random.nextInt(16) * 2 : random.nextInt(32);
    }

    /** The word of an instruction with random operands; addresses are relative to t9. */
    int word(int id) {
        String operands = MipsInstructions.operands(id);
        String name = MipsInstructions.name(id);
        int word = MipsInstructions.match(id) | random.nextInt() & ~MipsInstructions.mask(id);
        // With paired registers only single precision may use odd ones.
        boolean wide = name.contains(".d") || name.contains("d") && operands.startsWith("T") || name.endsWith("dxc1");
        boolean even = !variant.is(Mode.FR) && wide || random.nextInt(4) != 0;
        if (operands.startsWith("y")) {
            word = field(word, 11, target());
        }
        boolean store = name.charAt(0) == 's' && operands.endsWith("(b)") && !name.startsWith("sc");
        for (int i = 0; i < operands.length(); i++) {
            char c = operands.charAt(i);
            switch (c) {
                case '+' -> i++;
                case 'd' -> word = field(word, 11, target());
                case 't' -> {
                    boolean written = i == 0 && !store || i > 0 && operands.charAt(i - 1) != ',';
                    word = field(word, 16, written ? target() : source());
                }
                case 's' -> word = field(word, 21, source());
                case 'b' -> word = field(word, 21, Program.T9);
                case 'D' -> word = field(word, 6, floatRegister(even));
                case 'S' -> word = field(word, 11, floatRegister(even));
                case 'T' -> word = field(word, 16, floatRegister(even));
                case 'R' -> word = field(word, 21, floatRegister(even));
                case 'o' -> word = word & 0xffff0000 | offset(alignment(name)) & 0xffff;
                default -> {}
            }
        }
        return fix(name, word);
    }

    private int fix(String name, int word) {
        return switch (name) {
            case "clz", "clo", "dclz", "dclo" -> word & 0xffe0ffff | (word >> 11 & 31) << 16;
            case "ext", "ins", "dext", "dextm", "dextu", "dins", "dinsm", "dinsu" -> bitField(name, word);
            // The thread's word, mostly; the others depend on the processor.
            case "rdhwr" -> field(word, 11, 29);
            default -> word;
        };
    }

    /** Position and size such that the field lies in the register. */
    private int bitField(String name, int word) {
        boolean insert = name.startsWith("ins") || name.startsWith("dins");
        boolean wide = name.charAt(0) == 'd';
        char kind = name.charAt(name.length() - 1); // m: size > 32, u: position >= 32
        int pos;
        int size;
        do {
            pos = random.nextInt(wide ? 64 : 32);
            size = 1 + random.nextInt(wide ? 64 : 32);
        } while (pos + size > (wide ? 64 : 32) || pos >= 32 != (kind == 'u') || !insert && size > 32 != (kind == 'm')
                || insert && pos < 32 && pos + size > 32 != (kind == 'm'));
        int last = insert ? pos + size - 1 : size - 1;
        return word & 0xffff003f | (last & 31) << 11 | (pos & 31) << 6;
    }

    static int field(int word, int shift, int value) {
        return word & ~(31 << shift) | value << shift;
    }

    static int alignment(String name) {
        return switch (name) {
            case "lh", "lhu", "sh" -> 2;
            case "lw", "lwu", "sw", "ll", "sc", "lwc1", "swc1", "lwxc1", "swxc1" -> 4;
            case "ld", "sd", "lld", "scd", "ldc1", "sdc1", "ldxc1", "sdxc1" -> 8;
            default -> 1;
        };
    }
}
