package heliotrope.engine;

import heliotrope.host.Nullable;
import heliotrope.ir.IrBlock;
import heliotrope.ir.Mode;
import java.util.Arrays;

/**
 * The second tier: hot paths through several blocks, compiled as one, which take the place of the block at their start.
 *
 * <p>What is hot is found by asking threads now and then where they are, which is at the target of a jump backwards or an
 * indirect one. A block met so repeatedly has its path recorded by its thread ({@link TraceRecorder}) and compiled by
 * {@link TraceThread}. Threads met in a trace are followed now and then too: where they leave it, the next one begins.
 */
final class Traces {
    /** A block met so often is the start of a path. */
    private static final int HOT = 2;

    /** A path that is not the same loop twice becomes a trace, as far as it was always the same, if met so often. */
    private static final int HOTTER = 6;

    /** What the heat of a block is set to when its path is no trace, or becomes one. */
    private static final byte COLD = -100;

    /** The same for a path of one block: a longer one may be found soon. */
    private static final byte COOL = -20;

    /** Threads in a trace are followed every so many times. */
    private static final int FOLLOWED = 2;

    private final Engine engine;
    /** Of the thread that compiles. */
    private final Translator translator;

    /** The last path from a block, or what it had in common with those before. */
    private final @Nullable TracePath[] candidate = new TracePath[64];

    private final int[] candidateBlock = new int[64];

    // Paths to be compiled; guarded by the engine's lock.
    private @Nullable TraceRequest[] queue = new TraceRequest[16];
    private int queued;
    /** Whether a path was met that is no trace yet and may become one. */
    private boolean news;

    Traces(Engine engine, Translator translator) {
        this.engine = engine;
        this.translator = translator;
    }

    // ---- guest threads ----

    /** A thread was asked where it is: at its pc. @return 0, or a STOP constant of {@link Cpu} */
    int sampled(Cpu cpu) {
        int mode = cpu.state.mode();
        long pc = cpu.state.pc();
        if ((mode & Mode.FP_PRECISE) != 0 || (pc & 3) != 0) {
            return 0;
        }
        synchronized (engine.lock) {
            int b = cpu.code().block(pc, mode);
            Blocks blocks = engine.blocks;
            if (b < 0 || blocks.checked[b]) {
                return 0;
            }
            engine.statistics.samples++;
            int heat = ++blocks.heat[b];
            if (blocks.path[b] != null) {
                engine.statistics.samplesInTraces++;
                if (heat % FOLLOWED != 0) {
                    return 0;
                }
            } else if (heat < HOT) {
                return 0;
            }
        }
        return follow(cpu);
    }

    /** What {@link #entered} returns beside STOP constants and 0. */
    static final int RECORDED = -1;

    /**
     * With {@link Engine#eager}: a thread is about to enter the block at its pc.
     *
     * @return 0, RECORDED if the thread is elsewhere now, or a STOP constant
     */
    int entered(Cpu cpu) {
        int mode = cpu.state.mode();
        if ((mode & Mode.FP_PRECISE) != 0) {
            return 0;
        }
        synchronized (engine.lock) {
            int b = cpu.code().block(cpu.state.pc(), mode);
            Blocks blocks = engine.blocks;
            if (b < 0 || blocks.checked[b] || blocks.path[b] != null || blocks.heat[b] < 0) {
                return 0;
            }
            blocks.heat[b] = COLD;
        }
        int stop = follow(cpu);
        compileAll();
        return stop == 0 ? RECORDED : stop;
    }

    /** Records the path of a thread. @return as {@link #sampled} */
    int follow(Cpu cpu) {
        TraceRecorder r = cpu.recorder();
        int stop = r.record();
        synchronized (engine.lock) {
            TranslationMap owner = r.owner;
            if (owner != null && r.count > 0 && r.generation == engine.generation) {
                consider(cpu, r, owner);
            }
        }
        return stop;
    }

