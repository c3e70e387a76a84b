package heliotrope.mips;

/**
 * Backtraces of code that keeps no frame pointers, by reading function prologues backwards: the stack adjustment gives
 * the frame's size, the store of ra its caller. A guess, as every such unwinder's: code without a normal prologue ends
 * the walk.
 */
public final class MipsUnwinder {
    /** How far back a prologue is looked for, in instructions. */
    private static final int REACH = 8192;

    private static final int JR_RA = 0x03e00008;
    private static final int ADDIU_SP = 0x27bd, DADDIU_SP = 0x67bd, SW_RA_SP = 0xafbf, SD_RA_SP = 0xffbf;

    private MipsUnwinder() {}

    /** Guest memory as the unwinder reads it. */
    public interface Words {
        /** The aligned word at a guest address, zero-extended, or -1 if it cannot be read. */
        long word(long address);

        /** The aligned doubleword at a guest address, -1 if it cannot be read; here for big-endian memory. */
        default long doubleword(long address) {
            long high = word(address);
            long low = word(address + 4);
            return high < 0 || low < 0 ? -1 : high << 32 | low;
        }
    }

    /**
     * Fills {@code frames} with the pc of each caller, innermost first, and returns their number; {@code pc}'s own
     * frame is not one of them.
     *
     * @param pc where the thread is, with its stack pointer and return address
     */
    public static int callers(Words memory, long pc, long sp, long ra, long[] frames) {
        long at = pc;
        long stack = sp;
        int n = 0;
        while (n < frames.length) {
            long frameSize = 0;
            long saved = -1;
            boolean wide = false;
            for (int back = 1; back < REACH; back++) {
                long w = memory.word(at - 4L * back);
                if (w < 0 || w == JR_RA && back > 1) {
                    break;
                }
                int high = (int) (w >>> 16);
                short low = (short) w;
                if (high == SW_RA_SP || high == SD_RA_SP) {
                    wide = high == SD_RA_SP;
                    saved = low;
                } else if ((high == ADDIU_SP || high == DADDIU_SP) && low < 0) {
                    frameSize = -low;
                    break;
                }
            }
            long caller;
            if (saved >= 0 && saved < frameSize) {
                caller = wide ? memory.doubleword(stack + saved) : memory.word(stack + saved);
            } else if (n == 0) {
                caller = ra;
            } else {
                break;
            }
            if (caller <= 0 || (caller & 3) != 0 || memory.word(caller) < 0 || caller - 8 == at && frameSize == 0) {
                break;
            }
            at = caller - 8;
            stack += frameSize;
            frames[n++] = at;
        }
        return n;
    }
}
