package heliotrope.ir;

/**
 * The operations of the intermediate representation, declared once in {@link #TABLE}.
 *
 * <p>A block is a straight line of operations. An operation's result, if it has one, is named by the operation's index.
 * Columns: {@code a}, {@code b}, {@code c} are operands (indexes of earlier operations), {@code imm} is a constant.
 * Values have one of the types I32, I64, F32, F64. The upper half of the word that holds an I32 is not defined:
 * an operation that takes an I32 looks at its low 32 bits only. Conditions are I32, 0 or 1 when an operation of ours makes
 * them, and any non-zero value counts as true.
 *
 * <p>Semantics that are not obvious:
 *
 * <ul>
 *   <li>{@code INSN}: the operations up to the next INSN belong to the guest instruction at {@code imm}; {@code a} is 1 when it
 *       sits in a delay slot (an exception then names the branch before it, at {@code imm - 4}), else 0.
 *   <li>{@code GET*}/{@code PUT*}: guest state at byte offset {@code imm} (0..1023, naturally aligned). PUTs take effect
 *       in order; at any operation that may leave the block the guest state is exactly what the PUTs before it made it.
 *   <li>Shifts use the low 5 (6) bits of the count, an I32.
 *   <li>{@code DIV*}, {@code REM*}: a divisor of 0 counts as 1; MIN / -1 is MIN, remainder 0. They never fault.
 *   <li>{@code LD*}, {@code ST*}: guest address {@code a + imm}; I32 addresses wrap at 32 bits (or fault), byte order is the
 *       block's. An address that is not naturally aligned faults. LD8/LD16 give I32.
 *   <li>{@code LDU32}, {@code LDU64}: as LD32, LD64 from any address. If part of it faults, so does all.
 *   <li>{@code LL*}, {@code SC*}: load linked and store conditional; the link lives in the thread's engine state. SC gives 1
 *       when it stored; it also stores if the memory still holds the value that LL saw.
 *   <li>FP arithmetic rounds as the guest's current mode says, raises the guest's sticky flags and gives the guest's NaNs.
 *       {@code F*TOI*}: {@code imm} is the rounding mode 0 nearest, 1 to zero, 2 up, 3 down, 4 the current one; out of range
 *       and NaN give what the guest's {@link FpModel} says.
 *   <li>{@code FABS*}, {@code FNEG*} change the sign bit, of NaNs too, and raise nothing; {@code FABSA*}, {@code FNEGA*} are
 *       arithmetic: a NaN operand gives the guest's NaN, a signalling one is invalid; nothing is flushed.
 *   <li>{@code FCMP*}: {@code imm} bits: 1 true if unordered, 2 true if equal, 4 true if a &lt; b, 8 quiet NaNs raise invalid too.
 *   <li>{@code JOINF64}: the double whose low half is {@code a} and whose high half is {@code b}.
 *   <li>{@code HELPER*}: {@link Frontend#helper} number {@code imm} with operands a, b (or -1). Compiled code does not run
 *       helpers: it leaves the block and has the instruction interpreted.
 *   <li>{@code EXIT_IF}, {@code TRAP_IF}: leave the block if {@code a} is non-zero. {@code EXIT}, {@code EXIT_REG},
 *       {@code SYSCALL}, {@code TRAP} end the block; nothing follows. Trap arguments: {@link Trap}.
 *   <li>{@code EXIT_UNLESS}: leaves the block, to address {@code a}, unless that is {@code imm} (where a path goes on).
 * </ul>
 */
public final class Op {
    private Op() {}

    /** Types of results and operands. */
    public static final byte NONE = 0, I32 = 1, I64 = 2, F32 = 3, F64 = 4;

    // Meta and guest state.
    public static final int INSN = 0;
    public static final int CONST32 = 1, CONST64 = 2, CONSTF32 = 3, CONSTF64 = 4;
    public static final int GET32 = 5, GET64 = 6, GETF32 = 7, GETF64 = 8;
    public static final int PUT32 = 9, PUT64 = 10, PUTF32 = 11, PUTF64 = 12;

    // Integers of 32 bits.
    public static final int ADD32 = 13, SUB32 = 14, AND32 = 15, OR32 = 16, XOR32 = 17, NOT32 = 18;
    public static final int SHL32 = 19, SHR32 = 20, SAR32 = 21, ROR32 = 22;
    public static final int MUL32 = 23, DIVS32 = 24, DIVU32 = 25, REMS32 = 26, REMU32 = 27;
    public static final int ADDOV32 = 28, SUBOV32 = 29;
    public static final int EQ32 = 30, NE32 = 31, LTS32 = 32, LTU32 = 33, LES32 = 34, LEU32 = 35;
    public static final int SEL32 = 36, CLZ32 = 37, BSWAP32 = 38, EXT8S = 39, EXT16S = 40;

