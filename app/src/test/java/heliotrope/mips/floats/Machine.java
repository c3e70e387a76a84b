package heliotrope.mips.floats;

import heliotrope.engine.CodeMapping;
import heliotrope.engine.Cpu;
import heliotrope.engine.Engine;
import heliotrope.engine.EngineKind;
import heliotrope.engine.GuestCode;
import heliotrope.engine.GuestMemoryMap;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import heliotrope.host.Window;
import heliotrope.ir.Mode;
import heliotrope.ir.Trap;
import heliotrope.mips.MipsFrontend;
import heliotrope.mips.MipsState;

/** Runs the loops of a {@link Batch} on one engine. */
final class Machine implements AutoCloseable, GuestMemoryMap {
    private final Window window;
    private final Engine engine;
    private final GuestCode guestCode;
    private final CodeMapping mapping;
    private final Cpu cpu;
    private final byte[] data = new byte[Batch.RECORD * Batch.RECORDS];
    /** Traps so far. */
    long traps;

    Machine(byte[] code, int mode, EngineKind kind) {
        window = Window.reserve(1L << 32);
        long codeEnd = Batch.CODE + pages(code.length);
        map(Batch.CODE, code);
        map(Batch.DATA, data);
        window.protect(Batch.CODE, codeEnd - Batch.CODE, Sys.PROT_READ);
        mapping = new CodeMapping(Batch.CODE, codeEnd, null, 0, false);
        engine = new Engine(new MipsFrontend((mode & Mode.NAN2008) != 0), kind, 16 << 20);
        guestCode = engine.newGuestCode(window, this);
        cpu = new Cpu(engine, guestCode);
        MipsState.initialise(cpu.state, mode);
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

    /** Takes records through the loop of an instruction; the instruction that traps is passed over. @return the records */
    byte[] run(int instruction, byte[] records, int count) {
        int bytes = count * Batch.RECORD;
        window.copyOut(Batch.DATA, records, 0, bytes);
        cpu.state.put64(MipsState.gpr(4), Batch.DATA);
        cpu.state.put64(MipsState.gpr(5), Batch.DATA + bytes);
        long start = Batch.CODE + (long) instruction * Batch.LOOP;
        cpu.state.pc(start);
        while (true) {
            int stop = cpu.run();
            if (stop == Cpu.STOP_SYSCALL) {
                break;
            }
            if (stop != Cpu.STOP_TRAP || cpu.state.pc() != start + Batch.AT
                    || Trap.kind(cpu.trapArgument()) != Trap.FP) {
                throw new IllegalStateException("stop " + stop + " at " + Long.toHexString(cpu.state.pc()));
            }
            traps++;
            cpu.state.pc(start + Batch.AT + 4);
        }
        window.copyIn(Batch.DATA, data, 0, bytes);
        return data;
    }

    @Override
    public void close() {
        cpu.close();
        guestCode.close();
        engine.close();
        window.close();
    }
}
