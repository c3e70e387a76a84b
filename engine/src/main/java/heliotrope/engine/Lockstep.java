package heliotrope.engine;

import heliotrope.engine.interp.StoreLog;
import heliotrope.host.Native;
import heliotrope.host.Window;
import heliotrope.ir.Frontend;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrText;
import heliotrope.ir.Mode;
import java.util.Arrays;

/**
 * Runs every block twice, first with the interpreter, then, with registers and memory put back, as compiled code that
 * is linked to nothing, and compares. For a single guest thread.
 */
final class Lockstep implements StoreLog {
    /** Bytes at the start of the state block that are compared: the guest's registers. */
    private static final int GUEST_BYTES = 1024;

    /** Denormal operands: no guest sees this flag, and the interpreter does not keep it. */
    private static final int MXCSR_DENORMAL = 2;

    private final Engine engine;
    private final Cpu cpu;
    private final CpuState state;

    private final long[] before = new long[GUEST_BYTES / 8];
    private final long[] interpreted = new long[GUEST_BYTES / 8];

    private int stores;
    private long[] storeAddress = new long[64];
    private int[] storeSize = new int[64];
    private long[] storeOld = new long[64];
    /** What memory held at the store's place when the interpreter was done. */
    private long[] storeFinal = new long[64];

    Lockstep(Engine engine, Cpu cpu) {
        this.engine = engine;
        this.cpu = cpu;
        this.state = cpu.state;
    }

    @Override
    public void store(long guestAddress, int size, long oldValue, long newValue) {
        int n = stores++;
        if (n == storeAddress.length) {
            storeAddress = Arrays.copyOf(storeAddress, 2 * n);
            storeSize = Arrays.copyOf(storeSize, 2 * n);
            storeOld = Arrays.copyOf(storeOld, 2 * n);
            storeFinal = Arrays.copyOf(storeFinal, 2 * n);
        }
        storeAddress[n] = guestAddress;
        storeSize[n] = size;
        storeOld[n] = oldValue;
    }

    private void save(long[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = state.get64(8 * i);
        }
    }

    private void restore(long[] from) {
        for (int i = 0; i < from.length; i++) {
            state.put64(8 * i, from[i]);
        }
    }

    /**
     * Runs block {@code b} both ways; the state is as the interpreter left it.
     *
     * @return its reason, or {@link Cpu#INTERPRETER_FAULT}
     * @throws LockstepMismatch at a difference
     */
    int run(int b, IrBlock ir) {
        Window window = cpu.code().window;
        long pc = state.pc();
        int mxcsr = state.mxcsr();
        int mode = state.mode();
        long linkAddress = state.get64(CpuState.LINK_ADDRESS);
        long linkValue = state.get64(CpuState.LINK_VALUE);
        save(before);
        stores = 0;
        cpu.interpreter().logStores(this);
        int reason = cpu.interpreter().run(ir, state, window);
        cpu.interpreter().logStores(null);
        save(interpreted);
        long pcAfter = state.pc();
        int mxcsrAfter = state.mxcsr();
        int modeAfter = state.mode();
        long linkAddressAfter = state.get64(CpuState.LINK_ADDRESS);
        long linkValueAfter = state.get64(CpuState.LINK_VALUE);
        int argument = state.get32(CpuState.EXIT_ARG);
        int signal = state.get32(CpuState.FAULT_SIGNAL);
        int code = state.get32(CpuState.FAULT_CODE);
        long address = state.get64(CpuState.FAULT_ADDRESS);
        long error = state.get64(CpuState.FAULT_ERROR);
        for (int i = 0; i < stores; i++) {
            storeFinal[i] = load(window, i);
        }
        if (reason == CpuState.REASON_FAULT && (error & 2) != 0 && cpu.code().isWriteProtected(address)) {
            return Cpu.INTERPRETER_FAULT; // a write to code, which changes the block's memory: not repeated
        }
        for (int i = stores - 1; i >= 0; i--) {
            Native.store(window.base() + storeAddress[i], storeOld[i], storeSize[i], state.address);
        }
        restore(before);
        state.pc(pc);
        state.mxcsr(mxcsr);
        state.mode(mode);
        state.put64(CpuState.LINK_ADDRESS, linkAddress);
        state.put64(CpuState.LINK_VALUE, linkValue);

        int compiled = enter(b);
        boolean faulted = compiled == CpuState.REASON_FAULT;
        boolean resolved = faulted && cpu.resolveState();
        if (compiled == CpuState.REASON_SLOW || resolved && cpu.inStretch()) {
            // Compiled code left the rest to the interpreter: nothing to compare. Its stores are repeated below.
            for (int i = 0; i < stores; i++) {
                Native.store(window.base() + storeAddress[i], storeFinal[i], storeSize[i], state.address);
            }
        } else {
            String difference = faulted && !resolved ? "compiled code faulted at a place that is no memory access\n"
                    : compare(window, reason, compiled, pcAfter, mxcsrAfter, argument, signal, code, address, error);
            if (!difference.isEmpty()) {
                throw new LockstepMismatch(report(pc, ir, difference));
            }
        }
        restore(interpreted);
        state.pc(pcAfter);
        state.mxcsr(mxcsrAfter);
        state.mode(modeAfter);
        state.put64(CpuState.LINK_ADDRESS, linkAddressAfter);
        state.put64(CpuState.LINK_VALUE, linkValueAfter);
        state.put64(CpuState.LINK_SITE, 0);
        state.put32(CpuState.EXIT_REASON, reason);
        state.put32(CpuState.EXIT_ARG, argument);
        state.put32(CpuState.FAULT_SIGNAL, signal);
        state.put32(CpuState.FAULT_CODE, code);
        state.put64(CpuState.FAULT_ADDRESS, address);
        state.put64(CpuState.FAULT_ERROR, error);
        return reason == CpuState.REASON_FAULT ? Cpu.INTERPRETER_FAULT : reason;
    }

