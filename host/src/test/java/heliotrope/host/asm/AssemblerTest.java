package heliotrope.host.asm;

import static heliotrope.host.asm.Listing.at;
import static heliotrope.host.asm.Listing.imm;
import static heliotrope.host.asm.Listing.ptr;
import static heliotrope.host.asm.Listing.reg;
import static heliotrope.host.asm.Listing.xmm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Every family, size and addressing form against objdump. */
class AssemblerTest {
    private static final int[] ALL_SIZES = {8, 16, 32, 64};
    private static final int[] WIDE_SIZES = {16, 32, 64};
    private static final int[] BIG_SIZES = {32, 64};
    private static final int[] IMMEDIATES = {0, 1, -1, 127, -128, 128, -129, 0x1234, 0x12345678, Integer.MIN_VALUE};
    private static final int[] DISPLACEMENTS = {0, 8, 127, 128, -128, -129, 0x12345678, Integer.MIN_VALUE};
    /** Some plain registers and all that are special as base or index. */
    private static final int[] SOME = {0, 3, 4, 5, 8, 12, 13, 15};

    private static final String[] ALU = {"add", "or", "adc", "sbb", "and", "sub", "xor", "cmp"};
    private static final String[] SHIFT = {"rol", "ror", "rcl", "rcr", "shl", "shr", "", "sar"};
    private static final String[] UNARY = {"", "", "not", "neg", "mul", "imul", "div", "idiv"};
    private static final String[] CC = {
        "o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g",
    };
    private static final int[] SSE_OPS = {
        Assembler.SSE_SQRT, Assembler.SSE_ADD, Assembler.SSE_MUL, Assembler.SSE_SUB, Assembler.SSE_MIN,
        Assembler.SSE_DIV, Assembler.SSE_MAX,
    };
    private static final String[] SSE_NAMES = {"sqrt", "add", "mul", "sub", "min", "div", "max"};
    private static final int[] LOGIC_OPS = {
        Assembler.SSE_AND, Assembler.SSE_ANDN, Assembler.SSE_OR, Assembler.SSE_XOR,
    };
    private static final String[] LOGIC_NAMES = {"and", "andn", "or", "xor"};

    private final Listing l = new Listing();

    /** An instruction with a register and a memory operand at base + disp. */
    private interface Mem {
        void emit(Assembler a, int reg, int base, int disp);
    }

    /** An instruction with a register and a memory operand at base + index * scale + disp. */
    private interface MemX {
        void emit(Assembler a, int reg, int base, int index, int scale, int disp);
    }

    /** An instruction with two registers. */
    private interface Regs {
        void emit(Assembler a, int first, int second);
    }

    /** Name of a register. */
    private interface Name {
        String of(int reg);
    }

    private static Name gpr(int size) {
        return r -> reg(size, r);
    }

    /** {@code %r} in the pattern is the register, {@code %m} the memory operand. */
    private void mem(String pattern, int memSize, Name name, Mem form) {
        for (int r : SOME) {
            for (int base = 0; base < 16; base++) {
                for (int disp : r == 0 ? DISPLACEMENTS : new int[] {0, -16, 1000}) {
                    String text = pattern.replace("%r", name.of(r)).replace("%m", ptr(memSize) + at(base, disp));
                    form.emit(l.expect(text), r, base, disp);
                }
            }
        }
    }

    private void memX(String pattern, int memSize, Name name, MemX form) {
        for (int r : new int[] {1, 5, 9}) {
            for (int base : new int[] {-1, 0, 4, 5, 7, 8, 12, 13, 15}) {
                for (int index : new int[] {0, 5, 7, 8, 12, 13, 15}) {
                    for (int scale = 1; scale <= 8; scale *= 2) {
                        for (int disp : scale == 2 ? DISPLACEMENTS : new int[] {0, 64, -4096}) {
                            String operand = ptr(memSize) + at(base, index, scale, disp);
                            String text = pattern.replace("%r", name.of(r)).replace("%m", operand);
                            form.emit(l.expect(text), r, base, index, scale, disp);
                        }
                    }
                }
            }
        }
    }

