package heliotrope.app;

import heliotrope.debug.CallerFinder;
import heliotrope.ir.Mode;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.GuestFault;
import heliotrope.kernel.GuestThread;
import heliotrope.mips.MipsState;
import heliotrope.mips.MipsUnwinder;

/** Backtraces of MIPS guests for the crash report. */
final class MipsCallers implements CallerFinder {
    private static final int SP = 29, RA = 31;

    @Override
    public int callers(GuestThread thread, long[] frames) {
        AddressSpace memory = thread.memory();
        long mask = (thread.state.mode() & Mode.ADDR64) != 0 ? -1L : 0xffffffffL;
        long sp = thread.state.get64(MipsState.gpr(SP)) & mask;
        long ra = thread.state.get64(MipsState.gpr(RA)) & mask;
        return MipsUnwinder.callers(new Memory(memory), thread.state.pc(), sp, ra, frames);
    }

    private record Memory(AddressSpace memory) implements MipsUnwinder.Words {
        @Override
        public long word(long address) {
            return MipsCallers.word(memory, address);
        }

        @Override
        public long doubleword(long address) {
            try {
                return memory.u64(address);
            } catch (GuestFault e) {
                return -1;
            }
        }
    }

    private static long word(AddressSpace memory, long address) {
        try {
            return memory.u32(address);
        } catch (GuestFault e) {
            return -1;
        }
    }
}
