package heliotrope.mips.exec;

import heliotrope.ir.Mode;
import heliotrope.mips.MipsInstructions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random instruction sequences from the instruction table whose effect the manual defines and that do not trap. They
 * leave registers t9 (the base of the memory they use), k0 and k1 to the test, and jump forwards only.
 */
final class RandomInstructions {
    /** Bytes around the base register that may be accessed. */
    static final int REACH = 256;

    private final Random random;
    private final Variant variant;
    private final List<Integer> ids = new ArrayList<>();

    /** Instructions of some chapters of the table. */
    RandomInstructions(Random random, Variant variant, String chapters) {
        this.random = random;
        this.variant = variant;
        for (int id = 1; id < MipsInstructions.COUNT; id++) {
            boolean exists = (MipsInstructions.needs(id) & ~variant.mode) == 0;
            if (exists && chapters.indexOf(MipsInstructions.chapter(id)) >= 0 && !excluded(MipsInstructions.name(id))) {
                ids.add(id);
            }
        }
    }

    private static boolean excluded(String name) {
        return switch (name) {
            // The cause field that they show is known in the precise mode only, and what they set is the test's.
            case "cfc1", "ctc1" -> true;
            // Of chapter T all but sync and pref leave the program.
            case "sync", "pref" -> false;
            default -> MipsInstructions.chapter(idOf(name)) == 'T';
        };
    }

    private static int idOf(String name) {
        for (int id = 1; id < MipsInstructions.COUNT; id++) {
            if (MipsInstructions.name(id).equals(name)) {
                return id;
            }
        }
        throw new IllegalArgumentException(name);
    }

    /** Emits about {@code items} instructions. */
    void emit(Program program, int items) {
        List<int[]> sequence = new ArrayList<>();
        int[] targets = new int[items]; // item that a branch goes to, by item
        for (int i = 0; i < items; i++) {
            int id = ids.get(random.nextInt(ids.size()));
            if (MipsInstructions.chapter(id) == 'J') {
                targets[i] = i + 1 + random.nextInt(4);
                sequence.add(jump(id));
            } else {
                sequence.add(plain(id));
            }
        }
        int[] start = new int[items + 5];
        for (int i = 0, at = program.here(); i < start.length; i++) {
            start[i] = at;
            at += i < items ? 4 * sequence.get(i).length : 0;
        }
        for (int i = 0; i < items; i++) {
            int[] words = sequence.get(i);
            if (targets[i] != 0) {
                link(words, start[i], start[targets[i]]);
            }
            for (int word : words) {
                program.word(word);
            }
        }
    }

    // ---- jumps ----

    /** A jump with its delay slot; {@link #link} fills in where to. */
    private int[] jump(int id) {
        int word = operands(id);
        int delay = delaySlot();
        String name = MipsInstructions.name(id);
        if (name.startsWith("jr") || name.startsWith("jalr")) {
            word = word & ~(31 << 21) | Program.K0 << 21;
            if (name.startsWith("jr")) {
                word &= ~(31 << 11);
            }
            int lui = 0x3c000000 | Program.K0 << 16;
            int ori = 0x34000000 | Program.K0 << 21 | Program.K0 << 16;
            return new int[] {lui, ori, word, delay};
        }
        return new int[] {word, delay};
    }

    private int delaySlot() {
        while (true) {
            int id = ids.get(random.nextInt(ids.size()));
            if (MipsInstructions.chapter(id) != 'J') {
                int[] words = plain(id);
                if (words.length == 1) {
                    return words[0];
                }
            } else if (random.nextInt(20) == 0) {
                return 0;
            }
        }
    }

    private static void link(int[] words, int at, int target) {
        if (words.length == 4) {
            words[0] |= target >>> 16;
            words[1] |= target & 0xffff;
        } else if (words[0] >>> 26 == 2 || words[0] >>> 26 == 3) {
            words[0] = words[0] & 0xfc000000 | target >>> 2 & 0x3ffffff;
        } else {
            words[0] = words[0] & 0xffff0000 | target - (at + 4) >> 2 & 0xffff;
        }
    }

    // ---- all others ----

