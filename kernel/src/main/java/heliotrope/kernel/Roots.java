package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.util.Arrays;

/**
 * Where guest names lead to on the host. An absolute name is looked up in the mappings, then in each overlay root in turn; the first in
 * which it exists wins, else it means the host's own file. Absolute symbolic links in a root stay in this root, and {@code ..} does not
 * leave it. A new file is made where a file of this name exists already, else on the host if the directory exists there, else in the
 * first root that has the directory. Relative names start at the working directory; if that lies in a root or a mapping, they are looked
 * up there first, and new files are made there.
 *
 * <p>A name that has no symbolic link in a root costs one {@code openat2}; links are followed by {@link PathWalker}. /proc is not needed.
 * Listing a directory shows the directory that was found, not a union, and no mappings in it. Immutable once a kernel uses it.
 */
public final class Roots implements AutoCloseable {
    private static final int RESOLVE_NO_SYMLINKS = 4;
    private static final int RESOLVE_BENEATH = 8;
    private static final int RESOLVE_IN_ROOT = 16;
    private static final int HOW_SIZE = 24;
    /** Mount number of the host's own files. */
    static final int HOST = -1;
    /** Instead of a preferred mount: do not look at the roots. */
    private static final int MAPPINGS_ONLY = -2;

    private Mount[] mounts = new Mount[0];
    private int mappings;
    /** openat2 is there; unknown until tried (it may be forbidden in a container). */
    volatile boolean openat2 = true;

    private final int directoryFd;
    private final byte[] directory;

    /** Host names given to it are relative to the JVM's working directory. */
    public Roots() {
        this(Sys.AT_FDCWD, PathNames.EMPTY);
    }

    /** Host names given to it are relative to this directory, an open one with its name. */
    public Roots(int directoryFd, byte[] directory) {
        this.directoryFd = directoryFd;
        this.directory = directory;
    }

    // ---- set up ----

    /** Adds an overlay root behind those before. @return 0 or -errno */
    public long addRoot(byte[] hostDirectory) {
        Scratch s = new Scratch();
        try {
            int fd = Sys.openat(s, directoryFd, hostDirectory, Sys.O_PATH | Sys.O_DIRECTORY | Sys.O_CLOEXEC, 0);
            if (fd >= 0) {
                add(new Mount(PathNames.ROOT, absolute(s, hostDirectory), fd, null, false), mounts.length);
            }
            return Math.min(fd, 0);
        } finally {
            s.close();
        }
    }

    /** Maps an absolute guest name to a host file or directory; the longest name that fits wins. @return 0 or -errno */
    public long addMapping(byte[] guestPath, byte[] hostPath, boolean readOnly) {
        if (!PathNames.isAbsolute(guestPath)) {
            return -Errno.EINVAL;
        }
        byte[] guest = PathNames.normalize(guestPath);
        Scratch s = new Scratch();
        try {
            byte[] host = PathNames.normalize(absolute(s, hostPath));
            byte[] fileName = null;
            int fd = Sys.open(s, host, Sys.O_PATH | Sys.O_DIRECTORY | Sys.O_CLOEXEC, 0);
            if (fd == -Errno.ENOTDIR) {
                int last = PathNames.lastComponent(host);
                fileName = Arrays.copyOfRange(host, last, host.length);
                fd = Sys.open(s, Arrays.copyOf(host, last), Sys.O_PATH | Sys.O_DIRECTORY | Sys.O_CLOEXEC, 0);
            }
            if (fd < 0) {
                return fd;
            }
            int at = 0;
            while (at < mappings && mounts[at].guestPath.length >= guest.length) {
                at++;
            }
            add(new Mount(guest, host, fd, fileName, readOnly), at);
            mappings++;
            return 0;
        } finally {
            s.close();
        }
    }

    private void add(Mount mount, int at) {
        Mount[] more = Arrays.copyOf(mounts, mounts.length + 1);
        System.arraycopy(mounts, at, more, at + 1, mounts.length - at);
        more[at] = mount;
        mounts = more;
    }

