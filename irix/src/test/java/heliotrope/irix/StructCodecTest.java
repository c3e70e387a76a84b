package heliotrope.irix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.kernel.FileLock;
import heliotrope.kernel.FileStat;
import heliotrope.kernel.FsStat;
import heliotrope.kernel.Rusage;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.SignalMask;
import heliotrope.kernel.WaitResult;
import org.junit.jupiter.api.Test;

/** Byte layouts against the tables of the ABI: an offset and the value that must stand there. */
class StructCodecTest {
    private final StructBuffer b = new StructBuffer();

    private void words(int... offsetsAndValues) {
        for (int i = 0; i < offsetsAndValues.length; i += 2) {
            assertEquals(offsetsAndValues[i + 1], b.get32(offsetsAndValues[i]), "word at " + offsetsAndValues[i]);
        }
    }

    private static FileStat fileStat() {
        FileStat s = new FileStat();
        s.dev = FileStat.device(8, 17);
        s.ino = 0x123456789L;
        s.mode = 0100644;
        s.nlink = 3;
        s.uid = 1000;
        s.gid = 100;
        s.rdev = FileStat.device(4, 65);
        s.size = 70_000;
        s.blockSize = 4096;
        s.blocks = 144;
        s.accessSeconds = 11;
        s.accessNanos = 12;
        s.modifySeconds = 13;
        s.modifyNanos = 14;
        s.changeSeconds = 15;
        s.changeNanos = 16;
        return s;
    }

    @Test
    void stat() {
        b.start(200);
        java.util.Arrays.fill(b.bytes, (byte) 0xaa); // pads must be zeroed
        assertTrue(FileStructs.stat(b, FileStructs.NARROW, fileStat()));
        assertEquals(136, b.size);
        words(0, 8 << 18 | 17, 4, 0, 8, 0, 12, 0, 16, 0x23456788, 20, 0100644, 24, 3, 28, 1000, 32, 100, 36, 4 << 18 | 65, 40, 0, 44, 0);
        words(48, 70_000, 52, 0, 56, 11, 60, 12, 64, 13, 68, 14, 72, 15, 76, 16, 80, 4096, 84, 144, 88, 0x78667300, 92, 0, 104, 0, 132, 0);
    }

    @Test
    void stat64() {
        FileStat s = fileStat();
        s.size = 0x1_0000_0002L;
        assertTrue(FileStructs.stat(b, FileStructs.WIDE, s));
        assertEquals(152, b.size);
        words(0, 8 << 18 | 17, 16, 1, 20, 0x23456789, 24, 0100644, 28, 3, 32, 1000, 36, 100, 40, 4 << 18 | 65, 56, 1, 60, 2, 64, 0);
        words(68, 11, 72, 12, 76, 13, 80, 14, 84, 15, 88, 16, 92, 4096, 96, 0, 100, 144, 104, 0x78667300, 120, 0, 148, 0);
        assertFalse(FileStructs.stat(b, FileStructs.NARROW, s), "too large for 32 bits");
    }

    @Test
    void fileSystems() {
        FsStat s = new FsStat();
        s.blockSize = 4096;
        s.fragmentSize = 4096;
        s.blocks = 1_000_000;
        s.blocksFree = 500_000;
        s.blocksAvailable = 400_000;
        s.files = 9;
        s.filesFree = 8;
        s.nameMax = 255;
        s.flags = 1;
        FileStructs.statvfs(b, FileStructs.NARROW, s);
        assertEquals(156, b.size);
        words(0, 4096, 4, 4096, 8, 1_000_000, 12, 500_000, 16, 400_000, 20, 9, 24, 8, 28, 8, 36, 0x78667300, 52, 5, 56, 255, 60, 0);
        FileStructs.statvfs(b, FileStructs.WIDE, s);
        assertEquals(184, b.size);
        words(8, 0, 12, 1_000_000, 20, 500_000, 28, 400_000, 36, 9, 44, 8, 52, 8, 60, 0x78667300, 76, 5, 80, 255);
        FileStructs.statfs(b, IrixAbi.O32, s);
        assertEquals(40, b.size);
        assertEquals(1, b.get16(0));
        words(4, 4096, 8, 0, 12, 8_000_000, 16, 4_000_000, 20, 9, 24, 8);
    }

    @Test
    void fileLocks() {
        FileLock lock = new FileLock();
        b.start(36);
        b.put16(0, 2);
        b.put16(2, 1);
        b.put32(4, -5);
        b.put32(8, 10);
        assertTrue(FileStructs.readFlock(b, FileStructs.NARROW, lock));
        assertEquals(FileLock.WRITE, lock.type);
        assertEquals(1, lock.whence);
        assertEquals(-5, lock.start);
        assertEquals(10, lock.length);
        lock.whence = 0;
        lock.start = 0x1_0000_0000L;
        lock.pid = 77;
        b.start(48);
        FileStructs.writeFlock(b, FileStructs.WIDE, lock);
        words(0, 2 << 16, 8, 1, 12, 0, 16, 0, 20, 10, 24, 0, 28, 77);
        b.put16(0, 4);
        assertFalse(FileStructs.readFlock(b, FileStructs.WIDE, lock));
    }

