package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/**
 * System calls on names that start at an open directory, or with {@link Sys#AT_FDCWD} at the working directory. Names are bytes without
 * NUL; flags are the host's and go to the host, which refuses what it does not know.
 */
public final class AtCalls {
    private static final int MODE_BITS = 07777;
    private static final int RENAME_EXCHANGE = 2;

    private AtCalls() {}

    /**
     * Finds a file that exists. Afterwards {@code out.dirFd} and {@code out.name} are good for host calls until {@code out} is used again.
     *
     * @param follow whether a symbolic link as last component is followed
     * @return 0 or -errno
     */
    public static long resolve(GuestThread t, int directory, byte[] path, boolean follow, ResolvedPath out) {
        return resolve(t, directory, path, follow, false, out);
    }

    private static long resolve(GuestThread t, int directory, byte[] path, boolean follow, boolean create, ResolvedPath out) {
        OpenFile held = null;
        if (directory != Sys.AT_FDCWD && path.length > 0 && path[0] != '/') {
            held = t.process.files.acquire(directory);
            if (held == null) {
                return -Errno.EBADF;
            }
            if (held.kind != OpenFile.DIRECTORY) {
                held.release();
                return -Errno.ENOTDIR;
            }
            t.base = base(held);
        }
        try {
            Roots roots = t.kernel.roots;
            return create ? roots.resolveNew(t, path, follow, out) : roots.resolve(t, path, follow, out);
        } finally {
            t.base = null;
            out.held = held;
        }
    }

    private static Cwd base(OpenFile directory) {
        byte[] path = directory.path;
        return new Cwd(directory.hostFd, path != null ? path : PathNames.ROOT, path != null ? directory.mount : Roots.HOST);
    }

    /** Resolves the name of a file that the call changes, into {@code t.resolved}. */
    private static long changing(GuestThread t, int directory, byte[] path, boolean follow) {
        long error = resolve(t, directory, path, follow, false, t.resolved);
        return error == 0 && t.resolved.readOnly ? -Errno.EROFS : error;
    }

    /** Resolves the name of a file that the call makes. */
    private static long making(GuestThread t, int directory, byte[] path) {
        long error = resolve(t, directory, path, false, true, t.resolved);
        return error == 0 && t.resolved.readOnly ? -Errno.EROFS : error;
    }

    /** A host call whose first arguments are the place in {@code t.resolved}. */
    private static long call(GuestThread t, int nr, long c, long d, long e) {
        return Sys.pathCallAt(t.scratch, nr, t.resolved.dirFd, t.resolved.name, c, d, e);
    }

    /** openat; as {@link PathCalls#open}. */
    public static long open(GuestThread t, int directory, byte[] path, int flags, int mode) {
        if (directory == Sys.AT_FDCWD || path.length == 0 || path[0] == '/') {
            return PathCalls.open(t, path, flags, mode);
        }
        OpenFile held = t.process.files.acquire(directory);
        if (held == null) {
            return -Errno.EBADF;
        }
        try {
            if (held.kind != OpenFile.DIRECTORY) {
                return -Errno.ENOTDIR;
            }
            t.base = base(held);
            return PathCalls.open(t, path, flags, mode);
        } finally {
            t.base = null;
            held.release();
        }
    }

    /** newfstatat; an empty name with AT_EMPTY_PATH means the descriptor itself. */
    public static long stat(GuestThread t, int directory, byte[] path, int flags, FileStat out) {
        long result = place(t, directory, path, flags);
        if (result == 0) {
            result = call(t, Sys.SYS_NEWFSTATAT, t.scratch.data(), flags, 0);
            if (result == 0) {
                out.load(t.scratch);
            }
        }
        return done(t, result);
    }

    /** statx; the host's struct statx is in the data area of the scratch memory afterwards. */
    public static long statx(GuestThread t, int directory, byte[] path, int flags, int mask) {
        long result = place(t, directory, path, flags);
        return done(t, result != 0 ? result : call(t, Sys.SYS_STATX, flags, mask & 0xffffffffL, t.scratch.data()));
    }

    /** A descriptor that was named is not held any longer: if it is an end of a pipe, the last close of it must be the last. */
    private static long done(GuestThread t, long result) {
        t.resolved.release();
        return result;
    }