    private byte[] absolute(Scratch s, byte[] path) {
        if (PathNames.isAbsolute(path)) {
            return path;
        }
        int n = directoryFd == Sys.AT_FDCWD ? Sys.getcwd(s) : 0;
        byte[] cwd = PathNames.join(PathNames.ROOT, directory);
        if (n > 1) {
            cwd = new byte[n - 1];
            s.get(0, cwd, 0, n - 1);
        }
        return PathNames.join(cwd, path);
    }

    /** Closes the descriptors of roots and mappings. No kernel may use them any more. */
    @Override
    public void close() {
        for (Mount m : mounts) {
            Sys.close(m.fd);
        }
        mounts = new Mount[0];
        mappings = 0;
    }

    Mount mount(int index) {
        return mounts[index];
    }

    // ---- resolving ----

    /**
     * Finds an existing file.
     *
     * @param follow whether a symbolic link as last component is followed
     * @param out the place; its name is no symbolic link if {@code follow} is true and it lies in a root
     * @return 0 or -errno; 0 does not promise that a file on the host exists
     */
    long resolve(GuestThread t, byte[] path, boolean follow, ResolvedPath out) {
        return own(t, resolve(t, path, follow, false, out), out);
    }

    /** Finds the place of a file that may not exist yet; where {@code follow} is true a dangling link leads to its target. */
    long resolveNew(GuestThread t, byte[] path, boolean follow, ResolvedPath out) {
        return own(t, resolve(t, path, follow, true, out), out);
    }

    private static long own(GuestThread t, long result, ResolvedPath out) {
        if (result == 0 && out.mount == HOST && OwnNames.maybe(out.name)) {
            out.name = OwnNames.translate(t, out.name);
        }
        return result;
    }

    private long resolve(GuestThread t, byte[] path, boolean follow, boolean create, ResolvedPath out) {
        out.release();
        if (path.length == 0) {
            return -Errno.ENOENT;
        }
        if (path.length > Scratch.MAX_PATH) {
            return -Errno.ENAMETOOLONG;
        }
        Cwd cwd = t.cwd();
        boolean absolute = path[0] == '/';
        if (mounts.length == 0 || !absolute && cwd.mount == HOST && mappings == 0) {
            out.set(absolute ? Sys.AT_FDCWD : cwd.hostFd, path, HOST, false);
            return 0;
        }
        byte[] full = absolute ? path : PathNames.join(cwd.path, path);
        int prefer = absolute ? HOST : cwd.mount == HOST ? MAPPINGS_ONLY : cwd.mount;
        long found = find(t.scratch, full, follow, create, prefer, 0, out);
        if (found != 0 || out.mount != HOST || absolute || cwd.mount != HOST) {
            return found;
        }
        out.set(cwd.hostFd, path, HOST, false); // nothing special about it: as the kernel sees it from the directory
        return 0;
    }

    /** @param prefer mount to look at first, and to make new files in */
    private long find(Scratch s, byte[] path, boolean follow, boolean create, int prefer, int depth, ResolvedPath out) {
        byte[] full = path;
        if (mappings > 0) {
            // With mappings a ".." goes back in the name, whatever links there are before it.
            full = PathNames.isPlain(path) ? path : PathNames.normalize(path);
            for (int i = 0; i < mappings; i++) {
                if (PathNames.isBelow(full, mounts[i].guestPath)) {
                    return inMapping(s, i, full, follow, create, depth, out);
                }
            }
        }
        if (prefer == MAPPINGS_ONLY) {
            out.set(Sys.AT_FDCWD, full, HOST, false);
            return 0;
        }
        byte[] relative = PathNames.relative(full);
        int existing = create ? FILE_OR_LINK : FILE;
        if (prefer >= mappings && inRoot(s, prefer, relative, follow, existing, out)) {
            return 0;
        }
        for (int i = mappings; i < mounts.length; i++) {
            if (i != prefer && inRoot(s, i, relative, follow, existing, out)) {
                return 0;
            }
        }
        if (create) {
            if (prefer >= mappings && inRoot(s, prefer, relative, follow, DIRECTORY, out)) {
                return 0;
            }
            if (!parentOnHost(s, full)) {
                for (int i = mappings; i < mounts.length; i++) {
                    if (inRoot(s, i, relative, follow, DIRECTORY, out)) {
                        return 0;
                    }
                }
            }
        }
        out.set(Sys.AT_FDCWD, full, HOST, false);
        return 0;
    }

