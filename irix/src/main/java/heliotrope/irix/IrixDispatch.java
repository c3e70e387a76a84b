package heliotrope.irix;

import heliotrope.host.Errno;

/**
 * From the number of a system call to the method that does it, with its arguments typed and fetched as the ABI
 * has them. Every number
 * whose row in {@link IrixSyscallTable} promises something has a case here, and no other (a test sees to it).
 */
final class IrixDispatch {
    private IrixDispatch() {}

    // spotless:off
    /** Makes a call. @return see {@link heliotrope.kernel.Personality#syscall}. Throws GuestFault. */
    static long dispatch(IrixThread x, int number) {
        switch (number) {
            case 1001: return IrixProcessCalls.exit(x, x.i32(0));
            case 1002: return IrixProcessCalls.fork(x);
            case 1003: return IrixFileCalls.read(x, x.i32(0), x.ptr(1), x.ptr(2));
            case 1004: return IrixFileCalls.write(x, x.i32(0), x.ptr(1), x.ptr(2));
            case 1005: return IrixFileCalls.open(x, x.ptr(0), x.i32(1), x.i32(2));
            case 1006: return IrixFileCalls.close(x, x.i32(0));
            case 1008: return IrixFileCalls.creat(x, x.ptr(0), x.i32(1));
            case 1009: return IrixPathCalls.link(x, x.ptr(0), x.ptr(1), false);
            case 1010: return IrixPathCalls.unlink(x, x.ptr(0));
            case 1011: return IrixProcessCalls.exec(x, x.ptr(0), x.ptr(1), 0);
            case 1012: return IrixPathCalls.chdir(x, x.ptr(0));
            case 1013: return IrixTimeCalls.time(x);
            case 1015: return IrixPathCalls.chmod(x, x.ptr(0), x.i32(1));
            case 1016: return IrixPathCalls.chown(x, x.ptr(0), x.i32(1), x.i32(2), true);
            case 1017: return IrixMemoryCalls.brk(x, x.ptr(0));
            case 1019: return IrixFileCalls.lseek(x, x.i32(0), x.off(1), x.i32(2));
            case 1020: return IrixProcessCalls.getpid(x);
            case 1021: case 1022: case 1025: case 1051: case 1055: return -Errno.EPERM;
            case 1023: return IrixProcessCalls.setuid(x, x.i32(0));
            case 1024: return IrixProcessCalls.getuid(x);
            case 1027: return IrixTimeCalls.alarm(x, x.u32(0));
            case 1029: return IrixSignalCalls.pause(x);
            case 1030: return IrixPathCalls.utime(x, x.ptr(0), x.ptr(1));
            case 1033: return IrixPathCalls.access(x, x.ptr(0), x.i32(1));
            case 1034: return 0; // nice
            case 1035: return IrixStatCalls.statfs(x, x.ptr(0), x.ptr(1), x.i32(2));
            case 1036: return IrixSystemCalls.sync(x);
            case 1037: return IrixSignalCalls.kill(x, x.i32(0), x.i32(1));
            case 1038: return IrixStatCalls.fstatfs(x, x.i32(0), x.ptr(1), x.i32(2));
            case 1039: return IrixProcessCalls.pgrpsys(x, x.i32(0));
            case 1040: return IrixSyssgi.syssgi(x, x.i32(0));
            case 1041: return IrixFileCalls.dup(x, x.i32(0));
            case 1042: return IrixFileCalls.pipe(x);
            case 1043: return IrixTimeCalls.times(x, x.ptr(0));
            case 1044: case 1045: return 0; // profil, plock
            case 1046: return IrixProcessCalls.setgid(x, x.i32(0));
            case 1047: return IrixProcessCalls.getgid(x);
            case 1049: return IrixIpcCalls.msgsys(x, x.i32(0));
            case 1050: return IrixSystemCalls.sysmips(x, x.i32(0), x.i32(1));
            case 1053: return IrixIpcCalls.semsys(x, x.i32(0));
            case 1054: return IrixIoctl.ioctl(x, x.i32(0), x.i32(1), x.ptr(2));
            case 1056: return IrixSysmp.sysmp(x, x.i32(0));
            case 1057: return IrixSystemCalls.utssys(x, x.ptr(0), x.i32(1), x.i32(2));
            case 1059: return IrixProcessCalls.exec(x, x.ptr(0), x.ptr(1), x.ptr(2));
            case 1060: return IrixProcessCalls.umask(x, x.i32(0));
            case 1061: return IrixPathCalls.chroot(x, x.ptr(0));
            case 1062: return IrixFcntl.fcntl(x, x.i32(0), x.i32(1), x.ptr(2));
            case 1063: return IrixLimitCalls.ulimit(x, x.i32(0), x.i32(1));
            case 1075: return IrixLimitCalls.getrlimit(x, x.i32(0), x.ptr(1), true);
            case 1076: return IrixLimitCalls.setrlimit(x, x.i32(0), x.ptr(1), true);
            case 1077: return IrixTimeCalls.nanosleep(x, x.ptr(0), x.ptr(1));
            case 1078: return IrixFileCalls.lseek64(x, x.i32(0), x.i64(2, 1), x.i32(4, 2));
            case 1079: return IrixPathCalls.rmdir(x, x.ptr(0));
            case 1080: return IrixPathCalls.mkdir(x, x.ptr(0), x.i32(1));
            case 1081: return IrixDirectoryCalls.getdents(x, x.i32(0), x.ptr(1), x.ptr(2), 0, false);
            case 1082: return IrixTimeCalls.sginap(x, x.i32(0));
            case 1083: return -Errno.EINVAL; // sgikopt: no such variable
            case 1084: return IrixStatCalls.sysfs(x, x.i32(0), x.ptr(1), x.ptr(2));
            case 1087: return IrixPollCalls.poll(x, x.ptr(0), x.i32(1), x.i32(2));
            case 1088: return SignalFrames.sigreturn(x, x.ptr(0), x.ptr(1));
            case 1089: return IrixSocketCalls.accept(x, x.i32(0), x.ptr(1), x.ptr(2));
            case 1090: return IrixSocketCalls.bind(x, x.i32(0), x.ptr(1), x.i32(2));
            case 1091: return IrixSocketCalls.connect(x, x.i32(0), x.ptr(1), x.i32(2));
            case 1092: return IrixSystemCalls.hostId();
            case 1093: return IrixSocketCalls.name(x, x.i32(0), x.ptr(1), x.ptr(2), true);
            case 1094: return IrixSocketCalls.name(x, x.i32(0), x.ptr(1), x.ptr(2), false);
            case 1095: return SocketOptions.get(x, x.i32(0), x.i32(1), x.i32(2), x.ptr(3), x.ptr(4));
            case 1096: return IrixSocketCalls.listen(x, x.i32(0), x.i32(1));
            case 1097: return IrixSocketCalls.recv(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3), 0, 0);
            case 1098: return IrixSocketCalls.recv(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3), x.ptr(4), x.ptr(5));
            case 1099: return SocketMessages.receive(x, x.i32(0), x.ptr(1), x.i32(2), false);
            default: return high(x, number);
        }
    }

    /** The other half, for the JVM compiles no method that is very long. */
    private static long high(IrixThread x, int number) {
        switch (number) {
            case 1100: return IrixPollCalls.select(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3), x.ptr(4));
            case 1101: return IrixSocketCalls.send(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3), 0, 0);
            case 1102: return SocketMessages.send(x, x.i32(0), x.ptr(1), x.i32(2));
            case 1103: return IrixSocketCalls.send(x, x.i32(0), x.ptr(1), x.ptr(2), x.i32(3), x.ptr(4), x.i32(5));
            case 1104: case 1109: case 1111: case 1127: case 1145: return -Errno.EPERM;
            case 1105: return SocketOptions.set(x, x.i32(0), x.i32(1), x.i32(2), x.ptr(3), x.i32(4));
            case 1106: return IrixSocketCalls.shutdown(x, x.i32(0), x.i32(1));
            case 1107: return IrixSocketCalls.socket(x, x.i32(0), x.i32(1), x.i32(2));
            case 1108: return IrixSystemCalls.gethostname(x, x.ptr(0), x.ptr(1));
            case 1110: return IrixSystemCalls.getdomainname(x, x.ptr(0), x.ptr(1));
            case 1112: return IrixPathCalls.truncate(x, x.ptr(0), x.off(1));
            case 1113: return IrixFileCalls.ftruncate(x, x.i32(0), x.off(1));
            case 1114: return IrixPathCalls.rename(x, x.ptr(0), x.ptr(1));
            case 1115: return IrixPathCalls.symlink(x, x.ptr(0), x.ptr(1));
            case 1116: return IrixPathCalls.readlink(x, x.ptr(0), x.ptr(1), x.ptr(2));
            case 1123: case 1233: return IrixProcessCalls.setregid(x, x.i32(0), x.i32(1));
            case 1124: return IrixProcessCalls.setreuid(x, x.i32(0), x.i32(1));
            case 1125: return IrixTimeCalls.getitimer(x, x.i32(0), x.ptr(1));
            case 1126: return IrixTimeCalls.setitimer(x, x.i32(0), x.ptr(1), x.ptr(2));
            case 1128: return IrixTimeCalls.gettimeofday(x, x.ptr(0));
            case 1130: return IrixSysmp.prctl(x, x.i32(0));
            case 1134: return IrixMemoryCalls.mmap(x, x.ptr(0), x.ptr(1), x.i32(2), x.i32(3), x.i32(4), x.off(5));
            case 1135: return IrixMemoryCalls.munmap(x, x.ptr(0), x.ptr(1));
            case 1136: return IrixMemoryCalls.mprotect(x, x.ptr(0), x.ptr(1), x.i32(2));
            case 1137: return IrixMemoryCalls.msync(x, x.ptr(0), x.ptr(1), x.i32(2));
            case 1138: case 1139: case 1151: return 0; // madvise, pagelock, cachectl
            case 1140: return IrixLayout.PAGE_SIZE;
            case 1141: return OWN_ENOTSUP; // quotactl
            case 1143: return IrixProcessCalls.getpgid(x, x.i32(0));
            case 1144: return IrixProcessCalls.bsdSetpgrp(x, x.i32(0), x.i32(1));
            case 1146: return IrixFileCalls.fsync(x, x.i32(0), false);
            case 1147: return IrixPathCalls.fchdir(x, x.i32(0));
            case 1148: return IrixLimitCalls.getrlimit(x, x.i32(0), x.ptr(1), false);
            case 1149: return IrixLimitCalls.setrlimit(x, x.i32(0), x.ptr(1), false);
            case 1150: return IrixMemoryCalls.cacheflush(x, x.ptr(0), x.ptr(1));
            case 1152: return IrixFileCalls.fchown(x, x.i32(0), x.i32(1), x.i32(2));
            case 1153: return IrixFileCalls.fchmod(x, x.i32(0), x.i32(1));
            case 1155: return IrixSocketCalls.socketpair(x, x.i32(0), x.i32(1), x.i32(2), x.ptr(3));
            case 1156: return IrixSystemCalls.sysinfo(x, x.i32(0), x.ptr(1), x.ptr(2));
            case 1157: return IrixSystemCalls.uname(x, x.ptr(0));
            case 1158: return IrixStatCalls.xstat(x, x.i32(0), x.ptr(1), x.ptr(2), true);
            case 1159: return IrixStatCalls.xstat(x, x.i32(0), x.ptr(1), x.ptr(2), false);
            case 1160: return IrixStatCalls.fxstat(x, x.i32(0), x.i32(1), x.ptr(2));
            case 1161: return IrixPathCalls.xmknod(x, x.i32(0), x.ptr(1), x.i32(2), x.i32(3));
            case 1162: return IrixSignalCalls.sigaction(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3));
            case 1163: return IrixSignalCalls.sigpending(x, x.ptr(0));
            case 1164: return IrixSignalCalls.sigprocmask(x, x.i32(0), x.ptr(1), x.ptr(2));
            case 1165: return IrixSignalCalls.sigsuspend(x, x.ptr(0));
            case 1166: return IrixSignalCalls.sigpoll(x, x.ptr(0), x.ptr(1), x.ptr(2));
            case 1167: return IrixSystemCalls.swapctl(x, x.i32(0), x.ptr(1));
            case 1168: return UserContext.get(x, x.ptr(0));
            case 1169: return UserContext.set(x, x.ptr(0));
            case 1170: return IrixProcessCalls.waitsys(x, x.i32(0), x.i32(1), x.ptr(2), x.i32(3), x.ptr(4));
            case 1171: return SignalStack.sigstack(x, x.ptr(0), x.ptr(1));
            case 1172: return SignalStack.sigaltstack(x, x.ptr(0), x.ptr(1), SignalStack.NATIVE);
            case 1173: return IrixSignalCalls.sigsendset(x, x.ptr(0), x.i32(1));
            case 1174: return IrixStatCalls.statvfs(x, x.ptr(0), x.ptr(1), false);
            case 1175: return IrixStatCalls.fstatvfs(x, x.i32(0), x.ptr(1), false);
            case 1178: return IrixPathCalls.chown(x, x.ptr(0), x.i32(1), x.i32(2), false);
            case 1180: return IrixSignalCalls.sigqueue(x, x.i32(0), x.i32(1), x.i32(2), x.ptr(3));
            case 1181: return IrixFileCalls.readv(x, x.i32(0), x.ptr(1), x.i32(2));
            case 1182: return IrixFileCalls.writev(x, x.i32(0), x.ptr(1), x.i32(2));
            case 1183: return IrixPathCalls.truncate(x, x.ptr(0), x.i64(2, 1));
            case 1184: return IrixFileCalls.ftruncate(x, x.i32(0), x.i64(2, 1));
            case 1185: return IrixMemoryCalls.mmap(x, x.ptr(0), x.ptr(1), x.i32(2), x.i32(3), x.i32(4), x.i64(6, 5));
            case 1187: return IrixFileCalls.pread(x, x.i32(0), x.ptr(1), x.ptr(2), x.i64(4, 3));
            case 1188: return IrixFileCalls.pwrite(x, x.i32(0), x.ptr(1), x.ptr(2), x.i64(4, 3));
            case 1189: return IrixFileCalls.fsync(x, x.i32(0), true);
            case 1191: case 1192: case 1195: case 1196: return -(IrixErrno.OWN + IrixErrno.ENOATTR);
            case 1193: case 1194: case 1197: case 1198: case 1199: case 1200: return OWN_ENOTSUP; // attributes
            case 1201: return IrixStatCalls.statvfs(x, x.ptr(0), x.ptr(1), true);
            case 1202: return IrixStatCalls.fstatvfs(x, x.i32(0), x.ptr(1), true);
            case 1203: return IrixStatCalls.getmountid(x, x.ptr(0), x.ptr(1));
            case 1205: return IrixDirectoryCalls.getdents(x, x.i32(0), x.ptr(1), x.ptr(2), 0, true);
            case 1207: return IrixDirectoryCalls.getdents(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3), false);
            case 1208: return IrixDirectoryCalls.getdents(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3), true);
            case 1217: return IrixTimeCalls.roundRobinInterval(x, x.ptr(1));
            case 1218: return IrixTimeCalls.yieldProcessor();
            case 1219: return 3; // sched_getscheduler: time sharing
            case 1220: case 1222: return 0; // sched_setscheduler, sched_setparam
            case 1221: return IrixTimeCalls.schedulingParameter(x, x.ptr(1));
            case 1227: return SocketMessages.receive(x, x.i32(0), x.ptr(1), x.i32(2), true);
            case 1231: return SignalStack.sigaltstack(x, x.ptr(0), x.ptr(1), SignalStack.XPG4);
            case 1232: return IrixPollCalls.select(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3), x.ptr(4));
            case 1234: return IrixPathCalls.link(x, x.ptr(0), x.ptr(1), true);
            case 1235: return IrixPathCalls.utimets(x, x.ptr(0), x.ptr(1));
            default: return notDispatched(x, number);
        }
    }
    // spotless:on

    private static final long OWN_ENOTSUP = -(IrixErrno.OWN + IrixErrno.ENOTSUP);

    private static long notDispatched(IrixThread x, int number) {
        heliotrope.kernel.SyscallRow row = IrixSyscallTable.row(number);
        if (row == null) {
            row = IrixSyscallTable.unknown(number);
        }
        String arguments = "";
        long[] values = IrixSyscallTable.arguments(x.abi, row, x.slots(8));
        for (int i = 0; i < values.length; i++) {
            String type = row.arguments()[i].substring(0, row.arguments()[i].indexOf(' '));
            arguments += (i == 0 ? "" : ", ") + IrixArgumentFormatter.text(x.thread, type, values[i], values, 0, false);
        }
        return x.unsupported(row.name(), arguments);
    }
}
