package heliotrope.kernel;

import heliotrope.host.Sys;
import java.util.concurrent.atomic.AtomicInteger;

/** A working directory: immutable, shared by the processes that have it, its host descriptor closed with the last of them. */
public final class Cwd {
    /** Host directory (O_PATH), close-on-exec. */
    final int hostFd;
    /** Absolute name as the guest sees it, without symbolic links. */
    final byte[] path;
    /** Mount that it lies in, see {@link Roots}: -1 the host itself. */
    final int mount;

    private final AtomicInteger references = new AtomicInteger(1);

    Cwd(int hostFd, byte[] path, int mount) {
        this.hostFd = hostFd;
        this.path = path;
        this.mount = mount;
    }

    Cwd retain() {
        references.incrementAndGet();
        return this;
    }

    void release() {
        if (references.decrementAndGet() == 0) {
            Sys.close(hostFd);
        }
    }
}
