package heliotrope.kernel;

import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/** A host file system's figures, as Linux statfs has them. */
public final class FsStat {
    public long type;
    public long blockSize;
    public long fragmentSize;
    public long blocks;
    public long blocksFree;
    public long blocksAvailable;
    public long files;
    public long filesFree;
    public long fsid;
    public long nameMax;
    /** Linux ST_* bits (1 read only, 2 no set-uid). */
    public long flags;

    void load(Scratch s) {
        type = s.getLong(Sys.STATFS_TYPE);
        blockSize = s.getLong(Sys.STATFS_BSIZE);
        blocks = s.getLong(Sys.STATFS_BLOCKS);
        blocksFree = s.getLong(Sys.STATFS_BFREE);
        blocksAvailable = s.getLong(Sys.STATFS_BAVAIL);
        files = s.getLong(Sys.STATFS_FILES);
        filesFree = s.getLong(Sys.STATFS_FFREE);
        fsid = s.getLong(Sys.STATFS_FFREE + 8);
        nameMax = s.getLong(Sys.STATFS_NAMELEN);
        fragmentSize = s.getLong(Sys.STATFS_FRSIZE);
        flags = s.getLong(Sys.STATFS_FLAGS);
    }
}
