package heliotrope.engine.interp;

import heliotrope.engine.CpuState;
import heliotrope.host.Window;
import heliotrope.ir.Frontend;
import heliotrope.ir.IrBlock;
import heliotrope.ir.Mode;
import heliotrope.ir.Nullable;
import heliotrope.ir.Op;
import heliotrope.ir.Trap;

/**
 * Executes IR blocks one operation after the other. What it computes is what every other engine must compute. One
 * object serves one thread.
 */
public final class Interpreter {
    private final Frontend frontend;
    private final MemoryOps memory = new MemoryOps();
    private int mode = -1;
    /** Of the mode. */
    private FloatingPointOps floatingPoint;
    private final int[] trap = new int[1];
    private boolean inDelaySlot;

    /** Results by row: I32 sign-extended, F32 zero-extended. */
    private long[] values = new long[256];

    public Interpreter(Frontend frontend) {
        this.frontend = frontend;
        this.floatingPoint = new FloatingPointOps(frontend.fpModel());
    }

    /** Has every store of the guest told to {@code log}, or to nobody. */
    public void logStores(@Nullable StoreLog log) {
        memory.log = log;
    }

    /** After a run that ended in a trap or a fault: whether the instruction sits in a delay slot (PC is its branch). */
    public boolean inDelaySlot() {
        return inDelaySlot;
    }

    /**
     * Runs one block on the guest state of a thread. EXIT_REASON and PC of the state block are set when it returns, as
     * are
     *
     * <ul>
     *   <li>for LINK: LINK_SITE to 0, as there is no jump to patch; PC is the next instruction, as it is for LOOKUP;
     *   <li>for SYSCALL and TRAP: EXIT_ARG; PC is the instruction, or the branch before it if {@link #inDelaySlot};
     *   <li>for FAULT: FAULT_SIGNAL and FAULT_CODE as Linux numbers, FAULT_ADDRESS to the <em>guest</em> address,
     *       FAULT_ERROR with bit 1 for a write; PC as for traps.
     * </ul>
     *
     * At a trap or a fault the guest registers are as the PUTs before the offending operation left them.
     *
     * @return one of the REASON constants of {@link CpuState}
     */
    public int run(IrBlock block, CpuState state, Window window) {
        if (block.mode != mode) {
            mode = block.mode;
            floatingPoint = new FloatingPointOps(frontend.fpModel(mode));
        }
        int size = block.size;
        if (values.length < size) {
            values = new long[Math.max(size, 2 * values.length)];
        }
        long[] v = values;
        int[] left = block.a;
        int[] right = block.b;
        memory.begin(block, window);
        long insnPc = block.pc;
        boolean delaySlot = false;
        for (int i = 0; i < size; i++) {
            int op = block.op[i];
            int a = left[i];
            if (op == Op.INSN) {
                insnPc = block.imm[i];
                delaySlot = a != 0;
                continue;
            }
            long x = a < 0 ? 0 : v[a];
            if (op < Op.ADD32) {
                v[i] = access(op, block.imm[i], x, state);
                continue;
            }
            int b = right[i];
            long y = b < 0 ? 0 : v[b];
            if (op < Op.LD8U) {
                int c = block.c[i];
                v[i] = IntegerOps.evaluate(op, x, y, c < 0 ? 0 : v[c]);
            } else if (op < Op.FADD32 || op == Op.LDU32 || op == Op.LDU64) {
                int type = a < 0 ? Op.NONE : Op.TYPE[block.op[a]];
                v[i] = memory.evaluate(op, x, type, block.imm[i], y, state);
                if (memory.faulted) {
                    return stop(CpuState.REASON_FAULT, insnPc, delaySlot, block, state);
                }
            } else if (op < Op.SELF32) {
                v[i] = floatingPoint.evaluate(op, x, y, (int) block.imm[i], state);
                if (floatingPoint.trapped) {
                    state.put32(CpuState.EXIT_ARG, Trap.of(Trap.FP, 0));
                    return stop(CpuState.REASON_TRAP, insnPc, delaySlot, block, state);
                }
            } else if (op < Op.HELPER) { // SELF32, SELF64
                v[i] = (int) x != 0 ? y : v[block.c[i]];
            } else if (op < Op.EXIT_IF) {
                trap[0] = 0;
                long r = frontend.helper((int) block.imm[i], state, x, y, trap);
                v[i] = op == Op.HELPER32 ? (int) r : r;
                if (trap[0] != 0) {
                    state.put32(CpuState.EXIT_ARG, trap[0]);
                    return stop(CpuState.REASON_TRAP, insnPc, delaySlot, block, state);
                }
            } else {
                switch (op) {
                    case Op.JOINF64 -> v[i] = y << 32 | x & 0xffffffffL;
                    case Op.EXIT_IF -> {
                        if ((int) x != 0) {
                            return leave(CpuState.REASON_LINK, block.imm[i], block, state);
                        }
                    }
                    case Op.TRAP_IF -> {
                        if ((int) x != 0) {
                            state.put32(CpuState.EXIT_ARG, (int) block.imm[i]);
                            return stop(CpuState.REASON_TRAP, insnPc, delaySlot, block, state);
                        }
                    }
                    case Op.EXIT -> {
                        return leave(CpuState.REASON_LINK, block.imm[i], block, state);
                    }
                    case Op.EXIT_REG -> {
                        return leave(CpuState.REASON_LOOKUP, x, block, state);
                    }
                    case Op.SYSCALL -> {
                        state.put32(CpuState.EXIT_ARG, (int) block.imm[i]);
                        return stop(CpuState.REASON_SYSCALL, insnPc, delaySlot, block, state);
                    }
                    case Op.EXIT_UNLESS -> {
                        if (address(x, block) != address(block.imm[i], block)) {
                            return leave(CpuState.REASON_LOOKUP, x, block, state);
                        }
                    }
                    case Op.TRAP -> {
                        state.put32(CpuState.EXIT_ARG, (int) block.imm[i]);
                        return stop(CpuState.REASON_TRAP, insnPc, delaySlot, block, state);
                    }
                    default -> throw new IllegalStateException("no such operation: " + op);
                }
            }
        }
        throw new IllegalStateException("block at 0x" + Long.toHexString(block.pc) + " has no end");
    }

