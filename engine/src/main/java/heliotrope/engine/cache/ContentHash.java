package heliotrope.engine.cache;

import static heliotrope.host.asm.Assembler.ADD;
import static heliotrope.host.asm.Assembler.CMP;
import static heliotrope.host.asm.Assembler.R10;
import static heliotrope.host.asm.Assembler.R11;
import static heliotrope.host.asm.Assembler.R8;
import static heliotrope.host.asm.Assembler.R9;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDI;
import static heliotrope.host.asm.Assembler.RDX;
import static heliotrope.host.asm.Assembler.ROR;
import static heliotrope.host.asm.Assembler.RSI;
import static heliotrope.host.asm.Assembler.SUB;
import static heliotrope.host.asm.Assembler.XOR;

import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.asm.Assembler;
import java.nio.ByteBuffer;

/**
 * BLAKE2b with a result of 256 bits (RFC 7693), its compression as machine code: megabytes are hashed when a program is
 * run for the first time, in a JVM that still interprets Java. A guest must not be able to make a file that is taken for
 * another one, so nothing weaker will do.
 */
public final class ContentHash implements AutoCloseable {
    /** Where the machine code of {@link #emit} is. */
    public interface Code {
        /** Host address. */
        long hashCodeAddress();
    }

    /** Bytes of a hash. */
    public static final int BYTES = 32;

    static final int BLOCK = 128;

    /** What the machine code works with: offsets in the native memory. */
    private static final int
            H = 0, // u64 x 8
            V = 64, // u64 x 16
            IV = 192, // u64 x 8
            LENGTH = 256, // u64 bytes before the block at hand
            LAST = 264, // u64 -1: it is the last one
            SIGMA = 272, // u8 x 16 x 12: which word of the message, times 8
            SIGMA_END = 464, // u64 address
            TAIL = 512, // a block that is not full
            SIZE = TAIL + BLOCK;

    private static final long[] START = {
        0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L,
    };

    private static final String[] ORDER = {
        "0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8",
        "905724afe1bc683d", "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a",
        "6fe9b308c2d714a5", "a2847615fb9e3cd0", "0123456789abcdef", "ea489fd61c02b753",
    };

    private final long code;
    private final long memory = NativeMemory.allocate(SIZE);
    private final ByteBuffer work = NativeMemory.view(memory, SIZE);
    private long length;

    /** @param code address of what {@link #emit} emitted */
    public ContentHash(long code) {
        this.code = code;
        for (int i = 0; i < 8; i++) {
            work.putLong(H + 8 * i, START[i]);
            work.putLong(IV + 8 * i, START[i]);
        }
        work.putLong(H, START[0] ^ 0x01010000 ^ BYTES);
        for (int i = 0; i < 192; i++) {
            work.put(SIGMA + i, (byte) (8 * Character.digit(ORDER[i >> 4].charAt(i & 15), 16)));
        }
        work.putLong(SIGMA_END, memory + SIGMA + 192);
    }

    /** Emits the compression of a number (rdx, not 0) of blocks (rsi), with the memory in rdi; a C function. */
    public static void emit(Assembler asm) {
        int block = asm.here();
        for (int i = 0; i < 8; i++) {
            asm.load(64, RAX, RDI, H + 8 * i);
            asm.store(64, RDI, V + 8 * i, RAX);
            asm.load(64, RAX, RDI, IV + 8 * i);
            asm.store(64, RDI, V + 64 + 8 * i, RAX);
        }
        asm.load(64, RAX, RDI, LENGTH);
        asm.aluImm(ADD, 64, RAX, BLOCK);
        asm.store(64, RDI, LENGTH, RAX);
        asm.aluMemStore(XOR, 64, RDI, V + 8 * 12, RAX);
        asm.load(64, RAX, RDI, LAST);
        asm.aluMemStore(XOR, 64, RDI, V + 8 * 14, RAX);
        asm.lea(64, R10, RDI, SIGMA);
        int round = asm.here();
        for (int i = 0; i < 8; i++) {
            // Columns, then diagonals.
            int turn = i >> 2;
            mix(asm, i & 3, 4 + (i + turn & 3), 8 + (i + 2 * turn & 3), 12 + (i + 3 * turn & 3), 2 * i);
        }
        asm.aluImm(ADD, 64, R10, 16);
        asm.aluMem(CMP, 64, R10, RDI, SIGMA_END);
        asm.jcc(Assembler.CC_NE, round);
        for (int i = 0; i < 8; i++) {
            asm.load(64, RAX, RDI, V + 8 * i);
            asm.aluMem(XOR, 64, RAX, RDI, V + 64 + 8 * i);
            asm.aluMemStore(XOR, 64, RDI, H + 8 * i, RAX);
        }
        asm.aluImm(ADD, 64, RSI, BLOCK);
        asm.aluImm(SUB, 64, RDX, 1);
        asm.jcc(Assembler.CC_NE, block);
        asm.ret();
    }

    /** The RFC's G, with words {@code at} and {@code at + 1} of the round. */
    private static void mix(Assembler asm, int a, int b, int c, int d, int at) {
        asm.load(64, RAX, RDI, V + 8 * a);
        asm.load(64, RCX, RDI, V + 8 * b);
        asm.load(64, R8, RDI, V + 8 * c);
        asm.load(64, R9, RDI, V + 8 * d);
        for (int half = 0; half < 2; half++) {
            asm.load(8, R11, R10, at + half);
            asm.alu(ADD, 64, RAX, RCX);
            asm.aluMemX(ADD, 64, RAX, RSI, R11, 1, 0);
            asm.alu(XOR, 64, R9, RAX);
            asm.shiftImm(ROR, 64, R9, half == 0 ? 32 : 16);
            asm.alu(ADD, 64, R8, R9);
            asm.alu(XOR, 64, RCX, R8);
            asm.shiftImm(ROR, 64, RCX, half == 0 ? 24 : 63);
        }
        asm.store(64, RDI, V + 8 * a, RAX);
        asm.store(64, RDI, V + 8 * b, RCX);
        asm.store(64, RDI, V + 8 * c, R8);
        asm.store(64, RDI, V + 8 * d, R9);
    }

    /**
     * Adds readable native memory: whole blocks, and not the last of what there is.
     *
     * @param bytes a multiple of 128
     */
    void addBlocks(long address, int bytes) {
        if (bytes > 0) {
            Native.call(code, memory, address, bytes / BLOCK, 0, 0, 0);
            length += bytes;
        }
    }

    /** Adds the last bytes, 128 at most (none only if there was nothing before). @return the hash */
    byte[] end(long address, int bytes) {
        for (int i = 0; i < BLOCK; i++) {
            work.put(TAIL + i, (byte) 0);
        }
        if (bytes > 0) {
            Native.copy(memory + TAIL, address, bytes);
        }
        length += bytes;
        work.putLong(LENGTH, length - BLOCK);
        work.putLong(LAST, -1);
        Native.call(code, memory, memory + TAIL, 1, 0, 0, 0);
        byte[] result = new byte[BYTES];
        work.get(H, result);
        return result;
    }

    @Override
    public void close() {
        NativeMemory.free(memory, SIZE);
    }
}