    private int enter(int b) {
        int interrupt = state.get32(CpuState.INTERRUPT);
        state.put32(CpuState.INTERRUPT, 1); // so that a loop within the block ends after one round
        long entry = engine.cache().executable() + engine.blocks.entry[b];
        int reason = cpu.enterUnlinked(entry);
        state.put32(CpuState.INTERRUPT, interrupt);
        if (cpu.interruptPending()) {
            state.put32(CpuState.INTERRUPT, 1);
        }
        return reason;
    }

    private long load(Window window, int i) {
        return Native.load(window.base() + storeAddress[i], storeSize[i], state.address);
    }

    private String compare(Window window, int reason, int compiled, long pc, int mxcsr, int argument, int signal,
            int code, long address,
            long error) {
        StringBuilder text = new StringBuilder();
        if (compiled == CpuState.REASON_FAULT) {
            if (cpu.wrapped()) {
                return ""; // left to the interpreter
            }
            if (reason == CpuState.REASON_FAULT) {
                if (cpu.faultSignal() != signal || cpu.faultCode() != code || cpu.faultAddress() != address
                        || cpu.faultIsWrite() != ((error & 2) != 0)) {
                    text.append("fault: interpreted signal ").append(signal).append(" code ").append(code)
                            .append(" address ")
                            .append(Long.toHexString(address)).append(" error ").append(error)
                            .append(", compiled signal ")
                            .append(cpu.faultSignal()).append(" code ").append(cpu.faultCode()).append(" address ")
                            .append(Long.toHexString(cpu.faultAddress())).append(cpu.faultIsWrite() ? " write\n"
                            : " read\n");
                }
                delaySlot(text, cpu.inDelaySlot());
            }
        }
        boolean bothGoOn = reason <= CpuState.REASON_LOOKUP
                && (compiled <= CpuState.REASON_LOOKUP || compiled == CpuState.REASON_INTERRUPT);
        if (reason != compiled && !bothGoOn) {
            text.append("exit reason: interpreted ").append(reason).append(", compiled ").append(compiled).append('\n');
        }
        if (reason == compiled && (reason == CpuState.REASON_SYSCALL || reason == CpuState.REASON_TRAP)) {
            if (state.get32(CpuState.EXIT_ARG) != argument) {
                text.append("argument: interpreted ").append(Integer.toHexString(argument)).append(", compiled ")
                        .append(Integer.toHexString(state.get32(CpuState.EXIT_ARG))).append('\n');
            }
            delaySlot(text, state.get32(CpuState.EXIT_DELAY) != 0);
        }
        line(text, "pc", pc, state.pc());
        line(text, "mxcsr", mxcsr & ~MXCSR_DENORMAL, state.mxcsr() & ~MXCSR_DENORMAL);
        registers(text);
        for (int i = 0; i < stores; i++) {
            long now = load(window, i);
            if (now != storeFinal[i]) {
                line(text, "memory " + Long.toHexString(storeAddress[i]), storeFinal[i], now);
            }
        }
        return text.toString();
    }

    private void delaySlot(StringBuilder text, boolean compiled) {
        if (cpu.interpreter().inDelaySlot() != compiled) {
            text.append("in delay slot: interpreted ").append(!compiled).append(", compiled ").append(compiled)
                    .append('\n');
        }
    }

    private static void line(StringBuilder text, String name, long interpreted, long compiled) {
        if (interpreted != compiled) {
            text.append(name).append(": interpreted ").append(Long.toHexString(interpreted)).append(", compiled ")
                    .append(Long.toHexString(compiled)).append('\n');
        }
    }

    private void registers(StringBuilder text) {
        Frontend frontend = engine.frontend;
        for (int i = 0; i < interpreted.length; i++) {
            long now = state.get64(8 * i);
            if (now != interpreted[i]) {
                String name = "state " + 8 * i;
                for (int r = 0; r < frontend.registerCount(); r++) {
                    if (frontend.registerOffset(r) == 8 * i) {
                        name = frontend.registerName(r);
                    }
                }
                line(text, name + " (was " + Long.toHexString(before[i]) + ")", interpreted[i], now);
            }
        }
    }

    private String report(long pc, IrBlock ir, String difference) {
        StringBuilder text = new StringBuilder("compiled code and interpreter differ in the block at 0x");
        text.append(Long.toHexString(pc)).append('\n').append(difference);
        byte[] word = new byte[4];
        for (int k = 0; k < ir.guestBytes; k += 4) {
            if (cpu.code().window.copyIn(pc + k, word, 0, 4)) {
                int w = word[0] & 0xff | (word[1] & 0xff) << 8 | (word[2] & 0xff) << 16 | word[3] << 24;
                w = (ir.mode & Mode.BIG_ENDIAN) != 0 ? Integer.reverseBytes(w) : w;
                text.append(Long.toHexString(pc + k)).append("  ").append(engine.frontend.disassemble(w, pc + k))
                        .append('\n');
            }
        }
        return text.append(IrText.print(ir)).toString();
    }
}
