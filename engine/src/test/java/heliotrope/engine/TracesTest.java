package heliotrope.engine;

import static heliotrope.engine.TestFrontend.ADDI;
import static heliotrope.engine.TestFrontend.BNE;
import static heliotrope.engine.TestFrontend.J;
import static heliotrope.engine.TestFrontend.SYSCALL;
import static heliotrope.engine.TestFrontend.word;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import heliotrope.host.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of the paths that threads take become traces. */
class TracesTest {
    private static final int NOP = word(ADDI, 0, 0, 0), CODE = Guest.CODE;

    private final Engine engine = new Engine(new TestFrontend(), EngineKind.JIT, 1 << 20, Engine.TRACES_OFF);
    private Guest g;

    @BeforeEach
    void open() {
        g = new Guest(engine, false);
    }

    @AfterEach
    void close() {
        g.close();
        engine.close();
    }

    /** A thread is met at an address, twice, with register 2 as given, and what was recorded is compiled. */
    private void met(long pc, int r2) {
        g.code.learnMapping(pc);
        for (int i = 0; i < 2; i++) {
            g.r(2, r2);
            g.cpu.state.pc(pc);
            assertEquals(0, engine.traces().follow(g.cpu));
        }
        engine.traces().compileAll();
    }

    private int block(long pc) {
        return g.code.block(pc, g.mode());
    }

    private @Nullable TracePath path(long pc) {
        return engine.blocks.path[block(pc)];
    }

    private void isTrace(boolean loop, long... pc) {
        TracePath path = path(pc[0]);
        assertNotNull(path);
        assertArrayEquals(pc, path.pc);
        assertEquals(loop, engine.blocks.loop[block(pc[0])]);
    }

    /** The loop at {@code CODE} goes over one of two blocks. */
    private void fork() {
        g.words(CODE,
                word(BNE, 2, 0, 3), NOP,
                word(ADDI, 4, 4, 1), word(J, 0, 0, -5), NOP,
                word(ADDI, 5, 5, 1), word(J, 0, 0, -8), NOP);
    }

    @Test
    void theOtherWayRoundALoopIsALoop() {
        fork();
        met(CODE, 0);
        isTrace(true, CODE, CODE + 8);
        assertNull(path(CODE + 20));
        met(CODE, 1);
        isTrace(true, CODE, CODE + 8);
        isTrace(true, CODE + 20, CODE);
    }

    @Test
    void aShortLoopOfOneBlockIsATraceOfSeveralTurns() {
        g.words(CODE,
                word(ADDI, 4, 4, 3), word(ADDI, 2, 2, -1), word(BNE, 2, 0, -4), word(ADDI, 5, 5, 1),
                word(SYSCALL, 0, 0, 0));
        met(CODE, 9);
        isTrace(true, CODE);
        for (int turns = 1; turns < 12; turns++) {
            g.r(2, turns);
            g.r(4, 100);
            g.r(5, 0);
            assertEquals(Cpu.STOP_SYSCALL, g.run(CODE));
            assertEquals(100 + 3 * turns, g.r(4));
            assertEquals(turns, g.r(5));
            assertEquals(0, g.r(2));
        }
    }

    @Test
    void aLoopMayLeadThroughAnotherThatItLeaves() {
        fork();
        met(CODE, 0);
        met(CODE + 20, 1);
        isTrace(true, CODE + 20, CODE);
    }

    /** From the block at 20 the thread goes out to 32 and back at first: around the loop of 12 and 20. */
    @Test
    void aSmallerLoopTakesThePlaceOfALargerOne() {
        g.words(CODE,
                word(ADDI, 2, 2, 1), word(J, 0, 0, 2), NOP,
                word(J, 0, 0, 0), NOP,
                word(ADDI, 2, 2, -1), word(BNE, 2, 7, -5), NOP,
                word(J, 0, 0, -10), NOP);
        met(CODE + 20, 1);
        isTrace(true, CODE + 20, CODE + 32, CODE);
        met(CODE + 20, 10);
        isTrace(true, CODE + 20, CODE + 12);
    }

    /** The block at 20 belongs to the inner loop, and to the way around it. */
    @Test
    void anOuterLoopMayComeThroughBlocksOfTheInnerOne() {
        g.words(CODE,
                word(ADDI, 1, 1, 1), word(J, 0, 0, 2), NOP,
                word(J, 0, 0, 0), NOP,
                word(ADDI, 2, 2, -1), word(BNE, 2, 0, -5), NOP,
                word(J, 0, 0, -10), NOP);
        met(CODE + 12, 10);
        isTrace(true, CODE + 12, CODE + 20);
        met(CODE + 12, 1);
        isTrace(true, CODE + 12, CODE + 20);
        isTrace(false, CODE + 32, CODE, CODE + 20);
    }
}
