package heliotrope.linux;

/** Threads: clone, futexes, scheduling, what is kept per thread. */
final class LinuxThreadCalls {
    private LinuxThreadCalls() {}

    static long setThreadArea(LinuxThread x, long address) {
        x.threadPointer(address);
        return 0;
    }
}
