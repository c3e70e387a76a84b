package heliotrope.kernel;

import heliotrope.host.Nullable;

/**
 * Tells whether two mappings show the same bytes: the same file, not written in between. No record, because the first use of a record's
 * {@code equals} costs the start milliseconds.
 */
final class FileIdentity {
    private final long dev;
    private final long ino;
    private final long size;
    private final long modifySeconds;
    private final int modifyNanos;

    FileIdentity(FileStat s) {
        dev = s.dev;
        ino = s.ino;
        size = s.size;
        modifySeconds = s.modifySeconds;
        modifyNanos = s.modifyNanos;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileIdentity o
                && ino == o.ino
                && dev == o.dev
                && size == o.size
                && modifySeconds == o.modifySeconds
                && modifyNanos == o.modifyNanos;
    }

    @Override
    public int hashCode() {
        long mix = (ino * 31 + dev) * 31 + modifySeconds;
        return (int) (mix ^ mix >>> 32) ^ modifyNanos;
    }
}
