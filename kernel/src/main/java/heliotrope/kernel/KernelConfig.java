package heliotrope.kernel;

import heliotrope.host.Nullable;

/** Options of a {@link Kernel}; set them before it is made. */
public final class KernelConfig {
    /** Sees system calls, signals, exits. */
    public @Nullable SyscallTracer tracer;
    /** Called before a process dies of a signal that dumps core. */
    public @Nullable CrashReporter crashReporter;
    /** No lines on stderr about unsupported calls. */
    public boolean silent;
    /** Java stack traces of internal errors. */
    public boolean debug;
    /** Processor that the guest is told it runs on, or null for the personality's default. */
    public @Nullable String cpu;
    /** Release that uname reports, or null. */
    public @Nullable String unameRelease;
    /** argv[0] of the first program instead of the given one, or null. */
    public byte @Nullable [] argv0;
    /** Soft limit of a guest's stack in bytes; as IRIX has it: twenty MiB of recursion in a compiler are not unusual. */
    public long stackLimit = 64L << 20;
    /** Somebody chose the stack limit: a personality does not put its own in its place. */
    public boolean stackLimitGiven;
    /** Most processes at a time. */
    public int maxProcesses = 4096;
    /** Most threads of a process. */
    public int maxThreads = 2048;
    /** Most descriptors of a process. */
    public int maxFiles = 2500;
    /** Whether the host's signals, and stops, concern the guests; off for kernels embedded in other programs. */
    public boolean hostSignals = true;
    /** Pid of the first process; 0 is the caller's own. */
    public int firstPid;
    /** Whom the kernel works for; null: the JVM itself. */
    public @Nullable Caller caller;
}
