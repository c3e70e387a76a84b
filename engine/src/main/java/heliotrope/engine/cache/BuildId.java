package heliotrope.engine.cache;

import heliotrope.host.Charsets;
import heliotrope.host.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which code generator made a translation: a hash of the classes of everything that has a say in it, whichever build they
 * come from. The launcher has it computed once per build and passes it on as the property {@code heliotrope.code}; where
 * that is missing (tests, an IDE) it is computed from the classes that are running.
 */
public final class BuildId {
    /** Bytes of an identity. */
    static final int BYTES = 16;

    /** Rooms whose classes translations depend on. */
    private static final String[] ROOMS = {"host", "ir", "engine", "mips"};

    private BuildId() {}

    /** Prints the identity of the classes in the folders or archives given. */
    public static void main(String[] args) throws IOException {
        Path[] places = new Path[args.length];
        for (int i = 0; i < args.length; i++) {
            places[i] = Path.of(args[i]);
        }
        System.out.println(text(of(places)));
    }

    /**
     * The identity of the running code, or null if it cannot be found out.
     *
     * @param classes one of each part that translations depend on; used only without the property
     */
    public static byte @Nullable [] ofRunning(Class<?>... classes) {
        String given = System.getProperty("heliotrope.code");
        if (given != null) {
            return parse(given);
        }
        Path[] places = new Path[classes.length];
        try {
            for (int i = 0; i < classes.length; i++) {
                places[i] = Path.of(classes[i].getProtectionDomain().getCodeSource().getLocation().toURI());
            }
            return of(places);
        } catch (Exception e) {
            // No code source, or not a file: then nothing is kept.
            return null;
        }
    }

    private static byte @Nullable [] parse(String hex) {
        if (hex.length() != 2 * BYTES) {
            return null;
        }
        byte[] digits = hex.getBytes(Charsets.ISO_8859_1); // a character of a string is five calls, and a digit's value four
        byte[] id = new byte[BYTES];
        for (int i = 0; i < digits.length; i++) {
            int c = digits[i];
            int value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (value < 0) {
                return null;
            }
            id[i >> 1] = (byte) (id[i >> 1] << 4 | value);
        }
        return id;
    }

    static String text(byte[] id) {
        StringBuilder s = new StringBuilder();
        for (byte b : id) {
            s.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return s.toString();
    }

    /** A hash of names and contents of all class files below the folders, or of the archives' bytes. */
    static byte[] of(Path... places) throws IOException {
        Sha256 hash = new Sha256();
        for (Path place : places) {
            if (!Files.isDirectory(place)) {
                byte[] archive = Files.readAllBytes(place);
                hash.add(archive, 0, archive.length);
                continue;
            }
            List<String> names = new ArrayList<>();
            try (Stream<Path> files = Files.walk(place)) {
                files.filter(f -> isRelevant(place, f)).forEach(f -> names.add(place.relativize(f).toString()));
            }
            names.sort(null);
            for (String name : names) {
                byte[] text = name.getBytes(Charsets.UTF_8);
                byte[] contents = Files.readAllBytes(place.resolve(name));
                hash.add(text, 0, text.length);
                hash.add(new byte[] {0}, 0, 1);
                hash.add(contents, 0, contents.length);
            }
        }
        return Arrays.copyOf(hash.end(), BYTES);
    }

    /** Class files; where one folder holds all rooms' (a plain class path), only those of the rooms that matter. */
    private static boolean isRelevant(Path place, Path file) {
        if (!file.toString().endsWith(".class")) {
            return false;
        }
        Path name = place.relativize(file);
        if (name.getNameCount() < 2 || !name.getName(0).toString().equals("heliotrope")) {
            return true;
        }
        String room = name.getName(1).toString();
        for (String r : ROOMS) {
            if (r.equals(room)) {
                return true;
            }
        }
        return false;
    }
}
