package heliotrope.app;

import heliotrope.debug.CallerFinder;
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
        long sp = Integer.toUnsignedLong(thread.state.get32(MipsState.gpr(SP)));
        long ra = Integer.toUnsignedLong(thread.state.get32(MipsState.gpr(RA)));
        return MipsUnwinder.callers(address -> word(memory, address), thread.state.pc(), sp, ra, frames);
    }

    private static long word(AddressSpace memory, long address) {
        try {
            return memory.u32(address);
        } catch (GuestFault e) {
            return -1;
        }
    }
}
