package heliotrope.engine;

/**
 * Counters of an engine since its start. Plain fields, written under the engine's lock or by one thread at a time:
 * figures, not facts.
 */
public final class EngineStatistics {
    /** Blocks translated. */
    public long blocks;
    /** Guest instructions translated. */
    public long guestInstructions;
    /** IR operations compiled. */
    public long irOperations;
    /** Bytes of machine code. */
    public long hostBytes;
    /** Nanoseconds spent in the guest front end, in compiling, and in all of translating. */
    public long frontendNanos, compilerNanos, translationNanos;
    /** Direct jumps linked. */
    public long links;
    /** Indirect targets that were not in a jump cache. */
    public long lookups;
    /** Instructions interpreted because compiled code cannot do them. */
    public long slowExits;
    /** Host faults in translated code. */
    public long faults;
    /** Write faults on protected code pages. */
    public long codeWrites;
    /** Blocks dropped because their memory changed. */
    public long invalidations;
    /** Traces made, guest instructions in them, nanoseconds spent in making them. */
    public long traces, traceInstructions, traceNanos;
    /** How often running threads were asked where they are, and how often that was in a trace. */
    public long samples, samplesInTraces;
    /** Loaded from the disk cache: blocks, the guest instructions they stand for, bytes of code. */
    public long loadedBlocks, loadedInstructions, loadedBytes;
    /** Nanoseconds spent in finding and loading them, and in saving. */
    public long loadNanos, saveNanos;
    /** Files written to the disk cache. */
    public long savedSegments;
    /** Times that the code cache was full. */
    public long cacheFlushes;
}
