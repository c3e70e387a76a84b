package heliotrope.mips;

import heliotrope.ir.Op;

/** FPU conversions (manual: FPU, conversion). */
final class FpuConversions {
    private FpuConversions() {}

    static void translate(Translation t, int id, int word) {
        int fd = Translation.sa(word);
        int fs = Translation.rd(word);
        int op = FpuOperations.conversion(id);
        char from = Op.OPERANDS[op].charAt(0);
        byte to = Op.TYPE[op];
        // Integers of 64 bits are there with Status.FR = 1 only: no register is odd.
        int doubles = (from == 'd' ? fs : 0) | (to == Op.F64 ? fd : 0);
        if (FpuMoves.oddDouble(t, doubles)) {
            return;
        }
        int x = switch (from) {
            case 'i' -> FpuMoves.word(t, fs);
            case 'l' -> t.b.get(Op.I64, MipsState.fprDouble(fs, t.mode));
            default -> FpuMoves.value(t, fs, from == 'd');
        };
        boolean toInteger = to == Op.I32 || to == Op.I64;
        int result = toInteger ? t.b.opImm(op, x, -1, FpuOperations.rounding(word)) : t.b.op1(op, x);
        switch (to) {
            case Op.I32 -> FpuMoves.setWord(t, fd, result);
            case Op.I64 -> t.b.put(Op.I64, MipsState.fprDouble(fd, t.mode), result);
            default -> FpuMoves.setValue(t, fd, to == Op.F64, result);
        }
        FpuCause.note(t, word, x, -1, -1);
    }
}
