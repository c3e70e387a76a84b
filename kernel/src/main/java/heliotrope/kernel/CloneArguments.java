package heliotrope.kernel;

/** What clone is asked for. Flags are Linux' {@code CLONE_} values; addresses are the guest's. */
public final class CloneArguments {
    public static final int
            VM = 0x100, FS = 0x200, FILES = 0x400, SIGHAND = 0x800, PIDFD = 0x1000, PTRACE = 0x2000, VFORK = 0x4000, PARENT = 0x8000,
            THREAD = 0x10000, NEWNS = 0x20000, SYSVSEM = 0x40000, SETTLS = 0x80000, PARENT_SETTID = 0x100000,
            CHILD_CLEARTID = 0x200000, DETACHED = 0x400000, UNTRACED = 0x800000, CHILD_SETTID = 0x1000000, NEWCGROUP = 0x2000000,
            NEWUTS = 0x4000000, NEWIPC = 0x8000000, NEWUSER = 0x10000000, NEWPID = 0x20000000, NEWNET = 0x40000000, IO = 0x80000000;

    /** What asks for a new namespace of the host's kernel. */
    static final int NAMESPACES = NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET;

    /** Without the low byte, which is {@link #exitSignal}. */
    public final int flags;
    /** Guest signal that the parent gets when the new process ends, 0 for none; threads have none. */
    public final int exitSignal;
    /** The new stack pointer; 0: the caller's. */
    public final long stack;
    /** With SETTLS: the thread's own pointer. For the personality. */
    public final long tls;
    /** With PARENT_SETTID: where the caller's memory gets the new thread's id. */
    public final long parentTid;
    /** With CHILD_SETTID, CHILD_CLEARTID: where the child's memory gets its id, and 0 with a futex wake when it ends. */
    public final long childTid;

    public CloneArguments(int flags, int exitSignal, long stack, long tls, long parentTid, long childTid) {
        this.flags = flags;
        this.exitSignal = exitSignal;
        this.stack = stack;
        this.tls = tls;
        this.parentTid = parentTid;
        this.childTid = childTid;
    }

    /** vfork: the child uses the caller's memory, and the caller waits until it executes a program or ends. */
    public static CloneArguments vfork(int exitSignal) {
        return new CloneArguments(VM | VFORK, exitSignal, 0, 0, 0, 0);
    }

    /** Whether any of these flags is set. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
