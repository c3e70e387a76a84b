package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/**
 * User and group ids. The host keeps them per thread (the C library only makes it look otherwise), so that a guest process that changes
 * them changes them for its own thread, and for the threads of its later children, without touching the rest of the JVM. Of a process
 * with several threads only the calling one is changed.
 */
public final class CredentialCalls {
    private CredentialCalls() {}

    private static long set(GuestThread t, int nr, int real, int effective, int saved) {
        long result = Native.syscall(nr, real, effective, saved, 0, 0, 0);
        if (result == 0) {
            Credentials now = Credentials.ofHost(t.scratch);
            synchronized (t.kernel.lock) {
                t.process.credentials = now;
            }
        }
        return result;
    }

    /** setuid: of a privileged caller all three ids, else the effective one. */
    public static long setuid(GuestThread t, int uid) {
        if (uid == -1) {
            return -Errno.EINVAL; // to the host it would mean: leave it as it is
        }
        boolean all = t.process.credentials.euid == 0;
        return set(t, Sys.SYS_SETRESUID, all ? uid : -1, uid, all ? uid : -1);
    }

    /** setgid. */
    public static long setgid(GuestThread t, int gid) {
        if (gid == -1) {
            return -Errno.EINVAL;
        }
        boolean all = t.process.credentials.euid == 0;
        return set(t, Sys.SYS_SETRESGID, all ? gid : -1, gid, all ? gid : -1);
    }

    /** setreuid; -1 leaves an id as it is. */
    public static long setreuid(GuestThread t, int real, int effective) {
        return set(t, Sys.SYS_SETREUID, real, effective, 0);
    }

    /** setregid; -1 leaves an id as it is. */
    public static long setregid(GuestThread t, int real, int effective) {
        return set(t, Sys.SYS_SETREGID, real, effective, 0);
    }

    /** setresuid; -1 leaves an id as it is. */
    public static long setresuid(GuestThread t, int real, int effective, int saved) {
        return set(t, Sys.SYS_SETRESUID, real, effective, saved);
    }

    /** setresgid; -1 leaves an id as it is. */
    public static long setresgid(GuestThread t, int real, int effective, int saved) {
        return set(t, Sys.SYS_SETRESGID, real, effective, saved);
    }

    /** getgroups. */
    public static int[] getgroups(GuestThread t) {
        return t.process.credentials.groups.clone();
    }

    /** setgroups. */
    public static long setgroups(GuestThread t, int[] groups) {
        Scratch s = t.scratch;
        if (groups.length > s.dataSize / 4) {
            return -Errno.EINVAL;
        }
        for (int i = 0; i < groups.length; i++) {
            s.putInt(4 * i, groups[i]);
        }
        long result = Sys.call(Sys.SYS_SETGROUPS, groups.length, s.data(), 0);
        if (result == 0) {
            Credentials now = Credentials.ofHost(s);
            synchronized (t.kernel.lock) {
                t.process.credentials = now;
            }
        }
        return result;
    }
}
