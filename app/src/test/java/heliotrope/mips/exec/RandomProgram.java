package heliotrope.mips.exec;

import heliotrope.ir.Mode;
import heliotrope.mips.MipsFrontend;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Many random tests in one program: each loads all registers from its input, runs random instructions and stores all
 * registers into its output. The program then writes memory and outputs to standard output.
 */
final class RandomProgram {
    private static final int BODY = 24;
    /** Words of code that a test may take, generously. */
    private static final int CODE_PER_TEST = 4 * (220 + 8 * BODY);

    private final Random random;
    private final boolean wide;
    private final boolean wideFloat;
    private final int count;
    private final int inputs;
    /** Where the written range starts: memory of the tests, then their outputs. */
    final int written;
    final int writtenBytes;
    private final int memoryBytes = 2 * RandomInstructions.REACH;
    private final int blockBytes;
    private final int[] bodyStart;
    private final int[] bodyEnd;
    final long seed;
    final Program program;

    RandomProgram(Variant variant, String chapters, int count, long seed) {
        this.seed = seed;
        random = new Random(seed);
        wide = variant.is(Mode.REGS64);
        wideFloat = variant.is(Mode.FR);
        this.count = count;
        blockBytes = 8 * 34 + 8 * 32 + 8;
        inputs = Program.DATA;
        written = inputs + count * blockBytes;
        writtenBytes = memoryBytes + count * blockBytes;
        program = new Program(variant, count * CODE_PER_TEST + 4096, count * blockBytes + writtenBytes);
        bodyStart = new int[count];
        bodyEnd = new int[count];
        RandomInstructions instructions = new RandomInstructions(random, variant, chapters);
        for (int i = 0; i < memoryBytes; i += 8) {
            program.data.putLong(written - Program.DATA + i, random.nextLong());
        }
        for (int i = 0; i < count; i++) {
            fillInput(i * blockBytes);
            load(inputs + i * blockBytes);
            bodyStart[i] = program.here();
            instructions.emit(program, 1 + random.nextInt(BODY));
            bodyEnd[i] = program.here();
            store(written + memoryBytes + i * blockBytes);
        }
        program.writeAndExit(written, writtenBytes);
    }

    // Layout of a block: 32 general registers, HI, LO, 32 floating-point registers, FCSR, in slots of 8 bytes.

    private static final int HI = 32 * 8, LO = 33 * 8, FLOAT = 34 * 8, FCSR = 66 * 8;

    private void fillInput(int at) {
        for (int i = 0; i < 34; i++) {
            if (wide) {
                program.data.putLong(at + 8 * i, Values.integer64(random));
            } else {
                program.data.putInt(at + 8 * i, (int) Values.integer64(random));
            }
        }
        boolean flush = random.nextInt(8) == 0;
        for (int i = 0; i < 32; i += 2) {
            if (wideFloat) {
                program.data.putLong(at + FLOAT + 8 * i, floating(flush));
                program.data.putLong(at + FLOAT + 8 * i + 8, floating(flush));
            } else { // the even register is the low half
                long value = floating(flush);
                program.data.putInt(at + FLOAT + 8 * i, (int) value);
                program.data.putInt(at + FLOAT + 8 * i + 8, (int) (value >>> 32));
            }
        }
        int conditions = random.nextInt() & 0xfe800000;
        program.data.putInt(at + FCSR, conditions | random.nextInt() & 0x7f | (flush ? 1 << 24 : 0));
    }

    /**
     * A value; with the flush bit, not the double that rounds to the least normal single: qemu flushes what is tiny
     * before it is rounded.
     */
    private long floating(boolean flush) {
        long value = Values.floating(random);
        return flush && value == 0x380fffffffffffffL ? 0 : value;
    }

