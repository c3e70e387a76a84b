package heliotrope.mips.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heliotrope.engine.EngineKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random programs under qemu's user-mode emulation and under both engines. More of them, with other seeds: {@code
 * -Dheliotrope.mips.chunks=20000 -Dheliotrope.mips.seed=7}, and conformance/random.
 */
class QemuDifferentialTest {
    private static final int CHUNKS = Integer.getInteger("heliotrope.mips.chunks", 600);
    private static final long SEED = Long.getLong("heliotrope.mips.seed", 1);
    /** Chunks of one program. */
    private static final int PROGRAM = 1000;

    @ParameterizedTest
    @EnumSource(Variant.class)
    void sameRegistersAndMemory(Variant variant) throws Exception {
        assumeTrue(Qemu.installed(variant.qemu), variant.qemu + " is not installed");
        StringBuilder log = new StringBuilder();
        RandomRun run = new RandomRun(variant, log, EngineKind.INTERP, EngineKind.JIT);
        int programs = (CHUNKS + PROGRAM - 1) / PROGRAM;
        run.run(SEED, programs, Math.min(CHUNKS, PROGRAM));
        assertEquals("", log.toString());
        for (RandomRun.Tally tally : run.tallies) {
            assertEquals(0, tally.differences, tally.kind.name());
        }
    }
}
