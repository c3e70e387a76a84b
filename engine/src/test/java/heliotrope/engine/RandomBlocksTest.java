package heliotrope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import heliotrope.engine.interp.Interpreter;
import heliotrope.engine.x64.BlockCompiler;
import heliotrope.engine.x64.FaultRecord;
import heliotrope.engine.x64.JumpCache;
import heliotrope.engine.x64.PinnedRegisters;
import heliotrope.host.HostSignals;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.Sys;
import heliotrope.host.Window;
import heliotrope.ir.GuestState;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrText;
import heliotrope.ir.IrVerifier;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compiled code against the interpreter on random blocks; {@code -Dheliotrope.random.blocks=N} for more of them,
 * {@code .seed} for others.
 */
class RandomBlocksTest {
    private static final int BLOCKS = Integer.getInteger("heliotrope.random.blocks", 4000);
    private static final long SEED = Long.getLong("heliotrope.random.seed", 1);
    private static final int STATE_BYTES = 1024;
    private static final int INVALID = 1, DENORMAL = 2;
    /** No reason of compiled code: a fault that leaves the instruction to the interpreter. */
    private static final int WRAPPED = 99;

    private static final PinnedRegisters PINS = new PinnedRegisters(new int[] {0, 8, 16, 24, 32, 40, 48, 56});

    private static CodeCache cache;
    private static BlockCompiler compiler;
    private static CpuState state;
    private static Window window32;
    private static Window window64;
    /** The one in use, and where the data lies in it. */
    private static Window window;
    private static long dataAt;
    private static Interpreter interpreter;
    private static JumpCache emptyTable;

    private int slowExits;
    private static int stretches;
    private int faults;
    private int wrapped;

    @BeforeAll
    static void open() {
        HostSignals.install();
        cache = new CodeCache(4 << 20, PINS, null);
        Native.init(cache.executable(), cache.executable() + cache.size());
        compiler = new BlockCompiler(PINS);
        state = new CpuState(NativeMemory.allocate(CpuState.SIZE));
        window32 = Window.reserve(1L << 32);
        window64 = Window.reserve(1L << 40);
        window = window32;
        prepare(window32, RandomIr.DATA);
        prepare(window64, RandomIr.DATA);
        prepare(window64, RandomIr.FAR_DATA);
        interpreter = new Interpreter(new TestFrontend());
        emptyTable = new JumpCache();
        state.put64(CpuState.JUMP_CACHE, emptyTable.address);
        state.put64(CpuState.EXIT_STUB, Native.exitStub());
        cache.install(state);
    }

    /** Readable and writable, then read-only, then nothing. */
    private static void prepare(Window w, long data) {
        assertEquals(0, w.mapAnonymous(data, RandomIr.DATA_BYTES, Sys.PROT_READ | Sys.PROT_WRITE));
        assertEquals(0, w.protect(data + RandomIr.DATA_BYTES - 4096, 4096, Sys.PROT_READ));
    }

    @AfterAll
    static void close() {
        emptyTable.close();
        window32.close();
        window64.close();
        cache.close();
    }

    @Test
    void integersAgree() {
        run(true, 12, 0, SEED);
    }

    @Test
    void longIntegerBlocksAgree() {
        run(true, 60, 0, SEED + 1);
    }

    @Test
    void everythingAgrees() {
        run(false, 12, 2, SEED + 2);
        assertTrue(slowExits > 0, "nothing was left to the interpreter");
        assertTrue(stretches > 0, "nothing faulted while results waited to be looked at");
        assertTrue(faults > 0, "nothing faulted");
    }

    @Test
    void longBlocksAgree() {
        run(false, 60, 0, SEED + 3);
    }

    @Test
    void oddFloatsAgree() {
        run(false, 4, 50, SEED + 4);
    }

    @Test
    void loopsAgree() {
        loops = true;
        run(true, 6, 0, SEED + 5);
        run(false, 6, 0, SEED + 6);
        run(false, 30, 0, SEED + 7);
    }

