package heliotrope.engine;

import heliotrope.engine.x64.BlockCompiler;
import heliotrope.engine.x64.FaultRecord;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Window;
import heliotrope.ir.CodeSource;
import heliotrope.ir.Frontend;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;
import heliotrope.ir.Trap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/** From guest words to IR to machine code; the buffers for it. Guarded by the engine's lock. */
final class Translator {
    /** Longest block in guest instructions. */
    static final int MAX_INSTRUCTIONS = 64;

    /** Most blocks are much shorter than that: so many words are read at first. */
    private static final int FIRST_WORDS = 24;

    private static final int MAX_WORDS = MAX_INSTRUCTIONS + 2;

    private final Frontend frontend;
    private final CodeSource source = new CodeSource(MAX_WORDS);
    private final byte[] bytes = new byte[4 * MAX_WORDS];
    private final IntBuffer big = ByteBuffer.wrap(bytes).asIntBuffer();
    private final IntBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    final IrBlock block = new IrBlock();
    private final IrBuilder builder = new IrBuilder(block);
    private final @Nullable BlockCompiler compiler;
    private final FaultRecord faultRecord = new FaultRecord();

    Translator(Frontend frontend, @Nullable BlockCompiler compiler) {
        this.frontend = frontend;
        this.compiler = compiler;
    }

    /** Reads up to {@code count} guest words into the source. @return how many are readable */
    private int read(Window window, long pc, long end, int mode, int count) {
        int n = (int) Math.min(count, end - pc >>> 2);
        long host = window.host(pc, 4L * n);
        if (n <= 0 || host == -1) {
            return 0;
        }
        int missing = Native.copyIn(host, bytes, 0, 4 * n);
        n = 4 * n - missing >>> 2;
        if ((mode & Mode.BIG_ENDIAN) != 0) {
            big.get(0, source.words, 0, n);
        } else {
            little.get(0, source.words, 0, n);
        }
        source.count = n;
        source.pc = pc;
        return n;
    }

    /**
     * Translates the block at {@code pc} to IR.
     *
     * @param end end of the mapping
     * @return number of readable guest words looked at; {@link #fetchFails} tells whether the first instruction can be
     * executed
     */
    int translate(Window window, long pc, long end, int mode, int maxInstructions) {
        int wanted = maxInstructions == 1 ? 2 : FIRST_WORDS;
        int n = read(window, pc, end, mode, wanted);
        frontend.translate(source(pc, n), mode, maxInstructions, builder);
        if (n == FIRST_WORDS && block.guestBytes >= 4 * (FIRST_WORDS - 1)) {
            n = read(window, pc, end, mode, MAX_WORDS);
            frontend.translate(source(pc, n), mode, maxInstructions, builder);
        }
        return n;
    }

    private CodeSource source(long pc, int n) {
        source.pc = pc;
        source.count = n;
        return source;
    }

    /**
     * Whether the last block is nothing but a trap because its first instruction, or the delay slot of that, is not
     * readable.
     */
    boolean fetchFails() {
        IrBlock b = block;
        for (int i = 0; i < b.size; i++) {
            if (b.op[i] == Op.TRAP) {
                return Trap.kind((int) b.imm[i]) == Trap.FETCH;
            }
            if (b.op[i] != Op.INSN) {
                return false;
            }
        }
        return false;
    }

    int[] words() {
        return source.words;
    }

    /** Compiles the last block. @return bytes of code */
    int compile(boolean mayLoop) {
        return compiler().compile(block, mayLoop);
    }

    BlockCompiler compiler() {
        BlockCompiler c = compiler;
        if (c == null) {
            throw new IllegalStateException("this engine does not compile");
        }
        return c;
    }

    /**
     * Sees to it that the words of a block are kept. Those of loaded code are in guest memory, which does not change.
     *
     * @return false if they are not there any more
     */
    boolean needWords(Blocks blocks, int b, Window window) {
        if (blocks.wordsAt[b] >= 0) {
            return true;
        }
        TracePath path = blocks.path[b];
        int[] all = new int[blocks.wordCount[b]];
        int at = 0;
        for (int k = 0; k == 0 || path != null && k < path.length(); k++) {
            long pc = path == null ? blocks.pc[b] : path.pc[k];
            int n = path == null ? all.length : path.words[k];
            if (read(window, pc, pc + 4L * n, blocks.mode[b], n) < n) {
                return false;
            }
            System.arraycopy(source.words, 0, all, at, n);
            at += n;
        }
        blocks.keepWords(b, all, all.length);
        return true;
    }

    /** IR of a block or trace that was translated before, from the words kept of it. */
    IrBlock again(Blocks blocks, int b) {
        TracePath path = blocks.path[b];
        return path == null
                ? first(blocks, b)
                : path(path, blocks.loop[b], blocks.words, blocks.wordsAt[b], blocks.mode[b]);
    }

    /** The same of a block, or of the first block of a trace. */
    IrBlock first(Blocks blocks, int b) {
        TracePath path = blocks.path[b];
        int n = path == null ? blocks.wordCount[b] : path.words[0];
        System.arraycopy(blocks.words, blocks.wordsAt[b], source.words, 0, n);
        frontend.translate(source(blocks.pc[b], n), blocks.mode[b], MAX_INSTRUCTIONS, builder);
        return block;
    }

    /** IR of a trace, whose words start at {@code start}; of a short loop several turns. */
    IrBlock path(TracePath path, boolean loop, int[] words, int start, int mode) {
        int length = path.length();
        int blocks = length * (loop ? path.turns() : 1);
        int bytes = 0;
        int at = start;
        builder.beginPath(path.pc[0], mode);
        for (int n = 0; n < blocks; n++) {
            int k = n % length;
            at = k == 0 ? start : at;
            System.arraycopy(words, at, source.words, 0, path.words[k]);
            at += path.words[k];
            if (n + 1 < blocks) {
                builder.follow(path.pc[(n + 1) % length]);
            }
            frontend.translate(source(path.pc[k], path.words[k]), mode, MAX_INSTRUCTIONS, builder);
            bytes += n < length ? block.guestBytes : 0;
            if (!builder.goesOn()) {
                break;
            }
        }
        builder.endPath();
        block.guestBytes = bytes;
        return block;
    }

    /** The guest's state at a host fault, or null if the instruction is not an access to guest memory. */
    @Nullable FaultRecord fault(Blocks blocks, int b, int codeOffset, Window window) {
        if (!needWords(blocks, b, window)) {
            return null;
        }
        compiler().recordFault(again(blocks, b), !blocks.checked[b], codeOffset - blocks.entry[b], faultRecord);
        return faultRecord.found ? faultRecord : null;
    }
}
