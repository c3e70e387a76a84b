package heliotrope.irix;

/**
 * Terminal modes as IRIX has them, and the way to and from Linux' struct termios (four little-endian words of flags, the line
 * discipline, 19 control characters). Most flag bits are the same, both having them from System V.
 */
final class TerminalModes {
    /** Bytes of the host's structure. */
    static final int HOST_SIZE = 36;

    private static final int HOST_LINE = 16, HOST_CC = 17;

    /** Control characters that IRIX stores; MIN shares its slot with EOF, TIME with EOL. */
    static final int CC = 23;

    private static final int IRIX_ICANON = 2;

    // spotless:off
    private static final int
            IFLAG_SHARED = 0x3fff, // IBLKMD (040000) is Linux' IUTF8
            OFLAG_SHARED = 0xffff,
            CFLAG_SHARED = 0xfff, // up to CLOCAL, with CBAUD's four bits
            LFLAG_SHARED = 0x4eff, // all but IEXTEN, TOSTOP and FLUSHO, which have other places
            IRIX_IEXTEN = 0x100, HOST_IEXTEN = 0x8000,
            IRIX_TOSTOP = 0x8000, HOST_TOSTOP = 0x100,
            IRIX_FLUSHO = 0x2000, HOST_FLUSHO = 0x1000,
            IRIX_RTSCTS = 0x200000, HOST_RTSCTS = 0x80000000,
            HOST_CBAUDEX = 0x1000;

    private static final int[] SPEEDS = {
            0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400,
    };
    /** Speeds of Linux' codes CBAUDEX + 1, + 2 and so on. */
    private static final int[] HIGH_SPEEDS = {57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000, 1152000, 1500000};

    /** Host slot of each IRIX control character; the two that are shared are dealt with apart, 255: Linux has none. */
    private static final int[] HOST_SLOT = {0, 1, 2, 3, 4, 11, 16, 7, 8, 9, 10, 255, 12, 13, 14, 15};
    private static final int HOST_TIME = 5, HOST_MIN = 6;
    // spotless:on

    int input;
    int output;
    int control;
    int local;
    int line;
    int outputSpeed;
    int inputSpeed;
    final byte[] characters = new byte[CC];

    void fromHost(byte[] host) {
        input = word(host, 0) & IFLAG_SHARED;
        output = word(host, 4) & OFLAG_SHARED;
        int flags = word(host, 8);
        control = flags & CFLAG_SHARED | ((flags & HOST_RTSCTS) != 0 ? IRIX_RTSCTS : 0);
        outputSpeed = speed(flags & (HOST_CBAUDEX | 15));
        inputSpeed = outputSpeed;
        if ((flags & HOST_CBAUDEX) != 0) {
            control |= 15; // as fast as the old field can say
        }
        flags = word(host, 12);
        local = flags & LFLAG_SHARED
                | ((flags & HOST_IEXTEN) != 0 ? IRIX_IEXTEN : 0)
                | ((flags & HOST_TOSTOP) != 0 ? IRIX_TOSTOP : 0)
                | ((flags & HOST_FLUSHO) != 0 ? IRIX_FLUSHO : 0);
        line = host[HOST_LINE];
        for (int i = 0; i < CC; i++) {
            characters[i] = i < HOST_SLOT.length && HOST_SLOT[i] != 255 ? host[HOST_CC + HOST_SLOT[i]] : 0;
        }
        if ((local & IRIX_ICANON) == 0) {
            characters[4] = host[HOST_CC + HOST_MIN];
            characters[5] = host[HOST_CC + HOST_TIME];
        }
    }

