package heliotrope.engine.interp;

/** Told of every store of the guest, in order, so that a run can be compared with another or undone. */
public interface StoreLog {
    /**
     * A store that happened (a store conditional that failed is none).
     *
     * @param guestAddress where, zero-extended for guests with 32-bit addresses
     * @param size bytes: 1, 2, 4 or 8
     * @param oldValue the bytes before, as a little-endian number (what {@code Native.load} gave), whatever the guest's
     * byte order
     * @param newValue the bytes stored, likewise
     */
    void store(long guestAddress, int size, long oldValue, long newValue);
}
