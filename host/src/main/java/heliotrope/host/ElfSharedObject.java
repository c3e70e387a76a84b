package heliotrope.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an ELF64 shared object for Linux x86-64 from position-independent code and data: no relocations, no needed
 * libraries, exported functions only; or a program of the same kind that needs one library, and one function of it.
 * Formats: System V gABI, chapters 4 and 5.
 */
final class ElfSharedObject {
    /** Address of the code in the image; the headers and symbol tables are in front of it. */
    private static final int TEXT_ADDRESS = 0x1000;

    private static final int PAGE = 0x1000;
    private static final int EHDR = 64;
    private static final int PHDR = 56;
    private static final int SHDR = 64;
    private static final int SYM = 24;
    private static final int DYN = 16;
    private static final int RELA = 24;

    // Section indices.
    private static final int S_HASH = 1;
    private static final int S_DYNSYM = 2;
    private static final int S_DYNSTR = 3;
    private static final int S_TEXT = 4;
    private static final int S_DATA = 5;
    private static final int S_DYNAMIC = 6;
    private static final int S_SHSTRTAB = 7;
    private static final int S_INTERP = 8;
    private static final int S_RELA = 9;
    private static final String[] SECTION_NAMES = {
        "", ".hash", ".dynsym", ".dynstr", ".text", ".data", ".dynamic", ".shstrtab", ".interp", ".rela.dyn",
    };

    private static final String INTERPRETER = "/lib64/ld-linux-x86-64.so.2";

    private record Function(String name, int offset, int size) {}

    /**
     * What makes it a program.
     *
     * @param entry offset in the code
     * @param library path of the library that it needs
     * @param function of the library
     * @param slot offset in the data of the place for the function's address, a multiple of 8
     */
    record Program(int entry, String library, String function, int slot) {}

    private final String soname;
    private final byte[] text;
    private final byte[] data;
    private final int dataDistance;
    private final @Nullable Program program;
    private final List<Function> functions = new ArrayList<>();

    /**
     * A library without functions so far.
     *
     * @param text the code
     * @param dataDistance distance in bytes from the start of the code to the data, a multiple of 4096
     * @param data the initial data
     * @param program null: a library
     */
    ElfSharedObject(String soname, byte[] text, int dataDistance, byte[] data, @Nullable Program program) {
        if (dataDistance % PAGE != 0 || dataDistance < text.length) {
            throw new IllegalArgumentException("data must start on a page of its own behind the code");
        }
        this.soname = soname;
        this.program = program;
        this.text = text;
        this.data = data;
        this.dataDistance = dataDistance;
    }

    /** Exports the function at an offset in the code. */
    void export(String name, int offset, int size) {
        functions.add(new Function(name, offset, size));
    }