    @Test
    void childStatus() {
        WaitResult r = new WaitResult();
        r.pid = 4711;
        r.code = SigInfo.CLD_KILLED;
        r.status = 11;
        r.rusage.userMicros = 30_000;
        r.rusage.systemMicros = 20_000;
        ProcessStructs.childInfo(b, IrixAbi.O32, r);
        assertEquals(128, b.size);
        words(0, 18, 4, 2, 8, 0, 12, 4711, 16, 3, 20, 11, 24, 2, 28, 0);
        ProcessStructs.childInfo(b, IrixAbi.O32, new WaitResult());
        words(0, 0, 4, 0, 12, 0, 20, 0);
    }

    @Test
    void siginfo() {
        b.start(128);
        ProcessStructs.siginfo(b, IrixAbi.O32, 0, SigInfo.fault(IrixSignals.SIGSEGV, SigInfo.SEGV_ACCERR, 0x400123, 13));
        words(0, 11, 4, 2, 8, 0, 12, 0x400123);
        SigInfo kill = new SigInfo(IrixSignals.SIGUSR1, SigInfo.SI_USER);
        kill.pid = 5;
        kill.uid = 6;
        b.start(128);
        ProcessStructs.siginfo(b, IrixAbi.O32, 0, kill);
        words(0, 16, 4, 0, 12, 5, 16, 6, 20, 0);
    }

    @Test
    void signalSets() {
        SignalMask m = new SignalMask();
        m.add(1);
        m.add(32);
        m.add(33);
        m.add(64);
        b.start(16);
        ProcessStructs.sigset(b, 0, m);
        words(0, 0x80000001, 4, 0x80000001, 8, 0, 12, 0);
        SignalMask back = ProcessStructs.sigset(b, 0);
        assertEquals(m.low, back.low);
        assertEquals(m.high, back.high);
    }

    @Test
    void rusage() {
        Rusage r = new Rusage();
        r.userMicros = 2_000_003;
        r.systemMicros = 4;
        r.maxRss = 5;
        r.minorFaults = 6;
        r.majorFaults = 7;
        r.inBlocks = 8;
        r.outBlocks = 9;
        r.signals = 10;
        r.voluntarySwitches = 11;
        r.involuntarySwitches = 12;
        b.start(72);
        ProcessStructs.rusage(b, IrixAbi.O32, 0, r);
        words(0, 2, 4, 3, 8, 0, 12, 4, 16, 5, 32, 6, 36, 7, 40, 0, 44, 8, 48, 9, 52, 0, 56, 0, 60, 10, 64, 11, 68, 12);
    }

    @Test
    void terminalModes() {
        byte[] host = new byte[TerminalModes.HOST_SIZE];
        putLittle(host, 0, 0x0500 | 0x4000); // ICRNL IXON IUTF8
        putLittle(host, 4, 5); // OPOST ONLCR
        putLittle(host, 8, 0x1002 | 0xb0); // B115200 CS8 CREAD
        putLittle(host, 12, 0x8a3b); // IEXTEN ECHOKE ECHOCTL ECHOK ECHOE ECHO ICANON ISIG
        for (int i = 0; i < 19; i++) {
            host[17 + i] = (byte) (i + 1);
        }
        byte[] before = host.clone();
        TerminalModes m = new TerminalModes();
        m.fromHost(host);
        TerminalModes.store(b.start(40), m, false, false);
        words(0, 0x500, 4, 5, 8, 0xbf, 12, 0x0b3b);
        assertEquals(5, b.get8(16 + 4), "EOF");
        assertEquals(12, b.get8(16 + 5), "EOL");
        assertEquals(17, b.get8(16 + 6), "EOL2");
        TerminalModes.store(b.start(48), m, true, true);
        words(16, 115_200, 20, 115_200);
        assertEquals(1, b.get8(25), "INTR behind the line discipline");
        TerminalModes again = new TerminalModes();
        TerminalModes.load(b, again, true, true);
        again.toHost(host, true, TerminalModes.CC);
        assertEquals(java.util.HexFormat.of().formatHex(before), java.util.HexFormat.of().formatHex(host), "there and back");
        again.local &= ~2; // raw: MIN and TIME
        again.characters[4] = 1;
        again.characters[5] = 0;
        again.toHost(host, true, TerminalModes.CC);
        assertEquals(1, host[17 + 6], "MIN");
        assertEquals(0, host[17 + 5], "TIME");
        assertEquals(5, host[17 + 4], "EOF stays");
    }

    private static void putLittle(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    @Test
    void devicesGoThereAndBack() {
        assertEquals(FileStat.device(3, 7), FileStructs.hostDevice(FileStructs.device(FileStat.device(3, 7))));
    }
}
