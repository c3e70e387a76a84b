package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AtCalls;
import heliotrope.kernel.PathCalls;

/** Names: open, link, rename, make, remove, owners, modes and times. Calls without a directory start at AT_FDCWD. */
final class LinuxPathCalls {
    private LinuxPathCalls() {}

    static final int CWD = Sys.AT_FDCWD;

    private static final int RENAME_FLAGS = 7;

    static long open(LinuxThread x, int directory, long path, int flags, int mode) {
        byte[] name = x.plainPath(path);
        if (name == null) {
            return -Errno.ENAMETOOLONG;
        }
        int hostFlags = LinuxFlags.openToHost(flags);
        long text = ProcFiles.open(x, name, hostFlags);
        return text != ProcFiles.NOT_MINE ? text : AtCalls.open(x.thread, directory, ProcFiles.translate(x, name), hostFlags, mode);
    }

    /** openat2: struct open_how has flags, mode and how to resolve, 64 bits each; of the last nothing is supported. */
    static long openat2(LinuxThread x, int directory, long path, long how, long size) {
        if (size < 24) {
            return -Errno.EINVAL;
        }
        if (size > 4096) {
            return -Errno.E2BIG;
        }
        byte[] name = x.path(path);
        StructBuffer b = x.buffer.load(x.memory(), how, (int) size);
        for (int i = 24; i < size; i++) {
            if (b.get8(i) != 0) {
                return -Errno.E2BIG;
            }
        }
        long flags = b.get64(0);
        long mode = b.get64(8);
        int hostFlags = LinuxFlags.openToHost((int) flags);
        boolean makes = (hostFlags & Sys.O_CREAT) != 0 || (hostFlags & Sys.O_TMPFILE) == Sys.O_TMPFILE;
        if (flags != LinuxFlags.openFromHost(hostFlags) || (mode & ~07777L) != 0 || mode != 0 && !makes) {
            return -Errno.EINVAL;
        }
        if (b.get64(16) != 0) {
            return x.unsupported("openat2", "resolve 0x" + Long.toHexString(b.get64(16)));
        }
        return name == null ? -Errno.ENAMETOOLONG : AtCalls.open(x.thread, directory, name, hostFlags, (int) mode);
    }

    static long creat(LinuxThread x, long path, int mode) {
        return open(x, CWD, path, LinuxFlags.O_CREAT | LinuxFlags.O_TRUNC | 1, mode);
    }

    static long link(LinuxThread x, int fromDirectory, long from, int toDirectory, long to, int flags) {
        if ((flags & ~(Sys.AT_SYMLINK_FOLLOW | Sys.AT_EMPTY_PATH)) != 0) {
            return -Errno.EINVAL;
        }
        byte[] old = x.path(from);
        byte[] name = x.path(to);
        return old == null || name == null
                ? -Errno.ENAMETOOLONG
                : AtCalls.link(x.thread, fromDirectory, old, toDirectory, name, flags);
    }

    static long rename(LinuxThread x, int fromDirectory, long from, int toDirectory, long to, int flags) {
        if ((flags & ~RENAME_FLAGS) != 0) {
            return -Errno.EINVAL;
        }
        byte[] old = x.path(from);
        byte[] name = x.path(to);
        return old == null || name == null
                ? -Errno.ENAMETOOLONG
                : AtCalls.rename(x.thread, fromDirectory, old, toDirectory, name, flags);
    }

    static long unlink(LinuxThread x, int directory, long path, int flags) {
        if ((flags & ~Sys.AT_REMOVEDIR) != 0) {
            return -Errno.EINVAL;
        }
        byte[] name = x.path(path);
        return name == null ? -Errno.ENAMETOOLONG : AtCalls.unlink(x.thread, directory, name, flags);
    }

    static long symlink(LinuxThread x, long target, int directory, long path) {
        byte[] text = x.plainPath(target);
        byte[] name = x.path(path);
        return text == null || name == null ? -Errno.ENAMETOOLONG : AtCalls.symlink(x.thread, text, directory, name);
    }

    static long readlink(LinuxThread x, int directory, long path, long buffer, long n) {
        if ((int) n <= 0) {
            return -Errno.EINVAL;
        }
        byte[] name = x.plainPath(path);
        if (name == null) {
            return -Errno.ENAMETOOLONG;
        }
        if (name.length == 0 && directory == CWD) {
            return -Errno.ENOENT;
        }
        long result = ProcFiles.readlink(x, name, buffer, n);
        return result != ProcFiles.NOT_MINE ? result : AtCalls.readlink(x.thread, directory, ProcFiles.translate(x, name), buffer, n);
    }

    static long mkdir(LinuxThread x, int directory, long path, int mode) {
        byte[] name = x.path(path);
        return name == null ? -Errno.ENAMETOOLONG : AtCalls.mkdir(x.thread, directory, name, mode);
    }

