package heliotrope.engine;

import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Window;
import heliotrope.ir.CodeSource;
import heliotrope.ir.Frontend;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.Mode;

/**
 * IR of single instructions (a branch with its delay slot) for the interpreter, kept as long as memory holds the same
 * words.
 */
final class SingleStep {
    private static final int ENTRIES = 64;

    private final Frontend frontend;
    private final CodeSource source = new CodeSource(2);
    private final IrBlock block = new IrBlock();
    private final IrBuilder builder = new IrBuilder(block);
    private final byte[] bytes = new byte[8];

    private final long[] pcs = new long[ENTRIES];
    private final int[] modes = new int[ENTRIES];
    private final int[] firstWords = new int[ENTRIES];
    private final int[] secondWords = new int[ENTRIES];
    private final int[] counts = new int[ENTRIES];
    private final @Nullable IrBlock[] blocks = new IrBlock[ENTRIES];

    SingleStep(Frontend frontend) {
        this.frontend = frontend;
    }

    private int word(int at, boolean big) {
        byte[] b = bytes;
        int w = b[at] & 0xff | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff) << 16 | b[at + 3] << 24;
        return big ? Integer.reverseBytes(w) : w;
    }

    /** The instruction at a pc, or null if it is not readable. Valid until the next call. */
    @Nullable IrBlock translate(Window window, long pc, int mode) {
        long host = window.host(pc, 4);
        if (host == -1) {
            return null;
        }
        int wanted = window.host(pc, 8) == -1 ? 4 : 8;
        int n = wanted - Native.copyIn(host, bytes, 0, wanted) >> 2;
        if (n == 0) {
            return null;
        }
        boolean big = (mode & Mode.BIG_ENDIAN) != 0;
        int first = word(0, big);
        int second = n > 1 ? word(4, big) : 0;
        int k = (int) (pc >>> 2) & ENTRIES - 1;
        IrBlock known = blocks[k];
        if (known != null && pcs[k] == pc && modes[k] == mode && firstWords[k] == first && secondWords[k] == second
                && counts[k] == n) {
            return known;
        }
        source.pc = pc;
        source.words[0] = first;
        source.words[1] = second;
        source.count = n;
        frontend.translate(source, mode, 1, builder);
        IrBlock made = block.copy();
        pcs[k] = pc;
        modes[k] = mode;
        firstWords[k] = first;
        secondWords[k] = second;
        counts[k] = n;
        blocks[k] = made;
        return made;
    }
}