    /** Constants and guest state. */
    private static long access(int op, long imm, long x, CpuState state) {
        switch (op) {
            case Op.CONST32 -> {
                return (int) imm;
            }
            case Op.CONST64, Op.CONSTF64 -> {
                return imm;
            }
            case Op.CONSTF32 -> {
                return imm & 0xffffffffL;
            }
            case Op.GET32 -> {
                return state.get32((int) imm);
            }
            case Op.GETF32 -> {
                return state.get32((int) imm) & 0xffffffffL;
            }
            case Op.GET64, Op.GETF64 -> {
                return state.get64((int) imm);
            }
            case Op.PUT32, Op.PUTF32 -> state.put32((int) imm, (int) x);
            case Op.PUT64, Op.PUTF64 -> state.put64((int) imm, x);
            default -> throw new IllegalStateException("no access to guest state: " + op);
        }
        return 0;
    }

    /** Leaves for another block. */
    private static int leave(int reason, long target, IrBlock block, CpuState state) {
        state.pc(address(target, block));
        state.put64(CpuState.LINK_SITE, 0);
        state.put32(CpuState.EXIT_REASON, reason);
        return reason;
    }

    /** Stops at an instruction. */
    private int stop(int reason, long insnPc, boolean delaySlot, IrBlock block, CpuState state) {
        inDelaySlot = delaySlot;
        state.pc(address(delaySlot ? insnPc - 4 : insnPc, block));
        state.put32(CpuState.EXIT_REASON, reason);
        return reason;
    }

    private static long address(long pc, IrBlock block) {
        return (block.mode & Mode.ADDR64) != 0 ? pc : pc & 0xffffffffL;
    }
}
