package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.HostCalls;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.SocketCalls;
import heliotrope.kernel.SocketMessage;
import java.util.Arrays;

/**
 * sendmsg and recvmsg. Control messages are rewritten: their headers have words of the ABI, their contents numbers of the guest's byte
 * order and, for descriptors, of its table.
 */
final class LinuxSocketMessages {
    private LinuxSocketMessages() {}

    private static final int IOV_MAX = 1024, CONTROL_MAX = 1536, HOST_HEADER = 16;
    private static final int SOL_SOCKET = 1, SCM_RIGHTS = 1, SCM_CREDENTIALS = 2, MSG_CTRUNC = 8, MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int MSG_WAITFORONE = 0x10000, MSG_DONTWAIT = 0x40;
    private static final int HOST_TIMESTAMP = 29, HOST_TIMESTAMPNS = 35, IPPROTO_IPV6 = 41, IPV6_PKTINFO = 50;

    /** Byte offsets in struct msghdr: name, its length, vector, its length, control messages, their length, flags. */
    private static final int[] NARROW = {0, 4, 8, 12, 16, 20, 24}, WIDE = {0, 8, 16, 24, 32, 40, 48};

    /** Bytes of struct msghdr. */
    private static int size(LinuxThread x) {
        return x.abi.wide ? 56 : 28;
    }

    private static int[] layout(LinuxThread x) {
        return x.abi.wide ? WIDE : NARROW;
    }

    /** What a struct msghdr says. */
    private static final class Header {
        long name;
        int nameLength;
        long control;
        long controlLength;
        final SocketMessage message = new SocketMessage();
    }

    /** @return 0 or -errno; throws GuestFault */
    private static long load(LinuxThread x, long address, Header h) {
        int[] at = layout(x);
        StructBuffer b = x.buffer.load(x.memory(), address, size(x));
        h.name = b.getPointer(at[0]);
        h.nameLength = b.get32(at[1]);
        long vector = b.getPointer(at[2]);
        long n = b.getPointer(at[3]);
        h.control = b.getPointer(at[4]);
        h.controlLength = b.getPointer(at[5]);
        if (h.nameLength < 0) {
            return -Errno.EINVAL;
        }
        if (h.name == 0) {
            h.nameLength = 0;
        }
        if (n > IOV_MAX || n < 0) {
            return -Errno.EMSGSIZE;
        }
        SocketMessage m = h.message;
        m.vectors = (int) n;
        m.bases = new long[m.vectors];
        m.lengths = new long[m.vectors];
        return LinuxFileCalls.loadVector(x, vector, m.vectors, m.bases, m.lengths);
    }

    // ---- sending ----

    static long send(LinuxThread x, int fd, long address, int flags) {
        if (FileCalls.file(x.thread, fd) == null) {
            return -Errno.EBADF;
        }
        Header h = new Header();
        long error = load(x, address, h);
        if (error != 0) {
            return error;
        }
        if (h.nameLength > 0) {
            h.message.name = LinuxSocketCalls.hostAddress(x, h.name, Math.min(h.nameLength, 128));
        }
        if (h.controlLength > 0 && h.control != 0) {
            if (h.controlLength > CONTROL_MAX) {
                return -Errno.ENOBUFS;
            }
            byte[] control = hostControl(x, h.control, (int) h.controlLength);
            if (control == null) {
                return -Errno.EINVAL;
            }
            h.message.control = control;
        }
        return SocketCalls.sendmsg(x.thread, fd, h.message, flags);
    }

    private static int header(LinuxThread x) {
        return x.abi.wide ? 16 : 12;
    }

    private static int align(LinuxThread x, int n) {
        return n + x.abi.word - 1 & -x.abi.word;
    }

