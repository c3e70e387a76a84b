package heliotrope.irix;

import heliotrope.ir.Nullable;
import heliotrope.kernel.Support;
import heliotrope.kernel.SyscallRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Every IRIX system call, declared once: strace, the compatibility page and the coverage test read these rows. Dispatch itself is an
 * integer switch ({@link IrixPersonality#syscall}) and never touches this class, so that a run without tracing does not parse it.
 *
 * <p>A row is {@code number|name|arguments|result|support|note}. Arguments are {@code type name} pairs parted by commas; the types are
 * those of {@link IrixArgumentFormatter}. {@code off64} and {@code u64} take one register in n32 and n64 and an even-aligned
 * pair of slots, high word first, in o32; {@code off} has 32 bits in o32 and 64 in the others. Support: F full, P partial (the note says
 * what is missing), N none (ENOSYS and a line on stderr), O a number that IRIX itself never assigned or has given up (ENOSYS).
 */
public final class IrixSyscallTable {
    /** First and last number. */
    public static final int FIRST = 1000, LAST = 1235;

    private IrixSyscallTable() {}

    // spotless:off
    private static final String ROWS = """
            1000|syscall|int number, hex a1, hex a2, hex a3, hex a4, hex a5, hex a6, hex a7|long|F|
            1001|exit|int status|none|F|
            1002|fork||pid|F|
            1003|read|fd fd, out:r buf, size n|long|F|
            1004|write|fd fd, in:2 buf, size n|long|F|
            1005|open|path path, oflags flags, mode mode|fd|F|
            1006|close|fd fd|int|F|
            1007|wait||int|O|old wait; libc uses waitsys
            1008|creat|path path, mode mode|fd|F|
            1009|link|path old, path new|int|F|
            1010|unlink|path path|int|F|
            1011|execv|path path, argv argv|none|F|environment is empty
            1012|chdir|path path|int|F|
            1013|time||time|F|
            1014|mknod||int|O|see xmknod
            1015|chmod|path path, mode mode|int|F|
            1016|chown|path path, id uid, id gid|int|F|
            1017|brk|ptr address|int|F|
            1018|stat|path path, ptr buf|int|N|SVR3 structure
            1019|lseek|fd fd, off offset, whence whence|long|F|
            1020|getpid||pid|F|
            1021|mount|path spec, path dir, hex flags, int type, ptr data, size length|int|P|always EPERM
            1022|umount|path path|int|P|always EPERM
            1023|setuid|id uid|int|F|
            1024|getuid||id|F|
            1025|stime|time seconds|int|P|always EPERM
            1026|ptrace|int request, pid pid, ptr address, hex data|long|N|
            1027|alarm|int seconds|int|F|
            1028|fstat||int|O|see fxstat
            1029|pause||int|F|
            1030|utime|path path, utimbuf times|int|F|
            1031|stty||int|O|
            1032|gtty||int|O|
            1033|access|path path, access mode|int|F|
            1034|nice|int increment|int|P|accepted; priorities are the host's
            1035|statfs|path path, outstatfs:2 buf, size length, int type|int|F|
            1036|sync||int|F|
            1037|kill|pid pid, signal signal|int|F|
            1038|fstatfs|fd fd, outstatfs:2 buf, size length, int type|int|F|
            1039|pgrpsys|pgrpsys operation|pid|F|
            1040|syssgi|syssgi code, hex a1, hex a2, hex a3, hex a4, hex a5, hex a6|long|P|see its table of codes
            1041|dup|fd fd|fd|F|
            1042|pipe||fd|F|
            1043|times|outtms buf|ticks|F|
            1044|profil|ptr buf, size size, hex offset, hex scale|int|P|accepted, nothing is counted
            1045|plock|int operation|int|P|accepted, locks nothing
            1046|setgid|id gid|int|F|
            1047|getgid||id|F|
            1048|ssig||int|O|
            1049|msgsys|int operation, hex a1, hex a2, hex a3, hex a4, hex a5|long|P|the host's; IPC_STAT in the layout of SVR4
            1050|sysmips|sysmips command, hex a1, hex a2, hex a3|int|P|FLUSH_CACHE, FIXADE, SETNAME (refused)
            1051|acct|path path|int|P|always EPERM
            1052|shmsys|int operation, hex a1, hex a2, hex a3|long|N|shared memory segments
            1053|semsys|int operation, hex a1, hex a2, hex a3, hex a4|long|P|the host's; IPC_STAT in the layout of SVR4
            1054|ioctl|fd fd, ioctl command, hex argument|int|P|see its table of commands
            1055|uadmin|int command, int function, hex argument|int|P|always EPERM
            1056|sysmp|sysmp code, hex a1, hex a2, hex a3, hex a4|long|P|see its table of codes
            1057|utssys|ptr buf, hex argument, int type|int|P|uname and ustat; no fusers
            1058|-||int|O|
            1059|execve|path path, argv argv, envp envp|none|F|
            1060|umask|mode mask|mode|F|
            1061|chroot|path path|int|P|always EPERM
            1062|fcntl|fd fd, fcntl command, hex argument|long|P|see its table of commands
            1063|ulimit|ulimit command, long argument|long|F|
            1064|-||int|O|
            1065|-||int|O|
            1066|-||int|O|
            1067|-||int|O|
            1068|-||int|O|
            1069|-||int|O|
            1070|advfs||int|O|remote file sharing
            1071|unadvfs||int|O|remote file sharing
            1072|rmount||int|O|remote file sharing
            1073|rumount||int|O|remote file sharing
            1074|rfstart||int|O|remote file sharing
            1075|getrlimit64|resource resource, outrlimit64 limit|int|F|
            1076|setrlimit64|resource resource, rlimit64 limit|int|F|
            1077|nanosleep|timespec request, outtimespec remainder|int|F|
            1078|lseek64|fd fd, off64 offset, whence whence|off64|F|
            1079|rmdir|path path|int|F|
            1080|mkdir|path path, mode mode|int|F|
            1081|getdents|fd fd, outdirents buf, size n|long|F|
            1082|sginap|ticks ticks|ticks|F|
            1083|sgikopt|str name, ptr buf, size n|int|P|knows no kernel option: EINVAL
            1084|sysfs|int operation, hex a, hex b|int|F|
            1085|getmsg|fd fd, ptr control, ptr data, ptr flags|int|N|STREAMS
            1086|putmsg|fd fd, ptr control, ptr data, hex flags|int|N|STREAMS
            1087|poll|pollfds:1 fds, int n, int milliseconds|int|F|
            1088|sigreturn|ptr sigcontext, ptr context, hex signal|none|F|
            1089|accept|fd fd, outsockaddr address, ptr length|fd|F|
            1090|bind|fd fd, sockaddr:2 address, int length|int|F|
            1091|connect|fd fd, sockaddr:2 address, int length|int|F|
            1092|gethostid||hex|F|
            1093|getpeername|fd fd, outsockaddr address, ptr length|int|F|
            1094|getsockname|fd fd, outsockaddr address, ptr length|int|F|
            1095|getsockopt|fd fd, socklevel level, sockopt option, ptr value, ptr length|int|P|SOL_SOCKET, IP and TCP options
            1096|listen|fd fd, int backlog|int|F|
            1097|recv|fd fd, out:r buf, size n, msgflags flags|long|F|
            1098|recvfrom|fd fd, out:r buf, size n, msgflags flags, outsockaddr address, ptr length|long|F|
            1099|recvmsg|fd fd, ptr message, msgflags flags|long|F|
            1100|select|int n, fdset:0 read, fdset:0 write, fdset:0 except, timeval timeout|int|F|
            1101|send|fd fd, in:2 buf, size n, msgflags flags|long|F|
            1102|sendmsg|fd fd, ptr message, msgflags flags|long|F|
            1103|sendto|fd fd, in:2 buf, size n, msgflags flags, sockaddr:5 address, int length|long|F|
            1104|sethostid|hex id|int|P|always EPERM
            1105|setsockopt|fd fd, socklevel level, sockopt option, ptr value, int length|int|P|SOL_SOCKET, IP and TCP options
            1106|shutdown|fd fd, int how|int|F|
            1107|socket|family family, socktype type, int protocol|fd|F|
            1108|gethostname|out:1 buf, size n|int|F|
            1109|sethostname|in:1 buf, size n|int|P|always EPERM
            1110|getdomainname|out:1 buf, size n|int|F|
            1111|setdomainname|in:1 buf, size n|int|P|always EPERM
            1112|truncate|path path, off length|int|F|
            1113|ftruncate|fd fd, off length|int|F|
            1114|rename|path old, path new|int|F|
            1115|symlink|str target, path new|int|F|
            1116|readlink|path path, out:r buf, size n|long|F|
            1117|-||int|O|
            1118|-||int|O|
            1119|nfssvc|hex a1|int|N|
            1120|getfh|hex a1, hex a2|int|N|
            1121|async_daemon||int|N|
            1122|exportfs|hex a1, hex a2, hex a3|int|N|
            1123|setregid|id real, id effective|int|F|
            1124|setreuid|id real, id effective|int|F|
            1125|getitimer|itimer which, outitimerval value|int|F|
            1126|setitimer|itimer which, itimerval value, outitimerval old|int|F|
            1127|adjtime|timeval delta, outtimeval old|int|P|always EPERM
            1128|gettimeofday|outtimeval time|int|F|
            1129|sproc|ptr entry, sharemask share, hex argument|pid|N|share groups
            1130|prctl|prctl operation, hex a1, hex a2|long|P|see its table of operations
            1131|procblk|int operation, pid pid, int count|int|N|share groups
            1132|sprocsp|ptr entry, sharemask share, hex argument, ptr stack, size length|pid|N|share groups
            1133|-||int|O|
            1134|mmap|ptr address, size length, prot protection, mapflags flags, fd fd, off offset|ptr|F|
            1135|munmap|ptr address, size length|int|F|
            1136|mprotect|ptr address, size length, prot protection|int|F|
            1137|msync|ptr address, size length, msync flags|int|F|
            1138|madvise|ptr address, size length, int behaviour|int|P|accepted without effect
            1139|pagelock|ptr address, size length, int operation|int|P|accepted, locks nothing
            1140|getpagesize||int|F|
            1141|quotactl|int command, path special, id uid, ptr address|int|P|always ENOTSUP
            1142|-||int|O|
            1143|BSDgetpgrp|pid pid|pid|F|
            1144|BSDsetpgrp|pid pid, pid group|int|F|
            1145|vhangup||int|P|always EPERM
            1146|fsync|fd fd|int|F|
            1147|fchdir|fd fd|int|F|
            1148|getrlimit|resource resource, outrlimit limit|int|F|
            1149|setrlimit|resource resource, rlimit limit|int|F|
            1150|cacheflush|ptr address, size length, int cache|int|F|
            1151|cachectl|ptr address, size length, int operation|int|P|accepted without effect
            1152|fchown|fd fd, id uid, id gid|int|F|
            1153|fchmod|fd fd, mode mode|int|F|
            1154|-||int|O|
            1155|socketpair|family family, socktype type, int protocol, outintpair fds|int|F|
            1156|sysinfo|sysinfo command, out:r buf, size n|long|F|
            1157|uname|oututsname buf|int|F|
            1158|xstat|int version, path path, outstat:0 buf|int|F|
            1159|lxstat|int version, path path, outstat:0 buf|int|F|
            1160|fxstat|int version, fd fd, outstat:0 buf|int|F|
            1161|xmknod|int version, path path, mode mode, dev device|int|F|
            1162|sigaction|signal signal, sigaction action, outsigaction old, ptr trampoline|int|F|
            1163|sigpending|outsigset set|int|F|
            1164|sigprocmask|sighow how, sigset set, outsigset old|int|F|
            1165|sigsuspend|sigset set|int|F|
            1166|sigpoll|sigset set, outsiginfo info, timespec timeout|signal|F|
            1167|swapctl|int command, ptr argument|int|P|reports no swap
            1168|getcontext|ptr context|int|F|
            1169|setcontext|ptr context|none|F|
            1170|waitsys|idtype idtype, pid id, outsiginfo info, waitoptions options, outrusage usage|int|F|
            1171|sigstack|ptr stack, ptr old|int|F|
            1172|sigaltstack|sigstack stack, outsigstack old|int|F|
            1173|sigsendset|procset set, signal signal|int|P|sets in the form that sigsend makes
            1174|statvfs|path path, outstatvfs buf|int|F|
            1175|fstatvfs|fd fd, outstatvfs buf|int|F|
            1176|getpmsg|fd fd, ptr control, ptr data, ptr band, ptr flags|int|N|STREAMS
            1177|putpmsg|fd fd, ptr control, ptr data, int band, hex flags|int|N|STREAMS
            1178|lchown|path path, id uid, id gid|int|F|
            1179|priocntl|hex a1, hex a2, hex a3, hex a4|int|N|
            1180|ksigqueue|pid pid, signal signal, int code, hex value|int|F|
            1181|readv|fd fd, iovec:2 vector, int n|long|F|
            1182|writev|fd fd, iniovec:2 vector, int n|long|F|
            1183|truncate64|path path, off64 length|int|F|
            1184|ftruncate64|fd fd, off64 length|int|F|
            1185|mmap64|ptr address, size length, prot protection, mapflags flags, fd fd, off64 offset|ptr|F|
            1186|dmi|hex a1, hex a2, hex a3, hex a4|int|N|
            1187|pread64|fd fd, out:r buf, size n, off64 offset|long|F|
            1188|pwrite64|fd fd, in:2 buf, size n, off64 offset|long|F|
            1189|fdatasync|fd fd|int|F|
            1190|sgifastpath|hex a1, hex a2|int|N|
            1191|attr_get|path path, str name, ptr value, ptr length, hex flags|int|P|no attributes: ENOATTR
            1192|attr_getf|fd fd, str name, ptr value, ptr length, hex flags|int|P|no attributes: ENOATTR
            1193|attr_set|path path, str name, ptr value, size length, hex flags|int|P|always ENOTSUP
            1194|attr_setf|fd fd, str name, ptr value, size length, hex flags|int|P|always ENOTSUP
            1195|attr_remove|path path, str name, hex flags|int|P|no attributes: ENOATTR
            1196|attr_removef|fd fd, str name, hex flags|int|P|no attributes: ENOATTR
            1197|attr_list|path path, ptr buf, size n, hex flags, ptr cursor|int|P|always ENOTSUP
            1198|attr_listf|fd fd, ptr buf, size n, hex flags, ptr cursor|int|P|always ENOTSUP
            1199|attr_multi|path path, ptr operations, int n, hex flags|int|P|always ENOTSUP
            1200|attr_multif|fd fd, ptr operations, int n, hex flags|int|P|always ENOTSUP
            1201|statvfs64|path path, outstatvfs64 buf|int|F|
            1202|fstatvfs64|fd fd, outstatvfs64 buf|int|F|
            1203|getmountid|path path, ptr id|int|F|
            1204|nsproc|ptr entry, sharemask share, hex a1, hex a2, hex a3|pid|N|share groups
            1205|getdents64|fd fd, outdirents64 buf, size n|long|F|
            1206|afs_syscall|hex a1, hex a2|int|N|
            1207|ngetdents|fd fd, outdirents buf, size n, outint eof|long|F|
            1208|ngetdents64|fd fd, outdirents64 buf, size n, outint eof|long|F|
            1209|sgi_sesmgr|hex a1, hex a2|int|N|
            1210|pidsprocsp|ptr entry, sharemask share, hex argument, ptr stack, size length, pid pid|pid|N|share groups
            1211|rexec|hex a1, hex a2|int|N|
            1212|timer_create|int clock, ptr event, outint id|int|N|POSIX timers
            1213|timer_delete|int id|int|N|POSIX timers
            1214|timer_settime|int id, hex flags, itimerspec value, ptr old|int|N|POSIX timers
            1215|timer_gettime|int id, ptr value|int|N|POSIX timers
            1216|timer_getoverrun|int id|int|N|POSIX timers
            1217|sched_rr_get_interval|pid pid, outtimespec interval|int|P|10 ms
            1218|sched_yield||int|F|
            1219|sched_getscheduler|pid pid|int|P|always time sharing
            1220|sched_setscheduler|pid pid, int policy, ptr parameter|int|P|accepted without effect
            1221|sched_getparam|pid pid, ptr parameter|int|P|always 0
            1222|sched_setparam|pid pid, ptr parameter|int|P|accepted without effect
            1223|usync_cntl|int command, ptr usync|int|N|threads
            1224|psema_cntl|int command, hex a1, hex a2, hex a3, hex a4|int|N|named semaphores
            1225|restartreturn|hex a1, hex a2|int|N|inside the IRIX kernel only
            1226|sysget|int name, ptr buf, ptr length, hex flags, ptr cookie|int|N|
            1227|xpg4_recvmsg|fd fd, ptr message, msgflags flags|long|P|no control messages but descriptors
            1228|umfscall|hex a1, hex a2|int|N|
            1229|nsproctid|hex a1, hex a2, hex a3, hex a4|int|N|share groups
            1230|rexec_complete|hex a1, hex a2|int|N|
            1231|xpg4_sigaltstack|sigstack stack, outsigstack old|int|F|
            1232|xpg4_select|int n, fdset:0 read, fdset:0 write, fdset:0 except, timeval timeout|int|F|
            1233|xpg4_setregid|id real, id effective|int|F|
            1234|linkfollow|path old, path new|int|F|
            1235|utimets|path path, timevals times|int|F|
            """;
    // spotless:on

    /** open without O_CREAT: its third argument is whatever the register held. */
    static final SyscallRow OPEN_EXISTING =
            new SyscallRow(1005, "open", new String[] {"path path", "oflags flags"}, "fd", Support.FULL, "");

    private static SyscallRow @Nullable [] rows;

    /** The row of a full number (1000 + n), or null for a number outside the table. */
    public static synchronized @Nullable SyscallRow row(int number) {
        return number < FIRST || number > LAST ? null : rows()[number - FIRST];
    }

    /** A row for a number that is not in the table. */
    static SyscallRow unknown(int number) {
        String[] arguments = {"hex a1", "hex a2", "hex a3", "hex a4"};
        return new SyscallRow(number, "syscall_" + number, arguments, "long", Support.NONE, "");
    }

    /** All rows in order of their numbers. */
    public static synchronized SyscallRow[] rows() {
        SyscallRow[] table = rows;
        if (table == null) {
            table = new SyscallRow[LAST - FIRST + 1];
            for (SyscallRow row : parse(ROWS, "")) {
                if (table[row.number() - FIRST] != null) {
                    throw new IllegalStateException("system call " + row.number() + " has two rows");
                }
                table[row.number() - FIRST] = row;
            }
            rows = table;
        }
        return table;
    }

    /**
     * Reads rows of text; {@code prefix} is put before each row's own arguments (the fixed arguments of a call with sub-codes).
     * Numbers are decimal or hexadecimal with 0x.
     */
    static List<SyscallRow> parse(String text, String prefix) {
        List<SyscallRow> rows = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String[] field = split(text.substring(at, end), '|');
            String arguments = prefix.isEmpty() || field[2].isEmpty() ? prefix + field[2] : prefix + ", " + field[2];
            rows.add(new SyscallRow(
                    Long.decode(field[0]).intValue(),
                    field[1],
                    arguments.isEmpty() ? new String[0] : split(arguments, ','),
                    field[3],
                    support(field[4]),
                    field[5]));
            at = end + 1;
        }
        return rows;
    }

    private static Support support(String letter) {
        return switch (letter.charAt(0)) {
            case 'F' -> Support.FULL;
            case 'P' -> Support.PARTIAL;
            case 'N' -> Support.NONE;
            case 'O' -> Support.OBSOLETE;
            default -> throw new IllegalStateException("support level " + letter);
        };
    }

    /** Fields between separators, without surrounding blanks. */
    static String[] split(String line, char separator) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        for (int i = 0; i <= line.length(); i++) {
            if (i == line.length() || line.charAt(i) == separator) {
                fields.add(line.substring(at, i).trim());
                at = i + 1;
            }
        }
        return fields.toArray(new String[0]);
    }

    /**
     * The typed arguments of a row out of raw slots. 64-bit types take one slot in n32 and n64, and in o32 an even-aligned pair; signed
     * types are sign-extended, others zero-extended.
     */
    static long[] arguments(IrixAbi abi, SyscallRow row, long[] slots) {
        String[] types = row.arguments();
        long[] values = new long[types.length];
        int slot = 0;
        for (int i = 0; i < types.length; i++) {
            String type = types[i].substring(0, types[i].indexOf(' '));
            boolean long64 = type.equals("off64") || type.equals("u64");
            if (long64 && !abi.wide) {
                slot += slot & 1;
                values[i] = slots[slot] << 32 | slots[slot + 1] & 0xffffffffL;
                slot += 2;
            } else {
                long value = slots[slot++];
                values[i] = long64 || abi.wide && type.equals("off") || abi.pointers64 && isWord(type) ? value
                        : isSigned(type) ? (int) value
                        : value & 0xffffffffL;
            }
        }
        return values;
    }

    private static boolean isSigned(String type) {
        return switch (type) {
            case "int", "long", "fd", "off", "pid", "id", "time", "ticks" -> true;
            default -> false;
        };
    }

    /** Pointers, to whatever structure, and what is as wide as they are. */
    private static boolean isWord(String type) {
        return switch (type) {
            case "int", "fd", "pid", "id", "time", "ticks", "mode", "dev", "signal", "whence" -> false;
            default -> FlagNames.text(type, 0) == null;
        };
    }
}
