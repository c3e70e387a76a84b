package heliotrope.kernel;

import heliotrope.engine.GuestCode;
import heliotrope.host.Nullable;
import heliotrope.host.Window;
import java.util.Arrays;

/**
 * Access to guest memory for system calls. Addresses are the guest's; every access is checked and throws {@link GuestFault} where
 * the guest's own would have faulted. Writes first drop the translations of the pages they touch.
 */
public abstract class GuestMemory {
    private static final int MOST_BYTES = 256 << 20;

    final Window window;
    private final boolean bigEndian;

    GuestMemory(Window window, boolean bigEndian) {
        this.window = window;
        this.bigEndian = bigEndian;
    }

    abstract GuestCode guestCode();

    /** Makes the stack reach down to {@code address} if that is allowed. */
    abstract boolean growStack(long address);

    /** Whether the range touches addresses into which the stack may grow. */
    abstract boolean touchesStackGrowth(long address, long length);

    /**
     * Makes what a fork has not copied accessible to the host as the guest asked for it.
     *
     * @throws OutOfMemoryError if the host has no memory for it
     */
    abstract void prepare(long start, long end, boolean write);

    /** Whether everything in the range is mapped. */
    public abstract boolean isMapped(long address, long length);

    /** Byte order. */
    public final boolean isBigEndian() {
        return bigEndian;
    }

    /** Bytes of address space. */
    public final long size() {
        return window.size();
    }

    // ---- ranges for the host ----

    /**
     * Host address through which the host may read the range by itself (its own checks then give EFAULT for what is not mapped).
     */
    public final long hostForRead(long address, long length) {
        long host = hostAddress(address, length);
        prepare(address, address + length, false);
        return host;
    }

    private long hostAddress(long address, long length) {
        long host = window.host(address, length);
        if (host == -1) {
            throw GuestFault.INSTANCE;
        }
        if (touchesStackGrowth(address, length)) {
            growStack(address);
        }
        return host;
    }

    /** Host address through which the host may write the range by itself; translations there are dropped. */
    public final long hostForWrite(long address, long length) {
        long host = hostAddress(address, length);
        guestCode().prepareWrite(address, address + length);
        prepare(address, address + length, true);
        return host;
    }

    // ---- bytes ----

    /** Reads {@code length} bytes. */
    public final void readBytes(long address, byte[] into, int at, int length) {
        if (length == 0) {
            return;
        }
        prepare(address, address + length, false);
        if (!window.copyIn(address, into, at, length)
                && !(touchesStackGrowth(address, length) && growStack(address) && window.copyIn(address, into, at, length))) {
            throw GuestFault.INSTANCE;
        }
    }

    /** Reads {@code length} bytes, at most 256 MiB; check the length against a limit of the call's own before. */
    public final byte[] readBytes(long address, int length) {
        if (length < 0 || length > MOST_BYTES || length > 65536 && !isMapped(address, length)) {
            throw GuestFault.INSTANCE;
        }
        byte[] bytes = new byte[length];
        readBytes(address, bytes, 0, length);
        return bytes;
    }

    /** Writes {@code length} bytes; when it throws, some may have been written. */
    public final void writeBytes(long address, byte[] from, int at, int length) {
        if (length == 0) {
            return;
        }
        if (!window.contains(address, length)) {
            throw GuestFault.INSTANCE;
        }
        guestCode().prepareWrite(address, address + length);
        prepare(address, address + length, true);
        if (!window.copyOut(address, from, at, length)
                && !(touchesStackGrowth(address, length) && growStack(address) && window.copyOut(address, from, at, length))) {
            throw GuestFault.INSTANCE;
        }
    }

    /** Writes all of {@code from}. */
    public final void writeBytes(long address, byte[] from) {
        writeBytes(address, from, 0, from.length);
    }

    /** Clears memory. */
    public final void zero(long address, long length) {
        if (length == 0) {
            return;
        }
        hostForWrite(address, length);
        if (!window.fill(address, 0, length)) {
            throw GuestFault.INSTANCE;
        }
    }

    /** A string without its NUL; null if there is no NUL in the first {@code max + 1} bytes. */
    public final byte @Nullable [] readCString(long address, int max) {
        byte[] bytes = new byte[256];
        int done = 0;
        while (true) {
            // Never across a page that may not be needed: the string may end just before an inaccessible one.
            int toPageEnd = AddressSpace.PAGE - ((int) address + done & AddressSpace.PAGE - 1);
            int n = toPageEnd < bytes.length - done ? toPageEnd : bytes.length - done;
            prepare(address + done, address + done + n, false);
            int left = window.copyInString(address + done, bytes, done, n);
            if (left < 0) {
                if (done == 0 && touchesStackGrowth(address, 1) && growStack(address)) {
                    continue;
                }
                throw GuestFault.INSTANCE;
            }
            done += n - left;
            if (left > 0) {
                if (done > max) {
                    return null;
                }
                byte[] string = new byte[done];
                System.arraycopy(bytes, 0, string, 0, done);
                return string;
            }
            if (done > max) {
                return null;
            }
            if (done == bytes.length) {
                bytes = Arrays.copyOf(bytes, 4 * bytes.length);
            }
        }
    }

    // ---- numbers in the guest's byte order ----

    private long get(long address, int size) {
        byte[] b = new byte[8];
        readBytes(address, b, 0, size);
        long value = 0;
        if (bigEndian) {
            for (int i = 0; i < size; i++) {
                value = value << 8 | b[i] & 0xff;
            }
        } else {
            for (int i = size - 1; i >= 0; i--) {
                value = value << 8 | b[i] & 0xff;
            }
        }
        return value;
    }

    private void put(long address, long value, int size) {
        byte[] b = new byte[8];
        for (int i = 0; i < size; i++) {
            b[bigEndian ? size - 1 - i : i] = (byte) (value >>> 8 * i);
        }
        writeBytes(address, b, 0, size);
    }

    /** A byte, 0 to 255. */
    public final int u8(long address) {
        return (int) get(address, 1);
    }

    /** 16 bits, 0 to 65535. */
    public final int u16(long address) {
        return (int) get(address, 2);
    }

    /** 32 bits as a signed number. */
    public final int s32(long address) {
        return (int) get(address, 4);
    }

    /** 32 bits, zero-extended. */
    public final long u32(long address) {
        return get(address, 4);
    }

    /** 64 bits. */
    public final long u64(long address) {
        return get(address, 8);
    }

    public final void put8(long address, int value) {
        put(address, value, 1);
    }

    public final void put16(long address, int value) {
        put(address, value, 2);
    }

    public final void put32(long address, int value) {
        put(address, value, 4);
    }

    public final void put64(long address, long value) {
        put(address, value, 8);
    }
}
