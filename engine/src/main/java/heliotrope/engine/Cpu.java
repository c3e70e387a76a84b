package heliotrope.engine;

import heliotrope.engine.interp.Interpreter;
import heliotrope.engine.x64.FaultRecord;
import heliotrope.engine.x64.JumpCache;
import heliotrope.host.HostSignals;
import heliotrope.host.MemoryPool;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import heliotrope.ir.FpModel;
import heliotrope.ir.IrBlock;
import heliotrope.ir.Mode;
import heliotrope.ir.Trap;
import java.lang.invoke.VarHandle;

/**
 * One guest thread as the engine sees it: its state block and the loop that runs it. {@link #run} is called by one
 * host thread at a time; {@link #interrupt} by any.
 */
public final class Cpu {
    /** Why {@link #run} returned. */
    public static final int
            STOP_SYSCALL = 1, // state.pc() is the system call instruction
            STOP_TRAP = 2, // trapArgument(); state.pc() is the instruction, or its branch if inDelaySlot()
            STOP_FAULT = 3, // fault*(); state.pc() likewise
            STOP_INTERRUPT = 4; // interrupt() was called; state.pc() is where to go on

    private static final int SIGBUS = 7, SIGSEGV = 11, BUS_ADRALN = 1, SEGV_MAPERR = 1, SEGV_ACCERR = 2;
    private static final int ERROR_WRITE = 2, ERROR_FETCH = 16;

    /** Value of the interrupt word when the engine, not the kernel, wants the thread out of translated code. */
    private static final int POKE = 2;

    private static final int INITIAL_MXCSR = 0x1f80;

    /** State blocks that nobody uses, zeroed. */
    private static final MemoryPool STATES = new MemoryPool(CpuState.SIZE, 8);

    public final CpuState state;
    private final Engine engine;
    private final JumpCache jumpCache;
    private @Nullable Interpreter interpreter;
    private @Nullable SingleStep singleStep;
    private final @Nullable Lockstep lockstep;
    private final @Nullable CodeCache cache;
    private volatile GuestCode code;

    private volatile boolean running;
    private volatile boolean interruptRequested;
    /** Whether the interrupt word may be {@link #POKE}: a look at it takes the bridge. */
    private volatile boolean poked;
    private volatile int hostThread;
    private boolean closed;

    // What the jump cache was filled for.
    private int jumpMode = -1;
    private int jumpEpoch;
    private int jumpGeneration = -1;
    private @Nullable GuestCode jumpCode;
    private int jumpTables = -1;

    private boolean inDelaySlot;
    /** Compiled code left by SYSCALL or TRAP: the state block tells whether in a delay slot. */
    private boolean delayInState;
    private long faultAddress;
    private int faultSignal;
    private int faultCode;
    private int faultError;
    private boolean wrapped;
    /** Instructions to interpret after a fault, see {@link FaultRecord#stretch}. */
    private int stretch;
    /** Another thread unmapped the code that faulted. */
    private boolean codeIsGone;

    /** Whether the thread is to tell where it is: see {@link Traces}. */
    private volatile boolean asked;
    private @Nullable TraceRecorder recorder;
    /** Whether the block that was interpreted last ended with an indirect jump. */
    private boolean jumpedIndirectly;

    /** Allocates the thread's state block; the guest's registers are 0. */
    public Cpu(Engine engine, GuestCode code) {
        this.engine = engine;
        this.code = code;
        state = new CpuState(STATES.take());
        jumpCache = new JumpCache();
        lockstep = engine.kind == EngineKind.LOCKSTEP ? new Lockstep(engine, this) : null;
        state.window(code.window);
        state.put64(CpuState.JUMP_CACHE, jumpCache.address);
        state.put64(CpuState.EXIT_STUB, Native.exitStub());
        cache = engine.kind == EngineKind.INTERP ? null : engine.cache();
        if (cache != null) {
            cache.install(state);
        }
        state.put32(CpuState.MXCSR_GUEST, INITIAL_MXCSR);
        engine.register(this);
    }

    /** Moves the thread to another address space (exec). */
    public void code(GuestCode newCode) {
        GuestCode old = code;
        old.hostWritesEnd();
        synchronized (engine.lock) {
            code = newCode;
            old.threadsChanged();
            newCode.threadsChanged();
        }
        state.window(newCode.window);
    }

    GuestCode code() {
        return code;
    }

    // ---- interrupts ----

