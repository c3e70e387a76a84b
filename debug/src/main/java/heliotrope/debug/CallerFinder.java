package heliotrope.debug;

import heliotrope.kernel.GuestThread;

/** Finds who called the code that a thread is in. */
public interface CallerFinder {
    /** Fills in the pc of each caller, innermost first, without the thread's own pc. @return how many there are */
    int callers(GuestThread thread, long[] frames);
}
