package heliotrope.mips.floats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Results, causes, flags and traps of every FPU instruction, bit for bit; many more by conformance/float/run. */
class FloatReferenceTest {
    private static final int RANDOM = 60;

    @BeforeAll
    static void host() {
        assumeTrue(System.getProperty("os.arch").equals("amd64"));
    }

    @ParameterizedTest
    @EnumSource
    void everyInstructionIsExact(FloatCheck.Processor processor) {
        try (FloatCheck check = new FloatCheck(processor)) {
            Operands operands = new Operands(processor.ordinal());
            for (int i = 0; i < check.instructions.size(); i++) {
                check.specials(i, 0);
                for (int mode = 0; mode < 8; mode++) { // rounding modes, without and with flushing
                    check.random(i, operands, RANDOM, mode & 3 | mode >> 2 << 24);
                }
                check.random(i, operands, RANDOM, -1);
            }
            assertEquals(List.of(), check.differences.subList(0, Math.min(5, check.differences.size())));
            assertTrue(check.trapped > 0);
        }
    }
}
