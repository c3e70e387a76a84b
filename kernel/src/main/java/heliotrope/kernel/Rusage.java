package heliotrope.kernel;

/** Resources used; times in microseconds, sizes in KiB. */
public final class Rusage {
    public long userMicros;
    public long systemMicros;
    public long maxRss;
    public long minorFaults;
    public long majorFaults;
    public long inBlocks;
    public long outBlocks;
    public long voluntarySwitches;
    public long involuntarySwitches;
    public long signals;

    public void add(Rusage o) {
        userMicros += o.userMicros;
        systemMicros += o.systemMicros;
        maxRss = Math.max(maxRss, o.maxRss);
        minorFaults += o.minorFaults;
        majorFaults += o.majorFaults;
        inBlocks += o.inBlocks;
        outBlocks += o.outBlocks;
        voluntarySwitches += o.voluntarySwitches;
        involuntarySwitches += o.involuntarySwitches;
        signals += o.signals;
    }

    public void set(Rusage o) {
        clear();
        add(o);
    }

    public void clear() {
        userMicros = 0;
        systemMicros = 0;
        maxRss = 0;
        minorFaults = 0;
        majorFaults = 0;
        inBlocks = 0;
        outBlocks = 0;
        voluntarySwitches = 0;
        involuntarySwitches = 0;
        signals = 0;
    }
}
