package heliotrope.mips.exec;

import heliotrope.ir.Mode;
import heliotrope.mips.MipsInstructions;
import heliotrope.mips.exec.Chunk.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Random chunks from the instruction table, whose effect the manual defines: forward jumps and branches, bounded loops,
 * subroutines, delay slots, addresses made in several ways. Some end by a signal: see {@link TrapGenerator}.
 */
final class Generator {
    /** Chapters of {@link heliotrope.mips.MipsTable} that a chunk may be made of. */
    private static final String[] CHAPTERS = {
        "ASM", "LU", "ASMLUJTC", "F", "FGCVJ", "GCVX", "ASMLUJTFGCVX", "ASMLUJTFGCVX",
    };

    private static final int T9 = Program.T9, K0 = Program.K0, K1 = Program.K1;

    /** v0 and a3, as bits. */
    private static final int SYSTEM_CALL_WRITES = 1 << Program.V0 | 1 << Program.A2 + 1;

    private final Variant variant;
    private final Random random;
    private final long seed;
    private final boolean traps;
    private final TrapGenerator trapGenerator;
    private final Operands operands;
    private final int[][] ids = new int[CHAPTERS.length][];
    private final boolean[] excluded = new boolean[MipsInstructions.COUNT];
    /** abs and neg where they are arithmetic: in the legacy encoding of NaNs. */
    private final boolean[] isSign = new boolean[MipsInstructions.COUNT];

    // The chunk at hand.
    private int[] chosen = {};
    private Chunk chunk;
    private final List<List<Item>> subroutines = new ArrayList<>();
    private int counters;
    private int number;
    /** Whether the last word of what {@link #plain} returned last may be put into a delay slot. */
    private boolean slot;

    /** Chunks of a seed; {@code traps}: whether some may end by a signal. */
    Generator(Variant variant, long seed, boolean traps) {
        this.variant = variant;
        this.seed = seed;
        this.traps = traps;
        random = new Random(seed << 8 | variant.ordinal());
        operands = new Operands(random, variant);
        trapGenerator = new TrapGenerator(random, variant, operands);
        chunk = new Chunk(variant, seed, 0);
        for (int id = 1; id < MipsInstructions.COUNT; id++) {
            String name = MipsInstructions.name(id);
            isSign[id] = !variant.is(Mode.NAN2008) && (name.startsWith("abs.") || name.startsWith("neg."));
            excluded[id] = !exists(variant, id) || leavesProgram(id);
        }
        for (int k = 0; k < CHAPTERS.length; k++) {
            int[] some = new int[MipsInstructions.COUNT];
            int n = 0;
            for (int id = 1; id < MipsInstructions.COUNT; id++) {
                if (!excluded[id] && CHAPTERS[k].indexOf(MipsInstructions.chapter(id)) >= 0) {
                    some[n++] = id;
                }
            }
            ids[k] = Arrays.copyOf(some, n);
        }
    }

    static boolean exists(Variant variant, int id) {
        return (MipsInstructions.needs(id) & ~variant.mode) == 0
                // Before MIPS32, COP1X needs a bit of the status register that qemu does not set for programs.
                && (variant.is(Mode.MIPS_R2) || MipsInstructions.chapter(id) != 'X');
    }

    private static boolean leavesProgram(int id) {
        return switch (MipsInstructions.name(id)) {
            case "syscall", "break", "cache" -> true;
            case "sync", "pref", "synci", "rdhwr" -> false;
            default -> MipsInstructions.chapter(id) == 'T'
                    && (MipsInstructions.level(id) != '2' || MipsInstructions.operands(id).endsWith("(b)"));
        };
    }

    Chunk next() {
        chunk = new Chunk(variant, seed, number++);
        chosen = ids[random.nextInt(ids.length)];
        chunk.flush = random.nextInt(8) == 0;
        chunk.signs = !variant.is(Mode.NAN2008) && random.nextInt(3) == 0;
        chunk.mayTrap = traps && random.nextInt(8) == 0;
        subroutines.clear();
        counters = 0;
        fillInput();
        body(3 + random.nextInt(random.nextInt(4) == 0 ? 40 : 14), 0);
        chunk.end = chunk.items.size();
        Item end = new Item(0x08000000, 0).linked(Chunk.JUMP, 0, 0);
        end.fixed = true;
        chunk.items.add(end);
        placeSubroutines();
        limitJumps();
        return chunk;
    }

