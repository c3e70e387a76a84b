package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.kernel.CredentialCalls;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.LockCalls;
import heliotrope.kernel.PathCalls;
import heliotrope.kernel.ProcessGroups;

/** Calls about files, names, descriptors, sockets, identity and the system as a whole. */
final class FileDispatch {
    private FileDispatch() {}

    private static final int CWD = Sys.AT_FDCWD, NOFOLLOW = Sys.AT_SYMLINK_NOFOLLOW;

    /** See {@link LinuxDispatch#dispatch}. */
    static long dispatch(LinuxThread x, int call) {
        if (call < LinuxCall.SETXATTR) {
            return low(x, call);
        }
        return call < LinuxCall.OPENAT ? middle(x, call) : high(x, call);
    }

    // spotless:off
    private static long low(LinuxThread x, int call) {
        switch (call) {
            case LinuxCall.READ: return LinuxFileCalls.read(x, x.i32(0), x.ptr(1), x.ptr(2));
            case LinuxCall.WRITE: return LinuxFileCalls.write(x, x.i32(0), x.ptr(1), x.ptr(2));
            case LinuxCall.OPEN: return LinuxPathCalls.open(x, CWD, x.ptr(0), x.i32(1), x.i32(2));
            case LinuxCall.CLOSE: return FileCalls.close(x.thread, x.i32(0));
            case LinuxCall.CREAT: return LinuxPathCalls.creat(x, x.ptr(0), x.i32(1));
            case LinuxCall.LINK: return LinuxPathCalls.link(x, CWD, x.ptr(0), CWD, x.ptr(1), 0);
            case LinuxCall.UNLINK: return LinuxPathCalls.unlink(x, CWD, x.ptr(0), 0);
            case LinuxCall.CHDIR: return LinuxPathCalls.chdir(x, x.ptr(0));
            case LinuxCall.MKNOD: return LinuxPathCalls.mknod(x, CWD, x.ptr(0), x.i32(1), x.i32(2));
            case LinuxCall.CHMOD: return LinuxPathCalls.chmod(x, CWD, x.ptr(0), x.i32(1));
            case LinuxCall.LCHOWN: return LinuxPathCalls.chown(x, CWD, x.ptr(0), x.i32(1), x.i32(2), NOFOLLOW);
            case LinuxCall.CHOWN: return LinuxPathCalls.chown(x, CWD, x.ptr(0), x.i32(1), x.i32(2), 0);
            case LinuxCall.LSEEK: return LinuxFileCalls.lseek(x, x.i32(0), x.word(1), x.i32(2));
            case LinuxCall.MOUNT: case LinuxCall.UMOUNT: case LinuxCall.UMOUNT2: case LinuxCall.ACCT: case LinuxCall.SWAPON:
            case LinuxCall.REBOOT: case LinuxCall.VHANGUP: case LinuxCall.SWAPOFF: case LinuxCall.INIT_MODULE:
            case LinuxCall.DELETE_MODULE: case LinuxCall.PIVOT_ROOT: case LinuxCall.ADJTIMEX:
                return -Errno.EPERM;
            case LinuxCall.SETUID: return CredentialCalls.setuid(x.thread, x.i32(0));
            case LinuxCall.GETUID: return x.process().credentials.uid & 0xffffffffL;
            case LinuxCall.UTIME: return LinuxPathCalls.utime(x, x.ptr(0), x.ptr(1));
            case LinuxCall.ACCESS: return LinuxPathCalls.access(x, CWD, x.ptr(0), x.i32(1), 0);
            case LinuxCall.SYNC: return LinuxFileCalls.sync(x);
            case LinuxCall.RENAME: return LinuxPathCalls.rename(x, CWD, x.ptr(0), CWD, x.ptr(1), 0);
            case LinuxCall.MKDIR: return LinuxPathCalls.mkdir(x, CWD, x.ptr(0), x.i32(1));
            case LinuxCall.RMDIR: return LinuxPathCalls.unlink(x, CWD, x.ptr(0), Sys.AT_REMOVEDIR);
            case LinuxCall.DUP: return LinuxFileCalls.dup(x, x.i32(0));
            case LinuxCall.PIPE: return LinuxFileCalls.pipe(x);
            case LinuxCall.SETGID: return CredentialCalls.setgid(x.thread, x.i32(0));
            case LinuxCall.GETGID: return x.process().credentials.gid & 0xffffffffL;
            case LinuxCall.GETEUID: return x.process().credentials.euid & 0xffffffffL;
            case LinuxCall.GETEGID: return x.process().credentials.egid & 0xffffffffL;
            case LinuxCall.IOCTL: return LinuxIoctl.ioctl(x, x.i32(0), x.i32(1), x.ptr(2));
            case LinuxCall.IPC: return LinuxIpcCalls.ipc(x, x.i32(0), x.i32(1), x.i32(2), x.i32(3), x.ptr(4), x.i32(5));
            case LinuxCall.FCNTL: return LinuxFcntl.fcntl(x, x.i32(0), x.i32(1), x.ptr(2), x.abi.wide);
            case LinuxCall.FCNTL64: return LinuxFcntl.fcntl(x, x.i32(0), x.i32(1), x.ptr(2), true);
            case LinuxCall.SETPGID: return ProcessGroups.setpgid(x.thread, x.i32(0), x.i32(1));
            case LinuxCall.UMASK: return PathCalls.umask(x.thread, x.i32(0));
            case LinuxCall.CHROOT: return LinuxPathCalls.chroot(x, x.ptr(0));
            case LinuxCall.DUP2: return FileCalls.dup2(x.thread, x.i32(0), x.i32(1));
            case LinuxCall.GETPGRP: return ProcessGroups.getpgid(x.thread, 0);
            case LinuxCall.SETSID: return ProcessGroups.setsid(x.thread);
            case LinuxCall.SETREUID: return CredentialCalls.setreuid(x.thread, x.i32(0), x.i32(1));
            case LinuxCall.SETREGID: return CredentialCalls.setregid(x.thread, x.i32(0), x.i32(1));
            case LinuxCall.SETHOSTNAME: case LinuxCall.SETDOMAINNAME: return LinuxSystemCalls.setName(x, x.i32(1));
            case LinuxCall.SETRLIMIT: return LinuxSystemCalls.setrlimit(x, x.i32(0), x.ptr(1));
            case LinuxCall.GETRLIMIT: return LinuxSystemCalls.getrlimit(x, x.i32(0), x.ptr(1));
            case LinuxCall.GETRUSAGE: return LinuxSystemCalls.getrusage(x, x.i32(0), x.ptr(1));
            case LinuxCall.GETGROUPS: return LinuxIdCalls.getgroups(x, x.i32(0), x.ptr(1));
            case LinuxCall.SETGROUPS: return LinuxIdCalls.setgroups(x, x.i32(0), x.ptr(1));
            case LinuxCall.SYMLINK: return LinuxPathCalls.symlink(x, x.ptr(0), CWD, x.ptr(1));
            case LinuxCall.READLINK: return LinuxPathCalls.readlink(x, CWD, x.ptr(0), x.ptr(1), x.ptr(2));
            case LinuxCall.TRUNCATE: return LinuxPathCalls.truncate(x, x.ptr(0), x.word(1));
            case LinuxCall.FTRUNCATE: return LinuxFileCalls.ftruncate(x, x.i32(0), x.word(1));
            case LinuxCall.FCHMOD: return FileCalls.fchmod(x.thread, x.i32(0), x.i32(1));
            case LinuxCall.FCHOWN: return FileCalls.fchown(x.thread, x.i32(0), x.i32(1), x.i32(2));
            case LinuxCall.STATFS: return LinuxStatCalls.statfs(x, x.ptr(0), x.ptr(1));
            case LinuxCall.FSTATFS: return LinuxStatCalls.fstatfs(x, x.i32(0), x.ptr(1));
            case LinuxCall.SOCKETCALL: return LinuxSocketCalls.socketcall(x, x.i32(0), x.ptr(1));
            case LinuxCall.SYSLOG: return LinuxSystemCalls.syslog(x.i32(0));
            case LinuxCall.STAT: return LinuxStatCalls.stat(x, CWD, x.ptr(0), x.ptr(1), 0, old(x));
            case LinuxCall.LSTAT: return LinuxStatCalls.stat(x, CWD, x.ptr(0), x.ptr(1), NOFOLLOW, old(x));
            case LinuxCall.FSTAT: return LinuxStatCalls.fstat(x, x.i32(0), x.ptr(1), old(x));
            case LinuxCall.SYSINFO: return LinuxSystemCalls.sysinfo(x, x.ptr(0));
            case LinuxCall.FSYNC: return FileCalls.fsync(x.thread, x.i32(0), false);
            case LinuxCall.UNAME: return LinuxSystemCalls.uname(x, x.ptr(0));
            case LinuxCall.GETPGID: return x.i32(0) < 0 ? -Errno.ESRCH : ProcessGroups.getpgid(x.thread, x.i32(0));
            case LinuxCall.FCHDIR: return PathCalls.fchdir(x.thread, x.i32(0));
            case LinuxCall.SETFSUID: return x.process().credentials.euid & 0xffffffffL;
            case LinuxCall.SETFSGID: return x.process().credentials.egid & 0xffffffffL;
            case LinuxCall.LLSEEK: return LinuxFileCalls.llseek(x, x.i32(0), x.i32(1), x.i32(2), x.ptr(3), x.i32(4));
            case LinuxCall.GETDENTS: return LinuxDirectoryCalls.getdents(x, x.i32(0), x.ptr(1), x.i32(2), false);
            case LinuxCall.GETDENTS64: return LinuxDirectoryCalls.getdents(x, x.i32(0), x.ptr(1), x.i32(2), true);
            case LinuxCall.NEWSELECT: return LinuxPollCalls.select(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3), x.ptr(4));
            case LinuxCall.FLOCK: return LockCalls.flock(x.thread, x.i32(0), x.i32(1));
            case LinuxCall.READV: return LinuxFileCalls.readv(x, x.i32(0), x.ptr(1), x.word(2));
            case LinuxCall.WRITEV: return LinuxFileCalls.writev(x, x.i32(0), x.ptr(1), x.word(2));
            case LinuxCall.GETSID: return x.i32(0) < 0 ? -Errno.ESRCH : ProcessGroups.getsid(x.thread, x.i32(0));
            case LinuxCall.FDATASYNC: return FileCalls.fsync(x.thread, x.i32(0), true);
            case LinuxCall.ACCEPT: return LinuxSocketCalls.accept(x, x.i32(0), x.ptr(1), x.ptr(2), 0);
            case LinuxCall.BIND: return LinuxSocketCalls.bind(x, x.i32(0), x.ptr(1), x.i32(2));
            case LinuxCall.CONNECT: return LinuxSocketCalls.connect(x, x.i32(0), x.ptr(1), x.i32(2));
            case LinuxCall.GETPEERNAME: return LinuxSocketCalls.name(x, x.i32(0), x.ptr(1), x.ptr(2), true);
            case LinuxCall.GETSOCKNAME: return LinuxSocketCalls.name(x, x.i32(0), x.ptr(1), x.ptr(2), false);
            case LinuxCall.GETSOCKOPT: return LinuxSocketOptions.get(x, x.i32(0), x.i32(1), x.i32(2), x.ptr(3), x.ptr(4));
            case LinuxCall.LISTEN: return LinuxSocketCalls.listen(x, x.i32(0), x.i32(1));
            case LinuxCall.RECV: return LinuxSocketCalls.recv(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3), 0, 0);
            case LinuxCall.RECVFROM:
                return LinuxSocketCalls.recv(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3), x.ptr(4), x.ptr(5));
            case LinuxCall.RECVMSG: return LinuxSocketMessages.receive(x, x.i32(0), x.ptr(1), x.i32(2));
            case LinuxCall.SEND: return LinuxSocketCalls.send(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3), 0, 0);
            case LinuxCall.SENDMSG: return LinuxSocketMessages.send(x, x.i32(0), x.ptr(1), x.i32(2));
            case LinuxCall.SENDTO: return LinuxSocketCalls.send(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3), x.ptr(4), x.i32(5));
            case LinuxCall.SETSOCKOPT: return LinuxSocketOptions.set(x, x.i32(0), x.i32(1), x.i32(2), x.ptr(3), x.i32(4));
            case LinuxCall.SHUTDOWN: return LinuxSocketCalls.shutdown(x, x.i32(0), x.i32(1));
            case LinuxCall.SOCKET: return LinuxSocketCalls.socket(x, x.i32(0), x.i32(1), x.i32(2));
            case LinuxCall.SOCKETPAIR: return LinuxSocketCalls.socketpair(x, x.i32(0), x.i32(1), x.i32(2), x.ptr(3));
            case LinuxCall.SETRESUID: return CredentialCalls.setresuid(x.thread, x.i32(0), x.i32(1), x.i32(2));
            case LinuxCall.GETRESUID: return LinuxIdCalls.three(x, x.ptr(0), x.ptr(1), x.ptr(2), true);
            case LinuxCall.POLL: return LinuxPollCalls.poll(x, x.ptr(0), x.i32(1), x.i32(2));
            case LinuxCall.SETRESGID: return CredentialCalls.setresgid(x.thread, x.i32(0), x.i32(1), x.i32(2));
            case LinuxCall.GETRESGID: return LinuxIdCalls.three(x, x.ptr(0), x.ptr(1), x.ptr(2), false);
            case LinuxCall.PREAD64: return LinuxFileCalls.pread(x, x.i32(0), x.ptr(1), x.ptr(2), x.i64(4, 3));
            case LinuxCall.PWRITE64: return LinuxFileCalls.pwrite(x, x.i32(0), x.ptr(1), x.ptr(2), x.i64(4, 3));
            case LinuxCall.GETCWD: return LinuxPathCalls.getcwd(x, x.ptr(0), x.ptr(1));
            case LinuxCall.CAPGET: return LinuxIdCalls.capget(x, x.ptr(0), x.ptr(1));
            case LinuxCall.SENDFILE: return LinuxFileCalls.sendfile(x, x.i32(0), x.i32(1), x.ptr(2), x.ptr(3), x.abi.wide);
            case LinuxCall.TRUNCATE64: return LinuxPathCalls.truncate(x, x.ptr(0), x.i64(2, 1));
            case LinuxCall.FTRUNCATE64: return LinuxFileCalls.ftruncate(x, x.i32(0), x.i64(2, 1));
            case LinuxCall.STAT64: return LinuxStatCalls.stat(x, CWD, x.ptr(0), x.ptr(1), 0, false);
            case LinuxCall.LSTAT64: return LinuxStatCalls.stat(x, CWD, x.ptr(0), x.ptr(1), NOFOLLOW, false);
            case LinuxCall.FSTAT64: return LinuxStatCalls.fstat(x, x.i32(0), x.ptr(1), false);
            case LinuxCall.READAHEAD:
                return LinuxFileCalls.onFile(x, Sys.SYS_READAHEAD, x.i32(0), x.i64(2, 1), x.ptr(x.abi.wideRegisters ? 2 : 4), 0);
            default: return LinuxDispatch.NOT_MINE;
        }
    }

    /** Whether plain stat has the old structure. */
    private static boolean old(LinuxThread x) {
        return x.abi == LinuxAbi.O32;
    }

    private static long middle(LinuxThread x, int call) {
        switch (call) {
            case LinuxCall.SETXATTR:
                return LinuxXattrCalls.set(x, Sys.SYS_SETXATTR, x.ptr(0), 0, true, x.ptr(1), x.ptr(2), x.ptr(3), x.i32(4));
            case LinuxCall.LSETXATTR:
                return LinuxXattrCalls.set(x, Sys.SYS_LSETXATTR, x.ptr(0), 0, false, x.ptr(1), x.ptr(2), x.ptr(3), x.i32(4));
            case LinuxCall.FSETXATTR:
                return LinuxXattrCalls.set(x, Sys.SYS_FSETXATTR, 0, x.i32(0), true, x.ptr(1), x.ptr(2), x.ptr(3), x.i32(4));
            case LinuxCall.GETXATTR:
                return LinuxXattrCalls.get(x, Sys.SYS_GETXATTR, x.ptr(0), 0, true, x.ptr(1), x.ptr(2), x.ptr(3));
            case LinuxCall.LGETXATTR:
                return LinuxXattrCalls.get(x, Sys.SYS_LGETXATTR, x.ptr(0), 0, false, x.ptr(1), x.ptr(2), x.ptr(3));
            case LinuxCall.FGETXATTR:
                return LinuxXattrCalls.get(x, Sys.SYS_FGETXATTR, 0, x.i32(0), true, x.ptr(1), x.ptr(2), x.ptr(3));
            case LinuxCall.LISTXATTR: return LinuxXattrCalls.list(x, Sys.SYS_LISTXATTR, x.ptr(0), 0, true, x.ptr(1), x.ptr(2));
            case LinuxCall.LLISTXATTR:
                return LinuxXattrCalls.list(x, Sys.SYS_LLISTXATTR, x.ptr(0), 0, false, x.ptr(1), x.ptr(2));
            case LinuxCall.FLISTXATTR:
                return LinuxXattrCalls.list(x, Sys.SYS_FLISTXATTR, 0, x.i32(0), true, x.ptr(1), x.ptr(2));
            case LinuxCall.REMOVEXATTR: return LinuxXattrCalls.remove(x, Sys.SYS_REMOVEXATTR, x.ptr(0), 0, true, x.ptr(1));
            case LinuxCall.LREMOVEXATTR: return LinuxXattrCalls.remove(x, Sys.SYS_LREMOVEXATTR, x.ptr(0), 0, false, x.ptr(1));
            case LinuxCall.FREMOVEXATTR: return LinuxXattrCalls.remove(x, Sys.SYS_FREMOVEXATTR, 0, x.i32(0), true, x.ptr(1));
            case LinuxCall.SENDFILE64: return LinuxFileCalls.sendfile(x, x.i32(0), x.i32(1), x.ptr(2), x.ptr(3), true);
            case LinuxCall.EPOLL_CREATE: return x.i32(0) <= 0 ? -Errno.EINVAL : LinuxPollCalls.epollCreate(x, 0);
            case LinuxCall.EPOLL_CTL: return LinuxPollCalls.epollControl(x, x.i32(0), x.i32(1), x.i32(2), x.ptr(3));
            case LinuxCall.EPOLL_WAIT: return LinuxPollCalls.epollWait(x, x.i32(0), x.ptr(1), x.i32(2), millis(x.i32(3)), 0, 0);
            case LinuxCall.FADVISE64:
                return LinuxFileCalls.onFile(x, Sys.SYS_FADVISE64, x.i32(0), x.i64(2, 1), x.i64(4, 2), x.i32(6, 3));
            case LinuxCall.STATFS64: return LinuxStatCalls.statfs64(x, x.ptr(0), x.ptr(1), x.ptr(2));
            case LinuxCall.FSTATFS64: return LinuxStatCalls.fstatfs64(x, x.i32(0), x.ptr(1), x.ptr(2));
            case LinuxCall.UTIMES: return LinuxPathCalls.utimes(x, CWD, x.ptr(0), x.ptr(1));
            case LinuxCall.INOTIFY_INIT: return LinuxEventCalls.inotify(x, 0);
            case LinuxCall.INOTIFY_ADD_WATCH: return LinuxEventCalls.addWatch(x, x.i32(0), x.ptr(1), x.i32(2));
            case LinuxCall.INOTIFY_RM_WATCH:
                return LinuxFileCalls.onFile(x, Sys.SYS_INOTIFY_RM_WATCH, x.i32(0), x.i32(1), 0, 0);
            default: return LinuxDispatch.NOT_MINE;
        }
    }

    /** Nanoseconds of a timeout in milliseconds. */
    private static long millis(int milliseconds) {
        return milliseconds < 0 ? -1 : milliseconds * 1_000_000L;
    }

    private static long high(LinuxThread x, int call) {
        switch (call) {
            case LinuxCall.OPENAT: return LinuxPathCalls.open(x, x.i32(0), x.ptr(1), x.i32(2), x.i32(3));
            case LinuxCall.MKDIRAT: return LinuxPathCalls.mkdir(x, x.i32(0), x.ptr(1), x.i32(2));
            case LinuxCall.MKNODAT: return LinuxPathCalls.mknod(x, x.i32(0), x.ptr(1), x.i32(2), x.i32(3));
            case LinuxCall.FCHOWNAT: return LinuxPathCalls.chown(x, x.i32(0), x.ptr(1), x.i32(2), x.i32(3), x.i32(4));
            case LinuxCall.FUTIMESAT: return LinuxPathCalls.utimes(x, x.i32(0), x.ptr(1), x.ptr(2));
            case LinuxCall.FSTATAT64: case LinuxCall.NEWFSTATAT:
                return LinuxStatCalls.stat(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3), false);
            case LinuxCall.UNLINKAT: return LinuxPathCalls.unlink(x, x.i32(0), x.ptr(1), x.i32(2));
            case LinuxCall.RENAMEAT: return LinuxPathCalls.rename(x, x.i32(0), x.ptr(1), x.i32(2), x.ptr(3), 0);
            case LinuxCall.LINKAT: return LinuxPathCalls.link(x, x.i32(0), x.ptr(1), x.i32(2), x.ptr(3), x.i32(4));
            case LinuxCall.SYMLINKAT: return LinuxPathCalls.symlink(x, x.ptr(0), x.i32(1), x.ptr(2));
            case LinuxCall.READLINKAT: return LinuxPathCalls.readlink(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3));
            case LinuxCall.FCHMODAT: return LinuxPathCalls.chmod(x, x.i32(0), x.ptr(1), x.i32(2));
            case LinuxCall.FACCESSAT: return LinuxPathCalls.access(x, x.i32(0), x.ptr(1), x.i32(2), 0);
            case LinuxCall.PSELECT6:
                return LinuxPollCalls.pselect(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3), x.ptr(4), x.ptr(5), x.abi.wide);
            case LinuxCall.PPOLL: return LinuxPollCalls.ppoll(x, x.ptr(0), x.i32(1), x.ptr(2), x.ptr(3), x.ptr(4), x.abi.wide);
            case LinuxCall.SPLICE:
                return LinuxFileCalls.copy(x, Sys.SYS_SPLICE, x.i32(0), x.ptr(1), x.i32(2), x.ptr(3), x.ptr(4), x.i32(5));
            case LinuxCall.SYNC_FILE_RANGE:
                return LinuxFileCalls.onFile(x, Sys.SYS_SYNC_FILE_RANGE, x.i32(0), x.i64(2, 1), x.i64(4, 2), x.i32(6, 3));
            case LinuxCall.TEE: return LinuxFileCalls.tee(x, x.i32(0), x.i32(1), x.ptr(2), x.i32(3));
            case LinuxCall.VMSPLICE: return LinuxFileCalls.vmsplice(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3));
            case LinuxCall.EPOLL_PWAIT:
                return LinuxPollCalls.epollWait(x, x.i32(0), x.ptr(1), x.i32(2), millis(x.i32(3)), x.ptr(4), x.ptr(5));
            case LinuxCall.UTIMENSAT: return LinuxPathCalls.utimens(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3), x.abi.wide);
            case LinuxCall.SIGNALFD: return LinuxEventCalls.signalfd(x, x.i32(0), x.ptr(1), x.ptr(2), 0);
            case LinuxCall.SIGNALFD4: return LinuxEventCalls.signalfd(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3));
            case LinuxCall.EVENTFD: return LinuxEventCalls.eventfd(x, x.i32(0), 0);
            case LinuxCall.FALLOCATE:
                return LinuxFileCalls.onFile(x, Sys.SYS_FALLOCATE, x.i32(0), x.i32(1), x.i64(2, 2), x.i64(4, 3));
            case LinuxCall.TIMERFD_CREATE: return LinuxEventCalls.timerCreate(x, x.i32(0), x.i32(1));
            case LinuxCall.TIMERFD_GETTIME: return LinuxEventCalls.timerGet(x, x.i32(0), x.ptr(1), x.abi.wide);
            case LinuxCall.TIMERFD_SETTIME:
                return LinuxEventCalls.timerSet(x, x.i32(0), x.i32(1), x.ptr(2), x.ptr(3), x.abi.wide);
            case LinuxCall.EVENTFD2: return LinuxEventCalls.eventfd(x, x.i32(0), x.i32(1));
            case LinuxCall.EPOLL_CREATE1: return LinuxPollCalls.epollCreate(x, x.i32(0));
            case LinuxCall.DUP3: return LinuxFileCalls.dup3(x, x.i32(0), x.i32(1), x.i32(2));
            case LinuxCall.PIPE2: return LinuxFileCalls.pipe2(x, x.ptr(0), x.i32(1));
            case LinuxCall.INOTIFY_INIT1: return LinuxEventCalls.inotify(x, x.i32(0));
            case LinuxCall.PREADV:
                return LinuxFileCalls.positioned(x, Sys.SYS_PREADV, x.i32(0), x.ptr(1), x.word(2), LinuxFileCalls.position(x), 0);
            case LinuxCall.PWRITEV:
                return LinuxFileCalls.positioned(x, Sys.SYS_PWRITEV, x.i32(0), x.ptr(1), x.word(2), LinuxFileCalls.position(x), 0);
            case LinuxCall.PREADV2:
                return LinuxFileCalls.positioned(x, Sys.SYS_PREADV2, x.i32(0), x.ptr(1), x.word(2), LinuxFileCalls.position(x), x.i32(5));
            case LinuxCall.PWRITEV2:
                return LinuxFileCalls.positioned(x, Sys.SYS_PWRITEV2, x.i32(0), x.ptr(1), x.word(2), LinuxFileCalls.position(x), x.i32(5));
            case LinuxCall.ACCEPT4: return LinuxSocketCalls.accept(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3));
            case LinuxCall.RECVMMSG:
                return LinuxSocketMessages.receiveMany(x, x.i32(0), x.ptr(1), x.i32(2), x.i32(3), x.ptr(4), x.abi.wide);
            case LinuxCall.PRLIMIT64: return LinuxSystemCalls.prlimit(x, x.i32(0), x.i32(1), x.ptr(2), x.ptr(3));
            case LinuxCall.SYNCFS: return LinuxFileCalls.onFile(x, Sys.SYS_SYNCFS, x.i32(0), 0, 0, 0);
            case LinuxCall.SENDMMSG: return LinuxSocketMessages.sendMany(x, x.i32(0), x.ptr(1), x.i32(2), x.i32(3));
            case LinuxCall.RENAMEAT2: return LinuxPathCalls.rename(x, x.i32(0), x.ptr(1), x.i32(2), x.ptr(3), x.i32(4));
            case LinuxCall.MEMFD_CREATE: return LinuxEventCalls.memory(x, x.ptr(0), x.i32(1));
            case LinuxCall.COPY_FILE_RANGE:
                return LinuxFileCalls.copy(x, Sys.SYS_COPY_FILE_RANGE, x.i32(0), x.ptr(1), x.i32(2), x.ptr(3), x.ptr(4), x.i32(5));
            case LinuxCall.STATX: return LinuxStatCalls.statx(x, x.i32(0), x.ptr(1), x.i32(2), x.i32(3), x.ptr(4));
            case LinuxCall.TIMERFD_GETTIME64: return LinuxEventCalls.timerGet(x, x.i32(0), x.ptr(1), true);
            case LinuxCall.TIMERFD_SETTIME64: return LinuxEventCalls.timerSet(x, x.i32(0), x.i32(1), x.ptr(2), x.ptr(3), true);
            case LinuxCall.UTIMENSAT_TIME64: return LinuxPathCalls.utimens(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3), true);
            case LinuxCall.PSELECT6_TIME64:
                return LinuxPollCalls.pselect(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3), x.ptr(4), x.ptr(5), true);
            case LinuxCall.PPOLL_TIME64: return LinuxPollCalls.ppoll(x, x.ptr(0), x.i32(1), x.ptr(2), x.ptr(3), x.ptr(4), true);
            case LinuxCall.RECVMMSG_TIME64:
                return LinuxSocketMessages.receiveMany(x, x.i32(0), x.ptr(1), x.i32(2), x.i32(3), x.ptr(4), true);
            case LinuxCall.CLOSE_RANGE: return LinuxFileCalls.closeRange(x, x.i32(0), x.i32(1), x.i32(2));
            case LinuxCall.OPENAT2: return LinuxPathCalls.openat2(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3));
            case LinuxCall.FACCESSAT2: return LinuxPathCalls.access(x, x.i32(0), x.ptr(1), x.i32(2), x.i32(3));
            case LinuxCall.EPOLL_PWAIT2:
                return LinuxPollCalls.epollWait(x, x.i32(0), x.ptr(1), x.i32(2),
                        LinuxPollCalls.timespec(x, x.ptr(3), true), x.ptr(4), x.ptr(5));
            case LinuxCall.SEMGET: return LinuxIpcCalls.semget(x, x.i32(0), x.i32(1), x.i32(2));
            case LinuxCall.SEMCTL: return LinuxIpcCalls.semctl(x, x.i32(0), x.i32(1), x.i32(2), x.ptr(3));
            case LinuxCall.SEMOP: return LinuxIpcCalls.semop(x, x.i32(0), x.ptr(1), x.ptr(2), 0, false);
            case LinuxCall.SEMTIMEDOP: return LinuxIpcCalls.semop(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3), x.abi.wide);
            case LinuxCall.SEMTIMEDOP_TIME64: return LinuxIpcCalls.semop(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3), true);
            case LinuxCall.MSGGET: return LinuxIpcCalls.msgget(x, x.i32(0), x.i32(1));
            case LinuxCall.MSGSND: return LinuxIpcCalls.msgsnd(x, x.i32(0), x.ptr(1), x.word(2), x.i32(3));
            case LinuxCall.MSGRCV: return LinuxIpcCalls.msgrcv(x, x.i32(0), x.ptr(1), x.word(2), x.word(3), x.i32(4));
            case LinuxCall.MSGCTL: return LinuxIpcCalls.msgctl(x, x.i32(0), x.i32(1), x.ptr(2));
            default: return LinuxDispatch.NOT_MINE;
        }
    }
    // spotless:on
}
