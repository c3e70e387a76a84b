package heliotrope.linux;

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
import heliotrope.kernel.LimitCalls;
import heliotrope.kernel.OpenFile;
import heliotrope.kernel.ProcessExec;
import heliotrope.kernel.elf.ElfFile;
import heliotrope.kernel.elf.ElfMapping;
import heliotrope.mips.MipsState;

/**
 * The kernel's part of exec: maps the program and, if it names one, its run-time linker, and makes the page of return sequences and the
 * first stack. Stateless but for the last message.
 */
final class LinuxLoader {
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
        ElfMapping.Source source = new ElfMapping.Source(thread, image.file, image.stat.size);
        String wrong = LinuxElf.read(elf, source);
        if (wrong != null) {
            return fail(thread, image.path, wrong, Errno.ENOEXEC);
        }
        LinuxAbi abi = LinuxElf.abi(elf);
        LinuxLayout layout = LinuxLayout.of(abi);
        space.setLayout(layout.mmapStart, layout.mmapEnd());
        long delta = 0;
        if (elf.type == ElfFile.ET_DYN) {
            delta = elf.interpreter == null
                    ? ElfMapping.findPlace(elf, space, layout.mmapStart, layout.mmapEnd())
                    : ElfMapping.findPlace(elf, space, layout.programs, layout.mmapEnd());
            if (delta == ElfMapping.NO_PLACE) {
                return -Errno.ENOMEM;
            }
        }
        long result = ElfMapping.map(space, elf, image.file, delta);
        if (result < 0) {
            return result;
        }
        space.setBreakStart(elf.type == ElfFile.ET_DYN && elf.interpreter == null ? layout.programs : pageUp(elf.end() + delta));
        int fp = LinuxElf.fpAbi(elf, source);
        int interpreterFp = LinuxElf.FP_ANY;
        long base = 0;
        long start = elf.entry + delta;
        byte[] interpreter = elf.interpreter;
        if (interpreter != null) {
            Interpreter library = new Interpreter();
            result = loadInterpreter(image, thread, space, interpreter, elf, library);
            if (result < 0) {
                return result;
            }
            base = library.base;
            start = library.entry;
            interpreterFp = library.fp;
        }
        int mode = LinuxElf.mode(elf, fp, interpreterFp);
        if (mode < 0) {
            return fail(thread, image.path, "its floating-point ABI does not go with its interpreter's", Errno.ENOEXEC);
        }
        result = mapTrampolines(space, abi, layout);
        if (result < 0) {
            return result;
        }
        LinuxProcess process = new LinuxProcess(abi, elf.bigEndian, layout.trampolines);
        if (thread.extension == null && !thread.kernel.config.stackLimitGiven) { // the first program of all
            LimitCalls.setrlimit(thread, Sys.RLIMIT_STACK, LinuxLayout.STACK_LIMIT, thread.process.limits.hard(Sys.RLIMIT_STACK));
        }
        InitialStack stack = new InitialStack(abi, layout, elf.bigEndian);
        stack.program(elf, delta, base);
        result = stack.build(image, thread, space);
        if (result < 0) {
            return result;
        }
        enter(thread, process, mode, start, result);
        return 0;
    }

    private static long pageUp(long address) {
        return address + AddressSpace.PAGE - 1 & -AddressSpace.PAGE;
    }

    private static final class Interpreter {
        long base;
        long entry;
        int fp;
    }

    /** @return 0 or -errno */
    private long loadInterpreter(
            ExecImage image, GuestThread thread, AddressSpace space, byte[] name, ElfFile program, Interpreter into) {
        OpenFile[] opened = new OpenFile[1];
        FileStat stat = new FileStat();
        long error = ProcessExec.openPart(thread, name, opened, stat);
        if (error < 0) {
            return fail(thread, image.path, "needs the interpreter " + text(name) + ", which is missing (give the root with -L)",
                    error == -Errno.EACCES ? Errno.EACCES : Errno.ENOENT);
        }
        OpenFile file = opened[0];
        try {
            ElfFile library = new ElfFile();
            ElfMapping.Source source = new ElfMapping.Source(thread, file, stat.size);
            String wrong = stat.isRegular() ? LinuxElf.read(library, source) : "not a file";
            if (wrong == null && (LinuxElf.abi(library) != LinuxElf.abi(program) || library.bigEndian != program.bigEndian)) {
                wrong = "of another ABI";
            }
            if (wrong == null && !LinuxElf.sameNans(program, library)) {
                wrong = "of the other encoding of NaNs";
            }
            if (wrong != null) {
                return fail(thread, image.path, "its interpreter " + text(name) + ": " + wrong, Errno.ENOEXEC);
            }
            LinuxLayout layout = LinuxLayout.of(LinuxElf.abi(program));
            long delta = library.type == ElfFile.ET_EXEC && ElfMapping.ownPlaceIsFree(library, space)
                    ? 0
                    : ElfMapping.findPlace(library, space, layout.mmapStart, layout.mmapEnd());
            if (delta == ElfMapping.NO_PLACE) {
                return -Errno.ENOMEM;
            }
            long result = ElfMapping.map(space, library, file, delta);
            into.base = library.address[library.nextLoad(0)] + delta;
            into.entry = library.entry + delta;
            into.fp = LinuxElf.fpAbi(library, source);
            return Math.min(result, 0);
        } finally {
            file.release();
        }
    }

    /** The page that signal handlers return to: load the number of sigreturn, or rt_sigreturn, and call. */
    private static long mapTrampolines(AddressSpace space, LinuxAbi abi, LinuxLayout layout) {
        long result = space.map(layout.trampolines, AddressSpace.PAGE, Sys.PROT_READ | Sys.PROT_WRITE,
                Sys.MAP_PRIVATE | Sys.MAP_ANONYMOUS | Sys.MAP_FIXED, null, 0);
        if (result < 0) {
            return result;
        }
        SignalFrames.putTrampolines(space, abi, layout.trampolines);
        return space.protect(layout.trampolines, AddressSpace.PAGE, Sys.PROT_READ | Sys.PROT_EXEC);
    }

    /** The new program's registers; nothing can fail any more. */
    private static void enter(GuestThread thread, LinuxProcess process, int mode, long start, long sp) {
        thread.process.extension = process;
        LinuxThread x = new LinuxThread(thread, process);
        thread.extension = x;
        CpuState s = thread.state;
        MipsState.initialise(s, mode);
        x.pointer(29, sp);
        x.threadPointer(0);
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

    private static String text(byte[] bytes) {
        return new String(bytes, Charsets.UTF_8);
    }
}
