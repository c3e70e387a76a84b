package heliotrope.linux;

import heliotrope.kernel.Rusage;

/** Structures of times. {@code wide}: those of 64-bit numbers, which all ABIs have beside their own (calls named time64). */
final class TimeStructs {
    private TimeStructs() {}

    static final long NANOS = 1_000_000_000L;
    /** What {@link #nanos} and {@link #micros} say of something that is no time. */
    static final long INVALID = -1;

    static final int CLOCK_TICKS = 100;

    /** Bytes of a struct timespec. */
    static int timespecSize(StructBuffer b, boolean wide) {
        return wide || b.wide ? 16 : 8;
    }

    /** Nanoseconds of a struct timespec, {@link #INVALID} if it is none; what is too far away is the end of time. */
    static long nanos(StructBuffer b, int at, boolean wide) {
        long seconds;
        long nanos;
        if (b.wide) {
            seconds = b.get64(at);
            nanos = b.get64(at + 8);
        } else if (wide) {
            seconds = b.get64(at);
            nanos = b.get64(at + 8) & 0xffffffffL; // the upper half is padding
        } else {
            seconds = b.get32(at);
            nanos = b.get32(at + 4);
        }
        if (seconds < 0 || nanos < 0 || nanos >= NANOS) {
            return INVALID;
        }
        return seconds > Long.MAX_VALUE / NANOS - 1 ? Long.MAX_VALUE : seconds * NANOS + nanos;
    }

    /** The same from guest memory. Throws GuestFault. */
    static long nanos(LinuxThread x, long address, boolean wide) {
        return nanos(x.buffer.load(x.memory(), address, timespecSize(x.buffer, wide)), 0, wide);
    }

    /** struct timespec. */
    static void timespec(StructBuffer b, int at, long nanos, boolean wide) {
        long seconds = Math.floorDiv(nanos, NANOS);
        long rest = Math.floorMod(nanos, NANOS);
        if (wide || b.wide) {
            b.put64(at, seconds);
            b.put64(at + 8, rest);
        } else {
            b.put32(at, (int) seconds);
            b.put32(at + 4, (int) rest);
        }
    }

    /** Stores a struct timespec. Throws GuestFault. */
    static void storeTimespec(LinuxThread x, long address, long nanos, boolean wide) {
        timespec(x.buffer.start(timespecSize(x.buffer, wide)), 0, nanos, wide);
        x.buffer.store(x.memory(), address);
    }

    /** struct timeval of the ABI: two longs. */
    static void timeval(StructBuffer b, int at, long micros) {
        b.putWord(at, Math.floorDiv(micros, 1_000_000));
        b.putWord(at + b.word, Math.floorMod(micros, 1_000_000));
    }

    /** Microseconds of a struct timeval, {@link #INVALID} if it is none. */
    static long micros(StructBuffer b, int at) {
        long seconds = b.getWord(at);
        long micros = b.getWord(at + b.word);
        if (seconds < 0 || micros < 0 || micros >= 1_000_000) {
            return INVALID;
        }
        return seconds > Long.MAX_VALUE / 1_000_000_000 ? Long.MAX_VALUE / 1000 : seconds * 1_000_000 + micros;
    }

    static int rusageSize(StructBuffer b) {
        return 18 * b.word;
    }

    /** struct rusage. */
    static void rusage(StructBuffer b, int at, Rusage r) {
        int w = b.word;
        timeval(b, at, r.userMicros);
        timeval(b, at + 2 * w, r.systemMicros);
        b.putWord(at + 4 * w, r.maxRss);
        b.putWord(at + 8 * w, r.minorFaults);
        b.putWord(at + 9 * w, r.majorFaults);
        b.putWord(at + 11 * w, r.inBlocks);
        b.putWord(at + 12 * w, r.outBlocks);
        b.putWord(at + 15 * w, r.signals);
        b.putWord(at + 16 * w, r.voluntarySwitches);
        b.putWord(at + 17 * w, r.involuntarySwitches);
    }
}
