package heliotrope.kernel;

import heliotrope.engine.Cpu;
import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;

/** fork. */
public final class ProcessFork {
    private ProcessFork() {}

    /** Makes a child process. @return its pid (the child itself starts with {@link Personality#forked}), or -errno */
    public static long fork(GuestThread t) {
        Kernel kernel = t.kernel;
        Process p = t.process;
        synchronized (kernel.lock) {
            if (kernel.processCount() >= kernel.config.maxProcesses) {
                return -Errno.EAGAIN;
            }
        }
        // The new host thread starts while memory is being copied.
        Starter starter = Starter.begin();
        if (starter == null) {
            return -Errno.EAGAIN;
        }
        GuestThread child = null;
        AddressSpace memory = null;
        Cpu cpu = null;
        try {
            memory = p.memory.fork(kernel, t.scratch);
            cpu = new Cpu(kernel.engine, memory.guestCode());
            starter = starter.withFreePid(kernel);
            if (starter == null) {
                return -Errno.EAGAIN;
            }
            GuestThread made = makeChild(t, starter.tid(), memory, cpu);
            p.personality().forked(made, t);
            synchronized (kernel.lock) {
                Process c = made.process;
                kernel.add(c);
                kernel.threadStarted();
                c.parent = p;
                p.children.add(c);
                c.threads.add(made);
            }
            child = made;
            return made.process.pid;
        } catch (OutOfMemoryError e) {
            return -Errno.ENOMEM;
        } finally {
            if (child == null) {
                if (cpu != null) {
                    cpu.close();
                }
                if (memory != null) {
                    memory.release();
                }
            }
            if (starter != null) {
                starter.go(child);
            }
        }
    }

    private static GuestThread makeChild(GuestThread t, int pid, AddressSpace memory, Cpu cpu) {
        Process p = t.process;
        Process c;
        synchronized (t.kernel.lock) {
            c = new Process(
                    t.kernel,
                    pid,
                    p.group,
                    memory,
                    p.files.fork(),
                    p.cwd.retain(),
                    p.credentials.copy(),
                    p.limits.copy(),
                    p.personality(),
                    p.actions);
        }
        c.umask = p.umask;
        c.execPath = p.execPath;
        c.argv = p.argv;
        GuestThread child = new GuestThread(c, cpu);
        child.state.copyGuestFrom(t.state);
        child.blocked.set(t.restoreMask ? t.savedMask : t.blocked);
        child.altStack.set(t.altStack);
        return child;
    }

    /** A host thread that has its number and waits for what to run. */
    private static final class Starter implements Runnable {
        private int tid;
        private boolean decided;
        private @Nullable GuestThread thread;

        /** Null if the host gives no thread. */
        static @Nullable Starter begin() {
            Starter s = new Starter();
            try {
                Thread host = new Thread(null, s, "guest", GuestThread.STACK_SIZE);
                host.setDaemon(true);
                host.start();
            } catch (OutOfMemoryError e) {
                return null;
            }
            return s;
        }

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
        @Nullable Starter withFreePid(Kernel kernel) {
            Starter s = this;
            while (true) {
                synchronized (kernel.lock) {
                    if (!kernel.isTaken(s.tid())) {
                        return s;
                    }
                }
                Starter next = begin();
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
}
