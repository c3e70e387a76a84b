package heliotrope.engine.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.engine.CpuState;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterpreterExitTest {
    private final Machine machine = new Machine();
    private final CpuState state = machine.state;

    @AfterEach
    void close() {
        machine.close();
    }

    private void left(int reason, long pc, String rows) {
        state.put64(CpuState.LINK_SITE, 99);
        assertEquals(reason, machine.run("block 0x80001000 mode 0 bytes 8\ninsn 0x80001000\n", rows));
        assertEquals(reason, state.get32(CpuState.EXIT_REASON));
        assertEquals(pc, state.pc());
    }

    @Test
    void exits() {
        left(CpuState.REASON_LINK, 0xfedcba98L, "exit 0xfedcba98\n");
        assertEquals(0, state.get64(CpuState.LINK_SITE));
        left(CpuState.REASON_LINK, 0xfedcba98L, "exit 0xfffffffffedcba98\n");
        left(CpuState.REASON_LINK, 0x500, "%1 = const32 2\nexit_if %1, 0x500\nexit 0x600\n");
        left(CpuState.REASON_LINK, 0x600, "%1 = const32 0\nexit_if %1, 0x500\nexit 0x600\n");
        state.put64(8, 0x1_0000_0000L); // zero in its low half, and it is a 32-bit condition
        left(CpuState.REASON_LINK, 0x600, "%1 = get32 8\nexit_if %1, 0x500\nexit 0x600\n");
        left(CpuState.REASON_LOOKUP, 0x80000004L, "%1 = const32 -2147483644\nexit_reg %1\n");
        assertEquals(0, state.get64(CpuState.LINK_SITE));
        left(CpuState.REASON_LOOKUP, 0x80000004L, "%1 = const64 -2147483644\nexit_reg %1\n");
        machine.run("block 0x80001000 mode addr64 bytes 8\ninsn 0x80001000\n",
                "%1 = const64 -2147483644\nexit_reg %1\n");
        assertEquals(-2147483644, state.pc());
    }

    @Test
    void systemCallsAndTraps() {
        left(CpuState.REASON_SYSCALL, 0x80001000L, "syscall 1234\n");
        assertEquals(1234, state.get32(CpuState.EXIT_ARG));
        assertFalse(machine.interpreter.inDelaySlot());
        left(CpuState.REASON_TRAP, 0x80001000L, "trap 0x1000007\n");
        assertEquals(0x1000007, state.get32(CpuState.EXIT_ARG));
        left(CpuState.REASON_TRAP, 0x80001000L, "insn 0x80001004 delay\ntrap 0x4000000\n");
        assertTrue(machine.interpreter.inDelaySlot());
        left(CpuState.REASON_TRAP, 0x80001004L, "insn 0x80001004\ntrap 0x4000000\n");
        assertFalse(machine.interpreter.inDelaySlot());
        left(CpuState.REASON_TRAP, 0x80001000L, "%1 = const32 1\ntrap_if %1, 0x3000000\nexit 0x600\n");
        left(CpuState.REASON_LINK, 0x600, "%1 = const32 0\ntrap_if %1, 0x3000000\nexit 0x600\n");
    }

    @Test
    void unreadableInstruction() {
        IrBlock block = IrText.parse("block 0x00001000 mode 0 bytes 0\ntrap 0x7000000\n");
        assertEquals(CpuState.REASON_TRAP, machine.run(block));
        assertEquals(0x1000, state.pc());
    }

    @Test
    void putsBeforeAnExitHaveHappened() {
        left(CpuState.REASON_LINK, 0x500, "%1 = const32 7\nput32 %1, 8\nexit_if %1, 0x500\nput32 %1, 16\nexit 0x600\n");
        assertEquals(7, state.get32(8));
        assertEquals(0, state.get32(16));
    }

    @Test
    void helpers() {
        left(CpuState.REASON_LINK, 0x600, """
                %1 = const32 -1
                %2 = const64 4294967298
                %3 = helper64 %1, %2, 1
                put64 %3, 8
                %5 = helper32 %1, %2, 1
                put32 %5, 16
                %7 = sext %5
                put64 %7, 24
                exit 0x600
                """);
        assertEquals(4294967297L, state.get64(8));
        assertEquals(1, state.get32(16));
        assertEquals(1, state.get64(24));
        left(CpuState.REASON_LINK, 0x600, """
                %1 = const32 40
                helper %1, %1, 3
                %3 = get64 40
                put64 %3, 48
                helper _, _, 2
                exit 0x600
                """);
        assertEquals(40, state.get64(48));
        left(CpuState.REASON_TRAP, 0x80001000L, """
                insn 0x80001004 delay
                %2 = const32 16777221
                helper %2, _, 2
                put32 %2, 48
                exit 0x600
                """);
        assertEquals(0x1000005, state.get32(CpuState.EXIT_ARG));
        assertEquals(40, state.get64(48));
        assertTrue(machine.interpreter.inDelaySlot());
    }

    @Test
    void stateAccess() {
        state.put64(8, 0x8877665544332211L);
        assertEquals(0x44332211, machine.result("%1 = get32 8\nput32 %1, 0"));
        assertEquals(0xffffffff88776655L, machine.result("%1 = get32 12\n%2 = sext %1\nput64 %2, 0"));
        assertEquals(0x8877665500000000L, machine.result("%1 = getf32 12\nputf32 %1, 4"));
        assertEquals(0x8877665544332211L, machine.result("%1 = getf64 8\nputf64 %1, 0"));
        assertEquals(0xffc00001L, machine.result(
                "%1 = constf32 0xffc00001\n%2 = f32bits %1\n%3 = zext %2\nput64 %3, 0"));
        assertEquals(0x7ff0000000000001L, machine.result("%1 = constf64 0x7ff0000000000001\nputf64 %1, 0"));
        assertEquals(-5, machine.result("%1 = const64 -5\nput64 %1, 0"));
        assertEquals(0xaaaaaaaaL, machine.result("%1 = const32 -1431655766\n%2 = bitsf32 %1\nputf32 %2, 0"));
        assertEquals(7, machine.result(
                "%1 = const32 0\n%2 = constf32 5\n%3 = constf32 7\n%4 = self32 %1, %2, %3\nputf32 %4, 0"));
        assertEquals(5, machine.result(
                "%1 = const32 4\n%2 = constf64 5\n%3 = constf64 7\n%4 = self64 %1, %2, %3\nputf64 %4, 0"));
    }

    @Test
    void longBlocks() {
        StringBuilder rows = new StringBuilder("%1 = const32 0\n%2 = const32 1\n");
        for (int i = 3; i < 2000; i++) {
            rows.append('%').append(i).append(" = add32 %").append(i - 1).append(", %2\n");
        }
        assertEquals(1998, machine.result(rows + "put32 %1999, 0"));
    }

    @Test
    void blockWithoutAnEnd() {
        IrBlock block = IrText.parse("block 0x400 mode 0 bytes 4\ninsn 0x400\n");
        assertThrows(IllegalStateException.class, () -> machine.interpreter.run(block, state, machine.window));
    }
}