    /** Looks for the part of a recorded path that is no trace yet. */
    private void consider(Cpu cpu, TraceRecorder r, TranslationMap owner) {
        Blocks blocks = engine.blocks;
        int k = 0;
        boolean leftInside = false;
        while (k < r.count) {
            int b = owner.find(r.pc[k], r.mode);
            if (b < 0 || blocks.dead[b]) {
                return;
            }
            TracePath known = blocks.path[b];
            if (known == null) {
                news |= blocks.heat[b] >= 0;
                if (k == 0 && !engine.eager && !agrees(r, b)) {
                    return;
                }
                if (k == 0 || ++blocks.heat[b] >= HOT) {
                    // The other way round a loop that is a trace is a loop of its own, which begins behind the fork.
                    int from = leftInside && r.loop && r.rotate(k) ? 0 : k;
                    blocks.heat[b] = r.count - from >= 2 ? COLD : k == 0 ? COOL : 0;
                    request(cpu, r, owner, from);
                }
                return;
            }
            int j = 0;
            while (j < known.length() && k + j < r.count && known.pc[j] == r.pc[k + j]) {
                j++;
            }
            if (r.loop && r.count < known.length() && !engine.eager) {
                // The trace goes around a smaller loop, and through it but once.
                if (r.rotate(k) && agrees(r, b)) {
                    request(cpu, r, owner, 0);
                }
                return;
            }
            leftInside = k == 0 && j < known.length();
            k += j;
        }
    }

    /**
     * Whether a path from block {@code b} has been seen often enough: a loop twice in a row, another one some times; what
     * these have in common at their start is left of it.
     */
    private boolean agrees(TraceRecorder r, int b) {
        int at = b & candidate.length - 1;
        TracePath before = candidateBlock[at] == b ? candidate[at] : null;
        int common = 0;
        while (before != null && common < r.count && common < before.length() && before.pc[common] == r.pc[common]) {
            common++;
        }
        if (before != null && r.loop && common == r.count && common == before.length()) {
            return true;
        }
        boolean enough = before != null && engine.blocks.heat[b] >= HOTTER;
        if (before == null) {
            common = r.count;
        }
        if (enough && r.loop && common < 2) {
            return true; // several ways round, in turn: any
        }
        if (enough) {
            r.loop &= common == r.count;
            r.count = common;
            return true;
        }
        candidateBlock[at] = b;
        int kept = r.loop ? r.count : Math.max(common, 1);
        candidate[at] = new TracePath(Arrays.copyOf(r.pc, kept), Arrays.copyOf(r.words, kept));
        return false;
    }

    private void request(Cpu cpu, TraceRecorder r, TranslationMap owner, int from) {
        int n = r.count - from;
        TracePath path = new TracePath(Arrays.copyOfRange(r.pc, from, r.count), Arrays.copyOfRange(r.words, from, r.count));
        boolean loop = from == 0 ? r.loop : r.circle == from;
        if (n < 2 && !(loop && path.turns() > 1) || queued == queue.length) {
            return;
        }
        Blocks blocks = engine.blocks;
        int[] words = new int[path.totalWords()];
        int at = 0;
        for (int k = 0; k < n; k++) {
            System.arraycopy(blocks.words, blocks.wordsAt[r.block[from + k]], words, at, path.words[k]);
            at += path.words[k];
        }
        queue[queued++] = new TraceRequest(r.generation, cpu.code(), owner, r.mode, path,
                loop, words, Arrays.copyOfRange(r.block, from, r.count));
    }

    // ---- the thread that compiles ----

    /** Compiles what has been recorded. @return whether there was anything */
    boolean compileAll() {
        boolean any = false;
        while (true) {
            TraceRequest next;
            synchronized (engine.lock) {
                if (queued == 0) {
                    return any;
                }
                next = queue[--queued];
                queue[queued] = null;
            }
            if (next != null) {
                compile(next);
                any = true;
            }
        }
    }

    /** Whether there is something to look for: a path was met, since this was asked last, that may become a trace. */
    boolean hasNews() {
        synchronized (engine.lock) {
            boolean any = news;
            news = false;
            return any;
        }
    }

    private synchronized void compile(TraceRequest q) {
        long start = System.nanoTime();
        IrBlock ir = translator.path(q.path, q.loop, q.words, 0, q.mode);
        if (ir.parts < 2) {
            return;
        }
        int bytes = translator.compile(true);
        long nanos = System.nanoTime() - start;
        synchronized (engine.lock) {
            EngineStatistics s = engine.statistics;
            s.traceNanos += nanos;
            if (isValid(q) && q.code.install(q, translator, bytes)) {
                s.traces++;
                s.traceInstructions += q.words.length;
            }
        }
    }

    /** Whether everything is as it was when the path was recorded. */
    private boolean isValid(TraceRequest q) {
        if (q.generation != engine.generation || engine.stopped) {
            return false;
        }
        Blocks blocks = engine.blocks;
        for (int b : q.blocks) {
            if (blocks.dead[b]) {
                return false;
            }
        }
        return q.owner.find(q.path.pc[0], q.mode) == q.blocks[0];
    }
}
