package heliotrope.ir;

import java.util.Arrays;

/**
 * The operations of one translated guest basic block, or of several that are run one after the other, in columns: row
 * {@code i} is {@code op[i]} with operands {@code a[i]}, {@code b[i]}, {@code c[i]} (row numbers, -1 where unused) and the
 * constant {@code imm[i]}. One object is reused for block after block by a thread that translates. The columns are public
 * because engines walk them in their innermost loops.
 */
public final class IrBlock {
    public short[] op = new short[256];
    public int[] a = new int[256];
    public int[] b = new int[256];
    public int[] c = new int[256];
    public long[] imm = new long[256];
    /** Number of rows. */
    public int size;
    /** Guest address of the first instruction. */
    public long pc;
    /** Guest bytes covered, delay slots included. */
    public int guestBytes;
    /** Number of guest blocks: more than 1 for a path, whose instructions lie anywhere. */
    public int parts = 1;
    /** The {@link Mode} bits that the block was translated for. */
    public int mode;

    public void clear() {
        size = 0;
        guestBytes = 0;
        parts = 1;
    }

    /** Appends a row and returns its number. */
    public int add(int operation, int x, int y, int z, long constant) {
        int i = size;
        if (i == op.length) {
            grow();
        }
        op[i] = (short) operation;
        a[i] = x;
        b[i] = y;
        c[i] = z;
        imm[i] = constant;
        size = i + 1;
        return i;
    }

    /** Makes room for {@code more} rows behind the last. */
    public void reserve(int more) {
        while (op.length - size < more) {
            grow();
        }
    }

    private void grow() {
        int n = Math.max(op.length * 2, 16);
        op = Arrays.copyOf(op, n);
        a = Arrays.copyOf(a, n);
        b = Arrays.copyOf(b, n);
        c = Arrays.copyOf(c, n);
        imm = Arrays.copyOf(imm, n);
    }

    /** A copy that owns exactly its rows, for keeping. */
    public IrBlock copy() {
        IrBlock r = new IrBlock();
        r.op = Arrays.copyOf(op, size);
        r.a = Arrays.copyOf(a, size);
        r.b = Arrays.copyOf(b, size);
        r.c = Arrays.copyOf(c, size);
        r.imm = Arrays.copyOf(imm, size);
        r.size = size;
        r.pc = pc;
        r.guestBytes = guestBytes;
        r.parts = parts;
        r.mode = mode;
        return r;
    }
}
