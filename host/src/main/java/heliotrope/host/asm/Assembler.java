package heliotrope.host.asm;

/**
 * An x86-64 assembler that writes into a growing byte array: {@link #buf}, {@link #pos}.
 *
 * <p>Naming: a method is named after the family, then the operand form: nothing for register, register; {@code Imm}
 * for an immediate; {@code Mem} for a memory source at {@code [base + disp]}, {@code MemStore} for a memory
 * destination; a final {@code X} for {@code [base + index * scale + disp]} ({@code base} may be -1: none; {@code
 * index} may not be {@link #RSP}; {@code scale} 1, 2, 4, 8) and {@code Rip} for {@code [label]}. Plain moves are
 * called {@code load*} and {@code store*}. Destination operands come first, as in Intel syntax, memory operands as
 * (base, disp) or (base, index, scale, disp). {@code size} is in bits (8, 16, 32, 64), registers are numbers in
 * hardware order, for general and SSE registers alike. Operations within a family ({@link #ADD}, {@link #SHL}, {@link
 * #SSE_MUL} ..) are the hardware's own codes, so that choosing one is not a branch.
 *
 * <p>Memory operands are not checked for sense; what cannot be encoded (rsp as index, a short jump too far) throws.
 */
public final class Assembler extends SseAssembler {
    public static final int RAX = 0;
    public static final int RCX = 1;
    public static final int RDX = 2;
    public static final int RBX = 3;
    public static final int RSP = 4;
    public static final int RBP = 5;
    public static final int RSI = 6;
    public static final int RDI = 7;
    public static final int R8 = 8;
    public static final int R9 = 9;
    public static final int R10 = 10;
    public static final int R11 = 11;
    public static final int R12 = 12;
    public static final int R13 = 13;
    public static final int R14 = 14;
    public static final int R15 = 15;

    // alu
    public static final int ADD = 0;
    public static final int OR = 1;
    public static final int ADC = 2;
    public static final int SBB = 3;
    public static final int AND = 4;
    public static final int SUB = 5;
    public static final int XOR = 6;
    public static final int CMP = 7;

    // shift
    public static final int ROL = 0;
    public static final int ROR = 1;
    public static final int RCL = 2;
    public static final int RCR = 3;
    public static final int SHL = 4;
    public static final int SHR = 5;
    public static final int SAR = 7;

    // unary
    public static final int NOT = 2;
    public static final int NEG = 3;
    public static final int MUL = 4;
    public static final int IMUL = 5;
    public static final int DIV = 6;
    public static final int IDIV = 7;

    // SSE arithmetic
    public static final int SSE_SQRT = 0x51;
    public static final int SSE_AND = 0x54;
    public static final int SSE_ANDN = 0x55;
    public static final int SSE_OR = 0x56;
    public static final int SSE_XOR = 0x57;
    public static final int SSE_ADD = 0x58;
    public static final int SSE_MUL = 0x59;
    public static final int SSE_SUB = 0x5C;
    public static final int SSE_MIN = 0x5D;
    public static final int SSE_DIV = 0x5E;
    public static final int SSE_MAX = 0x5F;

    // Conditions. cc ^ 1 is the opposite.
    public static final int CC_O = 0;
    public static final int CC_NO = 1;
    public static final int CC_B = 2;
    public static final int CC_AE = 3;
    public static final int CC_E = 4;
    public static final int CC_NE = 5;
    public static final int CC_BE = 6;
    public static final int CC_A = 7;
    public static final int CC_S = 8;
    public static final int CC_NS = 9;
    public static final int CC_P = 10;
    public static final int CC_NP = 11;
    public static final int CC_L = 12;
    public static final int CC_GE = 13;
    public static final int CC_LE = 14;
    public static final int CC_G = 15;

    // Rounding modes of round: the MXCSR.RC codes; 4 means the current mode.
    public static final int ROUND_NEAREST = 0;
    public static final int ROUND_DOWN = 1;
    public static final int ROUND_UP = 2;
    public static final int ROUND_ZERO = 3;
    public static final int ROUND_CURRENT = 4;

    /** With room for a few kilobytes; grows by itself. */
    public Assembler() {
        this(4096);
    }

    /** With room for {@code initialCapacity} bytes; grows by itself. */
    public Assembler(int initialCapacity) {
        super(initialCapacity);
    }
}
