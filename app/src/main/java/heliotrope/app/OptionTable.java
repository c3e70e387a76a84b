package heliotrope.app;

import heliotrope.host.Nullable;

/**
 * The options of running a program, one row each: names, argument, environment variable, help. They are those of qemu-user, so
 * that {@code heliotrope} can stand where {@code qemu-irix} stood, and a few of our own.
 */
final class OptionTable {
    private OptionTable() {}

    private static final int
            ROOT = 0, ENV_SET = 1, ENV_UNSET = 2, ARGV0 = 3, STACK = 4, STRACE = 5, SILENT = 6, LOG = 7, LOG_FILE = 8, CPU = 9,
            RELEASE = 10,
            ENGINE = 11, CHECK = 12, MAP = 13, CODE_CACHE = 14, IGNORED = 15, NOT_IMPLEMENTED = 16, VERSION = 17, HELP = 18,
            PERSONALITY = 19, PERF_MAP = 20, CACHE = 21;

    /** id | option | argument name or "" | environment variable or "" | help. */
    private static final String[][] ROWS = {
        {"0", "-L", "path", "QEMU_LD_PREFIX", "root(s) of the guest's files, separated by ':', the first that has a file wins"},
        {"1", "-E", "var=value", "QEMU_SET_ENV", "sets a variable of the guest's environment (the variable QEMU_SET_ENV: a,b,c)"},
        {"2", "-U", "var", "QEMU_UNSET_ENV", "removes a variable of the guest's environment"},
        {"3", "-0", "argv0", "QEMU_ARGV0", "the name that the program sees as its own"},
        {"4", "-s", "size", "QEMU_STACK_SIZE", "stack limit in bytes (the default: 64 MiB for IRIX, 8 MiB for Linux)"},
        {"5", "-strace", "", "QEMU_STRACE", "prints every system call"},
        {"6", "-silent", "", "", "no messages about system calls that are not supported"},
        {"7", "-d", "items", "QEMU_LOG", "log: stats prints figures of translation at the end"},
        {"20", "-perfmap", "", "", "writes /tmp/perf-PID.map at the end: the names of translated code for perf"},
        {"8", "-D", "file", "QEMU_LOG_FILENAME", "writes the trace and the log to a file (%d becomes the process id)"},
        {"9", "-cpu", "model", "QEMU_CPU", "processor that the guest is told it runs on (help lists names)"},
        {"10", "-r", "release", "QEMU_UNAME", "release that uname reports"},
        {"11", "--engine", "jit|interp", "HELIOTROPE_ENGINE", "native code (the default) or the interpreter"},
        {"12", "--check", "lockstep", "HELIOTROPE_CHECK", "runs both engines block by block and stops at the first difference"},
        {"13", "--map", "/guest=/host[:ro]", "", "shows a host file or directory at a guest path"},
        {"19", "--personality", "irix|linux", "HELIOTROPE_PERSONALITY", "whose programs these are (the default: each file says it)"},
        {"14", "--code-cache", "MiB", "HELIOTROPE_CODE_CACHE", "size of the code cache"},
        {"21", "--cache", "folder|off", "HELIOTROPE_CACHE", "where translations are kept (~/.cache/heliotrope/translations)"},
        {"15", "-R", "size", "QEMU_RESERVED_VA", "accepted for qemu-irix; address space is always reserved"},
        {"15", "-B", "address", "QEMU_GUEST_BASE", "accepted for qemu-irix; the base is chosen by us"},
        {"15", "-p", "pagesize", "QEMU_PAGESIZE", "accepted for qemu-irix; pages have 4096 bytes"},
        {"16", "-g", "port", "QEMU_GDB", "gdb stub (not implemented)"},
        {"17", "-version", "", "", "version"},
        {"17", "--version", "", "", "version"},
        {"18", "-h", "", "", "this help"},
        {"18", "-help", "", "", "this help"},
        {"18", "--help", "", "", "this help"},
    };

    /** What the table says of {@code -h} and {@code -version}. */
    enum Outcome {
        RUN,
        VERSION,
        HELP
    }

