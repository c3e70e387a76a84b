package heliotrope.kernel;

/** Process groups of terminals; everything else about terminals is an ioctl on the host's. */
public final class TerminalCalls {
    private TerminalCalls() {}

    /** TIOCGPGRP. */
    public static long getForeground(GuestThread t, int fd) {
        throw new UnsupportedOperationException();
    }

    /** TIOCSPGRP. */
    public static long setForeground(GuestThread t, int fd, int group) {
        throw new UnsupportedOperationException();
    }

    /** TIOCGSID. */
    public static long getSession(GuestThread t, int fd) {
        throw new UnsupportedOperationException();
    }

    /** TIOCSCTTY. */
    public static long acquire(GuestThread t, int fd) {
        throw new UnsupportedOperationException();
    }

    /** TIOCNOTTY. */
    public static long detach(GuestThread t, int fd) {
        throw new UnsupportedOperationException();
    }

    /** Whether the file is a terminal. */
    public static boolean isTerminal(GuestThread t, int fd) {
        throw new UnsupportedOperationException();
    }
}
