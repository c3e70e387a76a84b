package heliotrope.engine;

/** A path that is to become a trace, and what has to be as it was when the path was recorded. */
final class TraceRequest {
    final int generation;
    final GuestCode code;
    final TranslationMap owner;
    final int mode;
    final TracePath path;
    /** Whether its last block jumps to its first. */
    final boolean loop;
    /** Guest words of the path's blocks, one after the other. */
    final int[] words;
    /** Numbers of these blocks. */
    final int[] blocks;

    TraceRequest(int generation, GuestCode code, TranslationMap owner, int mode, TracePath path, boolean loop,
            int[] words, int[] blocks) {
        this.generation = generation;
        this.code = code;
        this.owner = owner;
        this.mode = mode;
        this.path = path;
        this.loop = loop;
        this.words = words;
        this.blocks = blocks;
    }
}
