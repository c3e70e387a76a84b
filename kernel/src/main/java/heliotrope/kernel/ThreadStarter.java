package heliotrope.kernel;

import heliotrope.host.Nullable;
import heliotrope.host.Sys;

/**
 * A host thread that has its number and waits for what to run: so a guest's number is known before the guest is. A thread runs one guest
 * in its life, so that numbers are as good as the host's own. It is made when it is needed: the host looks for an idle processor for a new
 * thread, but hardly for one that it wakes.
 */
final class ThreadStarter implements Runnable {
    private int tid;
    private boolean decided;
    private @Nullable GuestThread thread;

    private ThreadStarter() {}

    /** Null if the host gives no thread. */
    static @Nullable ThreadStarter begin() {
        ThreadStarter s = new ThreadStarter();
        try {
            Thread host = new Thread(null, s, "guest", GuestThread.STACK_SIZE);
            host.setDaemon(true);
            host.start();
        } catch (OutOfMemoryError e) {
            return null;
        }
        return s;
    }

    /** The host's number of the thread. */
    synchronized int tid() {
        boolean interrupted = false;
        while (tid == 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return tid;
    }

    /**
     * This one, or, if a zombie or a group still has the number that the host has given anew, another one. Threads that are not
     * used end only afterwards, so that the host does not give the same number again.
     */
    @Nullable ThreadStarter withFreePid(Kernel kernel) {
        ThreadStarter s = this;
        while (true) {
            synchronized (kernel.lock) {
                if (!kernel.isTaken(s.tid())) {
                    return s;
                }
            }
            ThreadStarter next = begin();
            if (next != null) {
                next.tid();
            }
            s.go(null);
            if (next == null) {
                return null;
            }
            s = next;
        }
    }

    /** Runs the thread, or nothing. */
    synchronized void go(@Nullable GuestThread guest) {
        thread = guest;
        decided = true;
        notifyAll();
    }

    @Override
    public void run() {
        int own = Sys.gettid();
        GuestThread guest;
        synchronized (this) {
            tid = own;
            notifyAll();
            while (!decided) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    // Nobody knows this thread yet; it is decided soon.
                }
            }
            guest = thread;
        }
        if (guest != null) {
            guest.enter(own);
            guest.startAccounting();
            guest.run();
        }
    }
}
