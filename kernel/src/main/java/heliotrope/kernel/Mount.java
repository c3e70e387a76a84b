package heliotrope.kernel;

import heliotrope.host.Nullable;

/** A host directory (or, for a mapping, a file) that is visible at a place of the guests' name space. */
final class Mount {
    /** Guest name: "/" for overlay roots. */
    final byte[] guestPath;
    /** Absolute host name. */
    final byte[] hostPath;
    /** O_PATH descriptor of the directory, or of the one that the file is in. */
    final int fd;
    /** Name of the mapped file in that directory; null for directories. */
    final byte @Nullable [] fileName;

    final boolean readOnly;

    Mount(byte[] guestPath, byte[] hostPath, int fd, byte @Nullable [] fileName, boolean readOnly) {
        this.guestPath = guestPath;
        this.hostPath = hostPath;
        this.fd = fd;
        this.fileName = fileName;
        this.readOnly = readOnly;
    }

    boolean isRoot() {
        return guestPath.length == 1;
    }
}
