package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.ir.Nullable;
import heliotrope.kernel.AddressSpace;
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

/** IRIX, for programs of the ABIs o32, n32 and n64. */
public final class IrixPersonality implements Personality {
    private static final int OPEN = 1005, O_CREAT = 0x100;

    private final IrixLoader loader = new IrixLoader();

    @Override
    public boolean recognises(byte[] header, int length) {
        return ElfFile.isMips(header, length);
    }

    @Override
    public int addressBits(byte[] header, int length) {
        return header[4] == 2 ? 40 : 32;
    }

    @Override
    public boolean bigEndian(byte[] header, int length) {
        return true;
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
        IrixProcess process = IrixThread.of(parent).irixProcess().fork();
        child.process.extension = process;
        IrixThread x = new IrixThread(child, process);
        child.extension = x;
        x.gpr(2, parent.process.pid);
        x.gpr(3, 1); // libc's fork returns 0 when it sees this
        x.gpr(7, 0);
        child.state.pc(x.nextPc());
        IrixLoader.fillPrda(child.process.memory, child.process.pid);
    }

    @Override
    public long syscall(GuestThread thread) {
        IrixThread x = IrixThread.of(thread);
        SyscallTracer tracer = thread.kernel.config.tracer;
        return tracer == null ? IrixDispatch.dispatch(x, x.begin()) : trace(x, tracer);
    }

    private static long trace(IrixThread x, SyscallTracer tracer) {
        SyscallRow row;
        long[] arguments;
        try {
            x.begin();
            row = tracedRow(x);
            arguments = IrixSyscallTable.arguments(x.abi, row, x.slots(8));
        } catch (GuestFault e) {
            return -Errno.EFAULT;
        }
        tracer.enter(x.thread, row, arguments);
        long result;
        try {
            result = IrixDispatch.dispatch(x, x.begin());
        } catch (GuestFault e) {
            result = -Errno.EFAULT;
        }
        tracer.leave(x.thread, row, arguments, result);
        return result;
    }

    /** The row of the call that is being made; the one of its code if it is many calls in one. */
    private static SyscallRow tracedRow(IrixThread x) {
        if (x.number == OPEN && (x.i32(1) & O_CREAT) == 0) {
            return IrixSyscallTable.OPEN_EXISTING;
        }
        int position = IrixSubcodes.codePosition(x.number);
        SyscallRow row = position < 0 ? null : IrixSubcodes.row(x.number, x.i32(position));
        if (row == null) {
            row = IrixSyscallTable.row(x.number);
        }
        return row != null ? row : IrixSyscallTable.unknown(x.number);
    }

    @Override
    public void syscallResult(GuestThread thread, long result) {
        IrixThread.of(thread).finish(result);
    }

    @Override
    public int signals() {
        return IrixSignals.COUNT;
    }

    @Override
    public int firstRealTimeSignal() {
        return IrixSignals.SIGRTMIN;
    }

    @Override
    public int fromHostSignal(int hostSignal) {
        return IrixSignals.fromHost(hostSignal);
    }

    @Override
    public int toHostSignal(int guestSignal) {
        return IrixSignals.toHost(guestSignal);
    }

    @Override
    public int defaultAction(int guestSignal) {
        return switch (IrixSignals.action(guestSignal)) {
            case 't' -> ACTION_TERM;
            case 'c' -> ACTION_CORE;
            case 's' -> ACTION_STOP;
            case 'g' -> ACTION_CONT;
            default -> ACTION_IGNORE;
        };
    }

    @Override
    public boolean pushSignalFrame(GuestThread thread, int signal, SigInfo info, SigAction action) {
        return SignalFrames.push(IrixThread.of(thread), signal, info, action);
    }

    @Override
    public @Nullable SigInfo trapSignal(GuestThread thread, int trapArgument) {
        return Faults.trap(IrixThread.of(thread), trapArgument);
    }

    @Override
    public @Nullable SigInfo faultSignal(GuestThread thread) {
        return Faults.fault(IrixThread.of(thread));
    }

    @Override
    public @Nullable SyscallRow row(int number) {
        return IrixSyscallTable.row(number);
    }

    @Override
    public String syscallName(GuestThread thread) {
        int number = thread.state.get32(MipsState.gpr(2));
        if (number == 1000) {
            number = thread.state.get32(MipsState.gpr(4));
        }
        SyscallRow row = IrixSyscallTable.row(number);
        return row != null ? row.name() : "syscall " + number;
    }
}
