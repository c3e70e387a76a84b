package heliotrope.ir;

/**
 * What made a guest instruction trap: the argument of {@code TRAP} and {@code TRAP_IF} is {@code kind << 24 | code}, with a code
 * of at most 24 bits that is the guest's own (the code field of a MIPS {@code break}, for instance).
 */
public final class Trap {
    private Trap() {}

    public static final int
            BREAK = 1, // breakpoint instruction with a code
            CONDITIONAL = 2, // conditional trap instruction (MIPS teq and its kin) with a code
            OVERFLOW = 3, // signed overflow of a trapping addition or subtraction
            RESERVED = 4, // no such instruction, or one that needs privileges
            COPROCESSOR = 5, // coprocessor not usable; the code is its number
            FP = 6, // floating-point exception whose enable bit is set
            FETCH = 7; // the instruction (or its delay slot) cannot be read

    /** The argument for a kind and a code. */
    public static int of(int kind, int code) {
        return kind << 24 | code & 0xffffff;
    }

    public static int kind(int argument) {
        return argument >>> 24;
    }

    public static int code(int argument) {
        return argument & 0xffffff;
    }
}
