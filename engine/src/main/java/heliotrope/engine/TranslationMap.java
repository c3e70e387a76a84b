package heliotrope.engine;

import java.util.Arrays;

/**
 * The blocks of one piece of guest code by their guest address: those of all processes that map the same file pages at
 * the same place, or of the private memory of one process. Direct jumps lead only to blocks of the same map. Guarded
 * by the engine's lock.
 */
final class TranslationMap {
    private final Blocks blocks;
    private int[] table = new int[64]; // block number + 1
    private int used;
    private int generation;

    TranslationMap(Blocks blocks, int generation) {
        this.blocks = blocks;
        this.generation = generation;
    }

    /** Forgets everything if the code cache was emptied since the last call. */
    void synchronize(int now) {
        if (generation != now) {
            generation = now;
            Arrays.fill(table, 0);
            used = 0;
        }
    }

    private static int hash(long pc, int mode) {
        int h = ((int) pc >>> 2) * 0x9e3779b1 + mode;
        return h ^ h >>> 15;
    }

    private int slot(long pc, int mode) {
        int mask = table.length - 1;
        int i = hash(pc, mode) & mask;
        while (true) {
            int b = table[i] - 1;
            if (b < 0 || blocks.pc[b] == pc && blocks.mode[b] == mode) {
                return i;
            }
            i = i + 1 & mask;
        }
    }

    /** The block at a pc, which may be dead, or -1. */
    int find(long pc, int mode) {
        return table[slot(pc, mode)] - 1;
    }

    /** Makes {@code block} the one that {@link #find} gives. */
    void put(int block) {
        int i = slot(blocks.pc[block], blocks.mode[block]);
        boolean isNew = table[i] == 0;
        table[i] = block + 1;
        if (isNew && ++used > table.length / 2) {
            int[] old = table;
            table = new int[2 * old.length];
            for (int b : old) {
                if (b != 0) {
                    table[slot(blocks.pc[b - 1], blocks.mode[b - 1])] = b;
                }
            }
        }
    }
}
