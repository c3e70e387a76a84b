package heliotrope.irix;

import heliotrope.engine.CpuState;
import heliotrope.host.Charsets;
import heliotrope.host.Errno;
import heliotrope.host.Sys;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.ExecImage;
import heliotrope.kernel.FileStat;
import heliotrope.kernel.GuestFault;
import heliotrope.kernel.GuestThread;
import heliotrope.kernel.OpenFile;
import heliotrope.kernel.ProcessExec;
import heliotrope.kernel.elf.ElfFile;
import heliotrope.kernel.elf.ElfMapping;
import heliotrope.mips.MipsState;
import java.util.Arrays;

/**
 * The kernel's part of exec: maps the program and, if it names one, its interpreter (libc.so.1, which finds and maps rld by
 * itself), and builds the first stack. Stateless but for the last message.
 */
final class IrixLoader {
    // spotless:off
    private static final int
            AT_NULL = 0, AT_PHDR = 3, AT_PHENT = 4, AT_PHNUM = 5, AT_PAGESZ = 6, AT_BASE = 7, AT_ENTRY = 9;
    // spotless:on

    /** Room below the first stack pointer that is mapped from the start. */
    private static final long STACK_HEADROOM = 0x10000;

    private static final String LIBC = "/libc.so.1";

    private volatile @Nullable String message;

    /** Why the last program could not be loaded, or null. */
    @Nullable String message() {
        return message;
    }

    /** See {@link heliotrope.kernel.Personality#load}. */
    long load(ExecImage image, GuestThread thread, AddressSpace space) {
        message = null;
        try {
            return loadChecked(image, thread, space);
        } catch (GuestFault e) { // the file shrank while it was being mapped
            return fail(thread, image.path, "cannot be read as a whole", Errno.ENOEXEC);
        }
    }

    private long loadChecked(ExecImage image, GuestThread thread, AddressSpace space) {
        ElfFile elf = new ElfFile();
        String wrong = IrixElf.read(elf, new ElfMapping.Source(thread, image.file, image.stat.size));
        if (wrong != null) {
            return fail(thread, image.path, wrong, Errno.ENOEXEC);
        }
        IrixAbi abi = IrixElf.abi(elf);
        space.setLayout(abi.mmapStart, abi.mmapEnd());
        long result = space.map(IrixLayout.PRDA, IrixLayout.PAGE_SIZE, Sys.PROT_READ | Sys.PROT_WRITE,
                Sys.MAP_PRIVATE | Sys.MAP_ANONYMOUS | Sys.MAP_FIXED, null, 0);
        if (result >= 0) {
            result = ElfMapping.map(space, elf, image.file, 0);
        }
        if (result < 0) {
            return result;
        }
        space.setBreakStart(elf.breakStart());
        long base = 0;
        long start = elf.entry;
        byte[] interpreter = elf.interpreter;
        if (interpreter != null) {
            ElfFile library = new ElfFile();
            base = loadInterpreter(image, thread, space, abi, interpreter, library);
            if (base < 0) {
                return base;
            }
            start = library.entry + base - library.address[library.nextLoad(0)];
            if (endsWith(interpreter, LIBC) && !lists(image.envp, abi.linkerVariable)
                    && !lists(image.envp, IrixAbi.O32.linkerVariable)) {
                result = checkLinker(image, thread, abi);
                if (result < 0) {
                    return result;
                }
            }
        }
        long sp = buildStack(image, thread, space, abi, elf, base);
        if (sp < 0) {
            return sp;
        }
        fillPrda(space, thread.process.pid);
        enter(thread, abi, start, sp);
        return 0;
    }

    /**
     * libc looks for the run-time linker in one place, unless the variable says otherwise. Without a sound one it would only say that it
     * cannot map it, and then die of SIGSEGV.
     *
     * @return 0 or -errno
     */
    private long checkLinker(ExecImage image, GuestThread thread, IrixAbi abi) {
        String linker = abi.linker;
        OpenFile[] opened = new OpenFile[1];
        FileStat stat = new FileStat();
        long error = ProcessExec.openPart(thread, bytes(linker), opened, stat);
        if (error < 0) {
            return fail(thread, image.path, "needs the run-time linker " + linker + ", which is missing (give the root with -L)",
                    error == -Errno.EACCES ? Errno.EACCES : Errno.ENOENT);
        }
        OpenFile file = opened[0];
        try {
            String wrong = stat.isRegular()
                    ? IrixElf.readFor(abi, new ElfFile(), new ElfMapping.Source(thread, file, stat.size))
                    : "not a file";
            return wrong == null ? 0 : fail(thread, image.path, "its run-time linker " + linker + ": " + wrong, Errno.ENOEXEC);
        } finally {
            file.release();
        }
    }

