package heliotrope.kernel.elf;

import heliotrope.host.Charsets;
import heliotrope.host.Nullable;
import heliotrope.kernel.AddressSpace;
import java.util.Arrays;

/**
 * ELF header and program headers of a program or library, of either class and byte order, read without trust. {@link #readHeader} gives
 * type, flags and program headers as they are in the file; after {@link #check} too says null, every count, offset and address has been
 * checked against the file's size and the personality's limits, and segments ascend without overlap.
 */
public final class ElfFile {
    // spotless:off
    public static final int
            PT_LOAD = 1, PT_INTERP = 3, PT_NOTE = 4, PT_PHDR = 6, PT_TLS = 7, PT_GNU_STACK = 0x6474e551, PT_GNU_RELRO = 0x6474e552,
            PT_MIPS_ABIFLAGS = 0x70000003;
    public static final int PF_X = 1, PF_W = 2, PF_R = 4;
    public static final int ET_EXEC = 2, ET_DYN = 3, EM_MIPS = 8;
    // spotless:on

    /** More than any linker makes. */
    public static final int MAX_PROGRAM_HEADERS = 256;

    private static final int HEADER_32 = 52, HEADER_64 = 64, PROGRAM_HEADER_32 = 32, PROGRAM_HEADER_64 = 56;
    private static final int MAX_INTERPRETER = 1024;
    /** Most files have no more program headers. */
    private static final int FEW = 16;
    private static final int PAGE = AddressSpace.PAGE;

    /** Where the bytes come from. */
    public interface Source {
        /** Reads up to {@code n} bytes at a file offset; fewer only at the end of the file; negative errno on failure. */
        long read(long offset, byte[] buffer, int n);

        /** Bytes of the file. */
        long size();
    }

    /** Class 64. */
    public boolean wide;
    public boolean bigEndian;
    /** EI_OSABI. */
    public int osAbi;
    public int type;
    public int machine;
    /** e_flags. */
    public int flags;
    public long entry;
    public long programHeaderOffset;
    /** Of program headers. */
    public int count;

    public int[] kind = new int[FEW];
    /** PF_ bits. */
    public int[] protection = new int[FEW];

    public long[] offset = new long[FEW];
    public long[] address = new long[FEW];
    public long[] fileBytes = new long[FEW];
    public long[] memoryBytes = new long[FEW];
    public long[] alignment = new long[FEW];
    /** PT_INTERP without its NUL, or null: a static program. */
    public byte @Nullable [] interpreter;

    /** Whether the first bytes are those of an ELF file for MIPS, of whatever class, byte order and soundness. */
    public static boolean isMips(byte[] header, int length) {
        if (length < 20 || header[0] != 0x7f || header[1] != 'E' || header[2] != 'L' || header[3] != 'F') {
            return false;
        }
        return header[5] == 1
                ? header[18] == EM_MIPS && header[19] == 0
                : header[18] == 0 && header[19] == EM_MIPS;
    }

    /** Reads and checks everything; null if all is well, else what is wrong, to be printed behind the file's name. */
    public @Nullable String read(Source source, ElfLimits limits) {
        String wrong = readHeader(source);
        return wrong != null ? wrong : check(source, limits);
    }

