package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.FileLock;
import heliotrope.kernel.HostCalls;
import heliotrope.kernel.LockCalls;
import heliotrope.kernel.OpenFile;

/** fcntl, with record locks in three structures; flock. */
final class LinuxFcntl {
    private LinuxFcntl() {}

    private static final int HOST_F_SETSIG = 10, HOST_F_GETSIG = 11, HOST_F_SETOWN_EX = 15, HOST_F_GETOWN_EX = 16;
    private static final int HOST_LARGEFILE = 0x8000, HOST_ASYNC = 0x2000;
    private static final int SETTABLE = Sys.O_APPEND | Sys.O_NONBLOCK | 0x4000 | 0x40000;

    /** {@code wide}: fcntl64 (o32 and n32), which knows the commands with 64-bit locks. */
    static long fcntl(LinuxThread x, int fd, int command, long argument, boolean wide) {
        OpenFile file = FileCalls.file(x.thread, fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        switch (command) {
            case LinuxFlags.F_DUPFD:
                return FileCalls.dup(x.thread, fd, (int) argument, false);
            case LinuxFlags.F_DUPFD_CLOEXEC:
                return FileCalls.dup(x.thread, fd, (int) argument, true);
            case LinuxFlags.F_GETFD:
                return FileCalls.getDescriptorFlags(x.thread, fd);
            case LinuxFlags.F_SETFD:
                return FileCalls.setDescriptorFlags(x.thread, fd, (int) argument);
            case LinuxFlags.F_GETFL: {
                long flags = Sys.fcntl(file.hostFd, Sys.F_GETFL, 0);
                return flags < 0
                        ? flags
                        : LinuxFlags.openFromHost((int) flags & ~(x.abi == LinuxAbi.O32 ? HOST_LARGEFILE : 0));
            }
            case LinuxFlags.F_SETFL: {
                int flags = LinuxFlags.openToHost((int) argument);
                if ((flags & HOST_ASYNC) != 0) { // SIGIO would go to the JVM
                    x.unsupported("fcntl", fd + ", F_SETFL, O_ASYNC");
                }
                return Sys.fcntl(file.hostFd, Sys.F_SETFL, flags & SETTABLE);
            }
            case LinuxFlags.F_GETLK:
            case LinuxFlags.F_SETLK:
            case LinuxFlags.F_SETLKW:
                return lock(x, fd, command, argument, x.abi.wide);
            case LinuxFlags.F_GETLK64:
                return wide ? lock(x, fd, LinuxFlags.F_GETLK, argument, true) : -Errno.EINVAL;
            case LinuxFlags.F_SETLK64:
                return wide ? lock(x, fd, LinuxFlags.F_SETLK, argument, true) : -Errno.EINVAL;
            case LinuxFlags.F_SETLKW64:
                return wide ? lock(x, fd, LinuxFlags.F_SETLKW, argument, true) : -Errno.EINVAL;
            case LinuxFlags.F_OFD_GETLK:
            case LinuxFlags.F_OFD_SETLK:
            case LinuxFlags.F_OFD_SETLKW:
                return wide || x.abi.wide ? ofdLock(x, fd, command, argument) : -Errno.EINVAL;
            default:
                return other(x, fd, command, argument);
        }
    }

    private static long other(LinuxThread x, int fd, int command, long argument) {
        Scratch s = x.thread.scratch;
        switch (command) {
            case LinuxFlags.F_SETOWN:
                return call(x, fd, Sys.F_SETOWN, (int) argument);
            case LinuxFlags.F_GETOWN: { // an owner that is a group is a negative number, which must not look like an error
                long result = call(x, fd, HOST_F_GETOWN_EX, s.data());
                return result < 0 ? result : s.getInt(0) == 2 ? -(long) s.getInt(4) : s.getInt(4);
            }
            case LinuxFlags.F_SETOWN_EX:
                s.putInt(0, x.memory().s32(argument));
                s.putInt(4, x.memory().s32(argument + 4));
                return call(x, fd, HOST_F_SETOWN_EX, s.data());
            case LinuxFlags.F_GETOWN_EX: {
                long result = call(x, fd, HOST_F_GETOWN_EX, s.data());
                if (result == 0) {
                    x.memory().put32(argument, s.getInt(0));
                    x.memory().put32(argument + 4, s.getInt(4));
                }
                return result;
            }
            case LinuxFlags.F_SETSIG: {
                int signal = (int) argument;
                int host = LinuxSignals.toHost(signal);
                return signal != 0 && host == 0 ? -Errno.EINVAL : call(x, fd, HOST_F_SETSIG, host);
            }
            case LinuxFlags.F_GETSIG: {
                long host = call(x, fd, HOST_F_GETSIG, 0);
                return host <= 0 ? host : LinuxSignals.fromHost((int) host);
            }
            case LinuxFlags.F_SETLEASE:
            case LinuxFlags.F_GETLEASE:
            case LinuxFlags.F_SETPIPE_SZ:
            case LinuxFlags.F_GETPIPE_SZ:
            case LinuxFlags.F_ADD_SEALS:
            case LinuxFlags.F_GET_SEALS:
                return call(x, fd, command, (int) argument);
            default:
                return -Errno.EINVAL;
        }
    }

    private static long call(LinuxThread x, int fd, int hostCommand, long argument) {
        return HostCalls.onFile(x.thread, Sys.SYS_FCNTL, fd, hostCommand, argument, 0, 0, 0);
    }

    // ---- locks ----

    /** Reads struct flock: with 64-bit offsets, or (o32, n32) with 32-bit ones. */
    private static void load(LinuxThread x, long address, boolean wide, FileLock lock) {
        StructBuffer b = x.buffer.load(x.memory(), address, wide ? 32 : 20);
        lock.type = b.get16(0);
        lock.whence = b.get16(2);
        lock.start = wide ? b.get64(8) : b.get32(4);
        lock.length = wide ? b.get64(16) : b.get32(8);
        lock.pid = b.get32(wide ? 24 : 16);
    }

    private static void store(LinuxThread x, long address, boolean wide, FileLock lock) {
        StructBuffer b = x.buffer.load(x.memory(), address, wide ? 32 : 20);
        b.put16(0, lock.type);
        if (lock.type != FileLock.UNLOCK) {
            b.put16(2, lock.whence);
            if (wide) {
                b.put64(8, lock.start);
                b.put64(16, lock.length);
            } else {
                b.put32(4, (int) lock.start);
                b.put32(8, (int) lock.length);
            }
            b.put32(wide ? 24 : 16, lock.pid);
        }
        b.store(x.memory(), address);
    }

    private static long lock(LinuxThread x, int fd, int command, long address, boolean wide) {
        FileLock lock = new FileLock();
        load(x, address, wide, lock);
        if (command != LinuxFlags.F_GETLK) {
            return LockCalls.set(x.thread, fd, lock, command == LinuxFlags.F_SETLKW);
        }
        long result = LockCalls.get(x.thread, fd, lock);
        if (result == 0) {
            if (!wide && lock.type != FileLock.UNLOCK && lock.start > Integer.MAX_VALUE) {
                return -Errno.EOVERFLOW;
            }
            store(x, address, wide, lock);
        }
        return result;
    }

    /** Locks of an open file: the host has them as they are. */
    private static long ofdLock(LinuxThread x, int fd, int command, long address) {
        FileLock lock = new FileLock();
        load(x, address, true, lock);
        Scratch s = x.thread.scratch;
        s.putInt(Sys.FLOCK_TYPE, lock.type & 0xffff | lock.whence << 16);
        s.putLong(Sys.FLOCK_START, lock.start);
        s.putLong(Sys.FLOCK_LEN, lock.length);
        s.putInt(Sys.FLOCK_PID, lock.pid);
        long result = call(x, fd, command, s.data());
        if (result == 0 && command == LinuxFlags.F_OFD_GETLK) {
            lock.type = s.getInt(Sys.FLOCK_TYPE) & 0xffff;
            lock.whence = s.getInt(Sys.FLOCK_TYPE) >>> 16;
            lock.start = s.getLong(Sys.FLOCK_START);
            lock.length = s.getLong(Sys.FLOCK_LEN);
            lock.pid = s.getInt(Sys.FLOCK_PID);
            store(x, address, true, lock);
        }
        return result;
    }
}
