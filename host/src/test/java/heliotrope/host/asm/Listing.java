package heliotrope.host.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Code under test and the disassembly expected for it, in objdump's Intel syntax with single spaces. */
final class Listing {
    static final String[] R64 = {
        "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
    };
    static final String[] R32 = {
        "eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "r8d", "r9d", "r10d", "r11d", "r12d", "r13d", "r14d",
        "r15d",
    };
    static final String[] R16 = {
        "ax", "cx", "dx", "bx", "sp", "bp", "si", "di", "r8w", "r9w", "r10w", "r11w", "r12w", "r13w", "r14w", "r15w",
    };
    static final String[] R8 = {
        "al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil", "r8b", "r9b", "r10b", "r11b", "r12b", "r13b", "r14b",
        "r15b",
    };

    final Assembler a = new Assembler(64);
    private final List<String> expected = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();

    /** Says what the instruction emitted next must disassemble to. */
    Assembler expect(String text) {
        expected.add(text);
        offsets.add(a.pos);
        return a;
    }

    int size() {
        return expected.size();
    }

    static String reg(int size, int r) {
        return (size == 8 ? R8 : size == 16 ? R16 : size == 32 ? R32 : R64)[r];
    }

    static String xmm(int r) {
        return "xmm" + r;
    }

    static String ptr(int size) {
        return switch (size) {
            case 0 -> ""; // lea
            case 8 -> "BYTE PTR ";
            case 16 -> "WORD PTR ";
            case 32 -> "DWORD PTR ";
            case 64 -> "QWORD PTR ";
            default -> "XMMWORD PTR ";
        };
    }

    /** An immediate of an operation of the given size, as objdump shows it: sign-extended to that size. */
    static String imm(int size, int value) {
        long mask = size == 64 ? -1L : (1L << size) - 1;
        return "0x" + Long.toHexString(value & mask);
    }

    static String disp(int disp) {
        return disp < 0 ? "-0x" + Long.toHexString(-(long) disp) : "+0x" + Integer.toHexString(disp);
    }

    static String at(int base, int disp) {
        boolean shown = disp != 0 || (base & 7) == 5;
        return "[" + R64[base] + (shown ? disp(disp) : "") + "]";
    }

    static String at(int base, int index, int scale, int disp) {
        boolean shown = disp != 0 || base < 0 || (base & 7) == 5;
        return "[" + (base < 0 ? "" : R64[base] + "+") + R64[index] + "*" + scale + (shown ? disp(disp) : "") + "]";
    }

    /** Runs objdump on the whole code and compares every line. */
    void check() throws IOException, InterruptedException {
        List<String> actual = disassemble(a.toByteArray());
        for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
            assertEquals(Integer.toHexString(offsets.get(i)) + ": " + expected.get(i), actual.get(i));
        }
        assertEquals(expected.size(), actual.size());
    }

    /** Lines "offset: text", without comments. */
    static List<String> disassemble(byte[] code) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/objdump")), "objdump (binutils) is not installed");
        Path file = Files.createTempFile("assembler", ".bin");
        try {
            Files.write(file, code);
            ProcessBuilder builder = new ProcessBuilder(
                    "/usr/bin/objdump",
                    "-D",
                    "-w",
                    "-b",
                    "binary",
                    "-m",
                    "i386:x86-64",
                    "-M",
                    "intel",
                    "--no-show-raw-insn",
                    file.toString());
            Process process = builder.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            List<String> lines = new ArrayList<>();
            for (String line : output.split("\n", -1)) {
                int colon = line.indexOf(":\t");
                if (colon < 0) {
                    continue;
                }
                String text = line.substring(colon + 2);
                int comment = text.indexOf('#');
                if (comment >= 0) {
                    text = text.substring(0, comment);
                }
                lines.add(line.substring(0, colon).trim() + ": " + text.trim().replaceAll("\\s+", " "));
            }
            return lines;
        } finally {
            Files.delete(file);
        }
    }
}