    /** Reads the headers; null if they are those of a MIPS program or library, else what is wrong. */
    public @Nullable String readHeader(Source source) {
        byte[] header = new byte[HEADER_64];
        long got = source.read(0, header, HEADER_64);
        if (got < HEADER_32) {
            return "truncated ELF header";
        }
        if (!isMips(header, HEADER_32)) {
            return "not an ELF file for MIPS";
        }
        if (header[4] != 1 && header[4] != 2) {
            return "unknown ELF class " + header[4];
        }
        if (header[5] != 1 && header[5] != 2) {
            return "unknown byte order " + header[5];
        }
        if (header[6] != 1) {
            return "unknown ELF version " + header[6];
        }
        wide = header[4] == 2;
        bigEndian = header[5] == 2;
        if (wide && got < HEADER_64) {
            return "truncated ELF header";
        }
        osAbi = header[7] & 0xff;
        type = u16(header, 16);
        machine = u16(header, 18);
        int[] word = words(header, HEADER_64 / 4);
        entry = wide ? two(word, 6) : word[6] & 0xffffffffL;
        programHeaderOffset = wide ? two(word, 8) : word[7] & 0xffffffffL;
        flags = word[wide ? 12 : 9];
        int entrySize = u16(header, wide ? 54 : 42);
        count = u16(header, wide ? 56 : 44);
        if (type != ET_EXEC && type != ET_DYN) {
            return type == 1 ? "an object file, not a program" : "ELF type " + type + " is not a program";
        }
        if (count == 0) {
            return "no program headers";
        }
        if (entrySize != programHeaderSize()) {
            return "program headers of " + entrySize + " bytes";
        }
        if (count > MAX_PROGRAM_HEADERS) {
            return count + " program headers";
        }
        byte[] table = new byte[count * entrySize];
        if (programHeaderOffset < 0
                || programHeaderOffset > source.size() - table.length
                || source.read(programHeaderOffset, table, table.length) < table.length) {
            return "program headers lie beyond the end of the file";
        }
        decode(table, count);
        return null;
    }

    /** Bytes of one program header. */
    public int programHeaderSize() {
        return wide ? PROGRAM_HEADER_64 : PROGRAM_HEADER_32;
    }

    /** Fills the columns from {@code n} program headers of this file's class and byte order; nothing is checked. */
    public void decode(byte[] table, int n) {
        count = n;
        if (n > kind.length) {
            kind = new int[n];
            protection = new int[n];
            offset = new long[n];
            address = new long[n];
            fileBytes = new long[n];
            memoryBytes = new long[n];
            alignment = new long[n];
        }
        int[] word = words(table, n * programHeaderSize() / 4);
        for (int i = 0; i < n; i++) {
            if (wide) {
                int at = i * (PROGRAM_HEADER_64 / 4);
                kind[i] = word[at];
                protection[i] = word[at + 1];
                offset[i] = two(word, at + 2);
                address[i] = two(word, at + 4);
                fileBytes[i] = two(word, at + 8);
                memoryBytes[i] = two(word, at + 10);
                alignment[i] = two(word, at + 12);
            } else {
                int at = i * (PROGRAM_HEADER_32 / 4);
                kind[i] = word[at];
                offset[i] = word[at + 1] & 0xffffffffL;
                address[i] = word[at + 2] & 0xffffffffL;
                fileBytes[i] = word[at + 4] & 0xffffffffL;
                memoryBytes[i] = word[at + 5] & 0xffffffffL;
                protection[i] = word[at + 6];
                alignment[i] = word[at + 7] & 0xffffffffL;
            }
        }
    }

    /** The bytes as words, all at once: a call for each is slow while Java is interpreted. */
    private int[] words(byte[] bytes, int n) {
        int[] words = new int[n];
        boolean big = bigEndian;
        for (int i = 0, at = 0; i < n; i++, at += 4) {
            int a = bytes[at] & 0xff;
            int b = bytes[at + 1] & 0xff;
            int c = bytes[at + 2] & 0xff;
            int d = bytes[at + 3] & 0xff;
            words[i] = big ? a << 24 | b << 16 | c << 8 | d : d << 24 | c << 16 | b << 8 | a;
        }
        return words;
    }

    private long two(int[] word, int at) {
        long a = word[at] & 0xffffffffL;
        long b = word[at + 1] & 0xffffffffL;
        return bigEndian ? a << 32 | b : b << 32 | a;
    }

    /** Checks segments, entry point and interpreter, and reads the interpreter's name; null or what is wrong. */
    public @Nullable String check(Source source, ElfLimits limits) {
        String wrong = checkLoads(source.size(), limits);
        if (wrong != null) {
            return wrong;
        }
        boolean entryInside = false;
        for (int i = nextLoad(0); i >= 0; i = nextLoad(i + 1)) {
            entryInside |= entry >= address[i] && entry < address[i] + fileBytes[i];
        }
        return entryInside && (entry & 3) == 0 ? readInterpreter(source) : "entry point outside of the program";
    }

