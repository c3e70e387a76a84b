package heliotrope.engine.interp;

import heliotrope.engine.CpuState;
import heliotrope.host.HostSignals;
import heliotrope.host.NativeMemory;
import heliotrope.host.Sys;
import heliotrope.host.Window;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrText;
import heliotrope.ir.IrVerifier;

/** An interpreter with a thread's state and a 4 GiB window, for tests. */
final class Machine implements AutoCloseable {
    /** Guest addresses of a page that can be written, and of the one after it that can only be read. */
    static final int PAGE = 0x10000, READ_ONLY = PAGE + NativeMemory.PAGE;

    static final String HEADER = "block 0x00400000 mode 0 bytes 64\ninsn 0x00400000\n";
    static final String BIG_ENDIAN = "block 0x00400000 mode big_endian bytes 64\ninsn 0x00400000\n";

    final Window window;
    final CpuState state;
    final TestFrontend frontend = new TestFrontend();
    final Interpreter interpreter = new Interpreter(frontend);
    private final long stateAddress = NativeMemory.allocate(CpuState.SIZE);

    Machine() {
        this(1L << 32);
    }

    Machine(long windowSize) {
        HostSignals.install();
        window = Window.reserve(windowSize);
        window.mapAnonymous(PAGE, 2 * NativeMemory.PAGE, Sys.PROT_READ | Sys.PROT_WRITE);
        window.protect(READ_ONLY, NativeMemory.PAGE, Sys.PROT_READ);
        state = new CpuState(stateAddress);
        state.mxcsr(0x1f80);
        state.put64(CpuState.LINK_ADDRESS, -1);
    }

    /** Runs a block given as text; {@code rows} follow a header. */
    int run(String header, String rows) {
        return run(IrText.parse(header + rows));
    }

    int run(IrBlock block) {
        IrVerifier.verify(block);
        return interpreter.run(block, state, window);
    }

    /** Runs little-endian rows that leave a result in the first 8 bytes of the guest's state; returns these. */
    long result(String rows) {
        state.put64(0, 0);
        int reason = run(HEADER, rows + "\nexit 0x00400004\n");
        if (reason != CpuState.REASON_LINK) {
            throw new AssertionError("left for reason " + reason);
        }
        return state.get64(0);
    }

    /** Writes bytes of guest memory. */
    void poke(long address, int... bytes) {
        byte[] b = new byte[bytes.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = (byte) bytes[i];
        }
        if (!window.copyOut(address, b, 0, b.length)) {
            throw new AssertionError("cannot write guest memory");
        }
    }

    /** Bytes of guest memory in hexadecimal. */
    String peek(long address, int count) {
        byte[] b = new byte[count];
        if (!window.copyIn(address, b, 0, count)) {
            throw new AssertionError("cannot read guest memory");
        }
        StringBuilder s = new StringBuilder();
        for (byte x : b) {
            s.append(Character.forDigit(x >> 4 & 15, 16)).append(Character.forDigit(x & 15, 16));
        }
        return s.toString();
    }

    @Override
    public void close() {
        window.close();
        NativeMemory.free(stateAddress, CpuState.SIZE);
    }
}
