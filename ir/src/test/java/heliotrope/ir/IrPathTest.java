package heliotrope.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several guest blocks as one: what becomes of their ends. */
class IrPathTest {
    private static final long A = 0x400000, B = 0x500000, C = 0x600000;

    private final IrBlock block = new IrBlock();
    private final IrBuilder b = new IrBuilder(block);

    @BeforeEach
    void begin() {
        b.beginPath(A, 0);
    }

    /** The start of a guest block of the path. */
    private void part(long pc) {
        b.begin(pc, 0);
        b.insn(pc, false);
    }

    private void rows(String... expected) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < block.size; i++) {
            text.append(IrText.printRow(block, i)).append('\n');
        }
        assertEquals(String.join("\n", expected) + "\n", text.toString());
        block.guestBytes = 4;
        IrVerifier.verify(block);
        assertEquals(text.toString(), IrText.print(block).lines().skip(1).reduce("", (x, y) -> x + y + "\n"));
        assertEquals(block.parts, IrText.parse(IrText.print(block)).parts);
    }

    @Test
    void jumpsVanishAndRegistersAreForwarded() {
        b.follow(B);
        part(A);
        int x = b.get(Op.I32, 8);
        b.exit(B);
        assertTrue(b.goesOn());
        part(B);
        assertEquals(x, b.get(Op.I32, 8));
        b.exit(C);
        assertFalse(b.goesOn());
        b.endPath();
        assertEquals(2, block.parts);
        rows("insn 0x00400000", "%1 = get32 8", "insn 0x00500000", "exit 0x00600000");
        b.begin(C, 0);
        assertEquals(1, block.parts);
        assertEquals(0, block.size);
    }

    @Test
    void branchesLeaveToTheOtherSide() {
        b.follow(B);
        part(A);
        int x = b.get(Op.I32, 8);
        int y = b.get(Op.I32, 16);
        b.exitIf(b.op2(Op.LTS32, x, y), B);
        b.exit(C);
        assertTrue(b.goesOn());
        b.follow(C);
        part(B);
        b.exitIf(b.op2(Op.EQ32, x, y), A);
        b.exit(C);
        assertTrue(b.goesOn());
        part(C);
        b.exitReg(x);
        assertFalse(b.goesOn());
        b.endPath();
        rows("insn 0x00400000", "%1 = get32 8", "%2 = get32 16", "%3 = lts32 %1, %2", "%4 = les32 %2, %1",
                "exit_if %4, 0x00600000", "insn 0x00500000", "%7 = eq32 %1, %2", "exit_if %7, 0x00400000",
                "insn 0x00600000", "exit_reg %1");
    }

    @Test
    void conditionsAreKnownOnEitherSide() {
        b.follow(B);
        part(A);
        int less = b.op2(Op.LTS32, b.get(Op.I32, 8), b.get(Op.I32, 16));
        b.put(Op.I32, 24, less);
        b.exitIf(b.op2(Op.EQ32, less, b.const32(0)), C);
        b.exit(B);
        assertTrue(b.goesOn());
        part(B);
        assertEquals(1, b.constValue(b.get(Op.I32, 24)));
        b.exit(C);
        b.endPath();
        rows("insn 0x00400000", "%1 = get32 8", "%2 = get32 16", "%3 = lts32 %1, %2", "put32 %3, 24", "%5 = const32 0",
                "%6 = les32 %2, %1", "%7 = const32 0", "put32 %7, 24", "exit_if %6, 0x00600000", "%10 = const32 1",
                "put32 %10, 24", "insn 0x00500000", "exit 0x00600000");
    }

    /** The constant that the register would be on the other side does not keep the exit from being turned. */
    @Test
    void aPathGoesOnWhereARegisterIsNotZero() {
        b.follow(B);
        part(A);
        int x = b.get(Op.I32, 8);
        b.exitIf(b.op2(Op.NE32, x, b.const32(0)), B);
        b.exit(C);
        assertTrue(b.goesOn());
        b.follow(C);
        part(B);
        assertEquals(x, b.get(Op.I32, 8));
        b.exitIf(b.op2(Op.NE32, x, b.const32(0)), A);
        b.exit(C);
        assertTrue(b.goesOn());
        part(C);
        assertEquals(0, b.constValue(b.get(Op.I32, 8)));
        b.exit(A);
        b.endPath();
    }

    @Test
    void anyConditionHasAnOpposite() {
        b.follow(B);
        part(A);
        b.exitIf(b.get(Op.I32, 8), B);
        b.exit(C);
        assertTrue(b.goesOn());
        part(B);
        b.exit(C);
        b.endPath();
        rows("insn 0x00400000", "%1 = get32 8", "%2 = const32 0", "%3 = eq32 %1, %2", "exit_if %3, 0x00600000",
                "insn 0x00500000", "exit 0x00600000");
    }

    /** The two exits stand together, or the jump back is not seen. */
    @Test
    void nothingIsKnownBehindThePathsEnd() {
        b.follow(B);
        part(A);
        int x = b.get(Op.I32, 8);
        b.exit(B);
        part(B);
        b.exitIf(b.op2(Op.NE32, x, b.const32(0)), A);
        b.exit(C);
        b.endPath();
        rows("insn 0x00400000", "%1 = get32 8", "insn 0x00500000", "%3 = const32 0", "%4 = ne32 %1, %3", "exit_if %1, 0x00400000",
                "exit 0x00600000");
    }

    @Test
    void indirectJumpsAreGuardedUnlessTheirTargetIsKnown() {
        b.follow(B);
        part(A);
        int target = b.get(Op.I32, 8);
        b.put(Op.I32, 16, b.const32((int) A + 8));
        b.exitReg(target);
        assertTrue(b.goesOn());
        b.follow(A + 8);
        part(B);
        assertEquals(B, b.constValue(b.get(Op.I32, 8)));
        b.exitReg(b.get(Op.I32, 16));
        assertTrue(b.goesOn());
        part(A + 8);
        b.exit(C);
        b.endPath();
        rows("insn 0x00400000", "%1 = get32 8", "%2 = const32 4194312", "put32 %2, 16", "exit_unless %1, 0x00500000",
                "%5 = const32 5242880", "insn 0x00500000", "insn 0x00400008", "exit 0x00600000");
    }

    @Test
    void aPathThatIsNotTakenEnds() {
        b.follow(B);
        part(A);
        b.exit(C);
        assertFalse(b.goesOn());
        b.endPath();
        rows("insn 0x00400000", "exit 0x00600000");
    }

    @Test
    void aLoopEndsWithTheJumpBackFirst() {
        b.follow(B);
        part(A);
        b.exit(B);
        assertTrue(b.goesOn());
        part(B);
        b.exitIf(b.op2(Op.EQ32, b.get(Op.I32, 8), b.get(Op.I32, 16)), C);
        b.exit(A);
        assertFalse(b.goesOn());
        b.endPath();
        rows("insn 0x00400000", "insn 0x00500000", "%2 = get32 8", "%3 = get32 16", "%4 = eq32 %2, %3",
                "%5 = ne32 %2, %3", "exit_if %5, 0x00400000", "exit 0x00600000");
    }
}
