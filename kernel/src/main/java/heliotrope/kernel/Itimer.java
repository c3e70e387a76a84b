package heliotrope.kernel;

/** Value of an interval timer in microseconds; 0 is off. */
public final class Itimer {
    public static final int REAL = 0, VIRTUAL = 1, PROF = 2;

    public long valueMicros;
    public long intervalMicros;
}
