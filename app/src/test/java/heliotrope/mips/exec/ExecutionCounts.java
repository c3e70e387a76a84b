package heliotrope.mips.exec;

import heliotrope.ir.CodeSource;
import heliotrope.mips.MipsInstructions;
import java.nio.ByteBuffer;

/** How often each instruction of the chunks of a program was executed, exactly, from the blocks that were entered. */
final class ExecutionCounts {
    private final ByteBuffer code;
    private final int firstWord;
    private final int mode;
    /** Words of the block that starts at a word of the code, and how often it was entered. */
    private final int[] length;
    private final long[] entries;
    /** Executions that did not happen: of delay slots of branches likely, of what is behind a trap. */
    private final long[] skipped;
    private int last = -1;

    /** Counts for the code from the first chunk on. */
    ExecutionCounts(ChunkProgram program) {
        code = program.program.code;
        firstWord = program.chunks.getFirst().start - Program.CODE >> 2;
        mode = program.program.variant.mode;
        int words = code.capacity() >> 2;
        length = new int[words + 2];
        entries = new long[words + 2];
        skipped = new long[words + 2];
    }

    private static int index(long pc) {
        return (int) (pc - Program.CODE) >> 2;
    }

    private boolean inside(int index) {
        return index >= 0 && index < length.length - 2;
    }

    void translated(CodeSource source, int guestBytes) {
        int at = index(source.pc);
        if (inside(at)) {
            length[at] = guestBytes >> 2;
        }
    }

    void entered(long pc) {
        int at = index(pc & 0xffffffffL);
        int before = last;
        last = inside(at) ? at : -1;
        if (last < 0) {
            return;
        }
        entries[at]++;
        if (before >= 0) {
            int end = before + length[before];
            if (at == end && end - before >= 2 && isLikely(code.getInt(4 * (end - 2)))) {
                skipped[end - 1]++; // it went on behind the delay slot: not taken
            }
        }
    }

    /** The block that was entered last stopped at an address: what is behind it was not executed. */
    void stopped(long pc, boolean inDelaySlot) {
        int at = index(pc) + (inDelaySlot ? 1 : 0);
        if (last >= 0 && at >= last) { // else a jump to nowhere
            for (int i = at + 1; i < last + length[last]; i++) {
                skipped[i]++;
            }
        }
        last = -1;
    }

    private static boolean isLikely(int word) {
        int opcode = word >>> 26;
        int rt = word >> 16 & 31;
        return opcode >= 0x14 && opcode <= 0x17
                || opcode == 1 && (rt == 2 || rt == 3 || rt == 0x12 || rt == 0x13)
                || opcode == 0x11 && (word >> 21 & 31) == 8 && (rt & 2) != 0;
    }

    /** Adds to the executions by instruction of the table. @return executions of all */
    long addTo(long[] byInstruction) {
        long[] executed = new long[length.length];
        for (int at = firstWord; at < length.length - 2; at++) {
            for (int i = at; entries[at] != 0 && i < at + length[at]; i++) {
                executed[i] += entries[at];
            }
        }
        long all = 0;
        for (int at = firstWord; at < length.length - 2; at++) {
            long n = executed[at] - skipped[at];
            all += n;
            if (n != 0) {
                byInstruction[MipsInstructions.decode(code.getInt(4 * at), mode)] += n;
            }
        }
        return all;
    }
}
