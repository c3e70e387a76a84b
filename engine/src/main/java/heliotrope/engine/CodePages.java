package heliotrope.engine;

import java.util.Arrays;

/**
 * Which blocks lie in which pages of a process' private memory, and how writes to these pages are noticed. Guarded by
 * the engine's lock.
 */
final class CodePages {
    static final int SHIFT = 12;

    /** State of a page. */
    static final int
            PLAIN = 0, // writes are not noticed: the guest cannot write here, or no block lies here
            PROTECTED = 1, // not writable on the host: a write faults
            CHECKED = 2; // written often: its blocks are compared with memory before they run

    private static final int EMPTY = -1;

    private long[] page = new long[16]; // page number + 1, 0 = free
    private int[] head = new int[16]; // first node
    private byte[] state = new byte[16];
    private short[] flips = new short[16];
    private int used;

    private int[] nodeBlock = new int[64];
    private int[] nodeNext = new int[64];
    private int nodes;

    private int slot(long number) {
        int mask = page.length - 1;
        int i = (int) (number * 0x9e3779b97f4a7c15L >>> 40) & mask;
        while (page[i] != 0 && page[i] != number + 1) {
            i = i + 1 & mask;
        }
        return i;
    }

    boolean isEmpty() {
        return used == 0;
    }

    /** Index of a page for the other methods, or -1 if nothing is known of it. */
    int find(long number) {
        int i = slot(number);
        return page[i] == 0 ? -1 : i;
    }

    /** Index of a page, which is entered if it is new. Other indexes become invalid. */
    int enter(long number) {
        int i = slot(number);
        if (page[i] != 0) {
            return i;
        }
        if (++used > page.length / 2) {
            grow();
            i = slot(number);
        }
        page[i] = number + 1;
        head[i] = EMPTY;
        state[i] = PLAIN;
        flips[i] = 0;
        return i;
    }

    private void grow() {
        long[] oldPage = page;
        int[] oldHead = head;
        byte[] oldState = state;
        short[] oldFlips = flips;
        int n = 2 * oldPage.length;
        page = new long[n];
        head = new int[n];
        state = new byte[n];
        flips = new short[n];
        for (int k = 0; k < oldPage.length; k++) {
            if (oldPage[k] != 0) {
                int i = slot(oldPage[k] - 1);
                page[i] = oldPage[k];
                head[i] = oldHead[k];
                state[i] = oldState[k];
                flips[i] = oldFlips[k];
            }
        }
    }

    int capacity() {
        return page.length;
    }

    /** Page number at an index, or -1. */
    long number(int i) {
        return page[i] - 1;
    }

    /** The index itself if there is a page of [first, behind), or -1. */
    int at(int i, long first, long behind) {
        long n = page[i] - 1;
        return n >= first && n < behind ? i : -1;
    }

    int state(int i) {
        return state[i];
    }

    void state(int i, int value) {
        state[i] = (byte) value;
    }

    /** Counts a write to a protected page. @return how many there were */
    int flip(int i) {
        return flips[i] == Short.MAX_VALUE ? flips[i] : ++flips[i];
    }

    void add(int i, int block) {
        int n = nodes++;
        if (n == nodeBlock.length) {
            nodeBlock = Arrays.copyOf(nodeBlock, 2 * n);
            nodeNext = Arrays.copyOf(nodeNext, 2 * n);
        }
        nodeBlock[n] = block;
        nodeNext[n] = head[i];
        head[i] = n;
    }

    /** First node of a page's blocks, or -1. */
    int first(int i) {
        return head[i];
    }

    int next(int node) {
        return nodeNext[node];
    }

    int block(int node) {
        return nodeBlock[node];
    }

    /** Forgets a page's blocks; its nodes stay used until {@link #forgetBlocks}. */
    void clear(int i) {
        head[i] = EMPTY;
    }

    /** All blocks are gone. Pages keep their states. */
    void forgetBlocks() {
        Arrays.fill(head, EMPTY);
        nodes = 0;
    }
}
