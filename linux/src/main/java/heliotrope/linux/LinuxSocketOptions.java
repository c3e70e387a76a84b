package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.SocketCalls;

/** getsockopt and setsockopt. Only SOL_SOCKET's numbers are MIPS' own ({@code asm/socket.h}). */
final class LinuxSocketOptions {
    private LinuxSocketOptions() {}

    private static final int HOST_SOL_SOCKET = 1, IPPROTO_IP = 0, IPPROTO_TCP = 6, IPPROTO_IPV6 = 41, SOL_PACKET = 263;

    /** How the value of an option looks: ints (any number), struct timeval of the ABI, struct timeval of 64-bit numbers, bytes. */
    private static final int INTS = 0, TIME = 1, TIME64 = 2, BYTES = 3, ERRNO = 4, TYPE = 5;

    private static final int MOST_BYTES = 4096;

    // spotless:off
    /** Guest option of SOL_SOCKET, host option. What is missing has the same number in both. */
    private static final int[] SOCKET = {
            0x0004, 2,   0x1008, 3,   0x1007, 4,   0x0010, 5,   0x0020, 6,   0x1001, 7,   0x1002, 8,   0x0008, 9,   0x0100, 10,
            0x0080, 13,  0x0200, 15,  0x0011, 16,  0x0012, 17,  0x1004, 18,  0x1003, 19,  0x1006, 20,  0x1005, 21,  0x001e, 31,
            0x001f, 32,  0x1009, 30,  0x1028, 38,  0x1029, 39,
    };
    // spotless:on
    /** Numbers below this that are not in the table and not one of these have no meaning on MIPS: SO_NO_CHECK, SO_PRIORITY. */
    private static final int NO_CHECK = 11, PRIORITY = 12, FIRST_SAME = 22, LAST_SAME = 75;

    /** Host number, or -1. */
    private static int option(int option) {
        for (int i = 0; i < SOCKET.length; i += 2) {
            if (SOCKET[i] == option) {
                return SOCKET[i + 1];
            }
        }
        return option == NO_CHECK || option == PRIORITY || option >= FIRST_SAME && option <= LAST_SAME ? option : -1;
    }

    private static int kind(int level, int option, int length) {
        switch (level) {
            case HOST_SOL_SOCKET:
                return switch (option) {
                    case 3 -> TYPE;
                    case 4 -> ERRNO;
                    case 20, 21 -> TIME;
                    case 66, 67 -> TIME64;
                    case 25, 28, 31, 59 -> BYTES; // device, names, labels
                    default -> INTS;
                };
            case IPPROTO_IP:
                // Addresses are in network order; of structures with an interface's number the last word is turned round (below).
                return option == 32 || option == 4 ? BYTES : length == 4 ? INTS : BYTES;
            case IPPROTO_IPV6:
                return length == 4 ? INTS : BYTES;
            case IPPROTO_TCP:
                return option == 11 || option == 13 ? BYTES : length == 4 ? INTS : BYTES;
            case SOL_PACKET:
                return length == 4 ? INTS : BYTES;
            default:
                return length % 4 == 0 ? INTS : BYTES;
        }
    }

    private static boolean interfaceLast(int level, int option, int length) {
        return level == IPPROTO_IP && (option == 35 || option == 36 || option == 32) && length == 12
                || level == IPPROTO_IPV6 && (option == 20 || option == 21) && length == 20;
    }

