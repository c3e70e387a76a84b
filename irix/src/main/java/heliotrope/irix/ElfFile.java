package heliotrope.irix;

import heliotrope.ir.Nullable;
import java.nio.charset.StandardCharsets;

/**
 * ELF header and program headers of a big-endian 32-bit MIPS file, read without trust: after {@link #read} says null, every count, offset
 * and address in it has been checked against the file's size and the user address space, and segments ascend without overlap.
 */
final class ElfFile {
    static final int PT_LOAD = 1, PT_INTERP = 3, PT_PHDR = 6;
    static final int PF_X = 1, PF_W = 2, PF_R = 4;
    static final int HEADER_SIZE = 52, PROGRAM_HEADER_SIZE = 32;

    /** More than any linker makes. */
    static final int MAX_PROGRAM_HEADERS = 256;

    private static final int MAX_INTERPRETER = 1024;
    private static final int PAGE = 4096;
    private static final int ET_EXEC = 2, ET_DYN = 3, EM_MIPS = 8, EF_ABI2 = 0x20;

    /** Where the bytes come from. */
    interface Source {
        /** Reads up to {@code n} bytes at a file offset; fewer only at the end of the file; negative errno on failure. */
        long read(long offset, byte[] buffer, int n);

        /** Bytes of the file. */
        long size();
    }

    int type;
    int flags;
    long entry;
    long programHeaderOffset;
    int count;
    final int[] kind = new int[MAX_PROGRAM_HEADERS];
    final int[] protection = new int[MAX_PROGRAM_HEADERS];
    final long[] offset = new long[MAX_PROGRAM_HEADERS];
    final long[] address = new long[MAX_PROGRAM_HEADERS];
    final long[] fileBytes = new long[MAX_PROGRAM_HEADERS];
    final long[] memoryBytes = new long[MAX_PROGRAM_HEADERS];
    /** PT_INTERP without its NUL, or null: a static program. */
    byte @Nullable [] interpreter;

    /** Whether the first bytes are those of an ELF file for MIPS, of whatever class, byte order and soundness. */
    static boolean isMips(byte[] header, int length) {
        if (length < 20 || header[0] != 0x7f || header[1] != 'E' || header[2] != 'L' || header[3] != 'F') {
            return false;
        }
        return header[5] == 1
                ? header[18] == EM_MIPS && header[19] == 0
                : header[18] == 0 && header[19] == EM_MIPS;
    }

    /** Reads and checks; null if all is well, else what is wrong, to be printed behind the file's name. */
    @Nullable String read(Source source) {
        byte[] header = new byte[HEADER_SIZE];
        long got = source.read(0, header, HEADER_SIZE);
        if (got < HEADER_SIZE) {
            return "truncated ELF header";
        }
        if (!isMips(header, HEADER_SIZE)) {
            return "not an ELF file for MIPS";
        }
        if (header[4] == 2) {
            return "64-bit (n64) programs are not supported yet";
        }
        if (header[4] != 1) {
            return "unknown ELF class " + header[4];
        }
        if (header[5] != 2) {
            return "little-endian MIPS programs are not IRIX programs";
        }
        if (header[6] != 1) {
            return "unknown ELF version " + header[6];
        }
        type = u16(header, 16);
        flags = i32(header, 36);
        if ((flags & EF_ABI2) != 0) {
            return "n32 programs are not supported yet";
        }
        if (type != ET_EXEC && type != ET_DYN) {
            return type == 1 ? "an object file, not a program" : "ELF type " + type + " is not a program";
        }
        entry = u32(header, 24);
        programHeaderOffset = u32(header, 28);
        count = u16(header, 44);
        if (count == 0) {
            return "no program headers";
        }
        if (u16(header, 42) != PROGRAM_HEADER_SIZE) {
            return "program headers of " + u16(header, 42) + " bytes";
        }
        if (count > MAX_PROGRAM_HEADERS) {
            return count + " program headers";
        }
        byte[] table = new byte[count * PROGRAM_HEADER_SIZE];
        if (programHeaderOffset + table.length > source.size()
                || source.read(programHeaderOffset, table, table.length) < table.length) {
            return "program headers lie beyond the end of the file";
        }
        decode(table, count);
        String wrong = checkSegments(source.size());
        return wrong != null ? wrong : readInterpreter(source);
    }

