package heliotrope.kernel;

/** One directory entry. */
public final class DirEntry {
    public long ino;
    /** Where to seek to in order to go on behind this entry: a small number counted from 1. */
    public int cookie;
    /** Linux d_type. */
    public int type;
    /** Name without NUL in {@code name[0..length-1]}. */
    public final byte[] name = new byte[256];
    public int length;
}
