package heliotrope.mips.exec;

import heliotrope.engine.CpuState;
import heliotrope.engine.interp.Interpreter;
import heliotrope.host.HostSignals;
import heliotrope.host.Sys;
import heliotrope.host.Window;
import heliotrope.ir.CodeSource;
import heliotrope.ir.Frontend;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.IrVerifier;
import heliotrope.mips.MipsState;

/** Runs a program without a kernel under it: translator and interpreter, up to the first system call, trap or fault. */
final class SnippetMachine implements AutoCloseable {
    private static final int MAX_BLOCK = 64;

    private final Frontend frontend;
    private final Interpreter interpreter;
    private final IrBlock block = new IrBlock();
    private final IrBuilder builder = new IrBuilder(block);
    private final CodeSource source = new CodeSource(MAX_BLOCK + 1);
    private final Window window;
    private final Program program;
    final CpuState state;
    /** Instructions translated. */
    long instructions;

    SnippetMachine(Program program, Frontend frontend) {
        HostSignals.install();
        this.frontend = frontend;
        interpreter = new Interpreter(frontend);
        this.program = program;
        window = Window.reserve(1L << 32);
        map(Program.CODE, program.code.array());
        map(Program.DATA, program.data.array());
        int flags = Sys.MAP_PRIVATE | Sys.MAP_ANONYMOUS;
        state = new CpuState(Sys.mmap(0, CpuState.SIZE, Sys.PROT_READ | Sys.PROT_WRITE, flags, -1, 0));
        state.put64(CpuState.LINK_ADDRESS, -1);
        MipsState.initialise(state, program.variant.mode);
    }

    private void map(long address, byte[] contents) {
        long size = contents.length + 0xfffL & ~0xfffL;
        if (window.mapAnonymous(address, size, Sys.PROT_READ | Sys.PROT_WRITE) != 0
                || !window.copyOut(address, contents, 0, contents.length)) {
            throw new IllegalStateException("cannot map");
        }
    }

    /** Runs from an address on; returns one of CpuState.REASON_SYSCALL, _TRAP, _FAULT. */
    int run(long pc) {
        state.pc(pc);
        while (true) {
            long at = state.pc();
            int index = (int) (at - Program.CODE);
            if (index < 0 || index >= program.code.position()) {
                throw new IllegalStateException("jump to 0x" + Long.toHexString(at));
            }
            source.pc = at;
            source.count = Math.min(MAX_BLOCK, (program.code.position() - index) / 4);
            for (int i = 0; i < source.count; i++) {
                source.words[i] = program.code.getInt(index + 4 * i);
            }
            frontend.translate(source, state.mode(), MAX_BLOCK, builder);
            IrVerifier.verify(block);
            instructions += block.guestBytes / 4;
            int reason = interpreter.run(block, state, window);
            if (reason != CpuState.REASON_LINK && reason != CpuState.REASON_LOOKUP) {
                return reason;
            }
        }
    }

    boolean inDelaySlot() {
        return interpreter.inDelaySlot();
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
        Sys.munmap(state.address, CpuState.SIZE);
        window.close();
    }
}
