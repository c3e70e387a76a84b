package heliotrope.engine.x64;

import heliotrope.host.asm.Assembler;
import java.util.Arrays;

/**
 * The guest registers that live in host registers wherever one block of translated code leads to another. In between,
 * in the code of a block, they are values like all others. The memory of such a register in the state block is right
 * only while Java looks at it: the entry stubs load it, the exit stubs store it ({@link ExitStubs}).
 *
 * <p>In modes of 32-bit registers the upper half of the host register is 0, and only the lower half is loaded and stored.
 */
public final class PinnedRegisters {
    /** Host registers; rax, rcx, rdx, rsi and rdi are what the exit stubs work with. */
    private static final int[] HOSTS = {
        Assembler.RBX, Assembler.RBP, Assembler.R8, Assembler.R9, Assembler.R10, Assembler.R11, Assembler.R12,
        Assembler.R13
    };

    /** Number of pinned registers. */
    final int count;
    /** Their 8-byte slots of the state block, all below 64. */
    final int[] slot;
    /** Host register by slot, or -1. */
    final int[] host = new int[Liveness.SLOTS];
    /** The host registers as bits. */
    final int hosts;
    /** The slots as bits. */
    final long slots;

    /** @param offsets offsets in the state block in order of preference; the first ones are pinned */
    public PinnedRegisters(int[] offsets) {
        count = Math.min(offsets.length, HOSTS.length);
        slot = new int[count];
        Arrays.fill(host, -1);
        int hostBits = 0;
        long slotBits = 0;
        for (int n = 0; n < count; n++) {
            int s = offsets[n] >>> 3;
            if (s >= 64 || (offsets[n] & 7) != 0 || host[s] >= 0) {
                throw new IllegalArgumentException("cannot pin the register at " + offsets[n]);
            }
            slot[n] = s;
            host[s] = HOSTS[n];
            hostBits |= 1 << HOSTS[n];
            slotBits |= 1L << s;
        }
        hosts = hostBits;
        slots = slotBits;
    }

    /** Emits the loads of all from the state block. */
    void load(Assembler asm, boolean wide) {
        for (int s : slot) {
            asm.load(wide ? 64 : 32, host[s], Assembler.R15, 8 * s);
        }
    }

    /** Emits the stores of all to the state block. */
    void store(Assembler asm, boolean wide) {
        for (int s : slot) {
            asm.store(wide ? 64 : 32, Assembler.R15, 8 * s, host[s]);
        }
    }
}
