package heliotrope.kernel;

import heliotrope.host.Errno;

/**
 * The list of locks that a thread holds, kept by its C library, for whoever waits for one when the thread ends: the lock is marked and
 * a waiter woken. The list is a ring of pointers in guest memory: head, offset from an entry to its lock's word, and the entry
 * that is being locked or unlocked just now.
 */
public final class RobustList {
    private static final int WAITERS = 0x80000000, OWNER_DIED = 0x40000000, TID = 0x3fffffff;
    private static final int MOST_LOCKS = 2048;

    private RobustList() {}

    /**
     * set_robust_list.
     *
     * @param head guest address of the list, 0 for none
     * @param size what the guest says is its size: three pointers
     * @param wide whether pointers have 8 bytes
     */
    public static long set(GuestThread t, long head, long size, boolean wide) {
        if (size != (wide ? 24 : 12)) {
            return -Errno.EINVAL;
        }
        t.robustList = head;
        t.robustWide = wide;
        return 0;
    }

    /** get_robust_list: the head of a thread's list ({@code id} 0: the caller's), or -ESRCH. */
    public static long get(GuestThread t, int id) {
        synchronized (t.kernel.lock) {
            GuestThread other = id == 0 ? t : ProcessThreads.find(t.kernel, id);
            return other == null ? -Errno.ESRCH : other.robustList;
        }
    }

    /** The thread does not use its memory any more. */
    static void died(GuestThread t) {
        long head = t.robustList;
        t.robustList = 0;
        if (head == 0) {
            return;
        }
        try {
            boolean wide = t.robustWide;
            AddressSpace m = t.memory();
            int pointer = wide ? 8 : 4;
            long offset = wide ? m.u64(head + 8) : m.s32(head + 4);
            long pending = pointer(m, head + 2L * pointer, wide);
            long entry = pointer(m, head, wide);
            for (int i = 0; i < MOST_LOCKS && (entry & ~1L) != head; i++) {
                long next = pointer(m, entry & ~1L, wide);
                if ((entry & ~1L) != (pending & ~1L)) {
                    release(t, word(entry, offset, wide), (entry & 1) != 0, false);
                }
                entry = next;
            }
            if ((pending & ~1L) != 0) {
                release(t, word(pending, offset, wide), (pending & 1) != 0, true);
            }
        } catch (GuestFault e) {
            // What cannot be read is not looked at further, as on Linux.
        }
    }

    private static long pointer(AddressSpace m, long address, boolean wide) {
        return wide ? m.u64(address) : m.u32(address);
    }

    private static long word(long entry, long offset, boolean wide) {
        long address = (entry & ~1L) + offset;
        return wide ? address : address & 0xffffffffL;
    }

    private static void release(GuestThread t, long word, boolean inheriting, boolean pending) {
        if ((word & 3) != 0) {
            return;
        }
        while (true) {
            int value = t.memory().s32(word);
            if (pending && !inheriting && value == 0) {
                // It had unlocked, and died before it could wake anybody.
                FutexCalls.wake(t, word, 1);
                return;
            }
            if ((value & TID) != t.id()) {
                return;
            }
            if (FutexCalls.compareAndSet(t, word, value, value & WAITERS | OWNER_DIED)) {
                if (!inheriting && (value & WAITERS) != 0) {
                    FutexCalls.wake(t, word, 1);
                }
                return;
            }
        }
    }
}
