package heliotrope.mips.floats;

import heliotrope.ir.Mode;
import heliotrope.mips.MipsInstructions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Operands in guest memory, and for each FPU instruction a loop that takes them through it. A record of 48 bytes: fs, ft, fr,
 * fd before and after, the FCSR after and before, nothing.
 */
final class Batch {
    static final int CODE = 0x00400000, DATA = 0x10000000;
    static final int RECORD = 48, FD = 24, FCSR_AFTER = 32, FCSR_BEFORE = 36;
    /** Records that fit. */
    static final int RECORDS = 2048;

    /** Bytes of an instruction's loop, and where in it the instruction is. */
    static final int LOOP = 64, AT = 24;

    /** What fd holds before: a pattern that no result is. */
    static final long BEFORE = 0x5a5a1234_a5a54321L;

    /** Registers: f2, f4, f6, f8; even, for pairs. */
    private static final int FS = 2, FT = 4, FR = 6, FD_REGISTER = 8, A0 = 4, A1 = 5, T0 = 8, T1 = 9;

    /** Condition code that comparisons set. */
    private static final int CONDITION = 3;

    private Batch() {}

    /** An instruction of the FPU that computes. */
    record Instruction(int id, String name, String operands) {
        /** Kinds of operands and result: s, d, w, l, or c for a condition. */
        char from() {
            return name.charAt(name.length() - 1);
        }

        char to() {
            String[] part = name.split("\\.", -1);
            return name.startsWith("c.") ? 'c' : part.length == 3 ? part[1].charAt(0) : from();
        }

        int arity() {
            return operands.indexOf('R') >= 0 ? 3 : operands.indexOf('T') >= 0 ? 2 : 1;
        }

        int word() {
            int word = MipsInstructions.match(id) | FS << 11;
            if (operands.indexOf('T') >= 0) {
                word |= FT << 16;
            }
            if (operands.indexOf('R') >= 0) {
                word |= FR << 21;
            }
            return word | (operands.indexOf('M') >= 0 ? CONDITION << 8 : FD_REGISTER << 6);
        }
    }

    /** All arithmetic instructions, comparisons and conversions that exist in a mode. */
    static List<Instruction> instructions(int mode) {
        List<Instruction> found = new ArrayList<>();
        for (int id = 1; id < MipsInstructions.COUNT; id++) {
            int chapter = MipsInstructions.chapter(id);
            String operands = MipsInstructions.operands(id);
            boolean computes = chapter == 'G' || chapter == 'C' || chapter == 'V'
                    || chapter == 'X' && operands.equals("D,R,S,T");
            if (computes && (MipsInstructions.needs(id) & ~mode) == 0) {
                found.add(new Instruction(id, MipsInstructions.name(id), operands));
            }
        }
        return found;
    }

    static ByteOrder order(int mode) {
        return (mode & Mode.BIG_ENDIAN) != 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** The loops; they run from a0 to a1 and end in a system call. */
    static byte[] code(List<Instruction> instructions, int mode) {
        ByteBuffer code = ByteBuffer.allocate(instructions.size() * LOOP).order(order(mode));
        for (Instruction instruction : instructions) {
            int start = code.position();
            immediate(code, 0x23, A0, T0, FCSR_BEFORE);
            code.putInt(0x44c0f800 | T0 << 16); // ctc1
            immediate(code, 0x35, A0, FS, 0); // ldc1
            immediate(code, 0x35, A0, FT, 8);
            immediate(code, 0x35, A0, FR, 16);
            immediate(code, 0x35, A0, FD_REGISTER, FD);
            code.putInt(instruction.word());
            immediate(code, 0x3d, A0, FD_REGISTER, FD); // sdc1
            code.putInt(0x4440f800 | T1 << 16); // cfc1
            immediate(code, 0x2b, A0, T1, FCSR_AFTER);
            immediate(code, 0x09, A0, A0, RECORD);
            immediate(code, 0x05, A0, A1, (start - code.position()) / 4 - 1); // bne
            code.putInt(0);
            code.putInt(0x0000000c);
            code.position(start + LOOP);
        }
        return code.array();
    }

    private static void immediate(ByteBuffer code, int opcode, int rs, int rt, int value) {
        code.putInt(opcode << 26 | rs << 21 | rt << 16 | value & 0xffff);
    }

    static final int CONDITION_BIT = 24 + CONDITION;
}