    /**
     * Has {@link #run} return soon with {@link #STOP_INTERRUPT} and ends an interruptible host system call of the
     * thread. Any thread may call it.
     */
    public synchronized void interrupt() {
        if (closed) {
            return;
        }
        interruptRequested = true;
        state.put32(CpuState.INTERRUPT, 1);
        int thread = hostThread;
        if (thread != 0) {
            HostSignals.kick(thread);
        }
    }

    /** Withdraws what {@link #interrupt} did; by the thread itself. */
    public void clearInterrupt() {
        interruptRequested = false;
        clearWord();
    }

    /** Sets the interrupt word to what is wanted now. */
    private void clearWord() {
        poked = false;
        state.put32(CpuState.INTERRUPT, 0);
        VarHandle.fullFence(); // whose request we do not see from here on sets the word after us
        if (interruptRequested) {
            state.put32(CpuState.INTERRUPT, 1);
        }
    }

    /** Whether an interrupt is wanted and not cleared. */
    public boolean interruptPending() {
        return interruptRequested;
    }

    /** Has the thread leave translated code, but not {@link #run}. */
    void poke() {
        if (state.get32(CpuState.INTERRUPT) == 0) {
            poked = true;
            state.put32(CpuState.INTERRUPT, POKE);
            poked = true; // the thread may just have cleared both
            if (interruptRequested) {
                state.put32(CpuState.INTERRUPT, 1);
            }
        }
    }

    /** Has the thread say where it is, if it is in translated code. */
    void ask() {
        if (running) {
            asked = true;
            poke();
            VarHandle.fullFence();
            if (!running) {
                unpoke(); // it left by itself, and is not to find this in a system call
            }
        }
    }

    private void unpoke() {
        if (poked && state.get32(CpuState.INTERRUPT) == POKE) {
            clearWord();
        }
    }

    boolean isInTranslatedCode() {
        return running;
    }

    // ---- results ----

    /** After STOP_TRAP: see {@link Trap}. After STOP_SYSCALL: the code field. */
    public int trapArgument() {
        return state.get32(CpuState.EXIT_ARG);
    }

    /** Whether the instruction that stopped sits in a delay slot; state.pc() is then its branch. */
    public boolean inDelaySlot() {
        return delayInState ? state.get32(CpuState.EXIT_DELAY) != 0 : inDelaySlot;
    }

    /** After STOP_FAULT: the guest address. */
    public long faultAddress() {
        return faultAddress;
    }

    /** After STOP_FAULT: SIGSEGV or SIGBUS, as a Linux number. */
    public int faultSignal() {
        return faultSignal;
    }

    /** After STOP_FAULT: Linux' si_code. */
    public int faultCode() {
        return faultCode;
    }

    public boolean faultIsWrite() {
        return (faultError & ERROR_WRITE) != 0;
    }

    public boolean faultIsFetch() {
        return (faultError & ERROR_FETCH) != 0;
    }

    // ---- running ----

    /** Runs the guest from state.pc() on until the kernel is needed; returns one of the STOP constants. */
    public int run() {
        if (hostThread == 0) {
            hostThread = Sys.gettid();
        }
        GuestCode c = code;
        if (c.hostWrites.any) {
            c.hostWritesEnd();
        }
        if (engine.traceThread == null) {
            engine.watch();
        }
        delayInState = false;
        int reason = resume();
        if (reason == CpuState.REASON_SYSCALL && !poked) { // what a short program does nearly always
            delayInState = true;
            return STOP_SYSCALL;
        }
        while (true) {
            long site = 0;
            int stop = 0;
            switch (reason) {
                case NOT_ENTERED, CpuState.REASON_LOOKUP, CpuState.REASON_INTERRUPT -> {}
                case CpuState.REASON_LINK -> site = state.get64(CpuState.LINK_SITE);
                case CpuState.REASON_SLOW -> stop = slow();
                case CpuState.REASON_FAULT -> stop = hostFault();
                case INTERPRETER_FAULT -> stop = interpreterFault();
                default -> stop = stopped(reason, engine.kind == EngineKind.JIT);
            }
            if (stop != 0) {
                return stop(stop);
            }
            reason = NOT_ENTERED;
            int word = state.get32(CpuState.INTERRUPT); // once: who asked may withdraw it meanwhile
            if (word != 0) {
                if (interruptRequested || word != POKE) {
                    return stop(STOP_INTERRUPT);
                }
                clearWord();
                if (asked) {
                    asked = false;
                    site = 0;
                    stop = engine.traces().sampled(this);
                    if (stop != 0) {
                        return stop(stop);
                    }
                }
            }
            long pc = state.pc();
            if ((pc & 3) != 0) {
                return stop(fetchFault(SIGBUS, BUS_ADRALN, pc, false));
            }
            int mode = state.mode();
            if (engine.eager) {
                stop = engine.traces().entered(this);
                if (stop > 0) {
                    return stop(stop);
                }
                if (stop == Traces.RECORDED) {
                    continue;
                }
            }
            if (engine.kind == EngineKind.JIT) {
                long entry = find(pc, mode, site);
                if (entry <= 0) {
                    return stop(badFetch((int) entry, pc));
                }
                reason = enter(entry);
            } else {
                IrBlock ir = null;
                int b;
                synchronized (engine.lock) {
                    b = block(pc, mode);
                    if (b >= 0) {
                        ir = engine.blocks.ir[b];
                    }
                }
                if (b == GuestCode.NO_MAPPING && code.learnMapping(pc)) {
                    continue;
                }
                if (ir == null) {
                    return stop(badFetch(b, pc));
                }
                reason = lockstep != null ? lockstep.run(b, ir) : interpret(ir);
            }
        }
    }

