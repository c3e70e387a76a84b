package heliotrope.app;

import heliotrope.engine.Engine;
import heliotrope.engine.cache.BuildId;
import heliotrope.engine.cache.TranslationStore;
import heliotrope.host.Charsets;
import heliotrope.host.CpuFeatures;
import heliotrope.host.Nullable;
import heliotrope.mips.MipsFrontend;

/** Where translations are kept between runs: the folder, and how large it may become. */
final class DiskCache {
    private static final String OFF = "off";

    private DiskCache() {}

    /**
     * The folder, or null if there is none.
     *
     * @param wish what the option or the variable HELIOTROPE_CACHE says, or null
     */
    static @Nullable String folder(@Nullable String wish) {
        if (wish != null && !wish.isEmpty()) {
            return wish.equals(OFF) ? null : wish;
        }
        String cache = HostEnvironment.get("XDG_CACHE_HOME");
        if (cache == null || !cache.startsWith("/")) {
            String home = HostEnvironment.get("HOME");
            if (home == null || !home.startsWith("/")) {
                return null;
            }
            cache = home + "/.cache";
        }
        return cache + "/heliotrope/translations";
    }

    /** Most bytes. */
    static long limit() {
        String mib = HostEnvironment.get("HELIOTROPE_CACHE_SIZE");
        if (mib == null || mib.isEmpty()) {
            return TranslationStore.DEFAULT_LIMIT;
        }
        try {
            long n = Long.parseLong(mib);
            if (n >= 1 && n <= 1 << 20) {
                return n << 20;
            }
        } catch (NumberFormatException e) {
            // Said below, with the limits.
        }
        throw new CommandError(CommandError.USAGE, "HELIOTROPE_CACHE_SIZE=" + mib + ": expected MiB from 1 to 1048576");
    }

    /** Opens the store. @return null if there is none to use */
    static @Nullable TranslationStore open(@Nullable String wish) {
        String folder = folder(wish);
        byte[] build = folder == null ? null : BuildId.ofRunning(Engine.class, CpuFeatures.class, MipsFrontend.class);
        if (folder == null || build == null) {
            return null;
        }
        // Without traces, or with more of them than usual, for tests: a folder may serve all.
        String traces = System.getProperty("heliotrope.traces", "");
        int features = CpuFeatures.signature() | (traces.equals("off") ? 1 << 16 : traces.equals("eager") ? 1 << 17 : 0);
        return TranslationStore.open(folder.getBytes(Charsets.UTF_8), build, features, limit());
    }
}
