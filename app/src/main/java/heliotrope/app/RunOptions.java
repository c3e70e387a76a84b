package heliotrope.app;

import heliotrope.host.Nullable;
import java.util.ArrayList;
import java.util.List;

/** What the options of {@code heliotrope run} (and of qemu-irix) say; filled by {@link OptionTable}. */
final class RunOptions {
    /** Size of the code cache if nobody says anything. */
    static final int CODE_CACHE_MIB = 64;

    /** Roots of the guest's file system, first one first. */
    final List<String> roots = new ArrayList<>();

    /** {@code /guest=/host} or {@code /guest=/host:ro}. */
    final List<String> maps = new ArrayList<>();

    /** {@code NAME=value} to set, or {@code NAME} to remove, in the order given. */
    final List<String> environment = new ArrayList<>();

    @Nullable String argv0;
    /** 0: the personality's. */
    long stackBytes;
    boolean strace;
    boolean silent;
    boolean perfMap;
    @Nullable String log;
    @Nullable String logFile;
    @Nullable String cpu;
    @Nullable String release;
    /** {@code irix} or {@code linux}: whose program it is; null: the file says it. */
    @Nullable String personality;
    /** Folder of the disk cache, {@code off}, or null: the usual one. */
    @Nullable String cache;

    String engine = "jit";
    int codeCacheMiB = CODE_CACHE_MIB;

    /** Index of the first argument that is not an option: the program. */
    int program;
}