    // ---- inputs ----

    private void fillInput() {
        long[] input = chunk.input;
        for (int i = 1; i < Chunk.FLOAT; i++) {
            input[i] = variant.is(Mode.REGS64) ? Values.integer64(random) : (int) Values.integer64(random);
        }
        input[T9] = 0;
        input[K0] = 0;
        input[K1] = 0;
        for (int i = 0; i < 32; i += 2) {
            long value = floating();
            if (variant.is(Mode.FR)) {
                input[Chunk.FLOAT + i] = value;
                input[Chunk.FLOAT + i + 1] = floating();
            } else { // the even register is the low half
                input[Chunk.FLOAT + i] = (int) value;
                input[Chunk.FLOAT + i + 1] = value >> 32;
            }
        }
        input[Chunk.FCSR] = fcsr();
        for (int i = 0; i < Chunk.REACHED_SLOTS; i++) {
            input[Chunk.SCRATCH + i] = random.nextInt(3) == 0 ? Values.integer64(random) : Values.floating(random);
        }
        for (int i = 0; i < Chunk.COUNTERS; i++) {
            long count = random.nextInt(8);
            input[Chunk.SCRATCH + Chunk.REACHED_SLOTS + i] = count << 32 | count; // whatever the byte order
        }
    }

    private long floating() {
        return Values.floating(random);
    }

    /** A value of the FCSR without reserved bits; with exceptions enabled, without causes. */
    private int fcsr() {
        int value = random.nextInt() & 0xfe80007f | (chunk.flush && random.nextInt(4) != 0 ? Chunk.FCSR_FLUSH : 0);
        if (chunk.mayTrap && !chunk.flush && random.nextInt(3) == 0) {
            return value | (random.nextBoolean() ? 1 << 7 + random.nextInt(5) : random.nextInt() & Chunk.FCSR_ENABLES);
        }
        return value | random.nextInt() & 0x1f000;
    }

    // ---- structure ----

