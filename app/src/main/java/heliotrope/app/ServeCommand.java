package heliotrope.app;

import heliotrope.engine.Engine;
import heliotrope.engine.EngineKind;
import heliotrope.engine.cache.TranslationStore;
import heliotrope.host.Charsets;
import heliotrope.host.HostSignals;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.ServerProtocol;
import heliotrope.host.Sys;
import heliotrope.mips.MipsFrontend;
import java.nio.ByteBuffer;

/** {@code heliotrope serve} and {@code heliotrope stop}: the server that makes starting free. */
final class ServeCommand {
    private static final int IDLE_SECONDS = 3600;
    /** Milliseconds between two looks at what is new for the disk cache. */
    private static final int SAVE_EVERY = 3000;

    /** First descriptor that systemd passes. */
    private static final int LISTEN_FD = 3;

    private static final int LARGEST_LOG = 1 << 20;

    private ServeCommand() {}

    /** {@code heliotrope serve [--idle SECONDS] [--socket PATH] [--log FILE] [--status] [--detached]}. @return exit status */
    static int serve(String[] args) {
        int idle = IDLE_SECONDS;
        @Nullable String log = null;
        boolean status = false;
        boolean detached = false;
        @Nullable String path = null;
        for (int i = 1; i < args.length; i++) {
            switch (args[i]) {
                case "--idle" -> idle = number(args, ++i);
                case "--socket" -> path = argument(args, ++i);
                case "--log" -> log = argument(args, ++i);
                case "--status" -> status = true;
                case "--detached" -> detached = true;
                case "--foreground" -> detached = false;
                default -> throw new CommandError(
                        CommandError.USAGE,
                        args[i] + ": heliotrope serve takes --idle SECONDS, --socket PATH, --log FILE, --foreground and --status");
            }
        }
        ServerAddress address = path != null ? new ServerAddress(absolute(path)) : ServerAddress.ofThisBuild();
        if (status) {
            return ask(address, ServerProtocol.STATUS);
        }
        return run(address, idle, log == null && detached ? address.path + ".log" : log);
    }

    /** {@code heliotrope stop [--socket PATH]}. @return exit status */
    static int stop(String[] args) {
        if (args.length != 1 && !(args.length == 3 && args[1].equals("--socket"))) {
            throw new CommandError(CommandError.USAGE, "heliotrope stop takes --socket PATH or nothing");
        }
        return ask(args.length == 3 ? new ServerAddress(absolute(args[2])) : ServerAddress.ofThisBuild(), ServerProtocol.STOP);
    }

    private static String absolute(String path) {
        return java.nio.file.Path.of(path).toAbsolutePath().toString();
    }

    private static String argument(String[] args, int i) {
        if (i >= args.length) {
            throw new CommandError(CommandError.USAGE, args[i - 1] + ": needs an argument");
        }
        return args[i];
    }

