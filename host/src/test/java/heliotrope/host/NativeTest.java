package heliotrope.host;

import static heliotrope.host.asm.Assembler.R14;
import static heliotrope.host.asm.Assembler.R15;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RBP;
import static heliotrope.host.asm.Assembler.RBX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDI;
import static heliotrope.host.asm.Assembler.RDX;
import static heliotrope.host.asm.Assembler.RSI;
import static heliotrope.host.asm.Assembler.RSP;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import heliotrope.host.asm.Assembler;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** System calls, guarded access, entering and leaving translated code. */
class NativeTest {
    private static final long BAD = 0x10000 - 64; // below vm.mmap_min_addr

    @Test
    void systemCall() {
        assertEquals(ProcessHandle.current().pid(), Native.syscall(Sys.SYS_GETPID, 0, 0, 0, 0, 0, 0));
        assertEquals(-Errno.EBADF, Native.syscall(Sys.SYS_CLOSE, -1, 0, 0, 0, 0, 0));
        // All six arguments: mmap.
        long at = Native.syscall(
                Sys.SYS_MMAP, 0, 4096, Sys.PROT_READ, Sys.MAP_PRIVATE | Sys.MAP_ANONYMOUS, -1, 0);
        assertEquals(0, at & 4095);
        assertEquals(0, Sys.munmap(at, 4096));
    }