    /** Control messages in the host's form; null if a header is impossible. */
    private static byte @Nullable [] hostControl(LinuxThread x, long address, int length) {
        StructBuffer b = x.buffer.load(x.memory(), address, length);
        byte[] host = new byte[2 * length + 64];
        int w = x.abi.word;
        int header = header(x);
        int at = 0;
        int to = 0;
        while (length - at >= header) {
            long size = b.getPointer(at);
            if (size < header || size > length - at) {
                return null;
            }
            int level = b.get32(at + w);
            int type = b.get32(at + w + 4);
            int n = (int) size - header;
            level = level == LinuxFlags.SOL_SOCKET ? SOL_SOCKET : level;
            put(host, to, 8, HOST_HEADER + n);
            put(host, to + 8, 4, level);
            put(host, to + 12, 4, type);
            for (int i = 0; i < n; i++) {
                host[to + HOST_HEADER + i] = b.bytes[at + header + i];
            }
            for (int i = 0; numbers(level, type) && i + 4 <= n; i += 4) {
                put(host, to + HOST_HEADER + i, 4, b.get32(at + header + i));
            }
            if (level == SOL_SOCKET && type == SCM_CREDENTIALS && n >= 4 && b.get32(at + header) == x.process().pid) {
                put(host, to + HOST_HEADER, 4, Sys.getpid());
            }
            to += HOST_HEADER + n + 7 & ~7;
            at += align(x, (int) size);
        }
        return Arrays.copyOf(host, to);
    }

    /** Whether a control message is made of 32-bit numbers. */
    private static boolean numbers(int level, int type) {
        return level == SOL_SOCKET
                ? type != HOST_TIMESTAMP && type != HOST_TIMESTAMPNS
                : level == 0 ? type == 1 || type == 2 || type == 8 : level == IPPROTO_IPV6 && type != IPV6_PKTINFO;
    }