    /** Registers of 64 bits that hold sign extensions of 32 bits most of the time, which loops then keep as such. */
    @Test
    void narrowValuesAgree() {
        narrow = true;
        run(true, 12, 0, SEED + 12);
        run(false, 40, 2, SEED + 13);
        loops = true;
        run(true, 6, 0, SEED + 14);
        run(true, 3, 0, SEED + 15);
        run(false, 30, 0, SEED + 16);
        wide = true;
        run(true, 6, 0, SEED + 17);
        run(false, 20, 2, SEED + 18);
    }

    @Test
    void wideAddressesAgree() {
        wide = true;
        run(true, 12, 0, SEED + 8);
        run(false, 40, 2, SEED + 9);
        assertTrue(faults > 0, "nothing faulted");
        loops = true;
        run(true, 6, 0, SEED + 10);
        run(false, 30, 0, SEED + 11);
        assertTrue(wrapped > 0, "nothing wrapped");
    }

    private boolean loops;
    private boolean wide;
    private boolean narrow;

    private void run(boolean integersOnly, int length, int oddFloats, long seed) {
        for (int k = 0; k < BLOCKS; k++) {
            one(integersOnly, length, oddFloats, seed * 1000003 + k);
        }
    }

    private static long[] snapshot() {
        long[] s = new long[STATE_BYTES / 8];
        for (int i = 0; i < s.length; i++) {
            s[i] = state.get64(8 * i);
        }
        return s;
    }

    private static byte[] memory() {
        byte[] m = new byte[RandomIr.DATA_BYTES];
        assertTrue(window.copyIn(dataAt, m, 0, m.length));
        return m;
    }

    /** Puts the writable part of memory back. */
    private static void memory(byte[] m) {
        assertTrue(window.copyOut(dataAt, m, 0, m.length - 4096));
    }

