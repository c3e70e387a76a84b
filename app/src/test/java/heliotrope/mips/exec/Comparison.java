package heliotrope.mips.exec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Compares the outputs of a program, chunk by chunk. */
final class Comparison {
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
                int known = known(i, slot);
                differs |= known < 0;
                met |= known;
            }
            if (differs) {
                differing.add(i);
                continue;
            }
            for (int which = 0; met >>> which != 0; which++) {
                if ((met >>> which & 1) != 0) {
                    deviations.count(which);
                }
            }
        }
        return differing;
    }

    /** The known deviations that explain how a slot differs, as bits; 0 if it does not, -1 if they do not. */
    private int known(int i, int slot) {
        long theirs = value(expected, i, slot);
        long ours = value(actual, i, slot);
        if (theirs == ours) {
            return 0;
        }
        if (slot == Chunk.PC) {
            return isNeverTaken(i) ? 1 << Deviations.NEVER_TAKEN : -1;
        }
        if (slot != Chunk.FCSR) {
            return -1;
        }
        int known = 0;
        if (theirs >>> 32 != ours >>> 32) {
            if (!isBreakCode(i)) {
                return -1;
            }
            known = 1 << Deviations.BREAK_CODE;
        }
        int difference = (int) (theirs ^ ours);
        if (difference == 0) {
            return known;
        }
        Chunk chunk = program.chunks.get(i);
        // abs and neg leave the cause as it was; of ours, a fault may show an older one.
        boolean fault = ((int) theirs & Chunk.FCSR_ENABLES) == 0 && isFault(theirs >>> 32);
        int causes = chunk.signs || fault ? Chunk.FCSR_CAUSES : 0;
        // qemu does not raise what a tiny result raises when it flushes it.
        int lacking = chunk.flush ? Chunk.FCSR_TINY & ~causes : 0;
        if ((difference & ~(causes | lacking)) != 0 || (difference & (int) theirs & lacking) != 0) {
            return -1;
        }
        if ((difference & causes) != 0) {
            known |= 1 << (chunk.signs ? Deviations.SIGN_CAUSE : Deviations.FAULT_CAUSE);
        }
        return (difference & lacking) != 0 ? known | 1 << Deviations.FLUSH_FLAGS : known;
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

    private static boolean isFault(long signal) {
        return signal == ChunkProgram.BUS || signal == ChunkProgram.SEGV;
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
        if (theirs >>> 32 != ChunkProgram.TRAP || ours >>> 32 != ChunkProgram.FPE) {
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

    /**
     * Whether all that differs is that the causes of enabled exceptions are clear after a SIGFPE: Linux clears them, so
     * that loading the FCSR does not trap again.
     */
    boolean isSignalCause(int i) {
        for (int slot = 0; slot < Chunk.SLOTS; slot++) {
            if (slot != Chunk.FCSR && known(i, slot) < 0) {
                return false;
            }
        }
        return hasClearedCauses(i);
    }

    private boolean hasClearedCauses(int i) {
        long theirs = value(expected, i, Chunk.FCSR);
        int cleared = ((int) theirs & Chunk.FCSR_ENABLES) << 5;
        return value(actual, i, Chunk.FCSR) == (theirs & ~(long) cleared) && theirs >>> 32 == ChunkProgram.FPE;
    }

    /**
     * Whether all that differs is which of SIGBUS and SIGSEGV an access raised: an address error is SIGBUS for QEMU,
     * while Linux carries a misaligned access out, or says what became of that.
     */
    boolean isOtherAddressError(int i) {
        for (int slot = 0; slot < Chunk.SLOTS; slot++) {
            if (slot != Chunk.FCSR && known(i, slot) < 0) {
                return false;
            }
        }
        long theirs = value(expected, i, Chunk.FCSR);
        long ours = value(actual, i, Chunk.FCSR);
        return isFault(theirs >>> 32) && isFault(ours >>> 32) && (int) theirs == (int) ours;
    }

    /** Whether a chunk is the same to the last bit, but for what is known of causes. */
    boolean isSame(int i) {
        for (int slot = 0; slot < Chunk.SLOTS; slot++) {
            boolean causes = slot == Chunk.FCSR && (hasClearedCauses(i) || known(i, slot) >= 0);
            if (value(expected, i, slot) != value(actual, i, slot) && !causes) {
                return false;
            }
        }
        return true;
    }

    /** What differs, a line each. */
    String text(int i) {
        StringBuilder text = new StringBuilder();
        for (int slot = 0; slot < Chunk.SLOTS; slot++) {
            if (known(i, slot) < 0) {
                text.append("    ").append(Chunk.name(slot)).append(": qemu ").append(Long.toHexString(value(expected, i, slot)))
                        .append(", heliotrope ").append(Long.toHexString(value(actual, i, slot))).append('\n');
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
