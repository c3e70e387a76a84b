package heliotrope.mips.exec;

import heliotrope.engine.EngineKind;
import heliotrope.ir.Mode;
import heliotrope.mips.exec.Chunk.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes a chunk that differs as short and its inputs as plain as they can be without the difference going away. */
final class Minimizer {
    private static final int ROUNDS = 200;

    private final Variant variant;
    private final EngineKind kind;
    private int rounds;

    Minimizer(Variant variant, EngineKind kind) {
        this.variant = variant;
        this.kind = kind;
    }

    /** A minimal chunk alone in a program, with what differs. */
    record Minimal(Chunk chunk, ChunkProgram program, Comparison comparison) {
        boolean differs() {
            return !comparison.differing().isEmpty();
        }

        String text() {
            return chunk.text(program.program) + comparison.text(0);
        }
    }

    Minimal minimize(Chunk original) throws IOException, InterruptedException {
        Chunk chunk = original.copy();
        rounds = 0;
        chunk = withoutItems(chunk);
        chunk = withoutWords(chunk);
        chunk = withoutInputs(chunk);
        chunk = withoutItems(chunk);
        ChunkProgram program = new ChunkProgram(variant, List.of(chunk));
        return new Minimal(chunk, program, compare(program));
    }

    private Comparison compare(ChunkProgram program) throws IOException, InterruptedException {
        byte[] expected = Qemu.run(program.program);
        QemuModel frontend = new QemuModel(variant.is(Mode.NAN2008), new Deviations());
        return new Comparison(program, expected, ChunkMachine.run(program, frontend, kind, null).outputs(), new Deviations());
    }

    /** The candidates that still differ; they run in one program. */
    private List<Integer> differing(List<Chunk> candidates) throws IOException, InterruptedException {
        rounds++;
        if (candidates.isEmpty()) {
            return List.of();
        }
        return compare(new ChunkProgram(variant, candidates)).differing();
    }

    private static Chunk changed(Chunk chunk, Consumer<Chunk> change) {
        Chunk copy = chunk.copy();
        change.accept(copy);
        return copy;
    }

    /** Applies the changes that keep the difference, as many as can go together. */
    private Chunk apply(Chunk chunk, List<Consumer<Chunk>> changes) throws IOException, InterruptedException {
        List<Chunk> candidates = new ArrayList<>();
        for (Consumer<Chunk> change : changes) {
            candidates.add(changed(chunk, change));
        }
        List<Consumer<Chunk>> good = new ArrayList<>();
        for (int i : differing(candidates)) {
            good.add(changes.get(i));
        }
        return together(chunk, good);
    }

    /** All of the changes, or else what is possible of one half and then of the other. */
    private Chunk together(Chunk chunk, List<Consumer<Chunk>> changes) throws IOException, InterruptedException {
        if (changes.isEmpty() || rounds > ROUNDS) {
            return chunk;
        }
        Chunk all = chunk.copy();
        for (Consumer<Chunk> change : changes) {
            change.accept(all);
        }
        if (!differing(List.of(all)).isEmpty()) {
            return all;
        }
        int n = changes.size();
        return n == 1 ? chunk : together(together(chunk, changes.subList(0, n / 2)), changes.subList(n / 2, n));
    }

    private Chunk withoutItems(Chunk chunk) throws IOException, InterruptedException {
        Chunk current = chunk;
        for (int window = Math.max(1, current.items.size() / 2); window >= 1; window /= 2) {
            int before;
            do {
                before = current.size();
                List<Consumer<Chunk>> changes = new ArrayList<>();
                int n = current.items.size();
                for (int from = 0; from < n; from += window) {
                    int first = from;
                    int last = Math.min(n, from + window);
                    boolean any = false;
                    for (int i = first; i < last; i++) {
                        any |= !current.items.get(i).fixed && current.alive(current.items.get(i));
                    }
                    if (any) {
                        changes.add(c -> kill(c, first, last));
                    }
                }
                current = apply(current, changes);
            } while (current.size() < before && rounds < ROUNDS);
        }
        return current;
    }

    private static void kill(Chunk chunk, int first, int last) {
        for (int i = first; i < last; i++) {
            Item item = chunk.items.get(i);
            item.dead |= !item.fixed;
        }
    }

    private Chunk withoutWords(Chunk chunk) throws IOException, InterruptedException {
        List<Consumer<Chunk>> changes = new ArrayList<>();
        for (int i = 0; i < chunk.items.size(); i++) {
            Item item = chunk.items.get(i);
            boolean loops = item.link != Chunk.NO_LINK && item.target <= i;
            if (item.fixed || loops || !chunk.alive(item) || item.words.length == 1) {
                continue;
            }
            for (int k = 0; k < item.words.length; k++) {
                boolean jump = item.link == Chunk.REGISTER ? k >= item.at && k <= item.at + 2
                        : item.link != Chunk.NO_LINK && k == item.at;
                if (item.words[k] != 0 && !jump) {
                    int at = i;
                    int word = k;
                    changes.add(c -> c.items.get(at).words[word] = 0);
                }
            }
        }
        return apply(chunk, changes);
    }

    private Chunk withoutInputs(Chunk chunk) throws IOException, InterruptedException {
        List<Consumer<Chunk>> changes = new ArrayList<>();
        for (int slot = 0; slot < Chunk.SLOTS; slot++) {
            if (chunk.input[slot] != 0) {
                int at = slot;
                changes.add(c -> c.input[at] = 0);
            }
        }
        Chunk current = apply(chunk, changes);
        changes.clear();
        for (int bit = 0; bit < 32; bit++) {
            long mask = 1L << bit;
            if ((current.input[Chunk.FCSR] & mask) != 0) {
                changes.add(c -> c.input[Chunk.FCSR] &= ~mask);
            }
        }
        return apply(current, changes);
    }
}
