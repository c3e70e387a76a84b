package heliotrope.linux;

/** Calls about processes, threads, memory, signals and time. */
final class ProcessDispatch {
    private ProcessDispatch() {}

    // spotless:off
    /** See {@link LinuxDispatch#dispatch}. */
    static long dispatch(LinuxThread x, int call) {
        switch (call) {
            case LinuxCall.EXIT: return LinuxProcessCalls.exit(x, x.i32(0));
            case LinuxCall.EXIT_GROUP: return LinuxProcessCalls.exitGroup(x, x.i32(0));
            case LinuxCall.BRK: return LinuxMemoryCalls.brk(x, x.ptr(0));
            case LinuxCall.SET_THREAD_AREA: return LinuxThreadCalls.setThreadArea(x, x.ptr(0));
            case LinuxCall.RT_SIGRETURN: return SignalFrames.rtSigreturn(x);
            case LinuxCall.SIGRETURN: return SignalFrames.sigreturn(x);
            default: return LinuxDispatch.NOT_MINE;
        }
    }
    // spotless:on
}
