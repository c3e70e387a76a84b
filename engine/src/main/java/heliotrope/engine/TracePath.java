package heliotrope.engine;

/** The guest blocks of a trace in the order in which they run. */
final class TracePath {
    /** Longest path: what the compiler's spill slots and one look at the interrupt word per round bear. */
    static final int MAX_BLOCKS = 32, MAX_INSTRUCTIONS = 250;

    private static final int MOST_TURNS = 4, TURNS_INSTRUCTIONS = 40;

    /** By block: its guest address and how many words it has. */
    final long[] pc;
    final int[] words;

    TracePath(long[] pc, int[] words) {
        this.pc = pc;
        this.words = words;
    }

    /** For the disk cache: whether it is a loop; by block the distance from a guest address in words, and the words. */
    int[] stored(long start, boolean loop) {
        int[] s = new int[1 + 2 * pc.length];
        s[0] = loop ? 1 : 0;
        for (int k = 0; k < pc.length; k++) {
            s[1 + 2 * k] = (int) (pc[k] - start >>> 2);
            s[2 + 2 * k] = words[k];
        }
        return s;
    }

    /** The same path again. */
    static TracePath of(int[] stored, long start) {
        int n = stored.length / 2;
        long[] pc = new long[n];
        int[] words = new int[n];
        for (int k = 0; k < n; k++) {
            pc[k] = start + 4 * (stored[1 + 2 * k] & 0xffffffffL);
            words[k] = stored[2 + 2 * k];
        }
        return new TracePath(pc, words);
    }

    int length() {
        return pc.length;
    }

    /**
     * How many turns of the loop that the path is, if it is one, are compiled as one: what is done once a turn (looking for
     * interrupts, registers to memory) is done less often.
     */
    int turns() {
        return Math.max(1, Math.min(MOST_TURNS, TURNS_INSTRUCTIONS / totalWords()));
    }

    /** Words of all blocks. */
    int totalWords() {
        int n = 0;
        for (int w : words) {
            n += w;
        }
        return n;
    }
}
