package heliotrope.debug;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Function symbols of an ELF file (32 or 64 bits, either byte order), for naming addresses in reports. Reads .symtab and .dynsym;
 * a damaged file yields what could be read before the damage.
 */
public final class ElfSymbols {
    private static final int PT_LOAD = 1, SHT_SYMTAB = 2, SHT_DYNSYM = 11, STT_FUNC = 2, STT_OBJECT = 1;
    private static final long MAX_FILE = 512L << 20;

    /** A function: its address in the file's own address space, bytes (0 if not known) and name. */
    public record Symbol(long address, long size, String name) {}

    /** A loadable segment: where it lies in the file and in the file's own address space. */
    private record Segment(long offset, long address, long fileSize) {}

    private final List<Segment> segments = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();
    private final ByteBuffer data;
    private final boolean wide;

    private ElfSymbols(ByteBuffer data) {
        this.data = data;
        this.wide = data.get(4) == 2;
    }

    /** Reads the symbols of a file; throws {@link IOException} with the file's name if it is not readable or not ELF. */
    public static ElfSymbols read(String path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path, "r");
                FileChannel channel = file.getChannel()) {
            long size = channel.size();
            if (size < 52 || size > MAX_FILE) {
                throw new IOException(path + ": not an ELF file");
            }
            byte[] bytes = new byte[(int) size];
            file.readFully(bytes);
            if (bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L' || bytes[3] != 'F') {
                throw new IOException(path + ": not an ELF file");
            }
            ByteBuffer data = ByteBuffer.wrap(bytes).order(bytes[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            ElfSymbols r = new ElfSymbols(data);
            try {
                r.readSegments();
                r.readSymbols();
            } catch (IndexOutOfBoundsException e) {
                // A truncated file: what was read so far is used.
            }
            r.symbols.sort((x, y) -> Long.compareUnsigned(x.address, y.address));
            return r;
        }
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

    private void readSegments() {
        long table = word(0, 28, 32);
        int entry = half(wide ? 54 : 42);
        int count = half(wide ? 56 : 44);
        for (int i = 0; i < count; i++) {
            long p = table + (long) i * entry;
            if (data.getInt(index(p)) == PT_LOAD) {
                segments.add(new Segment(word(p, 4, 8), word(p, 8, 16), word(p, 16, 32)));
            }
        }
    }

    private void readSymbols() {
        long table = word(0, 32, 40);
        int entry = half(wide ? 58 : 46);
        int count = half(wide ? 60 : 48);
        for (int i = 0; i < count; i++) {
            long s = table + (long) i * entry;
            int type = data.getInt(index(s + 4));
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
        return new String(data.array(), start, end - start, StandardCharsets.ISO_8859_1);
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
