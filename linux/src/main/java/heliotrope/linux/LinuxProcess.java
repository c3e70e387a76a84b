package heliotrope.linux;

/** What Linux keeps of a process and the common kernel does not know; hangs on {@code Process.extension}. */
final class LinuxProcess {
    final LinuxAbi abi;
    final boolean bigEndian;
    /** Address of the page with the two return sequences of signal handlers. */
    final long trampolines;
    /** sysmips(MIPS_FIXADE): unaligned accesses are emulated instead of raising SIGBUS. */
    volatile boolean fixUnaligned = true;
    volatile boolean noNewPrivileges;
    /** prctl(PR_SET_PDEATHSIG), remembered only. */
    volatile int parentDeathSignal;
    /** personality(2). */
    volatile int personality;

    LinuxProcess(LinuxAbi abi, boolean bigEndian, long trampolines) {
        this.abi = abi;
        this.bigEndian = bigEndian;
        this.trampolines = trampolines;
    }

    /** State of a child. */
    LinuxProcess fork() {
        LinuxProcess child = new LinuxProcess(abi, bigEndian, trampolines);
        child.fixUnaligned = fixUnaligned;
        child.noNewPrivileges = noNewPrivileges;
        child.personality = personality;
        return child;
    }
}
