package heliotrope.host;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Starts host programs without fork: a child made by clone(CLONE_VM | CLONE_VFORK) runs a script of raw system calls,
 * the last of which is execve, on a stack of its own. The JVM never forks, and the parent thread sleeps until the
 * child has left its memory. All signals are blocked in the child until the script says otherwise.
 */
public final class Spawn {
    private static final int STEP_LONGS = 7;
    private static final int STACK = 4096;

    private Spawn() {}

    /** Runs the script. @return the child's process id, or -errno of the step that failed (see {@link Script}) */
    public static long run(Script script) {
        return script.run();
    }

    /**
     * A list of system calls to be made by the child; each must succeed, or else the child ends and run reports it.
     */
    public static final class Script {
        /** An empty script. */
        public Script() {}

        private long[] steps = new long[16 * STEP_LONGS];
        /** One bit for each argument of a step that is an offset in {@link #blob}. */
        private int[] pointers = new int[16];

        private int count;
        private byte[] blob = new byte[1024];
        private int blobSize;
        /** Offsets in the blob of u64 that are offsets in the blob themselves, until run adds its address. */
        private int[] blobPointers = new int[64];

        private int blobPointerCount;
        private int failedStep = -1;

        /** Adds any system call with plain values. */
        public Script call(int nr, long a, long b, long c, long d, long e, long f) {
            return step(0, nr, a, b, c, d, e, f);
        }

        /** Makes {@code to} a copy of {@code from}, not close-on-exec; also when they are equal. */
        public Script dup(int from, int to) {
            if (from == to) {
                return call(Sys.SYS_FCNTL, from, Sys.F_SETFD, 0, 0, 0, 0);
            }
            return dup3(from, to, 0);
        }

        /** dup3 with O_CLOEXEC or 0; equal descriptors are an error. */
        public Script dup3(int from, int to, int flags) {
            return call(Sys.SYS_DUP3, from, to, flags, 0, 0, 0);
        }

        /** close. */
        public Script close(int fd) {
            return call(Sys.SYS_CLOSE, fd, 0, 0, 0, 0, 0);
        }

        /** close_range from first to last, both included; -1 is the highest. CLOSE_RANGE_CLOEXEC only marks them. */
        public Script closeRange(int first, int last, int flags) {
            return call(Sys.SYS_CLOSE_RANGE, first, last & 0xFFFFFFFFL, flags, 0, 0, 0);
        }

        /** chdir to a path without NUL. */
        public Script chdir(byte[] path) {
            return step(1, Sys.SYS_CHDIR, string(path), 0, 0, 0, 0, 0);
        }

        /** fchdir. */
        public Script fchdir(int fd) {
            return call(Sys.SYS_FCHDIR, fd, 0, 0, 0, 0, 0);
        }

        /** umask. */
        public Script umask(int mask) {
            return call(Sys.SYS_UMASK, mask, 0, 0, 0, 0, 0);
        }

        /** setpgid. */
        public Script setpgid(int pid, int group) {
            return call(Sys.SYS_SETPGID, pid, group, 0, 0, 0, 0);
        }

        /** setsid. */
        public Script setsid() {
            return call(Sys.SYS_SETSID, 0, 0, 0, 0, 0, 0);
        }

        /**
         * Sets the child's signal mask (bit signal - 1). Call {@link #signals} before it: a handler of the JVM must
         * not run in the child.
         */
        public Script sigprocmask(long mask) {
            int at = blob(8);
            putLong(at, mask);
            return step(2, Sys.SYS_RT_SIGPROCMASK, Sys.SIG_SETMASK, at, 0, 8, 0, 0);
        }

        /** Gives every signal its default action, or ignores it if bit signal - 1 of {@code ignored} is set. */
        public Script signals(long ignored) {
            int asDefault = blob(BridgeData.ACTION_SIZE);
            int asIgnored = blob(BridgeData.ACTION_SIZE);
            putLong(asIgnored, 1);
            for (int signal = 1; signal <= 64; signal++) {
                if (signal != Sys.SIGKILL && signal != Sys.SIGSTOP) {
                    int action = (ignored >>> signal - 1 & 1) != 0 ? asIgnored : asDefault;
                    step(2, Sys.SYS_RT_SIGACTION, signal, action, 0, 8, 0, 0);
                }
            }
            return this;
        }

