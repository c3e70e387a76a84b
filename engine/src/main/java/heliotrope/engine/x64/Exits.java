package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.CC_E;
import static heliotrope.host.asm.Assembler.CC_NE;
import static heliotrope.host.asm.Assembler.CMP;
import static heliotrope.host.asm.Assembler.R15;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDX;

import heliotrope.engine.CpuState;
import heliotrope.host.asm.Assembler;
import java.util.Arrays;

/**
 * Ways out of a block. Direct exits are jumps whose distance can be patched while other threads run them (it lies
 * within one aligned 8-byte word); before that they lead to a stub that leaves for linking. Jumps backwards look at
 * the interrupt flag first, as indirect ones do.
 */
abstract class Exits extends LoopSlots {
    /** Entries of a thread's table of indirect targets, 16 bytes each: guest pc, host address. */
    static final int JUMP_CACHE_ENTRIES = 1 << 14;

    /** The bits of a guest pc that choose its entry, at four times their number in the table. */
    static final int JUMP_CACHE_MASK = 4 * (JUMP_CACHE_ENTRIES - 1);

    // Kinds of fixups; cold code gets its place when the main line is complete.
    private static final int
            TO_COLD = 0, // distance in the main line to cold code
            TO_MAIN = 1, // distance in cold code to the main line
            COLD_TO_COLD = 2; // distance in cold code to cold code

    private int fixups;
    private int[] fixKind = new int[64];
    private int[] fixAt = new int[64];
    private int[] fixTarget = new int[64];

    /** Offset of the cold code in the block. */
    protected int coldBase;

    /** Distance of the exit stubs for the block's width of registers from the first ones. */
    private int stubTable;
    protected long blockPc;
    /** Of the instruction being compiled. */
    protected long insnPc;
    protected boolean inDelaySlot;
    /** Guest addresses have 64 bits. */
    protected boolean wide;

    /** Whether the instructions from {@link #stretchPc} on may have to be interpreted anew: see {@link NanChecks}. */
    protected boolean inStretch;
    protected long stretchPc;
    protected int stretchLength;
    /** Results that have not been looked at. */
    protected int waitingCount;
    /** Whether there was a store since: it would be too late. */
    protected boolean storedInStretch;

    Exits(PinnedRegisters pins) {
        super(pins);
    }

    protected final void openExits(long pc) {
        stubTable = pinType == 0 ? 0 : CpuState.STUBS_WIDE;
        blockPc = pc;
        fixups = 0;
    }

    protected final void openBody() {
        insnPc = blockPc;
        inDelaySlot = false;
    }

    /** Guest address of the instruction for exceptions: its branch's if it sits in a delay slot. */
    protected final long faultPc() {
        long pc = inDelaySlot ? insnPc - 4 : insnPc;
        return wide ? pc : pc & 0xffffffffL;
    }

    /** A guest address to rax. */
    private void pc(Assembler out, long address) {
        out.movImm(RAX, wide ? address : address & 0xffffffffL);
    }

    private void fixup(int kind, int at, int target) {
        int n = fixups++;
        if (n == fixKind.length) {
            fixKind = Arrays.copyOf(fixKind, 2 * n);
            fixAt = Arrays.copyOf(fixAt, 2 * n);
            fixTarget = Arrays.copyOf(fixTarget, 2 * n);
        }
        fixKind[n] = kind;
        fixAt[n] = at;
        fixTarget[n] = target;
    }

    /** Appends the cold code to the main line. */
    protected final void joinCold() {
        asm.align(8);
        coldBase = asm.pos;
        int size = coldBase + cold.pos + 32;
        if (asm.buf.length < size) {
            asm.buf = Arrays.copyOf(asm.buf, size + (size >> 1));
        }
        System.arraycopy(cold.buf, 0, asm.buf, coldBase, cold.pos);
        asm.pos = coldBase + cold.pos;
        for (int n = 0; n < fixups; n++) {
            int at = fixAt[n];
            int target = fixTarget[n];
            switch (fixKind[n]) {
                case TO_COLD -> asm.patch32(at, coldBase + target - (at + 4));
                case TO_MAIN -> asm.patch32(coldBase + at, target - (coldBase + at + 4));
                default -> asm.patch32(coldBase + at, target - (at + 4));
            }
        }
    }

    /** Conditional jump in the main line to cold code that is emitted next. */
    protected final void jccToCold(int cc) {
        asm.jccRel(cc, 0);
        fixup(TO_COLD, asm.pos - 4, cold.pos);
    }

    /** Conditional jump in the main line to cold code that comes later. @return what {@link #bindCold} takes */
    protected final int jccOpen(int cc) {
        asm.jccRel(cc, 0);
        return asm.pos - 4;
    }

