package heliotrope.host.asm;

/** Jumps, calls and the instructions without operands of {@link Assembler}. */
abstract class ControlAssembler extends IntegerAssembler {
    /** The recommended multi-byte nops of 1 to 9 bytes (Intel SDM, NOP), one after the other. */
    private static final byte[] NOPS = {
        (byte) 0x90,
        0x66, (byte) 0x90,
        0x0F, 0x1F, 0x00,
        0x0F, 0x1F, 0x40, 0x00,
        0x0F, 0x1F, 0x44, 0x00, 0x00,
        0x66, 0x0F, 0x1F, 0x44, 0x00, 0x00,
        0x0F, 0x1F, (byte) 0x80, 0x00, 0x00, 0x00, 0x00,
        0x0F, 0x1F, (byte) 0x84, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x66, 0x0F, 0x1F, (byte) 0x84, 0x00, 0x00, 0x00, 0x00, 0x00,
    };

    ControlAssembler(int initialCapacity) {
        super(initialCapacity);
    }

    /** Conditional jump, always six bytes, the distance in the last four. */
    public final void jcc(int cc, int label) {
        room();
        buf[pos++] = 0x0F;
        buf[pos++] = (byte) (0x80 | cc);
        rel32(label, 0);
    }

    /** Conditional jump of two bytes; the label must end up within 128 bytes. */
    public final void jccShort(int cc, int label) {
        room();
        buf[pos++] = (byte) (0x70 | cc);
        rel8(label);
    }

    /** Conditional jump with a given distance from its end. */
    public final void jccRel(int cc, int distance) {
        room();
        buf[pos++] = 0x0F;
        buf[pos++] = (byte) (0x80 | cc);
        put32(distance);
    }

    /** Jump, always five bytes, the distance in the last four. */
    public final void jmp(int label) {
        room();
        buf[pos++] = (byte) 0xE9;
        rel32(label, 0);
    }

    /** Jump of two bytes; the label must end up within 128 bytes. */
    public final void jmpShort(int label) {
        room();
        buf[pos++] = (byte) 0xEB;
        rel8(label);
    }

    /** Jump with a given distance from its end. */
    public final void jmpRel(int distance) {
        room();
        buf[pos++] = (byte) 0xE9;
        put32(distance);
    }

    /** Jump to the address in a register. */
    public final void jmpReg(int reg) {
        rr(0xFF, 0, 4, reg);
    }

    /** Jump to the address at [base + disp]. */
    public final void jmpMem(int base, int disp) {
        mem(0xFF, 0, 4, base, disp);
    }

    /** Jump to the address at [base + index * scale + disp]. */
    public final void jmpMemX(int base, int index, int scale, int disp) {
        memX(0xFF, 0, 4, base, index, scale, disp);
    }

    /** Jump to the address at [label]. */
    public final void jmpMemRip(int label) {
        memRip(0xFF, 0, 4, label, 0);
    }

    /** Call of a label. */
    public final void call(int label) {
        room();
        buf[pos++] = (byte) 0xE8;
        rel32(label, 0);
    }

    /** Call of the address in a register. */
    public final void callReg(int reg) {
        rr(0xFF, 0, 2, reg);
    }

    /** Call of the address at [base + disp]. */
    public final void callMem(int base, int disp) {
        mem(0xFF, 0, 2, base, disp);
    }

    /** Call of the address at [base + index * scale + disp]. */
    public final void callMemX(int base, int index, int scale, int disp) {
        memX(0xFF, 0, 2, base, index, scale, disp);
    }

    /** ret. */
    public final void ret() {
        emit8(0xC3);
    }

    /** syscall: clobbers rcx and r11. */
    public final void syscall() {
        emit8(0x0F);
        emit8(0x05);
    }

    /** int3: SIGTRAP. */
    public final void int3() {
        emit8(0xCC);
    }

    /** ud2: SIGILL. */
    public final void ud2() {
        emit8(0x0F);
        emit8(0x0B);
    }

    /** hlt: a protection fault for programs, SIGSEGV with SI_KERNEL and no address. */
    public final void hlt() {
        emit8(0xF4);
    }

    /** cpuid. */
    public final void cpuid() {
        emit8(0x0F);
        emit8(0xA2);
    }

    /** rdtsc: edx:eax = time-stamp counter. */
    public final void rdtsc() {
        emit8(0x0F);
        emit8(0x31);
    }

    /** mfence. */
    public final void mfence() {
        emit8(0x0F);
        emit8(0xAE);
        emit8(0xF0);
    }

    /** pause. */
    public final void pause() {
        emit8(0xF3);
        emit8(0x90);
    }

    /** rep movsb: copies rcx bytes from [rsi] to [rdi]. */
    public final void repMovsb() {
        emit8(0xF3);
        emit8(0xA4);
    }

    /** rep stosb: stores al rcx times at [rdi]. */
    public final void repStosb() {
        emit8(0xF3);
        emit8(0xAA);
    }

    /** {@code bytes} of multi-byte nops. */
    public final void nop(int bytes) {
        int left = bytes;
        while (left > 0) {
            int n = Math.min(left, 9);
            room();
            System.arraycopy(NOPS, n * (n - 1) / 2, buf, pos, n);
            pos += n;
            left -= n;
        }
    }

    /** Nops up to the next multiple of {@code alignment} (a power of two). */
    public final void align(int alignment) {
        nop(-pos & alignment - 1);
    }
}
