package heliotrope.ir;

/** One guest instruction set: the way from its machine code to IR. */
public interface Frontend {
    /**
     * Translates one block: instructions from {@code code.pc} on, up to and including the first jump, branch (with its delay slot),
     * system call or trap, or {@code maxInstructions} (a branch and its delay slot are never parted), or the end of the words given.
     * Where the words end before a delay slot, the block ends before its branch; if nothing can be translated the block is
     * one {@code TRAP} of kind {@link Trap#FETCH}. Sets pc, guestBytes and mode of the block.
     */
    void translate(CodeSource code, int mode, int maxInstructions, IrBuilder out);

    /** Runs helper {@code id} of a HELPER operation; a {@link Trap} argument to raise (not 0) is left in {@code trap[0]}. */
    long helper(int id, GuestState state, long a, long b, int[] trap);

    /**
     * Runs an instruction that compiled code leaves to others, if that takes no IR: it is no jump, in no delay slot, and does not trap. The
     * pc is not touched.
     *
     * @return false: nothing was done, it is to be translated and interpreted
     */
    default boolean step(GuestState state, int word) {
        return false;
    }

    FpModel fpModel();

    /** The model of a {@link Mode}: programs of both NaN encodings may run side by side. */
    default FpModel fpModel(int mode) {
        return fpModel();
    }

    /** Text of one instruction, for crash reports and {@code heliotrope disasm}. */
    String disassemble(int word, long pc);

    /** Name and byte offset of each integer register, for dumps: element i is "name" at {@link #registerOffset}. */
    String registerName(int register);

    int registerOffset(int register);

    int registerCount();

    /**
     * Byte offsets of integer registers, multiples of 8 below 512, that programs use most, in order: compiled code keeps the
     * first of them in host registers. They are read and written in the mode's full width; other accesses are slow.
     */
    default int[] pinnedRegisters() {
        return new int[0];
    }
}
