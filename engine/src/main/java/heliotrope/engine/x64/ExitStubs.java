package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.R15;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDX;

import heliotrope.engine.CpuState;
import heliotrope.host.asm.Assembler;

/**
 * The ends of all ways out of translated code, once at the start of the code cache. The guest pc is in rax,
 * zero-extended. Translated code finds them through the state block, so that it is the same wherever it lies.
 */
public final class ExitStubs {
    /** Offsets in the code cache. */
    private final int link, secondTry, lookup, slow, interrupt, stop;

    /** Emits the stubs; offset 0 of the assembler is offset 0 of the code cache. */
    public ExitStubs(Assembler asm) {
        asm.ud2(); // so that 0 is no code offset
        asm.align(16);
        link = asm.pos; // rcx: host address of the distance to patch
        asm.store(64, R15, CpuState.LINK_SITE, RCX);
        leave(asm, CpuState.REASON_LINK);
        // rdx: table of indirect targets; rcx: offset of the entry that was wrong: its neighbour is the second choice.
        secondTry = asm.pos;
        asm.aluImm(Assembler.XOR, 32, RCX, 16);
        asm.aluMemX(Assembler.CMP, 64, RAX, RDX, RCX, 1, 0);
        int miss = asm.newLabel();
        asm.jccShort(Assembler.CC_NE, miss);
        asm.jmpMemX(RDX, RCX, 1, 8);
        asm.align(16);
        asm.bind(miss);
        TableLookup.emit(asm);
        lookup = asm.pos;
        leave(asm, CpuState.REASON_LOOKUP);
        slow = asm.pos;
        leave(asm, CpuState.REASON_SLOW);
        interrupt = asm.pos;
        leave(asm, CpuState.REASON_INTERRUPT);
        stop = asm.pos; // ecx: argument; edx: reason, plus 256 if the instruction sits in a delay slot
        asm.store(64, R15, CpuState.PC, RAX);
        asm.store(32, R15, CpuState.EXIT_ARG, RCX);
        asm.movZx(8, RAX, RDX);
        asm.store(32, R15, CpuState.EXIT_REASON, RAX);
        asm.shiftImm(Assembler.SHR, 32, RDX, 8);
        asm.store(32, R15, CpuState.EXIT_DELAY, RDX);
        asm.jmpMem(R15, CpuState.EXIT_STUB);
    }

    /** Tells a thread's translated code where the stubs are; {@code codeCache} is the host address of offset 0. */
    public void install(CpuState state, long codeCache) {
        state.put64(CpuState.STUB_LINK, codeCache + link);
        state.put64(CpuState.STUB_SECOND_TRY, codeCache + secondTry);
        state.put64(CpuState.STUB_LOOKUP, codeCache + lookup);
        state.put64(CpuState.STUB_SLOW, codeCache + slow);
        state.put64(CpuState.STUB_INTERRUPT, codeCache + interrupt);
        state.put64(CpuState.STUB_STOP, codeCache + stop);
        TableLookup.end(state, 0);
    }

    private static void leave(Assembler asm, int reason) {
        asm.store(64, R15, CpuState.PC, RAX);
        asm.storeImm(32, R15, CpuState.EXIT_REASON, reason);
        asm.jmpMem(R15, CpuState.EXIT_STUB);
        asm.align(16);
    }
}
