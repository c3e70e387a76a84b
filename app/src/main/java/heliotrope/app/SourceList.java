package heliotrope.app;

import heliotrope.host.Charsets;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.NativeView;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The names of the sources that a build was made from, in a file that is made with it, in the form in which system calls take them:
 * a JVM for one command looks at hundreds of files before it begins, in a fifth of the time that a shell takes.
 *
 * <p>The file: records of {@link #RECORD} bytes, the first of which holds the number of folders, the others a name with NULs behind it,
 * folders first. Its time is when the files were last looked at: the JVMs of a script that compiles hundreds of files look at all of
 * them once a second. Folders, which tell of files that were replaced, are always looked at.
 */
final class SourceList {
    private static final int RECORD = Native.NAME_BYTES;
    private static final int MOST = 1 << 16;

    /** Nanoseconds: so long files that were found unchanged are not looked at again. */
    private static final long GOOD_FOR = 1_000_000_000;

    private SourceList() {}

    /** Writes the list: file, checkout, folders below it. */
    public static void main(String[] args) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> files = new ArrayList<>();
        for (int i = 2; i < args.length; i++) {
            String folder = args[i].startsWith("./") ? args[i].substring(2) : args[i];
            // A folder has changed when a file was added to it, removed, or replaced.
            names.add(folder);
            String[] all = new File(args[1], folder).list((in, file) -> file.endsWith(".java"));
            for (String file : all == null ? new String[0] : all) {
                files.add(folder + "/" + file);
            }
        }
        int folders = names.size();
        names.addAll(files);
        byte[] list = new byte[RECORD * (names.size() + 1)];
        list[0] = (byte) folders;
        list[1] = (byte) (folders >> 8);
        for (int i = 0; i < names.size(); i++) {
            byte[] name = names.get(i).getBytes(Charsets.UTF_8);
            System.arraycopy(name, 0, list, RECORD * (i + 1), Math.min(name.length, RECORD - 1));
        }
        Files.write(Path.of(args[0]), list);
    }

    /**
     * Whether a source is newer than a build.
     *
     * @param list the file written by {@link #main}; where it cannot be read, nothing is newer
     * @param home the checkout
     * @param build a file of the build
     */
    static boolean isNewer(String list, String home, String build) {
        try (Scratch s = new Scratch()) {
            int file = Sys.open(s, path(list), Sys.O_RDONLY | Sys.O_CLOEXEC, 0);
            int folder = Sys.open(s, path(home), Sys.O_PATH | Sys.O_DIRECTORY | Sys.O_CLOEXEC, 0);
            boolean listed = file >= 0 && Sys.fstat(s, file) == 0;
            long size = listed ? s.getLong(Sys.STAT_FILE_SIZE) : 0;
            boolean recent = listed && age(s.getLong(Sys.STAT_MTIME), s.getLong(Sys.STAT_MTIME + 8)) < GOOD_FOR;
            boolean newer = false;
            if (folder >= 0 && size >= RECORD && size <= (long) RECORD * MOST && Sys.fstatat(s, Sys.AT_FDCWD, path(build), 0) == 0) {
                long memory = NativeMemory.allocate(size);
                if (Sys.pread(file, memory, RECORD, 0) == RECORD) {
                    long folders = new NativeView(memory, RECORD).get32(0);
                    long wanted = recent ? Math.min(RECORD * (folders + 1), size) : size;
                    newer = Sys.pread(file, memory, wanted, 0) == wanted && isNewer(s, folder, memory, wanted);
                }
                NativeMemory.free(memory, size);
                if (!newer && !recent) {
                    // Now. Where this is not allowed, or the disk is read-only, every JVM looks at everything.
                    Native.syscall(Sys.SYS_UTIMENSAT, file, 0, 0, 0, 0, 0);
                }
            }
            Sys.close(file);
            Sys.close(folder);
            return newer;
        }
    }

    /** Nanoseconds since a time; that of one in the future is large. */
    private static long age(long seconds, long nanos) {
        long age = (System.currentTimeMillis() - seconds * 1000) * 1_000_000 - nanos;
        return age < -1_000_000 ? Long.MAX_VALUE : age; // the clock of Java has milliseconds
    }

    /** The time of the build is in the data area. */
    private static boolean isNewer(Scratch s, int folder, long names, long size) {
        long seconds = s.getLong(Sys.STAT_MTIME);
        long nanos = s.getLong(Sys.STAT_MTIME + 8);
        return Native.newer(folder, names + RECORD, size / RECORD - 1, s.data(), seconds, nanos) != 0;
    }

    private static byte[] path(String text) {
        return text.getBytes(Charsets.UTF_8);
    }

    /**
     * Has the launcher take this process over, to build anew before it does the command; returns if it cannot.
     *
     * @param command the command as it was given to the launcher
     */
    static void buildFirst(String home, Invocation command) {
        List<byte[]> words = new ArrayList<>();
        words.add(path(home + "/heliotrope"));
        words.add(path("--stale"));
        words.add(path(command.name));
        int count = command.texts().length;
        for (int i = 0; i < count; i++) {
            words.add(command.word(i));
        }
        try (Scratch s = new Scratch()) {
            long environment = strings(command.environment());
            Native.syscall(Sys.SYS_EXECVE, s.path(words.getFirst()), strings(words), environment, 0, 0, 0);
        }
    }

    /** Address of an array of the addresses of strings, with a null behind it. */
    private static long strings(List<byte[]> list) {
        long size = 8L * list.size() + 8;
        for (byte[] string : list) {
            size += string.length + 1;
        }
        long memory = NativeMemory.allocate(size);
        long at = memory + 8L * list.size() + 8;
        for (int i = 0; i < list.size(); i++) {
            NativeMemory.view(memory, size).putLong(8 * i, at);
            byte[] string = Arrays.copyOf(list.get(i), list.get(i).length + 1);
            Native.copyOut(at, string, 0, string.length);
            at += string.length;
        }
        return memory;
    }
}
