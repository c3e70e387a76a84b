package heliotrope.app;

import heliotrope.engine.cache.TranslationStore;
import heliotrope.engine.cache.TranslationStore.Listed;
import heliotrope.host.Charsets;
import heliotrope.host.Nullable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code heliotrope cache}: shows or empties the disk cache of translations. */
final class CacheCommand {
    private static final int MINUTE = 60, HOUR = 3600, DAY = 86400;

    private CacheCommand() {}

    static int run(String[] args) {
        String what = args.length == 2 ? args[1] : "";
        String folder = DiskCache.folder(System.getenv("HELIOTROPE_CACHE"));
        switch (what) {
            case "path" -> {
                Main.print(1, (folder == null ? "off" : folder) + "\n");
                return 0;
            }
            case "show" -> show(folder);
            case "clear" -> {
                TranslationStore store = open(folder);
                int n = store == null ? 0 : store.clear();
                Main.print(1, n + (n == 1 ? " file" : " files") + " of translations deleted\n");
            }
            default -> throw new CommandError(CommandError.USAGE, "usage: heliotrope cache show|clear|path");
        }
        return 0;
    }

    /** @return null if nothing was ever kept */
    private static @Nullable TranslationStore open(@Nullable String folder) {
        if (folder == null) {
            throw new CommandError(1, "there is no cache: HELIOTROPE_CACHE is off, or HOME is not set");
        }
        String problem = TranslationStore.problem(folder.getBytes(Charsets.UTF_8));
        if (problem != null) {
            if (problem.equals(TranslationStore.MISSING)) {
                return null;
            }
            throw new CommandError(1, folder + ": " + problem);
        }
        TranslationStore store = DiskCache.open(folder);
        if (store == null) {
            throw new CommandError(1, folder + ": cannot be used");
        }
        return store;
    }

    private static void show(@Nullable String folder) {
        TranslationStore store = open(folder);
        List<Listed> list = store == null ? List.of() : store.list();
        list = list.stream().sorted(Comparator.comparingLong((Listed l) -> -l.used)).toList();
        StringBuilder s = new StringBuilder(String.format(
                Locale.ROOT, "%10s %8s %10s %10s  %-14s %s%n", "address", "blocks", "code", "file", "last use", "program"));
        long now = System.currentTimeMillis() / 1000;
        long total = 0;
        boolean others = false;
        for (Listed l : list) {
            total += l.fileBytes;
            others |= !l.isCurrent;
            s.append(String.format(
                    Locale.ROOT, "%10x %8d %10d %10d  %-14s %s%s%n", l.start, l.blocks, l.codeBytes, l.fileBytes,
                    ago(now - l.used), l.program.isEmpty() ? "?" : l.program, l.isCurrent ? "" : " *"));
        }
        s.append(String.format(
                Locale.ROOT, "%d files, %.1f of %d MiB, in %s%n", list.size(), total / 1048576.0, DiskCache.limit() >> 20,
                folder));
        if (others) {
            s.append("* by another build, or for another processor\n");
        }
        Main.print(1, s.toString());
    }

    private static String ago(long seconds) {
        if (seconds < HOUR) {
            return Math.max(seconds, 0) / MINUTE + " min ago";
        }
        return seconds < 2 * DAY ? seconds / HOUR + " h ago" : seconds / DAY + " days ago";
    }
}
