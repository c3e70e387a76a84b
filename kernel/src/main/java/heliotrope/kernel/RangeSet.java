package heliotrope.kernel;

import java.util.Arrays;

/** A set of addresses as sorted ranges that do not touch. Not synchronised. */
final class RangeSet {
    private long[] starts = new long[4];
    private long[] ends = new long[4];
    private int count;

    /** What {@link #next} found. */
    long start;

    long end;

    boolean isEmpty() {
        return count == 0;
    }

    /** End of the last range. The set is not empty. */
    long highest() {
        return ends[count - 1];
    }

    /** Index of the first range that ends above the address. */
    private int indexOf(long address) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (ends[middle] <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Sets {@link #start} and {@link #end} to the first part of the set in {@code [from, to)}. @return false if there is none */
    boolean next(long from, long to) {
        int i = indexOf(from);
        if (i == count || starts[i] >= to || from >= to) {
            return false;
        }
        start = Math.max(from, starts[i]);
        end = Math.min(to, ends[i]);
        return true;
    }

    /** The same of what is not in the set. */
    boolean nextGap(long from, long to) {
        long at = from;
        int i = indexOf(from);
        if (i < count && starts[i] <= at) {
            at = ends[i++];
        }
        if (at >= to) {
            return false;
        }
        start = at;
        end = i < count ? Math.min(to, starts[i]) : to;
        return true;
    }

    /** The whole range of the set around an address: {@link #start}, {@link #end}. @return false if the address is not in it */
    boolean around(long address) {
        int i = indexOf(address);
        if (i == count || starts[i] > address) {
            return false;
        }
        start = starts[i];
        end = ends[i];
        return true;
    }

    boolean intersects(long from, long to) {
        int i = indexOf(from);
        return i < count && starts[i] < to && from < to;
    }

    void add(long from, long to) {
        if (from >= to) {
            return;
        }
        int i = indexOf(from - 1);
        int j = i;
        long low = from;
        long high = to;
        while (j < count && starts[j] <= to) {
            low = Math.min(low, starts[j]);
            high = Math.max(high, ends[j++]);
        }
        splice(i, j, low, high, 0, 0);
    }

    void remove(long from, long to) {
        int i = indexOf(from);
        int j = i;
        while (j < count && starts[j] < to) {
            j++;
        }
        if (i == j || from >= to) {
            return;
        }
        long low = starts[i];
        long high = ends[j - 1];
        splice(i, j, low, Math.min(high, from), Math.max(low, to), high);
    }

    /** Replaces ranges {@code [i, j)} by those two that are not empty. */
    private void splice(int i, int j, long s1, long e1, long s2, long e2) {
        int with = (s1 < e1 ? 1 : 0) + (s2 < e2 ? 1 : 0);
        int now = count - (j - i) + with;
        if (now > starts.length) {
            starts = Arrays.copyOf(starts, 2 * now);
            ends = Arrays.copyOf(ends, 2 * now);
        }
        System.arraycopy(starts, j, starts, i + with, count - j);
        System.arraycopy(ends, j, ends, i + with, count - j);
        count = now;
        int at = i;
        if (s1 < e1) {
            starts[at] = s1;
            ends[at++] = e1;
        }
        if (s2 < e2) {
            starts[at] = s2;
            ends[at] = e2;
        }
    }
}
