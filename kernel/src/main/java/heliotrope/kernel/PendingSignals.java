package heliotrope.kernel;

import heliotrope.host.Nullable;

/** Signals sent to a process or a thread and not yet delivered. Guarded by the kernel lock. */
final class PendingSignals {
    /** Most signals queued at a time. */
    private static final int MOST = 1024;

    /** Signals of which at least one is queued. */
    final SignalMask set = new SignalMask();
    private @Nullable SigInfo first;
    private @Nullable SigInfo last;
    private int count;

    /**
     * Adds a signal; one that is not queueable is dropped if it is pending already.
     *
     * @return false if the queue is full
     */
    boolean add(SigInfo info, boolean queueable) {
        if (set.has(info.signal)) {
            if (!queueable) {
                return true;
            }
            if (count >= MOST) {
                return false;
            }
        }
        set.add(info.signal);
        SigInfo l = last;
        if (l == null) {
            first = info;
        } else {
            l.next = info;
        }
        last = info;
        count++;
        return true;
    }

    /** Takes the oldest of a signal that is pending. */
    SigInfo take(int signal) {
        SigInfo before = null;
        for (SigInfo i = first; i != null; before = i, i = i.next) {
            if (i.signal == signal) {
                unlink(before, i);
                boolean more = false;
                for (SigInfo j = i.next; j != null; j = j.next) {
                    more |= j.signal == signal;
                }
                if (!more) {
                    set.remove(signal);
                }
                i.next = null;
                return i;
            }
        }
        set.remove(signal);
        return new SigInfo(signal, SigInfo.SI_USER);
    }

    /** Takes the oldest of all, or null. */
    @Nullable SigInfo takeAny() {
        SigInfo i = first;
        return i == null ? null : take(i.signal);
    }

    private void unlink(@Nullable SigInfo before, SigInfo i) {
        if (before == null) {
            first = i.next;
        } else {
            before.next = i.next;
        }
        if (i == last) {
            last = before;
        }
        count--;
        if (i.source != null) {
            i.source.taken();
        }
    }

    /** Drops all of a signal. */
    void remove(int signal) {
        if (!set.has(signal)) {
            return;
        }
        SigInfo before = null;
        for (SigInfo i = first; i != null; i = i.next) {
            if (i.signal == signal) {
                unlink(before, i);
            } else {
                before = i;
            }
        }
        set.remove(signal);
    }
}
