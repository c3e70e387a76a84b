package heliotrope.mips.exec;

import heliotrope.engine.EngineKind;
import heliotrope.ir.Mode;
import heliotrope.ir.Nullable;
import heliotrope.mips.MipsFrontend;
import heliotrope.mips.MipsInstructions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Programs of random chunks of one variant, under qemu and under our engines. */
final class RandomRun {
    /** Differences that are minimised and printed, for a variant and engine. */
    private static final int SHOWN = Integer.getInteger("heliotrope.mips.shown", 5);

    /** The command that runs programs too, if any, and of how many programs it gets one. */
    private static final String LAUNCHER = System.getProperty("heliotrope.mips.launcher", "");
    private static final int LAUNCHED = Integer.getInteger("heliotrope.mips.launched", 5);

    /** What came out for an engine. */
    static final class Tally {
        final EngineKind kind;
        final String name;
        long chunks;
        long differences;
        /** What was met of the known deviations. */
        final Deviations deviations = new Deviations();
        private int shown;

        /** For programs run by a command with this option; null in this JVM. */
        private final @Nullable String option;
        int programs;
        long instructions;

        Tally(EngineKind kind, @Nullable String option) {
            this.kind = kind;
            this.option = option;
            String engine = kind == EngineKind.INTERP ? "interpreter" : "compiler";
            name = option == null ? engine : engine + ", launcher";
        }
    }

    final Variant variant;
    final List<Tally> tallies = new ArrayList<>();
    final long[] byInstruction = new long[MipsInstructions.COUNT];
    int programs;
    long instructions;
    private static final boolean TRAPS = !"false".equals(System.getProperty("heliotrope.mips.traps"));
    private final StringBuilder log;

    RandomRun(Variant variant, StringBuilder log, EngineKind... kinds) {
        this.variant = variant;
        this.log = log;
        for (EngineKind kind : kinds) {
            tallies.add(new Tally(kind, null));
        }
        if (!LAUNCHER.isEmpty()) {
            tallies.add(new Tally(EngineKind.INTERP, "interp"));
            tallies.add(new Tally(EngineKind.JIT, "jit"));
        }
    }

    /** A program, what qemu says of it, and what is known of its execution. */
    private record Prepared(ChunkProgram program, byte[] expected, ChunkMachine.Result interpreted,
            ExecutionCounts counts, Deviations deviations) {}

