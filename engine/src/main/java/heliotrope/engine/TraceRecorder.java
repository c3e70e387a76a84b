package heliotrope.engine;

import heliotrope.host.Nullable;
import heliotrope.ir.IrBlock;
import heliotrope.ir.Op;
import java.util.Arrays;

/**
 * Follows a thread for some blocks, which are interpreted meanwhile, and notes the path. It ends where it began (a loop),
 * or where it would run in a circle, goes round a loop that is a trace already, leaves its piece of code, jumps to nobody
 * knows where (a return of a function that was called before the path began, a jump table), needs the kernel, or gets too
 * long.
 */
final class TraceRecorder {
    private static final int MAX = TracePath.MAX_BLOCKS;

    private final Engine engine;
    private final Cpu cpu;

    /** Blocks of the path. */
    int count;
    final long[] pc = new long[MAX];
    final int[] words = new int[MAX];
    final int[] block = new int[MAX];
    /** Whether the last of them jumps to the first. */
    boolean loop;
    /** The block that the last of them jumps to, if it is another one on the path, else -1. */
    int circle;
    int generation;
    int mode;
    @Nullable TranslationMap owner;

    /** How many blocks at the start are those of a trace that begins there. */
    private int onTrace;

    /** Where on the path a loop begins that is a trace, as long as the thread is on its path; else -1. */
    private int knownLoop;

    private @Nullable TracePath knownPath;

    /** Where calls on the path return to. */
    private final long[] returns = new long[MAX];
    private int calls;

    private int instructions;
    /** The block at hand makes the processor leave translated code in any case. */
    private boolean last;

    TraceRecorder(Engine engine, Cpu cpu) {
        this.engine = engine;
        this.cpu = cpu;
    }

    /** Runs the thread from where it is. @return 0, or a STOP constant of {@link Cpu} */
    int record() {
        int stop = run();
        if (knownLoop >= 0) {
            count = knownLoop;
            loop = false;
            circle = -1;
        }
        return stop;
    }

    private int run() {
        CpuState state = cpu.state;
        count = 0;
        calls = 0;
        instructions = 0;
        loop = false;
        last = false;
        circle = -1;
        onTrace = 0;
        knownLoop = -1;
        mode = state.mode();
        owner = null;
        while (true) {
            IrBlock ir = next(state.pc());
            if (ir == null) {
                return 0;
            }
            int stop = cpu.runInterpreted(ir);
            if (stop != 0) {
                if (stop == Cpu.STOP_FAULT || stop == Cpu.INCOMPLETE) {
                    count--;
                    knownLoop = Math.min(knownLoop, count);
                }
                return Math.max(stop, 0);
            }
            long to = state.pc();
            if (to == pc[0]) {
                loop = true;
                stayInLoop(to);
                return 0;
            }
            if (last || calls(ir) == 0 && cpu.jumpedIndirectly() && !returns(to)) {
                return 0;
            }
        }
    }

    /** Notes the address behind a block that calls. @return 1 if it is one */
    private int calls(IrBlock ir) {
        long behind = pc[count - 1] + 4L * words[count - 1];
        for (int i = ir.size - 1; i >= 0; i--) {
            int o = ir.op[i];
            if (o == Op.PUT32 || o == Op.PUT64) {
                int v = ir.a[i];
                boolean constant = ir.op[v] == Op.CONST32 || ir.op[v] == Op.CONST64;
                if (constant && (ir.op[v] == Op.CONST64 ? ir.imm[v] == behind : (int) ir.imm[v] == (int) behind)) {
                    returns[calls++] = behind;
                    return 1;
                }
            }
        }
        return 0;
    }

    private boolean returns(long to) {
        for (int i = 0; i < calls; i++) {
            if (returns[i] == to) {
                return true;
            }
        }
        return false;
    }

    /** Appends the block at an address to the path. @return its IR, or null if the path ends before it */
    private @Nullable IrBlock next(long at) {
        if (count == MAX || (at & 3) != 0) {
            return null;
        }
        for (int i = Math.max(1, onTrace); i < count; i++) {
            if (pc[i] == at) {
                circle = i;
                return null;
            }
        }
        if (!stayInLoop(at)) {
            return null;
        }
        synchronized (engine.lock) {
            int b = cpu.code().block(at, mode);
            Blocks blocks = engine.blocks;
            if (b < 0 || blocks.checked[b] || !engine.translator().needWords(blocks, b, cpu.code().window)) {
                return null;
            }
            if (count == 0) {
                generation = engine.generation;
                owner = blocks.owner[b];
            } else if (generation != engine.generation || owner != blocks.owner[b]) {
                return null;
            }
            TracePath known = blocks.path[b];
            if (count == 0) {
                onTrace = known != null ? 1 : 0;
            } else if (onTrace == count && isNextOf(blocks.path[block[0]], at)) {
                onTrace++;
            } else if (knownLoop < 0 && known != null && blocks.loop[b]) {
                knownLoop = count;
                knownPath = known;
            }
            int n = known == null ? blocks.wordCount[b] : known.words[0];
            if (instructions + n > TracePath.MAX_INSTRUCTIONS && count > 0) {
                return null;
            }
            instructions += n;
            pc[count] = at;
            words[count] = n;
            block[count++] = b;
            IrBlock ir = engine.translator().first(blocks, b).copy();
            last = needsInterpreter(ir);
            return ir;
        }
    }

    /** Whether a block is the next one of a path that was followed up to here. */
    private boolean isNextOf(@Nullable TracePath path, long at) {
        return path != null && count < path.length() && path.pc[count] == at;
    }

    /** The thread goes on at an address: has it left the known loop that it is in? @return whether it may do so */
    private boolean stayInLoop(long at) {
        TracePath known = knownPath;
        if (knownLoop < 0 || known == null) {
            return true;
        }
        int n = count - knownLoop;
        if (n == known.length()) {
            return false;
        }
        if (known.pc[n] != at) {
            knownLoop = -1; // on its way it is no loop
        }
        return true;
    }

    /**
     * A loop in which the thread left a trace after the first {@code k} blocks: it is to begin there. @return false if it
     * cannot, for it comes through a block twice
     */
    boolean rotate(int k) {
        for (int i = k; i < count; i++) {
            for (int j = 0; j < k; j++) {
                if (pc[i] == pc[j]) {
                    return false;
                }
            }
        }
        long[] oldPc = Arrays.copyOf(pc, count);
        int[] oldWords = Arrays.copyOf(words, count);
        int[] oldBlock = Arrays.copyOf(block, count);
        for (int i = 0; i < count; i++) {
            int from = i + k < count ? i + k : i + k - count;
            pc[i] = oldPc[from];
            words[i] = oldWords[from];
            block[i] = oldBlock[from];
        }
        return true;
    }

    private static boolean needsInterpreter(IrBlock ir) {
        for (int i = 0; i < ir.size; i++) {
            if (ir.op[i] >= Op.HELPER && ir.op[i] <= Op.HELPER64) {
                return true;
            }
        }
        return false;
    }
}
