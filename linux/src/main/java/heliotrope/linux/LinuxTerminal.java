package heliotrope.linux;

import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.FileCalls;

/** Terminal modes: MIPS has the host's bits but for some local modes, and the control characters at other places. */
final class LinuxTerminal {
    private LinuxTerminal() {}

    /** struct termios: four words of flags, the line discipline, 23 characters. struct termios2 has two speeds behind. */
    private static final int CC = 17, SIZE = 40, SIZE2 = 48, SPEED = 40;
    /** The host's: 19 characters; termios2's speeds. */
    private static final int HOST_CC = 17, HOST_SPEED = 36;
    private static final int HOST_TCGETS2 = 0x802c542a, HOST_TCSETS2 = 0x402c542b;
    /** struct termio: four 16-bit flags, the discipline, 23 characters of which Linux uses eight. */
    private static final int TERMIO_SIZE = 18, TERMIO_CC = 9, TERMIO_CHARACTERS = 8;

    // spotless:off
    /** Host slot of each guest character, -1: none. */
    private static final byte[] HOST_SLOT = {0, 1, 2, 3, 6, 5, 16, 7, 8, 9, 10, -1, 12, 13, 14, 15, 4, 11};
    /** Local mode bits that differ: guest, host (IEXTEN, FLUSHO, TOSTOP). */
    private static final int[] LOCAL = {0x100, 0x8000,   0x2000, 0x1000,   0x8000, 0x100};
    // spotless:on
    private static final int LOCAL_SAME = ~0xb100;

    private static int local(int flags, boolean toHost) {
        int result = flags & LOCAL_SAME;
        for (int i = 0; i < LOCAL.length; i += 2) {
            if ((flags & LOCAL[toHost ? i : i + 1]) != 0) {
                result |= LOCAL[toHost ? i + 1 : i];
            }
        }
        return result;
    }

    /** TCGETS, and TCGETS2 where {@code second}. */
    static long get(LinuxThread x, int fd, long address, boolean second) {
        Scratch s = x.thread.scratch;
        long result = FileCalls.ioctl(x.thread, fd, second ? HOST_TCGETS2 & 0xffffffffL : Sys.TCGETS, s.data());
        if (result < 0) {
            return result;
        }
        StructBuffer b = x.buffer.start(second ? SIZE2 : SIZE);
        fromHost(s, b, SIZE2);
        if (second) {
            b.put32(SPEED, s.getInt(HOST_SPEED));
            b.put32(SPEED + 4, s.getInt(HOST_SPEED + 4));
        }
        b.store(x.memory(), address);
        return 0;
    }

    private static void fromHost(Scratch s, StructBuffer b, int end) {
        for (int i = 0; i < 3; i++) {
            b.put32(4 * i, s.getInt(4 * i));
        }
        b.put32(12, local(s.getInt(12), false));
        byte[] host = new byte[HOST_SPEED];
        s.get(0, host, 0, host.length);
        b.put8(16, host[16]);
        for (int i = 0; i < HOST_SLOT.length && CC + i < end; i++) {
            b.put8(CC + i, HOST_SLOT[i] < 0 ? 0 : host[HOST_CC + HOST_SLOT[i]]);
        }
    }

    /** TCSETS, TCSETSW, TCSETSF by the host's number; {@code second}: their second forms (one to three, counted from the first). */
    static long set(LinuxThread x, int fd, long address, int hostRequest, int second) {
        StructBuffer b = x.buffer.load(x.memory(), address, second > 0 ? SIZE2 : SIZE);
        Scratch s = x.thread.scratch;
        long result = FileCalls.ioctl(x.thread, fd, second > 0 ? HOST_TCGETS2 & 0xffffffffL : Sys.TCGETS, s.data());
        if (result < 0) {
            return result;
        }
        for (int i = 0; i < 3; i++) {
            s.putInt(4 * i, b.get32(4 * i));
        }
        s.putInt(12, local(b.get32(12), true));
        byte[] host = new byte[HOST_SPEED];
        s.get(0, host, 0, host.length);
        host[16] = (byte) b.get8(16);
        for (int i = 0; i < HOST_SLOT.length; i++) {
            if (HOST_SLOT[i] >= 0) {
                host[HOST_CC + HOST_SLOT[i]] = (byte) b.get8(CC + i);
            }
        }
        s.put(16, host, 16, host.length - 16);
        if (second > 0) {
            s.putInt(HOST_SPEED, b.get32(SPEED));
            s.putInt(HOST_SPEED + 4, b.get32(SPEED + 4));
        }
        return FileCalls.ioctl(x.thread, fd, second > 0 ? HOST_TCSETS2 + second - 1L : hostRequest, s.data());
    }

    /** TCGETA. */
    static long getOld(LinuxThread x, int fd, long address) {
        Scratch s = x.thread.scratch;
        long result = FileCalls.ioctl(x.thread, fd, Sys.TCGETS, s.data());
        if (result < 0) {
            return result;
        }
        StructBuffer b = x.buffer.start(SIZE2);
        fromHost(s, b, SIZE2);
        int[] flags = {b.get32(0), b.get32(4), b.get32(8), b.get32(12)};
        byte[] characters = java.util.Arrays.copyOfRange(b.bytes, CC, CC + TERMIO_CHARACTERS);
        int line = b.get8(16);
        b.start(TERMIO_SIZE);
        for (int i = 0; i < 4; i++) {
            b.put16(2 * i, flags[i]);
        }
        b.put8(8, line);
        System.arraycopy(characters, 0, b.bytes, TERMIO_CC, TERMIO_CHARACTERS);
        b.store(x.memory(), address);
        return 0;
    }

    /** TCSETA, TCSETAW, TCSETAF by the host's number of TCSETS and so on. */
    static long setOld(LinuxThread x, int fd, long address, int hostRequest) {
        StructBuffer b = x.buffer.load(x.memory(), address, TERMIO_SIZE);
        Scratch s = x.thread.scratch;
        long result = FileCalls.ioctl(x.thread, fd, Sys.TCGETS, s.data());
        if (result < 0) {
            return result;
        }
        for (int i = 0; i < 3; i++) {
            s.putInt(4 * i, s.getInt(4 * i) & 0xffff0000 | b.get16(2 * i));
        }
        int before = local(s.getInt(12), false);
        s.putInt(12, local(before & 0xffff0000 | b.get16(6), true));
        byte[] host = new byte[HOST_SPEED];
        s.get(0, host, 0, host.length);
        host[16] = (byte) b.get8(8);
        for (int i = 0; i < TERMIO_CHARACTERS; i++) {
            host[HOST_CC + HOST_SLOT[i]] = (byte) b.get8(TERMIO_CC + i);
        }
        s.put(16, host, 16, host.length - 16);
        return FileCalls.ioctl(x.thread, fd, hostRequest, s.data());
    }
}