    private Prepared prepare(long seed, int chunks) throws IOException, InterruptedException {
        Generator generator = new Generator(variant, seed, TRAPS);
        List<Chunk> list = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            list.add(generator.next());
        }
        ChunkProgram program = new ChunkProgram(variant, list);
        byte[] expected = Qemu.run(program.program);
        ExecutionCounts counts = new ExecutionCounts(program);
        Deviations deviations = new Deviations();
        QemuModel frontend = new QemuModel(variant.is(Mode.NAN2008), deviations, counts);
        ChunkMachine.Result result = ChunkMachine.run(program, frontend, EngineKind.INTERP, counts);
        return new Prepared(program, expected, result, counts, deviations);
    }

    /** Runs programs of some chunks each; qemu and the interpreter work on one while compiled code runs the other. */
    void run(long firstSeed, int count, int chunks) throws IOException, InterruptedException {
        ExecutorService ahead = Executors.newSingleThreadExecutor();
        try {
            Future<Prepared> next = ahead.submit(() -> prepare(firstSeed, chunks));
            for (int i = 1; i <= count; i++) {
                Prepared prepared = next.get();
                long seed = firstSeed + i;
                if (i < count) {
                    next = ahead.submit(() -> prepare(seed, chunks));
                }
                evaluate(prepared);
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            ahead.shutdownNow();
        }
    }

    private void evaluate(Prepared prepared) throws IOException, InterruptedException {
        programs++;
        long executed = prepared.counts.addTo(byInstruction);
        instructions += executed;
        for (Tally tally : tallies) {
            if (tally.option != null && programs % LAUNCHED != 1 % LAUNCHED) {
                continue;
            }
            tally.programs++;
            tally.instructions += executed;
            tally.chunks += prepared.program.chunks.size();
            if (tally.option != null) {
                launch(tally, tally.option, prepared);
                continue;
            }
            ChunkMachine.Result result = prepared.interpreted;
            if (tally.kind == EngineKind.INTERP) {
                tally.deviations.add(prepared.deviations);
            } else {
                QemuModel frontend = new QemuModel(variant.is(Mode.NAN2008), tally.deviations);
                result = ChunkMachine.run(prepared.program, frontend, tally.kind, null);
            }
            compare(tally, prepared, result);
        }
    }

    private void compare(Tally tally, Prepared prepared, ChunkMachine.Result result)
            throws IOException, InterruptedException {
        Comparison comparison = new Comparison(prepared.program, prepared.expected, result.outputs(), tally.deviations);
        List<Integer> differing = comparison.differing();
        String failure = result.failure();
        if (failure != null) {
            tally.differences++;
            Chunk chunk = prepared.program.chunks.get(Integer.parseInt(failure.replaceAll("chunk (\\d+).*", "$1")));
            say(variant + " " + tally.kind + " seed " + chunk.seed + " stopped: " + failure + "\n"
                    + chunk.text(prepared.program.program));
            return;
        }
        for (int i : differing) {
            difference(tally, prepared.program.chunks.get(i), comparison.text(i));
        }
    }

    /** The same by the command: its processes have the unchanged model of floating point and the kernel's signals. */
    private void launch(Tally tally, String option, Prepared prepared) throws IOException, InterruptedException {
        byte[] outputs;
        try {
            outputs = Qemu.run(List.of(LAUNCHER, "run", "--engine", option), prepared.program.program);
        } catch (IOException e) {
            tally.differences++;
            say(variant + " " + tally.name + " seed " + prepared.program.chunks.getFirst().seed + ": " + e);
            return;
        }
        Comparison withQemu = new Comparison(prepared.program, prepared.expected, outputs, tally.deviations);
        List<Integer> differing = withQemu.differing();
        if (differing.isEmpty()) {
            return;
        }
        MipsFrontend own = new MipsFrontend(variant.is(Mode.NAN2008));
        byte[] plain = ChunkMachine.run(prepared.program, own, EngineKind.INTERP, null).outputs();
        Comparison withOwn = new Comparison(prepared.program, plain, outputs, new Deviations());
        for (int i : differing) {
            Chunk chunk = prepared.program.chunks.get(i);
            if (withQemu.value(true, i, Chunk.FCSR) >>> 32 == ChunkProgram.BUS && chunk.misaligned
                    || withQemu.isOtherAddressError(i)) {
                tally.deviations.count(Deviations.UNALIGNED);
            } else if (withQemu.isSignalCause(i)) {
                tally.deviations.count(Deviations.SIGNAL_CAUSE);
            } else if (withOwn.isSame(i)) {
                tally.deviations.count(Deviations.MODEL);
            } else {
                tally.differences++;
                if (tally.shown++ < SHOWN) {
                    say(variant + " " + tally.name + " seed " + chunk.seed + " chunk " + chunk.number + "\n"
                            + chunk.text(prepared.program.program) + withQemu.text(i));
                }
            }
        }
    }

    private void difference(Tally tally, Chunk chunk, String text) throws IOException, InterruptedException {
        if (tally.shown >= SHOWN) {
            tally.differences++;
            return;
        }
        Minimizer.Minimal minimal = new Minimizer(variant, tally.kind).minimize(chunk);
        if (minimal.differs() && tally.deviations.explain(minimal)) {
            return;
        }
        tally.shown++;
        tally.differences++;
        String where = variant + " " + tally.kind + " seed " + chunk.seed + " chunk " + chunk.number;
        if (minimal.differs()) {
            say(where + "\n" + minimal.text());
        } else {
            say(where + " (not alone)\n" + text);
        }
    }

    private void say(String text) {
        System.out.println(text);
        log.append(text).append('\n');
    }
}
