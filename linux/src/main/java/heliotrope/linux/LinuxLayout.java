package heliotrope.linux;

/** Where things lie in the address space of a process, as with Linux' bottom-up layout. */
final class LinuxLayout {
    static final LinuxLayout NARROW = new LinuxLayout(0x7fff_8000L, 0x2aaa_8000L, 0x5555_0000L);
    static final LinuxLayout WIDE = new LinuxLayout(1L << 40, 0x55_5555_6000L, 0xaa_aaaa_a000L);

    static final int PAGE_SIZE = 4096;
    /** Kept free of automatic placement and of programs' segments below the stack. */
    static final long STACK_RESERVE = 0x0400_0000L;
    /** Soft limit of the stack unless somebody sets another: C libraries make the stacks of threads as large. */
    static final long STACK_LIMIT = 8 << 20;
    /** Of the stack, mapped at the start; more pages come with faults. */
    static final long STACK_INITIAL = 0x0002_1000L;

    /** First address that is not the user's. */
    final long userEnd;
    /** The page with the kernel's own code: what signal handlers return to. */
    final long trampolines;
    /** First address above the stack, which grows down. */
    final long stackTop;
    /** Automatic placement of mmap, upwards. */
    final long mmapStart;
    /** Where programs go that can lie anywhere. */
    final long programs;

    private LinuxLayout(long userEnd, long mmapStart, long programs) {
        this.userEnd = userEnd;
        this.trampolines = userEnd - (1 << 16);
        this.stackTop = trampolines - PAGE_SIZE; // a hole between them
        this.mmapStart = mmapStart;
        this.programs = programs;
    }

    static LinuxLayout of(LinuxAbi abi) {
        return abi.wide ? WIDE : NARROW;
    }

    /** First address that the stack's reserve takes. */
    long mmapEnd() {
        return stackTop - STACK_RESERVE;
    }
}
