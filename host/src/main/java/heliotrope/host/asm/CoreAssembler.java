package heliotrope.host.asm;

import java.util.Arrays;

/**
 * Buffer, labels and operand encodings of the x86-64 assembler; the instruction families are in the subclasses.
 *
 * <p>An <em>opcode word</em> packs what precedes the ModRM byte: bits 0-7 the opcode, bits 8-9 the opcode map (0: one
 * byte, 1: 0F, 2: 0F38, 3: 0F3A), bits 16-23 the prefix byte that must stand before REX (66, F2, F3) or 0. The {@code
 * rex} argument of the encoders is 8 for REX.W, 0x40 to force a REX prefix (spl, bpl, sil, dil), or 0.
 */
abstract class CoreAssembler {
    /** Opcode map 0F. */
    protected static final int M0F = 1 << 8;

    /** Opcode map 0F 38. */
    protected static final int M38 = 2 << 8;

    /** Opcode map 0F 3A. */
    protected static final int M3A = 3 << 8;

    /** Operand-size or mandatory prefix 66. */
    protected static final int P66 = 0x66 << 16;

    /** Mandatory prefix F2. */
    protected static final int PF2 = 0xF2 << 16;

    /** Mandatory prefix F3. */
    protected static final int PF3 = 0xF3 << 16;

    /** No instruction is longer than 15 bytes. */
    private static final int MAX_INSTRUCTION = 16;

    /** The code so far; replaced by a larger array when it is full, so do not keep a copy of the reference. */
    public byte[] buf;

    /** Number of bytes emitted: the offset of the next instruction. */
    public int pos;

    private int[] labelPos = new int[64];
    private int[] labelFixups = new int[64];
    private int labelCount;
    private int[] fixupPos = new int[64];
    private int[] fixupNext = new int[64];
    private int fixupCount;
    private int openFixups;

    CoreAssembler(int initialCapacity) {
        buf = new byte[Math.max(initialCapacity, 4 * MAX_INSTRUCTION)];
    }

    /** Forgets code and labels but keeps the arrays. */
    public final void reset() {
        pos = 0;
        labelCount = 0;
        fixupCount = 0;
        openFixups = 0;
    }

    /** A copy of the code. @throws IllegalStateException if a jump goes to a label that was never bound */
    public final byte[] toByteArray() {
        if (openFixups != 0) {
            throw new IllegalStateException("unbound label in use");
        }
        return Arrays.copyOf(buf, pos);
    }

    /** Number of references to labels that are not bound yet: 0 in finished code. */
    public final int openReferences() {
        return openFixups;
    }

    // ---- labels ----

    /** A new label, not bound yet. */
    public final int newLabel() {
        int label = labelCount++;
        if (label == labelPos.length) {
            labelPos = Arrays.copyOf(labelPos, 2 * label);
            labelFixups = Arrays.copyOf(labelFixups, 2 * label);
        }
        labelPos[label] = Integer.MIN_VALUE;
        labelFixups[label] = -1;
        return label;
    }

    /** A new label that stands for the next instruction. */
    public final int here() {
        int label = newLabel();
        labelPos[label] = pos;
        return label;
    }

    /** Binds the label to the next instruction and patches the references made so far. */
    public final void bind(int label) {
        bindAt(label, pos);
    }

    /**
     * Binds the label to any offset from the start of the code, also one outside the buffer (data that is loaded at a
     * fixed distance from the code, for instance).
     */
    public final void bindAt(int label, int offset) {
        if (labelPos[label] != Integer.MIN_VALUE) {
            throw new IllegalStateException("label bound twice");
        }
        labelPos[label] = offset;
        for (int f = labelFixups[label]; f >= 0; f = fixupNext[f]) {
            int at = fixupPos[f];
            if (at >= 0) {
                patch32(at, get32(at) + offset - (at + 4));
            } else {
                patchShort(~at, offset);
            }
            openFixups--;
        }
        labelFixups[label] = -1;
    }

