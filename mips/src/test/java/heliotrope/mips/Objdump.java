package heliotrope.mips;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** GNU's disassembler for MIPS, where it is installed. */
final class Objdump {
    private Objdump() {}

    static final String PROGRAM = "mips-linux-gnu-objdump";

    /** Whether a program is on the PATH. */
    static boolean installed(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /** Text of each word at {@code pc + 4 * i}, for a machine as {@code objdump -m} names it. */
    static List<String> disassemble(int[] words, long pc, String machine) throws IOException, InterruptedException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length);
        for (int word : words) {
            bytes.putInt(word);
        }
        Path file = Files.createTempFile("words", ".bin");
        try {
            Files.write(file, bytes.array());
            return run("-D", "-z", "-b", "binary", "-EB", "-m", machine, "--adjust-vma=0x" + Long.toHexString(pc),
                    "-M", "no-aliases,gpr-names=32,fpr-names=numeric,cp0-names=numeric,cp1-names=numeric,"
                            + "hwr-names=numeric",
                    file.toString());
        } finally {
            Files.delete(file);
        }
    }

    /** Instructions of objdump's output: name, tab, operands, without symbols. */
    static List<String> run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> instructions = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t", -1);
                if (columns.length >= 3 && columns[0].endsWith(":")) {
                    String operands = columns.length > 3 ? "\t" + columns[3].replaceFirst(" <.*>$", "") : "";
                    instructions.add(columns[1].strip() + "\t" + columns[0].strip() + "\t" + columns[2] + operands);
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException("objdump failed");
        }
        return instructions;
    }
}
