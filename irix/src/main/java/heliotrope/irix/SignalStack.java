package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.AltStack;

/** The alternate signal stack: sigaltstack in its native and its XPG4 form, and BSD's sigstack. */
final class SignalStack {
    private SignalStack() {}

    static final int SS_ONSTACK = 1, SS_DISABLE = 2;

    /** Values of {@link AltStack#convention}. */
    static final int NATIVE = 1, XPG4 = 0;

    private static final int MINSIGSTKSZ = 512;

    /** Bytes of a native stack_t: pointer, size (an int), flags. */
    static int size(IrixAbi abi) {
        return abi.word + 8;
    }

    static boolean isActive(AltStack alt, long sp) {
        if (!alt.enabled) {
            return false;
        }
        long top = top(alt);
        return sp <= top && sp > top - alt.size;
    }

    /**
     * Where the stack begins to grow down. The native call gives this address itself, the XPG4 one the low end; programs that hand the
     * low end of an array to the native call live on what lies below it, as on the real system.
     */
    static long top(AltStack alt) {
        return (alt.convention == NATIVE ? alt.base : alt.base + alt.size) & ~15L;
    }

    /** SS_ flags of the stack as it is. */
    static int flags(AltStack alt, boolean active) {
        return alt.enabled ? active ? SS_ONSTACK : 0 : SS_DISABLE;
    }

    /** A native stack_t at {@code at}. */
    static void store(StructBuffer b, IrixAbi abi, int at, AltStack alt, boolean active) {
        b.putWord(abi, at, alt.base);
        b.put32(at + abi.word, (int) alt.size);
        b.put32(at + abi.word + 4, flags(alt, active));
    }

    /** The stack part of a context says the same as sigaltstack said before, so the convention stays. */
    static void restore(StructBuffer b, int at, IrixThread x) {
        AltStack alt = x.thread.altStack;
        long size = b.getU32(at + x.abi.word);
        if (isActive(alt, x.stackPointer())) {
            return;
        }
        if ((b.get32(at + x.abi.word + 4) & SS_DISABLE) != 0) {
            alt.enabled = false;
        } else if (size != 0) {
            alt.base = b.getWord(x.abi, at);
            alt.size = size;
            alt.enabled = true;
        }
    }

    /**
     * sigaltstack; {@code convention} is {@link #NATIVE} or {@link #XPG4}, which also differ in the type of the size (int, size_t) and
     * thereby, in n64, in the place of the flags.
     */
    static long sigaltstack(IrixThread x, long set, long old, int convention) {
        AltStack alt = x.thread.altStack;
        boolean active = isActive(alt, x.stackPointer());
        AddressSpace m = x.memory();
        boolean longSize = convention == XPG4 && x.abi.pointers64;
        int sizeAt = x.abi.word;
        int flagsAt = longSize ? 16 : sizeAt + 4;
        long base = 0;
        long size = 0;
        int flags = 0;
        if (set != 0) {
            base = x.word(set);
            size = longSize ? m.u64(set + sizeAt) : m.u32(set + sizeAt);
            flags = m.s32(set + flagsAt);
        }
        if (old != 0) {
            x.putWord(old, alt.base);
            if (longSize) {
                m.put64(old + sizeAt, alt.size);
            } else {
                m.put32(old + sizeAt, (int) alt.size);
            }
            m.put32(old + flagsAt, flags(alt, active));
        }
        if (set == 0) {
            return 0;
        }
        if (active) {
            return -Errno.EPERM;
        }
        if ((flags & SS_DISABLE) != 0) {
            alt.enabled = false;
            return 0;
        }
        if ((flags & ~SS_DISABLE) != 0) {
            return -Errno.EINVAL;
        }
        if (size < MINSIGSTKSZ) {
            return -Errno.ENOMEM;
        }
        alt.base = base;
        alt.size = size;
        alt.convention = convention;
        alt.enabled = true;
        return 0;
    }

    /** sigstack of BSD: {top of the stack, whether on it}. */
    static long sigstack(IrixThread x, long set, long old) {
        AltStack alt = x.thread.altStack;
        boolean active = isActive(alt, x.stackPointer());
        long base = set != 0 ? x.word(set) : 0;
        if (old != 0) {
            x.putWord(old, alt.enabled ? top(alt) : 0);
            x.memory().put32(old + x.abi.word, active ? 1 : 0);
        }
        if (set != 0) {
            alt.base = base;
            alt.size = 8192;
            alt.convention = NATIVE;
            alt.enabled = base != 0;
        }
        return 0;
    }
}
