package heliotrope.kernel;

import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/** CPU time and other resources, from the host's accounting of the threads that run a process. */
final class Accounting {
    // struct rusage: two struct timeval, then longs.
    private static final int UTIME = 0;
    private static final int STIME = 16;
    private static final int MAXRSS = 32;
    private static final int MINFLT = 64;
    private static final int MAJFLT = 72;
    private static final int INBLOCK = 88;
    private static final int OUBLOCK = 96;
    private static final int NVCSW = 128;
    private static final int NIVCSW = 136;
    /** Size of struct rusage. */
    static final int SIZE = 144;

    private Accounting() {}

    /** Reads a struct rusage at an offset of the data area. */
    static void load(Scratch s, int at, Rusage out) {
        out.userMicros = s.getLong(at + UTIME) * 1_000_000 + s.getLong(at + UTIME + 8);
        out.systemMicros = s.getLong(at + STIME) * 1_000_000 + s.getLong(at + STIME + 8);
        out.maxRss = s.getLong(at + MAXRSS);
        out.minorFaults = s.getLong(at + MINFLT);
        out.majorFaults = s.getLong(at + MAJFLT);
        out.inBlocks = s.getLong(at + INBLOCK);
        out.outBlocks = s.getLong(at + OUBLOCK);
        out.voluntarySwitches = s.getLong(at + NVCSW);
        out.involuntarySwitches = s.getLong(at + NIVCSW);
        out.signals = 0;
    }

    /** Usage of the calling host thread. The resident size is that of the JVM, which says nothing about a guest: left out. */
    static void threadUsage(Scratch s, Rusage out) {
        if (Sys.call(Sys.SYS_GETRUSAGE, Sys.RUSAGE_THREAD, s.data(), 0) == 0) {
            load(s, 0, out);
            out.maxRss = 0;
        }
    }

    /** Usage of a guest thread since its start; the caller is that thread. */
    static void add(GuestThread t, Rusage to) {
        Rusage now = new Rusage();
        threadUsage(t.scratch, now);
        Rusage start = t.startUsage;
        to.userMicros += now.userMicros - start.userMicros;
        to.systemMicros += now.systemMicros - start.systemMicros;
        to.minorFaults += now.minorFaults - start.minorFaults;
        to.majorFaults += now.majorFaults - start.majorFaults;
        to.inBlocks += now.inBlocks - start.inBlocks;
        to.outBlocks += now.outBlocks - start.outBlocks;
        to.voluntarySwitches += now.voluntarySwitches - start.voluntarySwitches;
        to.involuntarySwitches += now.involuntarySwitches - start.involuntarySwitches;
    }

    /** Usage of the caller's process so far: of its ended threads, of the caller exactly, of other threads their CPU time as user time. */
    static void process(GuestThread t, Rusage out) {
        Process p = t.process;
        GuestThread[] others;
        synchronized (t.kernel.lock) {
            out.set(p.rusage);
            others = p.threads.toArray(new GuestThread[0]);
        }
        add(t, out);
        for (GuestThread o : others) {
            if (o != t) {
                out.userMicros += Math.max(0, cpuNanos(t.scratch, o)) / 1000;
            }
        }
    }

    /** {@link #process}, but user and system time only: some programs ask for little else. */
    static void times(GuestThread t, long[] out) {
        Process p = t.process;
        GuestThread[] others = null;
        synchronized (t.kernel.lock) {
            out[0] = p.rusage.userMicros;
            out[1] = p.rusage.systemMicros;
            if (p.threads.size() > 1) {
                others = p.threads.toArray(new GuestThread[0]);
            }
        }
        Scratch s = t.scratch;
        if (Sys.call(Sys.SYS_GETRUSAGE, Sys.RUSAGE_THREAD, s.data(), 0) == 0) {
            out[0] += s.getLong(UTIME) * 1_000_000 + s.getLong(UTIME + 8) - t.startUsage.userMicros;
            out[1] += s.getLong(STIME) * 1_000_000 + s.getLong(STIME + 8) - t.startUsage.systemMicros;
        }
        if (others != null) {
            for (GuestThread o : others) {
                if (o != t) {
                    out[0] += Math.max(0, cpuNanos(s, o)) / 1000;
                }
            }
        }
    }

    /** CPU time of a thread in nanoseconds, or -errno. */
    static long cpuNanos(Scratch s, GuestThread t) {
        int clock = ~t.tid << 3 | 6; // CPUCLOCK_SCHED of a thread
        long now = Sys.clockNanos(s, clock);
        return now < 0 ? now : now - (t.startUsage.userMicros + t.startUsage.systemMicros) * 1000;
    }
}
