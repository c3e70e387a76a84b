package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.SocketCalls;
import heliotrope.kernel.SocketMessage;
import java.util.Arrays;

/** sendmsg and recvmsg, with descriptors as access rights (BSD 4.3) or in a control message (XPG4). */
final class SocketMessages {
    private SocketMessages() {}

    /**
     * struct msghdr is three pairs of a pointer and an int: name, vector, access rights; XPG4's has the control message where access rights
     * are, and flags behind. In n64 a pair has 16 bytes.
     */
    private static long pointer(IrixAbi abi, long message, int pair) {
        return message + 2L * abi.word * pair;
    }

    private static long length(IrixAbi abi, long message, int pair) {
        return pointer(abi, message, pair) + abi.word;
    }

    private static final int NAME = 0, VECTOR = 1, RIGHTS = 2;

    private static final int MAX_VECTORS = 512, MAX_RIGHTS = 64, CONTROL_HEADER = 12, SOL_SOCKET = 0xffff, SCM_RIGHTS = 1;
    private static final int HOST_OOB = 1, HOST_CTRUNC = 8, HOST_TRUNC = 0x20, HOST_EOR = 0x80, CTRUNC = 0x20, TRUNC = 0x10, EOR = 8;

    private static @Nullable SocketMessage load(IrixThread x, long message) {
        AddressSpace m = x.memory();
        SocketMessage out = new SocketMessage();
        int n = m.s32(length(x.abi, message, VECTOR));
        if (n < 0 || n > MAX_VECTORS) {
            return null;
        }
        out.bases = new long[n];
        out.lengths = new long[n];
        out.vectors = n;
        IrixFileCalls.loadVector(x, x.word(pointer(x.abi, message, VECTOR)), n, out.bases, out.lengths);
        return out;
    }

    static long send(IrixThread x, int fd, long message, int flags) {
        AddressSpace m = x.memory();
        SocketMessage host = load(x, message);
        if (host == null) {
            return -Errno.EMSGSIZE;
        }
        long name = x.word(pointer(x.abi, message, NAME));
        if (name != 0) {
            host.name = IrixSocketCalls.hostAddress(m, name, m.s32(length(x.abi, message, NAME)));
            if (host.name == null) {
                return -Errno.EINVAL;
            }
        }
        long rights = x.word(pointer(x.abi, message, RIGHTS));
        int length = m.s32(length(x.abi, message, RIGHTS));
        if (rights != 0 && length > 0) {
            host.rights = loadRights(m, rights, length);
            if (host.rights == null) {
                return -Errno.EINVAL;
            }
        }
        return SocketCalls.sendmsg(x.thread, fd, host, IrixSocketCalls.hostFlags(flags));
    }

    /** Descriptors of a plain array or of a control message, which its header gives away. */
    private static int @Nullable [] loadRights(AddressSpace m, long at, int length) {
        if (length > CONTROL_HEADER && m.s32(at) == length && m.s32(at + 4) == SOL_SOCKET && m.s32(at + 8) == SCM_RIGHTS) {
            at += CONTROL_HEADER;
            length -= CONTROL_HEADER;
        }
        int n = length / 4;
        if (n * 4 != length || n > MAX_RIGHTS) {
            return null;
        }
        int[] rights = new int[n];
        for (int i = 0; i < n; i++) {
            rights[i] = m.s32(at + 4L * i);
        }
        return rights;
    }

    /** recvmsg; {@code xpg4}: the newer structure. */
    static long receive(IrixThread x, int fd, long message, int flags, boolean xpg4) {
        AddressSpace m = x.memory();
        SocketMessage host = load(x, message);
        if (host == null) {
            return -Errno.EMSGSIZE;
        }
        long name = x.word(pointer(x.abi, message, NAME));
        host.wantName = name != 0;
        long rights = x.word(pointer(x.abi, message, RIGHTS));
        int room = rights == 0 ? 0 : Math.max(0, m.s32(length(x.abi, message, RIGHTS)) - (xpg4 ? CONTROL_HEADER : 0));
        host.maxRights = Math.min(room / 4, MAX_RIGHTS);
        long got = SocketCalls.recvmsg(x.thread, fd, host, IrixSocketCalls.hostFlags(flags));
        if (got < 0) {
            return got;
        }
        if (name != 0) {
            IrixSocketCalls.storeAddress(m, host.name, name, length(x.abi, message, NAME));
        }
        storeRights(m, length(x.abi, message, RIGHTS), rights, host.rights, xpg4);
        if (xpg4) {
            int f = host.flags;
            m.put32(length(x.abi, message, RIGHTS) + 4, f & HOST_OOB | ((f & HOST_EOR) != 0 ? EOR : 0) | ((f & HOST_TRUNC) != 0 ? TRUNC : 0)
                    | ((f & HOST_CTRUNC) != 0 ? CTRUNC : 0));
        }
        return got;
    }

    private static void storeRights(AddressSpace m, long lengthAt, long at, int @Nullable [] rights, boolean xpg4) {
        if (rights == null || rights.length == 0 || at == 0) {
            m.put32(lengthAt, 0);
            return;
        }
        int[] fds = Arrays.copyOf(rights, rights.length);
        int length = 4 * fds.length;
        if (xpg4) {
            length += CONTROL_HEADER;
            m.put32(at, length);
            m.put32(at + 4, SOL_SOCKET);
            m.put32(at + 8, SCM_RIGHTS);
            at += CONTROL_HEADER;
        }
        for (int i = 0; i < fds.length; i++) {
            m.put32(at + 4L * i, fds[i]);
        }
        m.put32(lengthAt, length);
    }
}
