package heliotrope.app;

import heliotrope.debug.LogSink;
import heliotrope.engine.Engine;
import heliotrope.engine.EngineStatistics;

/** What {@code -d} prints. */
final class EngineLog {
    private final Engine engine;
    private final LogSink sink;

    EngineLog(String items, Engine engine, LogSink sink) {
        this.engine = engine;
        this.sink = sink;
        if (!items.equals("stats")) {
            throw new CommandError(CommandError.USAGE, "-d " + items + ": the only item is stats (figures of translation at the end)");
        }
    }

    void end() {
        EngineStatistics s = engine.statistics();
        sink.write("heliotrope: translated " + s.blocks + " blocks, " + s.guestInstructions + " guest instructions, " + s.irOperations
                + " IR operations, " + s.hostBytes + " bytes of code in " + s.translationNanos / 1_000_000 + " ms (front end "
                + s.frontendNanos / 1_000_000 + ", compiler " + s.compilerNanos / 1_000_000 + ")\n");
        sink.write("heliotrope: loaded " + s.loadedBlocks + " blocks, " + s.loadedInstructions + " guest instructions, "
                + s.loadedBytes + " bytes of code in " + s.loadNanos / 1000 + " us; saved " + s.savedSegments + " files in "
                + s.saveNanos / 1000 + " us\n");
        sink.write("heliotrope: links " + s.links + ", lookups " + s.lookups + ", interpreted " + s.slowExits + ", faults " + s.faults
                + ", writes to code " + s.codeWrites + ", invalidations " + s.invalidations + ", cache flushes " + s.cacheFlushes + "\n");
        if (s.samples > 0 || s.traces > 0) {
            sink.write("heliotrope: traces " + s.traces + ", guest instructions in them " + s.traceInstructions + ", made in "
                    + s.traceNanos / 1_000_000 + " ms; samples " + s.samples + ", in traces " + s.samplesInTraces + "\n");
        }
    }
}
