package heliotrope.mips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import heliotrope.ir.Mode;
import java.lang.reflect.Field;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The table by itself. */
class MipsInstructionsTest {
    @Test
    void numbersAreTheRowsOfTheTable() throws Exception {
        int named = 0;
        for (Field field : Insn.class.getDeclaredFields()) {
            field.setAccessible(true);
            int id = field.getInt(null);
            if (!field.getName().equals("NONE") && !field.getName().equals("COUNT")) {
                assertEquals(field.getName(), MipsInstructions.name(id).toUpperCase(Locale.ROOT).replace('.', '_'));
                named++;
            }
        }
        assertEquals(Insn.COUNT - 1, named);
        assertEquals(named * MipsTable.ROW, MipsTable.ROWS.length());
    }

    @Test
    void chaptersAreDense() {
        String seen = "";
        for (int id = 1; id < Insn.COUNT; id++) {
            char chapter = (char) MipsInstructions.chapter(id);
            if (seen.isEmpty() || seen.charAt(seen.length() - 1) != chapter) {
                assertEquals(-1, seen.indexOf(chapter), "chapter " + chapter + " is in two places");
                seen += chapter;
            }
        }
        assertEquals("ASMLUJTFGCVX", seen);
    }

    @Test
    void everyRowDecodesToItselfAndNoTwoOverlap() {
        for (int id = 1; id < Insn.COUNT; id++) {
            int match = MipsInstructions.match(id);
            int mask = MipsInstructions.mask(id);
            assertEquals(0, match & ~mask);
            assertEquals(id, MipsInstructions.decode(match), MipsInstructions.name(id));
            for (int other = 1; other < id; other++) {
                int common = mask & MipsInstructions.mask(other);
                assertNotEquals(match & common, MipsInstructions.match(other) & common,
                        () -> "overlaps " + MipsInstructions.name(MipsInstructions.decode(match)));
            }
        }
    }

    @Test
    void modesDecideWhatExists() {
        int daddu = MipsInstructions.match(Insn.DADDU);
        assertEquals(Insn.NONE, MipsInstructions.decode(daddu, Mode.BIG_ENDIAN));
        assertEquals(Insn.DADDU, MipsInstructions.decode(daddu, Mode.REGS64));
        int clz = MipsInstructions.match(Insn.CLZ);
        assertEquals(Insn.NONE, MipsInstructions.decode(clz, Mode.REGS64));
        assertEquals(Insn.CLZ, MipsInstructions.decode(clz, Mode.MIPS_R2));
        int roundL = MipsInstructions.match(Insn.ROUND_L_D);
        assertEquals(Insn.NONE, MipsInstructions.decode(roundL, Mode.REGS64));
        assertEquals(Insn.ROUND_L_D, MipsInstructions.decode(roundL, Mode.FR));
        int wide = 0;
        for (int id = 1; id < Insn.COUNT; id++) {
            if (MipsInstructions.level(id) <= '2') {
                assertEquals(0, MipsInstructions.needs(id), MipsInstructions.name(id));
            } else if (MipsInstructions.needs(id) == Mode.REGS64) {
                wide++;
            }
        }
        assertEquals(30, wide, "64-bit instructions of MIPS III");
    }
}
