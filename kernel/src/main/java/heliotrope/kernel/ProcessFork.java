package heliotrope.kernel;

import heliotrope.engine.Cpu;
import heliotrope.host.Errno;
import heliotrope.host.Nullable;

/** fork, vfork, and clone of a process. */
public final class ProcessFork {
    private ProcessFork() {}

    /** Makes a child process. @return its pid (the child itself starts with {@link Personality#forked}), or -errno */
    public static long fork(GuestThread t) {
        return make(t, null);
    }

    /** clone without CLONE_THREAD; see {@link ProcessThreads#clone}. */
    static long clone(GuestThread t, CloneArguments how) {
        return make(t, how);
    }

    private static long make(GuestThread t, @Nullable CloneArguments how) {
        Kernel kernel = t.kernel;
        Process p = t.process;
        synchronized (kernel.lock) {
            if (kernel.isFull()) {
                return -Errno.EAGAIN;
            }
        }
        // The new host thread starts while memory is being copied.
        ThreadStarter starter = ThreadStarter.begin();
        if (starter == null) {
            return -Errno.EAGAIN;
        }
        boolean share = how != null && how.has(CloneArguments.VM);
        boolean wait = how != null && how.has(CloneArguments.VFORK);
        GuestThread child = null;
        AddressSpace memory = null;
        Cpu cpu = null;
        try {
            if (share) {
                if (!wait) {
                    p.memory.copyAll();
                }
                p.memory.share();
                memory = p.memory;
            } else {
                boolean freeze = p.threads.size() > 1;
                if (freeze) {
                    ProcessThreads.freeze(t);
                }
                try {
                    memory = p.memory.fork(kernel);
                } finally {
                    if (freeze) {
                        ProcessThreads.thaw(t);
                    }
                }
            }
            cpu = new Cpu(kernel.engine, memory.guestCode());
            starter = starter.withFreePid(kernel);
            if (starter == null) {
                return -Errno.EAGAIN;
            }
            GuestThread made = makeChild(t, starter.tid(), memory, cpu, how);
            if (how == null) {
                p.personality().forked(made, t);
            } else {
                made.process.exitSignal = how.exitSignal;
                made.process.holdsParent = wait;
                p.personality().cloned(made, t, how);
                ProcessThreads.storeIds(t, made, how);
            }
            synchronized (kernel.lock) {
                Process c = made.process;
                kernel.add(c);
                kernel.threadStarted();
                c.parent = p;
                p.children.add(c);
                c.threads.add(made);
            }
            child = made;
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
        if (wait) {
            awaitRelease(t, child.process);
        }
        return child.process.pid;
    }

    private static GuestThread makeChild(GuestThread t, int pid, AddressSpace memory, Cpu cpu, @Nullable CloneArguments how) {
        Process p = t.process;
        FdTable files = p.files;
        if (how != null && how.has(CloneArguments.FILES)) {
            files.share();
        } else {
            files = files.fork();
        }
        Process c;
        synchronized (t.kernel.lock) {
            c = new Process(
                    t.kernel,
                    pid,
                    p.group,
                    memory,
                    files,
                    p.cwd.retain(),
                    p.credentials.copy(),
                    p.limits.copy(),
                    p.personality(),
                    p.actions);
        }
        c.umask = p.umask;
        c.execPath = p.execPath;
        c.argv = p.argv;
        c.exitSignal = p.signals().chld;
        GuestThread child = new GuestThread(c, cpu);
        child.leader = true;
        child.name = t.name;
        child.state.copyGuestFrom(t.state);
        child.blocked.set(t.restoreMask ? t.savedMask : t.blocked);
        child.altStack.set(t.altStack);
        return child;
    }

    /** vfork: until the child has another memory. Only a signal that ends the caller ends the wait. */
    private static void awaitRelease(GuestThread t, Process child) {
        synchronized (t.kernel.lock) {
            while (child.holdsParent && !t.ending && !Signals.fatalPending(t)) {
                Signals.waitOnLock(t, 0);
            }
        }
    }

    /** A process has given up the memory that it shared with the parent that waits for this. */
    static void releaseParent(Process p) {
        if (p.holdsParent) {
            synchronized (p.kernel.lock) {
                p.holdsParent = false;
                p.kernel.lock.notifyAll();
            }
        }
    }
}