    private void regs(String mnemonic, Name first, Name second, Regs form) {
        for (int i = 0; i < 16; i++) {
            for (int j = 0; j < 16; j++) {
                form.emit(l.expect(mnemonic + " " + first.of(i) + "," + second.of(j)), i, j);
            }
        }
    }

    private static boolean fits(int size, int value) {
        return size == 8 ? value == (byte) value : size != 16 || value == (short) value;
    }

    @Test
    void alu() throws Exception {
        for (int op = 0; op < 8; op++) {
            int o = op;
            for (int size : ALL_SIZES) {
                regs(ALU[op], gpr(size), gpr(size), (a, d, s) -> a.alu(o, size, d, s));
                mem(ALU[op] + " %r,%m", size, gpr(size), (a, r, b, d) -> a.aluMem(o, size, r, b, d));
                mem(ALU[op] + " %m,%r", size, gpr(size), (a, r, b, d) -> a.aluMemStore(o, size, b, d, r));
                for (int value : IMMEDIATES) {
                    if (!fits(size, value)) {
                        continue;
                    }
                    for (int r = 0; r < 16; r++) {
                        l.expect(ALU[op] + " " + reg(size, r) + "," + imm(size, value)).aluImm(op, size, r, value);
                        l.expect(ALU[op] + " " + ptr(size) + at(r, r) + "," + imm(size, value))
                                .aluMemImm(op, size, r, r, value);
                    }
                    l.expect(ALU[op] + " " + ptr(size) + at(13, 12, 4, -8) + "," + imm(size, value))
                            .aluMemImmX(op, size, 13, 12, 4, -8, value);
                }
            }
        }
        l.check();
    }

    @Test
    void aluIndexed() throws Exception {
        for (int size : ALL_SIZES) {
            memX("sub %r,%m", size, gpr(size), (a, r, b, i, s, d) -> a.aluMemX(Assembler.SUB, size, r, b, i, s, d));
            memX(
                    "adc %m,%r",
                    size,
                    gpr(size),
                    (a, r, b, i, s, d) -> a.aluMemStoreX(Assembler.ADC, size, b, i, s, d, r));
        }
        l.check();
    }

    @Test
    void test() throws Exception {
        for (int size : ALL_SIZES) {
            regs("test", gpr(size), gpr(size), (a, x, y) -> a.test(size, x, y));
            mem("test %m,%r", size, gpr(size), (a, r, b, d) -> a.testMem(size, b, d, r));
            for (int value : IMMEDIATES) {
                if (fits(size, value)) {
                    for (int r = 0; r < 16; r++) {
                        l.expect("test " + reg(size, r) + "," + imm(size, value)).testImm(size, r, value);
                        l.expect("test " + ptr(size) + at(r, -4) + "," + imm(size, value))
                                .testMemImm(size, r, -4, value);
                    }
                }
            }
        }
        l.check();
    }

    @Test
    void shifts() throws Exception {
        for (int op = 0; op < 8; op++) {
            if (op == 6) {
                continue;
            }
            for (int size : ALL_SIZES) {
                for (int r = 0; r < 16; r++) {
                    l.expect(SHIFT[op] + " " + reg(size, r) + ",cl").shiftCl(op, size, r);
                    for (int count : new int[] {1, 2, 7, 31}) {
                        String text = "," + (count == 1 ? "1" : imm(8, count));
                        l.expect(SHIFT[op] + " " + reg(size, r) + text).shiftImm(op, size, r, count);
                        l.expect(SHIFT[op] + " " + ptr(size) + at(r, 300) + text).shiftMemImm(op, size, r, 300, count);
                    }
                }
            }
        }
        for (int size : BIG_SIZES) {
            for (int d = 0; d < 16; d++) {
                for (int s = 0; s < 16; s++) {
                    int c = d + s & 15;
                    String operands = " " + reg(size, d) + "," + reg(size, s) + "," + reg(size, c);
                    l.expect("shlx" + operands).shiftVar(Assembler.SHL, size, d, s, c);
                    l.expect("shrx" + operands).shiftVar(Assembler.SHR, size, d, s, c);
                    l.expect("sarx" + operands).shiftVar(Assembler.SAR, size, d, s, c);
                }
            }
        }
        for (int size : WIDE_SIZES) {
            for (int d : SOME) {
                for (int s : SOME) {
                    String operands = " " + reg(size, d) + "," + reg(size, s) + ",0x5";
                    l.expect("shld" + operands).shiftDouble(true, size, d, s, 5);
                    l.expect("shrd" + operands).shiftDouble(false, size, d, s, 5);
                }
            }
        }
        l.check();
    }

