package heliotrope.kernel;

import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/** Where a guest's name leads to on the host: a directory descriptor and a name relative to it. Reused. */
public final class ResolvedPath {
    /** AT_FDCWD with an absolute name, or a directory. */
    public int dirFd = Sys.AT_FDCWD;
    /** Name without NUL. */
    public byte[] name = PathNames.EMPTY;
    /** The file lies in a read-only mapping. */
    public boolean readOnly;
    /** Mount of the result, {@link Roots#HOST} for the host itself. */
    int mount = Roots.HOST;
    /** Absolute guest name if it is known. */
    byte @Nullable [] guestPath;
    /** The open directory that {@link #dirFd} belongs to, held until the next use (see {@link AtCalls}). */
    @Nullable OpenFile held;

    void set(int newDirFd, byte[] newName, int newMount, boolean newReadOnly) {
        dirFd = newDirFd;
        name = newName;
        mount = newMount;
        readOnly = newReadOnly;
    }

    /** openat. @return host descriptor or -errno */
    int open(Scratch s, int flags, int mode) {
        return Sys.openat(s, dirFd, name, flags, mode);
    }

    void release() {
        OpenFile file = held;
        held = null;
        if (file != null) {
            file.release();
        }
        guestPath = null;
        name = PathNames.EMPTY;
    }
}
