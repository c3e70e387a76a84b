package heliotrope.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an ELF64 shared object for Linux x86-64 from position-independent code and data: no relocations, no needed
 * libraries, exported functions only. Formats: System V gABI, chapters 4 and 5.
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

    // Section indices.
    private static final int S_HASH = 1;
    private static final int S_DYNSYM = 2;
    private static final int S_DYNSTR = 3;
    private static final int S_TEXT = 4;
    private static final int S_DATA = 5;
    private static final int S_DYNAMIC = 6;
    private static final int S_SHSTRTAB = 7;
    private static final String[] SECTION_NAMES = {
        "", ".hash", ".dynsym", ".dynstr", ".text", ".data", ".dynamic", ".shstrtab",
    };

    private record Function(String name, int offset, int size) {}

    private final String soname;
    private final byte[] text;
    private final byte[] data;
    private final int dataDistance;
    private final List<Function> functions = new ArrayList<>();

    /**
     * A library without functions so far.
     *
     * @param text the code
     * @param dataDistance distance in bytes from the start of the code to the data, a multiple of 4096
     * @param data the initial data
     */
    ElfSharedObject(String soname, byte[] text, int dataDistance, byte[] data) {
        if (dataDistance % PAGE != 0 || dataDistance < text.length) {
            throw new IllegalArgumentException("data must start on a page of its own behind the code");
        }
        this.soname = soname;
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
        Strings dynstr = new Strings();
        int sonameAt = dynstr.add(soname);
        int symbols = functions.size() + 1;
        int[] nameAt = new int[symbols];
        for (int i = 1; i < symbols; i++) {
            nameAt[i] = dynstr.add(functions.get(i - 1).name);
        }
        int hashAt = EHDR + 4 * PHDR;
        int hashSize = 4 * (2 + symbols + symbols);
        int symAt = align(hashAt + hashSize, 8);
        int strAt = symAt + SYM * symbols;
        if (strAt + dynstr.size() > TEXT_ADDRESS) {
            throw new IllegalStateException("too many symbols");
        }
        int dataFileAt = align(TEXT_ADDRESS + text.length, PAGE);
        int dataAddress = TEXT_ADDRESS + dataDistance;
        int dynamicOffset = align(data.length, 16);
        int dynamicSize = 7 * DYN;
        int shstrAt = dataFileAt + dynamicOffset + dynamicSize;
        Strings shstr = new Strings();
        int[] sectionNameAt = new int[SECTION_NAMES.length];
        for (int i = 1; i < SECTION_NAMES.length; i++) {
            sectionNameAt[i] = shstr.add(SECTION_NAMES[i]);
        }
        int shAt = align(shstrAt + shstr.size(), 8);

        ByteBuffer b = ByteBuffer.allocate(shAt + SHDR * SECTION_NAMES.length).order(ByteOrder.LITTLE_ENDIAN);
        header(b, shAt);
        segment(b, 1, 5, 0, 0, TEXT_ADDRESS + text.length, PAGE); // PT_LOAD, R X
        segment(b, 1, 6, dataFileAt, dataAddress, dynamicOffset + dynamicSize, PAGE); // PT_LOAD, RW
        segment(b, 2, 6, dataFileAt + dynamicOffset, dataAddress + dynamicOffset, dynamicSize, 8); // PT_DYNAMIC
        segment(b, 0x6474E551, 6, 0, 0, 0, 16); // PT_GNU_STACK, RW

        hash(b.position(hashAt));
        b.position(symAt + SYM);
        for (int i = 1; i < symbols; i++) {
            Function f = functions.get(i - 1);
            b.putInt(nameAt[i]).put((byte) 0x12).put((byte) 0).putShort((short) S_TEXT); // GLOBAL FUNC
            b.putLong(TEXT_ADDRESS + f.offset).putLong(f.size);
        }
        b.put(strAt, dynstr.bytes());
        b.put(TEXT_ADDRESS, text);
        b.put(dataFileAt, data);
        b.position(dataFileAt + dynamicOffset);
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
        return b.array();
    }

    private static void header(ByteBuffer b, int shAt) {
        b.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0); // ELFCLASS64, little-endian, version 1, SYSV
        b.putShort((short) 3).putShort((short) 62).putInt(1); // ET_DYN, EM_X86_64
        b.putLong(0).putLong(EHDR).putLong(shAt).putInt(0);
        b.putShort((short) EHDR).putShort((short) PHDR).putShort((short) 4);
        b.putShort((short) SHDR).putShort((short) SECTION_NAMES.length).putShort((short) S_SHSTRTAB);
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
        int symbols = functions.size() + 1;
        int[] bucket = new int[symbols];
        int[] chain = new int[symbols];
        for (int i = 1; i < symbols; i++) {
            int h = Integer.remainderUnsigned(hash(functions.get(i - 1).name), symbols);
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
