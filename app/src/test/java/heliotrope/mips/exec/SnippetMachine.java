package heliotrope.mips.exec;

import heliotrope.engine.CodeMapping;
import heliotrope.engine.Cpu;
import heliotrope.engine.CpuState;
import heliotrope.engine.Engine;
import heliotrope.engine.EngineKind;
import heliotrope.engine.GuestCode;
import heliotrope.engine.GuestMemoryMap;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import heliotrope.host.Window;
import heliotrope.ir.Frontend;
import heliotrope.ir.Mode;
import heliotrope.ir.Mode;
import heliotrope.mips.MipsState;

/** Runs a program without a kernel under it, up to the first system call, trap or fault. */
final class SnippetMachine implements AutoCloseable, GuestMemoryMap {
    private final Window window;
    private final Engine engine;
    private final GuestCode code;
    private CodeMapping mapping;
    final Cpu cpu;
    private final int mxcsr;

    SnippetMachine(Program program, Frontend frontend, EngineKind kind) {
        window = Window.reserve(1L << (program.variant.is(Mode.ADDR64) ? 40 : 32));
        map(Program.CODE, program.code.array());
        map(Program.DATA, program.data.array());
        mapping = new CodeMapping(Program.CODE, Program.CODE + pages(program.code.capacity()), null, 0, true);
        engine = new Engine(frontend, kind, 64 << 20);
        code = engine.newGuestCode(window, this);
        cpu = new Cpu(engine, code);
        mxcsr = cpu.state.mxcsr();
        MipsState.initialise(cpu.state, program.variant.mode);
    }

    private static long pages(int bytes) {
        return bytes + 0xfffL & ~0xfffL;
    }

    private void map(long address, byte[] contents) {
        if (window.mapAnonymous(address, pages(contents.length), Sys.PROT_READ | Sys.PROT_WRITE) != 0
                || !window.copyOut(address, contents, 0, contents.length)) {
            throw new IllegalStateException("cannot map");
        }
    }

    @Override
    public @Nullable CodeMapping codeMapping(long address) {
        return address >= mapping.start() && address < mapping.end() ? mapping : null;
    }

    /** Runs from an address on; returns one of Cpu.STOP_SYSCALL, STOP_TRAP, STOP_FAULT. */
    int run(long pc) {
        cpu.state.pc(pc);
        return cpu.run();
    }

    /** Makes data and registers what they were at first. */
    void restart(Program program) {
        write(Program.DATA, program.data.array());
        for (int i = 0; i < CpuState.WINDOW_BASE; i += 8) {
            cpu.state.put64(i, 0);
        }
        cpu.state.mxcsr(mxcsr);
        MipsState.initialise(cpu.state, program.variant.mode);
    }

    /** Makes the code read-only, before it runs. */
    void protectCode() {
        mapping = new CodeMapping(mapping.start(), mapping.end(), null, 0, false);
        window.protect(Program.CODE, mapping.end() - mapping.start(), Sys.PROT_READ);
    }

    void write(long address, byte[] bytes) {
        if (!window.copyOut(address, bytes, 0, bytes.length)) {
            throw new IllegalStateException("cannot write");
        }
    }

    byte[] read(long address, int length) {
        byte[] bytes = new byte[length];
        if (!window.copyIn(address, bytes, 0, length)) {
            throw new IllegalStateException("cannot read");
        }
        return bytes;
    }

    @Override
    public void close() {
        cpu.close();
        code.close();
        engine.close();
        window.close();
    }
}
