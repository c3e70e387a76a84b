package heliotrope.engine;

import heliotrope.host.Nullable;

/**
 * What the kernel knows of the mapping around a guest address that is about to be executed.
 *
 * @param start first guest address of the mapping, page aligned
 * @param end first address behind it
 * @param file identity of the file's contents (device, inode, size, mtime) with equals and hashCode, if the pages are
 * sure to be what     the file holds (a private mapping that was never writable); translations are then shared with
 * every process that maps     the same bytes at the same address. Null for all other memory.
 * @param fileOffset offset in the file of {@code start}
 * @param writable whether the guest may write the pages
 */
public record CodeMapping(long start, long end, @Nullable Object file, long fileOffset, boolean writable) {
    // Written out: what the compiler makes for a record links method handles when first called, 15 ms of a cold start.

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CodeMapping m
                && start == m.start
                && end == m.end
                && fileOffset == m.fileOffset
                && writable == m.writable
                && (file == null ? m.file == null : file.equals(m.file));
    }

    @Override
    public int hashCode() {
        int h = file == null ? 0 : file.hashCode();
        return 31 * (31 * h + Long.hashCode(start)) + Long.hashCode(fileOffset);
    }
}
