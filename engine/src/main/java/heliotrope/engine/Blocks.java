package heliotrope.engine;

import heliotrope.host.Nullable;
import heliotrope.ir.IrBlock;
import java.util.Arrays;

/**
 * What is known of each translated block, in columns; the number of a block is its age. Guarded by the engine's lock.
 */
final class Blocks {
    int count;
    long[] pc = new long[1024];
    int[] mode = new int[1024];
    /** Code-cache offsets of the entry and of the stub for the time when the block is invalid. */
    int[] entry = new int[1024];
    int[] miss = new int[1024];
    /** Bytes of code. */
    int[] bytes = new int[1024];
    /**
     * Guest words the block was made from: where they start in {@link #words}, and how many there are in all. -1: the
     * block was loaded, and its words are still to be read: see {@link Translator#needWords}.
     */
    int[] wordsAt = new int[1024];
    short[] wordCount = new short[1024];
    /** No longer to be entered. */
    boolean[] dead = new boolean[1024];
    /**
     * Lies in a page that is written often and therefore not protected: compared with memory before every run, never
     * linked to.
     */
    boolean[] checked = new boolean[1024];
    @Nullable TranslationMap[] owner = new TranslationMap[1024];
    /** The guest blocks of a trace; null for an ordinary block. */
    @Nullable TracePath[] path = new TracePath[1024];
    /** Whether a trace is a loop. */
    boolean[] loop = new boolean[1024];
    /** How often the block was seen running, or was the way out of a trace that did: see {@link Traces}. */
    byte[] heat = new byte[1024];
    /** The IR, when the engine interprets; else null. */
    @Nullable IrBlock[] ir = new IrBlock[0];

    int[] words = new int[8192];
    private int wordsUsed;
    private final boolean keepIr;

    /** Blocks translated in this JVM, by ascending entries. */
    private int[] placed = new int[1024];

    private int placedCount;
    private @Nullable SharedCode[] loaded = new SharedCode[8];
    private int loadedCount;

    Blocks(boolean keepIr) {
        this.keepIr = keepIr;
        if (keepIr) {
            ir = new IrBlock[1024];
        }
    }

    /** Adds a block whose code is to be appended to the code cache. */
    int add(long guestPc, int blockMode, int[] source, int sourceCount, TranslationMap map) {
        int b = addStored(guestPc, blockMode, sourceCount, map);
        if (placedCount == placed.length) {
            placed = Arrays.copyOf(placed, 2 * placedCount);
        }
        placed[placedCount++] = b;
        keepWords(b, source, sourceCount);
        return b;
    }

    /** Keeps the guest words that a block was made from. */
    void keepWords(int b, int[] source, int sourceCount) {
        if (words.length - wordsUsed < sourceCount) {
            words = Arrays.copyOf(words, 2 * words.length + sourceCount);
        }
        wordsAt[b] = wordsUsed;
        System.arraycopy(source, 0, words, wordsUsed, sourceCount);
        wordsUsed += sourceCount;
    }

    /** Adds a block that was loaded. */
    int addStored(long guestPc, int blockMode, int words, TranslationMap map) {
        int b = count++;
        if (b == pc.length) {
            grow();
        }
        pc[b] = guestPc;
        mode[b] = blockMode;
        dead[b] = false;
        checked[b] = false;
        path[b] = null;
        loop[b] = false;
        heat[b] = 0;
        owner[b] = map;
        wordsAt[b] = -1;
        wordCount[b] = (short) words;
        return b;
    }

    /** Code was loaded. */
    void addLoaded(SharedCode code) {
        if (loadedCount == loaded.length) {
            loaded = Arrays.copyOf(loaded, 2 * loadedCount);
        }
        loaded[loadedCount++] = code;
    }

    private void grow() {
        int n = 2 * pc.length;
        pc = Arrays.copyOf(pc, n);
        mode = Arrays.copyOf(mode, n);
        entry = Arrays.copyOf(entry, n);
        miss = Arrays.copyOf(miss, n);
        bytes = Arrays.copyOf(bytes, n);
        wordsAt = Arrays.copyOf(wordsAt, n);
        wordCount = Arrays.copyOf(wordCount, n);
        dead = Arrays.copyOf(dead, n);
        checked = Arrays.copyOf(checked, n);
        owner = Arrays.copyOf(owner, n);
        path = Arrays.copyOf(path, n);
        loop = Arrays.copyOf(loop, n);
        heat = Arrays.copyOf(heat, n);
        if (keepIr) {
            ir = Arrays.copyOf(ir, n);
        }
    }

    /** The block that contains a code-cache offset, or -1 if it lies before all blocks. */
    int containing(int offset) {
        for (int i = 0; i < loadedCount; i++) {
            SharedCode code = loaded[i];
            if (code != null && code.contains(offset)) {
                return code.containing(offset);
            }
        }
        int low = 0;
        int high = placedCount - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (entry[placed[middle]] <= offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? -1 : placed[high];
    }

    void clear() {
        Arrays.fill(owner, 0, count, null);
        Arrays.fill(path, 0, count, null);
        if (keepIr) {
            Arrays.fill(ir, 0, count, null);
        }
        Arrays.fill(loaded, null);
        loadedCount = 0;
        placedCount = 0;
        count = 0;
        wordsUsed = 0;
    }
}
