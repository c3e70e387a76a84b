package heliotrope.mips.exec;

import heliotrope.ir.Mode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A program of two segments, code and data, and the instructions that tests need by name. */
final class Program {
    static final int CODE = 0x00400000, DATA = 0x10000000;

    /** Register numbers. */
    static final int A0 = 4, A1 = 5, A2 = 6, V0 = 2, T9 = 25, K0 = 26, K1 = 27;

    /** Floating-point ABIs: doubles in registers as the ABI has them; o32 with registers of 64 bits. */
    private static final int FP_DOUBLE = 1, FP_64 = 6;

    final Variant variant;
    final ByteBuffer code;
    final ByteBuffer data;

    Program(Variant variant, int codeBytes, int dataBytes) {
        this.variant = variant;
        ByteOrder order = variant.is(Mode.BIG_ENDIAN) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        code = ByteBuffer.allocate(codeBytes).order(order);
        data = ByteBuffer.allocate(dataBytes).order(order);
    }

    int here() {
        return CODE + code.position();
    }

    void word(int word) {
        code.putInt(word);
    }

    /** An instruction with an immediate. */
    void immediate(int opcode, int rs, int rt, int value) {
        word(opcode << 26 | rs << 21 | rt << 16 | value & 0xffff);
    }

    /** Loads a 32-bit constant (sign-extended). */
    void constant(int register, int value) {
        immediate(0x0f, 0, register, value >>> 16);
        immediate(0x0d, register, register, value);
    }

    /** Loads or stores a general register in its full width; lw, sw, ld or sd. */
    void access(boolean load, int register, int base, int offset) {
        int opcode = variant.is(Mode.REGS64) ? load ? 0x37 : 0x3f : load ? 0x23 : 0x2b;
        immediate(opcode, base, register, offset);
    }

    /** Loads or stores a floating-point register in its full width; lwc1, swc1, ldc1 or sdc1. */
    void accessFloat(boolean load, int register, int base, int offset) {
        int opcode = variant.is(Mode.FR) ? load ? 0x35 : 0x3d : load ? 0x31 : 0x39;
        immediate(opcode, base, register, offset);
    }

    /** A system call whose arguments are in their registers. */
    void systemCall(int number) {
        constant(V0, number);
        word(0x0000000c);
    }

    /** Writes a range to standard output and ends. */
    void writeAndExit(int address, int length) {
        constant(A0, 1);
        constant(A1, address);
        constant(A2, length);
        systemCall(variant.abi.write);
        constant(A0, 0);
        systemCall(variant.abi.exitGroup);
    }

    /** The program as an ELF file. */
    byte[] elf() {
        boolean wide = variant.is(Mode.ADDR64);
        int headers = 0x1000;
        int codeBytes = code.position();
        int dataOffset = headers + (codeBytes + 0xfff & ~0xfff);
        ByteBuffer b = ByteBuffer.allocate(dataOffset + data.capacity()).order(code.order());
        b.put(new byte[] {0x7f, 'E', 'L', 'F'});
        b.put((byte) (wide ? 2 : 1)).put((byte) (code.order() == ByteOrder.BIG_ENDIAN ? 2 : 1)).put((byte) 1);
        b.position(16);
        b.putShort((short) 2).putShort((short) 8).putInt(1);
        address(b, CODE, wide); // entry
        address(b, wide ? 64 : 52, wide); // program headers
        address(b, 0, wide);
        b.putInt(variant.elfFlags);
        b.putShort((short) (wide ? 64 : 52)).putShort((short) (wide ? 56 : 32)).putShort((short) 3);
        b.putShort((short) (wide ? 64 : 40)).putShort((short) 0).putShort((short) 0);
        segment(b, wide, 5, headers, CODE, codeBytes);
        segment(b, wide, 6, dataOffset, DATA, data.capacity());
        abiFlags(b, wide, 0x200);
        b.position(headers);
        b.put(code.array(), 0, codeBytes);
        b.position(dataOffset);
        b.put(data.array());
        return b.array();
    }

    /** A PT_MIPS_ABIFLAGS segment: without it, qemu gives o32 programs 64-bit floating-point registers. */
    private void abiFlags(ByteBuffer b, boolean wide, int offset) {
        b.putInt(0x70000003);
        if (wide) {
            b.putInt(4);
        }
        address(b, offset, wide);
        address(b, 0, wide);
        address(b, 0, wide);
        address(b, 24, wide);
        address(b, 24, wide);
        if (!wide) {
            b.putInt(4);
        }
        address(b, 8, wide);
        b.position(offset);
        boolean wide64 = variant.is(Mode.REGS64);
        boolean level4 = !variant.is(Mode.MIPS_R2);
        b.putShort((short) 0).put((byte) (level4 ? 4 : wide64 ? 64 : 32)).put((byte) (level4 ? 0 : 2));
        b.put((byte) (wide64 ? 2 : 1)).put((byte) (variant.is(Mode.FR) ? 2 : 1)).put((byte) 0);
        b.put((byte) (variant.is(Mode.FR) && !wide64 ? FP_64 : FP_DOUBLE));
    }

    private static void address(ByteBuffer b, int value, boolean wide) {
        if (wide) {
            b.putLong(value);
        } else {
            b.putInt(value);
        }
    }

    private static void segment(ByteBuffer b, boolean wide, int flags, int offset, int address, int size) {
        b.putInt(1);
        if (wide) {
            b.putInt(flags);
        }
        address(b, offset, wide);
        address(b, address, wide);
        address(b, address, wide);
        address(b, size, wide);
        address(b, size, wide);
        if (!wide) {
            b.putInt(flags);
        }
        address(b, 0x1000, wide);
    }
}
