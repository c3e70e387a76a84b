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
    /** Code-cache offsets of the entry, ascending, and of the stub for the time when the block is invalid. */
    int[] entry = new int[1024];
    int[] miss = new int[1024];
    /** Guest words the block was made from: where they start in {@link #words}, and how many there are in all. */
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

    Blocks(boolean keepIr) {
        this.keepIr = keepIr;
        if (keepIr) {
            ir = new IrBlock[1024];
        }
    }

    int add(long guestPc, int blockMode, int[] source, int sourceCount, TranslationMap map) {
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
        if (words.length - wordsUsed < sourceCount) {
            words = Arrays.copyOf(words, 2 * words.length + sourceCount);
        }
        wordsAt[b] = wordsUsed;
        wordCount[b] = (short) sourceCount;
        System.arraycopy(source, 0, words, wordsUsed, sourceCount);
        wordsUsed += sourceCount;
        return b;
    }

    private void grow() {
        int n = 2 * pc.length;
        pc = Arrays.copyOf(pc, n);
        mode = Arrays.copyOf(mode, n);
        entry = Arrays.copyOf(entry, n);
        miss = Arrays.copyOf(miss, n);
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
        int at = Arrays.binarySearch(entry, 0, count, offset);
        return at >= 0 ? at : -at - 2;
    }

    void clear() {
        Arrays.fill(owner, 0, count, null);
        Arrays.fill(path, 0, count, null);
        if (keepIr) {
            Arrays.fill(ir, 0, count, null);
        }
        count = 0;
        wordsUsed = 0;
    }
}
