package heliotrope.kernel;

import heliotrope.engine.Engine;

/** The Unix kernel: one guest process tree. Several may live in one JVM. */
public final class Kernel {
    /** Result of a system call after which registers and pc are already final. */
    public static final long NO_RESULT = Long.MIN_VALUE;
    /** A signal ended the call: it is made again unless a handler without SA_RESTART runs. */
    public static final long RESTART = -512;
    /** A signal ended the call: it is made again unless a handler runs. */
    public static final long RESTART_NO_HANDLER = -514;

    public final Engine engine;
    public final Roots roots;
    public final Personality personality;
    public final KernelConfig config;
    /** Guards the process tree, signals and waits. */
    public final Object lock = new Object();

    public Kernel(Engine engine, Roots roots, Personality personality, KernelConfig config) {
        this.engine = engine;
        this.roots = roots;
        this.personality = personality;
        this.config = config;
    }

    /**
     * Runs a program as the first process, in the calling thread, until it ends.
     *
     * @return Linux wait status with host signal numbers: exit status &lt;&lt; 8, or signal (| 0x80 if it dumps core); or -errno if the
     *     program could not be started
     */
    public int run(byte[] path, byte[][] argv, byte[][] envp) {
        throw new UnsupportedOperationException();
    }

    /** One line on stderr about a call that is not supported, unless told to be silent. */
    public void unsupported(GuestThread t, String call, String args) {
        throw new UnsupportedOperationException();
    }
}
