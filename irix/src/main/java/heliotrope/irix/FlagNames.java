package heliotrope.irix;

import heliotrope.ir.Nullable;

/** Names of flags and small enumerations in system call arguments, for strace. */
final class FlagNames {
    private FlagNames() {}

    // spotless:off
    /** Type, then "value name" pairs; values of bit sets are hexadecimal with 0x, those of enumerations decimal. */
    private static final String[][] TABLES = {
        {"oflags", "0x1 O_WRONLY,0x2 O_RDWR,0x4 O_NDELAY,0x8 O_APPEND,0x10 O_SYNC,0x20 O_DSYNC,0x40 O_RSYNC,0x80 O_NONBLOCK,"
                + "0x100 O_CREAT,0x200 O_TRUNC,0x400 O_EXCL,0x800 O_NOCTTY,0x1000 FASYNC,0x2000 O_LARGEFILE,0x8000 O_DIRECT,"
                + "0x10000 O_BULK"},
        {"access", "0x1 X_OK,0x2 W_OK,0x4 R_OK,0x8 EFF_ONLY_OK"},
        {"prot", "0x1 PROT_READ,0x2 PROT_WRITE,0x4 PROT_EXEC"},
        {"mapflags", "0x1 MAP_SHARED,0x2 MAP_PRIVATE,0x4 MAP_COPY,0x10 MAP_FIXED,0x20 MAP_RENAME,0x40 MAP_AUTOGROW,0x80 MAP_LOCAL,"
                + "0x100 MAP_AUTORESRV,0x200 MAP_TEXT,0x400 MAP_BRK,0x800 MAP_PRIMARY,0x1000 MAP_SGI_ANYADDR"},
        {"msync", "0x1 MS_ASYNC,0x2 MS_INVALIDATE,0x4 MS_SYNC"},
        {"waitoptions", "0x1 WEXITED,0x2 WTRAPPED,0x4 WUNTRACED,0x8 WCONTINUED,0x40 WNOHANG,0x80 WNOWAIT"},
        {"msgflags", "0x1 MSG_OOB,0x2 MSG_PEEK,0x4 MSG_DONTROUTE,0x8 MSG_EOR,0x40 MSG_BTAG,0x80 MSG_ETAG"},
        {"sharemask", "0x1 PR_SPROC,0x2 PR_SFDS,0x4 PR_SDIR,0x8 PR_SUMASK,0x10 PR_SULIMIT,0x20 PR_SID,0x40 PR_SADDR,0x80 PR_THREADS,"
                + "0x1000000 PR_BLOCK,0x2000000 PR_NOLIBC,0x4000000 PR_EVENT"},
        {"saflags", "0x1 SA_ONSTACK,0x2 SA_RESETHAND,0x4 SA_RESTART,0x8 SA_SIGINFO,0x10 SA_NODEFER,0x10000 SA_NOCLDWAIT,"
                + "0x20000 SA_NOCLDSTOP,0x10000000 _SA_BSDCALL"},
        {"pollevents", "0x1 POLLIN,0x2 POLLPRI,0x4 POLLOUT,0x8 POLLERR,0x10 POLLHUP,0x20 POLLNVAL,0x40 POLLRDNORM,0x80 POLLRDBAND,"
                + "0x100 POLLWRBAND,0x400 POLLMSG"},
        {"sighow", "0 SIG_NOP,1 SIG_BLOCK,2 SIG_UNBLOCK,3 SIG_SETMASK,256 SIG_SETMASK32"},
        {"idtype", "0 P_PID,1 P_PPID,2 P_PGID,3 P_SID,4 P_CID,5 P_UID,6 P_GID,7 P_ALL"},
        {"resource", "0 RLIMIT_CPU,1 RLIMIT_FSIZE,2 RLIMIT_DATA,3 RLIMIT_STACK,4 RLIMIT_CORE,5 RLIMIT_NOFILE,6 RLIMIT_VMEM,7 RLIMIT_RSS,"
                + "8 RLIMIT_PTHREAD"},
        {"itimer", "0 ITIMER_REAL,1 ITIMER_VIRTUAL,2 ITIMER_PROF"},
        {"ulimit", "1 UL_GETFSIZE,2 UL_SETFSIZE,3 UL_GMEMLIM,4 UL_GDESLIM,5 UL_GTXTOFF"},
        {"pgrpsys", "0 getpgrp,1 setpgrp"},
        {"family", "0 AF_UNSPEC,1 AF_UNIX,2 AF_INET,17 AF_ROUTE,18 AF_LINK,24 AF_INET6"},
        {"socktype", "1 SOCK_DGRAM,2 SOCK_STREAM,4 SOCK_RAW,5 SOCK_RDM,6 SOCK_SEQPACKET"},
        {"socklevel", "0 IPPROTO_IP,6 IPPROTO_TCP,17 IPPROTO_UDP,65535 SOL_SOCKET"},
        {"sockopt", "1 SO_DEBUG,2 SO_ACCEPTCONN,4 SO_REUSEADDR,8 SO_KEEPALIVE,16 SO_DONTROUTE,32 SO_BROADCAST,64 SO_USELOOPBACK,"
                + "128 SO_LINGER,256 SO_OOBINLINE,512 SO_REUSEPORT,1024 SO_IMASOCKET,4097 SO_SNDBUF,4098 SO_RCVBUF,4099 SO_SNDLOWAT,"
                + "4100 SO_RCVLOWAT,4101 SO_SNDTIMEO,4102 SO_RCVTIMEO,4103 SO_ERROR,4104 SO_TYPE,4105 SO_PROTOTYPE"},
    };
    // spotless:on

    /** The names of a value, or null if the type is none of these. */
    static @Nullable String text(String type, int value) {
        for (String[] table : TABLES) {
            if (table[0].equals(type)) {
                return table[1].startsWith("0x") ? bits(type, table[1], value) : choice(table[1], value);
            }
        }
        return null;
    }

    private static String choice(String list, int value) {
        for (String item : IrixSyscallTable.split(list, ',')) {
            int blank = item.indexOf(' ');
            if (Integer.parseInt(item.substring(0, blank)) == value) {
                return item.substring(blank + 1);
            }
        }
        return Integer.toString(value);
    }

    private static String bits(String type, String list, int value) {
        StringBuilder s = new StringBuilder();
        int left = value;
        if (type.equals("oflags") && (value & 3) == 0) {
            s.append("O_RDONLY");
        }
        for (String item : IrixSyscallTable.split(list, ',')) {
            int blank = item.indexOf(' ');
            int bit = Integer.decode(item.substring(0, blank)).intValue();
            if ((left & bit) != 0) {
                s.append(s.isEmpty() ? "" : "|").append(item, blank + 1, item.length());
                left &= ~bit;
            }
        }
        if (left != 0) {
            s.append(s.isEmpty() ? "" : "|").append("0x").append(Integer.toHexString(left));
        }
        if (s.isEmpty()) {
            return type.equals("prot") ? "PROT_NONE" : type.equals("access") ? "F_OK" : "0";
        }
        return s.toString();
    }
}
