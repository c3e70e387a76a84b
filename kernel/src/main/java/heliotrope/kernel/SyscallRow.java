package heliotrope.kernel;

/**
 * One system call as its personality declares it: strace, the list of supported calls and the coverage test read this.
 *
 * @param number the number that guests use
 * @param name its name in the guest's manual
 * @param arguments "type name" of each argument; the types are the personality's
 * @param result type of the result
 * @param support how much of it works
 * @param note what is missing or special, or empty
 */
public record SyscallRow(
        int number, String name, String[] arguments, String result, Support support, String note) {}
