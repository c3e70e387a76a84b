package heliotrope.mips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The disassembler against GNU's. */
class MipsDisassemblerTest {
    private static final long PC = 0x10400000L;

    @BeforeAll
    static void tool() {
        assumeTrue(Objdump.installed(Objdump.PROGRAM), Objdump.PROGRAM + " is not installed");
    }

    @Test
    void everyInstructionWithRandomOperands() throws Exception {
        Random random = new Random(1);
        int[] words = new int[(MipsInstructions.COUNT - 1) * 100];
        for (int i = 0; i < words.length; i++) {
            int id = i / 100 + 1;
            words[i] = MipsInstructions.match(id) | random.nextInt() & ~MipsInstructions.mask(id);
            if (id == Insn.CLZ || id == Insn.CLO || id == Insn.DCLZ || id == Insn.DCLO) { // rt must be as rd
                words[i] = words[i] & 0xffe0ffff | (words[i] >> 11 & 31) << 16;
            }
        }
        compare(words, "mips:isa64r2", '8');
    }

    @Test
    void randomWordsAsMips4() throws Exception {
        Random random = new Random(2);
        int[] words = new int[200_000];
        for (int i = 0; i < words.length; i++) {
            words[i] = random.nextInt();
            if (random.nextInt(4) == 0) { // the crowded opcodes
                int[] opcodes = {0, 1, 0x10, 0x11, 0x12, 0x13, 0x1c, 0x1f};
                words[i] = words[i] & 0x3ffffff | opcodes[random.nextInt(opcodes.length)] << 26;
                int cleared = random.nextInt();
                words[i] &= ~cleared | random.nextInt() | 0xfc00003f;
            }
        }
        compare(words, "mips:8000", '4');
    }

    @Test
    void aCompiledLibrary() throws Exception {
        Path libc = Path.of("/usr/mips-linux-gnu/lib/libc.so.6");
        assumeTrue(Files.exists(libc), libc + " is not installed");
        List<String> lines = Objdump.run(
                "-d", "-z", "-M", "no-aliases,fpr-names=numeric,cp0-names=numeric,cp1-names=numeric,"
                        + "hwr-names=numeric", libc.toString());
        Map<String, String> wrong = new TreeMap<>();
        for (String line : lines) {
            String[] columns = line.split("\t", 3);
            int word = Integer.parseUnsignedInt(columns[0], 16);
            long pc = Long.parseLong(columns[1].substring(0, columns[1].length() - 1), 16);
            String ours = MipsDisassembler.disassemble(word, pc);
            if (!normal(columns[2]).equals(normal(ours))) {
                wrong.put(columns[2], columns[0] + " " + ours);
            }
        }
        assertTrue(lines.size() > 100_000, "too few instructions: " + lines.size());
        assertEquals(Map.of(), wrong);
    }

    /** objdump leaves out 0x where it knows a symbol. */
    private static String normal(String text) {
        return text.replaceFirst("([\t,])(?:0x)?([0-9a-f]{4,})$", "$1$2");
    }

    private static boolean known(int id, int word, char level) {
        boolean selects = id == Insn.MFC0 || id == Insn.MTC0 || id == Insn.DMFC0 || id == Insn.DMTC0;
        return id != 0 && MipsInstructions.level(id) <= level && !(selects && (word & 7) != 0 && level < '5');
    }

    /** What objdump would say if it knew what we know and no more. */
    private static String expected(String theirs, int word) {
        String name = theirs.replaceFirst("\t.*", "");
        return switch (name) {
            // Operations of coprocessors that are not there, and a jump to MIPS16 code.
            case "c0", "c1", "c2", "cfc0", "ctc0", "dmtc2", "dmfc2", "bc0f", "bc0fl", "bc0t", "bc0tl", "bc2f", "bc2fl",
                    "bc2t", "bc2tl", "jalx" -> ".word\t0x" + Integer.toHexString(word);
            case "dli" -> theirs.replace("dli", "ori").replace(",", ",zero,");
            default -> theirs;
        };
    }

    private static void compare(int[] words, String machine, char level) throws Exception {
        List<String> theirs = Objdump.disassemble(words, PC, machine);
        assertEquals(words.length, theirs.size());
        Map<String, String> wrong = new TreeMap<>();
        for (int i = 0; i < words.length; i++) {
            String[] columns = theirs.get(i).split("\t", 3);
            assertEquals(words[i], Integer.parseUnsignedInt(columns[0], 16));
            int id = MipsInstructions.decode(words[i]);
            String ours = !known(id, words[i], level)
                    ? ".word\t0x" + Integer.toHexString(words[i])
                    : MipsDisassembler.disassemble(words[i], PC + 4L * i);
            if (!expected(columns[2], words[i]).equals(ours.replaceFirst("^(dext|dins)[mu]", "$1"))) {
                wrong.putIfAbsent(columns[2].replaceFirst("\t.*", "") + " / " + ours.replaceFirst("\t.*", ""),
                        columns[0] + " " + columns[2] + " / " + ours);
            }
        }
        assertEquals(Map.of(), wrong);
    }
}