    /** Resolves a name that may be empty with AT_EMPTY_PATH, following the last link unless AT_SYMLINK_NOFOLLOW. */
    private static long place(GuestThread t, int directory, byte[] path, int flags) {
        if (path.length > 0 || (flags & Sys.AT_EMPTY_PATH) == 0) {
            return resolve(t, directory, path, (flags & Sys.AT_SYMLINK_NOFOLLOW) == 0, false, t.resolved);
        }
        ResolvedPath r = t.resolved;
        r.release();
        if (directory == Sys.AT_FDCWD) {
            Cwd cwd = t.process.cwd;
            r.set(cwd.hostFd, PathNames.EMPTY, cwd.mount, false);
            return 0;
        }
        OpenFile file = t.process.files.acquire(directory);
        if (file == null) {
            return -Errno.EBADF;
        }
        r.set(file.hostFd, PathNames.EMPTY, file.mount, file.readOnlyMount);
        r.held = file;
        return 0;
    }

    /** faccessat2. */
    public static long access(GuestThread t, int directory, byte[] path, int mode, int flags) {
        long error = place(t, directory, path, flags);
        if (error != 0) {
            return error;
        }
        long result = flags == 0
                ? call(t, Sys.SYS_FACCESSAT, mode, 0, 0)
                : Sys.faccessat(t.scratch, t.resolved.dirFd, t.resolved.name, mode, flags);
        return done(t, result == 0 && t.resolved.readOnly && (mode & Sys.W_OK) != 0 ? -Errno.EROFS : result);
    }

    /** fchmodat. */
    public static long chmod(GuestThread t, int directory, byte[] path, int mode) {
        long error = changing(t, directory, path, true);
        return error != 0 ? error : call(t, Sys.SYS_FCHMODAT, mode & MODE_BITS, 0, 0);
    }

    /** fchownat; -1 leaves an id as it is. */
    public static long chown(GuestThread t, int directory, byte[] path, int uid, int gid, int flags) {
        long error = place(t, directory, path, flags);
        if (error == 0 && t.resolved.readOnly) {
            return done(t, -Errno.EROFS);
        }
        return done(t, error != 0 ? error : call(t, Sys.SYS_FCHOWNAT, uid, gid, flags));
    }

    /**
     * utimensat: access seconds, nanoseconds, modification seconds, nanoseconds; nanoseconds may be UTIME_NOW or UTIME_OMIT; null is now.
     * A null path means the descriptor itself.
     */
    public static long utimens(GuestThread t, int directory, byte @Nullable [] path, long @Nullable [] times, int flags) {
        if (path == null) {
            OpenFile file = t.process.files.get(directory);
            if (file != null && file.readOnlyMount) {
                return -Errno.EROFS;
            }
            long at = putTimes(t.scratch, times);
            return HostCalls.onFile(t, Sys.SYS_UTIMENSAT, directory, 0, at, flags, 0, 0);
        }
        long error = place(t, directory, path, flags);
        if (error == 0 && t.resolved.readOnly) {
            return done(t, -Errno.EROFS);
        }
        return done(t, error != 0 ? error : call(t, Sys.SYS_UTIMENSAT, putTimes(t.scratch, times), flags, 0));
    }

    private static long putTimes(Scratch s, long @Nullable [] times) {
        if (times == null) {
            return 0;
        }
        for (int i = 0; i < 4; i++) {
            s.putLong(8 * i, times[i]);
        }
        return s.data();
    }

    /** mkdirat. */
    public static long mkdir(GuestThread t, int directory, byte[] path, int mode) {
        long error = making(t, directory, path);
        return error != 0 ? error : call(t, Sys.SYS_MKDIRAT, mode & MODE_BITS & ~t.process.umask, 0, 0);
    }

    /** mknodat: Linux mode with type, Linux device number. */
    public static long mknod(GuestThread t, int directory, byte[] path, int mode, long device) {
        long error = making(t, directory, path);
        int bits = mode & Sys.S_IFMT | mode & MODE_BITS & ~t.process.umask;
        return error != 0 ? error : call(t, Sys.SYS_MKNODAT, bits, device, 0);
    }

    /** unlinkat. */
    public static long unlink(GuestThread t, int directory, byte[] path, int flags) {
        long error = changing(t, directory, path, false);
        return error != 0 ? error : call(t, Sys.SYS_UNLINKAT, flags, 0, 0);
    }

