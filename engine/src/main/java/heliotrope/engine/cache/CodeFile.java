package heliotrope.engine.cache;

import heliotrope.host.Nullable;

/**
 * The file behind a mapping, as the kernel knows it: an identity with {@code equals} and {@code hashCode}, made of what
 * changes when the file does. Where a {@link heliotrope.engine.CodeMapping} has something else there, its translations
 * are shared within the JVM but not kept.
 */
public interface CodeFile {
    /** Number of elements of {@link #identity}. */
    int IDENTITY = 7;

    /** Device, inode, size in bytes, seconds and nanoseconds of the last modification, those of the last change. */
    long[] identity();

    /** Name for lists, or null. */
    byte @Nullable [] name();

    /** Keeps the file open until {@link #release}. @return false if it is closed already */
    boolean retain();

    /** Whether the file, kept open, still is what {@link #identity} says. */
    boolean isUnchanged();

    void release();
}
