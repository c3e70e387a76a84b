package heliotrope.linux;

import heliotrope.ir.Nullable;

/** Names of flags and small enumerations in system call arguments, for strace. */
final class FlagNames {
    private FlagNames() {}

    // spotless:off
    /** Type, then "value name" pairs; values of bit sets are hexadecimal with 0x, those of enumerations decimal. */
    private static final String[][] TABLES = {
        {"oflags", "0x1 O_WRONLY,0x2 O_RDWR,0x8 O_APPEND,0x410000 O_TMPFILE,0x4010 O_SYNC,0x10 O_DSYNC,0x80 O_NONBLOCK,0x100 O_CREAT,"
                + "0x200 O_TRUNC,0x400 O_EXCL,0x800 O_NOCTTY,0x1000 O_ASYNC,0x2000 O_LARGEFILE,0x8000 O_DIRECT,0x10000 O_DIRECTORY,"
                + "0x20000 O_NOFOLLOW,0x40000 O_NOATIME,0x80000 O_CLOEXEC,0x200000 O_PATH"},
        {"access", "0x1 X_OK,0x2 W_OK,0x4 R_OK"},
        {"atflags", "0x100 AT_SYMLINK_NOFOLLOW,0x200 AT_REMOVEDIR,0x400 AT_SYMLINK_FOLLOW,0x800 AT_NO_AUTOMOUNT,0x1000 AT_EMPTY_PATH,"
                + "0x2000 AT_STATX_FORCE_SYNC,0x4000 AT_STATX_DONT_SYNC"},
        {"prot", "0x1 PROT_READ,0x2 PROT_WRITE,0x4 PROT_EXEC,0x10 PROT_SEM,0x1000000 PROT_GROWSDOWN,0x2000000 PROT_GROWSUP"},
        {"mapflags", "0x1 MAP_SHARED,0x2 MAP_PRIVATE,0x10 MAP_FIXED,0x400 MAP_NORESERVE,0x800 MAP_ANONYMOUS,0x1000 MAP_GROWSDOWN,"
                + "0x2000 MAP_DENYWRITE,0x4000 MAP_EXECUTABLE,0x8000 MAP_LOCKED,0x10000 MAP_POPULATE,0x20000 MAP_NONBLOCK,"
                + "0x40000 MAP_STACK,0x80000 MAP_HUGETLB,0x100000 MAP_FIXED_NOREPLACE"},
        {"msync", "0x1 MS_ASYNC,0x2 MS_INVALIDATE,0x4 MS_SYNC"},
        {"waitoptions", "0x1 WNOHANG,0x2 WUNTRACED,0x4 WEXITED,0x8 WCONTINUED,0x1000000 WNOWAIT,0x20000000 __WNOTHREAD,0x40000000 __WALL,"
                + "0x80000000 __WCLONE"},
        {"msgflags", "0x1 MSG_OOB,0x2 MSG_PEEK,0x4 MSG_DONTROUTE,0x20 MSG_TRUNC,0x40 MSG_DONTWAIT,0x80 MSG_EOR,0x100 MSG_WAITALL,"
                + "0x4000 MSG_NOSIGNAL,0x8000 MSG_MORE,0x40000000 MSG_CMSG_CLOEXEC"},
        {"saflags", "0x1 SA_NOCLDSTOP,0x8 SA_SIGINFO,0x10000 SA_NOCLDWAIT,0x8000000 SA_ONSTACK,0x10000000 SA_RESTART,"
                + "0x40000000 SA_NODEFER,0x80000000 SA_RESETHAND"},
        {"cloneflags", "0x100 CLONE_VM,0x200 CLONE_FS,0x400 CLONE_FILES,0x800 CLONE_SIGHAND,0x1000 CLONE_PIDFD,0x2000 CLONE_PTRACE,"
                + "0x4000 CLONE_VFORK,0x8000 CLONE_PARENT,0x10000 CLONE_THREAD,0x20000 CLONE_NEWNS,0x40000 CLONE_SYSVSEM,"
                + "0x80000 CLONE_SETTLS,0x100000 CLONE_PARENT_SETTID,0x200000 CLONE_CHILD_CLEARTID,0x400000 CLONE_DETACHED,"
                + "0x800000 CLONE_UNTRACED,0x1000000 CLONE_CHILD_SETTID"},
        {"pollevents", "0x1 POLLIN,0x2 POLLPRI,0x4 POLLOUT,0x8 POLLERR,0x10 POLLHUP,0x20 POLLNVAL,0x40 POLLRDNORM,0x80 POLLRDBAND,"
                + "0x100 POLLWRBAND,0x2000 POLLRDHUP"},
        {"sighow", "1 SIG_BLOCK,2 SIG_UNBLOCK,3 SIG_SETMASK"},
        {"whence", "0 SEEK_SET,1 SEEK_CUR,2 SEEK_END,3 SEEK_DATA,4 SEEK_HOLE"},
        {"idtype", "0 P_ALL,1 P_PID,2 P_PGID,3 P_PIDFD"},
        {"clockid", "0 CLOCK_REALTIME,1 CLOCK_MONOTONIC,2 CLOCK_PROCESS_CPUTIME_ID,3 CLOCK_THREAD_CPUTIME_ID,4 CLOCK_MONOTONIC_RAW,"
                + "5 CLOCK_REALTIME_COARSE,6 CLOCK_MONOTONIC_COARSE,7 CLOCK_BOOTTIME,11 CLOCK_TAI"},
        {"resource", "0 RLIMIT_CPU,1 RLIMIT_FSIZE,2 RLIMIT_DATA,3 RLIMIT_STACK,4 RLIMIT_CORE,5 RLIMIT_NOFILE,6 RLIMIT_AS,7 RLIMIT_RSS,"
                + "8 RLIMIT_NPROC,9 RLIMIT_MEMLOCK,10 RLIMIT_LOCKS,11 RLIMIT_SIGPENDING,12 RLIMIT_MSGQUEUE,13 RLIMIT_NICE,"
                + "14 RLIMIT_RTPRIO,15 RLIMIT_RTTIME"},
        {"itimer", "0 ITIMER_REAL,1 ITIMER_VIRTUAL,2 ITIMER_PROF"},
        {"family", "0 AF_UNSPEC,1 AF_UNIX,2 AF_INET,10 AF_INET6,16 AF_NETLINK,17 AF_PACKET"},
        {"socktype", "1 SOCK_DGRAM,2 SOCK_STREAM,3 SOCK_RAW,4 SOCK_RDM,5 SOCK_SEQPACKET"},
        {"socklevel", "0 IPPROTO_IP,6 IPPROTO_TCP,17 IPPROTO_UDP,41 IPPROTO_IPV6,65535 SOL_SOCKET"},
        {"sysmips", "3 FLUSH_CACHE,7 MIPS_FIXADE,2001 MIPS_ATOMIC_SET"},
        {"prctl", "1 PR_SET_PDEATHSIG,2 PR_GET_PDEATHSIG,3 PR_GET_DUMPABLE,4 PR_SET_DUMPABLE,7 PR_GET_KEEPCAPS,8 PR_SET_KEEPCAPS,"
                + "15 PR_SET_NAME,16 PR_GET_NAME,21 PR_GET_SECCOMP,22 PR_SET_SECCOMP,23 PR_CAPBSET_READ,29 PR_SET_TIMERSLACK,"
                + "30 PR_GET_TIMERSLACK,36 PR_SET_CHILD_SUBREAPER,37 PR_GET_CHILD_SUBREAPER,38 PR_SET_NO_NEW_PRIVS,"
                + "39 PR_GET_NO_NEW_PRIVS,45 PR_SET_FP_MODE,46 PR_GET_FP_MODE"},
        {"fcntl", "0 F_DUPFD,1 F_GETFD,2 F_SETFD,3 F_GETFL,4 F_SETFL,6 F_SETLK,7 F_SETLKW,14 F_GETLK,23 F_GETOWN,24 F_SETOWN,33 F_GETLK64,"
                + "34 F_SETLK64,35 F_SETLKW64,36 F_OFD_GETLK,37 F_OFD_SETLK,38 F_OFD_SETLKW,1030 F_DUPFD_CLOEXEC,1031 F_SETPIPE_SZ,"
                + "1032 F_GETPIPE_SZ,1033 F_ADD_SEALS,1034 F_GET_SEALS"},
        {"futex", "0 FUTEX_WAIT,1 FUTEX_WAKE,3 FUTEX_REQUEUE,4 FUTEX_CMP_REQUEUE,5 FUTEX_WAKE_OP,6 FUTEX_LOCK_PI,7 FUTEX_UNLOCK_PI,"
                + "8 FUTEX_TRYLOCK_PI,9 FUTEX_WAIT_BITSET,10 FUTEX_WAKE_BITSET"},
        {"ioctl", "21517 TCGETS,21518 TCSETS,21519 TCSETSW,21520 TCSETSF,1074295912 TIOCGWINSZ,2148037735 TIOCSWINSZ,26239 FIONREAD,"
                + "26238 FIONBIO,26113 FIOCLEX,26114 FIONCLEX,1074033783 TIOCGPGRP,2147775606 TIOCSPGRP"},
    };
    // spotless:on

