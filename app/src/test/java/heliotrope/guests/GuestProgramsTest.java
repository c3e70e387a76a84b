package heliotrope.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The programs of guests/ from the command line to their last line of output, in every ABI and on every engine. */
class GuestProgramsTest {
    private static final String JIT = "--engine=jit", INTERPRETER = "--engine=interp", LOCKSTEP = "--check=lockstep";

    /** Programs that compute for long: on the interpreters they would take minutes. */
    private static final List<String> LONG = List.of("bench", "demo", "demo-ansi");

    private static final List<String> ABIS = List.of("o32", "n32", "n64");

    @TestFactory
    Stream<DynamicTest> programsPrintWhatIsExpected() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : Files.readAllLines(Heliotrope.ROOT.resolve("guests/expected/runs"))) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            String[] words = line.split(" ", -1);
            String name = words[0].startsWith("!") ? words[0].substring(1) : words[0];
            String[] arguments = Arrays.copyOfRange(words, 2, words.length);
            for (String abi : ABIS) {
                if (!Files.exists(program(abi, words[1]))) {
                    continue; // uses what the ABI has not
                }
                for (String engine : LONG.contains(name) ? List.of(JIT) : List.of(JIT, INTERPRETER, LOCKSTEP)) {
                    tests.add(DynamicTest.dynamicTest(abi + " " + name + " " + engine, () -> {
                        Heliotrope.Result result = Heliotrope.run(command(engine, abi, words[1], arguments));
                        assertEquals("", result.err());
                        assertEquals(expected(name), result.text());
                        assertEquals(0, result.status());
                    }));
                }
            }
        }
        assertFalse(tests.isEmpty());
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> selfCheckingProgramsFindNothing() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String abi : ABIS) {
            for (String program : List.of("smc", "files", "procs", "signals", "faults", "abi")) {
                for (String engine : List.of(JIT, INTERPRETER)) {
                    tests.add(DynamicTest.dynamicTest(abi + " " + program + " " + engine, () -> {
                        Heliotrope.Result result = Heliotrope.run(command(engine, abi, program));
                        assertFalse(result.text().contains("not ok"), result.text());
                        assertTrue(result.text().contains("1.."), () -> "no plan: " + result.text() + result.err());
                        assertEquals(0, result.status(), result.err());
                    }));
                }
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> fatalFaultsEndWithTheirSignal() {
        Object[][] modes = {
            {"null", 11}, {"unmapped", 11}, {"text", 11}, {"misaligned", 7}, {"jump", 11}, {"slot", 11}, {"illegal", 4}, {"break", 5},
            {"trap", 5}, {"divide", 5}, {"overflow", 5}, {"add", 8}, {"fpe", 8}, {"stack", 11}, {"abort", 6}, {"kill", 9},
        };
        return ABIS.stream().flatMap(abi -> Arrays.stream(modes).map(mode -> DynamicTest.dynamicTest(abi + " faults " + mode[0], () -> {
            Heliotrope.Result result = Heliotrope.run(command(JIT, abi, "faults", (String) mode[0]));
            assertEquals(128 + (int) mode[1], result.status(), result.err());
            if ((int) mode[1] != 9) {
                assertTrue(result.err().contains("heliotrope: ") && result.err().contains("  at 0x"), result.err());
            }
        })));
    }

    /** Byte for byte, one character each, as {@link Heliotrope.Result#text}. */
    private static String expected(String name) throws IOException {
        return Files.readString(Heliotrope.ROOT.resolve("guests/expected/" + name + ".txt"), StandardCharsets.ISO_8859_1);
    }

    private static Path program(String abi, String program) {
        return Heliotrope.ROOT.resolve("guests/bin").resolve(abi).resolve(program);
    }

    private static String[] command(String engine, String abi, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("run", engine, program(abi, program).toString()));
        command.addAll(List.of(arguments));
        return command.toArray(new String[0]);
    }
}
