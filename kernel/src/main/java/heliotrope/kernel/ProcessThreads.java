package heliotrope.kernel;

import heliotrope.engine.Cpu;
import heliotrope.host.Errno;
import heliotrope.host.Nullable;

/**
 * Threads of a process: clone, the end of one thread, finding a thread by its id. A thread's id is that of its host thread, but the
 * first thread of a process (and one that has executed a program) has the process' pid: {@link GuestThread#id()}.
 */
public final class ProcessThreads {
    private ProcessThreads() {}

    /**
     * clone. With {@link CloneArguments#THREAD} the new thread shares everything with the caller's process; without, a process is made:
     * with its own copy of memory, or ({@link CloneArguments#VM}) really using the caller's until it executes a program or ends, for
     * which the caller waits with {@link CloneArguments#VFORK}. Registers are the caller's; then {@link Personality#cloned} sets what
     * the child sees (result, stack pointer, thread pointer, pc). The ids are stored before either side goes on; a bad address for
     * them is not an error, as on Linux.
     *
     * <p>-EINVAL, with one line on stderr, for what is not supported: threads without VM, FS, FILES and SIGHAND, processes with FS or
     * SIGHAND, PARENT, PIDFD and namespaces.
     *
     * @return the new thread's id, or -errno
     */
    public static long clone(GuestThread t, CloneArguments how) {
        String refused = refused(how);
        if (refused != null) {
            t.kernel.unsupported(t, "clone", "0x" + Integer.toHexString(how.flags) + ": " + refused);
            return -Errno.EINVAL;
        }
        if (!how.has(CloneArguments.VM) && how.has(CloneArguments.SIGHAND)) {
            return -Errno.EINVAL;
        }
        return how.has(CloneArguments.THREAD) ? thread(t, how) : ProcessFork.clone(t, how);
    }

    private static @Nullable String refused(CloneArguments how) {
        if (how.has(CloneArguments.NAMESPACES)) {
            return "namespaces";
        }
        if (how.has(CloneArguments.PARENT | CloneArguments.PIDFD)) {
            return "CLONE_PARENT, CLONE_PIDFD";
        }
        int all = CloneArguments.VM | CloneArguments.FS | CloneArguments.FILES | CloneArguments.SIGHAND;
        if (how.has(CloneArguments.THREAD)) {
            return (how.flags & all) == all ? null : "a thread with files, directory or signals of its own";
        }
        return how.has(CloneArguments.FS | CloneArguments.SIGHAND) ? "a process that shares directory or signals" : null;
    }

    private static long thread(GuestThread t, CloneArguments how) {
        Kernel kernel = t.kernel;
        Process p = t.process;
        if (p.threads.size() >= kernel.config.maxThreads) {
            return -Errno.EAGAIN;
        }
        ThreadStarter starter = ThreadStarter.begin();
        if (starter == null) {
            return -Errno.EAGAIN;
        }
        GuestThread child = null;
        Cpu cpu = null;
        try {
            p.memory.copyAll();
            cpu = new Cpu(kernel.engine, p.memory.guestCode());
            starter = starter.withFreePid(kernel);
            if (starter == null) {
                return -Errno.EAGAIN;
            }
            GuestThread made = new GuestThread(p, cpu);
            made.tid = starter.tid();
            made.name = t.name;
            made.state.copyGuestFrom(t.state);
            made.blocked.set(t.restoreMask ? t.savedMask : t.blocked);
            // Before its first instruction it looks at what there is to do: the process may have been stopped.
            made.attention = true;
            p.personality().cloned(made, t, how);
            storeIds(t, made, how);
            synchronized (kernel.lock) {
                if (t.ending || p.state >= Process.EXITING) {
                    made.scratch.close();
                    return -Errno.EAGAIN; // which nobody sees
                }
                p.threaded = true;
                p.threads.add(made);
                kernel.threadStarted();
            }
            child = made;
            return made.id();
        } catch (OutOfMemoryError e) {
            return -Errno.EAGAIN;
        } finally {
            if (child == null && cpu != null) {
                cpu.close();
            }
            if (starter != null) {
                starter.go(child);
            }
        }
    }

