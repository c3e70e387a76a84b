package heliotrope.mips.exec;

import heliotrope.mips.MipsFrontend;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One random test: a short piece of code with the registers and memory it starts from. It is a list of items, short
 * sequences that belong together, of which any may be left out: jumps go to items, not to addresses. Item {@link
 * #end} leaves; behind it are the subroutines that the others call.
 */
final class Chunk {
    /**
     * Registers and memory in slots of 8 bytes, as the program finds them before a chunk and as it leaves them: 32
     * general registers, HI, LO, 32 floating-point registers, then words: FCSR and, after the chunk, the number of the
     * signal that ended it, 0 if none; address of the code and, after the chunk, of the instruction that the signal
     * came from. Memory follows.
     */
    static final int HI = 32, LO = 33, FLOAT = 34, FCSR = 66, PC = 67, SCRATCH = 68;

    /** Slots of memory: what loads and stores reach, then the counters of loops. */
    static final int REACHED_SLOTS = 32, COUNTERS = 4, SCRATCH_SLOTS = REACHED_SLOTS + COUNTERS;

    static final int SLOTS = SCRATCH + SCRATCH_SLOTS, BYTES = 8 * SLOTS;

    /** Bytes on either side of the base register that may be accessed. */
    static final int REACH = 4 * REACHED_SLOTS;

    static final int FCSR_FLUSH = 1 << 24, FCSR_ENABLES = 0xf80, FCSR_CAUSES = 0x3f000;

    /** Underflow and inexact, as flags and as causes. */
    static final int FCSR_TINY = 0x300c;

    /** How the jump of an item names its target. */
    static final int NO_LINK = 0, BRANCH = 1, JUMP = 2, REGISTER = 3;

    /** Words that belong together. */
    static final class Item {
        final int[] words;
        /** Kind of jump, its word (with REGISTER: the lui of a lui and ori pair) and the item that it goes to. */
        int link = NO_LINK;
        int at;
        int target;
        /** Another item without which this one may not be executed; -1 if there is none. */
        int needs = -1;
        /** Whether it has to stay. */
        boolean fixed;
        boolean dead;
        int address;

        Item(int... words) {
            this.words = words;
        }

        Item linked(int kind, int word, int toItem) {
            link = kind;
            at = word;
            target = toItem;
            return this;
        }

        Item copy() {
            Item r = new Item(words.clone()).linked(link, at, target);
            r.needs = needs;
            r.fixed = fixed;
            r.dead = dead;
            return r;
        }
    }

    final Variant variant;
    final long seed;
    final int number;
    final List<Item> items = new ArrayList<>();
    final long[] input = new long[SLOTS];
    int end;
    /** Whether the flush bit of the FCSR may be set at some time. */
    boolean flush;
    /** Whether it may have abs or neg where qemu, unlike processors, leaves the cause as it was. */
    boolean signs;
    /** Whether it may end by a signal; whether by that of a misaligned access. */
    boolean mayTrap;
    boolean misaligned;
    /** Addresses of its code, of that behind the body and of that behind the subroutines. */
    int start;
    int bodyEnd;
    int stop;

    Chunk(Variant variant, long seed, int number) {
        this.variant = variant;
        this.seed = seed;
        this.number = number;
    }

    Chunk copy() {
        Chunk r = new Chunk(variant, seed, number);
        for (Item item : items) {
            r.items.add(item.copy());
        }
        System.arraycopy(input, 0, r.input, 0, SLOTS);
        r.end = end;
        r.flush = flush;
        r.signs = signs;
        r.mayTrap = mayTrap;
        r.misaligned = misaligned;
        return r;
    }

    /** Bits of the FCSR that qemu may get wrong here: see {@link Deviations}. */
    int hidden() {
        return (flush ? FCSR_TINY : 0) | (signs ? FCSR_CAUSES : 0);
    }

    boolean alive(Item item) {
        return !item.dead && (item.needs < 0 || alive(items.get(item.needs)));
    }

    /** Puts its code into a program; {@code finish} is where it goes in the end. */
    void emit(Program program, int finish) {
        start = program.here();
        int address = start;
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            item.address = address;
            if (alive(item)) {
                address += 4 * item.words.length;
            }
            if (i == end) {
                bodyEnd = address;
            }
        }
        stop = address;
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (!alive(item)) {
                continue;
            }
            int target = i == end ? finish : items.get(Math.min(item.target, items.size() - 1)).address;
            for (int k = 0; k < item.words.length; k++) {
                program.word(linked(item, k, target));
            }
        }
    }

    private static int linked(Item item, int k, int target) {
        int word = item.words[k];
        if (item.link == REGISTER && k == item.at) {
            return word | target >>> 16;
        }
        if (item.link == REGISTER && k == item.at + 1) {
            return word | target & 0xffff;
        }
        if (k != item.at) {
            return word;
        }
        return switch (item.link) {
            case BRANCH -> word & 0xffff0000 | target - (item.address + 4 * k + 4) >> 2 & 0xffff;
            case JUMP -> word & 0xfc000000 | target >>> 2 & 0x3ffffff;
            default -> word;
        };
    }

    /** Number of instructions that are left. */
    int size() {
        int n = 0;
        for (Item item : items) {
            n += alive(item) && !item.fixed ? item.words.length : 0;
        }
        return n;
    }

    static String name(int slot) {
        return slot < HI ? "r" + slot
                : slot == HI ? "hi"
                : slot == LO ? "lo"
                : slot < FCSR ? "f" + (slot - FLOAT)
                : slot == FCSR ? "fcsr"
                : slot == PC ? "pc"
                : slot < SCRATCH + REACHED_SLOTS ? "memory" + (8 * (slot - SCRATCH) - REACH)
                : "counter" + (slot - SCRATCH - REACHED_SLOTS);
    }

    /** Assembler text, from a program that the chunk was put into last, and the inputs that are not 0. */
    String text(Program program) {
        StringBuilder text = new StringBuilder(256);
        MipsFrontend frontend = new MipsFrontend();
        ByteBuffer code = program.code;
        for (int at = start; at < stop; at += 4) {
            int word = code.getInt(at - Program.CODE);
            text.append("    ").append(Integer.toHexString(at)).append("  ").append(hex(word, 8)).append("  ")
                    .append(frontend.disassemble(word, at)).append('\n');
        }
        int column = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (input[slot] != 0) {
                text.append(column == 0 ? "    " : "  ").append(name(slot)).append('=').append(hex(input[slot], 1));
                column = (column + 1) % 6;
                text.append(column == 0 ? "\n" : "");
            }
        }
        return text.append(column == 0 ? "" : "\n").toString();
    }

    static String hex(long value, int digits) {
        StringBuilder text = new StringBuilder(Long.toHexString(digits == 8 ? value & 0xffffffffL : value));
        while (text.length() < digits) {
            text.insert(0, '0');
        }
        return text.toString();
    }
}
