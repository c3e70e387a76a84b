package heliotrope.app;

import heliotrope.host.Charsets;
import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.ServerProtocol;
import heliotrope.host.Sys;
import java.util.Arrays;

/** What a client of the server sent: read, and checked as far as that is possible without acting on it. */
final class ClientRequest {
    private static final int MOST_ATTACHED = 253;
    // The data area while receiving: the request, struct msghdr, iovec, control message.
    private static final int HEADER_AT = 1024, VECTOR_AT = 1088, CONTROL_AT = 1104;
    private static final int CONTROL_SIZE = 16 + 4 * MOST_ATTACHED + 4;
    private static final int MSG_CTRUNC = 8, MSG_CMSG_CLOEXEC = 0x40000000;
    private static final long UNLIMITED = -1;

    final String build;
    final int command;
    final int pid, parent, group, session, umask, priority;
    final long ignored, blocked;
    final byte[] affinity;
    /** It has a limit that the server cannot give to one guest alone. */
    final boolean limited;
    /** Host descriptors, -1 where there is none; whoever takes one over puts -1 here. */
    final int[] attached;
    /** Index of the terminal in {@link #attached}, or -1. */
    final int terminal;
    /** Host descriptor by descriptor of the client. */
    final int[] files;

    byte[] directory = new byte[0];
    byte[][] words = new byte[0][];
    byte[][] environment = new byte[0][];
    private final int argc;
    private final int envc;
    private final int directoryLength;
    private final int stringsLength;

    private ClientRequest(Scratch s, int[] attached) {
        this.attached = attached;
        build = text(s, ServerProtocol.BUILD, ServerProtocol.BUILD_SIZE);
        command = s.getInt(ServerProtocol.COMMAND);
        stringsLength = s.getInt(ServerProtocol.STRINGS);
        argc = s.getInt(ServerProtocol.ARGC);
        envc = s.getInt(ServerProtocol.ENVC);
        directoryLength = s.getInt(ServerProtocol.DIRECTORY);
        pid = s.getInt(ServerProtocol.PID);
        parent = s.getInt(ServerProtocol.PARENT);
        group = s.getInt(ServerProtocol.GROUP);
        session = s.getInt(ServerProtocol.SESSION);
        umask = s.getInt(ServerProtocol.UMASK) & 0777;
        priority = s.getInt(ServerProtocol.PRIORITY);
        ignored = s.getLong(ServerProtocol.IGNORED);
        blocked = s.getLong(ServerProtocol.BLOCKED);
        int processors = s.getInt(ServerProtocol.AFFINITY_LENGTH);
        affinity = new byte[Math.max(0, Math.min(processors, ServerProtocol.AFFINITY_SIZE))];
        s.get(ServerProtocol.AFFINITY, affinity, 0, affinity.length);
        boolean any = false;
        for (int i = 0; i < ServerProtocol.LIMIT_COUNT; i++) {
            any |= s.getLong(ServerProtocol.LIMITS + 16 * i) != UNLIMITED;
        }
        limited = any;
        terminal = (s.getInt(ServerProtocol.FLAGS) & ServerProtocol.FLAG_TERMINAL) != 0 ? 2 : -1;
        files = files(s, attached, terminal < 0 ? 2 : 3);
    }

    private static int[] files(Scratch s, int[] attached, int from) {
        int[] files = new int[8 * ServerProtocol.OPEN_SIZE];
        int next = from;
        int end = 0;
        for (int fd = 0; fd < files.length; fd++) {
            boolean open = (s.buffer().get(Scratch.DATA + ServerProtocol.OPEN + (fd >> 3)) >> (fd & 7) & 1) != 0;
            files[fd] = open && next < attached.length ? attached[next] : -1;
            if (open) {
                next++;
                end = fd + 1;
            }
        }
        return next == attached.length ? Arrays.copyOf(files, end) : new int[0];
    }

    private static String text(Scratch s, int at, int size) {
        byte[] bytes = new byte[size];
        s.get(at, bytes, 0, size);
        int n = 0;
        while (n < size && bytes[n] != 0) {
            n++;
        }
        return new String(bytes, 0, n, Charsets.ISO_8859_1);
    }

