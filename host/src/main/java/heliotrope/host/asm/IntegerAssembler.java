package heliotrope.host.asm;

/** The integer families of {@link Assembler}; see there for the naming rules. */
abstract class IntegerAssembler extends CoreAssembler {
    IntegerAssembler(int initialCapacity) {
        super(initialCapacity);
    }

    // ---- alu: add or adc sbb and sub xor cmp ----

    /** dst = dst op src; {@code op} is one of {@link Assembler#ADD} .. {@link Assembler#CMP}. */
    public final void alu(int op, int size, int dst, int src) {
        rr(sized(op << 3, size), rexFor(size, dst | src), src, dst);
    }

    /** dst = dst op imm (64: imm sign-extended). */
    public final void aluImm(int op, int size, int dst, int imm) {
        boolean small = size != 8 && imm == (byte) imm;
        rr(small ? wide(0x83, size) : sized(0x80, size), rexFor(size, dst), op, dst);
        putImm(small ? 8 : size, imm);
    }

    /** dst = dst op [base + disp]. */
    public final void aluMem(int op, int size, int dst, int base, int disp) {
        mem(sized(op << 3 | 2, size), rexFor(size, dst), dst, base, disp);
    }

    /** dst = dst op [base + index * scale + disp]. */
    public final void aluMemX(int op, int size, int dst, int base, int index, int scale, int disp) {
        memX(sized(op << 3 | 2, size), rexFor(size, dst), dst, base, index, scale, disp);
    }

    /** dst = dst op [label]. */
    public final void aluMemRip(int op, int size, int dst, int label) {
        memRip(sized(op << 3 | 2, size), rexFor(size, dst), dst, label, 0);
    }

    /** [base + disp] = [base + disp] op src. */
    public final void aluMemStore(int op, int size, int base, int disp, int src) {
        mem(sized(op << 3, size), rexFor(size, src), src, base, disp);
    }

    /** [base + index * scale + disp] op= src. */
    public final void aluMemStoreX(int op, int size, int base, int index, int scale, int disp, int src) {
        memX(sized(op << 3, size), rexFor(size, src), src, base, index, scale, disp);
    }

    /** [label] op= src. */
    public final void aluMemStoreRip(int op, int size, int label, int src) {
        memRip(sized(op << 3, size), rexFor(size, src), src, label, 0);
    }

    /** [base + disp] op= imm (64: imm sign-extended). */
    public final void aluMemImm(int op, int size, int base, int disp, int imm) {
        boolean small = size != 8 && imm == (byte) imm;
        mem(small ? wide(0x83, size) : sized(0x80, size), rexFor(size, 0), op, base, disp);
        putImm(small ? 8 : size, imm);
    }

    /** [base + index * scale + disp] op= imm. */
    public final void aluMemImmX(int op, int size, int base, int index, int scale, int disp, int imm) {
        boolean small = size != 8 && imm == (byte) imm;
        memX(small ? wide(0x83, size) : sized(0x80, size), rexFor(size, 0), op, base, index, scale, disp);
        putImm(small ? 8 : size, imm);
    }

    /** Flags of a and b. */
    public final void test(int size, int a, int b) {
        rr(sized(0x84, size), rexFor(size, a | b), b, a);
    }

    /** Flags of a and imm. */
    public final void testImm(int size, int a, int imm) {
        rr(sized(0xF6, size), rexFor(size, a), 0, a);
        putImm(size, imm);
    }

    /** Flags of [base + disp] and b. */
    public final void testMem(int size, int base, int disp, int b) {
        mem(sized(0x84, size), rexFor(size, b), b, base, disp);
    }

    /** Flags of [base + disp] and imm. */
    public final void testMemImm(int size, int base, int disp, int imm) {
        mem(sized(0xF6, size), rexFor(size, 0), 0, base, disp);
        putImm(size, imm);
    }

    // ---- shifts: rol ror rcl rcr shl shr sar ----

    /** dst = dst op cl; {@code op} is one of {@link Assembler#ROL} .. {@link Assembler#SAR}. */
    public final void shiftCl(int op, int size, int dst) {
        rr(sized(0xD2, size), rexFor(size, dst), op, dst);
    }

    /** dst = dst op imm. */
    public final void shiftImm(int op, int size, int dst, int imm) {
        rr(sized(imm == 1 ? 0xD0 : 0xC0, size), rexFor(size, dst), op, dst);
        if (imm != 1) {
            buf[pos++] = (byte) imm;
        }
    }

    /** [base + disp] op= imm. */
    public final void shiftMemImm(int op, int size, int base, int disp, int imm) {
        mem(sized(imm == 1 ? 0xD0 : 0xC0, size), rexFor(size, 0), op, base, disp);
        if (imm != 1) {
            buf[pos++] = (byte) imm;
        }
    }

