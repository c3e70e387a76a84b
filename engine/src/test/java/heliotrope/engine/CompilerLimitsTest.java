package heliotrope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import heliotrope.engine.x64.BlockCompiler;
import heliotrope.engine.x64.PinnedRegisters;
import heliotrope.host.HostSignals;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Blocks that cannot be compiled as a whole. */
class CompilerLimitsTest {
    private static final long PC = 0x1000;

    private static final PinnedRegisters PINS = new PinnedRegisters(new int[] {0, 8, 16, 24, 32, 40, 48, 56});

    private static CodeCache cache;
    private static BlockCompiler compiler;
    private static CpuState state;

    private final IrBlock block = new IrBlock();
    private final IrBuilder b = new IrBuilder(block);

    @BeforeAll
    static void open() {
        HostSignals.install();
        cache = new CodeCache(1 << 20, PINS, null);
        Native.init(cache.executable(), cache.executable() + cache.size());
        compiler = new BlockCompiler(PINS);
        state = new CpuState(NativeMemory.allocate(CpuState.SIZE));
        state.put64(CpuState.EXIT_STUB, Native.exitStub());
        cache.install(state);
        state.mxcsr(0x1f80);
    }

    @AfterAll
    static void close() {
        cache.close();
    }

    private int run() {
        cache.clear();
        int entry = cache.top();
        cache.append(compiler.code(), compiler.compile(block, true));
        long enter = (block.mode & Mode.REGS64) != 0 ? cache.enterWide : cache.enter;
        return (int) Native.enter(state.address, enter, cache.executable() + entry);
    }

    @Test
    void moreValuesThanSpillSlotsEndTheBlockEarly() {
        b.begin(PC, Mode.REGS64);
        b.insn(PC, false);
        int first = b.get(Op.I64, 0);
        b.put(Op.I64, 800, b.op2(Op.ADD64, first, b.const64(5)));
        int[] values = new int[100];
        b.insn(PC + 4, false);
        for (int i = 0; i < values.length; i++) {
            values[i] = b.op2(Op.XOR64, first, b.const64(i + 1));
        }
        int sum = values[0];
        for (int i = 1; i < values.length; i++) {
            sum = b.op2(Op.ADD64, sum, values[i]);
        }
        b.put(Op.I64, 8, sum);
        b.exit(PC + 8);
        state.put64(0, 0x100);
        state.put64(8, 77);
        state.put64(800, 0);
        // The second instruction needs too many: the block ends before it, with what the first one did.
        assertEquals(CpuState.REASON_LINK, run());
        assertEquals(PC + 4, state.pc());
        assertEquals(0x105, state.get64(800));
        assertEquals(77, state.get64(8));

        // As first instruction of a block it is left to the interpreter.
        b.begin(PC, Mode.REGS64);
        b.insn(PC, false);
        first = b.get(Op.I64, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = b.op2(Op.XOR64, first, b.const64(i + 1));
        }
        sum = values[0];
        for (int i = 1; i < values.length; i++) {
            sum = b.op2(Op.ADD64, sum, values[i]);
        }
        b.put(Op.I64, 8, sum);
        b.exit(PC + 4);
        assertEquals(CpuState.REASON_SLOW, run());
        assertEquals(PC, state.pc());
        assertEquals(77, state.get64(8));
    }

    @Test
    void aStateThatCannotBeKeptIsInterpreted() {
        // The first half of a double is written and the double read in one instruction that may have to start anew.
        b.begin(PC, 0);
        b.insn(PC, false);
        b.put(Op.F32, 512, b.constF(Op.CONSTF32, 0x3f800000));
        int d = b.get(Op.F64, 512);
        b.put(Op.F64, 520, b.op2(Op.FADD64, d, d));
        b.exit(PC + 4);
        state.put64(512, 0x4000000000000000L);
        assertEquals(CpuState.REASON_SLOW, run());
        assertEquals(PC, state.pc());
        assertEquals(0x4000000000000000L, state.get64(512));
    }

    @Test
    void helpersEndTheBlockBeforeTheirInstruction() {
        b.begin(PC, 0);
        b.insn(PC, false);
        b.put(Op.I32, 0, b.const32(1));
        b.insn(PC + 4, false);
        b.put(Op.I32, 0, b.const32(2));
        b.insn(PC + 8, true);
        b.put(Op.I32, 8, b.helper(Op.HELPER32, 1, b.const32(0), -1));
        b.exit(PC + 12);
        state.put32(0, 0);
        assertEquals(CpuState.REASON_SLOW, run());
        assertEquals(PC + 4, state.pc(), "the branch before the delay slot");
        assertEquals(1, state.get32(0));
    }
}
