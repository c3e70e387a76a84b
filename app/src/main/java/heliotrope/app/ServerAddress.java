package heliotrope.app;

import heliotrope.host.Charsets;
import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/**
 * Where a server listens: a socket file that only its user can use, in a folder that only its user can enter. A lock beside it says who
 * serves; what is left of a server that died is replaced.
 */
final class ServerAddress {
    private static final int BACKLOG = 256, LONGEST = 107, ADDRESS_SIZE = 110;
    /** Where the data area holds an address. */
    private static final int ADDRESS_AT = 4096;

    final String path;
    private int lock = -1;

    ServerAddress(String path) {
        this.path = path;
        if (bytes(path).length > LONGEST) {
            throw new CommandError(CommandError.USAGE, path + ": too long for the name of a socket");
        }
    }

    /** The socket of this installation and user, as the client finds it. */
    static ServerAddress ofThisBuild() {
        String name = System.getProperty("heliotrope.socket", "server");
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        boolean known = runtime != null && runtime.startsWith("/");
        String folder = known ? runtime + "/heliotrope" : "/tmp/heliotrope-" + Sys.call(Sys.SYS_GETEUID, 0, 0, 0);
        return new ServerAddress(folder + "/" + name);
    }

    /**
     * Makes the socket and listens.
     *
     * @return the descriptor, or -1 if another server is serving
     * @throws CommandError if it cannot be made
     */
    int listen(Scratch s) {
        String folder = path.substring(0, Math.max(1, path.lastIndexOf('/')));
        Sys.mkdirat(s, Sys.AT_FDCWD, bytes(folder), 0700);
        check(s, folder);
        int flags = Sys.O_RDWR | Sys.O_CREAT | Sys.O_CLOEXEC | Sys.O_NOFOLLOW;
        lock = Sys.open(s, bytes(path + ".lock"), flags, 0600);
        if (lock < 0) {
            throw failed(path + ".lock", lock);
        }
        if (Sys.call(Sys.SYS_FLOCK, lock, Sys.LOCK_EX | Sys.LOCK_NB, 0) != 0) {
            Sys.close(lock);
            lock = -1;
            return -1;
        }
        int fd = (int) Sys.call(Sys.SYS_SOCKET, Sys.AF_UNIX, Sys.SOCK_STREAM | Sys.SOCK_CLOEXEC | Sys.SOCK_NONBLOCK, 0);
        // Under another name first: whoever finds the socket finds one that is listening.
        byte[] fresh = bytes(path.length() + 4 <= LONGEST ? path + ".new" : folder + "/new");
        Sys.unlinkat(s, Sys.AT_FDCWD, fresh, 0);
        long mask = Sys.call(Sys.SYS_UMASK, 0177, 0, 0);
        long error = fd < 0 ? fd : Native.syscall(Sys.SYS_BIND, fd, address(s, fresh), ADDRESS_SIZE, 0, 0, 0);
        Sys.call(Sys.SYS_UMASK, mask, 0, 0);
        if (error == 0) {
            error = Sys.call(Sys.SYS_LISTEN, fd, BACKLOG, 0);
        }
        if (error == 0) {
            error = Sys.renameat(s, Sys.AT_FDCWD, fresh, Sys.AT_FDCWD, bytes(path), 0);
        }
        if (error != 0) {
            throw failed(path, error);
        }
        return fd;
    }

    /** A folder in which somebody else could replace the socket is refused. */
    private static void check(Scratch s, String folder) {
        int error = Sys.fstatat(s, Sys.AT_FDCWD, bytes(folder), Sys.AT_SYMLINK_NOFOLLOW);
        if (error != 0) {
            throw failed(folder, error);
        }
        int mode = s.getInt(Sys.STAT_MODE);
        boolean own = s.getInt(Sys.STAT_UID) == (int) Sys.call(Sys.SYS_GETEUID, 0, 0, 0);
        if ((mode & Sys.S_IFMT) != Sys.S_IFDIR || !own || (mode & 022) != 0) {
            throw new CommandError(1, folder + ": must be a folder of yours that nobody else can write");
        }
    }

    /** No client finds the server any more; another one may begin. */
    void leave(Scratch s) {
        if (lock >= 0) {
            Sys.unlinkat(s, Sys.AT_FDCWD, bytes(path), 0);
            Sys.close(lock);
            lock = -1;
        }
    }

    /** Connects to the server. @return the descriptor or -errno */
    int connect(Scratch s) {
        int fd = (int) Sys.call(Sys.SYS_SOCKET, Sys.AF_UNIX, Sys.SOCK_STREAM | Sys.SOCK_CLOEXEC, 0);
        long error = Native.syscall(Sys.SYS_CONNECT, fd, address(s, bytes(path)), ADDRESS_SIZE, 0, 0, 0);
        if (error != 0) {
            Sys.close(fd);
            return (int) error;
        }
        return fd;
    }

    private static long address(Scratch s, byte[] name) {
        byte[] address = new byte[ADDRESS_SIZE];
        address[0] = Sys.AF_UNIX;
        System.arraycopy(name, 0, address, 2, name.length);
        s.put(ADDRESS_AT, address, 0, ADDRESS_SIZE);
        return s.data() + ADDRESS_AT;
    }

    private static CommandError failed(String what, long error) {
        @Nullable String why = switch ((int) -error) {
            case Errno.ENOENT -> "no such folder";
            case Errno.EACCES, Errno.EPERM -> "permission denied";
            default -> "errno " + -error;
        };
        return new CommandError(1, what + ": " + why);
    }

    private static byte[] bytes(String s) {
        return s.getBytes(Charsets.UTF_8);
    }
}
