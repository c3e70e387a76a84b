package heliotrope.engine;

import heliotrope.engine.cache.ContentHash;
import heliotrope.engine.x64.ExitStubs;
import heliotrope.engine.x64.PinnedRegisters;
import heliotrope.host.CodeMemory;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.Nullable;
import heliotrope.host.asm.Assembler;
import heliotrope.ir.Mode;
import java.nio.ByteBuffer;

/**
 * Memory of translated code: the shared exit stubs, then block after block until it is full; then everything is
 * dropped. What running code may execute is changed only by aligned 8-byte stores. Guarded by the engine's lock.
 */
final class CodeCache implements ContentHash.Code {
    private static final int ALIGNMENT = 16;

    private final CodeMemory memory;
    private final int start;
    private int top;
    /** Offset of the code for hashing, 0: there is none. */
    private int hashCode;
    private final ExitStubs stubs;
    /** Host address of the code that {@link Native#enter} is given to run the block at another; for 64-bit registers, too. */
    final long enter, enterWide;
    /** The other address to go on at the pc in the state block, if the thread's tables of targets are good. */
    final long resume, resumeWide;

    /** @param storedStubs a file with the stubs ({@link ExitStubs#image}), which are made if there is none */
    CodeCache(int bytes, PinnedRegisters pins, @Nullable String storedStubs) {
        memory = CodeMemory.allocate(bytes);
        ExitStubs stored = storedStubs == null ? null : ExitStubs.load(memory, storedStubs);
        stubs = stored != null ? stored : ExitStubs.make(memory, pins);
        start = stubs.size();
        top = start;
        enter = memory.executable() + stubs.entry(0);
        enterWide = memory.executable() + stubs.entry(Mode.REGS64);
        resume = memory.executable() + stubs.resume(0);
        resumeWide = memory.executable() + stubs.resume(Mode.REGS64);
    }

    /** Tells a thread's translated code where the shared stubs are. */
    void install(CpuState state) {
        stubs.install(state, memory.executable());
    }

    /** Host address where code at offset 0 is run. */
    long executable() {
        return memory.executable();
    }

    int size() {
        return memory.size();
    }

    /** Offset of the next block. */
    int top() {
        return top;
    }

    CodeMemory memory() {
        return memory;
    }

    /** Has the next block begin on a page of its own. */
    void startPage() {
        top = top + NativeMemory.PAGE - 1 & -NativeMemory.PAGE;
    }

    private void put(int at, byte[] code, int bytes) {
        Native.copyOut(memory.writable() + at, code, 0, bytes);
    }

    /** Bytes left. */
    int room() {
        return memory.size() - top;
    }

    /** Takes the next bytes, which have been written already. */
    void reserve(int bytes) {
        top = top + aligned(bytes);
    }

    /** Bytes that code takes. */
    static int aligned(int bytes) {
        return bytes + ALIGNMENT - 1 & -ALIGNMENT;
    }

    boolean fits(int bytes) {
        return bytes <= memory.size() - top;
    }

    /** Places a block at {@link #top}. */
    void append(byte[] code, int bytes) {
        put(top, code, bytes);
        reserve(bytes);
    }

    /** Where the code for hashing files is; made when first needed, which is not often. */
    @Override
    public long hashCodeAddress() {
        if (hashCode == 0) {
            Assembler asm = new Assembler();
            ContentHash.emit(asm);
            hashCode = top;
            append(asm.buf, asm.pos);
        }
        return executable() + hashCode;
    }

    /** Drops all blocks; no thread may be running them. */
    void clear() {
        hashCode = 0;
        memory.ownAll();
        top = start;
    }

    /** Has the jump whose distance is at {@code site} (within an aligned 8-byte word) lead to {@code target}. */
    void link(int site, int target) {
        memory.own(site);
        ByteBuffer buffer = memory.buffer();
        int word = site & -8;
        int shift = 8 * (site & 7);
        long old = buffer.getLong(word);
        long distance = target - (site + 4) & 0xffffffffL;
        buffer.putLong(word, old & ~(0xffffffffL << shift) | distance << shift);
    }

    /** Replaces the no-operation at a block's entry by a jump. */
    void redirect(int entry, int target) {
        memory.own(entry);
        ByteBuffer buffer = memory.buffer();
        long distance = target - (entry + 5) & 0xffffffffL;
        buffer.putLong(entry, buffer.getLong(entry) & 0xffffff0000000000L | distance << 8 | 0xe9);
    }

    void close() {
        memory.close();
    }
}
