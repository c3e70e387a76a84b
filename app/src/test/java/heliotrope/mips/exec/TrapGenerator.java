package heliotrope.mips.exec;

import heliotrope.ir.Mode;
import heliotrope.mips.MipsInstructions;
import java.util.Arrays;
import java.util.Random;

/** Sequences of which the last instruction ends its chunk by a signal. */
final class TrapGenerator {
    private static final int K1 = Program.K1;

    /** Words that are no instruction of any processor that qemu knows. */
    private static final int[] RESERVED = {0x00000015, 0x00000028, 0x00000037, 0x04140000, 0x46800025};

    /** Nothing is mapped there; nothing can be. */
    private static final int[] NOWHERE = {0x20000000, 0x800, 0x30000000};

    private final Random random;
    private final Variant variant;
    private final Operands operands;
    private final int[] accesses;
    private final int[] privileged;
    private final int[] foreign;
    /** Whether the last word of what {@link #next} returned may be put into a delay slot. */
    boolean slot;

    TrapGenerator(Random random, Variant variant, Operands operands) {
        this.random = random;
        this.variant = variant;
        this.operands = operands;
        int n = MipsInstructions.COUNT;
        int[] a = new int[n];
        int[] p = new int[n];
        int[] f = new int[n];
        int as = 0;
        int ps = 0;
        int fs = 0;
        for (int id = 1; id < n; id++) {
            boolean exists = Generator.exists(variant, id);
            String name = MipsInstructions.name(id);
            String text = MipsInstructions.operands(id);
            int chapter = MipsInstructions.chapter(id);
            if (chapter == 'T' && exists && isPrivileged(name)) {
                p[ps++] = id;
            } else if ((MipsInstructions.needs(id) & ~variant.mode) != 0
                    && (MipsInstructions.needs(id) & Mode.MIPS_R2 & ~variant.mode) == 0) {
                f[fs++] = id;
            } else if (exists && chapter != 'T' && text.endsWith("(b)") && !name.startsWith("sc")
                    && !name.equals("prefx")) {
                a[as++] = id;
            }
        }
        accesses = Arrays.copyOf(a, as);
        privileged = Arrays.copyOf(p, ps);
        foreign = Arrays.copyOf(f, fs);
    }

    private static boolean isPrivileged(String name) {
        return switch (name) {
            case "syscall", "break", "sync", "pref", "synci", "rdhwr" -> false;
            default -> name.charAt(0) != 't' || name.startsWith("tlb");
        };
    }

    int[] next(Chunk chunk) {
        slot = true;
        return switch (random.nextInt(14)) {
            case 0, 1 -> overflow();
            case 2 -> new int[] {0x0000000d | breakCode() << 6};
            case 3 -> conditional();
            case 4, 10, 11 -> new int[] {operands.word(privileged[random.nextInt(privileged.length)])};
            case 5 -> new int[] {RESERVED[random.nextInt(RESERVED.length)]};
            case 6 -> foreign.length == 0
                    ? new int[] {RESERVED[0]}
                    : new int[] {operands.word(foreign[random.nextInt(foreign.length)])};
            case 7 -> oddDouble();
            case 8 -> wildJump();
            case 9 -> misaligned(chunk);
            default -> nowhere();
        };
    }

    private int breakCode() {
        return switch (random.nextInt(4)) {
            case 0 -> 6 + random.nextInt(2); // overflow, division by zero
            case 1 -> 6 + random.nextInt(2) << 10;
            default -> random.nextInt(1 << 20);
        };
    }