    private static int number(String[] args, int i) {
        try {
            int n = Integer.parseInt(argument(args, i));
            if (n >= 0 && n <= 1_000_000) {
                return n;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new CommandError(CommandError.USAGE, args[i - 1] + " " + args[i] + ": expected seconds; 0 is for ever");
    }

    private static int run(ServerAddress address, int idle, @Nullable String log) {
        Scratch s = new Scratch();
        int given = inherited();
        int listener = given >= 0 ? given : address.listen(s);
        if (listener < 0) {
            Main.print(2, "heliotrope: another server is serving at " + address.path + "\n");
            return 1;
        }
        int logFd = log == null ? 2 : openLog(s, absolute(log));
        TranslationStore store = DiskCache.open(System.getenv("HELIOTROPE_CACHE"));
        // Guests make files with their own masks, and find them by their own directories.
        Sys.call(Sys.SYS_UMASK, 0, 0, 0);
        Sys.pathCall(s, Sys.SYS_CHDIR, new byte[] {'/'}, 0, 0);
        s.close();
        Engine engine = new Engine(new MipsFrontend(), EngineKind.JIT, RunOptions.CODE_CACHE_MIB << 20);
        if (store != null) {
            engine.useStore(store);
            Thread saver = new Thread(null, () -> saveNowAndThen(engine), "disk cache", 256 << 10);
            saver.setDaemon(true);
            saver.start();
        }
        Server server = new Server(engine, System.getProperty("heliotrope.build", ""), idle, logFd, address, listener);
        Thread signals = new Thread(null, () -> awaitSignal(server), "host signals", 128 << 10);
        signals.setDaemon(true);
        // What a guest asks the host to send to one of its processes (SIGIO of a file) must not end the server.
        for (int signal = 1; signal <= 64; signal++) {
            switch (signal) {
                case Sys.SIGTERM, Sys.SIGINT, Sys.SIGHUP -> {
                    if (!HostSignals.isIgnored(signal)) {
                        HostSignals.catchSignal(signal);
                    }
                }
                case Sys.SIGCHLD, Sys.SIGQUIT, Sys.SIGUSR2, Sys.SIGPIPE -> {} // the JVM's own, or of host programs
                default -> HostSignals.ignore(signal);
            }
        }
        signals.start();
        server.log("serves at " + (given >= 0 ? "the socket given to it" : address.path));
        server.run();
        engine.saveTranslations();
        Sys.exitGroup(0);
        return 0;
    }

    private static void saveNowAndThen(Engine engine) {
        try {
            while (true) {
                Thread.sleep(SAVE_EVERY);
                engine.saveTranslations();
            }
        } catch (InterruptedException e) {
            // The server ends, and saves by itself.
        }
    }

    private static void awaitSignal(Server server) {
        if (HostSignals.awaitPending() > 0) {
            server.stop();
        }
    }

    /** The socket of sd_listen_fds(3), or -1. */
    private static int inherited() {
        String count = System.getenv("LISTEN_FDS");
        String pid = System.getenv("LISTEN_PID");
        if (count == null || !count.equals("1") || pid == null || !pid.equals(Integer.toString(Sys.getpid()))) {
            return -1;
        }
        long flags = Sys.fcntl(LISTEN_FD, Sys.F_GETFL, 0);
        Sys.fcntl(LISTEN_FD, Sys.F_SETFL, flags | Sys.O_NONBLOCK);
        Sys.fcntl(LISTEN_FD, Sys.F_SETFD, Sys.FD_CLOEXEC);
        return LISTEN_FD;
    }

    private static int openLog(Scratch s, String path) {
        byte[] name = path.getBytes(Charsets.UTF_8);
        int flags = Sys.O_WRONLY | Sys.O_CREAT | Sys.O_APPEND | Sys.O_CLOEXEC | Sys.O_NOFOLLOW;
        int fd = Sys.open(s, name, flags, 0600);
        if (fd < 0) {
            throw new CommandError(1, path + ": cannot be written (errno " + -fd + ")");
        }
        if (Sys.lseek(fd, 0, 2) > LARGEST_LOG) {
            Sys.ftruncate(fd, 0);
        }
        return fd;
    }

    /** Sends a command and copies the answer to stdout. */
    private static int ask(ServerAddress address, int command) {
        Scratch s = new Scratch();
        int fd = address.connect(s);
        if (fd < 0) {
            Main.print(2, "heliotrope: no server at " + address.path + "\n");
            return 1;
        }
        long memory = NativeMemory.allocate(ServerProtocol.SIZE);
        ByteBuffer request = NativeMemory.view(memory, ServerProtocol.SIZE);
        request.putLong(0, ServerProtocol.MAGIC).putInt(ServerProtocol.COMMAND, command);
        Native.syscall(Sys.SYS_SENDTO, fd, memory, ServerProtocol.SIZE, Sys.MSG_NOSIGNAL, 0, 0);
        while (true) {
            long n = Sys.read(fd, s.data(), s.dataSize);
            if (n <= 0) {
                break;
            }
            byte[] text = new byte[(int) n];
            s.get(0, text, 0, text.length);
            Main.print(1, new String(text, Charsets.UTF_8));
        }
        return 0;
    }
}
