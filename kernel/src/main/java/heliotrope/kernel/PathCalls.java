package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/** System calls on names. Names are bytes without NUL as the guest gave them; flags and modes are Linux'. */
public final class PathCalls {
    private static final int O_DIRECT = 0x4000, O_NOATIME = 0x40000;

    /** Flags of open that guests may set; the rest (O_ASYNC above all, whose signal would go to the JVM) is ignored. */
    private static final int OPEN_FLAGS = Sys.O_ACCMODE
            | Sys.O_CREAT
            | Sys.O_EXCL
            | Sys.O_NOCTTY
            | Sys.O_TRUNC
            | Sys.O_APPEND
            | Sys.O_NONBLOCK
            | Sys.O_SYNC
            | Sys.O_DIRECTORY
            | Sys.O_NOFOLLOW
            | Sys.O_TMPFILE
            | Sys.O_PATH
            | O_DIRECT
            | O_NOATIME;

    private static final int MODE_BITS = 07777;

    private PathCalls() {}

    /** open; the umask is applied to the mode, O_CLOEXEC marks the guest's descriptor. @return fd or -errno */
    public static long open(GuestThread t, byte[] path, int flags, int mode) {
        FdTable files = t.process.files;
        long opened = openHost(t, path, flags, mode);
        if (opened < 0) {
            return opened == -Errno.EINTR ? Kernel.RESTART : opened;
        }
        OpenFile file = adopt(t, (int) opened, flags & Sys.O_ACCMODE, t.resolved.guestPath, t.resolved.mount, t.resolved.readOnly);
        int fd = files.allocate(file, 0, (flags & Sys.O_CLOEXEC) != 0);
        if (fd < 0) {
            file.release();
        }
        return fd;
    }

    /** Makes an open file of a host descriptor. */
    static OpenFile adopt(GuestThread t, int hostFd, int accessMode, byte @Nullable [] guestPath, int mount, boolean readOnly) {
        FileStat stat = t.stat;
        if (Sys.fstat(t.scratch, hostFd) == 0) {
            stat.load(t.scratch);
        } else {
            stat.mode = 0;
        }
        int kind = OpenFile.kindOf(stat, hostFd, t.scratch);
        return new OpenFile(hostFd, kind, accessMode, guestPath, mount, stat.dev, stat.ino, readOnly);
    }

    /** Host descriptor or -errno; {@code t.resolved} tells where the file is. */
    private static long openHost(GuestThread t, byte[] path, int flags, int mode) {
        int hostFlags = flags & OPEN_FLAGS | Sys.O_CLOEXEC;
        if (!t.kernel.caller.isThisProcess()) {
            hostFlags |= Sys.O_NOCTTY; // it would become the JVM's
        }
        boolean follow = (flags & Sys.O_NOFOLLOW) == 0;
        boolean create = (flags & Sys.O_CREAT) != 0;
        ResolvedPath r = t.resolved;
        Roots roots = t.kernel.roots;
        if (path.length == 0) {
            return -Errno.ENOENT;
        }
        long fd = Roots.NOT_IN_ROOTS;
        if (path[0] == '/' && !create && follow) {
            fd = roots.openInRoots(t, path, hostFlags, r);
        }
        if (fd == Roots.NOT_IN_ROOTS) {
            // O_EXCL wants to see a link as what it is.
            boolean last = follow && (flags & (Sys.O_CREAT | Sys.O_EXCL)) != (Sys.O_CREAT | Sys.O_EXCL);
            long error = create ? roots.resolveNew(t, path, last, r) : roots.resolve(t, path, last, r);
            if (error != 0) {
                return error;
            }
            fd = Roots.NOT_ANYWHERE;
        }
        r.guestPath = PathNames.join(t.cwd().path, path);
        if (fd != Roots.NOT_ANYWHERE) {
            return fd;
        }
        if (r.readOnly && (flags & (Sys.O_ACCMODE | Sys.O_TRUNC)) != 0) {
            return -Errno.EROFS;
        }
        if (r.readOnly) {
            hostFlags &= ~Sys.O_CREAT;
        }
        long name = t.scratch.path(r.name);
        if (name < 0) {
            return name;
        }
        // A FIFO may block until somebody opens its other end.
        boolean makes = create || (flags & Sys.O_TMPFILE) == Sys.O_TMPFILE;
        return t.blockingCall(Sys.SYS_OPENAT, r.dirFd, name, hostFlags, makes ? mode & MODE_BITS & ~t.process.umask : 0, 0, 0);
    }

