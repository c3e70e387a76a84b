package heliotrope.host.asm;

/**
 * The SSE2 scalar families of {@link Assembler}. {@code size} is 32 for single and 64 for double precision, except
 * for conversions and moves that name an integer size too.
 */
abstract class SseAssembler extends ControlAssembler {
    SseAssembler(int initialCapacity) {
        super(initialCapacity);
    }

    /** Opcode with F3 (ss) or F2 (sd). */
    private static int scalar(int op, int size) {
        return op | M0F | (size == 32 ? PF3 : PF2);
    }

    /** Opcode without prefix (ps) or with 66 (pd). */
    private static int packed(int op, int size) {
        return op | M0F | (size == 32 ? 0 : P66);
    }

    // ---- moves ----

    /** movss / movsd xmm, xmm: only the low element changes (use {@link #movaps} to copy without a dependency). */
    public final void sseMov(int size, int dst, int src) {
        rr(scalar(0x10, size), 0, dst, src);
    }

    /** movss / movsd xmm = [base + disp]; the rest of the register is cleared. */
    public final void sseLoad(int size, int dst, int base, int disp) {
        mem(scalar(0x10, size), 0, dst, base, disp);
    }

    /** movss / movsd xmm = [base + index * scale + disp]. */
    public final void sseLoadX(int size, int dst, int base, int index, int scale, int disp) {
        memX(scalar(0x10, size), 0, dst, base, index, scale, disp);
    }

    /** movss / movsd xmm = [label]. */
    public final void sseLoadRip(int size, int dst, int label) {
        memRip(scalar(0x10, size), 0, dst, label, 0);
    }

    /** movss / movsd [base + disp] = xmm. */
    public final void sseStore(int size, int base, int disp, int src) {
        mem(scalar(0x11, size), 0, src, base, disp);
    }

    /** movss / movsd [base + index * scale + disp] = xmm. */
    public final void sseStoreX(int size, int base, int index, int scale, int disp, int src) {
        memX(scalar(0x11, size), 0, src, base, index, scale, disp);
    }

    /** movss / movsd [label] = xmm. */
    public final void sseStoreRip(int size, int label, int src) {
        memRip(scalar(0x11, size), 0, src, label, 0);
    }

    /** movaps xmm, xmm: all 128 bits. */
    public final void movaps(int dst, int src) {
        rr(0x28 | M0F, 0, dst, src);
    }

    /** movups xmm = 16 bytes at [base + disp], any alignment. */
    public final void movupsLoad(int dst, int base, int disp) {
        mem(0x10 | M0F, 0, dst, base, disp);
    }

    /** movups 16 bytes at [base + disp] = xmm, any alignment. */
    public final void movupsStore(int base, int disp, int src) {
        mem(0x11 | M0F, 0, src, base, disp);
    }

    /** movd / movq xmm = general register of {@code size} 32 or 64 bits; the rest is cleared. */
    public final void movToXmm(int size, int xmm, int reg) {
        rr(0x6E | M0F | P66, rexFor(size, 0), xmm, reg);
    }

    /** movd / movq general register = low {@code size} 32 or 64 bits of xmm. */
    public final void movFromXmm(int size, int reg, int xmm) {
        rr(0x7E | M0F | P66, rexFor(size, 0), xmm, reg);
    }

    /** SSE4.1 pinsrd: sets one of the four 4-byte elements of xmm. */
    public final void insert32(int xmm, int reg, int element) {
        rr(0x22 | M3A | P66, 0, xmm, reg);
        buf[pos++] = (byte) element;
    }

    /**
     * vmaskmovps xmm = 16 bytes at [base + index + disp], of which only those 4-byte elements are read that have their highest
     * bit set in {@code mask}; the others are 0. Never an alignment check. Needs AVX.
     */
    public final void maskedLoadX(int dst, int mask, int base, int index, int disp) {
        emit8(0xC4);
        emit8((~dst & 8) << 4 | (~index & 8) << 3 | (~base & 8) << 2 | 2);
        emit8((~mask & 15) << 3 | 1);
        emit8(0x2C);
        emit8(0x84 | (dst & 7) << 3);
        emit8((index & 7) << 3 | base & 7);
        emit32(disp);
    }

    // ---- arithmetic ----

    /**
     * dst = dst op src, or sqrt(src); {@code op} is SSE_ADD, SSE_SUB, SSE_MUL, SSE_DIV, SSE_SQRT, SSE_MIN, SSE_MAX.
     */
    public final void sse(int op, int size, int dst, int src) {
        rr(scalar(op, size), 0, dst, src);
    }

    /** dst = a op b, the same operations but for roots. Needs AVX. */
    public final void avx(int op, int size, int dst, int a, int b) {
        int prefix = (~a & 15) << 3 | (size == 32 ? 2 : 3);
        if (b < 8) {
            emit8(0xC5);
            emit8((~dst & 8) << 4 | prefix);
        } else {
            emit8(0xC4);
            emit8((~dst & 8) << 4 | 0x41);
            emit8(prefix);
        }
        emit8(op);
        emit8(0xC0 | (dst & 7) << 3 | b & 7);
    }

    /** dst = dst op [base + disp]. */
    public final void sseMem(int op, int size, int dst, int base, int disp) {
        mem(scalar(op, size), 0, dst, base, disp);
    }

    /** dst = dst op [base + index * scale + disp]. */
    public final void sseMemX(int op, int size, int dst, int base, int index, int scale, int disp) {
        memX(scalar(op, size), 0, dst, base, index, scale, disp);
    }

