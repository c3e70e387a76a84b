package heliotrope.kernel;

/** A record lock or the request for one; values as in Linux' struct flock. */
public final class FileLock {
    public static final int READ = 0, WRITE = 1, UNLOCK = 2;

    public int type;
    /** 0 start of file, 1 current position, 2 end of file. */
    public int whence;
    public long start;
    /** 0: to the end of the file, however far it grows; may be negative. */
    public long length;
    /** Holder that get found; -1 if it is not known. */
    public int pid;
}
