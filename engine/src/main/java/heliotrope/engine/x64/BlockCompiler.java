package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.ADD;
import static heliotrope.host.asm.Assembler.AND;
import static heliotrope.host.asm.Assembler.IMUL;
import static heliotrope.host.asm.Assembler.MUL;
import static heliotrope.host.asm.Assembler.OR;
import static heliotrope.host.asm.Assembler.ROR;
import static heliotrope.host.asm.Assembler.SAR;
import static heliotrope.host.asm.Assembler.SHL;
import static heliotrope.host.asm.Assembler.SHR;
import static heliotrope.host.asm.Assembler.SSE_ADD;
import static heliotrope.host.asm.Assembler.SSE_DIV;
import static heliotrope.host.asm.Assembler.SSE_MUL;
import static heliotrope.host.asm.Assembler.SSE_SUB;
import static heliotrope.host.asm.Assembler.SUB;
import static heliotrope.host.asm.Assembler.XOR;

import heliotrope.engine.CpuState;
import heliotrope.ir.IrBlock;
import heliotrope.ir.Mode;
import heliotrope.ir.Op;

/**
 * Compiles IR blocks to machine code. The result is a pure function of the block, which is what makes
 * {@link #recordFault} possible, and it is the same at every place whose address is a multiple of 16. One object serves
 * one thread at a time.
 */
public final class BlockCompiler extends SelfLoops {
    /** Bytes at a block's entry that a jump may replace while other threads run there: one instruction. */
    static final int ENTRY_NOP = 5;

    private int missOffset;

    public BlockCompiler(PinnedRegisters pins) {
        super(pins);
    }

    /**
     * Compiles a block.
     *
     * @param mayLoop whether a block that jumps to its own start may do so without passing its entry
     * @return the number of bytes, which are at the start of {@link #code()}
     */
    public int compile(IrBlock block, boolean mayLoop) {
        loopsAllowed = mayLoop;
        wide = (block.mode & Mode.ADDR64) != 0;
        open(block);
        bigEndian = (block.mode & Mode.BIG_ENDIAN) != 0;
        int size = block.size;
        int slow = firstSlow(size, block.mode);
        // Rows behind `limit` are not compiled; the block ends with the interpretation of one instruction, or a jump
        // to it.
        int limit = slow < size ? resumeRow(slow) : size;
        boolean endsSlow = slow < size;
        while (true) {
            int failed = run(limit, endsSlow, block);
            if (failed < 0) {
                return asm.pos;
            }
            // Out of spill slots, or the state before an instruction is lost: end the block there.
            endsSlow = undoLost || resumeRow(failed) == firstInsn();
            limit = resumeRow(failed);
            open(block); // without what was done to it as a loop
        }
    }

    private int firstInsn() {
        int r = 0;
        while (op[r] != Op.INSN) {
            r++;
        }
        return r;
    }

    /** The code of the last compilation. */
    public byte[] code() {
        return asm.buf;
    }

    /** Offset in the last compiled code of the stub that the entry is to lead to when the block becomes invalid. */
    public int missOffset() {
        return missOffset;
    }

    /**
     * Finds out what the guest's state is at a fault, by compiling the block once more.
     *
     * @param at offset of the faulting instruction from the block's start
     */
    public void recordFault(IrBlock block, boolean mayLoop, int at, FaultRecord into) {
        into.clear();
        record = into;
        recordAt = at;
        try {
            compile(block, mayLoop);
            if (!into.found && at >= coldBase) {
                // Where cold code starts is known only now.
                recordColdAt = at - coldBase;
                compile(block, mayLoop);
            }
        } finally {
            record = null;
            recordAt = -1;
            recordColdAt = -1;
        }
    }

    /** @return -1, or the row at which it did not work */
    private int run(int limit, boolean endsSlow, IrBlock block) {
        rows = limit;
        carryAll();
        int failed = start(limit, endsSlow, block);
        if (failed < 0 && carriesTooMuch()) {
            open(block);
            failed = start(limit, endsSlow, block);
        }
        if (failed < 0 && hasChecks()) {
            bindChecks();
            open(block);
            noLoop(limit);
            failed = body(limit, endsSlow, block);
        }
        if (failed >= 0) {
            return failed;
        }
        asm.align(8);
        missOffset = asm.pos;
        missStub();
        joinCold();
        return -1;
    }

    /** Compiles from the entry on. @return as {@link #run} */
    private int start(int limit, boolean endsSlow, IrBlock block) {
        FaultRecord r = record;
        if (r != null) {
            r.clear();
        }
        asm.reset();
        cold.reset();
        openExits(block.pc);
        asm.nop(ENTRY_NOP);
        findLoop(limit, block.pc);
        return body(limit, endsSlow, block);
    }

