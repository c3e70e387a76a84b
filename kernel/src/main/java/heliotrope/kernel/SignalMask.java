package heliotrope.kernel;

/** A set of the guest signals 1 to 128. Not synchronised. */
public final class SignalMask {
    /** Bit n-1 is signal n; {@code high} starts with signal 65. */
    public long low;
    public long high;

    public SignalMask() {}

    public SignalMask(long low, long high) {
        this.low = low;
        this.high = high;
    }

    public boolean has(int signal) {
        return signal <= 64 ? (low >>> signal - 1 & 1) != 0 : (high >>> signal - 65 & 1) != 0;
    }

    public void add(int signal) {
        if (signal <= 64) {
            low |= 1L << signal - 1;
        } else {
            high |= 1L << signal - 65;
        }
    }

    public void remove(int signal) {
        if (signal <= 64) {
            low &= ~(1L << signal - 1);
        } else {
            high &= ~(1L << signal - 65);
        }
    }

    public void addAll(SignalMask other) {
        low |= other.low;
        high |= other.high;
    }

    public void removeAll(SignalMask other) {
        low &= ~other.low;
        high &= ~other.high;
    }

    public void set(SignalMask other) {
        low = other.low;
        high = other.high;
    }

    public void clear() {
        low = 0;
        high = 0;
    }

    public boolean isEmpty() {
        return (low | high) == 0;
    }

    /** Lowest signal in {@code (low, high)}, 0 if there is none. */
    static int lowest(long low, long high) {
        if (low != 0) {
            return Long.numberOfTrailingZeros(low) + 1;
        }
        return high != 0 ? Long.numberOfTrailingZeros(high) + 65 : 0;
    }

    public SignalMask copy() {
        return new SignalMask(low, high);
    }
}
