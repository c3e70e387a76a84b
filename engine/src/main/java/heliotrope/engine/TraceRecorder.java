package heliotrope.engine;

import heliotrope.host.Nullable;
import heliotrope.ir.IrBlock;
import heliotrope.ir.Op;

/**
 * Follows a thread for some blocks, which are interpreted meanwhile, and notes the path. It ends where it began (a loop),
 * or where it would run in a circle, leaves its piece of code, jumps to nobody knows where (a return of a function that
 * was called before the path began, a jump table), needs the kernel, or gets too long.
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
    int generation;
    int mode;
    @Nullable TranslationMap owner;

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
        CpuState state = cpu.state;
        count = 0;
        calls = 0;
        instructions = 0;
        loop = false;
        last = false;
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
                }
                return Math.max(stop, 0);
            }
            long to = state.pc();
            if (to == pc[0]) {
                loop = true;
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
        for (int i = 1; i < count; i++) {
            if (pc[i] == at) {
                return null;
            }
        }
        synchronized (engine.lock) {
            int b = cpu.code().block(at, mode);
            Blocks blocks = engine.blocks;
            if (b < 0 || blocks.checked[b] || !engine.translator().needWords(blocks, b, cpu.code().window)) {
                return null;
            }
            if (count == 0) {
                generation = engine.generation();
                owner = blocks.owner[b];
            } else if (generation != engine.generation() || owner != blocks.owner[b]) {
                return null;
            }
            TracePath known = blocks.path[b];
            if (known != null && count > 0 && blocks.loop[b]) {
                return null;
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

    private static boolean needsInterpreter(IrBlock ir) {
        for (int i = 0; i < ir.size; i++) {
            if (ir.op[i] >= Op.HELPER && ir.op[i] <= Op.HELPER64) {
                return true;
            }
        }
        return false;
    }
}