    /** Compiles the rows, with or without the loop that was found. @return as {@link #run} */
    private int body(int limit, boolean endsSlow, IrBlock block) {
        analyse(limit);
        openRegisters(block.size + pins.count + MOST_CARRIED);
        openSlots(block.size);
        openMemory(block.size);
        openBody();
        planStretches(limit);
        openStretches();
        enterLoop();
        boolean ended = false;
        for (int i = 0; i < limit; i++) {
            if ((marks[i] & DEAD) != 0) {
                continue;
            }
            int o = op[i];
            if ((marks[i] & SETTLE) != 0) {
                settle();
            }
            if (o < Op.LD8U) {
                ended = integer(i, o);
            } else if (o < Op.FADD32 || o >= Op.LDU32) {
                memory(i, o);
            } else if (o < Op.HELPER) {
                floating(i, o);
            } else {
                ended = exit(i, o);
            }
            if (outOfSpills || undoLost) {
                return i;
            }
            if (ended) {
                break;
            }
        }
        if (!ended) {
            settle();
            if (outOfSpills || undoLost) {
                return limit - 1;
            }
            nextInstruction();
            if (endsSlow) {
                endSlow(imm[limit]);
            } else {
                exit(imm[limit]);
            }
        }
        return -1;
    }

    /** Guest state, constants and integers. @return false */
    private boolean integer(int i, int o) {
        switch (o) {
            case Op.INSN -> {
                boolean delay = left[i] > 0;
                if (!delay) {
                    nextInstruction();
                }
                insnPc = imm[i];
                inDelaySlot = delay;
            }
            case Op.CONST32, Op.CONST64, Op.CONSTF32, Op.CONSTF64 -> {} // made where they are used
            case Op.GET32, Op.GET64, Op.GETF32, Op.GETF64 -> get(i);
            case Op.PUT32, Op.PUT64, Op.PUTF32, Op.PUTF64 -> put(i);
            case Op.ADD32 -> alu(i, ADD, 32);
            case Op.SUB32 -> alu(i, SUB, 32);
            case Op.AND32 -> alu(i, AND, 32);
            case Op.OR32 -> alu(i, OR, 32);
            case Op.XOR32 -> alu(i, XOR, 32);
            case Op.NOT32 -> not(i, 32);
            case Op.SHL32 -> shift(i, SHL, 32);
            case Op.SHR32 -> shift(i, SHR, 32);
            case Op.SAR32 -> shift(i, SAR, 32);
            case Op.ROR32 -> shift(i, ROR, 32);
            case Op.MUL32 -> multiply(i, 32);
            case Op.DIVS32, Op.REMS32 -> divide(i, true, 32);
            case Op.DIVU32, Op.REMU32 -> divide(i, false, 32);
            case Op.ADDOV32, Op.SUBOV32, Op.EQ32, Op.NE32, Op.LTS32, Op.LTU32, Op.LES32, Op.LEU32, Op.ADDOV64,
                    Op.SUBOV64, Op.EQ64,
                    Op.NE64, Op.LTS64, Op.LTU64, Op.LES64, Op.LEU64 -> compare(i);
            case Op.SEL32 -> select(i, 32);
            case Op.CLZ32 -> countLeadingZeros(i, 32);
            case Op.BSWAP32 -> byteSwap(i, 32);
            case Op.EXT8S -> signExtend(i, 8, 32);
            case Op.EXT16S -> signExtend(i, 16, 32);
            case Op.ADD64 -> alu(i, ADD, 64);
            case Op.SUB64 -> alu(i, SUB, 64);
            case Op.AND64 -> alu(i, AND, 64);
            case Op.OR64 -> alu(i, OR, 64);
            case Op.XOR64 -> alu(i, XOR, 64);
            case Op.NOT64 -> not(i, 64);
            case Op.SHL64 -> shift(i, SHL, 64);
            case Op.SHR64 -> shift(i, SHR, 64);
            case Op.SAR64 -> shift(i, SAR, 64);
            case Op.ROR64 -> shift(i, ROR, 64);
            case Op.MUL64 -> multiply(i, 64);
            case Op.MULHS64 -> multiplyHigh(i, IMUL);
            case Op.MULHU64 -> multiplyHigh(i, MUL);
            case Op.DIVS64, Op.REMS64 -> divide(i, true, 64);
            case Op.DIVU64, Op.REMU64 -> divide(i, false, 64);
            case Op.SEL64 -> select(i, 64);
            case Op.CLZ64 -> countLeadingZeros(i, 64);
            case Op.BSWAP64 -> byteSwap(i, 64);
            case Op.TRUNC -> low32(i, false);
            case Op.ZEXT -> low32(i, Op.TYPE[op[left[i]]] == Op.I32);
            case Op.SEXT -> signExtend(i, 32, 64);
            default -> throw unknown(o);
        }
        return false;
    }