    static long get(LinuxThread x, int fd, int guestLevel, int guestOption, long value, long lengthAddress) {
        AddressSpace m = x.memory();
        if (FileCalls.file(x.thread, fd) == null) {
            return -Errno.EBADF;
        }
        int level = guestLevel == LinuxFlags.SOL_SOCKET ? HOST_SOL_SOCKET : guestLevel;
        int option = guestLevel == LinuxFlags.SOL_SOCKET ? option(guestOption) : guestOption;
        boolean socket = SocketCalls.getsockopt(x.thread, fd, HOST_SOL_SOCKET, 3, new byte[4]) >= 0;
        if (!socket) {
            return -Errno.ENOTSOCK;
        }
        int room = m.s32(lengthAddress);
        if (room < 0) {
            return -Errno.EINVAL;
        }
        if (option < 0 || guestLevel == HOST_SOL_SOCKET) { // level 1 is ICMP here
            return guestLevel == HOST_SOL_SOCKET ? -Errno.EOPNOTSUPP : -Errno.ENOPROTOOPT;
        }
        int kind = kind(level, option, Math.min(room, MOST_BYTES));
        int w = x.abi.word;
        int most = Math.min(room, MOST_BYTES);
        byte[] host = new byte[kind == TIME || kind == TIME64 ? 16 : kind == BYTES ? most : Math.max(4, most)];
        long got = SocketCalls.getsockopt(x.thread, fd, level, option, host);
        if (got < 0) {
            return got;
        }
        StructBuffer b = x.buffer;
        int n = (int) Math.min(room, got);
        switch (kind) {
            case TIME, TIME64 -> {
                int width = kind == TIME ? w : 8;
                b.start(2 * width);
                for (int i = 0; i < 2; i++) {
                    if (width == 8) {
                        b.put64(8 * i, little(host, 8 * i, 8));
                    } else {
                        b.put32(4 * i, (int) little(host, 8 * i, 8));
                    }
                }
                n = Math.min(room, 2 * width);
            }
            case BYTES -> {
                b.start(n);
                System.arraycopy(host, 0, b.bytes, 0, n);
                if (interfaceLast(level, option, n)) {
                    b.put32(n - 4, (int) little(host, n - 4, 4));
                }
            }
            default -> {
                b.start((n + 3) & ~3);
                for (int i = 0; i < n; i += 4) {
                    int word = (int) little(host, i, Math.min(4, n - i));
                    if (kind == ERRNO) {
                        word = LinuxErrno.fromHost(word);
                    } else if (kind == TYPE) {
                        word = LinuxFlags.socketTypeFromHost(word);
                    }
                    b.put32(i, word); // if there is room for part of it only: its first bytes, whatever they tell
                }
            }
        }
        m.writeBytes(value, b.bytes, 0, n);
        m.put32(lengthAddress, n);
        return 0;
    }

    static long set(LinuxThread x, int fd, int guestLevel, int guestOption, long value, int length) {
        AddressSpace m = x.memory();
        if (FileCalls.file(x.thread, fd) == null) {
            return -Errno.EBADF;
        }
        if (length < 0) {
            return -Errno.EINVAL;
        }
        if (SocketCalls.getsockopt(x.thread, fd, HOST_SOL_SOCKET, 3, new byte[4]) < 0) {
            return -Errno.ENOTSOCK;
        }
        if (guestLevel == HOST_SOL_SOCKET) {
            return -Errno.ENOPROTOOPT;
        }
        int level = guestLevel == LinuxFlags.SOL_SOCKET ? HOST_SOL_SOCKET : guestLevel;
        int option = guestLevel == LinuxFlags.SOL_SOCKET ? option(guestOption) : guestOption;
        if (option < 0 || level == HOST_SOL_SOCKET && (option == 26 || option == 51)) { // filters: pointers to programs
            if (option > 0) {
                x.unsupported("setsockopt", fd + ", SOL_SOCKET, " + guestOption);
            }
            // Linux reads the number before it looks at the option.
            return length < 4 ? -Errno.EINVAL : probe(m, value, -Errno.ENOPROTOOPT);
        }
        int n = Math.min(length, MOST_BYTES);
        int kind = kind(level, option, n);
        int w = x.abi.word;
        byte[] host;
        switch (kind) {
            case TIME, TIME64 -> {
                int width = kind == TIME ? w : 8;
                if (length < 2 * width) {
                    return -Errno.EINVAL;
                }
                StructBuffer b = x.buffer.load(m, value, 2 * width);
                host = new byte[16];
                putLittle(host, 0, 8, width == 8 ? b.get64(0) : b.get32(0));
                putLittle(host, 8, 8, width == 8 ? b.get64(8) : b.get32(4));
            }
            case BYTES -> {
                host = m.readBytes(value, n);
                if (interfaceLast(level, option, n)) {
                    putLittle(host, n - 4, 4, m.s32(value + n - 4));
                }
            }
            default -> {
                host = m.readBytes(value, n);
                for (int i = 0; i + 4 <= n; i += 4) {
                    putLittle(host, i, 4, m.s32(value + i));
                }
            }
        }
        return SocketCalls.setsockopt(x.thread, fd, level, option, host);
    }

    private static long probe(AddressSpace m, long address, long result) {
        m.s32(address);
        return result;
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
}
