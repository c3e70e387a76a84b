package heliotrope.ir;

/** Guest registers of one thread, by byte offset (0..1023) as in GET and PUT. */
public interface GuestState {
    /**
     * From here to the end are notes: translated code may see to it that they are right only where it leaves a block at its
     * end or by a trap, not where an access to memory faults.
     */
    int NOTES = 960;

    int get32(int offset);

    void put32(int offset, int value);

    long get64(int offset);

    void put64(int offset, long value);

    /** Sets bytes to 0. */
    void clear(int offset, int bytes);

    /** Host MXCSR with which guest floating point runs: its rounding bits, flush bit and sticky flags mirror the guest's. */
    int mxcsr();

    void mxcsr(int value);

    /** Changes the translation mode of this thread from its next block on. */
    void mode(int mode);

    int mode();
}
