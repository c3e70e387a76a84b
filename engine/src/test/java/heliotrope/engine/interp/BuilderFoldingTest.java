package heliotrope.engine.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.engine.CpuState;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.IrText;
import heliotrope.ir.Op;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the builder makes of random straight-line programs computes what the same programs compute without folding. */
class BuilderFoldingTest {
    private static final int INPUTS = 4, RESULTS = 512; // state offsets: inputs from 8 on, results from 512 on
    private static final long[] CONSTANTS = {
        0, 0, 0, 1, 1, 2, 4, 16, 24, 31, 32, 63, 64, 255, 65535, -1, -1, -2, 0x7fffffff, 0xffffffff80000000L,
        0x8000000000000000L, 0x7fffffffffffffffL, 0x80, 0x8000, 0x1234567890L,
    };
    private static final int[] MEMORY = {
        Op.LD8U, Op.LD8S, Op.LD16U, Op.LD16S, Op.LD32, Op.LD64, Op.LDF32, Op.LDF64,
        Op.ST8, Op.ST32, Op.STF64, Op.LL32, Op.SC32,
    };
    private static final int[] BITS = {Op.F32BITS, Op.BITSF32, Op.F64BITS, Op.BITSF64};

    private Random random = new Random(0);
    private IrBlock plain = new IrBlock();
    private IrBuilder builder = new IrBuilder(new IrBlock());
    private int[] inPlain = new int[0];
    private int[] inBuilt = new int[0];
    private int count;
    private int results;

    @Test
    void foldedAndPlainAgree() {
        int plainRows = 0;
        int builtRows = 0;
        try (Machine one = new Machine(); Machine two = new Machine()) {
            for (int seed = 1; seed <= 20_000; seed++) {
                program(seed);
                prepare(one, seed);
                prepare(two, seed);
                int reasonOne = one.run(plain);
                int reasonTwo = two.run(builder.block);
                IrBlock built = builder.block;
                int s = seed;
                assertEquals(reasonOne, reasonTwo, () -> message(s, built));
                assertEquals(one.state.pc(), two.state.pc(), () -> message(s, built));
                int trap = one.state.get32(CpuState.EXIT_ARG);
                assertEquals(trap, two.state.get32(CpuState.EXIT_ARG), () -> message(s, built));
                for (int offset = 0; offset < 1024; offset += 8) {
                    assertEquals(one.state.get64(offset), two.state.get64(offset), () -> message(s, built));
                }
                assertEquals(one.peek(Machine.PAGE, 512), two.peek(Machine.PAGE, 512), () -> message(s, built));
                plainRows += plain.size;
                builtRows += built.size;
            }
        }
        assertTrue(builtRows < plainRows, "something is folded");
    }

    private String message(int seed, IrBlock built) {
        return "seed " + seed + "\n" + IrText.print(plain) + "\nfolded:\n" + IrText.print(built);
    }

    private static void prepare(Machine machine, int seed) {
        Random values = new Random(seed);
        for (int offset = 0; offset < 1024; offset += 8) {
            machine.state.put64(offset, 0);
        }
        for (int i = 0; i < INPUTS; i++) {
            long value = values.nextInt(3) == 0 ? CONSTANTS[values.nextInt(CONSTANTS.length)] : values.nextLong();
            machine.state.put64(8 + 8 * i, value);
        }
        machine.state.put32(8 + 8 * INPUTS, Machine.PAGE + 128);
        machine.state.put64(CpuState.LINK_ADDRESS, -1);
        byte[] bytes = new byte[512];
        values.nextBytes(bytes);
        machine.window.copyOut(Machine.PAGE, bytes, 0, bytes.length);
    }

