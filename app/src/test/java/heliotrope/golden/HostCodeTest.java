package heliotrope.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heliotrope.engine.x64.BlockCompiler;
import heliotrope.engine.x64.PinnedRegisters;
import heliotrope.host.CpuFeatures;
import heliotrope.ir.CodeSource;
import heliotrope.ir.IrBlock;
import heliotrope.ir.IrBuilder;
import heliotrope.ir.Mode;
import heliotrope.mips.MipsFrontend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The host code of common guest patterns, as text: what a change does to it is a difference of {@code host-code.txt}, to be
 * looked at and committed. {@code -Dheliotrope.golden=write} writes the file anew.
 */
class HostCodeTest {
    private static final long PC = 0x400000;
    private static final Path OBJDUMP = Path.of("/usr/bin/objdump");
    private static final Path FILES =
            Path.of(System.getProperty("heliotrope.root", ".."), "app/src/test/resources/golden");

    private final MipsFrontend frontend = new MipsFrontend();
    private final BlockCompiler compiler = new BlockCompiler(new PinnedRegisters(frontend.pinnedRegisters()));

    @Test
    void hostCodeIsAsItWas() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(OBJDUMP), "objdump (binutils) is not installed");
        assumeTrue(CpuFeatures.AVX, "the golden file holds the code for processors with AVX");
        StringBuilder text = new StringBuilder();
        String name = "";
        for (String line : Files.readAllLines(FILES.resolve("patterns.txt"))) {
            if (line.startsWith("# ")) {
                name = line.substring(2);
            } else if (!line.isEmpty()) {
                pattern(name, line.split(" ", -1), text);
            }
        }
        Path golden = FILES.resolve("host-code.txt");
        if ("write".equals(System.getProperty("heliotrope.golden"))) {
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text.toString());
    }

    /** {@code words[0]} is the ABI, the others are instructions in hexadecimal. */
    private void pattern(String name, String[] words, StringBuilder text) throws IOException, InterruptedException {
        int mode = Mode.BIG_ENDIAN | Mode.MIPS_R2;
        if (words[0].equals("n64")) {
            mode |= Mode.REGS64 | Mode.ADDR64 | Mode.FR;
        } else if (words[0].equals("n32")) {
            mode |= Mode.REGS64 | Mode.FR;
        }
        CodeSource source = new CodeSource(words.length);
        source.pc = PC;
        source.count = words.length - 1;
        text.append("== ").append(name).append('\n');
        for (int i = 1; i < words.length; i++) {
            int word = Integer.parseUnsignedInt(words[i], 16);
            source.words[i - 1] = word;
            text.append("    ").append(frontend.disassemble(word, PC + 4L * (i - 1)).replace('\t', ' ')).append('\n');
        }
        IrBlock block = new IrBlock();
        frontend.translate(source, mode, words.length, new IrBuilder(block));
        int bytes = compiler.compile(block, true);
        disassemble(Arrays.copyOf(compiler.code(), bytes), text);
    }

    private static void disassemble(byte[] code, StringBuilder text) throws IOException, InterruptedException {
        Path file = Files.createTempFile("golden", ".bin");
        try {
            Files.write(file, code);
            Process process = new ProcessBuilder(OBJDUMP.toString(), "-D", "-w", "-b", "binary", "-m", "i386:x86-64",
                    "-M", "intel", "--no-show-raw-insn", file.toString()).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            for (String line : output.split("\n", -1)) {
                int colon = line.indexOf(":\t");
                if (colon > 0 && !line.contains("\tnop")) {
                    text.append(line.substring(0, colon).trim()).append(": ")
                            .append(line.substring(colon + 2).trim().replaceAll("\\s+", " ")).append('\n');
                }
            }
        } finally {
            Files.delete(file);
        }
    }
}