    /**
     * Changes what these modes express in the host's structure, which holds the present modes.
     *
     * @param numericSpeed whether {@link #outputSpeed} counts, in bits per second, and not the field in the control flags
     * @param characterCount how many control characters count (the BSD-like calls set fewer)
     */
    void toHost(byte[] host, boolean numericSpeed, int characterCount) {
        putWord(host, 0, word(host, 0) & ~IFLAG_SHARED | input & IFLAG_SHARED);
        putWord(host, 4, word(host, 4) & ~OFLAG_SHARED | output & OFLAG_SHARED);
        int old = word(host, 8);
        int flags = old & ~(CFLAG_SHARED | HOST_RTSCTS) | control & CFLAG_SHARED;
        if ((control & IRIX_RTSCTS) != 0) {
            flags |= HOST_RTSCTS;
        }
        if (numericSpeed) {
            flags = flags & ~(HOST_CBAUDEX | 15) | speedCode(outputSpeed, old);
        } else if ((control & 15) == 15 && (old & HOST_CBAUDEX) != 0) {
            flags = flags & ~(HOST_CBAUDEX | 15) | old & (HOST_CBAUDEX | 15); // what it was told: leave it
        } else {
            flags &= ~HOST_CBAUDEX;
        }
        putWord(host, 8, flags);
        flags = word(host, 12) & ~(LFLAG_SHARED | HOST_IEXTEN | HOST_TOSTOP | HOST_FLUSHO) | local & LFLAG_SHARED;
        flags |= (local & IRIX_IEXTEN) != 0 ? HOST_IEXTEN : 0;
        flags |= (local & IRIX_TOSTOP) != 0 ? HOST_TOSTOP : 0;
        flags |= (local & IRIX_FLUSHO) != 0 ? HOST_FLUSHO : 0;
        putWord(host, 12, flags);
        for (int i = 0; i < HOST_SLOT.length && i < characterCount; i++) {
            if (HOST_SLOT[i] == 255) {
                continue;
            }
            boolean raw = (local & IRIX_ICANON) == 0 && (i == 4 || i == 5);
            host[HOST_CC + (raw ? i == 4 ? HOST_MIN : HOST_TIME : HOST_SLOT[i])] = characters[i];
        }
    }

    /**
     * Puts the modes into the guest's structure: 40 bytes, or 48 with speeds as numbers.
     *
     * @param termio the one with a line discipline in front of the characters (TCGETA), else termios
     */
    static void store(StructBuffer b, TerminalModes m, boolean termio, boolean speeds) {
        b.put32(0, m.input);
        b.put32(4, m.output);
        b.put32(8, m.control);
        b.put32(12, m.local);
        int at = 16;
        if (speeds) {
            b.put32(16, m.outputSpeed);
            b.put32(20, m.inputSpeed);
            at = 24;
        }
        if (termio) {
            b.put8(at++, m.line);
        }
        System.arraycopy(m.characters, 0, b.bytes, at, CC);
    }

    /** The other way round. */
    static void load(StructBuffer b, TerminalModes m, boolean termio, boolean speeds) {
        m.input = b.get32(0);
        m.output = b.get32(4);
        m.control = b.get32(8);
        m.local = b.get32(12);
        int at = 16;
        if (speeds) {
            m.outputSpeed = b.get32(16);
            m.inputSpeed = b.get32(20);
            at = 24;
        }
        if (termio) {
            m.line = b.get8(at++);
        }
        System.arraycopy(b.bytes, at, m.characters, 0, CC);
    }

    private static int speed(int code) {
        int high = (code & 15) - 1;
        if ((code & HOST_CBAUDEX) != 0) {
            return high >= 0 && high < HIGH_SPEEDS.length ? HIGH_SPEEDS[high] : 38400;
        }
        return SPEEDS[code & 15];
    }

    /** Linux' code of a speed; an odd speed leaves the old one. */
    private static int speedCode(int speed, int old) {
        for (int i = 0; i < SPEEDS.length; i++) {
            if (SPEEDS[i] == speed) {
                return i;
            }
        }
        for (int i = 0; i < HIGH_SPEEDS.length; i++) {
            if (HIGH_SPEEDS[i] == speed) {
                return HOST_CBAUDEX | i + 1;
            }
        }
        return old & (HOST_CBAUDEX | 15);
    }

    private static int word(byte[] b, int at) {
        return b[at] & 0xff | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff) << 16 | b[at + 3] << 24;
    }

    private static void putWord(byte[] b, int at, int value) {
        for (int i = 0; i < 4; i++) {
            b[at + i] = (byte) (value >>> 8 * i);
        }
    }
}