    private int[] overflow() {
        boolean wide = variant.is(Mode.REGS64) && random.nextBoolean();
        boolean least = random.nextBoolean(); // k1 is the least number, else the largest
        int t = target();
        int d = operands.target();
        int small = (least ? -1 - random.nextInt(99) : 1 + random.nextInt(99)) & 0xffff;
        int operation = switch (random.nextInt(least ? 4 : 3)) {
            case 0 -> (wide ? 0x60000000 : 0x20000000) | K1 << 21 | d << 16 | small; // daddi, addi
            case 1 -> K1 << 21 | t << 16 | d << 11 | (wide ? 0x2c : 0x20); // dadd, add
            case 2 -> t << 21 | K1 << 16 | d << 11 | (wide ? 0x2c : 0x20);
            default -> K1 << 16 | d << 11 | (wide ? 0x2e : 0x22); // 0 less it: dsub, sub
        };
        return new int[] {
            0x3c008000 | K1 << 16,
            wide ? K1 << 16 | K1 << 11 | 0x3c : 0, // dsll32
            least ? 0 : K1 << 21 | K1 << 11 | 0x27, // nor
            0x24000000 | t << 16 | small,
            operation,
        };
    }

    private int target() {
        int t;
        do {
            t = operands.target();
        } while (t == 0);
        return t;
    }

    private int[] conditional() {
        int code = random.nextInt(3) == 0 ? 6 + random.nextInt(2) : random.nextInt(1 << 10);
        int register = operands.source();
        return switch (random.nextInt(4)) {
            case 0 -> new int[] {register << 21 | register << 16 | code << 6 | 0x34}; // teq
            case 1 -> new int[] {register << 21 | register << 16 | code << 6 | 0x30 + random.nextInt(2)}; // tge, tgeu
            case 2 -> new int[] {0x24000000 | K1 << 16 | 5, 0x04080000 | K1 << 21 | random.nextInt(6)}; // tgei
            default -> new int[] {0x24000000 | K1 << 16 | 5, 0x040e0000 | K1 << 21 | 6}; // tnei
        };
    }

    /** Double precision with an odd register while registers are paired. */
    private int[] oddDouble() {
        if (variant.is(Mode.FR)) {
            return nowhere();
        }
        int[] words = {0x46200000, 0x46200001, 0x46200006, 0x46200032, 0x46200020, 0x46200024};
        int word = words[random.nextInt(words.length)];
        return new int[] {word | 1 << 11 | random.nextInt(16) << 12 | (word == 0x46200032 ? 0 : random.nextInt(16) << 7)};
    }

    private int[] wildJump() {
        slot = false;
        int to = NOWHERE[random.nextInt(NOWHERE.length)];
        int delay = 0x24000000 | operands.target() << 16 | random.nextInt(1 << 15);
        return new int[] {
            0x3c000000 | K1 << 16 | to >>> 16,
            0x34000000 | K1 << 21 | K1 << 16 | to & 0xffff,
            random.nextBoolean() ? K1 << 21 | 0x08 : K1 << 21 | target() << 11 | 0x09,
            delay,
        };
    }

    private int[] misaligned(Chunk chunk) {
        int id;
        int align;
        do {
            id = accesses[random.nextInt(accesses.length)];
            align = Operands.alignment(MipsInstructions.name(id));
        } while (align == 1);
        chunk.misaligned = true;
        return access(id, ChunkProgram.SCRATCH + (operands.offset(8) | 1 + random.nextInt(align - 1)));
    }

    private int[] nowhere() {
        int id = accesses[random.nextInt(accesses.length)];
        String name = MipsInstructions.name(id);
        int to = name.charAt(0) == 's' && random.nextBoolean()
                ? Program.CODE + 8 * random.nextInt(100)
                : NOWHERE[random.nextInt(NOWHERE.length)] + 8 * random.nextInt(16);
        return access(id, to);
    }

    private int[] access(int id, int address) {
        int word = operands.word(id);
        int high = 0x3c000000 | K1 << 16 | address >>> 16;
        int low = 0x34000000 | K1 << 21 | K1 << 16 | address & 0xffff;
        if (MipsInstructions.chapter(id) == 'X') {
            return new int[] {high, low, word & ~(31 << 21 | 31 << 16) | K1 << 21};
        }
        return new int[] {high, low, word & 0xfc1f0000 | K1 << 21};
    }
}