    /** The names of a value, or null if the type is none of these. */
    static @Nullable String text(String type, long value) {
        for (String[] table : TABLES) {
            if (table[0].equals(type)) {
                return table[1].startsWith("0x") ? bits(type, table[1], (int) value) : choice(table[1], value);
            }
        }
        return null;
    }

    private static String choice(String list, long value) {
        for (String item : LinuxSyscallTable.split(list, ',')) {
            int blank = item.indexOf(' ');
            if (Long.parseLong(item.substring(0, blank)) == value) {
                return item.substring(blank + 1);
            }
        }
        return value >= 0 && value < 10_000 ? Long.toString(value) : "0x" + Long.toHexString(value);
    }

    private static String bits(String type, String list, int value) {
        StringBuilder s = new StringBuilder();
        int left = value;
        if (type.equals("oflags") && (value & 3) == 0) {
            s.append("O_RDONLY");
        }
        for (String item : LinuxSyscallTable.split(list, ',')) {
            int blank = item.indexOf(' ');
            int bit = Long.decode(item.substring(0, blank)).intValue();
            if ((left & bit) == bit) {
                s.append(s.isEmpty() ? "" : "|").append(item, blank + 1, item.length());
                left &= ~bit;
            }
        }
        if (left != 0 || s.isEmpty()) {
            s.append(s.isEmpty() ? "" : "|").append(left == 0 ? "0" : "0x" + Integer.toHexString(left));
        }
        return s.toString();
    }
}
