package heliotrope.kernel;

import heliotrope.engine.CodeMapping;
import heliotrope.engine.GuestMemoryMap;
import heliotrope.host.Nullable;

/** Memory of a guest process. Addresses are guest addresses; lengths in bytes; PROT_ and MAP_ values are Linux'. */
public final class AddressSpace implements GuestMemoryMap {
    public static final int PAGE = 4096;

    AddressSpace() {}

    /** Bytes of address space. */
    public long size() {
        throw new UnsupportedOperationException();
    }

    /** Where mappings without a wish go: lowest free range in {@code [low, high)}. */
    public void setLayout(long low, long high) {
        throw new UnsupportedOperationException();
    }

    /** Sets start (and present end) of the heap. */
    public void setBreakStart(long start) {
        throw new UnsupportedOperationException();
    }

    /** brk. @return 0 or -ENOMEM */
    public long brk(long end) {
        throw new UnsupportedOperationException();
    }

    /** Maps a stack below {@code top}: {@code initial} bytes now, growing on demand down to {@code limit} bytes. @return 0 or -errno */
    public long mapStack(long top, long initial, long limit) {
        throw new UnsupportedOperationException();
    }

    /** mmap. @return address or -errno */
    public long map(long address, long length, int prot, int flags, @Nullable OpenFile file, long offset) {
        throw new UnsupportedOperationException();
    }

    /** munmap. @return 0 or -errno */
    public long unmap(long address, long length) {
        throw new UnsupportedOperationException();
    }

    /** mprotect. @return 0 or -errno */
    public long protect(long address, long length, int prot) {
        throw new UnsupportedOperationException();
    }

    /** msync with Linux MS_ flags. @return 0 or -errno */
    public long sync(long address, long length, int flags) {
        throw new UnsupportedOperationException();
    }

    /** Whether nothing is mapped in the range (and it lies in the address space). */
    public boolean isFree(long address, long length) {
        throw new UnsupportedOperationException();
    }

    /** Whether everything in the range is mapped. */
    public boolean isMapped(long address, long length) {
        throw new UnsupportedOperationException();
    }

    /** Lowest free range of {@code length} bytes in {@code [low, high)}, or -ENOMEM. */
    public long findFree(long length, long low, long high) {
        throw new UnsupportedOperationException();
    }

    /** The guest's cache-flush call: contents of the range may have been changed by the guest itself. */
    public void flushCode(long address, long length) {
        throw new UnsupportedOperationException();
    }

    /** Host address through which the host may read the range by itself. */
    public long hostForRead(long address, long length) {
        throw new UnsupportedOperationException();
    }

    /** Host address through which the host may write the range by itself; translations there are dropped. */
    public long hostForWrite(long address, long length) {
        throw new UnsupportedOperationException();
    }

    public int u8(long address) {
        throw new UnsupportedOperationException();
    }

    public int u16(long address) {
        throw new UnsupportedOperationException();
    }

    /** 32 bits, sign-extended by Java. */
    public int s32(long address) {
        throw new UnsupportedOperationException();
    }

    /** 32 bits, zero-extended. */
    public long u32(long address) {
        throw new UnsupportedOperationException();
    }

    public long u64(long address) {
        throw new UnsupportedOperationException();
    }

    public void put8(long address, int value) {
        throw new UnsupportedOperationException();
    }

    public void put16(long address, int value) {
        throw new UnsupportedOperationException();
    }

    public void put32(long address, int value) {
        throw new UnsupportedOperationException();
    }

    public void put64(long address, long value) {
        throw new UnsupportedOperationException();
    }

    public byte[] readBytes(long address, int length) {
        throw new UnsupportedOperationException();
    }

    public void readBytes(long address, byte[] into, int at, int length) {
        throw new UnsupportedOperationException();
    }

    public void writeBytes(long address, byte[] from, int at, int length) {
        throw new UnsupportedOperationException();
    }

    public void writeBytes(long address, byte[] from) {
        writeBytes(address, from, 0, from.length);
    }

    public void zero(long address, long length) {
        throw new UnsupportedOperationException();
    }

    /** String without its NUL; null if it has more than {@code max} bytes. */
    public byte @Nullable [] readCString(long address, int max) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable CodeMapping codeMapping(long address) {
        throw new UnsupportedOperationException();
    }
}
