package heliotrope.kernel;

import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** Programs are files that start with "PROG " and a name; signals have Linux' numbers. */
class TestPersonality implements Personality {
    static final long CODE = 0x10000, HANDLER = 0x20000, DATA = 0x30000, STACK = 0x7fff0000L;

    final Map<String, Program> programs = new HashMap<>();
    volatile @Nullable Throwable failure;
    /** The next system call meets a defect of the personality. */
    volatile boolean explode;

    record Frame(int signal, long pc, long result, SignalMask mask) {}

    /** What hangs on a thread. */
    static final class Extension {
        Program program;
        final ArrayDeque<Frame> frames = new ArrayDeque<>();
        int signal;

        Extension(Program program) {
            this.program = program;
        }
    }

    static Extension of(GuestThread t) {
        Object x = t.extension;
        if (x instanceof Extension e) {
            return e;
        }
        throw new IllegalStateException("no extension");
    }

    @Override
    public boolean recognises(byte[] header, int length) {
        return length > 5 && new String(header, 0, 5, StandardCharsets.US_ASCII).equals("PROG ");
    }

    @Override
    public boolean bigEndian(byte[] header, int length) {
        return false;
    }

    @Override
    public long load(ExecImage image, GuestThread thread, AddressSpace space) {
        String name = new String(image.header, 5, image.headerLength - 5, StandardCharsets.US_ASCII).trim();
        Program p = programs.get(name);
        if (p == null) {
            return -8;
        }
        int anonymous = Sys.MAP_PRIVATE | Sys.MAP_ANONYMOUS | Sys.MAP_FIXED;
        space.setLayout(0x40000000L, 0x70000000L);
        space.map(CODE, 0x2000, 3, anonymous, null, 0);
        space.map(HANDLER, 0x1000, 3, anonymous, null, 0);
        space.map(DATA, 0x4000, 3, anonymous, null, 0);
        space.setBreakStart(0x1000_0000);
        space.mapStack(STACK, 0x10000, 1 << 20);
        p.instructions.forEach((index, word) -> space.put32(CODE + 4L * index, word));
        thread.extension = new Extension(p);
        thread.state.pc(CODE);
        return 0;
    }

    @Override
    public void forked(GuestThread child, GuestThread parent) {
        Extension x = new Extension(of(parent).program);
        x.frames.addAll(of(parent).frames);
        child.extension = x;
        child.state.put64(SyscallFrontend.RESULT, 0);
        child.state.pc(parent.state.pc() + 4);
    }

    @Override
    public long syscall(GuestThread t) {
        if (explode) {
            explode = false;
            throw new IllegalStateException("a defect of ours, on purpose");
        }
        Extension x = of(t);
        long pc = t.state.pc();
        try {
            if (pc == HANDLER) {
                Frame f = x.frames.pop();
                x.signal = f.signal;
                x.program.handler.run(t);
                t.state.pc(f.pc);
                t.state.put64(SyscallFrontend.RESULT, f.result);
                SignalCalls.setMask(t, f.mask);
                return Kernel.NO_RESULT;
            }
            int index = (int) (pc - CODE) / 4;
            if (index >= x.program.steps.size()) {
                return ProcessExit.exit(t, 0);
            }
            return x.program.steps.get(index).run(t);
        } catch (GuestFault e) {
            throw e;
        } catch (Throwable e) {
            failure = e;
            return ProcessExit.exit(t, 99);
        }
    }

    @Override
    public void syscallResult(GuestThread t, long result) {
        t.state.put64(SyscallFrontend.RESULT, result);
        t.state.pc(t.state.pc() + 4);
    }

    @Override
    public int signals() {
        return 64;
    }

    @Override
    public int firstRealTimeSignal() {
        return 34;
    }

    @Override
    public int fromHostSignal(int hostSignal) {
        return hostSignal;
    }

    @Override
    public int toHostSignal(int guestSignal) {
        return guestSignal;
    }

    @Override
    public int defaultAction(int signal) {
        return switch (signal) {
            case Sys.SIGCHLD, Sys.SIGURG, Sys.SIGWINCH -> ACTION_IGNORE;
            case Sys.SIGSTOP, Sys.SIGTSTP, Sys.SIGTTIN, Sys.SIGTTOU -> ACTION_STOP;
            case Sys.SIGCONT -> ACTION_CONT;
            case Sys.SIGSEGV, Sys.SIGBUS, Sys.SIGQUIT, Sys.SIGABRT -> ACTION_CORE;
            default -> ACTION_TERM;
        };
    }

    @Override
    public boolean pushSignalFrame(GuestThread t, int signal, SigInfo info, SigAction action) {
        of(t).frames.push(new Frame(signal, t.state.pc(), t.state.get64(SyscallFrontend.RESULT), t.frameMask.copy()));
        t.state.pc(action.handler);
        return true;
    }

    @Override
    public @Nullable SigInfo trapSignal(GuestThread t, int trapArgument) {
        return new SigInfo(Sys.SIGTRAP, SigInfo.TRAP_BRKPT);
    }

    @Override
    public @Nullable SigInfo faultSignal(GuestThread t) {
        return SigInfo.fault(t.cpu.faultSignal(), t.cpu.faultCode(), t.cpu.faultAddress(), 0);
    }

    @Override
    public @Nullable SyscallRow row(int number) {
        return null;
    }

    @Override
    public String syscallName(GuestThread t) {
        return "step";
    }
}
