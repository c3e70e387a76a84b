package heliotrope.ir;

/** Instruction words for a translator: {@code count} words from guest address {@code pc} on, already in host order. */
public final class CodeSource {
    public final int[] words;
    public int count;
    public long pc;

    public CodeSource(int capacity) {
        words = new int[capacity];
    }
}
