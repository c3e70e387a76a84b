package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.kernel.CloneArguments;
import heliotrope.kernel.FutexCalls;
import heliotrope.kernel.ProcessThreads;
import heliotrope.kernel.RobustList;

/** Threads: clone, futexes, what is kept per thread. */
final class LinuxThreadCalls {
    private LinuxThreadCalls() {}

    private static final int CLONE3_SIZE = 64, CLONE3_MAX = 4096, CSIGNAL = 0xff;

    static long setThreadArea(LinuxThread x, long address) {
        x.threadPointer(address);
        return 0;
    }

    static long clone(LinuxThread x, int flags, long stack, long parentTid, long tls, long childTid) {
        return ProcessThreads.clone(x.thread, new CloneArguments(flags & ~CSIGNAL, flags & CSIGNAL, stack, tls, parentTid, childTid));
    }

    /** clone3: struct clone_args is of 64-bit numbers everywhere. */
    static long clone3(LinuxThread x, long arguments, long size) {
        if (size < CLONE3_SIZE) {
            return -Errno.EINVAL;
        }
        if (size > CLONE3_MAX) {
            return -Errno.E2BIG;
        }
        StructBuffer b = x.buffer.load(x.memory(), arguments, (int) size);
        long flags = b.get64(0);
        long exitSignal = b.get64(32);
        long stack = b.get64(40);
        long stackSize = b.get64(48);
        boolean more = false;
        for (int at = CLONE3_SIZE; at < size; at++) {
            more |= b.get8(at) != 0;
        }
        if (more || (flags & (~0xffffffffL | CSIGNAL)) != 0 || (exitSignal & ~CSIGNAL) != 0 || stack == 0 != (stackSize == 0)) {
            return -Errno.EINVAL;
        }
        long sp = stack == 0 ? 0 : stack + stackSize;
        return ProcessThreads.clone(x.thread,
                new CloneArguments((int) flags, (int) exitSignal, sp, b.get64(56), b.get64(24), b.get64(16)));
    }

    static long futex(LinuxThread x, long address, int op, int value, long timeout, long address2, int value3, boolean wide) {
        int operation = op & ~(FutexCalls.PRIVATE | FutexCalls.CLOCK_REALTIME);
        boolean waits = operation == FutexCalls.WAIT || operation == FutexCalls.WAIT_BITSET || operation == FutexCalls.LOCK_PI
                || operation == FutexCalls.WAIT_REQUEUE_PI;
        long nanos = FutexCalls.FOREVER;
        if (waits && timeout != 0) {
            nanos = TimeStructs.nanos(x, timeout, wide);
            if (nanos < 0) {
                return -Errno.EINVAL;
            }
        }
        return FutexCalls.futex(x.thread, address, op, value, nanos, waits ? 0 : (int) timeout, address2, value3);
    }

    static long setRobustList(LinuxThread x, long head, long size) {
        return RobustList.set(x.thread, head, size, x.abi.wide);
    }

    static long getRobustList(LinuxThread x, int id, long head, long size) {
        long list = RobustList.get(x.thread, id);
        if (list < 0) {
            return list;
        }
        int word = x.abi.word;
        x.buffer.start(word).putWord(0, list);
        x.buffer.store(x.memory(), head);
        x.buffer.start(word).putWord(0, 3L * word);
        x.buffer.store(x.memory(), size);
        return 0;
    }

    static long setTidAddress(LinuxThread x, long address) {
        return ProcessThreads.setTidAddress(x.thread, address);
    }

    /** getcpu; the third argument has no meaning any more. */
    static long getcpu(LinuxThread x, long cpu, long node) {
        long error = Sys.call(Sys.SYS_GETCPU, x.thread.scratch.data(), x.thread.scratch.data() + 4, 0);
        if (error < 0) {
            return error;
        }
        if (cpu != 0) {
            x.memory().put32(cpu, x.thread.scratch.getInt(0));
        }
        if (node != 0) {
            x.memory().put32(node, x.thread.scratch.getInt(4));
        }
        return 0;
    }
}
