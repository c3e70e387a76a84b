package heliotrope.host;

/** What Java and the emitted code of the bridge share: the layout of its data and the index of its addresses. */
final class BridgeData {
    /** Must change with every change of the bridge, so that a stale file is noticed. */
    static final int VERSION = 7;

    // Indices for Native.address.
    static final int ADDRESS_EXIT = 0;
    static final int ADDRESS_DATA = 1;
    static final int ADDRESS_FAULT_HANDLER = 2;
    static final int ADDRESS_CHAIN_HANDLER = 3;
    static final int ADDRESS_KICK_HANDLER = 4;
    static final int ADDRESS_ASYNC_HANDLER = 5;
    static final int ADDRESS_RESTORER = 6;

    // Offsets in the data.
    /** u64: first address of the code cache. */
    static final int CODE_START = 0;

    /** u64: first address behind the code cache. */
    static final int CODE_END = 8;

    /** u64: caught host signals, bit sig - 1. */
    static final int PENDING = 16;

    /** u32: the eventfd that the handler of caught signals writes to. */
    static final int EVENT_FD = 24;

    /** u64: the value 1 (what is written to the eventfd). */
    static final int ONE = 32;

    /** u64: all bits set (a full signal mask). */
    static final int ALL_ONES = 40;

    /** 65 saved actions of {@link #ACTION_SIZE} bytes, indexed by signal number. */
    static final int ACTIONS = 64;

    /** Size of the kernel's struct sigaction: handler, flags, restorer, mask. */
    static final int ACTION_SIZE = 32;

    static final int SIZE = ACTIONS + 65 * ACTION_SIZE;

    private BridgeData() {}
}
