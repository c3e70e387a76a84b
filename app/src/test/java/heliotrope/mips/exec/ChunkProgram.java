package heliotrope.mips.exec;

import heliotrope.ir.Mode;
import java.util.List;

/**
 * A program of many chunks. For each it loads all registers and memory from the chunk's input, runs it and stores them
 * into its output; a signal ends the chunk. In the end the outputs go to standard output.
 */
final class ChunkProgram {
    /** Where the handler's and the loop's words lie: input and output at hand, chunks left. */
    private static final int IN = Program.DATA, OUT = IN + 8, LEFT = IN + 16;

    private static final int ACTION = IN + 0x100, STACK = IN + 0x200;
    /** It lies behind the outputs, where no base register of a chunk is: a stack pointer in it would make it one in use. */
    private static final int SIGNAL_STACK_BYTES = 0x4000;

    /** Middle of the memory that chunks access; base registers are within 32 KiB of it. */
    static final int SCRATCH = IN + 0x14800;

    private static final int INPUTS = IN + 0x18000;

    /** What the thread's hardware register 29 holds. */
    static final int USER_LOCAL = 0x12345670;

    /** SIGILL, SIGTRAP, SIGFPE, SIGBUS, SIGSEGV. */
    static final int ILL = 4, TRAP = 5, FPE = 8, BUS = 10, SEGV = 11;

    private static final int SA_SIGINFO = 8, SA_ONSTACK = 0x08000000;

    /** Words of code around the chunks, generously. */
    private static final int DRIVER_WORDS = 2000;

    final List<Chunk> chunks;
    final Program program;
    final int outputs;
    final int outputBytes;
    /** Where a chunk goes in the end. */
    final int finish;
    final int entry = Program.CODE;
    private final Variant variant;

    ChunkProgram(Variant variant, List<Chunk> chunks) {
        this.variant = variant;
        this.chunks = chunks;
        int words = DRIVER_WORDS;
        for (Chunk chunk : chunks) {
            for (Chunk.Item item : chunk.items) {
                words += item.words.length;
            }
        }
        int inputBytes = chunks.size() * Chunk.BYTES;
        outputs = INPUTS + inputBytes;
        outputBytes = inputBytes;
        program = new Program(variant, 4 * words, outputs + outputBytes + SIGNAL_STACK_BYTES - Program.DATA);
        start();
        int loop = program.here();
        load();
        finish = program.here();
        store(loop);
        int handler = program.here();
        handle();
        for (Chunk chunk : chunks) {
            chunk.emit(program, finish);
        }
        data(handler);
    }