    @Test
    void unaryAndMultiply() throws Exception {
        for (int op = 2; op < 8; op++) {
            for (int size : ALL_SIZES) {
                for (int r = 0; r < 16; r++) {
                    l.expect(UNARY[op] + " " + reg(size, r)).unary(op, size, r);
                    for (int disp : DISPLACEMENTS) {
                        l.expect(UNARY[op] + " " + ptr(size) + at(r, disp)).unaryMem(op, size, r, disp);
                    }
                }
            }
        }
        for (int size : WIDE_SIZES) {
            regs("imul", gpr(size), gpr(size), (a, d, s) -> a.imul(size, d, s));
            mem("imul %r,%m", size, gpr(size), (a, r, b, d) -> a.imulMem(size, r, b, d));
            for (int value : IMMEDIATES) {
                if (fits(size, value)) {
                    for (int r = 0; r < 16; r++) {
                        l.expect("imul " + reg(size, r) + "," + reg(size, 15 - r) + "," + imm(size, value))
                                .imulImm(size, r, 15 - r, value);
                    }
                }
            }
        }
        l.check();
    }

    @Test
    void moves() throws Exception {
        for (int size : ALL_SIZES) {
            regs("mov", gpr(size), gpr(size), (a, d, s) -> a.mov(size, d, s));
            mem("mov %m,%r", size, gpr(size), (a, r, b, d) -> a.store(size, b, d, r));
            memX("mov %m,%r", size, gpr(size), (a, r, b, i, s, d) -> a.storeX(size, b, i, s, d, r));
            String load = size < 32 ? "movzx" : "mov";
            Name whole = gpr(size == 64 ? 64 : 32);
            mem(load + " %r,%m", size, whole, (a, r, b, d) -> a.load(size, r, b, d));
            memX(load + " %r,%m", size, whole, (a, r, b, i, s, d) -> a.loadX(size, r, b, i, s, d));
            for (int value : IMMEDIATES) {
                if (fits(size, value)) {
                    for (int r = 0; r < 16; r++) {
                        l.expect("mov " + ptr(size) + at(r, 77) + "," + imm(size, value)).storeImm(size, r, 77, value);
                    }
                    l.expect("mov " + ptr(size) + at(4, 9, 2, 0x99999) + "," + imm(size, value))
                            .storeImmX(size, 4, 9, 2, 0x99999, value);
                }
            }
            if (size < 64) {
                regs(load, gpr(32), gpr(size), (a, d, s) -> a.movZx(size, d, s));
            }
            for (int wide : BIG_SIZES) {
                if (size < wide) {
                    String name = size == 32 ? "movsxd" : "movsx";
                    regs(name, gpr(wide), gpr(size), (a, d, s) -> a.movSx(size, wide, d, s));
                    mem(name + " %r,%m", size, gpr(wide), (a, r, b, d) -> a.loadSx(size, wide, r, b, d));
                    memX(
                            name + " %r,%m",
                            size,
                            gpr(wide),
                            (a, r, b, i, s, d) -> a.loadSxX(size, wide, r, b, i, s, d));
                }
            }
        }
        for (int r = 0; r < 16; r++) {
            l.expect("mov " + reg(32, r) + ",0xfedcba98").movImm32(r, 0xFEDCBA98);
            l.expect("mov " + reg(32, r) + ",0xfedcba98").movImm(r, 0xFEDCBA98L);
            l.expect("mov " + reg(64, r) + ",0xffffffff80000000").movImm(r, Integer.MIN_VALUE);
            l.expect("movabs " + reg(64, r) + ",0x123456789abcdef0").movImm(r, 0x123456789ABCDEF0L);
            l.expect("movabs " + reg(64, r) + ",0x1").movImm64(r, 1);
        }
        l.check();
    }

