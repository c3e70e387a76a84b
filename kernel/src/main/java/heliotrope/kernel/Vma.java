package heliotrope.kernel;

import heliotrope.engine.CodeMapping;
import heliotrope.host.Nullable;

/** One mapping of a guest address space: immutable, so that readers need no lock. */
final class Vma {
    /** Bits of {@link #flags}. */
    static final int SHARED = 1, STACK = 2, EVER_WRITABLE = 4;
    /** For the host it is memory, with what was in the file when it was mapped: see {@link HostMappings#copyFile}. */
    static final int COPIED = 8;

    final long start;
    final long end;
    /** As the guest asked for it (PROT_ bits). */
    final int prot;
    final int flags;
    /** What is mapped, with one reference per mapping; null for private anonymous memory. */
    final @Nullable OpenFile file;
    final long offset;
    /** Identity of a regular file's contents. */
    final @Nullable FileIdentity identity;

    private @Nullable CodeMapping code;

    Vma(long start, long end, int prot, int flags, @Nullable OpenFile file, long offset, @Nullable FileIdentity identity) {
        this.start = start;
        this.end = end;
        this.prot = prot;
        this.flags = (prot & AddressSpace.WRITE) != 0 ? flags | EVER_WRITABLE : flags;
        this.file = file;
        this.offset = offset;
        this.identity = identity;
    }

    /** A part of it with another protection; the caller sees to the reference. */
    Vma slice(long from, long to, int newProt) {
        return new Vma(from, to, newProt, flags, file, file == null ? 0 : offset + (from - start), identity);
    }

    boolean isShared() {
        return (flags & SHARED) != 0;
    }

    /** Whether it is private memory for the host, of a file or not. */
    boolean isMemory() {
        return file == null || (flags & COPIED) != 0;
    }

    /** Whether {@code other}, which starts where this one ends, can become one mapping with it. */
    boolean continuedBy(Vma other) {
        return end == other.start && prot == other.prot && flags == other.flags && file == null && other.file == null;
    }

    long length() {
        return end - start;
    }

    /** For the engine. */
    CodeMapping codeMapping() {
        CodeMapping c = code;
        if (c == null) {
            boolean sure = (flags & (SHARED | EVER_WRITABLE)) == 0;
            c = new CodeMapping(start, end, sure ? identity : null, offset, (prot & AddressSpace.WRITE) != 0);
            code = c;
        }
        return c;
    }
}