    /** Offset of a bound label. */
    public final int offsetOf(int label) {
        int at = labelPos[label];
        if (at == Integer.MIN_VALUE) {
            throw new IllegalStateException("label not bound");
        }
        return at;
    }

    /** True if the label has its place. */
    public final boolean isBound(int label) {
        return labelPos[label] != Integer.MIN_VALUE;
    }

    private void patchShort(int at, int target) {
        int rel = target - (at + 1);
        if (rel != (byte) rel) {
            throw new IllegalStateException("short jump out of range");
        }
        buf[at] = (byte) rel;
    }

    private void addFixup(int label, int at) {
        int f = fixupCount++;
        if (f == fixupPos.length) {
            fixupPos = Arrays.copyOf(fixupPos, 2 * f);
            fixupNext = Arrays.copyOf(fixupNext, 2 * f);
        }
        fixupPos[f] = at;
        fixupNext[f] = labelFixups[label];
        labelFixups[label] = f;
        openFixups++;
    }

    /**
     * Emits a 32-bit distance to the label, counted from {@code tail} bytes behind the field (where the instruction
     * ends).
     */
    protected final void rel32(int label, int tail) {
        int at = pos;
        int target = labelPos[label];
        if (target != Integer.MIN_VALUE) {
            put32(target - (at + 4 + tail));
        } else {
            put32(-tail);
            addFixup(label, at);
        }
    }

    /** Emits an 8-bit distance to the label, counted from behind the field. */
    protected final void rel8(int label) {
        int at = pos++;
        int target = labelPos[label];
        if (target != Integer.MIN_VALUE) {
            patchShort(at, target);
        } else {
            addFixup(label, ~at);
        }
    }

    // ---- raw bytes ----

    /** Makes room for one instruction. */
    protected final void room() {
        if (buf.length - pos < MAX_INSTRUCTION) {
            buf = Arrays.copyOf(buf, 2 * buf.length);
        }
    }

    /** Emits one byte of data. */
    public final void emit8(int value) {
        room();
        buf[pos++] = (byte) value;
    }

    /** Emits a little-endian 32-bit value. */
    public final void emit32(int value) {
        room();
        put32(value);
    }

    /** Emits a little-endian 64-bit value. */
    public final void emit64(long value) {
        room();
        put32((int) value);
        put32((int) (value >>> 32));
    }

    /** Emits the 32-bit distance from {@code baseLabel} (bound) to {@code label} (bound). */
    public final void emitDistance(int label, int baseLabel) {
        emit32(offsetOf(label) - offsetOf(baseLabel));
    }

    /** Overwrites the 32-bit value at an offset. */
    public final void patch32(int at, int value) {
        byte[] b = buf;
        b[at] = (byte) value;
        b[at + 1] = (byte) (value >> 8);
        b[at + 2] = (byte) (value >> 16);
        b[at + 3] = (byte) (value >> 24);
    }

    /** The 32-bit value at an offset. */
    public final int get32(int at) {
        byte[] b = buf;
        return b[at] & 0xFF | (b[at + 1] & 0xFF) << 8 | (b[at + 2] & 0xFF) << 16 | b[at + 3] << 24;
    }

    /** Without a check for room. */
    protected final void put32(int value) {
        byte[] b = buf;
        int p = pos;
        b[p] = (byte) value;
        b[p + 1] = (byte) (value >> 8);
        b[p + 2] = (byte) (value >> 16);
        b[p + 3] = (byte) (value >> 24);
        pos = p + 4;
    }

    /**
     * Immediate of an instruction with operands of {@code size} bits (64: 32 bits, sign-extended by the CPU); no check
     * for room.
     */
    protected final void putImm(int size, int value) {
        if (size == 8) {
            buf[pos++] = (byte) value;
        } else if (size == 16) {
            buf[pos++] = (byte) value;
            buf[pos++] = (byte) (value >> 8);
        } else {
            put32(value);
        }
    }

