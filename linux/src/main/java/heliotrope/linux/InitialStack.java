package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.Credentials;
import heliotrope.kernel.ExecImage;
import heliotrope.kernel.GuestThread;
import heliotrope.kernel.elf.ElfFile;

/** What a new program finds at its stack pointer: argc, argv, envp, auxiliary vector; behind them random bytes and the strings. */
final class InitialStack {
    // spotless:off
    private static final int
            AT_NULL = 0, AT_PHDR = 3, AT_PHENT = 4, AT_PHNUM = 5, AT_PAGESZ = 6, AT_BASE = 7, AT_FLAGS = 8, AT_ENTRY = 9, AT_UID = 11,
            AT_EUID = 12, AT_GID = 13, AT_EGID = 14, AT_HWCAP = 16, AT_CLKTCK = 17, AT_SECURE = 23, AT_RANDOM = 25, AT_EXECFN = 31;
    // spotless:on

    private static final int AUXILIARY_ENTRIES = 17, RANDOM_BYTES = 16, CLOCK_TICKS = 100;
    /** Most bytes of arguments and environment, as with a stack limit of 8 MiB. */
    static final int ARG_MAX = 2 << 20;
    /** Room below the first stack pointer that is mapped from the start. */
    private static final long HEADROOM = 0x10000;

    private final LinuxAbi abi;
    private final LinuxLayout layout;
    private final StructBuffer buffer;
    private long programHeaders;
    private int headerSize;
    private int headerCount;
    private long entry;
    private long base;
    private int at;

    InitialStack(LinuxAbi abi, LinuxLayout layout, boolean bigEndian) {
        this.abi = abi;
        this.layout = layout;
        this.buffer = new StructBuffer(abi, bigEndian);
    }

    /** What the auxiliary vector says of the program, which lies {@code delta} above its own addresses. */
    void program(ElfFile elf, long delta, long interpreterBase) {
        long headers = elf.programHeaderAddress();
        programHeaders = headers == 0 ? 0 : headers + delta;
        headerSize = elf.programHeaderSize();
        headerCount = elf.count;
        entry = elf.entry + delta;
        base = interpreterBase;
    }

    /** Maps and fills the stack. @return the stack pointer, or -errno */
    long build(ExecImage image, GuestThread thread, AddressSpace space) {
        byte[][] argv = image.argv;
        byte[][] envp = image.envp;
        byte[] name = image.path;
        int strings = size(argv) + size(envp) + name.length + 1 + RANDOM_BYTES;
        int vectors = abi.word * (argv.length + envp.length + 3 + 2 * AUXILIARY_ENTRIES);
        if (strings + vectors > ARG_MAX + 64 * 1024) {
            return -Errno.E2BIG;
        }
        long stringsAt = layout.stackTop - strings - abi.word & ~15L;
        long sp = stringsAt - vectors & ~15L;
        long limit = Math.min(thread.process.limits.soft(Sys.RLIMIT_STACK), LinuxLayout.STACK_RESERVE);
        long initial = Math.max(LinuxLayout.STACK_INITIAL, layout.stackTop - sp + HEADROOM) + 4095 & ~4095L;
        long result = space.mapStack(layout.stackTop, initial, Math.max(limit, initial));
        if (result < 0) {
            return result;
        }
        StructBuffer b = buffer.start((int) (layout.stackTop - sp));
        int text = (int) (stringsAt - sp);
        int random = text;
        randomBytes(thread.scratch, b, random);
        text += RANDOM_BYTES;
        at = 0;
        word(argv.length);
        for (int list = 0; list < 2; list++) {
            for (byte[] s : list == 0 ? argv : envp) {
                word(sp + text);
                System.arraycopy(s, 0, b.bytes, text, s.length);
                text += s.length + 1;
            }
            word(0);
        }
        System.arraycopy(name, 0, b.bytes, text, name.length);
        auxiliary(thread, sp + random, sp + text);
        b.store(space, sp);
        return sp;
    }

    private void auxiliary(GuestThread thread, long random, long name) {
        Credentials c = thread.process.credentials;
        pair(AT_HWCAP, 0);
        pair(AT_PAGESZ, LinuxLayout.PAGE_SIZE);
        pair(AT_CLKTCK, CLOCK_TICKS);
        pair(AT_PHDR, programHeaders);
        pair(AT_PHENT, headerSize);
        pair(AT_PHNUM, headerCount);
        pair(AT_BASE, base);
        pair(AT_FLAGS, 0);
        pair(AT_ENTRY, entry);
        pair(AT_UID, c.uid);
        pair(AT_EUID, c.euid);
        pair(AT_GID, c.gid);
        pair(AT_EGID, c.egid);
        pair(AT_SECURE, 0);
        pair(AT_RANDOM, random);
        pair(AT_EXECFN, name);
        pair(AT_NULL, 0);
    }

    private static void randomBytes(Scratch scratch, StructBuffer b, int at) {
        Sys.call(Sys.SYS_GETRANDOM, scratch.data(), RANDOM_BYTES, 0);
        for (int i = 0; i < RANDOM_BYTES; i++) {
            b.put8(at + i, scratch.buffer().get(Scratch.DATA + i));
        }
    }

    private void pair(int type, long value) {
        word(type);
        word(value);
    }

    private void word(long value) {
        buffer.putWord(at, value);
        at += abi.word;
    }

    private static int size(byte[][] list) {
        int size = 0;
        for (byte[] s : list) {
            size += s.length + 1;
        }
        return size;
    }
}
