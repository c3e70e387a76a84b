package heliotrope.kernel;

import heliotrope.host.HostSignals;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;

/** Sends the signals of interval timers; there only while a timer runs. */
final class TimerThread implements Runnable {
    private final Kernel kernel;
    private @Nullable Thread thread;

    TimerThread(Kernel kernel) {
        this.kernel = kernel;
    }

    /** A timer was set. The caller has the kernel lock. */
    void look() {
        if (thread == null) {
            Thread t = new Thread(null, this, "guest timers", 128 << 10);
            t.setDaemon(true);
            thread = t;
            t.start();
        } else {
            kernel.lock.notifyAll();
        }
    }

    @Override
    public void run() {
        HostSignals.blockAsyncInThisThread();
        Scratch s = new Scratch(4096);
        try {
            synchronized (kernel.lock) {
                while (true) {
                    long next = Long.MAX_VALUE;
                    for (Process p : kernel.processes()) {
                        next = Math.min(next, Math.min(p.timers.check(s), p.posixTimers.check(s)));
                    }
                    if (next == Long.MAX_VALUE) {
                        thread = null;
                        return;
                    }
                    try {
                        kernel.lock.wait(next / 1_000_000, (int) (next % 1_000_000));
                    } catch (InterruptedException e) {
                        // Nobody interrupts this thread; looking again does no harm.
                    }
                }
            }
        } finally {
            s.close();
        }
    }
}
