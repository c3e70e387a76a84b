package heliotrope.kernel;

import heliotrope.engine.CpuState;
import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/**
 * Futexes. Guest memory is host memory, so they are the host's, at the host's address of the word. Locks with priority inheritance
 * are refused (ENOSYS): the host would write thread ids into the word in its own byte order.
 */
public final class FutexCalls {
    /** Operations. */
    public static final int
            WAIT = 0, WAKE = 1, FD = 2, REQUEUE = 3, CMP_REQUEUE = 4, WAKE_OP = 5, LOCK_PI = 6, UNLOCK_PI = 7, TRYLOCK_PI = 8,
            WAIT_BITSET = 9, WAKE_BITSET = 10, WAIT_REQUEUE_PI = 11, CMP_REQUEUE_PI = 12,
            PRIVATE = 128, CLOCK_REALTIME = 256;

    /** No timeout. */
    public static final long FOREVER = -1;

    /** What WAKE_OP can do to the word, and how it can compare the old value. */
    private static final int OP_SET = 0, OP_ADD = 1, OP_OR = 2, OP_ANDN = 3, OP_XOR = 4, OP_SHIFT = 8,
            CMP_EQ = 0, CMP_NE = 1, CMP_LT = 2, CMP_LE = 3, CMP_GT = 4, CMP_GE = 5;

    private static final int MOST_ATTEMPTS = 1000;

    private FutexCalls() {}

    /**
     * futex.
     *
     * @param address the word, 4 bytes aligned
     * @param op operation with its flags
     * @param value what the word must hold (WAIT), or how many to wake
     * @param timeout WAIT: nanoseconds from now; WAIT_BITSET: the time in nanoseconds on CLOCK_MONOTONIC or, with that flag,
     *     CLOCK_REALTIME; {@link #FOREVER}. Not looked at by others
     * @param value2 REQUEUE, CMP_REQUEUE: how many to move; WAKE_OP: how many to wake at the second word
     * @param address2 the second word
     * @param value3 the set of bits, the value that CMP_REQUEUE compares with, or the encoded operation of WAKE_OP
     * @return as on Linux, or a restart code
     * @throws GuestFault if a word is not accessible
     */
    public static long futex(
            GuestThread t, long address, int op, int value, long timeout, int value2, long address2, int value3) {
        int flags = op & PRIVATE;
        boolean realtime = (op & CLOCK_REALTIME) != 0;
        int operation = op & ~(PRIVATE | CLOCK_REALTIME);
        if (realtime && operation != WAIT_BITSET) {
            return -Errno.ENOSYS;
        }
        switch (operation) {
            case WAIT:
                return await(t, address, flags, value, timeout, false, -1);
            case WAIT_BITSET:
                return await(t, address, flags | (realtime ? CLOCK_REALTIME : 0), value, timeout, true, value3);
            case WAKE:
                return call(word(t, address, flags), WAKE | flags, value, 0, 0, 0);
            case WAKE_BITSET:
                return call(word(t, address, flags), WAKE_BITSET | flags, value, 0, 0, value3);
            case REQUEUE:
                return call(word(t, address, flags), REQUEUE | flags, value, value2 & 0xffffffffL, word(t, address2, flags), 0);
            case CMP_REQUEUE:
                return call(
                        word(t, address, flags),
                        CMP_REQUEUE | flags,
                        value,
                        value2 & 0xffffffffL,
                        word(t, address2, flags),
                        hostValue(t, value3));
            case WAKE_OP:
                return wakeOp(t, address, flags, value, value2, address2, value3);
            default:
                return -Errno.ENOSYS;
        }
    }

    /** Wakes waiters on a word that may be shared between processes. */
    static void wake(GuestThread t, long address, int count) {
        call(word(t, address, 0), WAKE, count, 0, 0, 0);
    }

    private static long call(long host, int op, int value, long value2, long host2, int value3) {
        if (host < 0 || host2 < 0) {
            return -Errno.EINVAL;
        }
        return Native.syscall(Sys.SYS_FUTEX, host, op, value, value2, host2, value3);
    }

