package heliotrope.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import heliotrope.kernel.AltStack;
import heliotrope.kernel.Rusage;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.SignalMask;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Layouts of structures; the offsets were printed by C programs that a cross compiler made for each ABI. */
class StructsTest {
    private static final LinuxAbi[] ABIS = {LinuxAbi.O32, LinuxAbi.N32, LinuxAbi.N64};

    /** Offsets in o32, n32, n64. */
    private static int at(LinuxAbi abi, int o32, int n32, int n64) {
        return switch (abi) {
            case O32 -> o32;
            case N32 -> n32;
            case N64 -> n64;
        };
    }

    private static StructBuffer buffer(LinuxAbi abi, boolean bigEndian) {
        return new StructBuffer(abi, bigEndian).start(256);
    }

    @Test
    void byteOrder() {
        StructBuffer big = buffer(LinuxAbi.O32, true);
        big.put32(0, 0x01020304);
        big.put64(8, 0x0102030405060708L);
        big.put16(16, 0x0a0b);
        assertArrayEquals(new byte[] {1, 2, 3, 4, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11}, Arrays.copyOf(big.bytes, 18));
        StructBuffer little = buffer(LinuxAbi.N64, false);
        little.putWord(0, 0x0102030405060708L);
        little.put32(8, 0x01020304);
        assertArrayEquals(new byte[] {8, 7, 6, 5, 4, 3, 2, 1, 4, 3, 2, 1}, Arrays.copyOf(little.bytes, 12));
        for (LinuxAbi abi : ABIS) {
            for (boolean order : new boolean[] {false, true}) {
                StructBuffer b = buffer(abi, order);
                b.put64(0, -2);
                b.put32(8, -3);
                b.put16(12, 0xfffe);
                b.putWord(16, -5);
                assertEquals(-2, b.get64(0));
                assertEquals(-3, b.get32(8));
                assertEquals(0xfffffffdL, b.getU32(8));
                assertEquals(0xfffe, b.get16(12));
                assertEquals(-5, b.getWord(16));
                assertEquals(abi.wide ? -5 : 0xfffffffbL, b.getPointer(16));
            }
        }
    }

    @Test
    void faultInfo() {
        for (LinuxAbi abi : ABIS) {
            StructBuffer b = buffer(abi, true);
            SignalStructs.siginfo(b, 0, SigInfo.fault(LinuxSignals.SIGSEGV, SigInfo.SEGV_ACCERR, 0x12345678, 0));
            assertEquals(11, b.get32(0));
            assertEquals(2, b.get32(4), "si_code comes before si_errno");
            assertEquals(0, b.get32(8));
            assertEquals(0x12345678, b.getPointer(at(abi, 12, 12, 16)));
        }
    }

    @Test
    void childInfo() {
        SigInfo info = new SigInfo(LinuxSignals.SIGCHLD, SigInfo.CLD_EXITED);
        info.pid = 4711;
        info.uid = 1000;
        info.status = 7;
        info.userMicros = 30_000;
        info.systemMicros = 50_000;
        for (LinuxAbi abi : ABIS) {
            StructBuffer b = buffer(abi, false);
            SignalStructs.siginfo(b, 0, info);
            assertEquals(4711, b.get32(at(abi, 12, 12, 16)));
            assertEquals(1000, b.get32(at(abi, 16, 16, 20)));
            assertEquals(7, b.get32(at(abi, 20, 20, 24)));
            assertEquals(3, b.getWord(at(abi, 24, 24, 32)));
            assertEquals(5, b.getWord(at(abi, 28, 28, 40)));
        }
    }

