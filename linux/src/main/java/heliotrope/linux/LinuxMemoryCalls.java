package heliotrope.linux;

/** Memory: mmap and its kin, brk, cache control. */
final class LinuxMemoryCalls {
    private LinuxMemoryCalls() {}

    /** The new end of the heap, or the old one if that is not possible: brk never fails. */
    static long brk(LinuxThread x, long end) {
        if (end != 0) {
            x.memory().brk(end);
        }
        return x.memory().breakEnd();
    }
}
