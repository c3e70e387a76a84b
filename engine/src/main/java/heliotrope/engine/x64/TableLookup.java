package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.ADD;
import static heliotrope.host.asm.Assembler.AND;
import static heliotrope.host.asm.Assembler.CMP;
import static heliotrope.host.asm.Assembler.R15;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDI;
import static heliotrope.host.asm.Assembler.RDX;
import static heliotrope.host.asm.Assembler.RSI;
import static heliotrope.host.asm.Assembler.SHL;
import static heliotrope.host.asm.Assembler.SHR;
import static heliotrope.host.asm.Assembler.SUB;
import static heliotrope.host.asm.Assembler.XOR;

import heliotrope.engine.CpuState;
import heliotrope.engine.cache.BlockTable;
import heliotrope.host.asm.Assembler;

/**
 * How translated code finds the translation of an indirect target that the jump cache does not know: in the tables of the
 * file mappings of its address space, a list of which lies in the state block, written by the thread itself while it is in
 * Java. An entry: first guest address, length, address of the table, mask for hashes, host address that distances count
 * from. The last entry covers everything and has an empty table.
 */
public final class TableLookup {
    /** Bytes of an entry. */
    private static final int ENTRY = 40;

    private static final int START = 0, LENGTH = 8, TABLE = 16, MASK = 24, BASE = 32;

    private TableLookup() {}

    /**
     * Emits the code: guest pc in rax; jumps to the translation, whose place in the jump cache it fills, or goes on behind.
     * Changes rcx, rdx, rsi, rdi.
     */
    static void emit(Assembler asm) {
        int next = asm.newLabel();
        int probe = asm.newLabel();
        int found = asm.newLabel();
        int miss = asm.newLabel();
        int free = asm.newLabel();
        asm.lea(64, RDI, R15, CpuState.TABLES - ENTRY);
        asm.bind(next);
        asm.aluImm(ADD, 64, RDI, ENTRY);
        asm.mov(64, RDX, RAX);
        asm.aluMem(SUB, 64, RDX, RDI, START);
        asm.aluMem(CMP, 64, RDX, RDI, LENGTH);
        asm.jccShort(Assembler.CC_AE, next);
        asm.imulImm(32, RCX, RAX, BlockTable.FACTOR);
        asm.shiftImm(SHR, 32, RCX, BlockTable.SHIFT);
        asm.load(64, RSI, RDI, TABLE);
        asm.lea(64, RDX, RAX, 1);
        asm.bind(probe);
        asm.aluMem(AND, 32, RCX, RDI, MASK);
        asm.aluMemX(CMP, 64, RDX, RSI, RCX, 1, 0);
        asm.jccShort(Assembler.CC_E, found);
        asm.aluMemImmX(CMP, 64, RSI, RCX, 1, 0, 0);
        asm.jccShort(Assembler.CC_E, miss);
        asm.aluImm(ADD, 32, RCX, BlockTable.SLOT);
        asm.jmpShort(probe);
        asm.bind(found);
        asm.loadX(32, RDX, RSI, RCX, 1, 8);
        asm.aluMem(ADD, 64, RDX, RDI, BASE);
        // Into the jump cache, as JumpCache.put does.
        asm.mov(32, RSI, RAX);
        asm.aluImm(AND, 32, RSI, Exits.JUMP_CACHE_MASK);
        asm.shiftImm(SHL, 32, RSI, 2);
        asm.aluMem(ADD, 64, RSI, R15, CpuState.JUMP_CACHE);
        asm.load(64, RDI, RSI, 0);
        asm.test(64, RDI, RDI);
        asm.jccShort(Assembler.CC_E, free);
        asm.mov(64, RCX, RSI);
        asm.aluImm(XOR, 64, RCX, 16);
        asm.store(64, RCX, 0, RDI);
        asm.load(64, RDI, RSI, 8);
        asm.store(64, RCX, 8, RDI);
        asm.bind(free);
        asm.store(64, RSI, 8, RDX);
        asm.store(64, RSI, 0, RAX);
        asm.jmpReg(RDX);
        asm.bind(miss);
    }

    /** Writes entry {@code n} of the list. */
    public static void entry(CpuState state, int n, long start, long end, BlockTable table, long base) {
        state.put64s(CpuState.TABLES + n * ENTRY, start, end - start, table.address(), table.mask(), base);
    }

    /** Ends the list behind {@code n} entries. */
    public static void end(CpuState state, int n) {
        state.put64s(CpuState.TABLES + n * ENTRY, 0, -1, state.address + CpuState.EMPTY_TABLE, 0, 0);
    }
}