    private void data(int handler) {
        program.data.putInt(IN - Program.DATA, INPUTS);
        program.data.putInt(OUT - Program.DATA, outputs);
        program.data.putInt(LEFT - Program.DATA, chunks.size());
        boolean wide = variant.is(Mode.ADDR64);
        program.data.putInt(ACTION - Program.DATA, SA_SIGINFO | SA_ONSTACK);
        address(ACTION + (wide ? 8 : 4), handler);
        address(STACK, outputs + outputBytes);
        address(STACK + (wide ? 8 : 4), SIGNAL_STACK_BYTES);
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            for (int slot = 0; slot < Chunk.SLOTS; slot++) {
                put(INPUTS + i * Chunk.BYTES, slot, chunk.input[slot]);
            }
            put(INPUTS + i * Chunk.BYTES, Chunk.PC, chunk.start);
        }
    }

    private void address(int at, int value) {
        if (variant.is(Mode.ADDR64)) {
            program.data.putLong(at - Program.DATA, value);
        } else {
            program.data.putInt(at - Program.DATA, value);
        }
    }

    private void put(int block, int slot, long value) {
        int at = block + 8 * slot - Program.DATA;
        if (width(variant, slot) == 8) {
            program.data.putLong(at, value);
        } else {
            program.data.putInt(at, (int) value);
        }
    }

    /** Bytes of a slot that count. */
    static int width(Variant variant, int slot) {
        boolean wide = slot >= Chunk.SCRATCH
                || slot < Chunk.FLOAT && variant.is(Mode.REGS64)
                || slot >= Chunk.FLOAT && slot < Chunk.FCSR && variant.is(Mode.FR);
        return wide ? 8 : 4;
    }

    private void start() {
        program.constant(Program.A0, STACK);
        program.constant(Program.A1, 0);
        program.systemCall(variant.abi.sigaltstack);
        for (int signal : new int[] {ILL, TRAP, FPE, BUS, SEGV}) {
            program.constant(Program.A0, signal);
            program.constant(Program.A1, ACTION);
            program.constant(Program.A2, 0);
            program.constant(Program.A2 + 1, 16);
            program.systemCall(variant.abi.sigaction);
        }
        program.constant(Program.A0, USER_LOCAL);
        program.systemCall(variant.abi.setThreadArea);
    }

    /** Loads a word of the loop into a register. */
    private void variable(int register, int address) {
        program.constant(register, address);
        program.immediate(0x23, register, register, 0);
    }

    /** Copies the memory of a chunk. */
    private void copy(int from, int fromOffset, int to, int toOffset) {
        int step = variant.is(Mode.REGS64) ? 8 : 4;
        for (int i = 0; i < 8 * Chunk.SCRATCH_SLOTS; i += step) {
            program.access(true, 2 + i / step % 4, from, fromOffset + i);
            program.access(false, 2 + i / step % 4, to, toOffset + i);
        }
    }

    private void load() {
        int in = Program.K0;
        variable(in, IN);
        program.constant(Program.T9, SCRATCH);
        copy(in, 8 * Chunk.SCRATCH, Program.T9, -Chunk.REACH);
        program.access(true, Program.K1, in, 8 * Chunk.HI);
        program.word(Program.K1 << 21 | 0x11); // mthi
        program.access(true, Program.K1, in, 8 * Chunk.LO);
        program.word(Program.K1 << 21 | 0x13); // mtlo
        for (int i = 0; i < 32; i++) {
            program.accessFloat(true, i, in, 8 * (Chunk.FLOAT + i));
        }
        program.immediate(0x23, in, Program.K1, 8 * Chunk.FCSR);
        program.word(0x44c0f800 | Program.K1 << 16); // ctc1
        for (int i = 1; i < 32; i++) {
            if (i < Program.T9 || i > Program.K1) {
                program.access(true, i, in, 8 * i);
            }
        }
        program.immediate(0x23, in, Program.K1, 8 * Chunk.PC);
        program.word(Program.K1 << 21 | 0x08); // jr
        program.word(0);
    }

    private void store(int loop) {
        int out = Program.K0;
        variable(out, OUT);
        for (int i = 0; i < 32; i++) {
            program.access(false, i, out, 8 * i);
        }
        program.word(Program.K1 << 11 | 0x10); // mfhi
        program.access(false, Program.K1, out, 8 * Chunk.HI);
        program.word(Program.K1 << 11 | 0x12); // mflo
        program.access(false, Program.K1, out, 8 * Chunk.LO);
        for (int i = 0; i < 32; i++) {
            program.accessFloat(false, i, out, 8 * (Chunk.FLOAT + i));
        }
        program.word(0x4440f800 | Program.K1 << 16); // cfc1
        program.immediate(0x2b, out, Program.K1, 8 * Chunk.FCSR); // sw
        program.constant(Program.K1, 0);
        program.word(0x44c0f800 | Program.K1 << 16); // ctc1
        program.constant(Program.T9, SCRATCH);
        copy(Program.T9, -Chunk.REACH, out, 8 * Chunk.SCRATCH);
        program.constant(8, IN);
        program.immediate(0x23, 8, 9, 0);
        program.immediate(0x09, 9, 9, Chunk.BYTES); // addiu
        program.immediate(0x2b, 8, 9, 0);
        program.immediate(0x09, out, out, Chunk.BYTES);
        program.immediate(0x2b, 8, out, OUT - IN);
        program.immediate(0x23, 8, 9, LEFT - IN);
        program.immediate(0x09, 9, 9, -1);
        program.immediate(0x2b, 8, 9, LEFT - IN);
        int distance = loop - (program.here() + 4) >> 2;
        program.immediate(0x07, 9, 0, distance); // bgtz
        program.word(0);
        program.writeAndExit(outputs, outputBytes);
    }

    /** The handler: notes signal and pc, and goes on at the end of the chunk. */
    private void handle() {
        int pc = variant.abi.contextPc + (variant.abi == Variant.Abi.O32 && variant.is(Mode.BIG_ENDIAN) ? 4 : 0);
        variable(8, OUT);
        program.immediate(0x2b, 8, Program.A0, 8 * Chunk.FCSR + 4);
        program.access(true, 9, Program.A2, pc);
        program.immediate(0x2b, 8, 9, 8 * Chunk.PC);
        program.constant(9, finish);
        program.access(false, 9, Program.A2, pc);
        program.word(31 << 21 | 0x08);
        program.word(0);
    }

    /** Output that a signal belongs to, by the words of the loop: guest address. */
    static int outputPointer() {
        return OUT;
    }
}