    /** Has the jump lead to the cold code that is emitted next. */
    protected final void bindCold(int site) {
        fixup(TO_COLD, site, cold.pos);
    }

    /** Jump in cold code back to a place in the main line. */
    protected final void coldToMain(int mainPos) {
        cold.jmpRel(0);
        fixup(TO_MAIN, cold.pos - 4, mainPos);
    }

    /** In cold code: goes to one of the STUB addresses in the state block. */
    private void coldToShared(int stub) {
        cold.jmpMem(R15, stub + stubTable);
    }

    /**
     * In cold code: leaves to have the current instruction interpreted, or all since the start of the stretch, with the state
     * as it was before.
     */
    protected final void emitSlow() {
        undoLost |= inStretch && storedInStretch;
        writeBackBefore(cold);
        if (inStretch && stretchLength > 1) {
            cold.storeImm(32, R15, CpuState.SLOW_COUNT, stretchLength);
        }
        pc(cold, inStretch ? stretchPc : faultPc());
        coldToShared(CpuState.STUB_SLOW);
    }

    /** In cold code: leaves for a trap or a system call at the current instruction. */
    private void emitStop(int reason, int argument) {
        writeBack(cold);
        pc(cold, faultPc());
        cold.movImm32(RCX, argument);
        cold.movImm32(RDX, reason | (inDelaySlot ? 256 : 0));
        coldToShared(CpuState.STUB_STOP);
    }

    /** Trap if the flags say so. */
    protected final void trapIf(int cc, int argument) {
        jccToCold(cc);
        emitStop(CpuState.REASON_TRAP, argument);
    }

    /** Ends the block with a trap or system call. */
    protected final void stop(int reason, int argument) {
        asm.jmpRel(0);
        fixup(TO_COLD, asm.pos - 4, cold.pos);
        emitStop(reason, argument);
    }

    /** Ends the block: the instruction at {@code pc} is to be interpreted. */
    protected final void endSlow(long pc) {
        writeBack(asm);
        pc(asm, pc);
        asm.jmpMem(R15, CpuState.STUB_SLOW + stubTable);
    }

    private boolean isBackward(long target) {
        long mask = wide ? -1 : 0xffffffffL;
        return Long.compareUnsigned(target & mask, blockPc & mask) <= 0;
    }

    /** Nops so that the 4 bytes that begin {@code lead} bytes from here lie in one aligned 8-byte word. */
    private static void alignSite(Assembler out, int lead) {
        int over = (out.pos + lead & 7) - 4;
        if (over > 0) {
            out.nop(4 - over);
        }
    }

    /** In cold code: where a jump in the main line (its distance at {@code site}) leads as long as it is not linked. */
    private void linkStub(int site, long target) {
        fixup(TO_COLD, site, cold.pos);
        pc(cold, target);
        cold.leaRipRel(RCX, 0);
        fixup(TO_MAIN, cold.pos - 4, site);
        coldToShared(CpuState.STUB_LINK);
    }

    /** Ends the block with a jump to another; the state is still to be written. */
    protected final void exit(long target) {
        writeBack(asm);
        if (isBackward(target)) {
            asm.aluMemImm(CMP, 32, R15, CpuState.INTERRUPT, 0);
            jccToCold(CC_NE);
            pc(cold, target);
            coldToShared(CpuState.STUB_INTERRUPT);
        }
        jump(target);
    }

    /** Leaves the block in its middle if the flags say so. */
    protected final void exitIf(int cc, long target) {
        jccToCold(cc);
        writeBack(cold);
        if (isBackward(target)) {
            int go = cold.newLabel();
            cold.aluMemImm(CMP, 32, R15, CpuState.INTERRUPT, 0);
            cold.jccShort(CC_E, go);
            pc(cold, target);
            coldToShared(CpuState.STUB_INTERRUPT);
            cold.bind(go);
        }
        coldJump(target);
    }

    /** A jump out of the block in cold code. */
    private void coldJump(long target) {
        alignSite(cold, 1);
        cold.jmpRel(0);
        int site = cold.pos - 4;
        fixup(COLD_TO_COLD, site, cold.pos);
        pc(cold, target);
        cold.leaRipRel(RCX, site - (cold.pos + 7));
        coldToShared(CpuState.STUB_LINK);
    }

    /** Emits the condition of row {@code i} from registers into {@code out}. @return condition code */
    protected abstract int condition(Assembler out, int i, int temporary);

    /**
     * Ends the block with a conditional and an unconditional jump. The state has been written; the operands of row
     * {@code i}'s condition are in registers.
     */
    protected final void exitBoth(int i, int temporary, long taken, long other) {
        if (isBackward(taken) || isBackward(other)) {
            checkInterrupt(i, temporary, taken, other);
        }
        conditionalJump(i, temporary, false, taken);
        jump(other);
    }