    /** @return address of the interpreter's first segment, or -errno */
    private long loadInterpreter(
            ExecImage image, GuestThread thread, AddressSpace space, IrixAbi abi, byte[] name, ElfFile library) {
        OpenFile[] opened = new OpenFile[1];
        FileStat stat = new FileStat();
        long error = ProcessExec.openPart(thread, name, opened, stat);
        if (error < 0) {
            return fail(thread, image.path, "needs the interpreter " + text(name) + ", which is missing (give the root with -L)",
                    error == -Errno.EACCES ? Errno.EACCES : Errno.ENOENT);
        }
        OpenFile file = opened[0];
        try {
            String wrong = stat.isRegular() ? IrixElf.readFor(abi, library, new ElfMapping.Source(thread, file, stat.size)) : "not a file";
            if (wrong != null) {
                return fail(thread, image.path, "its interpreter " + text(name) + ": " + wrong, Errno.ENOEXEC);
            }
            long delta = IrixElf.place(abi, library, space);
            if (delta == ElfMapping.NO_PLACE) {
                return -Errno.ENOMEM;
            }
            long result = ElfMapping.map(space, library, file, delta);
            return result < 0 ? result : library.address[library.nextLoad(0)] + delta;
        } finally {
            file.release();
        }
    }

    /**
     * From low to high addresses: argc, argv, envp, auxiliary vector, strings; everything but the strings in words of a pointer's size.
     *
     * @return the stack pointer, or -errno
     */
    private static long buildStack(ExecImage image, GuestThread thread, AddressSpace space, IrixAbi abi, ElfFile elf, long base) {
        byte[][] argv = image.argv;
        byte[][] envp = image.envp;
        int strings = size(argv) + size(envp);
        int words = argv.length + envp.length + 3;
        int vectors = abi.word * words + 2 * abi.word * (base != 0 ? 7 : 6);
        if (strings + vectors > IrixProcessCalls.ARG_MAX + 64 * 1024) {
            return -Errno.E2BIG;
        }
        long stringsAt = abi.stackTop - strings & ~15L;
        long sp = stringsAt - vectors & ~15L;
        long limit = Math.min(thread.process.limits.soft(Sys.RLIMIT_STACK), IrixLayout.STACK_RESERVE);
        long initial = Math.max(IrixLayout.STACK_INITIAL, abi.stackTop - sp + STACK_HEADROOM) + 4095 & ~4095L;
        long result = space.mapStack(abi.stackTop, initial, Math.max(limit, initial));
        if (result < 0) {
            return result;
        }
        StructBuffer b = new StructBuffer().start((int) (abi.stackTop - sp));
        int at = 0;
        b.putWord(abi, at, argv.length);
        at += abi.word;
        int text = (int) (stringsAt - sp);
        for (int list = 0; list < 2; list++) {
            byte[][] strs = list == 0 ? argv : envp;
            for (byte[] s : strs) {
                b.putWord(abi, at, sp + text);
                at += abi.word;
                System.arraycopy(s, 0, b.bytes, text, s.length);
                text += s.length + 1;
            }
            at += abi.word; // NULL
        }
        at = auxiliary(b, abi, at, AT_PHDR, elf.programHeaderAddress());
        at = auxiliary(b, abi, at, AT_PHENT, elf.programHeaderSize());
        at = auxiliary(b, abi, at, AT_PHNUM, elf.count);
        at = auxiliary(b, abi, at, AT_ENTRY, elf.entry);
        if (base != 0) {
            at = auxiliary(b, abi, at, AT_BASE, base);
        }
        at = auxiliary(b, abi, at, AT_PAGESZ, IrixLayout.PAGE_SIZE);
        auxiliary(b, abi, at, AT_NULL, 0);
        b.store(space, sp);
        return sp;
    }

    /** The type is an int, so in n64 four bytes of padding follow it. */
    private static int auxiliary(StructBuffer b, IrixAbi abi, int at, int type, long value) {
        b.put32(at, type);
        b.putWord(abi, at + abi.word, value);
        return at + 2 * abi.word;
    }

    private static int size(byte[][] list) {
        int size = 0;
        for (byte[] s : list) {
            size += s.length + 1;
        }
        return size;
    }

    /** What a program may read of itself in the process data area. */
    static void fillPrda(AddressSpace space, int pid) {
        space.put32(IrixLayout.PRDA + IrixLayout.PRDA_PID, pid);
        space.put32(IrixLayout.PRDA + IrixLayout.PRDA_PRID, MachineIdentity.PROCESSOR_ID);
        space.put32(IrixLayout.PRDA + IrixLayout.PRDA_REAL_PID, pid);
        space.put32(IrixLayout.PRDA + IrixLayout.PRDA_CPU, 0);
    }

    /** The new program's registers; nothing can fail any more. */
    private static void enter(GuestThread thread, IrixAbi abi, long start, long sp) {
        IrixProcess process = new IrixProcess(abi);
        thread.process.extension = process;
        IrixThread x = new IrixThread(thread, process);
        thread.extension = x;
        CpuState s = thread.state;
        MipsState.initialise(s, abi.mode);
        x.gpr(29, sp);
        x.gpr(25, start);
        s.pc(start);
    }

    /** Keeps the reason for whoever asks; says it if it was a guest that wanted the program, which sees only the errno. */
    private long fail(GuestThread thread, byte[] path, String reason, int errno) {
        message = reason;
        if (thread.extension != null) {
            thread.kernel.notice(thread, text(path) + ": " + reason);
        }
        return -errno;
    }

    private static boolean endsWith(byte[] name, String end) {
        return text(name).endsWith(end);
    }

    private static boolean lists(byte[][] environment, String variable) {
        byte[] name = bytes(variable);
        for (byte[] setting : environment) {
            if (setting.length >= name.length && setting[0] == name[0] && Arrays.equals(setting, 0, name.length, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(Charsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, Charsets.UTF_8);
    }
}