    @Test
    void byteReversal() throws Exception {
        for (int size : WIDE_SIZES) {
            mem("movbe %r,%m", size, gpr(size), (a, r, b, d) -> a.loadBe(size, r, b, d));
            mem("movbe %m,%r", size, gpr(size), (a, r, b, d) -> a.storeBe(size, b, d, r));
            memX("movbe %r,%m", size, gpr(size), (a, r, b, i, s, d) -> a.loadBeX(size, r, b, i, s, d));
            memX("movbe %m,%r", size, gpr(size), (a, r, b, i, s, d) -> a.storeBeX(size, b, i, s, d, r));
        }
        for (int size : BIG_SIZES) {
            for (int r = 0; r < 16; r++) {
                l.expect("bswap " + reg(size, r)).bswap(size, r);
            }
        }
        l.check();
    }

    @Test
    void addresses() throws Exception {
        for (int size : BIG_SIZES) {
            mem("lea %r,%m", 0, gpr(size), (a, r, b, d) -> a.lea(size, r, b, d));
            memX("lea %r,%m", 0, gpr(size), (a, r, b, i, s, d) -> a.leaX(size, r, b, i, s, d));
        }
        l.check();
    }

    @Test
    void exchanges() throws Exception {
        for (int size : ALL_SIZES) {
            for (int i = 0; i < 16; i++) {
                for (int j = 0; j < 16; j++) {
                    l.expect("xchg " + reg(size, i) + "," + reg(size, j)).xchg(size, i, j);
                }
            }
            mem("xchg %m,%r", size, gpr(size), (a, r, b, d) -> a.xchgMem(size, b, d, r));
            mem("lock cmpxchg %m,%r", size, gpr(size), (a, r, b, d) -> a.lockCmpxchg(size, b, d, r));
            memX(
                    "lock cmpxchg %m,%r",
                    size,
                    gpr(size),
                    (a, r, b, i, s, d) -> a.lockCmpxchgX(size, b, i, s, d, r));
            mem("lock add %m,%r", size, gpr(size), (a, r, b, d) -> {
                a.lock();
                a.aluMemStore(Assembler.ADD, size, b, d, r);
            });
        }
        l.check();
    }

    @Test
    void conditions() throws Exception {
        for (int cc = 0; cc < 16; cc++) {
            int c = cc;
            for (int r = 0; r < 16; r++) {
                l.expect("set" + CC[cc] + " " + reg(8, r)).setcc(cc, r);
                l.expect("set" + CC[cc] + " " + ptr(8) + at(r, 5)).setccMem(cc, r, 5);
            }
            for (int size : WIDE_SIZES) {
                for (int i : SOME) {
                    for (int j : SOME) {
                        l.expect("cmov" + CC[cc] + " " + reg(size, i) + "," + reg(size, j)).cmov(cc, size, i, j);
                    }
                }
                mem("cmov" + CC[cc] + " %r,%m", size, gpr(size), (a, r, b, d) -> a.cmovMem(c, size, r, b, d));
            }
        }
        l.check();
    }

    @Test
    void bitScans() throws Exception {
        for (int size : WIDE_SIZES) {
            regs("bsr", gpr(size), gpr(size), (a, d, s) -> a.bsr(size, d, s));
            regs("bsf", gpr(size), gpr(size), (a, d, s) -> a.bsf(size, d, s));
            for (int r = 0; r < 16; r++) {
                l.expect("bt " + reg(size, r) + ",0xb").btImm(size, r, 11);
                l.expect("bt " + ptr(size) + at(r, 68) + ",0xb").btMemImm(size, r, 68, 11);
            }
        }
        for (int size : BIG_SIZES) {
            regs("lzcnt", gpr(size), gpr(size), (a, d, s) -> a.lzcnt(size, d, s));
            regs("tzcnt", gpr(size), gpr(size), (a, d, s) -> a.tzcnt(size, d, s));
            regs("popcnt", gpr(size), gpr(size), (a, d, s) -> a.popcnt(size, d, s));
        }
        l.check();
    }