    /** Checks every PT_LOAD against the file and the address space; null or what is wrong. */
    public @Nullable String checkLoads(long fileSize, ElfLimits limits) {
        long end = 0;
        boolean any = false;
        for (int i = 0; i < count; i++) {
            if (kind[i] != PT_LOAD || memoryBytes[i] == 0 && fileBytes[i] == 0) {
                continue;
            }
            if (fileBytes[i] < 0 || memoryBytes[i] < 0 || fileBytes[i] > memoryBytes[i]) {
                return "segment " + i + " has more bytes in the file than in memory";
            }
            if (offset[i] < 0 || offset[i] > fileSize - fileBytes[i]) {
                return "segment " + i + " lies beyond the end of the file (truncated?)";
            }
            if (fileBytes[i] != 0 && (offset[i] & PAGE - 1) != (address[i] & PAGE - 1)) {
                return "segment " + i + " is not aligned to a page";
            }
            if (address[i] < limits.lowest || memoryBytes[i] > limits.highest || address[i] > limits.highest - memoryBytes[i]) {
                return "segment " + i + " lies outside of the user address space";
            }
            long segmentEnd = address[i] + memoryBytes[i];
            if (address[i] < limits.reservedEnd && segmentEnd > limits.reserved) {
                return "segment " + i + " covers " + limits.reservedName;
            }
            if (any && address[i] < end) {
                return "segment " + i + " overlaps or precedes the one before";
            }
            any = true;
            end = segmentEnd;
        }
        return any ? null : "nothing to load";
    }

    private @Nullable String readInterpreter(Source source) {
        int i = find(PT_INTERP);
        if (i < 0) {
            return null;
        }
        if (fileBytes[i] < 2
                || fileBytes[i] > MAX_INTERPRETER
                || offset[i] < 0
                || offset[i] > source.size() - fileBytes[i]) {
            return "bad name of interpreter";
        }
        byte[] name = new byte[(int) fileBytes[i]];
        if (source.read(offset[i], name, name.length) < name.length) {
            return "bad name of interpreter";
        }
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        if (length == 0 || length == name.length) {
            return "bad name of interpreter";
        }
        interpreter = Arrays.copyOf(name, length);
        return null;
    }

    /** Index of the first program header of a kind, or -1. */
    public int find(int wanted) {
        for (int i = 0; i < count; i++) {
            if (kind[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Address of the program headers in the loaded program, or 0 if no segment holds them. */
    public long programHeaderAddress() {
        int header = find(PT_PHDR);
        if (header >= 0) {
            return address[header];
        }
        for (int i = 0; i < count; i++) {
            if (kind[i] == PT_LOAD
                    && programHeaderOffset >= offset[i]
                    && programHeaderOffset - offset[i] < fileBytes[i]) {
                return address[i] + programHeaderOffset - offset[i];
            }
        }
        return 0;
    }

    /** Index of the first PT_LOAD from {@code from} on that holds anything, or -1. */
    public int nextLoad(int from) {
        for (int i = from; i < count; i++) {
            if (kind[i] == PT_LOAD && memoryBytes[i] != 0) {
                return i;
            }
        }
        return -1;
    }

    /** First address behind the last segment. */
    public long end() {
        long end = 0;
        for (int i = nextLoad(0); i >= 0; i = nextLoad(i + 1)) {
            end = address[i] + memoryBytes[i];
        }
        return end;
    }

    /** First address behind the last writable segment (where the break starts), or behind the last one if none is writable. */
    public long breakStart() {
        long writable = 0;
        for (int i = nextLoad(0); i >= 0; i = nextLoad(i + 1)) {
            if ((protection[i] & PF_W) != 0) {
                writable = address[i] + memoryBytes[i];
            }
        }
        return writable != 0 ? writable : end();
    }

    /** Name of the interpreter for messages; empty if there is none. */
    public String interpreterName() {
        byte[] name = interpreter;
        return name == null ? "" : new String(name, Charsets.ISO_8859_1);
    }

    private int u16(byte[] bytes, int at) {
        int a = bytes[at] & 0xff;
        int b = bytes[at + 1] & 0xff;
        return bigEndian ? a << 8 | b : b << 8 | a;
    }

}