    private void one(boolean integersOnly, int length, int oddFloats, long seed) {
        Random random = new Random(seed);
        RandomIr ir = new RandomIr(seed);
        ir.oddFloats = oddFloats;
        ir.loop = loops;
        ir.narrow = narrow;
        int mode = RandomIr.modes(random) | (narrow ? Mode.REGS64 : 0);
        long pc = 0x400000 + 4L * random.nextInt(1 << 16);
        if (wide) {
            mode |= Mode.ADDR64 | Mode.REGS64;
            ir.data = random.nextBoolean() ? RandomIr.DATA : RandomIr.FAR_DATA;
            pc += random.nextBoolean() ? 0 : 0x72_3456_0000L;
        }
        window = wide ? window64 : window32;
        dataAt = ir.data;
        state.window(window);
        IrBlock block = ir.next(pc, mode, integersOnly, length);
        IrVerifier.verify(block);
        for (int i = 0; i < 320; i += 8) {
            long value = ir.integer();
            state.put64(i, narrow && random.nextInt(16) != 0 ? (int) value : value);
        }
        for (int i = 320; i < 640; i += 8) {
            state.put64(i, random.nextInt(3) == 0 ? ir.bits32() | ir.bits32() << 32 : ir.bits64());
        }
        byte[] data = new byte[RandomIr.DATA_BYTES];
        for (int i = 0; i < data.length; i += 8) {
            long v = random.nextBoolean() ? ir.bits64() : ir.integer();
            for (int j = 0; j < 8; j++) {
                data[i + j] = (byte) (v >>> 8 * j);
            }
        }
        memory(data);
        state.put32(CpuState.MXCSR_GUEST, 0x1f80 | random.nextInt(4) << 13);
        state.put64(CpuState.LINK_ADDRESS, random.nextInt(3) == 0 ? ir.data + 8L * random.nextInt(100) : -1);
        state.put64(CpuState.LINK_VALUE, ir.integer());
        state.put32(CpuState.INTERRUPT, random.nextInt(20) == 0 ? 1 : 0);
        state.put64(RandomIr.COUNTER, 1 + random.nextInt(4));
        if (loops) {
            state.put32(CpuState.INTERRUPT, 0);
        }
        state.pc(pc);
        Start start = new Start(data);

        Outcome expected = interpret(block);
        while (loops && expected.reason == CpuState.REASON_LINK && expected.pc == block.pc) {
            expected = interpret(block);
        }
        start.restore();
        Outcome compiled;
        try {
            compiled = compiled(block);
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + "\n" + IrText.print(block), e);
        }
        while (loops && compiled.reason == CpuState.REASON_LINK && compiled.pc == block.pc) {
            compiled = compiled(block); // a loop that is not entered leads to its start as other blocks do
        }
        if (compiled.reason == CpuState.REASON_SLOW) {
            slowExits++;
            slow(start, block, compiled, seed);
            return;
        }
        if (compiled.reason == WRAPPED) {
            wrapped++;
            return;
        }
        if (compiled.reason == CpuState.REASON_FAULT) {
            faults++;
        }
        compare(expected, compiled, block, seed, true);
    }

    /** The state at a slow exit must be that before the instruction named by PC. */
    private void slow(Start start, IrBlock block, Outcome compiled, long seed) {
        int row = 0;
        while (block.op[row] != Op.INSN || block.imm[row] != compiled.pc) {
            if (++row == block.size) {
                fail("seed " + seed + ": pc of a slow exit is no instruction\n" + IrText.print(block));
            }
        }
        IrBlock before = block.copy();
        before.size = row;
        before.op = Arrays.copyOf(before.op, row + 1);
        before.a = Arrays.copyOf(before.a, row + 1);
        before.b = Arrays.copyOf(before.b, row + 1);
        before.c = Arrays.copyOf(before.c, row + 1);
        before.imm = Arrays.copyOf(before.imm, row + 1);
        before.add(Op.EXIT, -1, -1, -1, compiled.pc);
        start.restore();
        for (long n = start.registers[RandomIr.COUNTER / 8] - compiled.registers[RandomIr.COUNTER / 8]; n > 0; n--) {
            interpret(block);
        }
        Outcome expected = interpret(before);
        expected.reason = CpuState.REASON_SLOW;
        // What the instruction itself stored, linked or raised before it was given up may show.
        compiled.memory = expected.memory;
        compiled.linkAddress = expected.linkAddress;
        compiled.linkValue = expected.linkValue;
        assertEquals(expected.mxcsr, expected.mxcsr & compiled.mxcsr, "seed " + seed);
        compiled.mxcsr = expected.mxcsr;
        compare(expected, compiled, block, seed, false);
    }

    private static final class Start {
        final long[] registers = snapshot();
        final byte[] data;
        final int mxcsr = state.mxcsr();
        final long linkAddress = state.get64(CpuState.LINK_ADDRESS);
        final long linkValue = state.get64(CpuState.LINK_VALUE);
        final long pc = state.pc();

        Start(byte[] data) {
            this.data = data;
        }

        void restore() {
            for (int i = 0; i < registers.length; i++) {
                state.put64(8 * i, registers[i]);
            }
            memory(data);
            state.mxcsr(mxcsr);
            state.put64(CpuState.LINK_ADDRESS, linkAddress);
            state.put64(CpuState.LINK_VALUE, linkValue);
            state.pc(pc);
        }
    }

    private static final class Outcome {
        int reason;
        long pc;
        long[] registers = new long[0];
        byte[] memory = new byte[0];
        int mxcsr;
        long linkAddress;
        long linkValue;
        int argument;
        boolean delaySlot;
        int signal;
        int code;
        long address;
        boolean write;
    }

    private static Outcome outcome(int reason) {
        Outcome o = new Outcome();
        o.reason = reason == CpuState.REASON_LOOKUP || reason == CpuState.REASON_INTERRUPT ? CpuState.REASON_LINK
                : reason;
        o.pc = state.pc();
        o.registers = snapshot();
        o.memory = memory();
        o.mxcsr = state.mxcsr() & ~DENORMAL;
        o.linkAddress = state.get64(CpuState.LINK_ADDRESS);
        o.linkValue = state.get64(CpuState.LINK_VALUE);
        o.argument = reason == CpuState.REASON_SYSCALL || reason == CpuState.REASON_TRAP
                ? state.get32(CpuState.EXIT_ARG) : 0;
        return o;
    }

    private static Outcome interpret(IrBlock block) {
        int reason = interpreter.run(block, state, window);
        Outcome o = outcome(reason);
        boolean stopped = o.reason != CpuState.REASON_LINK;
        o.delaySlot = stopped && interpreter.inDelaySlot();
        if (reason == CpuState.REASON_FAULT) {
            o.signal = state.get32(CpuState.FAULT_SIGNAL);
            o.code = state.get32(CpuState.FAULT_CODE);
            o.address = state.get64(CpuState.FAULT_ADDRESS);
            o.write = (state.get64(CpuState.FAULT_ERROR) & 2) != 0;
        }
        return o;
    }

    private static Outcome compiled(IrBlock block) {
        cache.clear();
        int entry = cache.top();
        int bytes = compiler.compile(block, true);
        cache.append(compiler.code(), bytes);
        int invalid = state.mxcsr() & INVALID;
        long enter = (block.mode & Mode.REGS64) != 0 ? cache.enterWide : cache.enter;
        int reason = (int) Native.enter(state.address, enter, cache.executable() + entry);
        boolean faulted = reason == CpuState.REASON_FAULT;
        FaultRecord record = new FaultRecord();
        if (faulted) {
            int at = (int) (state.get64(CpuState.FAULT_HOST_PC) - cache.executable()) - entry;
            compiler.recordFault(block, true, at, record);
            assertTrue(record.found, () -> "fault at offset " + at + "\n" + IrText.print(block));
            record.apply(state);
            state.pc(record.pc);
            if (record.stretch > 0) {
                stretches++;
                reason = CpuState.REASON_SLOW;
                faulted = false;
            }
        }
        if (reason == CpuState.REASON_SLOW) {
            state.mxcsr(state.mxcsr() & ~INVALID | invalid);
        }
        Outcome o = outcome(reason);
        if (faulted) {
            o.delaySlot = record.delaySlot;
            o.reason = record.explain(state, window) ? WRAPPED : reason;
            o.signal = state.get32(CpuState.FAULT_SIGNAL);
            o.code = state.get32(CpuState.FAULT_CODE);
            o.address = record.guestAddress;
            o.write = record.write;
        } else if (reason == CpuState.REASON_SYSCALL || reason == CpuState.REASON_TRAP) {
            o.delaySlot = state.get32(CpuState.EXIT_DELAY) != 0;
        }
        return o;
    }

    private void compare(Outcome e, Outcome c, IrBlock block, long seed, boolean details) {
        StringBuilder text = new StringBuilder();
        line(text, "reason", e.reason, c.reason);
        line(text, "pc", e.pc, c.pc);
        // Notes may be behind where memory faults, and where an instruction is given up, in a loop.
        boolean notes = !loops || e.reason != CpuState.REASON_FAULT && c.reason != CpuState.REASON_SLOW;
        for (int i = 0; i < (notes ? e.registers.length : GuestState.NOTES / 8); i++) {
            line(text, "state " + 8 * i, e.registers[i], c.registers[i]);
        }
        for (int i = 0; i < e.memory.length; i++) {
            line(text, "memory " + Long.toHexString(dataAt + i), e.memory[i], c.memory[i]);
        }
        line(text, "mxcsr", e.mxcsr, c.mxcsr);
        line(text, "link address", e.linkAddress, c.linkAddress);
        line(text, "link value", e.linkValue, c.linkValue);
        if (details) {
            line(text, "argument", e.argument, c.argument);
            line(text, "delay slot", e.delaySlot ? 1 : 0, c.delaySlot ? 1 : 0);
            line(text, "signal", e.signal, c.signal);
            line(text, "code", e.code, c.code);
            line(text, "address", e.address, c.address);
            line(text, "write", e.write ? 1 : 0, c.write ? 1 : 0);
        }
        if (!text.isEmpty()) {
            dump(block);
            fail("seed " + seed + "\n" + text + IrText.print(block));
        }
    }

    /** Leaves the machine code where {@code -Dheliotrope.random.dump=FILE} says. */
    private static void dump(IrBlock block) {
        String file = System.getProperty("heliotrope.random.dump");
        if (file != null) {
            int bytes = compiler.compile(block, true);
            try {
                Files.write(Path.of(file), Arrays.copyOf(compiler.code(), bytes));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static void line(StringBuilder text, String name, long expected, long compiled) {
        if (expected != compiled) {
            text.append(name).append(": interpreted ").append(Long.toHexString(expected)).append(", compiled ")
                    .append(Long.toHexString(compiled)).append('\n');
        }
    }
}