    /** Stores the child's id where clone was asked to. */
    static void storeIds(GuestThread parent, GuestThread child, CloneArguments how) {
        int id = child.id();
        if (how.has(CloneArguments.PARENT_SETTID)) {
            store(parent.memory(), how.parentTid, id);
        }
        if (how.has(CloneArguments.CHILD_SETTID)) {
            store(child.memory(), how.childTid, id);
        }
        if (how.has(CloneArguments.CHILD_CLEARTID)) {
            child.clearChildTid = how.childTid;
        }
    }

    private static void store(AddressSpace memory, long address, int value) {
        try {
            memory.put32(address, value);
        } catch (GuestFault e) {
            // As Linux has it: the child lives, and who gave a bad address does not learn its number this way.
        }
    }

    /** set_tid_address: {@code address} (0: none) gets 0 and a wake when the thread ends. @return the thread's id */
    public static long setTidAddress(GuestThread t, long address) {
        t.clearChildTid = address;
        return t.id();
    }

    /**
     * Ends the calling thread only. The process ends with its last one; its status is then what its first thread gave here. All threads
     * at once: {@link ProcessExit#exit}.
     *
     * @param status 0 to 255
     * @return {@link Kernel#NO_RESULT}
     */
    public static long exit(GuestThread t, int status) {
        Process p = t.process;
        synchronized (t.kernel.lock) {
            if (p.threads.size() == 1) {
                return ProcessExit.exit(t, t.leader ? status : p.exitStatus >> 8);
            }
            if (t.leader && p.state < Process.EXITING) {
                p.exitStatus = (status & 0xff) << 8;
            }
            t.ending = true;
        }
        return Kernel.NO_RESULT;
    }

    /**
     * Has all other threads of the process stay out of guest code until {@link #thaw}, so that what a child gets is memory as it was at
     * one point in time.
     */
    static void freeze(GuestThread t) {
        Process p = t.process;
        synchronized (t.kernel.lock) {
            while (p.freezer != null) {
                Signals.waitOnLock(t, 0);
            }
            p.freezer = t;
            for (int i = 0; i < p.threads.size(); i++) {
                GuestThread other = p.threads.get(i);
                // One that is not in guest code now sees the freezer before it goes there.
                if (other != t && other.inGuest) {
                    other.wake();
                }
            }
            while (othersInGuest(t)) {
                Signals.waitOnLock(t, 0);
            }
        }
    }

    private static boolean othersInGuest(GuestThread t) {
        Process p = t.process;
        for (int i = 0; i < p.threads.size(); i++) {
            if (p.threads.get(i) != t && p.threads.get(i).inGuest) {
                return true;
            }
        }
        return false;
    }

    /** Ends {@link #freeze}. */
    static void thaw(GuestThread t) {
        synchronized (t.kernel.lock) {
            t.process.freezer = null;
            t.kernel.lock.notifyAll();
        }
    }

    static void awaitThaw(GuestThread t) {
        synchronized (t.kernel.lock) {
            t.kernel.lock.notifyAll(); // the freezer may have seen it on its way in, and wait for it
            while (t.process.freezer != null && !t.ending) {
                Signals.waitOnLock(t, 0);
            }
        }
    }

    /** The thread of a process with an id, or null. The caller has the kernel lock. */
    static @Nullable GuestThread find(Process p, int id) {
        for (int i = 0; i < p.threads.size(); i++) {
            if (p.threads.get(i).id() == id) {
                return p.threads.get(i);
            }
        }
        return null;
    }

    /** The thread of any process with an id, or null. */
    static @Nullable GuestThread find(Kernel kernel, int id) {
        synchronized (kernel.lock) {
            Process[] all = kernel.processes();
            for (Process p : all) {
                GuestThread t = find(p, id);
                if (t != null) {
                    return t;
                }
            }
            return null;
        }
    }

    /** Ids of the threads of a process, for listings. */
    public static int[] ids(Process p) {
        synchronized (p.kernel.lock) {
            int[] ids = new int[p.threads.size()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = p.threads.get(i).id();
            }
            return ids;
        }
    }

    /**
     * The thread gives up its memory (it ends, or executes another program) while others may go on using it: tells those who wait for
     * it through a futex, and marks the locks of its robust list.
     */
    static void leaveMemory(GuestThread t) {
        try {
            RobustList.died(t);
            long address = t.clearChildTid;
            t.clearChildTid = 0;
            if (address != 0 && (t.process.threads.size() > 1 || t.memory().isShared())) {
                t.memory().put32(address, 0);
                FutexCalls.wake(t, address, 1);
            }
        } catch (GuestFault e) {
            // Its own business.
        }
    }
}
