package heliotrope.irix;

/** What IRIX keeps of a process and the common kernel does not know; hangs on {@code Process.extension}. */
final class IrixProcess {
    final IrixAbi abi;
    /** Entry of libc's signal trampoline, as the latest sigaction gave it; 0 before. */
    volatile long trampoline;
    /** sysmips(MIPS_FIXADE): unaligned accesses are emulated instead of raising SIGBUS. */
    volatile boolean fixUnaligned;
    /** prctl(PR_SETSTACKSIZE), kept for sproc. */
    volatile long threadStackSize;

    IrixProcess(IrixAbi abi) {
        this.abi = abi;
    }

    /** State of a child. */
    IrixProcess fork() {
        IrixProcess child = new IrixProcess(abi);
        child.trampoline = trampoline;
        child.fixUnaligned = fixUnaligned;
        child.threadStackSize = threadStackSize;
        return child;
    }
}
