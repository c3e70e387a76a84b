package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.OpenFile;
import heliotrope.kernel.SocketCalls;

/** Sockets. Addresses are the host's but for the byte order of some numbers in them. */
final class LinuxSocketCalls {
    private LinuxSocketCalls() {}

    private static final int MOST_ADDRESS = 128, AF_INET6 = 10, AF_NETLINK = 16, AF_PACKET = 17;

    static long socket(LinuxThread x, int domain, int type, int protocol) {
        int host = LinuxFlags.socketTypeToHost(type);
        long fd = SocketCalls.socket(x.thread, domain, host, protocol);
        return closeOnExec(x, fd, host);
    }

    private static long closeOnExec(LinuxThread x, long fd, int hostType) {
        if (fd >= 0 && (hostType & Sys.O_CLOEXEC) != 0) {
            FileCalls.setDescriptorFlags(x.thread, (int) fd, Sys.FD_CLOEXEC);
        }
        return fd;
    }

    static long socketpair(LinuxThread x, int domain, int type, int protocol, long address) {
        int host = LinuxFlags.socketTypeToHost(type);
        long pair = SocketCalls.socketpair(x.thread, domain, host, protocol);
        if (pair < 0) {
            return pair;
        }
        closeOnExec(x, pair & 0x7fffffff, host);
        closeOnExec(x, pair >>> 32, host);
        return LinuxFileCalls.storePair(x, pair, address);
    }

    // ---- addresses ----

    /** A socket address as the host wants it; null if its length is impossible. Throws GuestFault. */
    static byte @Nullable [] hostAddress(LinuxThread x, long address, int length) {
        if (length < 0 || length > MOST_ADDRESS) {
            return null;
        }
        byte[] bytes = x.memory().readBytes(address, length);
        if (x.linuxProcess().bigEndian && length >= 2) {
            reverse(bytes, 0, 2);
            turn(bytes, bytes[0] & 0xff);
        }
        return bytes;
    }

    /** Numbers of the kernel's own in an address, whose family is in the host's order. */
    private static void turn(byte[] bytes, int family) {
        switch (family) {
            case AF_INET6 -> reverse(bytes, 24, 4); // scope
            case AF_NETLINK -> {
                reverse(bytes, 4, 4);
                reverse(bytes, 8, 4);
            }
            case AF_PACKET -> {
                reverse(bytes, 4, 4);
                reverse(bytes, 8, 2);
            }
            default -> {}
        }
    }

    private static void reverse(byte[] bytes, int at, int n) {
        if (at + n > bytes.length) {
            return;
        }
        for (int i = 0; i < n / 2; i++) {
            byte b = bytes[at + i];
            bytes[at + i] = bytes[at + n - 1 - i];
            bytes[at + n - 1 - i] = b;
        }
    }

    /** Stores an address, as much as there is room for, and its whole length. @return 0 or -EINVAL */
    static long storeAddress(LinuxThread x, byte @Nullable [] host, long address, long lengthAddress) {
        AddressSpace m = x.memory();
        int room = m.s32(lengthAddress);
        if (room < 0) {
            return -Errno.EINVAL;
        }
        byte[] guest = host == null ? new byte[0] : guestAddress(x, host);
        m.writeBytes(address, guest, 0, Math.min(room, guest.length));
        m.put32(lengthAddress, guest.length);
        return 0;
    }

    /** Turns an address of the host round, in place. */
    static byte[] guestAddress(LinuxThread x, byte[] host) {
        if (x.linuxProcess().bigEndian && host.length >= 2) {
            turn(host, host[0] & 0xff);
            reverse(host, 0, 2);
        }
        return host;
    }

    static long bind(LinuxThread x, int fd, long address, int length) {
        if (FileCalls.file(x.thread, fd) == null) {
            return -Errno.EBADF;
        }
        byte[] host = hostAddress(x, address, length);
        return host == null ? -Errno.EINVAL : SocketCalls.bind(x.thread, fd, host);
    }

    static long connect(LinuxThread x, int fd, long address, int length) {
        if (FileCalls.file(x.thread, fd) == null) {
            return -Errno.EBADF;
        }
        byte[] host = hostAddress(x, address, length);
        return host == null ? -Errno.EINVAL : SocketCalls.connect(x.thread, fd, host);
    }

    static long listen(LinuxThread x, int fd, int backlog) {
        return SocketCalls.listen(x.thread, fd, backlog);
    }

