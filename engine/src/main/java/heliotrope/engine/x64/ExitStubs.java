package heliotrope.engine.x64;

import static heliotrope.host.Charsets.UTF_8;
import static heliotrope.host.asm.Assembler.R15;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDX;

import heliotrope.engine.CpuState;
import heliotrope.host.CodeMemory;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.host.asm.Assembler;
import heliotrope.ir.Mode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The way into translated code and the ends of all ways out of it, once at the start of the code cache. There the guest
 * pc is in rax, zero-extended. Translated code finds them through the state block, so that it is the same wherever it lies.
 */
public final class ExitStubs {
    /** Bytes before the code in {@link #image}: its length and the offsets. */
    private static final int HEADER = 128;

    /** Offsets in the code cache: of the entry, and in the order of the STUB fields; for 32-bit registers, then wide. */
    private final int[] offsets = new int[14];

    /** Offsets of the code that goes on at the guest pc in the state block; for 32-bit registers, then wide. */
    private final int[] resume = new int[2];

    /** Bytes of code, from offset 0 of the code cache on. */
    private int size;

    private ExitStubs() {}

    /** Puts the stubs at the start of the code cache. */
    public static ExitStubs make(CodeMemory memory, PinnedRegisters pins) {
        ExitStubs stubs = new ExitStubs();
        byte[] code = stubs.emit(pins);
        Native.copyOut(memory.writable(), code, 0, code.length);
        return stubs;
    }

    /** The same from a file with the {@link #image}; null if it cannot be had. */
    public static @Nullable ExitStubs load(CodeMemory memory, String path) {
        try (Scratch s = new Scratch()) {
            int file = Sys.open(s, path.getBytes(UTF_8), Sys.O_RDONLY | Sys.O_CLOEXEC, 0);
            if (file < 0) {
                return null;
            }
            long n = Sys.pread(file, s.data(), s.dataSize, 0);
            Sys.close(file);
            ExitStubs stubs = new ExitStubs();
            int size = n < HEADER ? 0 : s.getInt(0);
            if (size <= 0 || n != HEADER + size) {
                return null;
            }
            stubs.size = size;
            for (int i = 0; i < 14; i++) {
                stubs.offsets[i] = s.getInt(4 * (i + 1));
            }
            stubs.resume[0] = s.getInt(60);
            stubs.resume[1] = s.getInt(64);
            Native.copy(memory.writable(), s.data() + HEADER, size);
            return stubs;
        }
    }

    /**
     * What {@link #load} reads. The stubs are the same in every run, and assembling them takes a dozen classes that a program whose
     * translations are all on disk needs for nothing else.
     */
    public static byte[] image(PinnedRegisters pins) {
        ExitStubs stubs = new ExitStubs();
        byte[] code = stubs.emit(pins);
        ByteBuffer image = ByteBuffer.allocate(HEADER + code.length).order(ByteOrder.LITTLE_ENDIAN);
        image.putInt(code.length);
        for (int offset : stubs.offsets) {
            image.putInt(offset);
        }
        image.putInt(stubs.resume[0]).putInt(stubs.resume[1]);
        image.put(HEADER, code);
        return image.array();
    }

    private byte[] emit(PinnedRegisters pins) {
        Assembler asm = new Assembler();
        asm.ud2(); // so that 0 is no code offset
        emit(asm, pins, false, 0);
        emit(asm, pins, true, 7);
        emitResume(asm, 0, 0);
        emitResume(asm, 1, CpuState.STUBS_WIDE);
        asm.align(64);
        size = asm.pos;
        return asm.toByteArray();
    }

    /** Bytes of code. */
    public int size() {
        return size;
    }

