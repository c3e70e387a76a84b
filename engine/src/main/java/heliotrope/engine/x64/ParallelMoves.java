package heliotrope.engine.x64;

import static heliotrope.host.asm.Assembler.SSE_XOR;

import heliotrope.host.asm.Assembler;

/** Moves between registers as if all happened at once. Flags stay as they are. */
final class ParallelMoves {
    private final int[] to = new int[32];
    private final int[] from = new int[32];
    private int count;

    void clear() {
        count = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** A move between general or between SSE registers (from {@link Registers#XMM} on); no register is twice a target. */
    void add(int target, int source) {
        if (target != source) {
            to[count] = target;
            from[count++] = source;
        }
    }

    private void remove(int m) {
        count--;
        to[m] = to[count];
        from[m] = from[count];
    }

    private boolean isNeeded(int r) {
        for (int m = 0; m < count; m++) {
            if (from[m] == r) {
                return true;
            }
        }
        return false;
    }

    /** Emits the moves; there are none then. */
    void emit(Assembler asm) {
        while (count > 0) {
            int ready = -1;
            for (int m = 0; m < count && ready < 0; m++) {
                if (!isNeeded(to[m])) {
                    ready = m;
                }
            }
            if (ready >= 0) {
                move(asm, to[ready], from[ready]);
                remove(ready);
            } else {
                exchange(asm, to[0], from[0]);
            }
        }
    }

    private static void move(Assembler asm, int target, int source) {
        if (target >= Registers.XMM) {
            asm.movaps(target - Registers.XMM, source - Registers.XMM);
        } else {
            asm.mov(64, target, source);
        }
    }

    /**
     * Only cycles are left: exchanges, after which the first move is done and who wanted the other register's value
     * finds it in {@code source}.
     */
    private void exchange(Assembler asm, int target, int source) {
        if (target >= Registers.XMM) {
            int x = target - Registers.XMM;
            int y = source - Registers.XMM;
            asm.sseLogic(SSE_XOR, 32, x, y);
            asm.sseLogic(SSE_XOR, 32, y, x);
            asm.sseLogic(SSE_XOR, 32, x, y);
        } else {
            asm.xchg(64, target, source);
        }
        remove(0);
        for (int m = 0; m < count; m++) {
            if (from[m] == target) {
                from[m] = source;
            }
        }
        for (int m = count - 1; m >= 0; m--) {
            if (from[m] == to[m]) {
                remove(m);
            }
        }
    }
}