    @Test
    void stackAndMisc() throws Exception {
        for (int r = 0; r < 16; r++) {
            l.expect("push " + reg(64, r)).push(r);
            l.expect("pop " + reg(64, r)).pop(r);
            l.expect("push " + ptr(64) + at(r, 1)).pushMem(r, 1);
            l.expect("pop " + ptr(64) + at(r, 1000)).popMem(r, 1000);
            l.expect("jmp " + reg(64, r)).jmpReg(r);
            l.expect("call " + reg(64, r)).callReg(r);
            l.expect("jmp " + ptr(64) + at(r, 1040)).jmpMem(r, 1040);
            l.expect("call " + ptr(64) + at(r, 1040)).callMem(r, 1040);
            l.expect("jmp " + ptr(64) + at(r, 13, 8, 0)).jmpMemX(r, 13, 8, 0);
            l.expect("call " + ptr(64) + at(r, 13, 8, 64)).callMemX(r, 13, 8, 64);
            l.expect("ldmxcsr " + ptr(32) + at(r, 4)).ldmxcsr(r, 4);
            l.expect("stmxcsr " + ptr(32) + at(r, 4)).stmxcsr(r, 4);
        }
        l.expect("push 0x7f").pushImm(127);
        l.expect("push 0xffffffffffffff80").pushImm(-128);
        l.expect("push 0x80").pushImm(128);
        l.expect("pushf").pushfq();
        l.expect("popf").popfq();
        l.expect("cdq").cdq();
        l.expect("cqo").cqo();
        l.expect("syscall").syscall();
        l.expect("ret").ret();
        l.expect("int3").int3();
        l.expect("ud2").ud2();
        l.expect("hlt").hlt();
        l.expect("cpuid").cpuid();
        l.expect("rdtsc").rdtsc();
        l.expect("mfence").mfence();
        l.expect("pause").pause();
        l.expect("rep movs BYTE PTR es:[rdi],BYTE PTR ds:[rsi]").repMovsb();
        l.expect("rep stos BYTE PTR es:[rdi],al").repStosb();
        l.check();
    }

    @Test
    void nops() throws Exception {
        Assembler a = new Assembler();
        for (int n = 1; n <= 40; n++) {
            int before = a.pos;
            a.nop(n);
            assertEquals(before + n, a.pos);
        }
        for (String line : Listing.disassemble(a.toByteArray())) {
            assertTrue(line.contains(": nop") || line.endsWith(": xchg ax,ax"), line);
        }
        a.emit8(0x90);
        a.align(16);
        assertEquals(0, a.pos % 16);
        int pos = a.pos;
        a.align(16);
        assertEquals(pos, a.pos);
    }

    @Test
    void sseMoves() throws Exception {
        for (int size : BIG_SIZES) {
            String mov = size == 32 ? "movss" : "movsd";
            String cast = size == 32 ? "movd" : "movq";
            regs(mov, Listing::xmm, Listing::xmm, (a, d, s) -> a.sseMov(size, d, s));
            mem(mov + " %r,%m", size, Listing::xmm, (a, r, b, d) -> a.sseLoad(size, r, b, d));
            mem(mov + " %m,%r", size, Listing::xmm, (a, r, b, d) -> a.sseStore(size, b, d, r));
            memX(mov + " %r,%m", size, Listing::xmm, (a, r, b, i, s, d) -> a.sseLoadX(size, r, b, i, s, d));
            memX(mov + " %m,%r", size, Listing::xmm, (a, r, b, i, s, d) -> a.sseStoreX(size, b, i, s, d, r));
            regs(cast, Listing::xmm, gpr(size), (a, x, r) -> a.movToXmm(size, x, r));
            regs(cast, gpr(size), Listing::xmm, (a, r, x) -> a.movFromXmm(size, r, x));
        }
        regs("movaps", Listing::xmm, Listing::xmm, (a, d, s) -> a.movaps(d, s));
        mem("movups %r,%m", 128, Listing::xmm, (a, r, b, d) -> a.movupsLoad(r, b, d));
        mem("movups %m,%r", 128, Listing::xmm, (a, r, b, d) -> a.movupsStore(b, d, r));
        l.check();
    }

