package heliotrope.irix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SyscallTableTest {
    @Test
    void everyNumberHasARow() {
        SyscallRow[] rows = IrixSyscallTable.rows();
        assertEquals(236, rows.length);
        for (int i = 0; i < rows.length; i++) {
            assertNotNull(rows[i], "row of " + (1000 + i));
            assertEquals(1000 + i, rows[i].number());
            assertWellFormed(rows[i]);
        }
    }

    private static void assertWellFormed(SyscallRow row) {
        for (String argument : row.arguments()) {
            assertEquals(2, argument.split(" ").length, "argument '" + argument + "' of " + row.name());
        }
        if (row.support() == Support.PARTIAL || row.support() == Support.NONE && row.note().isEmpty()) {
            assertTrue(row.support() == Support.NONE || !row.note().isEmpty(), row.name() + " is partial without saying what is missing");
        }
    }

    @Test
    void dispatchAndRowsAgree() throws IOException {
        Set<Integer> dispatched = new TreeSet<>(cases(IrixDispatch.class, "dispatch"));
        dispatched.addAll(cases(IrixDispatch.class, "high"));
        Set<Integer> promised = new TreeSet<>();
        for (SyscallRow row : IrixSyscallTable.rows()) {
            if (row.number() != 1000 && (row.support() == Support.FULL || row.support() == Support.PARTIAL)) {
                promised.add(row.number());
            }
        }
        assertEquals(promised, dispatched);
    }

    @Test
    void subcodesAndRowsAgree() throws IOException {
        Set<Integer> syssgi = new TreeSet<>(cases(IrixSyssgi.class, "syssgi"));
        syssgi.addAll(cases(IrixSyssgi.class, "constant"));
        assertEquals(promised(1040), syssgi);
        assertEquals(promised(1056), cases(IrixSysmp.class, "sysmp"));
        assertEquals(promised(1062), withErrors(1062, cases(IrixFcntl.class, "fcntl")));
        assertEquals(promised(1054), cases(IrixIoctl.class, "ioctl"));
        Set<Integer> prctl = new TreeSet<>(cases(IrixSysmp.class, "prctl"));
        prctl.removeAll(Set.of(17, 21));
        assertEquals(promised(1130), prctl);
    }

    /** fcntl answers EINVAL to what it does not know, so rows that promise just that need no case. */
    private static Set<Integer> withErrors(int number, Set<Integer> cases) {
        for (SyscallRow row : IrixSubcodes.rows(number)) {
            if (row.note().equals("always EINVAL")) {
                cases.add(row.number());
            }
        }
        return cases;
    }

    private static Set<Integer> promised(int number) {
        Set<Integer> codes = new TreeSet<>();
        for (SyscallRow row : IrixSubcodes.rows(number)) {
            assertWellFormed(row);
            if (row.support() == Support.FULL || row.support() == Support.PARTIAL) {
                assertTrue(codes.add(row.number()), "two rows for " + row.name());
            }
        }
        return codes;
    }

    /** The values for which the switches of a method do not go to their default. */
    private static Set<Integer> cases(Class<?> type, String method) throws IOException {
        Set<Integer> values = new TreeSet<>();
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            for (MethodModel m : ClassFile.of().parse(in.readAllBytes()).methods()) {
                if (m.methodName().equalsString(method)) {
                    for (CodeElement e : m.code().orElseThrow()) {
                        switch (e) {
                            case TableSwitchInstruction s -> collect(values, s.cases(), s.defaultTarget());
                            case LookupSwitchInstruction s -> collect(values, s.cases(), s.defaultTarget());
                            default -> {}
                        }
                    }
                }
            }
        }
        assertFalse(values.isEmpty(), type.getSimpleName() + "." + method + " has a switch");
        return values;
    }

    private static void collect(Set<Integer> values, List<SwitchCase> cases, Label otherwise) {
        for (SwitchCase c : cases) {
            if (c.target() != otherwise) {
                values.add(c.caseValue());
            }
        }
    }

    @Test
    void sysconfKnowsWhatIsListed() {
        for (int name = -1; name < 200; name++) {
            assertEquals(IrixSubcodes.name("sysconf", name) != null, IrixConfiguration.isKnown(name), "sysconf " + name);
        }
    }

    private static SyscallRow row(int number) {
        return IrixSyscallTable.rows()[number - IrixSyscallTable.FIRST];
    }

    @Test
    void wideArgumentsTakeAlignedPairs() {
        SyscallRow lseek64 = row(1078);
        long[] slots = {3, 99, 1, 0xfffffff0L, 2, 0, 0, 0};
        assertArrayEquals(new long[] {3, 0x1fffffff0L, 2}, IrixSyscallTable.arguments(IrixAbi.O32, lseek64, slots));
        SyscallRow mmap64 = row(1185);
        long[] more = {0, 4096, 3, 2, 0xffffffffL, 77, 0, 8192};
        assertArrayEquals(new long[] {0, 4096, 3, 2, -1, 8192}, IrixSyscallTable.arguments(IrixAbi.O32, mmap64, more));
        SyscallRow pread = row(1187);
        long[] p = {5, 0x1000, 10, 77, 0, 20, 0, 0};
        assertArrayEquals(new long[] {5, 0x1000, 10, 20}, IrixSyscallTable.arguments(IrixAbi.O32, pread, p));
        long[] whole = {3, 0x1fffffff0L, 2};
        assertArrayEquals(whole, IrixSyscallTable.arguments(IrixAbi.N32, lseek64, whole));
        long[] high = {0x40_0000_0000L, 4096, 3, 2, -1, 0x1_0000_2000L};
        assertArrayEquals(high, IrixSyscallTable.arguments(IrixAbi.N64, mmap64, high));
        long[] low = {0, 4096, 3, 2, -1, 0x1_0000_2000L};
        assertArrayEquals(low, IrixSyscallTable.arguments(IrixAbi.N32, mmap64, high));
    }

    @Test
    void namesOfSubcodes() {
        assertEquals("SGI_ELFMAP", IrixSubcodes.name("syssgi", 68));
        assertEquals("TIOCSWINSZ", IrixSubcodes.name("ioctl", 0x80087467));
        assertEquals("_SC_CLK_TCK", IrixSubcodes.name("sysconf", 3));
        assertEquals("_PC_NAME_MAX", IrixSubcodes.name("pathconf", 4));
        SyscallRow row = IrixSubcodes.row(1062, 6);
        assertNotNull(row);
        assertArrayEquals(new String[] {"fd fd", "fcntl command", "flock lock"}, row.arguments());
        assertEquals(1062, row.number());
    }

    /** docs/syscalls.md is what the table says: `heliotrope syscalls irix --markdown` makes it. */
    @Test
    void documentationIsFresh() throws IOException {
        Path root = Path.of(System.getProperty("heliotrope.root", ".."));
        assertEquals(SupportPage.text(true), Files.readString(root.resolve("docs/syscalls.md")));
    }

    @Test
    void supportPageHasEveryCall() {
        String page = SupportPage.text(true);
        for (SyscallRow row : IrixSyscallTable.rows()) {
            assertTrue(row.name().equals("-") || page.contains("| " + row.number() + " | " + row.name() + " |"), row.name());
        }
        assertTrue(SupportPage.text(false).contains("SGI_ELFMAP"));
    }
}
