package heliotrope.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.kernel.Support;
import heliotrope.kernel.SyscallRow;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LinuxSyscallTableTest {
    /** Numbers of each ABI in the headers of Linux 6.1. */
    @Test
    void everyNumberHasOneRow() {
        Map<LinuxAbi, Integer> wanted = Map.of(LinuxAbi.O32, 424, LinuxAbi.N64, 354, LinuxAbi.N32, 378);
        for (LinuxAbi abi : LinuxAbi.values()) {
            Set<Integer> seen = new TreeSet<>();
            for (LinuxSyscallTable.Entry e : LinuxSyscallTable.entries()) {
                int n = e.number(abi);
                if (n >= 0) {
                    assertTrue(seen.add(n), abi + " " + n + " twice");
                    SyscallRow row = LinuxSyscallTable.row(abi, abi.callBase + n);
                    assertNotNull(row);
                    assertEquals(e.row().name(), row.name());
                }
            }
            assertEquals(wanted.get(abi), seen.size(), "numbers of " + abi);
        }
        assertNull(LinuxSyscallTable.row(LinuxAbi.O32, 4999));
    }

    @Test
    void rowsAreWellFormed() {
        for (LinuxSyscallTable.Entry e : LinuxSyscallTable.entries()) {
            SyscallRow row = e.row();
            for (String argument : row.arguments()) {
                assertEquals(2, argument.split(" ").length, "argument '" + argument + "' of " + row.name());
            }
            if (row.support() == Support.PARTIAL) {
                assertFalse(row.note().isEmpty(), row.name() + " is partial without saying what is missing");
            }
        }
    }

    @Test
    void constantsAndNumbersAgreeWithRows() throws IllegalAccessException {
        Map<Integer, String> names = new TreeMap<>();
        for (Field f : LinuxCall.class.getFields()) {
            names.put(f.getInt(null), f.getName());
        }
        for (LinuxSyscallTable.Entry e : LinuxSyscallTable.entries()) {
            SyscallRow row = e.row();
            if (row.support() != Support.OBSOLETE) {
                String name = row.name().toUpperCase(Locale.ROOT);
                assertEquals(name.startsWith("_") ? name.substring(1) : name, names.remove(row.number()));
            }
            for (LinuxAbi abi : LinuxAbi.values()) {
                if (e.number(abi) >= 0) {
                    assertEquals(row.number(), LinuxNumbers.call(abi, abi.callBase + e.number(abi)), row.name() + " " + abi);
                }
            }
        }
        assertEquals(Map.of(), names, "constants without a row");
        for (LinuxAbi abi : LinuxAbi.values()) {
            assertEquals(-1, LinuxNumbers.call(abi, abi.callBase - 1));
            assertEquals(-1, LinuxNumbers.call(abi, abi.callBase + 1000));
            assertEquals(-1, LinuxNumbers.call(abi, -1));
        }
    }

    @Test
    void dispatchAndRowsAgree() throws IOException {
        Set<Integer> dispatched = new TreeSet<>(cases(ProcessDispatch.class));
        for (int each : cases(FileDispatch.class)) {
            assertTrue(dispatched.add(each), "call " + each + " in both dispatchers");
        }
        Set<Integer> promised = new TreeSet<>();
        for (LinuxSyscallTable.Entry e : LinuxSyscallTable.entries()) {
            SyscallRow row = e.row();
            // The indirect call is unwrapped before.
            if ((row.support() == Support.FULL || row.support() == Support.PARTIAL) && !row.name().equals("syscall")) {
                promised.add(row.number());
            }
        }
        assertEquals(promised, dispatched);
    }

    /** The values for which the switches over calls do not go to their default. */
    private static Set<Integer> cases(Class<?> type) throws IOException {
        Set<Integer> values = new TreeSet<>();
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            for (MethodModel m : ClassFile.of().parse(in.readAllBytes()).methods()) {
                if (m.code().isEmpty() || !m.methodType().stringValue().equals("(Lheliotrope/linux/LinuxThread;I)J")) {
                    continue;
                }
                for (CodeElement e : m.code().orElseThrow()) {
                    switch (e) {
                        case TableSwitchInstruction s -> collect(values, s.cases(), s.defaultTarget());
                        case LookupSwitchInstruction s -> collect(values, s.cases(), s.defaultTarget());
                        default -> {}
                    }
                }
            }
        }
        assertFalse(values.isEmpty(), type.getSimpleName() + " has a switch");
        return values;
    }

    private static void collect(Set<Integer> values, List<SwitchCase> cases, Label otherwise) {
        for (SwitchCase c : cases) {
            if (c.target() != otherwise) {
                values.add(c.caseValue());
            }
        }
    }

    private static SyscallRow row(LinuxAbi abi, int number) {
        SyscallRow row = LinuxSyscallTable.row(abi, abi.callBase + number);
        assertNotNull(row);
        return row;
    }

    @Test
    void wideArgumentsTakeAlignedPairsInO32() {
        SyscallRow pread = row(LinuxAbi.O32, 200);
        assertEquals("pread64", pread.name());
        long[] slots = {5, 0x1000, 10, 77, 1, 20, 0, 0};
        assertArrayEquals(
                new long[] {5, 0x1000, 10, 0x1_0000_0014L}, LinuxSyscallTable.arguments(pread, slots, LinuxAbi.O32, true));
        assertArrayEquals(
                new long[] {5, 0x1000, 10, 0x14_0000_0001L}, LinuxSyscallTable.arguments(pread, slots, LinuxAbi.O32, false));
        long[] registers = {5, 0x1000, 10, 1L << 32, 0, 0, 0, 0};
        assertArrayEquals(
                new long[] {5, 0x1000, 10, 1L << 32},
                LinuxSyscallTable.arguments(row(LinuxAbi.N64, 16), registers, LinuxAbi.N64, true));
    }

    /** docs/linux-syscalls.md is what the table says: `heliotrope syscalls linux --markdown` makes it. */
    @Test
    void documentationIsFresh() throws IOException {
        Path root = Path.of(System.getProperty("heliotrope.root", ".."));
        assertEquals(SupportPage.text(true), Files.readString(root.resolve("docs/linux-syscalls.md")));
    }
}
