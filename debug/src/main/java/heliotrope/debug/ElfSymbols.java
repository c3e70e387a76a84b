package heliotrope.debug;

import heliotrope.ir.Nullable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Function symbols and code of an ELF file (32 or 64 bits, either byte order), for naming addresses and for disassembly. Reads .symtab
 * and .dynsym; a damaged file yields what could be read before the damage.
 */
public final class ElfSymbols {
    private static final int PT_LOAD = 1, SHT_PROGBITS = 1, SHT_SYMTAB = 2, SHT_DYNSYM = 11, STT_FUNC = 2, STT_OBJECT = 1;
    private static final int SHF_EXECINSTR = 4, PF_X = 1;
    private static final int MAX_FILE = 512 << 20;

    /** A function: its address in the file's own address space, bytes (0 if not known) and name. */
    public record Symbol(long address, long size, String name) {}

    /** A run of machine code: its name, where it lies in the file and in the file's own address space, bytes. */
    public record Code(String name, long offset, long address, long size) {}

    /** A loadable segment: where it lies in the file and in the file's own address space. */
    private record Segment(long offset, long address, long fileSize) {}

    private final List<Segment> segments = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();
    private final List<Segment> executable = new ArrayList<>();
    private final List<Code> code = new ArrayList<>();
    private final ByteBuffer data;
    private final boolean wide;

    private ElfSymbols(ByteBuffer data) {
        this.data = data;
        this.wide = data.get(4) == 2;
    }

    /** Reads a file of the host; throws {@link IOException} with the file's name if it cannot be read or is not ELF. */
    public static ElfSymbols read(String path) throws IOException {
        byte[] bytes;
        try (FileInputStream file = new FileInputStream(path)) {
            bytes = file.readNBytes(MAX_FILE);
        }
        ElfSymbols r = of(bytes);
        if (r == null) {
            throw new IOException(path + ": not an ELF file");
        }
        return r;
    }

    /** The symbols of a file's contents, or null if they are not ELF. */
    public static @Nullable ElfSymbols of(byte[] bytes) {
        if (bytes.length < 52 || bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L' || bytes[3] != 'F') {
            return null;
        }
        ByteBuffer data = ByteBuffer.wrap(bytes).order(bytes[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        ElfSymbols r = new ElfSymbols(data);
        try {
            r.readSegments();
            r.readSections();
        } catch (IndexOutOfBoundsException e) {
            // A truncated file: what was read so far is used.
        }
        if (r.code.isEmpty()) {
            r.codeFromSegments();
        }
        r.symbols.sort((x, y) -> Long.compareUnsigned(x.address, y.address));
        return r;
    }

    private int half(long offset) {
        return Short.toUnsignedInt(data.getShort(index(offset)));
    }

    /** A word of the file's class at {@code offset32} or {@code offset64}. */
    private long word(long base, int offset32, int offset64) {
        return wide ? data.getLong(index(base + offset64)) : Integer.toUnsignedLong(data.getInt(index(base + offset32)));
    }

    private int index(long offset) {
        if (offset < 0 || offset > data.limit()) {
            throw new IndexOutOfBoundsException();
        }
        return (int) offset;
    }

    /** Stands in for the sections of a file that was stripped of them. */
    private void codeFromSegments() {
        for (Segment s : executable) {
            code.add(new Code("segment", s.offset, s.address, s.fileSize));
        }
    }

    private void readSegments() {
        long table = word(0, 28, 32);
        int entry = half(wide ? 54 : 42);
        int count = half(wide ? 56 : 44);
        for (int i = 0; i < count; i++) {
            long p = table + (long) i * entry;
            if (data.getInt(index(p)) == PT_LOAD) {
                Segment segment = new Segment(word(p, 4, 8), word(p, 8, 16), word(p, 16, 32));
                segments.add(segment);
                if ((data.getInt(index(p + (wide ? 4 : 24))) & PF_X) != 0) {
                    executable.add(segment);
                }
            }
        }
    }

    private void readSections() {
        long table = word(0, 32, 40);
        int entry = half(wide ? 58 : 46);
        int count = table == 0 ? 0 : half(wide ? 60 : 48);
        long names = count == 0 ? 0 : word(table + (long) half(wide ? 62 : 50) * entry, 16, 24);
        for (int i = 0; i < count; i++) {
            long s = table + (long) i * entry;
            int type = data.getInt(index(s + 4));
            if (type == SHT_PROGBITS && (word(s, 8, 8) & SHF_EXECINSTR) != 0) {
                String name = string(names + Integer.toUnsignedLong(data.getInt(index(s))));
                code.add(new Code(name, word(s, 16, 24), word(s, 12, 16), word(s, 20, 32)));
            }
            if (type == SHT_SYMTAB || type == SHT_DYNSYM) {
                long link = data.getInt(index(s + (wide ? 40 : 24)));
                long strings = word(table + link * entry, 16, 24);
                readTable(word(s, 16, 24), word(s, 20, 32), strings);
            }
        }
    }

    private void readTable(long offset, long size, long strings) {
        int entry = wide ? 24 : 16;
        for (long p = offset; p + entry <= offset + size; p += entry) {
            int type = data.get(index(p + (wide ? 4 : 12))) & 15;
            int section = half(p + (wide ? 6 : 14));
            long value = word(p, 4, 8);
            if (type == STT_OBJECT || type > STT_FUNC || section == 0 || value == 0) {
                continue;
            }
            String name = string(strings + Integer.toUnsignedLong(data.getInt(index(p))));
            if (!name.isEmpty()) {
                symbols.add(new Symbol(value, word(p, 8, 16), name));
            }
        }
    }

    private String string(long offset) {
        int start = index(offset);
        int end = start;
        while (data.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - start];
        data.get(start, name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    /** Sections with machine code, or executable segments where there are no sections. */
    public List<Code> code() {
        return code;
    }

    /** The 32-bit word at a file offset. @throws IndexOutOfBoundsException behind the end of the file */
    public int wordAt(long fileOffset) {
        return data.getInt(index(fileOffset));
    }

    /** e_machine of the header. */
    public int machine() {
        return half(18);
    }

    /** All functions in the order of their addresses. */
    public List<Symbol> functions() {
        return symbols;
    }

    /** The file's own address of the byte at a file offset, or -1 if no segment has it. */
    public long addressOf(long fileOffset) {
        for (Segment s : segments) {
            if (fileOffset >= (s.offset & ~0xfffL) && fileOffset < s.offset + s.fileSize) {
                return s.address + fileOffset - s.offset;
            }
        }
        return -1;
    }

    /** {@code name+0x12} for the function around an address of the file's own address space, or an empty string. */
    public String name(long address) {
        int low = 0;
        int high = symbols.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(symbols.get(middle).address, address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return "";
        }
        Symbol s = symbols.get(low - 1);
        long distance = address - s.address;
        if (distance > (s.size > 0 ? s.size : 0x10000)) {
            return "";
        }
        return distance == 0 ? s.name : s.name + "+0x" + Long.toHexString(distance);
    }
}
