package heliotrope.engine;

/** The guest blocks of a trace in the order in which they run. */
final class TracePath {
    /** Longest path: what the compiler's spill slots and one look at the interrupt word per round bear. */
    static final int MAX_BLOCKS = 32, MAX_INSTRUCTIONS = 250;

    /** By block: its guest address and how many words it has. */
    final long[] pc;
    final int[] words;

    TracePath(long[] pc, int[] words) {
        this.pc = pc;
        this.words = words;
    }

    int length() {
        return pc.length;
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