    /**
     * Host address of a word; -1 if it is not aligned. A word that processes may share is looked up by its page, and the host refuses
     * that (EFAULT) for a page of private memory that it holds for read-only, as it does while translations lie in it.
     */
    private static long word(GuestThread t, long address, int flags) {
        if ((address & 3) != 0) {
            return -1;
        }
        AddressSpace memory = t.memory();
        boolean writable = (flags & PRIVATE) == 0 && (memory.protection(address) & AddressSpace.WRITE) != 0;
        return writable ? memory.hostForWrite(address, 4) : memory.hostForRead(address, 4);
    }

    /** A value as the host reads it where the guest has written it. */
    private static int hostValue(GuestThread t, int value) {
        return t.memory().isBigEndian() ? Integer.reverseBytes(value) : value;
    }

    private static long await(GuestThread t, long address, int flags, int value, long timeout, boolean absolute, int bits) {
        long host = word(t, address, flags);
        if (host < 0 || bits == 0) {
            return -Errno.EINVAL;
        }
        long limit = 0;
        long end = timeout;
        if (timeout != FOREVER) {
            if (timeout < 0) {
                return -Errno.EINVAL;
            }
            Scratch s = t.scratch;
            if (!absolute) {
                // A call that is made again after a signal ends when the first one would have.
                end = t.restartDeadline != 0 ? t.restartDeadline : later(Sys.clockNanos(s, Sys.CLOCK_MONOTONIC), timeout);
            }
            s.putLong(0, end / 1_000_000_000);
            s.putLong(8, end % 1_000_000_000);
            limit = s.data();
        }
        long result = t.blockingCall(Sys.SYS_FUTEX, host, WAIT_BITSET | flags, hostValue(t, value), limit, 0, bits);
        if (result != -Errno.EINTR) {
            return result;
        }
        if (timeout == FOREVER) {
            return Kernel.RESTART;
        }
        t.restartDeadline = absolute ? 0 : end;
        return Kernel.RESTART_NO_HANDLER;
    }

    private static long later(long now, long nanos) {
        return nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos;
    }

    /** By hand, because the host would calculate in its own byte order. */
    private static long wakeOp(GuestThread t, long address, int flags, int count, int count2, long address2, int encoded) {
        if (word(t, address, flags) < 0 || word(t, address2, flags) < 0) {
            return -Errno.EINVAL;
        }
        int op = encoded >>> 28;
        int operand = encoded << 8 >> 20;
        int comparison = encoded >>> 24 & 15;
        int other = encoded << 20 >> 20;
        if ((op & OP_SHIFT) != 0) {
            operand = 1 << (operand & 31);
        }
        if ((op & 7) > OP_XOR || comparison > CMP_GE) {
            return -Errno.ENOSYS;
        }
        int old;
        int now;
        do {
            old = t.memory().s32(address2);
            now = switch (op & 7) {
                case OP_SET -> operand;
                case OP_ADD -> old + operand;
                case OP_OR -> old | operand;
                case OP_ANDN -> old & ~operand;
                default -> old ^ operand;
            };
        } while (!compareAndSet(t, address2, old, now));
        long woken = call(word(t, address, flags), WAKE | flags, count, 0, 0, 0);
        boolean also = switch (comparison) {
            case CMP_EQ -> old == other;
            case CMP_NE -> old != other;
            case CMP_LT -> old < other;
            case CMP_LE -> old <= other;
            case CMP_GT -> old > other;
            default -> old >= other;
        };
        return also && woken >= 0 ? woken + call(word(t, address2, flags), WAKE | flags, count2, 0, 0, 0) : woken;
    }

    /** Atomically changes an aligned word of guest memory. @return whether it held {@code old} */
    public static boolean compareAndSet(GuestThread t, long address, int old, int now) {
        long expected = hostValue(t, old) & 0xffffffffL;
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            long host = t.memory().hostForWrite(address, 4);
            long found = Native.cas(host, expected, hostValue(t, now) & 0xffffffffL, 4, t.state.address);
            if (t.state.get32(CpuState.EXIT_REASON) == 0) {
                return found == expected;
            }
            if ((t.memory().protection(address) & AddressSpace.WRITE) == 0) {
                break;
            }
            // Another thread has executed code in this page meanwhile, so that it was protected again.
        }
        throw GuestFault.INSTANCE;
    }
}
