package heliotrope.kernel;

import heliotrope.host.Charsets;

/** The mappings of an address space as Linux shows them in /proc/self/maps. */
public final class MemoryListing {
    private MemoryListing() {}

    /** Lines of addresses, protection, offset, device, inode and name, in ISO 8859-1. */
    public static String maps(AddressSpace space) {
        StringBuilder text = new StringBuilder();
        for (Vma v : space.mappings()) {
            int from = text.length();
            hex(text, v.start, 8);
            text.append('-');
            hex(text, v.end, 8);
            text.append(' ')
                    .append((v.prot & AddressSpace.READ) != 0 ? 'r' : '-')
                    .append((v.prot & AddressSpace.WRITE) != 0 ? 'w' : '-')
                    .append((v.prot & AddressSpace.EXEC) != 0 ? 'x' : '-')
                    .append(v.isShared() ? 's' : 'p')
                    .append(' ');
            OpenFile file = v.file;
            hex(text, file == null ? 0 : v.offset, 8);
            text.append(' ');
            hex(text, file == null ? 0 : FileStat.major(file.dev), 2);
            text.append(':');
            hex(text, file == null ? 0 : FileStat.minor(file.dev), 2);
            text.append(' ').append(file == null ? 0 : file.ino).append(' ');
            byte[] path = file == null ? null : file.path;
            String name = path != null ? latin1(path) : (v.flags & Vma.STACK) != 0 ? "[stack]" : "";
            while (!name.isEmpty() && text.length() - from < NAME_COLUMN) {
                text.append(' ');
            }
            text.append(name).append('\n');
        }
        return text.toString();
    }

    private static final int NAME_COLUMN = 73;

    /** Bytes of all mappings. */
    public static long size(AddressSpace space) {
        long size = 0;
        for (Vma v : space.mappings()) {
            size += v.length();
        }
        return size;
    }

    private static void hex(StringBuilder text, long value, int digits) {
        String hex = Long.toHexString(value);
        for (int i = hex.length(); i < digits; i++) {
            text.append('0');
        }
        text.append(hex);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, Charsets.ISO_8859_1);
    }
}