    /** Reads the fixed part. @return null if there is nothing that makes sense; no descriptor is left open then */
    static @Nullable ClientRequest receive(int socket, Scratch s) {
        s.putLong(VECTOR_AT, s.data());
        s.putLong(VECTOR_AT + 8, ServerProtocol.SIZE);
        for (int i = 0; i < 56; i += 8) {
            s.putLong(HEADER_AT + i, 0);
        }
        s.putLong(HEADER_AT + 16, s.data() + VECTOR_AT);
        s.putLong(HEADER_AT + 24, 1);
        s.putLong(HEADER_AT + 32, s.data() + CONTROL_AT);
        s.putLong(HEADER_AT + 40, CONTROL_SIZE);
        long n;
        do {
            n = Sys.call(Sys.SYS_RECVMSG, socket, s.data() + HEADER_AT, MSG_CMSG_CLOEXEC | Sys.MSG_WAITALL);
        } while (n == -Errno.EINTR);
        int[] attached = new int[0];
        if (n > 0 && s.getLong(HEADER_AT + 40) > 16
                && s.getInt(CONTROL_AT + 8) == Sys.SOL_SOCKET && s.getInt(CONTROL_AT + 12) == Sys.SCM_RIGHTS) {
            attached = new int[(int) (s.getLong(CONTROL_AT) - 16) / 4];
            for (int i = 0; i < attached.length; i++) {
                attached[i] = s.getInt(CONTROL_AT + 16 + 4 * i);
            }
        }
        if (n == ServerProtocol.SIZE && (s.getInt(HEADER_AT + 48) & MSG_CTRUNC) == 0 && s.getLong(0) == ServerProtocol.MAGIC) {
            ClientRequest r = new ClientRequest(s, attached);
            if (r.makesSense()) {
                return r;
            }
        }
        close(attached);
        return null;
    }

    private boolean makesSense() {
        if (command != ServerProtocol.RUN) {
            return true;
        }
        int before = terminal < 0 ? 2 : 3;
        int open = 0;
        for (int file : files) {
            open += file >= 0 ? 1 : 0;
        }
        return argc > 0
                && envc >= 0
                && stringsLength > 0
                && stringsLength <= ServerProtocol.MOST_STRINGS
                && argc <= stringsLength
                && envc <= stringsLength
                && directoryLength >= 0
                && directoryLength <= Scratch.MAX_PATH + 1
                && pid > 0
                && attached.length == before + open;
    }

    /** Reads what follows the fixed part. @return whether it is all there */
    boolean receiveStrings(int socket, Scratch s) {
        byte[] name = new byte[directoryLength];
        byte[] strings = new byte[stringsLength];
        if (!read(socket, s, name) || !read(socket, s, strings)) {
            return false;
        }
        // The host says "(unreachable)/..." of a directory that is not below the root.
        directory = name.length > 1 && name[0] == '/' ? Arrays.copyOf(name, name.length - 1) : new byte[0];
        words = new byte[argc][];
        environment = new byte[envc][];
        int at = 0;
        for (int i = 0; i < argc + envc; i++) {
            int end = at;
            while (end < strings.length && strings[end] != 0) {
                end++;
            }
            if (end == strings.length) {
                return false;
            }
            byte[] string = Arrays.copyOfRange(strings, at, end);
            if (i < argc) {
                words[i] = string;
            } else {
                environment[i - argc] = string;
            }
            at = end + 1;
        }
        return at == strings.length;
    }

    private static boolean read(int socket, Scratch s, byte[] to) {
        int done = 0;
        while (done < to.length) {
            int room = Math.min(to.length - done, s.dataSize);
            long n = Native.syscall(Sys.SYS_RECVFROM, socket, s.data(), room, 0, 0, 0);
            if (n <= 0 && n != -Errno.EINTR) {
                return false;
            }
            if (n > 0) {
                s.get(0, to, done, (int) n);
                done += (int) n;
            }
        }
        return true;
    }

    /** Takes a descriptor over. */
    int take(int index) {
        int fd = attached[index];
        attached[index] = -1;
        return fd;
    }

    /** Takes all of the client's own descriptors over. */
    int[] takeFiles() {
        Arrays.fill(attached, terminal < 0 ? 2 : 3, attached.length, -1);
        return files;
    }

    /** Closes what nobody has taken over. */
    void close() {
        close(attached);
    }

    private static void close(int[] attached) {
        for (int i = 0; i < attached.length; i++) {
            if (attached[i] >= 0) {
                Sys.close(attached[i]);
                attached[i] = -1;
            }
        }
    }
}
