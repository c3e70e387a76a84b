package heliotrope.app;

import heliotrope.host.Nullable;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * The source files that this build was made from, where it runs in a checkout: a server whose sources have changed makes way for the
 * build of the new ones, as the launcher sees to it without a server.
 */
final class Sources {
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000;

    private final File build;
    private final List<File> files = new ArrayList<>();
    private long looked;
    private boolean changed;

    private Sources(File build) {
        this.build = build;
        looked = System.nanoTime();
    }

    /** As the launcher says it; null if they do not matter. */
    static @Nullable Sources ofThisBuild() {
        String home = System.getProperty("heliotrope.home");
        String folders = System.getenv("HELIOTROPE_SOURCES");
        String build = System.getenv("HELIOTROPE_CURRENT");
        if (home == null || folders == null || build == null) {
            return null;
        }
        Sources s = new Sources(new File(build));
        for (String name : folders.split("\\s+", -1)) {
            // A folder has changed when a file was added to it or removed.
            File folder = new File(home, name);
            s.files.add(folder);
            File[] all = folder.listFiles((in, file) -> file.endsWith(".java"));
            s.files.addAll(List.of(all == null ? new File[0] : all));
        }
        return s;
    }

    /** Whether any is newer than the build; looks at most once a second. */
    synchronized boolean changed() {
        long now = System.nanoTime();
        if (!changed && now - looked > LOOK_AGAIN_NANOS) {
            looked = now;
            long made = build.lastModified();
            for (File file : files) {
                changed |= file.lastModified() > made;
            }
        }
        return changed;
    }
}
