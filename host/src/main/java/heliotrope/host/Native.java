package heliotrope.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The native bridge: a shared library of a few kilobytes that this project's own assembler writes.
 *
 * <p>The library is the file named by the system property {@code heliotrope.bridge} ({@value #BUILT_IN}: it is in the
 * executable, which registers the methods when this class has been initialised, see {@link JvmStart}), or else a temporary
 * file that is written, loaded and deleted when this class is initialised. Addresses are host addresses. Methods called
 * <em>guarded</em> survive any address, provided that {@link HostSignals#install()} was called; all others take the
 * JVM down with them when given a wrong one.
 */
public final class Native {
    /** What {@link JvmStart} says. */
    static final String BUILT_IN = "built-in";

    static {
        load();
    }

    private Native() {}

    /** A raw Linux system call. @return the kernel's result: -errno for errors */
    public static native long syscall(long nr, long a, long b, long c, long d, long e, long f);

    /**
     * A raw system call that {@link HostSignals#kick} can interrupt. Returns -EINTR (-4) without a call when the u32
     * at {@code statePtr + 1064} is not 0; a kick that arrives between this check and the call has the same effect.
     * Setting the flag and then kicking therefore always ends the call (unless the kernel refuses to be interrupted).
     * -EINTR may also come without a flag, from a late kick or another signal: look at the flag and call again.
     */
    public static native long syscallInterruptible(
            long statePtr, long nr, long a, long b, long c, long d, long e, long f);

    /**
     * Runs translated code until it jumps to the exit stub or faults. The code finds the state block in r15, the
     * window base in r14, its own MXCSR, EFLAGS.AC set and the host stack in rsp; it may change every register but
     * rsp and r15.
     *
     * @param rax what the code finds in rax
     * @return the u32 exit reason in the state block
     */
    public static native long enter(long statePtr, long code, long rax);

    /**
     * Calls machine code with the C calling convention. MXCSR is restored and EFLAGS.AC cleared afterwards. Code in the
     * code cache must not fault here: there is no state block to put the report into.
     */
    public static native long call(long fn, long a, long b, long c, long d, long e, long f);

    /** A direct buffer (big-endian, as new ones are) over native memory that its user must keep mapped. */
    public static native ByteBuffer buffer(long address, long capacity);

    /**
     * Guarded copy of {@code len} bytes at {@code address} into an array.
     *
     * @return the number of bytes not copied (0: success); the bytes before them are copied
     */
    public static int copyIn(long address, byte[] dst, int off, int len) {
        if ((off | len | dst.length - off | dst.length - off - len) < 0) {
            throw new IndexOutOfBoundsException();
        }
        return copyIn0(address, dst, off, len);
    }

    /** Guarded copy of {@code len} bytes from an array to {@code address}. @return the number of bytes not copied */
    public static int copyOut(long address, byte[] src, int off, int len) {
        if ((off | len | src.length - off | src.length - off - len) < 0) {
            throw new IndexOutOfBoundsException();
        }
        return copyOut0(address, src, off, len);
    }

    // The same for those in this package who have looked whether this is a part of the array.

    /** As {@link #copyIn}, of numbers; the last two in bytes. */
    static native int longsIn0(long address, long[] dst, int off, int len);

    /** As {@link #copyOut}, of numbers; the last two in bytes. */
    static native int longsOut0(long address, long[] src, int off, int len);

    /**
     * Guarded copy of a string of at most {@code len} (which is not 0) bytes into an array, with its NUL.
     *
     * @return the number of bytes not copied, among which the NUL counts (0: there is none); -1 after a fault
     */
    static native int stringIn0(long address, byte[] dst, int off, int len);

    /** Guarded copy of a string of {@code len} bytes to {@code address}, with a NUL behind it. @return as {@link #stringIn0} */
    static native int stringOut0(long address, byte[] src, int off, int len);

    private static native int copyIn0(long address, byte[] dst, int off, int len);

    private static native int copyOut0(long address, byte[] src, int off, int len);

    /** Guarded copy between native addresses, byte by byte upwards. @return the number of bytes not copied */
    public static native long copy(long dst, long src, long len);

    /** Guarded fill. @return the number of bytes not written */
    public static native long fill(long address, int value, long len);

    /**
     * Guarded sum of {@code len} bytes, a multiple of 8: 64 bits that another content is unlikely to have, fast, of no use against
     * those who want to deceive. @return never 0, except if the memory cannot be read
     */
    public static native long sum(long address, long len);

    /**
     * Guarded load of a little-endian value of {@code size} 1, 2, 4 or 8 bytes, zero-extended. Stores exit reason 0
     * in the state block, or, on a fault, exit reason 7 and the fault's signal, code, address and error; the result
     * is 0 then. Any alignment.
     */
    public static native long load(long address, int size, long statePtr);

    /** Guarded store of the low {@code size} bytes; reports as {@link #load} does. */
    public static native void store(long address, long value, int size, long statePtr);

    /**
     * Guarded atomic compare and exchange of {@code size} bytes; reports as {@link #load} does.
     *
     * @return the old value, zero-extended; the exchange took place if it equals {@code expected} (in size bytes)
     */
    public static native long cas(long address, long expected, long value, int size, long statePtr);

    /** Atomic exchange of 8 bytes, not guarded. @return the old value */
    public static native long exchange(long address, long value);

    // Not guarded, any alignment; for NativeView.

    static native int peek32(long address);

    static native long peek64(long address);

    static native void poke32(long address, int value);

    static native void poke64(long address, long value);

    /**
     * Ends a system call in a state block, not guarded: stores values at two offsets, and moves the pc behind the instruction at which it
     * is, within {@code mask}.
     */
    public static native void callEnds(long statePtr, long at, long value, long at2, long value2, long mask);

    /** Bytes of a name for {@link #newer}, with the NULs behind it. */
    public static final int NAME_BYTES = 128;

    /**
     * Whether one of the files at {@code names}, relative to a folder, has been modified after a time; those that are not there have not.
     *
     * @param stat address of room for a struct stat
     * @return 0 or 1
     */
    public static native int newer(long folder, long names, long count, long stat, long seconds, long nanos);

    /** CPUID. @return register {@code which}: 0 eax, 1 ebx, 2 ecx, 3 edx */
    static native int cpuid(int leaf, int subleaf, int which);

    /** See {@link Spawn}. Result: 2 x u64, index of the failed step and its -errno. */
    static native long spawn(long script, long count, long stackTop, long result);

    /** Address of a part of the bridge, by {@link BridgeData}'s indices. */
    static native long address(int index);

    private static native int version();

    /** Tells the fault handler where translated code lies. Call before running any. */
    public static void init(long codeStart, long codeEnd) {
        NativeView data = data();
        data.put64(BridgeData.CODE_END, 0);
        data.put64(BridgeData.CODE_START, codeStart);
        data.put64(BridgeData.CODE_END, codeEnd);
    }

    /** Address that translated code jumps to in order to leave: the value for {@link StateBlock#EXIT_STUB}. */
    public static long exitStub() {
        return address(BridgeData.ADDRESS_EXIT);
    }

    /** The bridge's data. */
    static NativeView data() {
        return new NativeView(address(BridgeData.ADDRESS_DATA), BridgeData.SIZE);
    }

    // ---- loading ----

    private static void load() {
        String path = System.getProperty("heliotrope.bridge");
        String why = "";
        if (BUILT_IN.equals(path)) {
            return;
        }
        if (path != null) {
            try {
                // Not by way of Path where it can be helped: the first one costs 2 ms.
                System.load(path.startsWith("/") ? path : Path.of(path).toAbsolutePath().toString());
                checkVersion(path);
                return;
            } catch (UnsatisfiedLinkError e) {
                // A file system without execution, for instance: it may be allowed elsewhere.
                why = path + ": " + e.getMessage();
            }
        }
        byte[] library = BridgeBuilder.build();
        String[] places = {
            System.getProperty("java.io.tmpdir"), System.getenv("XDG_RUNTIME_DIR"), "/dev/shm", "/var/tmp",
        };
        for (String place : places) {
            if (place == null || place.isEmpty()) {
                continue;
            }
            String problem = loadFrom(place, library);
            if (problem == null) {
                checkVersion(place);
                return;
            }
            why += (why.isEmpty() ? "" : "; ") + place + ": " + problem;
        }
        throw new IllegalStateException("cannot load the native bridge from a temporary file (" + why
                + "); set -Dheliotrope.bridge to a libheliotrope.so on a file system that allows execution");
    }

    /** Null if it worked, else the reason. */
    private static @Nullable String loadFrom(String place, byte[] library) {
        Path file = null;
        try {
            // Not createTempFile, whose random numbers cost 20 ms. CREATE_NEW follows no symbolic link.
            Path fresh = Path.of(place, "libheliotrope-" + Long.toHexString(System.nanoTime()) + ".so");
            Files.write(fresh, library, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            file = fresh;
            System.load(file.toAbsolutePath().toString());
            return null;
        } catch (IOException e) {
            return "cannot write (" + e.getMessage() + ")";
        } catch (UnsatisfiedLinkError e) {
            return String.valueOf(e.getMessage());
        } finally {
            deleteQuietly(file);
        }
    }

    private static void deleteQuietly(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit();
            }
        }
    }

    private static void checkVersion(String where) {
        int found;
        try {
            found = version();
        } catch (UnsatisfiedLinkError e) {
            throw new IllegalStateException(where + " is not Heliotrope's native bridge", e);
        }
        if (found != BridgeData.VERSION) {
            throw new IllegalStateException("the native bridge " + where + " has version " + found + ", but version "
                    + BridgeData.VERSION + " is needed");
        }
    }
}
