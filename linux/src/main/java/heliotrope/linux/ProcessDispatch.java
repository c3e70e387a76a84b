package heliotrope.linux;

import heliotrope.host.Errno;

/** Calls about processes, threads, memory, signals and time. */
final class ProcessDispatch {
    private ProcessDispatch() {}

    private static final int OLD_SET_BYTES = 4;

    // spotless:off
    /** See {@link LinuxDispatch#dispatch}. */
    static long dispatch(LinuxThread x, int call) {
        switch (call) {
            case LinuxCall.EXIT: return LinuxProcessCalls.exit(x, x.i32(0));
            case LinuxCall.FORK: return LinuxProcessCalls.fork(x);
            case LinuxCall.WAITPID: return LinuxProcessCalls.wait4(x, x.i32(0), x.ptr(1), x.i32(2), 0);
            case LinuxCall.EXECVE: return LinuxProcessCalls.execve(x, x.ptr(0), x.ptr(1), x.ptr(2));
            case LinuxCall.TIME: return LinuxTimeCalls.time(x, x.ptr(0));
            case LinuxCall.GETPID: return x.process().pid;
            case LinuxCall.CLOCK_SETTIME: case LinuxCall.CLOCK_SETTIME64: return x.i32(0) == 0 ? -Errno.EPERM : -Errno.EINVAL;
            case LinuxCall.STIME: case LinuxCall.SETTIMEOFDAY:
            case LinuxCall.CLOCK_ADJTIME: case LinuxCall.CLOCK_ADJTIME64: return -Errno.EPERM;
            case LinuxCall.ALARM: return heliotrope.kernel.TimeCalls.alarm(x.thread, x.i32(0) & 0xffffffffL);
            case LinuxCall.PAUSE: return LinuxSignalCalls.pause(x);
            case LinuxCall.NICE: return LinuxSchedulingCalls.nice(x, x.i32(0));
            case LinuxCall.KILL: return LinuxSignalCalls.kill(x, x.i32(0), x.i32(1));
            case LinuxCall.TIMES: return LinuxTimeCalls.times(x, x.ptr(0));
            case LinuxCall.BRK: return LinuxMemoryCalls.brk(x, x.ptr(0));
            case LinuxCall.SIGNAL: return LinuxSignalCalls.signal(x, x.i32(0), x.ptr(1));
            case LinuxCall.GETPPID: return x.process().parentPid();
            case LinuxCall.SIGACTION: return LinuxSignalCalls.sigaction(x, x.i32(0), x.ptr(1), x.ptr(2), false);
            case LinuxCall.SIGSUSPEND: return LinuxSignalCalls.sigsuspend(x, x.ptr(0));
            case LinuxCall.SIGPENDING: return LinuxSignalCalls.sigpending(x, x.ptr(0), OLD_SET_BYTES);
            case LinuxCall.GETTIMEOFDAY: return LinuxTimeCalls.gettimeofday(x, x.ptr(0), x.ptr(1));
            case LinuxCall.MMAP: return LinuxMemoryCalls.mmap(x, x.ptr(0), x.ptr(1), x.i32(2), x.i32(3), x.i32(4), x.word(5));
            case LinuxCall.MMAP2: return LinuxMemoryCalls.mmap2(x, x.ptr(0), x.ptr(1), x.i32(2), x.i32(3), x.i32(4), x.i32(5));
            case LinuxCall.MUNMAP: return LinuxMemoryCalls.munmap(x, x.ptr(0), x.ptr(1));
            case LinuxCall.GETPRIORITY: return LinuxSchedulingCalls.getpriority(x, x.i32(0), x.i32(1));
            case LinuxCall.SETPRIORITY: return LinuxSchedulingCalls.setpriority(x, x.i32(0), x.i32(1), x.i32(2));
            case LinuxCall.SETITIMER: return LinuxTimeCalls.setitimer(x, x.i32(0), x.ptr(1), x.ptr(2));
            case LinuxCall.GETITIMER: return LinuxTimeCalls.getitimer(x, x.i32(0), x.ptr(1));
            case LinuxCall.WAIT4: return LinuxProcessCalls.wait4(x, x.i32(0), x.ptr(1), x.i32(2), x.ptr(3));
            case LinuxCall.SIGRETURN: return SignalFrames.sigreturn(x);
            case LinuxCall.CLONE: return LinuxThreadCalls.clone(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3), x.ptr(4));
            case LinuxCall.MPROTECT: return LinuxMemoryCalls.mprotect(x, x.ptr(0), x.ptr(1), x.i32(2));
            case LinuxCall.SIGPROCMASK: return LinuxSignalCalls.sigprocmask(x, x.i32(0), x.ptr(1), x.ptr(2));
            case LinuxCall.PERSONALITY: return LinuxControlCalls.personality(x, x.i32(0));
            case LinuxCall.MSYNC: return LinuxMemoryCalls.msync(x, x.ptr(0), x.ptr(1), x.i32(2));
            case LinuxCall.CACHEFLUSH: return LinuxMemoryCalls.cacheflush(x, x.ptr(0), x.ptr(1), x.i32(2));
            case LinuxCall.SYSMIPS: return LinuxControlCalls.sysmips(x, x.i32(0), x.ptr(1), x.ptr(2));
            case LinuxCall.MLOCK: case LinuxCall.MUNLOCK: case LinuxCall.MLOCK2: return LinuxMemoryCalls.lock(x, x.ptr(0), x.ptr(1));
            case LinuxCall.MLOCKALL: case LinuxCall.MUNLOCKALL: return 0;
            case LinuxCall.SCHED_SETPARAM: return LinuxSchedulingCalls.setparam(x, x.i32(0), x.ptr(1));
            case LinuxCall.SCHED_GETPARAM: return LinuxSchedulingCalls.getparam(x, x.i32(0), x.ptr(1));
            case LinuxCall.SCHED_SETSCHEDULER: return LinuxSchedulingCalls.setscheduler(x, x.i32(0), x.i32(1), x.ptr(2));
            case LinuxCall.SCHED_GETSCHEDULER: return LinuxSchedulingCalls.getscheduler(x, x.i32(0));
            case LinuxCall.SCHED_YIELD: return LinuxSchedulingCalls.yieldProcessor();
            case LinuxCall.SCHED_GET_PRIORITY_MAX: return LinuxSchedulingCalls.priority(x.i32(0), true);
            case LinuxCall.SCHED_GET_PRIORITY_MIN: return LinuxSchedulingCalls.priority(x.i32(0), false);
            case LinuxCall.SCHED_RR_GET_INTERVAL: return LinuxSchedulingCalls.roundRobinInterval(x, x.i32(0), x.ptr(1), false);
            case LinuxCall.NANOSLEEP: return LinuxTimeCalls.nanosleep(x, x.ptr(0), x.ptr(1), false);
            case LinuxCall.MREMAP: return LinuxMemoryCalls.mremap(x, x.ptr(0), x.ptr(1), x.ptr(2), x.i32(3), x.ptr(4));
            case LinuxCall.PRCTL: return LinuxControlCalls.prctl(x, x.i32(0), x.ptr(1));
            case LinuxCall.RT_SIGRETURN: return SignalFrames.rtSigreturn(x);
            case LinuxCall.RT_SIGACTION: return LinuxSignalCalls.rtSigaction(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3));
            case LinuxCall.RT_SIGPROCMASK: return LinuxSignalCalls.rtSigprocmask(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3));
            case LinuxCall.RT_SIGPENDING: return LinuxSignalCalls.sigpending(x, x.ptr(0), x.ptr(1));
            case LinuxCall.RT_SIGTIMEDWAIT: return LinuxSignalCalls.rtSigtimedwait(x, x.ptr(0), x.ptr(1), x.ptr(2), x.ptr(3), false);
            case LinuxCall.RT_SIGQUEUEINFO: return LinuxSignalCalls.rtSigqueueinfo(x, x.i32(0), x.i32(1), x.ptr(2));
            case LinuxCall.RT_SIGSUSPEND: return LinuxSignalCalls.rtSigsuspend(x, x.ptr(0), x.ptr(1));
            case LinuxCall.SIGALTSTACK: return SignalFrames.sigaltstack(x, x.ptr(0), x.ptr(1));
            default: return newer(x, call);
        }
    }

    private static long newer(LinuxThread x, int call) {
        switch (call) {
            case LinuxCall.MINCORE: return LinuxMemoryCalls.mincore(x, x.ptr(0), x.ptr(1), x.ptr(2));
            case LinuxCall.MADVISE: return LinuxMemoryCalls.madvise(x, x.ptr(0), x.ptr(1), x.i32(2));
            case LinuxCall.GETTID: return x.thread.id();
            case LinuxCall.TKILL: return LinuxSignalCalls.tkill(x, x.i32(0), x.i32(1));
            case LinuxCall.FUTEX: return LinuxThreadCalls.futex(x, x.ptr(0), x.i32(1), x.i32(2), x.ptr(3), x.ptr(4), x.i32(5), false);
            case LinuxCall.SCHED_SETAFFINITY: return LinuxSchedulingCalls.setaffinity(x, x.i32(0), x.ptr(1), x.ptr(2));
            case LinuxCall.SCHED_GETAFFINITY: return LinuxSchedulingCalls.getaffinity(x, x.i32(0), x.ptr(1), x.ptr(2));
            case LinuxCall.EXIT_GROUP: return LinuxProcessCalls.exitGroup(x, x.i32(0));
            case LinuxCall.SET_TID_ADDRESS: return LinuxThreadCalls.setTidAddress(x, x.ptr(0));
            case LinuxCall.RESTART_SYSCALL: return -Errno.EINTR;
            case LinuxCall.TIMER_CREATE: return LinuxTimeCalls.timerCreate(x, x.i32(0), x.ptr(1), x.ptr(2));
            case LinuxCall.TIMER_SETTIME: return LinuxTimeCalls.timerSettime(x, x.i32(0), x.i32(1), x.ptr(2), x.ptr(3), false);
            case LinuxCall.TIMER_GETTIME: return LinuxTimeCalls.timerGettime(x, x.i32(0), x.ptr(1), false);
            case LinuxCall.TIMER_GETOVERRUN: return heliotrope.kernel.PosixTimers.overrun(x.thread, x.i32(0));
            case LinuxCall.TIMER_DELETE: return heliotrope.kernel.PosixTimers.delete(x.thread, x.i32(0));
            case LinuxCall.CLOCK_GETTIME: return LinuxTimeCalls.gettime(x, x.i32(0), x.ptr(1), false);
            case LinuxCall.CLOCK_GETRES: return LinuxTimeCalls.getres(x, x.i32(0), x.ptr(1), false);
            case LinuxCall.CLOCK_NANOSLEEP: return LinuxTimeCalls.clockNanosleep(x, x.i32(0), x.i32(1), x.ptr(2), x.ptr(3), false);
            case LinuxCall.TGKILL: return LinuxSignalCalls.tgkill(x, x.i32(0), x.i32(1), x.i32(2));
            case LinuxCall.WAITID: return LinuxProcessCalls.waitid(x, x.i32(0), x.i32(1), x.ptr(2), x.i32(3), x.ptr(4));
            case LinuxCall.SET_THREAD_AREA: return LinuxThreadCalls.setThreadArea(x, x.ptr(0));
            case LinuxCall.SET_ROBUST_LIST: return LinuxThreadCalls.setRobustList(x, x.ptr(0), x.ptr(1));
            case LinuxCall.GET_ROBUST_LIST: return LinuxThreadCalls.getRobustList(x, x.i32(0), x.ptr(1), x.ptr(2));
            case LinuxCall.GETCPU: return LinuxThreadCalls.getcpu(x, x.ptr(0), x.ptr(1));
            case LinuxCall.RT_TGSIGQUEUEINFO: return LinuxSignalCalls.rtTgsigqueueinfo(x, x.i32(0), x.i32(1), x.i32(2), x.ptr(3));
            case LinuxCall.GETRANDOM: return LinuxControlCalls.getrandom(x, x.ptr(0), x.ptr(1), x.i32(2));
            case LinuxCall.EXECVEAT: return LinuxProcessCalls.execveat(x, x.i32(0), x.ptr(1), x.ptr(2), x.ptr(3), x.i32(4));
            case LinuxCall.MEMBARRIER: return LinuxControlCalls.membarrier(x.i32(0), x.i32(1), x.i32(2));
            case LinuxCall.RSEQ: case LinuxCall.PKEY_ALLOC: case LinuxCall.PKEY_FREE: return -Errno.ENOSYS;
            case LinuxCall.SHMGET: return LinuxSharedMemoryCalls.shmget(x, x.i32(0), x.ptr(1), x.i32(2));
            case LinuxCall.SHMCTL: return LinuxSharedMemoryCalls.shmctl(x, x.i32(0), x.i32(1), x.ptr(2));
            case LinuxCall.SHMAT: return LinuxSharedMemoryCalls.shmat(x, x.i32(0), x.ptr(1), x.i32(2));
            case LinuxCall.SHMDT: return LinuxSharedMemoryCalls.shmdt(x, x.ptr(0));
            case LinuxCall.CLOCK_GETTIME64: return LinuxTimeCalls.gettime(x, x.i32(0), x.ptr(1), true);
            case LinuxCall.CLOCK_GETRES_TIME64: return LinuxTimeCalls.getres(x, x.i32(0), x.ptr(1), true);
            case LinuxCall.CLOCK_NANOSLEEP_TIME64: return LinuxTimeCalls.clockNanosleep(x, x.i32(0), x.i32(1), x.ptr(2), x.ptr(3), true);
            case LinuxCall.TIMER_GETTIME64: return LinuxTimeCalls.timerGettime(x, x.i32(0), x.ptr(1), true);
            case LinuxCall.TIMER_SETTIME64: return LinuxTimeCalls.timerSettime(x, x.i32(0), x.i32(1), x.ptr(2), x.ptr(3), true);
            case LinuxCall.RT_SIGTIMEDWAIT_TIME64: return LinuxSignalCalls.rtSigtimedwait(x, x.ptr(0), x.ptr(1), x.ptr(2), x.ptr(3), true);
            case LinuxCall.FUTEX_TIME64: return LinuxThreadCalls.futex(x, x.ptr(0), x.i32(1), x.i32(2), x.ptr(3), x.ptr(4), x.i32(5), true);
            case LinuxCall.SCHED_RR_GET_INTERVAL_TIME64: return LinuxSchedulingCalls.roundRobinInterval(x, x.i32(0), x.ptr(1), true);
            case LinuxCall.CLONE3: return LinuxThreadCalls.clone3(x, x.ptr(0), x.ptr(1));
            default: return LinuxDispatch.NOT_MINE;
        }
    }
    // spotless:on
}