    // ---- attributes ----

    /** stat, or lstat when {@code follow} is false. */
    public static long stat(GuestThread t, byte[] path, boolean follow, FileStat out) {
        ResolvedPath r = t.resolved;
        long error = t.kernel.roots.resolve(t, path, follow, r);
        if (error != 0) {
            return error;
        }
        error = Sys.fstatat(t.scratch, r.dirFd, r.name, follow ? 0 : Sys.AT_SYMLINK_NOFOLLOW);
        if (error == 0) {
            out.load(t.scratch);
        }
        return error;
    }

    /** access with Linux R_OK, W_OK, X_OK bits. */
    public static long access(GuestThread t, byte[] path, int mode, boolean effectiveIds) {
        ResolvedPath r = t.resolved;
        long error = t.kernel.roots.resolve(t, path, true, r);
        if (error != 0) {
            return error;
        }
        long result = Sys.faccessat(t.scratch, r.dirFd, r.name, mode, effectiveIds ? Sys.AT_EACCESS : 0);
        return result == 0 && r.readOnly && (mode & Sys.W_OK) != 0 ? -Errno.EROFS : result;
    }

    /** Resolves the name of a file that the call changes. @return 0, -EROFS in read-only mappings, or another -errno */
    private static long changing(GuestThread t, byte[] path, boolean follow) {
        long error = t.kernel.roots.resolve(t, path, follow, t.resolved);
        return error == 0 && t.resolved.readOnly ? -Errno.EROFS : error;
    }

    /** Resolves the name of a file that the call makes. */
    private static long making(GuestThread t, byte[] path) {
        long error = t.kernel.roots.resolveNew(t, path, false, t.resolved);
        return error == 0 && t.resolved.readOnly ? -Errno.EROFS : error;
    }

    /** chmod. */
    public static long chmod(GuestThread t, byte[] path, int mode) {
        long error = changing(t, path, true);
        return error != 0 ? error : Sys.fchmodat(t.scratch, t.resolved.dirFd, t.resolved.name, mode & MODE_BITS);
    }

    /** chown, or lchown; -1 leaves an id as it is. */
    public static long chown(GuestThread t, byte[] path, int uid, int gid, boolean follow) {
        long error = changing(t, path, follow);
        return error != 0
                ? error
                : Sys.fchownat(t.scratch, t.resolved.dirFd, t.resolved.name, uid, gid, follow ? 0 : Sys.AT_SYMLINK_NOFOLLOW);
    }

    /** utimensat; nanoseconds may be UTIME_NOW or UTIME_OMIT. */
    public static long utimens(
            GuestThread t, byte[] path, long accessSeconds, long accessNanos, long modifySeconds, long modifyNanos, boolean follow) {
        long error = changing(t, path, follow);
        return error != 0
                ? error
                : Sys.utimensat(t.scratch, t.resolved.dirFd, t.resolved.name, accessSeconds, accessNanos, modifySeconds, modifyNanos,
                        follow ? 0 : Sys.AT_SYMLINK_NOFOLLOW);
    }