        /** execve: the last step. All strings without NUL; the path is relative to the child's working directory. */
        public Script execve(byte[] path, byte[][] argv, byte[][] envp) {
            int p = string(path);
            int a = vector(argv);
            int e = vector(envp);
            return step(7, Sys.SYS_EXECVE, p, a, e, 0, 0, 0);
        }

        /** Number of steps so far: the index of the next one. */
        public int size() {
            return count;
        }

        /** Index of the step that failed in the last run, or -1. */
        public int failedStep() {
            return failedStep;
        }

        private Script step(int pointerMask, int nr, long a, long b, long c, long d, long e, long f) {
            if (count == pointers.length) {
                pointers = Arrays.copyOf(pointers, 2 * count);
                steps = Arrays.copyOf(steps, 2 * steps.length);
            }
            int at = count * STEP_LONGS;
            steps[at] = nr;
            steps[at + 1] = a;
            steps[at + 2] = b;
            steps[at + 3] = c;
            steps[at + 4] = d;
            steps[at + 5] = e;
            steps[at + 6] = f;
            pointers[count++] = pointerMask;
            return this;
        }

        /** Room for {@code size} zero bytes, 8-aligned. */
        private int blob(int size) {
            int at = blobSize + 7 & -8;
            blobSize = at + size;
            if (blobSize > blob.length) {
                blob = Arrays.copyOf(blob, Math.max(blobSize, 2 * blob.length));
            }
            return at;
        }

        private int string(byte[] text) {
            int at = blob(text.length + 1);
            System.arraycopy(text, 0, blob, at, text.length);
            return at;
        }

        private int vector(byte[][] strings) {
            int at = blob(8 * (strings.length + 1));
            for (int i = 0; i < strings.length; i++) {
                putLong(at + 8 * i, string(strings[i]));
                if (blobPointerCount == blobPointers.length) {
                    blobPointers = Arrays.copyOf(blobPointers, 2 * blobPointerCount);
                }
                blobPointers[blobPointerCount++] = at + 8 * i;
            }
            return at;
        }

        private void putLong(int at, long value) {
            for (int i = 0; i < 8; i++) {
                blob[at + i] = (byte) (value >>> 8 * i);
            }
        }

        /** Layout: stack, result (2 x u64), steps, blob. */
        private long run() {
            int stepsAt = STACK + 16;
            int blobAt = stepsAt + 8 * STEP_LONGS * count;
            long size = (long) blobAt + blobSize;
            long memory = NativeMemory.allocate(size);
            try {
                ByteBuffer view = NativeMemory.view(memory, size);
                view.put(blobAt, blob, 0, blobSize);
                for (int i = 0; i < blobPointerCount; i++) {
                    int at = blobAt + blobPointers[i];
                    view.putLong(at, view.getLong(at) + memory + blobAt);
                }
                for (int i = 0; i < count * STEP_LONGS; i++) {
                    int argument = i % STEP_LONGS - 1;
                    boolean pointer = argument >= 0 && (pointers[i / STEP_LONGS] >> argument & 1) != 0;
                    view.putLong(stepsAt + 8 * i, pointer ? steps[i] + memory + blobAt : steps[i]);
                }
                failedStep = -1;
                long pid = Native.spawn(memory + stepsAt, count, memory + STACK, memory + STACK);
                long error = view.getLong(STACK + 8);
                if (pid > 0 && error != 0) {
                    failedStep = (int) view.getLong(STACK);
                    reap(pid);
                    return error;
                }
                return pid;
            } finally {
                NativeMemory.free(memory, size);
            }
        }

        private static void reap(long pid) {
            long result;
            do {
                result = Native.syscall(Sys.SYS_WAIT4, pid, 0, 0, 0, 0, 0);
            } while (result == -Errno.EINTR);
        }
    }
}