    private void body(int count, int depth) {
        int trapAt = chunk.mayTrap ? random.nextInt(count) : -1;
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(40);
            if (i == trapAt && random.nextInt(4) != 0) {
                chunk.items.add(trap());
            } else if (kind == 0 && depth < 2) {
                loop(depth);
            } else if (kind == 1) {
                call();
            } else if (kind == 2) {
                chunk.items.add(new Item(movedBase()));
            } else if (kind == 3 && random.nextInt(4) == 0 && (operands.reserved & SYSTEM_CALL_WRITES) == 0) {
                chunk.items.add(systemCall());
            } else {
                any();
            }
        }
    }

    private Item trap() {
        int[] words = trapGenerator.next(chunk);
        if (random.nextInt(3) != 0 || !trapGenerator.slot) {
            return new Item(words);
        }
        int[] all = new int[words.length + 1]; // in the delay slot of a branch
        System.arraycopy(words, 0, all, 0, words.length - 1);
        all[words.length - 1] = branchWord();
        all[words.length] = words[words.length - 1];
        return new Item(all).linked(Chunk.BRANCH, words.length - 1, chunk.items.size() + 1 + random.nextInt(4));
    }

    private int branchWord() {
        int word = random.nextInt(4) == 0 ? 0x10000000 : 0x14000000; // b, bne
        return word == 0x10000000 ? word : word | operands.source() << 21 | operands.source() << 16;
    }

    /** One of the chosen instructions. */
    private int pick() {
        int id;
        do {
            id = chosen[random.nextInt(chosen.length)];
        } while (!chunk.signs && isSign[id]);
        return id;
    }

    private void any() {
        int id = pick();
        if (MipsInstructions.chapter(id) == 'J') {
            chunk.items.add(jump(id));
        } else {
            chunk.items.add(new Item(plain(id)));
        }
    }

    /** A jump with its delay slot to one of the next items. */
    private Item jump(int id) {
        int word = operands.word(id);
        String name = MipsInstructions.name(id);
        int target = chunk.items.size() + 1 + random.nextInt(4);
        int[] delay = delaySlot();
        int n = delay.length;
        if ((operands.reserved & 1 << 31) != 0 && (name.equals("jal") || name.startsWith("b") && name.contains("al"))) {
            return new Item(delay);
        }
        if (name.startsWith("j") && name.contains("r")) {
            word = Operands.field(word, 21, K0);
            if (name.startsWith("jr")) {
                word = Operands.field(word, 11, 0);
            }
            int[] words = new int[n + 3];
            System.arraycopy(delay, 0, words, 0, n - 1);
            words[n - 1] = 0x3c000000 | K0 << 16;
            words[n] = 0x34000000 | K0 << 21 | K0 << 16;
            words[n + 1] = word;
            words[n + 2] = delay[n - 1];
            return new Item(words).linked(Chunk.REGISTER, n - 1, target);
        }
        int[] words = around(delay, word);
        return new Item(words).linked(name.startsWith("j") ? Chunk.JUMP : Chunk.BRANCH, n - 1, target);
    }

    /** A jump before the last of some words. */
    private static int[] around(int[] delay, int jump) {
        int n = delay.length;
        int[] words = new int[n + 1];
        System.arraycopy(delay, 0, words, 0, n - 1);
        words[n - 1] = jump;
        words[n] = delay[n - 1];
        return words;
    }

    /** Words of which the last goes into a delay slot. */
    private int[] delaySlot() {
        while (true) {
            int id = pick();
            if (MipsInstructions.chapter(id) != 'J') {
                int[] words = plain(id);
                if (slot) {
                    return words;
                }
            } else if (random.nextInt(20) == 0) {
                return new int[] {0};
            }
        }
    }

    private void loop(int depth) {
        int count = 1 + random.nextInt(5);
        if (random.nextBoolean() && counters < Chunk.COUNTERS) {
            memoryLoop(count, depth);
            return;
        }
        int counter;
        do {
            counter = operands.target();
        } while (counter == 0 || counter == 31);
        int before = operands.reserved;
        operands.reserved |= 1 << counter;
        int init = chunk.items.size();
        chunk.items.add(new Item(0x24000000 | counter << 16 | 1 + random.nextInt(6))); // addiu
        body(count, depth + 1);
        int[] delay = delaySlot();
        operands.reserved = before;
        int decrement = 0x24000000 | counter << 21 | counter << 16 | 0xffff;
        int branch = new int[] {0x1c000000, 0x5c000000, 0x14000000, 0x54000000}[random.nextInt(4)] | counter << 21;
        int[] words;
        int at;
        if (random.nextInt(4) == 0 && branch >>> 30 == 0) { // counts in the delay slot, not that of a branch likely
            words = new int[] {branch, decrement};
            at = 0;
        } else {
            words = new int[delay.length + 2];
            System.arraycopy(delay, 0, words, 0, delay.length - 1);
            at = delay.length;
            words[at - 1] = decrement;
            words[at] = branch;
            words[at + 1] = delay[delay.length - 1];
        }
        Item back = new Item(words).linked(Chunk.BRANCH, at, init + 1);
        back.needs = init;
        chunk.items.add(back);
    }

    /** A loop whose counter lies in memory. */
    private void memoryLoop(int count, int depth) {
        int offset = Chunk.REACH + 8 * counters++;
        int first = chunk.items.size();
        body(count, depth + 1);
        int access = T9 << 21 | K1 << 16 | offset;
        int[] delay = random.nextBoolean() ? new int[] {0} : delaySlot();
        while (delay.length > 1) {
            delay = delaySlot(); // others may use k1
        }
        chunk.items.add(new Item(
                0x8c000000 | access, 0x24000000 | K1 << 21 | K1 << 16 | 0xffff, 0xac000000 | access,
                (random.nextBoolean() ? 0x1c000000 : 0x5c000000) | K1 << 21, delay[0])
                .linked(Chunk.BRANCH, 3, first));
    }

    /** A call of a subroutine. */
    private void call() {
        int kind = random.nextInt(3);
        int link = kind == 2 && random.nextBoolean() ? operands.target() : 31;
        if (link == 0 || (operands.reserved >> link & 1) != 0) {
            return;
        }
        int before = operands.reserved;
        int[] delay = delaySlot();
        int n = delay.length;
        Item item;
        if (kind == 2) {
            int[] words = new int[n + 3];
            System.arraycopy(delay, 0, words, 0, n - 1);
            words[n - 1] = 0x3c000000 | K0 << 16;
            words[n] = 0x34000000 | K0 << 21 | K0 << 16;
            words[n + 1] = K0 << 21 | link << 11 | 0x09; // jalr
            words[n + 2] = delay[n - 1];
            item = new Item(words).linked(Chunk.REGISTER, n - 1, -1);
        } else {
            item = new Item(around(delay, kind == 0 ? 0x0c000000 : 0x04110000)) // jal, bal
                    .linked(kind == 0 ? Chunk.JUMP : Chunk.BRANCH, n - 1, -1);
        }
        // A delay slot may write the link register: the jump back then goes elsewhere.
        int last = delay[n - 1];
        if (writes(last, link)) {
            item.words[item.words.length - 1] = 0;
        }
        operands.reserved |= 1 << link;
        List<Item> sub = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            int id = pick();
            if (MipsInstructions.chapter(id) != 'J') {
                sub.add(new Item(plain(id)));
            }
        }
        operands.reserved = before;
        int[] back = delaySlot();
        int jr = link << 21 | (variant.is(Mode.MIPS_R2) && random.nextBoolean() ? 0x408 : 0x08);
        for (int i = 0; i < back.length - 1; i++) {
            if (writes(back[i], link)) {
                back = new int[] {0};
            }
        }
        Item ret = new Item(around(back, jr));
        ret.fixed = true;
        sub.add(ret);
        item.target = -1 - subroutines.size();
        chunk.items.add(item);
        for (Item each : sub) {
            each.needs = chunk.items.size() - 1;
        }
        subroutines.add(sub);
    }

    /** Whether an instruction may write a general register, generously. */
    private static boolean writes(int word, int register) {
        return (word >> 11 & 31) == register || (word >> 16 & 31) == register;
    }

    private void placeSubroutines() {
        int[] first = new int[subroutines.size()];
        for (int k = 0; k < first.length; k++) {
            first[k] = chunk.items.size();
            chunk.items.addAll(subroutines.get(k));
        }
        for (int i = 0; i < chunk.end; i++) {
            Item item = chunk.items.get(i);
            if (item.target < 0) {
                item.target = first[-1 - item.target];
            }
        }
    }

    /** Jumps forward end at most at the end, and do not pass over the start of a loop's counter. */
    private void limitJumps() {
        for (int i = 0; i < chunk.end; i++) {
            Item item = chunk.items.get(i);
            if (item.link == Chunk.NO_LINK || item.target <= i || item.target > chunk.end + 4
                    || chunk.items.get(Math.min(item.target, chunk.items.size() - 1)).needs == i) {
                continue;
            }
            int limit = Math.min(item.target, chunk.end);
            for (int k = i + 1; k < limit; k++) {
                if (isCounter(k)) {
                    limit = k;
                }
            }
            item.target = limit;
        }
    }

    private boolean isCounter(int k) {
        for (int i = k + 1; i < chunk.end; i++) {
            if (chunk.items.get(i).needs == k) {
                return true;
            }
        }
        return false;
    }

    // ---- sequences ----

    private Item systemCall() {
        int number = variant.abi.schedYield;
        return new Item(0x24020000 | number, 0x0000000c | random.nextInt(1 << 20) << 6);
    }

    /** A base register elsewhere, and an access relative to it. */
    private int[] movedBase() {
        int id;
        do {
            id = pick();
            if (random.nextInt(16) == 0) {
                id = MipsInstructions.decode(0x8c000000); // lw, if the chapters have no access
            }
        } while (!isAccess(id));
        int word = operands.word(id);
        int base;
        do {
            base = random.nextInt(3) == 0 ? K1 : operands.target();
        } while (base == 0);
        int offset = (short) word;
        int moved = random.nextInt(65000) - 32500; // leaves room for the offset
        int add = variant.is(Mode.REGS64) ? 0x2d : 0x21; // daddu, addu
        int far = ChunkProgram.SCRATCH + moved;
        int access = word & 0xfc1f0000 | base << 21;
        return switch (random.nextInt(5)) {
            case 0 -> new int[] { // absolute
                0x3c000000 | base << 16 | far >>> 16,
                0x34000000 | base << 21 | base << 16 | far & 0xffff,
                0x24000000 | base << 21 | base << 16 | -moved & 0xffff,
                access | offset & 0xffff,
            };
            case 1 -> new int[] { // a sum
                0x24000000 | base << 16 | offset & 0xffff,
                base << 21 | T9 << 16 | base << 11 | add,
                access,
            };
            case 2 -> new int[] {T9 << 21 | base << 11 | 0x25, access | offset & 0xffff}; // a copy
            default -> new int[] { // another displacement
                (variant.is(Mode.REGS64) && random.nextBoolean() ? 0x64000000 : 0x24000000)
                        | T9 << 21 | base << 16 | moved & 0xffff,
                access | offset - moved & 0xffff,
            };
        };
    }

    private static boolean isAccess(int id) {
        String text = MipsInstructions.operands(id);
        String name = MipsInstructions.name(id);
        return text.endsWith("o(b)") && !name.startsWith("sc") && !name.equals("ll") && !name.equals("lld");
    }

    /** One instruction that is no jump, and what has to go before or after it. */
    private int[] plain(int id) {
        int word = operands.word(id);
        String name = MipsInstructions.name(id);
        int rs = word >> 21 & 31;
        int rt = word >> 16 & 31;
        slot = true;
        switch (name) {
            case "add", "sub", "addi", "dadd", "dsub", "daddi" -> {
                return quarter(word, name, rs, rt);
            }
            // Defined for sign-extended words only, and here qemu computes with all of the register.
            case "addu", "subu", "sra", "srav", "madd", "maddu", "msub", "msubu" -> {
                return variant.is(Mode.REGS64)
                        ? new int[] {extend(rs), extend(rt), word}
                        : new int[] {word};
            }
            // As compilers use them, and by themselves.
            case "lwl", "swl", "ldl", "sdl", "lwc1", "mtc1" -> {
                return random.nextBoolean() ? new int[] {word} : pair(name, word);
            }
            // Without a load linked from the same address before it, the result is undefined.
            case "sc", "scd" -> {
                int opcode = name.equals("sc") ? 0x30 : 0x34;
                return new int[] {opcode << 26 | T9 << 21 | K1 << 16 | word & 0xffff, word};
            }
            case "cfc1" -> {
                return readControl(word, rt);
            }
            case "ctc1" -> {
                return writeControl();
            }
            case "rdhwr" -> {
                return readHardware(word, rt);
            }
            default -> {}
        }
        if (MipsInstructions.chapter(id) == 'X' && MipsInstructions.operands(id).endsWith("t(b)")) {
            return indexed(word, Operands.alignment(name));
        }
        if (MipsInstructions.chapter(id) == 'T' && MipsInstructions.level(id) == '2' && !name.equals("sync")) {
            return notTrapping(name, word);
        }
        return new int[] {word};
    }

    /** sll by 0: sign-extends. */
    private static int extend(int register) {
        return register << 16 | register << 11;
    }

    private int[] readControl(int word, int rt) {
        int register = variant.is(Mode.MIPS_R2) ? new int[] {0, 25, 26, 28, 31, 31, 31}[random.nextInt(7)] : 31;
        int read = Operands.field(word, 11, register);
        if (register == 0) { // the processor's identity
            slot = false;
            return new int[] {read, rt << 11 | 0x25};
        }
        int hidden = chunk.hidden();
        if (hidden == 0 || register == 25) {
            return new int[] {read};
        }
        slot = false;
        return new int[] {
            read,
            0x3c000000 | K1 << 16 | ~hidden >>> 16,
            0x34000000 | K1 << 21 | K1 << 16 | ~hidden & 0xffff,
            rt << 21 | K1 << 16 | rt << 11 | 0x24, // and
        };
    }

    private int[] writeControl() {
        int value = fcsr();
        int register = variant.is(Mode.MIPS_R2) ? new int[] {25, 26, 28, 31, 31, 31}[random.nextInt(6)] : 31;
        if (register == 28 && chunk.mayTrap && chunk.signs) {
            register = 31; // enabling an exception whose cause is there traps
        }
        switch (register) {
            case 25 -> value >>>= 24;
            case 26 -> value &= (chunk.input[Chunk.FCSR] & Chunk.FCSR_ENABLES) != 0 ? 0x7c : 0x1f07c;
            case 28 -> value = value & 0xf83 | value >>> 22 & 4;
            default -> {}
        }
        if (chunk.mayTrap && register == 26) {
            value &= 0x7c;
        }
        return new int[] {
            0x3c000000 | K1 << 16 | value >>> 16,
            0x34000000 | K1 << 21 | K1 << 16 | value & 0xffff,
            0x44c00000 | K1 << 16 | register << 11,
        };
    }

    /** Mostly the thread's word; else the result, which is the processor's, is not kept. */
    private int[] readHardware(int word, int rt) {
        if (random.nextInt(3) != 0) {
            return new int[] {word};
        }
        slot = false;
        return new int[] {Operands.field(word, 11, random.nextInt(4)), rt << 11 | 0x25};
    }

    private int[] indexed(int plain, int align) {
        int offset = operands.offset(align);
        int word = plain & ~(31 << 21 | 31 << 16);
        if (random.nextInt(4) != 0) {
            return new int[] {0x24000000 | K1 << 16 | offset & 0xffff, word | T9 << 21 | K1 << 16};
        }
        int index;
        do {
            index = operands.target();
        } while (index == 0);
        int moved = random.nextInt() & 0x7fff0000;
        int add = variant.is(Mode.REGS64) ? 0x2d : 0x21; // daddu, addu
        return new int[] { // k1 = t9 + offset - moved, index = moved
            0x3c000000 | index << 16 | moved >>> 16,
            0x24000000 | T9 << 21 | K1 << 16 | offset & 0xffff,
            K1 << 21 | index << 16 | K1 << 11 | add + 2, // dsubu, subu
            word | (random.nextBoolean() ? K1 << 21 | index << 16 : index << 21 | K1 << 16),
        };
    }

    /** The word and one that goes with it. */
    private int[] pair(String name, int word) {
        if (name.equals("mtc1")) {
            return new int[] {word, Operands.field(word ^ 1 << 11, 16, operands.source())};
        }
        boolean wide = name.charAt(1) == 'd';
        int other = name.equals("lwc1") ? word ^ 1 << 16 : word + ((wide ? 1 : 4) << 26); // ldr is ldl + 1, lwr lwl + 4
        int distance = name.equals("lwc1") ? 4 : wide ? 7 : 3;
        boolean down = name.equals("lwc1") ? random.nextBoolean() : !variant.is(Mode.BIG_ENDIAN);
        int offset = (short) word + (down ? -distance : distance);
        return Math.abs(offset) > Chunk.REACH - 8
                ? new int[] {word}
                : new int[] {word, other & 0xffff0000 | offset & 0xffff};
    }

    /** Makes the operands small enough first for the sum not to overflow. */
    private int[] quarter(int word, String name, int rs, int rt) {
        int shift = name.charAt(0) == 'd' ? 0x3b : 3; // dsra or sra by 2
        boolean extend = variant.is(Mode.REGS64) && shift == 3;
        int[] registers = name.endsWith("i") ? new int[] {rs} : new int[] {rs, rt};
        int[] words = new int[2 * registers.length + 1];
        int n = 0;
        for (int register : registers) {
            if ((operands.reserved >> register & 1) != 0) {
                word = 0; // its operands are to stay as they are
            } else {
                if (extend) {
                    words[n++] = extend(register);
                }
                words[n++] = register << 16 | register << 11 | 2 << 6 | shift;
            }
        }
        words[n++] = word;
        return Arrays.copyOf(words, n);
    }

    /** A conditional trap with operands for which it does not trap, unless the chunk may. */
    private int[] notTrapping(String name, int word) {
        boolean immediate = name.contains("i");
        if (chunk.mayTrap && random.nextInt(4) == 0) {
            return new int[] {word};
        }
        int value = immediate ? (short) word : random.nextInt(1 << 15);
        boolean less = name.startsWith("tge"); // what does not trap
        boolean unsigned = name.endsWith("u");
        int other = switch (name.substring(0, 3)) {
            case "tge" -> unsigned && value >= 0 && value < 2 ? 0 : value - 1;
            case "teq" -> value ^ 1 + random.nextInt(100);
            default -> value; // tlt, tne
        };
        if (less && unsigned && (value == 0 || immediate && value == Short.MIN_VALUE)
                || other != (short) other) { // nothing is less, or it does not fit
            return new int[] {0};
        }
        int[] words = {0x24000000 | K1 << 16 | other & 0xffff, Operands.field(word, 21, K1)};
        if (immediate) {
            return words;
        }
        int t = operands.target();
        if (t == 0) {
            return new int[] {0};
        }
        return new int[] {words[0], 0x24000000 | t << 16 | value & 0xffff, Operands.field(words[1], 16, t)};
    }
}