    /** Not a reason: no code was run. */
    private static final int NOT_ENTERED = 0;

    /**
     * Goes on after a stop, which breaks a link. As long as nobody wants anything and the tables of targets are good, translated code does
     * both by itself. @return the REASON for which it left, or NOT_ENTERED
     */
    private int resume() {
        CodeCache stubs = cache;
        GuestCode c = code;
        int mode = state.mode;
        if (stubs != null && engine.kind == EngineKind.JIT && !engine.eager && !interruptRequested && !poked
                && jumpTables == engine.tables && jumpMode == mode && jumpCode == c && jumpEpoch == c.epoch
                && jumpGeneration == engine.generation) {
            int reason = enter((mode & Mode.REGS64) != 0 ? stubs.resumeWide : stubs.resume);
            if (reason != NOT_ENTERED) {
                return reason;
            }
        }
        state.put64(CpuState.LINK_ADDRESS, -1);
        return NOT_ENTERED;
    }

    /** Leaves for the kernel. */
    private int stop(int stop) {
        if (poked) {
            unpoke();
        }
        return stop;
    }

    /** Not a reason of translated code: the interpreter faulted, and the state block holds the guest address. */
    static final int INTERPRETER_FAULT = 100;

    private int block(long pc, int mode) {
        return code.block(pc, mode);
    }

    /** Host address of the code at a pc, or a negative number of {@link GuestCode}. */
    private long find(long pc, int mode, long site) {
        while (true) {
            synchronized (engine.lock) {
                int generationOfSite = jumpGeneration;
                int b = block(pc, mode);
                if (b >= 0) {
                    boolean sameCache = prepareJumpCache(mode) && generationOfSite == engine.generation;
                    long entry = engine.cache().executable() + engine.blocks.entry[b];
                    if (site != 0 && sameCache) {
                        engine.link(site, b);
                    } else if (site == 0 && !engine.blocks.checked[b]) {
                        engine.statistics.lookups++;
                        jumpCache.put(pc, entry);
                    }
                    return entry;
                }
                if (b != GuestCode.NO_MAPPING) {
                    return b;
                }
            }
            if (!code.learnMapping(pc)) {
                return GuestCode.NO_MAPPING;
            }
        }
    }

    /** Empties the jump cache if it was filled for something else. @return whether it was still good */
    private boolean prepareJumpCache(int mode) {
        GuestCode c = code;
        int generation = engine.generation;
        boolean same = jumpMode == mode && jumpEpoch == c.epoch && jumpGeneration == generation && jumpCode == c;
        if (same && jumpTables == engine.tables) {
            return true;
        }
        if (!same) {
            jumpCache.clear();
            jumpMode = mode;
            jumpEpoch = c.epoch;
            jumpGeneration = generation;
            jumpCode = c;
        }
        jumpTables = engine.tables;
        if (c.tables(state, mode)) {
            jumpCache.opened();
        }
        return same;
    }

