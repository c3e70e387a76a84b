package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.CC_E;
import static heliotrope.host.asm.Assembler.CC_NE;
import static heliotrope.host.asm.Assembler.CMP;
import static heliotrope.host.asm.Assembler.OR;
import static heliotrope.host.asm.Assembler.R14;
import static heliotrope.host.asm.Assembler.R15;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.SAR;
import static heliotrope.host.asm.Assembler.SHL;
import static heliotrope.host.asm.Assembler.SHR;

import heliotrope.engine.CpuState;
import heliotrope.host.CpuFeatures;
import heliotrope.host.Nullable;
import heliotrope.ir.Op;

/**
 * Loads and stores of guest memory: {@code [r14 + address + displacement]} with a zero-extended 32-bit address, or a
 * 64-bit one that was checked to lie in the window, once per value and block. A wrong address ends in a guard zone, an
 * inaccessible page or an instruction that faults; the host's fault is made precise by compiling the block again with
 * a {@link FaultRecord}.
 */
abstract class MemoryCompiler extends IntegerCompiler {
    /** Where a fault is looked for, and its offset in the code; null and -1 in ordinary compilations. */
    protected @Nullable FaultRecord record;
    protected int recordAt = -1;
    /** The same as an offset in the cold code. */
    protected int recordColdAt = -1;

    /** Most instructions that are translated as one. */
    private static final int MOST_IN_ONE = 32;

    /** Displacements of two accesses of which the second relies on the check of the first are less than a guard zone. */
    protected static final int NEAR = 16384;

    /** By value: number of the run in which compiled code made sure that it is an address in the window. */
    private int[] inWindow = new int[256];
    private int run;

    /** Address operand of the current row: host register or -1, and displacement. */
    private int index;
    private int disp;
    private int addressTemp;
    private int row;

    MemoryCompiler(PinnedRegisters pins) {
        super(pins);
    }

    /** Prepares the address operand of row {@code i}. */
    private void address(int i) {
        int v = left[i];
        row = i;
        disp = (int) imm[i];
        addressTemp = -1;
        if (wide) {
            wideAddress(v);
        } else if (isConst(v)) {
            long at = (imm[v] & 0xffffffffL) + disp;
            if (at >= 0 && at <= Integer.MAX_VALUE) {
                index = -1;
                disp = (int) at;
                return;
            }
            addressTemp = allocGpr();
            asm.movImm32(addressTemp, (int) imm[v]);
            index = addressTemp;
        } else if (Op.TYPE[op[v]] == Op.I64) {
            int m = memory(v);
            addressTemp = allocGpr();
            if (m >= 0) {
                asm.load(32, addressTemp, R15, m);
            } else {
                asm.mov(32, addressTemp, toGpr(v));
            }
            index = addressTemp;
        } else {
            index = toGpr(v);
        }
    }

    /** 64-bit addresses. */
    private void wideAddress(int v) {
        if (isConst(v) && imm[v] >= 0 && imm[v] + disp >= 0 && imm[v] + disp <= Integer.MAX_VALUE) {
            index = -1;
            disp += (int) imm[v];
            return;
        }
        index = toGpr(v);
        if (Op.TYPE[op[v]] == Op.I32) {
            // Wraps at 4 GiB, which is in the midst of the window.
            addressTemp = allocGpr();
            asm.lea(32, addressTemp, index, disp);
            index = addressTemp;
            disp = 0;
        } else if (inWindow[v] != run && !isNearChecked(v)) {
            inWindow[v] = run;
            checkAddress();
        }
    }

    /** Whether the access is near an address that was checked: one to which its base adds constants. */
    private boolean isNearChecked(int v) {
        long distance = disp;
        int at = v;
        while (op[at] == Op.ADD64 && op[right[at]] == Op.CONST64 && Math.abs(imm[right[at]]) <= NEAR
                && Math.abs(distance) <= NEAR) {
            distance += imm[right[at]];
            at = left[at];
            if (inWindow[at] == run) {
                return Math.abs(distance) <= NEAR;
            }
        }
        return false;
    }

