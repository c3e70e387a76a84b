package heliotrope.kernel;

import heliotrope.host.Nullable;
import heliotrope.host.Sys;

/**
 * Where a guest's name leads to on the host: a directory descriptor and a name relative to it. Reused; {@link #release} after use.
 */
public final class ResolvedPath {
    private static final byte[] EMPTY = new byte[0];

    /** AT_FDCWD with an absolute name, or a directory. */
    public int dirFd = Sys.AT_FDCWD;
    /** Name without NUL; empty when {@link #dirFd} is the file itself (use AT_EMPTY_PATH). */
    public byte[] name = EMPTY;
    /** The file lies in a read-only mapping. */
    public boolean readOnly;
    /** Mount of the result: -1 the host itself. */
    int mount = -1;
    /** Descriptor to close when done, -1 if none. */
    int owned = -1;
    /** Absolute guest name if known. */
    byte @Nullable [] guestPath;

    void set(int newDirFd, byte[] newName, int newMount, boolean newReadOnly) {
        release();
        dirFd = newDirFd;
        name = newName;
        mount = newMount;
        readOnly = newReadOnly;
    }

    void own(int fd, byte[] newName, int newMount, boolean newReadOnly) {
        set(fd, newName, newMount, newReadOnly);
        owned = fd;
    }

    /** Closes what resolving opened. */
    public void release() {
        if (owned >= 0) {
            Sys.close(owned);
            owned = -1;
        }
        guestPath = null;
    }
}
