package heliotrope.linux;

import heliotrope.kernel.ProcessExit;
import heliotrope.kernel.ProcessThreads;

/** Processes: fork, exec, exit, wait. */
final class LinuxProcessCalls {
    private LinuxProcessCalls() {}

    /** Ends the calling thread; the process with the last one. */
    static long exit(LinuxThread x, int status) {
        return ProcessThreads.exit(x.thread, status & 0xff);
    }

    static long exitGroup(LinuxThread x, int status) {
        return ProcessExit.exit(x.thread, status & 0xff);
    }
}
