package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.CC_B;
import static heliotrope.host.asm.Assembler.CC_BE;
import static heliotrope.host.asm.Assembler.CC_E;
import static heliotrope.host.asm.Assembler.CC_O;
import static heliotrope.host.asm.Assembler.CC_P;
import static heliotrope.host.asm.Assembler.CMP;
import static heliotrope.host.asm.Assembler.R15;

import heliotrope.engine.CpuState;
import heliotrope.host.CpuFeatures;
import heliotrope.host.asm.Assembler;
import heliotrope.ir.Op;

/**
 * Floating point with scalar SSE under the guest's MXCSR (all exceptions masked). Whatever makes a NaN (see {@link NanChecks}),
 * compares one or converts to an integer that does not fit leaves to the interpreter; these are the only
 * cases in which SSE raises "invalid". The dispatcher gives the invalid flag the value back that it had when
 * translated code was entered, and the interpreter raises it again if the guest's rules say so.
 */
abstract class FloatCompiler extends NanChecks {
    /** {@code imm} of conversions to integers. */
    private static final int NEAREST = 0, TO_ZERO = 1, UP = 2, CURRENT = 4;

    /** Suppresses the inexact flag in roundss, roundsd. */
    private static final int QUIET = 8;

    FloatCompiler(PinnedRegisters pins) {
        super(pins);
    }

    /** If the flags say so, the current instruction is interpreted. */
    private void slowIf(int cc) {
        jccToCold(cc);
        emitSlow();
    }

    /** add, sub, mul, div. */
    protected final void arithmetic(int i, int operation, int size) {
        int x = left[i];
        int y = right[i];
        begin(i);
        answerFor(i);
        int d;
        int m = foldable(y);
        if (m >= 0) {
            d = accumulates(i) ? takeXmm(x) : copyXmm(x);
            asm.sseMem(operation, size, d, R15, m);
        } else {
            int ry = toXmm(y);
            if (CpuFeatures.AVX && (wantsXmm(i) || reg[x] >= 0 && !dies(x) && !accumulates(i))) {
                int rx = toXmm(x);
                d = allocXmm(i) - XMM;
                asm.avx(operation, size, d, rx, ry);
            } else {
                d = accumulates(i) ? takeXmm(x) : copyXmm(x);
                asm.sse(operation, size, d, ry);
            }
        }
        end(i);
        arithmeticResult(i, d);
    }

    private void arithmeticResult(int i, int d) {
        if ((marks[i] & WAITS) != 0) {
            await(i, d + XMM);
        } else {
            result(i, d + XMM);
        }
    }

    /** Whether the result goes to the guest register that the left operand comes from: in a loop it stays in place. */
    private boolean accumulates(int i) {
        int x = left[i];
        int put = i + 1;
        return put < rows && left[put] == i && (op[put] == Op.PUTF32 || op[put] == Op.PUTF64)
                && (op[x] == Op.GETF32 || op[x] == Op.GETF64) && imm[put] == imm[x];
    }

    protected final void squareRoot(int i, int size) {
        begin(i);
        answerFor(i);
        int rx = toXmm(left[i]);
        int d = allocXmm(i) - XMM;
        asm.movaps(d, rx);
        asm.sse(Assembler.SSE_SQRT, size, d, rx);
        end(i);
        arithmeticResult(i, d);
    }

    /** FABS, FNEG. */
    protected final void sign(int i, boolean negate, int size) {
        begin(i);
        int d = copyXmm(left[i]);
        int mask = CpuState.FP_MASKS + (size == 32 ? 0 : 32) + (negate ? 16 : 0);
        asm.sseLogicMem(negate ? Assembler.SSE_XOR : Assembler.SSE_AND, size, d, R15, mask);
        end(i);
        result(i, d + XMM);
    }

    /** FABSA, FNEGA: as FABS, FNEG, but NaNs are the interpreter's. */
    protected final void arithmeticSign(int i, boolean negate, int size) {
        begin(i);
        answerFor(i);
        int d = copyXmm(left[i]);
        int mask = CpuState.FP_MASKS + (size == 32 ? 0 : 32) + (negate ? 16 : 0);
        asm.sseLogicMem(negate ? Assembler.SSE_XOR : Assembler.SSE_AND, size, d, R15, mask);
        end(i);
        arithmeticResult(i, d);
    }