    private void load(int from) {
        program.constant(Program.K0, from);
        for (int i = 1; i < 32; i++) {
            if (i < Program.T9 || i > Program.K1) {
                program.access(true, i, Program.K0, 8 * i);
            }
        }
        program.access(true, Program.K1, Program.K0, HI);
        program.word(Program.K1 << 21 | 0x11); // mthi
        program.access(true, Program.K1, Program.K0, LO);
        program.word(Program.K1 << 21 | 0x13); // mtlo
        for (int i = 0; i < 32; i++) {
            program.accessFloat(true, i, Program.K0, FLOAT + 8 * i);
        }
        program.immediate(0x23, Program.K0, Program.K1, FCSR); // lw
        program.word(0x44c0f800 | Program.K1 << 16); // ctc1
        program.constant(Program.T9, written + RandomInstructions.REACH);
        program.constant(Program.K1, 0);
    }

    private void store(int to) {
        program.constant(Program.K0, to);
        for (int i = 0; i < 32; i++) {
            program.access(false, i, Program.K0, 8 * i);
        }
        program.word(Program.K1 << 11 | 0x10); // mfhi
        program.access(false, Program.K1, Program.K0, HI);
        program.word(Program.K1 << 11 | 0x12); // mflo
        program.access(false, Program.K1, Program.K0, LO);
        for (int i = 0; i < 32; i++) {
            program.accessFloat(false, i, Program.K0, FLOAT + 8 * i);
        }
        program.word(0x4440f800 | Program.K1 << 16); // cfc1
        program.immediate(0x2b, Program.K0, Program.K1, FCSR); // sw
    }

    /** First difference of two outputs as text; empty if there is none. */
    String difference(byte[] expected, byte[] actual) {
        ByteBuffer theirs = ByteBuffer.wrap(expected).order(program.data.order());
        ByteBuffer ours = ByteBuffer.wrap(actual).order(program.data.order());
        StringBuilder text = new StringBuilder();
        for (int test = 0; test < count && text.isEmpty(); test++) {
            int at = memoryBytes + test * blockBytes;
            for (int slot = 0; slot < blockBytes; slot += 8) {
                long a = theirs.getLong(at + slot);
                long b = ours.getLong(at + slot);
                if (slot == FCSR) {
                    long compared = compared(theirs.getInt(at + slot));
                    a = theirs.getInt(at + slot) & compared;
                    b = ours.getInt(at + slot) & compared;
                }
                if (a != b) {
                    text.append(name(slot)).append(" expected ").append(Long.toHexString(a)).append(", is ")
                            .append(Long.toHexString(b)).append('\n');
                }
            }
            if (!text.isEmpty()) {
                describe(test, text);
            }
        }
        for (int i = 0; i < memoryBytes && text.isEmpty(); i++) {
            if (expected[i] != actual[i]) {
                text.append("memory at ").append(i - RandomInstructions.REACH).append(" differs\n");
            }
        }
        return text.toString();
    }

    /**
     * The bits of the FCSR to look at: not the causes, and with the flush bit (24) not underflow and inexact, which
     * qemu does not raise when it flushes a result (x86 and MIPS processors do).
     */
    private static long compared(int fcsr) {
        return 0xffffffffL & ~0x3f000 & ((fcsr >> 24 & 1) != 0 ? ~0xc : ~0);
    }

    private static String name(int slot) {
        int n = slot / 8;
        return n < 32 ? "r" + n : slot == HI ? "hi" : slot == LO ? "lo" : slot == FCSR ? "fcsr" : "f" + (n - 34);
    }

    private void describe(int test, StringBuilder text) {
        MipsFrontend frontend = new MipsFrontend();
        text.append("in test ").append(test).append('\n');
        for (int at = bodyStart[test]; at < bodyEnd[test]; at += 4) {
            int word = program.code.getInt(at - Program.CODE);
            text.append(Integer.toHexString(at)).append(' ').append(frontend.disassemble(word, at)).append('\n');
        }
        for (int slot = 0; slot < blockBytes; slot += 8) {
            text.append(name(slot)).append('=')
                    .append(Long.toHexString(program.data.getLong(test * blockBytes + slot)))
                    .append(slot % 64 == 56 ? '\n' : ' ');
        }
        text.append('\n');
    }
}