    /**
     * Stops the access if the 64-bit number in {@link #index} is no address in the window. (Displacements are covered
     * by the guard zones.)
     */
    private void checkAddress() {
        asm.testMem(64, R15, CpuState.ADDRESS_MASK, index);
        jccToCold(CC_NE);
        if (cold.pos == recordColdAt) {
            recordFault();
        }
        cold.hlt();
    }

    /** The same for a value in a register, before a loop whose rounds rely on it; its start is interpreted if bad. */
    protected final void checkBeforeLoop(int v, int r) {
        asm.testMem(64, R15, CpuState.ADDRESS_MASK, r);
        jccToCold(CC_NE);
        emitSlow();
        inWindow[v] = run;
    }

    protected final void openMemory(int size) {
        if (inWindow.length < size) {
            inWindow = new int[op.length];
            run = 0;
        }
        run++;
    }

    private void addressDone() {
        if (addressTemp >= 0) {
            freeTemp(addressTemp);
        }
    }

    /** To be called right before an instruction that accesses guest memory. */
    private void site() {
        if (asm.pos == recordAt) {
            recordFault();
        }
    }

    private void recordFault() {
        FaultRecord r = record;
        if (r != null) {
            r.found = true;
            r.stretch = waitingCount > 0 ? stretchLength : instructions();
            r.pc = waitingCount > 0 ? stretchPc : faultPc();
            r.delaySlot = inDelaySlot;
            r.addressRegister = index;
            r.displacement = disp;
            r.write = op[row] >= Op.ST8 && op[row] <= Op.STF64 || op[row] >= Op.SC32;
            r.bytes = bytes(op[row]);
            r.addressMask = wide ? -1 : 0xffffffffL;
            if (waitingCount > 0) {
                recordBefore(r);
            } else {
                recordSlots(r);
            }
        }
    }

    /** How many guest instructions the one at hand stands for if several were translated as one; else 0. */
    private int instructions() {
        if (inDelaySlot) {
            return 0;
        }
        boolean several = false;
        int r = resumeRow(row) + 1;
        while (r < rows && op[r] != Op.INSN && op[r] != Op.EXIT) {
            several |= op[r] == Op.LDU32 || op[r] == Op.LDU64;
            r++;
        }
        long count = r < rows ? imm[r] - insnPc >> 2 : 1;
        return several && count > 1 && count <= MOST_IN_ONE ? (int) count : 0;
    }

    private static int bytes(int o) {
        return switch (o) {
            case Op.LD8U, Op.LD8S, Op.ST8 -> 1;
            case Op.LD16U, Op.LD16S, Op.ST16 -> 2;
            case Op.LDU32, Op.LDU64 -> 1; // as far as alignment goes
            case Op.LD32, Op.LDF32, Op.ST32, Op.STF32, Op.LL32, Op.SC32 -> 4;
            default -> 8;
        };
    }

    /** Plain load of {@code size} bits, zero-extended. */
    private void plain(int size, int d) {
        site();
        if (index < 0) {
            asm.load(size, d, R14, disp);
        } else {
            asm.loadX(size, d, R14, index, 1, disp);
        }
    }

    /** Load of 32 or 64 bits in the guest's byte order. */
    private void ordered(int size, int d) {
        if (!bigEndian) {
            plain(size, d);
            return;
        }
        site();
        if (index < 0) {
            asm.loadBe(size, d, R14, disp);
        } else {
            asm.loadBeX(size, d, R14, index, 1, disp);
        }
    }

    /** LD8U .. LD64. */
    protected final void load(int i) {
        begin(i);
        aim(i);
        address(i);
        int d = allocResult();
        int o = op[i];
        switch (o) {
            case Op.LD8U -> plain(8, d);
            case Op.LD8S -> signed(8, d);
            case Op.LD16U, Op.LD16S -> {
                if (bigEndian) {
                    plain(16, d);
                    asm.bswap(32, d);
                    asm.shiftImm(o == Op.LD16U ? SHR : SAR, 32, d, 16);
                } else if (o == Op.LD16U) {
                    plain(16, d);
                } else {
                    signed(16, d);
                }
            }
            default -> ordered(o == Op.LD32 ? 32 : 64, d);
        }
        addressDone();
        end(i);
        result(i, d);
    }

