package heliotrope.mips.exec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Compares the outputs of a program, chunk by chunk. */
final class Comparison {
    /** Underflow and inexact, as flags and as causes. */
    private static final int TINY = 0x300c;

    private final ChunkProgram program;
    private final ByteBuffer expected;
    private final ByteBuffer actual;
    private final Deviations deviations;

    Comparison(ChunkProgram program, byte[] expected, byte[] actual, Deviations deviations) {
        this.deviations = deviations;
        this.program = program;
        this.expected = ByteBuffer.wrap(expected).order(program.program.data.order());
        this.actual = ByteBuffer.wrap(actual).order(program.program.data.order());
    }

    /** Numbers of the chunks that differ. */
    List<Integer> differing() {
        List<Integer> differing = new ArrayList<>();
        if (expected.capacity() != actual.capacity()) {
            throw new IllegalStateException(expected.capacity() + " bytes written instead of " + actual.capacity());
        }
        for (int i = 0; i < program.chunks.size(); i++) {
            int met = 0;
            boolean differs = false;
            for (int slot = 0; slot < Chunk.SLOTS; slot++) {
                if (value(expected, i, slot) == value(actual, i, slot)) {
                    continue;
                }
                if (slot == Chunk.FCSR && isBreakCode(i)) {
                    met |= 1 << Deviations.BREAK_CODE;
                } else if (slot == Chunk.FCSR && isLackOfFlags(i)) {
                    met |= 1 << Deviations.FLUSH_FLAGS;
                } else if (slot == Chunk.PC && isNeverTaken(i)) {
                    met |= 1 << Deviations.NEVER_TAKEN;
                } else if (slot != Chunk.FCSR || fcsrDiffers(i)) {
                    differs = true;
                }
            }
            if (differs) {
                differing.add(i);
            }
            for (int which = 0; met >>> which != 0; which++) {
                if (!differs && (met >>> which & 1) != 0) {
                    deviations.count(which);
                }
            }
        }
        return differing;
    }

    /** A slot: with the FCSR, the signal in the upper half. */
    long value(boolean ofExpected, int chunk, int slot) {
        return value(ofExpected ? expected : actual, chunk, slot);
    }

    private long value(ByteBuffer of, int chunk, int slot) {
        int at = chunk * Chunk.BYTES + 8 * slot;
        if (slot == Chunk.FCSR) {
            return (long) of.getInt(at + 4) << 32 | of.getInt(at) & 0xffffffffL;
        }
        return ChunkProgram.width(program.program.variant, slot) == 8 ? of.getLong(at) : of.getInt(at);
    }

    private boolean fcsrDiffers(int i) {
        long difference = value(expected, i, Chunk.FCSR) ^ value(actual, i, Chunk.FCSR);
        return (difference & ~(long) Fcsr.ALWAYS) != 0;
    }

    /** Whether only flags of tiny results are missing at qemu, which does not raise them when it flushes. */
    private boolean isLackOfFlags(int i) {
        long theirs = value(expected, i, Chunk.FCSR);
        long ours = value(actual, i, Chunk.FCSR);
        long difference = (theirs ^ ours) & ~(long) Fcsr.ALWAYS;
        return difference != 0 && program.chunks.get(i).flush && (difference & ~TINY) == 0 && (difference & theirs) == 0;
    }

    /**
     * Whether qemu names the delay slot, not its branch, as the origin of a signal, because the branch can never be
     * taken: it takes such a one for no instruction.
     */
    private boolean isNeverTaken(int i) {
        long pc = value(actual, i, Chunk.PC);
        Chunk chunk = program.chunks.get(i);
        if (value(expected, i, Chunk.PC) != pc + 4 || pc < chunk.start || pc >= chunk.stop) {
            return false;
        }
        int word = program.program.code.getInt((int) pc - Program.CODE);
        int opcode = word >>> 26;
        int rs = word >> 21 & 31;
        int rt = word >> 16 & 31;
        return opcode == 7 && rs == 0 // bgtz
                || opcode == 1 && rs == 0 && (rt == 0 || rt == 0x10) // bltz, bltzal
                || opcode == 5 && rs == rt; // bne
    }

    /**
     * Whether qemu makes a SIGTRAP of a break or trap for integer overflow or division by zero (codes 6 and 7), of
     * which Linux makes a SIGFPE: it has lost the code.
     */
    private boolean isBreakCode(int i) {
        long theirs = value(expected, i, Chunk.FCSR);
        long ours = value(actual, i, Chunk.FCSR);
        if (theirs >>> 32 != ChunkProgram.TRAP || ours >>> 32 != ChunkProgram.FPE || (int) theirs != (int) ours) {
            return false;
        }
        int pc = (int) value(actual, i, Chunk.PC) - Program.CODE;
        return hasBreakCode(program.program.code.getInt(pc)) || hasBreakCode(program.program.code.getInt(pc + 4));
    }

    private static boolean hasBreakCode(int word) {
        int function = word & 63;
        int code = function == 0x0d ? word >> 6 & 0xfffff : word >> 6 & 0x3ff;
        int used = code >= 1 << 10 ? code >> 10 : code;
        return word >>> 26 == 0 && (function == 0x0d || function >= 0x30 && function <= 0x36)
                && (used == 6 || used == 7);
    }

    /** What differs, a line each. */
    String text(int i) {
        StringBuilder text = new StringBuilder();
        for (int slot = 0; slot < Chunk.SLOTS; slot++) {
            long theirs = value(expected, i, slot);
            long ours = value(actual, i, slot);
            if (theirs != ours && !(slot == Chunk.PC && isNeverTaken(i)) && (slot != Chunk.FCSR || fcsrDiffers(i) && !isLackOfFlags(i))) {
                text.append("    ").append(Chunk.name(slot)).append(": qemu ").append(Long.toHexString(theirs))
                        .append(", heliotrope ").append(Long.toHexString(ours)).append('\n');
            }
        }
        long signals = value(expected, i, Chunk.FCSR) >>> 32;
        if (signals != 0) {
            text.append("    qemu: signal ").append(signals).append(" at ")
                    .append(Long.toHexString(value(expected, i, Chunk.PC))).append('\n');
        }
        return text.toString();
    }
}
