package heliotrope.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Guests that take all they can get meet a limit; what they leave behind is waited for. */
class MisuseTest {
    private static final String PROGRAM = Heliotrope.PROGRAMS.resolve("misuse").toString();

    @TestFactory
    Stream<DynamicTest> limits() {
        String[][] modes = {
            {"forks", "many children, error 11, 0 left\n"},
            {"files", "many files, error 24\n"},
            {"maps", "many maps, error 12, unmap 0\nagain 1\n"},
            {"break", "many steps, error 12\n"},
            {"storm", "storm over\n"},
        };
        return Arrays.stream(modes).map(mode -> DynamicTest.dynamicTest(mode[0], () -> {
            Heliotrope.Result result = Heliotrope.run(PROGRAM, mode[0]);
            assertEquals("", result.err());
            assertEquals(mode[1], result.text());
            assertEquals(0, result.status());
        }));
    }

    @Test
    void recursionEndsWithTheStack() throws Exception {
        Heliotrope.Result result = Heliotrope.run(PROGRAM, "recurse");
        assertEquals(128 + 11, result.status());
        assertTrue(result.err().contains("SIGSEGV"), result.err());
    }

    @Test
    void brokenPipes() throws Exception {
        assertEquals(128 + 13, Heliotrope.run(PROGRAM, "pipe").status());
        Heliotrope.Result ignored = Heliotrope.run(PROGRAM, "epipe");
        assertEquals(1, ignored.status());
        assertEquals("misuse: write: error 32\n", ignored.err());
    }

    @Test
    void orphansRunToTheirEnd() throws Exception {
        Heliotrope.Result result = Heliotrope.run(PROGRAM, "orphans", "3");
        assertEquals(0, result.status());
        assertEquals("parent\norphan\norphan\norphan\n", result.text());
    }

    /** The program's place in a pipeline of host programs: what it runs gets its descriptors, and it their status. */
    @Test
    void hostProgramsRunInTheGuestsPlace() throws Exception {
        Heliotrope.Result result =
                Heliotrope.run(PROGRAM, "exec", "/bin/sh", "-c", "echo out; echo err >&2; read x; test -z \"$x\" && exit 7");
        assertEquals("out\n", result.text());
        assertEquals("err\n", result.err());
        assertEquals(7, result.status());
        assertEquals(128 + 15, Heliotrope.run(PROGRAM, "exec", "/bin/sh", "-c", "kill -TERM $$").status());
    }
}