    static long accept(LinuxThread x, int fd, long address, long length, int guestFlags) {
        if ((guestFlags & ~(LinuxFlags.O_NONBLOCK | LinuxFlags.O_CLOEXEC)) != 0) {
            return -Errno.EINVAL;
        }
        byte[][] peer = address != 0 ? new byte[1][] : null;
        long accepted = SocketCalls.accept(x.thread, fd, peer);
        if (accepted < 0) {
            return accepted;
        }
        int flags = LinuxFlags.openToHost(guestFlags);
        closeOnExec(x, accepted, flags);
        OpenFile file = FileCalls.file(x.thread, (int) accepted);
        if ((flags & Sys.O_NONBLOCK) != 0 && file != null) {
            Sys.fcntl(file.hostFd, Sys.F_SETFL, Sys.O_RDWR | Sys.O_NONBLOCK);
        }
        if (peer != null) {
            long error;
            try {
                error = storeAddress(x, peer[0], address, length);
            } catch (heliotrope.kernel.GuestFault e) {
                error = -Errno.EFAULT;
            }
            if (error != 0) {
                FileCalls.close(x.thread, (int) accepted);
                return error;
            }
        }
        return accepted;
    }

    /** getpeername and getsockname. */
    static long name(LinuxThread x, int fd, long address, long length, boolean ofPeer) {
        byte[][] out = new byte[1][];
        long result = ofPeer ? SocketCalls.getpeername(x.thread, fd, out) : SocketCalls.getsockname(x.thread, fd, out);
        return result < 0 ? result : storeAddress(x, out[0], address, length);
    }

    static long send(LinuxThread x, int fd, long buffer, long n, int flags, long address, int length) {
        byte[] to = null;
        if (address != 0) {
            if (FileCalls.file(x.thread, fd) == null) {
                return -Errno.EBADF;
            }
            to = hostAddress(x, address, length);
            if (to == null) {
                return -Errno.EINVAL;
            }
        }
        return SocketCalls.send(x.thread, fd, buffer, n, flags, to);
    }

    static long recv(LinuxThread x, int fd, long buffer, long n, int flags, long address, long length) {
        byte[][] from = address != 0 ? new byte[1][] : null;
        long got = SocketCalls.recv(x.thread, fd, buffer, n, flags, from);
        if (got >= 0 && from != null) {
            long error = storeAddress(x, from[0], address, length);
            return error != 0 ? error : got;
        }
        return got;
    }

    static long shutdown(LinuxThread x, int fd, int how) {
        return SocketCalls.shutdown(x.thread, fd, how);
    }

    /** socketcall, which o32 has beside the calls themselves: arguments are words in memory. */
    static long socketcall(LinuxThread x, int call, long arguments) {
        int n = call < 1 || call > 20 ? -1 : "033323334446625533454".charAt(call) - '0';
        if (n < 0) {
            return -Errno.EINVAL;
        }
        StructBuffer b = x.buffer.load(x.memory(), arguments, 4 * n);
        int[] a = new int[6];
        for (int i = 0; i < n; i++) {
            a[i] = b.get32(4 * i);
        }
        long p1 = a[1] & 0xffffffffL;
        long p2 = a[2] & 0xffffffffL;
        long p4 = a[4] & 0xffffffffL;
        return switch (call) {
            case 1 -> socket(x, a[0], a[1], a[2]);
            case 2 -> bind(x, a[0], p1, a[2]);
            case 3 -> connect(x, a[0], p1, a[2]);
            case 4 -> listen(x, a[0], a[1]);
            case 5 -> accept(x, a[0], p1, p2, 0);
            case 6 -> name(x, a[0], p1, p2, false);
            case 7 -> name(x, a[0], p1, p2, true);
            case 8 -> socketpair(x, a[0], a[1], a[2], a[3] & 0xffffffffL);
            case 9 -> send(x, a[0], p1, p2, a[3], 0, 0);
            case 10 -> recv(x, a[0], p1, p2, a[3], 0, 0);
            case 11 -> send(x, a[0], p1, p2, a[3], p4, a[5]);
            case 12 -> recv(x, a[0], p1, p2, a[3], p4, a[5] & 0xffffffffL);
            case 13 -> shutdown(x, a[0], a[1]);
            case 14 -> LinuxSocketOptions.set(x, a[0], a[1], a[2], a[3] & 0xffffffffL, a[4]);
            case 15 -> LinuxSocketOptions.get(x, a[0], a[1], a[2], a[3] & 0xffffffffL, p4);
            case 16 -> LinuxSocketMessages.send(x, a[0], p1, a[2]);
            case 17 -> LinuxSocketMessages.receive(x, a[0], p1, a[2]);
            case 18 -> accept(x, a[0], p1, p2, a[3]);
            case 19 -> LinuxSocketMessages.receiveMany(x, a[0], p1, a[2], a[3], p4, false);
            default -> LinuxSocketMessages.sendMany(x, a[0], p1, a[2], a[3]);
        };
    }
}
