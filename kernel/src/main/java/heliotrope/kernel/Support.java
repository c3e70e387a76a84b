package heliotrope.kernel;

/** How far a system call is supported. */
public enum Support {
    /** As the guest's system has it. */
    FULL,
    /** The row's note says what is missing. */
    PARTIAL,
    /** ENOSYS, and one line on stderr. */
    NONE,
    /** The guest's own system gave the call up or never assigned the number: ENOSYS. */
    OBSOLETE
}