    /** dst = dst op [label]. */
    public final void sseMemRip(int op, int size, int dst, int label) {
        memRip(scalar(op, size), 0, dst, label, 0);
    }

    /** andps orps xorps andnps (32) or their pd forms (64) on all 128 bits: SSE_AND, SSE_OR, SSE_XOR, SSE_ANDN. */
    public final void sseLogic(int op, int size, int dst, int src) {
        rr(packed(op, size), 0, dst, src);
    }

    /** The same with 16 aligned bytes at [base + disp]. */
    public final void sseLogicMem(int op, int size, int dst, int base, int disp) {
        mem(packed(op, size), 0, dst, base, disp);
    }

    /** The same with 16 aligned bytes at [label]. */
    public final void sseLogicRip(int op, int size, int dst, int label) {
        memRip(packed(op, size), 0, dst, label, 0);
    }

    /** pxor xmm, xmm. */
    public final void pxor(int dst, int src) {
        rr(0xEF | M0F | P66, 0, dst, src);
    }

    /** SSSE3 pshufb: rearranges the bytes of dst as the 16 aligned bytes at [base + disp] say: number of each, 0x80 for 0. */
    public final void pshufbMem(int dst, int base, int disp) {
        mem(0x00 | M38 | P66, 0, dst, base, disp);
    }

    /** The same with the numbers in {@code mask}. */
    public final void pshufb(int dst, int mask) {
        rr(0x00 | M38 | P66, 0, dst, mask);
    }

    /** The same with the bytes of src. Needs AVX. */
    public final void avxPshufb(int dst, int src, int mask) {
        emit8(0xC4);
        emit8((~dst & 8) << 4 | 0x40 | (~mask & 8) << 2 | 2);
        emit8((~src & 15) << 3 | 1);
        emit8(0x00);
        emit8(0xC0 | (dst & 7) << 3 | mask & 7);
    }

    /** The same with 16 aligned bytes at [base + disp]; {@code base} is not rsp or r12. Needs AVX. */
    public final void avxPshufbMem(int dst, int src, int base, int disp) {
        emit8(0xC4);
        emit8((~dst & 8) << 4 | 0x40 | (~base & 8) << 2 | 2);
        emit8((~src & 15) << 3 | 1);
        emit8(0x00);
        emit8(0x80 | (dst & 7) << 3 | base & 7);
        emit32(disp);
    }

    /**
     * ucomiss / ucomisd: ZF PF CF = unordered 111, greater 000, less 001, equal 100; invalid only for signalling NaNs.
     */
    public final void ucomis(int size, int a, int b) {
        rr(packed(0x2E, size), 0, a, b);
    }

    /** ucomiss / ucomisd with [base + disp]. */
    public final void ucomisMem(int size, int a, int base, int disp) {
        mem(packed(0x2E, size), 0, a, base, disp);
    }

    /** comiss / comisd: as ucomis, but invalid for every NaN. */
    public final void comis(int size, int a, int b) {
        rr(packed(0x2F, size), 0, a, b);
    }

    /** comiss / comisd with [base + disp]. */
    public final void comisMem(int size, int a, int base, int disp) {
        mem(packed(0x2F, size), 0, a, base, disp);
    }

    // ---- conversions ----

    /** cvtss2sd ({@code fromSize} 32) or cvtsd2ss (64). */
    public final void cvtFloat(int fromSize, int dst, int src) {
        rr(scalar(0x5A, fromSize), 0, dst, src);
    }

    /** cvtss2sd or cvtsd2ss with [base + disp]. */
    public final void cvtFloatMem(int fromSize, int dst, int base, int disp) {
        mem(scalar(0x5A, fromSize), 0, dst, base, disp);
    }

    /**
     * cvtsi2ss / cvtsi2sd: xmm of {@code size} from a signed register of {@code intSize} 32 or 64 bits; keeps the rest
     * of dst.
     */
    public final void cvtFromInt(int size, int intSize, int dst, int reg) {
        rr(scalar(0x2A, size), rexFor(intSize, 0), dst, reg);
    }

    /** cvtsi2ss / cvtsi2sd from [base + disp]. */
    public final void cvtFromIntMem(int size, int intSize, int dst, int base, int disp) {
        mem(scalar(0x2A, size), rexFor(intSize, 0), dst, base, disp);
    }

    /** cvtss2si / cvtsd2si: rounds as MXCSR says; the most negative integer when it does not fit. */
    public final void cvtToInt(int size, int intSize, int reg, int src) {
        rr(scalar(0x2D, size), rexFor(intSize, 0), reg, src);
    }

    /** cvttss2si / cvttsd2si: rounds towards zero. */
    public final void cvtToIntTruncating(int size, int intSize, int reg, int src) {
        rr(scalar(0x2C, size), rexFor(intSize, 0), reg, src);
    }

    /**
     * SSE4.1 roundss / roundsd; {@code mode} is one of {@link Assembler#ROUND_NEAREST} ..; add 8 to suppress the
     * inexact flag.
     */
    public final void round(int size, int dst, int src, int mode) {
        rr((size == 32 ? 0x0A : 0x0B) | M3A | P66, 0, dst, src);
        buf[pos++] = (byte) mode;
    }

    /** MXCSR = [base + disp]. */
    public final void ldmxcsr(int base, int disp) {
        mem(0xAE | M0F, 0, 2, base, disp);
    }

    /** [base + disp] = MXCSR. */
    public final void stmxcsr(int base, int disp) {
        mem(0xAE | M0F, 0, 3, base, disp);
    }
}
