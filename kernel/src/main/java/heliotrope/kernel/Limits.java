package heliotrope.kernel;

import java.util.Arrays;

/** Resource limits of a process, by Linux RLIMIT_ number. Only STACK, DATA, AS and NOFILE have an effect. */
public final class Limits {
    public static final long INFINITY = Long.MAX_VALUE;
    public static final int COUNT = 16;

    final long[] soft = new long[COUNT];
    final long[] hard = new long[COUNT];

    Limits() {
        Arrays.fill(soft, INFINITY);
        Arrays.fill(hard, INFINITY);
    }

    public long soft(int resource) {
        return soft[resource];
    }

    public long hard(int resource) {
        return hard[resource];
    }

    void set(int resource, long newSoft, long newHard) {
        soft[resource] = newSoft;
        hard[resource] = newHard;
    }

    Limits copy() {
        Limits c = new Limits();
        System.arraycopy(soft, 0, c.soft, 0, COUNT);
        System.arraycopy(hard, 0, c.hard, 0, COUNT);
        return c;
    }
}