    /**
     * LDU32, LDU64: EFLAGS.AC is set, but masked vector loads are not checked for alignment, nor do they touch what is masked
     * out. Without them byte by byte.
     */
    protected final void loadUnaligned(int i, int size) {
        begin(i);
        address(i);
        if (index < 0) {
            addressTemp = allocTemporary();
            asm.movImm32(addressTemp, disp);
            index = addressTemp;
            disp = 0;
        }
        int d = allocResult();
        if (CpuFeatures.AVX) {
            int x = allocXmm();
            asm.movupsLoad(x - XMM, R15, size == 32 ? CpuState.MASK32 : CpuState.MASK64);
            site();
            asm.maskedLoadX(x - XMM, x - XMM, R14, index, disp);
            asm.movFromXmm(size, d, x - XMM);
            freeTemp(x);
            if (bigEndian) {
                asm.bswap(size, d);
            }
        } else {
            bytes(size / 8, d);
        }
        addressDone();
        end(i);
        result(i, d);
    }

    private void bytes(int count, int d) {
        int t = allocTemporary();
        int sum = allocTemporary();
        asm.movImm32(sum, 0);
        for (int k = 0; k < count; k++) {
            site();
            asm.loadX(8, t, R14, index, 1, disp);
            disp++;
            if (bigEndian) {
                asm.shiftImm(SHL, 64, sum, 8);
            } else {
                asm.shiftImm(SHL, 64, t, 8 * k);
            }
            asm.alu(OR, 64, sum, t);
        }
        asm.mov(64, d, sum);
        freeTemp(sum);
        freeTemp(t);
    }

    private void signed(int size, int d) {
        site();
        if (index < 0) {
            asm.loadSx(size, 32, d, R14, disp);
        } else {
            asm.loadSxX(size, 32, d, R14, index, 1, disp);
        }
    }

    protected final void loadFloat(int i, int size) {
        begin(i);
        address(i);
        int x = allocLoaded(i);
        site();
        if (index < 0) {
            asm.sseLoad(size, x - XMM, R14, disp);
        } else {
            asm.sseLoadX(size, x - XMM, R14, index, 1, disp);
        }
        if (bigEndian) {
            reverse(size, x - XMM);
        }
        loaded(x);
        addressDone();
        end(i);
        result(i, x);
    }

    /** ST8 .. ST64; {@code size} in bits. */
    protected final void store(int i, int size) {
        int v = right[i];
        begin(i);
        address(i);
        if (isConst(v)) {
            long value = !bigEndian || size == 8 ? imm[v]
                    : size == 16 ? Short.reverseBytes((short) imm[v])
                    : size == 32 ? Integer.reverseBytes((int) imm[v]) : Long.reverseBytes(imm[v]);
            if (size != 64 || value == (int) value) {
                site();
                if (index < 0) {
                    asm.storeImm(size, R14, disp, (int) value);
                } else {
                    asm.storeImmX(size, R14, index, 1, disp, (int) value);
                }
                addressDone();
                end(i);
                return;
            }
        }
        storeRegister(size, toGpr(v));
        addressDone();
        end(i);
    }

    private void storeRegister(int size, int r) {
        site();
        if (bigEndian && size != 8) {
            if (index < 0) {
                asm.storeBe(size, R14, disp, r);
            } else {
                asm.storeBeX(size, R14, index, 1, disp, r);
            }
        } else if (index < 0) {
            asm.store(size, R14, disp, r);
        } else {
            asm.storeX(size, R14, index, 1, disp, r);
        }
    }

