package heliotrope.debug;

import heliotrope.ir.Frontend;
import heliotrope.ir.Mode;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.CrashReporter;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.GuestFault;
import heliotrope.kernel.GuestThread;
import heliotrope.kernel.OpenFile;
import heliotrope.kernel.SigInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What is printed on stderr when a signal that dumps core ends a guest: signal, place, registers, backtrace. */
public final class CrashReport implements CrashReporter {
    private static final int MAX_FRAMES = 32;
    /** Symbol tables lie at the end of a file; a larger program is reported without names. */
    private static final int MAX_FILE = 16 << 20;

    private final Frontend frontend;
    private final ArgumentFormatter names;
    private final CallerFinder callers;

    public CrashReport(Frontend frontend, ArgumentFormatter names, CallerFinder callers) {
        this.frontend = frontend;
        this.names = names;
        this.callers = callers;
    }

    @Override
    public void report(GuestThread thread, int signal, SigInfo info) {
        Map<OpenFile, ElfSymbols> files = new HashMap<>();
        long pc = thread.state.pc();
        StringBuilder s = new StringBuilder(2048);
        s.append("heliotrope: ").append(text(thread.process.execPath)).append(" (pid ").append(thread.process.pid);
        if (thread.id() != thread.process.pid) {
            s.append(" thread ").append(thread.id());
        }
        s.append("): ");
        s.append(names.signalName(thread, signal));
        if (info.address != 0 || info.code > 0) {
            s.append(", code ").append(info.code).append(", address ").append(hex(info.address));
        }
        s.append("\n  at ").append(place(thread, pc, files)).append(": ").append(instruction(thread, pc)).append('\n');
        registers(s, thread);
        long[] frames = new long[MAX_FRAMES];
        int n = callers.callers(thread, frames);
        for (int i = 0, same; i < n; i += same) {
            same = 1;
            while (i + same < n && frames[i + same] == frames[i]) {
                same++;
            }
            s.append("  called from ").append(place(thread, frames[i], files));
            s.append(same > 1 ? ", " + same + " times" + (n == MAX_FRAMES ? " or more\n" : "\n") : "\n");
        }
        thread.kernel.print(s.toString());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String hex(long value) {
        String digits = Long.toHexString(value);
        return "0x" + "00000000".substring(Math.min(8, digits.length())) + digits;
    }

    private void registers(StringBuilder s, GuestThread thread) {
        int n = frontend.registerCount();
        boolean wide = (thread.state.mode() & Mode.REGS64) != 0;
        int columns = wide ? 3 : 4;
        for (int i = 0; i < n; i++) {
            String name = frontend.registerName(i);
            s.append(i % columns == 0 ? "  " : "   ").append("    ".substring(Math.min(4, name.length()))).append(name).append(' ');
            int offset = frontend.registerOffset(i);
            if (wide) {
                String digits = Long.toHexString(thread.state.get64(offset));
                s.append("0x").append("0000000000000000", digits.length(), 16).append(digits);
            } else {
                s.append(hex(Integer.toUnsignedLong(thread.state.get32(offset))));
            }
            if (i % columns == columns - 1 || i == n - 1) {
                s.append('\n');
            }
        }
    }

    private String instruction(GuestThread thread, long pc) {
        try {
            return frontend.disassemble((int) thread.memory().u32(pc), pc);
        } catch (GuestFault e) {
            return "(not readable)";
        }
    }

    /** {@code 0x00400120 main+0x20 (/usr/bin/cc)}. */
    private static String place(GuestThread thread, long pc, Map<OpenFile, ElfSymbols> files) {
        StringBuilder s = new StringBuilder(hex(pc));
        AddressSpace memory = thread.memory();
        OpenFile file = memory.mappedFile(pc);
        if (file == null) {
            return s.toString();
        }
        ElfSymbols symbols = files.get(file);
        if (symbols == null) {
            symbols = ElfSymbols.of(contents(thread, file));
            if (symbols != null) {
                files.put(file, symbols);
            }
        }
        if (symbols != null) {
            long address = symbols.addressOf(memory.mappedFileOffset(pc));
            String name = address < 0 ? "" : symbols.name(address);
            if (!name.isEmpty()) {
                s.append(' ').append(name);
            }
        }
        byte[] path = file.path;
        if (path != null) {
            s.append(" (").append(text(path)).append(')');
        }
        return s.toString();
    }

    private static byte[] contents(GuestThread thread, OpenFile file) {
        byte[] bytes = new byte[MAX_FILE];
        long n = FileCalls.readFully(thread, file, 0, bytes, 0, bytes.length);
        return Arrays.copyOf(bytes, (int) Math.max(0, n));
    }
}
