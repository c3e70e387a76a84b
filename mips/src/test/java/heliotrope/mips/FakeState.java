package heliotrope.mips;

import heliotrope.ir.GuestState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Guest registers in an array. */
final class FakeState implements GuestState {
    private final ByteBuffer bytes = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    private int mxcsr = 0x1f80;
    private int mode;

    @Override
    public int get32(int offset) {
        return bytes.getInt(offset);
    }

    @Override
    public void put32(int offset, int value) {
        bytes.putInt(offset, value);
    }

    @Override
    public long get64(int offset) {
        return bytes.getLong(offset);
    }

    @Override
    public void put64(int offset, long value) {
        bytes.putLong(offset, value);
    }

    @Override
    public void clear(int offset, int n) {
        bytes.put(offset, new byte[n]);
    }

    @Override
    public int mxcsr() {
        return mxcsr;
    }

    @Override
    public void mxcsr(int value) {
        mxcsr = value;
    }

    @Override
    public void mode(int value) {
        mode = value;
    }

    @Override
    public int mode() {
        return mode;
    }
}
