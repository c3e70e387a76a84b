package heliotrope.kernel;

import heliotrope.engine.cache.CodeFile;
import heliotrope.host.NativeMemory;
import heliotrope.host.NativeView;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;

/**
 * Tells whether two mappings show the same bytes: the same file, not written in between. No record, because the first use of a record's
 * {@code equals} costs the start milliseconds.
 */
final class FileIdentity implements CodeFile {
    private final OpenFile file;
    private final long dev;
    private final long ino;
    private final long size;
    private final long modifySeconds;
    private final int modifyNanos;
    private final long changeSeconds;
    private final int changeNanos;

    FileIdentity(OpenFile file, FileStat s) {
        this.file = file;
        dev = s.dev;
        ino = s.ino;
        size = s.size;
        modifySeconds = s.modifySeconds;
        modifyNanos = s.modifyNanos;
        changeSeconds = s.changeSeconds;
        changeNanos = s.changeNanos;
    }

    /** Whether it is this file, written or not. */
    boolean isOf(long otherDev, long otherIno) {
        return ino == otherIno && dev == otherDev;
    }

    /** Bytes of the file. */
    long size() {
        return size;
    }

    long dev() {
        return dev;
    }

    long ino() {
        return ino;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        // The time of change as well, which no program can set: cp -p and tar set the other one to what it was.
        return other instanceof FileIdentity o
                && ino == o.ino
                && dev == o.dev
                && size == o.size
                && modifySeconds == o.modifySeconds
                && modifyNanos == o.modifyNanos
                && changeSeconds == o.changeSeconds
                && changeNanos == o.changeNanos;
    }

    @Override
    public int hashCode() {
        long mix = (ino * 31 + dev) * 31 + modifySeconds;
        return (int) (mix ^ mix >>> 32) ^ modifyNanos;
    }

    // ---- for the disk cache ----

    @Override
    public long[] identity() {
        return new long[] {dev, ino, size, modifySeconds, modifyNanos, changeSeconds, changeNanos};
    }

    @Override
    public byte @Nullable [] name() {
        return file.path;
    }

    @Override
    public boolean retain() {
        return file.tryRetain();
    }

    @Override
    public boolean isUnchanged() {
        long memory = NativeMemory.allocate(NativeMemory.PAGE);
        try {
            if (Sys.call(Sys.SYS_FSTAT, file.hostFd, memory, 0) != 0) {
                return false;
            }
            FileStat s = new FileStat();
            s.load(new NativeView(memory, NativeMemory.PAGE), 0);
            return equals(new FileIdentity(file, s));
        } finally {
            NativeMemory.free(memory, NativeMemory.PAGE);
        }
    }

    @Override
    public void release() {
        file.release();
    }
}