    @Test
    void guardedArrayCopies() {
        HostSignals.install();
        long memory = NativeMemory.allocate(3 * 4096);
        assertEquals(0, Sys.mprotect(memory + 8192, 4096, Sys.PROT_NONE));
        byte[] data = new byte[300];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        assertEquals(0, Native.copyOut(memory + 8192 - 300, data, 0, 300));
        assertEquals(100, Native.copyOut(memory + 8192 - 200, data, 0, 300));
        byte[] back = new byte[300];
        assertEquals(40, Native.copyIn(memory + 8192 - 200, back, 10, 240));
        assertArrayEquals(Arrays.copyOf(data, 200), Arrays.copyOfRange(back, 10, 210));
        assertEquals(0, back[210]);
        assertEquals(5, Native.copyIn(BAD, back, 0, 5));
        assertEquals(5, Native.copyOut(BAD, back, 0, 5));
        // Not canonical: a general protection fault instead of a page fault.
        assertEquals(5, Native.copyIn(0x8000_0000_0000_0000L, back, 0, 5));
        assertEquals(0, Native.copyIn(BAD, back, 300, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> Native.copyIn(memory, back, 299, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> Native.copyOut(memory, back, -1, 2));

        assertEquals(0, Native.fill(memory, 0xAB, 4096));
        assertEquals(10, Native.fill(memory + 8192 - 10, 1, 20));
        assertEquals(0, Native.copy(memory + 4096, memory, 4096));
        assertEquals((byte) 0xAB, NativeMemory.view(memory, 8192).get(8191));
        assertEquals(4096 - 6, Native.copy(memory + 8192 - 6, memory, 4096));
        assertEquals(4096 - 7, Native.copy(memory, memory + 8192 - 7, 4096));
        NativeMemory.free(memory, 3 * 4096);
    }

    @Test
    void guardedCopiesOfStrings() {
        long memory = NativeMemory.allocate(2 * 4096);
        Sys.mprotect(memory + 4096, 4096, Sys.PROT_NONE);
        byte[] text = {'a', 'b', 'c', 0, 'd', 'e'};
        long end = memory + 4096;
        byte[] back = new byte[8];
        assertEquals(0, Native.copyOut(end - 6, text, 0, 6));
        assertEquals(0, Native.stringOut0(end - 4, text, 0, 3));
        assertEquals(0, Native.copyIn(end - 6, back, 0, 6));
        assertArrayEquals(new byte[] {'a', 'b', 'a', 'b', 'c', 0, 0, 0}, back);
        assertEquals(0, Native.stringOut0(end - 1, text, 0, 0));
        assertEquals(3, Native.stringOut0(end - 7, text, 0, 6)); // the NUL and what is behind it
        assertEquals(0, Native.copyOut(end - 6, text, 0, 6));
        back = new byte[8];
        assertEquals(5, Native.stringIn0(end - 6, back, 0, 8));
        assertArrayEquals(new byte[] {'a', 'b', 'c', 0, 0, 0, 0, 0}, back);
        assertEquals(0, Native.stringIn0(end - 6, back, 1, 3));
        assertArrayEquals(new byte[] {'a', 'a', 'b', 'c', 0, 0, 0, 0}, back);
        assertEquals(-1, Native.stringIn0(end - 2, back, 0, 8)); // it goes on where nothing is
        assertEquals(-1, Native.stringIn0(end, back, 0, 1));
        assertEquals(-1, Native.stringOut0(end - 3, text, 0, 3)); // no room for the NUL
        assertEquals(-1, Native.stringOut0(BAD, text, 0, 1));
        byte[] array = back;
        assertThrows(IndexOutOfBoundsException.class, () -> Native.copyIn(memory, array, Integer.MAX_VALUE, Integer.MAX_VALUE));
        NativeMemory.free(memory, 2 * 4096);
    }

    @Test
    void numbersOfAView() {
        long memory = NativeMemory.allocate(4096);
        NativeView view = new NativeView(memory, 64);
        view.put64(40, 7);
        view.put64(48, -8);
        view.put64(56, 9);
        long[] numbers = new long[4];
        view.get64s(40, numbers, 3);
        assertArrayEquals(new long[] {7, -8, 9, 0}, numbers);
        assertThrows(IndexOutOfBoundsException.class, () -> view.get64s(48, numbers, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> view.get64s(-8, numbers, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> view.get64s(0, numbers, 5));
        view.put64s(8, -1, 2);
        assertEquals(-1, view.get64(8));
        assertEquals(2, view.get64(16));
        assertEquals(0, view.get64(24));
        assertThrows(IndexOutOfBoundsException.class, () -> view.put64s(56, 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> view.put64s(-8, 1));
        NativeMemory.free(memory, 4096);
    }

    @Test
    void guardedAccess() {
        HostSignals.install();
        long memory = NativeMemory.allocate(4096);
        try (TestCode.State state = new TestCode.State()) {
            long s = state.address;
            ByteBuffer view = NativeMemory.view(memory, 4096);
            view.putLong(8, 0x8899AABBCCDDEEFFL);
            assertEquals(0xFF, Native.load(memory + 8, 1, s));
            assertEquals(0xEEFF, Native.load(memory + 8, 2, s));
            assertEquals(0xCCDDEEFFL, Native.load(memory + 8, 4, s));
            assertEquals(0x8899AABBCCDDEEFFL, Native.load(memory + 8, 8, s));
            assertEquals(0x99AABBCC, (int) Native.load(memory + 11, 4, s));
            assertEquals(0, state.getInt(StateBlock.EXIT_REASON));
            for (int size = 1; size <= 8; size *= 2) {
                view.putLong(16, -1);
                Native.store(memory + 16, 0x1122334455667788L, size, s);
                assertEquals(0, state.getInt(StateBlock.EXIT_REASON));
                long mask = size == 8 ? -1 : (1L << 8 * size) - 1;
                assertEquals(~mask | 0x1122334455667788L & mask, view.getLong(16));

                view.putLong(24, 0x0102030405060708L);
                assertEquals(0x0102030405060708L & mask, Native.cas(memory + 24, -1, 5, size, s));
                assertEquals(0x0102030405060708L, view.getLong(24));
                assertEquals(0x0102030405060708L & mask, Native.cas(memory + 24, 0x0102030405060708L, -1, size, s));
                assertEquals(0x0102030405060708L | mask, view.getLong(24));
            }
            assertEquals(0, Native.load(BAD, 4, s));
            fault(state, BAD, 4);
            Native.store(BAD + 1, 0, 2, s);
            fault(state, BAD + 1, 6);
            Native.cas(BAD + 2, 0, 0, 8, s);
            fault(state, BAD + 2, 6);
            assertEquals(0, Native.load(memory, 4, s));
            assertEquals(0, state.getInt(StateBlock.EXIT_REASON));
        }
        NativeMemory.free(memory, 4096);
    }

    private static void fault(TestCode.State state, long address, long error) {
        assertEquals(StateBlock.EXIT_FAULT, state.getInt(StateBlock.EXIT_REASON));
        assertEquals(address, state.getLong(StateBlock.FAULT_ADDRESS));
        assertEquals(Sys.SIGSEGV, state.getInt(StateBlock.FAULT_SIGNAL));
        assertEquals(Sys.SEGV_MAPERR, state.getInt(StateBlock.FAULT_CODE));
        assertEquals(error, state.getLong(StateBlock.FAULT_ERROR));
        state.view.putInt(StateBlock.EXIT_REASON, 99);
    }

    @Test
    void exchange() {
        long memory = NativeMemory.allocate(4096);
        assertEquals(0, Native.exchange(memory, 7));
        assertEquals(7, Native.exchange(memory, 8));
        NativeMemory.free(memory, 4096);
    }

    @Test
    void callsMachineCode() {
        // rdi + 2 rsi + 3 rdx + 4 rcx + 5 r8 + 6 r9, after spoiling MXCSR and the AC flag.
        Assembler a = new Assembler();
        int[] registers = {RDI, RSI, RDX, RCX, Assembler.R8, Assembler.R9};
        a.movImm(RAX, 0);
        for (int i = 0; i < 6; i++) {
            a.imulImm(64, registers[i], registers[i], i + 1);
            a.alu(Assembler.ADD, 64, RAX, registers[i]);
        }
        a.pushImm(0x9F80);
        a.ldmxcsr(RSP, 0);
        a.pop(RCX);
        a.pushfq();
        a.aluMemImm(Assembler.OR, 32, RSP, 0, BridgeBuilder.AC);
        a.popfq();
        a.ret();
        long code = TestCode.add(a);
        assertEquals(1 + 4 + 9 + 16 + 25 + 36 + (6L << 40), Native.call(code, 1, 2, 3, 4, 5, 6 + (1L << 40)));
        Assembler b = new Assembler();
        b.push(RAX);
        b.stmxcsr(RSP, 0);
        b.load(32, RDX, RSP, 0);
        b.pop(RCX);
        b.pushfq();
        b.pop(RAX);
        b.aluImm(Assembler.AND, 32, RAX, BridgeBuilder.AC);
        b.alu(Assembler.OR, 32, RAX, RDX);
        b.ret();
        assertEquals(0x1F80, Native.call(TestCode.add(b), 0, 0, 0, 0, 0, 0) & ~0x3F);
    }

    @Test
    void entersAndLeaves() {
        Assembler a = new Assembler();
        // The state block is in r15, the window in r14; AC is set; rsp is aligned.
        a.store(64, R15, 0, R15);
        a.store(64, R15, 8, R14);
        a.pushfq();
        a.pop(RAX);
        a.store(64, R15, 16, RAX);
        a.store(64, R15, 24, RSP);
        a.stmxcsr(R15, 32);
        for (int r = 0; r < 15; r++) {
            if (r != RSP) {
                a.movImm(r, 0x0DEADBEEFL << r);
            }
        }
        // An inexact division sets a flag in the guest's MXCSR.
        a.movImm32(RAX, 1);
        a.cvtFromInt(64, 32, 0, RAX);
        a.movImm32(RAX, 3);
        a.cvtFromInt(64, 32, 1, RAX);
        a.sse(Assembler.SSE_DIV, 64, 0, 1);
        TestCode.exit(a, 3);
        long code = TestCode.add(a);
        try (TestCode.State state = new TestCode.State()) {
            state.view.putLong(StateBlock.WINDOW_BASE, 0x123456789000L);
            state.view.putInt(StateBlock.MXCSR_GUEST, 0x7F80); // round towards zero
            for (int i = 0; i < 20_000; i++) {
                assertEquals(3, state.enter(code));
            }
            assertEquals(state.address, state.getLong(0));
            assertEquals(0x123456789000L, state.getLong(8));
            assertEquals(BridgeBuilder.AC, state.getLong(16) & BridgeBuilder.AC);
            assertEquals(0, state.getLong(24) & 15);
            assertEquals(0x7F80, state.getInt(32) & ~0x3F);
            assertEquals(0x7FA0, state.getInt(StateBlock.MXCSR_GUEST));
            assertEquals(0x1F80, state.getInt(StateBlock.MXCSR_HOST) & ~0x3F);
        }
    }

    @Test
    void reportsFaults() {
        Assembler a = new Assembler();
        for (int r = 0; r < 15; r++) {
            if (r != RSP && r != RBP) {
                a.movImm(r, 0x1111L * r);
            }
        }
        a.movImm(RBP, BAD);
        for (int x = 0; x < 16; x++) {
            a.movImm32(RAX, 100 + x);
            a.cvtFromInt(64, 32, x, RAX);
        }
        int at = a.pos;
        a.storeBe(32, RBP, 16, RBX);
        a.ud2();
        long code = TestCode.add(a);
        try (TestCode.State state = new TestCode.State()) {
            assertEquals(StateBlock.EXIT_FAULT, state.enter(code));
            assertEquals(code + at, state.getLong(StateBlock.FAULT_HOST_PC));
            fault(state, BAD + 16, 6);
            for (int r = 0; r < 15; r++) {
                long value = state.getLong(StateBlock.FAULT_GPR + 8 * r);
                if (r == RAX) {
                    assertEquals(115, value);
                } else if (r == RBP) {
                    assertEquals(BAD, value);
                } else if (r == RSP) {
                    assertEquals(state.getLong(StateBlock.SAVED_RSP), value);
                } else {
                    assertEquals(0x1111L * r, value);
                }
            }
            assertEquals(state.address, state.getLong(StateBlock.FAULT_GPR + 8 * R15));
            for (int x = 0; x < 16; x++) {
                assertEquals(100.0 + x, state.view.getDouble(StateBlock.FAULT_XMM + 16 * x));
            }
        }
    }

    @Test
    void reportsMisalignedAccess() {
        int[] sizes = {16, 32, 64};
        for (int size : sizes) {
            Assembler a = new Assembler();
            a.loadBe(size, RAX, R15, 1);
            TestCode.exit(a, 3);
            long code = TestCode.add(a);
            Assembler aligned = new Assembler();
            aligned.loadBe(size, RAX, R15, 8);
            TestCode.exit(aligned, 3);
            try (TestCode.State state = new TestCode.State()) {
                assertEquals(StateBlock.EXIT_FAULT, state.enter(code));
                assertEquals(Sys.SIGBUS, state.getInt(StateBlock.FAULT_SIGNAL));
                assertEquals(Sys.BUS_ADRALN, state.getInt(StateBlock.FAULT_CODE));
                assertEquals(0, state.getLong(StateBlock.FAULT_ADDRESS));
                assertEquals(3, state.enter(TestCode.add(aligned)));
            }
        }
    }

    @Test
    void reportsOtherFaults() {
        Assembler divide = new Assembler();
        divide.alu(Assembler.XOR, 32, RCX, RCX);
        divide.unary(Assembler.DIV, 32, RCX);
        expect(divide, Sys.SIGFPE, Sys.FPE_INTDIV, 0);

        Assembler trap = new Assembler();
        trap.int3();
        expect(trap, Sys.SIGTRAP, 128, 0); // SI_KERNEL

        Assembler illegal = new Assembler();
        illegal.ud2();
        expect(illegal, Sys.SIGILL, 2, 0);

        Assembler floating = new Assembler();
        floating.pxor(0, 0);
        floating.movImm32(RAX, 1);
        floating.cvtFromInt(64, 32, 1, RAX);
        floating.sse(Assembler.SSE_DIV, 64, 1, 0);
        expect(floating, Sys.SIGFPE, Sys.FPE_FLTDIV, 0x1D80); // division by zero unmasked
    }

    private static void expect(Assembler a, int signal, int code, int mxcsr) {
        try (TestCode.State state = new TestCode.State()) {
            if (mxcsr != 0) {
                state.view.putInt(StateBlock.MXCSR_GUEST, mxcsr);
            }
            assertEquals(StateBlock.EXIT_FAULT, state.enter(TestCode.add(a)));
            assertEquals(signal, state.getInt(StateBlock.FAULT_SIGNAL));
            assertEquals(code, state.getInt(StateBlock.FAULT_CODE));
        }
    }

    @Test
    void knowsTheCpu() {
        assertEquals("", CpuFeatures.missing());
    }
}
