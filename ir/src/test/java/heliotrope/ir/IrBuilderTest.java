package heliotrope.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shapes that the builder makes; that they compute the same is tested with the interpreter. */
class IrBuilderTest {
    private final IrBlock block = new IrBlock();
    private final IrBuilder b = new IrBuilder(block);

    @BeforeEach
    void begin() {
        b.begin(0x400000, 0);
    }

    private void rows(String... expected) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < block.size; i++) {
            text.append(IrText.printRow(block, i)).append('\n');
        }
        assertEquals(String.join("\n", expected) + "\n", text.toString());
    }

    @Test
    void registersAreForwarded() {
        int x = b.get(Op.I32, 8);
        assertEquals(x, b.get(Op.I32, 8));
        int y = b.get(Op.I32, 12);
        b.put(Op.I32, 16, y);
        assertEquals(y, b.get(Op.I32, 16));
        b.get(Op.F32, 8);
        b.get(Op.I64, 8);
        b.forgetState();
        b.get(Op.F32, 8);
        rows("%0 = get32 8", "%1 = get32 12", "put32 %1, 16", "%3 = bitsf32 %0", "%4 = get64 8", "%5 = getf32 8");
    }

    @Test
    void aDoubleIsMadeOfWhatItsHalvesWereWritten() {
        int low = b.get(Op.I32, 16);
        b.put(Op.I32, 8, low);
        int d = b.get(Op.F64, 8);
        assertEquals(d, b.get(Op.F64, 8));
        assertEquals(low, b.get(Op.I32, 8));
        b.putHalf(Op.I32, 24, low);
        b.putHalf(Op.I32, 28, b.const32(0));
        b.get(Op.F64, 24);
        rows("%0 = get32 16", "put32 %0, 8", "%2 = get32 12", "%3 = zext %2", "%4 = const32 32", "%5 = shl64 %3, %4", "%6 = zext %0",
                "%7 = or64 %5, %6", "%8 = bitsf64 %7", "put32 %0, 24", "%10 = const32 0", "%11 = joinf64 %0, %10", "putf64 %11, 24");
    }

    @Test
    void halvesAreTakenFromWhatWasWrittenAsOne() {
        b.put(Op.F64, 8, b.load(Op.LDF64, b.get(Op.I32, 16), 0));
        int high = b.get(Op.I32, 12);
        assertEquals(high, b.get(Op.I32, 12));
        rows("%0 = get32 16", "%1 = ldf64 %0, 0", "putf64 %1, 8", "%3 = f64bits %1", "%4 = const32 32", "%5 = shr64 %3, %4",
                "%6 = trunc %5");
    }

    @Test
    void helpersForgetRegisters() {
        b.get(Op.I32, 8);
        b.helper(Op.HELPER, 4, -1, -1);
        b.get(Op.I32, 8);
        rows("%0 = get32 8", "helper _, _, 4", "%2 = get32 8");
    }

    @Test
    void aNewBlockKnowsNothing() {
        b.get(Op.I32, 8);
        b.begin(0x500000, Mode.FR);
        assertEquals(0, block.size);
        assertEquals(0x500000, block.pc);
        assertEquals(Mode.FR, block.mode);
        b.get(Op.I32, 8);
        rows("%0 = get32 8");
    }

    @Test
    void addressesTakeConstants() {
        int x = b.get(Op.I32, 8);
        int sum = b.op2(Op.ADD32, b.const32(100), x);
        b.load(Op.LD32, sum, -4);
        b.store(Op.ST8, sum, 0x7fff, x); // would be too far
        rows("%0 = get32 8", "%1 = const32 100", "%2 = add32 %0, %1", "%3 = ld32 %0, 96", "st8 %2, %0, 32767");
    }

    @Test
    void constantsFold() {
        b.op2(Op.ADD32, b.const32(0x7fffffff), b.const32(1));
        assertEquals(Integer.MIN_VALUE, b.constValue(2));
        assertEquals(1, b.constValue(b.op2(Op.LTU64, b.const64(1), b.const64(-1))));
        assertEquals(0, b.constValue(b.op2(Op.LTS64, b.const64(1), b.const64(-1))));
        assertEquals(1, b.constValue(b.op2(Op.LEU32, b.const32(1), b.const32(-1))));
        assertEquals(-1, b.constValue(b.op1(Op.SEXT, b.const32(-1))));
        assertEquals(0xffffffffL, b.constValue(b.op1(Op.ZEXT, b.const32(-1))));
        int f = b.op1(Op.BITSF32, b.const32(-1));
        assertEquals(Op.CONSTF32, block.op[f]);
        assertEquals(0xffffffffL, block.imm[f]);
    }

    @Test
    void idiomsOfMips() {
        int x = b.get(Op.I32, 8);
        int zero = b.const32(0);
        int up = b.op2(Op.SHL32, x, b.const32(24));
        assertEquals(Op.EXT8S, block.op[b.op2(Op.SAR32, up, b.const32(24))]);
        assertEquals(Op.SAR32, block.op[b.op2(Op.SAR32, up, b.const32(25))]);
        int notZero = b.op2(Op.LTU32, zero, x);
        assertEquals(Op.NE32, block.op[notZero]);
        assertEquals(Op.EQ32, block.op[b.op2(Op.LTU32, x, b.const32(1))]);
        assertEquals(notZero, b.op2(Op.NE32, notZero, zero));
        int byteValue = b.load(Op.LD8U, x, 0);
        assertEquals(byteValue, b.op2(Op.AND32, byteValue, b.const32(0xff)));
        assertEquals(Op.AND32, block.op[b.op2(Op.AND32, byteValue, b.const32(0x7f))]);
        assertEquals(zero, b.op2(Op.AND32, x, zero));
        int last = block.size;
        b.exitIf(notZero, 4);
        assertEquals(x, block.a[last], "comparing with zero adds nothing");
        b.exitIf(zero, 4);
        b.trapIf(zero, Trap.of(Trap.BREAK, 0));
        assertEquals(last + 1, block.size, "never taken");
    }

    @Test
    void choicesFold() {
        int x = b.get(Op.I32, 8);
        int y = b.get(Op.I32, 16);
        assertEquals(x, b.op3(Op.SEL32, b.const32(-7), x, y));
        assertEquals(y, b.op3(Op.SEL32, b.const32(0), x, y));
        assertEquals(x, b.op3(Op.SEL32, y, x, x));
    }

    @Test
    void aDoubleOfTheSameWordsIsMadeOnce() {
        int low = b.get(Op.I32, 16);
        int high = b.get(Op.I32, 20);
        b.putHalf(Op.I32, 8, low);
        b.putHalf(Op.I32, 12, high);
        int d = b.get(Op.F64, 8);
        assertEquals(Op.JOINF64, block.op[d]);
        b.put(Op.F64, 8, b.op2(Op.FADD64, d, d));
        b.putHalf(Op.I32, 12, high);
        b.putHalf(Op.I32, 8, low);
        assertEquals(d, b.get(Op.F64, 8));
        b.putHalf(Op.I32, 12, low);
        assertEquals(low, b.get(Op.I32, 12));
        b.begin(0x400100, 0);
        low = b.get(Op.I32, 16);
        high = b.get(Op.I32, 20);
        b.putHalf(Op.I32, 8, high);
        b.putHalf(Op.I32, 12, low);
        assertEquals(Op.JOINF64, block.op[b.get(Op.F64, 8)]);
        assertEquals(Op.OR64, block.op[b.get(Op.I64, 8)], "the bits of a joined double are put together as integers");
    }

    /** The register has gone on: what it held before is not kept for an address. */
    @Test
    void addressesAreRelativeToRegistersThatWentOn() {
        int x = b.get(Op.I32, 8);
        int next = b.op2(Op.ADD32, x, b.const32(8));
        b.put(Op.I32, 8, next);
        int near = b.load(Op.LD32, next, -8);
        assertEquals(next, block.a[near]);
        assertEquals(-8, block.imm[near]);
        int other = b.op2(Op.ADD32, next, b.const32(4));
        b.put(Op.I32, 16, other);
        int far = b.load(Op.LD32, other, 0);
        assertEquals(next, block.a[far], "this one has not");
        assertEquals(4, block.imm[far]);
        int wide = b.get(Op.I64, 24);
        int sum = b.op2(Op.ADD32, b.op1(Op.TRUNC, wide), b.const32(-4));
        b.put(Op.I64, 24, b.op1(Op.SEXT, sum));
        assertEquals(sum, block.a[b.load(Op.LD32, sum, 4)]);
    }

    @Test
    void conversionsCancel() {
        int x = b.get(Op.I32, 8);
        assertEquals(x, b.op1(Op.TRUNC, b.op1(Op.SEXT, x)));
        assertEquals(x, b.op1(Op.TRUNC, b.op1(Op.ZEXT, x)));
        assertEquals(x, b.op1(Op.NOT32, b.op1(Op.NOT32, x)));
        assertEquals(x, b.op1(Op.F32BITS, b.op1(Op.BITSF32, x)));
        int d = b.get(Op.F64, 16);
        assertEquals(d, b.op1(Op.BITSF64, b.op1(Op.F64BITS, d)));
    }
}
