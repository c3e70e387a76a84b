package heliotrope.mips.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.engine.Cpu;
import heliotrope.engine.CpuState;
import heliotrope.engine.EngineKind;
import heliotrope.ir.Mode;
import heliotrope.ir.Nullable;
import heliotrope.ir.Trap;
import heliotrope.mips.MipsFrontend;
import heliotrope.mips.MipsInstructions;
import heliotrope.mips.MipsState;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program sees of traps and faults on both engines: kind, address, delay slot, registers as they were before. */
@ParameterizedClass
@EnumSource(value = EngineKind.class, names = {"INTERP", "JIT"})
class PreciseExceptionsTest {
    private static final int SYSCALL = 0x0000000c;
    private static final int SIGBUS = 7, SIGSEGV = 11;
    private static final int T0 = 8, T1 = 9, T2 = 10, RA = 31;
    private static final long PC = Program.CODE;

    private final EngineKind engineKind;
    private @Nullable SnippetMachine current;

    PreciseExceptionsTest(EngineKind engineKind) {
        this.engineKind = engineKind;
    }

    @AfterEach
    void close() {
        if (current != null) {
            current.close();
        }
    }

    private SnippetMachine machine() {
        return Objects.requireNonNull(current);
    }

    private Cpu cpu() {
        return machine().cpu;
    }

