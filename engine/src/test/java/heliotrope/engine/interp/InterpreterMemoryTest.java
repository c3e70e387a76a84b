package heliotrope.engine.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.engine.CpuState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterpreterMemoryTest {
    private static final int SIGBUS = 7, SIGSEGV = 11;
    private static final int BUS_ADRALN = 1, SEGV_MAPERR = 1, SEGV_ACCERR = 2;

    private final Machine machine = new Machine();
    private final CpuState state = machine.state;

    @AfterEach
    void close() {
        machine.close();
    }

    private long load(String header, String op, String put, int displacement) {
        state.put64(0, 0);
        int reason = machine.run(header, "%1 = get32 8\n%2 = " + op + " %1, " + displacement + "\n" + put
                + " %2, 0\nexit 0x00400004\n");
        assertEquals(CpuState.REASON_LINK, reason, op);
        return state.get64(0);
    }

    @Test
    void loadsBothByteOrders() {
        machine.poke(Machine.PAGE, 0x81, 0x92, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8);
        state.put32(8, Machine.PAGE + 16);
        Object[][] cases = {
            {"ld8u", "put32", -16, 0x81L, 0x81L},
            {"ld8u", "put32", -15, 0x92L, 0x92L},
            {"ld8s", "put32", -16, 0xffffff81L, 0xffffff81L},
            {"ld16u", "put32", -14, 0xb4a3L, 0xa3b4L},
            {"ld16s", "put32", -14, 0xffffb4a3L, 0xffffa3b4L},
            {"ld32", "put32", -12, 0xf8e7d6c5L, 0xc5d6e7f8L},
            {"ld64", "put64", -16, 0xf8e7d6c5b4a39281L, 0x8192a3b4c5d6e7f8L},
            {"ldf32", "putf32", -12, 0xf8e7d6c5L, 0xc5d6e7f8L},
            {"ldf64", "putf64", -16, 0xf8e7d6c5b4a39281L, 0x8192a3b4c5d6e7f8L},
        };
        for (Object[] c : cases) {
            String op = (String) c[0];
            assertEquals(c[3], load(Machine.HEADER, op, (String) c[1], (int) c[2]), op);
            assertEquals(c[4], load(Machine.BIG_ENDIAN, op, (String) c[1], (int) c[2]), op + " big");
        }
    }

    @Test
    void storesBothByteOrders() {
        String[][] cases = {
            {"st8", "get32", "88eeeeeeeeeeeeee", "88eeeeeeeeeeeeee"},
            {"st16", "get32", "8877eeeeeeeeeeee", "7788eeeeeeeeeeee"},
            {"st32", "get32", "88776655eeeeeeee", "55667788eeeeeeee"},
            {"stf32", "getf32", "88776655eeeeeeee", "55667788eeeeeeee"},
            {"st64", "get64", "8877665544332211", "1122334455667788"},
            {"stf64", "getf64", "8877665544332211", "1122334455667788"},
        };
        state.put32(8, Machine.PAGE);
        state.put64(16, 0x1122334455667788L);
        for (String[] c : cases) {
            for (int big = 0; big < 2; big++) {
                machine.poke(Machine.PAGE + 8, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee);
                machine.run(big == 0 ? Machine.HEADER : Machine.BIG_ENDIAN,
                        "%1 = get32 8\n%2 = " + c[1] + " 16\n" + c[0] + " %1, %2, 8\nexit 0x00400004\n");
                assertEquals(c[2 + big], machine.peek(Machine.PAGE + 8, 8), c[0]);
            }
        }
    }

    private void faults(String op, int address, int signal, int code, boolean write) {
        state.put32(8, address);
        state.put64(16, 0);
        state.put64(0, 77);
        String value = op.contains("64") ? "%1 = get64 16\n" : "%1 = get32 16\n";
        String typed = op.startsWith("stf") ? value.replace("get", "getf") : value;
        String row = op.startsWith("st") ? op + " %2, %1, 4\n" : "%3 = " + op + (write ? " %2, %1, 4\n" : " %2, 4\n");
        int reason = machine.run("block 0x00400000 mode 0 bytes 8\ninsn 0x00400000\n",
                typed + "%2 = get32 8\n" + row + "%4 = const32 5\nput32 %4, 0\nexit 0x00400004\n");
        assertEquals(CpuState.REASON_FAULT, reason, op);
        assertEquals(CpuState.REASON_FAULT, state.get32(CpuState.EXIT_REASON));
        assertEquals(signal, state.get32(CpuState.FAULT_SIGNAL), op);
        assertEquals(code, state.get32(CpuState.FAULT_CODE), op);
        assertEquals(address + 4 & 0xffffffffL, state.get64(CpuState.FAULT_ADDRESS), op);
        assertEquals(write ? 2 : 0, state.get64(CpuState.FAULT_ERROR) & 2, op);
        assertEquals(0x400000, state.pc());
        assertFalse(machine.interpreter.inDelaySlot());
        assertEquals(77, state.get64(0), "nothing after the access has run");
    }

    @Test
    void everyAccessFaults() {
        String[] loads = {"ld8u", "ld8s", "ld16u", "ld16s", "ld32", "ld64", "ldf32", "ldf64", "ll32", "ll64"};
        String[] stores = {"st8", "st16", "st32", "st64", "stf32", "stf64", "sc32", "sc64"};
        for (String op : loads) {
            faults(op, 0x5000 - 4, SIGSEGV, SEGV_ACCERR, false); // reserved, without access
            faults(op, -12, SIGSEGV, SEGV_ACCERR, false);
            if (!op.startsWith("ld8")) {
                faults(op, Machine.PAGE - 4 + 1, SIGBUS, BUS_ADRALN, false);
            }
        }
        for (String op : stores) {
            state.put64(CpuState.LINK_ADDRESS, Machine.READ_ONLY);
            faults(op, Machine.READ_ONLY - 4, SIGSEGV, SEGV_ACCERR, true);
            if (!op.equals("st8")) {
                faults(op, Machine.PAGE - 4 + 1, SIGBUS, BUS_ADRALN, true);
                faults(op, Machine.PAGE - 4 + 0xfff, SIGBUS, BUS_ADRALN, true);
            }
        }
    }

    @Test
    void faultInDelaySlotNamesTheBranch() {
        int reason = machine.run("block 0x80001000 mode 0 bytes 8\ninsn 0x80001000\n",
                "%1 = const32 1\nput32 %1, 0\ninsn 0x80001004 delay\n%4 = ld32 %1, 3\nexit 0x00400004\n");
        assertEquals(CpuState.REASON_FAULT, reason);
        assertEquals(0x80001000L, state.pc());
        assertTrue(machine.interpreter.inDelaySlot());
        assertEquals(1, state.get32(0), "what came before has run");
        assertEquals(4, state.get64(CpuState.FAULT_ADDRESS));
    }

    @Test
    void addressesWrapAt32Bits() {
        machine.poke(Machine.PAGE, 1, 2, 3, 4);
        state.put32(8, Machine.PAGE + 0x8000);
        assertEquals(0x04030201L, load(Machine.HEADER, "ld32", "put32", -0x8000));
        // A 64-bit pointer of a guest with 32-bit addresses loses its upper half.
        state.put64(8, 0xabcd_0000_0000_0000L + Machine.PAGE);
        assertEquals(0x04030201L, machine.result("%1 = get64 8\n%2 = ld32 %1, 0\nput32 %2, 0"));
        state.put32(8, -4);
        machine.run(Machine.HEADER, "%1 = get32 8\n%2 = ld32 %1, 8\nexit 0x00400004\n");
        assertEquals(4, state.get64(CpuState.FAULT_ADDRESS));
    }

    @Test
    void wideAddressesStayInTheWindow() {
        String header = "block 0x00400000 mode addr64 bytes 4\ninsn 0x00400000\n";
        String rows = "%1 = get64 8\n%2 = ld64 %1, 0\nput64 %2, 0\nexit 0x00400004\n";
        machine.poke(Machine.PAGE, 1, 2, 3, 4, 5, 6, 7, 8);
        state.put64(8, Machine.PAGE);
        assertEquals(CpuState.REASON_LINK, machine.run(header, rows));
        assertEquals(0x0807060504030201L, state.get64(0));
        long[] outside = {
            machine.window.size(), Machine.PAGE + (1L << 32), 1L << 40, -8, Long.MIN_VALUE, Long.MAX_VALUE - 7,
            machine.window.base(), -machine.window.base(),
        };
        for (long address : outside) {
            state.put64(8, address);
            assertEquals(CpuState.REASON_FAULT, machine.run(header, rows), Long.toHexString(address));
            assertEquals(SIGSEGV, state.get32(CpuState.FAULT_SIGNAL));
            assertEquals(SEGV_MAPERR, state.get32(CpuState.FAULT_CODE));
            assertEquals(address, state.get64(CpuState.FAULT_ADDRESS));
        }
    }

    @Test
    void storesAreLogged() {
        List<String> seen = new ArrayList<>();
        machine.interpreter.logStores((address, size, before, after) -> seen.add(Long.toHexString(address) + " " + size
                + " " + Long.toHexString(before) + " " + Long.toHexString(after)));
        machine.poke(Machine.PAGE, 1, 2, 3, 4);
        state.put32(8, Machine.PAGE);
        state.put32(12, 0xa1b2c3d4);
        String rows = """
                %1 = get32 8
                %2 = get32 12
                st32 %1, %2, 0
                st8 %1, %2, 1
                %5 = ll32 %1, 0
                %6 = sc32 %1, %5, 0
                %7 = sc32 %1, %5, 0
                st32 %1, %2, 4096
                exit 0x00400004
                """;
        assertEquals(CpuState.REASON_FAULT, machine.run(Machine.BIG_ENDIAN, rows));
        assertEquals(List.of("10000 4 4030201 d4c3b2a1", "10001 1 b2 d4", "10000 4 d4c3d4a1 d4c3d4a1"), seen);
        machine.interpreter.logStores(null);
        machine.run(Machine.BIG_ENDIAN, rows);
        assertEquals(3, seen.size());
    }

    private int conditional(String header, String between, String size) {
        state.put32(8, Machine.PAGE + 8);
        state.put64(0, -1);
        int reason = machine.run(header, "%1 = get32 8\n%2 = ll" + size + " %1, 0\n" + between
                + "%5 = get" + size + " 16\n%6 = sc" + size + " %1, %5, 0\nput32 %6, 0\nexit 0x00400004\n");
        assertEquals(CpuState.REASON_LINK, reason);
        assertEquals(-1, state.get64(CpuState.LINK_ADDRESS));
        return state.get32(0);
    }

    @Test
    void loadLinkedAndStoreConditional() {
        String nothing = "%3 = const32 0\n%4 = const32 0\n";
        state.put64(16, 0x1122334455667788L);
        machine.poke(Machine.PAGE + 8, 0x80, 2, 3, 4, 5, 6, 7, 0x88);
        assertEquals(1, conditional(Machine.BIG_ENDIAN, nothing, "32"));
        assertEquals("5566778805060788", machine.peek(Machine.PAGE + 8, 8));
        machine.poke(Machine.PAGE + 8, 0x80, 2, 3, 0x84);
        assertEquals(1, conditional(Machine.HEADER, nothing, "32"));
        assertEquals("8877665505060788", machine.peek(Machine.PAGE + 8, 8));
        assertEquals(1, conditional(Machine.BIG_ENDIAN, nothing, "64"));
        assertEquals("1122334455667788", machine.peek(Machine.PAGE + 8, 8));
        assertEquals(1, conditional(Machine.HEADER, nothing, "64"));
        assertEquals("8877665544332211", machine.peek(Machine.PAGE + 8, 8));
        // Somebody stores in between.
        assertEquals(0, conditional(Machine.HEADER, "%3 = const32 9\nst32 %1, %3, 0\n", "32"));
        assertEquals("0900000044332211", machine.peek(Machine.PAGE + 8, 8));
        // A link to another address is none.
        state.put64(CpuState.LINK_ADDRESS, Machine.PAGE);
        assertEquals(0, machine.result("%1 = get32 8\n%2 = sc32 %1, %1, 0\nput32 %2, 0"));
        assertEquals(-1, state.get64(CpuState.LINK_ADDRESS));
        assertEquals("0900000044332211", machine.peek(Machine.PAGE + 8, 8));
    }

    @Test
    void linkOutlivesTheBlock() {
        state.put32(8, Machine.PAGE);
        machine.result("%1 = get32 8\n%2 = ll32 %1, 0");
        assertEquals(1, machine.result("%1 = get32 8\n%2 = sc32 %1, %1, 0\nput32 %2, 0"));
        assertEquals("00000100", machine.peek(Machine.PAGE, 4));
        assertEquals(0, machine.result("fence\n%2 = get32 8\n%3 = sc32 %2, %2, 0\nput32 %3, 0"));
    }
}
