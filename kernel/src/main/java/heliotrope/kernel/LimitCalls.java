package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Sys;

/** Resource limits. */
public final class LimitCalls {
    private LimitCalls() {}

    /** setrlimit with a Linux RLIMIT_ number; {@link Limits#INFINITY} is no limit. */
    public static long setrlimit(GuestThread t, int resource, long soft, long hard) {
        if (resource < 0 || resource >= Limits.COUNT || soft > hard || soft < 0) {
            return -Errno.EINVAL;
        }
        Process p = t.process;
        if (hard > p.limits.hard(resource) && p.credentials.euid != 0) {
            return -Errno.EPERM;
        }
        p.limits.set(resource, soft, hard);
        switch (resource) {
            case Sys.RLIMIT_NOFILE -> p.files.limit((int) Math.min(soft, t.kernel.config.maxFiles));
            case Sys.RLIMIT_STACK -> p.memory.setStackLimit(soft);
            case Sys.RLIMIT_AS -> p.memory.setLimit(soft);
            default -> {}
        }
        return 0;
    }
}
