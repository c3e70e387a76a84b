package heliotrope.irix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.kernel.FileLock;
import heliotrope.kernel.FileStat;
import heliotrope.kernel.FsStat;
import heliotrope.kernel.Rusage;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.WaitResult;
import org.junit.jupiter.api.Test;

/** Layouts of n64 (and what n32 does not share with o32) against the tables of the ABI: an offset, the width there, the value. */
class WideStructTest {
    private final StructBuffer b = new StructBuffer();

    private void words(int... offsetsAndValues) {
        for (int i = 0; i < offsetsAndValues.length; i += 2) {
            assertEquals(offsetsAndValues[i + 1], b.get32(offsetsAndValues[i]), "word at " + offsetsAndValues[i]);
        }
    }

    private void longs(long... offsetsAndValues) {
        for (int i = 0; i < offsetsAndValues.length; i += 2) {
            assertEquals(offsetsAndValues[i + 1], b.get64((int) offsetsAndValues[i]), "doubleword at " + offsetsAndValues[i]);
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
        s.size = 0x1_0000_0002L;
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
    void layoutsByAbi() {
        assertEquals(FileStructs.NARROW, FileStructs.layout(IrixAbi.O32, false));
        assertEquals(FileStructs.WIDE, FileStructs.layout(IrixAbi.O32, true));
        assertEquals(FileStructs.WIDE, FileStructs.layout(IrixAbi.N32, false));
        assertEquals(FileStructs.WIDE, FileStructs.layout(IrixAbi.N32, true));
        assertEquals(FileStructs.LONG, FileStructs.layout(IrixAbi.N64, false));
        assertEquals(FileStructs.LONG, FileStructs.layout(IrixAbi.N64, true));
    }

    @Test
    void stat() {
        b.start(300);
        java.util.Arrays.fill(b.bytes, (byte) 0xaa); // pads must be zeroed
        assertTrue(FileStructs.stat(b, FileStructs.LONG, fileStat()));
        assertEquals(240, b.size);
        longs(32, 0x123456789L, 80, 0x1_0000_0002L, 88, 0, 104, 12, 120, 14, 136, 16, 144, 4096, 152, 144);
        words(0, 8 << 18 | 17, 4, 0, 40, 0100644, 44, 3, 48, 1000, 52, 100, 56, 4 << 18 | 65, 60, 0);
        words(96, 11, 100, 0, 112, 13, 116, 0, 128, 15, 132, 0, 160, 0x78667300, 176, 0, 236, 0);
    }

    @Test
    void fileSystems() {
        FsStat s = new FsStat();
        s.blockSize = 4096;
        s.fragmentSize = 4096;
        s.blocks = 0x5_0000_0000L;
        s.blocksFree = 500_000;
        s.blocksAvailable = 400_000;
        s.files = 9;
        s.filesFree = 8;
        s.nameMax = 255;
        s.flags = 1;
        FileStructs.statvfs(b, FileStructs.LONG, s);
        assertEquals(264, b.size);
        longs(0, 4096, 8, 4096, 16, 0x5_0000_0000L, 24, 500_000, 32, 400_000, 40, 9, 48, 8, 56, 8, 88, 5, 96, 255, 104, 0);
        words(72, 0x78667300);
        FileStructs.statfs(b, IrixAbi.N64, s);
        assertEquals(72, b.size);
        longs(8, 4096, 16, 0, 24, 0x28_0000_0000L, 32, 4_000_000, 40, 9, 48, 8);
        FileStructs.statfs(b, IrixAbi.N32, s);
        assertEquals(64, b.size);
        longs(16, 0x28_0000_0000L, 24, 4_000_000, 32, 9, 40, 8);
        words(4, 4096, 8, 0);
    }

    @Test
    void fileLocks() {
        FileLock lock = new FileLock();
        b.start(72);
        b.put16(0, 2);
        b.put64(8, -5);
        b.put64(16, 10);
        assertTrue(FileStructs.readFlock(b, FileStructs.LONG, lock));
        assertEquals(-5, lock.start);
        assertEquals(10, lock.length);
        lock.start = 0x1_0000_0000L;
        lock.pid = 77;
        FileStructs.writeFlock(b.start(FileStructs.flockSize(FileStructs.LONG)), FileStructs.LONG, lock);
        assertEquals(72, b.size);
        longs(8, 0x1_0000_0000L, 16, 10, 24, 0);
        words(0, 2 << 16, 32, 77);
    }

    @Test
    void times() {
        assertEquals(8, ProcessStructs.timeSize(IrixAbi.N32));
        assertEquals(16, ProcessStructs.timeSize(IrixAbi.N64));
        ProcessStructs.timeval(b.start(16), IrixAbi.N64, 0, 3_000_004);
        words(0, 0, 4, 3, 8, 0, 12, 4);
        ProcessStructs.timespec(b.start(16), IrixAbi.N64, 0, 3_000_000_004L);
        words(0, 3, 4, 0, 8, 0, 12, 4);
        ProcessStructs.timespec(b.start(8), IrixAbi.N32, 0, 3_000_000_004L);
        words(0, 3, 4, 4);
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
        assertEquals(72, ProcessStructs.rusageSize(IrixAbi.N32));
        ProcessStructs.rusage(b.start(ProcessStructs.rusageSize(IrixAbi.N64)), IrixAbi.N64, 0, r);
        assertEquals(144, b.size);
        words(4, 2, 20, 0);
        longs(8, 3, 24, 4, 32, 5, 64, 6, 72, 7, 88, 8, 96, 9, 120, 10, 128, 11, 136, 12);
    }

    @Test
    void siginfo() {
        SigInfo fault = SigInfo.fault(IrixSignals.SIGSEGV, SigInfo.SEGV_ACCERR, 0xff_0000_0123L, 13);
        ProcessStructs.siginfo(b.start(128), IrixAbi.N64, 0, fault);
        words(0, 11, 4, 2, 8, 0, 12, 0);
        longs(16, 0xff_0000_0123L);
        WaitResult r = new WaitResult();
        r.pid = 4711;
        r.code = SigInfo.CLD_KILLED;
        r.status = 11;
        r.rusage.userMicros = 30_000;
        r.rusage.systemMicros = 20_000;
        ProcessStructs.childInfo(b, IrixAbi.N64, r);
        assertEquals(128, b.size);
        words(0, 18, 4, 2, 8, 0, 12, 0, 16, 4711, 20, 3, 24, 11, 28, 2);
        ProcessStructs.childInfo(b, IrixAbi.N32, r);
        words(12, 4711, 16, 3, 20, 11, 24, 2, 28, 0);
        SigInfo queued = new SigInfo(IrixSignals.SIGRTMIN, SigInfo.SI_QUEUE);
        queued.value = 0x12_3456_789aL;
        ProcessStructs.siginfo(b.start(128), IrixAbi.N64, 0, queued);
        longs(16, 0x12_3456_789aL, 24, 0x12_3456_789aL);
    }

    @Test
    void contexts() {
        assertEquals(512, UserContext.size(IrixAbi.O32));
        assertEquals(792, UserContext.size(IrixAbi.N32));
        assertEquals(992, UserContext.size(IrixAbi.N64));
        assertEquals(12, SignalStack.size(IrixAbi.N32));
        assertEquals(16, SignalStack.size(IrixAbi.N64));
    }

    @Test
    void addresses() {
        assertTrue(IrixAbi.O32.isUser(0x7fff_ffffL, 1));
        assertFalse(IrixAbi.N32.isUser(0x7fff_ffffL, 2));
        assertTrue(IrixAbi.N64.isUser(0xff_ffff_ffffL, 1));
        assertFalse(IrixAbi.N64.isUser(0x100_0000_0000L, 1));
        assertFalse(IrixAbi.N64.isUser(-1, 1));
        assertFalse(IrixAbi.N64.isUser(0x1000, Long.MAX_VALUE));
    }
}
