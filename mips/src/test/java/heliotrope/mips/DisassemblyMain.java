package heliotrope.mips;

import heliotrope.ir.Nullable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The long comparison of the disassembler with GNU's: {@code DisassemblyMain EXPLAINED REPORT WORDS FILE...}: so many random
 * words for each instruction set, and the whole text of the files.
 */
final class DisassemblyMain {
    /** Instruction sets: objdump's name of a machine and its title. */
    private static final String[][] SETS = {
        {"mips:3000", "MIPS I"}, {"mips:6000", "MIPS II"}, {"mips:4000", "MIPS III"}, {"mips:8000", "MIPS IV"},
        {"mips:isa32r2", "MIPS32 release 2"}, {"mips:isa64r2", "MIPS64 release 2"},
    };

    private static final int CHUNK = 1_000_000;
    private static final long PC = 0x10400000L;

    private static final String NAMES =
            "no-aliases,gpr-names=32,fpr-names=numeric,cp0-names=numeric,cp1-names=numeric,hwr-names=numeric";

    /** Reasons of differences, by "our name/objdump's name"; either may end in a star. */
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final Map<String, Long> explained = new TreeMap<>();
    private final Map<String, String> differences = new TreeMap<>();
    private long unexplained;

    private DisassemblyMain(Path list) throws IOException {
        for (String line : Files.readAllLines(list)) {
            if (!line.isEmpty() && line.charAt(0) != '#') {
                int tab = line.indexOf('\t');
                reasons.put(line.substring(0, tab).strip(), line.substring(tab).strip());
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        DisassemblyMain check = new DisassemblyMain(Path.of(arguments[0]));
        StringBuilder table = new StringBuilder("| text | words | unexplained differences |\n|---|---:|---:|\n");
        long all = 0;
        for (String[] set : SETS) {
            all += check.row(table, "random words as " + set[1], check.random(set[0], Long.parseLong(arguments[2])));
        }
        for (int i = 3; i < arguments.length; i++) {
            all += check.row(table, arguments[i], check.file(arguments[i]));
        }
        table.append("\nExplained, by names:\n\n| here/objdump | times | reason |\n|---|---:|---|\n");
        check.explained.forEach((name, times) -> table.append("| `").append(name).append("` | ").append(times).append(" | ")
                .append(check.reasons.get(name)).append(" |\n"));
        Files.writeString(Path.of(arguments[1]), table);
        check.differences.forEach((name, text) -> System.out.println(name + "   e.g. " + text));
        System.exit(all == 0 ? 0 : 1);
    }

    private long row(StringBuilder table, String title, long words) {
        String row = "| " + title + " | " + words + " | " + unexplained + " |\n";
        System.out.print(row);
        table.append(row);
        long found = unexplained;
        unexplained = 0;
        return found;
    }

    private long random(String machine, long count) throws Exception {
        boolean[] known = known(machine);
        SplittableRandom random = new SplittableRandom(machine.hashCode());
        int[] crowded = {0, 1, 0x10, 0x11, 0x12, 0x13, 0x1c, 0x1f};
        long done = 0;
        while (done < count) {
            int[] words = new int[(int) Math.min(CHUNK, count - done)];
            for (int i = 0; i < words.length; i++) {
                int word = random.nextInt();
                switch (random.nextInt(4)) {
                    case 0 -> { // the opcodes that hold most instructions, many fields 0
                        word = word & 0x3ffffff & (random.nextInt() | 0x3f) | crowded[random.nextInt(8)] << 26;
                    }
                    case 1 -> {
                        int id = 1 + random.nextInt(MipsInstructions.COUNT - 1);
                        word = MipsInstructions.match(id) | word & ~MipsInstructions.mask(id);
                    }
                    default -> {} // any
                }
                words[i] = word;
            }
            compare(words, machine, known);
            done += words.length;
        }
        return done;
    }

    /** Which rows of our table objdump knows for a machine. */
    private static boolean[] known(String machine) throws Exception {
        int[] words = new int[MipsInstructions.COUNT];
        for (int id = 1; id < words.length; id++) {
            words[id] = MipsInstructions.match(id) | 0x00430000 & ~MipsInstructions.mask(id);
        }
        boolean[] known = new boolean[words.length];
        int[] at = {0};
        disassemble(words, machine, (word, pc, text) -> {
            int id = at[0]++;
            known[id] = id > 0 && name(text).equals(name(shortName(MipsDisassembler.disassemble(word, pc))));
        });
        return known;
    }

    private void compare(int[] words, String machine, boolean[] known) throws Exception {
        disassemble(words, machine, (word, pc, text) -> {
            int id = MipsInstructions.decode(word);
            String ours = known[id] ? MipsDisassembler.disassemble(word, pc) : ".word\t0x" + Integer.toHexString(word);
            compare(word, ours, text);
        });
    }

    private void compare(int word, String ours, String theirs) {
        if (shortName(ours).equals(theirs)) {
            return;
        }
        boolean unknown = ours.startsWith(".word");
        String names = name(ours) + "/" + (unknown ? group(word) + " " : "") + name(theirs);
        String reason = reason(names);
        if (reason != null) {
            explained.merge(reason, 1L, Long::sum);
        } else {
            unexplained++;
            differences.putIfAbsent(names, Integer.toHexString(word) + " " + ours + " / " + theirs);
        }
    }

    private @Nullable String reason(String names) {
        int slash = names.indexOf('/');
        for (Map.Entry<String, String> entry : reasons.entrySet()) {
            String pattern = entry.getKey();
            int middle = pattern.indexOf('/');
            if (matches(pattern.substring(0, middle), names.substring(0, slash))
                    && matches(pattern.substring(middle + 1), names.substring(slash + 1))) {
                return pattern;
            }
        }
        return null;
    }

    private static boolean matches(String pattern, String name) {
        int last = pattern.length() - 1;
        return pattern.charAt(last) == '*' ? name.startsWith(pattern.substring(0, last)) : name.equals(pattern);
    }

    /** Where in the encoding a word lies that is no instruction of ours. */
    private static String group(int word) {
        int opcode = word >>> 26;
        int rs = word >> 21 & 31;
        return switch (opcode) {
            case 1 -> "REGIMM";
            case 0x10 -> "COP0";
            case 0x11 -> rs == 22 ? "PS" : rs == 9 || rs == 10 ? "3D"
                    : rs > 23 || rs == 11 || rs == 15 ? "MSA" : (word & 0x70) == 0x70 || (word & 0x3c) == 0x1c ? "3D" : "COP1";
            case 0x12 -> "COP2";
            case 0x13 -> "COP3";
            case 0x1c -> "SPECIAL2";
            case 0x1e -> "MSA";
            case 0x1f -> "SPECIAL3";
            default -> Integer.toHexString(opcode);
        };
    }

    /** objdump writes dext for dextm and dextu, dins for dinsm and dinsu. */
    private static String shortName(String text) {
        if (!text.startsWith("dext") && !text.startsWith("dins")) {
            return text;
        }
        char c = text.charAt(4);
        return c == 'm' || c == 'u' ? text.substring(0, 4) + text.substring(5) : text;
    }

    private static String name(String text) {
        int tab = text.indexOf('\t');
        return tab < 0 ? text : text.substring(0, tab);
    }

    private long file(String path) throws Exception {
        long[] count = {0};
        List<String> arguments = new ArrayList<>(List.of("-d", "-z", "-M", NAMES));
        if (isOld(Path.of(path))) {
            arguments.addAll(List.of("-m", "mips:8000")); // which has all that such libraries have in places
        }
        arguments.add(path);
        run(arguments, (word, pc, text) -> {
            count[0]++;
            String ours = MipsDisassembler.disassemble(word, pc);
            if (!sameTarget(ours, text)) {
                compare(word, ours, text);
            }
        });
        return count[0];
    }

    /** Whether an ELF file says that it is for MIPS I to MIPS IV. */
    private static boolean isOld(Path path) throws IOException {
        byte[] header = new byte[64];
        try (InputStream in = Files.newInputStream(path)) {
            if (in.readNBytes(header, 0, header.length) < header.length) {
                throw new IOException(path + " is no ELF file");
            }
        }
        int flags = header[4] == 2 ? 48 : 36;
        return (header[header[5] == 2 ? flags : flags + 3] & 0xff) < 0x40;
    }

    /** objdump leaves out 0x where it knows a symbol. */
    private static boolean sameTarget(String ours, String theirs) {
        int end = theirs.length();
        int start = Math.max(theirs.lastIndexOf('\t'), theirs.lastIndexOf(',')) + 1;
        return ours.length() == end + 2 && ours.startsWith("0x", start) && ours.startsWith(theirs.substring(0, start))
                && ours.endsWith(theirs.substring(start));
    }

    // objdump.

    /** Takes a word, where it is, and what objdump says. */
    private interface Line {
        void accept(int word, long pc, String text);
    }

    private static void disassemble(int[] words, String machine, Line lines) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length);
        for (int word : words) {
            bytes.putInt(word);
        }
        Path file = Files.createTempFile("words", ".bin");
        try {
            Files.write(file, bytes.array());
            run(List.of("-D", "-z", "-b", "binary", "-EB", "-m", machine, "--adjust-vma=0x" + Long.toHexString(PC), "-M",
                    NAMES, file.toString()), lines);
        } finally {
            Files.delete(file);
        }
    }

    private static void run(List<String> arguments, Line lines) throws Exception {
        List<String> command = new ArrayList<>(List.of(Objdump.PROGRAM));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader reader = process.inputReader(StandardCharsets.ISO_8859_1)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int colon = line.indexOf(":\t");
                if (colon < 0) {
                    continue;
                }
                int tab = line.indexOf('\t', colon + 2);
                if (tab < 0) {
                    continue;
                }
                int end = line.indexOf(" <", tab);
                long pc = Long.parseUnsignedLong(line.substring(0, colon).strip(), 16);
                int word = Integer.parseUnsignedInt(line, colon + 2, colon + 10, 16);
                lines.accept(word, pc, line.substring(tab + 1, end < 0 ? line.length() : end));
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException("objdump failed");
        }
    }
}
