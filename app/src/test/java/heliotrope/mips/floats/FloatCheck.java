package heliotrope.mips.floats;

import heliotrope.engine.EngineKind;
import heliotrope.ir.Mode;
import heliotrope.mips.floats.Batch.Instruction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** All FPU instructions of a kind of processor against the exact reference, on both engines. */
final class FloatCheck implements AutoCloseable {
    /** Kinds of processor. */
    enum Processor {
        LEGACY(Mode.BIG_ENDIAN | Mode.REGS64 | Mode.FR | Mode.MIPS_R2, "64-bit registers, legacy NaNs"),
        NAN2008(Mode.BIG_ENDIAN | Mode.REGS64 | Mode.FR | Mode.MIPS_R2 | Mode.NAN2008, "64-bit registers, NaNs of 2008"),
        PAIRS(0, "MIPS IV, paired registers, little-endian");

        final int mode;
        final String text;

        Processor(int mode, String text) {
            this.mode = mode;
            this.text = text;
        }
    }

    private static final EngineKind[] ENGINES = {EngineKind.INTERP, EngineKind.JIT};

    final List<Instruction> instructions;
    private final Processor processor;
    private final Machine[] machines = new Machine[ENGINES.length];
    private final Reference reference;
    private final byte[] records = new byte[Batch.RECORD * Batch.RECORDS];
    private final ByteBuffer buffer;
    private int count;

    /** Operand sets looked at, on each engine; those where an exception trapped. */
    long vectors;
    long trapped;
    final List<String> differences = new ArrayList<>();

    FloatCheck(Processor processor) {
        this.processor = processor;
        instructions = Batch.instructions(processor.mode);
        byte[] code = Batch.code(instructions, processor.mode);
        for (int i = 0; i < ENGINES.length; i++) {
            machines[i] = new Machine(code, processor.mode, ENGINES[i]);
        }
        reference = new Reference((processor.mode & Mode.NAN2008) != 0);
        buffer = ByteBuffer.wrap(records).order(Batch.order(processor.mode));
    }

    /** Random operands under one value of the FCSR (rounding mode, flush bit, flags, enables; chosen anew if negative). */
    void random(int index, Operands operands, int vectorCount, int fcsr) {
        char kind = instructions.get(index).from();
        for (int i = 0; i < vectorCount; i++) {
            long x = operands.any(kind);
            long y = operands.partner(kind, x);
            long z = operands.bits(2) == 0 ? operands.any(kind) : operands.partner(kind, x);
            add(index, x, y, z, fcsr >= 0 ? fcsr
                    : operands.bits(2) | (operands.bits(2) == 0 ? 1 << 24 : 0) | operands.bits(5) << 2
                            | operands.bits(5) << 7);
        }
        flush(index);
    }

    /** Every special number with every other. */
    void specials(int index, int fcsr) {
        Instruction instruction = instructions.get(index);
        char kind = instruction.from();
        int n = Operands.specials(kind);
        int seconds = instruction.arity() == 1 ? 1 : n;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < seconds; j++) {
                long z = Operands.special(kind, (i + 7 * j) % n);
                add(index, Operands.special(kind, i), Operands.special(kind, j), z, fcsr);
            }
        }
        flush(index);
    }

    private void add(int index, long x, long y, long z, int fcsr) {
        int at = count++ * Batch.RECORD;
        buffer.putLong(at, x).putLong(at + 8, y).putLong(at + 16, z).putLong(at + Batch.FD, Batch.BEFORE);
        buffer.putInt(at + Batch.FCSR_AFTER, -1).putInt(at + Batch.FCSR_BEFORE, fcsr);
        if (count == Batch.RECORDS) {
            flush(index);
        }
    }

    private void flush(int index) {
        if (count == 0) {
            return;
        }
        ByteBuffer[] results = new ByteBuffer[ENGINES.length];
        long before = machines[0].traps;
        for (int i = 0; i < ENGINES.length; i++) {
            results[i] = ByteBuffer.wrap(machines[i].run(index, records, count)).order(buffer.order());
        }
        trapped += machines[0].traps - before;
        for (int n = 0; n < count; n++) {
            check(index, n * Batch.RECORD, results);
        }
        vectors += count;
        count = 0;
    }

    private void check(int index, int at, ByteBuffer[] results) {
        Instruction instruction = instructions.get(index);
        long x = operand(instruction, buffer.getLong(at));
        long y = operand(instruction, buffer.getLong(at + 8));
        long z = operand(instruction, buffer.getLong(at + 16));
        int fcsr = buffer.getInt(at + Batch.FCSR_BEFORE);
        reference.control(fcsr);
        long result = reference.run(instruction.name(), x, y, z);
        int enables = fcsr >> 7 & 31;
        int cause = reference.cause;
        if (reference.tiny && (enables & Reference.UNDERFLOW) != 0) {
            cause |= Reference.UNDERFLOW;
        }
        boolean traps = (cause & enables) != 0;
        int after = fcsr | ((processor.mode & Mode.NAN2008) != 0 ? 0xc0000 : 0);
        if (!reference.silent) {
            after |= cause << 12 | (traps ? 0 : cause << 2);
        }
        char to = instruction.to();
        long fd = Batch.BEFORE;
        if (to == 'c' && !traps) {
            after |= (int) result << Batch.CONDITION_BIT;
        } else if (to != 'c' && !traps) {
            fd = result;
        }
        boolean narrow = to == 's' || to == 'w';
        for (int i = 0; i < results.length; i++) {
            long ourFd = results[i].getLong(at + Batch.FD);
            int ourFcsr = results[i].getInt(at + Batch.FCSR_AFTER);
            if (ourFcsr != after || (narrow ? (int) ourFd != (int) fd : ourFd != fd)) {
                difference(ENGINES[i] + " " + instruction.name() + " " + hex(x) + " " + hex(y) + " " + hex(z) + " fcsr "
                        + Integer.toHexString(fcsr) + ": gives " + hex(ourFd) + " fcsr " + Integer.toHexString(ourFcsr)
                        + ", should be " + hex(fd) + " fcsr " + Integer.toHexString(after));
            }
        }
    }

    private static long operand(Instruction instruction, long x) {
        char from = instruction.from();
        return from == 's' ? x & 0xffffffffL : from == 'w' ? (int) x : x;
    }

    private static String hex(long x) {
        return Long.toHexString(x);
    }

    private void difference(String text) {
        if (differences.size() < 100) {
            differences.add(text);
        }
    }

    @Override
    public void close() {
        for (Machine machine : machines) {
            machine.close();
        }
    }
}