    /** truncate. */
    public static long truncate(GuestThread t, byte[] path, long length) {
        if (length < 0) {
            return -Errno.EINVAL;
        }
        long error = changing(t, path, true);
        if (error != 0) {
            return error;
        }
        int fd = t.resolved.open(t.scratch, Sys.O_WRONLY | Sys.O_NONBLOCK | Sys.O_CLOEXEC, 0);
        if (fd < 0) {
            return fd == -Errno.ENXIO ? -Errno.EINVAL : fd; // a FIFO
        }
        long result = Sys.ftruncate(fd, length);
        Sys.close(fd);
        return result;
    }

    /** statfs. */
    public static long statfs(GuestThread t, byte[] path, FsStat out) {
        ResolvedPath r = t.resolved;
        long error = t.kernel.roots.resolve(t, path, true, r);
        if (error != 0) {
            return error;
        }
        int fd = r.open(t.scratch, Sys.O_PATH | Sys.O_CLOEXEC, 0);
        if (fd < 0) {
            return fd;
        }
        long result = Sys.fstatfs(t.scratch, fd);
        Sys.close(fd);
        if (result == 0) {
            out.load(t.scratch);
        }
        return result;
    }

    // ---- names ----

    /** link; with {@code follow} a symbolic link as old name is followed. */
    public static long link(GuestThread t, byte[] from, byte[] to, boolean follow) {
        long error = making(t, to);
        if (error != 0) {
            return error;
        }
        ResolvedPath old = t.resolved2;
        error = t.kernel.roots.resolve(t, from, follow, old);
        if (error != 0) {
            return error;
        }
        ResolvedPath r = t.resolved;
        return Sys.linkat(t.scratch, old.dirFd, old.name, r.dirFd, r.name, follow ? Sys.AT_SYMLINK_FOLLOW : 0);
    }

    /** unlink. */
    public static long unlink(GuestThread t, byte[] path) {
        long error = changing(t, path, false);
        return error != 0 ? error : Sys.unlinkat(t.scratch, t.resolved.dirFd, t.resolved.name, 0);
    }

    /** rmdir. */
    public static long rmdir(GuestThread t, byte[] path) {
        long error = changing(t, path, false);
        return error != 0 ? error : Sys.unlinkat(t.scratch, t.resolved.dirFd, t.resolved.name, Sys.AT_REMOVEDIR);
    }

    /** rename. A file that is to replace one in a root goes there; EXDEV if that is another file system. */
    public static long rename(GuestThread t, byte[] from, byte[] to) {
        long error = making(t, to);
        if (error != 0) {
            return error;
        }
        ResolvedPath old = t.resolved2;
        error = t.kernel.roots.resolve(t, from, false, old);
        if (error != 0) {
            return error;
        }
        if (old.readOnly) {
            return -Errno.EROFS;
        }
        ResolvedPath r = t.resolved;
        return Sys.renameat(t.scratch, old.dirFd, old.name, r.dirFd, r.name, 0);
    }

    /** mkdir. */
    public static long mkdir(GuestThread t, byte[] path, int mode) {
        long error = making(t, path);
        return error != 0 ? error : Sys.mkdirat(t.scratch, t.resolved.dirFd, t.resolved.name, mode & MODE_BITS & ~t.process.umask);
    }

    /** mknod and mkfifo: Linux mode with type, Linux device number. */
    public static long mknod(GuestThread t, byte[] path, int mode, long device) {
        long error = making(t, path);
        if (error != 0) {
            return error;
        }
        int bits = mode & Sys.S_IFMT | mode & MODE_BITS & ~t.process.umask;
        return Sys.mknodat(t.scratch, t.resolved.dirFd, t.resolved.name, bits, device);
    }

    /** symlink. */
    public static long symlink(GuestThread t, byte[] target, byte[] path) {
        if (target.length == 0) {
            return -Errno.ENOENT;
        }
        long error = making(t, path);
        return error != 0 ? error : Sys.symlinkat(t.scratch, target, t.resolved.dirFd, t.resolved.name);
    }