    // ---- operand encodings ----

    /** REX bits for operands of {@code size} bits in register {@code r} (or two registers or'ed together). */
    protected static int rexFor(int size, int r) {
        return size == 64 ? 8 : size == 8 && r >= 4 ? 0x40 : 0;
    }

    /** Opcode word of a family whose opcode is even for bytes and odd for the other sizes. */
    protected static int sized(int op, int size) {
        return size == 8 ? op : size == 16 ? op + 1 | P66 : op + 1;
    }

    /** Opcode word of a family that has no byte form. */
    protected static int wide(int op, int size) {
        return size == 16 ? op | P66 : op;
    }

    /** Prefix, REX, escape bytes and opcode. */
    protected final void head(int op, int rex) {
        byte[] b = buf;
        int p = pos;
        if (op >= 1 << 16) {
            b[p++] = (byte) (op >> 16);
        }
        if (rex != 0) {
            b[p++] = (byte) (0x40 | rex);
        }
        int map = op & 0x300;
        if (map != 0) {
            b[p++] = 0x0F;
            if (map != M0F) {
                b[p++] = (byte) (map == M38 ? 0x38 : 0x3A);
            }
        }
        b[p++] = (byte) op;
        pos = p;
    }

    /** Register {@code reg} (or opcode extension) and register {@code rm}. */
    protected final void rr(int op, int rex, int reg, int rm) {
        room();
        head(op, rex | reg >> 3 << 2 | rm >> 3);
        buf[pos++] = (byte) (0xC0 | (reg & 7) << 3 | rm & 7);
    }

    /** Register (or opcode extension) and memory at {@code base + disp}. */
    protected final void mem(int op, int rex, int reg, int base, int disp) {
        room();
        head(op, rex | reg >> 3 << 2 | base >> 3);
        byte[] b = buf;
        int p = pos;
        int modrm = (reg & 7) << 3 | base & 7;
        boolean none = disp == 0 && (base & 7) != 5;
        boolean small = disp == (byte) disp;
        b[p++] = (byte) (none ? modrm : small ? modrm | 0x40 : modrm | 0x80);
        if ((base & 7) == 4) {
            b[p++] = 0x24;
        }
        pos = p;
        displacement(disp, none, small);
    }

    /** Register and memory at {@code base + index * scale + disp}; {@code base} may be -1 (none). */
    protected final void memX(int op, int rex, int reg, int base, int index, int scale, int disp) {
        if (index == 4 || Integer.bitCount(scale) != 1 || scale > 8 || scale < 0) {
            throw new IllegalArgumentException("index or scale cannot be encoded");
        }
        room();
        int baseBits = base < 0 ? 5 : base;
        head(op, rex | reg >> 3 << 2 | index >> 3 << 1 | baseBits >> 3);
        byte[] b = buf;
        int p = pos;
        boolean none = base < 0 || disp == 0 && (base & 7) != 5;
        boolean small = disp == (byte) disp;
        b[p++] = (byte) ((reg & 7) << 3 | 4 | (none ? 0 : small ? 0x40 : 0x80));
        b[p++] = (byte) (Integer.numberOfTrailingZeros(scale) << 6 | (index & 7) << 3 | baseBits & 7);
        pos = p;
        if (base < 0) {
            put32(disp);
        } else {
            displacement(disp, none, small);
        }
    }

    private void displacement(int disp, boolean none, boolean small) {
        if (none) {
            return;
        }
        if (small) {
            buf[pos++] = (byte) disp;
        } else {
            put32(disp);
        }
    }

    /** Register and memory at a label; {@code tail} is the number of immediate bytes that follow. */
    protected final void memRip(int op, int rex, int reg, int label, int tail) {
        room();
        head(op, rex | reg >> 3 << 2);
        buf[pos++] = (byte) ((reg & 7) << 3 | 5);
        rel32(label, tail);
    }
}