    // Integers of 64 bits.
    public static final int ADD64 = 41, SUB64 = 42, AND64 = 43, OR64 = 44, XOR64 = 45, NOT64 = 46;
    public static final int SHL64 = 47, SHR64 = 48, SAR64 = 49, ROR64 = 50;
    public static final int MUL64 = 51, MULHS64 = 52, MULHU64 = 53;
    public static final int DIVS64 = 54, DIVU64 = 55, REMS64 = 56, REMU64 = 57;
    public static final int ADDOV64 = 58, SUBOV64 = 59;
    public static final int EQ64 = 60, NE64 = 61, LTS64 = 62, LTU64 = 63, LES64 = 64, LEU64 = 65;
    public static final int SEL64 = 66, CLZ64 = 67, BSWAP64 = 68;
    public static final int TRUNC = 69, SEXT = 70, ZEXT = 71;

    // Memory.
    public static final int LD8U = 72, LD8S = 73, LD16U = 74, LD16S = 75, LD32 = 76, LD64 = 77, LDF32 = 78, LDF64 = 79;
    public static final int ST8 = 80, ST16 = 81, ST32 = 82, ST64 = 83, STF32 = 84, STF64 = 85;
    public static final int LL32 = 86, LL64 = 87, SC32 = 88, SC64 = 89, FENCE = 90;

    // Floating point.
    public static final int FADD32 = 91, FSUB32 = 92, FMUL32 = 93, FDIV32 = 94, FSQRT32 = 95, FABS32 = 96, FNEG32 = 97;
    public static final int FADD64 = 98, FSUB64 = 99, FMUL64 = 100, FDIV64 = 101, FSQRT64 = 102, FABS64 = 103, FNEG64 = 104;
    public static final int F32TOF64 = 105, F64TOF32 = 106;
    public static final int I32TOF32 = 107, I32TOF64 = 108, I64TOF32 = 109, I64TOF64 = 110;
    public static final int F32TOI32 = 111, F64TOI32 = 112, F32TOI64 = 113, F64TOI64 = 114;
    public static final int FCMP32 = 115, FCMP64 = 116;
    public static final int F32BITS = 117, BITSF32 = 118, F64BITS = 119, BITSF64 = 120;
    public static final int FABSA32 = 121, FNEGA32 = 122, FABSA64 = 123, FNEGA64 = 124;
    public static final int SELF32 = 125, SELF64 = 126;

    // Helpers and exits.
    public static final int HELPER = 127, HELPER32 = 128, HELPER64 = 129;
    public static final int EXIT_IF = 130, TRAP_IF = 131;
    public static final int EXIT = 132, EXIT_REG = 133, SYSCALL = 134, TRAP = 135, EXIT_UNLESS = 136;

    // Memory again: at any address.
    public static final int LDU32 = 137, LDU64 = 138;

    // Floating point again.
    public static final int JOINF64 = 139;
    public static final int COUNT = 140;

    /** Properties of an operation, in {@link #FLAGS}. */
    public static final int
            MAY_FAULT = 1, // reads or writes guest memory
            SIDE_EFFECT = 2, // must not be removed even if its result is unused
            END = 4, // ends the block
            MAY_LEAVE = 8, // may leave the block, with the guest state as the PUTs before it made it
            FP_ENV = 16; // depends on the rounding mode and raises flags

