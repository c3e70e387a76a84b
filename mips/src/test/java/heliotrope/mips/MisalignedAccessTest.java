package heliotrope.mips;

import static org.junit.jupiter.api.Assertions.assertEquals;

import heliotrope.ir.Mode;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MisalignedAccessTest {
    private static final long PC = 0x400100;

    private final FakeState state = new FakeState();
    private final ByteBuffer bytes = ByteBuffer.allocate(64); // big-endian
    private final MisalignedAccess.Memory memory = new MisalignedAccess.Memory() {
        @Override
        public long load(long address, int n) {
            int at = (int) address;
            return switch (n) {
                case 2 -> bytes.getShort(at) & 0xffff;
                case 4 -> bytes.getInt(at) & 0xffffffffL;
                default -> bytes.getLong(at);
            };
        }

        @Override
        public void store(long address, int n, long value) {
            int at = (int) address;
            switch (n) {
                case 2 -> bytes.putShort(at, (short) value);
                case 4 -> bytes.putInt(at, (int) value);
                default -> bytes.putLong(at, value);
            }
        }
    };

    private long run(int instruction, int branch) {
        return MisalignedAccess.emulate(state, memory, PC, instruction, branch);
    }

    private static int i(int op, int rs, int rt, int offset) {
        return op << 26 | rs << 21 | rt << 16 | offset & 0xffff;
    }

    private long reg(int n) {
        return state.get64(MipsState.gpr(n));
    }

    private void reg(int n, long value) {
        state.put64(MipsState.gpr(n), value);
    }

    @Test
    void loadsAndStores() {
        state.mode(Mode.BIG_ENDIAN | Mode.REGS64 | Mode.ADDR64 | Mode.FR);
        bytes.putLong(1, 0x8192a3b4c5d6e7f8L);
        reg(4, 5);
        assertEquals(PC + 4, run(i(0x21, 4, 2, -4), 0)); // lh
        assertEquals((short) 0x8192, reg(2));
        run(i(0x25, 4, 2, -4), 0); // lhu
        assertEquals(0x8192, reg(2));
        run(i(0x23, 4, 2, -4), 0); // lw
        assertEquals(0xffffffff8192a3b4L, reg(2));
        run(i(0x27, 4, 2, -4), 0); // lwu
        assertEquals(0x8192a3b4L, reg(2));
        run(i(0x37, 4, 2, -4), 0); // ld
        assertEquals(0x8192a3b4c5d6e7f8L, reg(2));
        run(i(0x35, 4, 7, -4), 0); // ldc1
        assertEquals(0x8192a3b4c5d6e7f8L, state.get64(MipsState.fprDouble(7, state.mode())));
        reg(6, 12);
        run(0x13 << 26 | 4 << 21 | 6 << 16 | 7 << 11 | 9, 0); // sdxc1
        assertEquals(0x8192a3b4c5d6e7f8L, bytes.getLong(17));
        run(i(0x3f, 4, 2, 28), 0); // sd
        assertEquals(0x8192a3b4c5d6e7f8L, bytes.getLong(33));
        run(i(0x29, 4, 2, 40), 0); // sh
        assertEquals((short) 0xe7f8, bytes.getShort(45));
        run(i(0x23, 4, 0, -4), 0);
        assertEquals(0, reg(0));
    }

    @Test
    void inDelaySlots() {
        state.mode(Mode.BIG_ENDIAN);
        reg(4, 1);
        reg(8, -1);
        reg(9, 0x500000);
        int load = i(0x23, 4, 2, 0);
        assertEquals(PC + 4 + 0x40, run(load, i(4, 0, 0, 0x10))); // beq
        assertEquals(PC + 8, run(load, i(5, 0, 0, 0x10))); // bne
        assertEquals(PC + 8, run(load, i(1, 8, 0x11, 0x10))); // bgezal
        assertEquals(PC + 8, reg(31));
        assertEquals(PC + 4 - 0x40, run(load, i(1, 8, 0, -0x10))); // bltz
        assertEquals(0x500000, run(load, 9 << 21 | 20 << 11 | 9)); // jalr s4, t1
        assertEquals(PC + 8, reg(20));
        assertEquals(0x100000, run(load, 3 << 26 | 0x100000 >> 2)); // jal
        state.put32(MipsState.fcc(2), 1);
        assertEquals(PC + 4 + 0x40, run(load, i(17, 8, 2 << 2 | 1, 0x10))); // bc1t $fcc2
        assertEquals(MisalignedAccess.NOT_EMULATED, run(load, i(0x23, 0, 0, 0)), "no branch");
    }

    @Test
    void othersAreLeftAlone() {
        state.mode(Mode.BIG_ENDIAN);
        reg(4, 1);
        assertEquals(MisalignedAccess.NOT_EMULATED, run(i(0x30, 4, 2, 0), 0), "ll");
        assertEquals(MisalignedAccess.NOT_EMULATED, run(i(0x38, 4, 2, 0), 0), "sc");
        assertEquals(0xfffffffdL, MisalignedAccess.address(state, i(0x23, 4, 2, -4)));
    }
}