    /** The file. */
    byte[] toByteArray() {
        Program p = program;
        Strings dynstr = new Strings();
        int sonameAt = dynstr.add(soname);
        int neededAt = p == null ? 0 : dynstr.add(p.library);
        int symbols = names();
        int[] nameAt = new int[symbols];
        for (int i = 1; i < symbols; i++) {
            nameAt[i] = dynstr.add(name(i));
        }
        int segments = p == null ? 4 : 6;
        int sections = p == null ? S_INTERP : SECTION_NAMES.length;
        int interpAt = EHDR + segments * PHDR;
        int interpSize = p == null ? 0 : INTERPRETER.length() + 1;
        int hashAt = align(interpAt + interpSize, 8);
        int hashSize = 4 * (2 + symbols + symbols);
        int symAt = align(hashAt + hashSize, 8);
        int relaAt = symAt + SYM * symbols;
        int relaSize = p == null ? 0 : RELA;
        int strAt = relaAt + relaSize;
        if (strAt + dynstr.size() > TEXT_ADDRESS) {
            throw new IllegalStateException("too many symbols");
        }
        int dataFileAt = align(TEXT_ADDRESS + text.length, PAGE);
        int dataAddress = TEXT_ADDRESS + dataDistance;
        int dynamicOffset = align(data.length, 16);
        int dynamicSize = (p == null ? 7 : 11) * DYN;
        int shstrAt = dataFileAt + dynamicOffset + dynamicSize;
        Strings shstr = new Strings();
        int[] sectionNameAt = new int[sections];
        for (int i = 1; i < sections; i++) {
            sectionNameAt[i] = shstr.add(SECTION_NAMES[i]);
        }
        int shAt = align(shstrAt + shstr.size(), 8);

        ByteBuffer b = ByteBuffer.allocate(shAt + SHDR * sections).order(ByteOrder.LITTLE_ENDIAN);
        header(b, p == null ? 0 : TEXT_ADDRESS + p.entry, shAt, segments, sections);
        if (p != null) {
            segment(b, 6, 4, EHDR, EHDR, (long) segments * PHDR, 8); // PT_PHDR
            segment(b, 3, 4, interpAt, interpAt, interpSize, 1); // PT_INTERP
        }
        segment(b, 1, 5, 0, 0, TEXT_ADDRESS + text.length, PAGE); // PT_LOAD, R X
        segment(b, 1, 6, dataFileAt, dataAddress, dynamicOffset + dynamicSize, PAGE); // PT_LOAD, RW
        segment(b, 2, 6, dataFileAt + dynamicOffset, dataAddress + dynamicOffset, dynamicSize, 8); // PT_DYNAMIC
        segment(b, 0x6474E551, 6, 0, 0, 0, 16); // PT_GNU_STACK, RW

        hash(b.position(hashAt));
        b.position(symAt + SYM);
        for (int i = 1; i < symbols; i++) {
            b.putInt(nameAt[i]).put((byte) 0x12).put((byte) 0); // GLOBAL FUNC
            if (i <= functions.size()) {
                Function f = functions.get(i - 1);
                b.putShort((short) S_TEXT).putLong(TEXT_ADDRESS + f.offset).putLong(f.size);
            } else {
                b.putShort((short) 0).putLong(0).putLong(0); // of another object
            }
        }
        b.put(strAt, dynstr.bytes());
        b.put(TEXT_ADDRESS, text);
        b.put(dataFileAt, data);
        if (p != null) {
            b.put(interpAt, INTERPRETER.getBytes(StandardCharsets.US_ASCII));
            b.position(relaAt);
            b.putLong(dataAddress + p.slot).putLong((long) symbols - 1 << 32 | 6).putLong(0); // R_X86_64_GLOB_DAT
        }
        b.position(dataFileAt + dynamicOffset);
        if (p != null) {
            b.putLong(1).putLong(neededAt); // DT_NEEDED
            b.putLong(7).putLong(relaAt); // DT_RELA
            b.putLong(8).putLong(relaSize); // DT_RELASZ
            b.putLong(9).putLong(RELA); // DT_RELAENT
        }
        b.putLong(14).putLong(sonameAt); // DT_SONAME
        b.putLong(4).putLong(hashAt); // DT_HASH
        b.putLong(5).putLong(strAt); // DT_STRTAB
        b.putLong(6).putLong(symAt); // DT_SYMTAB
        b.putLong(10).putLong(dynstr.size()); // DT_STRSZ
        b.putLong(11).putLong(SYM); // DT_SYMENT
        b.putLong(0).putLong(0); // DT_NULL
        b.put(shstrAt, shstr.bytes());

        b.position(shAt + SHDR);
        int[] at = sectionNameAt;
        section(b, at[S_HASH], 5, 2, hashAt, hashAt, hashSize, S_DYNSYM, 0, 8, 4);
        section(b, at[S_DYNSYM], 11, 2, symAt, symAt, (long) SYM * symbols, S_DYNSTR, 1, 8, SYM);
        section(b, at[S_DYNSTR], 3, 2, strAt, strAt, dynstr.size(), 0, 0, 1, 0);
        section(b, at[S_TEXT], 1, 6, TEXT_ADDRESS, TEXT_ADDRESS, text.length, 0, 0, 64, 0);
        section(b, at[S_DATA], 1, 3, dataAddress, dataFileAt, data.length, 0, 0, 64, 0);
        int dynamicAt = dataFileAt + dynamicOffset;
        section(b, at[S_DYNAMIC], 6, 3, dataAddress + dynamicOffset, dynamicAt, dynamicSize, S_DYNSTR, 0, 8, DYN);
        section(b, at[S_SHSTRTAB], 3, 0, 0, shstrAt, shstr.size(), 0, 0, 1, 0);
        if (p != null) {
            section(b, at[S_INTERP], 1, 2, interpAt, interpAt, interpSize, 0, 0, 1, 0);
            section(b, at[S_RELA], 4, 2, relaAt, relaAt, relaSize, S_DYNSYM, 0, 8, RELA);
        }
        return b.array();
    }

    /** Number of symbols, with the empty one; the function of another object is the last. */
    private int names() {
        return functions.size() + (program == null ? 1 : 2);
    }

    private String name(int symbol) {
        Program p = program;
        return p != null && symbol > functions.size() ? p.function : functions.get(symbol - 1).name;
    }

    private static void header(ByteBuffer b, int entry, int shAt, int segments, int sections) {
        b.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0); // ELFCLASS64, little-endian, version 1, SYSV
        b.putShort((short) 3).putShort((short) 62).putInt(1); // ET_DYN, EM_X86_64
        b.putLong(entry).putLong(EHDR).putLong(shAt).putInt(0);
        b.putShort((short) EHDR).putShort((short) PHDR).putShort((short) segments);
        b.putShort((short) SHDR).putShort((short) sections).putShort((short) S_SHSTRTAB);
    }

    private static void segment(ByteBuffer b, int type, int flags, long offset, long address, long size, long align) {
        b.putInt(type).putInt(flags).putLong(offset).putLong(address).putLong(address);
        b.putLong(size).putLong(size).putLong(align);
    }

    private static void section(
            ByteBuffer b,
            int name,
            int type,
            long flags,
            long address,
            long offset,
            long size,
            int link,
            int info,
            long align,
            long entrySize) {
        b.putInt(name).putInt(type).putLong(flags).putLong(address).putLong(offset).putLong(size);
        b.putInt(link).putInt(info).putLong(align).putLong(entrySize);
    }

    /** The System V hash table: as many buckets as symbols. */
    private void hash(ByteBuffer b) {
        int symbols = names();
        int[] bucket = new int[symbols];
        int[] chain = new int[symbols];
        for (int i = 1; i < symbols; i++) {
            int h = Integer.remainderUnsigned(hash(name(i)), symbols);
            chain[i] = bucket[h];
            bucket[h] = i;
        }
        b.putInt(symbols).putInt(symbols);
        for (int x : bucket) {
            b.putInt(x);
        }
        for (int x : chain) {
            b.putInt(x);
        }
    }

    private static int hash(String name) {
        int h = 0;
        for (int i = 0; i < name.length(); i++) {
            h = (h << 4) + name.charAt(i);
            int high = h & 0xF0000000;
            h = (h ^ high >>> 24) & ~high;
        }
        return h;
    }

    private static int align(int value, int to) {
        return value + to - 1 & -to;
    }

    /** A string table; index 0 is the empty string. */
    private static final class Strings {
        private final StringBuilder text = new StringBuilder("\0");

        int add(String s) {
            int at = text.length();
            text.append(s).append('\0');
            return at;
        }

        int size() {
            return text.length();
        }

        byte[] bytes() {
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        }
    }
}