    protected final void storeFloat(int i, int size) {
        int v = right[i];
        begin(i);
        address(i);
        if (reg[v] >= 0) {
            int x = bigEndian ? reversed(size, v) : reg[v] - XMM;
            site();
            if (index < 0) {
                asm.sseStore(size, R14, disp, x);
            } else {
                asm.sseStoreX(size, R14, index, 1, disp, x);
            }
            if (bigEndian) {
                freeTemp(x + XMM);
            }
        } else {
            int t = allocGpr();
            bitsToGpr(v, size, t);
            storeRegister(size, t);
            freeTemp(t);
        }
        addressDone();
        end(i);
    }

    /** Reverses the bytes of a number in an SSE register. */
    private void reverse(int size, int x) {
        if (size == 64) {
            asm.pshufb(x, REVERSE64);
        } else {
            asm.pshufbMem(x, R15, CpuState.REVERSE32);
        }
    }

    /** A value with its bytes reversed in an SSE register of its own. */
    private int reversed(int size, int v) {
        if (CpuFeatures.AVX && !dies(v)) {
            int x = toXmm(v);
            int d = allocXmm() - XMM;
            if (size == 64) {
                asm.avxPshufb(d, x, REVERSE64);
            } else {
                asm.avxPshufbMem(d, x, R15, CpuState.REVERSE32);
            }
            return d;
        }
        int d = copyXmm(v);
        reverse(size, d);
        return d;
    }

    /** The bits of a floating-point value in a general register. */
    protected final void bitsToGpr(int v, int size, int t) {
        if (reg[v] >= 0) {
            asm.movFromXmm(size, t, reg[v] - XMM);
        } else if (isConst(v)) {
            asm.movImm(t, size == 32 ? imm[v] & 0xffffffffL : imm[v]);
        } else {
            asm.load(size, t, R15, memory(v));
        }
    }

    /** The wrapped address of the row in a register that may be overwritten; the address operand from now on. */
    private void effectiveAddress(int i) {
        boolean is64 = wide && Op.TYPE[op[left[i]]] == Op.I64;
        if (is64) {
            row = i;
            disp = (int) imm[i];
            addressTemp = -1;
            index = toGpr(left[i]);
        } else {
            address(i);
        }
        int t = allocGpr();
        if (index < 0) {
            asm.movImm32(t, disp);
        } else {
            asm.lea(is64 ? 64 : 32, t, index, disp);
        }
        addressDone();
        addressTemp = t;
        index = t;
        disp = 0;
        if (is64) {
            checkAddress();
        }
    }

    protected final void loadLinked(int i, int size) {
        begin(i);
        effectiveAddress(i);
        int d = allocGpr();
        ordered(size, d);
        asm.store(64, R15, CpuState.LINK_ADDRESS, index);
        asm.store(64, R15, CpuState.LINK_VALUE, d);
        addressDone();
        end(i);
        result(i, d);
    }

    protected final void storeConditional(int i, int size) {
        int v = right[i];
        begin(i);
        takeFixed(RAX); // before temporaries, which cannot move
        effectiveAddress(i);
        int n = allocGpr();
        asm.mov(size, n, toGpr(v));
        asm.load(size, RAX, R15, CpuState.LINK_VALUE);
        if (bigEndian) {
            asm.bswap(size, n);
            asm.bswap(size, RAX);
        }
        asm.aluMem(CMP, 64, index, R15, CpuState.LINK_ADDRESS);
        int unlinked = jccOpen(CC_NE);
        site();
        asm.lockCmpxchgX(size, R14, index, 1, 0, n);
        asm.storeImm(64, R15, CpuState.LINK_ADDRESS, -1);
        asm.setcc(CC_E, RAX);
        asm.movZx(8, RAX, RAX);
        bindCold(unlinked);
        int aligned = cold.newLabel();
        cold.testImm(32, index, size / 8 - 1);
        cold.jcc(CC_E, aligned);
        emitSlow(); // raises the fault
        cold.bind(aligned);
        cold.storeImm(64, R15, CpuState.LINK_ADDRESS, -1);
        cold.movImm32(RAX, 0);
        coldToMain(asm.pos);
        freeTemp(n);
        addressDone();
        end(i);
        result(i, RAX);
    }
}
