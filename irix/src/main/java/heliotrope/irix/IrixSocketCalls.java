package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.SocketCalls;

/** Sockets. The kernel wants Linux constants and addresses with the family in host byte order. */
final class IrixSocketCalls {
    private IrixSocketCalls() {}

    static final int AF_UNIX = 1, AF_INET = 2, AF_INET6 = 24;

    private static final int HOST_AF_INET6 = 10;

    /** Linux socket type by IRIX type: DGRAM 1, STREAM 2, RAW 4, RDM 5, SEQPACKET 6. */
    private static final int[] TYPES = {0, 2, 1, 0, 3, 4, 5};

    private static final int MAX_ADDRESS = 128;

    static int hostFamily(int family) {
        return switch (family) {
            case 0, AF_UNIX, AF_INET -> family;
            case AF_INET6 -> HOST_AF_INET6;
            default -> -1;
        };
    }

    static int guestFamily(int family) {
        return family == HOST_AF_INET6 ? AF_INET6 : family;
    }

    static int hostType(int type) {
        return type > 0 && type < TYPES.length ? TYPES[type] : 0;
    }

    static int guestType(int type) {
        for (int i = 1; i < TYPES.length; i++) {
            if (TYPES[i] == type) {
                return i;
            }
        }
        return type;
    }

    /** Flags for sending and receiving: OOB, PEEK and DONTROUTE are the same, MSG_EOR has another place. */
    static int hostFlags(int flags) {
        return flags & 7 | ((flags & 8) != 0 ? 0x80 : 0);
    }

    static long socket(IrixThread x, int family, int type, int protocol) {
        int domain = hostFamily(family);
        if (domain < 0) {
            return -Errno.EAFNOSUPPORT;
        }
        return hostType(type) == 0 ? -Errno.ESOCKTNOSUPPORT : SocketCalls.socket(x.thread, domain, hostType(type), protocol);
    }

    static long socketpair(IrixThread x, int family, int type, int protocol, long fds) {
        int domain = hostFamily(family);
        if (domain < 0) {
            return -Errno.EAFNOSUPPORT;
        }
        if (hostType(type) == 0) {
            return -Errno.ESOCKTNOSUPPORT;
        }
        long pair = SocketCalls.socketpair(x.thread, domain, hostType(type), protocol);
        if (pair < 0) {
            return pair;
        }
        x.memory().put32(fds, (int) pair);
        x.memory().put32(fds + 4, (int) (pair >>> 32));
        return 0;
    }

    /** A sockaddr of the guest as Linux has it; null if its length or family is impossible. Throws GuestFault. */
    static byte @Nullable [] hostAddress(AddressSpace m, long address, int length) {
        if (length < 2 || length > MAX_ADDRESS) {
            return null;
        }
        byte[] bytes = m.readBytes(address, length);
        int family = hostFamily((bytes[0] & 0xff) << 8 | bytes[1] & 0xff);
        if (family < 0) {
            return null;
        }
        bytes[0] = (byte) family;
        bytes[1] = 0;
        return bytes;
    }

    /** Stores what fits of a Linux sockaddr and the length of all of it. */
    static void storeAddress(AddressSpace m, byte @Nullable [] host, long address, long lengthAddress) {
        if (address == 0 || lengthAddress == 0) {
            return;
        }
        int room = m.s32(lengthAddress);
        int length = host == null ? 0 : host.length;
        if (host != null && length >= 2) {
            byte[] guest = host.clone();
            int family = guestFamily(guest[0] & 0xff | (guest[1] & 0xff) << 8);
            guest[0] = (byte) (family >>> 8);
            guest[1] = (byte) family;
            m.writeBytes(address, guest, 0, Math.max(0, Math.min(room, length)));
        }
        m.put32(lengthAddress, length);
    }

    static long bind(IrixThread x, int fd, long address, int length) {
        byte[] host = hostAddress(x.memory(), address, length);
        return host == null ? -Errno.EINVAL : SocketCalls.bind(x.thread, fd, host);
    }

    static long connect(IrixThread x, int fd, long address, int length) {
        byte[] host = hostAddress(x.memory(), address, length);
        return host == null ? -Errno.EINVAL : SocketCalls.connect(x.thread, fd, host);
    }

    static long listen(IrixThread x, int fd, int backlog) {
        return SocketCalls.listen(x.thread, fd, backlog);
    }

    static long accept(IrixThread x, int fd, long address, long length) {
        byte[][] peer = address != 0 ? new byte[1][] : null;
        long accepted = SocketCalls.accept(x.thread, fd, peer);
        if (accepted >= 0 && peer != null) {
            storeAddress(x.memory(), peer[0], address, length);
        }
        return accepted;
    }

    /** getpeername and getsockname. */
    static long name(IrixThread x, int fd, long address, long length, boolean ofPeer) {
        byte[][] out = new byte[1][];
        long result = ofPeer ? SocketCalls.getpeername(x.thread, fd, out) : SocketCalls.getsockname(x.thread, fd, out);
        if (result >= 0) {
            storeAddress(x.memory(), out[0], address, length);
        }
        return result;
    }

    static long send(IrixThread x, int fd, long buffer, long n, int flags, long address, int length) {
        byte[] to = null;
        if (address != 0) {
            to = hostAddress(x.memory(), address, length);
            if (to == null) {
                return -Errno.EINVAL;
            }
        }
        return SocketCalls.send(x.thread, fd, buffer, n, hostFlags(flags), to);
    }

    static long recv(IrixThread x, int fd, long buffer, long n, int flags, long address, long length) {
        byte[][] from = address != 0 ? new byte[1][] : null;
        long got = SocketCalls.recv(x.thread, fd, buffer, n, hostFlags(flags), from);
        if (got >= 0 && from != null) {
            storeAddress(x.memory(), from[0], address, length);
        }
        return got;
    }

    static long shutdown(IrixThread x, int fd, int how) {
        return SocketCalls.shutdown(x.thread, fd, how);
    }
}