    /** symlinkat. */
    public static long symlink(GuestThread t, byte[] target, int directory, byte[] path) {
        if (target.length == 0) {
            return -Errno.ENOENT;
        }
        long error = making(t, directory, path);
        return error != 0 ? error : Sys.symlinkat(t.scratch, target, t.resolved.dirFd, t.resolved.name);
    }

    /** readlinkat into guest memory, not terminated; an empty name means the descriptor itself. @return bytes written */
    public static long readlink(GuestThread t, int directory, byte[] path, long address, long length) {
        if ((int) length <= 0) {
            return -Errno.EINVAL;
        }
        long error = place(t, directory, path, Sys.AT_SYMLINK_NOFOLLOW | (path.length == 0 ? Sys.AT_EMPTY_PATH : 0));
        if (error != 0) {
            return error;
        }
        int n = Sys.readlinkat(t.scratch, t.resolved.dirFd, t.resolved.name);
        if (n < 0) {
            return n;
        }
        byte[] target = new byte[(int) Math.min(n, length)];
        t.scratch.get(0, target, 0, target.length);
        t.memory().writeBytes(address, target, 0, target.length);
        return target.length;
    }

    /** linkat (AT_SYMLINK_FOLLOW, AT_EMPTY_PATH). */
    public static long link(GuestThread t, int fromDirectory, byte[] from, int toDirectory, byte[] to, int flags) {
        long error = making(t, toDirectory, to);
        if (error != 0) {
            return error;
        }
        ResolvedPath old = t.resolved2;
        if (from.length == 0 && (flags & Sys.AT_EMPTY_PATH) != 0) {
            OpenFile file = t.process.files.acquire(fromDirectory);
            if (file == null) {
                return -Errno.EBADF;
            }
            old.release();
            old.set(file.hostFd, from, file.mount, false);
            old.held = file;
        } else {
            error = resolve(t, fromDirectory, from, (flags & Sys.AT_SYMLINK_FOLLOW) != 0, false, old);
        }
        ResolvedPath r = t.resolved;
        return error != 0 ? error : Sys.linkat(t.scratch, old.dirFd, old.name, r.dirFd, r.name, flags);
    }

    /** renameat2. */
    public static long rename(GuestThread t, int fromDirectory, byte[] from, int toDirectory, byte[] to, int flags) {
        long error = (flags & RENAME_EXCHANGE) != 0 ? changing(t, toDirectory, to, false) : making(t, toDirectory, to);
        if (error != 0) {
            return error;
        }
        ResolvedPath old = t.resolved2;
        error = resolve(t, fromDirectory, from, false, false, old);
        if (error != 0) {
            return error;
        }
        ResolvedPath r = t.resolved;
        return old.readOnly ? -Errno.EROFS : Sys.renameat(t.scratch, old.dirFd, old.name, r.dirFd, r.name, flags);
    }

    /**
     * A host call whose first argument is an absolute name (extended attributes, watches: those that know no directory descriptors).
     *
     * @return the host's result, or -ENOENT if the name cannot be said
     */
    public static long byHostName(GuestThread t, int nr, byte[] path, boolean follow, boolean changes, long b, long c, long d, long e) {
        ResolvedPath r = t.resolved;
        long error = resolve(t, Sys.AT_FDCWD, path, follow, false, r);
        if (error != 0) {
            return error;
        }
        if (changes && r.readOnly) {
            return -Errno.EROFS;
        }
        byte[] name = r.mount == Roots.HOST ? PathNames.join(t.process.cwd.path, r.name) : t.kernel.roots.hostName(r);
        long at = t.scratch.path(name);
        return at < 0 ? at : Native.syscall(nr, at, b, c, d, e, 0);
    }

    /** As {@link #byHostName}, but the name is the call's second argument, behind a descriptor (inotify_add_watch). */
    public static long byHostName(GuestThread t, int nr, int fd, byte[] path, boolean follow, long c) {
        ResolvedPath r = t.resolved;
        long error = resolve(t, Sys.AT_FDCWD, path, follow, false, r);
        if (error != 0) {
            return error;
        }
        byte[] name = r.mount == Roots.HOST ? PathNames.join(t.process.cwd.path, r.name) : t.kernel.roots.hostName(r);
        long at = t.scratch.path(name);
        return at < 0 ? at : HostCalls.onFile(t, nr, fd, at, c, 0, 0, 0);
    }
}
