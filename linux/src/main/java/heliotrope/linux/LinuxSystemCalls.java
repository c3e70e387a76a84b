package heliotrope.linux;

import heliotrope.host.Charsets;
import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.LimitCalls;
import heliotrope.kernel.Limits;
import heliotrope.kernel.Process;
import heliotrope.kernel.ProcessGroups;
import heliotrope.kernel.Rusage;
import heliotrope.kernel.TimeCalls;

/** The system and its figures; resource limits and usage. */
final class LinuxSystemCalls {
    private LinuxSystemCalls() {}

    private static final int UTS_FIELD = 65, UTS_FIELDS = 6;
    private static final byte[] MACHINE32 = "mips".getBytes(Charsets.ISO_8859_1);
    private static final byte[] MACHINE64 = "mips64".getBytes(Charsets.ISO_8859_1);

    /** uname: the host's names, but for the machine and, if asked for on the command line, the release. */
    static long uname(LinuxThread x, long address) {
        Scratch s = x.thread.scratch;
        long result = Sys.call(Sys.SYS_UNAME, s.data(), 0, 0);
        if (result < 0) {
            return result;
        }
        StructBuffer b = x.buffer.start(UTS_FIELD * UTS_FIELDS);
        s.get(0, b.bytes, 0, UTS_FIELD * UTS_FIELDS);
        String release = x.kernel().config.unameRelease;
        if (release != null) {
            clear(b, 2);
            b.putString(2 * UTS_FIELD, UTS_FIELD, release);
        }
        clear(b, 4);
        byte[] machine = x.abi.wideRegisters ? MACHINE64 : MACHINE32;
        System.arraycopy(machine, 0, b.bytes, 4 * UTS_FIELD, machine.length);
        b.store(x.memory(), address);
        return 0;
    }

    private static void clear(StructBuffer b, int field) {
        java.util.Arrays.fill(b.bytes, field * UTS_FIELD, (field + 1) * UTS_FIELD, (byte) 0);
    }

    /** sysinfo: the host's. */
    static long sysinfo(LinuxThread x, long address) {
        Scratch s = x.thread.scratch;
        long result = Sys.call(Sys.SYS_SYSINFO, s.data(), 0, 0);
        if (result < 0) {
            return result;
        }
        int w = x.abi.word;
        int shift = 0;
        int unit = Math.max(1, s.getInt(104));
        if (w == 4) { // bytes do not fit: in larger units
            while (((s.getLong(32) | s.getLong(72)) * unit >>> shift) >>> 32 != 0) {
                shift += 12;
            }
        }
        StructBuffer b = x.buffer.start(w == 8 ? 112 : 64);
        for (int i = 0; i < 4; i++) {
            b.putWord(w * i, s.getLong(8 * i));
        }
        for (int i = 4; i < 10; i++) {
            b.putWord(w * i, w == 8 ? s.getLong(8 * i) : s.getLong(8 * i) * unit >>> shift);
        }
        b.put16(10 * w, s.getInt(80) & 0xffff);
        int high = 11 * w;
        b.putWord(high, w == 8 ? s.getLong(88) : s.getLong(88) * unit >>> shift);
        b.putWord(high + w, w == 8 ? s.getLong(96) : s.getLong(96) * unit >>> shift);
        b.put32(high + 2 * w, w == 8 ? unit : 1 << shift);
        b.store(x.memory(), address);
        return 0;
    }

    /** sethostname and setdomainname: the host's names are not the guest's to change. */
    static long setName(LinuxThread x, int n) {
        return n < 0 || n > 64 ? -Errno.EINVAL : -Errno.EPERM;
    }

    /** syslog: of the host's log only what everybody may know. */
    static long syslog(int type) {
        return type < 0 || type > 10 ? -Errno.EINVAL : -Errno.EPERM;
    }

    // ---- limits ----

    /** Infinity in structures of 32 bits. */
    private static final long INFINITY32 = 0x7fffffffL;

    private static long fromGuest(long value, boolean wide) {
        return wide ? value < 0 ? Limits.INFINITY : value : value >= INFINITY32 ? Limits.INFINITY : value;
    }

    private static long toGuest(long value, boolean wide) {
        return value == Limits.INFINITY ? wide ? -1 : INFINITY32 : wide ? value : Math.min(value, INFINITY32);
    }

    static long getrlimit(LinuxThread x, int resource, long address) {
        int host = LinuxFlags.limitToHost(resource);
        if (host < 0) {
            return -Errno.EINVAL;
        }
        Limits limits = x.process().limits;
        StructBuffer b = x.buffer.start(2 * x.abi.word);
        b.putWord(0, toGuest(limits.soft(host), x.abi.wide));
        b.putWord(x.abi.word, toGuest(limits.hard(host), x.abi.wide));
        b.store(x.memory(), address);
        return 0;
    }

    static long setrlimit(LinuxThread x, int resource, long address) {
        StructBuffer b = x.buffer.load(x.memory(), address, 2 * x.abi.word);
        long soft = fromGuest(b.getPointer(0), x.abi.wide);
        long hard = fromGuest(b.getPointer(x.abi.word), x.abi.wide);
        int host = LinuxFlags.limitToHost(resource);
        return host < 0 ? -Errno.EINVAL : LimitCalls.setrlimit(x.thread, host, soft, hard);
    }

    /** prlimit64: of the own process; others' limits are not to be had. */
    static long prlimit(LinuxThread x, int pid, int resource, long wanted, long old) {
        int host = LinuxFlags.limitToHost(resource);
        if (host < 0) {
            return -Errno.EINVAL;
        }
        Process p = x.process();
        long soft = 0;
        long hard = 0;
        if (wanted != 0) {
            StructBuffer b = x.buffer.load(x.memory(), wanted, 16);
            soft = fromGuest(b.get64(0), true);
            hard = fromGuest(b.get64(8), true);
        }
        if (pid != 0 && pid != p.pid) {
            return ProcessGroups.getpgid(x.thread, pid) >= 0 ? -Errno.EPERM : -Errno.ESRCH;
        }
        long oldSoft = p.limits.soft(host);
        long oldHard = p.limits.hard(host);
        if (wanted != 0) {
            long result = LimitCalls.setrlimit(x.thread, host, soft, hard);
            if (result < 0) {
                return result;
            }
        }
        if (old != 0) {
            StructBuffer b = x.buffer.start(16);
            b.put64(0, toGuest(oldSoft, true));
            b.put64(8, toGuest(oldHard, true));
            b.store(x.memory(), old);
        }
        return 0;
    }

    // ---- usage ----

    static long getrusage(LinuxThread x, int who, long address) {
        Rusage usage = new Rusage();
        long result = TimeCalls.getrusage(x.thread, who, usage);
        return result < 0 ? result : storeUsage(x, usage, address);
    }

    /** Writes struct rusage: two struct timeval, then words. */
    static long storeUsage(LinuxThread x, Rusage u, long address) {
        int w = x.abi.word;
        StructBuffer b = x.buffer.start(18 * w);
        long[] values = {
            u.userMicros / 1_000_000, u.userMicros % 1_000_000, u.systemMicros / 1_000_000, u.systemMicros % 1_000_000,
            u.maxRss, 0, 0, 0, u.minorFaults, u.majorFaults, 0, u.inBlocks, u.outBlocks, 0, 0, u.signals,
            u.voluntarySwitches, u.involuntarySwitches,
        };
        for (int i = 0; i < values.length; i++) {
            b.putWord(i * w, values[i]);
        }
        b.store(x.memory(), address);
        return 0;
    }
}
