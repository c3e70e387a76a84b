package heliotrope.ir;

/**
 * The last sums that took the place of what they were made from: a guest register that went on by a constant. An address with
 * such a base is left as it is. With the former value as its base that one would have to be kept beside the new one.
 */
final class Steps {
    private final int[] rows = new int[16];
    private int count;

    void clear() {
        count = 0;
    }

    boolean contains(int row) {
        for (int n = 0; n < count && n < rows.length; n++) {
            if (rows[n] == row) {
                return true;
            }
        }
        return false;
    }

    /** A guest register, or half of one, is given a value instead of {@code old}, a row or -1. */
    void note(IrBlock block, int old, int value) {
        int sum = block.op[value] == Op.SEXT ? block.a[value] : value;
        int op = block.op[sum];
        if (old < 0 || op != Op.ADD32 && op != Op.ADD64) {
            return;
        }
        int by = block.op[block.b[sum]];
        int from = block.a[sum];
        boolean goesOn = from == old || block.op[from] == Op.TRUNC && block.a[from] == old
                || block.op[old] == Op.SEXT && block.a[old] == from;
        if (goesOn && (by == Op.CONST32 || by == Op.CONST64)) {
            rows[count++ & rows.length - 1] = sum;
        }
    }
}
