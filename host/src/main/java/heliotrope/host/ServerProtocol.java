package heliotrope.host;

/**
 * What the client of a server and the server say to each other, over a stream socket; numbers are little-endian, as the machine has
 * them. The client sends one request: {@link #SIZE} bytes with descriptors attached (working directory, root, then, if
 * {@link #FLAG_TERMINAL} is set, the controlling terminal, then its open descriptors upwards), the name of the working directory, and the
 * strings of its arguments and environment as they lie in its memory, each with a NUL. Then messages of two u32 go both ways. The server's
 * last one says how the program ended; an end of the stream without it means that the server has died, or, seen by the server, the client.
 */
public final class ServerProtocol {
    private ServerProtocol() {}

    /** The client's first word, if the launcher calls it: the second one is the name that the launcher was called by. */
    public static final String CALLED = "--called";

    public static final long MAGIC = 0x315452_54494c45L; // "ELIT", version 1

    // The request.
    public static final int
            BUILD = 8, // of which build the client is: BUILD_SIZE bytes, padded with zeroes
            BUILD_SIZE = 32,
            STRINGS = 40, // u32: length of all strings
            ARGC = 44,
            ENVC = 48,
            DIRECTORY = 52, // u32: length of the working directory's name with its NUL, or 0
            PID = 56,
            PARENT = 60,
            GROUP = 64,
            SESSION = 68,
            UMASK = 72,
            PRIORITY = 76, // u32: 20 - nice value
            IGNORED = 80, // u64: bit signal - 1
            BLOCKED = 88,
            DESCRIPTORS = 96, // u32: how many are attached
            FLAGS = 100,
            OPEN = 104, // bit set of the open descriptors
            OPEN_SIZE = 32,
            LIMITS = 136, // struct rlimit of each of LIMIT_NUMBERS
            AFFINITY = 200, // bit set of processors
            AFFINITY_SIZE = 128,
            AFFINITY_LENGTH = 328, // u32: bytes of it
            COMMAND = 332,
            SIZE = 336;

    /** The limits that are sent: a client that has any of them runs its program in a JVM of its own. */
    static final int[] LIMIT_NUMBERS = {Sys.RLIMIT_CPU, Sys.RLIMIT_FSIZE, Sys.RLIMIT_DATA, Sys.RLIMIT_AS};

    public static final int LIMIT_COUNT = 4;

    public static final int FLAG_TERMINAL = 1;

    // COMMAND.
    public static final int RUN = 0, STATUS = 1, STOP = 2;

    /** Most of the client's descriptors that are passed on; the host takes 253 at a time. */
    public static final int MOST_DESCRIPTORS = 240;

    /** Longest strings: what the host's exec allows. */
    public static final int MOST_STRINGS = 6 << 20;

    public static final int MESSAGE = 8;

    // To the client.
    public static final int
            STARTED = 1, // the program runs here: its descriptors are not needed any more
            EXIT = 2, // with this status
            KILLED = 3, // by this host signal
            STOPPED = 4, // by this host signal: do the same
            ELSEWHERE = 5, // this program needs a JVM of its own
            BACKGROUND = 6; // is the terminal's foreground group another one?

    // To the server.
    public static final int SIGNAL = 1, ANSWER = 2;

    /** Exit status of a client whose server died. */
    public static final int STATUS_SERVER_DIED = 125;
}
