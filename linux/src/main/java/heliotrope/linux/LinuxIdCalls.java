package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.CredentialCalls;
import heliotrope.kernel.Credentials;
import heliotrope.kernel.ProcessGroups;

/** User and group ids. */
final class LinuxIdCalls {
    private LinuxIdCalls() {}

    private static final int MOST_GROUPS = 65536;

    /** getresuid and getresgid. */
    static long three(LinuxThread x, long real, long effective, long saved, boolean users) {
        Credentials c = x.process().credentials;
        x.memory().put32(real, users ? c.uid : c.gid);
        x.memory().put32(effective, users ? c.euid : c.egid);
        x.memory().put32(saved, users ? c.suid : c.sgid);
        return 0;
    }

    static long getgroups(LinuxThread x, int n, long address) {
        if (n < 0) {
            return -Errno.EINVAL;
        }
        int[] groups = CredentialCalls.getgroups(x.thread);
        if (n == 0) {
            return groups.length;
        }
        if (n < groups.length) {
            return -Errno.EINVAL;
        }
        for (int i = 0; i < groups.length; i++) {
            x.memory().put32(address + 4L * i, groups[i]);
        }
        return groups.length;
    }

    static long setgroups(LinuxThread x, int n, long address) {
        if (n < 0 || n > MOST_GROUPS) {
            return x.process().credentials.euid != 0 ? -Errno.EPERM : -Errno.EINVAL;
        }
        StructBuffer b = x.buffer.load(x.memory(), address, 4 * n);
        int[] groups = new int[n];
        for (int i = 0; i < n; i++) {
            groups[i] = b.get32(4 * i);
        }
        return CredentialCalls.setgroups(x.thread, groups);
    }

    /** capget: {version, pid}, then for versions 2 and 3 two times three sets of 32 bits, for version 1 one time. */
    static long capget(LinuxThread x, long header, long data) {
        int version = x.memory().s32(header);
        int pid = x.memory().s32(header + 4);
        Scratch s = x.thread.scratch;
        s.putInt(0, version);
        s.putInt(4, 0);
        long result = Native.syscall(Sys.SYS_CAPGET, s.data(), data == 0 ? 0 : s.data() + 8, 0, 0, 0, 0);
        if (result == -Errno.EINVAL) {
            x.memory().put32(header, s.getInt(0)); // the version that the kernel likes
            return data == 0 ? 0 : result;
        }
        if (result < 0) {
            return result;
        }
        if (pid != 0 && pid != x.process().pid && ProcessGroups.getpgid(x.thread, pid) < 0) {
            return -Errno.ESRCH;
        }
        int sets = version == 0x19980330 ? 3 : 6;
        if (data != 0) {
            StructBuffer b = x.buffer.start(4 * sets);
            for (int i = 0; i < sets; i++) {
                b.put32(4 * i, s.getInt(8 + 4 * i));
            }
            b.store(x.memory(), data);
        }
        return 0;
    }
}