    /** Fills the columns from {@code n} program headers; nothing is checked. */
    void decode(byte[] table, int n) {
        count = n;
        for (int i = 0; i < n; i++) {
            int at = i * PROGRAM_HEADER_SIZE;
            kind[i] = i32(table, at);
            offset[i] = u32(table, at + 4);
            address[i] = u32(table, at + 8);
            fileBytes[i] = u32(table, at + 16);
            memoryBytes[i] = u32(table, at + 20);
            protection[i] = i32(table, at + 24);
        }
    }

    private @Nullable String checkSegments(long fileSize) {
        String wrong = checkLoads(fileSize);
        if (wrong != null) {
            return wrong;
        }
        boolean entryInside = false;
        for (int i = nextLoad(0); i >= 0; i = nextLoad(i + 1)) {
            entryInside |= entry >= address[i] && entry < address[i] + fileBytes[i];
        }
        return entryInside && (entry & 3) == 0 ? null : "entry point outside of the program";
    }

    /** Checks every PT_LOAD against the file and the address space; null or what is wrong. */
    @Nullable String checkLoads(long fileSize) {
        long end = 0;
        boolean any = false;
        for (int i = 0; i < count; i++) {
            if (kind[i] != PT_LOAD || memoryBytes[i] == 0 && fileBytes[i] == 0) {
                continue;
            }
            if (fileBytes[i] > memoryBytes[i]) {
                return "segment " + i + " has more bytes in the file than in memory";
            }
            if (offset[i] + fileBytes[i] > fileSize) {
                return "segment " + i + " lies beyond the end of the file (truncated?)";
            }
            if (fileBytes[i] != 0 && (offset[i] & PAGE - 1) != (address[i] & PAGE - 1)) {
                return "segment " + i + " is not aligned to a page";
            }
            long segmentEnd = address[i] + memoryBytes[i];
            if (address[i] < PAGE || segmentEnd > IrixLayout.STACK_TOP - IrixLayout.STACK_RESERVE) {
                return "segment " + i + " lies outside of the user address space";
            }
            if (address[i] < IrixLayout.PRDA + PAGE && segmentEnd > IrixLayout.PRDA) {
                return "segment " + i + " covers the process data area";
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
        for (int i = 0; i < count; i++) {
            if (kind[i] != PT_INTERP) {
                continue;
            }
            if (fileBytes[i] < 2 || fileBytes[i] > MAX_INTERPRETER || offset[i] + fileBytes[i] > source.size()) {
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
            interpreter = java.util.Arrays.copyOf(name, length);
            return null;
        }
        return null;
    }

    /** Address of the program headers in the loaded program, or 0 if no segment holds them. */
    long programHeaderAddress() {
        for (int i = 0; i < count; i++) {
            if (kind[i] == PT_PHDR) {
                return address[i];
            }
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
    int nextLoad(int from) {
        for (int i = from; i < count; i++) {
            if (kind[i] == PT_LOAD && memoryBytes[i] != 0) {
                return i;
            }
        }
        return -1;
    }

    /** First address behind the last writable segment (where the break starts), or behind the last one if none is writable. */
    long breakStart() {
        long writable = 0;
        long any = 0;
        for (int i = nextLoad(0); i >= 0; i = nextLoad(i + 1)) {
            any = address[i] + memoryBytes[i];
            if ((protection[i] & PF_W) != 0) {
                writable = any;
            }
        }
        return writable != 0 ? writable : any;
    }

    String interpreterName() {
        byte[] name = interpreter;
        return name == null ? "" : new String(name, StandardCharsets.ISO_8859_1);
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private static int i32(byte[] bytes, int at) {
        return u16(bytes, at) << 16 | u16(bytes, at + 2);
    }

    private static long u32(byte[] bytes, int at) {
        return i32(bytes, at) & 0xffffffffL;
    }
}