    private static boolean parentOnHost(Scratch s, byte[] full) {
        int last = PathNames.lastComponent(full);
        return last <= 1 || Sys.faccessat(s, Sys.AT_FDCWD, Arrays.copyOf(full, last), Sys.F_OK, 0) == 0;
    }

    /** What must exist in a root: the file, or the file or a dangling link of that name, or only its directory. */
    private static final int FILE = 0, FILE_OR_LINK = 1, DIRECTORY = 2;

    /** Whether what must exist does; {@code out} is set then. */
    private boolean inRoot(Scratch s, int index, byte[] relative, boolean follow, int what, ResolvedPath out) {
        Mount m = mounts[index];
        if (what != DIRECTORY && openat2) {
            long fd = find(s, m.fd, relative, follow);
            if (fd >= 0) {
                Sys.close((int) fd);
                out.set(m.fd, relative, index, m.readOnly);
                return true;
            }
            if (fd == -Errno.ENOENT || fd == -Errno.ENOTDIR) {
                return false;
            }
        }
        PathWalker w = new PathWalker(s, m.fd, true);
        long result = w.walk(relative, follow);
        if (result != 0 || w.missing && what != DIRECTORY && !(what == FILE_OR_LINK && follow && isLink(s, m, relative))) {
            // Something that may not be looked at is still there: the error is for the call itself to find.
            if (result != -Errno.EACCES && result != -Errno.ELOOP) {
                return false;
            }
            out.set(m.fd, relative, index, m.readOnly);
            return true;
        }
        out.set(m.fd, w.path(), index, m.readOnly);
        return true;
    }

    private static boolean isLink(Scratch s, Mount m, byte[] relative) {
        PathWalker w = new PathWalker(s, m.fd, true);
        return w.walk(relative, false) == 0 && !w.missing;
    }

    private long inMapping(Scratch s, int index, byte[] full, boolean follow, boolean create, int depth, ResolvedPath out) {
        Mount m = mounts[index];
        byte[] rest = PathNames.relative(m.isRoot() ? full : Arrays.copyOfRange(full, m.guestPath.length, full.length));
        if (m.fileName != null) {
            if (full.length > m.guestPath.length) {
                return -Errno.ENOTDIR;
            }
            out.set(m.fd, m.fileName, index, m.readOnly);
            return 0;
        }
        PathWalker w = new PathWalker(s, m.fd, false);
        long result = w.walk(rest, follow);
        if (result == PathWalker.LEAVES) {
            if (depth >= PathWalker.MOST_LINKS) {
                return -Errno.ELOOP;
            }
            byte[] next = PathNames.join(PathNames.join(m.guestPath, w.path()), w.rest());
            return find(s, next, follow, create, HOST, depth + 1, out);
        }
        if (result < 0) {
            return result;
        }
        out.set(m.fd, w.path(), index, m.readOnly);
        return 0;
    }

