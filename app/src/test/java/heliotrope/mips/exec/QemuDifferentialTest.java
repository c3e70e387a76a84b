package heliotrope.mips.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heliotrope.engine.Cpu;
import heliotrope.engine.EngineKind;
import heliotrope.ir.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random programs under qemu's user-mode emulation and under both engines. More of them, with other
 * seeds: {@code -Dheliotrope.mips.tests=20000 -Dheliotrope.mips.seed=7}.
 */
class QemuDifferentialTest {
    private static final int TESTS = Integer.getInteger("heliotrope.mips.tests", 300);
    private static final long SEED = Long.getLong("heliotrope.mips.seed", 1);
    /** Tests of one program. */
    private static final int CHUNK = 1000;

    @ParameterizedTest
    @CsvSource({
        "O32, ASM", "O32, LU", "O32, ASMLUJTC", "O32, F", "O32, FGCVJ", "O32, ASMLUJTFGCVX",
        "O32_LITTLE, LU", "O32_LITTLE, ASMLUJTFGCVX",
        "O32_NAN2008, FGCVX",
        "N32, ASM", "N32, LU", "N32, ASMLUJTC", "N32, F", "N32, FGCVJ", "N32, ASMLUJTFGCVX",
        "N32_LITTLE, LU", "N32_LITTLE, ASMLUJTFGCVX",
        "N64, LU", "N64, ASMLUJTFGCVX", "N64_LITTLE, LU", "N64_LITTLE, ASMLUJTFGCVX",
    })
    void sameRegistersAndMemory(Variant variant, String chapters) throws Exception {
        assumeTrue(installed(variant.qemu), variant.qemu + " is not installed");
        for (int done = 0; done < TESTS; done += CHUNK) {
            compare(variant, chapters, Math.min(CHUNK, TESTS - done), SEED * 1000 + done / CHUNK);
        }
    }

    private static void compare(Variant variant, String chapters, int tests, long seed) throws Exception {
        RandomProgram random = new RandomProgram(variant, chapters, tests, seed);
        byte[] expected = underQemu(random.program);
        assertEquals(random.writtenBytes, expected.length, "bytes that qemu wrote");
        compare(random, expected, EngineKind.INTERP);
        compare(random, expected, EngineKind.JIT);
    }

    private static void compare(RandomProgram random, byte[] expected, EngineKind kind) {
        QemuNans frontend = new QemuNans(random.program.variant.is(Mode.NAN2008));
        try (SnippetMachine machine = new SnippetMachine(random.program, frontend, kind)) {
            int stop = machine.run(Program.CODE);
            assertEquals(Cpu.STOP_SYSCALL, stop, () -> "stopped at 0x" + Long.toHexString(machine.cpu.state.pc())
                    + ", trap 0x" + Integer.toHexString(machine.cpu.trapArgument()));
            byte[] actual = machine.read(random.written, random.writtenBytes);
            assertEquals("", random.difference(expected, actual), kind + ", seed " + random.seed);
        }
    }

    private static byte[] underQemu(Program program) throws Exception {
        Path elf = Files.createTempFile("random", ".elf");
        Path out = Files.createTempFile("random", ".out");
        try {
            Files.write(elf, program.elf());
            elf.toFile().setExecutable(true);
            Process process = new ProcessBuilder(program.variant.qemu, "-cpu", program.variant.cpu, elf.toString())
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("qemu does not end");
            }
            assertEquals(0, process.exitValue(), "status of qemu");
            return Files.readAllBytes(out);
        } finally {
            Files.delete(elf);
            Files.delete(out);
        }
    }

    private static boolean installed(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
