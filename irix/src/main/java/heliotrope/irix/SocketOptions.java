package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.SocketCalls;

/** getsockopt and setsockopt: numbers and values of options. */
final class SocketOptions {
    private SocketOptions() {}

    private static final int SOL_SOCKET = 0xffff, HOST_SOL_SOCKET = 1, IPPROTO_IP = 0, IPPROTO_TCP = 6;

    /** How the value of an option looks. */
    private static final int INT = 0, LINGER = 1, TIME = 2, BYTES = 3, ERRNO = 4, TYPE = 5, BYTE = 6;

    // spotless:off
    /** IRIX option, Linux option, kind of value. */
    private static final int[] SOCKET = {
            0x0001, 1, INT,     0x0002, 30, INT,     0x0004, 2, INT,     0x0008, 9, INT,     0x0010, 5, INT,    0x0020, 6, INT,
            0x0080, 13, LINGER, 0x0100, 10, INT,     0x0200, 15, INT,    0x1001, 7, INT,     0x1002, 8, INT,    0x1003, 19, INT,
            0x1004, 18, INT,    0x1005, 21, TIME,    0x1006, 20, TIME,   0x1007, 4, ERRNO,   0x1008, 3, TYPE,   0x1009, 38, INT,
    };
    private static final int[] IP = {
            1, 4, BYTES,   2, 3, INT,    3, 1, INT,    4, 2, INT,    5, 6, INT,   8, 7, INT,
            20, 32, BYTES, 21, 33, BYTE, 22, 34, BYTE, 23, 35, BYTES, 24, 36, BYTES,
    };
    private static final int[] TCP = {1, 1, INT,   2, 2, INT};
    // spotless:on

    private static final int SO_USELOOPBACK = 0x40, SO_IMASOCKET = 0x400, SO_CHAMELEON = 0x1000;

    private static int find(int level, int option) {
        int[] table = table(level);
        for (int i = 0; i < table.length; i += 3) {
            if (table[i] == option) {
                return i;
            }
        }
        return -1;
    }

    private static int[] table(int level) {
        return switch (level) {
            case SOL_SOCKET -> SOCKET;
            case IPPROTO_IP -> IP;
            case IPPROTO_TCP -> TCP;
            default -> new int[0];
        };
    }

    static long get(IrixThread x, int fd, int level, int option, long value, long lengthAddress) {
        AddressSpace m = x.memory();
        int room = m.s32(lengthAddress);
        if (room < 0) {
            return -Errno.EINVAL;
        }
        if (level == SOL_SOCKET && option == SO_IMASOCKET) {
            return room < 4 ? -Errno.EINVAL : store(m, value, lengthAddress, 1);
        }
        int at = find(level, option);
        if (at < 0) {
            return -Errno.ENOPROTOOPT;
        }
        int kind = table(level)[at + 2];
        byte[] host = new byte[kind == BYTES ? Math.min(room, 256) : 16];
        long got = SocketCalls.getsockopt(x.thread, fd, level == SOL_SOCKET ? HOST_SOL_SOCKET : level, table(level)[at + 1], host);
        if (got < 0) {
            return got;
        }
        int first = (int) little(host, 0, 4);
        switch (kind) {
            case LINGER -> {
                if (room < 8) {
                    return -Errno.EINVAL;
                }
                m.put32(value, first);
                m.put32(value + 4, (int) little(host, 4, 4));
                m.put32(lengthAddress, 8);
            }
            case TIME -> {
                int size = ProcessStructs.timeSize(x.abi);
                if (room < size) {
                    return -Errno.EINVAL;
                }
                IrixTimeCalls.storeTimeval(x, value, little(host, 0, 8) * 1_000_000 + little(host, 8, 8));
                m.put32(lengthAddress, size);
            }
            case BYTES -> {
                int n = (int) Math.min(room, got);
                m.writeBytes(value, host, 0, n);
                m.put32(lengthAddress, n);
            }
            case BYTE -> {
                if (room < 1) {
                    return -Errno.EINVAL;
                }
                m.put8(value, first);
                m.put32(lengthAddress, 1);
            }
            default -> {
                if (room < 4) {
                    return -Errno.EINVAL;
                }
                return store(m, value, lengthAddress, guestValue(kind, first));
            }
        }
        return 0;
    }

    private static int guestValue(int kind, int host) {
        return switch (kind) {
            case ERRNO -> host == 0 ? 0 : IrixErrno.fromLinux(host);
            case TYPE -> IrixSocketCalls.guestType(host);
            default -> host;
        };
    }

    private static long store(AddressSpace m, long value, long lengthAddress, int result) {
        m.put32(value, result);
        m.put32(lengthAddress, 4);
        return 0;
    }

    private static long little(byte[] bytes, int at, int n) {
        long value = 0;
        for (int i = n - 1; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    private static void putLittle(byte[] bytes, int at, int n, long value) {
        for (int i = 0; i < n; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    static long set(IrixThread x, int fd, int level, int option, long value, int length) {
        if (level == SOL_SOCKET && (option == SO_USELOOPBACK || option == SO_CHAMELEON)) {
            return 0; // nothing to do for them on the host
        }
        int at = find(level, option);
        if (at < 0) {
            return -Errno.ENOPROTOOPT;
        }
        if (length < 0 || length > 256) {
            return -Errno.EINVAL;
        }
        AddressSpace m = x.memory();
        int kind = table(level)[at + 2];
        byte[] host;
        switch (kind) {
            case LINGER -> {
                if (length < 8) {
                    return -Errno.EINVAL;
                }
                host = new byte[8];
                putLittle(host, 0, 4, m.s32(value));
                putLittle(host, 4, 4, m.s32(value + 4));
            }
            case TIME -> {
                long micros = length < ProcessStructs.timeSize(x.abi) ? -1 : IrixTimeCalls.timevalMicros(x, value);
                if (micros < 0) {
                    return -Errno.EINVAL;
                }
                host = new byte[16];
                putLittle(host, 0, 8, micros / 1_000_000);
                putLittle(host, 8, 8, micros % 1_000_000);
            }
            case BYTES -> host = m.readBytes(value, length);
            default -> {
                host = new byte[4];
                if (length >= 4) {
                    putLittle(host, 0, 4, m.s32(value));
                } else if (length >= 1) {
                    putLittle(host, 0, 4, m.u8(value));
                } else {
                    return -Errno.EINVAL;
                }
            }
        }
        return SocketCalls.setsockopt(x.thread, fd, level == SOL_SOCKET ? HOST_SOL_SOCKET : level, table(level)[at + 1], host);
    }
}