    /** Writes the same random program to both blocks. */
    private void program(int seed) {
        random = new Random(seed * 31L);
        plain = new IrBlock();
        plain.pc = 0x400000;
        plain.guestBytes = 4;
        builder.begin(0x400000, 0);
        builder.block.guestBytes = 4;
        inPlain = new int[64];
        inBuilt = new int[64];
        count = 0;
        results = 0;
        plain.add(Op.INSN, 0, -1, -1, 0x400000);
        builder.insn(0x400000, false);
        for (int i = 0; i < INPUTS; i++) {
            int type = i % 2 == 0 ? Op.I32 : Op.I64;
            pair(plain.add(Op.GET32 + type - Op.I32, -1, -1, -1, 8 + 8 * i), builder.get(type, 8 + 8 * i));
        }
        pair(plain.add(Op.GETF32, -1, -1, -1, 8), builder.get(Op.F32, 8));
        pair(plain.add(Op.GETF64, -1, -1, -1, 16), builder.get(Op.F64, 16));
        for (int i = 0; i < 12; i++) {
            step();
        }
        plain.add(Op.EXIT, -1, -1, -1, 0x400004);
        builder.exit(0x400004);
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0, 1 -> constant();
            case 2 -> memory();
            case 3 -> leave();
            case 4 -> state();
            case 5 -> operation(BITS[random.nextInt(BITS.length)]);
            default -> operation(Op.ADD32 + random.nextInt(Op.ZEXT - Op.ADD32 + 1));
        }
    }

    private void pair(int rowPlain, int rowBuilt) {
        inPlain[count] = rowPlain;
        inBuilt[count++] = rowBuilt;
    }

    /** Some value of a type, recent ones more often. */
    private int value(int type) {
        while (true) {
            int i = random.nextBoolean() ? random.nextInt(count) : Math.max(0, count - 1 - random.nextInt(4));
            if (Op.TYPE[plain.op[inPlain[i]]] == type) {
                return i;
            }
            if (random.nextInt(4) == 0 && (type == Op.I32 || type == Op.I64) && count < 60) {
                constant();
            }
        }
    }

    private void constant() {
        long x = CONSTANTS[random.nextInt(CONSTANTS.length)];
        if (random.nextBoolean()) {
            pair(plain.add(Op.CONST32, -1, -1, -1, (int) x), builder.const32((int) x));
        } else {
            pair(plain.add(Op.CONST64, -1, -1, -1, x), builder.const64(x));
        }
    }

    private void operation(int op) {
        String letters = Op.OPERANDS[op];
        int a = value(Op.type(letters.charAt(0)));
        if (letters.length() == 1) {
            pair(plain.add(op, inPlain[a], -1, -1, 0), builder.op1(op, inBuilt[a]));
        } else {
            int b = value(Op.type(letters.charAt(1)));
            if (letters.length() == 2) {
                pair(plain.add(op, inPlain[a], inPlain[b], -1, 0), builder.op2(op, inBuilt[a], inBuilt[b]));
            } else {
                int c = value(Op.type(letters.charAt(2)));
                pair(plain.add(op, inPlain[a], inPlain[b], inPlain[c], 0),
                        builder.op3(op, inBuilt[a], inBuilt[b], inBuilt[c]));
            }
        }
        put(count - 1);
    }

    /** Makes a value visible at the end. */
    private void put(int i) {
        int offset = RESULTS + 8 * results++;
        put(i, offset);
    }

    private void put(int i, int offset) {
        int type = Op.TYPE[plain.op[inPlain[i]]];
        plain.add(Op.PUT32 + type - Op.I32, inPlain[i], -1, -1, offset);
        builder.put(type, offset, inBuilt[i]);
    }

    /** Reads and writes few slots with all types, halves of them too. */
    private void state() {
        int offset = 256 + 4 * random.nextInt(6);
        int type = random.nextInt(4) + Op.I32;
        if (type == Op.I64 || type == Op.F64) {
            offset &= ~7;
        }
        if (random.nextBoolean()) {
            put(value(type), offset);
        } else {
            pair(plain.add(Op.GET32 + type - Op.I32, -1, -1, -1, offset), builder.get(type, offset));
            put(count - 1);
        }
    }

    private void memory() {
        int op = MEMORY[random.nextInt(MEMORY.length)];
        int offset = 8 + 8 * INPUTS;
        int distance = 16 * (random.nextInt(16) - 8);
        int pointerPlain = plain.add(Op.GET32, -1, -1, -1, offset);
        int constantPlain = plain.add(Op.CONST32, -1, -1, -1, distance);
        pointerPlain = plain.add(Op.ADD32, pointerPlain, constantPlain, -1, 0);
        int pointerBuilt = builder.op2(Op.ADD32, builder.get(Op.I32, offset), builder.const32(distance));
        int displacement = 8 * random.nextInt(16);
        if (op >= Op.ST8 && op <= Op.STF64 || op == Op.SC32) {
            int v = value(Op.type(Op.OPERANDS[op].charAt(1)));
            int rowPlain = plain.add(op, pointerPlain, inPlain[v], -1, displacement);
            int rowBuilt = builder.store(op, pointerBuilt, displacement, inBuilt[v]);
            if (op != Op.SC32) {
                return;
            }
            pair(rowPlain, rowBuilt);
        } else {
            pair(plain.add(op, pointerPlain, -1, -1, displacement), builder.load(op, pointerBuilt, displacement));
        }
        put(count - 1);
    }

    private void leave() {
        int condition = value(Op.I32);
        if (random.nextBoolean()) {
            plain.add(Op.EXIT_IF, inPlain[condition], -1, -1, 0x500000 + count);
            builder.exitIf(inBuilt[condition], 0x500000 + count);
        } else {
            plain.add(Op.TRAP_IF, inPlain[condition], -1, -1, 0x1000000 + count);
            builder.trapIf(inBuilt[condition], 0x1000000 + count);
        }
    }
}