    static long mknod(LinuxThread x, int directory, long path, int mode, int device) {
        byte[] name = x.path(path);
        return name == null ? -Errno.ENAMETOOLONG : AtCalls.mknod(x.thread, directory, name, mode, device & 0xffffffffL);
    }

    static long chmod(LinuxThread x, int directory, long path, int mode) {
        byte[] name = x.path(path);
        return name == null ? -Errno.ENAMETOOLONG : AtCalls.chmod(x.thread, directory, name, mode);
    }

    static long chown(LinuxThread x, int directory, long path, int uid, int gid, int flags) {
        if ((flags & ~(Sys.AT_SYMLINK_NOFOLLOW | Sys.AT_EMPTY_PATH)) != 0) {
            return -Errno.EINVAL;
        }
        byte[] name = x.path(path);
        return name == null ? -Errno.ENAMETOOLONG : AtCalls.chown(x.thread, directory, name, uid, gid, flags);
    }

    static long access(LinuxThread x, int directory, long path, int mode, int flags) {
        if ((mode & ~7) != 0 || (flags & ~(Sys.AT_EACCESS | Sys.AT_SYMLINK_NOFOLLOW | Sys.AT_EMPTY_PATH)) != 0) {
            return -Errno.EINVAL;
        }
        byte[] name = x.path(path);
        return name == null ? -Errno.ENAMETOOLONG : AtCalls.access(x.thread, directory, name, mode, flags);
    }

    static long truncate(LinuxThread x, long path, long length) {
        if (length < 0) {
            return -Errno.EINVAL;
        }
        byte[] name = x.path(path);
        return name == null ? -Errno.ENAMETOOLONG : PathCalls.truncate(x.thread, name, length);
    }

    // ---- times ----

    /** utime: struct utimbuf, or null for now. */
    static long utime(LinuxThread x, long path, long times) {
        long[] t = null;
        if (times != 0) {
            StructBuffer b = x.buffer.load(x.memory(), times, 2 * x.abi.word);
            t = new long[] {b.getWord(0), 0, b.getWord(x.abi.word), 0};
        }
        return set(x, CWD, path, t, 0);
    }

    /** utimes and futimesat: two struct timeval. */
    static long utimes(LinuxThread x, int directory, long path, long times) {
        long[] t = null;
        if (times != 0) {
            StructBuffer b = x.buffer.load(x.memory(), times, 4 * x.abi.word);
            t = new long[4];
            for (int i = 0; i < 4; i += 2) {
                long micros = b.getWord((i + 1) * x.abi.word);
                if (micros < 0 || micros >= 1_000_000) {
                    return -Errno.EINVAL;
                }
                t[i] = b.getWord(i * x.abi.word);
                t[i + 1] = micros * 1000;
            }
        }
        return set(x, directory, path, t, 0);
    }

    /** utimensat: two struct timespec, of 64-bit numbers where {@code wide}. */
    static long utimens(LinuxThread x, int directory, long path, long times, int flags, boolean wide) {
        long[] t = null;
        if (times != 0) {
            t = new long[4];
            StructBuffer b = x.buffer.load(x.memory(), times, wide ? 32 : 16);
            for (int i = 0; i < 4; i++) {
                t[i] = wide ? b.get64(8 * i) : b.get32(4 * i);
            }
            if (wide && !x.abi.wide) { // the upper halves of nanoseconds are padding
                t[1] = (int) t[1];
                t[3] = (int) t[3];
            }
            if (t[1] == Sys.UTIME_OMIT && t[3] == Sys.UTIME_OMIT) {
                return 0;
            }
        }
        if ((flags & ~(Sys.AT_SYMLINK_NOFOLLOW | Sys.AT_EMPTY_PATH)) != 0) {
            return -Errno.EINVAL;
        }
        return set(x, directory, path, t, flags);
    }

    private static long set(LinuxThread x, int directory, long path, long @Nullable [] times, int flags) {
        if (path == 0 && directory != CWD) {
            return flags != 0 ? -Errno.EINVAL : AtCalls.utimens(x.thread, directory, null, times, 0);
        }
        byte[] name = x.path(path);
        return name == null ? -Errno.ENAMETOOLONG : AtCalls.utimens(x.thread, directory, name, times, flags);
    }

    // ---- directories ----

    static long chdir(LinuxThread x, long path) {
        byte[] name = x.path(path);
        return name == null ? -Errno.ENAMETOOLONG : PathCalls.chdir(x.thread, name);
    }

    static long chroot(LinuxThread x, long path) {
        byte[] name = x.path(path);
        return name == null ? -Errno.ENAMETOOLONG : PathCalls.chroot(x.thread, name);
    }

    /** getcwd. @return length with the NUL */
    static long getcwd(LinuxThread x, long buffer, long n) {
        byte[] name = PathCalls.getcwd(x.thread);
        if (name.length + 1L > n) {
            return -Errno.ERANGE;
        }
        byte[] text = java.util.Arrays.copyOf(name, name.length + 1);
        x.memory().writeBytes(buffer, text);
        return text.length;
    }
}
