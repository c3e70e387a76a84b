package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.CloneArguments;
import heliotrope.kernel.ExecImage;
import heliotrope.kernel.GuestFault;
import heliotrope.kernel.GuestThread;
import heliotrope.kernel.Personality;
import heliotrope.kernel.SigAction;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.SyscallRow;
import heliotrope.kernel.SyscallTracer;
import heliotrope.kernel.elf.ElfFile;
import heliotrope.mips.MipsState;

/** Linux for MIPS: programs of o32, n32 and n64, big- and little-endian. */
public final class LinuxPersonality implements Personality {
    private final LinuxLoader loader = new LinuxLoader();
    private final boolean everything;

    /** @param everything whether every program for MIPS is taken for one of Linux, not only those that say so */
    public LinuxPersonality(boolean everything) {
        this.everything = everything;
    }

    @Override
    public boolean recognises(byte[] header, int length) {
        return everything ? ElfFile.isMips(header, length) : LinuxElf.recognises(header, length);
    }

    @Override
    public int addressBits(byte[] header, int length) {
        return LinuxElf.isWide(header, length) ? 40 : 32;
    }

    @Override
    public boolean bigEndian(byte[] header, int length) {
        return length > 5 && header[5] == 2;
    }

    @Override
    public long load(ExecImage image, GuestThread thread, AddressSpace space) {
        return loader.load(image, thread, space);
    }

    @Override
    public @Nullable String loadError() {
        return loader.message();
    }

    @Override
    public void forked(GuestThread child, GuestThread parent) {
        LinuxThread p = LinuxThread.of(parent);
        LinuxProcess process = p.linuxProcess().fork();
        child.process.extension = process;
        begin(new LinuxThread(child, process), p);
    }

    @Override
    public void cloned(GuestThread child, GuestThread parent, CloneArguments how) {
        LinuxThread p = LinuxThread.of(parent);
        LinuxProcess process = p.linuxProcess();
        if (child.process != parent.process) {
            process = process.fork();
            child.process.extension = process;
        }
        LinuxThread x = new LinuxThread(child, process);
        begin(x, p);
        if (how.stack != 0) {
            x.pointer(29, how.stack);
        }
        if (how.has(CloneArguments.SETTLS)) {
            x.threadPointer(how.tls);
        }
    }

    /** The child's side of fork and clone: result 0. */
    private static void begin(LinuxThread child, LinuxThread parent) {
        child.thread.extension = child;
        child.thread.name = parent.thread.name;
        child.gpr(2, 0);
        child.gpr(7, 0);
        child.state.pc(parent.address(parent.state.pc() + 4));
    }

    @Override
    public long syscall(GuestThread thread) {
        LinuxThread x = LinuxThread.of(thread);
        SyscallTracer tracer = thread.kernel.config.tracer;
        return tracer == null ? dispatch(x) : trace(x, tracer);
    }

    private static long dispatch(LinuxThread x) {
        try {
            return LinuxDispatch.dispatch(x, x.begin());
        } catch (GuestFault e) {
            return -Errno.EFAULT;
        }
    }

    private static long trace(LinuxThread x, SyscallTracer tracer) {
        SyscallRow row;
        long[] arguments;
        try {
            x.begin();
            row = LinuxSyscallTable.row(x.abi, x.number);
            if (row == null) {
                row = LinuxSyscallTable.unknown(x.number);
            }
            arguments = LinuxSyscallTable.arguments(row, x.slots(8), x.abi, x.linuxProcess().bigEndian);
        } catch (GuestFault e) {
            return -Errno.EFAULT;
        }
        tracer.enter(x.thread, row, arguments);
        long result = dispatch(x);
        tracer.leave(x.thread, row, arguments, result);
        return result;
    }

    @Override
    public void syscallResult(GuestThread thread, long result) {
        LinuxThread.of(thread).finish(result);
    }

    @Override
    public int signals() {
        return LinuxSignals.COUNT;
    }

    @Override
    public int firstRealTimeSignal() {
        return LinuxSignals.SIGRTMIN;
    }

    @Override
    public int fromHostSignal(int hostSignal) {
        return LinuxSignals.fromHost(hostSignal);
    }

    @Override
    public int toHostSignal(int guestSignal) {
        return LinuxSignals.toHost(guestSignal);
    }

    @Override
    public int defaultAction(int guestSignal) {
        return switch (LinuxSignals.action(guestSignal)) {
            case 't' -> ACTION_TERM;
            case 'c' -> ACTION_CORE;
            case 's' -> ACTION_STOP;
            case 'g' -> ACTION_CONT;
            default -> ACTION_IGNORE;
        };
    }

    @Override
    public boolean pushSignalFrame(GuestThread thread, int signal, SigInfo info, SigAction action) {
        return SignalFrames.push(LinuxThread.of(thread), signal, info, action);
    }

    @Override
    public @Nullable SigInfo trapSignal(GuestThread thread, int trapArgument) {
        return Faults.trap(LinuxThread.of(thread), trapArgument);
    }

    @Override
    public @Nullable SigInfo faultSignal(GuestThread thread) {
        return Faults.fault(LinuxThread.of(thread));
    }

    @Override
    public @Nullable SyscallRow row(int number) {
        return number < LinuxAbi.N64.callBase
                ? LinuxSyscallTable.row(LinuxAbi.O32, number)
                : LinuxSyscallTable.row(number < LinuxAbi.N32.callBase ? LinuxAbi.N64 : LinuxAbi.N32, number);
    }

    @Override
    public String syscallName(GuestThread thread) {
        int number = thread.state.get32(MipsState.gpr(2));
        if (number == LinuxAbi.O32.callBase) {
            number = thread.state.get32(MipsState.gpr(4));
        }
        SyscallRow row = row(number);
        return row != null ? row.name() : "syscall " + number;
    }
}
