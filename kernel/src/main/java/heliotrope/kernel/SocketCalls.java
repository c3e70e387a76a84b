package heliotrope.kernel;

import heliotrope.host.Charsets;
import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.util.Arrays;

/**
 * Sockets, with Linux constants and Linux sockaddr bytes (family in host byte order). Names of AF_UNIX sockets go through the roots.
 */
public final class SocketCalls {
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int MSG_CTRUNC = 8, MSG_ZEROCOPY = 0x4000000;
    private static final int MOST_NAME = 128;
    private static final int SUN_PATH = 108;

    // Layout of the data area: name, its length, struct msghdr, control data, vectors.
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 128;
    private static final int HEADER = 144;
    private static final int CONTROL = 256;
    private static final int MOST_RIGHTS = 253;
    private static final int CONTROL_SIZE = 16 + 4 * MOST_RIGHTS + 4;
    private static final int VECTORS = 2048;
    private static final int CONTROL_ROOM = VECTORS - CONTROL;

    private SocketCalls() {}

    private static int add(GuestThread t, int hostFd) {
        OpenFile file = new OpenFile(hostFd, OpenFile.SOCKET, Sys.O_RDWR, null, Roots.HOST, 0, 0, false);
        int fd = t.process.files.allocate(file, 0, false);
        if (fd < 0) {
            file.release();
        }
        return fd;
    }

    /** socket. */
    public static long socket(GuestThread t, int domain, int type, int protocol) {
        long fd = Sys.call(Sys.SYS_SOCKET, domain, type | Sys.SOCK_CLOEXEC, protocol);
        return fd < 0 ? fd : add(t, (int) fd);
    }

    /** socketpair. @return first fd in the low, second in the high 32 bits, or -errno */
    public static long socketpair(GuestThread t, int domain, int type, int protocol) {
        Scratch s = t.scratch;
        long result =
                Native.syscall(Sys.SYS_SOCKETPAIR, domain, type | Sys.SOCK_CLOEXEC, protocol, s.data(), 0, 0);
        return result < 0 ? result : FileCalls.pair(t, s.getLong(0), OpenFile.SOCKET, Sys.O_RDWR, Sys.O_RDWR, false);
    }

