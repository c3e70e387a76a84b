package heliotrope.mips.exec;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Where qemu 7.2 is known not to do what the manual says (one, the last, is ours), each exactly what it is; how often it
 * was met. The names, with
 * the manual's word, are those of conformance/random/explained.txt.
 */
final class Deviations {
    static final int QUIET_NAN = 0, TINY_TRAP = 1, FLUSH_ROUNDING = 2, FLUSH_FLAGS = 3, NEVER_TAKEN = 4, FLUSH_EARLY = 5,
            BREAK_CODE = 6, SIGN_CAUSE = 7, UNALIGNED = 8, MODEL = 9,
            SIGNAL_CAUSE = 10, FAULT_CAUSE = 11;

    private static final String[] NAMES = {
        "quiet-nan", "tiny-trap", "flush-rounding", "flush-flags", "never-taken", "flush-early", "break-code", "sign-cause",
        "unaligned", "model", "signal-cause", "fault-cause",
    };

    private final AtomicLongArray counts = new AtomicLongArray(NAMES.length);

    void count(int which) {
        counts.incrementAndGet(which);
    }

    void add(Deviations other) {
        for (int i = 0; i < NAMES.length; i++) {
            counts.addAndGet(i, other.met(i));
        }
    }

    /** How often any was met. */
    long all() {
        long all = 0;
        for (int i = 0; i < NAMES.length; i++) {
            all += met(i);
        }
        return all;
    }

    static int size() {
        return NAMES.length;
    }

    static String name(int which) {
        return NAMES[which];
    }

    long met(int which) {
        return counts.get(which);
    }

    /** Whether the difference is a known one; counts it. */
    boolean explain(Minimizer.Minimal minimal) {
        if (isFlushedEarly(minimal)) {
            count(FLUSH_EARLY);
            return true;
        }
        return false;
    }

    /**
     * Whether qemu has flushed a result that is tiny before it is rounded, but the least normal number after: one
     * register differs, and it is 0 with qemu.
     */
    private static boolean isFlushedEarly(Minimizer.Minimal minimal) {
        if (!minimal.chunk().flush) {
            return false;
        }
        Comparison comparison = minimal.comparison();
        int differing = 0;
        for (int slot = 0; slot < Chunk.SLOTS; slot++) {
            long theirs = comparison.value(true, 0, slot);
            long ours = comparison.value(false, 0, slot);
            if (theirs == ours || slot == Chunk.FCSR && theirs >>> 32 == ours >>> 32) {
                continue;
            }
            boolean wide = ours != (int) ours;
            long least = ours & (wide ? Long.MAX_VALUE : 0x7fffffffL);
            long zero = theirs & (wide ? Long.MAX_VALUE : 0x7fffffffL);
            differing++;
            if (slot < Chunk.FLOAT || slot >= Chunk.FCSR || zero != 0
                    || least != 0x00800000 && least != 0x00100000 && least != 0x0010000000000000L) {
                return false;
            }
        }
        return differing == 1;
    }
}