    /**
     * Opens an existing file by an absolute name in the first root that has it, following links there.
     *
     * @return descriptor, -errno, or {@link #NOT_IN_ROOTS}
     */
    long openInRoots(GuestThread t, byte[] path, int flags, ResolvedPath where) {
        if (!openat2 || mappings > 0) {
            return NOT_IN_ROOTS;
        }
        byte[] relative = mounts.length == 0 ? path : PathNames.relative(path);
        for (int i = 0; i < mounts.length; i++) {
            long name = how(t.scratch, relative, flags, RESOLVE_IN_ROOT);
            if (name < 0) {
                return name;
            }
            // A FIFO may block.
            long fd = t.blockingCall(Sys.SYS_OPENAT2, mounts[i].fd, name, t.scratch.data(), HOW_SIZE, 0, 0);
            if (fd == -Errno.ENOSYS || fd == -Errno.EPERM || fd == -Errno.EAGAIN) {
                return NOT_IN_ROOTS;
            }
            if (fd != -Errno.ENOENT && fd != -Errno.ENOTDIR) {
                where.set(mounts[i].fd, relative, i, false);
                return fd;
            }
        }
        where.set(Sys.AT_FDCWD, OwnNames.maybe(path) ? OwnNames.translate(t, path) : path, HOST, false);
        return NOT_ANYWHERE;
    }

    /** Results of {@link #openInRoots}: look the slow way; or: only the host can have it. */
    static final long NOT_IN_ROOTS = Long.MIN_VALUE, NOT_ANYWHERE = Long.MIN_VALUE + 1;

    /** Places a name and a struct open_how for openat2. @return address of the name or -errno */
    private static long how(Scratch s, byte[] relative, int flags, int resolve) {
        s.putLongs(0, flags & 0xffffffffL, 0, resolve);
        return s.path(relative);
    }

    /** O_PATH descriptor of a file below a directory whose name has no symbolic links, or -errno. */
    private long find(Scratch s, int dirFd, byte[] relative, boolean follow) {
        int flags = Sys.O_PATH | Sys.O_CLOEXEC | (follow ? 0 : Sys.O_NOFOLLOW);
        long name = how(s, relative, flags, RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH);
        if (name < 0) {
            return name;
        }
        long fd;
        int tries = 0;
        do {
            // EAGAIN: somebody renamed something meanwhile.
            fd = Native.syscall(Sys.SYS_OPENAT2, dirFd, name, s.data(), HOW_SIZE, 0, 0);
        } while ((fd == -Errno.EAGAIN || fd == -Errno.EINTR) && ++tries < 10);
        if (fd == -Errno.ENOSYS || fd == -Errno.EPERM) {
            openat2 = false;
        }
        return fd;
    }

    // ---- names ----

    /** Absolute guest name, without symbolic links as far as that can be found out, of a resolved existing directory. */
    byte[] guestName(Scratch s, byte[] full, ResolvedPath r) {
        if (r.mount != HOST) {
            Mount m = mounts[r.mount];
            return PathNames.normalize(PathNames.join(m.guestPath, r.name));
        }
        int rootFd = Sys.open(s, PathNames.ROOT, Sys.O_PATH | Sys.O_DIRECTORY | Sys.O_CLOEXEC, 0);
        if (rootFd < 0) {
            return PathNames.normalize(full);
        }
        try {
            PathWalker w = new PathWalker(s, rootFd, true);
            if (w.walk(PathNames.relative(full), true) != 0) {
                return PathNames.normalize(full);
            }
            return PathNames.normalize(PathNames.join(PathNames.ROOT, w.path()));
        } finally {
            Sys.close(rootFd);
        }
    }

    /** Name under which the host itself finds a guest's file (relative names: from the working directory), or null. */
    byte @Nullable [] hostName(GuestThread t, byte[] name) {
        if (resolve(t, name, true, t.resolved2) != 0) {
            return null;
        }
        ResolvedPath r = t.resolved2;
        return r.mount == HOST ? r.name : hostName(r);
    }

    /** Absolute host name of a place in a root or mapping. */
    byte[] hostName(ResolvedPath r) {
        Mount m = mounts[r.mount];
        return m.fileName != null ? m.hostPath : PathNames.join(m.hostPath, r.name);
    }
}
