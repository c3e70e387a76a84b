package heliotrope.mips.exec;

import heliotrope.engine.EngineKind;
import heliotrope.mips.MipsInstructions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Random instruction streams of all variants under qemu and under our engines: {@code short} or {@code long}, or a
 * number of instructions. Prints a table, what was met of qemu's known deviations and which instructions were executed
 * least, and writes the same into a file.
 *
 * <p>System properties: {@code heliotrope.mips.seed} the first seed; {@code heliotrope.mips.variant} a regular
 * expression that chooses variants; {@code heliotrope.mips.launcher} a command that runs programs too; {@code
 * heliotrope.mips.explained} the list of deviations; {@code heliotrope.mips.report} the file that is written.
 */
final class RandomMain {
    private RandomMain() {}

    private static final long SHORT = 500_000, LONG = 12_000_000;
    /** Chunks of a program, and the instructions that one executes on the average. */
    private static final int PROGRAM = 4000, SHORT_PROGRAM = 800, PER_CHUNK = 26;

    public static void main(String[] args) throws IOException, InterruptedException {
        String amount = args.length == 0 ? "short" : args[0];
        long wanted = amount.equals("short") ? SHORT : amount.equals("long") ? LONG : Long.parseLong(amount);
        long seed = Long.getLong("heliotrope.mips.seed", 1);
        List<Variant> variants = new ArrayList<>();
        for (Variant variant : Variant.values()) {
            if (variant.name().matches(System.getProperty("heliotrope.mips.variant", ".*"))) {
                if (!Qemu.installed(variant.qemu)) {
                    System.err.println(variant.qemu + " is not installed (Debian: qemu-user)");
                    System.exit(2);
                }
                variants.add(variant);
            }
        }
        int chunks = wanted <= SHORT ? SHORT_PROGRAM : PROGRAM;
        int programs = (int) Math.max(1, wanted / variants.size() / PER_CHUNK / chunks);
        StringBuilder log = new StringBuilder();
        List<RandomRun> runs = new ArrayList<>();
        System.out.println("seeds " + seed + " to " + (seed + programs - 1) + ", " + chunks + " chunks each");
        for (Variant variant : variants) {
            long start = System.nanoTime();
            RandomRun run = new RandomRun(variant, log, EngineKind.INTERP, EngineKind.JIT);
            run.run(seed, programs, chunks);
            runs.add(run);
            System.out.println(variant + ": " + run.instructions + " instructions, "
                    + (System.nanoTime() - start) / 1_000_000_000 + " s");
        }
        Deviations deviations = new Deviations();
        for (RandomRun run : runs) {
            run.tallies.forEach(tally -> deviations.add(tally.deviations));
        }
        String report = report(amount, seed, runs, deviations);
        System.out.println(report);
        String file = System.getProperty("heliotrope.mips.report", "");
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), report + (log.isEmpty() ? "" : "\n```\n" + log + "```\n"));
        }
        long differences = 0;
        for (RandomRun run : runs) {
            for (RandomRun.Tally tally : run.tallies) {
                differences += tally.differences;
            }
        }
        System.exit(differences == 0 && explained(deviations) ? 0 : 1);
    }

    private static String report(String amount, long seed, List<RandomRun> runs, Deviations deviations)
            throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        RandomRun first = runs.getFirst();
        text.append("Random instruction streams, `conformance/random/run ").append(amount).append("`, ")
                .append(LocalDate.now(java.time.ZoneId.systemDefault())).append(", ").append(qemuVersion(first.variant))
                .append(", seeds from ").append(seed).append(".\n\n");
        text.append("| ABI | byte order | qemu's processor | engine | programs | chunks | instructions | differences"
                + " | explained |\n|---|---|---|---|--:|--:|--:|--:|--:|\n");
        long all = 0;
        for (RandomRun run : runs) {
            all += run.instructions;
            for (RandomRun.Tally tally : run.tallies) {
                text.append("| ").append(run.variant.text()).append(" | ").append(run.variant.byteOrder())
                        .append(" | ").append(run.variant.cpu).append(" | ").append(tally.name)
                        .append(" | ").append(tally.programs).append(" | ").append(tally.chunks)
                        .append(" | ").append(tally.instructions).append(" | ").append(tally.differences)
                        .append(" | ").append(tally.deviations.all()).append(" |\n");
            }
        }
        text.append("\nInstructions of the streams alone, each executed by every engine: ").append(all).append(".\n\n");
        text.append("Known deviations of qemu met (all engines; see conformance/random/explained.txt):");
        for (int i = 0; i < Deviations.size(); i++) {
            text.append(i == 0 ? " " : ", ").append(Deviations.name(i)).append(' ').append(deviations.met(i));
        }
        return text.append(".\n\n").append(coverage(runs)).toString();
    }

    private static String qemuVersion(Variant variant) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(variant.qemu, "--version").start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        int end = text.indexOf('\n');
        return text.substring(0, Math.max(0, end)).replace(variant.qemu, "qemu");
    }

    /** How often each instruction of the table was executed. */
    private static String coverage(List<RandomRun> runs) {
        StringBuilder never = new StringBuilder();
        Map<String, Long> rarest = new LinkedHashMap<>();
        long least = Long.MAX_VALUE;
        int rows = 0;
        for (int id = 1; id < MipsInstructions.COUNT; id++) {
            long n = 0;
            for (RandomRun run : runs) {
                n += run.byInstruction[id];
            }
            if (n == 0) {
                never.append(never.isEmpty() ? "" : ", ").append(MipsInstructions.name(id));
            } else {
                rows++;
                least = Math.min(least, n);
                rarest.put(MipsInstructions.name(id), n);
            }
        }
        StringBuilder text = new StringBuilder("Coverage: ").append(rows).append(" of ")
                .append(MipsInstructions.COUNT - 1).append(" rows of the instruction table, each at least ")
                .append(rows == 0 ? 0 : least).append(" times; never: ").append(never.isEmpty() ? "none" : never)
                .append(".\nRarest: ");
        rarest.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .limit(12)
                .forEach(e -> text.append(e.getKey()).append(' ').append(e.getValue()).append("; "));
        return text.append('\n').toString();
    }

    /** Whether every deviation that was met is in the list. */
    private static boolean explained(Deviations deviations) throws IOException {
        String file = System.getProperty("heliotrope.mips.explained", "");
        if (file.isEmpty()) {
            return true;
        }
        List<String> lines = Files.readAllLines(Path.of(file));
        boolean all = true;
        for (int i = 0; i < Deviations.size(); i++) {
            String start = Deviations.name(i) + " ";
            if (deviations.met(i) != 0 && lines.stream().noneMatch(line -> line.startsWith(start))) {
                System.out.println("not in " + file + ": " + start);
                all = false;
            }
        }
        return all;
    }
}