    private int[] plain(int id) {
        int word = operands(id);
        String name = MipsInstructions.name(id);
        int rs = word >> 21 & 31;
        int rt = word >> 16 & 31;
        switch (name) {
            case "add", "sub", "addi", "dadd", "dsub", "daddi" -> {
                return quarter(word, name, rs, rt);
            }
            // Defined for sign-extended words only, and here qemu computes with all of the register.
            case "addu", "subu", "sra", "srav", "madd", "maddu", "msub", "msubu" -> {
                return variant.is(Mode.REGS64)
                        ? new int[] {rs << 16 | rs << 11, rt << 16 | rt << 11, word} // sll by 0
                        : new int[] {word};
            }
            // As compilers use them, and by themselves.
            case "lwl", "swl", "ldl", "sdl", "lwc1", "mtc1" -> {
                return random.nextBoolean() ? new int[] {word} : pair(name, word);
            }
            // Without a load linked from the same address before it, the result is undefined.
            case "sc", "scd" -> {
                int opcode = name.equals("sc") ? 0x30 : 0x34;
                return new int[] {opcode << 26 | Program.T9 << 21 | Program.K1 << 16 | word & 0xffff, word};
            }
            case "clz", "clo", "dclz", "dclo" -> word = word & 0xffe0ffff | (word >> 11 & 31) << 16;
            case "ext", "ins", "dext", "dextm", "dextu", "dins", "dinsm", "dinsu" -> word = bitField(name, word);
            default -> {}
        }
        if (MipsInstructions.chapter(id) == 'X' && MipsInstructions.operands(id).endsWith("t(b)")) {
            // addiu k1, zero, offset
            int align = name.charAt(1) == 'u' ? 1 : name.charAt(1) == 'w' ? 4 : 8;
            word = word & ~(31 << 21 | 31 << 16) | Program.T9 << 21 | Program.K1 << 16;
            return new int[] {0x24000000 | Program.K1 << 16 | offset(align) & 0xffff, word};
        }
        return new int[] {word};
    }

    /** The word and one that goes with it, most of the time. */
    private int[] pair(String name, int word) {
        if (name.equals("mtc1")) {
            return new int[] {word, field(word ^ 1 << 11, 16, source())};
        }
        boolean wide = name.charAt(1) == 'd';
        int other = name.equals("lwc1") ? word ^ 1 << 16 : word + ((wide ? 1 : 4) << 26); // ldr is ldl + 1, lwr lwl + 4
        int distance = name.equals("lwc1") ? 4 : wide ? 7 : 3;
        boolean down = name.equals("lwc1") ? random.nextBoolean() : !variant.is(Mode.BIG_ENDIAN);
        int offset = (short) word + (down ? -distance : distance);
        return Math.abs(offset) > REACH - 8
                ? new int[] {word}
                : new int[] {word, other & 0xffff0000 | offset & 0xffff};
    }

    /** Makes the operands small enough first for the sum not to overflow. */
    private int[] quarter(int word, String name, int rs, int rt) {
        int shift = name.charAt(0) == 'd' ? 0x3b : 3; // dsra or sra by 2
        int extend = variant.is(Mode.REGS64) && shift == 3 ? 0 : -1;
        List<Integer> words = new ArrayList<>();
        for (int register : name.endsWith("i") ? new int[] {rs} : new int[] {rs, rt}) {
            if (register == Program.T9) {
                continue;
            }
            if (extend == 0) {
                words.add(register << 16 | register << 11); // sll by 0
            }
            words.add(register << 16 | register << 11 | 2 << 6 | shift);
        }
        words.add(word);
        return words.stream().mapToInt(Integer::intValue).toArray();
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

    /** Any offset into the memory of the test, aligned. */
    private int offset(int align) {
        return (random.nextInt(2 * REACH - 16) - REACH + 8) / align * align;
    }

    private int source() {
        return random.nextInt(8) == 0 ? 0 : random.nextInt(32);
    }

    private int target() {
        int register;
        do {
            register = random.nextInt(32);
        } while (register >= Program.T9 && register <= Program.K1);
        return register;
    }

    private int floatRegister(boolean even) {
        return even ? random.nextInt(16) * 2 : random.nextInt(32);
    }

    /** The word of an instruction with random operands. */
    private int operands(int id) {
        String operands = MipsInstructions.operands(id);
        String name = MipsInstructions.name(id);
        int word = MipsInstructions.match(id) | random.nextInt() & ~MipsInstructions.mask(id);
        // With paired registers only single precision may use odd ones.
        boolean wide = name.contains(".d") || name.contains("d") && operands.startsWith("T") || name.endsWith("dxc1");
        boolean even = !variant.is(Mode.FR) && wide || random.nextInt(4) != 0;
        if (operands.startsWith("y")) {
            word = field(word, 11, target());
        }
        for (int i = 0; i < operands.length(); i++) {
            char c = operands.charAt(i);
            switch (c) {
                case '+' -> i++;
                case 'd' -> word = field(word, 11, target());
                case 't' -> word = field(word, 16, i == 0 || operands.charAt(i - 1) != ',' ? target() : source());
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
        return word;
    }

    private static int field(int word, int shift, int value) {
        return word & ~(31 << shift) | value << shift;
    }

    private static int alignment(String name) {
        return switch (name) {
            case "lh", "lhu", "sh" -> 2;
            case "lw", "lwu", "sw", "ll", "sc", "lwc1", "swc1" -> 4;
            case "ld", "sd", "lld", "scd", "ldc1", "sdc1" -> 8;
            default -> 1;
        };
    }
}