    /** F32TOF64, F64TOF32. */
    protected final void convertFloat(int i, int fromSize) {
        begin(i);
        answerFor(i);
        int rx = toXmm(left[i]);
        int d = allocXmm(i) - XMM;
        asm.pxor(d, d);
        asm.cvtFloat(fromSize, d, rx);
        end(i);
        arithmeticResult(i, d);
    }

    protected final void fromInteger(int i, int size, int intSize) {
        begin(i);
        int r = toGpr(left[i]);
        int d = allocXmm(i) - XMM;
        asm.pxor(d, d);
        asm.cvtFromInt(size, intSize, d, r);
        end(i);
        result(i, d + XMM);
    }

    protected final void toInteger(int i, int size, int intSize) {
        int mode = (int) imm[i];
        begin(i);
        answerFor(i);
        int rx = toXmm(left[i]);
        int d = allocGpr();
        if (mode == TO_ZERO) {
            asm.cvtToIntTruncating(size, intSize, d, rx);
        } else if (mode == CURRENT) {
            asm.cvtToInt(size, intSize, d, rx);
        } else {
            int control = mode == NEAREST ? Assembler.ROUND_NEAREST : mode == UP ? Assembler.ROUND_UP
                    : Assembler.ROUND_DOWN;
            int t = allocXmm() - XMM;
            asm.round(size, t, rx, control | QUIET);
            asm.cvtToIntTruncating(size, intSize, d, t);
            asm.aluImm(CMP, intSize, d, 1);
            slowIf(CC_O);
            asm.round(size, t, rx, control); // raises inexact
            freeTemp(t + XMM);
            end(i);
            result(i, d);
            return;
        }
        asm.aluImm(CMP, intSize, d, 1); // overflows for the most negative integer, SSE's answer when it does not fit
        slowIf(CC_O);
        end(i);
        result(i, d);
    }

    protected final void compareFloat(int i, int size) {
        int kind = (int) imm[i] & 6;
        begin(i);
        answerFor(i);
        int rx = toXmm(left[i]);
        int m = foldable(right[i]);
        if (m >= 0) {
            asm.ucomisMem(size, rx, R15, m);
        } else {
            asm.ucomis(size, rx, toXmm(right[i]));
        }
        slowIf(CC_P);
        end(i);
        int d = allocGpr();
        if (kind == 0) {
            asm.movImm32(d, 0);
        } else {
            asm.setcc(kind == 2 ? CC_E : kind == 4 ? CC_B : CC_BE, d);
            asm.movZx(8, d, d);
        }
        result(i, d);
    }

    /** F32BITS, F64BITS. */
    protected final void toBits(int i, int size) {
        begin(i);
        int d = allocGpr();
        bitsToGpr(left[i], size, d);
        end(i);
        result(i, d);
    }

    /** BITSF32, BITSF64. */
    protected final void fromBits(int i, int size) {
        int v = left[i];
        begin(i);
        int d = allocXmm();
        int m = foldable(v);
        if (m >= 0) {
            asm.sseLoad(size, d - XMM, R15, m);
        } else {
            asm.movToXmm(size, d - XMM, toGpr(v));
        }
        end(i);
        result(i, d);
    }

    /** JOINF64. */
    protected final void join(int i) {
        begin(i);
        int low = toGpr(left[i]);
        int d = allocXmm(i);
        asm.movToXmm(32, d - XMM, low);
        if (!isConst(right[i]) || imm[right[i]] != 0) {
            asm.insert32(d - XMM, toGpr(right[i]), 1);
        }
        end(i);
        result(i, d);
    }

    /** SELF32, SELF64. */
    protected final void selectFloat(int i) {
        begin(i);
        int chosen = toXmm(right[i]);
        int d = copyXmm(third[i]);
        int cc = condition(i);
        if (chosen != d) {
            int over = asm.newLabel();
            asm.jccShort(cc ^ 1, over);
            asm.movaps(d, chosen);
            asm.bind(over);
        }
        end(i);
        result(i, d + XMM);
    }
}
