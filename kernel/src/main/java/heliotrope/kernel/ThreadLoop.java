package heliotrope.kernel;

import heliotrope.engine.Cpu;
import heliotrope.host.Errno;
import heliotrope.host.Sys;

/** What a guest thread does all its life: run guest code, serve what made it stop, deliver signals. */
final class ThreadLoop {
    private static final int MOST_REPEATS = 100;

    private final GuestThread t;
    private final Kernel kernel;
    private final Cpu cpu;
    /** The fault that was resolved last, and how often in a row: one that stays would come for ever. */
    private long faultPc = -1;

    private long faultAddress = -1;
    private int faultRepeats;

    ThreadLoop(GuestThread t) {
        this.t = t;
        this.kernel = t.kernel;
        this.cpu = t.cpu;
    }

    void run() {
        try {
            loop();
        } catch (RuntimeException | Error e) {
            kernel.internalError(t, "guest thread at pc 0x" + Long.toHexString(t.state.pc()), e);
            ProcessExit.end(t, t.process.signals().abrt);
        } finally {
            ProcessExit.threadEnded(t);
        }
    }

    private void loop() {
        while (true) {
            if (t.attention) {
                Signals.deliver(t);
            }
            if (t.ending) {
                return;
            }
            HostProgram host = t.hostProgram;
            if (host != null) {
                host.run(t);
                return;
            }
            switch (t.process.threaded ? runOneOfMany() : cpu.run()) {
                case Cpu.STOP_SYSCALL:
                    syscall();
                    break;
                case Cpu.STOP_TRAP:
                    trap();
                    break;
                case Cpu.STOP_FAULT:
                    fault();
                    break;
                default:
                    if (!t.attention) {
                        Signals.clearInterrupt(t);
                    }
                    break;
            }
        }
    }

    /** Runs guest code unless another thread copies memory for a fork: then that is waited for. */
    private int runOneOfMany() {
        t.inGuest = true;
        if (t.process.freezer != null) {
            t.inGuest = false;
            ProcessThreads.awaitThaw(t);
            return Cpu.STOP_INTERRUPT;
        }
        int stop = cpu.run();
        t.inGuest = false;
        if (t.process.freezer != null) {
            synchronized (kernel.lock) {
                kernel.lock.notifyAll();
            }
        }
        return stop;
    }

    private void syscall() {
        long result;
        t.restart = 0; // of the call before, if it was made again without a look at signals
        Personality personality = t.process.personality(); // an exec that changes it has no result
        try {
            result = personality.syscall(t);
        } catch (GuestFault e) {
            result = -Errno.EFAULT;
        } catch (OutOfMemoryError e) {
            kernel.internalError(t, "system call " + personality.syscallName(t), e);
            result = -Errno.ENOMEM;
        } catch (RuntimeException | StackOverflowError e) {
            kernel.internalError(t, "system call " + personality.syscallName(t) + ", which fails with EIO", e);
            result = -Errno.EIO;
        }
        if (t.borrowedCount > 0) {
            t.giveBack();
        }
        if (result == Kernel.RESTART || result == Kernel.RESTART_NO_HANDLER) {
            t.restart = result;
            return;
        }
        t.restartDeadline = 0;
        if (result != Kernel.NO_RESULT) {
            personality.syscallResult(t, result);
        }
    }

    private void trap() {
        SigInfo info;
        try {
            info = t.process.personality().trapSignal(t, cpu.trapArgument());
        } catch (GuestFault e) {
            info = new SigInfo(t.process.signals().segv, SigInfo.SEGV_MAPERR);
        }
        if (info != null) {
            Signals.force(t, info);
        }
    }

    private void fault() {
        long address = cpu.faultAddress();
        faultRepeats = address == faultAddress && t.state.pc() == faultPc ? faultRepeats + 1 : 0;
        faultAddress = address;
        faultPc = t.state.pc();
        try {
            if (cpu.faultSignal() == Sys.SIGSEGV
                    && faultRepeats < MOST_REPEATS
                    && t.memory().resolveFault(address, cpu.faultIsWrite())) {
                return;
            }
        } catch (OutOfMemoryError e) {
            kernel.message("killed: " + e.getMessage() + " [pid " + t.process.pid + "]");
            ProcessExit.end(t, t.process.personality().fromHostSignal(Sys.SIGKILL));
            return;
        }
        faultPc = -1;
        SigInfo info;
        try {
            info = t.process.personality().faultSignal(t);
        } catch (GuestFault e) {
            info = SigInfo.fault(t.process.signals().segv, SigInfo.SEGV_MAPERR, address, 0);
        }
        if (info != null) {
            Signals.force(t, info);
        }
    }
}
