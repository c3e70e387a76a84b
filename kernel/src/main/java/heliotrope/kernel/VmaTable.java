package heliotrope.kernel;

import heliotrope.host.Nullable;

/**
 * The mappings of an address space, sorted and without overlaps. Readers take no lock: the array is replaced as a whole; its owner
 * serialises changes. Each entry with a file holds a reference to it.
 */
final class VmaTable {
    private static final Vma[] NONE = new Vma[0];

    private volatile Vma[] vmas = NONE;
    private volatile long mapped;

    /** All of them, lowest first. */
    Vma[] all() {
        return vmas;
    }

    /** Bytes mapped. */
    long mapped() {
        return mapped;
    }

    /** Index of the first entry that ends above the address. */
    static int indexOf(Vma[] table, long address) {
        int low = 0;
        int high = table.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (table[middle].end <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Nullable Vma find(long address) {
        Vma[] table = vmas;
        int i = indexOf(table, address);
        return i < table.length && table[i].start <= address ? table[i] : null;
    }

    boolean isFree(long start, long end) {
        Vma[] table = vmas;
        int i = indexOf(table, start);
        return i == table.length || table[i].start >= end;
    }

    boolean isMapped(long start, long end) {
        Vma[] table = vmas;
        long at = start;
        for (int i = indexOf(table, start); at < end; i++) {
            if (i == table.length || table[i].start > at) {
                return false;
            }
            at = table[i].end;
        }
        return true;
    }

    /** Lowest free range of {@code need} bytes in {@code [low, high)} outside {@code [avoidLow, avoidHigh)}, or -1. */
    long findFree(long need, long low, long high, long avoidLow, long avoidHigh) {
        Vma[] table = vmas;
        long at = low;
        int i = indexOf(table, at);
        while (at < high) {
            if (i < table.length && table[i].start <= at) {
                at = Math.max(at, table[i++].end);
                continue;
            }
            if (at >= avoidLow && at < avoidHigh) {
                at = avoidHigh;
                continue;
            }
            long end = i < table.length ? Math.min(table[i].start, high) : high;
            if (at < avoidLow && avoidLow < end && avoidHigh > avoidLow) {
                end = avoidLow;
            }
            if (end - at >= need) {
                return at;
            }
            at = end;
        }
        return -1;
    }

    /** Takes everything out of the range and puts {@code with} (whose file reference is counted already) in. */
    void replace(long start, long end, @Nullable Vma with) {
        Vma[] old = vmas;
        Vma[] table = new Vma[old.length + 2];
        int i = indexOf(old, start);
        int n = i;
        System.arraycopy(old, 0, table, 0, n);
        boolean placed = with == null;
        long bytes = mapped + (with == null ? 0 : with.length());
        for (; i < old.length && old[i].start < end; i++) {
            Vma v = old[i];
            if (v.start < start) {
                n = append(table, n, retained(v.slice(v.start, start, v.prot)));
            }
            if (!placed && with != null) {
                n = append(table, n, with);
                placed = true;
            }
            if (v.end > end) {
                n = append(table, n, retained(v.slice(end, v.end, v.prot)));
            }
            bytes -= Math.min(v.end, end) - Math.max(v.start, start);
            if (v.file != null) {
                v.file.release();
            }
        }
        if (!placed && with != null) {
            n = append(table, n, with);
        }
        if (i < old.length) {
            n = append(table, n, old[i++]);
            System.arraycopy(old, i, table, n, old.length - i);
            n += old.length - i;
        }
        mapped = bytes;
        Vma[] exact = new Vma[n]; // by way of Arrays.copyOf it is seven calls
        System.arraycopy(table, 0, exact, 0, n);
        vmas = exact;
    }

    private static Vma retained(Vma v) {
        if (v.file != null) {
            v.file.retain();
        }
        return v;
    }

    private static int append(Vma[] table, int n, Vma v) {
        if (n > 0 && table[n - 1].continuedBy(v)) {
            Vma before = table[n - 1];
            table[n - 1] = new Vma(before.start, v.end, v.prot, v.flags, null, 0, null);
            return n;
        }
        table[n] = v;
        return n + 1;
    }

    /** Entries are immutable, so that a child's table can have the same. */
    void copyFrom(VmaTable other) {
        for (Vma v : other.vmas) {
            retained(v);
        }
        mapped = other.mapped;
        vmas = other.vmas;
    }

    void clear() {
        for (Vma v : vmas) {
            if (v.file != null) {
                v.file.release();
            }
        }
        vmas = NONE;
        mapped = 0;
    }
}