    /** Runs translated code unless the translations are being dropped. @return a REASON of {@link CpuState}, or NOT_ENTERED */
    int enter(long entry) {
        running = true;
        if (engine.stopped || jumpGeneration != engine.generation) {
            // The translations are being dropped, or were after the block was looked up.
            running = false;
            return NOT_ENTERED;
        }
        int reason = enterUnlinked(entry);
        if (reason != CpuState.REASON_FAULT) {
            running = false; // after a fault the code is needed once more: see resolveState
        }
        return reason;
    }

    /** Runs translated code that cannot be dropped. */
    int enterUnlinked(long entry) {
        CodeCache c = cache;
        if (c == null) {
            throw new IllegalStateException("this engine does not compile");
        }
        int reason = (int) Native.enter(state.address, (state.mode & Mode.REGS64) != 0 ? c.enterWide : c.enter, entry);
        if (reason == CpuState.REASON_SLOW) {
            forgetInvalid();
        }
        return reason;
    }

    /** The operations that are now interpreted may have raised the invalid flag on the host; nothing before them did. */
    private void forgetInvalid() {
        state.mxcsr(state.mxcsr() & ~FpModel.INVALID | state.get32(CpuState.MXCSR_BEFORE) & FpModel.INVALID);
    }

    private int interpret(IrBlock ir) {
        int reason = interpreter().run(ir, state, code.window);
        return reason == CpuState.REASON_FAULT ? INTERPRETER_FAULT : reason;
    }

    /** SYSCALL or TRAP. */
    private int stopped(int reason, boolean compiled) {
        delayInState = compiled;
        if (!compiled) {
            inDelaySlot = interpreter().inDelaySlot();
        }
        if (reason == CpuState.REASON_SYSCALL) {
            return STOP_SYSCALL;
        }
        if (reason == CpuState.REASON_TRAP) {
            return STOP_TRAP;
        }
        throw new IllegalStateException("guest code left with reason " + reason + " at pc 0x"
                + Long.toHexString(state.pc()));
    }

    private int slow() {
        engine.statistics.slowExits++;
        int count = state.get32(CpuState.SLOW_COUNT);
        state.put32(CpuState.SLOW_COUNT, 0);
        return count <= 1 && stepped() ? 0 : steps(Math.max(count, 1));
    }

    /** Whether the instruction at state.pc() could be run without IR. */
    private boolean stepped() {
        long pc = state.pc();
        long host = code.window.host(pc, 4);
        byte[] b = new byte[4];
        if (host == -1 || Native.copyIn(host, b, 0, 4) != 0) {
            return false;
        }
        int word = b[0] << 24 | (b[1] & 0xff) << 16 | (b[2] & 0xff) << 8 | b[3] & 0xff;
        int mode = state.mode;
        if (!engine.frontend.step(state, (mode & Mode.BIG_ENDIAN) != 0 ? word : Integer.reverseBytes(word))) {
            return false;
        }
        state.pc(pc + 4 & ((mode & Mode.ADDR64) != 0 ? -1 : 0xffffffffL));
        return true;
    }

    /** Interprets so many instructions, or fewer. @return 0 to go on, or a STOP constant */
    private int steps(int count) {
        int stop = 0;
        for (int n = 0; n < count && stop == 0; n++) {
            stop = step();
        }
        return stop;
    }

    /** Interprets the instruction at state.pc(), with its delay slot. @return 0 to go on, or a STOP constant */
    private int step() {
        long pc = state.pc();
        SingleStep single = singleStep;
        if (single == null) {
            single = new SingleStep(engine.frontend);
            singleStep = single;
        }
        IrBlock ir = single.translate(code.window, pc, state.mode());
        if (ir == null) {
            return badFetch(GuestCode.NOT_READABLE, pc);
        }
        return Math.max(runInterpreted(ir), 0);
    }

    /** Not a STOP constant: the block was not run to its end, but the thread goes on. */
    static final int INCOMPLETE = -1;

    /** Interprets a block. @return 0, INCOMPLETE or a STOP constant */
    int runInterpreted(IrBlock ir) {
        int reason = interpret(ir);
        jumpedIndirectly = reason == CpuState.REASON_LOOKUP;
        switch (reason) {
            case CpuState.REASON_LINK, CpuState.REASON_LOOKUP -> {
                return 0;
            }
            case INTERPRETER_FAULT -> {
                int stop = interpreterFault();
                return stop == 0 ? INCOMPLETE : stop;
            }
            default -> {
                return stopped(reason, false);
            }
        }
    }

    boolean jumpedIndirectly() {
        return jumpedIndirectly;
    }