    /** A call with the descriptor and up to five values; ENOTSOCK is for the host to find. */
    private static long call(GuestThread t, int nr, int fd, long b, long c, long d, long e, long f) {
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            return FileCalls.restartable(t.blockingCall(nr, file.hostFd, b, c, d, e, f));
        } finally {
            file.release();
        }
    }

    // ---- addresses ----

    /** Puts an address into the data area. @return its length or -errno */
    private static long putAddress(GuestThread t, byte[] address, boolean create) {
        byte[] host = address;
        if (address.length > 2 && address[0] == Sys.AF_UNIX && address[1] == 0 && address[2] != 0) {
            int end = 2;
            while (end < address.length && address[end] != 0) {
                end++;
            }
            byte[] path = Arrays.copyOfRange(address, 2, end);
            byte[] name = hostPath(t, path, create);
            if (name == null) {
                return t.error;
            }
            host = new byte[2 + Math.min(name.length + 1, SUN_PATH)];
            host[0] = Sys.AF_UNIX;
            System.arraycopy(name, 0, host, 2, name.length);
        }
        if (host.length > MOST_NAME) {
            return -Errno.EINVAL;
        }
        t.scratch.put(NAME, host, 0, host.length);
        return host.length;
    }

    /** Absolute host name of a socket; through the directory's descriptor if it would be too long. */
    private static byte @Nullable [] hostPath(GuestThread t, byte[] path, boolean create) {
        Roots roots = t.kernel.roots;
        ResolvedPath r = t.resolved;
        t.error = create ? roots.resolveNew(t, path, false, r) : roots.resolve(t, path, true, r);
        if (t.error == 0 && create && r.readOnly) {
            t.error = -Errno.EROFS;
        }
        if (t.error != 0) {
            return null;
        }
        // Where the JVM and the guest are in the same directory the name is as the guest says it, as it will be told to others.
        byte[] name = r.mount != Roots.HOST
                ? roots.hostName(r)
                : Arrays.equals(t.process.cwd.path, t.kernel.hostDirectory) ? r.name : PathNames.join(t.process.cwd.path, r.name);
        if (name.length <= SUN_PATH) {
            return name;
        }
        if (r.dirFd >= 0) {
            byte[] prefix = ("/proc/self/fd/" + r.dirFd).getBytes(Charsets.ISO_8859_1);
            name = PathNames.join(prefix, r.name);
            if (name.length <= SUN_PATH) {
                return name;
            }
        }
        t.error = -Errno.ENAMETOOLONG;
        return null;
    }

    private static byte[] takeAddress(Scratch s, int length) {
        byte[] address = new byte[Math.max(0, Math.min(length, MOST_NAME))];
        s.get(NAME, address, 0, address.length);
        return address;
    }

    /** bind. */
    public static long bind(GuestThread t, int fd, byte[] address) {
        long length = putAddress(t, address, true);
        if (length < 0) {
            return length;
        }
        long result = call(t, Sys.SYS_BIND, fd, t.scratch.data(), length, 0, 0, 0);
        if (result == 0 && address.length > 2 && address[0] == Sys.AF_UNIX && address[2] != 0) {
            Sys.fchmodat(t.scratch, t.resolved.dirFd, t.resolved.name, 0777 & ~t.process.umask);
        }
        return result;
    }

    /** connect. */
    public static long connect(GuestThread t, int fd, byte[] address) {
        long length = putAddress(t, address, false);
        return length < 0 ? length : call(t, Sys.SYS_CONNECT, fd, t.scratch.data(), length, 0, 0, 0);
    }

    /** listen. */
    public static long listen(GuestThread t, int fd, int backlog) {
        return call(t, Sys.SYS_LISTEN, fd, backlog, 0, 0, 0, 0);
    }

    /** accept; {@code peer[0]} is set to the peer's address if peer is not null. */
    public static long accept(GuestThread t, int fd, byte @Nullable [] @Nullable [] peer) {
        Scratch s = t.scratch;
        s.putInt(NAME_LENGTH, MOST_NAME);
        long result = call(t, Sys.SYS_ACCEPT4, fd, s.data(), s.data() + NAME_LENGTH, Sys.SOCK_CLOEXEC, 0, 0);
        if (result < 0) {
            return result;
        }
        if (peer != null) {
            peer[0] = takeAddress(s, s.getInt(NAME_LENGTH));
        }
        return add(t, (int) result);
    }

    private static long name(GuestThread t, int nr, int fd, byte[][] out) {
        Scratch s = t.scratch;
        s.putInt(NAME_LENGTH, MOST_NAME);
        long result = call(t, nr, fd, s.data(), s.data() + NAME_LENGTH, 0, 0, 0);
        if (result == 0) {
            out[0] = takeAddress(s, s.getInt(NAME_LENGTH));
        }
        return result;
    }

    /** getsockname into {@code out[0]}. */
    public static long getsockname(GuestThread t, int fd, byte[][] out) {
        return name(t, Sys.SYS_GETSOCKNAME, fd, out);
    }

    /** getpeername into {@code out[0]}. */
    public static long getpeername(GuestThread t, int fd, byte[][] out) {
        return name(t, Sys.SYS_GETPEERNAME, fd, out);
    }

    // ---- options ----

    /** getsockopt. @return bytes written to value, or -errno */
    public static long getsockopt(GuestThread t, int fd, int level, int option, byte[] value) {
        Scratch s = t.scratch;
        int room = Math.min(value.length, s.dataSize - 16);
        s.putInt(0, room);
        long result = call(t, Sys.SYS_GETSOCKOPT, fd, level, option, s.data() + 16, s.data(), 0);
        if (result < 0) {
            return result;
        }
        int n = Math.min(room, s.getInt(0));
        s.get(16, value, 0, n);
        return n;
    }

    /** setsockopt. */
    public static long setsockopt(GuestThread t, int fd, int level, int option, byte[] value) {
        if (value.length > t.scratch.dataSize) {
            return -Errno.EINVAL;
        }
        t.scratch.put(0, value, 0, value.length);
        return call(t, Sys.SYS_SETSOCKOPT, fd, level, option, t.scratch.data(), value.length, 0);
    }

    /** shutdown. */
    public static long shutdown(GuestThread t, int fd, int how) {
        return call(t, Sys.SYS_SHUTDOWN, fd, how, 0, 0, 0, 0);
    }

    // ---- data ----

    /** send and sendto. */
    public static long send(GuestThread t, int fd, long buffer, long length, int flags, byte @Nullable [] to) {
        long name = 0;
        if (to != null) {
            name = putAddress(t, to, false);
            if (name < 0) {
                return name;
            }
        }
        long host = t.memory().hostForRead(buffer, length);
        lend(t, flags);
        long result = call(
                t, Sys.SYS_SENDTO, fd, host, length, flags | Sys.MSG_NOSIGNAL, to == null ? 0 : t.scratch.data(), name);
        return sent(t, result, flags);
    }

    /** The host may send pages as they are, when the process has ended even. */
    private static void lend(GuestThread t, int flags) {
        if ((flags & MSG_ZEROCOPY) != 0) {
            t.memory().spoil();
        }
    }

    private static long sent(GuestThread t, long result, int flags) {
        return (flags & Sys.MSG_NOSIGNAL) != 0 ? result : FileCalls.written(t, result);
    }

    /** recv and recvfrom; {@code from[0]} is set if from is not null. */
    public static long recv(
            GuestThread t, int fd, long buffer, long length, int flags, byte @Nullable [] @Nullable [] from) {
        Scratch s = t.scratch;
        long host = t.memory().hostForWrite(buffer, length);
        s.putInt(NAME_LENGTH, MOST_NAME);
        boolean name = from != null;
        long result = call(
                t, Sys.SYS_RECVFROM, fd, host, length, flags, name ? s.data() : 0, name ? s.data() + NAME_LENGTH : 0);
        if (result >= 0 && from != null) {
            from[0] = takeAddress(s, s.getInt(NAME_LENGTH));
        }
        return result;
    }

    private static void header(Scratch s, long nameLength, int vectors, long controlLength) {
        s.putLong(HEADER, nameLength == 0 ? 0 : s.data() + NAME);
        s.putLong(HEADER + 8, nameLength);
        s.putLong(HEADER + 16, s.data() + VECTORS);
        s.putLong(HEADER + 24, vectors);
        s.putLong(HEADER + 32, controlLength == 0 ? 0 : s.data() + CONTROL);
        s.putLong(HEADER + 40, controlLength);
        s.putLong(HEADER + 48, 0);
    }

    /** sendmsg. */
    public static long sendmsg(GuestThread t, int fd, SocketMessage m, int flags) {
        Scratch s = t.scratch;
        byte[] to = m.name;
        long name = to == null ? 0 : putAddress(t, to, false);
        long error = name < 0 ? name : FileCalls.putVectors(t, false, m.bases, m.lengths, m.vectors, VECTORS);
        if (error < 0) {
            return error;
        }
        int[] rights = m.rights;
        int n = rights == null ? 0 : rights.length;
        if (n > MOST_RIGHTS) {
            return -Errno.EINVAL;
        }
        OpenFile[] files = new OpenFile[m.control != null ? MOST_RIGHTS : n];
        try {
            for (int i = 0; i < n && rights != null; i++) {
                OpenFile file = t.process.files.acquire(rights[i]);
                if (file == null) {
                    return -Errno.EBADF;
                }
                files[i] = file;
                s.putInt(CONTROL + 16 + 4 * i, file.hostFd);
            }
            if (n > 0) {
                s.putLong(CONTROL, 16 + 4L * n);
                s.putInt(CONTROL + 8, Sys.SOL_SOCKET);
                s.putInt(CONTROL + 12, Sys.SCM_RIGHTS);
            }
            byte[] control = m.control;
            if (control != null) {
                error = putControl(t, control, files);
                if (error < 0) {
                    return error;
                }
            }
            header(s, name, m.vectors, control != null ? control.length : n == 0 ? 0 : 16 + 4L * n);
            lend(t, flags);
            long result = call(t, Sys.SYS_SENDMSG, fd, s.data() + HEADER, flags | Sys.MSG_NOSIGNAL, 0, 0, 0);
            return sent(t, result, flags);
        } finally {
            for (OpenFile file : files) {
                if (file != null) {
                    file.release();
                }
            }
        }
    }

    /** Puts control messages into the data area, with the host's descriptors for the guest's. @return 0 or -errno */
    private static long putControl(GuestThread t, byte[] control, OpenFile[] files) {
        Scratch s = t.scratch;
        if (control.length > CONTROL_ROOM) {
            return -Errno.ENOBUFS;
        }
        s.put(CONTROL, control, 0, control.length);
        int n = 0;
        int at = 0;
        while (control.length - at >= 16) {
            long length = s.getLong(CONTROL + at);
            if (length < 16 || length > control.length - at) {
                break; // the host will refuse it
            }
            if (s.getInt(CONTROL + at + 8) == Sys.SOL_SOCKET && s.getInt(CONTROL + at + 12) == Sys.SCM_RIGHTS) {
                for (int i = 16; i + 4 <= length; i += 4) {
                    OpenFile file = n < files.length ? t.process.files.acquire(s.getInt(CONTROL + at + i)) : null;
                    if (file == null) {
                        return n < files.length ? -Errno.EBADF : -Errno.EINVAL;
                    }
                    files[n++] = file;
                    s.putInt(CONTROL + at + i, file.hostFd);
                }
            }
            at += (int) (length + 7 & ~7L);
        }
        return 0;
    }

    /** recvmsg. */
    public static long recvmsg(GuestThread t, int fd, SocketMessage m, int flags) {
        Scratch s = t.scratch;
        long error = FileCalls.putVectors(t, true, m.bases, m.lengths, m.vectors, VECTORS);
        if (error != 0) {
            return error;
        }
        header(s, m.wantName ? MOST_NAME : 0, m.vectors, m.wantControl ? CONTROL_ROOM : CONTROL_SIZE);
        long result = call(t, Sys.SYS_RECVMSG, fd, s.data() + HEADER, flags | MSG_CMSG_CLOEXEC, 0, 0, 0);
        if (result < 0) {
            return result;
        }
        m.name = m.wantName ? takeAddress(s, (int) s.getLong(HEADER + 8)) : null;
        m.flags = s.getInt(HEADER + 48) & ~MSG_CMSG_CLOEXEC;
        m.rights = null;
        if (m.wantControl) {
            byte[] control = new byte[(int) Math.min(s.getLong(HEADER + 40), CONTROL_ROOM)];
            s.get(CONTROL, control, 0, control.length);
            m.control = control;
            return result;
        }
        takeRights(t, m, (int) Math.min(s.getLong(HEADER + 40), CONTROL_SIZE));
        return result;
    }

    /** Descriptors in the first {@code size} bytes of control data, of which each message has a header of 16 bytes. */
    private static void takeRights(GuestThread t, SocketMessage m, int size) {
        Scratch s = t.scratch;
        int[] hostFds = new int[size / 4];
        int n = 0;
        int at = 0;
        while (size - at >= 16) {
            long length = Math.min(s.getLong(CONTROL + at), size - at);
            if (s.getInt(CONTROL + at + 8) == Sys.SOL_SOCKET && s.getInt(CONTROL + at + 12) == Sys.SCM_RIGHTS) {
                for (int i = 16; i + 4 <= length; i += 4) {
                    hostFds[n++] = s.getInt(CONTROL + at + i);
                }
            }
            at += (int) (Math.max(length, 16) + 7 & ~7L);
        }
        if (n == 0) {
            return;
        }
        int[] fds = new int[n];
        int taken = 0;
        for (int i = 0; i < n; i++) {
            if (taken < m.maxRights) {
                long flags = Sys.fcntl(hostFds[i], Sys.F_GETFL, 0);
                int mode = flags < 0 ? Sys.O_RDWR : (int) flags & Sys.O_ACCMODE;
                OpenFile file = PathCalls.adopt(t, hostFds[i], mode, null, Roots.HOST, false);
                int fd = t.process.files.allocate(file, 0, false);
                if (fd >= 0) {
                    fds[taken++] = fd;
                    continue;
                }
                file.release();
            } else {
                Sys.close(hostFds[i]);
            }
            m.flags |= MSG_CTRUNC;
        }
        m.rights = Arrays.copyOf(fds, taken);
    }
}