    @Test
    void sseArithmetic() throws Exception {
        for (int size : BIG_SIZES) {
            String s = size == 32 ? "ss" : "sd";
            String p = size == 32 ? "ps" : "pd";
            for (int i = 0; i < SSE_OPS.length; i++) {
                int op = SSE_OPS[i];
                regs(SSE_NAMES[i] + s, Listing::xmm, Listing::xmm, (a, d, x) -> a.sse(op, size, d, x));
                mem(SSE_NAMES[i] + s + " %r,%m", size, Listing::xmm, (a, r, b, d) -> a.sseMem(op, size, r, b, d));
            }
            memX(
                    "mul" + s + " %r,%m",
                    size,
                    Listing::xmm,
                    (a, r, b, i, c, d) -> a.sseMemX(Assembler.SSE_MUL, size, r, b, i, c, d));
            for (int i = 0; i < LOGIC_OPS.length; i++) {
                int op = LOGIC_OPS[i];
                regs(LOGIC_NAMES[i] + p, Listing::xmm, Listing::xmm, (a, d, x) -> a.sseLogic(op, size, d, x));
                mem(LOGIC_NAMES[i] + p + " %r,%m", 128, Listing::xmm, (a, r, b, d) ->
                        a.sseLogicMem(op, size, r, b, d));
            }
            regs("ucomi" + s, Listing::xmm, Listing::xmm, (a, x, y) -> a.ucomis(size, x, y));
            mem("ucomi" + s + " %r,%m", size, Listing::xmm, (a, r, b, d) -> a.ucomisMem(size, r, b, d));
            regs("comi" + s, Listing::xmm, Listing::xmm, (a, x, y) -> a.comis(size, x, y));
            mem("comi" + s + " %r,%m", size, Listing::xmm, (a, r, b, d) -> a.comisMem(size, r, b, d));
            for (int mode = 0; mode < 13; mode++) {
                for (int r = 0; r < 16; r++) {
                    l.expect("round" + s + " " + xmm(r) + "," + xmm(15 - r) + "," + imm(8, mode))
                            .round(size, r, 15 - r, mode);
                }
            }
        }
        regs("pxor", Listing::xmm, Listing::xmm, (a, d, s) -> a.pxor(d, s));
        regs("pshufb", Listing::xmm, Listing::xmm, (a, d, s) -> a.pshufb(d, s));
        for (int r = 0; r < 16; r++) {
            int s = r + 5 & 15;
            l.expect("vpshufb " + xmm(r) + "," + xmm(15 - r) + "," + xmm(s)).avxPshufb(r, 15 - r, s);
            l.expect("pinsrd " + xmm(r) + "," + gpr(32).of(s) + "," + imm(8, 1)).insert32(r, s, 1);
        }
        l.check();
    }

    @Test
    void sseConversions() throws Exception {
        for (int size : BIG_SIZES) {
            String s = size == 32 ? "ss" : "sd";
            String other = size == 32 ? "cvtss2sd" : "cvtsd2ss";
            regs(other, Listing::xmm, Listing::xmm, (a, d, x) -> a.cvtFloat(size, d, x));
            mem(other + " %r,%m", size, Listing::xmm, (a, r, b, d) -> a.cvtFloatMem(size, r, b, d));
            for (int n : BIG_SIZES) {
                regs("cvtsi2" + s, Listing::xmm, gpr(n), (a, d, r) -> a.cvtFromInt(size, n, d, r));
                mem("cvtsi2" + s + " %r,%m", n, Listing::xmm, (a, r, b, d) -> a.cvtFromIntMem(size, n, r, b, d));
                regs("cvt" + s + "2si", gpr(n), Listing::xmm, (a, r, x) -> a.cvtToInt(size, n, r, x));
                regs("cvtt" + s + "2si", gpr(n), Listing::xmm, (a, r, x) -> a.cvtToIntTruncating(size, n, r, x));
            }
        }
        l.check();
    }

