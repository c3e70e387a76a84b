package heliotrope.engine;

import heliotrope.host.Nullable;
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

    /** What file pages have besides, or null. */
    final @Nullable SharedCode shared;

    /** For the private memory of a process. */
    TranslationMap(Blocks blocks, int generation) {
        this.blocks = blocks;
        this.generation = generation;
        shared = null;
    }

    /** For pages of a file. */
    TranslationMap(Blocks blocks, int generation, CodeMapping mapping) {
        this.blocks = blocks;
        this.generation = generation;
        shared = new SharedCode(blocks, this, mapping);
    }

    /** Forgets everything if the code cache was emptied since the last call. */
    void synchronize(int now) {
        if (generation != now) {
            generation = now;
            Arrays.fill(table, 0);
            used = 0;
            if (shared != null) {
                shared.reset();
            }
        }
    }

    /** Whether nothing was dropped since the last call of {@link #synchronize}. */
    boolean isOf(int now) {
        return generation == now;
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
        int b = table[slot(pc, mode)] - 1;
        SharedCode s = shared;
        if (b < 0 && s != null && s.mode() == mode) {
            b = s.find(pc);
            if (b >= 0) {
                enter(b);
            }
        }
        return b;
    }

    /** Makes the new {@code block} the one that {@link #find} gives. @return whether translated code has to be told */
    boolean put(int block) {
        enter(block);
        return shared != null && shared.put(block);
    }

    private void enter(int block) {
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