    /** An indirect jump to where the thread goes on after a system call. */
    private void emitResume(Assembler asm, int n, int stubTable) {
        resume[n] = asm.pos;
        asm.storeImm(64, R15, CpuState.LINK_ADDRESS, -1); // a system call breaks a link
        asm.load(64, RAX, R15, CpuState.PC);
        Exits.findTarget(asm);
        int miss = asm.newLabel();
        asm.jccShort(Assembler.CC_NE, miss);
        asm.jmpMemX(RDX, RCX, 4, 8);
        asm.bind(miss);
        asm.jmpMem(R15, CpuState.STUB_SECOND_TRY + stubTable);
        asm.align(16);
    }

    private void emit(Assembler asm, PinnedRegisters pins, boolean wide, int at) {
        asm.align(16);
        offsets[at] = asm.pos;
        pins.load(asm, wide);
        asm.movupsLoad(Registers.REVERSE64, R15, CpuState.REVERSE64);
        asm.jmpReg(RAX);
        asm.align(16);
        offsets[at + 1] = asm.pos; // rcx: host address of the distance to patch
        asm.store(64, R15, CpuState.LINK_SITE, RCX);
        leave(asm, pins, wide, CpuState.REASON_LINK);
        // rdx: table of indirect targets; rcx: a quarter of the offset of the entry that was wrong: its neighbour is the second choice.
        offsets[at + 2] = asm.pos;
        asm.aluImm(Assembler.XOR, 32, RCX, 4);
        asm.aluMemX(Assembler.CMP, 64, RAX, RDX, RCX, 4, 0);
        int miss = asm.newLabel();
        asm.jccShort(Assembler.CC_NE, miss);
        asm.jmpMemX(RDX, RCX, 4, 8);
        asm.align(16);
        asm.bind(miss);
        TableLookup.emit(asm);
        offsets[at + 3] = asm.pos;
        leave(asm, pins, wide, CpuState.REASON_LOOKUP);
        offsets[at + 4] = asm.pos;
        leave(asm, pins, wide, CpuState.REASON_SLOW);
        offsets[at + 5] = asm.pos;
        leave(asm, pins, wide, CpuState.REASON_INTERRUPT);
        offsets[at + 6] = asm.pos; // ecx: argument; edx: reason, plus 256 if the instruction sits in a delay slot
        asm.store(64, R15, CpuState.PC, RAX);
        pins.store(asm, wide);
        asm.store(32, R15, CpuState.EXIT_ARG, RCX);
        asm.movZx(8, RAX, RDX);
        asm.store(32, R15, CpuState.EXIT_REASON, RAX);
        asm.shiftImm(Assembler.SHR, 32, RDX, 8);
        asm.store(32, R15, CpuState.EXIT_DELAY, RDX);
        asm.jmpMem(R15, CpuState.EXIT_STUB);
    }

    /** Tells a thread's translated code where the stubs are; {@code codeCache} is the host address of offset 0. */
    public void install(CpuState state, long codeCache) {
        long[] narrow = new long[6];
        long[] wide = new long[6];
        for (int n = 0; n < 6; n++) {
            narrow[n] = codeCache + offsets[n + 1];
            wide[n] = codeCache + offsets[n + 8];
        }
        state.put64s(CpuState.STUB_LINK, narrow);
        state.put64s(CpuState.STUB_LINK + CpuState.STUBS_WIDE, wide);
        TableLookup.end(state, 0);
    }

    /** Offset of the code that loads the pinned registers and goes on at the address in rax, for a mode. */
    public int entry(int mode) {
        return offsets[(mode & Mode.REGS64) != 0 ? 7 : 0];
    }

    /** Offset of the code that breaks a link and goes on at the pc, by the thread's tables of targets; behind {@link #entry}. */
    public int resume(int mode) {
        return resume[(mode & Mode.REGS64) != 0 ? 1 : 0];
    }

    private static void leave(Assembler asm, PinnedRegisters pins, boolean wide, int reason) {
        pins.store(asm, wide);
        asm.store(64, R15, CpuState.PC, RAX);
        asm.storeImm(32, R15, CpuState.EXIT_REASON, reason);
        asm.jmpMem(R15, CpuState.EXIT_STUB);
        asm.align(16);
    }
}