    /** BMI2 shlx, shrx, sarx: dst = src op count, no flags; sizes 32 and 64; op is SHL, SHR or SAR. */
    public final void shiftVar(int op, int size, int dst, int src, int count) {
        int pp = op == Assembler.SHL ? 1 : op == Assembler.SHR ? 3 : 2;
        room();
        byte[] b = buf;
        int p = pos;
        b[p++] = (byte) 0xC4;
        b[p++] = (byte) ((dst < 8 ? 0x80 : 0) | 0x40 | (src < 8 ? 0x20 : 0) | 2);
        b[p++] = (byte) ((size == 64 ? 0x80 : 0) | (~count & 15) << 3 | pp);
        b[p++] = (byte) 0xF7;
        b[p++] = (byte) (0xC0 | (dst & 7) << 3 | src & 7);
        pos = p;
    }

    /** shld (left) or shrd: dst shifted by imm, filled from src; sizes 16, 32, 64. */
    public final void shiftDouble(boolean left, int size, int dst, int src, int imm) {
        rr(wide((left ? 0xA4 : 0xAC) | M0F, size), rexFor(size, 0), src, dst);
        buf[pos++] = (byte) imm;
    }

    // ---- unary: not neg mul imul div idiv ----

    /** One operand; mul, imul, div, idiv work on rdx:rax. */
    public final void unary(int op, int size, int dst) {
        rr(sized(0xF6, size), rexFor(size, dst), op, dst);
    }

    /** The same on [base + disp]. */
    public final void unaryMem(int op, int size, int base, int disp) {
        mem(sized(0xF6, size), rexFor(size, 0), op, base, disp);
    }

    /** dst = low half of dst * src; sizes 16, 32, 64. */
    public final void imul(int size, int dst, int src) {
        rr(wide(0xAF | M0F, size), rexFor(size, 0), dst, src);
    }

    /** dst = low half of dst * [base + disp]. */
    public final void imulMem(int size, int dst, int base, int disp) {
        mem(wide(0xAF | M0F, size), rexFor(size, 0), dst, base, disp);
    }

    /** dst = low half of src * imm. */
    public final void imulImm(int size, int dst, int src, int imm) {
        boolean small = imm == (byte) imm;
        rr(wide(small ? 0x6B : 0x69, size), rexFor(size, 0), dst, src);
        putImm(small ? 8 : size, imm);
    }

    // ---- mov ----

    /** dst = src; sizes 8 and 16 leave the rest of dst alone, 32 clears the upper half. */
    public final void mov(int size, int dst, int src) {
        rr(sized(0x88, size), rexFor(size, dst | src), src, dst);
    }

    /** dst = value in the shortest form that leaves the flags alone. */
    public final void movImm(int dst, long value) {
        if (value >>> 32 == 0) {
            movImm32(dst, (int) value);
        } else if (value == (int) value) {
            rr(0xC7, 8, 0, dst);
            put32((int) value);
        } else {
            movImm64(dst, value);
        }
    }

    /** dst = value, upper half 0: five or six bytes, the value in the last four. */
    public final void movImm32(int dst, int value) {
        room();
        head(0xB8 | dst & 7, dst >> 3);
        put32(value);
    }

    /** dst = value: always ten bytes, the value in the last eight. */
    public final void movImm64(int dst, long value) {
        room();
        head(0xB8 | dst & 7, 8 | dst >> 3);
        put32((int) value);
        put32((int) (value >>> 32));
    }

    /** dst = zero-extended src of {@code size} 8, 16 or 32 bits; the whole 64-bit register is written. */
    public final void movZx(int size, int dst, int src) {
        if (size == 32) {
            mov(32, dst, src);
        } else {
            rr((size == 8 ? 0xB6 : 0xB7) | M0F, rexFor(size, src), dst, src);
        }
    }

    /** dst (32 or 64 bits) = sign-extended src of {@code size} 8, 16 or (to 64 only) 32 bits. */
    public final void movSx(int size, int dstSize, int dst, int src) {
        rr(sxOp(size), rexFor(dstSize, 0) | rexFor(size, src), dst, src);
    }

    private static int sxOp(int size) {
        return size == 8 ? 0xBE | M0F : size == 16 ? 0xBF | M0F : 0x63;
    }

    private static int loadOp(int size) {
        return size == 8 ? 0xB6 | M0F : size == 16 ? 0xB7 | M0F : 0x8B;
    }

