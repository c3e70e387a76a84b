package heliotrope.kernel;

import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/** User and group ids of a process. */
public final class Credentials {
    public int uid;
    public int euid;
    public int suid;
    public int gid;
    public int egid;
    public int sgid;
    /** Supplementary groups. */
    public int[] groups = new int[0];

    /** Those of the calling host thread. */
    static Credentials ofHost(Scratch s) {
        Credentials c = new Credentials();
        Sys.call(Sys.SYS_GETRESUID, s.data(), s.data() + 4, s.data() + 8);
        c.uid = s.getInt(0);
        c.euid = s.getInt(4);
        c.suid = s.getInt(8);
        Sys.call(Sys.SYS_GETRESGID, s.data(), s.data() + 4, s.data() + 8);
        c.gid = s.getInt(0);
        c.egid = s.getInt(4);
        c.sgid = s.getInt(8);
        int n = (int) Sys.call(Sys.SYS_GETGROUPS, s.dataSize / 4, s.data(), 0);
        if (n > 0) {
            c.groups = new int[n];
            for (int i = 0; i < n; i++) {
                c.groups[i] = s.getInt(4 * i);
            }
        }
        return c;
    }

    Credentials copy() {
        Credentials c = new Credentials();
        c.uid = uid;
        c.euid = euid;
        c.suid = suid;
        c.gid = gid;
        c.egid = egid;
        c.sgid = sgid;
        c.groups = groups;
        return c;
    }
}