    private static void put(byte[] bytes, int at, int n, long value) {
        for (int i = 0; i < n; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    private static long little(byte[] bytes, int at, int n) {
        long value = 0;
        for (int i = n - 1; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    // ---- receiving ----

    static long receive(LinuxThread x, int fd, long address, int flags) {
        if (FileCalls.file(x.thread, fd) == null) {
            return -Errno.EBADF;
        }
        Header h = new Header();
        long error = load(x, address, h);
        if (error != 0) {
            return error;
        }
        SocketMessage m = h.message;
        m.wantName = h.name != 0;
        m.wantControl = true;
        long got = SocketCalls.recvmsg(x.thread, fd, m, flags);
        if (got < 0) {
            return got;
        }
        int[] at = layout(x);
        AddressSpace memory = x.memory();
        int used = guestControl(x, h, (flags & MSG_CMSG_CLOEXEC) != 0);
        if (h.name != 0) {
            byte[] name = m.name;
            byte[] guest = name == null ? new byte[0] : LinuxSocketCalls.guestAddress(x, name);
            memory.writeBytes(h.name, guest, 0, Math.min(guest.length, h.nameLength));
            memory.put32(address + at[1], guest.length);
        }
        memory.put32(address + at[6], m.flags | flags & MSG_CMSG_CLOEXEC);
        if (x.abi.wide) {
            memory.put64(address + at[5], used);
        } else {
            memory.put32(address + at[5], used);
        }
        return got;
    }

    /** Writes the control messages that fit; the others, and what is too long for the room, set MSG_CTRUNC. @return bytes used */
    private static int guestControl(LinuxThread x, Header h, boolean closeOnExec) {
        byte[] host = h.message.control;
        if (host == null) {
            return 0;
        }
        int room = h.control == 0 ? 0 : (int) Math.min(Math.max(0, h.controlLength), 1 << 16);
        int header = header(x);
        int w = x.abi.word;
        StructBuffer b = x.buffer.start(room);
        int to = 0;
        int at = 0;
        while (host.length - at >= HOST_HEADER) {
            int size = (int) Math.min(little(host, at, 8), host.length - at);
            if (size < HOST_HEADER) {
                break;
            }
            int level = (int) little(host, at + 8, 4);
            int type = (int) little(host, at + 12, 4);
            int n = size - HOST_HEADER;
            boolean rights = level == SOL_SOCKET && type == SCM_RIGHTS;
            byte[] content = Arrays.copyOfRange(host, at + HOST_HEADER, at + size);
            int left = room - to - header;
            if (rights) {
                n = takeRights(x, content, left, closeOnExec);
            } else {
                content = guestContent(x, level, type, content);
                n = Math.min(content.length, Math.max(left, 0));
            }
            if (n < content.length) {
                h.message.flags |= MSG_CTRUNC;
            }
            if (left < 0 || rights && n == 0) {
                at += size + 7 & ~7;
                continue;
            }
            b.putWord(to, header + n);
            b.put32(to + w, level == SOL_SOCKET ? LinuxFlags.SOL_SOCKET : level);
            b.put32(to + w + 4, type);
            System.arraycopy(content, 0, b.bytes, to + header, n);
            to = Math.min(room, to + align(x, header + n));
            at += size + 7 & ~7;
        }
        if (to > 0) {
            x.memory().writeBytes(h.control, b.bytes, 0, to);
        }
        return to;
    }

    /** Adopts as many descriptors as there is room for, closes the rest. @return bytes of the adopted ones, guest numbers, in content */
    private static int takeRights(LinuxThread x, byte[] content, int left, boolean closeOnExec) {
        int n = 0;
        boolean full = false;
        for (int i = 0; i + 4 <= content.length; i += 4) {
            int hostFd = (int) little(content, i, 4);
            long fd = -1;
            if (!full && i + 4 <= left) {
                fd = HostCalls.adopt(x.thread, hostFd, closeOnExec, null);
            } else {
                Sys.close(hostFd);
            }
            full |= fd < 0;
            if (fd >= 0) {
                store32(x, content, i, (int) fd);
                n = i + 4;
            }
        }
        return n;
    }

    private static void store32(LinuxThread x, byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> 8 * (x.linuxProcess().bigEndian ? 3 - i : i));
        }
    }

    private static byte[] guestContent(LinuxThread x, int level, int type, byte[] content) {
        if (level == SOL_SOCKET && (type == HOST_TIMESTAMP || type == HOST_TIMESTAMPNS) && content.length == 16) {
            int w = x.abi.word;
            byte[] out = new byte[2 * w];
            for (int i = 0; i < 2; i++) {
                long value = little(content, 8 * i, 8);
                for (int k = 0; k < w; k++) {
                    out[w * i + k] = (byte) (value >>> 8 * (x.linuxProcess().bigEndian ? w - 1 - k : k));
                }
            }
            return out;
        }
        if (level == 0 && type == 8 && content.length >= 4) { // IP_PKTINFO: an interface's number, then addresses
            store32(x, content, 0, (int) little(content, 0, 4));
        } else if (level == IPPROTO_IPV6 && type == IPV6_PKTINFO && content.length >= 20) {
            store32(x, content, 16, (int) little(content, 16, 4));
        } else if (numbers(level, type)) {
            for (int i = 0; i + 4 <= content.length; i += 4) {
                store32(x, content, i, (int) little(content, i, 4));
            }
        }
        return content;
    }

    // ---- many at once: struct mmsghdr is a struct msghdr and the number of bytes ----

    private static int manySize(LinuxThread x) {
        return x.abi.wide ? 64 : 32;
    }

    static long sendMany(LinuxThread x, int fd, long address, int count, int flags) {
        int n = Math.min(count & 0x7fffffff, IOV_MAX);
        if (FileCalls.file(x.thread, fd) == null) {
            return -Errno.EBADF;
        }
        long at = address;
        for (int i = 0; i < n; i++) {
            long sent;
            try {
                sent = send(x, fd, at, flags);
                if (sent >= 0) {
                    x.memory().put32(at + size(x), (int) sent);
                }
            } catch (heliotrope.kernel.GuestFault e) {
                sent = -Errno.EFAULT;
            }
            if (sent < 0) {
                return i > 0 ? i : sent;
            }
            at += manySize(x);
        }
        return n;
    }

    /** recvmmsg; the time that it may take is looked at between messages only, as Linux does. */
    static long receiveMany(LinuxThread x, int fd, long address, int count, int flags, long timeout, boolean wide) {
        if (FileCalls.file(x.thread, fd) == null) {
            return -Errno.EBADF;
        }
        long nanos = LinuxPollCalls.timespec(x, timeout, wide);
        if (nanos == LinuxPollCalls.INVALID) {
            return -Errno.EINVAL;
        }
        long from = System.nanoTime();
        int now = flags & ~MSG_WAITFORONE;
        long at = address;
        int n = Math.min(count & 0x7fffffff, IOV_MAX);
        for (int i = 0; i < n; i++) {
            long got;
            try {
                got = receive(x, fd, at, now);
                if (got >= 0) {
                    x.memory().put32(at + size(x), (int) got);
                }
            } catch (heliotrope.kernel.GuestFault e) {
                got = -Errno.EFAULT;
            }
            if (got < 0) {
                return i > 0 ? i : got == Kernel.RESTART && timeout != 0 ? -Errno.EINTR : got;
            }
            at += manySize(x);
            if ((flags & MSG_WAITFORONE) != 0) {
                now |= MSG_DONTWAIT;
            }
            if (nanos >= 0 && System.nanoTime() - from >= nanos) {
                return i + 1L;
            }
        }
        return n;
    }
}