    /** dst = [base + disp], zero-extended to the whole register. */
    public final void load(int size, int dst, int base, int disp) {
        mem(loadOp(size), size == 64 ? 8 : 0, dst, base, disp);
    }

    /** dst = [base + index * scale + disp], zero-extended. */
    public final void loadX(int size, int dst, int base, int index, int scale, int disp) {
        memX(loadOp(size), size == 64 ? 8 : 0, dst, base, index, scale, disp);
    }

    /** dst = [label], zero-extended. */
    public final void loadRip(int size, int dst, int label) {
        memRip(loadOp(size), size == 64 ? 8 : 0, dst, label, 0);
    }

    /** dst (32 or 64 bits) = [base + disp] of {@code size} 8, 16, 32 bits, sign-extended. */
    public final void loadSx(int size, int dstSize, int dst, int base, int disp) {
        mem(sxOp(size), rexFor(dstSize, 0), dst, base, disp);
    }

    /** dst (32 or 64 bits) = [base + index * scale + disp] of {@code size} 8, 16, 32 bits, sign-extended. */
    public final void loadSxX(int size, int dstSize, int dst, int base, int index, int scale, int disp) {
        memX(sxOp(size), rexFor(dstSize, 0), dst, base, index, scale, disp);
    }

    /** [base + disp] = src. */
    public final void store(int size, int base, int disp, int src) {
        mem(sized(0x88, size), rexFor(size, src), src, base, disp);
    }

    /** [base + index * scale + disp] = src. */
    public final void storeX(int size, int base, int index, int scale, int disp, int src) {
        memX(sized(0x88, size), rexFor(size, src), src, base, index, scale, disp);
    }

    /** [label] = src. */
    public final void storeRip(int size, int label, int src) {
        memRip(sized(0x88, size), rexFor(size, src), src, label, 0);
    }

    /** [base + disp] = imm (64: sign-extended). */
    public final void storeImm(int size, int base, int disp, int imm) {
        mem(sized(0xC6, size), rexFor(size, 0), 0, base, disp);
        putImm(size, imm);
    }

    /** [base + index * scale + disp] = imm. */
    public final void storeImmX(int size, int base, int index, int scale, int disp, int imm) {
        memX(sized(0xC6, size), rexFor(size, 0), 0, base, index, scale, disp);
        putImm(size, imm);
    }

    /** movbe dst = byte-reversed [base + disp]; 16 leaves the rest of dst alone, 32 clears the upper half. */
    public final void loadBe(int size, int dst, int base, int disp) {
        mem(wide(0xF0 | M38, size), rexFor(size, 0), dst, base, disp);
    }

    /** movbe dst = byte-reversed [base + index * scale + disp]. */
    public final void loadBeX(int size, int dst, int base, int index, int scale, int disp) {
        memX(wide(0xF0 | M38, size), rexFor(size, 0), dst, base, index, scale, disp);
    }

    /** movbe [base + disp] = byte-reversed src. */
    public final void storeBe(int size, int base, int disp, int src) {
        mem(wide(0xF1 | M38, size), rexFor(size, 0), src, base, disp);
    }

    /** movbe [base + index * scale + disp] = byte-reversed src. */
    public final void storeBeX(int size, int base, int index, int scale, int disp, int src) {
        memX(wide(0xF1 | M38, size), rexFor(size, 0), src, base, index, scale, disp);
    }

    /** dst = base + disp, 32 or 64 bits. */
    public final void lea(int size, int dst, int base, int disp) {
        mem(0x8D, rexFor(size, 0), dst, base, disp);
    }

    /** dst = base + index * scale + disp, 32 or 64 bits. */
    public final void leaX(int size, int dst, int base, int index, int scale, int disp) {
        memX(0x8D, rexFor(size, 0), dst, base, index, scale, disp);
    }

    /** dst = address of the label. */
    public final void leaRip(int dst, int label) {
        memRip(0x8D, 8, dst, label, 0);
    }

    /** dst = address of the end of the instruction plus a distance, which is in its last four bytes. */
    public final void leaRipRel(int dst, int distance) {
        room();
        head(0x8D, 8 | dst >> 3 << 2);
        buf[pos++] = (byte) ((dst & 7) << 3 | 5);
        put32(distance);
    }

    /** Exchanges two registers. */
    public final void xchg(int size, int a, int b) {
        rr(sized(0x86, size), rexFor(size, a | b), b, a);
    }

    /** Exchanges a register with [base + disp]: atomic without a lock prefix. */
    public final void xchgMem(int size, int base, int disp, int src) {
        mem(sized(0x86, size), rexFor(size, src), src, base, disp);
    }

