package heliotrope.mips.exec;

import heliotrope.engine.Cpu;
import heliotrope.engine.EngineKind;
import heliotrope.ir.Frontend;
import heliotrope.ir.Mode;
import heliotrope.ir.Nullable;
import heliotrope.ir.Trap;
import heliotrope.mips.MipsState;
import java.nio.ByteBuffer;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs a program of chunks on an engine, with the few system calls and the signals that it needs. */
final class ChunkMachine {
    private ChunkMachine() {}

    private static final int HOST_SIGBUS = 7;

    /** Whether every block becomes the start of a trace when it is first run: what counts is then the second run. */
    private static final boolean TRACES = "eager".equals(System.getProperty("heliotrope.traces"));

    /** Seconds after which a program is taken for one that never ends. */
    private static final int LIMIT = 120;

    private static final ScheduledExecutorService TIMER = timer();

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Outputs of all chunks, and how it ended if not as it should. */
    record Result(byte[] outputs, @Nullable String failure) {}

    static Result run(ChunkProgram program, Frontend frontend, EngineKind kind, @Nullable ExecutionCounts counts) {
        try (SnippetMachine machine = new SnippetMachine(program.program, frontend, kind)) {
            machine.protectCode();
            Cpu cpu = machine.cpu;
            ScheduledFuture<?> limit = TIMER.schedule(cpu::interrupt, LIMIT, TimeUnit.SECONDS);
            String failure = null;
            try {
                if (kind == EngineKind.JIT && TRACES) {
                    run(program, machine, null);
                    machine.restart(program.program);
                }
                run(program, machine, counts);
            } catch (RuntimeException e) {
                byte[] pointer = machine.read(ChunkProgram.outputPointer(), 4);
                int out = ByteBuffer.wrap(pointer).order(program.program.data.order()).getInt();
                failure = "chunk " + (out - program.outputs) / Chunk.BYTES + ": " + e + " at "
                        + Long.toHexString(cpu.state.pc());
            } finally {
                limit.cancel(false);
            }
            return new Result(machine.read(program.outputs, program.outputBytes), failure);
        }
    }

    private static void run(ChunkProgram program, SnippetMachine machine, @Nullable ExecutionCounts counts) {
        Cpu cpu = machine.cpu;
        Variant variant = program.program.variant;
        cpu.state.pc(program.entry);
        while (true) {
            int stop = cpu.run();
            if (stop == Cpu.STOP_SYSCALL) {
                int number = cpu.state.get32(MipsState.gpr(Program.V0));
                if (number == variant.abi.exitGroup) {
                    return;
                }
                if (number == variant.abi.setThreadArea) {
                    set(cpu, MipsState.USERLOCAL, variant, cpu.state.get64(MipsState.gpr(Program.A0)));
                }
                set(cpu, MipsState.gpr(Program.V0), variant, 0);
                set(cpu, MipsState.gpr(Program.A2 + 1), variant, 0);
                cpu.state.pc(cpu.state.pc() + 4);
            } else {
                int signal = signal(cpu, stop);
                if (counts != null) {
                    counts.stopped(cpu.state.pc(), cpu.inDelaySlot());
                }
                deliver(program, machine, signal);
            }
        }
    }

    private static void set(Cpu cpu, int register, Variant variant, long value) {
        if (variant.is(Mode.REGS64)) {
            cpu.state.put64(register, value);
        } else {
            cpu.state.put32(register, (int) value);
        }
    }

    /** Number of the signal that Linux makes of a trap or fault. */
    private static int signal(Cpu cpu, int stop) {
        if (stop == Cpu.STOP_FAULT) {
            return cpu.faultSignal() == HOST_SIGBUS ? ChunkProgram.BUS : ChunkProgram.SEGV;
        }
        if (stop != Cpu.STOP_TRAP) {
            throw new IllegalStateException("it does not end");
        }
        int argument = cpu.trapArgument();
        return switch (Trap.kind(argument)) {
            case Trap.BREAK, Trap.CONDITIONAL -> {
                int code = Trap.code(argument);
                int used = code >= 1 << 10 ? code >> 10 : code; // assemblers put it into either half of the field
                yield used == 6 || used == 7 ? ChunkProgram.FPE : ChunkProgram.TRAP;
            }
            case Trap.OVERFLOW, Trap.FP -> ChunkProgram.FPE;
            case Trap.RESERVED, Trap.COPROCESSOR -> ChunkProgram.ILL;
            default -> ChunkProgram.SEGV;
        };
    }

    /** Does what the program's handler does. */
    private static void deliver(ChunkProgram program, SnippetMachine machine, int signal) {
        long pc = machine.cpu.state.pc();
        ByteBuffer pointer = ByteBuffer.wrap(machine.read(ChunkProgram.outputPointer(), 4));
        int out = pointer.order(program.program.data.order()).getInt();
        if (out < program.outputs || out >= program.outputs + program.outputBytes
                || pc >= Program.CODE && pc < program.chunks.getFirst().start) {
            throw new IllegalStateException("signal " + signal + " outside of the chunks, word "
                    + Integer.toHexString(program.program.code.getInt((int) pc - Program.CODE)) + ", address "
                    + Long.toHexString(machine.cpu.faultAddress()));
        }
        ByteBuffer word = ByteBuffer.allocate(4).order(program.program.data.order());
        machine.write(out + 8 * Chunk.FCSR + 4, word.putInt(0, signal).array());
        machine.write(out + 8 * Chunk.PC, word.putInt(0, (int) pc).array());
        machine.cpu.state.pc(program.finish);
    }
}