    /** Forward and backward references of every instruction that takes a label. */
    @Test
    void labels() throws Exception {
        Assembler a = l.a;
        for (boolean forward : new boolean[] {false, true}) {
            int label = a.newLabel();
            if (!forward) {
                a.bind(label);
            }
            int end = a.pos + 300;
            String target = "0x" + Integer.toHexString(forward ? end : a.pos);
            if (!forward) {
                l.expect("j" + CC[10] + " " + target).jccShort(10, label);
                l.expect("jmp " + target).jmpShort(label);
            }
            for (int cc = 0; cc < 16; cc++) {
                l.expect("j" + CC[cc] + " " + target).jcc(cc, label);
            }
            l.expect("jmp " + target).jmp(label);
            l.expect("call " + target).call(label);
            l.expect("jmp 0x" + Integer.toHexString(a.pos + 5 + 0x1234)).jmpRel(0x1234);
            l.expect("jle 0x" + Integer.toHexString(a.pos + 6 + 0x1234)).jccRel(Assembler.CC_LE, 0x1234);
            rip("jmp QWORD PTR ", target, 6).jmpMemRip(label);
            rip("lea r9,", target, 7).leaRip(9, label);
            rip("lea r10,", "0x" + Integer.toHexString(a.pos + 7 + 0x20), 7).leaRipRel(10, 0x20);
            rip("lea rcx,", "0x" + Integer.toHexString(a.pos + 7 + 0x12345), 7).leaRipRel(1, 0x12345);
            rip("mov rax,QWORD PTR ", target, 7).loadRip(64, 0, label);
            rip("mov QWORD PTR ", target, 7, ",r15").storeRip(64, label, 15);
            rip("add rcx,QWORD PTR ", target, 7).aluMemRip(Assembler.ADD, 64, 1, label);
            rip("xor QWORD PTR ", target, 7, ",rdx").aluMemStoreRip(Assembler.XOR, 64, label, 2);
            rip("movsd xmm1,QWORD PTR ", target, 8).sseLoadRip(64, 1, label);
            rip("movss DWORD PTR ", target, 8, ",xmm2").sseStoreRip(32, label, 2);
            rip("addsd xmm3,QWORD PTR ", target, 8).sseMemRip(Assembler.SSE_ADD, 64, 3, label);
            rip("xorps xmm4,XMMWORD PTR ", target, 7).sseLogicRip(Assembler.SSE_XOR, 32, 4, label);
            if (forward) {
                l.expect("jmp " + target).jmpShort(label);
                l.expect("jp " + target).jccShort(Assembler.CC_P, label);
                while (a.pos < end) {
                    l.expect("int3").int3();
                }
                a.bind(label);
            }
            assertEquals(0, a.openReferences());
        }
        l.check();
    }

    @Test
    void shortJumpsAreChecked() {
        Assembler a = new Assembler();
        int back = a.here();
        a.nop(100);
        a.jmpShort(back);
        a.nop(100);
        assertThrows(IllegalStateException.class, () -> a.jmpShort(back));
    }

    private Assembler rip(String text, String target, int length) {
        return rip(text, target, length, "");
    }

    private Assembler rip(String text, String target, int length, String tail) {
        long distance = Long.decode(target) - (l.a.pos + length);
        return l.expect(text + "[rip+0x" + Long.toHexString(distance) + "]" + tail);
    }

    @Test
    void labelsAreChecked() {
        Assembler a = new Assembler();
        int label = a.newLabel();
        a.jmp(label);
        assertEquals(1, a.openReferences());
        assertThrows(IllegalStateException.class, a::toByteArray);
        assertThrows(IllegalStateException.class, () -> a.offsetOf(label));
        a.bindAt(label, 0x1000);
        assertThrows(IllegalStateException.class, () -> a.bind(label));
        assertArrayEquals(new byte[] {(byte) 0xE9, (byte) 0xFB, 0x0F, 0, 0}, a.toByteArray());
        assertThrows(IllegalArgumentException.class, () -> a.loadX(32, 0, 0, Assembler.RSP, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> a.loadX(32, 0, 0, 1, 3, 0));
        a.reset();
        assertEquals(0, a.pos);
        assertEquals(0, a.newLabel());
    }

    @Test
    void growsAndKeepsManyLabels() {
        Assembler a = new Assembler(1);
        int[] labels = new int[1000];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = a.newLabel();
            a.jmp(labels[i]);
        }
        for (int label : labels) {
            a.bind(label);
            a.ret();
        }
        byte[] code = a.toByteArray();
        assertEquals(6000, code.length);
        for (int i = 0; i < labels.length; i++) {
            assertEquals(5000 + i - (5 * i + 5), a.get32(5 * i + 1));
        }
    }
}