    /** lock cmpxchg [base + disp], src: compares with rax, rax = old value, ZF = exchanged. */
    public final void lockCmpxchg(int size, int base, int disp, int src) {
        lock();
        mem(sized(0xB0 | M0F, size), rexFor(size, src), src, base, disp);
    }

    /** lock cmpxchg [base + index * scale + disp], src. */
    public final void lockCmpxchgX(int size, int base, int index, int scale, int disp, int src) {
        lock();
        memX(sized(0xB0 | M0F, size), rexFor(size, src), src, base, index, scale, disp);
    }

    /** Lock prefix for the next instruction (an alu family instruction with a memory destination). */
    public final void lock() {
        emit8(0xF0);
    }

    /** setcc of a byte register; bits 8-63 stay. */
    public final void setcc(int cc, int dst) {
        rr(0x90 | cc | M0F, rexFor(8, dst), 0, dst);
    }

    /** setcc of the byte at [base + disp]. */
    public final void setccMem(int cc, int base, int disp) {
        mem(0x90 | cc | M0F, 0, 0, base, disp);
    }

    /** dst = src if cc; 32 clears the upper half in either case; sizes 16, 32, 64. */
    public final void cmov(int cc, int size, int dst, int src) {
        rr(wide(0x40 | cc | M0F, size), rexFor(size, 0), dst, src);
    }

    /** dst = [base + disp] if cc (the load is done in either case). */
    public final void cmovMem(int cc, int size, int dst, int base, int disp) {
        mem(wide(0x40 | cc | M0F, size), rexFor(size, 0), dst, base, disp);
    }

    /** Byte-reverses a 32- or 64-bit register. */
    public final void bswap(int size, int dst) {
        room();
        head(0xC8 | dst & 7 | M0F, rexFor(size, 0) | dst >> 3);
    }

    /** Number of the highest set bit; dst undefined and ZF set if src is 0; sizes 16, 32, 64. */
    public final void bsr(int size, int dst, int src) {
        rr(wide(0xBD | M0F, size), rexFor(size, 0), dst, src);
    }

    /** Number of the lowest set bit; like bsr. */
    public final void bsf(int size, int dst, int src) {
        rr(wide(0xBC | M0F, size), rexFor(size, 0), dst, src);
    }

    /** Leading zeros (size if src is 0); sizes 32, 64. */
    public final void lzcnt(int size, int dst, int src) {
        rr(0xBD | M0F | PF3, rexFor(size, 0), dst, src);
    }

    /** Trailing zeros (size if src is 0); sizes 32, 64. */
    public final void tzcnt(int size, int dst, int src) {
        rr(0xBC | M0F | PF3, rexFor(size, 0), dst, src);
    }

    /** Set bits; sizes 32, 64. */
    public final void popcnt(int size, int dst, int src) {
        rr(0xB8 | M0F | PF3, rexFor(size, 0), dst, src);
    }

    /** CF = bit {@code bit} of the register; sizes 16, 32, 64. */
    public final void btImm(int size, int reg, int bit) {
        rr(wide(0xBA | M0F, size), rexFor(size, 0), 4, reg);
        buf[pos++] = (byte) bit;
    }

    /** CF = bit {@code bit} of [base + disp]; sizes 16, 32, 64. */
    public final void btMemImm(int size, int base, int disp, int bit) {
        mem(wide(0xBA | M0F, size), rexFor(size, 0), 4, base, disp);
        buf[pos++] = (byte) bit;
    }

    /** edx = sign of eax (cdq). */
    public final void cdq() {
        emit8(0x99);
    }

    /** rdx = sign of rax (cqo). */
    public final void cqo() {
        emit8(0x48);
        emit8(0x99);
    }

    // ---- stack ----

    /** push of a 64-bit register. */
    public final void push(int reg) {
        room();
        head(0x50 | reg & 7, reg >> 3);
    }

    /** push of a sign-extended immediate. */
    public final void pushImm(int imm) {
        room();
        if (imm == (byte) imm) {
            buf[pos++] = 0x6A;
            buf[pos++] = (byte) imm;
        } else {
            buf[pos++] = 0x68;
            put32(imm);
        }
    }

    /** push of [base + disp]. */
    public final void pushMem(int base, int disp) {
        mem(0xFF, 0, 6, base, disp);
    }

    /** pop of a 64-bit register. */
    public final void pop(int reg) {
        room();
        head(0x58 | reg & 7, reg >> 3);
    }

    /** pop of [base + disp]. */
    public final void popMem(int base, int disp) {
        mem(0x8F, 0, 0, base, disp);
    }

    /** pushfq. */
    public final void pushfq() {
        emit8(0x9C);
    }

    /** popfq. */
    public final void popfq() {
        emit8(0x9D);
    }
}
