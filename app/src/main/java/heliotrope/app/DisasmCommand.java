package heliotrope.app;

import heliotrope.debug.ElfSymbols;
import heliotrope.mips.MipsFrontend;
import java.io.IOException;
import java.util.Iterator;

/** {@code heliotrope disasm FILE}: the machine code of a MIPS ELF file as text. */
final class DisasmCommand {
    private static final int EM_MIPS = 8;

    private DisasmCommand() {}

    static int run(String[] args) {
        if (args.length != 2) {
            throw new CommandError(CommandError.USAGE, "heliotrope disasm takes the name of one ELF file");
        }
        ElfSymbols file;
        try {
            file = ElfSymbols.read(args[1]);
        } catch (IOException e) {
            throw new CommandError(CommandError.NOT_FOUND, String.valueOf(e.getMessage()));
        }
        if (file.machine() != EM_MIPS) {
            throw new CommandError(CommandError.CANNOT_EXECUTE, args[1] + ": no MIPS code in it (ELF machine " + file.machine() + ")");
        }
        MipsFrontend mips = new MipsFrontend();
        StringBuilder out = new StringBuilder();
        for (ElfSymbols.Code code : file.code()) {
            out.append("\nsection ").append(code.name()).append(":\n");
            Iterator<ElfSymbols.Symbol> symbols = file.functions().iterator();
            ElfSymbols.Symbol next = symbols.hasNext() ? symbols.next() : null;
            for (long i = 0; i + 4 <= code.size(); i += 4) {
                long address = code.address() + i;
                while (next != null && Long.compareUnsigned(next.address(), address) <= 0) {
                    if (next.address() == address) {
                        out.append('\n').append(next.name()).append(":\n");
                    }
                    next = symbols.hasNext() ? symbols.next() : null;
                }
                int word;
                try {
                    word = file.wordAt(code.offset() + i);
                } catch (IndexOutOfBoundsException e) {
                    Main.print(1, out.toString());
                    throw new CommandError(1, args[1] + ": truncated in section " + code.name());
                }
                String digits = Integer.toHexString(word);
                out.append("  ").append(Long.toHexString(address)).append(":  ");
                out.append("00000000", 0, 8 - digits.length()).append(digits).append("  ");
                out.append(mips.disassemble(word, address)).append('\n');
                if (out.length() > 1 << 16) {
                    Main.print(1, out.toString());
                    out.setLength(0);
                }
            }
        }
        Main.print(1, out.toString());
        return 0;
    }
}