    /** Reads environment variables, then options up to the first word that is none. */
    static Outcome parse(Invocation inv, String[] args, int from, RunOptions o) {
        for (String[] row : ROWS) {
            String value = row[3].isEmpty() ? null : inv.variable(row[3]);
            if (value != null && !value.isEmpty()) {
                if (id(row) == ENV_SET || id(row) == ENV_UNSET) {
                    fromList(row, value, o);
                } else {
                    apply(row, value, o);
                }
            }
        }
        int i = from;
        while (i < args.length) {
            String word = args[i];
            if (word.length() < 2 || word.charAt(0) != '-') {
                break;
            }
            i++;
            if (word.equals("--")) {
                break;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String[] row = find(equals < 0 ? word : word.substring(0, equals));
            if (row == null) {
                throw new CommandError(CommandError.USAGE, word + ": no such option (heliotrope --help lists them)");
            }
            if (id(row) == VERSION) {
                return Outcome.VERSION;
            }
            if (id(row) == HELP) {
                return Outcome.HELP;
            }
            String value = "";
            if (!row[2].isEmpty()) {
                if (equals >= 0) {
                    value = word.substring(equals + 1);
                } else if (i < args.length) {
                    value = args[i++];
                } else {
                    throw new CommandError(CommandError.USAGE, word + ": needs an argument (" + row[2] + ")");
                }
            }
            apply(row, value, o);
        }
        o.program = i;
        return Outcome.RUN;
    }

    private static int id(String[] row) {
        return Integer.parseInt(row[0]);
    }

    private static String @Nullable [] find(String option) {
        for (String[] row : ROWS) {
            if (row[1].equals(option)) {
                return row;
            }
        }
        return null;
    }

    private static void fromList(String[] row, String list, RunOptions o) {
        int start = 0;
        while (start <= list.length()) {
            int comma = list.indexOf(',', start);
            int end = comma < 0 ? list.length() : comma;
            if (end > start) {
                apply(row, list.substring(start, end), o);
            }
            start = end + 1;
        }
    }

    private static void apply(String[] row, String value, RunOptions o) {
        switch (id(row)) {
            case ROOT -> {
                // The command line's roots replace those of the environment, as in qemu-irix.
                o.roots.clear();
                int start = 0;
                while (start <= value.length()) {
                    int colon = value.indexOf(':', start);
                    int end = colon < 0 ? value.length() : colon;
                    if (end > start) {
                        o.roots.add(value.substring(start, end));
                    }
                    start = end + 1;
                }
            }
            case ENV_SET -> {
                if (value.indexOf('=') <= 0) {
                    throw new CommandError(CommandError.USAGE, row[1] + " " + value + ": expected NAME=value");
                }
                o.environment.add(value);
            }
            case ENV_UNSET -> {
                if (value.indexOf('=') >= 0 || value.isEmpty()) {
                    throw new CommandError(CommandError.USAGE, row[1] + " " + value + ": expected the name of a variable");
                }
                o.environment.add(value);
            }
            case ARGV0 -> o.argv0 = value;
            case STACK -> o.stackBytes = number(row, value, 64 << 10, 512 << 20);
            case STRACE -> o.strace = true;
            case SILENT -> o.silent = true;
            case PERF_MAP -> o.perfMap = true;
            case LOG -> o.log = value;
            case LOG_FILE -> o.logFile = value;
            case CPU -> o.cpu = value;
            case RELEASE -> o.release = value;
            case ENGINE -> {
                if (!value.equals("jit") && !value.equals("interp")) {
                    throw new CommandError(CommandError.USAGE, row[1] + "=" + value + ": jit or interp");
                }
                o.engine = value;
            }
            case CHECK -> {
                if (!value.equals("lockstep")) {
                    throw new CommandError(CommandError.USAGE, row[1] + "=" + value + ": lockstep is the only check");
                }
                o.engine = value;
            }
            case MAP -> {
                if (!value.startsWith("/") || value.indexOf("=/") < 0) {
                    throw new CommandError(CommandError.USAGE, row[1] + " " + value + ": expected /guest=/host or /guest=/host:ro");
                }
                o.maps.add(value);
            }
            case PERSONALITY -> {
                if (!value.equals("irix") && !value.equals("linux")) {
                    throw new CommandError(CommandError.USAGE, row[1] + "=" + value + ": irix or linux");
                }
                o.personality = value;
            }
            case CODE_CACHE -> o.codeCacheMiB = (int) number(row, value, 1, 1024);
            case CACHE -> o.cache = value;
            case IGNORED -> {}
            case NOT_IMPLEMENTED -> throw new CommandError(CommandError.USAGE, row[1] + ": " + row[4]);
            default -> throw new IllegalStateException(row[1]);
        }
    }

    private static long number(String[] row, String value, long min, long max) {
        try {
            long n = Long.decode(value);
            if (n >= min && n <= max) {
                return n;
            }
        } catch (NumberFormatException e) {
            // Said below, with the limits.
        }
        throw new CommandError(CommandError.USAGE, row[1] + " " + value + ": expected a number from " + min + " to " + max);
    }

    /** The options as lines of text. */
    static String help() {
        StringBuilder s = new StringBuilder();
        for (String[] row : ROWS) {
            int start = s.length();
            s.append("  ").append(row[1]);
            if (!row[2].isEmpty()) {
                s.append(row[1].startsWith("--") ? "=" : " ").append(row[2]);
            }
            do {
                s.append(' ');
            } while (s.length() - start < 28);
            s.append(row[4]);
            if (!row[3].isEmpty()) {
                s.append(" [").append(row[3]).append(']');
            }
            s.append('\n');
        }
        return s.toString();
    }
}