    /** readlink into guest memory, not terminated. @return bytes written */
    public static long readlink(GuestThread t, byte[] path, long address, long length) {
        byte[] target = readlink(t, path);
        if (target == null) {
            return t.error;
        }
        int n = (int) Math.min(target.length, length);
        if (n < 0) {
            return -Errno.EINVAL;
        }
        t.memory().writeBytes(address, target, 0, n);
        return n;
    }

    private static byte @Nullable [] readlink(GuestThread t, byte[] path) {
        t.error = t.kernel.roots.resolve(t, path, false, t.resolved);
        if (t.error != 0) {
            return null;
        }
        int n = Sys.readlinkat(t.scratch, t.resolved.dirFd, t.resolved.name);
        if (n < 0) {
            t.error = n;
            return null;
        }
        byte[] target = new byte[n];
        t.scratch.get(0, target, 0, n);
        return target;
    }

    // ---- working directory ----

    /** chdir. */
    public static long chdir(GuestThread t, byte[] path) {
        Scratch s = t.scratch;
        ResolvedPath r = t.resolved;
        long error = t.kernel.roots.resolve(t, path, true, r);
        if (error != 0) {
            return error;
        }
        int fd = r.open(s, Sys.O_PATH | Sys.O_DIRECTORY | Sys.O_CLOEXEC, 0);
        if (fd < 0) {
            return fd;
        }
        error = Sys.faccessat(s, r.dirFd, r.name, Sys.X_OK, Sys.AT_EACCESS);
        if (error != 0) {
            Sys.close(fd);
            return error;
        }
        byte[] name = t.kernel.roots.guestName(s, PathNames.join(t.process.cwd.path, path), r);
        enter(t, new Cwd(fd, name, r.mount));
        return 0;
    }

    /** fchdir. */
    public static long fchdir(GuestThread t, int fd) {
        OpenFile file = t.process.files.acquire(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        try {
            byte[] opened = file.path;
            if (file.kind != OpenFile.DIRECTORY || opened == null) {
                return -Errno.ENOTDIR;
            }
            // The descriptor may be O_RDONLY: that checks the permission to search when the directory is used.
            long copy = Sys.fcntl(file.hostFd, Sys.F_DUPFD_CLOEXEC, 0);
            if (copy < 0) {
                return copy;
            }
            ResolvedPath r = t.resolved;
            r.set(Sys.AT_FDCWD, opened, file.mount, file.readOnlyMount);
            byte[] name = file.mount == Roots.HOST
                    ? t.kernel.roots.guestName(t.scratch, opened, r)
                    : PathNames.normalize(opened);
            enter(t, new Cwd((int) copy, name, file.mount));
            return 0;
        } finally {
            file.release();
        }
    }

    private static void enter(GuestThread t, Cwd cwd) {
        t.process.enter(cwd);
    }

    /** Name of the working directory as the guest sees it (where it was when the process entered it). */
    public static byte[] getcwd(GuestThread t) {
        return t.process.cwd.path;
    }

    /** chroot: to "/" it does nothing, else it is not supported (EPERM, as for ordinary users). */
    public static long chroot(GuestThread t, byte[] path) {
        FileStat root = new FileStat();
        FileStat wanted = new FileStat();
        long error = stat(t, path, true, wanted);
        if (error != 0) {
            return error;
        }
        if (!wanted.isDirectory()) {
            return -Errno.ENOTDIR;
        }
        return stat(t, PathNames.ROOT, true, root) == 0 && root.dev == wanted.dev && root.ino == wanted.ino ? 0 : -Errno.EPERM;
    }

    /** umask. @return the mask before */
    public static long umask(GuestThread t, int mask) {
        int before = t.process.umask;
        t.process.umask = mask & 0777;
        return before;
    }

    /** Flushes all file systems. */
    public static long sync() {
        Native.syscall(Sys.SYS_SYNC, 0, 0, 0, 0, 0, 0);
        return 0;
    }
}
