package heliotrope.app;

import heliotrope.host.Nullable;
import java.io.IOException;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The run that makes the cache of classes, when Heliotrope is built: see the launcher. */
final class Training {
    private static final String SUFFIX = ".class";

    private Training() {}

    /** The file of our classes if this run is the one that makes the cache. */
    static @Nullable String jar() {
        return System.getProperty("heliotrope.training");
    }

    /** Loads all classes: those that the run did not come by are to be in the cache too. */
    static void loadAll(String jar) {
        try (ZipFile file = new ZipFile(jar)) {
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                String name = entries.nextElement().getName();
                if (name.endsWith(SUFFIX) && !name.endsWith("-info" + SUFFIX)) {
                    String type = name.substring(0, name.length() - SUFFIX.length()).replace('/', '.');
                    Class.forName(type, false, Training.class.getClassLoader());
                }
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("cannot load the classes of " + jar, e);
        }
    }
}