    /**
     * One row per operation: name, result type, operand types, properties. Operand letters: i I32, l I64, f F32, d F64,
     * w an address (I32 or I64), x any integer; upper-case S marks that {@code imm} is part of the text form (signed constant),
     * B bits in hexadecimal, P a guest address. Properties: m {@link #MAY_FAULT}, s {@link #SIDE_EFFECT}, e {@link #END},
     * v {@link #MAY_LEAVE}, p {@link #FP_ENV}.
     */
    private static final String[] TABLE = {
        "insn - P s", "const32 i S -", "const64 l S -", "constf32 f B -", "constf64 d B -",
        "get32 i S -", "get64 l S -", "getf32 f S -", "getf64 d S -",
        "put32 - iS s", "put64 - lS s", "putf32 - fS s", "putf64 - dS s",
        "add32 i ii -", "sub32 i ii -", "and32 i ii -", "or32 i ii -", "xor32 i ii -", "not32 i i -",
        "shl32 i ii -", "shr32 i ii -", "sar32 i ii -", "ror32 i ii -",
        "mul32 i ii -", "divs32 i ii -", "divu32 i ii -", "rems32 i ii -", "remu32 i ii -",
        "addov32 i ii -", "subov32 i ii -",
        "eq32 i ii -", "ne32 i ii -", "lts32 i ii -", "ltu32 i ii -", "les32 i ii -", "leu32 i ii -",
        "sel32 i iii -", "clz32 i i -", "bswap32 i i -", "ext8s i i -", "ext16s i i -",
        "add64 l ll -", "sub64 l ll -", "and64 l ll -", "or64 l ll -", "xor64 l ll -", "not64 l l -",
        "shl64 l li -", "shr64 l li -", "sar64 l li -", "ror64 l li -",
        "mul64 l ll -", "mulhs64 l ll -", "mulhu64 l ll -",
        "divs64 l ll -", "divu64 l ll -", "rems64 l ll -", "remu64 l ll -",
        "addov64 i ll -", "subov64 i ll -",
        "eq64 i ll -", "ne64 i ll -", "lts64 i ll -", "ltu64 i ll -", "les64 i ll -", "leu64 i ll -",
        "sel64 l ill -", "clz64 i l -", "bswap64 l l -",
        "trunc i l -", "sext l i -", "zext l i -",
        "ld8u i wS ms", "ld8s i wS ms", "ld16u i wS ms", "ld16s i wS ms", "ld32 i wS ms", "ld64 l wS ms", "ldf32 f wS ms", "ldf64 d wS ms",
        "st8 - wiS ms", "st16 - wiS ms", "st32 - wiS ms", "st64 - wlS ms", "stf32 - wfS ms", "stf64 - wdS ms",
        "ll32 i wS ms", "ll64 l wS ms", "sc32 i wiS ms", "sc64 i wlS ms", "fence - - s",
        "fadd32 f ff ps", "fsub32 f ff ps", "fmul32 f ff ps", "fdiv32 f ff ps", "fsqrt32 f f ps", "fabs32 f f -", "fneg32 f f -",
        "fadd64 d dd ps", "fsub64 d dd ps", "fmul64 d dd ps", "fdiv64 d dd ps", "fsqrt64 d d ps", "fabs64 d d -", "fneg64 d d -",
        "f32tof64 d f ps", "f64tof32 f d ps",
        "i32tof32 f i ps", "i32tof64 d i ps", "i64tof32 f l ps", "i64tof64 d l ps",
        "f32toi32 i fS ps", "f64toi32 i dS ps", "f32toi64 l fS ps", "f64toi64 l dS ps",
        "fcmp32 i ffS ps", "fcmp64 i ddS ps",
        "f32bits i f -", "bitsf32 f i -", "f64bits l d -", "bitsf64 d l -",
        "fabsa32 f f ps", "fnega32 f f ps", "fabsa64 d d ps", "fnega64 d d ps",
        "self32 f iff -", "self64 d idd -",
        "helper - xxS sv", "helper32 i xxS sv", "helper64 l xxS sv",
        "exit_if - iP sv", "trap_if - iB sv",
        "exit - P se", "exit_reg - w se", "syscall - S se", "trap - B se",
        "exit_unless - wP sv",
        "ldu32 i wS ms", "ldu64 l wS ms",
        "joinf64 d ii -",
    };

    /** Name in the text form, by operation. */
    public static final String[] NAME = new String[COUNT];
    /** Result type, by operation. */
    public static final byte[] TYPE = new byte[COUNT];
    /** Operand letters of {@link #TABLE} without the imm letter, by operation. */
    public static final String[] OPERANDS = new String[COUNT];
    /** The imm letter of {@link #TABLE} (S, B, P), or 0 when the operation has no constant. */
    public static final char[] IMM = new char[COUNT];
    /** Number of operands. */
    public static final byte[] ARITY = new byte[COUNT];
    /** Properties, by operation. */
    public static final byte[] FLAGS = new byte[COUNT];

    static {
        for (int op = 0; op < COUNT; op++) {
            row(op, TABLE[op]);
        }
    }

    private static void row(int op, String row) {
        int s1 = row.indexOf(' ');
        int s2 = row.indexOf(' ', s1 + 1);
        int s3 = row.indexOf(' ', s2 + 1);
        NAME[op] = row.substring(0, s1);
        TYPE[op] = type(row.charAt(s1 + 1));
        int end = s3;
        char last = row.charAt(s3 - 1);
        if (last >= 'A' && last <= 'Z') {
            IMM[op] = last;
            end--;
        }
        if (row.charAt(s2 + 1) == '-') {
            end = s2 + 1;
        }
        OPERANDS[op] = row.substring(s2 + 1, end);
        ARITY[op] = (byte) (end - s2 - 1);
        int flags = 0;
        for (int i = s3 + 1; i < row.length(); i++) {
            char c = row.charAt(i);
            flags |= c == 'm' ? MAY_FAULT : c == 's' ? SIDE_EFFECT : c == 'e' ? END : c == 'v' ? MAY_LEAVE : c == 'p' ? FP_ENV : 0;
        }
        FLAGS[op] = (byte) flags;
    }

    /** Type of a letter of the table; {@link #NONE} for letters that stand for several types. */
    public static byte type(char letter) {
        return letter == 'i' ? I32 : letter == 'l' ? I64 : letter == 'f' ? F32 : letter == 'd' ? F64 : NONE;
    }
}