    /** Memory and, of floating point, what came later. */
    private void memory(int i, int o) {
        storedInStretch |= o >= Op.ST8 && o <= Op.FENCE;
        switch (o) {
            case Op.LD8U, Op.LD8S, Op.LD16U, Op.LD16S, Op.LD32, Op.LD64 -> load(i);
            case Op.LDF32 -> loadFloat(i, 32);
            case Op.LDF64 -> loadFloat(i, 64);
            case Op.ST8 -> store(i, 8);
            case Op.ST16 -> store(i, 16);
            case Op.ST32 -> store(i, 32);
            case Op.ST64 -> store(i, 64);
            case Op.STF32 -> storeFloat(i, 32);
            case Op.STF64 -> storeFloat(i, 64);
            case Op.LL32 -> loadLinked(i, 32);
            case Op.LL64 -> loadLinked(i, 64);
            case Op.SC32 -> storeConditional(i, 32);
            case Op.SC64 -> storeConditional(i, 64);
            case Op.FENCE -> asm.mfence();
            case Op.LDU32 -> loadUnaligned(i, 32);
            case Op.LDU64 -> loadUnaligned(i, 64);
            case Op.JOINF64 -> join(i);
            default -> throw unknown(o);
        }
    }

    private void floating(int i, int o) {
        switch (o) {
            case Op.FADD32 -> arithmetic(i, SSE_ADD, 32);
            case Op.FSUB32 -> arithmetic(i, SSE_SUB, 32);
            case Op.FMUL32 -> arithmetic(i, SSE_MUL, 32);
            case Op.FDIV32 -> arithmetic(i, SSE_DIV, 32);
            case Op.FSQRT32 -> squareRoot(i, 32);
            case Op.FABS32 -> sign(i, false, 32);
            case Op.FNEG32 -> sign(i, true, 32);
            case Op.FADD64 -> arithmetic(i, SSE_ADD, 64);
            case Op.FSUB64 -> arithmetic(i, SSE_SUB, 64);
            case Op.FMUL64 -> arithmetic(i, SSE_MUL, 64);
            case Op.FDIV64 -> arithmetic(i, SSE_DIV, 64);
            case Op.FSQRT64 -> squareRoot(i, 64);
            case Op.FABS64 -> sign(i, false, 64);
            case Op.FNEG64 -> sign(i, true, 64);
            case Op.F32TOF64 -> convertFloat(i, 32);
            case Op.F64TOF32 -> convertFloat(i, 64);
            case Op.I32TOF32 -> fromInteger(i, 32, 32);
            case Op.I32TOF64 -> fromInteger(i, 64, 32);
            case Op.I64TOF32 -> fromInteger(i, 32, 64);
            case Op.I64TOF64 -> fromInteger(i, 64, 64);
            case Op.F32TOI32 -> toInteger(i, 32, 32);
            case Op.F64TOI32 -> toInteger(i, 64, 32);
            case Op.F32TOI64 -> toInteger(i, 32, 64);
            case Op.F64TOI64 -> toInteger(i, 64, 64);
            case Op.FCMP32 -> compareFloat(i, 32);
            case Op.FCMP64 -> compareFloat(i, 64);
            case Op.F32BITS -> toBits(i, 32);
            case Op.F64BITS -> toBits(i, 64);
            case Op.BITSF32 -> fromBits(i, 32);
            case Op.BITSF64 -> fromBits(i, 64);
            case Op.FABSA32 -> arithmeticSign(i, false, 32);
            case Op.FNEGA32 -> arithmeticSign(i, true, 32);
            case Op.FABSA64 -> arithmeticSign(i, false, 64);
            case Op.FNEGA64 -> arithmeticSign(i, true, 64);
            case Op.SELF32, Op.SELF64 -> selectFloat(i);
            default -> throw unknown(o);
        }
    }

    /** @return whether the block ends here */
    private boolean exit(int i, int o) {
        switch (o) {
            case Op.EXIT_IF -> {
                begin(i);
                if (i + 1 < rows && op[i + 1] == Op.EXIT && !isLoopEnd(i + 1)) {
                    int temporary = prepareCondition(i);
                    if (isLoopEnd(i)) {
                        closeLoop(i, temporary, imm[i + 1]);
                        return !outOfSpills;
                    }
                    writeBackKeeping();
                    if (outOfSpills) {
                        return false;
                    }
                    exitBoth(i, temporary, imm[i], imm[i + 1]);
                    return true;
                }
                exitIf(condition(i), imm[i]);
                end(i);
                return false;
            }
            case Op.TRAP_IF -> {
                begin(i);
                trapIf(condition(i), (int) imm[i]);
                end(i);
                return false;
            }
            case Op.EXIT -> {
                if (isLoopEnd(i)) {
                    closeLoop();
                    return !outOfSpills;
                }
                exit(imm[i]);
            }
            case Op.EXIT_REG -> {
                begin(i);
                int target = left[i];
                if (isConst(target)) {
                    exit(imm[target]);
                    return true;
                }
                toGpr(target);
                writeBackKeeping();
                exitRegister(reg[target]);
            }
            case Op.EXIT_UNLESS -> {
                begin(i);
                exitUnless(toGpr(left[i]), imm[i]);
                end(i);
                return false;
            }
            case Op.SYSCALL -> stop(CpuState.REASON_SYSCALL, (int) imm[i]);
            case Op.TRAP -> stop(CpuState.REASON_TRAP, (int) imm[i]);
            default -> throw unknown(o);
        }
        return true;
    }

    private static IllegalStateException unknown(int o) {
        return new IllegalStateException("no such operation: " + o);
    }
}