    /** A word of an instruction by name, with its operand fields. */
    private static int word(String name, int fields) {
        for (int id = 1; id < MipsInstructions.COUNT; id++) {
            if (MipsInstructions.name(id).equals(name)) {
                return MipsInstructions.match(id) | fields;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static int rs(int n) {
        return n << 21;
    }

    private static int rt(int n) {
        return n << 16;
    }

    private static int rd(int n) {
        return n << 11;
    }

    private void load(Variant variant, int... words) {
        Program program = new Program(variant, 4 * words.length, 4096);
        for (int word : words) {
            program.word(word);
        }
        close();
        current = new SnippetMachine(program, new MipsFrontend(), engineKind);
    }

    private void set(int register, long value) {
        cpu().state.put64(MipsState.gpr(register), value);
    }

    private long get(int register) {
        return cpu().state.get64(MipsState.gpr(register));
    }

    private void expectTrap(int kind, int code, long pc, boolean delaySlot) {
        assertEquals(Cpu.STOP_TRAP, machine().run(PC));
        assertEquals(Trap.of(kind, code), cpu().trapArgument());
        assertEquals(pc, cpu().state.pc());
        assertEquals(delaySlot, cpu().inDelaySlot());
    }

    @Test
    void overflowLeavesTheDestinationAlone() {
        String[] names = {"add", "sub", "dadd", "dsub"};
        for (String name : names) {
            boolean wide = name.charAt(0) == 'd';
            boolean subtract = name.endsWith("sub");
            load(wide ? Variant.N32 : Variant.O32, 0, word(name, rs(T0) | rt(T1) | rd(T0)), SYSCALL);
            long least = wide ? Long.MIN_VALUE : Integer.MIN_VALUE;
            set(T0, least);
            set(T1, subtract ? 1 : -1);
            expectTrap(Trap.OVERFLOW, 0, PC + 4, false);
            assertEquals(least, get(T0));
        }
        load(Variant.O32, word("addi", rs(T0) | rt(T0) | 1), SYSCALL);
        set(T0, Integer.MAX_VALUE);
        expectTrap(Trap.OVERFLOW, 0, PC, false);
        assertEquals(Integer.MAX_VALUE, get(T0));
    }

    @Test
    void aTrapInADelaySlotNamesTheBranchAfterItsLink() {
        load(Variant.O32, 0, word("jalr", rs(T1) | rd(RA)), word("add", rs(T0) | rt(T0) | rd(T2)), SYSCALL);
        set(T0, Integer.MAX_VALUE);
        set(T1, PC);
        set(T2, 5);
        expectTrap(Trap.OVERFLOW, 0, PC + 4, true);
        assertEquals(PC + 12, get(RA));
        assertEquals(5, get(T2));
    }

    @Test
    void conditionalTrapsBothWays() {
        String[] names = {"tge", "tgeu", "tlt", "tltu", "teq", "tne"};
        long[][] operands = {{1, 2}, {2, 1}, {-1, 1}, {1, -1}, {3, 3}};
        for (Variant variant : new Variant[] {Variant.O32, Variant.N32}) {
            for (String name : names) {
                for (long[] pair : operands) {
                    boolean expected = holds(name, pair[0], pair[1]);
                    trap(variant, word(name, rs(T0) | rt(T1) | 0x2a5 << 6), pair, expected, 0x2a5);
                    String immediate = name.replaceFirst("(u?)$", "i$1");
                    trap(variant, word(immediate, rs(T0) | (int) pair[1] & 0xffff), pair, expected, 0);
                }
            }
        }
    }

    private static boolean holds(String name, long x, long y) {
        return switch (name) {
            case "tge" -> x >= y;
            case "tgeu" -> Long.compareUnsigned(x, y) >= 0;
            case "tlt" -> x < y;
            case "tltu" -> Long.compareUnsigned(x, y) < 0;
            case "teq" -> x == y;
            default -> x != y;
        };
    }

    private void trap(Variant variant, int word, long[] operands, boolean expected, int code) {
        load(variant, word, SYSCALL);
        set(T0, operands[0]);
        set(T1, operands[1]);
        if (expected) {
            expectTrap(Trap.CONDITIONAL, code, PC, false);
        } else {
            assertEquals(Cpu.STOP_SYSCALL, machine().run(PC));
        }
    }

    @Test
    void breakAndSystemCallTellTheirCodes() {
        load(Variant.O32, 0xabcde << 6 | 0x0d);
        expectTrap(Trap.BREAK, 0xabcde, PC, false);
        load(Variant.O32, 0x12345 << 6 | SYSCALL);
        assertEquals(Cpu.STOP_SYSCALL, machine().run(PC));
        assertEquals(0x12345, cpu().state.get32(CpuState.EXIT_ARG));
        assertEquals(PC, cpu().state.pc());
    }

    @Test
    void noJumpAndNoSystemCallInADelaySlot() {
        int[] slots = {
            word("j", 0), word("beq", 4), word("bnel", rs(T0) | 4), word("jr", rs(RA)), word("bc1f", 2), SYSCALL,
        };
        for (int slot : slots) {
            load(Variant.O32, 0, word("beq", 1), slot, SYSCALL);
            expectTrap(Trap.RESERVED, 0, PC + 4, true);
        }
    }

    @Test
    void misalignedAndUnmappedAccesses() {
        String[] names = {"lh", "lhu", "lw", "sh", "sw", "ll", "lwc1", "swc1", "ldc1", "sdc1"};
        for (String name : names) {
            boolean write = name.startsWith("s");
            expectFault(word(name, rs(T0) | rt(T1) | 1), Program.DATA, SIGBUS, Program.DATA + 1, write);
            expectFault(word(name, rs(T0) | 8), 0x20000000, SIGSEGV, 0x20000008, write); // into register 0 too
        }
    }

    private void expectFault(int word, long base, int signal, long address, boolean write) {
        load(Variant.O32, word, SYSCALL);
        set(T0, base);
        set(T1, 77);
        assertEquals(Cpu.STOP_FAULT, machine().run(PC));
        assertEquals(signal, cpu().faultSignal());
        assertEquals(address, cpu().faultAddress());
        if (signal == SIGSEGV) {
            assertEquals(write, cpu().faultIsWrite());
        }
        assertEquals(PC, cpu().state.pc());
        assertEquals(77, get(T1));
    }

    @Test
    void aBranchLikelyNotTakenSkipsItsDelaySlot() {
        int[] branches = {word("bnel", 4), word("bgtzl", 4), word("bltzl", 4), word("bltzall", 4), word("bc1tl", 4)};
        for (int branch : branches) {
            load(Variant.O32, branch, word("lw", rs(0) | rt(T0)), SYSCALL);
            assertEquals(Cpu.STOP_SYSCALL, machine().run(PC));
            assertEquals(PC + 8, cpu().state.pc());
        }
        load(Variant.O32, word("bltzall", rs(T0) | 4), 0, SYSCALL);
        assertEquals(Cpu.STOP_SYSCALL, machine().run(PC));
        assertEquals(PC + 8, get(RA), "links even if not taken");
    }

    @Test
    void whatDoesNotExist() {
        reserved(Variant.O32, word("daddu", 0), Trap.RESERVED, 0);
        reserved(Variant.O32, word("ld", rs(29)), Trap.RESERVED, 0);
        reserved(Variant.O32, word("cvt.l.d", 0), Trap.RESERVED, 0);
        reserved(Variant.O32, word("add.d", 1 << 6), Trap.RESERVED, 0);
        reserved(Variant.O32, word("mov.d", 1 << 11), Trap.RESERVED, 0);
        reserved(Variant.O32, word("cvt.d.s", 1 << 6), Trap.RESERVED, 0);
        reserved(Variant.O32, word("madd.d", rs(1)), Trap.RESERVED, 0);
        reserved(Variant.O32, 0x0000003d, Trap.RESERVED, 0);
        reserved(Variant.O32, 0xffffffff, Trap.RESERVED, 0);
        reserved(Variant.O32, 0x46c00000, Trap.RESERVED, 0); // paired single
        reserved(Variant.O32, word("mfc0", rt(T0) | rd(12)), Trap.COPROCESSOR, 0);
        reserved(Variant.O32, word("cache", rs(T0)), Trap.COPROCESSOR, 0);
        reserved(Variant.O32, word("lwc2", rs(T0)), Trap.COPROCESSOR, 2);
        reserved(Variant.O32, 0x4bffffff, Trap.COPROCESSOR, 2);
        reserved(Variant.N32, word("rdhwr", rt(3) | rd(4)), Trap.RESERVED, 0);
    }

    private void reserved(Variant variant, int word, int kind, int code) {
        load(variant, word, SYSCALL);
        expectTrap(kind, code, PC, false);
    }

    @Test
    void anEnabledFloatingPointExceptionTraps() {
        // ctc1 t0; div.d f4,f2,f0 with 1 / 0
        load(Variant.O32, word("ctc1", rt(T0) | rd(31)), word("div.d", rs(0) | rt(0) | rd(2) | 4 << 6), SYSCALL);
        cpu().state.put64(MipsState.fprDouble(2, 0), Double.doubleToRawLongBits(1));
        cpu().state.put64(MipsState.fprDouble(4, 0), 42);
        set(T0, 8 << MipsState.ENABLES_SHIFT);
        assertFalse((cpu().state.mode() & Mode.FP_PRECISE) != 0);
        expectTrap(Trap.FP, 0, PC + 4, false);
        assertTrue((cpu().state.mode() & Mode.FP_PRECISE) != 0);
        assertEquals(42, cpu().state.get64(MipsState.fprDouble(4, 0)));
        int expected = 8 << MipsState.ENABLES_SHIFT | 8 << MipsState.CAUSE_SHIFT;
        assertEquals(expected, MipsState.fcsr(cpu().state));
    }

    @Test
    void ctc1InADelaySlot() {
        load(Variant.O32, word("jr", rs(RA)), word("ctc1", rt(T0) | rd(31)), 0, SYSCALL);
        set(RA, PC + 12);
        set(T0, 2);
        assertEquals(Cpu.STOP_SYSCALL, machine().run(PC));
        assertEquals(PC + 12, cpu().state.pc());
        assertEquals(2, MipsState.fcsr(cpu().state));
    }

    @Test
    void aQuietNanIsHandedOn() {
        load(Variant.O32, word("add.s", rt(2) | rd(0) | 4 << 6), SYSCALL);
        cpu().state.put32(MipsState.fprWord(2, 0), 0xff812345);
        machine().run(PC);
        assertEquals(0xff812345, cpu().state.get32(MipsState.fprWord(4, 0)));
        assertEquals(0, MipsState.fcsr(cpu().state));
    }

    @Test
    void registerZeroStaysZero() {
        load(Variant.O32, word("addiu", 5), word("lui", 7), word("lw", rs(T0)), word("mfhi", 0), word("slt", rt(T0)),
                word("movz", rs(T0)), word("jalr", rs(T1)), 0, SYSCALL);
        set(T0, Program.DATA);
        set(T1, PC + 32);
        assertEquals(Cpu.STOP_SYSCALL, machine().run(PC));
        assertEquals(0, get(0));
    }
}
