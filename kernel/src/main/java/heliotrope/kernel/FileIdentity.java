package heliotrope.kernel;

/** Tells whether two mappings show the same bytes: the same file, not written in between. */
record FileIdentity(long dev, long ino, long size, long modifySeconds, int modifyNanos) {
    static FileIdentity of(FileStat s) {
        return new FileIdentity(s.dev, s.ino, s.size, s.modifySeconds, s.modifyNanos);
    }
}