    /** Made when first needed. */
    Interpreter interpreter() {
        Interpreter i = interpreter;
        if (i == null) {
            i = new Interpreter(engine.frontend);
            interpreter = i;
        }
        return i;
    }

    /** Made when first needed. */
    TraceRecorder recorder() {
        TraceRecorder r = recorder;
        if (r == null) {
            r = new TraceRecorder(engine, this);
            recorder = r;
        }
        return r;
    }

    // ---- faults ----

    /** A fault of translated code: finds the guest's state. @return 0 to go on, or STOP_FAULT */
    private int hostFault() {
        engine.statistics.faults++;
        if (!resolveState()) {
            if (codeIsGone) {
                return fetchFault(SIGSEGV, SEGV_MAPERR, state.pc(), false);
            }
            throw new IllegalStateException("host fault in translated code that is no memory access: signal "
                    + state.get32(CpuState.FAULT_SIGNAL) + " at 0x"
                    + Long.toHexString(state.get64(CpuState.FAULT_HOST_PC))
                    + ", block at or before pc 0x" + Long.toHexString(state.pc()));
        }
        if (stretch > 0) {
            forgetInvalid();
            return steps(stretch);
        }
        return wrapped ? step() : fault();
    }

    /**
     * Whether the last fault is to be found by interpreting from state.pc() on; nothing else is known of it then.
     */
    boolean inStretch() {
        return stretch > 0;
    }

    /** Whether the last fault was none: base and displacement are each out of the window, and their sum is not. */
    boolean wrapped() {
        return wrapped;
    }

    /** Makes guest registers, pc and fault fields what they are at the fault just recorded. */
    boolean resolveState() {
        synchronized (engine.lock) {
            try {
                return resolve();
            } finally {
                running = false;
            }
        }
    }

    private boolean resolve() {
        int offset = (int) (state.get64(CpuState.FAULT_HOST_PC) - engine.cache().executable());
        int b = engine.blocks.containing(offset);
        FaultRecord record = b < 0 ? null : engine.translator().fault(engine.blocks, b, offset, code.window);
        codeIsGone = b >= 0 && engine.blocks.wordsAt[b] < 0;
        if (codeIsGone) {
            state.pc(engine.blocks.pc[b]);
        }
        if (record == null) {
            return false;
        }
        stretch = record.stretch;
        record.apply(state);
        state.pc(record.pc);
        inDelaySlot = record.delaySlot;
        faultError = record.write ? ERROR_WRITE : 0;
        wrapped = record.explain(state, code.window);
        faultSignal = state.get32(CpuState.FAULT_SIGNAL);
        faultCode = state.get32(CpuState.FAULT_CODE);
        faultAddress = record.guestAddress;
        return true;
    }

    private int interpreterFault() {
        inDelaySlot = interpreter().inDelaySlot();
        faultSignal = state.get32(CpuState.FAULT_SIGNAL);
        faultCode = state.get32(CpuState.FAULT_CODE);
        faultError = (int) state.get64(CpuState.FAULT_ERROR) & ERROR_WRITE;
        faultAddress = state.get64(CpuState.FAULT_ADDRESS);
        return fault();
    }

    private int fault() {
        if (faultIsWrite() && code.resolveWrite(faultAddress, faultSignal, faultCode)) {
            // Not retranslated before it has stored: that would protect the page again.
            return step();
        }
        return STOP_FAULT;
    }

    private int badFetch(int why, long pc) {
        return switch (why) {
            case GuestCode.NO_MAPPING -> fetchFault(SIGSEGV, SEGV_MAPERR, pc, false);
            case GuestCode.DELAY_SLOT_NOT_READABLE -> fetchFault(SIGSEGV, SEGV_MAPERR, pc + 4, true);
            default -> fetchFault(SIGSEGV, SEGV_ACCERR, pc, false);
        };
    }

    private int fetchFault(int signal, int code, long address, boolean delaySlot) {
        faultSignal = signal;
        faultCode = code;
        faultAddress = address;
        faultError = ERROR_FETCH;
        inDelaySlot = delaySlot;
        return STOP_FAULT;
    }

    /** Frees the state block. The thread has ended. */
    public void close() {
        synchronized (this) {
            closed = true;
        }
        code.hostWritesEnd();
        engine.unregister(this);
        jumpCache.close();
        Native.fill(state.address, 0, CpuState.SIZE);
        STATES.give(state.address);
    }
}