    /** Leaves for an interrupt, to where row {@code i}'s condition says. */
    protected final void checkInterrupt(int i, int temporary, long taken, long other) {
        asm.aluMemImm(CMP, 32, R15, CpuState.INTERRUPT, 0);
        jccToCold(CC_NE);
        writeAfterLoop(cold);
        int cc = condition(cold, i, temporary);
        int go = cold.newLabel();
        pc(cold, taken);
        cold.jccShort(cc, go);
        pc(cold, other);
        cold.bind(go);
        loadAfterLoop(cold);
        coldToShared(CpuState.STUB_INTERRUPT);
    }

    /** The same of a loop that ends with a jump back in any case. */
    protected final void checkInterrupt() {
        asm.aluMemImm(CMP, 32, R15, CpuState.INTERRUPT, 0);
        jccToCold(CC_NE);
        writeAfterLoop(cold);
        loadAfterLoop(cold);
        pc(cold, blockPc);
        coldToShared(CpuState.STUB_INTERRUPT);
    }

    /** A jump out of the block if row {@code i}'s condition holds (or does not: {@code negated}). */
    protected final void conditionalJump(int i, int temporary, boolean negated, long target) {
        int start = asm.pos;
        int cc = condition(asm, i, temporary);
        int over = (asm.pos + 2 & 7) - 4;
        if (over > 0) {
            // The nops go before the comparison, which shall stay next to its jump.
            int length = asm.pos - start;
            int pad = 4 - over;
            for (int k = 0; k < pad; k++) {
                asm.emit8(0x90);
            }
            System.arraycopy(asm.buf, start, asm.buf, start + pad, length);
            asm.pos = start;
            asm.nop(pad);
            asm.pos = start + pad + length;
        }
        asm.jccRel(negated ? cc ^ 1 : cc, 0);
        linkStub(asm.pos - 4, target);
    }

    /** A jump out of the block. */
    protected final void jump(long target) {
        alignSite(asm, 1);
        asm.jmpRel(0);
        linkStub(asm.pos - 4, target);
    }

    /** Ends the block with a jump to the guest address in a register; the state has been written. */
    protected final void exitRegister(int target) {
        if (target != RAX) {
            asm.mov(wide ? 64 : 32, RAX, target);
        }
        asm.aluMemImm(CMP, 32, R15, CpuState.INTERRUPT, 0);
        jccToCold(CC_NE);
        coldToShared(CpuState.STUB_INTERRUPT);
        findTarget(asm);
        jccToCold(CC_NE);
        coldToShared(CpuState.STUB_SECOND_TRY);
        asm.jmpMemX(RDX, RCX, 4, 8);
    }

    /**
     * Looks for the address in rax in the table of indirect targets. Found if equal: the entry is at rdx + 4 rcx. A product as
     * a hash would spread addresses better, but a wrongly predicted jump waits for it.
     */
    static void findTarget(Assembler out) {
        out.load(64, RDX, R15, CpuState.JUMP_CACHE);
        out.mov(32, RCX, RAX);
        out.aluImm(Assembler.AND, 32, RCX, JUMP_CACHE_MASK);
        out.aluMemX(CMP, 64, RAX, RDX, RCX, 4, 0);
    }

    /** Leaves the block in its middle for the guest address in a register unless it is {@code expected}. */
    protected final void exitUnless(int target, long expected) {
        if (!wide || expected == (int) expected) {
            asm.aluImm(CMP, wide ? 64 : 32, target, (int) expected);
        } else {
            int t = allocGpr();
            asm.movImm(t, expected);
            asm.alu(CMP, 64, target, t);
            freeTemp(t);
        }
        jccToCold(CC_NE);
        cold.store(64, R15, CpuState.PC, target); // writing the state back may need its register
        writeBack(cold);
        cold.load(64, RAX, R15, CpuState.PC);
        int go = cold.newLabel();
        cold.aluMemImm(CMP, 32, R15, CpuState.INTERRUPT, 0);
        cold.jccShort(CC_E, go);
        coldToShared(CpuState.STUB_INTERRUPT);
        cold.bind(go);
        int found = cold.newLabel();
        findTarget(cold);
        cold.jccShort(CC_E, found);
        coldToShared(CpuState.STUB_SECOND_TRY);
        cold.bind(found);
        cold.jmpMemX(RDX, RCX, 4, 8);
    }

    /** What the entry of the block leads to once it is invalid. */
    protected final void missStub() {
        pc(asm, blockPc);
        asm.jmpMem(R15, CpuState.STUB_LOOKUP + stubTable);
    }
}