    @Test
    void queuedInfo() {
        SigInfo info = new SigInfo(40, SigInfo.SI_QUEUE);
        info.pid = 1;
        info.uid = 2;
        info.value = 0x11223344;
        for (LinuxAbi abi : ABIS) {
            StructBuffer b = buffer(abi, true);
            SignalStructs.siginfo(b, 0, info);
            assertEquals(1, b.get32(at(abi, 12, 12, 16)));
            assertEquals(0x11223344, b.getWord(at(abi, 20, 20, 24)));
            SigInfo back = SignalStructs.queued(b);
            assertEquals(0x11223344, back.value);
            assertEquals(SigInfo.SI_QUEUE, back.code);
        }
    }

    @Test
    void sets() {
        SignalMask mask = new SignalMask();
        mask.add(1);
        mask.add(33);
        mask.add(128);
        for (LinuxAbi abi : ABIS) {
            for (boolean order : new boolean[] {false, true}) {
                StructBuffer b = buffer(abi, order);
                SignalStructs.sigset(b, 0, mask);
                if (abi.wide) {
                    assertEquals(0x1_0000_0001L, b.get64(0));
                    assertEquals(Long.MIN_VALUE, b.get64(8));
                } else {
                    assertEquals(1, b.get32(0));
                    assertEquals(1, b.get32(4));
                    assertEquals(Integer.MIN_VALUE, b.get32(12));
                }
                SignalMask back = SignalStructs.sigset(b, 0);
                assertEquals(mask.low, back.low);
                assertEquals(mask.high, back.high);
            }
        }
    }

    @Test
    void stacks() {
        AltStack alt = new AltStack();
        alt.base = 0x10000;
        alt.size = 8192;
        alt.enabled = true;
        for (LinuxAbi abi : ABIS) {
            StructBuffer b = buffer(abi, true);
            assertEquals(at(abi, 12, 12, 24), SignalStructs.stackSize(b));
            SignalStructs.stack(b, 0, alt, true);
            assertEquals(0x10000, b.getPointer(0));
            assertEquals(8192, b.getPointer(at(abi, 4, 4, 8)));
            assertEquals(1, b.get32(at(abi, 8, 8, 16)));
        }
    }

    @Test
    void times() {
        for (LinuxAbi abi : ABIS) {
            for (boolean wide : new boolean[] {false, true}) {
                StructBuffer b = buffer(abi, true);
                int size = TimeStructs.timespecSize(b, wide);
                assertEquals(wide || abi.wide ? 16 : 8, size);
                TimeStructs.timespec(b, 0, 5_000_000_007L, wide);
                assertEquals(5_000_000_007L, TimeStructs.nanos(b, 0, wide));
                TimeStructs.timespec(b, 0, 999_999_999, wide);
                if (size == 16) {
                    b.put64(8, 1_000_000_000);
                } else {
                    b.put32(4, 1_000_000_000);
                }
                assertEquals(TimeStructs.INVALID, TimeStructs.nanos(b, 0, wide));
            }
        }
        StructBuffer b = buffer(LinuxAbi.O32, false);
        b.put64(0, 1);
        b.put64(8, 0x7777_0000_0000_0005L); // rubbish in the padding
        assertEquals(1_000_000_005, TimeStructs.nanos(b, 0, true));
        b.put64(0, Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, TimeStructs.nanos(b, 0, true), "later than the end of time");
    }

    @Test
    void usage() {
        Rusage r = new Rusage();
        r.userMicros = 1_000_002;
        r.maxRss = 77;
        r.minorFaults = 5;
        r.involuntarySwitches = 9;
        for (LinuxAbi abi : ABIS) {
            StructBuffer b = buffer(abi, true);
            assertEquals(at(abi, 72, 72, 144), TimeStructs.rusageSize(b));
            TimeStructs.rusage(b, 0, r);
            assertEquals(1, b.getWord(0));
            assertEquals(2, b.getWord(abi.word));
            assertEquals(77, b.getWord(at(abi, 16, 16, 32)));
            assertEquals(5, b.getWord(at(abi, 32, 32, 64)));
            assertEquals(9, b.getWord(at(abi, 68, 68, 136)));
        }
    }
}
